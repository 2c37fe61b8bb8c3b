package scenario

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario/internal/parts"
	"github.com/kam-go/kam/internal/num"
)

// observer notes what a step exercised.
type observer struct {
	seen    map[pointKey]bool
	world   *world
	stage   *stage
	step    *played
	program *incentive.Program
	// of the statement looked at
	plan      incentive.Plan
	statement incentive.Statement
	x         incentive.Exported
	deals     map[string]incentive.Transaction
}

func (o *observer) note(place, state string) {
	o.seen[pointKey{o.plan.ID, o.plan.Version, place, state}] = true
}

func (o *observer) noteIf(yes bool, place, state string) {
	if yes {
		o.note(place, state)
	}
}

func (o *observer) look() {
	if o.step.run == nil {
		return
	}
	o.deals = map[string]incentive.Transaction{}
	for _, t := range o.stage.deals {
		o.deals[t.ID] = t
	}
	for _, run := range append(slices.Clone(o.step.late), o.step.run) {
		for s := range run.Statements() {
			x, ok := parts.Exported(s)
			plan, known := o.program.Plan(s.PlanID(), s.PlanVersion())
			if !ok || !known {
				continue
			}
			o.plan, o.statement, o.x = plan, s, x
			o.all()
		}
	}
	o.settled()
}

// settled notes what the settlement did.
func (o *observer) settled() {
	if o.step.settled == nil {
		return
	}
	parts := map[string]string{
		"held-back": "$.payout.holdbacks", "released": "$.payout.holdbacks", "guaranteed": "$.payout.guarantee", "drawn": "$.payout.draw",
		"clawed-back": "$.payout.clawback", "shortfall": "$.payout.recovery", "recovered": "$.payout.recovery", "forfeited": "$.payout.leavers",
	}
	for s := range o.step.settled.Statements() {
		id, version := s.Plan()
		plan, ok := o.program.Plan(id, version)
		if !ok {
			continue
		}
		o.plan = plan
		for _, x := range s.Payout().Steps {
			if place, known := parts[string(x.Kind)]; known {
				o.note(place, string(x.Kind))
			}
		}
	}
}

// all notes what one statement shows.
func (o *observer) all() {
	for _, m := range o.x.Measures {
		for _, move := range m.Moves {
			o.credit(move.Credit)
		}
		o.noteIf(sign(m.Final) < 0, "$.refunds.below", "below-zero")
	}
	o.noteIf(len(o.x.Conversions) > 0, "$.conversion", "converted")
	for q := range o.statement.Quotas() {
		o.noteIf(q.Fraction.Valid && !q.Fraction.Decimal.Equal(decimal.NewFromInt(1)), "$.proration", "in-part")
	}
	for t := range o.statement.Targets() {
		o.noteIf(t.Fraction.Valid && !t.Fraction.Decimal.Equal(decimal.NewFromInt(1)), "$.proration", "in-part")
	}
	for i, k := range o.plan.Components {
		if i < len(o.x.Components) {
			o.component(fmt.Sprintf("$.components[%d]", i), k, o.x.Components[i])
		}
	}
	for i, c := range o.plan.Caps {
		kind := map[incentive.CapScope]incentive.AdjustmentKind{
			incentive.PerPlan: incentive.AdjustPlanCap, incentive.PerRunPeriod: incentive.AdjustPeriodCap, incentive.PerLifetime: incentive.AdjustLifetimeCap,
		}[c.Per]
		place := fmt.Sprintf("$.caps[%d]", i)
		cut := parts.Adjusted(o.statement, "", kind)
		o.noteIf(cut, place, "bites")
		o.noteIf(!cut && !o.statement.Earned().IsZero(), place, "free")
		o.noteIf(parts.Adjusted(o.statement, "", incentive.AdjustCarriedIn), place, "carried")
	}
}

// credit notes what a credit shows of its rule, and of the conditions of all rules.
func (o *observer) credit(c incentive.ExportedCredit) {
	i := slices.IndexFunc(o.plan.Credits, func(r incentive.CreditRule) bool { return r.Name == c.Rule })
	if i < 0 {
		return
	}
	rule, at := o.plan.Credits[i], fmt.Sprintf("$.credits[%d]", i)
	o.note(at, "used")
	if c.Reverses != "" {
		o.note("$.refunds.method", "refunded")
		sold := o.deals[c.Reverses].Date(o.plan.CreditDate)
		o.noteIf(sold.IsSet() && sold.Before(o.statement.Period().From), "$.refunds.period", "later")
	}
	t, ok := o.dealOf(c)
	if !ok {
		return
	}
	o.noteIf(len(t.Participants) > 1, at+".split", "shared")
	if f := rule.Factor; f != nil {
		value := t.Attributes[f.By]
		if _, listed := f.Values[value]; !listed {
			value = "other"
		}
		o.note(at+".factor", value)
	}
	for j, other := range o.plan.Credits {
		o.condition(fmt.Sprintf("$.credits[%d].when", j), other.When, t)
	}
}

