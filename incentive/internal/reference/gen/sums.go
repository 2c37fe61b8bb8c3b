package gen

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
)

// sumComponent pays one sum by a curve, every so many, by a contest or from a pool.
func (g *maker) sumComponent(p *incentive.Plan, name string) incentive.Component {
	if g.alone {
		return g.sum(p, name, pick(g, "curve", "every"))
	}
	return g.sum(p, name, pick(g, "curve", "curve", "curve", "every", "every", "contest", "pool"))
}

func (g *maker) sum(p *incentive.Plan, name, form string) incentive.Component {
	k := incentive.Component{Name: name}
	var own incentive.Measure
	switch form {
	case "curve":
		own = g.standing(p)
		k.Curve = g.curve(own)
	case "every":
		own = pick(g, g.credited(p, runs)...)
		k.Every = g.every(own)
	case "contest":
		own = g.comparable(p)
		k.Contest = g.contest(p, own)
	default:
		own = g.comparable(p)
		k.Pool = g.pool(p, own)
	}
	k.Measure = own.Name
	if g.chance(20) {
		k.Gates = append(k.Gates, g.cliffs(p, 1)...)
	}
	g.multipliers(p, &k, own)
	g.limits(&k, incentive.PerComponent)
	return k
}

// credited are the measures that add up credits and that keep is true for; one is made where there is none.
func (g *maker) credited(p *incentive.Plan, keep func(incentive.Measure) bool) []incentive.Measure {
	found := credited(p, keep)
	if len(found) == 0 {
		m := incentive.Measure{Name: "race", Base: pick(g, incentive.BaseAmount, incentive.BaseCount), Window: incentive.PerPeriod}
		for _, r := range p.Credits {
			m.Credits = append(m.Credits, r.Name)
		}
		g.quotaReadings(&m)
		p.Measures = append(p.Measures, m)
		found = append(found, m)
	}
	return found
}

func score(p *incentive.Plan) incentive.Measure {
	return p.Measures[slices.IndexFunc(p.Measures, func(m incentive.Measure) bool { return m.Base == incentive.BaseObservation })]
}

// standing is a measure whose position at the end counts: of credits, or the score.
func (g *maker) standing(p *incentive.Plan) incentive.Measure {
	if g.chance(25) {
		return score(p)
	}
	return pick(g, g.credited(p, runs)...)
}

// comparable is a measure on which payees are compared.
func (g *maker) comparable(p *incentive.Plan) incentive.Measure {
	if g.may(levelling, 60) {
		return score(p)
	}
	return pick(g, g.credited(p, func(m incentive.Measure) bool { return m.Window == incentive.PerPeriod })...)
}

func (g *maker) curve(own incentive.Measure) *incentive.Curve {
	c := &incentive.Curve{Basis: g.basis(own), Shape: pick(g, incentive.StepCurve, incentive.LinearCurve)}
	bounds := g.bounds(c.Basis)
	if c.Shape == incentive.LinearCurve {
		if len(bounds) == 1 {
			bounds = append(bounds, dec("1.5"))
		}
		c.Beyond = pick(g, incentive.BeyondFlat, incentive.BeyondExtend)
	}
	pays := []string{"0", "0.3333", "0.5", "1", "1.25", "2"}
	at := g.rnd.IntN(3)
	for _, b := range bounds {
		c.Points = append(c.Points, incentive.Point{At: b, Pays: dec(pays[at])})
		if at = min(len(pays)-1, at+g.rnd.IntN(3)); g.chance(5) {
			at = 0
		}
	}
	if n := len(c.Points); c.Beyond == incentive.BeyondExtend && c.Points[n-1].Pays.LessThan(c.Points[n-2].Pays) {
		c.Beyond = incentive.BeyondFlat // a falling line would go below nothing
	}
	if g.chance(60) {
		c.OfTargetIncentive = some(dec(pick(g, "0.25", "0.5", "1", "0.3333")))
	} else {
		c.Amount = some(dec(pick(g, "100", "77.77", "1000", "12.345")))
	}
	return c
}

func (g *maker) every(own incentive.Measure) *incentive.Every {
	each := pick(g, "100", "333.33", "50", "1000")
	if own.Base == incentive.BaseUnits || own.Base == incentive.BaseCount {
		each = pick(g, "1", "2", "0.5", "3")
	}
	return &incentive.Every{Each: dec(each), Pays: dec(pick(g, "5", "10", "20", "33.33", "12.5", "0.01"))}
}

