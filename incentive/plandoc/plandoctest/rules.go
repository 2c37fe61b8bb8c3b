package plandoctest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/plandoc"
)

// draft is the first event of a plan.
func draft(plan string) plandoc.Event {
	e := plandoc.Draft(incentive.Plan{Format: 1, ID: plan, Version: 1, Currency: "CNY", Title: kam.Text{EN: "Key accounts", ZH: "大客户"}}, "anna", kam.MustDay("2026-01-05"))
	e.Seq = 1
	return e
}

// step is a later event of it.
func step(plan string, seq int64, s plandoc.Step) plandoc.Event {
	e := plandoc.Event{Plan: plan, Seq: seq, Step: s, Version: 1, On: kam.MustDay("2026-01-06"), By: "bo", Hash: draft(plan).Hash}
	switch s {
	case plandoc.StepReturn, plandoc.StepRetire:
		e.Reason = "the cap is missing — 缺少封顶"
	case plandoc.StepAcknowledge:
		e.Document, e.Lang = strings.Repeat("ab", 32), kam.Chinese
	default: // the others need nothing more
	}
	return e
}

// expect compares what a store yields.
func expect(ctx context.Context, s plandoc.Store, plan string, want ...plandoc.Event) error {
	var got []plandoc.Event
	for e, err := range s.Events(ctx, plan) {
		if err != nil {
			return fmt.Errorf("Events: %w", err)
		}
		got = append(got, e)
	}
	if !slices.Equal(got, want) {
		return fmt.Errorf("the events of %q are %v, want %v", plan, got, want)
	}
	return nil
}

// filled returns a store with some events.
func filled(ctx context.Context, open func() plandoc.Store, events ...plandoc.Event) (plandoc.Store, error) {
	s := open()
	if err := s.Append(ctx, events); err != nil {
		return nil, fmt.Errorf("Append: %w", err)
	}
	return s, nil
}

// refused checks that a list is refused and changes nothing.
func refused(ctx context.Context, s plandoc.Store, want error, list []plandoc.Event, there ...plandoc.Event) error {
	if err := s.Append(ctx, list); !errors.Is(err, want) {
		return fmt.Errorf("the error is %v, want %v", err, want)
	}
	return expect(ctx, s, "", there...)
}

func newStore(ctx context.Context, open func() plandoc.Store) error {
	for range 2 {
		s := open()
		if err := errors.Join(expect(ctx, s, ""), expect(ctx, s, "kam")); err != nil {
			return err
		}
		if err := s.Append(ctx, []plandoc.Event{draft("kam")}); err != nil {
			return err
		}
	}
	return nil
}

func added(ctx context.Context, open func() plandoc.Store) error {
	s, err := filled(ctx, open, draft("b"), step("b", 2, plandoc.StepSubmit), draft("B"), step("b", 3, plandoc.StepReturn), step("B", 2, plandoc.StepSubmit))
	if err != nil {
		return err
	}
	if err := s.Append(ctx, []plandoc.Event{step("B", 3, plandoc.StepAcknowledge), draft("a.1")}); err != nil {
		return err
	}
	return errors.Join(
		expect(ctx, s, "", draft("B"), step("B", 2, plandoc.StepSubmit), step("B", 3, plandoc.StepAcknowledge), draft("a.1"), draft("b"), step("b", 2, plandoc.StepSubmit), step("b", 3, plandoc.StepReturn)),
		expect(ctx, s, "B", draft("B"), step("B", 2, plandoc.StepSubmit), step("B", 3, plandoc.StepAcknowledge)),
		expect(ctx, s, "a"),
	)
}

