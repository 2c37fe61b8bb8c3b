package mutation

import (
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/season"
	"github.com/kam-go/kam/incentive/scenario/internal/parts"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/strictjson"
	"github.com/kam-go/kam/internal/wording"
)

// Kind is what a mutant changes.
type Kind string

// The kinds of mutations.
const (
	// Rate moves a rate, a factor or a fixed pay by one step of its last digit.
	Rate Kind = "rate"
	// Bound moves a bound by one unit: a minor unit of money, one unit or count, one day, the fourth decimal of attainments.
	Bound Kind = "bound"
	// Inclusive makes an inclusive bound exclusive, and the reverse: the next bound that a plan can state. Of a share of a
	// quota that is the bound one unit up, which counts here alone.
	Inclusive Kind = "inclusive"
	// Mode puts another word in the place of one that is a reading.
	Mode Kind = "mode"
	// Order swaps steps that follow each other.
	Order Kind = "order"
	// Cap removes a cap, or raises it by one unit or lowers it.
	Cap Kind = "cap"
	// Floor does so with a floor.
	Floor Kind = "floor"
	// Share changes a share.
	Share Kind = "share"
	// Gate removes a gate, or moves its bound.
	Gate Kind = "gate"
	// Removal leaves out a condition or one of its two days, a factor, a multiplier, a component, or payout terms.
	Removal Kind = "removal"
	// Refund changes how refunds count.
	Refund Kind = "refund"
	// Rounding changes what is rounded, how, and to how many places.
	Rounding Kind = "rounding"
	// Payout changes payout terms.
	Payout Kind = "payout"
)

// Mutant is a plan with one small mistake in it.
type Mutant struct {
	Kind Kind
	// Place is the JSON path in the plan of what was changed.
	Place string
	// From and To are what stood there and what stands there now; empty for nothing.
	From, To string
	// Plan is the changed plan, of the same id and version.
	Plan incentive.Plan
}

// What tells the mistake.
func (m Mutant) What() kam.Text {
	switch {
	case m.To == "":
		return wording.Say("%s removed (%s)", "去掉 %s（%s）", m.Place, m.From)
	case m.From == "":
		return wording.Say("%s: %s put in", "%s：加入 %s", m.Place, m.To)
	}
	return wording.Say("%s: %s instead of %s", "%[1]s：%[3]s 改为 %[2]s", m.Place, m.To, m.From)
}

// Mutants returns the plans that differ from a plan in one small mistake each: every rate, factor and pay one step of its
// last digit up and down, every bound one unit up and down and every day of a condition one day, inclusive bounds made
// exclusive, every word that is a reading replaced by each other one, steps swapped, caps, floors, gates and conditions
// removed, shares changed. Plans that [incentive.Compile] refuses are not among them: nobody is ever paid by them. Others may
// pay the same as the plan.
func Mutants(p incentive.Plan) []Mutant { return mutants(p, nil, nil) }

// mutants returns the mutants that compile together with the other plans of a book.
func mutants(p incentive.Plan, others []incentive.Plan, calendar *kam.Calendar) []Mutant {
	m := &mutator{plan: incentive.Expand(p), others: others, calendar: calendar, seen: map[string]bool{}}
	m.seen[m.plan.Hash()] = true
	m.header()
	m.credits()
	m.measures()
	for i := range m.plan.Components {
		m.component(i)
	}
	m.planCaps()
	m.conversion()
	m.proration()
	m.payout()
	return m.out
}

// mutator makes the mutants of a plan.
type mutator struct {
	plan     incentive.Plan
	others   []incentive.Plan
	calendar *kam.Calendar
	seen     map[string]bool
	out      []Mutant
}

// copied returns a copy of the plan that shares nothing with it.
func (m *mutator) copied() (incentive.Plan, bool) {
	data, err := strictjson.Canonical(m.plan)
	if err != nil {
		return incentive.Plan{}, false
	}
	p, err := incentive.ParsePlan(data)
	return p, err == nil
}

