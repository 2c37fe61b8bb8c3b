package spread_test

import (
	"math/big"
	"sort"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/goals/spread"
	"github.com/kam-go/kam/internal/num"
)

// The reference spreads in the plainest way, on rationals and one unit at a time. It takes totals, holds and bounds on
// the grid, and answers "" with the parts in grains, or the name of the condition.

type refCell struct {
	weight    *big.Rat
	low, high *big.Rat // nil: none
}

func reference(r spread.Request) (parts []*big.Rat, condition string) {
	grain := num.Rat(r.Grain)
	inGrains := func(d decimal.Decimal) *big.Rat { return new(big.Rat).Quo(num.Rat(d), grain) }
	n := len(r.Weights)
	parts = make([]*big.Rat, n)
	limits := make([]spread.Limit, n)
	rest := inGrains(r.Total)
	for _, c := range r.Cells {
		limits[c.Index] = c.Limit
		if c.Hold.Valid {
			parts[c.Index] = inGrains(c.Hold.Decimal)
			rest.Sub(rest, parts[c.Index])
		}
	}
	var free []int
	for i := range n {
		if parts[i] == nil {
			free = append(free, i)
		}
	}
	if rest.Sign() != 0 && (len(free) == 0 || rest.Sign() != r.Total.Sign() && r.Over == spread.OverRefused) {
		return nil, "held"
	}
	side := int64(1)
	if rest.Sign() < 0 {
		side = -1
	}
	flip := big.NewRat(side, 1)
	rest.Mul(rest, flip)
	allZero := true
	cells := make([]refCell, len(free))
	for k, i := range free {
		c := refCell{weight: r.Weights[i]}
		allZero = allZero && c.weight.Sign() == 0
		low, high := limits[i].Min, limits[i].Max
		if low.Valid {
			c.low = ceilRat(inGrains(low.Decimal))
		}
		if high.Valid {
			c.high = floorRat(inGrains(high.Decimal))
		}
		if side < 0 {
			c.low, c.high = negated(c.high), negated(c.low)
		}
		if c.low == nil {
			c.low = new(big.Rat)
			if c.high != nil && c.high.Sign() < 0 {
				c.low = c.high
			}
		}
		if c.high == nil && rest.Sign() == 0 {
			c.high = new(big.Rat)
			if c.low.Sign() > 0 {
				c.high = c.low
			}
		}
		cells[k] = c
	}
	if allZero && r.Zero == spread.ZeroEven {
		for k := range cells {
			cells[k].weight = big.NewRat(1, 1)
		}
		allZero = false
	}
	exact, ok := refSolve(cells, rest)
	if !ok {
		if allZero {
			atZero := new(big.Rat)
			for _, c := range cells {
				atZero.Add(atZero, c.at(new(big.Rat)))
			}
			if atZero.Cmp(rest) < 0 {
				return nil, "zero"
			}
		}
		return nil, "reach"
	}
	var rounded []*big.Rat
	switch r.Method {
	case spread.Divisor:
		rounded = refDivisor(cells, rest)
	case spread.Cumulative:
		rounded = refCumulative(exact)
	default:
		rounded = refRemainders(exact, rest)
	}
	for k, i := range free {
		parts[i] = rounded[k].Mul(rounded[k], flip)
	}
	return parts, ""
}

func negated(r *big.Rat) *big.Rat {
	if r == nil {
		return nil
	}
	return new(big.Rat).Neg(r)
}

func floorRat(r *big.Rat) *big.Rat {
	return new(big.Rat).SetInt(new(big.Int).Div(r.Num(), r.Denom()))
}

func ceilRat(r *big.Rat) *big.Rat { return negated(floorRat(negated(r))) }

// at returns clamp(λ * weight).
func (c refCell) at(lambda *big.Rat) *big.Rat {
	x := new(big.Rat).Mul(lambda, c.weight)
	if x.Cmp(c.low) < 0 {
		x.Set(c.low)
	}
	if c.high != nil && x.Cmp(c.high) > 0 {
		x.Set(c.high)
	}
	return x
}

