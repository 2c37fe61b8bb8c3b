package ledgertest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
)

func appendRules() []rule {
	return []rule{
		{"new", "a new ledger has the head \"\", nothing posted and no entries, whatever other ledgers hold", newLedger},
		{"receipt", "a batch that is added gets a receipt with its run, its number of entries and the new head, which the next snapshot has too", receipt},
		{"invalid", "a batch that fails its own check is refused with *kam.InvalidError before anything else, and nothing is changed", invalid},
		{"repeated", "a run that is there with the same digest is answered with the receipt of that time and Repeated, at any head, and nothing is changed", repeated},
		{"conflict", "a run that is there with another digest is ErrConflict, at any head and without entries too, and nothing is changed", conflict},
		{"empty", "a batch with neither entries nor a mark is answered with Empty and the present head, at any head; nothing is changed and the run is not remembered", empty},
		{"stale", "a batch with another head than the ledger's is ErrStale and nothing is changed; with the new head it is added", stale},
		{"heads", "every batch that is added gives a head that the ledger never had, and \"\" is not among them", heads},
		{"whole", "a batch of thousands of entries is added whole, in its order", whole},
		{"own", "the ledger keeps what was appended when the caller changes the batch afterwards", own},
	}
}

func newLedger(ctx context.Context, open func() ledger.Ledger) error {
	for range 2 {
		l := open()
		found, err := read(ctx, l, always)
		if err != nil {
			return err
		}
		if found.snapshot.Head != "" || len(found.snapshot.Posted) > 0 || len(found.records) > 0 {
			return fmt.Errorf("the new ledger has the head %q, %d sums and %d entries",
				found.snapshot.Head, len(found.snapshot.Posted), len(found.records))
		}
		if _, err := add(ctx, l, "run", pay("anna", january, "100")); err != nil {
			return err
		}
	}
	return nil
}

func receipt(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	for i, lines := range [][]line{
		{pay("anna", january, "100")},
		{pay("anna", february, "50"), pay("bo", february, "-20")},
	} {
		run := "run-" + strconv.Itoa(i)
		got, err := add(ctx, l, run, lines...)
		if err != nil {
			return err
		}
		want := ledger.Receipt{Run: run, Head: got.Head, Entries: 2 * len(lines)}
		if got != want {
			return fmt.Errorf("the receipt is %+v, want %+v", got, want)
		}
		s, err := l.Snapshot(ctx, kam.MustPeriod(year))
		if err != nil {
			return err
		}
		if s.Head != got.Head {
			return fmt.Errorf("the snapshot has the head %q, the receipt %q", s.Head, got.Head)
		}
	}
	return nil
}

func invalid(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	if _, err := add(ctx, l, "first", pay("anna", january, "100")); err != nil {
		return err
	}
	before, err := read(ctx, l, always)
	if err != nil {
		return err
	}
	for _, head := range []ledger.Head{before.snapshot.Head, "", "of no state"} {
		for _, c := range invalidBatches(head) {
			_, err := l.Append(ctx, c.batch)
			if _, ok := errors.AsType[*kam.InvalidError](err); !ok {
				return fmt.Errorf("%s, at head %q: the error is %v", c.name, head, err)
			}
			if err := unchanged(ctx, l, before); err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
		}
	}
	return nil
}

type invalidBatch struct {
	name  string
	batch ledger.Batch
}

