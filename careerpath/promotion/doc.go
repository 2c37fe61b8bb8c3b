// Package promotion runs a promotion cycle (晋升评审) with internal competition (竞聘) from the notice to the last
// appointment, and keeps a record from which every ranking and every decision can be worked out again.
//
// # I have X, so I call Y
//
//	a cycle as JSON                                  ParseCycle, Compile
//	a compiled rule for the cycle                    CriteriaOf
//	something that happened                          State.Apply, State.ApplyAll, ParseEvents
//	a candidate's evidence on the day of the freeze  Program.Freeze, State.VerifyEvidence
//	all events, and want ranking and seats           State.Outcome, Outcome.Markdown
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
//	open       apply, nominate, accept, withdraw, freeze, disqualify, declare, recuse, score, correct, finish, seed -> publish
//	published  object, answer, withdraw -> decide
//	decided    appeal, rule, decline, appoint -> close
//
// An objection or an appeal that is upheld with changes opens the cycle again: the ranking is published anew, with a new
// objection period, and decided anew. Nobody is appointed while an appeal may still be raised or is not ruled on.
// Deadlines count from stated days by the calendar of the cycle; a last day belongs to its term. No clock is read.
//
// # Who may do what
//
// Officers run the cycle, arbiters rule on appeals, judges score, and everything else is done by the person it is about.
// A judge does not score oneself, a rival for the same opening, a direct report, one's own manager, family, somebody one
// nominated, one's own mentee or mentor, or anybody to whom an interest was declared; see [Conflict]. Scores that were
// given before such a conflict became known are void.
//
// # From scores to seats
//
// In each exercise of a candidate: void scores are left out; the strictness of judges is evened out if the cycle says so
// ([StandardiseMean]: each score plus the mean of all scores of the exercise less the mean of the judge's own); from
// DropFrom scores on one highest and one lowest is dropped; the mean of the others, less the lower end of the scale, by
// the length of the scale, times 100, is the points. The total for an opening is the sum of points times weights. Nothing
// is rounded: figures are exact ratios, and only texts for people show at most six decimal places.
//
// Rank is 1 and how many are better. Equal totals go through the tie-breaks in their order. A tie with no rule left that
// crosses the last seat is told in [OpeningOutcome].Tied, and no decision is taken while there is one (promotion.tie). A
// person wins one seat at most; see [Assignment] for how openings share candidates. The order of candidates, judges and
// events of one day changes nothing.
//
// Lots are drawn by the SHA-256 of a seed and the person, and the seed is recorded before the first score, so that
// nobody who chooses it can know who will be tied.
//
// # The record
//
// Each [Entry] of a [Record] carries a digest of itself and of everything before it. [Replay] needs nothing but the record:
// it compiles the cycle, applies every event, computes every digest, and compares each published ranking and each decision
// with what follows from the entries before. What was frozen of a candidate is the digest of the evidence file and the
// criteria results with their figures, not the file. A chain cannot tell that its end was cut off: keep [Record.Head]
// somewhere else, and ask [Record.Extends].
//
// # Limits
//
// 200 openings, 20 exercises, 200 judges, 10,000 candidates, 1,000,000 events, texts of 8,000 bytes, names of 128 bytes,
// terms of 366 days. Numbers have at most 38 digits, 30 of them after the point. [State.Apply] takes time in proportion to
// what the state holds, since it copies; for many events at once use [State.ApplyAll]. Nothing here keeps state; every
// function may be called from many goroutines at once.
//
// # Codes
//
// Of a cycle: promotion.format, .id, .twice, .version, .text, .hash, .too-few, .too-many, .subject, .arbiter, .relation,
// .criteria, .opening, .direction, .kind, .standardise, .weight, .weights, .number, .scale, .pass, .period, .judge, .drop,
// .tie-break, .exercise, .fact, .screening, .unknown, .assignment, .max-openings, .day, .order, .calendar; calendar.* of its
// calendar.
//
// Of an event by itself: promotion.step, .day, .subject, .missing, .unused, .prose, .id, .twice, .number, .relation, .ruling,
// .changes, .change, .hash, .too-few, .too-many. Where the cycle stands: promotion.step, .order, .role, .window, .person,
// .twice, .opening, .exercise, .judge, .conflict, .recuse, .finished, .score, .eligible, .judges, .seed, .frozen, .as-of,
// .criteria, .fact, .missing, .unknown, .outcome, .complaint, .objection, .objection-period, .appeal, .appeal-period, .tie,
// .seat, .calendar, .too-many; result.* of a criteria result that does not verify.
//
// Of a record: promotion.format, .content, .seq, .stream, .hash, .digest, and those of the event that does not fit.
// [State.Findings]: promotion.frozen, .unknown, .judges, .judges-left. [State.VerifyEvidence]: promotion.frozen, .digest,
// .criteria, .result. Reading JSON: promotion.json-syntax, .unknown-key, .duplicate-key, .key-case, .wrong-type,
// .trailing-data, .number, .text, .null, .too-deep, .too-large, .encoding. What cannot be written as JSON, such as text that is not
// UTF-8: promotion.invalid.
//
// Conditions: [ErrNoCandidate], [ErrNoJudge], [ErrNotPublished], [ErrLeave], [ErrStale], [ErrConflict], [ErrStep].
package promotion
