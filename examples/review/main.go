// Command review turns a year of CRM deals into a review: observations of each quarter and of the year become scores on
// one card, a standing among comparable colleagues, a trend, and a plan of what to do first. Answers of a feedback round
// are told without telling who gave them.
//
// Without flags it reviews 2025 for the account executives of an invented company. With -opportunities and -team it
// reviews the last year with a win of other deals; -h explains every flag. Who closed no deal has no score: what nobody
// knows is never zero.
//
// # Files written
//
//	review.LANG.md    the overview, then each person: the score and how it came about, the standing, the trend, the plan
//	scores.csv        one row for each person and period, with score, grade, coverage, rank and what is not known
//	radar-ID.svg      the profile of a person with a score
//	trend-ID.svg      the quarters of a person with a score
//	feedback.LANG.md  what the feedback says about each subject; only when there is any
//
// Card, results, plans, responses and what was published of them are kept in an embedded SQLite database, once and never
// twice. A response that comes later is told only as far as it cannot be worked out from what was published before.
//
// # Exit codes
//
//	0   everything was scored and saved, or stood there already
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
