package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/kam-go/kam"
)

// options are the command line.
type options struct {
	plans                             []string
	deals, team, quotas, products     string
	mapping, period, db, out, explain string
	lang                              kam.Lang
	dryRun, strict                    bool
}

// help says what each flag does and gives an example.
var help = [...]struct{ name, value, text, example string }{
	{"plan", "FILE", "a plan as JSON; replaces the built-in plan with the same id, or is added; may be repeated", "-plan my-plan.json"},
	{"opportunities", "FILE", "the deals, as CSV with a header, in UTF-8 or GBK; without it the built-in sample is calculated", "-opportunities sales_pipeline.csv"},
	{"team", "FILE", "who reports to whom, as CSV", "-team sales_teams.csv"},
	{"quotas", "FILE", "who is on which plan with which quota and target incentive, as CSV with the columns\npayee,plan,version,measure,period,quota,target,target_per", "-quotas quotas.csv"},
	{"products", "FILE", "the products that are sold, as CSV with a column product; deals with others are reported;\ndefaults to products.csv beside the opportunities when there is one", "-products products.csv"},
	{"mapping", "FILE", "which column means what, as JSON; the columns of the sample and of the set\n\"CRM Sales Opportunities\" are known", "-mapping columns.json"},
	{"period", "LABEL", "what to calculate; a longer period is calculated in steps of the plans' own;\ndefaults to every period with a won deal", "-period 2017-Q4"},
	{"db", "FILE", "the SQLite database with the ledger; made when missing", "-db payroll.db"},
	{"out", "DIR", "where statements.csv, lines.csv, house.csv, ledger.csv, control.csv and statements/ go", "-out result"},
	{"lang", "LANG", "language of statements and messages: en or zh-CN", "-lang zh-CN"},
	{"explain", "PAYEE", "also print that payee's statement, by id or name", "-explain lin.yue"},
	{"dry-run", "", "calculate and write files, post nothing and leave the database as it is", "-dry-run"},
	{"strict", "", "post nothing at all when any payee is held", "-strict"},
}

// parseFlags reads the command line. It returns [flag.ErrHelp] after -h has been answered.
func parseFlags(args []string, stdout io.Writer) (options, error) {
	o := options{db: "out/payroll.db", out: "out", lang: kam.English}
	var lang string
	flags := flag.NewFlagSet("payroll", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	flags.Func("plan", "", func(path string) error { o.plans = append(o.plans, path); return nil })
	flags.StringVar(&o.deals, "opportunities", "", "")
	flags.StringVar(&o.team, "team", "", "")
	flags.StringVar(&o.quotas, "quotas", "", "")
	flags.StringVar(&o.products, "products", "", "")
	flags.StringVar(&o.mapping, "mapping", "", "")
	flags.StringVar(&o.period, "period", "", "")
	flags.StringVar(&o.db, "db", o.db, "")
	flags.StringVar(&o.out, "out", o.out, "")
	flags.StringVar(&lang, "lang", string(o.lang), "")
	flags.StringVar(&o.explain, "explain", "", "")
	flags.BoolVar(&o.dryRun, "dry-run", false, "")
	flags.BoolVar(&o.strict, "strict", false, "")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			usage(stdout, flags)
		}
		return options{}, err
	}
	if rest := flags.Args(); len(rest) > 0 {
		return options{}, fmt.Errorf("unexpected argument %q; every input has a flag, see -h", rest[0])
	}
	var err error
	o.lang, err = kam.ParseLang(lang)
	return o, err
}

func usage(w io.Writer, flags *flag.FlagSet) {
	tell(w, "payroll turns a CRM export into commission statements and posts them once.")
	tell(w, "Without flags it calculates a built-in sample.")
	for _, h := range help {
		tell(w, "\n  -"+strings.TrimSpace(h.name+" "+h.value))
		text := h.text
		if f := flags.Lookup(h.name); f.DefValue != "" && f.DefValue != "false" {
			text += "; defaults to " + f.DefValue
		}
		for line := range strings.Lines(text) {
			tell(w, "      "+strings.TrimSpace(line))
		}
		tell(w, "      example: "+h.example)
	}
	tell(w, "\nExit codes: 0 done; 1 cancelled or overtaken, repeat it; 2 bad input, nothing posted; 3 some payees held.")
}