// try adds the plan with a change, when it compiles and is another one.
func (m *mutator) try(kind Kind, place, from, to string, change func(*incentive.Plan)) {
	p, ok := m.copied()
	if !ok {
		return
	}
	change(&p)
	hash := p.Hash()
	if m.seen[hash] {
		return
	}
	m.seen[hash] = true
	plans := append(slices.Clone(m.others), p)
	if _, err := incentive.Compile(incentive.Book{Plans: plans, Calendar: m.calendar}); err != nil {
		return
	}
	m.out = append(m.out, Mutant{Kind: kind, Place: place, From: from, To: to, Plan: p})
}

// step is one step of the last digit of a number.
func step(d decimal.Decimal) decimal.Decimal {
	places := int32(0)
	for places < 30 && !d.Equal(num.Round(d, places, num.Down)) {
		places++
	}
	return decimal.New(1, -places)
}

// digits moves a number by one step of its last digit.
func (m *mutator) digits(kind Kind, place string, d decimal.Decimal, set func(*incentive.Plan, decimal.Decimal)) {
	by := step(d)
	if d.IsInteger() && d.Abs().Cmp(decimal.NewFromInt(1)) <= 0 { // 0 and 1 are no step apart
		by = decimal.New(1, -2)
	}
	m.move(kind, place, d, by, set)
}

// move moves a number by a step up and down.
func (m *mutator) move(kind Kind, place string, d, by decimal.Decimal, set func(*incentive.Plan, decimal.Decimal)) {
	for _, to := range []decimal.Decimal{d.Add(by), d.Sub(by)} {
		m.try(kind, place, num.Format(d), num.Format(to), func(p *incentive.Plan) { set(p, to) })
	}
}

// bound moves a bound by one unit.
func (m *mutator) bound(kind Kind, place string, d decimal.Decimal, basis incentive.Basis, measure string, set func(*incentive.Plan, decimal.Decimal)) {
	by := decimal.New(1, -4)
	if basis != incentive.ByAttainment {
		by = parts.Unit(m.plan, parts.Measure(m.plan, measure).Base, d)
	}
	m.move(kind, place, d, by, set)
}

// past is the smallest bound above an inclusive one that a plan can state.
func past(d decimal.Decimal) decimal.Decimal { return d.Add(decimal.New(1, -4)) }

// words replaces a word by each of the others.
func words[T ~string](m *mutator, kind Kind, place string, now T, all []T, set func(*incentive.Plan, T)) {
	for _, w := range all {
		if w != now {
			m.try(kind, place, string(now), string(w), func(p *incentive.Plan) { set(p, w) })
		}
	}
}

func (m *mutator) header() {
	p := m.plan
	words(m, Rounding, "$.rounding.step", p.Rounding.Step, []incentive.RoundingStep{incentive.RoundSlice, incentive.RoundCredit, incentive.RoundComponent, incentive.RoundStatement},
		func(p *incentive.Plan, w incentive.RoundingStep) { p.Rounding.Step = w })
	words(m, Rounding, "$.rounding.mode", p.Rounding.Mode, []string{"half-up", "half-even", "half-down", "up", "down", "ceil", "floor"},
		func(p *incentive.Plan, w string) { p.Rounding.Mode = w })
	places := p.Currency.MinorUnits()
	if p.Rounding.Places != nil {
		places = *p.Rounding.Places
	}
	for _, n := range []int32{places + 1, places - 1} {
		m.try(Rounding, "$.rounding.places", fmt.Sprint(places), fmt.Sprint(n), func(p *incentive.Plan) { p.Rounding.Places = &n })
	}
	words(m, Mode, "$.creditDate", p.CreditDate, season.Dates(),
		func(p *incentive.Plan, w incentive.DateName) { p.CreditDate = w })
	words(m, Order, "$.order", p.Order, []incentive.Order{incentive.BySequence, incentive.ByID, incentive.ByNumericID},
		func(p *incentive.Plan, w incentive.Order) { p.Order = w })
	words(m, Refund, "$.refunds.method", p.Refunds.Method, []incentive.RefundMethod{incentive.Recalculate, incentive.Mirror},
		func(p *incentive.Plan, w incentive.RefundMethod) { p.Refunds.Method = w })
	words(m, Refund, "$.refunds.period", p.Refunds.Period, []incentive.RefundPeriod{incentive.Origin, incentive.Current},
		func(p *incentive.Plan, w incentive.RefundPeriod) { p.Refunds.Period = w })
	if !slices.ContainsFunc(p.Components, func(k incentive.Component) bool { return k.Tiers != nil || k.Table != nil }) {
		return // what lies below zero is a matter of tiers and tables alone
	}
	words(m, Refund, "$.refunds.below", p.Refunds.Below, []incentive.BelowZero{incentive.CarryNegative, incentive.FirstRate, incentive.Refuse},
		func(p *incentive.Plan, w incentive.BelowZero) { p.Refunds.Below = w })
}

