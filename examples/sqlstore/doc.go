// Package sqlstore keeps a ledger, transactions, a roster, versions of plans, disputes, goals, records of meetings,
// scoring, promotions and training, and the copy of several CRM systems in one SQLite file: a [ledger.Ledger], an
// [incentive.TransactionReader], an [incentive.RosterReader], and with [Store.Plans], [Store.Disputes], [Store.Goals],
// [Store.Meetings], [Store.Scoring], [Store.Promotion], [Store.Training] and [Store.CRM] a [plandoc.Store], a
// [dispute.Store], a [goals.Store], a [meetings.Store], an [improve.Store], a [promotion.Store], a [training.Store] and a
// [crm.Store], as a host would write them.
//
// It needs no C compiler. Several goroutines and several processes may use one
// file at once; readers never wait for a writer. The file must be on a local
// disk, because SQLite's write-ahead log does not work across a network.
//
// # What survives
//
// A batch that Append has returned a receipt for is on the disk, and so are entries,
// records and the batches of a copy once their call has returned. When the process is
// killed, the machine loses power, or the disk is full or becomes read-only at any
// moment, what one call adds is there whole or not at all. The tables of the ledger,
// of plans, of disputes, of goals, of meetings, of scoring, of promotions and of
// training refuse updates and deletions. [Store.Verify], [Plans.Verify],
// [Disputes.Verify], [Goals.Verify], [Meetings.Verify], [Scoring.Verify],
// [Promotion.Verify] and [Training.Verify] find what was changed in another way;
// an entry, an event or a record that was is [ErrDamaged] when it is read, too.
// The copy of a CRM system changes with the system, and can be read from it again:
// [CRM.Verify] finds what is no record there.
//
// # How values are kept
//
// Amounts are plain decimal text without trailing zeros ("-1200.5"), never
// floating point; days are text as YYYY-MM-DD, so that they sort; texts are kept
// byte for byte. Events of plans and disputes, entries of goals, promotions and
// training and records of meetings and scoring are kept as their own JSON, chained
// by digests, with columns for what is asked for; records of CRM systems are kept
// as their own JSON without a chain. The tables are described in the folder
// migrations; a file of an older version is brought up to date when it is opened.
package sqlstore
