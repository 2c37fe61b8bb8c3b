package lint

import "github.com/kam-go/kam"

// Code names a kind of finding. Codes are stable: tools may match on them, and [Policy.Off] lists them.
type Code string

// CodePolicy (error): the policy is not usable; nothing else is reported then.
const CodePolicy Code = "lint.policy"

// Findings about tiers, points, bands and rows.
const (
	// CodeDeadTier (warning): a tier, point, band or row can never pay, because a gate, a deadband or a cap on attainment leaves nothing to it.
	CodeDeadTier Code = "lint.dead-tier"
	// CodeUnreachedTier (warning): a tier starts above what anybody is expected to reach.
	CodeUnreachedTier Code = "lint.unreached-tier"
	// CodeTierAboveCap (warning): a tier starts where a cap on pay is full already.
	CodeTierAboveCap Code = "lint.tier-above-cap"
	// CodeSameRate (info): a tier, point, band or row pays what its neighbour pays, so that its bound divides nothing.
	CodeSameRate Code = "lint.same-rate"
	// CodeDecelerator (info): a rate or factor is lower than that of the tier before, and pay still grows.
	CodeDecelerator Code = "lint.decelerator"
	// CodeLowTop (warning): the top band of a multiplier has a factor below 1.
	CodeLowTop Code = "lint.low-top-factor"
	// CodeNegativeRate (warning): a rate below zero takes money for a sale.
	CodeNegativeRate Code = "lint.negative-rate"
	// CodeHighRate (warning): a rate on money is 100 % or more, so that a sale pays at least what it is worth.
	CodeHighRate Code = "lint.high-rate"
	// CodePayFalls (warning): pay is lower at a bound than just below it, or falls between two bounds.
	CodePayFalls Code = "lint.pay-falls"
	// CodeCliff (warning): one deal raises pay by more than the stated multiple of the deal.
	CodeCliff Code = "lint.cliff"
)

// Findings about gates, caps and targets.
const (
	// CodeUnreachableGate (warning): a gate, or the least that a contest asks for, lies above what anybody is expected to reach.
	CodeUnreachableGate Code = "lint.unreachable-gate"
	// CodeIdleGate (info): a gate is always passed, or another one asks for more.
	CodeIdleGate Code = "lint.idle-gate"
	// CodeBelowTarget (warning): attainment of 100 % pays less than the target incentive, or than it would without a gate or
	// multiplier; info for a deadband below 100 %, which is meant to pay less.
	CodeBelowTarget Code = "lint.below-target"
	// CodeAboveTarget (info): attainment of 100 % pays more than the target incentive of a payee.
	CodeAboveTarget Code = "lint.above-target"
	// CodeCapBelowTarget (warning): a cap cuts pay at an attainment of 100 %.
	CodeCapBelowTarget Code = "lint.cap-below-target"
	// CodeIdleCap (info): a cap lies above all that can be earned within what anybody is expected to reach.
	CodeIdleCap Code = "lint.idle-cap"
	// CodeCapForLife (info): a cap has no period, so that it stops pay for good.
	CodeCapForLife Code = "lint.cap-for-life"
	// CodeCarryTooShort (warning): what a cap carries on can never be paid before its last day.
	CodeCarryTooShort Code = "lint.carry-too-short"
	// CodeWeights (warning): weights of the target incentive do not total 100 %.
	CodeWeights Code = "lint.weights"
	// CodePaysNothing (warning): a component can never pay.
	CodePaysNothing Code = "lint.pays-nothing"
	// CodeLatched (warning): one part of a component keeps what was reached and another takes it back.
	CodeLatched Code = "lint.latched-and-taken-back"
)

// Findings about deals, credits and measures.
const (
	// CodeCreditedTwice (warning): one deal is credited twice to the same recipient by rules that both pay.
	CodeCreditedTwice Code = "lint.credited-twice"
	// CodeOverlap (warning): the conditions of two components that divide deals by a number, a date or an attribute overlap.
	CodeOverlap Code = "lint.overlap"
	// CodeHole (warning): the conditions of components or rules that divide deals by a number or a date leave a hole.
	CodeHole Code = "lint.hole"
	// CodeNeverHolds (warning): no deal can meet a condition, or none that counts.
	CodeNeverHolds Code = "lint.never-holds"
	// CodeShares (warning): the shares of the rules that divide a deal among roles do not total 100 %.
	CodeShares Code = "lint.shares"
	// CodeUnmoved (warning): no credit moves a measure that bounds, gates or curves look at.
	CodeUnmoved Code = "lint.unmoved-measure"
	// CodeUnfed (warning): nobody is said to supply the observation that a measure reads.
	CodeUnfed Code = "lint.unfed-observation"
)

// Findings about rounding, readings, refunds and inputs.
const (
	// CodeOneSided (warning): the rounding mode always favours one side.
	CodeOneSided Code = "lint.one-sided-rounding"
	// CodeRoundingLoss (warning): the sum of rounded lines differs from the rounded sum by more than the policy allows.
	CodeRoundingLoss Code = "lint.rounding-loss"
	// CodePlaces (warning): the plan pays fractions of its currency's smallest coin.
	CodePlaces Code = "lint.places"
	// CodeReading (info): the same plan under another word of a reading pays other money.
	CodeReading Code = "lint.reading"
	// CodeDebt (warning or info): a refund can leave a debt that nothing recovers.
	CodeDebt Code = "lint.debt"
	// CodeFund (warning): the fund of a contest is smaller than its prizes.
	CodeFund Code = "lint.fund-below-prizes"
	// CodeZeroQuota (warning): a quota is zero and the plan does not say what attainment that is, or says it where it cannot count.
	CodeZeroQuota Code = "lint.zero-quota"
	// CodeNoTarget (warning): a payee has no target incentive, and the plan pays parts or multiples of it.
	CodeNoTarget Code = "lint.no-target"
	// CodeNoPeriod (warning): the plan covers no whole commission period, so that it can never be run.
	CodeNoPeriod Code = "lint.no-period"
)

// Codes returns every code of the package in the order of the documentation.
func Codes() []Code {
	return []Code{
		CodePolicy,
		CodeDeadTier, CodeUnreachedTier, CodeTierAboveCap, CodeSameRate, CodeDecelerator, CodeLowTop, CodeNegativeRate, CodeHighRate, CodePayFalls, CodeCliff,
		CodeUnreachableGate, CodeIdleGate, CodeBelowTarget, CodeAboveTarget, CodeCapBelowTarget, CodeIdleCap, CodeCapForLife, CodeCarryTooShort,
		CodeWeights, CodePaysNothing, CodeLatched,
		CodeCreditedTwice, CodeOverlap, CodeHole, CodeNeverHolds, CodeShares, CodeUnmoved, CodeUnfed,
		CodeOneSided, CodeRoundingLoss, CodePlaces, CodeReading, CodeDebt, CodeFund, CodeZeroQuota, CodeNoTarget, CodeNoPeriod,
	}
}

// severity is how much a finding of a code weighs where nothing else is said.
func (c Code) severity() kam.Severity {
	switch c {
	case CodePolicy:
		return kam.Error
	case CodeSameRate, CodeDecelerator, CodeIdleGate, CodeAboveTarget, CodeIdleCap, CodeCapForLife, CodeReading:
		return kam.Info
	default:
		return kam.Warning
	}
}
