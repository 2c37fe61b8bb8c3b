package backtest

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/wording"
)

// Bounds of a simulation.
const (
	// MaxTrials is the largest number of trials.
	MaxTrials = 100_000
	// MaxKept is the largest product of trials and payees: what a simulation keeps in memory.
	MaxKept = 5_000_000
	// MaxOutlooks is the largest number of outlooks.
	MaxOutlooks = 1_000
	// MaxDeals is the largest number of deals that one draw becomes.
	MaxDeals = 1_000
)

// Simulation asks what plans may cost in periods to come. It is plain data; everything that happens in it follows from
// its content, the seed included. The zero value is no simulation.
type Simulation struct {
	// Plans are compiled together; they are taken as effective in all periods, as those of a [Side] are.
	Plans []incentive.Plan `json:"plans"`
	// Base has the periods whose cost is asked for, the roster, and all that is certain: its deals count besides what is drawn.
	Base History `json:"base"`
	// Outlooks are what is not certain; 1 to [MaxOutlooks], each with a name of its own.
	Outlooks []Outlook `json:"outlooks"`
	// Trials is how often everything is drawn and calculated: 1 to [MaxTrials].
	Trials int `json:"trials"`
	// Seed decides all draws: the same seed gives the same result.
	Seed uint64 `json:"seed"`
	// Budgets are what the cost is compared with.
	Budgets []kam.Money `json:"budgets,omitempty"`
	// Calendar is the calendar of the plans. Defaults to kam.Gregorian().
	Calendar *kam.Calendar `json:"-"`
}

// Between says how the draws of several payees of an [Outlook] hang together. There is no default: it changes how far
// the total spreads, and with it what is paid in a bad year.
type Between string

// The readings.
const (
	// Independent draws for each payee.
	Independent Between = "independent"
	// Together draws once for all: they are all lucky or unlucky at once.
	Together Between = "together"
)

// Over says how the draws of several periods hang together. There is no default, as with [Between].
type Over string

// The readings.
const (
	// EachPeriod draws anew in each period.
	EachPeriod Over = "each-period"
	// Once draws once for all periods of a trial.
	Once Over = "once"
)

// Outlook says how the deals, or the scores, of some payees may turn out.
type Outlook struct {
	// Name names the outlook; draws depend on it.
	Name string `json:"name"`
	// Payees are those it is for. Absent: everybody who is assigned to the plan.
	Payees []string `json:"payees,omitempty"`
	// Plan and Measure are what is drawn: the deals of a payee of the plan that feed the measure.
	Plan    string `json:"plan"`
	Measure string `json:"measure"`
	// Periods are those of the base that are drawn; the others are certain. Absent: all.
	Periods []kam.Period `json:"periods,omitempty"`
	// Basis is what the distribution counts: "attainment", "amount" for money, "units" for units and deals, "score" for an observation.
	// An attainment of 1 is the payee's stated quota of the measure in the period: the quotas that overlap it and the
	// assignment, by days, without ramps and reliefs.
	Basis incentive.Basis `json:"basis"`
	// Distribution is how likely which value is.
	Distribution Distribution `json:"distribution"`
	// Between says how the payees' draws hang together: "independent" or "together".
	Between Between `json:"between"`
	// Over says how the periods' draws hang together: "each-period" or "once".
	Over Over `json:"over"`
	// Deals is how many deals of the same size a value becomes, spread evenly over the days on which the payee is assigned in
	// the period, the first in the middle of the first part. Defaults to 1. A measure of counts has as many deals as the
	// value says and leaves it out.
	Deals int `json:"deals,omitempty"`
	// Deal is what each deal is like: attributes, numbers, currency, and what goes with one unit of what is drawn. With the
	// base "amount" and a deal of {"amount": "100", "units": "2"}, a drawn amount of 250 has 5 units; where the drawn
	// quantity is left out of it, the others are for each 1. Id, owner, dates and what it reverses are left out: each deal
	// has its payee as the owner and all its dates on one day.
	Deal incentive.Transaction `json:"deal,omitzero"`
}

// check reports what a simulation lacks; the measures come from the compiled plans.
func (s Simulation) check(f *wording.Faults) {
	s.Base.check(f, "$.base")
	f.Count("$.plans", len(s.Plans), 1, MaxPlans)
	f.Count("$.trials", s.Trials, 1, MaxTrials)
	if n := len(s.Base.Roster.Payees); s.Trials > 0 && n > MaxKept/s.Trials {
		f.Add("too-many", "$.trials", say("%d trials of %d payees are more than %d results", "%d 次试验、%d 名人员，结果超过 %d 个", s.Trials, n, MaxKept), say("use fewer trials, or fewer payees at once", "请减少试验次数或一次模拟的人数"))
	}
	for i, b := range s.Budgets {
		f.Number(wording.At("$.budgets", i)+".amount", b.Amount)
		if _, err := kam.ParseCurrency(string(b.Currency)); err != nil {
			f.Add("currency", wording.At("$.budgets", i)+".currency", say("%s is no currency", "%s 不是货币代码", wording.Quote(string(b.Currency))), say("write an ISO 4217 code such as CNY", "请填写 ISO 4217 货币代码，如 CNY"))
		} else if !slices.ContainsFunc(s.Plans, func(p incentive.Plan) bool { return p.Currency == b.Currency }) {
			f.Add("currency", wording.At("$.budgets", i)+".currency", say("no plan pays in %s", "没有方案以 %s 支付", string(b.Currency)), say("state the budget in a currency of the plans", "请以方案的货币填写预算"))
		}
	}
	if !f.Count("$.outlooks", len(s.Outlooks), 1, MaxOutlooks) {
		return
	}
	seen := map[string]bool{}
	for i, o := range s.Outlooks {
		at := wording.At("$.outlooks", i)
		f.ID(at+".name", o.Name, seen)
		o.check(f, at, s)
	}
}

