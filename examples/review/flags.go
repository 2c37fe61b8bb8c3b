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
	feedback, db, out string
	lang              kam.Lang
}

// help says what each flag does and gives an example.
func help() []flaghelp.Flag {
	return append(crmset.Help(),
		flaghelp.Flag{Name: "feedback", Value: "FILE", Text: "the answers of the feedback round, as CSV: rater (a pseudonym), subject, group, answered (YYYY-MM-DD or empty),\na column for each question, comment", Example: "-feedback feedback.csv"},
		flaghelp.Flag{Name: "db", Value: "FILE", Text: "the SQLite database with results, plans and feedback; made when missing", Example: "-db review.db"},
		flaghelp.Flag{Name: "out", Value: "DIR", Text: "where the reports, pictures and scores.csv go", Example: "-out result"},
		flaghelp.Flag{Name: "lang", Value: "LANG", Text: "language of reports, pictures and messages: en or zh-CN", Example: "-lang zh-CN"})
}

// parseFlags reads the command line. It returns [flag.ErrHelp] after -h has been answered.
func parseFlags(args []string, stdout io.Writer) (options, error) {
	o := options{db: "out/review.db", out: "out"}
	var lang string
	flags := flag.NewFlagSet("review", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	o.Define(flags)
	flags.StringVar(&o.feedback, "feedback", "", "")
	flags.StringVar(&o.db, "db", o.db, "")
	flags.StringVar(&o.out, "out", o.out, "")
	flags.StringVar(&lang, "lang", string(kam.English), "")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			flaghelp.Print(stdout, []string{
				"review turns a year of CRM deals into scores, standings, improvement plans and anonymous feedback.",
				"Without flags it reviews a built-in sample.",
			}, help(), flags, "Exit codes: 0 done; 1 cancelled or overtaken, repeat it; 2 bad input, nothing saved.")
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
