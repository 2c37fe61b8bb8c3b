package accountplan_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/accountplan"
)

func TestEveryListHasABound(t *testing.T) {
	many, axis := accountplan.MaxList+1, accountplan.MaxAxis+1
	for name, c := range map[string]struct {
		change func(*accountplan.Plan)
		want   []string
	}{
		"objectives":   {func(p *accountplan.Plan) { p.Objectives = make([]accountplan.Objective, many) }, []string{"too-many $.objectives"}},
		"stakeholders": {func(p *accountplan.Plan) { p.Stakeholders = make([]accountplan.Stakeholder, many) }, []string{"too-many $.stakeholders"}},
		"who meets": {func(p *accountplan.Plan) {
			p.Stakeholders = []accountplan.Stakeholder{{Contact: "a", MetBy: make([]string, many)}}
		}, []string{"too-many $.stakeholders[0].metBy"}},
		"needs":     {func(p *accountplan.Plan) { p.Needs = make([]accountplan.Need, many) }, []string{"too-many $.needs"}},
		"solutions": {func(p *accountplan.Plan) { p.Solutions = make([]accountplan.Solution, many) }, []string{"too-many $.solutions"}},
		"fits": {func(p *accountplan.Plan) {
			p.Solutions = []accountplan.Solution{{ID: "a", Title: "A", Fits: make([]accountplan.Fit, many)}}
		}, []string{"too-many $.solutions[0].fits"}},
		"products": {func(p *accountplan.Plan) { p.Whitespace.Products = make([]accountplan.Product, axis) }, []string{"too-many $.whitespace.products"}},
		"units":    {func(p *accountplan.Plan) { p.Whitespace.Units = make([]accountplan.Unit, axis) }, []string{"too-many $.whitespace.units"}},
		"records": {func(p *accountplan.Plan) {
			p.Whitespace.Units = []accountplan.Unit{{ID: "a", Name: "A", Of: make([]string, many)}}
		}, []string{"too-many $.whitespace.units[0].of"}},
		"cells": {func(p *accountplan.Plan) {
			p.Whitespace.Cells = make([]accountplan.Cell, accountplan.MaxAxis*accountplan.MaxAxis+1)
		}, []string{"too-many $.whitespace.cells"}},
		"competitors": {func(p *accountplan.Plan) { p.Competitors = make([]accountplan.Competitor, many) }, []string{"too-many $.competitors"}},
		"other names": {func(p *accountplan.Plan) {
			p.Competitors = []accountplan.Competitor{{Name: "A", Also: make([]string, many)}}
		}, []string{"too-many $.competitors[0].also"}},
		"risks": {func(p *accountplan.Plan) { p.Risks = make([]accountplan.Risk, many) }, []string{"too-many $.risks"}},
		"contacts": {func(p *accountplan.Plan) {
			p.Actions = []accountplan.Action{{ID: "a", Title: "A", Contacts: make([]string, many)}}
		}, []string{"too-many $.actions[0].contacts"}},
		"aims": {func(p *accountplan.Plan) {
			p.Actions = []accountplan.Action{{ID: "a", Title: "A", For: make([]accountplan.Aim, many)}}
		}, []string{"too-many $.actions[0].for"}},
		"nothing": {func(p *accountplan.Plan) { p.Nothing = make([]accountplan.Part, 10) }, []string{"too-many $.nothing"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := plan()
			c.change(&p)
			assert.Equal(t, c.want, faults(t, p.Check()))
		})
	}
	q := policy()
	q.Weights = make([]accountplan.Weight, 19)
	_, err := accountplan.Compile(q, nil)
	assert.Equal(t, []string{"too-many $.weights"}, faults(t, err))
}

func TestTooManyRecords(t *testing.T) {
	r := rules(t, policy())
	_, err := r.Review(accountplan.Inputs{AsOf: kam.MustDay("2026-06-30"), Plan: plan(), Records: make([]crm.Record, accountplan.MaxRecords+1)})
	require.ErrorIs(t, err, accountplan.ErrRecords)
	_, err = accountplan.WinLoss(make([]crm.Record, accountplan.MaxRecords+1), accountplan.ContestSpec{System: "zoho", Period: kam.MustPeriod("2026-01-01/2026-07-01")})
	require.ErrorIs(t, err, accountplan.ErrRecords)
}

// Numbers and names from outside reach no result unchecked.
func TestHostileRecords(t *testing.T) {
	p := whole()
	p.Objectives[0].Baseline, p.Objectives[1].Baseline = some("1"), some("0.000000000000000000000000000001")
	acme := kam.Subject{Kind: "account", ID: "acme"}
	huge := decimal.NewNullDecimal(decimal.New(1, 50_000_000))
	long := some("12345678901234567890123456789012345678")
	records := append(
		world(),
		record("big", &crm.Opportunity{Name: "| a\n# b", Account: "acme", Status: crm.Open, Amount: huge, Currency: "<b>", Contacts: []crm.Stakeholder{{Contact: "<x>"}}}),
		record("lost", &crm.Opportunity{Account: "acme", Status: crm.Lost, Close: kam.MustDay("2026-06-01"), Amount: huge, Currency: "CNY", Winner: "| *x*", LossReason: "[a](b)"}),
		record("order", &crm.Order{Account: "acme", Ordered: kam.MustDay("2026-06-01"), Currency: "CNY", Lines: []crm.Line{{Product: "P1", Amount: huge}}}),
	)
	v := reviewed(t, policy(), accountplan.Inputs{AsOf: kam.MustDay("2026-06-30"), Plan: p, Records: records, Observations: []kam.Observation{
		{Subject: acme, Metric: "kpi.revenue", Period: kam.MustPeriod("2026-01-01/2026-07-01"), Value: huge, Currency: "CNY"},
		{Subject: acme, Metric: "support.response-mean", Period: kam.MustPeriod("2026-06-01/2026-07-01"), Numerator: long, Denominator: long, Unit: "minutes"},
	}})
	assert.Equal(t, accountplan.Unknown, v.Objectives[0].Status)
	assert.Equal(t, accountplan.Unknown, v.Objectives[1].Status, "the way would have too many digits")
	assert.Equal(t, "its numbers are too long", v.Objectives[1].Why.EN)
	assert.Equal(t, accountplan.GapAmount, v.Whitespace.Cells[0].Gap)
	assert.Equal(t, "?", exact(v.Contest.All.RateByAmount("CNY")))
	text := v.Markdown(kam.English)
	for _, raw := range []string{"<b>", "<x>", "\n# b", "[a](b)", "*x*"} {
		assert.NotContains(t, text, raw)
	}
}

func TestDayOfAMeeting(t *testing.T) {
	p := plan()
	p.Stakeholders = []accountplan.Stakeholder{{Contact: "li", Role: "sponsor"}}
	at := time.Date(2026, 6, 1, 2, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		activity crm.Activity
		want     string
	}{
		"check-in":  {crm.Activity{CheckIn: &crm.CheckIn{At: at}, End: at.AddDate(0, 0, 9)}, "2026-06-01"},
		"end":       {crm.Activity{End: at}, "2026-06-01"},
		"due alone": {crm.Activity{Due: kam.MustDay("2026-06-01")}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			a := c.activity
			a.Type, a.Status, a.Contacts = crm.Meeting, crm.Done, []string{"li"}
			v := review(t, p, record("m", &a))
			assert.Equal(t, c.want, v.Coverage.Stakeholders[0].Last.String())
			assert.Contains(t, v.Markdown(kam.Chinese), "sponsor")
		})
	}
}
