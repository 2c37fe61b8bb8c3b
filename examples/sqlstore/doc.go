// Package sqlstore keeps a ledger, transactions and a roster in one SQLite file:
// a [ledger.Ledger], an [incentive.TransactionReader] and an
// [incentive.RosterReader] as a host would write them.
//
// It needs no C compiler. Several goroutines and several processes may use one
// file at once; readers never wait for a writer. The file must be on a local
// disk, because SQLite's write-ahead log does not work across a network.
//
// # What survives
//
// A batch that Append has returned a receipt for is on the disk. When the
// process is killed, the machine loses power, or the disk is full or becomes
// read-only at any moment, each batch is in the ledger whole or not at all. The
// tables of the ledger refuse updates and deletions, and [Store.Verify] finds
// what was changed in another way.
//
// # How values are kept
//
// Amounts are plain decimal text without trailing zeros ("-1200.5"), never
// floating point; days are text as YYYY-MM-DD, so that they sort; texts are kept
// byte for byte. The tables are described in the folder migrations.
package sqlstore