func invalid(ctx context.Context, open func() plandoc.Store) error {
	s, err := filled(ctx, open, draft("kam"))
	if err != nil {
		return err
	}
	with := func(change func(e *plandoc.Event)) plandoc.Event {
		e := step("kam", 2, plandoc.StepSubmit)
		change(&e)
		return e
	}
	content := draft("kam")
	content.Content = strings.Replace(content.Content, "CNY", "USD", 1)
	for name, bad := range map[string]plandoc.Event{
		"an empty event": {}, "no day": with(func(e *plandoc.Event) { e.On = kam.Day{} }), "number 0": with(func(e *plandoc.Event) { e.Seq = 0 }),
		"no hash": with(func(e *plandoc.Event) { e.Hash = "" }), "no person": with(func(e *plandoc.Event) { e.By = "" }), "version 0": with(func(e *plandoc.Event) { e.Version = 0 }),
		"an unknown step": with(func(e *plandoc.Event) { e.Step = "publish" }), "a return without a reason": with(func(e *plandoc.Event) { e.Step = plandoc.StepReturn }),
		"a document of a submission": with(func(e *plandoc.Event) { e.Document = e.Hash }), "another content than the hash": content,
	} {
		for _, list := range [][]plandoc.Event{{bad}, {step("kam", 2, plandoc.StepSubmit), bad}, {step("kam", 9, plandoc.StepSubmit), bad}} {
			if _, ok := errors.AsType[*kam.InvalidError](s.Append(ctx, list)); !ok {
				return fmt.Errorf("%s: the error is no *kam.InvalidError", name)
			}
			if err := expect(ctx, s, "", draft("kam")); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return nil
}

func repeated(ctx context.Context, open func() plandoc.Store) error {
	second, third := step("kam", 2, plandoc.StepSubmit), step("kam", 3, plandoc.StepReturn)
	s, err := filled(ctx, open, draft("kam"), second)
	if err != nil {
		return err
	}
	for _, list := range [][]plandoc.Event{{draft("kam")}, {second}, {draft("kam"), third}, {third, third}} {
		if err := s.Append(ctx, list); err != nil {
			return err
		}
	}
	return expect(ctx, s, "kam", draft("kam"), second, third)
}

func conflict(ctx context.Context, open func() plandoc.Store) error {
	second := step("kam", 2, plandoc.StepAcknowledge)
	s, err := filled(ctx, open, draft("kam"), second)
	if err != nil {
		return err
	}
	other := map[string]func(e *plandoc.Event){
		"by": func(e *plandoc.Event) { e.By = "Bo" }, "on": func(e *plandoc.Event) { e.On = kam.MustDay("2026-01-07") }, "version": func(e *plandoc.Event) { e.Version = 2 },
		"document": func(e *plandoc.Event) { e.Document = strings.Repeat("ac", 32) }, "language": func(e *plandoc.Event) { e.Lang = kam.English }, "reason": func(e *plandoc.Event) { e.Reason = "read" },
		"hash": func(e *plandoc.Event) { e.Hash = strings.Repeat("00", 32) },
	}
	for name, change := range other {
		e := second
		change(&e)
		for _, list := range [][]plandoc.Event{{e}, {draft("new"), step("kam", 3, plandoc.StepSubmit), e}} {
			if err := refused(ctx, s, plandoc.ErrConflict, list, draft("kam"), second); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return refused(ctx, s, plandoc.ErrConflict, []plandoc.Event{step("kam", 3, plandoc.StepSubmit), step("kam", 3, plandoc.StepReturn)}, draft("kam"), second)
}

func stale(ctx context.Context, open func() plandoc.Store) error {
	s, err := filled(ctx, open, draft("kam"))
	if err != nil {
		return err
	}
	for _, list := range [][]plandoc.Event{
		{step("kam", 3, plandoc.StepSubmit)},
		{step("new", 2, plandoc.StepSubmit)},
		{step("kam", 1<<62, plandoc.StepSubmit)},
		{draft("new"), step("kam", 2, plandoc.StepSubmit), step("kam", 4, plandoc.StepReturn)},
	} {
		if err := refused(ctx, s, plandoc.ErrStale, list, draft("kam")); err != nil {
			return err
		}
	}
	return nil
}

func firstDecides(ctx context.Context, open func() plandoc.Store) error {
	second := step("kam", 2, plandoc.StepSubmit)
	s, err := filled(ctx, open, draft("kam"), second)
	if err != nil {
		return err
	}
	gap, taken := step("new", 2, plandoc.StepSubmit), step("kam", 2, plandoc.StepReturn)
	return errors.Join(
		refused(ctx, s, plandoc.ErrStale, []plandoc.Event{gap, taken}, draft("kam"), second),
		refused(ctx, s, plandoc.ErrConflict, []plandoc.Event{taken, gap}, draft("kam"), second),
	)
}

func empty(ctx context.Context, open func() plandoc.Store) error {
	s, err := filled(ctx, open, draft("kam"))
	if err != nil {
		return err
	}
	return errors.Join(s.Append(ctx, nil), s.Append(ctx, []plandoc.Event{}), expect(ctx, s, "", draft("kam")))
}

func unjudged(ctx context.Context, open func() plandoc.Store) error {
	list := []plandoc.Event{step("kam", 1, plandoc.StepApprove), step("kam", 2, plandoc.StepRetire), step("kam", 3, plandoc.StepAcknowledge)}
	list[2].On = kam.MustDay("2020-01-01")
	s, err := filled(ctx, open, list...)
	if err != nil {
		return err
	}
	return expect(ctx, s, "kam", list...)
}

func cancelled(ctx context.Context, open func() plandoc.Store) error {
	s, err := filled(ctx, open, draft("kam"))
	if err != nil {
		return err
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if err := s.Append(ended, []plandoc.Event{step("kam", 2, plandoc.StepSubmit)}); !errors.Is(err, context.Canceled) {
		return fmt.Errorf("Append: the error is %v", err)
	}
	for _, plan := range []string{"", "kam", "none"} {
		var last error
		for e, err := range s.Events(ended, plan) {
			last = err
			if err != nil && e != (plandoc.Event{}) {
				return fmt.Errorf("Events: %v comes with the error", e)
			}
		}
		if !errors.Is(last, context.Canceled) {
			return fmt.Errorf("Events of %q: the error is %v", plan, last)
		}
	}
	return expect(ctx, s, "", draft("kam"))
}

func snapshot(ctx context.Context, open func() plandoc.Store) error {
	s, err := filled(ctx, open, draft("kam"), step("kam", 2, plandoc.StepSubmit))
	if err != nil {
		return err
	}
	seen := 0
	for _, err := range s.Events(ctx, "kam") {
		if err != nil {
			return err
		}
		seen++
		if err := s.Append(ctx, []plandoc.Event{step("kam", 3, plandoc.StepReturn)}); err != nil {
			return err
		}
	}
	if seen != 2 {
		return fmt.Errorf("the loop shows %d events, want 2", seen)
	}
	for _, err := range s.Events(ctx, "kam") {
		if err != nil {
			return err
		}
		break
	}
	return expect(ctx, s, "kam", draft("kam"), step("kam", 2, plandoc.StepSubmit), step("kam", 3, plandoc.StepReturn))
}

func race(ctx context.Context, open func() plandoc.Store) error {
	s, err := filled(ctx, open, draft("kam"))
	if err != nil {
		return err
	}
	const writers = 8
	results := make([]error, writers)
	var wg sync.WaitGroup
	for i := range writers {
		wg.Go(func() {
			e := step("kam", 2, plandoc.StepSubmit)
			e.By = fmt.Sprint("writer ", i)
			results[i] = s.Append(ctx, []plandoc.Event{e})
		})
	}
	wg.Wait()
	won := 0
	for _, err := range results {
		switch {
		case err == nil:
			won++
		case !errors.Is(err, plandoc.ErrConflict):
			return fmt.Errorf("the error is %w, want ErrConflict", err)
		}
	}
	if won != 1 {
		return fmt.Errorf("%d of %d appends won", won, writers)
	}
	count := 0
	for _, err := range s.Events(ctx, "kam") {
		if err != nil {
			return err
		}
		count++
	}
	if count != 2 {
		return fmt.Errorf("there are %d events, want 2", count)
	}
	return nil
}
