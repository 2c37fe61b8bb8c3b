package analysis_test

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/analysis"
)

// curveOf is the curve of one component for a quota of a million.
func curveOf(component string, deals int) *analysis.Curve {
	program := compiled(planOf(component))
	q, err := analysis.Ask(program, "revenue", analysis.Terms{Quotas: map[string]decimal.Decimal{"revenue": decimal.NewFromInt(1_000_000)}})
	if err != nil {
		panic(err)
	}
	q.Deals = analysis.EqualDeals(deals)
	c, err := analysis.Payout(program, q)
	if err != nil {
		panic(err)
	}
	return c
}

const (
	falling   = `"tiers": {"mode": "whole", "basis": "attainment", "bands": [{"from": "0", "rate": "0.05"}, {"from": "1", "rate": "0.03"}]}`
	rising    = `"tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0.02"}, {"from": "1", "rate": "0.12"}]}`
	quadratic = `"tiers": {"mode": "interpolated-rate", "basis": "attainment", "bands": [{"from": "0", "rate": "0.01"}, {"from": "1", "rate": "0.05"}]}, "caps": [{"per": "component", "amount": "40000"}]`
)

// The same plan on one deal and on three: a cap per deal of 10,000 bites later.
func ExampleEqualDeals() {
	const capped = `"rate": "0.02", "caps": [{"per": "credit", "amount": "10000"}]`
	for _, n := range []int{1, 3} {
		for _, b := range curveOf(capped, n).Bindings() {
			fmt.Println(n, "deals:", b.Text().EN, "from", b.Stretches[0].From)
		}
	}
	// Output:
	// 1 deals: cap on deals of commission from 0.5
	// 3 deals: cap on deals of commission from 1.5
}

// At 100 % the rate for everything falls from 5 % to 3 %.
func ExampleCurve_Falls() {
	for _, f := range curveOf(falling, 1).Falls() {
		fmt.Println("at", f.From, "pay falls from", f.HigherPay, "to", f.LowerPay)
	}
	// Output: at 1 pay falls from 50000 to 30000
}

func ExampleCurve_LargestCliff() {
	j, ok := curveOf(falling, 1).LargestCliff()
	fmt.Println(ok, j.At, j.Size)
	// Output: true 1 -20000
}

// A straight line of rates meets a cap of 40,000 where 10,000·x + 40,000·x² = 40,000: at no fraction.
func ExampleNumber() {
	p := curveOf(quadratic, 1).Pieces()[0]
	fmt.Println(p.Pay.Text(), "up to", p.Until)
	low, high := p.Until.Bounds(big.NewRat(1, 1000))
	fmt.Println(low.FloatString(4), high.FloatString(4))
	// Output:
	// 10000·x + 40000·x² up to ≈0.882782218537
	// 0.8818 0.8828
}

func ExampleCurve_Liability() {
	fmt.Println(curveOf(rising, 1).Liability().Slope.FloatString(2))
	l := curveOf(quadratic, 1).Liability()
	fmt.Println(l.Unbounded, l.Most.Pay, "from", l.Most.At)
	// Output:
	// 0.12
	// false 40000 from ≈0.882782218537
}

func ExampleCurve_MarginalRates() {
	r := curveOf(quadratic, 1).MarginalRates()
	fmt.Println(r.Lowest, "at", r.LowestAt, "and", r.Highest, "at", r.HighestAt)
	// Output: 0 at ≈0.882782218537 and ≈0.080622577483 at ≈0.882782218537
}

// A margin of 5 % covers pay of 2 % up to quota; above it pay of 12 % eats up what was left.
func ExampleCurve_BreakEven() {
	for _, s := range curveOf(rising, 1).BreakEven(analysis.Economics{Margin: big.NewRat(5, 100)}) {
		fmt.Println(s.From, s.Until, s.Covered)
	}
	// Output:
	// 0 10/7 true
	// 10/7 2 false
}

func ExampleCurve_Markdown() {
	text := curveOf(rising, 1).Markdown(kam.Chinese)
	fmt.Println(strings.Join(strings.Split(text, "\n")[4:9], "\n"))
	// Output:
	// | 位置 | 数量 | 支付 | 占比 |
	// | ---: | ---: | ---: | ---: |
	// | 0 % | 0 | 0 | - |
	// | 50 % | 500,000 | 10,000 | 2 % |
	// | 80 % | 800,000 | 16,000 | 2 % |
}

func ExampleCurve_SVG() {
	picture := curveOf(rising, 1).SVG(analysis.Picture{Lang: kam.Chinese, Theme: analysis.Light, ID: "plan"})
	fmt.Println(strings.HasPrefix(string(picture), `<svg xmlns="http://www.w3.org/2000/svg" id="plan"`))
	// Output: true
}
