package boundary

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario"
	"github.com/kam-go/kam/incentive/scenario/internal/parts"
	"github.com/kam-go/kam/internal/num"
)

// The people and figures of scenarios that are made up.
const (
	mate        = "mate"
	third       = "third"
	madeQuota   = 100_000
	madeUnits   = 100
	madeCount   = 20
	madeTarget  = 10_000
	madeLevel   = 80_000
	maxCopies   = 300
	foreignRate = "7"
)

// bench plays made-up scenarios of one book.
type bench struct {
	plans   []incentive.Plan
	program *incentive.Program
	base    scenario.Base
}

// play calculates a scenario; false when its deals cannot be.
func (b *bench) play(ctx context.Context, s scenario.Scenario) (scenario.Result, bool) {
	return play(ctx, b.base, s)
}

// timed names the periods of a scenario about a plan, from the one on that its first step names, where they are not those of
// the first plan, which count unless steps say otherwise.
func (b *bench) timed(p incentive.Plan, s scenario.Scenario) scenario.Scenario {
	calendar := b.program.Calendar()
	usual, err := parts.First(calendar, b.plans[0])
	own, err2 := parts.First(calendar, p)
	stated := len(s.Steps) > 0 && s.Steps[0].Period != ""
	if stated {
		own, err2 = kam.ParsePeriod(s.Steps[0].Period)
	}
	if err != nil || err2 != nil || usual == own && !stated {
		return s
	}
	s.Steps = slices.Clone(s.Steps)
	for i := range s.Steps {
		s.Steps[i].Period = own.String()
		if own, err = calendar.Containing(p.Period, own.Until); err != nil {
			return s
		}
	}
	return s
}

// play calculates a scenario on some plans.
func play(ctx context.Context, base scenario.Base, s scenario.Scenario) (scenario.Result, bool) {
	suite, err := base.Compile(scenario.File{Scenarios: []scenario.Scenario{s}})
	if err != nil {
		return scenario.Result{}, false
	}
	r, err := suite.RunOne(ctx, 0)
	return r, err == nil
}

// feed is deals of one kind that move a measure by one credit rule.
type feed struct {
	rule   incentive.CreditRule
	deal   incentive.Transaction
	copies int
	// days are those on which the deal's dates must lie.
	days spans
}

// recipe is a period in which one component pays.
type recipe struct {
	plan      incentive.Plan
	component incentive.Component
	payees    []scenario.Payee
	people    []incentive.ExchangeRate
	feeds     []feed
	scores    map[string]decimal.Decimal
	// period is the commission period; zero: the plan's first.
	period   kam.Period
	calendar *kam.Calendar
	// about is the condition whose numbers or dates are varied; nil: none.
	about *incentive.Condition
}

func (r recipe) clone() recipe {
	r.payees, r.feeds, r.scores = slices.Clone(r.payees), slices.Clone(r.feeds), maps.Clone(r.scores)
	for i := range r.feeds {
		d := &r.feeds[i].deal
		d.Attributes, d.Numbers, d.Participants = maps.Clone(d.Attributes), maps.Clone(d.Numbers), slices.Clone(d.Participants)
	}
	return r
}

// recipe makes up a period for a component; false when no deal can feed it.
func (b *bench) recipe(plan incentive.Plan, component int, about *incentive.Condition) (recipe, bool) {
	r := recipe{plan: plan, component: plan.Components[component], scores: map[string]decimal.Decimal{}, calendar: b.program.Calendar(), about: about}
	r.payees = []scenario.Payee{b.made(scenario.Rep, plan)}
	for _, m := range plan.Measures {
		if m.Base == incentive.BaseObservation {
			r.scores[m.Metric] = r.level(m)
		}
	}
	names := r.component.Measures()
	for i, name := range names {
		m := parts.Measure(plan, name)
		if m.Base == incentive.BaseObservation {
			continue
		}
		if at := r.feeding(m); at >= 0 { // the deals that are there move it
			r.fill(&r.feeds[at], m)
			continue
		}
		if !b.feed(&r, m, i == 0) {
			return r, false
		}
	}
	b.place(&r, 0)
	return r, true
}

// made is a payee with assumed figures.
func (b *bench) made(id string, plan incentive.Plan) scenario.Payee {
	p := scenario.Payee{ID: id, Plan: fmt.Sprintf("%s/%d", plan.ID, plan.Version), Target: decimal.NewNullDecimal(decimal.NewFromInt(madeTarget)), Quotas: map[string]decimal.Decimal{}}
	for _, m := range plan.Measures {
		switch m.Base {
		case incentive.BaseObservation:
		case incentive.BaseUnits:
			p.Quotas[m.Name] = decimal.NewFromInt(madeUnits)
		case incentive.BaseCount:
			p.Quotas[m.Name] = decimal.NewFromInt(madeCount)
		default:
			p.Quotas[m.Name] = decimal.NewFromInt(madeQuota)
		}
	}
	return p
}

