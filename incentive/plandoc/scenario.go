package plandoc

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/season"
	"github.com/kam-go/kam/internal/num"
)

// The people of an example.
const (
	exampleSelf   = "example"
	exampleMate   = "example-colleague"
	exampleThird  = "example-third"
	exampleMiddle = "example-manager-"
)

// Figures of an example where the payee has none: a quota for each commission period, and a target incentive.
const (
	exampleQuota  = 100_000
	exampleUnits  = 100
	exampleTarget = 10_000
)

// scenario is a made-up period in which a component pays.
type scenario struct {
	w      *writer
	plan   incentive.Plan
	inputs incentive.Inputs
	// self is the payee whose pay is shown, and own that the figures are the payee's own.
	self string
	own  bool
	// fed are the credit rules that have a deal already, and seen the observations that are there.
	fed, seen map[string]bool
	deals     []incentive.Transaction
	// scale is the part of a deal that the component's own rule credits.
	scale *big.Rat
}

// play makes up the inputs of a component's example. It is false where none can be made up.
func (w *writer) play(i int) (*scenario, bool) {
	s := &scenario{w: w, plan: w.plan, self: exampleSelf, fed: map[string]bool{}, seen: map[string]bool{}}
	if !s.period() {
		return nil, false
	}
	k := s.plan.Components[i]
	s.later(k)
	s.people()
	s.feed(k, k.Measure, true)
	for _, name := range k.Measures()[1:] {
		s.feed(k, name, false)
	}
	s.observeRest()
	s.inputs.Transactions = incentive.Transactions(s.deals)
	return s, true
}

// period finds the first whole commission period of the plan.
func (s *scenario) period() bool {
	calendar := s.w.program.Calendar()
	day := s.plan.Effective.From
	for range 2 {
		p, err := calendar.Containing(s.plan.Period, day)
		if err != nil {
			return false
		}
		if s.plan.Effective.ContainsPeriod(p) {
			s.inputs.Period = p
			return true
		}
		day = p.Until
	}
	return false
}

// later moves the period to the first whole one in which there can be a deal on which the component pays, where the days
// that it or its rule asks for come later.
func (s *scenario) later(k incentive.Component) {
	m := s.w.measure(k.Measure)
	rule, ok := s.feeder(m, true)
	if !ok {
		return
	}
	days := s.facts(k, m, rule, season.Days{From: s.inputs.Period.From, Until: s.plan.Effective.Until}).days[s.plan.CreditDate]
	p, err := s.w.program.Calendar().Containing(s.plan.Period, days.From)
	if err == nil && s.plan.Effective.ContainsPeriod(p) {
		s.inputs.Period = p
	}
}

// people makes the payee, with the own figures where they hold for the period.
func (s *scenario) people() {
	if a := s.w.options.Assignment; a != nil && a.Period.ContainsPeriod(s.inputs.Period) {
		s.self, s.own = a.Payee, true
		s.inputs.Roster.Payees = []incentive.Payee{{ID: a.Payee}}
		s.inputs.Roster.Assignments = []incentive.Assignment{*a}
		return
	}
	s.enrol(s.self, s.plan)
}

// enrol adds a payee with assumed figures.
func (s *scenario) enrol(payee string, p incentive.Plan) {
	s.inputs.Roster.Payees = append(s.inputs.Roster.Payees, incentive.Payee{ID: payee})
	a := incentive.Assignment{Payee: payee, Plan: p.ID, Version: p.Version, Period: p.Effective}
	a.Target = incentive.Target{Amount: decimal.NewNullDecimal(decimal.NewFromInt(exampleTarget)), Per: p.Period}
	calendar := s.w.program.Calendar()
	year, err := calendar.Containing(kam.Year, s.inputs.Period.From)
	if err != nil {
		year = s.inputs.Period
	}
	rows, err := calendar.Split(year, p.Period)
	if err != nil {
		rows = []kam.Period{s.inputs.Period}
	}
	a.Period = kam.Period{From: year.From, Until: year.Until}
	for _, m := range p.Measures {
		if m.Base == incentive.BaseObservation {
			continue
		}
		amount := decimal.NewFromInt(exampleQuota)
		if m.Base == incentive.BaseUnits || m.Base == incentive.BaseCount {
			amount = decimal.NewFromInt(exampleUnits)
		}
		for _, row := range rows {
			a.Quotas = append(a.Quotas, incentive.Quota{Measure: m.Name, Period: row, Amount: amount})
		}
	}
	s.inputs.Roster.Assignments = append(s.inputs.Roster.Assignments, a)
}

