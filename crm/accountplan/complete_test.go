package accountplan_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/accountplan"
)

func parts(v *accountplan.Review) map[accountplan.Part]string {
	out := map[accountplan.Part]string{}
	for _, p := range v.Completeness.Parts {
		out[p.Part] = strings.TrimSpace(fmt.Sprintf("%d/%d %s", p.Have, p.Of, strings.Join(p.Missing, " ")))
	}
	return out
}

func TestCompleteness(t *testing.T) {
	p := plan()
	p.ReviewOn = kam.Day{}
	v := review(t, p)
	assert.Equal(t, "0", exact(v.Completeness.Share))
	assert.Equal(t, "0/2 economic technical", parts(v)[accountplan.Stakeholders])
	assert.Equal(t, "0/1", parts(v)[accountplan.Needs])

	v = review(t, whole(), world()...)
	assert.Equal(t, map[accountplan.Part]string{
		accountplan.Objectives: "2/2", accountplan.Stakeholders: "2/2", accountplan.Needs: "2/3 report", accountplan.Solutions: "2/3 report", accountplan.Whitespace: "3/4 care/south",
		accountplan.Competitors: "1/1", accountplan.Risks: "0/1 budget", accountplan.Actions: "3/3", accountplan.Reviewing: "1/1",
	}, parts(v))
	assert.Equal(t, "85/108", exact(v.Completeness.Share), "(6 + 2/3 + 2/3 + 3/4 - 1) / 9")
	assert.Equal(t, "85/108", measured(t, v, accountplan.MetricCompleteness, ""))
	assert.Equal(t, "2/3", measured(t, v, accountplan.MetricCompleteness, "needs"))
	assert.Equal(t, "solutions: 2 of 3 complete; missing: report", v.Completeness.Parts[3].Why.EN)
	assert.Equal(t, "方案：完整 2 / 3；待补：report", v.Completeness.Parts[3].Why.ZH)

	weighted := policy()
	for i := range weighted.Weights {
		weighted.Weights[i].Weight = 0
	}
	weighted.Weights[2].Weight, weighted.Weights[6].Weight = 30, 10
	v = reviewed(t, weighted, accountplan.Inputs{AsOf: kam.MustDay("2026-06-30"), Plan: whole(), Records: world()})
	assert.Equal(t, "1/2", exact(v.Completeness.Share), "30 * 2/3 / 40")

	p = plan()
	p.Nothing = []accountplan.Part{accountplan.Needs, accountplan.Solutions, accountplan.Whitespace, accountplan.Competitors, accountplan.Risks, accountplan.Actions}
	v = review(t, p)
	assert.Equal(t, "7/9", exact(v.Completeness.Share))
	assert.Equal(t, []string{"empty $.objectives", "empty $.stakeholders"}, found(v, "empty"))
	p.Nothing, p.Needs = nil, whole().Needs
	assert.Equal(t, []string{"empty $.objectives", "empty $.stakeholders", "empty $.solutions", "empty $.whitespace", "empty $.competitors", "empty $.risks", "empty $.actions"}, found(review(t, p), "empty"))
	p.Risks = []accountplan.Risk{{ID: "x", Title: "X", Closed: kam.MustDay("2026-01-05")}}
	assert.Equal(t, "1/1", parts(review(t, p))[accountplan.Risks], "all risks are closed")
}

// Each thing that an item must state is needed.
func TestEveryStatementCounts(t *testing.T) {
	for name, c := range map[string]struct {
		part   accountplan.Part
		change func(*accountplan.Plan)
	}{
		"baseline":      {accountplan.Objectives, func(p *accountplan.Plan) { p.Objectives[0].Baseline.Valid = false }},
		"target":        {accountplan.Objectives, func(p *accountplan.Plan) { p.Objectives[0].Target.Valid = false }},
		"by":            {accountplan.Objectives, func(p *accountplan.Plan) { p.Objectives[0].By = kam.Day{} }},
		"owner":         {accountplan.Objectives, func(p *accountplan.Plan) { p.Objectives[0].Owner = "" }},
		"attitude":      {accountplan.Stakeholders, func(p *accountplan.Plan) { p.Stakeholders[0].Attitude = nil }},
		"influence":     {accountplan.Stakeholders, func(p *accountplan.Plan) { p.Stakeholders[0].Influence = 0 }},
		"metBy":         {accountplan.Stakeholders, func(p *accountplan.Plan) { p.Stakeholders[0].MetBy = nil }},
		"role":          {accountplan.Stakeholders, func(p *accountplan.Plan) { p.Stakeholders[0].Role = crm.Coach }},
		"priority":      {accountplan.Needs, func(p *accountplan.Plan) { p.Needs[0].Priority = "" }},
		"from":          {accountplan.Needs, func(p *accountplan.Plan) { p.Needs[0].From = "" }},
		"recorded":      {accountplan.Needs, func(p *accountplan.Plan) { p.Needs[0].Recorded = kam.Day{} }},
		"fit":           {accountplan.Solutions, func(p *accountplan.Plan) { p.Solutions[0].Fits = p.Solutions[0].Fits[:1] }},
		"potential":     {accountplan.Whitespace, func(p *accountplan.Plan) { p.Whitespace.Cells[0].Potential.Valid = false }},
		"current":       {accountplan.Whitespace, func(p *accountplan.Plan) { p.Whitespace.Cells[2].Current.Valid = false }},
		"answer":        {accountplan.Competitors, func(p *accountplan.Plan) { p.Competitors[0].Answer = "" }},
		"action owner":  {accountplan.Actions, func(p *accountplan.Plan) { p.Actions[0].Owner = "" }},
		"action due":    {accountplan.Actions, func(p *accountplan.Plan) { p.Actions[0].Due = kam.Day{} }},
		"review passed": {accountplan.Reviewing, func(p *accountplan.Plan) { p.ReviewOn = kam.MustDay("2026-06-29") }},
	} {
		t.Run(name, func(t *testing.T) {
			p := whole()
			have := func() int {
				for _, part := range review(t, p, world()...).Completeness.Parts {
					if part.Part == c.part {
						return part.Have
					}
				}
				return -1
			}
			before := have()
			c.change(&p)
			assert.Equal(t, before-1, have())
		})
	}
	p := whole()
	risk := func() string { return parts(review(t, p, world()...))[accountplan.Risks] }
	p.Risks[0].Response = "ask the board"
	assert.Equal(t, "1/1", risk())
	p.Risks[0].Impact = 0
	assert.Equal(t, "0/1 budget", risk())
	p.Risks[0].Impact, p.Risks[0].Owner = 5, ""
	assert.Equal(t, "0/1 budget", risk())
	p.Risks[0].Owner, p.Risks[0].Response = "anna", ""
	p.Actions[1].For = []accountplan.Aim{{Part: accountplan.Risks, ID: "budget"}}
	assert.Equal(t, "1/1", risk())
}

