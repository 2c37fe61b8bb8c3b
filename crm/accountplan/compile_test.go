package accountplan_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/accountplan"
	"github.com/kam-go/kam/internal/wordtest"
)

func TestFaultsOfAPolicy(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*accountplan.Policy)
		want   []string
	}{
		"good": {func(*accountplan.Policy) {}, nil},
		"zero": {func(p *accountplan.Policy) { *p = accountplan.Policy{} }, []string{
			"too-few $.roles", "too-few $.meetings", "days $.metWithin", "days $.championWithin", "people $.people", "risk $.highRisk", "score $.opponent",
			"months $.dealMonths", "too-few $.priorities", "weight $.weights", "weight $.weights", "weight $.weights", "weight $.weights", "weight $.weights",
			"weight $.weights", "weight $.weights", "weight $.weights", "weight $.weights",
		}},
		"a task as a meeting": {func(p *accountplan.Policy) { p.Meetings = append(p.Meetings, crm.ToDo) }, []string{"meetings $.meetings[2]"}},
		"a role twice":        {func(p *accountplan.Policy) { p.Roles = append(p.Roles, crm.Technical) }, []string{"twice $.roles[2]"}},
		"half of two":         {func(p *accountplan.Policy) { p.Partly = kam.MustFraction("2") }, []string{"partly $.partly"}},
		"below nothing":       {func(p *accountplan.Policy) { p.Partly = kam.MustFraction("-1/2") }, []string{"partly $.partly"}},
		"all of it":           {func(p *accountplan.Policy) { p.Partly = kam.Whole() }, nil},
		"priorities": {func(p *accountplan.Policy) {
			p.Priorities = []accountplan.Priority{{Name: "must", Weight: 0}, {Name: "must", Weight: 1001}, {Weight: 1}}
		}, []string{"weight $.priorities[0].weight", "twice $.priorities[1].name", "id $.priorities[2].name"}},
		"weights": {func(p *accountplan.Policy) {
			p.Weights[0].Weight, p.Weights[1].Weight, p.Weights[3] = -1, 1001, accountplan.Weight{Part: "people", Weight: 1}
			p.Weights = append(p.Weights, p.Weights[2])
		}, []string{"weight $.weights[0].weight", "weight $.weights[1].weight", "part $.weights[3].part", "twice $.weights[9].part", "weight $.weights"}},
		"nothing counts": {func(p *accountplan.Policy) {
			for i := range p.Weights {
				p.Weights[i].Weight = 0
			}
		}, []string{"weight $.weights"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := policy()
			c.change(&p)
			_, err := accountplan.Compile(p, nil)
			if c.want == nil {
				require.NoError(t, err)
				return
			}
			assert.Equal(t, c.want, faults(t, err))
		})
	}
}

func TestRulesShareNothing(t *testing.T) {
	p := policy()
	r := rules(t, p)
	p.Roles[0], p.Weights[0].Weight = "x", 7
	q := r.Policy()
	q.Roles[1], q.Priorities[0].Name = "y", "z"
	assert.Equal(t, policy(), r.Policy())
}