// quota returns the payee's quota that a measure is compared with.
func (s *scenario) quota(m incentive.Measure) decimal.Decimal {
	stretch := s.inputs.Period
	kind := map[incentive.Window]kam.PeriodKind{incentive.QuarterToDate: kam.Quarter, incentive.HalfToDate: kam.HalfYear, incentive.YearToDate: kam.Year}[m.Window]
	if kind != "" {
		if whole, err := s.w.program.Calendar().Containing(kind, stretch.From); err == nil {
			if m.Denominator == incentive.FullPeriod {
				stretch = whole
			} else {
				stretch.From = whole.From
			}
		}
	}
	sum := decimal.Zero
	for _, q := range s.inputs.Roster.Assignments[0].Quotas {
		if q.Measure == m.Name && stretch.ContainsPeriod(q.Period) {
			sum = sum.Add(q.Amount)
		}
	}
	return sum
}

// feed adds what brings a measure to where the component shows how it pays.
func (s *scenario) feed(k incentive.Component, name string, own bool) {
	m := s.w.measure(name)
	at, basis := wanted(k, name)
	if m.Base == incentive.BaseObservation {
		s.observe(m, at)
		return
	}
	size := at
	switch {
	case basis == incentive.ByAttainment && at != nil:
		size = new(big.Rat).Mul(at, num.Rat(s.quota(m)))
	case at == nil && (m.Base == incentive.BaseUnits || m.Base == incentive.BaseCount):
		size = big.NewRat(12, 1)
	case at == nil:
		size = big.NewRat(80_000, 1)
	}
	if size.Sign() == 0 {
		size = big.NewRat(1000, 1)
	}
	if slices.ContainsFunc(m.Credits, func(r string) bool { return s.fed[r] }) {
		s.raise(m, size, at != nil)
		return
	}
	if rule, ok := s.feeder(m, own); ok {
		s.fed[rule.Name] = true
		s.sell(k, m, rule, size)
	}
}

// feeder returns the rule whose deals feed a measure: the first one, for a component's own the first one that pays.
func (s *scenario) feeder(m incentive.Measure, own bool) (incentive.CreditRule, bool) {
	for _, r := range m.Credits {
		if rule := s.rule(r); rule.Pays == nil || *rule.Pays || !own || len(m.Credits) == 1 {
			return rule, true
		}
	}
	return incentive.CreditRule{}, false
}

// raise lifts the deals that feed a measure already to where it is wanted.
func (s *scenario) raise(m incentive.Measure, size *big.Rat, wanted bool) {
	if !wanted || s.scale == nil || s.scale.Sign() == 0 {
		return
	}
	least := num.RoundRat(new(big.Rat).Quo(size, s.scale), 0, num.Up)
	for i := range s.deals {
		t := &s.deals[i]
		switch {
		case m.Base == incentive.BaseAmount && t.Amount.Cmp(least) < 0:
			t.Amount = least
		case m.Base == incentive.BaseMargin && t.Margin.Decimal.Cmp(least) < 0:
			t.Margin.Decimal = least
		case m.Base == incentive.BaseCash && t.Cash.Decimal.Cmp(least) < 0:
			t.Cash.Decimal = least
		case m.Base == incentive.BaseUnits && t.Units.Decimal.Cmp(least) < 0:
			t.Units.Decimal = least
		}
	}
}

