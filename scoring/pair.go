package scoring

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/internal/num"
)

// pair is a ratio that need not be in lowest terms: computing with it takes products and no common divisors, which are
// what long numbers take time for. The denominator is above 0. It is immutable; the zero value is not known.
type pair struct{ n, d *big.Int }

func pairOf(e Exact) pair {
	switch {
	case e.r != nil:
		return pair{e.r.Num(), e.r.Denom()}
	case e.d == 0:
		return pair{}
	}
	return pair{big.NewInt(e.n), big.NewInt(e.d)}
}

func pairOfInt(n int64) pair { return pair{big.NewInt(n), big.NewInt(1)} }

func pairOfDecimal(d decimal.Decimal) pair {
	r := num.Rat(d)
	return pair{r.Num(), r.Denom()}
}

func (p pair) known() bool { return p.d != nil }

// long reports whether p has many digits.
func (p pair) long() bool { return p.known() && max(p.n.BitLen(), p.d.BitLen()) > maxWritten }

// rat returns p in lowest terms.
func (p pair) rat() *big.Rat { return new(big.Rat).SetFrac(p.n, p.d) }

func (p pair) sign() int { return p.n.Sign() }

func (p pair) neg() pair { return pair{new(big.Int).Neg(p.n), p.d} }

func (p pair) plus(o pair) pair {
	if p.d.Cmp(o.d) == 0 {
		return pair{new(big.Int).Add(p.n, o.n), p.d}
	}
	left, right := new(big.Int).Mul(p.n, o.d), new(big.Int).Mul(o.n, p.d)
	return pair{left.Add(left, right), new(big.Int).Mul(p.d, o.d)}
}

func (p pair) times(o pair) pair {
	return pair{new(big.Int).Mul(p.n, o.n), new(big.Int).Mul(p.d, o.d)}
}

// over returns p / o, for an o above 0.
func (p pair) over(o pair) pair {
	return pair{new(big.Int).Mul(p.n, o.d), new(big.Int).Mul(p.d, o.n)}
}

func (p pair) cmp(o pair) int {
	return new(big.Int).Mul(p.n, o.d).Cmp(new(big.Int).Mul(o.n, p.d))
}

// within returns p, but low when it is less and high when it is more.
func (p pair) within(low, high pair) pair {
	switch {
	case p.cmp(low) < 0:
		return low
	case p.cmp(high) > 0:
		return high
	}
	return p
}

// total adds up: halves first, so that most products are of short numbers.
func total(list []pair) pair {
	switch len(list) {
	case 0:
		return pairOfInt(0)
	case 1:
		return list[0]
	}
	return total(list[:len(list)/2]).plus(total(list[len(list)/2:]))
}

// maxWritten is the longest numerator or denominator that is written in full, in bits.
const maxWritten = 1 << 12

// String writes p in lowest terms, or, when it is long, rounded down to four decimal places and marked ≈.
func (p pair) String() string {
	switch top, bottom := p.n, p.d; {
	case !p.known():
		return "unknown"
	case !p.long():
		return p.rat().RatString()
	case top.BitLen()-bottom.BitLen() > maxWholeBits:
		return "?"
	}
	scaled := new(big.Int).Mul(p.n, big.NewInt(pow10[4]))
	return "≈" + num.Format(decimal.NewFromBigInt(scaled.Quo(scaled, p.d), -4))
}
