// Command plancheck tests a commission plan before anybody is paid by it: what is legal and unwise in it, what it pays over
// attainment as an exact curve, whether its scenarios come out, what they never exercise, and which small mistakes in the
// plan they would not notice. It prints a summary and writes one self-contained page.
//
//	go run ./examples/plancheck                                    the built-in sample
//	go run ./examples/plancheck my.plan.json                       a plan of your own
//	go run ./examples/plancheck my.plan.yaml my.scenarios.yaml     with its scenarios, files or folders, JSON or YAML
//
// Flags may stand before and after the names of files; -h explains every flag.
//
// # What a plan does not say
//
// Quotas and target incentives belong to people. Curves take those of -quota and -target, else those of the first payee of
// the scenario files who has one, else 100,000 for money, 100 for units and 10,000 for the target; the page says which. Where
// a curve needs more, such as a score, there is a note with the flag that gives it. Lint holds the same figures against the plan.
//
// # When a plan fails
//
// The checks fail when the plan is refused, lint warns, an expectation of a scenario is not met, scenarios leave a part of
// the plan out, or a mistake in it would go unnoticed. Notes fail nothing, and without scenarios there is nothing to measure
// them by. -off and -accept say what is meant to be as it is. A mistake that is neither noticed nor proved to pay the same
// fails as well; -accept alike=REASON lets it stand.
//
// # What takes long
//
// Curves, boundary cases and mistakes have the time of -limit. What large plans leave out then is told, and a search for
// mistakes that did not come to its end fails.
//
// # What is written
//
// The page goes to a new file, an empty one, or over a page of plancheck; -suggest to a new file. No other file is touched.
//
// # Exit codes
//
//	0   the plan passes its checks; the page is written
//	1   the plan fails its checks; the page is written and says why
//	2   nothing was checked or written: bad usage, a file that cannot be read, scenarios that are faulty or about another
//	    plan, a page that cannot be written, or the run was cancelled
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
