package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/findings"
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
	accept map[string]string

	// limit is how long boundary cases and mistakes may take; 0: as long as they need.
	limit time.Duration

	calendar, suggest, out string
	lang                   kam.Lang
}

// What -accept names.
const (
	acceptWarnings = "warnings"
	acceptCoverage = "coverage"
	acceptMutants  = "mutants"
	acceptAlike    = "alike"
)

var acceptable = []string{acceptWarnings, acceptCoverage, acceptMutants, acceptAlike}

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
		{Name: "accept", Value: "WHAT=REASON", Text: "what is reported and fails nothing: " + strings.Join(acceptable, ", ") + "; the page tells the reason, which alike needs.\nMay be given several times; without reasons also as a list divided by commas", Example: `-accept warnings,coverage -accept alike="the cap is a backstop"`},
		{Name: "suggest", Value: "FILE", Text: "write a scenario file with what would catch the mistakes that go unnoticed; without scenarios, with what the plan\npays at its bounds", Example: "-suggest more.scenarios.json"},
		{Name: "limit", Value: "TIME", Text: "how long curves, boundary cases and mistakes in the plan may take together; what is left out then is told.\n0: as long as it takes", Example: "-limit 10m"},
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
	var wrong error // as it is; package flag makes a text of it
	keep := func(set func(string) error) func(string) error {
		return func(s string) error {
			wrong = set(s)
			return wrong
		}
	}
	flags.Func("quota", "", keep(named("quota", &o.quotas, positive)))
	flags.Func("score", "", keep(named("score", &o.scores, whatever)))
	flags.Func("until", "", keep(named("until", &o.until, positive)))
	flags.Func("target", "", keep(single("target", &o.target, positive)))
	flags.Func("margin", "", keep(single("margin", &o.margin, positive)))
	flags.Func("cost", "", keep(single("cost", &o.cost, notNegative)))
	flags.Func("deal", "", func(s string) error {
		d, err := scenario.ParseDeal(s)
		o.deals = append(o.deals, d)
		return err
	})
	flags.Func("with", "", list(&o.with))
	flags.Func("accept", "", keep(o.acceptWhat))
	flags.Func("off", "", func(s string) error {
		for code := range strings.SplitSeq(s, ",") {
			o.off = append(o.off, lint.Code(strings.TrimSpace(code)))
		}
		return nil
	})
	flags.DurationVar(&o.limit, "limit", usualLimit, "")
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
			o.lang = saidLang(args)
			if wrong != nil {
				err = wrong
			}
			return o, err
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
	for _, c := range o.off {
		if !slices.Contains(lint.Codes(), c) {
			return fmt.Errorf("-off %q: no such code; the documentation of package lint lists them", c)
		}
	}
	if o.limit < 0 {
		return misused("limit", o.limit.String(), say("write a time such as 90s or 10m, or 0", "请写时长，例如 90s 或 10m，或写 0"))
	}
	if o.cost.Valid && !o.margin.Valid {
		return errors.New("-cost needs -margin: what each unit of sales leaves to cover it")
	}
	if len(o.files) == 0 && len(o.with) > 0 {
		return errors.New("-with needs a plan of your own: plancheck -with OTHER PLAN")
	}
	return nil
}

// acceptWhat reads what fails nothing: one thing and the reason, or a list of things.
func (o *options) acceptWhat(s string) error {
	list, reason, reasoned := strings.Cut(s, "=")
	reason = strings.TrimSpace(reason)
	if o.accept == nil {
		o.accept = map[string]string{}
	}
	for what := range strings.SplitSeq(list, ",") {
		what = strings.TrimSpace(what)
		switch {
		case !slices.Contains(acceptable, what):
			return misused("accept", what, say("write one of %s", "可用的有：%s", joined(texts(acceptable), ", ", "、")))
		case reasoned && reason == "" || what == acceptAlike && reason == "":
			return misused("accept", s, say("write why: %s=REASON", "请说明理由：%s=理由", what))
		}
		o.accept[what] = reason
	}
	return nil
}

// accepted tells whether something fails nothing.
func (o options) accepted(what string) bool {
	_, ok := o.accept[what]
	return ok
}

// usageError says in both languages what is wrong with a flag.
type usageError struct{ text kam.Text }

func (e usageError) Error() string { return e.text.In(kam.English) }

// misused is an error about a value of a flag.
func misused(flag, value string, why kam.Text) error {
	return usageError{say("-%s %s: %s", "-%s %s：%s", flag, findings.Quote(value), why)}
}

// fitting is what a number must be, and how people say it.
type fitting struct {
	holds func(decimal.Decimal) bool
	rule  kam.Text
}

var (
	whatever    = fitting{func(decimal.Decimal) bool { return true }, kam.Text{EN: "a number such as 9 or -0.5", ZH: "数值，例如 9 或 -0.5"}}
	positive    = fitting{decimal.Decimal.IsPositive, kam.Text{EN: "a number above zero such as 500000 or 0.3", ZH: "大于零的数值，例如 500000 或 0.3"}}
	notNegative = fitting{func(d decimal.Decimal) bool { return !d.IsNegative() }, kam.Text{EN: "zero or a number above it such as 20000", ZH: "零或大于零的数值，例如 20000"}}
)

// number reads a number as scenario files have them.
func number(text string, fits fitting) (decimal.Decimal, bool) {
	_, d, payee, err := scenario.ParseScore("number " + text)
	if err != nil || payee != "" || !fits.holds(d) {
		return decimal.Decimal{}, false
	}
	return d, true
}

// named collects numbers by name.
func named(flag string, into *map[string]decimal.Decimal, fits fitting) func(string) error {
	return func(s string) error {
		name, text, ok := strings.Cut(s, "=")
		if !ok || name == "" {
			return misused(flag, s, say("write NAME=NUMBER with %s", "请写成 名称=数值，其中数值为%s", fits.rule))
		}
		d, ok := number(text, fits)
		if !ok {
			return misused(flag, s, say("write %s= and %s, without blanks or separators", "请在 %s= 之后写%s，不要加空格或千位分隔符", name, fits.rule))
		}
		if *into == nil {
			*into = map[string]decimal.Decimal{}
		}
		(*into)[name] = d
		return nil
	}
}

// single reads one number.
func single(flag string, into *decimal.NullDecimal, fits fitting) func(string) error {
	return func(s string) error {
		d, ok := number(s, fits)
		if !ok {
			return misused(flag, s, say("write %s, without blanks or separators", "请写%s，不要加空格或千位分隔符", fits.rule))
		}
		*into = decimal.NewNullDecimal(d)
		return nil
	}
}

// list collects texts.
func list(into *[]string) func(string) error {
	return func(s string) error {
		*into = append(*into, strings.TrimSpace(s))
		return nil
	}
}

// names are the keys of a map in their order.
func names(m map[string]decimal.Decimal) []string { return slices.Sorted(maps.Keys(m)) }
