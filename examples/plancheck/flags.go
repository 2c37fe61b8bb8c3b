package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/flaghelp"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/lint"
	"github.com/kam-go/kam/incentive/scenario"
)

// options are the command line.
type options struct {
	// files are the plan and its scenarios. Empty: the built-in sample.
	files  []string
	with   []string
	quotas map[string]decimal.Decimal
	scores map[string]decimal.Decimal
	until  map[string]decimal.Decimal
	target decimal.NullDecimal
	margin decimal.NullDecimal
	cost   decimal.NullDecimal
	deals  []incentive.Transaction
	off    []lint.Code
	accept []string

	calendar, suggest, out string
	lang                   kam.Lang
}

// What -accept names.
const (
	acceptWarnings = "warnings"
	acceptCoverage = "coverage"
	acceptMutants  = "mutants"
)

var acceptable = []string{acceptWarnings, acceptCoverage, acceptMutants}

// help says what each flag does and gives an example.
func help() []flaghelp.Flag {
	return []flaghelp.Flag{
		{Name: "quota", Value: "MEASURE=NUMBER", Text: "the quota of a measure that curves are drawn for; may be given for each measure", Example: "-quota sales=500000"},
		{Name: "target", Value: "NUMBER", Text: "the target incentive for one commission period that curves are drawn for", Example: "-target 14000"},
		{Name: "deal", Value: "LINE", Text: "a deal of the example behind the curves, as in a scenario: id, size, attributes; given several times, their\nproportions stand. Without it there is a curve for one deal and one for ten equal deals", Example: `-deal "D1 60000 customer=new" -deal "D2 40000"`},
		{Name: "score", Value: "METRIC=NUMBER", Text: "an observation that the plan reads and that stands still on the curves", Example: "-score satisfaction=9"},
		{Name: "until", Value: "MEASURE=NUMBER", Text: "where the curve of a measure without quota ends", Example: "-until points=200"},
		{Name: "margin", Value: "NUMBER", Text: "what each unit of sales leaves before commission, for the break-even point: 0.3 is 30 %", Example: "-margin 0.3"},
		{Name: "cost", Value: "NUMBER", Text: "what the margin has to cover besides commission, such as salary", Example: "-cost 20000"},
		{Name: "with", Value: "FILE", Text: "a further plan that the plan names, such as that of the team a manager's override is paid on", Example: "-with account-executive.json"},
		{Name: "calendar", Value: "FILE", Text: "the fiscal calendar as JSON; scenario files have their own", Example: "-calendar calendar.json"},
		{Name: "off", Value: "CODES", Text: "codes of lint that are not reported, divided by commas", Example: "-off lint.reading,lint.debt"},
		{Name: "accept", Value: "LIST", Text: "what is reported and fails nothing: " + strings.Join(acceptable, ", "), Example: "-accept coverage,mutants"},
		{Name: "suggest", Value: "FILE", Text: "write a scenario file with what would catch the mistakes that go unnoticed; without scenarios, with what the plan\npays at its bounds", Example: "-suggest more.scenarios.json"},
		{Name: "out", Value: "FILE", Text: "the page", Example: "-out report.html"},
		{Name: "lang", Value: "LANG", Text: "language of what is printed, and the one the page opens in: en or zh-CN; the page has both", Example: "-lang zh-CN"},
	}
}

