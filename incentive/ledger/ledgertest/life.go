package ledgertest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
)

func lifeRules() []rule {
	return []rule{
		{"mark", "a batch with a mark and no entries is added: a receipt without entries, a new head, and the same answer when it is repeated", mark},
		{"mark-digest", "a run that is there with another mark, or without one, is ErrConflict, and nothing is changed", markDigest},
		{"lives", "a snapshot has the life of each period that a mark was put on inside the window, ascending, with its whole history", lives},
		{"life-order", "a mark that does not follow on the state of its period is ErrOrder; of two periods, each has a life of its own", lifeOrder},
		{"four-eyes", "who calculated a period since it was last reopened may not approve it: ErrSamePerson", fourEyes},
		{"approved", "entries for an approved period, other than payouts and their returns, are ErrApproved until it is reopened", approvedPeriod},
		{"closed", "entries for a closed period are ErrClosed, payouts too; late ones go into another period and keep the period they belong to", closedPeriod},
		{"unmarked", "entries without a mark open a calculated period again, so that it must be calculated before it is approved", unmarked},
		{"refused", "a batch that the life of its period does not allow changes nothing, and its run may come again; a stale head is told first", refused},
		{"mark-texts", "who marked a period, why and when are kept as they are", markTexts},
	}
}

// step is a mark, and what the ledger must answer.
type step struct {
	period string
	state  ledger.State
	by     string
	want   error
}

// walk puts marks on periods at the present head each time.
func walk(ctx context.Context, l ledger.Ledger, name string, steps ...step) error {
	for i, s := range steps {
		run := fmt.Sprintf("%s-%d", name, i)
		before, err := read(ctx, l, always)
		if err != nil {
			return err
		}
		b := marked(batch(run, ""), s.period, s.state, s.by, "why")
		_, err = addBatch(ctx, l, b)
		switch {
		case s.want == nil && err != nil:
			return fmt.Errorf("step %d, %s by %s: %w", i, s.state, s.by, err)
		case s.want != nil && !errors.Is(err, s.want):
			return fmt.Errorf("step %d, %s by %s: the error is %v, want %w", i, s.state, s.by, err, s.want)
		case s.want != nil:
			if err := unchanged(ctx, l, before); err != nil {
				return fmt.Errorf("step %d, %s by %s: %w", i, s.state, s.by, err)
			}
		}
	}
	return nil
}

func mark(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	first, err := add(ctx, l, "first", pay("anna", january, "100"))
	if err != nil {
		return err
	}
	b := marked(batch("marks", first.Head), january, ledger.Calculated, "ben", "")
	got, err := l.Append(ctx, b)
	if err != nil {
		return fmt.Errorf("Append: %w", err)
	}
	if want := (ledger.Receipt{Run: "marks", Head: got.Head}); got != want || got.Head == first.Head || got.Head == "" {
		return fmt.Errorf("the receipt is %+v after the head %q", got, first.Head)
	}
	before, err := read(ctx, l, always)
	if err != nil {
		return err
	}
	if before.snapshot.Head != got.Head {
		return fmt.Errorf("the head is %q, the receipt's %q", before.snapshot.Head, got.Head)
	}
	if state := before.snapshot.Period(kam.MustPeriod(january)).State; state != ledger.Calculated {
		return fmt.Errorf("the period is %q after the mark", state)
	}
	again, err := l.Append(ctx, b)
	if err != nil {
		return fmt.Errorf("the same mark again: %w", err)
	}
	got.Repeated = true
	if again != got {
		return fmt.Errorf("the receipt of the mark repeated is %+v, want %+v", again, got)
	}
	return unchanged(ctx, l, before)
}

