// Package ledger keeps what has been posted for payees: an append-only book of
// double entries, with the rules that keep one run from being posted twice.
//
// A host implements [Ledger] on its own database and proves it with
// [github.com/kam-go/kam/incentive/ledger/ledgertest]. [Memory] is the reference.
//
// # Signs
//
// Every amount that is owed to a payee stands twice in a [Batch]: once on
// [PayeeAccount] with its own sign, and once on [ExpenseAccount] with the
// opposite sign. An earning of 100 is +100 on the payee's account and -100 on
// the house's expense; 30 taken back later are -30 and +30. A batch sums to
// zero in each currency, and so does the book.
//
// # One run, once
//
// A run reads a [Snapshot], computes what is missing, and appends it with the
// snapshot's [Head]. Append is a compare-and-swap: when another batch came in
// between, it fails with [ErrStale] and the run starts again from a new
// snapshot. A run id that is already in the book is answered with the receipt
// of that time, so a run that died after appending may simply be repeated.
//
// # Numbers
//
// Amounts are exact decimals of at most 38 digits and 30 decimal places, never
// rounded here; sums have as many digits as they need.
//
// # Faults
//
// [Batch.Check] reports these codes: ledger.id (an id that is empty, longer
// than 128 bytes, not UTF-8 or has control characters), ledger.version,
// ledger.period (missing, reversed or without an end), ledger.account,
// ledger.number (an amount out of bounds), ledger.zero, ledger.currency,
// ledger.duplicate and ledger.unbalanced.
package ledger
