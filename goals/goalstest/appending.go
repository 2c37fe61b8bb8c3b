package goalstest

import (
	"context"
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
)

func appendRules() []rule {
	return []rule{
		{"new", "a new store yields nothing and no error, whatever other stores hold", newStore},
		{"added", "entries are added in their order, those before in the list being there already, of several goals mixed", addedInOrder},
		{"invalid", "an entry that fails its own check is refused with *kam.InvalidError, before anything else is looked at, and nothing of the list is added", invalid},
		{"repeated", "the very same entry again is no change and no error: alone, among new ones, twice in one list, with 1.0 for 1, and when it is not the last of its goal", repeated},
		{"conflict", "another entry of a number that is taken is ErrConflict, in the store and in the list, and nothing of the list is added", conflict},
		{"stale", "a number that is not the one after the goal's last is ErrStale, 1 being the first, and nothing of the list is added", stale},
		{"first-decides", "of a conflict and a stale number in one list the first decides", firstDecides},
		{"empty", "an empty list is no error and changes nothing", empty},
		{"unjudged", "the store does not judge whether entries follow one another in content", unjudged},
		{"own", "the store keeps what was appended when the caller changes the entries afterwards", own},
	}
}

func newStore(ctx context.Context, open func() goals.Store) error {
	for range 2 {
		s := open()
		if err := expect(ctx, s, goals.Query{}); err != nil {
			return err
		}
		if err := s.Append(ctx, []goals.Entry{first("g")}); err != nil {
			return err
		}
	}
	return nil
}

func addedInOrder(ctx context.Context, open func() goals.Store) error {
	a, b := first("a"), first("b")
	s, err := added(ctx, open, b, propose("b", 2, 1), a, propose("b", 3, 2), propose("a", 2, 3))
	if err != nil {
		return err
	}
	if err := s.Append(ctx, []goals.Entry{propose("a", 3, 4)}); err != nil {
		return err
	}
	return expect(ctx, s, goals.Query{}, a, propose("a", 2, 3), propose("a", 3, 4), b, propose("b", 2, 1), propose("b", 3, 2))
}

func invalid(ctx context.Context, open func() goals.Store) error {
	s, err := added(ctx, open, first("g"))
	if err != nil {
		return err
	}
	both := propose("g", 2, 1)
	both.Closed = &goals.Closing{Reason: "over"}
	noDay := propose("g", 2, 1)
	noDay.On = kam.Day{}
	other := first("h")
	other.Goal = "i"
	huge := propose("g", 2, 1)
	huge.Move.Value = decimal.NewNullDecimal(decimal.New(1, 50_000_000))
	zero := propose("g", 0, 1)
	for name, bad := range map[string]goals.Entry{
		"an empty entry": {}, "two contents": both, "no day": noDay, "a goal of another ID": other,
		"a number out of bounds": huge, "number 0": zero,
	} {
		for _, list := range [][]goals.Entry{{bad}, {propose("g", 2, 1), bad}, {propose("g", 9, 1), bad}} {
			err := s.Append(ctx, list)
			if _, ok := errors.AsType[*kam.InvalidError](err); !ok {
				return fmt.Errorf("%s: the error is %v", name, err)
			}
			if err := expect(ctx, s, goals.Query{}, first("g")); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return nil
}

func repeated(ctx context.Context, open func() goals.Store) error {
	s, err := added(ctx, open, first("g"), propose("g", 2, 1))
	if err != nil {
		return err
	}
	longer := propose("g", 2, 1)
	longer.Move.Value = decimal.NewNullDecimal(decimal.New(1000, -3))
	for _, list := range [][]goals.Entry{
		{first("g")},
		{propose("g", 2, 1)},
		{longer},
		{first("g"), propose("g", 3, 2)},
		{propose("g", 4, 3), propose("g", 4, 3)},
	} {
		if err := s.Append(ctx, list); err != nil {
			return err
		}
	}
	return expect(ctx, s, goals.Query{}, first("g"), propose("g", 2, 1), propose("g", 3, 2), propose("g", 4, 3))
}

func conflict(ctx context.Context, open func() goals.Store) error {
	s, err := added(ctx, open, first("g"), propose("g", 2, 1))
	if err != nil {
		return err
	}
	byOther, onOther := propose("g", 2, 1), propose("g", 2, 1)
	byOther.By = "cy"
	onOther.On = kam.MustDay("2026-01-07")
	for _, list := range [][]goals.Entry{
		{propose("g", 2, 7)},
		{byOther},
		{onOther},
		{propose("g", 1, 1)},
		{first("new"), propose("g", 3, 2), propose("g", 2, 7)},
		{propose("g", 3, 2), propose("g", 3, 3)},
	} {
		if err := refused(ctx, s, goals.ErrConflict, list...); err != nil {
			return err
		}
	}
	return nil
}

func stale(ctx context.Context, open func() goals.Store) error {
	s, err := added(ctx, open, first("g"))
	if err != nil {
		return err
	}
	for _, list := range [][]goals.Entry{
		{propose("g", 3, 1)},
		{propose("new", 2, 1)},
		{propose("g", 1<<62, 1)},
		{first("new"), propose("g", 2, 1), propose("g", 4, 1)},
	} {
		if err := refused(ctx, s, goals.ErrStale, list...); err != nil {
			return err
		}
	}
	return nil
}

func firstDecides(ctx context.Context, open func() goals.Store) error {
	s, err := added(ctx, open, first("g"))
	if err != nil {
		return err
	}
	gap, taken := propose("h", 2, 1), propose("g", 1, 1)
	if err := refused(ctx, s, goals.ErrStale, gap, taken); err != nil {
		return err
	}
	return refused(ctx, s, goals.ErrConflict, taken, gap)
}

func empty(ctx context.Context, open func() goals.Store) error {
	s, err := added(ctx, open, first("g"))
	if err != nil {
		return err
	}
	for _, list := range [][]goals.Entry{nil, {}} {
		if err := s.Append(ctx, list); err != nil {
			return err
		}
	}
	return expect(ctx, s, goals.Query{}, first("g"))
}

func unjudged(ctx context.Context, open func() goals.Store) error {
	agree := propose("g", 1, 1)
	agree.Move = &goals.Move{Act: goals.Agree, On: agree.On, By: "bo", Role: goals.Assigner}
	closing := propose("g", 2, 1)
	closing.Move, closing.Closed = nil, &goals.Closing{Reason: "over"}
	list := []goals.Entry{agree, closing, propose("g", 3, 1)}
	s, err := added(ctx, open, list...)
	if err != nil {
		return err
	}
	return expect(ctx, s, goals.Query{}, list...)
}

func own(ctx context.Context, open func() goals.Store) error {
	list := []goals.Entry{first("g"), propose("g", 2, 1)}
	s, err := added(ctx, open, list...)
	if err != nil {
		return err
	}
	list[0].Set.Owners[0] = "zoe"
	list[0].Set.Metric = "visits"
	list[1].Move.By = "zoe"
	list[1].By = "zoe"
	return expect(ctx, s, goals.Query{}, first("g"), propose("g", 2, 1))
}
