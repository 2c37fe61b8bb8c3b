package meetingstest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/meetings"
)

func saveRules() []rule {
	return []rule{
		{"new", "a new store yields nothing, whatever other stores hold", newStore},
		{"kept", "every kind of record comes back with every field as it was saved, unknown numbers unknown", keptWhole},
		{"invalid", "records of which one fails its check are refused with *kam.InvalidError before anything else, and none is kept", invalid},
		{"repeated", "a revision that is there with the same content is no error, however its numbers are written and whatever the newest is; nothing is changed", repeated},
		{"conflict", "a revision that is there with other content is ErrConflict, an older one too, and nothing is changed", conflict},
		{"stale", "a revision that is not the newest plus 1, or not 1 of a new record, is ErrStale, and nothing is changed", stale},
		{"sequence", "the records of one call are taken one after the other: it may hold revisions of one record in order, and the same one twice", sequence},
		{"whole", "thousands of records are kept whole, or not at all when one of them is refused", whole},
		{"keys", "records of different kinds may have the same ID", keys},
		{"empty", "no records are no error and change nothing", empty},
		{"own", "the store keeps what was saved when the caller changes the records afterwards", own},
	}
}

func newStore(ctx context.Context, open func() meetings.Store) error {
	for range 2 {
		s := open()
		for _, q := range []meetings.Query{{}, everything()} {
			if err := expect(ctx, s, q); err != nil {
				return err
			}
		}
		if err := save(ctx, s, success("a", "anna", "2026-03-02", 1)); err != nil {
			return err
		}
	}
	return nil
}

func keptWhole(ctx context.Context, open func() meetings.Store) error {
	s := open()
	first, second := everyKind("x", 1), everyKind("x", 2)
	second[2].Meeting.Carried, second[3].Report.Figures = nil, nil
	second[3].Report.Successes[0].Seen = nil
	second[1].Feedback.Answer.Before.Valid = false
	if err := save(ctx, s, first...); err != nil {
		return err
	}
	if err := save(ctx, s, second...); err != nil {
		return err
	}
	all := slices.Concat(first, second)
	slices.SortFunc(all, meetings.CompareRecords)
	slices.SortFunc(second, meetings.CompareRecords)
	if err := expect(ctx, s, everything(), all...); err != nil {
		return err
	}
	return expect(ctx, s, meetings.Query{}, second...)
}

