// Package weights makes weights out of judgement: [FromJudgements] from pairwise comparisons by the analytic hierarchy
// process (AHP), [FromPoints] from points that several judges hand out, and [Synthesise] from the local weights of a
// hierarchy. What it returns sums to exactly 1 and fits the weights of a scorecard through [Weight.Fraction].
//
// # Judgements
//
// A judgement says how many times as important one item is as another, from 1/9 to 9 on the scale of Saaty (The
// Analytic Hierarchy Process, 1980): 1 equal, 3 moderately, 5 strongly, 7 very strongly, 9 extremely more important,
// what is between as a compromise. Every pair is judged; an incomplete matrix is refused. Where both directions of a
// pair are stated, their product is exactly 1.
//
// The weights are the principal eigenvector of the matrix ([Eigenvector]) or the geometric means of its rows
// ([GeometricMean]). The consistency index is CI = (λmax - n) / (n - 1), the consistency ratio CR = CI / RI, where RI is
// the random index of n items in a table that the caller names: published tables differ, and so do the ratios. Two
// items and one are always consistent: CR is 0, and no table is needed. A CR above [Judgements].Limit is an
// [*InconsistentError], which names the judgement that deviates most from the weights, the largest a_ij * w_j / w_i,
// and the value that would fit.
//
// # Numbers
//
// Judgements are exact ratios. The eigenvector is found by power iteration in integer arithmetic of 256 bits, the
// geometric means by integer roots; the same input gives the same digits on every machine. λmax, CI and CR are correct
// to 10^-30. Weights are computed to 30 decimal places and then rounded to [Judgements].Places by the largest
// remainder, ties to the item that stands earlier: each is within one unit of the last place of its exact value, and
// together they are exactly 1. Points and hierarchies are exact ratios until that one rounding. A weight too small for
// the places becomes 0.
//
// # Faults
//
// Faults come all at once in one [*kam.InvalidError] with the codes weights.count (too few or too many), .item (an ID
// that is none, or comes twice), .form (matrix and pairs, or neither), .missing (a pair without a judgement), .twice
// (a pair or branch stated again), .scale (a judgement outside 1/9 to 9), .reciprocal (two directions that contradict
// each other, or a diagonal that is not 1), .method, .random-index (not stated, unknown, or without the number of items),
// .limit, .places, .number, .share (a weight below 0), .sum (weights or points that miss their total), .judge, .points,
// .branch (an unknown parent, or an item above itself) and .depth; the finding of an [*InconsistentError] is
// weights.inconsistent. What [ParseJudgements] and [ParseAllocation] find in JSON has codes of this prefix as well.
//
// Nothing here keeps state; everything is safe for concurrent use.
package weights
