// Command payroll turns a CRM export into commission statements: deals become
// credits, credits become commission by the plans' rules, and what is owed is
// posted to a ledger in an embedded SQLite database, once and never twice.
//
// Without flags it calculates a built-in sample, the four quarters of 2026 of
// an invented company. With -opportunities, -team and -quotas it calculates
// other data; -h explains every flag.
//
// With -deals it pays millions of deals from CSV files to CSV files, and posts nothing: see examples/README.md.
//
// # Files written
//
//	statements.csv   one row a period, payee and plan; credited is what the payee's own deals of the period come to,
//	                 and where there are none, the value of the first measure; quota and attainment are those of the
//	                 first measure with a quota, over its whole window
//	lines.csv        one row a period, payee, deal, component and tier slice; what gates, caps, floors and
//	                 true-ups change has rows of its own, so that the amounts of a payee's rows sum to what was earned
//	house.csv        deals that are nobody's, and why
//	ledger.csv       what stands in the ledger for these periods, both sides of each entry
//	control.csv      rows and sums of the above, for reconcile.awk
//	statements/      one Markdown statement a payee and period
//
// # Exit codes
//
//	0   every payee was calculated and posted, or stood there already
//	1   the run was cancelled, or another run posted at the same moment; it may simply be repeated
//	2   bad input, a database that cannot be used or a disk that cannot be written: nothing was posted
//	3   some payees are held; the others were posted, or none with -strict
package main

import (
	"context"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
