// Package trust has nothing but tests: what becomes of a payroll when its process is killed, when two of them run at
// once, when the disk is full, the database read-only or the connection lost, and when the clock is set back. It runs
// the same payroll on the stores of sqlstore and pgstore.
//
// The payroll puts 2,000 people and their deals into the store, and for each of two months calculates, posts,
// approves, pays out and closes. After a fault it is started again and must end with the ledger of a payroll that
// nothing disturbed: every entry in its place, every period in its state, and the same head.
//
// # Running them
//
// An ordinary `go test ./trust` kills the payroll a few times on each store. More often, and with more people:
//
//	KAM_KILLS=100 go test -run Killed -v -timeout 2h ./trust
//	KAM_PAYEES=10000 KAM_KILLS=100 go test -run Killed -v -timeout 6h ./trust
//
// KAM_LONG=1 stands for KAM_KILLS=100. The moments of the kills are spread over the duration of an undisturbed run,
// and a third of them is aimed at appends; a kill that finds the payroll already finished does not count. With -v,
// the tests report what the kills hit.
//
// PostgreSQL is started by the tests, see package pgtest. A disk is filled up where the tests may mount one, that is
// as root on Linux.
package trust
