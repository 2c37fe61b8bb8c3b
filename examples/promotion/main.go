// Command promotion runs an internal competition (竞聘) from the application to the published, audited result.
//
// Without flags it runs a built-in one: 40 invented account managers compete for three posts of key account manager.
// The ladder says what each post asks, the readiness of everybody is worked out, applications are screened by evidence
// that is frozen, a panel scores a written test, a presentation and an interview, the ranking is published, objections are
// answered, the posts are given, and who got none is told what to learn. -candidates runs it with other data; -h explains
// every flag.
//
// # Data
//
// A competition is a folder like the one built in, examples/promotion/sample:
//
//	cycle.json      the cycle as it is announced, without the ladder and the criteria, which the program fills in
//	candidates.csv  who may compete: position, results, skills and certificates; who applied, when and for what
//	scores.csv      a row for each candidate and exercise, a column for each judge
//	events.json     what else happened: withdrawals, conflicts declared, the seed that was drawn, objections, answers, appeals
//	groups.csv      the group of each person, for the audit alone; may be missing
//	catalogue.json  what there is to learn from; may be missing
//	mentors.csv     who looks after whom; may be missing
//	ladder.json     another ladder than the preset key-account-manager; may be missing
//
// What an officer does follows from the calendar of the cycle and is not written down: opening, freezing evidence, closing
// exercises, publishing, deciding, appointing.
//
// # Files written
//
//	ladder.LANG.md, ladder.LANG.svg      the ladder
//	readiness.LANG.md                    everybody against what the posts ask
//	readiness-ID.LANG.md and .svg        one person: every criterion with the own evidence
//	ranking.LANG.md                      the minutes: every score, what became of it, totals, ranks, ties
//	notice.LANG.md                       the public notice
//	view-ID.LANG.md                      what one candidate sees
//	audit.LANG.md                        whether groups were treated alike; only with groups
//	plan-ID.LANG.md                      what an applicant without a post is to learn; only with a catalogue
//	mentors.LANG.md                      who looks after whom; only with mentors
//	record.json                          everything that happened, from which all of it follows
//
// The record is kept in an embedded SQLite database too, once and never twice, and replayed from there.
//
// # Exit codes
//
//	0   the result is published and saved, or stood there already
//	1   the run was cancelled, or another run saved at the same moment; it may simply be repeated
//	2   bad input, a record that was changed, a database that cannot be used or a disk that cannot be written: nothing was saved
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
