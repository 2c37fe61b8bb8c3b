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
	growth  kam.Fraction
	db, out string
	lang    kam.Lang
}

// help says what each flag does and gives an example.
func help() []flaghelp.Flag {
	return append(crmset.Help(),
		flaghelp.Flag{Name: "growth", Value: "RATE", Text: "by how much next year's targets exceed last year's wins, such as 0.1 or 1/10", Example: "-growth 0.15"},
		flaghelp.Flag{Name: "db", Value: "FILE", Text: "the SQLite database with goals and records; made when missing", Example: "-db targets.db"},
		flaghelp.Flag{Name: "out", Value: "DIR", Text: "where plan.csv, goals.json and the reports go", Example: "-out result"},
		flaghelp.Flag{Name: "lang", Value: "LANG", Text: "language of reports and messages: en or zh-CN", Example: "-lang zh-CN"})
}

// parseFlags reads the command line. It returns [flag.ErrHelp] after -h has been answered.
func parseFlags(args []string, stdout io.Writer) (options, error) {
	o := options{db: "out/targets.db", out: "out"}
	var lang, growth string
	flags := flag.NewFlagSet("targets", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	o.Define(flags)
	flags.StringVar(&growth, "growth", "0.1", "")
	flags.StringVar(&o.db, "db", o.db, "")
	flags.StringVar(&o.out, "out", o.out, "")
	flags.StringVar(&lang, "lang", string(kam.English), "")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			flaghelp.Print(stdout, []string{
				"targets turns last year's CRM export into next year's targets, visits and first agenda.",
				"Without flags it plans a built-in sample.",
			}, help(), flags, "Exit codes: 0 done; 1 cancelled or overtaken, repeat it; 2 bad input, nothing saved.")
		}
		return options{}, err
	}
	if rest := flags.Args(); len(rest) > 0 {
		return options{}, fmt.Errorf("unexpected argument %q; every input has a flag, see -h", rest[0])
	}
	var errs [2]error
	o.lang, errs[0] = kam.ParseLang(lang)
	if o.growth, errs[1] = kam.ParseFraction(growth); errs[1] == nil && (o.growth.Cmp(kam.Fraction{Num: -1, Den: 2}) < 0 || o.growth.Cmp(kam.Fraction{Num: 10, Den: 1}) > 0) {
		errs[1] = fmt.Errorf("-growth %s is not between -0.5 and 10", growth)
	}
	return o, errors.Join(errs[0], errs[1], o.Check())
}
