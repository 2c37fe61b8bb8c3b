package plantest_test

import (
	"testing"

	"github.com/kam-go/kam/incentive/plantest"
)

func TestPlan(t *testing.T) {
	plan := plantest.Load(t, "testdata/kam-2026.plan.json", plantest.Setup{Quotas: map[string]string{"revenue": "1000000"}})
	plan.Monotone(t)                        // more never pays less
	plan.NoCliffAbove(t, "6000")            // no jump of more than 6,000
	plan.MarginalRateWithin(t, "0", "0.06") // one more of revenue never pays more than 6 %
	plan.PaysAt(t, "1.00", "30000")         // 100 % of quota pays 30,000
	plan.MaxLiability(t, "75000")           // however many deals, however large
	plan.Conserves(t)                       // refunds leave nothing, parts sum to the whole
	plan.OrderIndependent(t)                // the order of deals does not matter
}

func TestScenarios(t *testing.T) {
	suite := plantest.Run(t, "testdata") // every expectation of every *.scenarios.json
	plantest.Covered(t, suite)           // no tier, gate or cap that no example reaches
	plantest.Killed(t, suite)            // no small mistake in the plan that no example notices
}
