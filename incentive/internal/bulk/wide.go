package bulk

import (
	"math/big"
	"math/bits"
)

// Wide is a whole number of 128 bits in two's complement. The zero value is 0.
//
// Sums and products are exact as long as they stay within ±2¹²⁷; who adds up proves that beforehand, see [Plan.Fit].
type Wide struct {
	hi int64
	lo uint64
}

// WideOf returns x.
func WideOf(x int64) Wide { return Wide{x >> 63, uint64(x)} }

// WideFrom returns x; false when it needs more than 120 bits.
func WideFrom(x *big.Int) (Wide, bool) {
	if x.BitLen() > 120 {
		return Wide{}, false
	}
	size := new(big.Int).Abs(x)
	lo := new(big.Int).And(size, new(big.Int).SetUint64(1<<64-1)).Uint64()
	a := Wide{int64(size.Rsh(size, 64).Uint64()), lo}
	if x.Sign() < 0 {
		return Wide{}.Minus(a), true
	}
	return a, true
}

// Product returns x × y.
func Product(x, y int64) Wide {
	hi, lo := bits.Mul64(uint64(x), uint64(y))
	return Wide{int64(hi) - x>>63&y - y>>63&x, lo}
}

// Plus returns a + b.
func (a Wide) Plus(b Wide) Wide {
	lo, carry := bits.Add64(a.lo, b.lo, 0)
	return Wide{a.hi + b.hi + int64(carry), lo}
}

// Minus returns a − b.
func (a Wide) Minus(b Wide) Wide {
	lo, borrow := bits.Sub64(a.lo, b.lo, 0)
	return Wide{a.hi - b.hi - int64(borrow), lo}
}

// Sign returns -1, 0 or 1.
func (a Wide) Sign() int {
	switch {
	case a.hi < 0:
		return -1
	case a.hi == 0 && a.lo == 0:
		return 0
	default:
		return 1
	}
}

// Compare returns -1, 0 or 1 as a is less than, equal to or more than b.
func (a Wide) Compare(b Wide) int {
	switch {
	case a.hi < b.hi || a.hi == b.hi && a.lo < b.lo:
		return -1
	case a == b:
		return 0
	default:
		return 1
	}
}

// Int64 returns a as 64 bits; false when it does not fit.
func (a Wide) Int64() (int64, bool) { return int64(a.lo), a.hi == int64(a.lo)>>63 }

// size returns |a| in two halves.
func (a Wide) size() (hi, lo uint64) {
	if a.hi >= 0 {
		return uint64(a.hi), a.lo
	}
	lo, borrow := bits.Sub64(0, a.lo, 0)
	hi, _ = bits.Sub64(0, uint64(a.hi), borrow)
	return hi, lo
}

// Int returns a as a new number of any size.
func (a Wide) Int() *big.Int {
	hi, lo := a.size()
	x := new(big.Int).SetUint64(hi)
	x.Lsh(x, 64).Or(x, new(big.Int).SetUint64(lo))
	if a.hi < 0 {
		x.Neg(x)
	}
	return x
}

// Over returns a ÷ by rounded to a whole number; false when that is not within ±2⁶³. by is above zero.
func (a Wide) Over(by uint64, r Rounding) (int64, bool) {
	hi, lo := a.size()
	if hi >= by {
		return 0, false
	}
	quotient, rest := bits.Div64(hi, lo, by)
	if rest != 0 && r.away(a.hi < 0, quotient&1 == 1, rest, by) {
		quotient++
	}
	if quotient > 1<<63-1 {
		return 0, false
	}
	if a.hi < 0 {
		return -int64(quotient), true
	}
	return int64(quotient), true
}

// Exactly returns a ÷ by; false when that is no whole number of less than 62 bits. by is above zero.
func (a Wide) Exactly(by uint64) (int64, bool) {
	hi, lo := a.size()
	if hi >= by {
		return 0, false
	}
	quotient, rest := bits.Div64(hi, lo, by)
	if rest != 0 || quotient >= Most {
		return 0, false
	}
	if a.hi < 0 {
		return -int64(quotient), true
	}
	return int64(quotient), true
}

// over is [Wide.Over] for what fits 64 bits.
func over(a int64, by uint64, r Rounding) int64 {
	size := uint64(max(a, -a))
	quotient, rest := size/by, size%by
	if rest != 0 && r.away(a < 0, quotient&1 == 1, rest, by) {
		quotient++
	}
	if a < 0 {
		return -int64(quotient)
	}
	return int64(quotient)
}

// divider divides by one number again and again: by a multiplication with its reciprocal.
type divider struct {
	by, reciprocal uint64
	shift          uint
}

// newDivider returns a divider by a number above zero and below 2⁶³.
func newDivider(by uint64) divider {
	if by == 1 {
		return divider{by: 1}
	}
	// with 2^shift' the least power of two that is not below by, ⌈2^(63+shift') ÷ by⌉ has 64 bits, and is exact for all
	// numbers below 2⁶³
	shift := uint(bits.Len64(by - 1))
	quotient, rest := bits.Div64(1<<(shift-1), 0, by)
	if rest != 0 {
		quotient++
	}
	return divider{by, quotient, shift - 1}
}

// quotient returns x ÷ the number, rounded down; x is below 2⁶³.
func (d divider) quotient(x uint64) uint64 {
	if d.by == 1 {
		return x
	}
	high, _ := bits.Mul64(x, d.reciprocal)
	return high >> d.shift
}

// Rounding is one of the modes of package num, as a small number.
type Rounding uint8

// The modes, as package num names them.
const (
	HalfUp Rounding = iota
	HalfEven
	HalfDown
	Up
	Down
	Ceil
	Floor
)

// away reports whether a quotient with a rest of some divisor leaves what it is without the rest for the next number away
// from zero.
func (r Rounding) away(negative, odd bool, rest, by uint64) bool {
	switch r {
	case HalfUp:
		return rest >= by-rest
	case HalfEven:
		return rest > by-rest || rest == by-rest && odd
	case HalfDown:
		return rest > by-rest
	case Up:
		return true
	case Ceil:
		return !negative
	case Floor:
		return negative
	default:
		return false
	}
}
