// Package boundary makes scenarios at the bounds of compensation plans: what a plan pays where its pay changes its course.
//
//	set, err := boundary.Cases(ctx, boundary.Request{Plans: plans})
//	data, err := set.File().JSON() // a scenario file to read, and to keep what is meant of
//
// # Cases
//
// Made-up deals bring each component one unit below each of its bounds, exactly to it, one unit above, well inside, and
// back across by a refund in the same period and in the next; to the amounts where pay is rounded to one unit more or lies
// in the middle between two; and probe what no bound shows, such as the order of deals, their dates, shares, attributes,
// currencies and several periods. What they expect is what the engine pays; tests of this package hold it against an
// evaluator that shares no code with the engine.
//
// A bound on a date of deals is probed by deals of the day before it, of its own day and of the day after, whose other dates
// stand still. Where it is the date by which deals count, they are in the commission periods that count those days; all cases of
// a component are in the first period in which deals can be dated so that it pays.
//
// Measures of money have a quota of 100,000, those of units 100 and those of counts 20, target incentives are 10,000 for
// each commission period. Amounts at a bound are found by search, on a grid of minor units, or of 0.0001 where rounding is
// shown. A bound that made-up deals cannot reach is in [Set.Missed] with the reason.
//
// # Limits
//
// Made-up deals are at most 1,000,000,000, and at most 300 of a kind. A case is a scenario of package scenario, and its
// limits hold.
//
// # Concurrency
//
// Everything depends on the plans and the calendar alone, and the same plans give the same cases in the same order. Nothing
// reads a clock. A [Set] is safe for concurrent use while nobody changes it.
package boundary
