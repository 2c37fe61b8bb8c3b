package analysis_test

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/analysis"
)

const plan = `{
  "format": 1, "id": "kam-2026", "version": 1, "currency": "CNY", "readings": "standard-1",
  "title": {"en": "Key accounts 2026", "zh": "2026 大客户方案"},
  "effective": "2026-01-01/2027-01-01", "period": "quarter",
  "credits": [{"name": "own", "to": "owner", "share": "1"}],
  "measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
  "components": [{
    "name": "commission", "measure": "revenue",
    "tiers": {"mode": "marginal", "basis": "attainment", "bands": [
      {"from": "0", "rate": "0.02"}, {"from": "0.5", "rate": "0.04"}, {"from": "1", "rate": "0.06"}]},
    "gates": [{"basis": "attainment", "at": "0.3"}],
    "caps": [{"per": "component", "amount": "75000"}]
  }]
}`

func compiled(text string) *incentive.Program {
	p, err := incentive.ParsePlan([]byte(text))
	if err != nil {
		panic(err)
	}
	program, err := incentive.Compile(incentive.Book{Plans: []incentive.Plan{p}})
	if err != nil {
		panic(err)
	}
	return program
}

// A plan of 2 %, 4 % and 6 % with a gate at 30 % and a cap, and a quota of one million.
func Example() {
	q, err := analysis.Ask(compiled(plan), "revenue", analysis.Terms{Quotas: map[string]decimal.Decimal{"revenue": decimal.NewFromInt(1_000_000)}})
	if err != nil {
		fmt.Println(err)
		return
	}
	curve, err := analysis.Payout(compiled(plan), q)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range curve.Pieces() {
		fmt.Printf("%s to %s of quota: %s %v\n", p.From, p.Until, p.Pay.Text(), p.Limits)
	}
	for _, t := range curve.Conclusions() {
		fmt.Println(t.EN)
	}
	at80, _ := curve.At(big.NewRat(8, 10))
	fmt.Println("at 80 %:", at80.FloatString(2))
	fmt.Println(curve.Conclusions()[0].In(kam.Chinese))
	// Output:
	// 0 to 0.3 of quota: 0 [{gate commission}]
	// 0.3 to 0.5 of quota: 20000·x []
	// 0.5 to 1 of quota: −10000 + 40000·x []
	// 1 to 1.75 of quota: −30000 + 60000·x []
	// 1.75 to 2 of quota: 75000 [{cap commission}]
	// More never pays less.
	// The largest cliff is at 30 %: 6,000 CNY at once.
	// Marginal rates run from 0 % to 6 %.
	// The gate of commission changes pay between 0 % and 30 %.
	// The cap of commission changes pay between 175 % and 200 %.
	// The most that can be paid is 75,000 CNY, from 175 % on.
	// at 80 %: 22000.00
	// 业绩越高，支付不会越低。
}
