package accountplan_test

import (
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/crm/accountplan"
)

// house is what plans of a company are held to.
func house() *accountplan.Rules {
	policy, err := accountplan.ParsePolicy([]byte(`{
		"roles": ["economic", "technical"], "meetings": ["visit", "meeting"], "metWithin": 90, "championWithin": 30, "people": 2,
		"priorities": [{"name": "must", "weight": 3}, {"name": "should", "weight": 1}], "partly": "0.5",
		"weights": [
			{"part": "objectives", "weight": 2}, {"part": "stakeholders", "weight": 2}, {"part": "needs", "weight": 1}, {"part": "solutions", "weight": 1},
			{"part": "whitespace", "weight": 1}, {"part": "competitors", "weight": 1}, {"part": "risks", "weight": 0}, {"part": "actions", "weight": 1}, {"part": "review", "weight": 1}
		],
		"highRisk": 12, "opponent": 4, "dealMonths": 24
	}`))
	if err != nil {
		log.Fatal(err)
	}
	rules, err := accountplan.Compile(policy, time.UTC)
	if err != nil {
		log.Fatal(err)
	}
	return rules
}

// acme is a plan as its owner wrote it.
func acme() accountplan.Plan {
	plan, err := accountplan.ParsePlan([]byte(`{
		"id": "acme-2026", "version": 1, "account": {"system": "zoho", "kind": "account", "id": "acme"}, "name": "Acme", "owner": "anna",
		"period": "2026-01-01/2027-01-01", "reviewOn": "2026-07-31", "currency": "CNY",
		"objectives": [{"id": "o1", "title": "Double the revenue", "metric": "kpi.revenue", "counts": "total", "baseline": "500000", "target": "1000000", "by": "2026-12-31", "owner": "anna"}],
		"stakeholders": [
			{"contact": "li", "name": "Li", "role": "technical", "champion": true, "attitude": 2, "influence": 3, "metBy": ["anna"]},
			{"contact": "zhao", "name": "Zhao", "attitude": -1, "influence": 4, "metBy": ["anna"]}
		],
		"needs": [{"id": "n1", "title": "uptime", "priority": "must", "from": "li", "recorded": "2026-02-01"}, {"id": "n2", "title": "a report", "priority": "should"}],
		"solutions": [{"id": "s1", "title": "Premium care", "fits": [{"need": "n1", "how": "partly"}]}],
		"competitors": [{"name": "Bolt", "also": ["博特"], "answer": "show the cost of standstill"}],
		"actions": [{"id": "a1", "title": "Lunch with Zhao", "type": "visit", "contacts": ["zhao"], "owner": "anna", "due": "2026-06-26", "for": [{"part": "stakeholders", "id": "zhao"}]}],
		"nothing": ["whitespace"]
	}`))
	if err != nil {
		log.Fatal(err)
	}
	return plan
}

// seen is what the CRM system knows.
func seen() []crm.Record {
	record := func(kind crm.Kind, id string, data crm.Data) crm.Record {
		return crm.Record{Ref: crm.Ref{System: "zoho", Kind: kind, ID: id}, Modified: time.Date(2026, 6, 29, 0, 0, 0, 0, time.UTC), Data: data}
	}
	return []crm.Record{
		record(crm.KindAccount, "acme", &crm.Account{Name: "Acme", Owner: "anna"}),
		record(crm.KindContact, "li", &crm.Contact{Name: "Li", Account: "acme"}), record(crm.KindContact, "zhao", &crm.Contact{Name: "Zhao", Account: "acme"}),
		record(crm.KindActivity, "v1", &crm.Activity{Type: crm.Visit, Status: crm.Done, Start: time.Date(2026, 5, 11, 6, 0, 0, 0, time.UTC), Owner: "anna", Contacts: []string{"li"}}),
		record(crm.KindOpportunity, "d1", &crm.Opportunity{Name: "Pumps", Account: "acme", Status: crm.Won, Close: kam.MustDay("2026-03-01"), Amount: some("120000"), Currency: "CNY", Competitors: []string{"bolt"}}),
		record(crm.KindOpportunity, "d2", &crm.Opportunity{Name: "Care", Account: "acme", Status: crm.Lost, Close: kam.MustDay("2026-04-01"), Amount: some("80000"), Currency: "CNY", Winner: "博特", LossReason: "price"}),
	}
}

