package boundary

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario/internal/parts"
	"github.com/kam-go/kam/internal/num"
)

// Kind is what changes at a bound.
type Kind string

// The kinds of bounds.
const (
	Tier       Kind = "tier"
	Gate       Kind = "gate"
	Deadband   Kind = "deadband"
	Cap        Kind = "cap"
	Floor      Kind = "floor"
	Multiplier Kind = "multiplier"
	Curve      Kind = "curve"
	Every      Kind = "every"
	Table      Kind = "table"
	Condition  Kind = "condition"
	Contest    Kind = "contest"
	// Probe is no bound: a scenario that tells readings of a component apart which no single bound shows.
	Probe Kind = "probe"
)

// Bound is a place in a plan at which pay changes its course.
type Bound struct {
	Plan    string
	Version int
	// Place is the JSON path in the plan.
	Place string
	// Component is the component that scenarios of the bound look at.
	Component string
	Kind      Kind
	// At is the bound as the plan states it; zero where it is a day.
	At decimal.Decimal
	// Day is the bound where it is one on a date of deals: the first day on the other side of it. Unset for all others.
	Day kam.Day
}

// bound is a bound and how it is reached.
type bound struct {
	Bound
	component int
	// measure and basis are what the bound counts. Empty for the others.
	measure string
	basis   incentive.Basis
	// number is the number of a deal that is compared; condition is where it or a date is, nil in a table.
	number    string
	condition *incentive.Condition
	// days are the dates of a deal that are compared.
	days *incentive.DaysBetween
	// met tells of what is paid whether the bound is reached, for caps and floors.
	met func(incentive.Statement) bool
}

// stated is the bound as text.
func (b bound) stated() string {
	if b.Day.IsSet() {
		return b.Day.String()
	}
	return num.Format(b.At)
}

// position reports whether the bound is one on where a measure stands.
func (b bound) position() bool { return b.measure != "" && b.met == nil }

// bounds returns all bounds of a plan, in its order.
func bounds(p incentive.Plan) []bound {
	l := lister{plan: p}
	for i := range p.Components {
		l.component(i)
	}
	for i := range p.Credits {
		if k := l.firstUsing(p.Credits[i].Name); k >= 0 {
			l.at = k
			l.conditions(fmt.Sprintf("$.credits[%d].when", i), p.Credits[i].When)
		}
	}
	for i, c := range p.Caps {
		l.at = 0
		kind := map[incentive.CapScope]incentive.AdjustmentKind{
			incentive.PerPlan: incentive.AdjustPlanCap, incentive.PerRunPeriod: incentive.AdjustPeriodCap, incentive.PerLifetime: incentive.AdjustLifetimeCap,
		}[c.Per]
		l.cap(fmt.Sprintf("$.caps[%d]", i), c, func(s incentive.Statement) bool { return parts.Adjusted(s, "", kind) })
	}
	return l.out
}

// lister collects the bounds of a plan.
type lister struct {
	plan incentive.Plan
	at   int // the component
	out  []bound
}

func (l *lister) firstUsing(rule string) int {
	return slices.IndexFunc(l.plan.Components, func(k incentive.Component) bool {
		return slices.Contains(parts.Measure(l.plan, k.Measure).Credits, rule)
	})
}

func (l *lister) add(kind Kind, place string, at decimal.Decimal, b bound) {
	b.Bound = Bound{Plan: l.plan.ID, Version: l.plan.Version, Place: place, Component: l.plan.Components[l.at].Name, Kind: kind, At: at, Day: b.Day}
	b.component = l.at
	l.out = append(l.out, b)
}

func (l *lister) component(i int) {
	l.at = i
	k, place := l.plan.Components[i], fmt.Sprintf("$.components[%d]", i)
	on := func(name string) string {
		if name == "" {
			return k.Measure
		}
		return name
	}
	l.conditions(place+".when", k.When)
	if t := k.Tiers; t != nil {
		for j, b := range t.Bands {
			l.add(Tier, fmt.Sprintf("%s.tiers.bands[%d].from", place, j), b.From, bound{measure: on(t.On), basis: t.Basis})
		}
		if last := len(t.Bands) - 1; last >= 0 && t.Bands[last].Until.Valid {
			l.add(Tier, fmt.Sprintf("%s.tiers.bands[%d].until", place, last), t.Bands[last].Until.Decimal, bound{measure: on(t.On), basis: t.Basis})
		}
	}
	if k.Rate.Valid {
		l.add(Tier, place+".rate", decimal.Zero, bound{measure: k.Measure, basis: incentive.ByAmount})
	}
	l.table(place, k)
	if c := k.Curve; c != nil {
		for j, p := range c.Points {
			l.add(Curve, fmt.Sprintf("%s.curve.points[%d].at", place, j), p.At, bound{measure: k.Measure, basis: c.Basis})
		}
	}
	if e := k.Every; e != nil {
		for _, times := range []int64{1, 2} {
			l.add(Every, place+".every.each", e.Each.Mul(decimal.NewFromInt(times)), bound{measure: k.Measure, basis: incentive.ByAmount})
		}
	}
	if c := k.Contest; c != nil && c.AtLeast.Valid {
		l.add(Contest, place+".contest.atLeast", c.AtLeast.Decimal, bound{measure: k.Measure, basis: c.Basis})
	}
	for j, g := range k.Gates {
		kind := Gate
		if g.Kind == incentive.Deadband {
			kind = Deadband
		}
		l.add(kind, fmt.Sprintf("%s.gates[%d].at", place, j), g.At, bound{measure: on(g.Measure), basis: g.Basis})
	}
	for j, m := range k.Multipliers {
		for n, b := range m.Bands {
			l.add(Multiplier, fmt.Sprintf("%s.multipliers[%d].bands[%d].from", place, j, n), b.From, bound{measure: on(m.On), basis: m.Basis})
		}
	}
	l.limits(place, k)
}

