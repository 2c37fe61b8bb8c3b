package likelihood

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// ratio is a numerator over a denominator above 0, not in lowest terms: reducing sums of many ratios takes longer than
// all else. The zero value is 0. A ratio is never changed.
type ratio struct{ over, under *big.Int }

func (r ratio) plus(o ratio) ratio {
	switch {
	case r.under == nil:
		return o
	case o.under == nil:
		return r
	case r.under.Cmp(o.under) == 0:
		return ratio{new(big.Int).Add(r.over, o.over), r.under}
	}
	over := new(big.Int).Mul(r.over, o.under)
	over.Add(over, new(big.Int).Mul(o.over, r.under))
	return ratio{over, new(big.Int).Mul(r.under, o.under)}
}

// total returns the sum of rs, of halves that are about as long as each other.
func total(rs []ratio) ratio {
	switch len(rs) {
	case 0:
		return ratio{}
	case 1:
		return rs[0]
	}
	half := len(rs) / 2
	return total(rs[:half]).plus(total(rs[half:]))
}

// round returns r rounded half up (away from zero) to places.
func (r ratio) round(places int32) decimal.Decimal {
	if r.under == nil {
		return decimal.Decimal{}
	}
	n := new(big.Int).Mul(r.over, power(int64(places)))
	sign := n.Sign()
	n.Lsh(n.Abs(n), 1)
	n.Add(n, r.under)
	n.Quo(n, new(big.Int).Lsh(r.under, 1))
	if sign < 0 {
		n.Neg(n)
	}
	return decimal.NewFromBigInt(n, -places)
}

// root returns the square root of an r of at least 0, rounded half up to places: twice the root is rounded down, and
// half of it is then rounded up where it is odd.
func (r ratio) root(places int32) decimal.Decimal {
	if r.under == nil {
		return decimal.Decimal{}
	}
	n := new(big.Int).Mul(r.over, power(2*int64(places)))
	n.Lsh(n, 2)
	n.Sqrt(n.Quo(n, r.under))
	n.Rsh(n.Add(n, big.NewInt(1)), 1)
	return decimal.NewFromBigInt(n, -places)
}
