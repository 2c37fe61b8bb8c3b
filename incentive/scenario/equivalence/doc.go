// Package equivalence proves with exact payout curves that two editions of a plan pay the same.
//
// It is the judge for mutants that no scenario tells from the plan:
//
//	report, err := mutation.Kill(ctx, suite, mutation.Options{Same: equivalence.ByCurves{}})
//
// # What is proved
//
// Package analysis derives what a plan pays as an exact function of each of its measures. Both editions are asked the
// same questions, and are the same when every curve is: the same break points, the same polynomials between them for
// the pay and for each component, the same pay at the break points. The questions are all of
//
//   - each measure of money, margin, cash or units, and each observed figure, as the axis, from nothing up to 10^30, which
//     is beyond all that a plan states or a run counts, so that the last piece goes on for ever;
//   - quotas from 1 up to 10^13: one for every three digits, up to what earns the largest number of either plan at its
//     lowest rate, and those at which a number that was changed is the quota, or is what the quota earns, so that caps
//     and bounds on amounts stand far below, at, and far above what quotas pay; where target incentives matter, with small
//     and large ones;
//   - one deal, two, three and seven equal deals, and a list of uneven ones, of each kind of deal that the plan tells apart
//     by attributes and numbers;
//   - the observed figures at nothing, at one, and below, at and above every bound on them;
//   - the first, the second and the last commission period of the year, with nothing before, and with earlier deals of
//     half a quota and of one and a half.
//
// The first of the quotas, 100,000, is asked about all of this; the others about the first and the last of the periods and of
// the profiles of deals.
//
// Commission that a plan credits to managers counts as any other credited amount: the curve is that of what is credited.
//
// Rounding is no part of a curve. Editions that round at different steps are the same only where both steps round the
// same sum: a plan of one component, without caps of its own, rounds its component or its statement alike.
//
// # What is not
//
// Nothing is claimed where pay is no function of the axis, and nothing about changes that curves do not show: how refunds
// count, who is credited, which day counts, the order of deals, currencies, proration, payout terms, conditions, and
// tiers or gates that are kept when a refund loses them. Nothing is claimed of plans that count deals or select them by their
// dates either.
//
// Everything depends on the two plans and the calendar alone. Nothing here reads a clock; a [ByCurves] is safe for
// concurrent use.
package equivalence
