package main

import (
	"context"
	"fmt"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/scoring/feedback"
	"github.com/kam-go/kam/scoring/improve"
)

// recorder is who enters the records here.
const recorder = "review"

// saved counts the records that were new in the database, and those that stood there already.
type saved struct{ fresh, old int }

// of returns the findings of an error about a file of input.
func of(err error, name string) kam.Findings { return findings.Of(err, "review.input", name) }

// records returns everything to be kept but the feedback: each has a stream of its own, whose last record is the valid one.
func (r result) records() []improve.Record {
	b := r.book
	card := r.rules.card
	out := []improve.Record{{Stream: "card/" + card.ID, On: b.asOf, By: recorder, Card: &card}}
	for _, p := range r.reviews {
		for _, score := range append(p.quarters[:len(p.quarters):len(p.quarters)], p.year) {
			out = append(out, improve.Record{
				Stream: "result/" + b.calendar.Label(score.Period) + "/" + p.person, On: b.asOf, By: recorder, About: score.Subject, Result: &score,
			})
		}
		out = append(out, improve.Record{Stream: "plan/" + p.plan.ID, On: b.asOf, By: recorder, About: p.plan.Subject, Plan: &p.plan})
	}
	return out
}

// published reads what earlier runs told of the round.
func (a answers) published(ctx context.Context, store improve.Store) ([]feedback.Publication, error) {
	var ledger []feedback.Publication
	for r, err := range store.Records(ctx, improve.Query{Streams: []string{a.ledger()}}) {
		if err != nil {
			return nil, err
		}
		if r.Response == nil {
			return nil, fmt.Errorf("the record %d of %q is no publication", r.Seq, r.Stream)
		}
		p, err := feedback.ParsePublication([]byte(r.Response.Document))
		if err != nil {
			return nil, err
		}
		ledger = append(ledger, p)
	}
	return ledger, nil
}

// save keeps the records, all of them or none. One without a number says the same as the last of its stream, or follows it.
func save(ctx context.Context, store improve.Store, records []improve.Record) (saved, error) {
	var s saved
	var fresh []improve.Record
	known := map[string][]improve.Record{}
	streams := make([]string, len(records))
	for i, r := range records {
		streams[i] = r.Stream
	}
	for r, err := range store.Records(ctx, improve.Query{Streams: streams}) {
		if err != nil {
			return s, err
		}
		known[r.Stream] = append(known[r.Stream], r)
	}
	for _, r := range records {
		stream := known[r.Stream]
		last := int64(len(stream))
		numbered := r.Seq > 0
		if !numbered {
			r.Seq = last
		}
		switch {
		case r.Seq > 0 && r.Seq <= last && stream[r.Seq-1].Same(r):
			s.old++
			continue
		case !numbered:
			r.Seq++
		}
		s.fresh++
		fresh = append(fresh, r)
	}
	return s, store.Append(ctx, fresh)
}
