// Package storable says which transactions and rosters a store of this program takes, and how their lists are written
// as JSON, so that stores on different databases take and give the same.
//
// # Bounds
//
// Ids have 1 to 128 bytes, other texts at most 65536; both are UTF-8, and ids are without control characters, other
// texts without NUL. Numbers have at most 38 digits and 30 decimal places. [Checker] reports these codes: store.id,
// store.text, store.number, store.share, store.period and store.twice.
package storable
