package main

import (
	"cmp"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/kpi"
	"github.com/kam-go/kam/examples/internal/terminal"
)

// healths shows how the customers do, from what was measured by the packages kpi and support.
func (t *teller) healths(records []crm.Record) error {
	observations, err := t.measured(records)
	if err != nil {
		return err
	}
	t.heading("Health", "客户健康度")
	scores := t.health.ScoreAll(string(kpi.ByAccount), observations)
	slices.SortStableFunc(scores, func(a, b kpi.AccountHealth) int {
		if a.Score.Valid != b.Score.Valid {
			return cmp.Compare(order(a), order(b))
		}
		return a.Score.Decimal.Cmp(b.Score.Decimal)
	})
	var table terminal.Table
	for _, s := range scores {
		table.Row(cmp.Or(s.Band, "?"), t.name(s.Subject.ID), s.Why().In(t.lang))
	}
	t.table(table)
	return nil
}

// order puts those without a score last.
func order(h kpi.AccountHealth) int {
	if h.Score.Valid {
		return 0
	}
	return 1
}

// measured are the facts about each account: revenue kept of the quarter a year ago, contacts in the last quarter, and
// requests solved in time since the beginning of the year.
func (t *teller) measured(records []crm.Record) ([]kam.Observation, error) {
	book, err := t.figures.Read(records)
	if err != nil {
		return nil, err
	}
	until := t.day.AddDays(1)
	q := kpi.Question{
		Whole: kam.Subject{Kind: "organisation", ID: "us"}, AsOf: t.day, By: []kpi.Dimension{kpi.ByAccount},
		Period: kam.Period{From: until.AddMonths(-6), Until: until}, Before: kam.Period{From: until.AddMonths(-12), Until: until.AddMonths(-6)},
	}
	kept, err := book.Retention(q)
	if err != nil {
		return nil, err
	}
	q.Period, q.Before = kam.Period{From: until.AddMonths(-3), Until: until}, kam.Period{}
	contacts, err := book.Activities(q)
	if err != nil {
		return nil, err
	}
	desk, err := t.terms.At(t.at, records)
	if err != nil {
		return nil, err
	}
	requests, err := desk.Measures(q.Whole, kam.Period{From: kam.MustDay("2026-01-01"), Until: t.day})
	if err != nil {
		return nil, err
	}
	var all []kam.Observation
	for _, m := range append(kept.Measures, contacts.Measures...) {
		all = append(all, m.Observation)
	}
	for _, m := range requests {
		all = append(all, m.Observation)
	}
	return all, nil
}
