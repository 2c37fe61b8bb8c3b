package lint

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
)

// bound is a place on a measure at which a component's pay may change.
type bound struct {
	measure string
	basis   incentive.Basis
	at      decimal.Decimal
	place   string
}

// bounds returns the places at which a component's pay may change, in the order in which the plan states them; the first
// bound of each list, which is zero, is left out.
func bounds(k incentive.Component, root string) []bound {
	var out []bound
	add := func(measure string, basis incentive.Basis, at decimal.Decimal, place string) {
		if at.IsPositive() {
			out = append(out, bound{measure, basis, at, place})
		}
	}
	if k.Tiers != nil {
		for i, b := range k.Tiers.Bands {
			add(axisOf(k), k.Tiers.Basis, b.From, at(root+".tiers", "bands", i))
		}
	}
	if k.Table != nil {
		for i, d := range k.Table.Dimensions {
			for j, b := range d.Bounds {
				if d.On != "" {
					add(d.On, d.Basis, b, at(at(root+".table", "dimensions", i), "bounds", j))
				}
			}
		}
	}
	if k.Curve != nil {
		for i, p := range k.Curve.Points {
			add(k.Measure, k.Curve.Basis, p.At, at(root+".curve", "points", i))
		}
	}
	for i, g := range k.Gates {
		add(or(g.Measure, k.Measure), g.Basis, g.At, at(root, "gates", i))
	}
	for i, m := range k.Multipliers {
		for j, b := range m.Bands {
			add(or(m.On, k.Measure), m.Basis, b.From, at(at(root, "multipliers", i), "bands", j))
		}
	}
	return out
}

// highest returns the highest bound that a component has for an observation; one where it has none.
func highest(k incentive.Component, measure string) decimal.Decimal {
	high := decimal.New(1, 0)
	for _, b := range bounds(k, "") {
		if b.measure == measure && b.at.GreaterThan(high) {
			high = b.at
		}
	}
	return high
}

// position returns where a bound lies in the measure's own quantity: the first place on the grid of amounts, or of whole
// deals, that is not below it.
func (s *subject) position(b bound, f figures) decimal.Decimal {
	x := num.Rat(b.at)
	if b.basis == incentive.ByAttainment {
		x.Mul(x, num.Rat(f.quota[b.measure]))
	}
	return num.RoundRat(x, s.fineness(b.measure), num.Ceil)
}

// fineness is how many decimals a position of a measure may have.
func (s *subject) fineness(measure string) int32 {
	if s.measures[measure].Base == incentive.BaseCount {
		return 0
	}
	return maxDecimals
}

// isMoney reports whether a measure adds up money.
func (s *subject) isMoney(measure string) bool {
	return slices.Contains([]incentive.Base{incentive.BaseAmount, incentive.BaseMargin, incentive.BaseCash}, s.measures[measure].Base)
}

// ratio returns d ÷ n for n above zero.
func ratio(d decimal.Decimal, n int64) *big.Rat {
	return new(big.Rat).Quo(num.Rat(d), new(big.Rat).SetInt64(n))
}

// ratioOf returns a ÷ b for b other than zero.
func ratioOf(a, b decimal.Decimal) *big.Rat { return new(big.Rat).Quo(num.Rat(a), num.Rat(b)) }
