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

// What a plan pays for deals of a host's own, as an expectation to be looked at and kept.
func ExampleOn() {
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{sample()}})
	if err != nil {
		fmt.Println(err)
		return
	}
	suite, err := scenario.On(program).Compile(scenario.File{Scenarios: []scenario.Scenario{
		{Name: "two deals", Steps: []scenario.Step{{Deals: []string{"D1 80000", "D2 60000"}}}},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := suite.RunOne(context.Background(), 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	rep := result.Outcome()[0].Payees[scenario.Rep]
	fmt.Println("earned", rep.Earned.Decimal, "of which D1", rep.Lines["D1"], "and D2", rep.Lines["D2"])
	// Output: earned 3600 of which D1 1600 and D2 2000
}
