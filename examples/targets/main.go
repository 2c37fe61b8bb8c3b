// Command targets turns last year's CRM export into next year's targets: won deals become a history, the history a
// suggested target for each account, and that a plan which foots by team, person, account, quarter, month and week.
// Each person gets a SMART report, a weekly plan of visits with a check of capacity, and the topics of a first meeting.
//
// Without flags it plans 2026 for the key-account managers of an invented company from their deals of 2025. With
// -opportunities and -team it plans the year after other deals; -h explains every flag.
//
// # Files written
//
//	plan.csv          one row an account, one column a month; the rows of a person, of a team and all of them sum in
//	                  every month to that person's, team's and the company's target
//	weeks.csv         one row a person, one column a week, parted where a month ends, so that weeks and months both foot
//	goals.json        the goals of the year and of its first quarter, from the company to the person
//	smart.LANG.md     how SMART each person's goal of the first quarter is, and why
//	visits.LANG.md    visits, calls and proposals by week of the first quarter, and whether there are days enough
//	agenda.LANG.md    the first meeting of each team: what is weighty and far from its target comes first
//
// Goals and what is agreed for the first meetings are kept in an embedded SQLite database, once and never twice.
//
// # Exit codes
//
//	0   everything was planned and saved, or stood there already
//	1   the run was cancelled, or another run saved at the same moment; it may simply be repeated
//	2   bad input, a database that cannot be used or a disk that cannot be written: nothing was saved
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