// quantity returns a bound in the measure's own quantity.
func (r recipe) quantity(m incentive.Measure, basis incentive.Basis, at decimal.Decimal) decimal.Decimal {
	if basis == incentive.ByAttainment {
		return at.Mul(r.payees[0].Quotas[m.Name]).Mul(decimal.NewFromInt(r.quotas(m)))
	}
	return at
}

// quotas returns how many quotas a measure is compared with: those of its window up to the recipe's period where it is to date.
func (r recipe) quotas(m incentive.Measure) int64 {
	kind := map[incentive.Window]kam.PeriodKind{incentive.QuarterToDate: kam.Quarter, incentive.HalfToDate: kam.HalfYear, incentive.YearToDate: kam.Year}[m.Window]
	if r.period.IsZero() || kind == "" || m.Denominator != incentive.QuotaToDate {
		return 1
	}
	whole, err := r.calendar.Containing(kind, r.period.From)
	if err != nil {
		return 1
	}
	all, err := r.calendar.Split(whole, r.plan.Period)
	if err != nil {
		return 1
	}
	n := int64(0)
	for _, p := range all {
		if !p.From.After(r.period.From) {
			n++
		}
	}
	return max(n, 1)
}

// level is where a measure stands unless it is varied: above all gates of the component.
func (r recipe) level(m incentive.Measure) decimal.Decimal {
	level := decimal.NewFromInt(madeLevel)
	switch m.Base {
	case incentive.BaseUnits:
		level = decimal.NewFromInt(madeUnits * 4 / 5)
	case incentive.BaseCount:
		level = decimal.NewFromInt(3)
	case incentive.BaseObservation:
		level = decimal.NewFromInt(1)
	default: // money
	}
	for _, g := range r.component.Gates {
		if g.Measure != m.Name && (g.Measure != "" || r.component.Measure != m.Name) {
			continue
		}
		if at := num.Round(r.quantity(m, g.Basis, g.At).Mul(decimal.New(12, -1)), 0, num.Up); at.Cmp(level) > 0 {
			level = at
		}
	}
	return level
}

// feeding returns the deals that move a measure; -1 when there are none.
func (r recipe) feeding(m incentive.Measure) int {
	return slices.IndexFunc(r.feeds, func(f feed) bool {
		return slices.Contains(m.Credits, f.rule.Name) && (f.rule.Retires == nil || *f.rule.Retires)
	})
}

// fill makes a feed move a measure up to its level.
func (r recipe) fill(f *feed, m incentive.Measure) {
	level := r.level(m)
	switch m.Base {
	case incentive.BaseCount:
		f.copies = max(f.copies, int(min(level.IntPart(), maxCopies)))
	default:
		name := numberName(m.Base)
		if now, ok := parts.Number(f.deal, name); !ok || now.Cmp(level) < 0 && f.copies < 2 {
			setNumber(&f.deal, name, level)
		}
	}
}

// numberName is the number of a deal that a base adds up.
func numberName(base incentive.Base) string {
	switch base {
	case incentive.BaseMargin:
		return "margin"
	case incentive.BaseUnits:
		return "units"
	case incentive.BaseCash:
		return "cash"
	case incentive.BaseAmount, incentive.BaseCount, incentive.BaseObservation:
	}
	return "amount"
}

// feed adds deals that move a measure, and that pay when it is the component's own.
func (b *bench) feed(r *recipe, m incentive.Measure, own bool) bool {
	for _, name := range m.Credits {
		i := slices.IndexFunc(r.plan.Credits, func(c incentive.CreditRule) bool { return c.Name == name })
		rule := r.plan.Credits[i]
		if rule.Retires != nil && !*rule.Retires || own && rule.Pays != nil && !*rule.Pays {
			continue
		}
		all := ways(rule.When, true)
		if own {
			all = product(all, ways(r.component.When, true))
			all = product(all, cells(r.component.Table))
		}
		all = product(all, b.below(rule))
		known, ok := factsFor(all, r.about, func(f facts) bool { return b.choose(r, f.days) })
		if !ok {
			continue
		}
		f := feed{rule: rule, copies: 1, days: known.days}
		f.deal = incentive.Transaction{
			ID: string(rune('A'+len(r.feeds))) + "1", Amount: decimal.NewFromInt(1000), Attributes: known.attributes,
		}
		for name, d := range map[string]int64{"margin": 250, "units": 10, "cash": 1000} {
			if b.uses(name) {
				setNumber(&f.deal, name, decimal.NewFromInt(d))
			}
		}
		if rule.Factor != nil && f.deal.Attributes[rule.Factor.By] == "" {
			for _, value := range slices.Sorted(maps.Keys(rule.Factor.Values)) {
				if rule.Factor.Values[value].IsPositive() {
					f.deal.Attributes[rule.Factor.By] = value
					break
				}
			}
		}
		r.fill(&f, m)
		for name, d := range known.numbers {
			setNumber(&f.deal, name, d)
		}
		b.owned(r, &f)
		r.feeds = append(r.feeds, f)
		return true
	}
	return false
}

