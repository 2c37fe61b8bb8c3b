package incentive_test

import (
	"context"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// A quota of 100 and a quarter of a target incentive of 1,000 for a year.
func ExampleStatement_ExactQuota() {
	plan, err := incentive.ParsePlan([]byte(`{
	  "format": 1, "id": "kam", "version": 1, "currency": "CNY", "readings": "standard-1",
	  "effective": "2026-01-01/2027-01-01", "period": "quarter",
	  "credits": [{"name": "own", "to": "owner", "share": "1"}],
	  "measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
	  "components": [{"name": "commission", "measure": "revenue", "curve": {"basis": "attainment", "shape": "linear", "beyond": "flat",
	    "ofTargetIncentive": "1", "points": [{"at": "0", "pays": "0"}, {"at": "1", "pays": "1"}]}}]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{plan}})
	if err != nil {
		fmt.Println(err)
		return
	}
	quarter := kam.MustPeriod("2026-01-01/2026-04-01")
	run, err := program.Run(context.Background(), incentive.Inputs{Period: quarter, Roster: incentive.Roster{
		Payees: []incentive.Payee{{ID: "anna"}},
		Assignments: []incentive.Assignment{{
			Payee: "anna", Plan: "kam", Version: 1, Period: plan.Effective, Target: incentive.Target{Amount: decimal.NewNullDecimal(decimal.NewFromInt(1000)), Per: kam.Year},
			Quotas: []incentive.Quota{{Measure: "revenue", Period: quarter, Amount: decimal.NewFromInt(100)}},
		}},
	}}, incentive.RunOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	s, _ := run.Statement("anna", "kam")
	quota, _ := s.ExactQuota("revenue")
	target, _ := s.ExactTarget(quarter)
	fmt.Println(quota.RatString(), target.RatString())
	// Output: 100 250
}
