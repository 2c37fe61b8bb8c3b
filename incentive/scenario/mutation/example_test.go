package mutation_test

import (
	"context"
	"fmt"
	"os"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario"
	"github.com/kam-go/kam/incentive/scenario/mutation"
)

// sample reads the plan of the examples: 2 %, 4 % from 100,000 on, at most 5,000.
func sample() incentive.Plan {
	data, err := os.ReadFile("../testdata/ae/ae.plan.json")
	if err != nil {
		fmt.Println(err)
	}
	plan, err := incentive.ParsePlan(data)
	if err != nil {
		fmt.Println(err)
	}
	return plan
}

// A mistake in the plan that nobody would notice, and what would notice it.
func ExampleKill() {
	suite, err := scenario.Load(os.DirFS("../testdata"), "ae")
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := mutation.Kill(context.Background(), suite, mutation.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(report.Judged), "mutants,", report.Count(mutation.Killed), "killed")
	for _, j := range report.With(mutation.Survived) {
		if j.Kind == mutation.Bound {
			fmt.Println(j.What().EN)
			fmt.Println("  would be noticed by", j.Killer.Steps[0].Deals)
		}
	}
	// Output:
	// 48 mutants, 26 killed
	// $.components[0].tiers.bands[1].from: 100000.01 instead of 100000
	//   would be noticed by [A1 150000.125 rep]
	// $.components[0].tiers.bands[1].from: 99999.99 instead of 100000
	//   would be noticed by [A1 150000.1249 rep]
}

func ExampleMutants() {
	for _, m := range mutation.Mutants(sample()) {
		if m.Kind == mutation.Rate {
			fmt.Println(m.What().EN)
		}
	}
	// Output:
	// $.components[0].tiers.bands[0].rate: 0.03 instead of 0.02
	// $.components[0].tiers.bands[0].rate: 0.01 instead of 0.02
	// $.components[0].tiers.bands[1].rate: 0.05 instead of 0.04
	// $.components[0].tiers.bands[1].rate: 0.03 instead of 0.04
}
