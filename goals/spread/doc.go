// Package spread cuts a total into cells that sum to it exactly: a row of cells, or a matrix whose rows and columns
// both foot. It knows numbers only; periods, people and accounts are the business of those who call it.
//
// # A row
//
// [Parts] spreads a total in proportion to [Weights]. Single cells may be held, or kept between a minimum and a maximum;
// the rest goes to the others. Weights are even, stated, shares that sum to exactly 1 ([Profile]) or a mixture of
// several bases ([Blend]).
//
// # A matrix
//
// [Foot] fills a matrix so that every row and every column sums to its given total, by default in proportion to both
// totals, on request in proportion to a seed and within limits.
//
// # Levels
//
// [StraightLine] and [Compound] lead a level, which does not add up, from one value to another.
//
// # Numbers
//
// Every cell is a whole number of grains; the grain is any positive decimal. Totals, holds and bounds are within 10^17
// grains of zero. Weights are exact ratios of at most 4096 bits. A row has at most [MaxCells] cells, a matrix at most
// [MaxTable]. All arithmetic is on integers and exact ratios; the one rounding is the one to the grain, by the [Method]
// of the request. What is spread has no wrong sign: parts of a positive rest are zero or more unless a bound asks for
// less, and a negative total gives the negatives of the positive one.
//
// # Which method
//
// [LargestRemainder] stays within one grain of the exact parts but lets a cell fall when the total rises: by the census
// of 1880 a house of 299 seats gave Alabama 8 and one of 300 gave it 7. [Divisor] never does that, so it suits a target
// that is raised during the year; in rare cases it strays from an exact part by a grain or more. [Cumulative] keeps
// running totals within half a grain of the exact ones, so it suits steps that are read as a sum to date.
//
// # Faults
//
// Faults of a request come all at once in one [*kam.InvalidError] whose findings have the codes spread.grain,
// spread.number, spread.grid, spread.weight, spread.count, spread.cell, spread.bound, spread.word, spread.share,
// spread.path and spread.margin. Requests that are well formed and impossible are [*HeldError], [*ReachError],
// [*CutError], [*TotalsError], [ErrZero] or [ErrOdd]; the first four give a finding with the code spread.held,
// spread.reach or spread.totals for a person to read.
package spread
