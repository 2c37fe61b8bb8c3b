package kam

import (
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// ErrFraction is wrapped by every error about a text or two numbers that are no fraction.
var ErrFraction = errors.New("kam: invalid fraction")

const (
	maxFraction = 1_000_000_000_000
	// maxFractionText is the longest text of a fraction, in bytes.
	maxFractionText = 64
	// maxFractionPlaces is the most decimal places in which a fraction is written as a decimal number.
	maxFractionPlaces = 6
)

// Fraction is an exact share Num/Den, such as one third of a deal. The zero value is 0: a Den of 0 counts as 1 when
// Num is 0. As text and in JSON a fraction is a string such as "1/3", "0.35" or "1".
//
// Fractions that [ParseFraction] returns are in lowest terms, and equal ones are equal with ==.
// Others, such as 2/4 written as a literal, are compared with [Fraction.Cmp].
type Fraction struct {
	Num, Den int64
}

// Whole returns the fraction 1.
func Whole() Fraction { return Fraction{Num: 1, Den: 1} }

// ParseFraction returns the fraction that s writes as "1/3", "0.35" or "1", with an optional leading minus sign, in
// lowest terms; zero is the zero value. In lowest terms |Num| and Den are at most 10^12, inclusive.
// Everything else, blanks and a plus sign included, is an error that wraps [ErrFraction].
func ParseFraction(s string) (Fraction, error) {
	if len(s) > maxFractionText {
		return Fraction{}, fmt.Errorf("%w: %d bytes long, at most %d are read", ErrFraction, len(s), maxFractionText)
	}
	over, under, ok := readFraction(s)
	if !ok {
		return Fraction{}, fmt.Errorf("%w: %q is not written as 1/3, 0.35 or 1", ErrFraction, s)
	}
	if under.Sign() == 0 {
		return Fraction{}, fmt.Errorf("%w: %q divides by zero", ErrFraction, s)
	}
	if over.Sign() == 0 {
		return Fraction{}, nil
	}
	r := new(big.Rat).SetFrac(over, under)
	if !r.Num().IsInt64() || !r.Denom().IsInt64() {
		return Fraction{}, fmt.Errorf("%w: %q is beyond %d in lowest terms", ErrFraction, s, int64(maxFraction))
	}
	f := Fraction{Num: r.Num().Int64(), Den: r.Denom().Int64()}
	if err := f.Check(); err != nil {
		return Fraction{}, err
	}
	return f, nil
}

// readFraction returns the two numbers of an optional minus sign and decimal digits, then optionally a slash or a point
// and digits. big.Rat reads more than that, and 010/3 as eight thirds.
func readFraction(s string) (over, under *big.Int, ok bool) {
	plain := strings.TrimPrefix(s, "-")
	n := digitsAhead(plain)
	whole, rest := plain[:n], ""
	point := false
	if n < len(plain) {
		point, rest = plain[n] == '.', plain[n+1:]
		if !point && plain[n] != '/' || rest == "" || digitsAhead(rest) != len(rest) {
			return nil, nil, false
		}
	}
	if n == 0 {
		return nil, nil, false
	}
	over, under = new(big.Int), big.NewInt(1)
	switch {
	case point:
		over.SetString(whole+rest, 10)
		under.Exp(big.NewInt(10), big.NewInt(int64(len(rest))), nil)
	default:
		over.SetString(whole, 10)
		if rest != "" {
			under.SetString(rest, 10)
		}
	}
	if plain != s {
		over.Neg(over)
	}
	return over, under, true
}

// Check returns nil when f is a fraction within bounds: Den at least 1 (or 0 with a Num of 0), |Num| and Den at most
// 10^12. Otherwise the error wraps [ErrFraction]. Terms need not be lowest.
func (f Fraction) Check() error {
	switch {
	case f.Den == 0 && f.Num != 0:
		return fmt.Errorf("%w: %d/0 divides by zero", ErrFraction, f.Num)
	case f.Den < 0:
		return fmt.Errorf("%w: %d/%d: the sign belongs to the numerator", ErrFraction, f.Num, f.Den)
	case f.Num > maxFraction || f.Num < -maxFraction || f.Den > maxFraction:
		return fmt.Errorf("%w: %d/%d is beyond %d", ErrFraction, f.Num, f.Den, int64(maxFraction))
	}
	return nil
}

// Rat returns f as a new exact ratio that the caller may change. For a division by zero, which [Fraction.Check]
// refuses, it is 0.
func (f Fraction) Rat() *big.Rat {
	if f.Den == 0 {
		return new(big.Rat)
	}
	return big.NewRat(f.Num, f.Den)
}

// Cmp returns -1, 0 or +1 when the value of f is less than, equal to or greater than that of o.
func (f Fraction) Cmp(o Fraction) int { return f.Rat().Cmp(o.Rat()) }

// IsZero reports whether Num is 0.
func (f Fraction) IsZero() bool { return f.Num == 0 }

// Sum returns the exact sum of fs as a new ratio: 0 of none. Shares are complete when it equals [Whole].Rat.
func Sum(fs ...Fraction) *big.Rat {
	total := new(big.Rat)
	for _, f := range fs {
		total.Add(total, f.Rat())
	}
	return total
}

// String returns f in lowest terms: "1", "0.35" when at most six decimal places write it exactly, else "1/3".
func (f Fraction) String() string {
	if f.Den == 0 {
		if f.Num == 0 {
			return "0"
		}
		return strconv.FormatInt(f.Num, 10) + "/0"
	}
	r := f.Rat()
	if r.IsInt() {
		return r.Num().String()
	}
	if places, exact := r.FloatPrec(); exact && places <= maxFractionPlaces {
		return r.FloatString(places)
	}
	return r.String()
}

// MarshalText returns the text of [Fraction.String], or the error of [Fraction.Check].
func (f Fraction) MarshalText() ([]byte, error) {
	if err := f.Check(); err != nil {
		return nil, err
	}
	return []byte(f.String()), nil
}

// UnmarshalText sets f to the fraction that text writes, as [ParseFraction] reads it.
// On an error, which wraps [ErrFraction], f stays as it was.
func (f *Fraction) UnmarshalText(text []byte) error {
	parsed, err := ParseFraction(string(text))
	if err != nil {
		return err
	}
	*f = parsed
	return nil
}

// UnmarshalJSON sets f from a JSON string as [Fraction.UnmarshalText] does. JSON numbers and null are refused with
// [ErrFraction]: a third has no number.
func (f *Fraction) UnmarshalJSON(data []byte) error {
	text, err := jsonText(data, ErrFraction)
	if err != nil {
		return err
	}
	return f.UnmarshalText(text)
}
