package main

import (
	"cmp"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
)

// bound is a place of a plan that looks at a measure.
type bound struct {
	measure string
	basis   incentive.Basis
	at      decimal.Decimal
}

// eachBound calls f for every bound of a plan's components, and once more for what each multiplies.
func eachBound(p incentive.Plan, f func(bound)) {
	for _, k := range p.Components {
		own := incentive.Basis("")
		add := func(measure string, basis incentive.Basis, at ...decimal.Decimal) {
			f(bound{measure: cmp.Or(measure, k.Measure), basis: basis})
			for _, d := range at {
				f(bound{cmp.Or(measure, k.Measure), basis, d})
			}
		}
		add("", own)
		if t := k.Tiers; t != nil {
			for _, b := range t.Bands {
				add(t.On, t.Basis, b.From, b.Until.Decimal)
			}
		}
		if t := k.Table; t != nil {
			for _, d := range t.Dimensions {
				if d.On != "" {
					add(d.On, d.Basis, d.Bounds...)
				}
			}
		}
		if t := k.Curve; t != nil {
			for _, x := range t.Points {
				add("", t.Basis, x.At)
			}
		}
		if k.Every != nil {
			add("", own, k.Every.Each.Mul(decimal.NewFromInt(5)))
		}
		for _, g := range k.Gates {
			add(g.Measure, g.Basis, g.At)
		}
		for _, x := range k.Multipliers {
			for _, b := range x.Bands {
				add(x.On, x.Basis, b.From)
			}
		}
	}
}

// byAttainment tells whether a plan looks at the attainment of a measure.
func byAttainment(p incentive.Plan, measure string) bool {
	found := false
	eachBound(p, func(b bound) { found = found || b.measure == measure && b.basis == incentive.ByAttainment })
	for _, k := range p.Components {
		for _, c := range k.Caps {
			found = found || k.Measure == measure && c.On == incentive.OnAttainment
		}
	}
	return found
}

// byTarget tells whether a plan pays or caps parts of the target incentive.
func byTarget(p incentive.Plan) bool {
	caps := p.Caps
	for _, k := range p.Components {
		if k.Curve != nil && k.Curve.OfTargetIncentive.Valid {
			return true
		}
		caps = append(caps[:len(caps):len(caps)], k.Caps...)
	}
	for _, c := range caps {
		if c.OfTargetIncentive.Valid {
			return true
		}
	}
	return false
}
