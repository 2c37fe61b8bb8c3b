// Package desk works out what the console shows: what is worth keeping is worked out once per run and stored as views, the rest
// when it is asked for. It knows no HTTP and no clock: a day is an argument, and who may see what is decided before.
//
// # Computed once per run, and kept
//
// A calculation writes, for each payee and plan, the statement and its lines in pages, and for each manager and for the whole
// company the overview and the list of its people in pages. All are found by the run's id, which the ledger gets last: a calculation
// that dies before that leaves nothing that anybody sees.
//
// # Computed when asked for
//
// What rests on one person alone: payout curve and what-if, goals, scorecard, readiness and development, customers. Their records are
// in one view, the person's [Dossier].
package desk
