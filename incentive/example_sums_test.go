package incentive_test

import (
	"context"
	"fmt"
	"log"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// quarterOf runs a quarter of a plan with one component and prints what everybody earns, and where it comes from.
func quarterOf(component string, target incentive.Target, deals ...incentive.Transaction) {
	plan := mustPlan(`{
		"format": 1, "id": "kam", "version": 1, "currency": "CNY", "readings": "standard-1",
		"effective": "2026-01-01/2027-01-01", "period": "quarter",
		"credits":    [{"name": "own", "to": "owner", "share": "1"}],
		"measures":   [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
		"components": [` + component + `]
	}`)
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
	if err != nil {
		log.Fatal(err)
	}
	quarter := kam.MustPeriod("2026-01-01/2026-04-01")
	in := incentive.Inputs{Period: quarter, Transactions: incentive.Transactions(deals)}
	for _, d := range deals {
		if d.Owner != "" {
			in.Roster.Payees = append(in.Roster.Payees, incentive.Payee{ID: d.Owner})
			in.Roster.Assignments = append(in.Roster.Assignments, incentive.Assignment{
				Payee: d.Owner, Plan: "kam", Version: 1, Period: plan.Effective, Target: target,
				Quotas: []incentive.Quota{{Measure: "revenue", Period: quarter, Amount: exact("100000")}},
			})
		}
	}
	run, err := program.Run(context.Background(), in, incentive.RunOptions{})
	if err != nil {
		log.Fatal(err)
	}
	for s := range run.Statements() {
		fmt.Println(s.Payee().ID, s.Earned())
		for a := range s.Adjustments() {
			switch a.Kind {
			case incentive.AdjustCurve:
				fmt.Println("  factor", a.Factor.Decimal, "of", a.Base.Decimal)
			case incentive.AdjustEvery:
				fmt.Println("  times", a.Times.Decimal)
			case incentive.AdjustContest:
				fmt.Println("  place", a.Place, "of", a.Contestants)
			case incentive.AdjustPool:
				fmt.Println("  weight", a.Weight.Decimal, "of", a.Weights.Decimal, "in", a.Fund.Decimal)
			default:
				fmt.Println("  "+string(a.Kind), a.Amount)
			}
		}
	}
}

// 120 % of quota lie on the line from 100 % to 150 %, which pays once to twice the target: 1.4 times 60 % of 15,000.
func ExampleCurve() {
	quarterOf(`{"name": "bonus", "measure": "revenue", "curve": {
		"basis": "attainment", "shape": "linear", "beyond": "flat", "ofTargetIncentive": "0.6",
		"points": [{"at": "0", "pays": "0"}, {"at": "1", "pays": "1"}, {"at": "1.5", "pays": "2"}]}}`,
		incentive.Target{Amount: known("60000"), Per: kam.Year},
		sold("d1", "anna", "120000", "2026-02-01"))
	// Output:
	// anna 12600
	//   factor 1.4 of 9000
}

func ExampleEvery() {
	quarterOf(`{"name": "club", "measure": "revenue", "every": {"each": "50000", "pays": "800"}}`, incentive.Target{},
		sold("d1", "anna", "149999", "2026-02-01"))
	// Output:
	// anna 1600
	//   times 2
}

// Bo and cai are level and share the prizes of the second place and the third.
func ExampleContest() {
	quarterOf(`{"name": "race", "measure": "revenue", "contest": {
		"basis": "amount", "prizes": ["3000", "2000", "1000"], "ties": "share", "held": "wait"}}`, incentive.Target{},
		sold("d1", "anna", "90000", "2026-02-01"), sold("d2", "bo", "80000", "2026-02-01"), sold("d3", "cai", "80000", "2026-02-01"))
	// Output:
	// anna 3000
	//   place 1 of 3
	// bo 1500
	//   place 2 of 3
	// cai 1500
	//   place 2 of 3
}

// A fund of 1 % of 100,000 is shared out by what each sold.
func ExamplePool() {
	quarterOf(`{"name": "team", "measure": "revenue", "pool": {"rate": "0.01", "key": "position", "held": "wait"}}`, incentive.Target{},
		sold("d1", "anna", "75000", "2026-02-01"), sold("d2", "bo", "25000", "2026-02-01"))
	// Output:
	// anna 750
	//   weight 75000 of 100000 in 1000
	// bo 250
	//   weight 25000 of 100000 in 1000
}

// The same factors on the whole sum, and on the part above quota alone.
func ExampleMultiplier() {
	bands := `"basis": "attainment", "bands": [{"from": "0", "factor": "1"}, {"from": "1", "factor": "1.5"}]`
	quarterOf(`{"name": "c", "measure": "revenue", "rate": "0.1", "multipliers": [{"apply": "whole", `+bands+`}]}`, incentive.Target{},
		sold("d1", "anna", "120000", "2026-02-01"))
	quarterOf(`{"name": "c", "measure": "revenue", "rate": "0.1", "multipliers": [{"apply": "slice", `+bands+`}]}`, incentive.Target{},
		sold("d1", "anna", "120000", "2026-02-01"))
	// Output:
	// anna 18000
	//   multiplier 6000
	// anna 13000
}
