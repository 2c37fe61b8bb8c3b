package accountplan_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/accountplan"
	"github.com/kam-go/kam/internal/wordtest"
)

// whole is a plan with something in every part.
func whole() accountplan.Plan {
	p := plan()
	day := kam.MustDay
	p.Objectives = []accountplan.Objective{
		{ID: "revenue", Title: "Double the revenue", Metric: "kpi.revenue", Counts: accountplan.Total, Baseline: some("500000"), BaselineOn: day("2025-12-31"), Target: some("1000000"), By: day("2026-12-31"), Owner: "anna"},
		{ID: "reply", Title: "Answer faster", Metric: "support.response-mean", Unit: "minutes", Counts: accountplan.Level, Baseline: some("60"), BaselineOn: day("2025-12-31"), Target: some("30"), By: day("2026-06-30"), Owner: "bo"},
	}
	p.Stakeholders = []accountplan.Stakeholder{
		{Contact: "wang", Name: "Wang | CFO", Role: crm.Economic, Attitude: new(1), Influence: 5, Evidence: "signs every order", MetBy: []string{"anna"}},
		{Contact: "li", Champion: true, Attitude: new(2), Influence: 3, MetBy: []string{"anna", "bo"}},
		{Contact: "zhao", Attitude: new(-2), Influence: 4},
	}
	p.Needs = []accountplan.Need{
		{ID: "uptime", Title: "99.9 % uptime", Priority: "must", From: "li", Recorded: day("2026-02-01")},
		{ID: "local", Title: "Service in Chinese", Priority: "should", From: "wang", Recorded: day("2026-02-01")},
		{ID: "report", Title: "Monthly report", Priority: "should"},
	}
	p.Solutions = []accountplan.Solution{
		{ID: "care", Title: "Premium care", Deal: "d1", Fits: []accountplan.Fit{{Need: "uptime", How: accountplan.Partly, Note: "99.5 %"}, {Need: "local", How: accountplan.Fully}}},
	}
	p.Whitespace = accountplan.Grid{
		Purchases: kam.MustPeriod("2025-07-01/2026-07-01"),
		Products:  []accountplan.Product{{ID: "pump", Name: "Pumps", Of: []string{"P1", "P2"}}, {ID: "care", Name: "Care"}},
		Units:     []accountplan.Unit{{ID: "hq", Name: "Headquarters", Of: []string{"acme"}}, {ID: "south", Name: "Plant South", Of: []string{"acme-south"}}},
		Cells: []accountplan.Cell{
			{Product: "pump", Unit: "hq", Potential: some("300000")},
			{Product: "pump", Unit: "south", Potential: some("200000")},
			{Product: "care", Unit: "hq", Potential: some("50000"), Current: some("20000")},
			{Product: "care", Unit: "south"},
		},
	}
	p.Competitors = []accountplan.Competitor{{Name: "Bolt", Also: []string{"博特"}, Strength: "price", Weakness: "no service", Answer: "show the cost of standstill"}}
	p.Risks = []accountplan.Risk{
		{ID: "budget", Title: "Budget frozen", Likelihood: 3, Impact: 5, Owner: "anna"},
		{ID: "old", Title: "Plant moves", Likelihood: 2, Impact: 2, Owner: "anna", Closed: day("2026-03-01")},
	}
	p.Actions = []accountplan.Action{
		{ID: "demo", Title: "Show care to the CFO", Type: crm.Visit, Contacts: []string{"wang"}, Owner: "anna", Due: day("2026-07-10"), For: []accountplan.Aim{{Part: accountplan.Whitespace, ID: "care/hq"}, {Part: accountplan.Needs, ID: "uptime"}}},
		{ID: "offer", Title: "Send the offer", Owner: "bo", Due: day("2026-06-15")},
		{ID: "kickoff", Title: "Kick-off", Type: crm.Meeting, Owner: "anna", Due: day("2026-01-15"), Done: day("2026-01-14")},
	}
	return p
}

