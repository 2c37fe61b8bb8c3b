package careerpathtest

import (
	"context"
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/promotion"
)

func appendRules() []rule {
	return []rule{
		{"new", "a new store yields nothing and no error, whatever other stores hold", newStore},
		{"added", "entries are added in their order, those before in the list being there already, of several streams mixed", addedInOrder},
		{"invalid", "an entry that fails its own check is refused with *kam.InvalidError, before anything else is looked at, and nothing of the list is added", invalid},
		{"repeated", "the very same entry again is no change and no error: alone, among new ones, twice in one list, with 1.0 for 1, and when it is not the last of its stream", repeated},
		{"conflict", "another entry of a number that is taken is ErrConflict, in the store and in the list, and nothing of the list is added", conflict},
		{"stale", "a number that is not the one after the stream's last is ErrStale, 1 being the first, and nothing of the list is added", stale},
		{"first-decides", "of a conflict and a stale number in one list the first decides", firstDecides},
		{"empty", "an empty list is no error and changes nothing", empty},
		{"unjudged", "the store does not judge whether entries follow one another in content, nor whether digests are right", unjudged},
		{"own", "the store keeps what was appended when the caller changes the entries afterwards", own},
	}
}

func newStore(ctx context.Context, open func() promotion.Store) error {
	for range 2 {
		s := open()
		if err := expect(ctx, s, promotion.Query{}); err != nil {
			return err
		}
		if err := s.Append(ctx, []promotion.Entry{first("g")}); err != nil {
			return err
		}
	}
	return nil
}

func addedInOrder(ctx context.Context, open func() promotion.Store) error {
	s, err := added(ctx, open, first("b"), score("b", 2, 2), first("a"), objection("b", 3, "r"), score("a", 2, 3))
	if err != nil {
		return err
	}
	if err := s.Append(ctx, []promotion.Entry{score("a", 3, 4)}); err != nil {
		return err
	}
	return expect(ctx, s, promotion.Query{}, first("a"), score("a", 2, 3), score("a", 3, 4), first("b"), score("b", 2, 2), objection("b", 3, "r"))
}

