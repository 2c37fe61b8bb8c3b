// Package likelihood says how likely a target is to be reached, and always on what numbers the answer rests.
//
// # Which question, which function
//
//	how often did it work out before               [FromHistory], which looks for a trend; [FromGrowth]
//	what is reached with 80, 50 and 20 %           [Normal.Levels], with [NormalOf] of past values
//	how do peers stand to such a target            [AmongPeers]
//	what may these open deals bring together       [FromDeals], a [Distribution] of their sum
//	how much pipeline does a quota take            [Cover]; its speed is [Velocity]
//	were quotas set alike for all                  [CheckFairness]
//	is a move in a survey more than noise          [Survey.Exceeds], [Survey.SmallestMove], [ShareInterval]
//
// An [Estimate] has a probability, the method, the number of values and the evidence, and says it in one sentence in
// English and Simplified Chinese. What is not known is not known: below 3 past values there is no estimate, and no
// number stands in for one.
//
// # Numbers
//
// Inputs are exact decimals and fractions within the bounds of the library; no float64 takes part. What is counted,
// summed or compared is exact and rounded once, where the comment of the function says. Logarithms, roots, the normal
// and Student's distribution are computed to within 10^-30, with the same digits on every machine. Probabilities have
// [Places] decimal places.
//
// # Sums of deals
//
// The distribution of a sum is exact, in integers over a common denominator, while there are at most [MaxSums] distinct
// sums and the denominator is not too long for them: always for up to 16 deals, and for hundreds whose amounts are
// multiples of something not too small. Beyond that the amounts are rounded to a grid of up to 2^20 steps, and what
// rounding takes away is bounded by Hoeffding's inequality, but for 10^-12: every answer is then a pair of bounds, Low
// and High, that contain the exact one. They are close for some hundred deals, to about 0.0001, and wide for thousands.
// An answer whose bounds round to the same number states that number.
//
// Deals are taken to be independent. When one event decides about several, they are one deal.
//
// # Time
//
// Every call takes bounded time and memory: at most 10,000 values, peers, people or deals, and well below a second
// for any of them.
//
// # Findings
//
// Faults are findings in one [*kam.InvalidError]: likelihood.number (a number beyond the bounds), .too-many, .direction,
// .places, .values (too few), .sd, .probability, .band, .band-order, .win, .deal-id, .deal-twice, .quantile, .quota, .open,
// .deals, .amount, .cycle, .territory, .person-id, .person-twice, .answers, .spread, .yes. Warnings about a plan are [CodeTooEasy], [CodeTooHard]
// and [CodeTerritory].
package likelihood
