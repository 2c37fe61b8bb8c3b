package num

import (
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"
)

// Format returns d in plain notation without exponent, without trailing zeros after the point and without a point
// when d is whole: "1.5", "0", "-1200". Equal decimals give equal text, whatever their exponents.
//
// The text of a number within the bounds of the package is read back by [Parse]. For others it is as long as the
// number: call [Check] first for numbers from outside.
func Format(d decimal.Decimal) string {
	var digits [32]byte
	return string(Append(digits[:0], d))
}

// Append appends what [Format] returns to b and returns the extended slice.
func Append(b []byte, d decimal.Decimal) []byte {
	exponent := int(d.Exponent())
	from := len(b)
	if d.NumDigits() <= 18 {
		b = strconv.AppendInt(b, d.CoefficientInt64(), 10)
	} else {
		b = d.Coefficient().Append(b, 10)
	}
	if b[from] == '-' {
		from++
	}
	digits := b[from:]
	switch {
	case len(digits) == 1 && digits[0] == '0':
		return b
	case exponent >= 0:
		for range exponent {
			b = append(b, '0')
		}
		return b
	}
	places := -exponent
	if missing := places - len(digits) + 1; missing > 0 {
		b = append(b, make([]byte, missing)...)
		copy(b[from+missing:], digits)
		for i := range missing {
			b[from+i] = '0'
		}
	}
	point := len(b) - places
	end := len(b)
	for end > point && b[end-1] == '0' {
		end--
	}
	if end == point {
		return b[:point]
	}
	b = append(b[:end], 0)
	copy(b[point+1:], b[point:end])
	b[point] = '.'
	return b
}

// Rat returns d as an exact ratio in lowest terms. The result is the caller's to change.
func Rat(d decimal.Decimal) *big.Rat {
	coefficient, exponent := d.Coefficient(), int64(d.Exponent())
	if coefficient.Sign() == 0 {
		return new(big.Rat)
	}
	if exponent >= 0 {
		return new(big.Rat).SetInt(coefficient.Mul(coefficient, pow10(exponent)))
	}
	return new(big.Rat).SetFrac(coefficient, pow10(-exponent))
}

// pow10 returns 10^n for n >= 0, as a new integer.
func pow10(n int64) *big.Int {
	small, power := int64(1), n
	if power <= 18 {
		for ; power > 0; power-- {
			small *= 10
		}
		return big.NewInt(small)
	}
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(n), nil)
}
