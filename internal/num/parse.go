package num

import (
	"errors"
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"
)

// Bounds of a usable number. All three are inclusive.
const (
	// MaxText is the longest text [Parse] reads, in bytes, sign and point included.
	MaxText = 64
	// MaxExponent is the largest number of decimal places, and the largest absolute decimal exponent.
	MaxExponent = 30
	// MaxDigits is the largest number of digits of a number written out without leading zeros.
	MaxDigits = 38
)

// safeBits is a length, in bits, at which no number has more than [MaxDigits] digits: 2^126 is less than 10^38.
const safeBits = 126

// ErrNumber is wrapped by every error of [Parse] and [Check].
var ErrNumber = errors.New("invalid number")

// Parse returns the decimal that s writes in plain notation: an optional minus sign, one or more digits, and
// optionally a point followed by one or more digits. Leading zeros are read, trailing zeros are kept as decimal places.
//
// A plus sign, an exponent, blanks, separators, digits other than 0-9, a missing digit on either side of the point
// and numbers beyond the bounds of the package are refused with an error that wraps [ErrNumber].
func Parse(s string) (decimal.Decimal, error) {
	if len(s) > MaxText {
		return decimal.Decimal{}, fmt.Errorf("%w: %d bytes long, at most %d are read", ErrNumber, len(s), MaxText)
	}
	digits, places, ok := scan(s)
	if !ok {
		return decimal.Decimal{}, fmt.Errorf("%w: %q is not in plain notation such as -1234.56", ErrNumber, s)
	}
	coefficient, ok := new(big.Int).SetString(digits, 10)
	if !ok {
		return decimal.Decimal{}, fmt.Errorf("%w: %q is not in plain notation such as -1234.56", ErrNumber, s)
	}
	d := decimal.NewFromBigInt(coefficient, -places)
	if err := Check(d); err != nil {
		return decimal.Decimal{}, fmt.Errorf("%w (text %q)", err, s)
	}
	return d, nil
}

// scan returns the sign and digits of s without the point, and the number of digits after the point.
func scan(s string) (digits string, places int32, ok bool) {
	start, point := 0, -1
	if s != "" && s[0] == '-' {
		start = 1
	}
	for i := start; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
		case c == '.' && point < 0 && i > start && i+1 < len(s):
			point = i
		default:
			return "", 0, false
		}
	}
	switch {
	case len(s) == start:
		return "", 0, false
	case point < 0:
		return s, 0, true
	default:
		return s[:point] + s[point+1:], int32(len(s) - point - 1), true
	}
}

// Check returns nil when d is within the bounds of the package, and otherwise an error that wraps [ErrNumber] and
// names the bound. It takes little time for any exponent.
func Check(d decimal.Decimal) error {
	exponent := int64(d.Exponent())
	if exponent < -MaxExponent {
		return fmt.Errorf("%w: %d decimal places, at most %d are allowed", ErrNumber, -exponent, MaxExponent)
	}
	if exponent > MaxExponent {
		return fmt.Errorf("%w: decimal exponent %d, at most %d is allowed", ErrNumber, exponent, MaxExponent)
	}
	coefficient := d.Coefficient()
	if coefficient.Sign() == 0 || exponent <= 0 && coefficient.BitLen() <= safeBits {
		return nil
	}
	limit := pow10(MaxDigits - max(exponent, 0))
	if coefficient.CmpAbs(limit) >= 0 {
		return fmt.Errorf("%w: more than %d digits", ErrNumber, MaxDigits)
	}
	return nil
}