func invalidBatches(head ledger.Head) []invalidBatch {
	good := func(run string) ledger.Batch { return batch(run, head, pay("bo", january, "100")) }
	unbalanced := good("unbalanced")
	unbalanced.Entries = unbalanced.Entries[:1]
	crossed := good("crossed")
	crossed.Entries[1].Currency = "USD"
	twice := good("twice")
	twice.Entries = slices.Concat(twice.Entries, twice.Entries)
	account := good("account")
	account.Entries[0].Account = "bank"
	zero := batch("zero", head, pay("bo", january, "0"))
	huge := good("huge")
	huge.Entries[0].Amount = decimal.New(1, 50_000_000)
	nobody := batch("nobody", head, pay("", january, "100"))
	long := batch("long", head, pay(fill("bo", 129), january, "100"))
	control := batch("control", head, pay("b\x00o", january, "100"))
	openEnd := batch("open", head, pay("bo", "2026-01-01/..", "100"))
	noPeriod := good("no period")
	noPeriod.Period = kam.Period{}
	known := unbalanced
	known.Run = "first"
	return []invalidBatch{
		{"a batch that does not sum to zero", unbalanced},
		{"a batch that sums to zero across two currencies alone", crossed},
		{"an entry that occurs twice", twice},
		{"an unknown account", account},
		{"an amount of zero", zero},
		{"an amount out of bounds", huge},
		{"an empty payee", nobody},
		{"a payee of 129 bytes", long},
		{"a payee with a control character", control},
		{"a commission period without an end", openEnd},
		{"a batch without a period", noPeriod},
		{"a batch without a run", good("")},
		{"a faulty batch with a run that is there", known},
	}
}

func repeated(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	first := batch("first", "", pay("anna", january, "1.50"), pay("bo", january, "2"))
	want, err := l.Append(ctx, first)
	if err != nil {
		return fmt.Errorf("Append: %w", err)
	}
	want.Repeated = true
	again := first
	again.Head = want.Head
	rewritten := batch("first", "of no state", pay("anna", january, "1.5"), pay("bo", january, "2.000"))
	for round := range 2 {
		before, err := read(ctx, l, always)
		if err != nil {
			return err
		}
		for _, c := range []invalidBatch{
			{"the same batch", first},
			{"the same batch at the new head", again},
			{"the entries in another order", reversed(first)},
			{"the amounts written with other zeros", rewritten},
		} {
			got, err := l.Append(ctx, c.batch)
			if err != nil {
				return fmt.Errorf("%s, after %d further batches: %w", c.name, round, err)
			}
			if got != want {
				return fmt.Errorf("%s, after %d further batches: the receipt is %+v, want %+v", c.name, round, got, want)
			}
			if err := unchanged(ctx, l, before); err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
		}
		if _, err := add(ctx, l, "further-"+strconv.Itoa(round), pay("anna", february, "3")); err != nil {
			return err
		}
	}
	return nil
}

func conflict(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	if _, err := add(ctx, l, "first", pay("anna", january, "100")); err != nil {
		return err
	}
	if _, err := add(ctx, l, "second", pay("anna", february, "100")); err != nil {
		return err
	}
	before, err := read(ctx, l, always)
	if err != nil {
		return err
	}
	for _, head := range []ledger.Head{before.snapshot.Head, "", "of no state"} {
		period := batch("first", head, pay("anna", january, "100"))
		period.Period = kam.MustPeriod(february)
		for _, c := range []invalidBatch{
			{"another amount", batch("first", head, pay("anna", january, "100.01"))},
			{"another payee", batch("first", head, pay("bo", january, "100"))},
			{"a further entry", batch("first", head, pay("anna", january, "100"), pay("bo", january, "1"))},
			{"another open period", period},
			{"no entries", batch("first", head)},
		} {
			if _, err := l.Append(ctx, c.batch); !errors.Is(err, ledger.ErrConflict) {
				return fmt.Errorf("%s, at head %q: the error is %v", c.name, head, err)
			}
			if err := unchanged(ctx, l, before); err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
		}
	}
	return nil
}

