package scoringtest

import (
	"context"
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
	"github.com/kam-go/kam/scoring/feedback"
	"github.com/kam-go/kam/scoring/improve"
)

const year = "2026-01-01/2027-01-01"

// anna is whom most records are about.
func anna() kam.Subject { return kam.Subject{Kind: "payee", ID: "anna"} }

// score returns a record with a result of so many points of anna's.
func score(stream string, seq, points int64) improve.Record {
	return scoreOf(anna(), stream, seq, points)
}

// scoreOf returns a record with a result of so many points.
func scoreOf(who kam.Subject, stream string, seq, points int64) improve.Record {
	return improve.Record{
		Stream: stream, Seq: seq, On: kam.MustDay("2026-01-05"), By: "bo", About: who,
		Result: &scoring.Result{
			Format: scoring.Format, Card: "kam", Version: 1, Subject: who, Period: kam.MustPeriod(year), Known: true,
			Nodes: []scoring.Node{{Kind: scoring.MeasureNode, ID: "visits"}},
			Score: decimal.NewNullDecimal(decimal.New(points, 0)),
		},
	}
}

// first returns the first record of a stream.
func first(stream string) improve.Record { return score(stream, 1, 0) }

// card returns a record with an edition of a card.
func card(stream string, seq int64, version int) improve.Record {
	return improve.Record{
		Stream: stream, Seq: seq, On: kam.MustDay("2026-01-06"), By: "bo",
		Card: &scoring.Card{
			Format: scoring.Format, ID: "kam", Version: version,
			Measures: []scoring.Measure{{ID: "visits", Weight: kam.Whole(), Metric: "visits", Direction: kam.HigherIsBetter}},
		},
	}
}

// response returns a record with a response about somebody.
func response(who kam.Subject, stream string, seq int64, document string) improve.Record {
	return improve.Record{
		Stream: stream, Seq: seq, On: kam.MustDay("2026-01-07"), By: "r7", About: who,
		Response: &improve.Response{Round: "spring", Rater: "r7", Document: document},
	}
}

// published returns a record of what a report told about a team of two.
func published(stream string, seq int64) improve.Record {
	day := kam.MustDay("2026-01-09")
	part := func(subject string) feedback.Part {
		return feedback.Part{Subject: subject, Group: feedback.Peers, Question: "listens", Raters: []string{"r1", "r2", "r3"}}
	}
	return improve.Record{
		Stream: stream, Seq: seq, On: day, By: "bo", About: kam.Subject{Kind: "team", ID: "east"},
		Publication: &feedback.Publication{
			Round: "spring", Report: "east", Sequence: seq, On: day,
			Aggregates: []feedback.Aggregate{{ID: "peers/listens", Parts: []feedback.Part{part("anna"), part("bo")}}},
		},
	}
}

// reviewed returns a record with a step of anna's review.
func reviewed(stream string, seq int64) improve.Record {
	day := kam.MustDay("2026-01-08")
	return improve.Record{
		Stream: stream, Seq: seq, On: day, By: "bo", About: anna(),
		Review: &improve.ReviewEvent{Step: improve.ReviewSelf, On: day, By: "anna", Score: decimal.NewNullDecimal(decimal.Zero)},
	}
}

// collect returns the records up to the first error.
func collect(ctx context.Context, s improve.Store, q improve.Query) ([]improve.Record, error) {
	var got []improve.Record
	var failed error
	for r, err := range s.Records(ctx, q) {
		if failed != nil {
			return nil, errors.New("the sequence went on after it had yielded an error")
		}
		if err != nil {
			if !r.Same(improve.Record{}) {
				return nil, fmt.Errorf("an error came with a record that is not empty: %v", err)
			}
			failed = err
			continue
		}
		got = append(got, r)
	}
	return got, failed
}

// expect compares what a store yields for q with want, in order.
func expect(ctx context.Context, s improve.Store, q improve.Query, want ...improve.Record) error {
	got, err := collect(ctx, s, q)
	if err != nil {
		return fmt.Errorf("the query %+v: %w", q, err)
	}
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(want):
			return fmt.Errorf("the query %+v: %d records too many, first %s", q, len(got)-i, describe(got[i]))
		case i >= len(got):
			return fmt.Errorf("the query %+v: %d records are missing, first %s", q, len(want)-i, describe(want[i]))
		case !got[i].Same(want[i]):
			return fmt.Errorf("the query %+v: record %d is %s, want %s", q, i, describe(got[i]), describe(want[i]))
		}
	}
	return nil
}

// describe returns r for a failure.
func describe(r improve.Record) string {
	data, err := r.JSON()
	if err != nil {
		return fmt.Sprintf("number %d of %q (%v)", r.Seq, r.Stream, err)
	}
	return string(data)
}

// refused returns how Append broke a rule when it should fail with want and change nothing.
func refused(ctx context.Context, s improve.Store, want error, records ...improve.Record) error {
	before, err := collect(ctx, s, improve.Query{})
	if err != nil {
		return err
	}
	if err := s.Append(ctx, records); !errors.Is(err, want) {
		return fmt.Errorf("the error is %v, want %v", err, want)
	}
	return expect(ctx, s, improve.Query{}, before...)
}

// added returns a new store that holds the records.
func added(ctx context.Context, open func() improve.Store, records ...improve.Record) (improve.Store, error) {
	s := open()
	if err := s.Append(ctx, records); err != nil {
		return nil, fmt.Errorf("appending %d records: %w", len(records), err)
	}
	return s, nil
}
