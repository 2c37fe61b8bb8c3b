package main

import (
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/crmset"
	"github.com/kam-go/kam/examples/internal/flaghelp"
)

// options are the command line.
type options struct {
	crmset.Flags
	candidates, person, verify, db, out string
	lang                                kam.Lang
}

// help says what each flag does and gives an example.
func help() []flaghelp.Flag {
	own := []flaghelp.Flag{
		{Name: "candidates", Value: "FOLDER", Text: "the folder with the competition: cycle.json, candidates.csv, scores.csv, events.json, and if you like\ngroups.csv, catalogue.json, mentors.csv, ladder.json; without it the built-in one is run", Example: "-candidates examples/promotion/sample"},
		{Name: "person", Value: "ID", Text: "whose own view, readiness and plan are written; without it everybody's", Example: "-person li.wen"},
		{Name: "verify", Value: "FILE", Text: "check a record that was written before, of at most 16 MiB, and do nothing else", Example: "-verify out/promotion/record.json"},
	}
	crm := crmset.Help()
	crm[0].Text = "the deals, won, lost and open, as CSV: what the candidates won in the last four quarters replaces the revenue\nin candidates.csv; without it that revenue counts"
	return append(append(own, crm...), []flaghelp.Flag{
		{Name: "db", Value: "FILE", Text: "the SQLite database with the record; made when missing, wherever -out points", Example: "-db promotion.db"},
		{Name: "out", Value: "DIR", Text: "where the reports and pictures go", Example: "-out result"},
		{Name: "lang", Value: "LANG", Text: "language of reports, pictures and messages: en or zh-CN", Example: "-lang zh-CN"},
	}...)
}

// parseFlags reads the command line. It returns [flag.ErrHelp] after -h has been answered.
func parseFlags(args []string, stdout io.Writer) (options, error) {
	o := options{db: "out/promotion.db", out: "out/promotion"}
	var lang string
	flags := flag.NewFlagSet("promotion", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	o.Define(flags)
	flags.StringVar(&o.candidates, "candidates", "", "")
	flags.StringVar(&o.person, "person", "", "")
	flags.StringVar(&o.verify, "verify", "", "")
	flags.StringVar(&o.db, "db", o.db, "")
	flags.StringVar(&o.out, "out", o.out, "")
	flags.StringVar(&lang, "lang", string(kam.English), "")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			flaghelp.Print(stdout, []string{
				"promotion runs an internal competition from the application to the published, audited result.",
				"Without flags it runs a built-in one: 40 candidates for three posts.",
			}, help(), flags, "Exit codes: 0 done; 1 cancelled or overtaken, repeat it; 2 bad input or a changed record, nothing saved.")
		}
		return options{}, err
	}
	if rest := flags.Args(); len(rest) > 0 {
		return options{}, fmt.Errorf("unexpected argument %q; every input has a flag, see -h", rest[0])
	}
	var err error
	o.lang, err = kam.ParseLang(lang)
	return o, errors.Join(err, o.Check())
}
