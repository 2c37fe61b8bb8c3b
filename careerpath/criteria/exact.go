package criteria

import (
	"errors"
	"fmt"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// ErrExact is wrapped by the error of [Exact.UnmarshalText].
var ErrExact = errors.New("criteria: no exact number")

// maxExactText is the longest text of an exact number, in bytes.
const maxExactText = 1 << 14

// Exact is an exact number, or not known. The zero value is not known, which is never zero. It is immutable: what it
// hands out is a copy. As text and in JSON it is a ratio in lowest terms such as "23/25" or "42", and "" when not known.
type Exact struct{ r *big.Rat }

// ExactOf returns the exact number r, and what is not known when r is nil. It keeps no hold of r.
func ExactOf(r *big.Rat) Exact {
	if r == nil {
		return Exact{}
	}
	return Exact{new(big.Rat).Set(r)}
}

// usable reports whether a threshold is stated and within the bounds of the library.
func usable(d decimal.NullDecimal) bool { return d.Valid && num.Check(d.Decimal) == nil }

func exactInt(n int) Exact { return Exact{big.NewRat(int64(n), 1)} }

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

// Cmp returns -1, 0 or +1 when e is less than, equal to or more than o, and false when either is not known.
func (e Exact) Cmp(o Exact) (c int, known bool) {
	if e.r == nil || o.r == nil {
		return 0, false
	}
	return e.r.Cmp(o.r), true
}

// Round returns e rounded once, half away from zero, to a multiple of 10^-places; not valid when e is not known. Places
// below 0 count as 0, and those beyond 30 as 30.
func (e Exact) Round(places int32) decimal.NullDecimal {
	if e.r == nil {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(num.RoundRat(e.r, min(max(places, 0), num.MaxExponent), num.HalfUp))
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

// UnmarshalText sets e to the ratio of two whole numbers, or the whole number, that text writes in lowest terms; an
// empty text is not known. Everything else, and a text of more than 16,384 bytes, is an error that wraps [ErrExact].
func (e *Exact) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*e = Exact{}
		return nil
	}
	if len(text) > maxExactText {
		return fmt.Errorf("%w: %d bytes long, at most %d are read", ErrExact, len(text), maxExactText)
	}
	s := string(text)
	if strings.Trim(s, "-0123456789/") == "" {
		if r, ok := new(big.Rat).SetString(s); ok && r.RatString() == s {
			*e = Exact{r}
			return nil
		}
	}
	return fmt.Errorf("%w: %s is not written in lowest terms as 23/25 or 42", ErrExact, wording.Quote(s))
}
