// Package training tells what a company teaches, who took part in it, what that cost and what came of it.
//
// # Catalogue
//
// A [Catalogue] is plain data that people write as JSON: courses, talks, workshops, mentoring, job rotation and the like, with
// cost, hours, prerequisites, the skills they can raise, the certificate they earn and their sessions. [Compile] checks all
// of it against a vocabulary.
//
// # Records
//
// Who takes part is told by [Record]s that are appended and never changed. [Program.Replay] follows them and refuses what
// cannot be, with what could:
//
//	(nothing)   invited, accepted, attended
//	invited     accepted, declined, attended, absent
//	accepted    attended, absent, declined
//	declined    accepted
//	attended    completed, failed
//	failed      completed
//
// Absent and completed are the end. A wrong record is taken back by [Voided], with a reason, after which the person can begin
// again. An offering without sessions can be begun again after any end: mentoring can be had twice.
//
// Facts that should not be and are, such as attending without a prerequisite, are no faults: [Log.Warnings] tells them.
//
// A [Store] keeps them, each as an [Entry] with a number, so that of two who record at once one is told: see [Save] and
// [Load]. Package careerpathtest proves a store.
//
// # Evidence
//
// Completing an offering earns its certificate: see [Log.Certificates]. It raises no level of a skill. A level is what
// somebody assessed; that a course was meant to raise it is a reason to assess again.
//
// # Reports
//
// [Log.Report] tells of a period and its teams: invitations, acceptance, participation, hours, cost, budget, who has had
// nothing, ideas, pulses and metrics before and after, return. A participation belongs to the first day of its session;
// without a session to the day on which the person attended, else to its first record. What lies after the day of the
// report has not happened yet.
//
//	response       invitations answered by invitations
//	acceptance     invitations accepted by invitations answered
//	participation  attended by attended, absent and declined
//	completion     completed by completed and failed
//	coverage       people who attended something by people of the team
//
// What nobody recorded stands beside these, in no rate; a rate of nothing by nothing is unknown. Coming to what one was
// invited to accepts it.
//
// Hours of a participation are those that its records state last, its cost is the sum of what they state; when none states
// any they are the offering's, once the person attended. The cost of a session is cut among all who attended, by team to the
// smallest unit of the currency by largest remainders, and only the teams of the report are charged. When nobody came, with
// records or without, the whole of it is told as [Report].Unshared: a report on the whole, see [Request].Whole, bears it, one
// on a part does not. So the costs of the teams, and what is unshared of the whole, sum to the total, and the totals of all
// parts and what is unshared are the cost of everything.
//
// Ideas count of sessions in which people of the teams had a part. Those that somebody counted and the workshops of which
// nobody did are all sessions of [Innovation]. An outcome of a cancelled session, or from before a session, is a fault.
//
// # Return
//
// [ROI] is (benefit - cost) / cost: break-even is 0. Without a cost it is unknown. A change before and after is a difference
// and no proof of a cause: other things changed as well. Both sides of it are of one metric, unit, currency and form, of
// the same subjects, and over on the day of the report; sums of plain values cover equal time.
//
// # Numbers
//
// Amounts are decimals in the currency of the catalogue, 0 to [MaxAmount] with at most [MaxPlaces] decimal places; hours 0 to
// [MaxHours] likewise. Rates are exact ratios. Only Markdown rounds: per cent to one place, other ratios to four with a
// leading ≈.
//
// # Limits
//
// [MaxOfferings] offerings with at most [MaxParts] prerequisites, lifts or sessions each, [MaxRecords] records, [MaxPeople]
// people in all teams, [MaxTeams] teams, [MaxOutcomes] outcomes, [MaxComparisons] pulses and as many effects, reasons of
// [MaxText] bytes in an entry.
//
// # Codes
//
// All faults come at once in one [*kam.InvalidError]. Of a catalogue: training.format, .id, .twice, .text, .currency, .kind,
// .cost, .hours, .prerequisite, .cycle, .skill, .level, .certificate, .months, .session, .seats, .period, .subject,
// .too-few, .too-many, and those of reading JSON. Of records: .offering, .session, .state, .day, .transition, .reason,
// .cancelled; of an entry: .id, .seq. Of a report: .ideas, .cancelled, .metric, .unit, .currency, .form, .subjects, .order,
// .time, .fewest, and those of observations. Warnings: .prerequisite, .seats. Conditions of a store: [ErrStale], [ErrConflict], [ErrState].
package training
