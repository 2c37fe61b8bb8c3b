package equivalence_test

import (
	"fmt"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario/equivalence"
	"github.com/kam-go/kam/incentive/scenario/mutation"
)

// A tier that pays the rate of the tier below it changes nothing, wherever it begins; a rate changes what is paid.
func ExampleByCurves_Same() {
	plan, err := incentive.ParsePlan([]byte(`{
		"format": 1, "id": "ae", "version": 1, "currency": "CNY", "effective": "2026-01-01/2027-01-01", "period": "quarter", "readings": "standard-1",
		"credits": [{"name": "own", "to": "owner", "share": "1"}],
		"measures": [{"name": "sales", "base": "amount", "credits": ["own"], "window": "period"}],
		"components": [{"name": "commission", "measure": "sales", "tiers": {"mode": "marginal", "basis": "attainment",
			"bands": [{"from": "0", "rate": "0.04"}, {"from": "0.5", "rate": "0.05"}, {"from": "1", "rate": "0.05"}]}}]
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	plan = incentive.Expand(plan)
	for _, m := range mutation.Mutants(plan) {
		switch m.What().EN {
		case "$.components[0].tiers.bands[2] removed (1)", "$.components[0].tiers.bands[0].rate: 0.05 instead of 0.04", "$.order: id instead of sequence":
			same, sure, why := equivalence.ByCurves{}.Same(plan, m.Plan, nil)
			fmt.Println(m.What().EN, same, sure)
			fmt.Println("  " + why.EN)
		}
	}
	// Output:
	// $.order: id instead of sequence false false
	//   curves do not show $.order
	// $.components[0].tiers.bands[0].rate: 0.05 instead of 0.04 false true
	//   sales (attainment), deals in the profile: 1; pay differs at 0
	// $.components[0].tiers.bands[2] removed (1) true true
	//   the same exact curve in answer to each of 67 questions
}