// dealOf returns the deal that a credit is of; of a refund the original, which has its attributes.
func (o *observer) dealOf(c incentive.ExportedCredit) (incentive.Transaction, bool) {
	id := c.Transaction
	if c.Reverses != "" {
		id = c.Reverses
	}
	t, ok := o.deals[id]
	return t, ok
}

func (o *observer) condition(at string, c *incentive.Condition, t incentive.Transaction) {
	if c == nil {
		return
	}
	if parts.Holds(c, t) {
		o.note(at, "selects")
	} else {
		o.note(at, "leaves-out")
	}
	eachLeaf(at, c, func(at string, c *incentive.Condition) {
		if c.Attribute != "" && slices.Contains(c.In, t.Attributes[c.Attribute]) {
			o.note(at, "in "+t.Attributes[c.Attribute])
		}
	})
}

func (o *observer) component(at string, k incentive.Component, x incentive.ExportedComponent) {
	o.noteIf(sign(x.Amount) != 0, at, "paid")
	if m, ok := o.measure(k.Measure); ok {
		for _, move := range m.Moves {
			if t, ok := o.dealOf(move.Credit); ok {
				o.condition(at+".when", k.When, t)
			}
		}
	}
	for _, l := range x.Lines {
		o.noteIf(l.Raw != l.Earned || l.Earned != trimmed(l.Amount), "$.rounding", "rounded")
		o.noteIf(l.Earlier, fmt.Sprintf("$.measures[%d].window", o.measureIndex(k.Measure)), "carried-on")
		if k.Table != nil && len(l.Cell) > 0 {
			j := slices.IndexFunc(k.Table.Cells, func(c incentive.Cell) bool { return slices.Equal(c.At, l.Cell) })
			o.note(fmt.Sprintf("%s.table.cells[%d]", at, j), "used")
		}
	}
	o.tiers(at, k, x)
	o.sum(at, k, x)
	o.gates(at, k, x)
	for j, m := range k.Multipliers {
		on := m.On
		if on == "" {
			on = k.Measure
		}
		if pos, ok := o.position(on, m.Basis); ok {
			froms := make([]decimal.Decimal, len(m.Bands))
			for n, b := range m.Bands {
				froms[n] = b.From
			}
			o.note(fmt.Sprintf("%s.multipliers[%d].bands[%d]", at, j, band(froms, pos)), "entered")
		}
	}
	o.limits(at, k, x)
}

// band returns the last band that begins at a position or below it.
func band(froms []decimal.Decimal, at *big.Rat) int {
	out := 0
	for i, f := range froms {
		if num.Rat(f).Cmp(at) <= 0 {
			out = i
		}
	}
	return out
}

func (o *observer) measureIndex(name string) int {
	return slices.IndexFunc(o.plan.Measures, func(m incentive.Measure) bool { return m.Name == name })
}

func (o *observer) measure(name string) (incentive.ExportedMeasure, bool) {
	i := slices.IndexFunc(o.x.Measures, func(m incentive.ExportedMeasure) bool { return m.Name == name })
	if i < 0 {
		return incentive.ExportedMeasure{}, false
	}
	return o.x.Measures[i], true
}

// position returns where a measure stands in a basis.
func (o *observer) position(name string, basis incentive.Basis) (*big.Rat, bool) {
	m, ok := o.measure(name)
	if !ok {
		return nil, false
	}
	if basis == incentive.ByScore {
		return rat(m.Observation)
	}
	final, ok := rat(m.Final)
	if !ok {
		return nil, false
	}
	return o.inBasis(final, m, basis)
}

// inBasis turns a measure's quantity into a basis.
func (o *observer) inBasis(x *big.Rat, m incentive.ExportedMeasure, basis incentive.Basis) (*big.Rat, bool) {
	if basis != incentive.ByAttainment {
		return x, true
	}
	if m.FixedAttainment != "" {
		return rat(m.FixedAttainment)
	}
	quota, ok := rat(m.Quota)
	if !ok || quota.Sign() == 0 {
		return nil, false
	}
	return new(big.Rat).Quo(x, quota), true
}

func (o *observer) tiers(at string, k incentive.Component, x incentive.ExportedComponent) {
	t := k.Tiers
	if t == nil {
		return
	}
	axis := k.Measure
	if t.On != "" {
		axis = t.On
	}
	m, ok := o.measure(axis)
	if !ok {
		return
	}
	froms := make([]decimal.Decimal, len(t.Bands))
	for i, b := range t.Bands {
		froms[i] = b.From
	}
	if pos, ok := o.position(axis, t.Basis); ok && t.Mode != incentive.Marginal && t.Mode != incentive.InterpolatedAmount && len(x.Lines) > 0 {
		o.note(fmt.Sprintf("%s.tiers.bands[%d]", at, band(froms, pos)), "entered")
	}
	for _, l := range x.Lines {
		before, ok1 := rat(l.PositionBefore)
		after, ok2 := rat(l.PositionAfter)
		if !ok1 || !ok2 {
			continue
		}
		a, ok1 := o.inBasis(before, m, t.Basis)
		b, ok2 := o.inBasis(after, m, t.Basis)
		if !ok1 || !ok2 {
			continue
		}
		low, high := band(froms, a), band(froms, b)
		o.noteIf(low != high, at+".tiers.mode", "crossed")
		o.noteIf(high < low, at+".tiers.lost", "lost")
		if t.Mode != incentive.Marginal && t.Mode != incentive.InterpolatedAmount {
			continue
		}
		for j := min(low, high); j <= max(low, high); j++ {
			if j < max(low, high) || num.Rat(froms[j]).Cmp(larger(a, b)) < 0 { // reaching a bound is not entering the tier
				o.note(fmt.Sprintf("%s.tiers.bands[%d]", at, j), "entered")
			}
		}
	}
}

