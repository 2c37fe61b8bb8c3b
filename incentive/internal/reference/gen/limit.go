package gen

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
)

func (g *maker) gates(p *incentive.Plan, k *incentive.Component, own, axis incentive.Measure) {
	for range 2 {
		if !g.may(gating, 30) {
			continue
		}
		if g.may(bridging, 45) && g.deadband(k, own, axis) {
			continue
		}
		gates := g.cliffs(p, 1)
		for i := range gates {
			gate := &gates[i]
			if gate.Measure == k.Measure && g.chance(50) {
				gate.Measure = ""
			}
			if gate.Basis != incentive.ByScore && g.chance(80) {
				gate.Test = incentive.Running
				gate.FailedThenPassed = pick(g, incentive.CatchUp, incentive.Forfeit)
				gate.PassedThenLost = pick(g, incentive.TakeBack, incentive.Latched)
			}
		}
		k.Gates = append(k.Gates, gates...)
	}
}

// cliffs are up to n gates that are tested at the end of the period.
func (g *maker) cliffs(p *incentive.Plan, n int) []incentive.Gate {
	var found []incentive.Gate
	for range n {
		m := p.Measures[g.rnd.IntN(len(p.Measures))]
		if m.Window == incentive.PerTransaction {
			continue
		}
		gate := incentive.Gate{Measure: m.Name, Basis: g.basis(m), Kind: incentive.Cliff, Test: incentive.AtPeriodEnd}
		bounds := g.bounds(gate.Basis)
		gate.At = bounds[len(bounds)-1]
		found = append(found, gate)
	}
	return found
}

// cutsOwn tells whether a stretch of the axis can be left unpaid: it holds the component's own deals.
func cutsOwn(k *incentive.Component, own, axis incentive.Measure) bool {
	return k.Table == nil && axis.Window != incentive.PerTransaction && axis.Base != incentive.BaseObservation &&
		(axis.Name == own.Name || k.Tiers != nil && !oneRate(k.Tiers))
}

func (g *maker) deadband(k *incentive.Component, own, axis incentive.Measure) bool {
	if !cutsOwn(k, own, axis) {
		return false
	}
	gate := incentive.Gate{Measure: axis.Name, Basis: g.basis(axis), Kind: incentive.Deadband}
	bounds := g.bounds(gate.Basis)
	gate.At = bounds[len(bounds)-1]
	if k.Tiers != nil && oneRate(k.Tiers) {
		gate.Base = pick(g, incentive.BaseExcess, incentive.BaseExcess, incentive.BaseAll, incentive.BaseAll, incentive.BaseAll)
		if slices.ContainsFunc(k.Gates, func(o incentive.Gate) bool { return o.Kind == incentive.Deadband }) {
			return false // two bases at one bound would contradict each other
		}
	}
	k.Gates = append(k.Gates, gate)
	return true
}

// limits adds caps and floors on pay in some of the scopes.
func (g *maker) limits(k *incentive.Component, scopes ...incentive.CapScope) {
	capped := map[incentive.CapScope]decimal.Decimal{}
	for _, scope := range scopes {
		if g.alone && scope == incentive.PerDeal || !g.may(limiting, 22) {
			continue
		}
		c := g.cap(scope)
		if c.Amount.Valid {
			capped[scope] = c.Amount.Decimal
		}
		k.Caps = append(k.Caps, c)
	}
	for _, scope := range scopes {
		f := incentive.Floor{Per: scope, Amount: dec(pick(g, "0", "1", "5", "20", "2.5", "3.3333"))}
		if limit, ok := capped[scope]; scope != incentive.PerDeal && g.may(limiting, 12) && (!ok || f.Amount.Cmp(limit) <= 0) {
			k.Floors = append(k.Floors, f)
		}
	}
}

func (g *maker) attainmentCap(k *incentive.Component, own, axis incentive.Measure) {
	if cutsOwn(k, own, axis) && g.may(cutting, 12) {
		k.Caps = append(k.Caps, incentive.Cap{Per: incentive.PerComponent, On: incentive.OnAttainment, Attainment: some(dec(pick(g, "0.5", "1", "1.5", "2"))), Excess: incentive.ExcessForfeit})
	}
}

func (g *maker) cap(scope incentive.CapScope) incentive.Cap {
	c := incentive.Cap{Per: scope, On: incentive.OnPay, Excess: incentive.ExcessForfeit}
	if scope != incentive.PerDeal && g.chance(30) {
		c.OfTargetIncentive = some(dec(pick(g, "0.1", "0.01", "1", "0.3333")))
	} else {
		c.Amount = some(dec(pick(g, "5", "10", "20", "33.3333", "50", "100", "0")))
	}
	return c
}

func (g *maker) planCaps(p *incentive.Plan) {
	windows := map[incentive.Window]bool{}
	for _, k := range p.Components {
		m := p.Measures[slices.IndexFunc(p.Measures, func(m incentive.Measure) bool { return m.Name == k.Measure })]
		if m.Window == incentive.PerTransaction || m.Base == incentive.BaseObservation {
			m.Window = incentive.PerPeriod
		}
		windows[m.Window] = true
	}
	if len(windows) == 1 && g.may(limiting, 20) {
		p.Caps = append(p.Caps, g.cap(incentive.PerPlan))
	}
	if g.may(carrying, 22) {
		c := g.cap(incentive.PerRunPeriod)
		g.carried(&c)
		p.Caps = append(p.Caps, c)
	}
	g.lifetime(p)
}

func (g *maker) table(p *incentive.Plan) *incentive.Table {
	t := &incentive.Table{}
	for range 1 + g.rnd.IntN(2) {
		t.Dimensions = append(t.Dimensions, g.dimension(p))
	}
	g.cells(t, nil)
	return t
}

func (g *maker) dimension(p *incentive.Plan) incentive.Dimension {
	switch g.rnd.IntN(4) {
	case 0:
		d := incentive.Dimension{Attribute: "product", Values: []string{"A", "B"}, Other: pick(g, "nothing", "A")}
		if g.fault(30) {
			d.Other = "refuse"
		}
		return d
	case 1:
		name := pick(g, "amount", "units", "margin", "discount")
		if !g.dirty {
			name = pick(g, "amount", "amount", "units")
		}
		if name == "discount" {
			return incentive.Dimension{Number: name, Bounds: []decimal.Decimal{dec("0"), dec("0.1")}}
		}
		return incentive.Dimension{Number: name, Bounds: []decimal.Decimal{dec(pick(g, "0", "100")), dec("500")}}
	case 2:
		return incentive.Dimension{Days: &incentive.DaysBetween{From: incentive.Booked, To: incentive.Invoiced}, Bounds: []decimal.Decimal{dec(pick(g, "0", "-10")), dec("5")}}
	default:
		m := p.Measures[g.rnd.IntN(len(p.Measures))]
		if m.Window == incentive.PerTransaction {
			return incentive.Dimension{Attribute: "region", Values: []string{"n", "s", ""}, Other: "nothing"}
		}
		basis := g.basis(m)
		return incentive.Dimension{On: m.Name, Basis: basis, Bounds: g.bounds(basis)}
	}
}

// cells gives every combination a rate.
func (g *maker) cells(t *incentive.Table, at []string) {
	if len(at) == len(t.Dimensions) {
		t.Cells = append(t.Cells, incentive.Cell{At: slices.Clone(at), Rate: g.rate()})
		return
	}
	d := t.Dimensions[len(at)]
	for _, v := range d.Values {
		g.cells(t, append(slices.Clone(at), v))
	}
	for _, b := range d.Bounds {
		g.cells(t, append(slices.Clone(at), b.String()))
	}
}
