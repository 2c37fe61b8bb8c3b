package incentive

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/internal/num"
)

// reads returns where a measure stands in a basis as people read it: a share of the quota at 6 decimals, a quantity at 4,
// half-up, and rounded down where it would read as a bound of the plan that it does not reach.
func (p *plan) reads(m int, at *measured, basis Basis, x *big.Rat) decimal.Decimal {
	places := int32(maxDecimals)
	if basis == ByAttainment {
		places = maxPlaces
	}
	near := num.RoundRat(x, places, num.HalfUp)
	read := num.Rat(near)
	if read.Cmp(x) <= 0 {
		return near
	}
	for _, bound := range p.boundsOf(m, at, basis, x) {
		if x.Cmp(bound) < 0 && bound.Cmp(read) <= 0 {
			return num.RoundRat(x, places, num.Floor)
		}
	}
	return near
}

// boundsOf returns what the plan compares a measure with, in a basis, around a position: all its bounds, the quota itself,
// and the next full "every".
func (p *plan) boundsOf(m int, at *measured, basis Basis, x *big.Rat) []*big.Rat {
	var out []*big.Rat
	add := func(measure int, in Basis, list ...decimal.Decimal) {
		shares, asked := in == ByAttainment, basis == ByAttainment
		if measure != m || asked && !shares || shares && !asked && at.quota == nil {
			return
		}
		for _, d := range list {
			if shares && !asked {
				out = append(out, scaled(d, at.quota))
			} else {
				out = append(out, num.Rat(d))
			}
		}
	}
	add(m, ByAttainment, decimal.NewFromInt(1))
	for i := range p.parts {
		k := &p.parts[i]
		p.boundsIn(k, add)
		if k.Every != nil && k.measure == m && basis != ByAttainment {
			each := num.Rat(k.Every.Each)
			full := num.RoundRat(new(big.Rat).Quo(x, each), 0, num.Floor).Add(decimal.NewFromInt(1))
			out = append(out, each.Mul(each, num.Rat(full)))
		}
	}
	return out
}

// boundsIn tells the bounds that a component states, each with its measure and basis.
func (p *plan) boundsIn(k *part, add func(measure int, basis Basis, list ...decimal.Decimal)) {
	if k.tiers != nil {
		for _, b := range k.tiers.Bands {
			add(k.axis, k.tiers.Basis, b.From, b.Until.Decimal)
		}
	}
	for _, g := range k.Gates {
		add(p.gateMeasure(k, g), g.Basis, g.At)
	}
	for _, limit := range k.Caps {
		if limit.On == OnAttainment {
			add(k.axis, ByAttainment, limit.Attainment.Decimal)
		}
	}
	if k.Curve != nil {
		for _, point := range k.Curve.Points {
			add(k.measure, k.Curve.Basis, point.At)
		}
	}
	if k.Contest != nil {
		add(k.measure, k.Contest.Basis, k.Contest.AtLeast.Decimal)
	}
	for _, x := range k.Multipliers {
		for _, b := range x.Bands {
			add(p.named(k, x.On), x.Basis, b.From)
		}
	}
	if k.Table != nil {
		for _, d := range k.Table.Dimensions {
			if d.On != "" {
				add(p.measures[d.On], d.Basis, d.Bounds...)
			}
		}
	}
}
