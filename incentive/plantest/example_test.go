package plantest_test

import (
	"fmt"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/plantest"
)

// printing stands for the *testing.T of a test, so that the example shows what a failure prints.
type printing struct{ spy }

func (p *printing) Errorf(format string, args ...any) { fmt.Printf(format+"\n", args...) }

// The test of a plan, in ten lines of a file plan_test.go. Here, where examples have no *testing.T, another one prints what
// fails.
func Example() {
	t := &printing{} // func TestPlan(t *testing.T) {
	plan := plantest.Load(t, "testdata/kam-2026.plan.json", plantest.Setup{Quotas: map[string]string{"revenue": "1000000"}})
	plan.Monotone(t)                        // more never pays less
	plan.NoCliffAbove(t, "6000")            // no jump of more than 6,000
	plan.MarginalRateWithin(t, "0", "0.06") // one more of revenue never pays more than 6 %
	plan.PaysAt(t, "1.00", "30000")         // 100 % of quota pays 30,000
	plan.MaxLiability(t, "75000")           // however many deals, however large
	plan.Conserves(t)                       // refunds leave nothing, parts sum to the whole
	plan.OrderIndependent(t)                // the order of deals does not matter
	plan.NoCliffAbove(t, "5000")            // and this fails: the gate opens at 30 % of quota
	// Output:
	// a cliff of 6,000 at 30 % of quota, more than 5,000: 0 before, 6,000 there, 6,000 after
	//   29.99999999 % of quota:
	//     deal deal-1 of 299,999.9999
	//     commission pays 6,000.00 for deal-1; 299,999.9999 × 0.02 = 6,000
	//     commission gate: -6,000.00
	//     earned 0.00 CNY
	//   30 % of quota:
	//     deal deal-1 of 300,000
	//     commission pays 6,000.00 for deal-1; 300,000 × 0.02 = 6,000
	//     earned 6,000.00 CNY
}

// A plan whose higher rate takes back: at 100 % of quota everything is paid at 3 % instead of 5 %.
func Example_failure() {
	t := &printing{} // func TestPlan(t *testing.T) {
	plan, err := incentive.ParsePlan([]byte(`{
	  "format": 1, "id": "kam-2026", "version": 1, "currency": "CNY", "readings": "standard-1",
	  "effective": "2026-01-01/2027-01-01", "period": "quarter",
	  "credits": [{"name": "own", "to": "owner", "share": "1"}],
	  "measures": [{"name": "revenue", "base": "amount", "credits": ["own"], "window": "period"}],
	  "components": [{"name": "commission", "measure": "revenue", "tiers": {"mode": "whole", "basis": "attainment", "bands": [
	    {"from": "0", "rate": "0.05"}, {"from": "1", "rate": "0.03"}]}}]}`))
	if err != nil {
		t.Fatalf("%v", err)
	}
	p := plantest.Of(t, plan, plantest.Setup{Quotas: map[string]string{"revenue": "1000000"}})
	p.PaysAt(t, "0.8", "40000")
	p.MarginalRateWithin(t, "0", "0.05")
	p.Conserves(t)
	p.Monotone(t)
	// Output:
	// more pays less: 50,000 just below 100 % of quota, 30,000 at 100 % of quota
	//   99.99999999 % of quota:
	//     deal deal-1 of 999,999.9999
	//     commission pays 50,000.00 for deal-1; 999,999.9999 × 0.05 = 50,000
	//     earned 50,000.00 CNY
	//   100 % of quota:
	//     deal deal-1 of 1,000,000
	//     commission pays 30,000.00 for deal-1; 1,000,000 × 0.03 = 30,000
	//     earned 30,000.00 CNY
}
