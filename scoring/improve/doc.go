// Package improve follows up what a score showed: a plan of what to do first and what it is worth, a plan for a person
// whose performance has to change, a review with its stages and appeal, and what is kept of all of it.
//
// # I have X, so I call Y
//
//	a result, and want to know what to do first      NewPlan, Plan.Markdown
//	a later result, and want to know what moved      Reevaluate, Progress.Markdown
//	days on which to look at progress                CheckPoints
//	a performance-improvement plan and its steps     NewPIP, PIP.Apply, ReplayPIP
//	a review and its steps                           Review.Apply, ReplayReview, ScheduleReview
//	reviews, and want to know who is late            OverdueReviews
//	a database to keep all that in                   Store, Record, and scoringtest to prove it
//	records, of which some may be kept already       AppendNew
//	what reports of a feedback round told            Ledger, for feedback.Answers.Report
//
// # Improvement plans
//
// A [Plan] puts the measure first whose gap is worth most: effective weight * (target - score). What closing a gap
// brings is exact; what a [Lever] brings is typical, stated by the host. What is not known is to be measured first, the
// largest share of the whole before others, and no points are claimed for it. [Reevaluate] compares two results: each measure's change is split into that of its score
// and that of its weight, and the changes of all measures sum to that of the weighted sum.
//
// # Steps and states
//
// A [Review] and a [PIP] are made of events, dated and never changed, and are rebuilt from them. A step that is not
// allowed is a [*TransitionError], which wraps [ErrTransition] and names the steps that are:
//
//	review  open -> self or skip-self -> manager -> calibrate -> sign-off -> appeal -> decide -> close
//	PIP     draft -> agree -> start -> hold ... -> extend, at most once -> hold ... -> pass, fail or withdraw
//
// Nobody has a say in one's own review but the self review and the appeal; an appeal is decided by somebody who had no
// part in the result and does not run the review, and only such a one cancels what was appealed. Who signs a review off is
// not the manager who wrote it, unless the opening says so. No step of a PIP is approved by the person, by the manager, or by whoever takes it.
//
// # Storage
//
// What is kept is a [Record]: a card, a result, a response of a feedback round, what a report told of one, a step of a
// review or of a PIP, a plan. [Store] is what a host implements, two methods; package scoringtest has a reference in
// memory and the tests that every store passes. [AppendNew] appends what is new and may be called again; [Ledger] reads
// back what must not be told twice in different ways.
//
// # Numbers
//
// Scores, weights, gaps and points are exact ratios ([scoring.Exact]); nothing is rounded but in Markdown, to two decimal
// places, half away from zero, with a mark where that changed the figure. Scores, effects and efforts that a person
// states are decimals of at most 38 digits. No float is used anywhere.
//
// IDs and persons have at most 128 bytes, texts 8,000, documents of responses 1 MiB, publications 8 MiB, lists 1,000
// elements; a plan has at most 400 levers. Nothing here keeps state or reads a clock; every function may be called from
// many goroutines at once.
//
// # Codes
//
// Findings of this package: improve.id, improve.text, improve.day, improve.period, improve.number, improve.list,
// improve.twice, improve.order, improve.kind, improve.target, improve.measure, improve.card, improve.before,
// improve.step, improve.opening, improve.own-review, improve.arbiter, improve.deadline, improve.score, improve.approver,
// improve.outcome, improve.minimum, improve.check-point, improve.seq, improve.about, improve.content, improve.format,
// improve.document, improve.json; with those of package scoring for a result that does not verify, those of package
// feedback for a faulty publication, and task.* for a faulty task. Reading JSON: improve.json-syntax,
// improve.unknown-key, improve.duplicate-key, improve.key-case, improve.wrong-type, improve.trailing-data,
// improve.number, improve.text, improve.null, improve.too-deep, improve.too-large, improve.encoding.
//
// Origins of tasks: improve.clear-veto, improve.measure-first, improve.lever, improve.find-lever.
//
// Conditions: [ErrTransition], [ErrStale], [ErrConflict], [ErrKind].
package improve
