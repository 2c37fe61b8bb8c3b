package careerpathtest

import (
	"context"
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/training"
)

func noteAppendRules() []trainingRule {
	return []trainingRule{
		{"new", "a new store yields nothing and no error, whatever other stores hold", newNotes},
		{"added", "entries are added in their order, those before in the list being there already, of several streams mixed", notesInOrder},
		{"invalid", "an entry that fails its own check is refused with *kam.InvalidError, before anything else is looked at, and nothing of the list is added", invalidNotes},
		{"repeated", "the very same entry again is no change and no error: alone, among new ones, twice in one list, with 1.0 for 1, and when it is not the last of its stream", repeatedNotes},
		{"conflict", "another entry of a number that is taken is ErrConflict, in the store and in the list, and nothing of the list is added", conflictOfNotes},
		{"stale", "a number that is not the one after the stream's last is ErrStale, 1 being the first, and nothing of the list is added", staleNotes},
		{"first-decides", "of a conflict and a stale number in one list the first decides", firstNoteDecides},
		{"empty", "an empty list is no error and changes nothing", noNotes},
		{"unjudged", "the store does not judge whether records follow one another", unjudgedNotes},
	}
}

func newNotes(ctx context.Context, open func() training.Store) error {
	for range 2 {
		s := open()
		if err := expectNotes(ctx, s, training.Query{}); err != nil {
			return err
		}
		if err := s.Append(ctx, []training.Entry{note("g", 1, 1)}); err != nil {
			return err
		}
	}
	return nil
}

func notesInOrder(ctx context.Context, open func() training.Store) error {
	s, err := addedNotes(ctx, open, note("b", 1, 1), note("b", 2, 2), note("a", 1, 3), note("b", 3, 4), note("a", 2, 5))
	if err != nil {
		return err
	}
	if err := s.Append(ctx, []training.Entry{note("a", 3, 6)}); err != nil {
		return err
	}
	return expectNotes(ctx, s, training.Query{}, note("a", 1, 3), note("a", 2, 5), note("a", 3, 6), note("b", 1, 1), note("b", 2, 2), note("b", 3, 4))
}

func invalidNotes(ctx context.Context, open func() training.Store) error {
	s, err := addedNotes(ctx, open, note("g", 1, 1))
	if err != nil {
		return err
	}
	bad := func(change func(*training.Record)) training.Entry {
		e := note("g", 2, 1)
		change(&e.Record)
		return e
	}
	for name, e := range map[string]training.Entry{
		"an empty entry": {}, "number 0": note("g", 0, 1), "no stream": note("", 2, 1),
		"no person":              bad(func(r *training.Record) { r.Person = kam.Subject{} }),
		"no day":                 bad(func(r *training.Record) { r.On = kam.Day{} }),
		"an unknown state":       bad(func(r *training.Record) { r.State = "attending" }),
		"a number out of bounds": bad(func(r *training.Record) { r.Cost = decimal.NewNullDecimal(decimal.New(1, 50_000_000)) }),
		"no reason":              bad(func(r *training.Record) { r.State = training.Voided }),
	} {
		for _, list := range [][]training.Entry{{e}, {note("g", 2, 1), e}, {note("g", 9, 1), e}} {
			err := s.Append(ctx, list)
			if _, ok := errors.AsType[*kam.InvalidError](err); !ok {
				return fmt.Errorf("%s: the error is %v", name, err)
			}
			if err := expectNotes(ctx, s, training.Query{}, note("g", 1, 1)); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return nil
}

func repeatedNotes(ctx context.Context, open func() training.Store) error {
	s, err := addedNotes(ctx, open, note("g", 1, 1), note("g", 2, 2))
	if err != nil {
		return err
	}
	longer := note("g", 2, 2)
	longer.Record.Cost = decimal.NewNullDecimal(decimal.New(2000, -3))
	for _, list := range [][]training.Entry{
		{note("g", 1, 1)},
		{note("g", 2, 2)},
		{longer},
		{note("g", 1, 1), note("g", 3, 3)},
		{note("g", 4, 4), note("g", 4, 4)},
	} {
		if err := s.Append(ctx, list); err != nil {
			return err
		}
	}
	return expectNotes(ctx, s, training.Query{}, note("g", 1, 1), note("g", 2, 2), note("g", 3, 3), note("g", 4, 4))
}

func conflictOfNotes(ctx context.Context, open func() training.Store) error {
	s, err := addedNotes(ctx, open, note("g", 1, 1), note("g", 2, 0))
	if err != nil {
		return err
	}
	other := func(change func(*training.Record)) training.Entry {
		e := note("g", 2, 0)
		change(&e.Record)
		return e
	}
	for _, list := range [][]training.Entry{
		{note("g", 2, 7)},
		{note("g", 1, 7)},
		{other(func(r *training.Record) { r.On = kam.MustDay("2026-01-06") })},
		{other(func(r *training.Record) { r.State = training.Completed })},
		{other(func(r *training.Record) { r.Person.Kind = "team" })},
		{other(func(r *training.Record) { r.Session = "" })},
		{other(func(r *training.Record) { r.Reason = "r" })},
		{other(func(r *training.Record) { r.Cost = decimal.NullDecimal{} })},
		{note("new", 1, 1), note("g", 3, 2), note("g", 2, 7)},
		{note("g", 3, 2), note("g", 3, 3)},
	} {
		if err := refusedNotes(ctx, s, training.ErrConflict, list...); err != nil {
			return err
		}
	}
	return nil
}

func staleNotes(ctx context.Context, open func() training.Store) error {
	s, err := addedNotes(ctx, open, note("g", 1, 1))
	if err != nil {
		return err
	}
	for _, list := range [][]training.Entry{
		{note("g", 3, 1)},
		{note("new", 2, 1)},
		{note("g", 1<<62, 1)},
		{note("new", 1, 1), note("g", 2, 1), note("g", 4, 1)},
	} {
		if err := refusedNotes(ctx, s, training.ErrStale, list...); err != nil {
			return err
		}
	}
	return nil
}

func firstNoteDecides(ctx context.Context, open func() training.Store) error {
	s, err := addedNotes(ctx, open, note("g", 1, 1))
	if err != nil {
		return err
	}
	gap, taken := note("h", 2, 1), note("g", 1, 7)
	if err := refusedNotes(ctx, s, training.ErrStale, gap, taken); err != nil {
		return err
	}
	return refusedNotes(ctx, s, training.ErrConflict, taken, gap)
}

func noNotes(ctx context.Context, open func() training.Store) error {
	s, err := addedNotes(ctx, open, note("g", 1, 1))
	if err != nil {
		return err
	}
	for _, list := range [][]training.Entry{nil, {}} {
		if err := s.Append(ctx, list); err != nil {
			return err
		}
	}
	return expectNotes(ctx, s, training.Query{}, note("g", 1, 1))
}

func unjudgedNotes(ctx context.Context, open func() training.Store) error {
	list := []training.Entry{
		noteOf(anna(), "x", training.Completed, "2026-01-09", "g", 1),
		noteOf(anna(), "x", training.Completed, "2026-01-09", "g", 2),
		noteOf(anna(), "x", training.Invited, "2020-01-01", "g", 3),
		noteOf(kam.Subject{Kind: "payee", ID: "bo"}, "y", training.Absent, "2020-01-01", "g", 4),
	}
	s, err := addedNotes(ctx, open, list...)
	if err != nil {
		return err
	}
	return expectNotes(ctx, s, training.Query{}, list...)
}
