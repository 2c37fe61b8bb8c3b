package num

import (
	"math/big"
	"strings"

	"github.com/shopspring/decimal"
)

// Format returns d in plain notation without exponent, without trailing zeros after the point and without a point
// when d is whole: "1.5", "0", "-1200". Equal decimals give equal text, whatever their exponents.
//
// The text of a number within the bounds of the package is read back by [Parse]. For others it is as long as the
// number: call [Check] first for numbers from outside.
func Format(d decimal.Decimal) string {
	coefficient, exponent := d.Coefficient(), d.Exponent()
	if coefficient.Sign() == 0 {
		return "0"
	}
	sign := ""
	if coefficient.Sign() < 0 {
		sign = "-"
	}
	digits := coefficient.Abs(coefficient).String()
	if exponent >= 0 {
		return sign + digits + strings.Repeat("0", int(exponent))
	}
	places := -int(exponent)
	if missing := places - len(digits) + 1; missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	whole, fraction := digits[:len(digits)-places], digits[len(digits)-places:]
	fraction = strings.TrimRight(fraction, "0")
	if fraction == "" {
		return sign + whole
	}
	return sign + whole + "." + fraction
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
