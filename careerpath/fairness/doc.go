// Package fairness tells whether a selection treats groups of people alike: by the numbers of any selection, and by the record
// of a promotion, which it replays without each criterion and each judge to see whose effect differs between groups.
//
// # Which function
//
//	how many of each group were selected       Compare       verdict of each group against the highest rate
//	a promotion record and everybody's group   Audit         rates of each stage; criteria and judges named
//	how long people of each group waited       Waits         medians, and an exact test
//	two groups                                 Fisher        exact probability, one- and two-sided
//	                                           FourFifths    decided in integers; Shortage, FlipFlop
//	                                           ImpactRatio   exact; OddsRatio
//	                                           ZOf           pooled two-proportion z
//	values of two groups                       RankSum       exact, with ties
//	several probabilities                      Holm          adjusted for their number
//
// # What a verdict is, and what it is not
//
// Two questions are asked of a group that is behind: is its rate less than four fifths of the reference's, and would chance
// alone make such a difference seldom? Each [Verdict] says which of the two holds. A difference that one selection would turn
// is [Inconclusive]; a group below the least size or share is [NotJudged]; and where four fifths are missed but chance is not
// ruled out, the finding says that the sample is too small. A flag asks for somebody to look. It is no proof of unfairness, and
// the lack of one is no proof of fairness.
//
// [Audit] says exactly when a criterion or a judge is named. The choice of the reference by its rate, many groups and repeated
// looks all make chance findings more frequent than the level; [Holm] answers for what is tested in one call.
//
// # Groups are not kept
//
// Groups enter as counts, or as a map that [Audit] reads and lets go. No value that this package returns has a person together
// with a group; reports hold sums and means of groups, and the IDs of judges and criteria. Sums can tell of people, too:
// Markdown withholds groups with fewer than PrintFrom people in the pool, selected or not selected, as many others as it takes
// that totals do not give them away, and everything reckoned from them. JSON of a report has all sums: keep it as you would
// keep the groups.
//
// # Numbers
//
// Counts are integers. Probabilities, ratios and squares of z are exact ratios, and everything is decided by these. What stands
// in a report is rounded half up, once, to [Places] decimal places; 0 for a probability is less than half of the last one. What
// is not known, such as a rate of nobody, is not valid and never 0. The order of groups, people and events changes nothing.
//
// # Bounds
//
// A comparison takes [MaxGroups] groups of [MaxPool] people, [Fisher] [MaxTable] people in two groups, [RankSum] [MaxRanked]
// values, [Waits] [MaxWaits] people. Beyond MaxTable a comparison decides by two standard deviations and says so.
//
// # Faults and findings
//
// All faults of an input come at once in a [*kam.InvalidError]: fairness.count, .days, .id, .least, .level, .reference, .share,
// .too-few, .too-many and .twice. [ErrCount] and [ErrSize] are those of single statistics. Findings of a comparison are the
// warnings fairness.adverse, .four-fifths and .significant, and the notes .alone, .inconclusive, .large, .nobody, .several,
// .tie and .too-small; those of an audit the warnings .criterion, .judge and .judges-apart, and the notes .criterion-masked,
// .judge-alone, .judge-unlike, .same-score, .too-few, .turns and .ungrouped; that of waits the warning .wait.
package fairness