// limits adds the caps and floors of a component.
func (l *lister) limits(place string, k incentive.Component) {
	for j, c := range k.Caps {
		at := fmt.Sprintf("%s.caps[%d]", place, j)
		switch {
		case c.On == incentive.OnAttainment:
			on := k.Measure
			if k.Tiers != nil && k.Tiers.On != "" {
				on = k.Tiers.On
			}
			l.add(Cap, at+".attainment", c.Attainment.Decimal, bound{measure: on, basis: incentive.ByAttainment})
		case c.Per == incentive.PerCredit:
			l.cap(at, c, func(s incentive.Statement) bool {
				return lineIs(s, k.Name, func(x incentive.ExportedLine) bool { return x.Capped })
			})
		case c.Per == incentive.PerDeal:
			l.cap(at, c, func(s incentive.Statement) bool { return parts.Adjusted(s, k.Name, incentive.AdjustTransactionCap) })
		default:
			l.cap(at, c, func(s incentive.Statement) bool { return parts.Adjusted(s, k.Name, incentive.AdjustCap) })
		}
	}
	for j, f := range k.Floors {
		l.add(Floor, fmt.Sprintf("%s.floors[%d].amount", place, j), f.Amount, bound{measure: k.Measure, met: func(s incentive.Statement) bool {
			if f.Per == incentive.PerCredit {
				return !lineIs(s, k.Name, func(x incentive.ExportedLine) bool { return x.Floored })
			}
			return !parts.Adjusted(s, k.Name, incentive.AdjustFloor)
		}})
	}
}

func (l *lister) cap(place string, c incentive.Cap, met func(incentive.Statement) bool) {
	key, at := ".amount", c.Amount.Decimal
	if c.OfTargetIncentive.Valid {
		key, at = ".ofTargetIncentive", c.OfTargetIncentive.Decimal
	}
	l.add(Cap, place+key, at, bound{measure: l.plan.Components[l.at].Measure, met: met})
}

func (l *lister) table(place string, k incentive.Component) {
	if k.Table == nil {
		return
	}
	for j, d := range k.Table.Dimensions {
		for n, at := range d.Bounds {
			b := bound{number: d.Number, days: d.Days}
			if d.On != "" {
				b.measure, b.basis = d.On, d.Basis
			}
			l.add(Table, fmt.Sprintf("%s.table.dimensions[%d].bounds[%d]", place, j, n), at, b)
		}
	}
}

// conditions adds the bounds of the numbers and dates that a condition compares.
func (l *lister) conditions(place string, c *incentive.Condition) {
	if c == nil {
		return
	}
	for i := range c.All {
		l.conditions(fmt.Sprintf("%s.all[%d]", place, i), &c.All[i])
	}
	for i := range c.Any {
		l.conditions(fmt.Sprintf("%s.any[%d]", place, i), &c.Any[i])
	}
	l.conditions(place+".not", c.Not)
	for _, x := range []struct {
		key string
		d   decimal.NullDecimal
	}{{"atLeast", c.AtLeast}, {"moreThan", c.MoreThan}, {"atMost", c.AtMost}, {"below", c.Below}} {
		if x.d.Valid {
			l.add(Condition, place+"."+x.key, x.d.Decimal, bound{number: c.Number, condition: c})
		}
	}
	for _, x := range []struct {
		key string
		day kam.Day
	}{{"from", c.From}, {"until", c.Until}} {
		if x.day.IsSet() {
			l.add(Condition, place+"."+x.key, decimal.Zero, bound{Bound: Bound{Day: x.day}, condition: c})
		}
	}
}

// lineIs tells whether a line of a component is so.
func lineIs(s incentive.Statement, component string, is func(incentive.ExportedLine) bool) bool {
	x, ok := parts.Exported(s)
	if !ok {
		return false
	}
	for _, k := range x.Components {
		if k.Name == component && slices.ContainsFunc(k.Lines, is) {
			return true
		}
	}
	return false
}

// scaleOf is what a rule credits of a deal's quantity.
func scaleOf(f feed) decimal.Decimal {
	scale := num.RoundRat(f.rule.Share.Rat(), 12, num.HalfUp)
	if x := f.rule.Factor; x != nil {
		if v, ok := x.Values[f.deal.Attributes[x.By]]; ok {
			scale = scale.Mul(v)
		}
	}
	return scale
}
