// Package feedback asks many people about one, and tells the one what they said without telling who said it.
//
// # What is here
//
//	whom to ask what       RoundSpec, Compile          groups with weights and thresholds, dimensions, invitations
//	what they answered     Round.Collect               every fault at once: unknown rater, second response, out of scale
//	what may be told       Answers.Report              means by group, gaps to the self-image, comments, in en and zh
//	what was told before   Publication, Publish        the ledger against differencing
//	what comes of it       Session, SumSessions        planned, held, followed up, closed; closure and on-time rates
//	who is to be reminded  Answers.Reminders           open invitations as tasks
//
// # What a published aggregate is
//
// An answer is a variable: what one rater answered to one question about one subject. An [Aggregate] is a set of such
// answers; publishing it tells their sum and how many they are, so a linear form of the variables with the coefficient 1
// for each answer in the set. Who belongs to a group, who answered and what was withheld is taken to be known to every
// reader; what was answered is not. A published spread tells the sum of the squares of the same answers, a variable each
// for itself, and published comments the collection of what each of the group wrote, which adds up in the same way.
//
// A [Line] of a question is one aggregate. Everything else in a [Report] is computed from the lines that it shows, from
// their sums, counts and weights: dimensions, totals over groups and gaps. So a report tells nothing that its lines do
// not.
//
// # What is guaranteed
//
// Let k be the threshold of a group. Take all aggregates of a ledger, whatever report they were published in, and any
// combination of them with rational coefficients. If it depends on an answer of that group, it depends on answers of
// at least k raters. So neither the total of a hidden group, nor one rater's answer, nor the difference of two, nor the
// total of less than k raters who answered between two reports is a combination of what was published; the hidden group of
// one report is not the difference of two others, and not that of a team and its parts.
//
// Answers of groups with the threshold 1 are not anonymous and count as known, as do those that a subject gives on
// itself. Whether something is withheld depends on who answered, never on what: withholding tells nothing about answers.
//
// The guarantee is one of exact linear algebra. It does not cover what bounds of a scale tell, such as a mean at the very
// end of it, or a spread of 0, from which every answer follows; what raters who tell each other their answers can work
// out; nor the style of a comment.
//
// Answers and comments that were published are final. The ledger keeps the exact sum of each aggregate, the exact sum of
// squares of a spread, and digests of comments. [ErrRevised] stops a figure that contradicts them: one of the same
// answers that is another, and one that is a combination of published ones, such as a team less one of its people, with
// another value than that combination. So answers that change between reports do not get around the guarantee: where
// the old and the new ones of a few would be told apart, nothing is told. Comments must moreover hold those that were
// published of a part of their raters. The digests are those of what the report shows, without who wrote it: a reader
// of the ledger who tries texts finds those of the report. A ledger names raters all the same, and is for whoever runs
// the round.
//
// # What is withheld
//
// [Publish] goes through the candidates in their order and publishes each that keeps the guarantee together with all
// that was published before it, in the ledger and in the call. Nothing that was withheld could be added to the outcome.
// A [Report] asks question by question in the order of the round, in each line by line in the order of the groups: where
// two lines cannot both be told, the group that stands first in the round is.
//
// The test is exact: answers that stand in the same aggregates are one class, the matrix of aggregates by classes is
// brought into echelon form in rationals, and combinations that touch small classes only are searched for one with less
// than k raters. Only when that takes more than [MaxWork] steps is the candidate withheld unproven.
//
// # Numbers
//
// Answers are decimals with at most [MaxPlaces] decimal places; sums are exact. A mean is sum by count, a total the mean
// of the shown groups' means by their weights, which are exact fractions and renormalised over the groups shown; a
// dimension is the plain mean of its questions. All are exact ratios until each is rounded once, half away from zero, to
// two decimal places ([Places]). A gap is classified before rounding. A spread is the standard deviation with the divisor
// n, rounded once from the exact variance, and is shown from [SpreadFrom] answers.
//
// # Limits
//
// [MaxSubjects], [MaxGroups], [MaxQuestions], [MaxInvitations], [MaxComments] and [MaxCells]; ids have at most [MaxID]
// bytes and texts [MaxText]. All are inclusive. Names are looked for in one pass: a comment takes as many steps as it has
// characters, times at most the length of the longest name, however many names there are.
//
// # Faults
//
// Codes of what people write: feedback.id (empty, too long, not UTF-8, or with control characters), feedback.text,
// feedback.list (too long, or empty), feedback.twice (an id, an invitation or a response that stands twice),
// feedback.day, feedback.weight (out of range, or a sum that is not 1), feedback.threshold, feedback.scale,
// feedback.merge, feedback.group, feedback.question, feedback.subject (unknown ones), feedback.self (self where another
// should be, and the reverse), feedback.rater (not invited), feedback.answer (out of the scale or off its steps),
// feedback.closed (a response of a day after the round closed), feedback.comment (too short, too long, or with control
// characters), feedback.aggregate (a ledger entry that is none), feedback.round (of another round) and feedback.step (a
// step of a session that was skipped). JSON adds feedback.json-syntax and its like, a task the codes of [kam.Task.Check].
//
// Conditions of single values: [ErrState], [ErrRevised], [ErrSize], [ErrNotCollected], and those of package kam.
package feedback
