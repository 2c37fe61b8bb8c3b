package preclose

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/internal/wording"
)

// Bounds of the inputs.
const (
	maxFigures = 1_000_000
	maxLimits  = 10_000
	maxLate    = 240
	maxLargest = 1000
)

// Inputs are everything that one report reads. Now and Limits are needed. The order of the lists does not matter.
type Inputs struct {
	// Now is the run of the period that is about to be closed.
	Now *incentive.Run
	// Late are earlier periods calculated anew, whose corrections are posted into this period.
	Late []*incentive.Run
	// Previous are the figures of the last period. Defaults to those of Before.
	Previous []Figure
	// Before is the run of the last period as it was posted: it explains variances. Optional.
	Before *incentive.Run
	// Forecast are the figures that were expected. Optional.
	Forecast []Figure
	// Limits say which variances are beyond what needs no look.
	Limits Limits
	// Largest is how many of the best paid are listed for each currency, 0 to 1,000.
	Largest int
}

// Figure is what a payee's component came to, or was expected to. The zero value is none.
type Figure struct {
	Payee     string          `json:"payee"`
	Plan      string          `json:"plan"`
	Component string          `json:"component"`
	Currency  kam.Currency    `json:"currency"`
	Amount    decimal.Decimal `json:"amount"`
}

// key is what figures are compared by.
type key struct {
	payee, plan, component string
	currency               kam.Currency
}

func (k key) compare(o key) int {
	return cmp.Or(cmp.Compare(k.payee, o.payee), cmp.Compare(k.plan, o.plan), cmp.Compare(k.component, o.component), cmp.Compare(k.currency, o.currency))
}

// Beyond says how the two tests of a limit go together.
type Beyond string

// The choices.
const (
	// Either flags a variance that is beyond the amount or beyond the percentage.
	Either Beyond = "either"
	// Both flags a variance that is beyond both.
	Both Beyond = "both"
)

// Limit is what a variance may be without being flagged. At least one of Amount and Percent is stated.
type Limit struct {
	// Amount is in the row's currency, zero or more.
	Amount decimal.NullDecimal `json:"amount,omitzero"`
	// Percent is of the figure compared with: 20 is 20 %. Zero or more.
	Percent decimal.NullDecimal `json:"percent,omitzero"`
	// Beyond is needed where both are stated.
	Beyond Beyond `json:"beyond,omitempty"`
}

// Limits are one limit for everything, and others for components of plans.
type Limits struct {
	Default    Limit            `json:"default"`
	Components []ComponentLimit `json:"components,omitempty"`
}

// ComponentLimit is the limit of one component of a plan, in all currencies.
type ComponentLimit struct {
	Plan      string `json:"plan"`
	Component string `json:"component"`
	Limit
}

// FiguresOf returns what a run earns, by payee, plan, component and currency in that order; zeros, open positions and those
// who are held are left out.
func FiguresOf(run *incentive.Run) []Figure {
	sums := map[key]decimal.Decimal{}
	for s := range run.Statements() {
		if !s.Open() {
			addStatement(sums, s)
		}
	}
	return figures(sums)
}

// FiguresPosted returns what a period posted, of a snapshot's sums: its earnings, and the corrections posted into it.
func FiguresPosted(posted []ledger.Posted, period kam.Period) []Figure {
	sums := map[key]decimal.Decimal{}
	for _, p := range posted {
		own := p.Kind == ledger.Earning && p.Period == period || p.Kind == ledger.Correction && p.Into == period
		if p.Account == ledger.PayeeAccount && own {
			k := key{p.Payee, p.Plan, p.Component, p.Currency}
			sums[k] = sums[k].Add(p.Amount)
		}
	}
	return figures(sums)
}

// addStatement adds what a statement earns under the names that the ledger has for it.
func addStatement(sums map[key]decimal.Decimal, s incentive.Statement) {
	at := key{payee: s.Payee().ID, plan: s.PlanID(), currency: s.Currency()}
	for c := range s.Components() {
		at.component = c.Name
		sums[at] = sums[at].Add(c.Amount)
	}
	for a := range s.Adjustments() {
		if a.Component == "" {
			at.component = a.PostedUnder()
			sums[at] = sums[at].Add(a.Amount)
		}
	}
}

func figures(sums map[key]decimal.Decimal) []Figure {
	out := make([]Figure, 0, len(sums))
	for _, k := range slices.SortedFunc(maps.Keys(sums), key.compare) {
		if !sums[k].IsZero() {
			out = append(out, Figure{k.payee, k.plan, k.component, k.currency, sums[k]})
		}
	}
	return out
}

// check reports every fault of the inputs.
func (in Inputs) check() error {
	f := wording.Faults{Prefix: "preclose"}
	if in.Now == nil {
		f.Add("run", "now", wording.Say("there is no run of the period", "缺少本期运行结果"), wording.Say("run the period first", "请先运行本期"))
		return f.Err()
	}
	period := in.Now.Period()
	if in.Before != nil && in.Before.Period().Until.After(period.From) {
		f.Add("before", "before", wording.Say("its period %s is not before %s", "期间 %s 不早于 %s", in.Before.Period(), period), wording.Say("hand in the run of the last period", "请提供上一期的运行结果"))
	}
	f.Count("late", len(in.Late), 0, maxLate)
	seen := map[kam.Period]bool{}
	for i, run := range in.Late {
		switch {
		case run == nil || run.Period().Until.After(period.From):
			f.Add("late", wording.At("late", i), wording.Say("it is no earlier period", "不是更早的期间"), wording.Say("hand in runs of periods that end before this one begins", "请提供在本期开始前结束的期间"))
		case seen[run.Period()]:
			f.Add("late", wording.At("late", i), wording.Say("the period %s is there twice", "期间 %s 重复出现", run.Period()), wording.Say("hand in each period once", "每个期间只提供一次"))
		default:
			seen[run.Period()] = true
		}
	}
	if in.Largest < 0 || in.Largest > maxLargest {
		f.Add("largest", "largest", wording.Say("it is %d", "为 %d", in.Largest), wording.Say("use 0 to %d", "请使用 0 至 %d", maxLargest))
	}
	checkFigures(&f, "previous", in.Previous)
	checkFigures(&f, "forecast", in.Forecast)
	in.Limits.check(&f)
	return f.Err()
}

