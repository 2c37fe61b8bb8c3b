// Package plantest asserts what a compensation plan pays, in tests of go test. It holds the exact curve of what the plan
// pays against what it should, not samples of it; a failure shows the smallest counter-example with its deals and the
// trail of its statements.
//
//	func TestPlan(t *testing.T) {
//		plan := plantest.Load(t, "kam-2026.json", plantest.Setup{Quotas: map[string]string{"revenue": "1000000"}})
//		plan.Monotone(t)                          // more never pays less
//		plan.NoCliffAbove(t, "6000")              // no jump of more than 6,000
//		plan.MarginalRateWithin(t, "0", "0.06")   // one more of revenue never pays more than 6 %
//		plan.PaysAt(t, "1.00", "30000")           // 100 % of quota pays 30,000
//		plan.MaxLiability(t, "75000")             // whatever is sold
//		plan.Conserves(t)                         // refunds leave nothing, parts sum to the whole
//		plan.OrderIndependent(t)                  // the order of deals does not matter
//	}
//
// # What is asserted
//
// Monotone, NoCliffAbove, MarginalRateWithin, MaxPay, MaxLiability and CapBitesAt look at the curve before rounding, see
// package analysis; PaysAt, Conserves and OrderIndependent run the engine. A [Setup] says what a plan does not: quotas,
// target incentive, the profile of deals. One that it cannot say is asked with [Ask].
//
// # Scenarios
//
// [Run] calculates scenario files, see package scenario; [Covered] asks that they exercise everything a plan can do, and
// [Killed] that they notice every small mistake in it.
//
// # Scenario files
//
// Worked examples in files, see package scenario, are tested by name of file or folder:
//
//	func TestPlan(t *testing.T) {
//		suite := plantest.Run(t, "testdata")   // every expectation of every *.scenarios.json
//		plantest.Covered(t, suite)             // no tier, gate or cap that no example reaches
//		plantest.Killed(t, suite)              // no small mistake in the plan that no example notices
//	}
//
// With KAM_UPDATE_GOLDEN=1 in the environment, Run writes what came out into the files instead of failing.
//
// # Failures
//
// Assertions go on after a failure, as Errorf does; what cannot be read or compiled, and a plan without a curve, end the
// test. A counter-example is the nearest pair of runs around the place, since deals have amounts of at most four decimals.
// Only the standard testing package is needed.
package plantest
