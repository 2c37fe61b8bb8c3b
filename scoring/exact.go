package scoring

import (
	"errors"
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/internal/num"
)

// ErrExact is wrapped by the error of [Exact.UnmarshalText].
var ErrExact = errors.New("scoring: no exact number")

// maxExactText is the longest text of an exact number, in bytes.
const maxExactText = 1 << 16

// Exact is an exact number, or not known. The zero value is not known, which is never zero. It is immutable: what it
// hands out is a copy. As text and in JSON it is a ratio in lowest terms such as "23/25" or "42", and "" when not known.
//
// Numbers that are equal need not be equal with ==; use [Exact.Cmp].
type Exact struct {
	// n/d in lowest terms with d > 0 and |n| < 2^63, unless r is set. d is 0 while the number is not known.
	n, d int64
	// r holds what n/d cannot. It is never changed.
	r *big.Rat
}

// ExactOf returns the exact number r, and what is not known when r is nil. It keeps no hold of r.
func ExactOf(r *big.Rat) Exact {
	if r == nil {
		return Exact{}
	}
	return fromRat(new(big.Rat).Set(r))
}

// ExactDecimal returns the exact number d, and what is not known when d is not valid. A number beyond the bounds of
// the library ([kam.ErrNumber]) is not known either.
func ExactDecimal(d decimal.NullDecimal) Exact {
	if !d.Valid || num.Check(d.Decimal) != nil {
		return Exact{}
	}
	return fromDecimal(d.Decimal)
}

// Known reports whether e is a number.
func (e Exact) Known() bool { return e.d != 0 || e.r != nil }

// IsZero reports whether e is not known. It makes the omitzero option of encoding/json leave out unknown numbers only.
func (e Exact) IsZero() bool { return !e.Known() }

// Rat returns e as a new ratio that the caller may change, and false when e is not known.
func (e Exact) Rat() (*big.Rat, bool) {
	if !e.Known() {
		return nil, false
	}
	return new(big.Rat).Set(e.rat()), true
}

// maxRoundPlaces is the largest number of decimal places that [Exact.Round] gives.
const maxRoundPlaces = 30

// Round returns e rounded once, half away from zero, to a multiple of 10^-places; not valid when e is not known. Places
// below 0 count as 0, and those beyond 30 as 30.
func (e Exact) Round(places int32) decimal.NullDecimal {
	if !e.Known() {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(num.RoundRat(e.rat(), min(max(places, 0), maxRoundPlaces), num.HalfUp))
}

// Cmp returns -1, 0 or +1 when e is less than, equal to or more than o, and false when either is not known.
func (e Exact) Cmp(o Exact) (c int, known bool) {
	if !e.Known() || !o.Known() {
		return 0, false
	}
	return e.cmp(o), true
}

// String returns "23/25", "42", and "unknown" when e is not known.
func (e Exact) String() string {
	if !e.Known() {
		return "unknown"
	}
	return e.rat().RatString()
}

// MarshalText returns the text of e; none when e is not known.
func (e Exact) MarshalText() ([]byte, error) {
	if !e.Known() {
		return []byte{}, nil
	}
	return []byte(e.rat().RatString()), nil
}

// UnmarshalText sets e to the ratio of two whole numbers, or the whole number, that text writes in lowest terms; an
// empty text is not known. Everything else, and a text of more than 65,536 bytes, is an error that wraps [ErrExact].
func (e *Exact) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*e = Exact{}
		return nil
	}
	if len(text) > maxExactText {
		return fmt.Errorf("%w: %d bytes long, at most %d are read", ErrExact, len(text), maxExactText)
	}
	r, ok := new(big.Rat), false
	if onlyOf(text, "-0123456789/") {
		r, ok = r.SetString(string(text))
	}
	if !ok || r.RatString() != string(text) {
		return fmt.Errorf("%w: %q is not written in lowest terms as 23/25 or 42", ErrExact, show(string(text)))
	}
	*e = fromRat(r)
	return nil
}

func onlyOf(text []byte, allowed string) bool {
	for _, c := range text {
		found := false
		for i := range len(allowed) {
			found = found || allowed[i] == c
		}
		if !found {
			return false
		}
	}
	return true
}
