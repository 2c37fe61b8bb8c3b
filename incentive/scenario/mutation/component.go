package mutation

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario/internal/parts"
	"github.com/kam-go/kam/internal/num"
)

// component makes the mutants of one component.
func (m *mutator) component(i int) {
	k, at := m.plan.Components[i], fmt.Sprintf("$.components[%d]", i)
	of := func(p *incentive.Plan) *incentive.Component { return &p.Components[i] }
	m.try(Removal, at, k.Name, "", func(p *incentive.Plan) { without(p, i) })
	m.condition(at+".when", k.When, func(p *incentive.Plan) **incentive.Condition { return &of(p).When })
	for _, x := range m.plan.Measures {
		if x.Name != k.Measure {
			m.try(Mode, at+".measure", k.Measure, x.Name, func(p *incentive.Plan) { of(p).Measure = x.Name; prune(p) })
		}
	}
	if k.Rate.Valid {
		m.digits(Rate, at+".rate", k.Rate.Decimal, func(p *incentive.Plan, d decimal.Decimal) { of(p).Rate.Decimal = d })
	}
	m.tiers(at+".tiers", k, func(p *incentive.Plan) *incentive.Tiers { return of(p).Tiers })
	m.table(at+".table", k, func(p *incentive.Plan) *incentive.Table { return of(p).Table })
	m.sum(at, k, of)
	m.gates(at, k, of)
	m.multipliers(at, k, of)
	m.limits(at, k, of)
}

// without removes a component with what it alone uses.
func without(p *incentive.Plan, i int) {
	p.Components = slices.Delete(p.Components, i, i+1)
	prune(p)
}

// prune removes measures and credit rules that nothing uses any more.
func prune(p *incentive.Plan) {
	used := map[string]bool{}
	for _, k := range p.Components {
		used[k.Measure] = true
		for _, name := range k.Measures()[1:] {
			used[name] = true
		}
	}
	p.Measures = slices.DeleteFunc(p.Measures, func(m incentive.Measure) bool { return !used[m.Name] })
	fed := map[string]bool{}
	for _, m := range p.Measures {
		for _, name := range m.Credits {
			fed[name] = true
		}
	}
	p.Credits = slices.DeleteFunc(p.Credits, func(c incentive.CreditRule) bool { return !fed[c.Name] })
}

func (m *mutator) tiers(at string, k incentive.Component, of func(*incentive.Plan) *incentive.Tiers) {
	t := k.Tiers
	if t == nil {
		return
	}
	axis := k.Measure
	if t.On != "" {
		axis = t.On
	}
	words(m, Mode, at+".mode", t.Mode, []incentive.TierMode{incentive.Marginal, incentive.Whole, incentive.InterpolatedRate}, func(p *incentive.Plan, w incentive.TierMode) {
		of(p).Mode, of(p).Lost = w, ""
		if w != incentive.Marginal {
			of(p).Lost = incentive.TakeBack
		}
	})
	words(m, Mode, at+".lost", t.Lost, []incentive.Lost{incentive.TakeBack, incentive.Latched}, func(p *incentive.Plan, w incentive.Lost) { of(p).Lost = w })
	if t.On != "" {
		m.try(Removal, at+".on", t.On, "", func(p *incentive.Plan) { of(p).On = ""; prune(p) })
	}
	for j, b := range t.Bands {
		place := fmt.Sprintf("%s.bands[%d]", at, j)
		if j > 0 {
			m.try(Inclusive, place+".from", "≥ "+num.Format(b.From), "> "+num.Format(b.From), func(p *incentive.Plan) {
				of(p).Bands[j].From = past(b.From)
				if of(p).Bands[j-1].Until.Valid {
					of(p).Bands[j-1].Until.Decimal = of(p).Bands[j].From
				}
			})
			m.bound(Bound, place+".from", b.From, t.Basis, axis, func(p *incentive.Plan, d decimal.Decimal) {
				of(p).Bands[j].From = d
				if of(p).Bands[j-1].Until.Valid {
					of(p).Bands[j-1].Until.Decimal = d
				}
			})
			m.try(Order, place, swapped(j-1, j), swapped(j, j-1), func(p *incentive.Plan) {
				bands := of(p).Bands
				bands[j].Rate, bands[j-1].Rate = bands[j-1].Rate, bands[j].Rate
				bands[j].Amount, bands[j-1].Amount = bands[j-1].Amount, bands[j].Amount
			})
			m.try(Removal, place, num.Format(b.From), "", func(p *incentive.Plan) {
				for n := range of(p).Bands[:len(t.Bands)-1] {
					of(p).Bands[n].Until = decimal.NullDecimal{}
				}
				of(p).Bands = slices.Delete(of(p).Bands, j, j+1)
			})
		}
		if b.Until.Valid && j == len(t.Bands)-1 {
			m.bound(Bound, place+".until", b.Until.Decimal, t.Basis, axis, func(p *incentive.Plan, d decimal.Decimal) { of(p).Bands[j].Until.Decimal = d })
		}
		if b.Rate.Valid {
			m.digits(Rate, place+".rate", b.Rate.Decimal, func(p *incentive.Plan, d decimal.Decimal) { of(p).Bands[j].Rate.Decimal = d })
		}
		if b.Amount.Valid {
			m.digits(Rate, place+".amount", b.Amount.Decimal, func(p *incentive.Plan, d decimal.Decimal) { of(p).Bands[j].Amount.Decimal = d })
		}
	}
}