func TestFaultsOfAPlan(t *testing.T) {
	require.NoError(t, plan().Check())
	require.NoError(t, whole().Check())
	for name, c := range map[string]struct {
		change func(*accountplan.Plan)
		want   []string
	}{
		"zero": {func(p *accountplan.Plan) { *p = accountplan.Plan{} }, []string{
			"id $.id", "version $.version", "id $.account.system", "id $.account.id", "account $.account.kind", "id $.name", "period $.period",
		}},
		"no end":          {func(p *accountplan.Plan) { p.Period.Until = kam.Day{} }, []string{"period $.period"}},
		"another kind":    {func(p *accountplan.Plan) { p.Account.Kind = crm.KindContact }, []string{"account $.account.kind"}},
		"no currency":     {func(p *accountplan.Plan) { p.Currency = "" }, []string{"currency $.currency"}},
		"no such money":   {func(p *accountplan.Plan) { p.Currency = "RMB" }, []string{"currency $.currency"}},
		"an owner":        {func(p *accountplan.Plan) { p.Owner = " a" }, []string{"id $.owner"}},
		"counting":        {func(p *accountplan.Plan) { p.Objectives[0].Counts = "" }, []string{"counts $.objectives[0].counts"}},
		"no target":       {func(p *accountplan.Plan) { p.Objectives[0].Target.Valid = false }, nil},
		"a total of 0":    {func(p *accountplan.Plan) { p.Objectives[0].Target = some("0") }, []string{"target $.objectives[0].target"}},
		"no way":          {func(p *accountplan.Plan) { p.Objectives[1].Target = some("60.00") }, []string{"target $.objectives[1].target"}},
		"too long":        {func(p *accountplan.Plan) { p.Objectives[1].Target = some("1e31") }, []string{"number $.objectives[1].target"}},
		"by its baseline": {func(p *accountplan.Plan) { p.Objectives[1].By = kam.MustDay("2025-12-31") }, []string{"day $.objectives[1].by"}},
		"ids twice": {func(p *accountplan.Plan) {
			p.Objectives[1].ID, p.Stakeholders[1].Contact, p.Needs[1].ID, p.Risks[1].ID, p.Actions[1].ID = "revenue", "wang", "uptime", "budget", "demo"
		}, []string{
			"twice $.objectives[1].id", "twice $.stakeholders[1].contact", "twice $.needs[1].id", "unknown $.solutions[0].fits[1].need", "twice $.risks[1].id", "twice $.actions[1].id",
		}},
		"scores": {func(p *accountplan.Plan) {
			p.Stakeholders[0].Attitude, p.Stakeholders[1].Attitude, p.Stakeholders[2].Influence, p.Risks[0].Likelihood, p.Risks[0].Impact = new(3), new(-3), 6, -1, 6
		}, []string{
			"attitude $.stakeholders[0].attitude", "attitude $.stakeholders[1].attitude", "score $.stakeholders[2].influence", "score $.risks[0].likelihood", "score $.risks[0].impact",
		}},
		"fits": {func(p *accountplan.Plan) {
			p.Solutions[0].Fits = []accountplan.Fit{{Need: "uptime", How: accountplan.Unassessed}, {Need: "uptime", How: accountplan.Fully}, {Need: "peace", How: accountplan.NotMet}}
		}, []string{"how $.solutions[0].fits[0].how", "twice $.solutions[0].fits[1].need", "unknown $.solutions[0].fits[2].need"}},
		"the grid": {func(p *accountplan.Plan) {
			g := &p.Whitespace
			g.Products[1].Of, g.Units[1].ID, g.Cells[1].Unit = []string{"P2"}, "a/b", "a/b"
			g.Cells[2].Potential, g.Cells[3] = some("-1"), g.Cells[0]
		}, []string{"twice $.whitespace.products[1].of[0]", "id $.whitespace.units[1].id", "amount $.whitespace.cells[2].potential", "twice $.whitespace.cells[3]"}},
		"no such cell": {func(p *accountplan.Plan) { p.Whitespace.Cells[0] = accountplan.Cell{Product: "x", Unit: "y"} }, []string{
			"unknown $.whitespace.cells[0].product", "unknown $.whitespace.cells[0].unit",
		}},
		"rivals": {func(p *accountplan.Plan) {
			p.Competitors = append(p.Competitors, accountplan.Competitor{Name: "BOLT"}, accountplan.Competitor{Name: "Core", Also: []string{"博特"}})
		}, []string{"twice $.competitors[1].name", "twice $.competitors[2].also[0]"}},
		"aims": {func(p *accountplan.Plan) {
			p.Actions[0].For = []accountplan.Aim{{Part: accountplan.Actions, ID: "offer"}, {Part: accountplan.Risks, ID: "x"}, {Part: accountplan.Risks, ID: "old"}, {Part: accountplan.Risks, ID: "old"}}
		}, []string{"part $.actions[0].for[0].part", "unknown $.actions[0].for[1].id", "twice $.actions[0].for[3]"}},
		"nothing": {func(p *accountplan.Plan) {
			p.Nothing = []accountplan.Part{accountplan.Risks, accountplan.Objectives, accountplan.Reviewing}
		}, []string{"nothing $.nothing[0]", "part $.nothing[1]", "part $.nothing[2]"}},
		"a text":   {func(p *accountplan.Plan) { p.Risks[0].Response = string(make([]byte, accountplan.MaxText+1)) }, []string{"text $.risks[0].response"}},
		"too many": {func(p *accountplan.Plan) { p.Actions = make([]accountplan.Action, accountplan.MaxList+1) }, []string{"too-many $.actions"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := whole()
			c.change(&p)
			err := p.Check()
			if c.want == nil {
				require.NoError(t, err)
				return
			}
			assert.Equal(t, c.want, faults(t, err))
		})
	}
}

func TestReviewNeedsADayAndKnownPriorities(t *testing.T) {
	p := whole()
	p.Needs[0].Priority, p.Version = "urgent", 0
	_, err := rules(t, policy()).Review(accountplan.Inputs{Plan: p})
	assert.Equal(t, []string{"day $.asOf", "version $.version", "priority $.needs[0].priority"}, faults(t, err))
}

func TestParsing(t *testing.T) {
	data, err := json.Marshal(whole())
	require.NoError(t, err)
	back, err := accountplan.ParsePlan(data)
	require.NoError(t, err)
	again, err := json.Marshal(back)
	require.NoError(t, err)
	assert.JSONEq(t, string(data), string(again))
	data, err = json.Marshal(policy())
	require.NoError(t, err)
	read, err := accountplan.ParsePolicy(data)
	require.NoError(t, err)
	assert.Equal(t, policy(), read)
	_, err = accountplan.ParsePlan([]byte(`{"id": "a", "goals": [], "version": null}`))
	assert.Equal(t, []string{"unknown-key $.goals (1:13)", "null $.version (1:37)"}, faults(t, err))
	_, err = accountplan.ParsePolicy([]byte(`{"partly": 0.5}`))
	assert.Equal(t, []string{"wrong-type $.partly (1:12)"}, faults(t, err))
}

func FuzzParsePlan(f *testing.F) {
	data, err := json.Marshal(whole())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"id":"a","version":1,"account":{"system":"a","kind":"account","id":"b"},"name":"B","period":"2026-01-01/2027-01-01"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := accountplan.ParsePlan(data)
		if err != nil {
			return
		}
		r := rules(t, policy())
		v, err := r.Review(accountplan.Inputs{AsOf: kam.MustDay("2026-06-30"), Plan: p, Records: world(), Observations: figures()})
		if err != nil {
			return
		}
		wordtest.Formatted(t, v.Markdown(kam.Chinese))
		if len(v.Tasks()) > len(p.Actions) || len(v.Wishes()) > len(v.Tasks()) {
			t.Errorf("%d actions, %d tasks, %d wishes", len(p.Actions), len(v.Tasks()), len(v.Wishes()))
		}
	})
}

func FuzzParsePolicy(f *testing.F) {
	data, err := json.Marshal(policy())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := accountplan.ParsePolicy(data)
		if err != nil {
			return
		}
		r, err := accountplan.Compile(p, nil)
		if err != nil {
			return
		}
		v, err := r.Review(accountplan.Inputs{AsOf: kam.MustDay("2026-06-30"), Plan: plan(), Records: world()})
		require.NoError(t, err)
		assert.True(t, v.Completeness.Share.Known())
	})
}