func (m *mutator) credits() {
	for i, c := range m.plan.Credits {
		at := fmt.Sprintf("$.credits[%d]", i)
		at2 := func(p *incentive.Plan) *incentive.CreditRule { return &p.Credits[i] }
		for _, f := range []kam.Fraction{{Num: 1, Den: 2}, {Num: 9, Den: 10}, {Num: 1, Den: 1}} {
			if f.Cmp(c.Share) != 0 {
				m.try(Share, at+".share", c.Share.String(), f.String(), func(p *incentive.Plan) { at2(p).Share = f })
			}
		}
		words(m, Mode, at+".split", c.Split, []incentive.Split{incentive.SplitCredit, incentive.SplitPayout}, func(p *incentive.Plan, w incentive.Split) { at2(p).Split = w })
		words(m, Mode, at+".vacancy", c.Vacancy, []incentive.Vacancy{incentive.VacancySkip, incentive.VacancyHouse}, func(p *incentive.Plan, w incentive.Vacancy) { at2(p).Vacancy = w })
		words(m, Mode, at+".base", c.Base, []incentive.CreditBase{incentive.CreditGross, incentive.CreditAfterCap}, func(p *incentive.Plan, w incentive.CreditBase) { at2(p).Base = w })
		if c.Retires != nil {
			m.try(Mode, at+".retires", fmt.Sprint(*c.Retires), fmt.Sprint(!*c.Retires), func(p *incentive.Plan) { at2(p).Retires = new(!*c.Retires) })
		}
		if c.Pays != nil {
			m.try(Mode, at+".pays", fmt.Sprint(*c.Pays), fmt.Sprint(!*c.Pays), func(p *incentive.Plan) { at2(p).Pays = new(!*c.Pays) })
		}
		if c.Level > 0 {
			m.try(Mode, at+".level", fmt.Sprint(c.Level), fmt.Sprint(c.Level+1), func(p *incentive.Plan) { at2(p).Level++ })
		}
		if f := c.Factor; f != nil {
			for _, value := range slices.Sorted(maps.Keys(f.Values)) {
				m.digits(Rate, at+".factor.values."+value, f.Values[value], func(p *incentive.Plan, d decimal.Decimal) { at2(p).Factor.Values[value] = d })
			}
			m.try(Removal, at+".factor", f.By, "", func(p *incentive.Plan) { at2(p).Factor = nil })
			if d, err := num.Parse(f.Other); err == nil {
				m.digits(Rate, at+".factor.other", d, func(p *incentive.Plan, d decimal.Decimal) { at2(p).Factor.Other = num.Format(d) })
			}
			words(m, Mode, at+".factor.other", f.Other, []string{"1", "exclude", "refuse"}, func(p *incentive.Plan, w string) { at2(p).Factor.Other = w })
		}
		m.condition(at+".when", c.When, func(p *incentive.Plan) **incentive.Condition { return &at2(p).When })
	}
}