func (m *mutator) table(at string, k incentive.Component, of func(*incentive.Plan) *incentive.Table) {
	if k.Table == nil {
		return
	}
	for j, c := range k.Table.Cells {
		m.digits(Rate, fmt.Sprintf("%s.cells[%d].rate", at, j), c.Rate, func(p *incentive.Plan, d decimal.Decimal) { of(p).Cells[j].Rate = d })
	}
	for j, d := range k.Table.Dimensions {
		place := fmt.Sprintf("%s.dimensions[%d]", at, j)
		for n, b := range d.Bounds {
			by := parts.UnitOfNumber(m.plan, d.Number, b)
			switch {
			case d.Days != nil:
				by = decimal.NewFromInt(1)
			case d.On != "":
				if by = decimal.New(1, -4); d.Basis != incentive.ByAttainment {
					by = parts.Unit(m.plan, parts.Measure(m.plan, d.On).Base, b)
				}
			}
			m.move(Bound, fmt.Sprintf("%s.bounds[%d]", place, n), b, by, func(p *incentive.Plan, to decimal.Decimal) {
				t := of(p)
				t.Dimensions[j].Bounds[n] = to
				for c := range t.Cells {
					if t.Cells[c].At[j] == num.Format(b) {
						t.Cells[c].At[j] = num.Format(to)
					}
				}
			})
		}
		if d.Attribute != "" {
			words(m, Mode, place+".other", d.Other, append([]string{"refuse", "nothing"}, d.Values...), func(p *incentive.Plan, w string) { of(p).Dimensions[j].Other = w })
		}
		if days := d.Days; days != nil {
			m.try(Order, place+".days", string(days.From)+" → "+string(days.To), string(days.To)+" → "+string(days.From), func(p *incentive.Plan) {
				x := of(p).Dimensions[j].Days
				x.From, x.To = x.To, x.From
			})
		}
	}
}