func markDigest(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	b := marked(batch("first", "", pay("anna", january, "100")), january, ledger.Calculated, "ben", "")
	if _, err := l.Append(ctx, b); err != nil {
		return fmt.Errorf("Append: %w", err)
	}
	before, err := read(ctx, l, always)
	if err != nil {
		return err
	}
	none, other, day := b, b, b
	none.Mark = nil
	other.Mark = &ledger.Mark{State: ledger.Calculated, By: "bea", On: b.Mark.On}
	day.Mark = &ledger.Mark{State: ledger.Calculated, By: "ben", On: b.Mark.On.AddDays(1)}
	for _, c := range []invalidBatch{{"without the mark", none}, {"by somebody else", other}, {"on another day", day}} {
		if _, err := l.Append(ctx, c.batch); !errors.Is(err, ledger.ErrConflict) {
			return fmt.Errorf("%s: the error is %v", c.name, err)
		}
		if err := unchanged(ctx, l, before); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	return nil
}

func lives(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	if err := walk(ctx, l, "walk",
		step{march, ledger.Calculated, "ben", nil},
		step{january, ledger.Calculated, "ben", nil},
		step{march, ledger.Approved, "cleo", nil},
		step{"2026-01-01/2026-04-01", ledger.Calculated, "dan", nil},
		step{march, ledger.Reopened, "ben", nil},
	); err != nil {
		return err
	}
	if _, err := add(ctx, l, "entries", pay("anna", february, "1")); err != nil {
		return err
	}
	change := func(state ledger.State, by, run string) ledger.Change {
		return ledger.Change{State: state, By: by, Reason: "why", On: kam.MustDay("2026-05-04"), Run: run}
	}
	life := func(period string, history ...ledger.Change) ledger.PeriodState {
		return ledger.PeriodState{Period: kam.MustPeriod(period), Change: history[len(history)-1], History: history}
	}
	jan := life(january, change(ledger.Calculated, "ben", "walk-1"))
	quarter := life("2026-01-01/2026-04-01", change(ledger.Calculated, "dan", "walk-3"))
	mar := life(march, change(ledger.Calculated, "ben", "walk-0"), change(ledger.Approved, "cleo", "walk-2"), change(ledger.Reopened, "ben", "walk-4"))
	for _, c := range []struct {
		window string
		want   []ledger.PeriodState
	}{
		{year, []ledger.PeriodState{jan, quarter, mar}},
		{january, []ledger.PeriodState{jan}},
		{"2026-01-01/2026-03-31", []ledger.PeriodState{jan}},
		{"2026-01-02/..", []ledger.PeriodState{mar}},
		{february, nil},
	} {
		s, err := l.Snapshot(ctx, kam.MustPeriod(c.window))
		if err != nil {
			return err
		}
		if err := sameLives(c.want, s.Periods); err != nil {
			return fmt.Errorf("the window %s: %w", c.window, err)
		}
	}
	return nil
}

func lifeOrder(ctx context.Context, open func() ledger.Ledger) error {
	return walk(ctx, open(), "walk",
		step{january, ledger.Approved, "cleo", ledger.ErrOrder},
		step{january, ledger.Closed, "cleo", ledger.ErrOrder},
		step{january, ledger.Reopened, "cleo", ledger.ErrOrder},
		step{january, ledger.Calculated, "ben", nil},
		step{january, ledger.Closed, "cleo", ledger.ErrOrder},
		step{january, ledger.Reopened, "cleo", ledger.ErrOrder},
		step{january, ledger.Calculated, "ben", nil},
		step{february, ledger.Approved, "cleo", ledger.ErrOrder},
		step{january, ledger.Approved, "cleo", nil},
		step{january, ledger.Calculated, "ben", ledger.ErrOrder},
		step{january, ledger.Approved, "dan", ledger.ErrOrder},
		step{january, ledger.Reopened, "ben", nil},
		step{january, ledger.Approved, "cleo", ledger.ErrOrder},
		step{january, ledger.Reopened, "cleo", ledger.ErrOrder},
		step{january, ledger.Calculated, "ben", nil},
		step{january, ledger.Approved, "cleo", nil},
		step{january, ledger.Closed, "ben", nil},
		step{january, ledger.Calculated, "ben", ledger.ErrOrder},
		step{january, ledger.Approved, "cleo", ledger.ErrOrder},
		step{january, ledger.Closed, "cleo", ledger.ErrOrder},
		step{january, ledger.Reopened, "cleo", ledger.ErrOrder},
		step{february, ledger.Calculated, "ben", nil},
	)
}

func fourEyes(ctx context.Context, open func() ledger.Ledger) error {
	return walk(ctx, open(), "walk",
		step{january, ledger.Calculated, "ben", nil},
		step{january, ledger.Calculated, "bea", nil},
		step{january, ledger.Approved, "bea", ledger.ErrSamePerson},
		step{january, ledger.Approved, "ben", ledger.ErrSamePerson},
		step{january, ledger.Approved, " Ben ", ledger.ErrSamePerson},
		step{january, ledger.Approved, "cleo", nil},
		step{january, ledger.Reopened, "cleo", nil},
		step{january, ledger.Calculated, "cleo", nil},
		step{january, ledger.Approved, "cleo", ledger.ErrSamePerson},
		step{january, ledger.Approved, "ben", nil},
	)
}

// into returns b as a batch into another period.
func into(b ledger.Batch, period string) ledger.Batch {
	b.Period = kam.MustPeriod(period)
	return b
}

// tries appends each batch at the present head, and compares the answers.
func tries(ctx context.Context, l ledger.Ledger, want error, batches ...ledger.Batch) error {
	for _, b := range batches {
		before, err := read(ctx, l, always)
		if err != nil {
			return err
		}
		_, err = addBatch(ctx, l, b)
		switch {
		case want == nil && err != nil:
			return err
		case want != nil && !errors.Is(err, want):
			return fmt.Errorf("run %q: the error is %v, want %w", b.Run, err, want)
		case want != nil:
			if err := unchanged(ctx, l, before); err != nil {
				return fmt.Errorf("run %q: %w", b.Run, err)
			}
		}
	}
	return nil
}

func payout(period, amount string) line {
	return move(ledger.Payout, "line "+amount, period, ledger.PayeeAccount, ledger.PaidAccount, amount)
}

func payoutReturn(period, amount string) line {
	return move(ledger.PayoutReturn, "line "+amount, period, ledger.PaidAccount, ledger.PayeeAccount, amount)
}

func approvedPeriod(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	if err := tries(ctx, l, nil,
		marked(batch("calculated", "", pay("anna", january, "100")), january, ledger.Calculated, "ben", ""),
		marked(batch("approved", ""), january, ledger.Approved, "cleo", ""),
	); err != nil {
		return err
	}
	held := move(ledger.Holdback, "deal", january, ledger.PayeeAccount, ledger.HeldAccount, "1")
	if err := tries(ctx, l, ledger.ErrApproved,
		into(batch("earning", "", pay("anna", january, "1")), january),
		into(batch("held", "", held), january),
		into(batch("mixed", "", payout(january, "60"), pay("bo", january, "1")), january),
		marked(batch("again", "", pay("anna", january, "1")), january, ledger.Calculated, "ben", ""),
	); err != nil {
		return err
	}
	if err := tries(ctx, l, nil,
		into(batch("payout", "", payout(january, "60")), january),
		into(batch("return", "", payoutReturn(january, "60")), january),
		into(batch("another period", "", pay("anna", january, "1")), february),
		marked(batch("reopened", ""), january, ledger.Reopened, "cleo", "a deal was missing"),
		into(batch("earning", "", pay("anna", january, "1")), january),
	); err != nil {
		return err
	}
	one, late := pay("anna", january, "101"), pay("anna", january, "1")
	one.into, late.into = january, february
	pays, returns := payout(january, "60"), payoutReturn(january, "60")
	pays.into, returns.into = january, january
	return expect(ctx, l, year, one, late, pays, returns)
}

func closedPeriod(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	if err := tries(ctx, l, nil,
		marked(batch("calculated", "", pay("anna", january, "100")), january, ledger.Calculated, "ben", ""),
		marked(batch("approved", ""), january, ledger.Approved, "cleo", ""),
		marked(batch("closed", ""), january, ledger.Closed, "ben", ""),
	); err != nil {
		return err
	}
	if err := tries(ctx, l, ledger.ErrClosed,
		into(batch("earning", "", pay("anna", january, "1")), january),
		into(batch("payout", "", payout(january, "60")), january),
		into(batch("return", "", payoutReturn(january, "60")), january),
	); err != nil {
		return err
	}
	if err := tries(ctx, l, nil, into(batch("late", "", pay("anna", january, "-10")), february)); err != nil {
		return err
	}
	closed, late := pay("anna", january, "100"), pay("anna", january, "-10")
	closed.into, late.into = january, february
	return expect(ctx, l, january, closed, late)
}

func unmarked(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	if err := tries(ctx, l, nil,
		marked(batch("calculated", "", pay("anna", january, "100")), january, ledger.Calculated, "ben", ""),
		into(batch("payout", "", payout(january, "60")), january),
		into(batch("by hand", "", pay("anna", january, "7")), january),
	); err != nil {
		return err
	}
	s, err := l.Snapshot(ctx, kam.MustPeriod(january))
	if err != nil {
		return err
	}
	life := s.Period(kam.MustPeriod(january))
	if life.State != ledger.Open || life.Run != "by hand" || len(life.History) != 2 {
		return fmt.Errorf("after entries without a mark the life is %+v", life)
	}
	return walk(ctx, l, "walk",
		step{january, ledger.Approved, "cleo", ledger.ErrOrder},
		step{january, ledger.Calculated, "bea", nil},
		step{january, ledger.Approved, "ben", ledger.ErrSamePerson},
		step{january, ledger.Approved, "cleo", nil},
	)
}

func refused(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	if err := walk(ctx, l, "walk",
		step{january, ledger.Calculated, "ben", nil},
		step{january, ledger.Approved, "cleo", nil},
	); err != nil {
		return err
	}
	b := into(batch("late", "of no state", pay("anna", january, "1")), january)
	if _, err := l.Append(ctx, b); !errors.Is(err, ledger.ErrStale) {
		return fmt.Errorf("at a head of no state: the error is %v", err)
	}
	if err := tries(ctx, l, ledger.ErrApproved, b); err != nil {
		return err
	}
	got, err := addBatch(ctx, l, into(b, february))
	if err != nil {
		return fmt.Errorf("the refused run, into another period: %w", err)
	}
	if got.Repeated {
		return errors.New("a run that was refused is said to be repeated")
	}
	return nil
}

func markTexts(ctx context.Context, open func() ledger.Ledger) error {
	l := open()
	for i, m := range []ledger.Mark{
		{State: ledger.Calculated, By: "'; DROP TABLE entries; --", Reason: "", On: kam.MustDay("0001-01-01")},
		{State: ledger.Calculated, By: " 王芳", Reason: fill("因为", 1024), On: kam.MustDay("9999-12-31")},
		{State: ledger.Approved, By: "e\u0301", Reason: " \u00e9 ", On: kam.MustDay("2024-02-29")},
	} {
		b := into(batch(fmt.Sprintf("run-%d", i), ""), january)
		b.Mark = &m
		if _, err := addBatch(ctx, l, b); err != nil {
			return err
		}
		m.By = "somebody else" // the caller's own, and no part of the ledger any more
		s, err := l.Snapshot(ctx, kam.MustPeriod(january))
		if err != nil {
			return err
		}
		history := s.Period(kam.MustPeriod(january)).History
		want := []string{"'; DROP TABLE entries; --", " 王芳", "e\u0301"}[i]
		if len(history) != i+1 || history[i].By != want || history[i].Reason != m.Reason || history[i].On != m.On {
			return fmt.Errorf("after the mark of %q the history is %+v", want, history)
		}
		s.Periods[0].History[0].By = "changed"
	}
	s, err := l.Snapshot(ctx, kam.MustPeriod(january))
	if err != nil {
		return err
	}
	if slices.ContainsFunc(s.Periods[0].History, func(c ledger.Change) bool { return c.By == "changed" }) {
		return errors.New("changing the history of a snapshot changed the ledger's")
	}
	return nil
}
