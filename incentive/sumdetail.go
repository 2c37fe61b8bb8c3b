package incentive

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive/internal/settle"
	"github.com/kam-go/kam/internal/num"
)

// detail fills in the numbers that an adjustment of a component's sum comes from.
func (s Statement) detail(x *Adjustment, i int, a settle.Adjustment) {
	k, part := &s.r.unit.plan.parts[i], &s.r.unit.state.parts[i]
	switch a.Kind {
	case settle.Sum:
		s.paid(x, k, part.pay)
	case settle.TransactionCap:
		cut := part.cuts[a.Index]
		x.Transaction = s.r.calc.book.deals[cut.deal].ID
		x.Total, x.Limit = s.limit(cut.total), s.limit(cut.limit)
	case settle.Multiplier:
		m := k.factors[a.Index]
		at := &s.r.unit.state.measures[s.r.unit.plan.named(k, m.On)]
		s.stands(x, s.r.unit.plan.named(k, m.On), m.Basis, at.in(m.Basis))
		factor := part.factors[a.Index]
		// the sum so far is what factor less one makes the adjustment of
		by := new(big.Rat).Sub(factor, big.NewRat(1, 1))
		s.multiplied(x, by.Quo(a.Amount, by), factor)
	default: // a gate, a cap or a floor has its limit alone
	}
}

// paid fills in the numbers of a component without lines.
func (s Statement) paid(x *Adjustment, k *part, p *pay) {
	s.stands(x, p.measure, p.basis, p.position)
	x.Base, x.Target = s.limit(p.base), s.limit(p.target)
	if p.factor != nil {
		s.multiplied(x, p.base, p.factor)
		x.Target = s.target(p.target)
	}
	if k.Every != nil {
		x.Each, x.Pays = decimal.NewNullDecimal(k.Every.Each), decimal.NewNullDecimal(k.Every.Pays)
		x.Times = decimal.NewNullDecimal(num.RoundRat(p.times, 0, num.HalfUp))
	}
	x.Place, x.Tied, x.Contestants = p.place, p.tied, p.of
	x.Fund = s.limit(p.fund)
	x.Weight, x.Weights = shownQuantity(p.weight), shownQuantity(p.weights)
	if p.weights != nil && p.weights.Sign() > 0 {
		exact := []*big.Rat{p.weight, p.weights}
		formula := func(w []*big.Rat) *big.Rat {
			if w[1].Sign() == 0 {
				return new(big.Rat)
			}
			out := new(big.Rat).Mul(p.fund, w[0])
			return out.Quo(out, w[1])
		}
		grid := s.r.unit.plan.grid
		shown := legible(makesUp(formula, exact, grid.Places, grid.Mode), exact, []int32{maxDecimals, maxDecimals})
		x.Weight, x.Weights = decimal.NewNullDecimal(shown[0]), decimal.NewNullDecimal(shown[1])
	}
}

// multiplied fills in what was multiplied by what.
func (s Statement) multiplied(x *Adjustment, base, factor *big.Rat) {
	b, f := s.r.unit.plan.legibleFactors(base, factor, big.NewRat(1, 1), [2]int32{s.Places(), rateShown})
	x.Base, x.Factor = decimal.NewNullDecimal(b), decimal.NewNullDecimal(f)
}

// target rounds a target incentive for display: to the plan's places where it is on them, and as [Statement.Targets] has it
// where it is not.
func (s Statement) target(x *big.Rat) decimal.NullDecimal {
	if on := s.limit(x); x == nil || num.Rat(on.Decimal).Cmp(x) == 0 {
		return on
	}
	return shownQuantity(x)
}

// stands says where a measure stands in a basis.
func (s Statement) stands(x *Adjustment, m int, basis Basis, position *big.Rat) {
	if position == nil {
		return
	}
	x.Measure, x.Basis = s.r.unit.plan.Measures[m].Name, basis
	x.Position = decimal.NewNullDecimal(s.r.unit.plan.reads(m, s.r.measured(m), basis, position))
}

// shownQuantity rounds a quantity for display; nil is invalid.
func shownQuantity(x *big.Rat) decimal.NullDecimal {
	if x == nil {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(shown(x))
}
