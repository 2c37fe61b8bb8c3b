package careerpathtest

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/promotion"
)

// anna is whom most events are about.
func anna() kam.Subject { return kam.Subject{Kind: "payee", ID: "anna"} }

// digest returns a digest that begins with a number; stores do not ask whether it is right.
func digest(n int64) string { return fmt.Sprintf("%016x", n) + strings.Repeat("0", 48) }

// first returns the first entry of a stream: its cycle.
func first(stream string) promotion.Entry {
	return promotion.Entry{
		Stream: stream, Seq: 1, Digest: digest(1),
		Cycle: &promotion.Cycle{
			Format: promotion.Format, ID: stream, Version: 1,
			Openings: []promotion.Opening{{ID: "east", Stage: "senior", Seats: 1, Criteria: "c"}},
			Schedule: promotion.Schedule{Apply: kam.MustPeriod("2026-01-06/2026-01-10")},
		},
	}
}

// score returns an entry with a judge's score of anna.
func score(stream string, seq, points int64) promotion.Entry {
	return scoreOf(anna(), stream, seq, points)
}

// scoreOf returns an entry with a judge's score of somebody.
func scoreOf(who kam.Subject, stream string, seq, points int64) promotion.Entry {
	return promotion.Entry{
		Stream: stream, Seq: seq, Digest: digest(points),
		Event: &promotion.Event{
			Step: promotion.StepScore, On: kam.MustDay("2026-01-05"), By: kam.Subject{Kind: "payee", ID: "bo"}, Person: who, Exercise: "interview",
			Score: decimal.NewNullDecimal(decimal.New(points, 0)),
		},
	}
}

// objection returns an entry with an objection, about nobody.
func objection(stream string, seq int64, reason string) promotion.Entry {
	return promotion.Entry{
		Stream: stream, Seq: seq, Digest: digest(seq),
		Event: &promotion.Event{Step: promotion.StepObject, On: kam.MustDay("2026-01-07"), By: kam.Subject{Kind: "payee", ID: "cy"}, ID: "o", Reason: reason},
	}
}

// appeal returns an entry with an appeal of somebody.
func appeal(who kam.Subject, stream string, seq int64, reason string) promotion.Entry {
	return promotion.Entry{
		Stream: stream, Seq: seq, Digest: digest(seq),
		Event: &promotion.Event{Step: promotion.StepAppeal, On: kam.MustDay("2026-01-08"), By: who, Person: who, ID: "a", Reason: reason},
	}
}

// frozen returns an entry with anna's evidence.
func frozen(stream string, seq int64) promotion.Entry {
	return promotion.Entry{
		Stream: stream, Seq: seq, Digest: digest(seq),
		Event: &promotion.Event{
			Step: promotion.StepFreeze, On: kam.MustDay("2026-01-09"), By: kam.Subject{Kind: "user", ID: "hr"}, Person: anna(),
			Frozen: &promotion.Frozen{
				Digest: digest(7), AsOf: kam.MustDay("2026-01-01"),
				Checks: []promotion.Check{{Criteria: "c", Result: criteria.Result{
					Format: criteria.Format, Rule: digest(8), Version: 1, Person: anna(), AsOf: kam.MustDay("2026-01-01"), State: criteria.Unknown,
					Root: criteria.Node{ID: "root", Kind: criteria.KindAll, State: criteria.Unknown},
				}}},
				Figures: []promotion.Figure{{Fact: "tenure", Value: decimal.Zero}},
			},
		},
	}
}

// withFirst returns entries with the cycle of each stream before those that do not begin with one.
func withFirst(list ...promotion.Entry) []promotion.Entry {
	var out []promotion.Entry
	seen := map[string]bool{}
	for _, e := range list {
		if !seen[e.Stream] && e.Seq > 1 {
			out = append(out, first(e.Stream))
		}
		seen[e.Stream] = true
		out = append(out, e)
	}
	return out
}

// collect returns the entries up to the first error.
func collect(ctx context.Context, s promotion.Store, q promotion.Query) ([]promotion.Entry, error) {
	var got []promotion.Entry
	var failed error
	for e, err := range s.Entries(ctx, q) {
		if failed != nil {
			return nil, errors.New("the sequence went on after it had yielded an error")
		}
		if err != nil {
			if !e.Same(promotion.Entry{}) {
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
func expect(ctx context.Context, s promotion.Store, q promotion.Query, want ...promotion.Entry) error {
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
func describe(e promotion.Entry) string {
	data, err := e.JSON()
	if err != nil {
		return fmt.Sprintf("number %d of %q (%v)", e.Seq, e.Stream, err)
	}
	return string(data)
}

// refused returns how Append broke a rule when it should fail with want and change nothing.
func refused(ctx context.Context, s promotion.Store, want error, entries ...promotion.Entry) error {
	before, err := collect(ctx, s, promotion.Query{})
	if err != nil {
		return err
	}
	if err := s.Append(ctx, entries); !errors.Is(err, want) {
		return fmt.Errorf("the error is %v, want %v", err, want)
	}
	return expect(ctx, s, promotion.Query{}, before...)
}

// added returns a new store that holds the entries.
func added(ctx context.Context, open func() promotion.Store, entries ...promotion.Entry) (promotion.Store, error) {
	s := open()
	if err := s.Append(ctx, entries); err != nil {
		return nil, fmt.Errorf("appending %d entries: %w", len(entries), err)
	}
	return s, nil
}
