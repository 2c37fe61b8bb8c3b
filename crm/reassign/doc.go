// Package reassign hands accounts over to other owners on a day: people leave, territories change. First comes a preview,
// then the exact changes of every record, old and new, with reason and approver.
//
//	preview, err := reassign.Plan(change, records)  // every fault at once; nothing is applied
//	fmt.Println(preview.Markdown(kam.English))      // who gives and gets what, and what stays
//	applied, err := preview.Apply(current)          // the same changes, or reassign.ErrChanged
//	for _, notice := range preview.Notices() { … }  // what old and new owners are told
//
// # Who gets what
//
// A [Move] selects accounts by id or by what they are, and names receivers: one, or several who share by load or in order.
// An account that has a receiver in its team can go to him, and accounts of one hierarchy to one receiver. Limits say how
// many accounts somebody may have; an account without room stays, or the change is refused, as the change says.
//
// # What goes along
//
// For contacts, open opportunities, planned activities and open requests the change says of each kind whether it follows the
// account from its old owner to the new one, or stays. What belongs to somebody else stays with him. A deal of unknown
// status counts as open; an activity without a status is to be done if it begins or is due on the day or later, by UTC.
// Dates of follow-up are fields of the account and of its activities: they stay what they are, and pass with them.
//
// Nothing that is open stays with somebody who leaves: it goes to the owner of its account, else to his successor, else
// the change is refused. His roles in teams of accounts and open deals end on the day, and the successor has them from
// then on.
//
// # Teams
//
// Rows of an owner end on the day, and the new owner has a row from it on. A row that was said to hold since ever begins
// on 0001-01-01 once it has an end. Where the team says nothing of the old owner, nothing is made up of when he began.
//
// # What always holds
//
// Every account that a move selects has an owner afterwards who is a user of the system and active, and nobody who leaves
// has anything open. Counts and amounts are the same before and after, or the preview fails with [ErrTotals]. The users of
// the system have to be among the records.
//
// # Conflicts
//
// [Preview.Apply] works the change out anew from the records as they are. Any difference is a [Conflict], whether a record
// got another owner or team, was deleted, or came in since; records that were modified otherwise are listed as touched.
//
// # Numbers
//
// Loads are whole numbers and exact sums by currency. Nothing is rounded, and nothing reads a clock.
//
// # Bounds
//
// A change has at most 1,000 moves, 1,000 receivers each, 1,000 people who leave and 1,000 limits; lists have at most
// 100,000 entries. A preview takes at most 5,000,000 records.
//
// # Faults
//
// [Plan] reports all faults at once in a [*kam.InvalidError]: reassign.id, .twice, .too-many, .too-few, .day, .kind, .user,
// .select, .account, .by, .limit, .full, .former and .left. [ParseChange] adds those of strict JSON, such as
// reassign.unknown-key. Warnings are reassign.unowned, .inactive, .vacant and .planned. Conditions are [ErrChanged],
// [ErrTotals] and [ErrRecords].
package reassign
