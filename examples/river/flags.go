package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/kam-go/kam/examples/internal/flaghelp"
	"github.com/kam-go/kam/examples/internal/madeup"
	"github.com/kam-go/kam/incentive"
)

// The parts of the program.
const (
	demonstrateIt = "demonstrate"
	fillIt        = "fill"
	workIt        = "work"
	checkIt       = "check"
)

// options are the command line.
type options struct {
	part     string
	postgres string
	quarter  madeup.Quarter
	shares   int
	workers  int
	timeout  time.Duration
	name     string
	logs     string
	calm     bool
	attended bool
}

func help() []flaghelp.Flag {
	return []flaghelp.Flag{
		{Name: "postgres", Value: "DSN", Text: "the database; without it the demonstration starts a server of its own", Example: "-postgres 'host=/run/postgresql dbname=payroll'"},
		{Name: "transactions", Value: "N", Text: "how many deals and refunds the made-up quarter has", Example: "-transactions 1000000"},
		{Name: "payees", Value: "N", Text: "how many people are paid, one in eleven of them a lead", Example: "-payees 10000"},
		{Name: "shares", Value: "N", Text: "in how many shares the payees are computed; a share takes some 10 kilobytes of memory for each of its credits", Example: "-shares 64"},
		{Name: "workers", Value: "N", Text: "how many worker processes the demonstration starts", Example: "-workers 3"},
		{Name: "timeout", Value: "DURATION", Text: "how long one job may take; five seconds later it is given to another worker", Example: "-timeout 2m"},
		{Name: "name", Value: "NAME", Text: "what the worker is called in the queue; no two may have one name at the same time. Without it River makes one up", Example: "-name worker-1"},
		{Name: "logs", Value: "FOLDER", Text: "where the demonstration puts what its workers report", Example: "-logs /var/log/payroll"},
		{Name: "calm", Text: "kill nothing", Example: "-calm"},
		{Name: "attended", Text: "a worker ends when its standard input does, as those of the demonstration", Example: "-attended"},
	}
}

// parseFlags reads the command line. It returns [flag.ErrHelp] after -h has been answered.
func parseFlags(args []string, stdout io.Writer) (options, error) {
	o := options{part: demonstrateIt}
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		o.part, args = args[0], args[1:]
	}
	flags := flag.NewFlagSet("river", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	flags.StringVar(&o.postgres, "postgres", "", "")
	flags.IntVar(&o.quarter.Transactions, "transactions", 20_000, "")
	flags.IntVar(&o.quarter.Payees, "payees", 500, "")
	flags.IntVar(&o.shares, "shares", 64, "")
	flags.IntVar(&o.workers, "workers", 3, "")
	flags.DurationVar(&o.timeout, "timeout", 20*time.Second, "")
	flags.StringVar(&o.name, "name", "", "")
	flags.StringVar(&o.logs, "logs", filepath.Join("out", "river"), "")
	flags.BoolVar(&o.calm, "calm", false, "")
	flags.BoolVar(&o.attended, "attended", false, "")
	err := flags.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		flaghelp.Print(stdout, []string{"river pays a company on a job queue in PostgreSQL", "", "usage: river [fill | work | check] [flags]"}, help(), flags,
			"exit codes: 0 done, 1 failed or different, 2 bad usage")
		return o, err
	}
	if err != nil {
		return o, err
	}
	switch {
	case !slices.Contains([]string{demonstrateIt, fillIt, workIt, checkIt}, o.part):
		return o, fmt.Errorf("%q is none of fill, work and check", o.part)
	case flags.NArg() > 0:
		return o, fmt.Errorf("%q is one argument too many", flags.Arg(0))
	case o.postgres == "" && o.part != demonstrateIt:
		return o, fmt.Errorf("%s needs -postgres", o.part)
	case o.shares < 1 || o.shares > incentive.MaxShares:
		return o, fmt.Errorf("-shares is 1 to %d", incentive.MaxShares)
	case o.workers < 1 || o.workers > 100:
		return o, errors.New("-workers is 1 to 100")
	case o.workers < 2 && !o.calm && o.part == demonstrateIt:
		return o, errors.New("one of the -workers is killed: at least 2, or -calm")
	case o.timeout < time.Second || o.timeout > 24*time.Hour:
		return o, errors.New("-timeout is 1s to 24h")
	}
	return o, o.quarter.Check()
}
