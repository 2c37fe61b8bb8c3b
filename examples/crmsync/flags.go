package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/examples/internal/flaghelp"
)

// options are the command line.
type options struct {
	command     string // empty: all of it
	db, servers string
	systems     []crm.System
	check       bool
	lang        kam.Lang
	// Of load.
	csv, mapFile string
	modified     time.Time
	sweepEvery   time.Duration
	page         int
	// Of serve.
	records, drops, changes, speed, seed int
	tokenLife                            time.Duration
}

func help() []flaghelp.Flag {
	return []flaghelp.Flag{
		{Name: "db", Value: "FILE", Text: "the SQLite database with the copy; made when missing. Without it a file that is removed at the end", Example: "-db out/crm.db"},
		{Name: "lang", Value: "LANG", Text: "language of what is told: en or zh-CN", Example: "-lang zh-CN"},
		{Name: "servers", Value: "ADDRESS", Text: "sync: where a process serves the systems, as its first line says", Example: "-servers http://127.0.0.1:41234"},
		{Name: "systems", Value: "LIST", Text: "sync and serve: the systems", Example: "-systems zoho"},
		{Name: "sweep-every", Value: "TIME", Text: "sync: how long after a comparison of all ids the next one is due; 0: as package replica says", Example: "-sweep-every 24h"},
		{Name: "page", Value: "N", Text: "sync: how many records a call asks for at most; 0: as many as the system gives", Example: "-page 100"},
		{Name: "check", Text: "sync: compare the maps with the fields that the systems have first"},
		{Name: "csv", Value: "FILE", Text: "load: an export in UTF-8 or GBK", Example: "-csv deals.csv"},
		{Name: "map", Value: "FILE", Text: "load: which columns are what", Example: "-map examples/crmsync/maps/opportunities.json"},
		{Name: "modified", Value: "DAY", Text: "load: when the file was exported, where no column says when a row was modified", Example: "-modified 2026-04-15"},
		{Name: "records", Value: "N", Text: "serve: so many made-up records in each system; 0: the sample", Example: "-records 200000"},
		{Name: "drops", Value: "PERCENT", Text: "serve: how many connections drop, 0 to 20; with made-up records 2/5 as many answers are 429, and 1/5 refuse the token", Example: "-drops 5"},
		{Name: "changes", Value: "N", Text: "serve: how many records change with each call", Example: "-changes 20"},
		{Name: "token-life", Value: "TIME", Text: "serve: how long access tokens are good", Example: "-token-life 1h"},
		{Name: "speed", Value: "N", Text: "serve: how many seconds pass in the systems while one passes here", Example: "-speed 600"},
		{Name: "seed", Value: "N", Text: "serve: where chance begins", Example: "-seed 7"},
	}
}

// parseFlags reads the command line. It returns [flag.ErrHelp] after -h has been answered.
func parseFlags(args []string, stdout io.Writer) (options, error) {
	var o options
	if len(args) > 0 && slices.Contains([]string{"serve", "sync", "show", "load"}, args[0]) {
		o.command, args = args[0], args[1:]
	}
	flags := flag.NewFlagSet("crmsync", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	var lang, systems string
	flags.StringVar(&o.db, "db", "", "")
	flags.StringVar(&lang, "lang", string(kam.English), "")
	flags.StringVar(&o.servers, "servers", "", "")
	flags.StringVar(&systems, "systems", join(names()), "")
	flags.DurationVar(&o.sweepEvery, "sweep-every", 0, "")
	flags.IntVar(&o.page, "page", 0, "")
	flags.BoolVar(&o.check, "check", true, "")
	flags.StringVar(&o.csv, "csv", "", "")
	flags.StringVar(&o.mapFile, "map", "", "")
	var modified string
	flags.StringVar(&modified, "modified", "", "")
	flags.IntVar(&o.records, "records", 0, "")
	flags.IntVar(&o.drops, "drops", 5, "")
	flags.IntVar(&o.changes, "changes", 0, "")
	flags.DurationVar(&o.tokenLife, "token-life", time.Hour, "")
	flags.IntVar(&o.speed, "speed", 10, "")
	flags.IntVar(&o.seed, "seed", 1, "")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			flaghelp.Print(stdout, []string{
				"crmsync keeps a copy of two CRM systems and shows what follows from it.",
				"Without arguments it serves a small sample of both in another process, reads it twice, and shows.",
				"Its parts are the commands serve, sync and show; load reads a CSV export. A command comes first.",
			}, help(), flags, "Exit codes: 0 done; 1 cancelled or not read to the end, repeat it; 2 bad input.")
		}
		return options{}, err
	}
	if rest := flags.Args(); len(rest) > 0 {
		return options{}, fmt.Errorf("unexpected argument %q; see -h", rest[0])
	}
	for name := range strings.SplitSeq(systems, ",") {
		if !slices.Contains(names(), crm.System(name)) {
			return options{}, fmt.Errorf("-systems: there is no system %q; there are %s", name, join(names()))
		}
		o.systems = append(o.systems, crm.System(name))
	}
	var err error
	if o.lang, err = kam.ParseLang(lang); err != nil {
		return options{}, err
	}
	if modified != "" {
		if o.modified, err = time.Parse(time.DateOnly, modified); err != nil {
			return options{}, fmt.Errorf("-modified: %q is no day", modified)
		}
	}
	return o, o.fit()
}

// fit returns what is wrong with the numbers, and what is missing.
func (o options) fit() error {
	for _, b := range []struct {
		name         string
		n, low, high int
	}{{"records", o.records, 0, 1_000_000}, {"drops", o.drops, 0, 20}, {"changes", o.changes, 0, 10_000}, {"page", o.page, 0, 2_000}, {"speed", o.speed, 1, 100_000}} {
		if b.n < b.low || b.n > b.high {
			return fmt.Errorf("-%s: %d is not from %d to %d", b.name, b.n, b.low, b.high)
		}
	}
	if slices.Contains([]string{"sync", "show", "load"}, o.command) && o.db == "" {
		return fmt.Errorf("%s needs -db", o.command)
	}
	if o.command == "sync" && o.servers == "" {
		return errors.New("sync needs -servers")
	}
	if o.command == "load" && (o.csv == "" || o.mapFile == "") {
		return errors.New("load needs -csv and -map")
	}
	return nil
}

func join(systems []crm.System) string {
	texts := make([]string, len(systems))
	for i, s := range systems {
		texts[i] = string(s)
	}
	return strings.Join(texts, ",")
}
