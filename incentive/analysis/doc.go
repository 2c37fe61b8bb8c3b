// Package analysis says what a compensation plan pays as an exact function: of attainment, of an amount, of a score. It
// derives the function from the compiled plan and samples nothing.
//
//	question, err := analysis.Ask(program, "revenue", analysis.Terms{Quotas: quotas})
//	curve, err := analysis.Payout(program, question)
//	curve.Pieces()        // polynomials between break points
//	curve.LargestCliff()  // where pay jumps most
//	curve.Falls()         // where more pays less
//	curve.Liability()     // the most that can be paid, or that there is no most
//
// # The question
//
// Pay is a function of one number only when everything else stands still. A [Question] states what does: the assignment
// with its quotas and target incentive, the measure on the axis, the deals and their proportions, further deals,
// observations and positions. The axis is where that measure stands at the end of the period. All deals of the profile
// are multiplied by one factor, with their margin, units and cash, so that the axis stands where it is asked; attributes,
// dates and further numbers of a deal stand still. Where the axis is an observation, no deal changes.
//
// The curve is what the period earns, for a payee of whom nothing was posted before: what becomes of it, such as
// holdbacks and draws, is another question.
//
// # How it is derived
//
// The plan is evaluated with polynomials of the axis in place of numbers, at a place and right behind it. Every comparison
// that the plan makes (a bound reached, a gate passed, a cap met) is decided by the sign of a polynomial there, and the
// polynomial is kept. Until the nearest root of any of them each comparison has the same outcome, so that the polynomial
// found for pay holds up to there; the root is the next place. This finds the bounds of tiers, gates, deadbands, curve
// points and multipliers as well as where a sum meets its cap, whatever the order of steps is. A place at which nothing
// changes is left out afterwards.
//
// The evaluator is the package's own and follows the rules of package incentive, step by step in its order, without
// rounding; the amounts of caps, and of floors on a component, are rounded first, as a run does. Quotas and target
// incentives are those of a run, exactly, proration, ramps and relief included. Tests compare it with the engine on
// thousands of random plans: where a plan rounds the statement, the engine pays the curve rounded once, at every break
// point, beside it, and at random places.
//
// # Numbers
//
// All numbers are rational and exact, but for roots of polynomials of the second degree or more, as where a straight line
// of rates meets a cap. Such a [Number] is kept as its polynomial with a bracket of rational numbers in which it has no other root;
// comparing it is exact. Nothing is rounded in silence: text that rounds begins with "≈". Two irrational numbers at
// different roots count as equal when they agree in 200 binary places.
//
// The axis is continuous. A run can only stand at amounts of four decimals, see [Curve.Around] and [Curve.Inputs].
//
// # What is derived from it
//
// [Curve.At], [Curve.PaysAt], [Curve.Breaks], [Curve.Jumps], [Curve.Falls], [Curve.MarginalRates] (per one of the measure's
// quantity, jumps left out), [Curve.Highest], [Curve.Liability] (beyond the range), [Curve.Bindings] (where caps, floors and
// gates change pay), [Curve.BreakEven] and [Curve.CostShare]. [Curve.JSON], [Curve.Markdown] and [Curve.SVG] show them.
//
// # Findings
//
// There is no curve, and a *kam.InvalidError says why, when the question is faulty or pay is no function of the axis:
//
//	analysis.plan      the plan is not one of the program's
//	analysis.period    the period is no commission period of the plan
//	analysis.measure   the plan has no such measure
//	analysis.basis     the measure cannot be counted so, or has no quota above zero
//	analysis.range     the range is not stated, empty, or begins below what counts already
//	analysis.deals     no profile: too many deals, a refund, another currency, a number missing
//	analysis.negative  something is below zero, so that more is not more
//	analysis.held      a run holds the payee; the findings of the run, with its codes, say why
//	analysis.others    pay depends on what others sell or earn: contests, pools, overrides on commission, shared caps
//	analysis.count     the axis counts deals, of which a profile has a fixed number
//	analysis.still     the deals of the profile do not move the axis
//	analysis.circular  whether a deal moves the axis depends on its size
//	analysis.ratio     part of a deal is paid on one quantity while its tiers divide another: pay is no polynomial
//	analysis.pieces    there are more pieces than the question allows
//
// # Bounds
//
// A question has at most [MaxDeals] deals, and a curve [DefaultPieces] pieces unless the question says otherwise. Time
// grows with the number of pieces times the number of deals and bands.
//
// Nothing here reads a clock or keeps state; curves are immutable and safe for concurrent use.
package analysis
