package incentive_test

import (
	"context"
	"fmt"
	"log"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// A plan, a payee, two deals: no file and no database. The second deal crosses
// the tier bound, so that two slices of it are paid at two rates.
func Example() {
	plan, err := incentive.ParsePlan([]byte(`{
		"format": 1, "id": "kam-2026", "version": 1, "currency": "CNY",
		"readings": "standard-1",
		"effective": "2026-01-01/2027-01-01", "period": "quarter",
		"credits":  [{"name": "own", "to": "owner", "share": "1"}],
		"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
		"components": [{
			"name": "commission", "measure": "revenue",
			"tiers": {"mode": "marginal", "basis": "attainment", "bands": [
				{"from": "0", "rate": "0.02"},
				{"from": "1", "rate": "0.05"}
			]}
		}]
	}`))
	if err != nil {
		log.Fatal(err)
	}
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
	if err != nil {
		log.Fatal(err)
	}
	quarter := kam.MustPeriod("2026-01-01/2026-04-01")
	run, err := program.Run(context.Background(), incentive.Inputs{
		Period: quarter,
		Roster: incentive.Roster{
			Payees: []incentive.Payee{{ID: "anna", Name: "Anna"}},
			Assignments: []incentive.Assignment{{
				Payee: "anna", Plan: "kam-2026", Version: 1, Period: plan.Effective,
				Quotas: []incentive.Quota{{Measure: "revenue", Period: quarter, Amount: decimal.NewFromInt(100_000)}},
			}},
		},
		Transactions: incentive.Transactions([]incentive.Transaction{
			{ID: "d1", Owner: "anna", Booked: kam.MustDay("2026-02-01"), Amount: decimal.NewFromInt(80_000)},
			{ID: "d2", Owner: "anna", Booked: kam.MustDay("2026-03-01"), Amount: decimal.NewFromInt(60_000)},
		}),
	}, incentive.RunOptions{})
	if err != nil {
		log.Fatal(err)
	}
	for statement := range run.Statements() {
		for line := range statement.Lines() {
			fmt.Println(line.Transaction(), line.Amount())
			for slice := range line.Slices() {
				fmt.Println("  ", slice.Base, "x", slice.Rate.Decimal, "=", slice.Amount)
			}
		}
		fmt.Println("payable", statement.Payable())
	}
	// Output:
	// d1 1600
	//    80000 x 0.02 = 1600
	// d2 2400
	//    20000 x 0.02 = 400
	//    40000 x 0.05 = 2000
	// payable 4000
}
