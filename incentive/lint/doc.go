// Package lint says what is legal and unwise in a commission plan, before
// anyone is paid by it: tiers that can never pay, gates that nobody passes,
// caps below target pay, deals that are credited twice, rounding that loses
// money, cliffs, and readings that would pay other money. The numbers in a
// finding are worked by the engine that pays.
//
//	found := lint.Check(incentive.Book{Plans: []incentive.Plan{plan}}, lint.Policy{})
//	for _, f := range found {
//		fmt.Println(f.Severity, f.Code, f)
//	}
//
// [Check] needs the plans alone; [CheckRoster] looks at the quotas and target
// incentives of people besides. What is ambiguous or wrong is refused by
// [incentive.Compile], and its findings are those of Check for a book that does
// not compile; its warnings, such as plan.asymmetric-rounding, are part of the
// result for one that does.
//
// # Severities
//
// A warning is seldom meant. An info is a fact that the author of a plan may
// have meant and its readers ought to know, such as a decelerator or what
// another word of a reading would pay. Errors are faults of the book or of the
// policy; then nothing else is reported.
//
// # Codes
//
// Tiers, points, bands and rows:
//
//	lint.dead-tier               a gate, a deadband or a cap on attainment leaves nothing to it
//	lint.unreached-tier          it starts above what anybody is expected to reach
//	lint.tier-above-cap          it starts where a cap on pay is full already
//	lint.same-rate (info)        its bound divides nothing
//	lint.decelerator (info)      a slice pays less than the one before, or a rate falls in a line and slows pay
//	lint.low-top-factor          the top band of a multiplier lowers pay
//	lint.negative-rate           a sale costs the payee money
//	lint.high-rate               a rate on money is 100 % or more
//	lint.pay-falls               pay is lower at a bound than just below it, or falls between two bounds
//	lint.cliff                   one deal raises pay by more than a multiple of itself
//
// Gates, caps and targets:
//
//	lint.unreachable-gate        it asks for more than anybody is expected to reach
//	lint.idle-gate (info)        it is always passed, or another one asks for more
//	lint.below-target            100 % attainment pays less than the target incentive, or than without a gate or multiplier (info for a deadband below 100 %)
//	lint.above-target (info)     100 % attainment pays more than the target incentive of a payee
//	lint.cap-below-target        a cap cuts pay at 100 % attainment
//	lint.idle-cap (info)         it never bites within what anybody is expected to reach
//	lint.cap-for-life (info)     a cap without a period stops pay for good
//	lint.carry-too-short         what a cap carries on can never be paid
//	lint.weights                 weights of the target incentive do not total 100 %
//	lint.pays-nothing            a component, or the plan, can never pay
//	lint.latched-and-taken-back  one part keeps what was reached and another takes it back
//
// Deals, credits and measures:
//
//	lint.credited-twice          two rules that pay select the same deal for the same recipient
//	lint.overlap                 components that divide deals by a number, a date or an attribute overlap
//	lint.hole                    components or rules that divide deals by a number or a date leave a hole
//	lint.never-holds             no deal meets a condition, or none on a day on which deals count
//	lint.shares                  shares that divide a deal among roles do not total 100 %
//	lint.unmoved-measure         no credit moves a measure that something looks at
//	lint.unfed-observation       nobody is said to supply an observation
//
// Rounding, readings, refunds and inputs:
//
//	lint.one-sided-rounding      the mode always favours one side
//	lint.rounding-loss           rounded lines sum to something else than the rounded sum
//	lint.places                  fractions of the currency's smallest coin
//	lint.reading (info)          the same plan under another word of a reading pays other money
//	lint.debt                    nothing recovers what a refund leaves owed (info where the plan has no payout terms)
//	lint.fund-below-prizes       a contest's fund is smaller than its prizes
//	lint.zero-quota              a quota of zero holds the payee (info where the plan says what it counts as)
//	lint.no-target               a payee lacks the target incentive that the plan pays parts of
//	lint.no-period               the plan covers no whole commission period
//	lint.policy (error)          the policy is not usable (a warning where it names a measure that no plan has)
//
// # What is worked, and how
//
// A component is tried by itself: every deal of an example is credited and pays
// in full, windows are one commission period, conditions and the limits of
// single deals are left out, and measures that are not named stand at their
// quota, observations at the highest bound that the component has for them.
// Quotas, target incentives and deals are those of the [Policy]; findings that
// depend on a quota or target incentive that only a roster has are reported by
// CheckRoster alone: so are caps that cut pay at 100 % of the quotas of a roster,
// or that nobody on it is expected to meet, where the plan alone
// does not show it, the latter on rosters of up to 1,000 for a plan. A contest and a pool are tried for their readings, and judged
// by what they state for the rest, and so are a table by numbers or days of a deal
// and components for which the engine holds the example.
//
// Pay that falls between two bounds, rates that slow it, and the most that is
// earned below a cap are read off the exact curve of package analysis; where there
// is none, as for counts of deals, the ends of falling lines of a curve are tried.
// A bound is no lint.cliff where the rate below it alone pays more than the stated
// multiple of a deal: that is lint.high-rate, which leaves out overrides on
// commission and a rate of exactly 1 on less than a whole deal.
//
// Components divide deals by an attribute where their conditions differ in its
// values alone; lint.overlap leaves out values that lie in the other's, such as
// more for one of them.
//
// They divide deals by a date where they differ in its days alone. Of gaps and
// overlaps of days, those are reported that are at most a quarter as long as what is
// selected on either side, without a bound being the longest: a longer gap is taken
// for the pause between two seasons, a longer overlap for a season across a
// change, and so is one beside a component that begins on the day on which another
// ends. Deals count from the plan's first day to its last, and where a window to date
// looks back before it, from there.
//
// lint.dead-tier is claimed only where no deals and refunds whatsoever make the
// step pay. lint.cliff compares the rise of pay with a deal of money, so that
// measures of units and counts are left out of it; pay that falls is found on
// them too. Conditions are tried on every combination of the values, bounds and
// days that they name, up to 4,096 combinations; beyond that they are not judged, nor
// are more than 500 pairs of rules, or of components by attribute. Of the gates of
// a component 500 are looked at, and 20 gates, multipliers and caps are taken away
// one by one; it is tried at 1,000 bounds.
//
// Compared readings are the mode of tiers and whether a lost tier is taken back,
// the shape of a curve, what a multiplier applies to, the kind of a gate, what
// a running one does and what a deadband pays on, the method and period of
// refunds and what lies below zero, the split of a shared deal, the step of
// rounding, the denominator of a window to date, every word of proration and of
// conversion, ties, basis and groups of a contest, key and groups of a pool, and
// of payout the places of clawback and recovery and what a draw or guarantee is
// compared with.
// Each is reported once a place, where another word pays other money in the
// example. Exchange rates, a payee who begins on the tenth day and two payees who
// compete are made up for it.
//
// # Numbers
//
// Amounts in texts are what the engine pays, at the plan's places; shares and
// rates are written exactly, and what is not a finite decimal is marked with ≈.
// Limits of a policy have at most 15 digits and 4 decimals; its lists have at
// most 1,000 entries. Sizes of plans are bounded by Compile. At most 100 findings
// of one code and severity are kept; the last one counts the others.
//
// The result is the same for the same book, roster and policy, in the order of
// place and code. Nothing here reads a clock or keeps state; everything is safe
// for concurrent use.
package lint
