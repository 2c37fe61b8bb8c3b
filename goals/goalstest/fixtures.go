package goalstest

import (
	"context"
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
)

const year = "2026-01-01/2027-01-01"

// goal returns a goal of anna's for the period.
func goal(id, period string) goals.Goal {
	return goals.Goal{
		ID: id, Owners: []string{"anna"}, Metric: "revenue", Scope: goals.All, Direction: kam.HigherIsBetter,
		Target: decimal.New(1200, 0), Currency: "CNY", Tracking: goals.Flow, Period: kam.MustPeriod(period),
	}
}

// set returns the entry that sets g.
func set(seq int64, g goals.Goal) goals.Entry {
	return goals.Entry{Goal: g.ID, Seq: seq, On: kam.MustDay("2026-01-05"), By: "bo", Set: &g}
}

// first returns the entry that sets a goal for the year, number 1.
func first(id string) goals.Entry { return set(1, goal(id, year)) }

// propose returns an entry with a proposal of so much.
func propose(id string, seq, value int64) goals.Entry {
	day := kam.MustDay("2026-01-06")
	return goals.Entry{Goal: id, Seq: seq, On: day, By: "bo", Move: &goals.Move{
		Act: goals.Propose, On: day, By: "bo", Role: goals.Assigner, Value: decimal.NewNullDecimal(decimal.New(value, 0)),
	}}
}

// collect returns the entries up to the first error.
func collect(ctx context.Context, s goals.Store, q goals.Query) ([]goals.Entry, error) {
	var got []goals.Entry
	var failed error
	for e, err := range s.Entries(ctx, q) {
		if failed != nil {
			return nil, errors.New("the sequence went on after it had yielded an error")
		}
		if err != nil {
			if !e.Same(goals.Entry{}) {
				return nil, fmt.Errorf("an error came with an entry that is not empty: %v", err)
			}
			failed = err
			continue
		}
		got = append(got, e)
	}
	return got, failed
}

// expect compares what a store yields for q with want, in order.
func expect(ctx context.Context, s goals.Store, q goals.Query, want ...goals.Entry) error {
	got, err := collect(ctx, s, q)
	if err != nil {
		return fmt.Errorf("the query %+v: %w", q, err)
	}
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(want):
			return fmt.Errorf("the query %+v: %d entries too many, first %s", q, len(got)-i, describe(got[i]))
		case i >= len(got):
			return fmt.Errorf("the query %+v: %d entries are missing, first %s", q, len(want)-i, describe(want[i]))
		case !got[i].Same(want[i]):
			return fmt.Errorf("the query %+v: entry %d is %s, want %s", q, i, describe(got[i]), describe(want[i]))
		}
	}
	return nil
}

// describe returns e for a failure.
func describe(e goals.Entry) string {
	data, err := e.JSON()
	if err != nil {
		return fmt.Sprintf("number %d of %q (%v)", e.Seq, e.Goal, err)
	}
	return string(data)
}

// refused returns how Append broke a rule when it should fail with want and change nothing.
func refused(ctx context.Context, s goals.Store, want error, entries ...goals.Entry) error {
	before, err := collect(ctx, s, goals.Query{})
	if err != nil {
		return err
	}
	if err := s.Append(ctx, entries); !errors.Is(err, want) {
		return fmt.Errorf("the error is %v, want %v", err, want)
	}
	return expect(ctx, s, goals.Query{}, before...)
}

// added returns a new store that holds the entries.
func added(ctx context.Context, open func() goals.Store, entries ...goals.Entry) (goals.Store, error) {
	s := open()
	if err := s.Append(ctx, entries); err != nil {
		return nil, fmt.Errorf("appending %d entries: %w", len(entries), err)
	}
	return s, nil
}
