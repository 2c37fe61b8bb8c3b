package scenario_test

import (
	"context"
	"fmt"
	"os"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario"
)

// A folder of scenario files is loaded, calculated and compared. One expectation is wrong: the second deal lies in the
// tier of 4 % for 40,000 of its 60,000.
func Example() {
	suite, err := scenario.Load(os.DirFS("testdata"), "newcomer")
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := suite.Run(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(report.Results), "scenarios,", report.Checks(), "expectations")
	for _, c := range report.Failed() {
		fmt.Printf("%s: %s: expected %s, came out %s\n", c.Scenario, c.What.EN, c.Expected, c.Actual)
		for _, line := range c.Trail {
			fmt.Println("   ", line.EN)
		}
	}
	// Output:
	// 2 scenarios, 4 expectations
	// across the bound: rep, deal D2: expected 2400, came out 2000
	//     measure revenue: 140000
	//     commission D1: 80000 × 0.02 = 1600 [0, 100000)
	//     commission D2: 20000 × 0.02 = 400 [0, 100000)
	//     commission D2: 40000 × 0.04 = 1600 [100000, …)
	//     earned: 3600
}

// sample reads the plan of the examples: 2 %, 4 % from 100,000 on, at most 5,000.
func sample() incentive.Plan {
	data, err := os.ReadFile("testdata/ae/ae.plan.json")
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
func ExampleBoundaries() {
	set, err := scenario.Boundaries(context.Background(), []incentive.Plan{sample()}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, b := range set.Boundaries {
		if b.Place == "$.components[0].tiers.bands[1].from" && b.Side != scenario.RoundsUp && b.Side != scenario.RoundsDown {
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

// What three scenarios leave untested.
func ExampleReport_Coverage() {
	suite, err := scenario.Load(os.DirFS("testdata"), "ae")
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := suite.Run(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	coverage := report.Coverage()
	fmt.Println(coverage.Share().RatString(), "of the points are covered")
	for _, p := range coverage.Missing() {
		fmt.Println(p.Place, p.What.EN)
	}
	// Output:
	// 3/4 of the points are covered
	// $.rounding an amount is rounded
	// $.refunds.below a measure falls below zero: carry-negative
	// $.credits[0].split the rule own divides a deal: credit
}

// A mistake in the plan that nobody would notice, and what would notice it.
func ExampleSuite_Kill() {
	suite, err := scenario.Load(os.DirFS("testdata"), "ae")
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := suite.Kill(context.Background(), scenario.KillOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(report.Judged), "mutants,", report.Count(scenario.Killed), "killed")
	for _, j := range report.With(scenario.Survived) {
		if j.Kind == scenario.MutateBound {
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
	for _, m := range scenario.Mutants(sample()) {
		if m.Kind == scenario.MutateRate {
			fmt.Println(m.What().EN)
		}
	}
	// Output:
	// $.components[0].tiers.bands[0].rate: 0.03 instead of 0.02
	// $.components[0].tiers.bands[0].rate: 0.01 instead of 0.02
	// $.components[0].tiers.bands[1].rate: 0.05 instead of 0.04
	// $.components[0].tiers.bands[1].rate: 0.03 instead of 0.04
}

func ExampleParseDeal() {
	deal, err := scenario.ParseDeal("D3 90000 anna:1/3,bo:2/3 2026-01-15 margin=22500 product=server")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(deal.ID, deal.Amount, deal.Participants[1].Payee, deal.Participants[1].Share, deal.Booked, deal.Attributes["product"])
	line, ok := scenario.FormatDeal(deal)
	fmt.Println(line, ok)
	// Output:
	// D3 90000 bo 2/3 2026-01-15 server
	// D3 90000 anna:1/3,bo:2/3 margin=22500 2026-01-15 product=server true
}

func ExampleParseScore() {
	metric, value, payee, err := scenario.ParseScore("nps 8.5 anna")
	fmt.Println(metric, value, payee, err)
	// Output: nps 8.5 anna <nil>
}

// A scenario file from Go.
func ExampleCompile() {
	file, err := scenario.Parse([]byte(`{"format": 1, "scenarios": [
		{"name": "the cap", "steps": [{"deals": ["D1 180000"], "expect": {"payees": {"rep": {"earned": "5000"}}}}]}]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	suite, err := scenario.Compile(file, sample())
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := suite.Run(context.Background())
	fmt.Println(suite.Names(), report.OK(), err)
	// Output: [the cap] true <nil>
}

func ExampleReport_Markdown() {
	suite, err := scenario.Load(os.DirFS("testdata"), "newcomer")
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := suite.Run(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(report.Markdown(kam.Chinese))
	// Output:
	// # 场景测试
	//
	// 共 2 个场景，4 项预期，1 项未满足。
	//
	// ## newcomer/ae.scenarios.json: across the bound
	//
	// - rep，交易 D2（2026-01-01/2026-02-01，\$.scenarios\[0\].steps\[0\].expect.payees.rep.lines.D2）：预期 **2400**，实际 **2000**
	//   - 指标 revenue：140000
	//   - commission D1: 80000 × 0.02 = 1600 \[0, 100000)
	//   - commission D2: 20000 × 0.02 = 400 \[0, 100000)
	//   - commission D2: 40000 × 0.04 = 1600 \[100000, …)
	//   - 所得合计：3600
}