// sum makes the mutants of what pays one sum.
func (m *mutator) sum(at string, k incentive.Component, of func(*incentive.Plan) *incentive.Component) {
	if c := k.Curve; c != nil {
		place := at + ".curve"
		for j, x := range c.Points {
			if j > 0 {
				m.bound(Bound, fmt.Sprintf("%s.points[%d].at", place, j), x.At, c.Basis, k.Measure, func(p *incentive.Plan, d decimal.Decimal) { of(p).Curve.Points[j].At = d })
			}
			m.digits(Rate, fmt.Sprintf("%s.points[%d].pays", place, j), x.Pays, func(p *incentive.Plan, d decimal.Decimal) { of(p).Curve.Points[j].Pays = d })
		}
		words(m, Mode, place+".shape", c.Shape, []incentive.CurveShape{incentive.StepCurve, incentive.LinearCurve}, func(p *incentive.Plan, w incentive.CurveShape) {
			of(p).Curve.Shape, of(p).Curve.Beyond = w, ""
			if w == incentive.LinearCurve {
				of(p).Curve.Beyond = incentive.BeyondFlat
			}
		})
		words(m, Mode, place+".beyond", c.Beyond, []incentive.Beyond{incentive.BeyondFlat, incentive.BeyondExtend}, func(p *incentive.Plan, w incentive.Beyond) { of(p).Curve.Beyond = w })
		if c.Amount.Valid {
			m.digits(Rate, place+".amount", c.Amount.Decimal, func(p *incentive.Plan, d decimal.Decimal) { of(p).Curve.Amount.Decimal = d })
		}
		if c.OfTargetIncentive.Valid {
			m.digits(Share, place+".ofTargetIncentive", c.OfTargetIncentive.Decimal, func(p *incentive.Plan, d decimal.Decimal) { of(p).Curve.OfTargetIncentive.Decimal = d })
		}
	}
	if e := k.Every; e != nil {
		m.bound(Bound, at+".every.each", e.Each, incentive.ByAmount, k.Measure, func(p *incentive.Plan, d decimal.Decimal) { of(p).Every.Each = d })
		m.digits(Rate, at+".every.pays", e.Pays, func(p *incentive.Plan, d decimal.Decimal) { of(p).Every.Pays = d })
	}
	if c := k.Contest; c != nil {
		m.contest(at+".contest", k, of)
	}
	if c := k.Pool; c != nil {
		place := at + ".pool"
		if c.Rate.Valid {
			m.digits(Rate, place+".rate", c.Rate.Decimal, func(p *incentive.Plan, d decimal.Decimal) { of(p).Pool.Rate.Decimal = d })
		}
		if c.Amount.Valid {
			m.digits(Rate, place+".amount", c.Amount.Decimal, func(p *incentive.Plan, d decimal.Decimal) { of(p).Pool.Amount.Decimal = d })
		}
		words(m, Mode, place+".key", c.Key, []incentive.PoolKey{incentive.KeyEqual, incentive.KeyPosition, incentive.KeyAttainment, incentive.KeyTarget, incentive.KeyDays},
			func(p *incentive.Plan, w incentive.PoolKey) { of(p).Pool.Key = w })
		words(m, Mode, place+".by", c.By, []incentive.Grouping{incentive.Everybody, incentive.ByManager}, func(p *incentive.Plan, w incentive.Grouping) { of(p).Pool.By = w })
	}
}

func (m *mutator) contest(at string, k incentive.Component, of func(*incentive.Plan) *incentive.Component) {
	c := k.Contest
	if c.AtLeast.Valid {
		m.bound(Bound, at+".atLeast", c.AtLeast.Decimal, c.Basis, k.Measure, func(p *incentive.Plan, d decimal.Decimal) { of(p).Contest.AtLeast.Decimal = d })
		m.try(Removal, at+".atLeast", num.Format(c.AtLeast.Decimal), "", func(p *incentive.Plan) { of(p).Contest.AtLeast = decimal.NullDecimal{} })
	}
	for j, prize := range c.Prizes {
		m.digits(Rate, fmt.Sprintf("%s.prizes[%d]", at, j), prize, func(p *incentive.Plan, d decimal.Decimal) { of(p).Contest.Prizes[j] = d })
	}
	words(m, Mode, at+".ties", c.Ties, []incentive.Ties{incentive.TiesShare, incentive.TiesEach, incentive.TiesRefuse}, func(p *incentive.Plan, w incentive.Ties) { of(p).Contest.Ties = w })
	words(m, Mode, at+".by", c.By, []incentive.Grouping{incentive.Everybody, incentive.ByManager}, func(p *incentive.Plan, w incentive.Grouping) { of(p).Contest.By = w })
	if c.Fund.Valid {
		m.digits(Cap, at+".fund", c.Fund.Decimal, func(p *incentive.Plan, d decimal.Decimal) { of(p).Contest.Fund.Decimal = d })
		m.try(Cap, at+".fund", num.Format(c.Fund.Decimal), "", func(p *incentive.Plan) { of(p).Contest.Fund = decimal.NullDecimal{} })
	}
	for j, t := range c.Then {
		m.try(Removal, fmt.Sprintf("%s.then[%d]", at, j), t.Measure, "", func(p *incentive.Plan) { of(p).Contest.Then = slices.Delete(of(p).Contest.Then, j, j+1); prune(p) })
	}
}

