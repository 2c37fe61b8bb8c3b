package lint_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/lint"
)

// A plan that compiles and is unwise: its second tier lies below the gate, and the deal that reaches the gate is paid
// more than it is worth.
func Example() {
	plan, err := incentive.ParsePlan([]byte(`{
		"format": 1, "id": "kam-2026", "version": 1, "currency": "CNY", "readings": "standard-1",
		"effective": "2026-01-01/2027-01-01", "period": "quarter",
		"credits":  [{"name": "own", "to": "owner", "share": "1"}],
		"measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
		"components": [{"name": "commission", "measure": "revenue",
			"gates": [{"basis": "attainment", "at": "0.8"}],
			"tiers": {"mode": "whole", "basis": "attainment", "bands": [
				{"from": "0", "rate": "0"}, {"from": "0.5", "rate": "0.01"}, {"from": "0.8", "rate": "0.03"}]}}]
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	policy := lint.Policy{Off: []lint.Code{lint.CodeReading}}
	for _, f := range lint.Check(incentive.Book{Plans: []incentive.Plan{plan}}, policy) {
		fmt.Printf("%s %s\n%s\n%s\n", f.Severity, f.Code, f.Place, f.Message.EN)
	}
	// Output:
	// warning lint.dead-tier
	// $.components[0].tiers.bands[1]
	// the tier from 50 % to below 80 % can never pay: the gate at 80 % leaves nothing to it; 79,999.99 CNY of "revenue" earns 0.00 CNY
	// warning lint.cliff
	// $.components[0].tiers.bands[2]
	// a deal of 1,000.00 CNY that brings "revenue" from 79,000.00 CNY to 80,000.00 CNY raises pay from 0.00 CNY to 2,400.00 CNY, that is by 2.4 times the deal; with a quota of 100,000.00 CNY
}

// examplePlan pays 2 % up to 100,000 and 4 % above.
func examplePlan() incentive.Plan {
	return incentive.Plan{
		Format: 1, ID: "kam", Version: 1, Currency: "CNY", Readings: incentive.Standard1, Effective: kam.MustPeriod("2026-01-01/2027-01-01"), Period: kam.Month,
		Credits:  []incentive.CreditRule{{Name: "own", To: incentive.ToOwner, Share: kam.MustFraction("1")}},
		Measures: []incentive.Measure{{Name: "revenue", Base: incentive.BaseAmount, Credits: []string{"own"}, Window: incentive.PerPeriod}},
		Components: []incentive.Component{{Name: "commission", Measure: "revenue", Tiers: &incentive.Tiers{
			Mode: incentive.Marginal, Basis: incentive.ByAttainment,
			Bands: []incentive.Band{{From: dec("0"), Rate: some("0.02")}, {From: dec("1"), Rate: some("0.04")}},
		}}},
	}
}

// The same plan under other words of its readings: what each would pay instead.
func ExampleCheck() {
	for _, f := range lint.Check(incentive.Book{Plans: []incentive.Plan{examplePlan()}}, lint.Policy{}) {
		fmt.Println(f.Message.EN)
	}
	// Output:
	// sales that bring "revenue" to 150,000.00 CNY earn 4,000.00 CNY with "mode": "marginal" and 6,000.00 CNY with "mode": "whole"
	// the shares of a payee who owns half of a deal of 150,000.00 CNY in "revenue" earn 1,500.00 CNY with "split": "credit" and 2,000.00 CNY with "split": "payout"
	// refunds of a deal of 100,000.00 CNY of "revenue" in a later period without sales earn 0.00 CNY with "below": "carry-negative" and -2,000.00 CNY with "below": "first-rate"
	// deals of 80,000.00 CNY and 60,000.00 CNY of "revenue" once the first is refunded earn 1,200.00 CNY with "method": "recalculate" and 2,000.00 CNY with "method": "mirror"
	// three deals of 1,000.09 CNY each of "revenue" earn 60.00 CNY with "step": "credit" and 60.01 CNY with "step": "statement"
}

// At exactly her quota Anna earns less than her target incentive.
func ExampleCheckRoster() {
	roster := incentive.Roster{
		Payees: []incentive.Payee{{ID: "anna"}},
		Assignments: []incentive.Assignment{{
			Payee: "anna", Plan: "kam", Version: 1, Period: kam.MustPeriod("2026-01-01/2027-01-01"),
			Target: incentive.Target{Amount: some("30000"), Per: kam.Year},
			Quotas: []incentive.Quota{{Measure: "revenue", Period: kam.MustPeriod("2026-01-01/2026-02-01"), Amount: dec("100000")}},
		}},
	}
	policy := lint.Policy{Off: []lint.Code{lint.CodeReading}, Tolerance: decimal.NewNullDecimal(dec("0.05"))}
	for _, f := range lint.CheckRoster(incentive.Book{Plans: []incentive.Plan{examplePlan()}}, roster, policy) {
		fmt.Println(f.In(kam.English))
		fmt.Println(f.In(kam.Chinese))
	}
	// Output:
	// $.roster.assignments[0].target: at exactly 100 % of every quota "anna" earns 2,000.00 CNY in a commission period, and the target incentive is 2,500.00 CNY (raise the rates, lower the quotas, or correct the target incentive)
	// $.roster.assignments[0].target：各项目标恰好完成 100% 时，"anna" 每个结算期所得 2,000.00 CNY，而目标奖金为 2,500.00 CNY（请提高提成比例、降低目标，或更正目标奖金）
}

// A policy switches codes off and sets limits.
func ExampleParsePolicy() {
	policy, err := lint.ParsePolicy([]byte(`{"off": ["lint.reading"], "reach": "2.5", "cliff": "2", "metrics": ["nps"]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(policy.Off, policy.Reach.Decimal, policy.Cliff.Decimal, policy.Metrics)
	_, err = lint.ParsePolicy([]byte(`{"reach": "-1"}`))
	fmt.Println(err)
	// Output:
	// [lint.reading] 2.5 2 [nps]
	// $.reach: -1 is too low (use a number above zero)
}

func ExamplePolicy_Check() {
	fmt.Println(lint.Policy{}.Check())
	// Output: <nil>
}

func ExampleCodes() {
	fmt.Println(len(lint.Codes()), lint.Codes()[1])
	// Output: 38 lint.dead-tier
}
