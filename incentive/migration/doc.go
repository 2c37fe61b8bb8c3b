// Package migration brings in what another system knew: balances, earnings to date and where measures stand, from one
// CSV file that a person filled in, so that commission goes on in the middle of a year.
//
//	imported, err := migration.Read("opening.csv", data, migration.Source{Program: program, Into: june})
//	receipt, err := book.Append(ctx, imported.Batch(snapshot.Head))
//	inputs.Opening = imported.Opening(snapshot) // of every run, beginning with July
//
// # The file
//
// RFC 4180 in UTF-8, with or without a byte order mark, with the columns of [Columns] in that order; [Template] writes an
// example. Amounts are plain decimals without separators of thousands. Periods are names such as 2026-06 or 2026-Q2, or
// intervals such as 2026-06-01/2026-07-01. What a kind of row does not need stays empty.
//
//	kind      needs besides payee, plan, amount                      what it becomes
//	payable   version, component, period, currency                   owed and not paid yet; may be below zero
//	held      version, component, period, reference, currency        held back; above zero; the reference is "deal#part"
//	debt      version, component, period, currency                   what the payee owes, written above zero
//	earned    version, component, period, currency                   earned in a period and settled by the old system
//	position  measure                                                where a to-date measure stands
//	prior     component, reference (the deal)                        what a deal earned, for its refund
//	total:K   the amount, and the currency where K has one; no more  the control total of the rows of the kind K
//
// Each kind that occurs needs a control total for each of its currencies, from the books of the old system: in the file,
// in Source.Controls, or in both. The kinds position and prior have one total without a currency.
//
// # To-date measures: one of two ways
//
// Either the host hands in the deals from the start of the window on, and the file has what they earned as earned rows:
// the run computes everything to date and pays what is missing. This is right for every plan. Or the file has a position,
// and the earlier deals are not handed in: the run pays what lies beyond it. For the same payee, component and window,
// both at once would count what was earned twice, and are refused.
//
// # The batch
//
// Balances are entries of the kind opening, balanced through the opening account. An earned row is an entry of the kind
// earning, which later runs find, beside an opposite entry of the kind opening with the reference [SettledReference]:
// nothing becomes payable by it. The run id is the hash of the content, whatever the order of its rows, so that the same
// file is posted once. The batch is posted into Source.Into, the last commission period of the old system.
//
// # Numbers
//
// Amounts have at most 15 digits before the point and 4 decimal places; balances at most as many as their currency has.
// Nothing is rounded. A file has at most 64 MiB and 1,000,000 rows.
//
// # Faults
//
// All at once in one [*kam.InvalidError], each at name:line:column (characters of a line are counted in bytes):
// migration.csv, migration.header, migration.kind, migration.missing, migration.unused, migration.id, migration.number,
// migration.amount, migration.version, migration.unknown-plan, migration.unknown-component, migration.unknown-measure,
// migration.period, migration.currency, migration.reference, migration.twice, migration.counted-twice,
// migration.unknown-deal, migration.total-missing, migration.total-differs, migration.source, migration.empty and
// migration.too-many.
//
// # Concurrency
//
// An [Import] is immutable and safe for concurrent use.
package migration