func checkFigures(f *wording.Faults, place string, list []Figure) {
	if !f.Count(place, len(list), 0, maxFigures) {
		return
	}
	seen := map[key]bool{}
	for i, x := range list {
		at, k := wording.At(place, i), key{x.Payee, x.Plan, x.Component, x.Currency}
		f.ID(at+".payee", x.Payee, nil)
		f.ID(at+".plan", x.Plan, nil)
		f.ID(at+".component", x.Component, nil)
		f.Number(at+".amount", x.Amount)
		if _, err := kam.ParseCurrency(string(x.Currency)); err != nil {
			f.Add("currency", at+".currency", wording.Say("%s is no currency", "%s 不是货币代码", wording.Quote(string(x.Currency))), wording.Say("write an ISO 4217 code such as CNY", "请使用 ISO 4217 代码，如 CNY"))
		}
		if seen[k] {
			f.Add("twice", at, wording.Say("the figure is there twice", "该数据重复出现"), wording.Say("add the two up", "请合并为一项"))
		}
		seen[k] = true
	}
}

func (l Limits) check(f *wording.Faults) {
	l.Default.check(f, "limits.default")
	if !f.Count("limits.components", len(l.Components), 0, maxLimits) {
		return
	}
	seen := map[componentKey]bool{}
	for i, c := range l.Components {
		at := wording.At("limits.components", i)
		f.ID(at+".plan", c.Plan, nil)
		f.ID(at+".component", c.Component, nil)
		if seen[componentKey{c.Plan, c.Component}] {
			f.Add("twice", at, wording.Say("the component has two limits", "该组成部分有两个限额"), wording.Say("state one", "请只保留一个"))
		}
		seen[componentKey{c.Plan, c.Component}] = true
		c.Limit.check(f, at)
	}
}

func (l Limit) check(f *wording.Faults, at string) {
	for name, x := range map[string]decimal.NullDecimal{".amount": l.Amount, ".percent": l.Percent} {
		if x.Valid && f.Number(at+name, x.Decimal) && x.Decimal.IsNegative() {
			f.Add("limit", at+name, wording.Say("it is below zero", "小于零"), wording.Say("use zero or more", "请使用零或正数"))
		}
	}
	both := l.Amount.Valid && l.Percent.Valid
	switch {
	case !l.Amount.Valid && !l.Percent.Valid:
		f.Add("limit", at, wording.Say("no limit is stated", "没有填写限额"), wording.Say(`state an amount, a percentage, or both, such as "percent": "20"`, `请填写金额、百分比或两者，如 "percent": "20"`))
	case both && l.Beyond != Either && l.Beyond != Both:
		f.Add("limit", at+".beyond", wording.Say("it does not say how amount and percentage go together", "没有写明金额与百分比如何组合"),
			wording.Say(`write "beyond": "either" to flag what is beyond one of them, or "beyond": "both" for what is beyond both`, `超过任一即提示写 "beyond": "either"，两者均超过才提示写 "beyond": "both"`))
	case !both && l.Beyond != "":
		f.Add("limit", at+".beyond", wording.Say("there is one test alone", "仅有一项标准"), wording.Say("leave beyond out", "请删除 beyond"))
	}
}

// beyond tells whether a variance from a figure is beyond the limit.
func (l Limit) beyond(variance, from decimal.Decimal) bool {
	if variance.IsZero() {
		return false
	}
	amount := l.Amount.Valid && variance.Abs().GreaterThan(l.Amount.Decimal)
	percent := l.Percent.Valid && (from.IsZero() || variance.Abs().Shift(2).GreaterThan(l.Percent.Decimal.Mul(from.Abs())))
	if l.Amount.Valid && l.Percent.Valid && l.Beyond == Both {
		return amount && percent
	}
	return amount || percent
}

// componentKey is a component of a plan.
type componentKey struct{ plan, component string }

// byComponent returns the limits of components.
func (l Limits) byComponent() map[componentKey]Limit {
	out := make(map[componentKey]Limit, len(l.Components))
	for _, c := range l.Components {
		out[componentKey{c.Plan, c.Component}] = c.Limit
	}
	return out
}

// corrections returns what late runs post into the period.
func (in Inputs) corrections() (map[key]decimal.Decimal, error) {
	sums := map[key]decimal.Decimal{}
	for _, run := range in.Late {
		b, err := run.BatchInto(in.Now.Period())
		if err != nil {
			return nil, fmt.Errorf("preclose: late period %s: %w", run.Period(), err)
		}
		for _, e := range b.Entries {
			if e.Account == ledger.PayeeAccount {
				k := key{e.Payee, e.Plan, e.Component, e.Currency}
				sums[k] = sums[k].Add(e.Amount)
			}
		}
	}
	return sums, nil
}