func (m *mutator) gates(at string, k incentive.Component, of func(*incentive.Plan) *incentive.Component) {
	for j, g := range k.Gates {
		place := fmt.Sprintf("%s.gates[%d]", at, j)
		gate := func(p *incentive.Plan) *incentive.Gate { return &of(p).Gates[j] }
		measure := g.Measure
		if measure == "" {
			measure = k.Measure
		}
		m.try(Gate, place, string(g.Kind)+" "+num.Format(g.At), "", func(p *incentive.Plan) { of(p).Gates = slices.Delete(of(p).Gates, j, j+1); prune(p) })
		m.try(Inclusive, place+".at", "≥ "+num.Format(g.At), "> "+num.Format(g.At), func(p *incentive.Plan) { gate(p).At = past(g.At) })
		m.bound(Gate, place+".at", g.At, g.Basis, measure, func(p *incentive.Plan, d decimal.Decimal) { gate(p).At = d })
		m.gateWords(place, k, g, gate)
		if j > 0 {
			m.try(Order, place, swapped(j-1, j), swapped(j, j-1), func(p *incentive.Plan) { g := of(p).Gates; g[j], g[j-1] = g[j-1], g[j] })
		}
	}
}

func (m *mutator) gateWords(place string, k incentive.Component, g incentive.Gate, gate func(*incentive.Plan) *incentive.Gate) {
	words(m, Mode, place+".kind", g.Kind, []incentive.GateKind{incentive.Cliff, incentive.Deadband}, func(p *incentive.Plan, w incentive.GateKind) {
		x := gate(p)
		*x = incentive.Gate{Measure: x.Measure, Basis: x.Basis, At: x.At, Kind: w}
		switch {
		case w == incentive.Cliff:
			x.Test = incentive.AtPeriodEnd
		case k.Tiers != nil && (k.Tiers.Mode == incentive.Whole || k.Tiers.Mode == incentive.InterpolatedRate):
			x.Base = incentive.BaseExcess
		}
	})
	words(m, Mode, place+".test", g.Test, []incentive.GateTest{incentive.AtPeriodEnd, incentive.Running}, func(p *incentive.Plan, w incentive.GateTest) {
		x := gate(p)
		x.Test, x.FailedThenPassed, x.PassedThenLost = w, "", ""
		if w == incentive.Running {
			x.FailedThenPassed, x.PassedThenLost = incentive.Forfeit, incentive.TakeBack
		}
	})
	words(m, Mode, place+".failedThenPassed", g.FailedThenPassed, []incentive.FailedThenPassed{incentive.CatchUp, incentive.Forfeit},
		func(p *incentive.Plan, w incentive.FailedThenPassed) { gate(p).FailedThenPassed = w })
	words(m, Mode, place+".passedThenLost", g.PassedThenLost, []incentive.Lost{incentive.TakeBack, incentive.Latched},
		func(p *incentive.Plan, w incentive.Lost) { gate(p).PassedThenLost = w })
	words(m, Mode, place+".base", g.Base, []incentive.DeadbandBase{incentive.BaseExcess, incentive.BaseAll},
		func(p *incentive.Plan, w incentive.DeadbandBase) { gate(p).Base = w })
}

func (m *mutator) multipliers(at string, k incentive.Component, of func(*incentive.Plan) *incentive.Component) {
	for j, x := range k.Multipliers {
		place := fmt.Sprintf("%s.multipliers[%d]", at, j)
		measure := x.On
		if measure == "" {
			measure = k.Measure
		}
		m.try(Removal, place, "×", "", func(p *incentive.Plan) { of(p).Multipliers = slices.Delete(of(p).Multipliers, j, j+1); prune(p) })
		words(m, Mode, place+".apply", x.Apply, []incentive.Apply{incentive.ApplyWhole, incentive.ApplySlice}, func(p *incentive.Plan, w incentive.Apply) { of(p).Multipliers[j].Apply = w })
		if j > 0 {
			m.try(Order, place, swapped(j-1, j), swapped(j, j-1), func(p *incentive.Plan) {
				l := of(p).Multipliers
				l[j], l[j-1] = l[j-1], l[j]
			})
		}
		for n, b := range x.Bands {
			band := fmt.Sprintf("%s.bands[%d]", place, n)
			m.digits(Rate, band+".factor", b.Factor, func(p *incentive.Plan, d decimal.Decimal) { of(p).Multipliers[j].Bands[n].Factor = d })
			if n == 0 {
				continue
			}
			from := func(p *incentive.Plan, d decimal.Decimal) {
				bands := of(p).Multipliers[j].Bands
				bands[n].From = d
				if bands[n-1].Until.Valid {
					bands[n-1].Until.Decimal = d
				}
			}
			m.try(Inclusive, band+".from", "≥ "+num.Format(b.From), "> "+num.Format(b.From), func(p *incentive.Plan) { from(p, past(b.From)) })
			m.bound(Bound, band+".from", b.From, x.Basis, measure, from)
		}
	}
}