func invalid(ctx context.Context, open func() promotion.Store) error {
	s, err := added(ctx, open, first("g"))
	if err != nil {
		return err
	}
	both := score("g", 2, 1)
	both.Cycle = first("g").Cycle
	noDay := score("g", 2, 1)
	noDay.Event.On = kam.Day{}
	noReason := objection("g", 2, "")
	huge := score("g", 2, 1)
	huge.Event.Score = decimal.NewNullDecimal(decimal.New(1, 50_000_000))
	noDigest := score("g", 2, 1)
	noDigest.Digest = ""
	moved := first("g")
	moved.Stream = "h"
	late := first("g")
	late.Seq = 2
	for name, bad := range map[string]promotion.Entry{
		"an empty entry": {}, "two contents": both, "no day": noDay, "no reason": noReason, "a number out of bounds": huge, "number 0": score("g", 0, 1),
		"no digest": noDigest, "a cycle in another stream": moved, "a cycle as number 2": late, "an event as number 1": score("g", 1, 1),
	} {
		for _, list := range [][]promotion.Entry{{bad}, {score("g", 2, 1), bad}, {score("g", 9, 1), bad}} {
			err := s.Append(ctx, list)
			if _, ok := errors.AsType[*kam.InvalidError](err); !ok {
				return fmt.Errorf("%s: the error is %v", name, err)
			}
			if err := expect(ctx, s, promotion.Query{}, first("g")); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return nil
}

func repeated(ctx context.Context, open func() promotion.Store) error {
	s, err := added(ctx, open, first("g"), score("g", 2, 1))
	if err != nil {
		return err
	}
	longer := score("g", 2, 1)
	longer.Event.Score = decimal.NewNullDecimal(decimal.New(1000, -3))
	for _, list := range [][]promotion.Entry{
		{first("g")},
		{score("g", 2, 1)},
		{longer},
		{first("g"), score("g", 3, 2)},
		copies(score("g", 4, 3), 2),
	} {
		if err := s.Append(ctx, list); err != nil {
			return err
		}
	}
	return expect(ctx, s, promotion.Query{}, first("g"), score("g", 2, 1), score("g", 3, 2), score("g", 4, 3))
}

func conflict(ctx context.Context, open func() promotion.Store) error {
	s, err := added(ctx, open, first("g"), score("g", 2, 1), frozen("g", 3))
	if err != nil {
		return err
	}
	byOther, onOther, chained := score("g", 2, 1), score("g", 2, 1), score("g", 2, 1)
	byOther.Event.By.ID = "cy"
	onOther.Event.On = kam.MustDay("2026-01-07")
	chained.Digest = digest(99)
	deep := frozen("g", 3)
	deep.Event.Frozen.Checks[0].Result.Root.ID = "other"
	cycle := first("g")
	cycle.Cycle.Openings[0].Seats = 2
	for _, list := range [][]promotion.Entry{
		{score("g", 2, 7)},
		{byOther},
		{onOther},
		{chained},
		{deep},
		{cycle},
		{objection("g", 2, "r")},
		{first("new"), score("g", 4, 2), score("g", 2, 7)},
		{score("g", 4, 2), score("g", 4, 3)},
	} {
		if err := refused(ctx, s, promotion.ErrConflict, list...); err != nil {
			return err
		}
	}
	return nil
}

func stale(ctx context.Context, open func() promotion.Store) error {
	s, err := added(ctx, open, first("g"))
	if err != nil {
		return err
	}
	for _, list := range [][]promotion.Entry{
		{score("g", 3, 1)},
		{score("new", 2, 1)},
		{score("g", 1<<62, 1)},
		{first("new"), score("g", 2, 1), score("g", 4, 1)},
	} {
		if err := refused(ctx, s, promotion.ErrStale, list...); err != nil {
			return err
		}
	}
	return nil
}

func firstDecides(ctx context.Context, open func() promotion.Store) error {
	s, err := added(ctx, open, first("g"), score("g", 2, 1))
	if err != nil {
		return err
	}
	gap, taken := score("h", 2, 1), score("g", 2, 7)
	if err := refused(ctx, s, promotion.ErrStale, gap, taken); err != nil {
		return err
	}
	return refused(ctx, s, promotion.ErrConflict, taken, gap)
}

func empty(ctx context.Context, open func() promotion.Store) error {
	s, err := added(ctx, open, first("g"))
	if err != nil {
		return err
	}
	for _, list := range [][]promotion.Entry{nil, {}} {
		if err := s.Append(ctx, list); err != nil {
			return err
		}
	}
	return expect(ctx, s, promotion.Query{}, first("g"))
}

func unjudged(ctx context.Context, open func() promotion.Store) error {
	list := []promotion.Entry{
		first("g"), score("g", 2, 1), score("g", 3, 1), appeal(kam.Subject{Kind: "payee", ID: "bo"}, "g", 4, "r"), objection("g", 5, "r"), score("g", 6, 1),
	}
	list[5].Event.On = kam.MustDay("2020-01-01")
	list[5].Digest = list[4].Digest
	s, err := added(ctx, open, list...)
	if err != nil {
		return err
	}
	return expect(ctx, s, promotion.Query{}, list...)
}

func own(ctx context.Context, open func() promotion.Store) error {
	list := []promotion.Entry{first("g"), frozen("g", 2)}
	s, err := added(ctx, open, list...)
	if err != nil {
		return err
	}
	list[0].Cycle.Openings[0].ID = "west"
	list[1].Event.Frozen.Checks[0].Result.Root.ID = "other"
	list[1].Event.By.ID = "zoe"
	list[1].Digest = digest(99)
	return expect(ctx, s, promotion.Query{}, first("g"), frozen("g", 2))
}
