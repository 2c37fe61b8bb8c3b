package disputetest

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/dispute"
)

// opening is the first event of a dispute.
func opening(id string) dispute.Event {
	return dispute.Event{Dispute: id, Seq: 1, Step: dispute.StepOpen, By: "anna", On: kam.MustDay("2026-02-03"), Text: "the deal is missing — 缺少交易\n", Claim: &dispute.Claim{
		Payee: "anna", Plan: "ae", Period: kam.MustPeriod("2026-01-01/2026-02-01"), About: dispute.AboutDeal, Subject: "D-1",
		Amount: decimal.NewNullDecimal(decimal.RequireFromString("1000000000000.01")), Currency: "CNY",
	}}
}

// step is a later one.
func step(id string, seq int, s dispute.Step) dispute.Event {
	e := dispute.Event{Dispute: id, Seq: seq, Step: s, By: "ben", On: kam.MustDay("2026-02-04"), Text: "seen"}
	if s == dispute.StepAccept {
		e.Award = &dispute.Award{Amount: decimal.RequireFromString("-0.10"), Currency: "CNY", Component: "commission", ProposedBy: "cleo"}
	}
	return e
}

// expect compares what a store yields.
func expect(ctx context.Context, s dispute.Store, id string, want ...dispute.Event) error {
	n := 0
	for e, err := range s.Events(ctx, id) {
		if err != nil {
			return fmt.Errorf("Events: %w", err)
		}
		if n >= len(want) || !e.Same(want[n]) {
			return fmt.Errorf("event %d of %q is %+v", n, id, e)
		}
		n++
	}
	if n != len(want) {
		return fmt.Errorf("%q has %d events, want %d", id, n, len(want))
	}
	return nil
}

// filled returns a store with some events.
func filled(ctx context.Context, open func() dispute.Store, events ...dispute.Event) (dispute.Store, error) {
	s := open()
	for _, e := range events {
		if err := s.Append(ctx, e); err != nil {
			return nil, fmt.Errorf("Append: %w", err)
		}
	}
	return s, nil
}

func newStore(ctx context.Context, open func() dispute.Store) error {
	for range 2 {
		s := open()
		if err := errors.Join(expect(ctx, s, ""), expect(ctx, s, "1"), s.Append(ctx, opening("1"))); err != nil {
			return err
		}
	}
	return nil
}

func added(ctx context.Context, open func() dispute.Store) error {
	s, err := filled(ctx, open, opening("b"), step("b", 2, dispute.StepAnswer), opening("B"), step("b", 3, dispute.StepAccept), opening("a.1"))
	if err != nil {
		return err
	}
	return errors.Join(
		expect(ctx, s, "", opening("B"), opening("a.1"), opening("b"), step("b", 2, dispute.StepAnswer), step("b", 3, dispute.StepAccept)),
		expect(ctx, s, "b", opening("b"), step("b", 2, dispute.StepAnswer), step("b", 3, dispute.StepAccept)),
		expect(ctx, s, "a"),
	)
}

func invalid(ctx context.Context, open func() dispute.Store) error {
	s, err := filled(ctx, open, opening("1"))
	if err != nil {
		return err
	}
	noClaim, noDay, zero := opening("2"), step("1", 2, dispute.StepAnswer), step("1", 2, dispute.StepAnswer)
	noClaim.Claim, noDay.On, zero.Seq = nil, kam.Day{}, 0
	for name, bad := range map[string]dispute.Event{"an empty event": {}, "no claim": noClaim, "no day": noDay, "number 0": zero} {
		if _, ok := errors.AsType[*kam.InvalidError](s.Append(ctx, bad)); !ok {
			return fmt.Errorf("%s: the error is no *kam.InvalidError", name)
		}
	}
	return expect(ctx, s, "", opening("1"))
}

func repeated(ctx context.Context, open func() dispute.Store) error {
	s, err := filled(ctx, open, opening("1"), step("1", 2, dispute.StepAccept), opening("1"), step("1", 2, dispute.StepAccept))
	if err != nil {
		return err
	}
	return expect(ctx, s, "", opening("1"), step("1", 2, dispute.StepAccept))
}

