package scoringtest_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
	"github.com/kam-go/kam/scoring/improve"
)

func (f *faulty) Append(ctx context.Context, records []improve.Record) error {
	if f.has("empty is an error") && len(records) == 0 {
		return fmt.Errorf("nothing to append")
	}
	if !f.has("adds invalid records") && !f.has("checks as it goes") && !f.has("checks numbers first") {
		if err := checked(records); err != nil {
			return err
		}
	}
	if err := f.judge(records); err != nil {
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
	before := slices.Clone(f.records)
	err := f.add(records)
	half := f.has("conflict half added") || f.has("stale half added") || f.has("checks as it goes")
	if err != nil && !half {
		f.records = before
	}
	if over := ctx.Err(); over != nil && f.has("cancelled append adds anyhow") {
		return over
	}
	return err
}

// judge refuses what a store has no business to refuse.
func (f *faulty) judge(records []improve.Record) error {
	for i, r := range records {
		switch {
		case f.has("judges the steps") && r.Review != nil:
			if _, err := (improve.Review{}).Apply(*r.Review); err != nil {
				return err
			}
		case f.has("judges the days") && i > 0 && r.On.Before(records[i-1].On):
			return fmt.Errorf("a day before")
		case f.has("one kind for a stream") && i > 0 && r.Stream == records[i-1].Stream && r.Kind() != records[i-1].Kind():
			return fmt.Errorf("another kind")
		}
	}
	return nil
}

func checked(records []improve.Record) error {
	for _, r := range records {
		if err := r.Check(); err != nil {
			return err
		}
	}
	return nil
}

func (f *faulty) add(records []improve.Record) error {
	var conflicts, stales error
	start := slices.Clone(f.records)
	for _, r := range records {
		if f.has("checks as it goes") {
			if err := r.Check(); err != nil {
				return err
			}
		}
		known := f.records
		if f.has("conflict in list unseen") {
			known = start
		}
		err := f.addOne(known, r)
		switch {
		case err == nil:
		case f.has("conflicts before stale") || f.has("stale before conflicts"):
			if strings.Contains(err.Error(), improve.ErrStale.Error()) {
				stales = cmp.Or(stales, err)
			} else {
				conflicts = cmp.Or(conflicts, err)
			}
		default:
			return err
		}
	}
	if f.has("checks numbers first") {
		if err := checked(records); err != nil {
			return err
		}
	}
	if f.has("stale before conflicts") {
		return cmp.Or(stales, conflicts)
	}
	return cmp.Or(conflicts, stales)
}

// same tells whether the store takes two records of one number for the same.
func (f *faulty) same(known []improve.Record, old, r improve.Record) bool {
	same := old.Same(r)
	bothScored := old.Result != nil && r.Result != nil
	switch {
	case f.has("compares the text of numbers") && same && bothScored:
		return old.Result.Score.Decimal.Exponent() == r.Result.Score.Decimal.Exponent()
	case f.has("compares the content only"):
		x := copied(r)
		x.On, x.By = old.On, old.By
		return old.Same(x)
	case f.has("compares kinds apart") && old.Kind() != r.Kind():
		return true
	case f.has("compares scores only") && bothScored:
		x := copied(r)
		x.Result.Nodes = old.Result.Nodes
		return old.Same(x)
	case f.has("compares only the last") && r.Seq < lastOf(known, r.Stream):
		return false
	}
	return same
}

// addOne adds one record to what is known.
func (f *faulty) addOne(known []improve.Record, r improve.Record) error {
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
			f.records[i] = copied(r)
			return nil
		case f.has("conflicts are repeats"), same && !f.has("repeats are conflicts") && !f.has("repeats add") && !f.has("same race is a conflict"):
			return nil
		case same && f.has("same race is a conflict") && r.Seq == 1 && len(known) > 1:
			return fmt.Errorf("%w", improve.ErrConflict)
		case same && f.has("same race is a conflict"):
			return nil
		case f.has("repeats add"):
			f.records = append(f.records, copied(r))
			return nil
		case f.has("race lets two win"):
			f.mu.Unlock()
			time.Sleep(50 * time.Millisecond)
			f.mu.Lock()
			f.records = append(f.records, copied(r))
			return nil
		case f.has("race loser is stale"):
			return fmt.Errorf("%w", improve.ErrStale)
		}
		return fmt.Errorf("%w", improve.ErrConflict)
	}
	gap := r.Seq != last+1
	if f.has("gaps are added") || f.has("starts anywhere") && last == 0 || f.has("conflict in list unseen") {
		gap = false
	}
	if gap {
		return fmt.Errorf("%w", improve.ErrStale)
	}
	if f.has("loses the second stream") && len(f.records) > 0 && r.Stream != f.records[0].Stream {
		return nil
	}
	if f.has("drops after a thousand") && len(f.records) >= 1000 {
		return nil
	}
	if f.has("keeps the caller's record") {
		f.records = append(f.records, r)
		return nil
	}
	f.records = append(f.records, f.stored(copied(r)))
	return nil
}

func lastOf(known []improve.Record, stream string) int64 {
	last := int64(0)
	for _, r := range known {
		if r.Stream == stream {
			last = max(last, r.Seq)
		}
	}
	return last
}

// stored returns what the store makes of a record.
func (f *faulty) stored(r improve.Record) improve.Record {
	switch f.fault {
	case "numbers of 15 digits":
		if r.Review != nil {
			r.Review.Score.Decimal = r.Review.Score.Decimal.Round(15)
		}
	case "zero is absent":
		if r.Review != nil && r.Review.Score.Decimal.IsZero() {
			r.Review.Score = decimal.NullDecimal{}
		}
	case "absent is zero":
		if r.Result != nil {
			r.Result.Score.Valid = true
		}
	case "loses evidence":
		if r.Result != nil {
			for i := range r.Result.Findings {
				r.Result.Findings[i].Evidence = nil
			}
		}
	case "loses children":
		if r.Result != nil && len(r.Result.Nodes) > 0 {
			r.Result.Nodes[0].Children = []scoring.Node{}
		}
	case "loses sums of 0":
		if r.Publication != nil {
			for i, a := range r.Publication.Aggregates {
				r.Publication.Aggregates[i].Sum.Valid = a.Sum.Valid && !a.Sum.Decimal.IsZero()
			}
		}
	case "two digit years":
		if r.Review != nil && r.Review.On.Year() < 100 {
			r.Review.On = kam.MustDay("2001-01-01")
		}
	case "tidies documents":
		if r.Response != nil {
			r.Response.Document = strings.TrimSpace(r.Response.Document)
		}
	case "texts folded":
		r.By = strings.ReplaceAll(r.By, "\u00a0", " ")
	case "lines unified":
		if r.Response != nil {
			r.Response.Document = strings.ReplaceAll(r.Response.Document, "\r\n", "\n")
		}
	case "texts end at zero":
		if r.Response != nil {
			r.Response.Document, _, _ = strings.Cut(r.Response.Document, "\x00")
		}
	case "64 KiB at most":
		if r.Response != nil {
			r.Response.Document = r.Response.Document[:min(len(r.Response.Document), 1<<16)]
		}
	}
	return r
}
