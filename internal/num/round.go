package num

import (
	"math"
	"math/big"

	"github.com/shopspring/decimal"
)

// Mode names what happens to a value between two grid points. The zero value is no mode: see [Mode.Valid].
type Mode string

// The modes. "Away from zero" and "towards zero" treat a negative value as the mirror of the positive one.
const (
	HalfUp   Mode = "half-up"   // to the nearest; a half away from zero: 2.5 gives 3, -2.5 gives -3
	HalfEven Mode = "half-even" // to the nearest; a half to the even neighbour: 2.5 gives 2, 3.5 gives 4
	HalfDown Mode = "half-down" // to the nearest; a half towards zero: 2.5 gives 2, -2.5 gives -2
	Up       Mode = "up"        // away from zero: 2.1 gives 3, -2.1 gives -3
	Down     Mode = "down"      // towards zero: 2.9 gives 2, -2.9 gives -2
	Ceil     Mode = "ceil"      // towards plus infinity: 2.1 gives 3, -2.9 gives -2
	Floor    Mode = "floor"     // towards minus infinity: 2.9 gives 2, -2.1 gives -3
)

// Valid tells whether m is one of the seven modes.
func (m Mode) Valid() bool {
	switch m {
	case HalfUp, HalfEven, HalfDown, Up, Down, Ceil, Floor:
		return true
	}
	return false
}

// Symmetric tells whether m rounds -x to the negative of what it rounds x to, so that a refund cancels its sale.
// Ceil, Floor and values that are no mode are not symmetric.
func (m Mode) Symmetric() bool {
	return m.Valid() && m != Ceil && m != Floor
}

// Round returns d rounded once, exactly, to a multiple of 10^-places in mode m. A d that is such a multiple already
// is returned as it is. Places may be negative: Round(5450, -2, HalfUp) is 5500.
//
// The time taken depends on the digits of d and not on how far its exponent is from places, except to write a result.
// A value of m that is no mode rounds as [HalfUp]: check [Mode.Valid] where the mode comes from outside.
func Round(d decimal.Decimal, places int32, m Mode) decimal.Decimal {
	places = max(places, -math.MaxInt32)
	shift := -int64(d.Exponent()) - int64(places)
	if shift <= 0 {
		return d
	}
	coefficient := d.Coefficient()
	if coefficient.Sign() == 0 {
		return d
	}
	// 10^shift > 2^(3*shift) >= 2^(bits+1) > 2|coefficient|: below half a unit, without building the power.
	if 3*shift > int64(coefficient.BitLen()) {
		unit := int64(0)
		if awayFromZero(m, coefficient.Sign(), -1, false) {
			unit = int64(coefficient.Sign())
		}
		return decimal.New(unit, -places)
	}
	return decimal.NewFromBigInt(divide(coefficient, pow10(shift), m), -places)
}

// RoundRat returns r rounded once, exactly, to a multiple of 10^-places in mode m; see [Round] for places and m.
// r must not be nil and is not changed.
func RoundRat(r *big.Rat, places int32, m Mode) decimal.Decimal {
	places = max(places, -math.MaxInt32)
	numerator, denominator := onGrid(r, places)
	return decimal.NewFromBigInt(divide(numerator, denominator, m), -places)
}

// onGrid returns r / 10^-places as a new numerator and a denominator above zero that must not be changed.
func onGrid(r *big.Rat, places int32) (numerator, denominator *big.Int) {
	switch {
	case places > 0:
		return new(big.Int).Mul(r.Num(), pow10(int64(places))), r.Denom()
	case places < 0:
		return new(big.Int).Set(r.Num()), new(big.Int).Mul(r.Denom(), pow10(-int64(places)))
	default:
		return new(big.Int).Set(r.Num()), r.Denom()
	}
}

// divide returns a/b rounded to an integer in mode m, for b > 0. It overwrites a.
func divide(a, b *big.Int, m Mode) *big.Int {
	sign := a.Sign()
	quotient, remainder := a.QuoRem(a, b, new(big.Int))
	if remainder.Sign() == 0 {
		return quotient
	}
	half := remainder.Lsh(remainder, 1).CmpAbs(b)
	if awayFromZero(m, sign, half, quotient.Bit(0) == 1) {
		quotient.Add(quotient, big.NewInt(int64(sign)))
	}
	return quotient
}

// awayFromZero tells whether an inexact value of the given sign leaves its truncated quotient for the next integer
// away from zero. Half is the comparison of the part cut off with one half; odd tells of the truncated quotient.
func awayFromZero(m Mode, sign, half int, odd bool) bool {
	switch m {
	case Up:
		return true
	case Down:
		return false
	case Ceil:
		return sign > 0
	case Floor:
		return sign < 0
	case HalfDown:
		return half > 0
	case HalfEven:
		return half > 0 || half == 0 && odd
	default:
		return half >= 0
	}
}
