// Package breakdown cuts a target into parts that add up to it exactly: over time from the year to the week, over an
// organisation from the region to the account, and over both at once. Every part says why it is what it is.
//
// # Over time
//
// [OverTime] divides a total level by level. What cells weigh is a [Basis]: even, days, working days, the history of
// earlier years, shares that sum to exactly 1, a pattern such as 4-4-5 or 1-2-1, or a blend of these. A level that
// states no basis takes what the next finer one sums to. The result, a [TimePlan], has the cells of every level with
// their labels, running totals and reasons.
//
// Weeks are ISO weeks, and do not nest in calendar months. The cells of the level week are therefore cut at the bounds
// of the level above: a week that lies in two months is two cells. So weeks, months and quarters all foot at once;
// [TimePlan.Weeks] puts the parts of a week together. In a calendar whose fiscal years consist of weeks, weeks begin on
// the weekday of the fiscal year and nest; a 53rd week is a week like any other.
//
// A [Presence] reduces a plan to what a person carries who comes, goes, or is new: it works on exact shares, before
// anything is rounded; what it leaves of the total is then rounded half away from zero to the grain, once, and limits act
// on that. Somebody who is there throughout carries the total as it is, somebody who is there on no day of it 0.
// [CatchUp] closes periods at what they brought and spreads the rest over what remains.
//
// # Over the organisation
//
// [OverOrganisation] hands a total down a tree of nodes. Levels may hand down more than they have: the cushion of every
// node is reported, [OrgPlan.Over] multiplies the rates. [Reconcile] sets commitments from below against the targets
// from above, and assigned quota against the sum of account targets.
//
// # Both at once
//
// [OverBoth] gives each node without children a cell in each period, so that nodes and periods foot at once. Any team
// by any quarter is a sum of such cells: [Grid.In], [Grid.Steps], [Grid.Table].
//
// # Single steps
//
// [Grown] is history plus growth, [WeightedShare] a share by history and potential, [OverAssigned] a total with its
// over-assignment; [TotalOver], [OverOfUnder] and [UnderOfOver] relate rates.
//
// # Numbers
//
// All numbers are exact decimals and ratios. A total is at most 10^17 grains from zero; every target is a multiple of
// the grain, save for held values, and for the cell that takes the odd rest where that is asked for. Rounding is the
// last step: nothing is rounded and then multiplied.
//
// Over time, limits act on the plan as a whole. What is held is taken off, and what remains goes to all cells that are
// not held, at any level, in proportion to their weights: a held January is made up for by the whole year, a held
// quarter by the other quarters, a January in a held quarter by that quarter. Minima and maxima bind as little as they
// must: all cells that no limit parts share one level of filling, level times weight, so there is one solution and no
// order of steps. With [spread.LargestRemainder] every cell of every level is that exact share rounded down or up to
// the grain, equal claims to the earlier cell. With [spread.Divisor] no cell of any level falls when the total rises
// by whole grains, weights and limits being the same; a minimum or maximum then moves the cells of its own parent
// first, and a cell may be more than a grain from its exact share.
//
// In an organisation limits act among the nodes of one parent, and move the parent only when these cannot make up for
// them. What a node hands down is its target times 1 + the rate, rounded half away from zero to the grain.
//
// Negative totals give the negatives of what positive ones give with their limits mirrored. No cell has the other sign
// than its total unless a hold or a bound asks for it.
//
// # Bounds
//
// A plan over time spans at most 36,600 days. An organisation has at most 1,000,000 nodes on 32 levels, a grid at most
// [spread.MaxTable] cells. A basis has at most 100,000 observations of 100 years, 1,000 shares, 100 parts of a blend; a
// ramp at most 120 steps. IDs and names have 1 to 128 bytes.
//
// # Faults
//
// What is wrong with a spec comes at once in one [*kam.InvalidError]. Codes: breakdown.number, .grain, .word, .period,
// .level, .basis, .share, .count, .weight, .history, .zero (cells that weigh nothing), .cell (no such cell, or twice),
// .limit, .held (held values exceed what is to be spread, or leave nothing to take the rest), .bounds (minima and maxima
// leave no way), .presence and .ramp; of [CatchUp] .carry, .closed and .sign; of an organisation .node, .id, .parent,
// .root, .cycle and .over-assign; of a grid .total and .node. JSON that is not read has breakdown with a code of its
// syntax. A fault that another package finds keeps its code: observation. of package kam, and spread.
//
// Working days of a year that the calendar does not know are no fault of a spec but an error that wraps
// [kam.ErrNoHolidays]; such a year is never guessed.
//
// Everything here is pure: results depend on the arguments alone, are immutable, and are safe for concurrent use.
package breakdown
