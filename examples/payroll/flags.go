package main

import (
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/flaghelp"
	"github.com/kam-go/kam/examples/internal/paycsv"
)

// options are the command line.
type options struct {
	plans                             []string
	deals, team, quotas, products     string
	mapping, period, db, out, explain string
	lang                              kam.Lang
	dryRun, strict                    bool
	// bulk is a payroll of millions of deals.
	bulk bulkOptions
}

// help says what each flag does and gives an example.
var help = []flaghelp.Flag{
	{Name: "plan", Value: "FILE", Text: "a plan as JSON; replaces the built-in plan with the same id, or is added; may be repeated", Example: "-plan my-plan.json"},
	{Name: "opportunities", Value: "FILE", Text: "the deals, as CSV with a header, in UTF-8 or GBK; without it the built-in sample is calculated", Example: "-opportunities sales_pipeline.csv"},
	{Name: "team", Value: "FILE", Text: "who reports to whom, as CSV", Example: "-team sales_teams.csv"},
	{Name: "quotas", Value: "FILE", Text: "who is on which plan with which quota and target incentive, as CSV with the columns\npayee,plan,version,measure,period,quota,target,target_per", Example: "-quotas quotas.csv"},
	{Name: "products", Value: "FILE", Text: "the products that are sold, as CSV with a column product; deals with others are reported;\ndefaults to products.csv beside the opportunities when there is one", Example: "-products products.csv"},
	{Name: "mapping", Value: "FILE", Text: "which column means what, as JSON; the columns of the sample and of the set\n\"CRM Sales Opportunities\" are known", Example: "-mapping columns.json"},
	{Name: "period", Value: "LABEL", Text: "what to calculate; a longer period is calculated in steps of the plans' own;\ndefaults to every period with a won deal", Example: "-period 2017-Q4"},
	{Name: "db", Value: "FILE", Text: "the SQLite database with the ledger; made when missing", Example: "-db payroll.db"},
	{Name: "out", Value: "DIR", Text: "where statements.csv, lines.csv, house.csv, ledger.csv, control.csv and statements/ go", Example: "-out result"},
	{Name: "lang", Value: "LANG", Text: "language of statements and messages: en or zh-CN", Example: "-lang zh-CN"},
	{Name: "explain", Value: "PAYEE", Text: "also print that payee's statement, by id or name", Example: "-explain lin.yue"},
	{Name: "dry-run", Text: "calculate and write files, post nothing and leave the database as it is", Example: "-dry-run"},
	{Name: "deals", Value: "FILE", Text: "millions of deals, as CSV in UTF-8 with the columns id, owner, amount and booked, and others that the plans ask\nfor; writes lines.csv and statements.csv, and posts nothing; see examples/README.md", Example: "-deals deals.csv -people people.csv -plan plan.json -period 2025-Q1"},
	{Name: "people", Value: "FILE", Text: "who owns the deals of -deals, as CSV with the columns payee, manager, quota, target_incentive", Example: "-people people.csv"},
	{Name: "memory", Value: "SIZE", Text: "about how much memory -deals may take; a larger file is computed in parts, from temporary files in the folder\nof -out; without it everything is held in memory", Example: "-memory 512MB"},
	{Name: "grouped", Text: "all deals of one payee stand together in -deals: they are computed as they come, in little memory", Example: "-grouped"},
	{Name: "lines", Value: "DETAIL", Text: "what -deals writes to lines.csv: full, brief (six columns) or none", Example: "-lines brief"},
	{Name: "strict", Text: "post nothing at all when any payee is held", Example: "-strict"},
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
	flags.StringVar(&o.bulk.deals, "deals", "", "")
	flags.StringVar(&o.bulk.people, "people", "", "")
	flags.Func("memory", "", func(text string) (err error) { o.bulk.memory, err = parseSize(text); return err })
	flags.BoolVar(&o.bulk.grouped, "grouped", false, "")
	flags.StringVar((*string)(&o.bulk.detail), "lines", string(paycsv.Full), "")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			flaghelp.Print(stdout, []string{
				"payroll turns a CRM export into commission statements and posts them once.",
				"Without flags it calculates a built-in sample.",
			}, help, flags, "Exit codes: 0 done; 1 cancelled or overtaken, repeat it; 2 bad input, nothing posted; 3 some payees held.")
		}
		return options{}, err
	}
	if rest := flags.Args(); len(rest) > 0 {
		return options{}, fmt.Errorf("unexpected argument %q; every input has a flag, see -h", rest[0])
	}
	var err error
	if o.lang, err = kam.ParseLang(lang); err != nil {
		return o, err
	}
	flags.Visit(func(f *flag.Flag) {
		if err == nil {
			err = fits(f.Name, o.bulk.deals != "")
		}
	})
	if err == nil && o.bulk.deals != "" {
		err = o.bulk.check(o)
	}
	return o, err
}
