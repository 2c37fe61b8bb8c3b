package incentive_test

import (
	"context"
	"fmt"
	"log"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// risen is the second version of a plan that counts deals of a year: deals from July on earn more. What was sold until
// June still earns what the first version said, and the year goes on counting.
const risen = `{
	"format": 1, "id": "kam", "version": 2, "currency": "CNY", "readings": "standard-1", "effective": "2026-01-01/2027-01-01", "period": "month",
	"credits": [{"name": "own", "to": "owner", "share": "1"}],
	"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "year-to-date"}],
	"components": [
		{"name": "commission", "measure": "revenue", "when": {"date": "booked", "until": "2026-07-01"},
		 "tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.02"}, {"from": "100000", "rate": "0.04"}]}},
		{"name": "since-july", "measure": "revenue", "when": {"date": "booked", "from": "2026-07-01"},
		 "tiers": {"mode": "marginal", "basis": "amount", "bands": [{"from": "0", "rate": "0.03"}, {"from": "100000", "rate": "0.06"}]}}
	]
}`

// A rate that changes within a year: each deal is paid at the rates of its day, at the place that the year has reached.
func ExampleCondition() {
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{mustPlan(risen)}})
	if err != nil {
		log.Fatal(err)
	}
	in := incentive.Inputs{
		Period: kam.MustPeriod("2026-07-01/2026-08-01"),
		Roster: incentive.Roster{
			Payees:      []incentive.Payee{{ID: "anna"}},
			Assignments: []incentive.Assignment{{Payee: "anna", Plan: "kam", Version: 2, Period: kam.MustPeriod("2026-01-01/2027-01-01")}},
		},
		Transactions: incentive.Transactions([]incentive.Transaction{
			{ID: "d1", Owner: "anna", Booked: kam.MustDay("2026-05-04"), Amount: decimal.NewFromInt(90_000)},
			{ID: "d2", Owner: "anna", Booked: kam.MustDay("2026-07-13"), Amount: decimal.NewFromInt(30_000)},
		}),
	}
	run, err := program.Run(context.Background(), in, incentive.RunOptions{})
	if err != nil {
		log.Fatal(err)
	}
	s, _ := run.Statement("anna", "kam")
	for l := range s.EarlierLines() {
		fmt.Println(l.Transaction(), l.Component(), l.Amount())
	}
	for l := range s.Lines() {
		fmt.Println(l.Transaction(), l.Component(), l.Amount())
		for x := range l.Slices() {
			fmt.Println("  ", x.Base, "at", x.Rate.Decimal)
		}
	}
	// Output:
	// d1 commission 1800
	// d2 since-july 1500
	//    10000 at 0.03
	//    20000 at 0.06
}