// uses tells whether any of the plans looks at a number of deals.
func (b *bench) uses(number string) bool {
	return slices.ContainsFunc(b.plans, func(p incentive.Plan) bool {
		asks := func(c *incentive.Condition) bool { return slices.Contains(namesOf(c), number) }
		return slices.ContainsFunc(p.Measures, func(m incentive.Measure) bool { return numberName(m.Base) == number }) ||
			slices.ContainsFunc(p.Credits, func(c incentive.CreditRule) bool { return asks(c.When) }) ||
			slices.ContainsFunc(p.Components, func(k incentive.Component) bool {
				return asks(k.When) || k.Table != nil && slices.ContainsFunc(k.Table.Dimensions, func(d incentive.Dimension) bool { return d.Number == number })
			})
	})
}

// cells are the demands of a table of rates: listed values, and numbers of its first row that is not empty.
func cells(t *incentive.Table) [][]literal {
	if t == nil {
		return [][]literal{nil}
	}
	var way []literal
	for _, d := range t.Dimensions {
		switch {
		case d.Attribute != "":
			way = append(way, literal{attribute: d.Attribute, in: d.Values})
		case d.Number != "" && len(d.Bounds) > 0:
			way = append(way, literal{number: d.Number, low: decimal.NewNullDecimal(d.Bounds[0])})
		}
	}
	return [][]literal{way}
}

// below are the demands of the components whose commission a rule credits.
func (b *bench) below(rule incentive.CreditRule) [][]literal {
	if p, i, ok := b.source(rule); ok {
		k := p.Components[i]
		out := product(ways(k.When, true), cells(k.Table))
		m := parts.Measure(p, k.Measure)
		for _, c := range p.Credits {
			if slices.Contains(m.Credits, c.Name) {
				return product(out, ways(c.When, true))
			}
		}
		return out
	}
	return [][]literal{nil}
}

// source returns the first component whose commission a rule credits.
func (b *bench) source(rule incentive.CreditRule) (incentive.Plan, int, bool) {
	for _, name := range rule.Of {
		id, component, qualified := strings.Cut(name, "/")
		if !qualified {
			component = name
		}
		for _, p := range b.plans {
			for i, k := range p.Components {
				if k.Name == component && (!qualified || p.ID == id) {
					return p, i, true
				}
			}
		}
	}
	return incentive.Plan{}, 0, false
}

// owned gives a deal the people whom its rule asks for.
func (b *bench) owned(r *recipe, f *feed) {
	switch f.rule.To {
	case incentive.ToRole:
		r.join(scenario.Payee{ID: third, Plan: scenario.NoPlan})
		f.deal.Participants = []incentive.Participant{{Payee: third, Share: kam.Whole()}, {Payee: scenario.Rep, Role: f.rule.Role, Share: kam.Whole()}}
	case incentive.ToManager:
		f.deal.Owner = third
		below := scenario.Payee{ID: third, Plan: scenario.NoPlan}
		if p, _, ok := b.source(f.rule); ok {
			below = b.made(third, p)
		}
		for level := 1; level < f.rule.Level; level++ {
			between := scenario.Payee{ID: fmt.Sprint("manager-", level), Plan: scenario.NoPlan}
			below.Manager = between.ID
			r.join(below)
			below = between
		}
		below.Manager = scenario.Rep
		r.join(below)
	default:
		f.deal.Owner = scenario.Rep
	}
}

// join adds a payee who is not there yet.
func (r *recipe) join(p scenario.Payee) {
	i := slices.IndexFunc(r.payees, func(q scenario.Payee) bool { return q.ID == p.ID })
	switch {
	case i < 0:
		r.payees = append(r.payees, p)
	case p.Plan != scenario.NoPlan && r.payees[i].Plan == scenario.NoPlan:
		p.Manager = r.payees[i].Manager
		r.payees[i] = p
	}
}