func (g *maker) contest(p *incentive.Plan, own incentive.Measure) *incentive.Contest {
	c := &incentive.Contest{
		Basis: g.basis(own), Ties: pick(g, incentive.TiesShare, incentive.TiesShare, incentive.TiesEach, incentive.TiesEach, incentive.TiesRefuse),
		By: pick(g, incentive.Everybody, incentive.Everybody, incentive.ByManager), Held: pick(g, incentive.HeldWait, incentive.HeldLeaveOut),
	}
	for _, s := range pick(g, []string{"100", "50", "20"}, []string{"33.33"}, []string{"10", "10", "0.01"}, []string{"100", "25"}, []string{"50", "33.3333", "7.5"}) {
		c.Prizes = append(c.Prizes, dec(s))
	}
	if !g.may(levelling, 45) {
		c.AtLeast = some(pick(g, g.bounds(c.Basis)...))
	}
	further := 1 + g.rnd.IntN(3)
	if g.leansTo(levelling) && g.chance(70) {
		further = 0
	}
	for range further {
		if m := g.comparable(p); m.Name != own.Name && !slices.ContainsFunc(c.Then, func(t incentive.TieBreak) bool { return t.Measure == m.Name }) {
			c.Then = append(c.Then, incentive.TieBreak{Measure: m.Name, Basis: g.basis(m)})
		}
	}
	if !g.may(levelling, 60) {
		c.Fund = some(dec(pick(g, "50", "100", "33.33", "10", "120")))
	}
	return c
}

func (g *maker) pool(p *incentive.Plan, own incentive.Measure) *incentive.Pool {
	c := &incentive.Pool{
		By: pick(g, incentive.Everybody, incentive.Everybody, incentive.ByManager), Held: pick(g, incentive.HeldWait, incentive.HeldLeaveOut),
		Key: pick(g, incentive.KeyEqual, incentive.KeyPosition, incentive.KeyAttainment, incentive.KeyTarget, incentive.KeyDays),
	}
	if own.Base != incentive.BaseObservation && g.chance(60) {
		c.Rate = some(dec(pick(g, "0.01", "0.1", "0.333333", "0.05")))
	} else {
		c.Amount = some(dec(pick(g, "100", "77.77", "1000", "0.05", "33.3333")))
	}
	on := own
	switch {
	case c.Key == incentive.KeyAttainment && own.Base == incentive.BaseObservation, c.Key == incentive.KeyAttainment && g.chance(40):
		on = pick(g, g.credited(p, func(m incentive.Measure) bool { return m.Window == incentive.PerPeriod })...)
	case c.Key == incentive.KeyPosition && g.chance(40):
		on = g.comparable(p)
	}
	if on.Name != own.Name {
		c.On = on.Name
	}
	return c
}

// multipliers raise or lower the component's sum.
func (g *maker) multipliers(p *incentive.Plan, k *incentive.Component, own incentive.Measure) {
	for range 2 {
		if !g.may(factoring, 20) {
			continue
		}
		on := g.standing(p)
		m := incentive.Multiplier{On: on.Name, Basis: g.basis(on), Apply: incentive.ApplyWhole}
		if on.Name == own.Name && g.chance(50) {
			m.On = ""
		}
		m.Bands = g.factors(m.Basis)
		k.Multipliers = append(k.Multipliers, m)
	}
}

func (g *maker) factors(b incentive.Basis) []incentive.FactorBand {
	bounds := g.bounds(b)
	var bands []incentive.FactorBand
	for i, from := range bounds {
		band := incentive.FactorBand{From: from, Factor: dec(pick(g, "0", "0.5", "0.8", "1", "1.1", "1.2", "2", "0.333333"))}
		if i+1 < len(bounds) && g.chance(50) {
			band.Until = some(bounds[i+1])
		}
		bands = append(bands, band)
	}
	return bands
}

// perSlice adds a multiplier on each part of the axis that the component's rates divide.
func (g *maker) perSlice(k *incentive.Component, axis incentive.Measure) {
	fits := k.Rate.Valid && axis.Window != incentive.PerTransaction || k.Tiers != nil && k.Tiers.Mode == incentive.Marginal
	if !fits || !g.may(slicing, 30) {
		return
	}
	m := incentive.Multiplier{Apply: incentive.ApplySlice}
	if k.Tiers == nil {
		m.Basis = g.basis(axis)
	} else {
		m.Basis = k.Tiers.Basis
		m.On = k.Tiers.On
	}
	m.Bands = g.factors(m.Basis)
	k.Multipliers = append(k.Multipliers, m)
}

// carried makes a cap on the period keep what it cuts.
func (g *maker) carried(c *incentive.Cap) {
	if !g.may(carrying, 55) {
		return
	}
	c.Excess = incentive.ExcessCarry
	c.Until = pick(g, g.year.Until, g.year.Until, g.out.Period.From.AddDays(1), g.out.Period.From)
}

// lifetime limits all that a plan ever pays.
func (g *maker) lifetime(p *incentive.Plan) {
	if g.chance(15) {
		p.Caps = append(p.Caps, incentive.Cap{
			Per: incentive.PerLifetime, On: incentive.OnPay, Amount: some(decimal.NewFromInt(pick[int64](g, 5, 20, 50, 100, 200))), Excess: incentive.ExcessForfeit,
		})
	}
}
