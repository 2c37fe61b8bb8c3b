package careerpathtest_test

import (
	"cmp"
	"context"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/promotion"
)

func (f *faulty) Append(ctx context.Context, entries []promotion.Entry) error {
	if f.has("empty is an error") && len(entries) == 0 {
		return fmt.Errorf("nothing to append")
	}
	if !f.has("adds invalid entries") && !f.has("checks as it goes") && !f.has("checks numbers first") {
		if err := checked(entries); err != nil {
			return err
		}
	}
	if err := f.judge(entries); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil && !f.has("append ignores the context") && !f.has("cancelled append adds anyhow") {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.has("left loop locks") && f.left {
		return fmt.Errorf("locked")
	}
	if f.has("one shelf") {
		shelf.Lock()
		defer shelf.Unlock()
		shelf.used = true
	}
	before := slices.Clone(f.entries)
	err := f.add(entries)
	half := f.has("conflict half added") || f.has("stale half added") || f.has("checks as it goes")
	if err != nil && !half {
		f.entries = before
	}
	if over := ctx.Err(); over != nil && f.has("cancelled append adds anyhow") {
		return over
	}
	return err
}

// judge refuses what a store has no business to refuse.
func (f *faulty) judge(entries []promotion.Entry) error {
	for i, r := range entries {
		switch {
		case f.has("judges the steps") && i > 0 && r.Step() == entries[i-1].Step() && r.Event != nil && r.Event.Person == entries[i-1].Event.Person:
			return fmt.Errorf("scored twice")
		case f.has("judges the days") && i > 0 && r.On().Before(entries[i-1].On()) && r.Event != nil && entries[i-1].Event != nil:
			return fmt.Errorf("a day before")
		case f.has("judges the digests") && i > 0 && r.Digest == entries[i-1].Digest && r.Seq != entries[i-1].Seq:
			return fmt.Errorf("a digest of before")
		case f.has("one step for a stream") && i > 0 && r.Stream == entries[i-1].Stream && r.Event != nil && entries[i-1].Event != nil && r.Step() != entries[i-1].Step():
			return fmt.Errorf("another step")
		}
	}
	return nil
}

func checked(entries []promotion.Entry) error {
	for _, r := range entries {
		if err := r.Check(); err != nil {
			return err
		}
	}
	return nil
}

func (f *faulty) add(entries []promotion.Entry) error {
	var conflicts, stales error
	start := slices.Clone(f.entries)
	for _, r := range entries {
		if f.has("checks as it goes") {
			if err := r.Check(); err != nil {
				return err
			}
		}
		known := f.entries
		if f.has("conflict in list unseen") {
			known = start
		}
		err := f.addOne(known, r)
		switch {
		case err == nil:
		case f.has("conflicts before stale") || f.has("stale before conflicts"):
			if strings.Contains(err.Error(), promotion.ErrStale.Error()) {
				stales = cmp.Or(stales, err)
			} else {
				conflicts = cmp.Or(conflicts, err)
			}
		default:
			return err
		}
	}
	if f.has("checks numbers first") {
		if err := checked(entries); err != nil {
			return err
		}
	}
	if f.has("stale before conflicts") {
		return cmp.Or(stales, conflicts)
	}
	return cmp.Or(conflicts, stales)
}

// same tells whether the store takes two entries of one number for the same.
func (f *faulty) same(known []promotion.Entry, old, r promotion.Entry) bool {
	same := old.Same(r)
	events := old.Event != nil && r.Event != nil
	switch {
	case f.has("compares the text of numbers") && same && events:
		return old.Event.Score.Decimal.Exponent() == r.Event.Score.Decimal.Exponent()
	case f.has("compares the content only"):
		x := copied(r)
		x.Digest = old.Digest
		return old.Same(x)
	case f.has("compares steps apart") && old.Step() != r.Step():
		return true
	case f.has("compares scores only") && events && old.Event.Frozen != nil && r.Event.Frozen != nil:
		return true
	case f.has("compares only the last") && r.Seq < lastOf(known, r.Stream):
		return false
	}
	return same
}

// addOne adds one entry to what is known.
func (f *faulty) addOne(known []promotion.Entry, r promotion.Entry) error {
	last := int64(0)
	for i, old := range known {
		if old.Stream != r.Stream && !f.has("numbers across streams") {
			continue
		}
		last = max(last, old.Seq)
		if old.Seq != r.Seq {
			continue
		}
		same := f.same(known, old, r)
		switch {
		case f.has("last write wins"):
			f.entries[i] = copied(r)
			return nil
		case f.has("conflicts are repeats"), same && !f.has("repeats are conflicts") && !f.has("repeats add") && !f.has("same race is a conflict"):
			return nil
		case same && f.has("same race is a conflict") && r.Seq == 1 && len(known) > 1:
			return fmt.Errorf("%w", promotion.ErrConflict)
		case same && f.has("same race is a conflict"):
			return nil
		case f.has("repeats add"):
			f.entries = append(f.entries, copied(r))
			return nil
		case f.has("race lets two win"):
			f.mu.Unlock()
			time.Sleep(50 * time.Millisecond)
			f.mu.Lock()
			f.entries = append(f.entries, copied(r))
			return nil
		case f.has("race loser is stale"):
			return fmt.Errorf("%w", promotion.ErrStale)
		}
		return fmt.Errorf("%w", promotion.ErrConflict)
	}
	gap := r.Seq != last+1
	if f.has("gaps are added") || f.has("starts anywhere") && last == 0 || f.has("conflict in list unseen") {
		gap = false
	}
	if gap {
		return fmt.Errorf("%w", promotion.ErrStale)
	}
	if f.has("loses the second stream") && len(f.entries) > 0 && r.Stream != f.entries[0].Stream {
		return nil
	}
	if f.has("drops after a thousand") && len(f.entries) >= 1000 {
		return nil
	}
	if f.has("keeps the caller's entry") {
		f.entries = append(f.entries, r)
		return nil
	}
	f.entries = append(f.entries, f.stored(copied(r)))
	return nil
}

func lastOf(known []promotion.Entry, stream string) int64 {
	last := int64(0)
	for _, r := range known {
		if r.Stream == stream {
			last = max(last, r.Seq)
		}
	}
	return last
}

// stored returns what the store makes of a entry.
func (f *faulty) stored(r promotion.Entry) promotion.Entry {
	switch f.fault {
	case "numbers of 15 digits":
		if r.Event != nil {
			r.Event.Score.Decimal = r.Event.Score.Decimal.Round(15)
		}
	case "zero is absent":
		if r.Event != nil && r.Event.Score.Decimal.IsZero() {
			r.Event.Score = decimal.NullDecimal{}
		}
	case "absent is zero":
		if r.Event != nil {
			r.Event.Score.Valid = true
		}
	case "loses steps":
		eachCheck(r, func(c *promotion.Check) {
			for _, n := range c.Result.Root.Children {
				n.Criterion.Steps = nil
			}
		})
	case "loses figures":
		if r.Event != nil && r.Event.Frozen != nil {
			r.Event.Frozen.Figures = nil
		}
	case "rounds ratios":
		eachCheck(r, func(c *promotion.Check) {
			for _, n := range c.Result.Root.Children {
				n.Criterion.Value = criteria.ExactOf(big.NewRat(333, 1000))
			}
		})
	case "two digit years":
		if r.Event != nil && r.Event.On.Year() < 100 {
			r.Event.On = kam.MustDay("2001-01-01")
		}
	case "tidies texts":
		if r.Event != nil {
			r.Event.Reason = strings.TrimSpace(r.Event.Reason)
		}
	case "texts folded":
		if r.Event != nil {
			r.Event.Person.ID = strings.ReplaceAll(r.Event.Person.ID, "\u00a0", " ")
		}
	case "lines unified":
		if r.Event != nil {
			r.Event.Reason = strings.ReplaceAll(r.Event.Reason, "\r\n", "\n")
		}
	case "texts end at zero":
		if r.Event != nil {
			r.Event.Reason, _, _ = strings.Cut(r.Event.Reason, "\x00")
		}
	case "4 KiB at most":
		if r.Event != nil {
			r.Event.Reason = r.Event.Reason[:min(len(r.Event.Reason), 1<<12)]
		}
	}
	return r
}

// eachCheck changes the criteria results of an entry.
func eachCheck(r promotion.Entry, change func(*promotion.Check)) {
	if r.Event == nil || r.Event.Frozen == nil {
		return
	}
	for i := range r.Event.Frozen.Checks {
		change(&r.Event.Frozen.Checks[i])
	}
}
