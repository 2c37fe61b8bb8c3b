package tracking

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Exact is an exact number, or not known. The zero value is not known, which is never zero. It is immutable: what it
// hands out is a copy. As text and in JSON it is a ratio in lowest terms such as "23/25" or "42", and "" when not known.
type Exact struct {
	r *big.Rat
}

// ExactOf returns the exact number r, and what is not known when r is nil. It keeps a copy of r.
func ExactOf(r *big.Rat) Exact {
	if r == nil {
		return Exact{}
	}
	return Exact{r: new(big.Rat).Set(r)}
}

// Known reports whether e is a number.
func (e Exact) Known() bool { return e.r != nil }

// IsZero reports whether e is not known. It makes the omitzero option of encoding/json leave out unknown numbers only.
func (e Exact) IsZero() bool { return e.r == nil }

// Rat returns e as a new ratio that the caller may change, and false when e is not known.
func (e Exact) Rat() (*big.Rat, bool) {
	if e.r == nil {
		return nil, false
	}
	return new(big.Rat).Set(e.r), true
}

// Round returns e rounded once, half away from zero, to a multiple of 10^-places; not valid when e is not known.
func (e Exact) Round(places int32) decimal.NullDecimal {
	if e.r == nil {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(num.RoundRat(e.r, places, num.HalfUp))
}

// Decimal returns e as a decimal, exact where up to 30 decimal places write it and else rounded half away from zero to
// six; not valid when e is not known, and beyond the 38 digits of the library's numbers.
func (e Exact) Decimal() decimal.NullDecimal {
	if e.r == nil {
		return decimal.NullDecimal{}
	}
	d := asDecimal(e.r)
	return decimal.NullDecimal{Decimal: d, Valid: num.Check(d) == nil}
}

// roundedPlaces is the number of decimal places to which a number that no decimal writes is rounded.
const roundedPlaces = 6

// asDecimal returns r as a decimal, which may have more digits than the library's numbers.
func asDecimal(r *big.Rat) decimal.Decimal {
	places, exact := r.FloatPrec()
	if !exact || places > num.MaxExponent {
		places = roundedPlaces
	}
	return num.RoundRat(r, int32(places), num.HalfUp)
}

// Cmp returns -1, 0 or +1 when e is less than, equal to or more than o, and false when either is not known.
func (e Exact) Cmp(o Exact) (c int, known bool) {
	if e.r == nil || o.r == nil {
		return 0, false
	}
	return e.r.Cmp(o.r), true
}

// String returns "23/25", "42", and "unknown" when e is not known.
func (e Exact) String() string {
	if e.r == nil {
		return "unknown"
	}
	return e.r.RatString()
}

// MarshalText returns the text of e; none when e is not known.
func (e Exact) MarshalText() ([]byte, error) {
	if e.r == nil {
		return []byte{}, nil
	}
	return []byte(e.r.RatString()), nil
}

// UnmarshalText sets e to the number that text writes as [Exact.MarshalText] does, and to unknown when text is empty. It
// reads at most 65,536 bytes, which whatever this package computes keeps to; other ratios than those in lowest terms are
// read too. On an error, which wraps [kam.ErrFraction], e stays as it was.
func (e *Exact) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*e = Exact{}
		return nil
	}
	r, ok := readExact(string(text))
	if !ok {
		return fmt.Errorf("tracking: exact: %w: the text of %d bytes is not written as 23/25 or 42", kam.ErrFraction, len(text))
	}
	e.r = r
	return nil
}

// readExact reads decimal digits behind an optional minus sign, then optionally a slash and digits. Rat itself reads
// more than that, such as 1e9, and 010/3 as eight thirds.
func readExact(s string) (*big.Rat, bool) {
	over, under, ratio := strings.Cut(s, "/")
	if !ratio {
		under = "1"
	}
	plain := strings.TrimPrefix(over, "-")
	if len(s) > maxExactText || plain == "" || under == "" || strings.Trim(plain+under, "0123456789") != "" {
		return nil, false
	}
	a, good := new(big.Int).SetString(over, 10)
	b, fine := new(big.Int).SetString(under, 10)
	if !good || !fine || b.Sign() == 0 {
		return nil, false
	}
	return new(big.Rat).SetFrac(a, b), true
}

const (
	// maxExactText is the longest text of an exact number that is read, in bytes.
	maxExactText = 1 << 16
	// maxExactBits is the longest exact number of which the text is not longer: a digit has more than three bits.
	maxExactBits = 3 * maxExactText
)

// own returns the exact number r, which nobody changes afterwards.
func own(r *big.Rat) Exact { return Exact{r: r} }

func minus(a, b Exact) Exact {
	if a.r == nil || b.r == nil {
		return Exact{}
	}
	return own(new(big.Rat).Sub(a.r, b.r))
}

func plus(a, b Exact) Exact {
	if a.r == nil || b.r == nil {
		return Exact{}
	}
	return own(new(big.Rat).Add(a.r, b.r))
}

func times(a, b Exact) Exact {
	if a.r == nil || b.r == nil {
		return Exact{}
	}
	return own(new(big.Rat).Mul(a.r, b.r))
}

// over returns a / b, not known when either is not known or b is zero.
func over(a, b Exact) Exact {
	if a.r == nil || b.r == nil || b.r.Sign() == 0 {
		return Exact{}
	}
	return own(new(big.Rat).Quo(a.r, b.r))
}