func (o Outlook) check(f *wording.Faults, at string, s Simulation) {
	reading(f, at, "between", o.Between,
		option[Between]{Independent, say("draws for each payee", "逐人抽取")}, option[Between]{Together, say("draws once for all of them", "全体共用一次抽取")})
	reading(f, at, "over", o.Over,
		option[Over]{EachPeriod, say("draws anew in each period", "逐期抽取")}, option[Over]{Once, say("draws once for all periods", "各期共用一次抽取")})
	for i, p := range o.Periods {
		if !slices.Contains(s.Base.Periods, p) {
			f.Add("period", wording.At(at+".periods", i), say("%s is no period of the base", "%s 不是基础数据中的期间", p), say("name a period of the base", "请填写基础数据中的期间"))
		}
	}
	for i, id := range o.Payees {
		if !slices.ContainsFunc(s.Base.Roster.Payees, func(p incentive.Payee) bool { return p.ID == id }) {
			f.Add("payee", wording.At(at+".payees", i), say("%s is no payee of the roster", "人员名单中没有 %s", wording.Quote(id)), say("list the payee", "请在人员名单中列出"))
		}
	}
	d := o.Deal
	if d.ID != "" || d.Owner != "" || len(d.Participants) > 0 || d.Reverses != "" || d.Sequence != 0 || d.Booked.IsSet() || d.Invoiced.IsSet() || d.CashDate.IsSet() || d.Delivered.IsSet() {
		f.Add("unused", at+".deal", say("it has an id, sequence, owner, date or original of its own", "其中写有编号、顺序、负责人、日期或所冲销的交易"), say("leave them out", "请删除这些内容"))
	}
	for _, n := range []struct {
		key string
		d   decimal.NullDecimal
	}{{"amount", decimal.NewNullDecimal(d.Amount)}, {"margin", d.Margin}, {"units", d.Units}, {"cash", d.Cash}} {
		if n.d.Valid {
			f.Number(at+".deal."+n.key, n.d.Decimal)
		}
	}
	measure, ok := s.measure(o)
	switch {
	case !ok:
		f.Add("measure", at+".measure", say("plan %s has no measure %s", "方案 %s 没有指标 %s", wording.Quote(o.Plan), wording.Quote(o.Measure)), say("name a plan and one of its measures", "请填写方案及其指标"))
		return
	case !slices.Contains(bases(measure), o.Basis):
		f.Add("basis", at+".basis", say("%s is no basis of %s", "%s 不适用于指标 %s", wording.Quote(string(o.Basis)), wording.Quote(o.Measure)), say("use one of %s", "请选用其一：%s", wording.Words(bases(measure))))
	}
	counted := measure.Base == incentive.BaseCount || measure.Base == incentive.BaseObservation
	switch {
	case counted && o.Deals != 0:
		f.Add("unused", at+".deals", say("the measure is no sum of deals of one size", "该指标不是等额交易之和"), say("leave it out", "请删除"))
	case !counted && o.Deals != 0:
		f.Count(at+".deals", o.Deals, 1, MaxDeals)
	}
	o.Distribution.check(f, at+".distribution", o.Basis == incentive.ByScore)
}

// measure returns the measure that an outlook draws, of the latest version of its plan that has it.
func (s Simulation) measure(o Outlook) (incentive.Measure, bool) {
	found, version := incentive.Measure{}, 0
	for _, p := range s.Plans {
		for _, m := range p.Measures {
			if p.ID == o.Plan && m.Name == o.Measure && p.Version > version {
				found, version = m, p.Version
			}
		}
	}
	return found, version > 0
}

// bases are the bases in which a measure can be drawn.
func bases(m incentive.Measure) []incentive.Basis {
	switch m.Base {
	case incentive.BaseObservation:
		return []incentive.Basis{incentive.ByScore}
	case incentive.BaseUnits, incentive.BaseCount:
		return []incentive.Basis{incentive.ByAttainment, incentive.ByUnits}
	default:
		return []incentive.Basis{incentive.ByAttainment, incentive.ByAmount}
	}
}

// option is a word and what it does.
type option[T ~string] struct {
	word   T
	effect kam.Text
}

// reading reports a reading that is not stated, with a line to paste for each choice.
func reading[T ~string](f *wording.Faults, at, key string, word T, options ...option[T]) {
	texts := make([]kam.Text, 0, len(options))
	for _, o := range options {
		if o.word == word {
			return
		}
		texts = append(texts, say(`"%s": "%s" %s`, `"%s": "%s" %s`, key, string(o.word), o.effect))
	}
	message := say("it is not stated, and changes how far the total spreads", "未写明，而它影响合计的波动幅度")
	if word != "" {
		message = say("%s is not known", "%s 不是可选项", wording.Quote(string(word)))
	}
	f.Add("reading", at+"."+key, message, say("choose one: %s", "请选择其一：%s", wording.Clauses(texts)))
}
