package scoring

import (
	"cmp"
	"math"
	"math/big"
	"math/bits"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Arithmetic of [Exact]: on machine integers while numerator and denominator fit, on big.Rat beyond. Operands must be
// known. Results are in lowest terms either way, so that equal numbers have equal texts.

// whole returns n, which is not the least int64.
func whole(n int64) Exact { return Exact{n: n, d: 1} }

// fromRat returns r, which nobody changes afterwards.
func fromRat(r *big.Rat) Exact {
	if n, d := r.Num(), r.Denom(); n.IsInt64() && d.IsInt64() && n.Int64() != math.MinInt64 {
		return Exact{n: n.Int64(), d: d.Int64()}
	}
	return Exact{r: r}
}

func fromFraction(f kam.Fraction) Exact {
	if f.Den == 0 {
		return whole(0)
	}
	return lowest(f.Num, f.Den)
}

// pow10 are the powers of ten that fit.
var pow10 = [19]int64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
}

// fromDecimal returns d, which is within the bounds of the library.
func fromDecimal(d decimal.Decimal) Exact {
	if isSmall(d) {
		return lowest(d.CoefficientInt64(), pow10[-d.Exponent()])
	}
	return fromRat(num.Rat(d))
}

// isSmall reports whether coefficient and power of ten of d fit in machine integers; d is then within the bounds of the
// library.
func isSmall(d decimal.Decimal) bool {
	return d.Exponent() <= 0 && d.Exponent() >= -18 && d.NumDigits() <= 18
}

// lowest returns n/d in lowest terms, for d > 0 and n not the least int64.
func lowest(n, d int64) Exact {
	if d == 1 {
		return Exact{n: n, d: 1}
	}
	if g := gcd(magnitude(n), uint64(d)); g > 1 {
		return Exact{n: n / int64(g), d: d / int64(g)}
	}
	return Exact{n: n, d: d}
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return uint64(-n)
	}
	return uint64(n)
}

// gcd returns the greatest common divisor, b for a = 0, by one division, then by halving and subtracting.
func gcd(a, b uint64) uint64 {
	if a > b {
		a, b = b, a
	}
	if a <= 1 {
		return max(a, b*(1-a))
	}
	if b %= a; b == 0 {
		return a
	}
	shift := bits.TrailingZeros64(a | b)
	a >>= bits.TrailingZeros64(a)
	for b != 0 {
		b >>= bits.TrailingZeros64(b)
		if a > b {
			a, b = b, a
		}
		b -= a
	}
	return a << shift
}

// product returns a*b and whether it fits.
func product(a, b int64) (int64, bool) {
	high, low := bits.Mul64(magnitude(a), magnitude(b))
	if high != 0 || low > math.MaxInt64 {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(low), true
	}
	return int64(low), true
}

// sum returns a+b and whether it fits.
func sum(a, b int64) (int64, bool) {
	c := a + b
	return c, (c > a) == (b > 0) && c != math.MinInt64
}

// rat returns e as a ratio that must not be changed.
func (e Exact) rat() *big.Rat {
	if e.r != nil {
		return e.r
	}
	return big.NewRat(e.n, e.d)
}

func (e Exact) sign() int {
	if e.r != nil {
		return e.r.Sign()
	}
	return cmp.Compare(e.n, 0)
}

func (e Exact) neg() Exact {
	if e.r != nil {
		return fromRat(new(big.Rat).Neg(e.r))
	}
	return Exact{n: -e.n, d: e.d}
}

func (e Exact) add(o Exact) Exact {
	if e.r == nil && o.r == nil {
		switch {
		case o.n == 0:
			return e
		case e.n == 0:
			return o
		case e.d == o.d:
			if n, ok := sum(e.n, o.n); ok {
				return lowest(n, e.d)
			}
		default:
			if total, ok := addSmall(e, o); ok {
				return total
			}
		}
	}
	return fromRat(new(big.Rat).Add(e.rat(), o.rat()))
}

// addSmall adds over the least common denominator, if everything fits.
func addSmall(e, o Exact) (Exact, bool) {
	g := int64(gcd(uint64(e.d), uint64(o.d)))
	left, ok1 := product(e.n, o.d/g)
	right, ok2 := product(o.n, e.d/g)
	d, ok3 := product(e.d, o.d/g)
	n, ok4 := sum(left, right)
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return Exact{}, false
	}
	if g == 1 {
		return Exact{n: n, d: d}, true // coprime denominators leave nothing to cancel
	}
	return lowest(n, d), true
}

func (e Exact) sub(o Exact) Exact { return e.add(o.neg()) }

func (e Exact) mul(o Exact) Exact {
	if e.r == nil && o.r == nil {
		if e.n == 0 || o.n == 0 {
			return whole(0)
		}
		g, h := int64(gcd(magnitude(e.n), uint64(o.d))), int64(gcd(magnitude(o.n), uint64(e.d)))
		n, ok1 := product(e.n/g, o.n/h)
		d, ok2 := product(e.d/h, o.d/g)
		if ok1 && ok2 {
			return Exact{n: n, d: d}
		}
	}
	return fromRat(new(big.Rat).Mul(e.rat(), o.rat()))
}

// quo returns e / o, for an o other than 0.
func (e Exact) quo(o Exact) Exact {
	switch {
	case o.r != nil:
		return fromRat(new(big.Rat).Quo(e.rat(), o.r))
	case o.n < 0:
		return e.mul(Exact{n: -o.d, d: -o.n})
	}
	return e.mul(Exact{n: o.d, d: o.n})
}

func (e Exact) cmp(o Exact) int {
	if e.r != nil || o.r != nil {
		return e.rat().Cmp(o.rat())
	}
	if e.d == o.d {
		return cmp.Compare(e.n, o.n)
	}
	if s, t := cmp.Compare(e.n, 0), cmp.Compare(o.n, 0); s != t || s == 0 {
		return cmp.Compare(s, t)
	}
	a1, a0 := bits.Mul64(magnitude(e.n), uint64(o.d))
	b1, b0 := bits.Mul64(magnitude(o.n), uint64(e.d))
	c := cmp.Or(cmp.Compare(a1, b1), cmp.Compare(a0, b0))
	if e.n < 0 {
		return -c
	}
	return c
}

func (e Exact) less(o Exact) bool { return e.cmp(o) < 0 }

// within returns e, but low when it is less and high when it is more.
func (e Exact) within(low, high Exact) Exact {
	switch {
	case e.less(low):
		return low
	case high.less(e):
		return high
	}
	return e
}