func empty(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	for round := range 2 {
		before, err := read(ctx, l, always)
		if err != nil {
			return err
		}
		for _, head := range []ledger.Head{before.snapshot.Head, "", "of no state"} {
			for range 2 {
				got, err := l.Append(ctx, batch("nothing", head))
				if err != nil {
					return fmt.Errorf("at head %q: %w", head, err)
				}
				if want := (ledger.Receipt{Run: "nothing", Head: before.snapshot.Head, Empty: true}); got != want {
					return fmt.Errorf("at head %q the receipt is %+v, want %+v", head, got, want)
				}
			}
			if err := unchanged(ctx, l, before); err != nil {
				return err
			}
		}
		if _, err := add(ctx, l, "something-"+strconv.Itoa(round), pay("anna", january, "100")); err != nil {
			return err
		}
	}
	if _, err := add(ctx, l, "nothing", pay("anna", february, "1")); err != nil {
		return fmt.Errorf("with entries, after it had none: %w", err)
	}
	return nil
}

func stale(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	if _, err := l.Append(ctx, batch("early", "of no state", pay("anna", january, "1"))); !errors.Is(err, ledger.ErrStale) {
		return fmt.Errorf("an unknown head on a new ledger: the error is %v", err)
	}
	first, err := add(ctx, l, "first", pay("anna", january, "100"))
	if err != nil {
		return err
	}
	if _, err := add(ctx, l, "second", pay("bo", january, "100")); err != nil {
		return err
	}
	before, err := read(ctx, l, always)
	if err != nil {
		return err
	}
	heads := []ledger.Head{"", first.Head, "of no state", before.snapshot.Head + "x"}
	if upper := ledger.Head(strings.ToUpper(string(before.snapshot.Head))); upper != before.snapshot.Head {
		heads = append(heads, upper)
	}
	for _, head := range heads {
		b := batch("third", head, pay("anna", january, "-100"))
		if _, err := l.Append(ctx, b); !errors.Is(err, ledger.ErrStale) {
			return fmt.Errorf("at head %q, while %q is right: the error is %v", head, before.snapshot.Head, err)
		}
		if err := unchanged(ctx, l, before); err != nil {
			return err
		}
	}
	_, err = add(ctx, l, "third", pay("anna", january, "-100"))
	return err
}

func heads(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	seen := map[ledger.Head]int{"": -1}
	for i := range 12 {
		// The amounts go back and forth, so that the sums return to where they were.
		amount := "100"
		if i%2 == 1 {
			amount = "-100"
		}
		got, err := add(ctx, l, "run-"+strconv.Itoa(i), pay("anna", january, amount))
		if err != nil {
			return err
		}
		if earlier, known := seen[got.Head]; known {
			return fmt.Errorf("the head %q after batch %d is the head after batch %d", got.Head, i, earlier)
		}
		seen[got.Head] = i
	}
	return nil
}

func whole(ctx context.Context, open func() ledger.Ledger) error {
	const payees = 2_500
	l := open()
	lines := make([]line, payees)
	for i := range lines {
		lines[i] = pay(fmt.Sprintf("payee-%04d", i), january, strconv.Itoa(i+1)+".01")
	}
	b := reversed(batch("many", "", lines...))
	got, err := l.Append(ctx, b)
	if err != nil {
		return fmt.Errorf("Append of %d entries: %w", len(b.Entries), err)
	}
	if got.Entries != len(b.Entries) {
		return fmt.Errorf("the receipt counts %d entries of %d", got.Entries, len(b.Entries))
	}
	found, err := read(ctx, l, january)
	if err != nil {
		return err
	}
	if err := sameEntries("many", b.Entries, found.records); err != nil {
		return err
	}
	return samePosted(postedOf(lines...), found.snapshot.Posted)
}

func own(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	b := batch("first", "", pay("anna", january, "100"))
	if _, err := l.Append(ctx, b); err != nil {
		return fmt.Errorf("Append: %w", err)
	}
	for i := range b.Entries {
		b.Entries[i] = pay("bo", february, "7").entry(ledger.PayeeAccount, decimal.NewFromInt(7))
	}
	found, err := read(ctx, l, always)
	if err != nil {
		return err
	}
	return sameEntries("first", batch("first", "", pay("anna", january, "100")).Entries, found.records)
}
