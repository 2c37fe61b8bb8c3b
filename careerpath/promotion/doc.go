// Package promotion runs a promotion cycle (晋升评审) with internal competition (竞聘) from the notice to the last
// appointment, and keeps a record from which every ranking and every decision can be worked out again.
//
// # I have X, so I call Y
//
//	a cycle as JSON                                  ParseCycle, Compile
//	a compiled rule for the cycle                    CriteriaOf, Program.VerifyCriteria
//	something that happened                          State.Apply, State.ApplyAll, ParseEvents
//	a candidate's evidence on the day of the freeze  Program.Freeze, State.VerifyEvidence
//	all events, and want ranking and seats           State.Outcome, State.Seats, Outcome.Markdown
//	a ranking to publish, or seats to decide         State.Digest
//	a record that somebody doubts                    Replay, Verify, Record.Extends
//	a doubt about one criterion or judge             State.OutcomeWithout
//	a candidate, a judge, the public to inform       State.CandidateView, State.PanelView, State.Notice
//	a database to keep records in                    Store, Save, Load, and careerpathtest to prove it
//
// # The course of a cycle
//
// A [Cycle] is plain data, frozen with the first event. Each [Event] is dated, says who made it, and is checked against
// everything before it:
//
//	open       apply, nominate, accept, withdraw, freeze, disqualify, declare, recuse, add-judge, score, correct, finish, reopen,
//	           seed -> publish
//	published  object, answer, withdraw, declare -> decide
//	decided    appeal, rule, decline, appoint, declare -> close
//
// An objection or an appeal that is upheld with changes opens the cycle again: the ranking is published anew, with a new
// objection period, and decided anew. Nobody is appointed while an appeal may still be raised or is not ruled on.
// Deadlines count from stated days by the calendar of the cycle; a last day belongs to its term. No clock is read.
//
// Before the ranking is published an officer can open a closed exercise again ([StepReopen]) and take one more judge onto the
// panel ([StepAddJudge]), each with a reason that stays in the record; later an upheld objection or appeal can. Void scores stay
// as history, and their judges may score anew while the exercise is open.
//
// Once the ranking is published it stands: who withdraws then keeps the place in it, and gets no seat. The decision gives all
// seats anew among the others, by the assignment of the cycle; people who are tied are so without those who withdrew. If the cycle
// is opened again, the new ranking is without them. Who declined a seat before that is still ranked, with the scores there are,
// takes part in no exercise any more, and gets no seat.
//
// # Who may do what
//
// Officers run the cycle, arbiters rule on appeals, judges score, and everything else is done by the person it is about.
// A judge does not score oneself, a rival for the same opening, a direct report, one's own manager, family, somebody one
// nominated, one's own mentee or mentor, or anybody to whom an interest was declared; see [Conflict]. Who was once a rival
// stays one, also after withdrawal or disqualification. A conflict that becomes known, or a judge who stands down, after a score
// was given bars new scores and corrections only: given scores become void by a ruling alone, since else a candidate or an
// officer could take out a score by a declaration.
//
// Who answers an objection or rules on an appeal did not raise it, is in conflict with nobody who raised it or whom it or a
// change is about, and gave none of the scores that it is about; one that names nobody is about all. So name an officer who
// does not judge, and more than one arbiter. Who may not make an event is told that alone, and nothing about others.
//
// A person is known by the subject: one person is one [kam.Subject] in all roles, or conflicts stay unseen. Equal IDs under
// different kinds are warned of (promotion.same-id).
//
// # From scores to seats
//
// In each exercise of a candidate: void scores are left out; the strictness of judges is evened out if the cycle says so
// ([StandardiseMean]: each score plus the mean of all scores of the exercise less the mean of the judge's own); from
// DropFrom scores on one highest and one lowest is dropped; the mean of the others, less the lower end of the scale, by
// the length of the scale, times 100, is the points. The total for an opening is the sum of points times weights. Nothing
// is rounded: figures are exact ratios, and only texts for people show at most six decimal places. Scores that were evened out
// may lie outside of the scale, and points and totals from them below 0 or above 100: they are not cut off, which would make
// equals of people who are not.
//
// Rank is 1 and how many are better. Equal totals go through the tie-breaks in their order. A tie with no rule left that
// crosses the last seat is told in [OpeningOutcome].Tied, and no decision is taken while there is one among those who did not
// withdraw (promotion.tie). A
// person wins one seat at most; see [Assignment] for how openings share candidates. The order in which the
// cycle lists judges changes no figure, rank or seat, and neither does that in which people applied, evidence was frozen, or
// different scores were given. Where one event follows from another, their order is the record: of two corrections of one
// score the later stands, and [ScoreUse].Changes has both in their order; who declines first frees a seat first.
//
// Once it is decided, who has a seat or is offered one keeps it whatever others do. A seat that becomes free goes to the next in
// rank among those who wished it and have none. Who declines a seat is out for all openings of the cycle, and of every later
// ranking and decision in it.
//
// Lots are drawn by the SHA-256 of a seed and the person. The seed is the result of a public draw that the cycle announces
// before anybody applies, with its source and its day ([Draw]); it is recorded on that day or later, when all exercises are
// closed, and before the ranking is published. So nobody can choose it: not the officer who records it, since the source is
// fixed before there are candidates, and anybody can look it up; and not the judges, who do not know it while they score.
// An exercise that was closed with all its scores is not reopened from the day of the draw on, but by an objection or an
// appeal that is upheld; one that lacks scores, or was never closed, still is.
//
// # What is shown
//
// A score that an officer or an arbiter changed is told from one that the judge gave: [ScoreUse].Changes has what it was, who
// changed it, when, why, and by which objection or appeal, and [ScoreUse.Given] what the judge gave last in person. Candidates
// and judges see the same without who and why. The minutes name judges as the cycle does, and people of one name with the ID.
//
// A [Notice] has the number of its publication and, from the second on, the objections and appeals that led to it and every
// place, seat and shown total that is another than before. After the decision it tells which seats are offered, taken up,
// declined, or given up by people who left, and who moved up; a [CandidateView] follows them, too.
//
// # The record
//
// Each [Entry] of a [Record] carries a digest of itself and of everything before it. [Replay] needs nothing but the record:
// it compiles the cycle, applies every event, computes every digest, and compares each published ranking and each decision
// with what follows from the entries before. What was frozen of a candidate is the digest of the evidence file and the
// criteria results with their figures, not the file. [State.VerifyEvidence] shows that a file is the one that was frozen and
// that results, and figures of [FactStage] and [FactTenure], follow from it; not that the file is true, nor where figures of
// [FactRecorded] come from beyond the digest of their source. That a rule which the cycle shows is the one of its hash is
// compared by [Program.VerifyCriteria] and by each [Program.Freeze]. A chain cannot tell that its end was cut off: keep [Record.Head]
// somewhere else, and ask [Record.Extends].
//
// # Limits
//
// 200 openings, 20 exercises, 200 judges, 10,000 candidates, 1,000,000 events, texts of 8,000 bytes, names of 128 bytes,
// terms of 366 days. A record that is one JSON text is read up to 16 MiB; longer ones are kept entry by entry. Numbers have at most 38 digits, 30 of them after the point. [State.Apply] takes time in proportion to
// what the state holds, since it copies; for many events at once use [State.ApplyAll]. What follows from a state is worked out
// once, when it is first asked for, and kept with it. Nothing here keeps state; every
// function may be called from many goroutines at once.
//
// # Codes
//
// Of a cycle: promotion.format, .id, .twice, .version, .text, .hash, .too-few, .too-many, .subject, .arbiter, .relation,
// .criteria, .opening, .direction, .kind, .standardise, .weight, .weights, .number, .scale, .pass, .period, .judge, .drop,
// .tie-break, .draw, .exercise, .fact, .screening, .unknown, .assignment, .max-openings, .day, .order, .calendar; calendar.* of its
// calendar. [Program.Warnings]: promotion.drop, .tie-break, .draw, .officers, .same-id.
//
// Of an event by itself: promotion.step, .day, .subject, .missing, .unused, .prose, .name, .id, .twice, .number, .relation, .ruling,
// .changes, .change, .hash, .too-few, .too-many. Where the cycle stands: promotion.step, .order, .role, .window, .person,
// .twice, .opening, .exercise, .judge, .conflict, .arbiter, .finished, .score, .eligible, .judges, .seed, .frozen, .as-of,
// .criteria, .fact, .missing, .unused, .unknown, .outcome, .complaint, .objection, .objection-period, .appeal, .appeal-period, .tie,
// .seat, .calendar, .too-many; result.* of a criteria result that does not verify.
//
// Of a record: promotion.format, .content, .seq, .stream, .hash, .digest, and those of the event that does not fit.
// [State.Findings]: promotion.frozen, .unknown, .judges, .judges-left, .same-id. [State.VerifyEvidence]: promotion.frozen, .digest,
// .criteria, .result, .figure. [Program.VerifyCriteria]: promotion.criteria. Reading JSON: promotion.json-syntax, .unknown-key, .duplicate-key, .key-case, .wrong-type,
// .trailing-data, .number, .text, .null, .too-deep, .too-large, .encoding. What cannot be written as JSON, such as text that is not
// UTF-8: promotion.invalid.
//
// Conditions: [ErrNoCandidate], [ErrNoJudge], [ErrNotPublished], [ErrLeave], [ErrStale], [ErrConflict], [ErrStep].
package promotion
