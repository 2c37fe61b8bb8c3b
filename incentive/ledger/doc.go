// Package ledger keeps what has been posted for payees: an append-only book of
// double entries, with the rules that keep one run from being posted twice.
//
// A host implements [Ledger] on its own database and proves it with
// [github.com/kam-go/kam/incentive/ledger/ledgertest]. [Memory] is the reference.
//
// # Signs
//
// Every amount stands twice in a [Batch]: once on the account that it goes to,
// and once with the opposite sign on the account that it comes from. An
// earning of 100 is +100 on [PayeeAccount] and -100 on [ExpenseAccount]; 30
// taken back later are -30 and +30; a payout of 70 is -70 on the payee's
// account and +70 on [PaidAccount]. [Move] makes such pairs. A batch sums to
// zero in each currency, and so does the book. The kinds, and the accounts
// that each moves money between, stand at the constants of [Kind].
//
// On the accounts payee, held and paid, what is above zero is the payee's; on
// debt, what is below zero is the house's. [Balances] tells where a payee
// stands, and [Conserved] that nothing came from nowhere.
//
// # The life of a period
//
// A batch may carry a [Mark], which moves the life of the batch's period on:
// open, calculated, approved, closed, or reopened from approved with a reason.
// Nobody approves what they calculated themselves: two pairs of eyes. An
// approved period takes payouts and their returns alone, and a closed one
// nothing at all; what comes late is posted into the next open period, its
// entries keeping the period that they belong to. [PeriodState.Next] has the
// rules, and every ledger asks it. [Snapshot.Periods] has the lives.
//
// # One run, once
//
// A run reads a [Snapshot], computes what is missing, and appends it with the
// snapshot's [Head]. Append is a compare-and-swap: when another batch came in
// between, it fails with [ErrStale] and the run starts again from a new
// snapshot. A run id that is already in the book is answered with the receipt
// of that time, so a run that died after appending may simply be repeated.
// [AsOf] shows the book as it was right after a run.
//
// # Numbers
//
// Amounts are exact decimals of at most 38 digits and 30 decimal places, never
// rounded here; sums have as many digits as they need.
//
// # Faults
//
// [Batch.Check] reports these codes: ledger.id (an id that is empty, longer
// than 128 bytes, not UTF-8 or has control characters), ledger.reference
// (longer than 256 bytes, not UTF-8 or with control characters),
// ledger.version, ledger.period (missing, reversed or without an end),
// ledger.account, ledger.number (an amount out of bounds), ledger.zero,
// ledger.currency, ledger.duplicate, ledger.unbalanced and ledger.mark (a mark
// that is none of the four, that has no day, an unfit or missing reason, or
// entries that it may not have). [Conserved] reports ledger.conservation.
package ledger
