// Package dispute keeps what payees say is wrong with their pay, and what is decided about it: who may do what until when,
// what is withheld meanwhile, and the adjustments that follow.
//
//	rules, err := dispute.Compile(policy, calendar)
//	book, err := rules.Load(ctx, store)
//	book, err = book.Record(ctx, store, event) // judged first, appended then
//	inputs.Adjustments = book.Adjustments(february)
//
// # The steps
//
//	open       the payee, within Policy.Open of the end of the commission period       becomes open
//	answer     anybody but the payee, while open or reopened                            becomes answered
//	accept     anybody but the payee and who proposed the award, while undecided        becomes accepted, for good
//	reject     anybody but the payee; after reopening not who rejected before           becomes rejected
//	withdraw   the payee, while undecided                                               becomes withdrawn
//	reopen     the payee, from rejected or withdrawn, within Policy.Reopen, once        becomes reopened
//
// Undecided are disputes that are open, answered or reopened. Two names that differ in case or in blanks at an end alone
// are one person. An answer or a decision that comes late is taken, and was overdue until then. A step is not dated before
// the one before it.
//
// # Money
//
// An accepted dispute may carry an [Award], whose amount becomes a manual adjustment in the payee's currency: with the
// reason, who proposed it and who approved it, for the settlement of the commission period in which it was accepted.
// Awards without money say what is done instead, such as a quota that is corrected and the period calculated again.
//
// Meanwhile [Book.Holds] says what the policy withholds, and [Hold.Row] puts it into the terms of a pay run:
//
//	for _, h := range book.Holds() {
//		terms.Holds = append(terms.Holds, h.Row(payDate, "dan"))
//	}
//
// Of 5,000 with 300 in dispute 4,700 are paid and 300 stay payable, until a pay run whose terms hold them no more.
//
// # Deadlines
//
// A deadline of n days ends with the n-th calendar or working day after its start, inclusive; with 0 days it ends on the
// day itself. A dispute is overdue on the days after. Deadlines of the payee are those of opening and reopening, those of
// the house answering, counted from opening or reopening, and deciding, counted likewise.
//
// # The record
//
// Events are appended to a [Store] and never changed. [Memory] is the reference, and package disputetest has the tests
// that every store passes. A [Book] is what the events say; it is immutable and safe for concurrent use.
//
// # Faults
//
// [Event.Check] and [Compile] report, all at once in one [*kam.InvalidError]: dispute.id, dispute.step, dispute.number,
// dispute.day, dispute.text, dispute.period, dispute.about, dispute.amount, dispute.currency, dispute.claim,
// dispute.award, dispute.count, dispute.days and dispute.withhold; [ParseEvent] dispute.json-syntax and the others of its
// kind. A step that is not allowed is a *[Refused] that wraps
// [ErrOrder], [ErrPerson], [ErrSamePerson], [ErrLate] or [ErrUnknown].
//
// # Numbers
//
// Amounts have at most as many decimal places as their currency, and nothing is rounded.
package dispute