func conflict(ctx context.Context, open func() dispute.Store) error {
	s, err := filled(ctx, open, opening("1"), step("1", 2, dispute.StepAccept))
	if err != nil {
		return err
	}
	claim, award, by := opening("1"), step("1", 2, dispute.StepAccept), step("1", 2, dispute.StepAccept)
	claim.Claim.Subject, award.Award.Amount, by.By = "D-2", decimal.RequireFromString("-0.11"), "Ben"
	for name, e := range map[string]dispute.Event{"claim": claim, "award": award, "by": by} {
		if err := s.Append(ctx, e); !errors.Is(err, dispute.ErrConflict) {
			return fmt.Errorf("another %s: the error is %v", name, err)
		}
	}
	return expect(ctx, s, "", opening("1"), step("1", 2, dispute.StepAccept))
}

func stale(ctx context.Context, open func() dispute.Store) error {
	s, err := filled(ctx, open, opening("1"))
	if err != nil {
		return err
	}
	for _, e := range []dispute.Event{step("1", 3, dispute.StepAnswer), step("2", 2, dispute.StepAnswer)} {
		if err := s.Append(ctx, e); !errors.Is(err, dispute.ErrStale) {
			return fmt.Errorf("number %d of %q: the error is %v", e.Seq, e.Dispute, err)
		}
	}
	return expect(ctx, s, "", opening("1"))
}

func unjudged(ctx context.Context, open func() dispute.Store) error {
	s, err := filled(ctx, open, step("1", 1, dispute.StepReject), step("1", 2, dispute.StepAccept), step("1", 3, dispute.StepAnswer))
	if err != nil {
		return err
	}
	return expect(ctx, s, "1", step("1", 1, dispute.StepReject), step("1", 2, dispute.StepAccept), step("1", 3, dispute.StepAnswer))
}

func own(ctx context.Context, open func() dispute.Store) error {
	in := opening("1")
	s, err := filled(ctx, open, in)
	if err != nil {
		return err
	}
	in.Claim.Subject = "changed"
	for e, err := range s.Events(ctx, "") {
		if err != nil {
			return err
		}
		e.Claim.Subject = "changed too"
	}
	return expect(ctx, s, "", opening("1"))
}

func cancelled(ctx context.Context, open func() dispute.Store) error {
	s, err := filled(ctx, open, opening("1"))
	if err != nil {
		return err
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if err := s.Append(gone, step("1", 2, dispute.StepAnswer)); !errors.Is(err, context.Canceled) {
		return fmt.Errorf("Append: the error is %v", err)
	}
	last := error(nil)
	for _, err := range s.Events(gone, "") {
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		return fmt.Errorf("Events: the error is %v", last)
	}
	return expect(ctx, s, "", opening("1"))
}

func snapshot(ctx context.Context, open func() dispute.Store) error {
	s, err := filled(ctx, open, opening("1"))
	if err != nil {
		return err
	}
	n := 0
	for e, err := range s.Events(ctx, "1") {
		if err != nil {
			return err
		}
		if n++; n > 1 {
			return fmt.Errorf("the loop shows %q %d, appended since it started", e.Dispute, e.Seq)
		}
		if err := s.Append(ctx, step("1", 2, dispute.StepAnswer)); err != nil {
			return err
		}
	}
	for _, err := range s.Events(ctx, "") {
		if err != nil {
			return err
		}
		break
	}
	return expect(ctx, s, "", opening("1"), step("1", 2, dispute.StepAnswer))
}

func race(ctx context.Context, open func() dispute.Store) error {
	s, err := filled(ctx, open, opening("1"))
	if err != nil {
		return err
	}
	const n = 8
	errs := make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			e := step("1", 2, dispute.StepAnswer)
			e.By = fmt.Sprintf("clerk %d", i)
			errs[i] = s.Append(ctx, e)
		})
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		switch {
		case err == nil:
			won++
		case !errors.Is(err, dispute.ErrConflict) && !errors.Is(err, dispute.ErrStale):
			return err
		}
	}
	count := 0
	for _, err := range s.Events(ctx, "1") {
		if err != nil {
			return err
		}
		count++
	}
	if won != 1 || count != 2 {
		return fmt.Errorf("%d won and the dispute has %d events", won, count)
	}
	return nil
}
