package storable

import (
	"errors"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// Bounds of what a store takes and gives.
const (
	MaxID       = 128    // bytes of an id
	MaxText     = 65_536 // bytes of any other text
	MaxDigits   = 38     // of a number
	MaxExponent = 30     // decimal places, and zeros in an exponent
	maxNumber   = 80     // bytes of a number as text
)

// ErrDamaged says that a value in a database is not what was written.
var ErrDamaged = errors.New("the database is damaged")

// Usable tells whether a number is within the bounds.
func Usable(d decimal.Decimal) bool {
	exponent := int(d.Exponent())
	if exponent < -MaxExponent || exponent > MaxExponent {
		return false
	}
	return d.NumDigits()+max(exponent, 0) <= MaxDigits || d.IsZero()
}

// NumberText returns a usable number as plain text without trailing zeros: the same for equal numbers.
func NumberText(d decimal.Decimal) string {
	text := d.StringFixed(max(-d.Exponent(), 0))
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text
}

// ParseNumber reads a number that [NumberText] wrote. Another text is [ErrDamaged].
func ParseNumber(text string) (decimal.Decimal, error) {
	if len(text) > maxNumber {
		return decimal.Decimal{}, fmt.Errorf("%w: a number of %d bytes", ErrDamaged, len(text))
	}
	d, err := decimal.NewFromString(text) //nolint:forbidigo // short, and checked below; a host cannot import internal/num
	if err != nil || !Usable(d) || NumberText(d) != text {
		return decimal.Decimal{}, fmt.Errorf("%w: %q where a number should be", ErrDamaged, text)
	}
	return d, nil
}