// world is what the systems know of Acme on 2026-06-30.
func world() []crm.Record {
	order := func(id, account, day, product, amount string) crm.Record {
		return record(id, &crm.Order{Account: account, Ordered: kam.MustDay(day), Currency: "CNY", Lines: []crm.Line{{Product: product, Amount: some(amount)}}})
	}
	decided := func(id string, status crm.DealStatus, day, amount, reason, winner string, rivals ...string) crm.Record {
		return record(id, &crm.Opportunity{Name: "Deal " + id, Account: "acme", Status: status, Close: kam.MustDay(day), Amount: some(amount), Currency: "CNY", LossReason: reason, Winner: winner, Competitors: rivals})
	}
	return []crm.Record{
		record("anna", &crm.User{Name: "Anna"}), record("bo", &crm.User{Name: "Bo"}),
		record("acme", &crm.Account{Name: "Acme", Owner: "anna"}), record("acme-south", &crm.Account{Name: "Acme South", Parent: "acme", Owner: "anna"}),
		contact("wang", "acme", crm.Economic), contact("li", "acme", crm.Technical), contact("zhao", "acme", ""), contact("sun", "acme", crm.UserBuyer),
		met("v1", "2026-06-20", "anna", "li"), met("v2", "2026-05-04", "bo", "li", "wang"), met("v3", "2026-02-01", "anna", "zhao"), met("v4", "2026-07-01", "anna", "zhao"),
		record("d1", &crm.Opportunity{Name: "Care contract", Account: "acme", Status: crm.Open, Amount: some("50000"), Currency: "CNY", Contacts: []crm.Stakeholder{{Contact: "wang"}}, Needs: []string{"Monthly report", "Spare parts"}, Competitors: []string{"Core"}}),
		record("d2", &crm.Opportunity{Name: "Pumps South", Account: "acme-south", Status: crm.Open, Contacts: []crm.Stakeholder{{Contact: "li"}, {Contact: "ma", Role: crm.Economic}}}),
		decided("d3", crm.Won, "2026-01-20", "120000", "", "", "bolt"), decided("d4", crm.Lost, "2026-03-02", "80000", "price", "博特"),
		decided("d5", crm.Lost, "2025-09-10", "40000", "", "", "Core"), decided("d6", crm.Won, "2025-06-01", "999", "", ""),
		order("o1", "acme", "2026-01-25", "P1", "100000"), order("o2", "acme", "2026-02-25", "P2", "50000.50"), order("o3", "acme-south", "2025-07-01", "P1", "10000"),
		order("o4", "acme-south", "2025-06-30", "P1", "77"),
	}
}

func figures() []kam.Observation {
	acme := kam.Subject{Kind: "account", ID: "acme"}
	return []kam.Observation{
		{Subject: acme, Metric: "kpi.revenue", Period: kam.MustPeriod("2026-01-01/2026-04-01"), Value: some("150000"), Currency: "CNY"},
		{Subject: acme, Metric: "kpi.revenue", Period: kam.MustPeriod("2026-01-01/2026-07-01"), Value: some("400000"), Currency: "CNY"},
		{Subject: acme, Metric: "support.response-mean", Period: kam.MustPeriod("2026-06-01/2026-07-01"), Numerator: some("3000"), Denominator: some("100"), Unit: "minutes"},
	}
}

func TestReviewOfAWholePlan(t *testing.T) {
	v := reviewed(t, policy(), accountplan.Inputs{AsOf: kam.MustDay("2026-06-30"), Plan: whole(), Records: world(), Observations: figures()})
	golden(t, "review.en.md", v.Markdown(kam.English))
	golden(t, "review.zh-CN.md", v.Markdown(kam.Chinese))
	data, err := json.MarshalIndent(v, "", "  ")
	require.NoError(t, err)
	golden(t, "review.json", string(data)+"\n")
	wordtest.Formatted(t, v.Markdown(kam.English)+v.Markdown(kam.Chinese))
}
