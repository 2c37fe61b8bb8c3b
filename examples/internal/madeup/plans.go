package madeup

import "github.com/kam-go/kam/incentive"

// sellers is the plan of those who sell. The contest is won by revenue, then by the number of deals; every team shares a pool.
const sellers = `{
	"format": 1, "id": "sellers", "version": 1, "currency": "CNY", "readings": "standard-1",
	"title": {"en": "Key-account managers", "zh": "大客户经理"},
	"effective": "2026-01-01/2027-01-01", "period": "quarter",
	"credits":  [{"name": "own", "to": "owner", "share": "1"}],
	"measures": [
		{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"},
		{"name": "deals", "base": "count", "credits": ["own"], "window": "period"}
	],
	"components": [
		{"name": "commission", "measure": "revenue", "tiers": {"mode": "marginal", "basis": "attainment", "bands": [
			{"from": "0", "rate": "0.0213"}, {"from": "0.8", "rate": "0.0307"}, {"from": "1", "rate": "0.0509"}]}},
		{"name": "race", "measure": "revenue", "contest": {"basis": "amount", "prizes": ["20000", "10000", "5000", "2500", "1000"],
			"then": [{"measure": "deals", "basis": "units"}], "ties": "share", "held": "leave-out"}},
		{"name": "team", "measure": "revenue", "pool": {"rate": "0.002", "by": "manager", "key": "attainment", "held": "leave-out"}}
	]
}`

// leads is the plan of those whom ten sellers report to: a part of what these earn by their deals.
const leads = `{
	"format": 1, "id": "leads", "version": 1, "currency": "CNY", "readings": "standard-1",
	"title": {"en": "Team leads", "zh": "团队主管"},
	"effective": "2026-01-01/2027-01-01", "period": "quarter",
	"credits":  [{"name": "below", "to": "manager", "level": 1, "base": "after-cap", "of": ["sellers/commission"], "share": "1"}],
	"measures": [{"name": "commission", "base": "amount", "credits": ["below"], "window": "period"}],
	"components": [{"name": "override", "measure": "commission", "rate": "0.12"}]
}`

// Program returns the compiled plans.
func Program() (*incentive.Program, error) {
	var book incentive.Book
	for _, text := range []string{sellers, leads} {
		plan, err := incentive.ParsePlan([]byte(text))
		if err != nil {
			return nil, err
		}
		book.Plans = append(book.Plans, plan)
	}
	return incentive.Compile(book)
}
