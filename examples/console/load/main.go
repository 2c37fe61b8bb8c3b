// Command load measures a running console: people of every role who are signed in at the same time ask for all kinds of pages, and it
// prints how long they waited, by page.
//
//	go run ./examples/console -people 10000 -lines 1000000 -data out/large | tee out/console.txt
//	go run ./examples/console/load -console out/console.txt -users 16 -requests 300
//
// It reads the address and the sign-ins from what the console has printed. Times are those of whoever waits: from asking to the last byte,
// with the queue before a busy machine. Where the console runs on the same machine, both share its processors. What is asked for, and of
// whom, is drawn anew for each request from a seed: two calls ask for the same.
//
// # Exit codes
//
//	0   everything was answered, and within -limit
//	1   a page failed or took longer than -limit, or there is no console
//	2   bad usage
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"github.com/kam-go/kam/examples/internal/flaghelp"
	"github.com/kam-go/kam/examples/internal/terminal"
)

// The exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitBad    = 2
)

// options are the command line.
type options struct {
	console         string
	users, requests int
	pause, limit    time.Duration
	seed            uint64
}

func help() []flaghelp.Flag {
	return []flaghelp.Flag{
		{Name: "console", Value: "FILE", Text: "what the console has printed: its address and sign-ins", Example: "-console out/console.txt"},
		{Name: "users", Value: "N", Text: "how many people are signed in and ask at the same time"},
		{Name: "requests", Value: "N", Text: "how many pages each of them asks for"},
		{Name: "pause", Value: "TIME", Text: "how long each reads before asking for the next page", Example: "-pause 1s"},
		{Name: "limit", Value: "TIME", Text: "fail when 95 of 100 requests for a page take longer; 0: no limit", Example: "-limit 50ms"},
		{Name: "seed", Value: "N", Text: "draws what is asked for"},
	}
}

// parseFlags reads the command line. It returns [flag.ErrHelp] after -h has been answered.
func parseFlags(args []string, stdout io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("load", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	flags.StringVar(&o.console, "console", "", "")
	flags.IntVar(&o.users, "users", 16, "")
	flags.IntVar(&o.requests, "requests", 300, "")
	flags.DurationVar(&o.pause, "pause", 0, "")
	flags.DurationVar(&o.limit, "limit", 0, "")
	flags.Uint64Var(&o.seed, "seed", 1, "")
	err := flags.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		flaghelp.Print(stdout, []string{"load measures a running console", "", "usage: load -console FILE [flags]"}, help(), flags,
			"exit codes: 0 done, 1 a page failed or took too long, 2 bad usage")
		return o, err
	}
	switch {
	case err != nil:
		return o, err
	case flags.NArg() > 0:
		return o, fmt.Errorf("%q is one argument too many", flags.Arg(0))
	case o.console == "":
		return o, errors.New("-console is missing: the file with what the console has printed")
	case o.users < 1 || o.users > 1_000 || o.requests < 1 || o.requests > 1_000_000:
		return o, errors.New("-users is 1 to 1,000 and -requests 1 to 1,000,000")
	case o.pause < 0 || o.limit < 0:
		return o, errors.New("-pause and -limit are 0 or more")
	}
	return o, nil
}

// run carries out one call and returns its exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parseFlags(args, stdout)
	if errors.Is(err, flag.ErrHelp) {
		return exitDone
	}
	if err != nil {
		terminal.Tell(stderr, "error:", err)
		return exitBad
	}
	result, err := measure(ctx, o, stderr)
	if err != nil {
		terminal.Tell(stderr, "error:", err)
		return exitFailed
	}
	if !result.print(stdout, o.limit) {
		return exitFailed
	}
	return exitDone
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
