// Package plantest asserts what a compensation plan pays, in tests of go test. It holds the exact curve of what the plan
// pays against what it should, not samples of it; a failure shows the smallest counter-example with its deals and the
// trail of its statements.
//
// # A first test
//
// A plan file is all it needs. Put it into the folder testdata beside a file plan_test.go that says what the plan should do:
//
//	package myplan
//
//	import (
//		"testing"
//
//		"github.com/kam-go/kam/incentive/plantest"
//	)
//
//	func TestPlan(t *testing.T) {
//		plan := plantest.Load(t, "testdata/kam-2026.plan.json", plantest.Setup{Quotas: map[string]string{"revenue": "1000000"}})
//		plan.Monotone(t)                        // more never pays less
//		plan.NoCliffAbove(t, "6000")            // no jump of more than 6,000
//		plan.MarginalRateWithin(t, "0", "0.06") // one more of revenue never pays more than 6 %
//		plan.PaysAt(t, "1.00", "30000")         // 100 % of quota pays 30,000
//		plan.MaxLiability(t, "75000")           // however many deals, however large
//		plan.Conserves(t)                       // refunds leave nothing, parts sum to the whole
//		plan.OrderIndependent(t)                // the order of deals does not matter
//	}
//
// In a module of your own, "go get github.com/kam-go/kam" and "go test ./..." run it. The plan of this test, and the examples
// of the next one, are in this package's folder testdata.
//
// # What is asserted
//
// Monotone, NoCliffAbove, MarginalRateWithin, MaxPay, MaxLiability and CapBitesAt look at the curve before rounding, see
// package analysis; PaysAt, Conserves and OrderIndependent run the engine. A [Setup] says what a plan does not: quotas,
// target incentive, the profile of deals. One that it cannot say is asked with [Ask].
//
// # Scenario files
//
// Worked examples in files, see package scenario, are tested by name of file or folder: [Run] calculates them, [Covered]
// asks that they exercise everything a plan can do, and [Killed] that they notice every small mistake in it:
//
//	func TestScenarios(t *testing.T) {
//		suite := plantest.Run(t, "testdata") // every expectation of every *.scenarios.json
//		plantest.Covered(t, suite)           // no tier, gate or cap that no example reaches
//		plantest.Killed(t, suite)            // no small mistake in the plan that no example notices
//	}
//
// One example is enough to begin with, of a payee with a quota where the plan counts attainment. What it pays may be left
// out: with KAM_UPDATE_GOLDEN=1 in the environment Run writes what came out into the file instead of failing, for you to
// read before you keep it.
//
//	{
//	  "format": 1,
//	  "plans": ["kam-2026.plan.json"],
//	  "given": {"payees": [{"id": "rep", "quotas": {"revenue": "100000"}}]},
//	  "scenarios": [
//	    {
//	      "name": "a deal that crosses into the second tier",
//	      "steps": [
//	        {"deals": ["D1 30000", "D2 40000"], "expect": {"payees": {"rep": {"earned": "1800", "lines": {"D1": "600", "D2": "1200"}}}}}
//	      ]
//	    }
//	  ]
//	}
//
// Each mistake that no example notices is printed with a scenario that would notice it, with what the plan pays in it, see
// package mutation. Read it; where the plan is right, put it into the list, or into a file of its own where "given" of your
// file has deals. Where no boundary case shows a mistake it fails too, unless exact curves prove that it is none, see package
// equivalence. What your examples need not show is said with the reason, by its place in the plan, also to [Covered]:
//
//	plantest.Killed(t, suite, plantest.Allow("$.credits[0].split", "deals are never shared"))
//
// # Failures
//
// Assertions go on after a failure, as Errorf does; what cannot be read or compiled, and a plan without a curve, end the
// test. A counter-example is the nearest pair of runs around the place, since deals have amounts of at most four decimals.
// Only the standard testing package is needed.
package plantest
