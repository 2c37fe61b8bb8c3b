package scoringtest

import (
	"context"
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
	"github.com/kam-go/kam/scoring/improve"
)

func appendRules() []rule {
	return []rule{
		{"new", "a new store yields nothing and no error, whatever other stores hold", newStore},
		{"added", "records are added in their order, those before in the list being there already, of several streams and kinds mixed", addedInOrder},
		{"invalid", "a record that fails its own check is refused with *kam.InvalidError, before anything else is looked at, and nothing of the list is added", invalid},
		{"repeated", "the very same record again is no change and no error: alone, among new ones, twice in one list, with 1.0 for 1, and when it is not the last of its stream", repeated},
		{"conflict", "another record of a number that is taken is ErrConflict, in the store and in the list, and nothing of the list is added", conflict},
		{"stale", "a number that is not the one after the stream's last is ErrStale, 1 being the first, and nothing of the list is added", stale},
		{"first-decides", "of a conflict and a stale number in one list the first decides", firstDecides},
		{"empty", "an empty list is no error and changes nothing", empty},
		{"unjudged", "the store does not judge whether records follow one another in content, or belong together", unjudged},
		{"own", "the store keeps what was appended when the caller changes the records afterwards", own},
	}
}

func newStore(ctx context.Context, open func() improve.Store) error {
	for range 2 {
		s := open()
		if err := expect(ctx, s, improve.Query{}); err != nil {
			return err
		}
		if err := s.Append(ctx, []improve.Record{first("g")}); err != nil {
			return err
		}
	}
	return nil
}

func addedInOrder(ctx context.Context, open func() improve.Store) error {
	a, b := first("a"), card("b", 1, 1)
	s, err := added(ctx, open, b, card("b", 2, 2), a, card("b", 3, 3), score("a", 2, 3))
	if err != nil {
		return err
	}
	if err := s.Append(ctx, []improve.Record{score("a", 3, 4)}); err != nil {
		return err
	}
	return expect(ctx, s, improve.Query{}, a, score("a", 2, 3), score("a", 3, 4), b, card("b", 2, 2), card("b", 3, 3))
}

func invalid(ctx context.Context, open func() improve.Store) error {
	s, err := added(ctx, open, first("g"))
	if err != nil {
		return err
	}
	both := score("g", 2, 1)
	both.Response = &improve.Response{Round: "r", Rater: "x", Document: "{}"}
	noDay := score("g", 2, 1)
	noDay.On = kam.Day{}
	other := score("g", 2, 1)
	other.About.ID = "zoe"
	nobody := response(kam.Subject{}, "g", 2, "{}")
	huge := score("g", 2, 1)
	huge.Result.Score = decimal.NewNullDecimal(decimal.New(1, 50_000_000))
	late := reviewed("g", 2)
	late.Review.On = kam.MustDay("2026-01-09")
	renumbered := published("p", 1)
	renumbered.Publication.Sequence = 2
	for name, bad := range map[string]improve.Record{
		"an empty record": {}, "two contents": both, "no day": noDay, "a result of another subject": other, "a response about nobody": nobody,
		"a number out of bounds": huge, "number 0": score("g", 0, 1), "a step dated after the record": late,
		"a publication of another number": renumbered,
	} {
		for _, list := range [][]improve.Record{{bad}, {score("g", 2, 1), bad}, {score("g", 9, 1), bad}} {
			err := s.Append(ctx, list)
			if _, ok := errors.AsType[*kam.InvalidError](err); !ok {
				return fmt.Errorf("%s: the error is %v", name, err)
			}
			if err := expect(ctx, s, improve.Query{}, first("g")); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return nil
}

func repeated(ctx context.Context, open func() improve.Store) error {
	s, err := added(ctx, open, first("g"), score("g", 2, 1))
	if err != nil {
		return err
	}
	longer := score("g", 2, 1)
	longer.Result.Score = decimal.NewNullDecimal(decimal.New(1000, -3))
	for _, list := range [][]improve.Record{
		{first("g")},
		{score("g", 2, 1)},
		{longer},
		{first("g"), score("g", 3, 2)},
		{score("g", 4, 3), score("g", 4, 3)},
	} {
		if err := s.Append(ctx, list); err != nil {
			return err
		}
	}
	return expect(ctx, s, improve.Query{}, first("g"), score("g", 2, 1), score("g", 3, 2), score("g", 4, 3))
}

func conflict(ctx context.Context, open func() improve.Store) error {
	s, err := added(ctx, open, first("g"), score("g", 2, 1))
	if err != nil {
		return err
	}
	byOther, onOther, deep := score("g", 2, 1), score("g", 2, 1), score("g", 2, 1)
	byOther.By = "cy"
	onOther.On = kam.MustDay("2026-01-07")
	deep.Result.Nodes[0].Metric = "calls"
	for _, list := range [][]improve.Record{
		{score("g", 2, 7)},
		{byOther},
		{onOther},
		{deep},
		{card("g", 2, 1)},
		{score("g", 1, 1)},
		{first("new"), score("g", 3, 2), score("g", 2, 7)},
		{score("g", 3, 2), score("g", 3, 3)},
	} {
		if err := refused(ctx, s, improve.ErrConflict, list...); err != nil {
			return err
		}
	}
	return nil
}

func stale(ctx context.Context, open func() improve.Store) error {
	s, err := added(ctx, open, first("g"))
	if err != nil {
		return err
	}
	for _, list := range [][]improve.Record{
		{score("g", 3, 1)},
		{score("new", 2, 1)},
		{score("g", 1<<62, 1)},
		{first("new"), score("g", 2, 1), score("g", 4, 1)},
	} {
		if err := refused(ctx, s, improve.ErrStale, list...); err != nil {
			return err
		}
	}
	return nil
}

func firstDecides(ctx context.Context, open func() improve.Store) error {
	s, err := added(ctx, open, first("g"))
	if err != nil {
		return err
	}
	gap, taken := score("h", 2, 1), score("g", 1, 1)
	if err := refused(ctx, s, improve.ErrStale, gap, taken); err != nil {
		return err
	}
	return refused(ctx, s, improve.ErrConflict, taken, gap)
}

func empty(ctx context.Context, open func() improve.Store) error {
	s, err := added(ctx, open, first("g"))
	if err != nil {
		return err
	}
	for _, list := range [][]improve.Record{nil, {}} {
		if err := s.Append(ctx, list); err != nil {
			return err
		}
	}
	return expect(ctx, s, improve.Query{}, first("g"))
}

func unjudged(ctx context.Context, open func() improve.Store) error {
	list := []improve.Record{
		reviewed("g", 1), reviewed("g", 2), score("g", 3, 1), card("g", 4, 9), card("g", 5, 2),
		response(kam.Subject{Kind: "payee", ID: "bo"}, "g", 6, "not JSON"),
	}
	list[3].On = kam.MustDay("2020-01-01")
	s, err := added(ctx, open, list...)
	if err != nil {
		return err
	}
	return expect(ctx, s, improve.Query{}, list...)
}

func own(ctx context.Context, open func() improve.Store) error {
	list := []improve.Record{first("g"), card("g", 2, 1)}
	s, err := added(ctx, open, list...)
	if err != nil {
		return err
	}
	list[0].Result.Nodes[0].ID = "calls"
	list[0].By = "zoe"
	list[1].Card.Measures[0] = scoring.Measure{}
	return expect(ctx, s, improve.Query{}, first("g"), card("g", 2, 1))
}
