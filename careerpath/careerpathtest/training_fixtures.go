package careerpathtest

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/training"
)

// note returns an entry with a record of anna, who attended and cost so much.
func note(stream string, seq, cost int64) training.Entry {
	return training.Entry{Stream: stream, Seq: seq, Record: training.Record{
		Person: anna(), Offering: "negotiation", Session: "may", State: training.Attended, On: kam.MustDay("2026-01-05"), Cost: decimal.NewNullDecimal(decimal.New(cost, 0)),
	}}
}

// noteOf returns an entry with a record of another person, offering, state and day, which states nothing else.
func noteOf(who kam.Subject, offering string, state training.State, on, stream string, seq int64) training.Entry {
	return training.Entry{Stream: stream, Seq: seq, Record: training.Record{Person: who, Offering: offering, State: state, On: kam.MustDay(on)}}
}

// fullNotes returns entries that say as much as they can, and bare ones, in the order of a store. They need not follow one
// another.
func fullNotes() []training.Entry {
	odd := kam.Subject{Kind: "系统", ID: "人事 \"1\""}
	nearest := decimal.New(1, -training.MaxPlaces)
	largest := decimal.NewFromBigInt(big.NewInt(training.MaxAmount), 0)
	return []training.Entry{
		{Stream: "s", Seq: 1, Record: training.Record{
			Person: odd, Offering: "谈判", Session: "五月", State: training.Completed, On: kam.MustDay("0001-01-01"),
			Hours: decimal.NewNullDecimal(nearest), Cost: decimal.NewNullDecimal(largest), Reason: " 两行\nline two \n",
		}},
		{Stream: "s", Seq: 2, Record: training.Record{
			Person: anna(), Offering: "x", State: training.Failed, On: kam.MustDay("9999-12-31"), Hours: decimal.NewNullDecimal(decimal.Zero), Cost: decimal.NewNullDecimal(decimal.Zero),
		}},
		{Stream: "s", Seq: 3, Record: training.Record{Person: anna(), Offering: "x", State: training.Voided, On: kam.MustDay("2024-02-29"), Reason: "r <&>"}},
		noteOf(anna(), "x", training.Invited, "2026-01-01", "s", 4),
	}
}

// collectNotes returns the entries up to the first error.
func collectNotes(ctx context.Context, s training.Store, q training.Query) ([]training.Entry, error) {
	var got []training.Entry
	var failed error
	for e, err := range s.Entries(ctx, q) {
		if failed != nil {
			return nil, errors.New("the sequence went on after it had yielded an error")
		}
		if err != nil {
			if !e.Same(training.Entry{}) {
				return nil, fmt.Errorf("an error came with an entry that is not empty: %v", err)
			}
			failed = err
			continue
		}
		got = append(got, e)
	}
	return got, failed
}

// expectNotes compares what a store yields for q with want, in order.
func expectNotes(ctx context.Context, s training.Store, q training.Query, want ...training.Entry) error {
	got, err := collectNotes(ctx, s, q)
	if err != nil {
		return fmt.Errorf("the query %+v: %w", q, err)
	}
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(want):
			return fmt.Errorf("the query %+v: %d entries too many, first %s", q, len(got)-i, describeNote(got[i]))
		case i >= len(got):
			return fmt.Errorf("the query %+v: %d entries are missing, first %s", q, len(want)-i, describeNote(want[i]))
		case !got[i].Same(want[i]):
			return fmt.Errorf("the query %+v: entry %d is %s, want %s", q, i, describeNote(got[i]), describeNote(want[i]))
		}
	}
	return nil
}

// describeNote returns e for a failure.
func describeNote(e training.Entry) string {
	data, err := e.JSON()
	if err != nil {
		return fmt.Sprintf("number %d of %q (%v)", e.Seq, e.Stream, err)
	}
	return string(data)
}

// refusedNotes returns how Append broke a rule when it should fail with want and change nothing.
func refusedNotes(ctx context.Context, s training.Store, want error, entries ...training.Entry) error {
	before, err := collectNotes(ctx, s, training.Query{})
	if err != nil {
		return err
	}
	if err := s.Append(ctx, entries); !errors.Is(err, want) {
		return fmt.Errorf("the error is %v, want %v", err, want)
	}
	return expectNotes(ctx, s, training.Query{}, before...)
}

// addedNotes returns a new store that holds the entries.
func addedNotes(ctx context.Context, open func() training.Store, entries ...training.Entry) (training.Store, error) {
	s := open()
	if err := s.Append(ctx, entries); err != nil {
		return nil, fmt.Errorf("appending %d entries: %w", len(entries), err)
	}
	return s, nil
}
