package boundary_test

import (
	"context"
	"fmt"
	"os"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario/boundary"
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

// What a plan pays around its bounds.
func ExampleCases() {
	set, err := boundary.Cases(context.Background(), boundary.Request{Plans: []incentive.Plan{sample()}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, b := range set.Cases {
		if b.Place == "$.components[0].tiers.bands[1].from" && b.Side != boundary.RoundsUp && b.Side != boundary.RoundsDown {
			last := b.Scenario.Steps[len(b.Scenario.Steps)-1]
			fmt.Println(b.Side, b.Scenario.Steps[0].Deals, last.Expect.Payees["rep"].Earned.Decimal)
		}
	}
	// Output:
	// just-below [A1 99999.99 rep] 2000
	// at [A1 100000 rep] 2000
	// just-above [A1 100000.01 rep] 2000
	// inside [A1 150000 rep] 4000
	// rounds-half [A1 150000.625 rep] 4000.03
	// crossing [A1 50000.71 rep A9 70000.0037 rep] 2800.02
	// crossing [A1 50001.29 rep A9 69999.7663 rep] 2800.05
	// back-across [A1 100000 rep R1 -0.01 reverses=A1 2026-01-02] 2000
	// back-later [A1 100000 rep] 0
	// back-across [A1 150000 rep R1 -50000.01 reverses=A1 2026-01-02] 2000
	// back-later [A1 150000 rep] 0
}