// parseFlags reads the command line. It returns [flag.ErrHelp] after -h has been answered.
func parseFlags(args []string, stdout io.Writer) (options, error) {
	o := options{out: "out/plancheck/report.html"}
	var lang string
	flags := flag.NewFlagSet("plancheck", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	flags.Func("quota", "", named(&o.quotas, positive))
	flags.Func("score", "", named(&o.scores, whatever))
	flags.Func("until", "", named(&o.until, positive))
	flags.Func("target", "", single(&o.target, positive))
	flags.Func("margin", "", single(&o.margin, positive))
	flags.Func("cost", "", single(&o.cost, notNegative))
	flags.Func("deal", "", func(s string) error {
		d, err := scenario.ParseDeal(s)
		o.deals = append(o.deals, d)
		return err
	})
	flags.Func("with", "", list(&o.with, ""))
	flags.Func("accept", "", list(&o.accept, ","))
	flags.Func("off", "", func(s string) error {
		for code := range strings.SplitSeq(s, ",") {
			o.off = append(o.off, lint.Code(strings.TrimSpace(code)))
		}
		return nil
	})
	flags.StringVar(&o.calendar, "calendar", "", "")
	flags.StringVar(&o.suggest, "suggest", "", "")
	flags.StringVar(&o.out, "out", o.out, "")
	flags.StringVar(&lang, "lang", string(kam.English), "")
	for rest := args; ; {
		if err := flags.Parse(rest); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				flaghelp.Print(stdout, []string{
					"plancheck [FLAGS] PLAN [SCENARIOS...] tests a commission plan before anybody is paid by it.",
					"Without a plan it checks a built-in sample. Files and folders, JSON or YAML.",
				}, help(), flags, "Exit codes: 0 the plan passes; 1 the plan fails its checks, see the page; 2 bad usage or input, nothing written.")
			}
			return options{}, err
		}
		if rest = flags.Args(); len(rest) == 0 {
			break
		}
		o.files, rest = append(o.files, rest[0]), rest[1:]
	}
	var err error
	if o.lang, err = kam.ParseLang(lang); err != nil {
		return options{}, err
	}
	return o, o.check()
}

// check returns what is wrong with the command line beyond its syntax.
func (o options) check() error {
	for _, a := range o.accept {
		if !slices.Contains(acceptable, a) {
			return fmt.Errorf("-accept %q: it takes %s", a, strings.Join(acceptable, ", "))
		}
	}
	for _, c := range o.off {
		if !slices.Contains(lint.Codes(), c) {
			return fmt.Errorf("-off %q: no such code; the documentation of package lint lists them", c)
		}
	}
	if o.cost.Valid && !o.margin.Valid {
		return errors.New("-cost needs -margin: what each unit of sales leaves to cover it")
	}
	if len(o.files) == 0 && len(o.with) > 0 {
		return errors.New("-with needs a plan of your own: plancheck -with OTHER PLAN")
	}
	return nil
}

// accepted tells whether something fails nothing.
func (o options) accepted(what string) bool { return slices.Contains(o.accept, what) }

// What a number may be.
func whatever(decimal.Decimal) bool      { return true }
func positive(d decimal.Decimal) bool    { return d.IsPositive() }
func notNegative(d decimal.Decimal) bool { return !d.IsNegative() }

var errNumber = errors.New("no usable number")

// number reads a number as scenario files have them.
func number(text string, fits func(decimal.Decimal) bool) (decimal.Decimal, error) {
	_, d, payee, err := scenario.ParseScore("number " + text)
	if err != nil || payee != "" || !fits(d) {
		return decimal.Decimal{}, errNumber
	}
	return d, nil
}

// named collects numbers by name.
func named(into *map[string]decimal.Decimal, fits func(decimal.Decimal) bool) func(string) error {
	return func(s string) error {
		name, text, ok := strings.Cut(s, "=")
		if !ok || name == "" {
			return errors.New("write NAME=NUMBER")
		}
		d, err := number(text, fits)
		if err != nil {
			return err
		}
		if *into == nil {
			*into = map[string]decimal.Decimal{}
		}
		(*into)[name] = d
		return nil
	}
}

// single reads one number.
func single(into *decimal.NullDecimal, fits func(decimal.Decimal) bool) func(string) error {
	return func(s string) error {
		d, err := number(s, fits)
		*into = decimal.NewNullDecimal(d)
		return err
	}
}

// list collects texts, divided by sep where it is not empty.
func list(into *[]string, sep string) func(string) error {
	return func(s string) error {
		parts := []string{s}
		if sep != "" {
			parts = strings.Split(s, sep)
		}
		for _, p := range parts {
			*into = append(*into, strings.TrimSpace(p))
		}
		return nil
	}
}

// names are the keys of a map in their order.
func names(m map[string]decimal.Decimal) []string { return slices.Sorted(maps.Keys(m)) }