// The largest plan there may be has a share within the bounds of numbers.
func TestSharesOfLargePlansAreKnown(t *testing.T) {
	p := plan()
	for i := range accountplan.MaxList {
		id := fmt.Sprint("i", i)
		p.Objectives = append(p.Objectives, accountplan.Objective{ID: id, Title: id, Metric: "m", Counts: accountplan.Level})
		p.Needs = append(p.Needs, accountplan.Need{ID: id, Title: id, Priority: "must"})
		if i < 499 {
			p.Risks = append(p.Risks, accountplan.Risk{ID: id, Title: id})
		}
		if i < 491 {
			p.Competitors = append(p.Competitors, accountplan.Competitor{Name: id})
		}
		if i < 487 {
			p.Actions = append(p.Actions, accountplan.Action{ID: id, Title: id})
		}
	}
	for i := range 97 {
		p.Whitespace.Products = append(p.Whitespace.Products, accountplan.Product{ID: fmt.Sprint("p", i), Name: "P"})
		p.Whitespace.Units = append(p.Whitespace.Units, accountplan.Unit{ID: fmt.Sprint("u", i), Name: "U"})
	}
	p.Whitespace.Cells = []accountplan.Cell{{Product: "p0", Unit: "u0", Potential: some("1"), Current: some("1")}}
	p.Objectives[0] = accountplan.Objective{ID: "i0", Title: "O", Metric: "m", Counts: accountplan.Total, Baseline: some("1"), Target: some("2"), By: kam.MustDay("2026-12-31"), Owner: "anna"}
	p.Needs[0].From, p.Needs[0].Recorded = "wang", kam.MustDay("2026-01-01")
	p.Solutions = []accountplan.Solution{{ID: "s", Title: "S", Fits: []accountplan.Fit{{Need: "i0", How: accountplan.Fully}, {Need: "i1", How: accountplan.Partly}}}}
	p.Risks[0] = accountplan.Risk{ID: "i0", Title: "R", Likelihood: 1, Impact: 1, Owner: "anna", Response: "wait"}
	p.Competitors[0].Answer = "yes"
	p.Actions[0].Owner, p.Actions[0].Due = "anna", kam.MustDay("2026-12-31")
	heavy := policy()
	heavy.Priorities[0].Weight, heavy.Partly = 997, kam.MustFraction("999999999988/999999999989")
	for i := range heavy.Weights {
		heavy.Weights[i].Weight = 1000 - i
	}
	v := reviewed(t, heavy, accountplan.Inputs{AsOf: kam.MustDay("2026-06-30"), Plan: p})
	assert.True(t, v.Completeness.Share.Known())
	assert.True(t, v.Fit.Share.Known())
	assert.LessOrEqual(t, len(v.Findings), 40*kam.MaxPerCode)
	assert.NotEmpty(t, v.Markdown(kam.Chinese))
}

// The order of records and of observations does not matter, and nothing that is handed in is changed or kept.
func TestOrderDoesNotMatter(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	in := accountplan.Inputs{AsOf: kam.MustDay("2026-06-30"), Plan: whole(), Records: world(), Observations: figures()}
	want := reviewed(t, policy(), in)
	text := want.Markdown(kam.English)
	for range 20 {
		random.Shuffle(len(in.Records), func(i, j int) { in.Records[i], in.Records[j] = in.Records[j], in.Records[i] })
		random.Shuffle(len(in.Observations), func(i, j int) { in.Observations[i], in.Observations[j] = in.Observations[j], in.Observations[i] })
		assert.Equal(t, text, reviewed(t, policy(), in).Markdown(kam.English))
	}
	older := record("d1", &crm.Opportunity{Name: "Old", Account: "acme", Status: crm.Lost})
	older.Modified = older.Modified.AddDate(-1, 0, 0)
	gone := record("d2", nil)
	gone.Ref.Kind, gone.Deleted, gone.Modified = crm.KindOpportunity, true, gone.Modified.AddDate(0, 1, 0)
	v := reviewed(t, policy(), accountplan.Inputs{AsOf: in.AsOf, Plan: in.Plan, Records: append([]crm.Record{gone}, append(in.Records, older)...)})
	require.Len(t, v.Coverage.Deals, 1, "of two the later counts, and what is deleted does not")
	assert.Equal(t, "Care contract", v.Coverage.Deals[0].Name)

	assert.Equal(t, whole(), in.Plan)
	*in.Plan.Stakeholders[0].Attitude, in.Plan.Actions[0].Title = -2, "changed"
	assert.Equal(t, text, want.Markdown(kam.English))
}
