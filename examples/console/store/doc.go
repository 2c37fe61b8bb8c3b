// Package store keeps what the console needs beside the ledger, the deals and the roster: views, which are pages worked out
// once per run; notes on customers; and the audit of who saw and did what. It stands on SQLite or on PostgreSQL.
//
// Views are JSON, compressed. They are written under the id of the run that they belong to before the ledger has that run, and
// found by it afterwards: what the ledger does not know is never shown. The audit refuses changes and deletions.
package store