func (m *mutator) measures() {
	for i, x := range m.plan.Measures {
		at := fmt.Sprintf("$.measures[%d]", i)
		words(m, Mode, at+".base", x.Base, []incentive.Base{incentive.BaseAmount, incentive.BaseMargin, incentive.BaseUnits, incentive.BaseCash, incentive.BaseCount},
			func(p *incentive.Plan, w incentive.Base) { p.Measures[i].Base = w })
		words(m, Mode, at+".window", x.Window, []incentive.Window{incentive.PerTransaction, incentive.PerPeriod, incentive.QuarterToDate, incentive.HalfToDate, incentive.YearToDate},
			func(p *incentive.Plan, w incentive.Window) {
				p.Measures[i].Window = w
				switch {
				case w == incentive.PerTransaction || w == incentive.PerPeriod:
					p.Measures[i].Denominator = ""
				case p.Measures[i].Denominator == "":
					p.Measures[i].Denominator = incentive.FullPeriod
				}
			})
		words(m, Mode, at+".denominator", x.Denominator, []incentive.Denominator{incentive.QuotaToDate, incentive.FullPeriod},
			func(p *incentive.Plan, w incentive.Denominator) { p.Measures[i].Denominator = w })
		for j, name := range x.Credits {
			if len(x.Credits) > 1 {
				m.try(Removal, fmt.Sprintf("%s.credits[%d]", at, j), name, "", func(p *incentive.Plan) { p.Measures[i].Credits = slices.Delete(p.Measures[i].Credits, j, j+1) })
			}
		}
	}
}

func (m *mutator) conversion() {
	c := m.plan.Conversion
	if c == nil {
		return
	}
	words(m, Mode, "$.conversion.policy", c.Policy, []incentive.RatePolicy{incentive.RateOnDate, incentive.RateAtPeriodEnd, incentive.RatePeriodAverage, incentive.RateOfPlan},
		func(p *incentive.Plan, w incentive.RatePolicy) { p.Conversion.Policy = w })
	words(m, Mode, "$.conversion.refunds", c.Refunds, []incentive.RefundRate{incentive.RefundAtOriginal, incentive.RefundAtOwn},
		func(p *incentive.Plan, w incentive.RefundRate) { p.Conversion.Refunds = w })
	if c.Places != nil {
		m.try(Rounding, "$.conversion.places", fmt.Sprint(*c.Places), fmt.Sprint(*c.Places+1), func(p *incentive.Plan) { p.Conversion.Places = new(*c.Places + 1) })
	}
	m.try(Removal, "$.conversion", string(c.Policy), "", func(p *incentive.Plan) { p.Conversion = nil })
}

func (m *mutator) proration() {
	c := m.plan.Proration
	if c == nil {
		return
	}
	words(m, Mode, "$.proration.by", c.By, []incentive.ProrationBasis{incentive.CalendarDays, incentive.WorkingDays, incentive.Months},
		func(p *incentive.Plan, w incentive.ProrationBasis) {
			p.Proration.By, p.Proration.PartialMonth = w, ""
			if w == incentive.Months {
				p.Proration.PartialMonth = incentive.MonthByDays
			}
		})
	words(m, Mode, "$.proration.partialMonth", c.PartialMonth, []incentive.PartialMonth{incentive.MonthCounts, incentive.MonthDropped, incentive.MonthByDays},
		func(p *incentive.Plan, w incentive.PartialMonth) { p.Proration.PartialMonth = w })
	if c.Quotas != nil {
		m.try(Mode, "$.proration.quotas", fmt.Sprint(*c.Quotas), fmt.Sprint(!*c.Quotas), func(p *incentive.Plan) { p.Proration.Quotas = new(!*c.Quotas) })
	}
	if c.Targets != nil {
		m.try(Mode, "$.proration.targets", fmt.Sprint(*c.Targets), fmt.Sprint(!*c.Targets), func(p *incentive.Plan) { p.Proration.Targets = new(!*c.Targets) })
	}
	m.try(Removal, "$.proration", string(c.By), "", func(p *incentive.Plan) { p.Proration = nil })
}
