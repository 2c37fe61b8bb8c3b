package reference

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"
)

func zero() *big.Rat                   { return new(big.Rat) }
func whole(n int64) *big.Rat           { return new(big.Rat).SetInt64(n) }
func add(a, b *big.Rat) *big.Rat       { return new(big.Rat).Add(a, b) }
func sub(a, b *big.Rat) *big.Rat       { return new(big.Rat).Sub(a, b) }
func mul(a, b *big.Rat) *big.Rat       { return new(big.Rat).Mul(a, b) }
func quo(a, b *big.Rat) *big.Rat       { return new(big.Rat).Quo(a, b) }
func neg(a *big.Rat) *big.Rat          { return new(big.Rat).Neg(a) }
func abs(a *big.Rat) *big.Rat          { return new(big.Rat).Abs(a) }
func exact(d decimal.Decimal) *big.Rat { return d.Rat() }

func lower(a, b *big.Rat) *big.Rat {
	if b.Cmp(a) < 0 {
		return b
	}
	return a
}

func higher(a, b *big.Rat) *big.Rat {
	if b.Cmp(a) > 0 {
		return b
	}
	return a
}

func sum(parts []*big.Rat) *big.Rat {
	total := zero()
	for _, p := range parts {
		total.Add(total, p)
	}
	return total
}

// grid is where rounded money lies: multiples of 10^-places, reached in one of seven modes.
type grid struct {
	places int32
	mode   string
}

// floor returns the greatest integer at or below r.
func floor(r *big.Rat) *big.Int {
	q, _ := new(big.Int).DivMod(r.Num(), r.Denom(), new(big.Int))
	return q
}

func power10(n int32) *big.Rat {
	return new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil))
}

// round returns r on the grid.
func (g grid) round(r *big.Rat) *big.Rat {
	scaled := mul(r, power10(g.places))
	below := floor(scaled)
	rest := sub(scaled, new(big.Rat).SetInt(below)) // 0 <= rest < 1
	if rest.Sign() == 0 {
		return r
	}
	up := false
	half := rest.Cmp(big.NewRat(1, 2))
	positive := scaled.Sign() > 0
	switch g.mode {
	case "half-up":
		up = half > 0 || half == 0 && positive
	case "half-down":
		up = half > 0 || half == 0 && !positive
	case "half-even":
		up = half > 0 || half == 0 && below.Bit(0) == 1
	case "up":
		up = positive
	case "down":
		up = !positive
	case "ceil":
		up = true
	case "floor":
		up = false
	}
	if up {
		below.Add(below, big.NewInt(1))
	}
	return quo(new(big.Rat).SetInt(below), power10(g.places))
}

// share gives a rounded sum of the parts back to them: each is cut down to
// the grid, and the units left go to the largest remainders, first come first.
func (g grid) share(total *big.Rat, parts []*big.Rat) []*big.Rat {
	unit := quo(whole(1), power10(g.places))
	out := make([]*big.Rat, len(parts))
	rest := make([]*big.Rat, len(parts))
	order := make([]int, len(parts))
	left := total
	for i, p := range parts {
		out[i] = mul(new(big.Rat).SetInt(floor(quo(p, unit))), unit)
		rest[i] = sub(p, out[i])
		order[i] = i
		left = sub(left, out[i])
	}
	slices.SortStableFunc(order, func(i, j int) int { return rest[j].Cmp(rest[i]) })
	for n := 0; left.Sign() > 0 && len(order) > 0; n++ {
		i := order[n%len(order)]
		out[i] = add(out[i], unit)
		left = sub(left, unit)
	}
	return out
}