func larger(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return b
	}
	return a
}

func (o *observer) sum(at string, k incentive.Component, x incentive.ExportedComponent) {
	if x.Pay == nil {
		return
	}
	switch p := x.Pay; {
	case k.Curve != nil:
		if pos, ok := rat(p.Position); ok {
			froms := make([]decimal.Decimal, len(k.Curve.Points))
			for i, point := range k.Curve.Points {
				froms[i] = point.At
			}
			o.note(fmt.Sprintf("%s.curve.points[%d]", at, band(froms, pos)), "entered")
		}
	case k.Every != nil:
		o.noteIf(sign(p.Times) > 0, at+".every", "paid")
		o.noteIf(sign(p.Times) == 0, at+".every", "incomplete")
	case k.Contest != nil && p.Contest != nil:
		if c := p.Contest; c.Place > 0 && c.Place <= len(k.Contest.Prizes) {
			o.note(fmt.Sprintf("%s.contest.prizes[%d]", at, c.Place-1), "won")
			o.noteIf(c.Tied > 1, at+".contest.ties", "tied")
		} else {
			o.note(at+".contest", "no-place")
		}
	case k.Pool != nil && p.Pool != nil:
		o.noteIf(p.Pool.Members > 1, at+".pool", "shared")
	}
}

func (o *observer) gates(at string, k incentive.Component, x incentive.ExportedComponent) {
	for j, g := range k.Gates {
		place := fmt.Sprintf("%s.gates[%d]", at, j)
		name := g.Measure
		if name == "" {
			name = k.Measure
		}
		if g.Test == incentive.Running {
			for _, l := range x.Lines {
				o.noteIf(l.Shut, place, "shut")
				o.noteIf(!l.Shut, place, "open")
			}
			continue
		}
		if pos, ok := o.position(name, g.Basis); ok {
			o.noteIf(pos.Cmp(num.Rat(g.At)) >= 0, place, "open")
			o.noteIf(pos.Cmp(num.Rat(g.At)) < 0, place, "shut")
		}
	}
}

func (o *observer) limits(at string, k incentive.Component, x incentive.ExportedComponent) {
	has := func(kind incentive.AdjustmentKind) bool {
		return slices.ContainsFunc(x.Adjustments, func(a incentive.ExportedAdjustment) bool { return a.Kind == kind })
	}
	paid := len(x.Lines) > 0 || x.Pay != nil
	for j, c := range k.Caps {
		place := fmt.Sprintf("%s.caps[%d]", at, j)
		bites, free := has(incentive.AdjustCap), !has(incentive.AdjustCap) && paid
		switch {
		case c.On == incentive.OnAttainment:
			axis := k.Measure
			if k.Tiers != nil && k.Tiers.On != "" {
				axis = k.Tiers.On
			}
			pos, ok := o.position(axis, incentive.ByAttainment)
			bites = ok && pos.Cmp(num.Rat(c.Attainment.Decimal)) > 0
			free = ok && !bites
		case c.Per == incentive.PerCredit:
			bites = slices.ContainsFunc(x.Lines, func(l incentive.ExportedLine) bool { return l.Capped })
			free = slices.ContainsFunc(x.Lines, func(l incentive.ExportedLine) bool { return !l.Capped })
		case c.Per == incentive.PerDeal:
			bites, free = has(incentive.AdjustTransactionCap), len(x.Deals) > 0 && !has(incentive.AdjustTransactionCap)
		}
		o.noteIf(bites, place, "bites")
		o.noteIf(free, place, "free")
	}
	for j, f := range k.Floors {
		place := fmt.Sprintf("%s.floors[%d]", at, j)
		lifts, free := has(incentive.AdjustFloor), !has(incentive.AdjustFloor) && paid
		if f.Per == incentive.PerCredit {
			lifts = slices.ContainsFunc(x.Lines, func(l incentive.ExportedLine) bool { return l.Floored })
			free = slices.ContainsFunc(x.Lines, func(l incentive.ExportedLine) bool { return !l.Floored })
		}
		o.noteIf(lifts, place, "lifts")
		o.noteIf(free, place, "free")
	}
}

// rat reads an exact number of an export; false when there is none.
func rat(s string) (*big.Rat, bool) {
	if s == "" {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}

func sign(s string) int {
	x, ok := rat(s)
	if !ok {
		return 0
	}
	return x.Sign()
}

// trimmed returns a money amount as exact numbers are written.
func trimmed(s string) string {
	d, err := num.Parse(s)
	if err != nil {
		return s
	}
	return num.Format(d)
}