func Example() {
	revenue := kam.Observation{Subject: kam.Subject{Kind: "account", ID: "acme"}, Metric: "kpi.revenue", Period: kam.MustPeriod("2026-01-01/2026-07-01"), Value: some("400000"), Currency: "CNY"}
	review, err := house().Review(accountplan.Inputs{AsOf: kam.MustDay("2026-06-30"), Plan: acme(), Records: seen(), Observations: []kam.Observation{revenue}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("complete:", review.Completeness.Share)
	fmt.Println(review.Objectives[0].Status, "-", review.Objectives[0].Why.EN)
	fmt.Println("needs met:", review.Fit.Share)
	for _, rival := range review.Contest.Rivals {
		fmt.Println(rival.Rival, "won against:", rival.Won, "lost to:", rival.LostTo, "win rate:", rival.Rate())
	}
	for _, f := range review.Findings {
		if f.Severity == kam.Warning {
			fmt.Println("-", f.Message.EN)
		}
	}
	// Output:
	// complete: 80 %
	// behind - CNY 400,000.00 of CNY 1,000,000.00: 40 % of the way, at an even pace it would be 49.6 %
	// needs met: 37.5 %
	// Bolt won against: 1 lost to: 1 win rate: 50 %
	// - Double the revenue is behind: CNY 400,000.00 of CNY 1,000,000.00: 40 % of the way, at an even pace it would be 49.6 %
	// - no economic buyer is known
	// - people met within 90 days: 1, fewer than 2
	// - the champion Li was not met for 30 days: last on 2026-05-11
	// - Zhao has influence 4 and was not met within 90 days: never
	// - no solution says anything about a report
	// - the plan has no risks
	// - Lunch with Zhao was due on 2026-06-26, 4 days ago
}

func ExampleReview_Tasks() {
	review, err := house().Review(accountplan.Inputs{AsOf: kam.MustDay("2026-06-30"), Plan: acme(), Records: seen()})
	if err != nil {
		log.Fatal(err)
	}
	for _, task := range review.Tasks() {
		fmt.Println(task.ID, task.Owner, task.Due, task.Title.ZH)
	}
	for _, wish := range review.Wishes() {
		fmt.Println("visit", wish.Account.ID, wish.Contacts, "by", wish.Due)
	}
	// Output:
	// accountplan/zoho/acme/acme-2026/a1 anna 2026-06-26 Acme：Lunch with Zhao（Zhao）
	// visit acme [zhao] by 2026-06-26
}

func ExampleReview_Measures() {
	review, err := house().Review(accountplan.Inputs{AsOf: kam.MustDay("2026-06-30"), Plan: acme(), Records: seen()})
	if err != nil {
		log.Fatal(err)
	}
	measures, err := review.Measures(kam.Subject{Kind: "account", ID: "acme"})
	if err != nil {
		log.Fatal(err)
	}
	for _, m := range measures {
		switch m.Metric {
		case accountplan.MetricProgress, accountplan.MetricRoles, accountplan.MetricWinRate:
			fmt.Println(m.Metric, m.Scope, m.Numerator.Decimal, m.Denominator.Decimal, m.IsRatio())
		}
	}
	// Output:
	// accountplan.progress o1 0 0 false
	// accountplan.roles-covered  1 2 true
	// accountplan.win-rate  1 2 true
	// accountplan.win-rate Bolt 1 2 true
}

func ExampleCompile() {
	_, err := accountplan.Compile(accountplan.Policy{Roles: []crm.BuyingRole{crm.Economic}, Meetings: []crm.ActivityType{crm.Visit, crm.ToDo}, MetWithin: 90, People: 2}, nil)
	if invalid, ok := errors.AsType[*kam.InvalidError](err); ok {
		fmt.Println(invalid.Findings[0].In(kam.Chinese))
	}
	// Output:
	// $.meetings[1]：待办任务不是与客户的接触（请删去）
}

func ExamplePlan_Check() {
	plan := acme()
	plan.Objectives[0].Counts, plan.Actions[0].For[0].ID = "", "zhou"
	fmt.Println(plan.Check())
	// Output:
	// $.objectives[0].counts: nothing is chosen (use one of level, total)
	// $.actions[0].for[0].id: the plan has no "zhou" (use an id of the plan)
}

func ExampleWinLoss() {
	contest, err := accountplan.WinLoss(seen(), accountplan.ContestSpec{
		System: "zoho", Period: kam.MustPeriod("2026-01-01/2026-07-01"), Rivals: []accountplan.Competitor{{Name: "Bolt", Also: []string{"博特"}}},
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range contest.Rivals {
		fmt.Println(r.Rival, r.Rate(), "of deals,", r.RateByAmount("CNY"), "of money")
	}
	for _, r := range contest.Reasons {
		fmt.Println(r.Reason, r.Lost, r.Sums[0].Currency, r.Sums[0].Amount)
	}
	// Output:
	// Bolt 50 % of deals, 60 % of money
	// price 1 CNY 80000
}

func ExampleCompare() {
	after := acme()
	after.Version, after.Stakeholders[1].Attitude, after.Actions[0].Done = 2, new(0), kam.MustDay("2026-06-26")
	changes, err := accountplan.Compare(acme(), after)
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range changes.Changes {
		fmt.Println(c.Text().EN)
	}
	// Output:
	// stakeholders, Zhao: attitude from -1 to 0
	// actions, Lunch with Zhao: day done from nothing to 2026-06-26
}

func ExampleParsePlan() {
	_, err := accountplan.ParsePlan([]byte(`{"id": "acme-2026", "objectivs": [], "period": "2026"}`))
	if invalid, ok := errors.AsType[*kam.InvalidError](err); ok {
		for _, f := range invalid.Findings {
			fmt.Println(f.Code, f.Place)
		}
	}
	// Output:
	// accountplan.unknown-key $.objectivs (1:21)
	// accountplan.text $.period (1:48)
}

func ExampleParsePolicy() {
	policy, err := accountplan.ParsePolicy([]byte(`{"roles": ["economic", "coach"], "partly": "1/2", "metWithin": 60}`))
	fmt.Println(policy.Roles, policy.Partly, policy.MetWithin, err)
	// Output:
	// [economic coach] 0.5 60 <nil>
}