// refSolve tries every λ at which a cell meets a bound and draws a straight line between neighbours.
func refSolve(cells []refCell, rest *big.Rat) ([]*big.Rat, bool) {
	sumAt := func(lambda *big.Rat) *big.Rat {
		s := new(big.Rat)
		for _, c := range cells {
			s.Add(s, c.at(lambda))
		}
		return s
	}
	far := big.NewRat(1_000_000, 1)
	knots := []*big.Rat{negated(far), far}
	for _, c := range cells {
		if c.weight.Sign() > 0 {
			knots = append(knots, new(big.Rat).Quo(c.low, c.weight))
			if c.high != nil {
				knots = append(knots, new(big.Rat).Quo(c.high, c.weight))
			}
		}
	}
	sort.Slice(knots, func(a, b int) bool { return knots[a].Cmp(knots[b]) < 0 })
	for k := 1; k < len(knots); k++ {
		from, to := sumAt(knots[k-1]), sumAt(knots[k])
		if from.Cmp(rest) > 0 || to.Cmp(rest) < 0 {
			continue
		}
		lambda := new(big.Rat).Set(knots[k-1])
		if gap := new(big.Rat).Sub(to, from); gap.Sign() > 0 {
			share := new(big.Rat).Quo(new(big.Rat).Sub(rest, from), gap)
			lambda.Add(lambda, share.Mul(share, new(big.Rat).Sub(knots[k], knots[k-1])))
		}
		out := make([]*big.Rat, len(cells))
		for i, c := range cells {
			out[i] = c.at(lambda)
		}
		return out, true
	}
	return nil, len(cells) == 0 && rest.Sign() == 0
}

func refRemainders(exact []*big.Rat, rest *big.Rat) []*big.Rat {
	out := make([]*big.Rat, len(exact))
	left := new(big.Rat).Set(rest)
	order := make([]int, len(exact))
	for i, x := range exact {
		order[i] = i
		out[i] = floorRat(x)
		left.Sub(left, out[i])
	}
	remainder := func(i int) *big.Rat { return new(big.Rat).Sub(exact[i], floorRat(exact[i])) }
	sort.SliceStable(order, func(a, b int) bool { return remainder(order[a]).Cmp(remainder(order[b])) > 0 })
	one := big.NewRat(1, 1)
	for _, i := range order {
		if left.Sign() > 0 {
			out[i].Add(out[i], one)
			left.Sub(left, one)
		}
	}
	return out
}

func refCumulative(exact []*big.Rat) []*big.Rat {
	out := make([]*big.Rat, len(exact))
	running, given := new(big.Rat), new(big.Rat)
	for i, x := range exact {
		running.Add(running, x)
		upTo := floorRat(new(big.Rat).Add(running, big.NewRat(1, 2)))
		out[i] = new(big.Rat).Sub(upTo, given)
		given = upTo
	}
	return out
}

// refDivisor gives one unit after the other to the cell with the largest weight / (units + 1/2), starting at the minima.
func refDivisor(cells []refCell, rest *big.Rat) []*big.Rat {
	out := make([]*big.Rat, len(cells))
	left := new(big.Rat).Set(rest)
	for i, c := range cells {
		out[i] = new(big.Rat).Set(c.low)
		if c.weight.Sign() == 0 {
			out[i] = c.at(new(big.Rat))
		}
		left.Sub(left, out[i])
	}
	one, half := big.NewRat(1, 1), big.NewRat(1, 2)
	for ; left.Sign() > 0; left.Sub(left, one) {
		best := -1
		var least *big.Rat
		for i, c := range cells {
			if c.weight.Sign() == 0 || c.high != nil && out[i].Cmp(c.high) >= 0 {
				continue
			}
			claim := new(big.Rat).Add(out[i], half)
			claim.Quo(claim, c.weight)
			if best < 0 || claim.Cmp(least) < 0 {
				best, least = i, claim
			}
		}
		out[best].Add(out[best], one)
	}
	return out
}
