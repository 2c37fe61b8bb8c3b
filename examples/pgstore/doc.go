// Package pgstore keeps a ledger, transactions, a roster, plan versions and disputes in a PostgreSQL database: a
// [ledger.Ledger], an [incentive.TransactionReader], an [incentive.RosterReader], and with [Store.Plans] and
// [Store.Disputes] the stores of plandoc and dispute, as a host with a server would write them. PostgreSQL 13 or later is
// needed, and a database in UTF8.
//
// Any number of processes and machines may use one database at once; readers never wait for a writer.
//
// # What survives
//
// A batch that Append has returned a receipt for is committed, and what a call adds is there whole or not at all: when
// the process is killed, the connection drops, the server stops or its disk is full at any moment. Where the connection
// is lost while a batch is committed, the caller gets [ErrDisconnected] and cannot know which; appending the same run
// again tells, and adds nothing twice. The tables of the ledger, of plans and of disputes refuse updates and deletions.
// [Store.Verify], [Plans.Verify] and [Disputes.Verify] find what was changed in another way; a value that was is [ErrDamaged] when it is read, too.
//
// # How values are kept
//
// Amounts are NUMERIC without a scale, so they are exact and the database can sum them; days are DATE, and periods
// without an end have none; texts compare byte for byte (COLLATE "C"). Entries are written with COPY. The tables are
// described in the folder migrations and made in the first schema of the search path; those of an older version are
// brought up to date when the store is opened.
package pgstore
