package main

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
	"github.com/kam-go/kam/scoring/improve"
)

// recorder is who enters the records here.
const recorder = "review"

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