func (s *scenario) rule(name string) incentive.CreditRule {
	for _, r := range s.plan.Credits {
		if r.Name == name {
			return r
		}
	}
	return incentive.CreditRule{}
}

// observe adds an observation.
func (s *scenario) observe(m incentive.Measure, at *big.Rat) {
	if s.seen[m.Metric] {
		return
	}
	s.seen[m.Metric] = true
	value := decimal.NewFromInt(1)
	if at != nil {
		value = num.RoundRat(at, 4, num.HalfUp)
	}
	s.inputs.Observations = append(s.inputs.Observations, kam.Observation{
		Subject: kam.Subject{Kind: "payee", ID: s.self}, Metric: m.Metric, Period: s.inputs.Period, Value: decimal.NewNullDecimal(value), Unit: "points",
	})
}

// observeRest gives everybody who is assigned the observations that are still missing.
func (s *scenario) observeRest() {
	plans := map[string]incentive.Plan{}
	for _, p := range s.w.program.Plans() {
		plans[fmt.Sprint(p.ID, " ", p.Version)] = p
	}
	there := map[string]bool{}
	for _, o := range s.inputs.Observations {
		there[o.Subject.ID+" "+o.Metric] = true
	}
	for _, a := range s.inputs.Roster.Assignments {
		for _, m := range plans[fmt.Sprint(a.Plan, " ", a.Version)].Measures {
			if key := a.Payee + " " + m.Metric; m.Base == incentive.BaseObservation && !there[key] {
				there[key] = true
				s.inputs.Observations = append(s.inputs.Observations, kam.Observation{
					Subject: kam.Subject{Kind: "payee", ID: a.Payee}, Metric: m.Metric, Period: s.inputs.Period, Value: decimal.NewNullDecimal(decimal.New(1, 0)), Unit: "points",
				})
			}
		}
	}
}

// wanted returns where a measure should stand for a component to show how it pays, in which basis; nil for anywhere.
func wanted(k incentive.Component, name string) (*big.Rat, incentive.Basis) {
	var at *big.Rat
	basis := incentive.ByAmount
	is := func(on string) bool { return on == name || on == "" && name == k.Measure }
	switch {
	case k.Tiers != nil && is(k.Tiers.On):
		at, basis = within(bandsOf(k.Tiers.Bands)), k.Tiers.Basis
	case k.Curve != nil && is(""):
		bounds := make([]decimal.Decimal, len(k.Curve.Points))
		for i, p := range k.Curve.Points {
			bounds[i] = p.At
		}
		at, basis = within(bounds), k.Curve.Basis
	case k.Every != nil && is(""):
		at = new(big.Rat).Mul(num.Rat(k.Every.Each), big.NewRat(5, 2))
	}
	for _, m := range k.Multipliers {
		if is(m.On) && at == nil {
			bounds := make([]decimal.Decimal, len(m.Bands))
			for i, b := range m.Bands {
				bounds[i] = b.From
			}
			at, basis = within(bounds), m.Basis
		}
	}
	for _, g := range k.Gates {
		if is(g.Measure) && (at == nil || g.Basis == basis && at.Cmp(num.Rat(g.At)) < 0) {
			at, basis = new(big.Rat).Mul(num.Rat(g.At), big.NewRat(6, 5)), g.Basis
		}
	}
	return at, basis
}

func bandsOf(list []incentive.Band) []decimal.Decimal {
	out := make([]decimal.Decimal, len(list))
	for i, b := range list {
		out[i] = b.From
	}
	return out
}

// within returns a place in the second step of bounds: half-way to the third, or a fifth above the second.
func within(bounds []decimal.Decimal) *big.Rat {
	switch {
	case len(bounds) < 2:
		return nil
	case len(bounds) == 2:
		return new(big.Rat).Mul(num.Rat(bounds[1]), big.NewRat(6, 5))
	}
	sum := new(big.Rat).Add(num.Rat(bounds[1]), num.Rat(bounds[2]))
	return sum.Mul(sum, big.NewRat(1, 2))
}