func invalid(ctx context.Context, open func() meetings.Store) error {
	s := open()
	there := success("there", "anna", "2026-03-02", 1)
	if err := save(ctx, s, there); err != nil {
		return err
	}
	huge := everyKind("huge", 1)[3]
	huge.Report.Figures[0].Plan = decimal.NewNullDecimal(decimal.New(1, 50_000_000))
	both := success("both", "anna", "2026-03-02", 1)
	both.Action = everyKind("both", 1)[0].Action
	for _, c := range []struct {
		name   string
		record meetings.Record
	}{
		{"a record of nothing", meetings.Record{Revision: 1}},
		{"a record of two things", both},
		{"revision 0", success("zero", "anna", "2026-03-02", 0)},
		{"a negative revision", success("negative", "anna", "2026-03-02", -1)},
		{"an ID with a control character", success("a\x00b", "anna", "2026-03-02", 1)},
		{"a number out of bounds", huge},
		{"a faulty revision that conflicts", saying(there, "")},
	} {
		records := []meetings.Record{success("good", "anna", "2026-03-02", 1), c.record, success("stale", "anna", "2026-03-02", 7)}
		err := s.Save(ctx, records)
		if _, ok := errors.AsType[*kam.InvalidError](err); !ok {
			return fmt.Errorf("%s: the error is %v", c.name, err)
		}
		if err := expect(ctx, s, everything(), there); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	return nil
}

func repeated(ctx context.Context, open func() meetings.Store) error {
	s := open()
	first := everyKind("x", 1)
	if err := save(ctx, s, first...); err != nil {
		return err
	}
	written := everyKind("x", 1)
	written[3].Report.Figures[0].Plan = number("300000.000")
	written[3].Report.Figures[1].Plan = decimal.NullDecimal{}
	written[5].Success.Seen = slices.Clone(written[5].Success.Seen)
	second := everyKind("x", 2)
	third := everyKind("x", 3)
	all := slices.Clone(first)
	for _, next := range [][]meetings.Record{second, third} {
		for range 2 {
			if err := save(ctx, s, written...); err != nil {
				return err
			}
		}
		slices.SortFunc(all, meetings.CompareRecords)
		if err := expect(ctx, s, everything(), all...); err != nil {
			return err
		}
		if err := save(ctx, s, next...); err != nil {
			return err
		}
		all = append(all, next...)
	}
	return nil
}

func conflict(ctx context.Context, open func() meetings.Store) error {
	s := open()
	one := success("a", "anna", "2026-03-02", 1)
	two := saying(success("a", "anna", "2026-03-02", 2), "better")
	if err := save(ctx, s, one, two); err != nil {
		return err
	}
	before := []meetings.Record{one, two}
	fresh := success("b", "anna", "2026-03-02", 1)
	for _, r := range []meetings.Record{
		saying(one, "other"), saying(two, "other"), saying(one, "better"), saying(two, "won"),
		success("a", "bo", "2026-03-02", 1), success("a", "anna", "2026-03-03", 1),
	} {
		if err := refused(ctx, s, meetings.ErrConflict, before, r); err != nil {
			return err
		}
		if err := refused(ctx, s, meetings.ErrConflict, before, fresh, success("a", "anna", "2026-03-02", 3), r); err != nil {
			return err
		}
	}
	return nil
}

func stale(ctx context.Context, open func() meetings.Store) error {
	s := open()
	one := success("a", "anna", "2026-03-02", 1)
	if err := save(ctx, s, one); err != nil {
		return err
	}
	before := []meetings.Record{one}
	fresh := success("b", "anna", "2026-03-02", 1)
	for _, r := range []meetings.Record{
		success("a", "anna", "2026-03-02", 3), success("a", "anna", "2026-03-02", 1<<62), success("c", "anna", "2026-03-02", 2),
		success("A", "anna", "2026-03-02", 2), success("a ", "anna", "2026-03-02", 2),
	} {
		if err := refused(ctx, s, meetings.ErrStale, before, r); err != nil {
			return err
		}
		if err := refused(ctx, s, meetings.ErrStale, before, fresh, r); err != nil {
			return err
		}
	}
	two := success("a", "anna", "2026-03-02", 2)
	if err := save(ctx, s, two); err != nil {
		return err
	}
	return expect(ctx, s, everything(), one, two)
}

func sequence(ctx context.Context, open func() meetings.Store) error {
	s := open()
	one, two, three := success("a", "anna", "2026-03-02", 1), success("a", "bo", "2026-03-01", 2), success("a", "chen", "2026-03-03", 3)
	if err := refused(ctx, s, meetings.ErrStale, nil, two, one); err != nil {
		return err
	}
	if err := refused(ctx, s, meetings.ErrConflict, nil, one, saying(one, "other")); err != nil {
		return err
	}
	if err := save(ctx, s, one, one, two, one, three, two); err != nil {
		return err
	}
	if err := expect(ctx, s, everything(), two, one, three); err != nil {
		return err
	}
	return expect(ctx, s, meetings.Query{}, three)
}

func whole(ctx context.Context, open func() meetings.Store) error {
	const many = 2_500
	s := open()
	records := make([]meetings.Record, many)
	for i := range records {
		records[i] = success(fmt.Sprintf("s-%04d", i), "anna", "2026-03-02", 1)
	}
	if err := refused(ctx, s, meetings.ErrStale, nil, append(slices.Clone(records), success("late", "anna", "2026-03-02", 2))...); err != nil {
		return err
	}
	if err := save(ctx, s, records...); err != nil {
		return err
	}
	return expect(ctx, s, meetings.Query{}, records...)
}

func keys(ctx context.Context, open func() meetings.Store) error {
	s := open()
	records := everyKind("same", 1)
	slices.SortFunc(records, meetings.CompareRecords)
	for _, r := range records {
		if err := save(ctx, s, r); err != nil {
			return err
		}
	}
	second := everyKind("same", 2)[5]
	if err := save(ctx, s, second); err != nil {
		return err
	}
	for i, r := range records {
		if r.Success != nil {
			records[i] = second
		}
	}
	return expect(ctx, s, meetings.Query{}, records...)
}

func empty(ctx context.Context, open func() meetings.Store) error {
	s := open()
	one := success("a", "anna", "2026-03-02", 1)
	if err := save(ctx, s, one); err != nil {
		return err
	}
	for _, none := range [][]meetings.Record{nil, {}} {
		if err := s.Save(ctx, none); err != nil {
			return fmt.Errorf("Save of nothing: %w", err)
		}
	}
	return expect(ctx, s, everything(), one)
}

func own(ctx context.Context, open func() meetings.Store) error {
	s := open()
	mine := everyKind("x", 1)
	if err := save(ctx, s, mine...); err != nil {
		return err
	}
	spoil(mine)
	want := everyKind("x", 1)
	slices.SortFunc(want, meetings.CompareRecords)
	return expect(ctx, s, everything(), want...)
}

// spoil changes everything that records point to.
func spoil(records []meetings.Record) {
	for i, r := range records {
		switch {
		case r.Action != nil:
			r.Action.Evidence = "spoilt"
		case r.Feedback != nil:
			r.Feedback.Answer.Text = "spoilt"
		case r.Meeting != nil:
			r.Meeting.Present[0], r.Meeting.Decisions[0] = "spoilt", "spoilt"
		case r.Report != nil:
			r.Report.Figures[0].Goal, r.Report.Next[0], r.Report.Successes[0].Text = "spoilt", "spoilt", "spoilt"
		case r.Request != nil:
			r.Request.Text = "spoilt"
		case r.Success != nil:
			r.Success.Seen[0].By = "spoilt"
		}
		records[i].Revision = 99
	}
}
