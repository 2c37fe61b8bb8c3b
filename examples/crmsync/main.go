// Command crmsync keeps a local copy of two CRM systems, Fxiaoke (纷享销客) and Zoho CRM, and shows what follows from it.
//
// Without arguments it starts itself again as a process that serves a small sample of both systems on this machine, by the
// servers of packages fxiaoketest and zohotest. It reads them into an SQLite file while now and then a connection drops,
// lets two hours pass in which records change and vanish and access tokens end, and reads what has changed. Then it tells
//
//	who the customers are, which records are of the same one, what a person has to decide, and what somebody decided
//	what the systems say differently
//	whom to meet: what is overdue, who was never met, and what goes back into the pool (公海)
//	what to offer and where there is danger: white space, cross-selling, lapsed, shrinking and single-threaded accounts
//	how the customers do, and which promises of support were broken
//
// -lang zh-CN tells it in Chinese; -h explains every flag.
//
// # Commands
//
//	crmsync serve [-records N -drops PERCENT -changes N -speed N -seed N -token-life TIME]
//	crmsync sync -servers ADDRESS -db FILE [-systems LIST -page N -sweep-every TIME]
//	crmsync show -db FILE
//	crmsync load -db FILE -csv FILE -map FILE [-modified DAY]
//
// serve prints the address of its controls and ends when its input does: run it in one terminal, and sync with that address
// in another, as often as you like. A sync that was stopped or killed goes on where it was. load reads a CSV export, in
// UTF-8 or GBK, through the same maps; folder maps has those of a public practice set.
//
// # What is whose
//
//	sample/     what the systems have (act 0), and what happens between the two readings (act 1)
//	rules/      what the organisation decided: rhythms, pools, what revenue is, health, service levels, holidays, decisions
//	maps/       columns of CSV files
//
// systems.go has what a host writes for its own systems: credentials, field maps, and what the standard maps lack.
//
// # Time
//
// The systems have a clock of their own, which begins on 15 April 2026 and goes -speed times as fast as that of the machine,
// for the servers and for the process that reads: tokens end, Retry-After and paces (100 calls in 20 seconds) are kept in
// that time, and nothing has to be waited for in full.
//
// # Exit codes
//
//	0   done
//	1   cancelled, or a system could not be read to the end: it may simply be repeated
//	2   bad input
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run does what the command line says and returns the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	o, err := parseFlags(args, stdout)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err == nil {
		switch o.command {
		case "serve":
			err = serve(ctx, o, stdin, stdout)
		case "sync":
			err = syncFrom(ctx, o, stdout)
		case "load":
			err = load(ctx, o, stdout)
		case "show":
			err = show(ctx, o, stdout)
		default:
			err = demonstrate(ctx, o, stdout)
		}
		if err == nil {
			return 0
		}
		if invalid, ok := errors.AsType[*kam.InvalidError](err); ok {
			findings.Print(stderr, invalid.Findings, o.lang)
			return 2
		}
		_, _ = fmt.Fprintln(stderr, "crmsync:", err)
		return 1
	}
	_, _ = fmt.Fprintln(stderr, "crmsync:", err)
	return 2
}
