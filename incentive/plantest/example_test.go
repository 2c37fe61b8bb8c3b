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
	plan.MaxLiability(t, "75000")           // whatever is sold
	plan.Conserves(t)                       // refunds leave nothing, parts sum to the whole
	plan.OrderIndependent(t)                // the order of deals does not matter
	plan.NoCliffAbove(t, "5000")            // and this fails: the gate opens at 30 % of quota
	// Output:
	// a cliff of 6000 at 0.3 of quota, more than 5000: 0 before, 6000 there, 6000 after
	//   0.2999999999 of quota:
	//     deal deal-1 of 299999.9999
	//     commission pays 6000.00 for deal-1; 299999.9999 × 0.02 = 6000
	//     commission gate: -6000.00
	//     earned 0.00 CNY
	//   0.3 of quota:
	//     deal deal-1 of 300000
	//     commission pays 6000.00 for deal-1; 300000 × 0.02 = 6000
	//     earned 6000.00 CNY
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
	// more pays less: 50000 at 1 of quota, 30000 at 1 of quota
	//   0.9999999999 of quota:
	//     deal deal-1 of 999999.9999
	//     commission pays 50000.00 for deal-1; 999999.9999 × 0.05 = 50000
	//     earned 50000.00 CNY
	//   1 of quota:
	//     deal deal-1 of 1000000
	//     commission pays 30000.00 for deal-1; 1000000 × 0.03 = 30000
	//     earned 30000.00 CNY
}