// limits makes the mutants of caps and floors.
func (m *mutator) limits(at string, k incentive.Component, of func(*incentive.Plan) *incentive.Component) {
	for j, c := range k.Caps {
		m.cap(fmt.Sprintf("%s.caps[%d]", at, j), c, []incentive.CapScope{incentive.PerCredit, incentive.PerDeal, incentive.PerComponent}, j, func(p *incentive.Plan) *[]incentive.Cap { return &of(p).Caps })
	}
	for j, f := range k.Floors {
		place := fmt.Sprintf("%s.floors[%d]", at, j)
		m.try(Floor, place, num.Format(f.Amount), "", func(p *incentive.Plan) { of(p).Floors = slices.Delete(of(p).Floors, j, j+1) })
		m.digits(Floor, place+".amount", f.Amount, func(p *incentive.Plan, d decimal.Decimal) { of(p).Floors[j].Amount = d })
		words(m, Floor, place+".per", f.Per, []incentive.CapScope{incentive.PerCredit, incentive.PerComponent}, func(p *incentive.Plan, w incentive.CapScope) { of(p).Floors[j].Per = w })
	}
}

func (m *mutator) planCaps() {
	for j, c := range m.plan.Caps {
		m.cap(fmt.Sprintf("$.caps[%d]", j), c, []incentive.CapScope{incentive.PerPlan, incentive.PerRunPeriod, incentive.PerLifetime}, j, func(p *incentive.Plan) *[]incentive.Cap { return &p.Caps })
	}
}

func (m *mutator) cap(place string, c incentive.Cap, scopes []incentive.CapScope, j int, of func(*incentive.Plan) *[]incentive.Cap) {
	at := func(p *incentive.Plan) *incentive.Cap { return &(*of(p))[j] }
	m.try(Cap, place, num.Format(c.Amount.Decimal.Add(c.OfTargetIncentive.Decimal).Add(c.Attainment.Decimal)), "", func(p *incentive.Plan) { *of(p) = slices.Delete(*of(p), j, j+1) })
	for _, x := range []struct {
		key string
		of  func(*incentive.Cap) *decimal.NullDecimal
	}{
		{"amount", func(c *incentive.Cap) *decimal.NullDecimal { return &c.Amount }},
		{"ofTargetIncentive", func(c *incentive.Cap) *decimal.NullDecimal { return &c.OfTargetIncentive }},
		{"attainment", func(c *incentive.Cap) *decimal.NullDecimal { return &c.Attainment }},
	} {
		now := *x.of(&c)
		if !now.Valid {
			continue
		}
		by := parts.Unit(m.plan, incentive.BaseAmount, now.Decimal)
		if x.key != "amount" {
			by = decimal.New(1, -4)
		}
		m.move(Cap, place+"."+x.key, now.Decimal, by, func(p *incentive.Plan, d decimal.Decimal) { x.of(at(p)).Decimal = d })
		raised := now.Decimal.Mul(decimal.NewFromInt(2))
		m.try(Cap, place+"."+x.key, num.Format(now.Decimal), num.Format(raised), func(p *incentive.Plan) { x.of(at(p)).Decimal = raised })
	}
	words(m, Cap, place+".per", c.Per, scopes, func(p *incentive.Plan, w incentive.CapScope) { at(p).Per = w })
	if c.Excess == incentive.ExcessCarry {
		m.try(Cap, place+".excess", string(c.Excess), string(incentive.ExcessForfeit), func(p *incentive.Plan) {
			*at(p) = incentive.Cap{Per: c.Per, On: c.On, Amount: c.Amount, OfTargetIncentive: c.OfTargetIncentive, Excess: incentive.ExcessForfeit}
		})
		m.try(Cap, place+".until", c.Until.String(), c.Until.AddMonths(-1).String(), func(p *incentive.Plan) { at(p).Until = c.Until.AddMonths(-1) })
	}
}

// swapped names two neighbours in an order.
func swapped(a, b int) string { return fmt.Sprintf("[%d] [%d]", a, b) }
