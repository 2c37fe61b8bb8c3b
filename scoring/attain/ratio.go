package attain

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Reason says why a [Ratio] is not known. The zero value is that of a known one.
type Reason string

// Reasons.
const (
	UnknownInput Reason = "unknown-input" // a value that it is made of is not known
	NothingGiven Reason = "nothing-given" // there is nothing to take together
	ZeroTarget   Reason = "zero-target"   // the target is 0
	ZeroActual   Reason = "zero-actual"   // the value is 0 and would divide the target
	ZeroWhole    Reason = "zero-whole"    // what the part is a share of is 0
	ZeroBase     Reason = "zero-base"     // growth from 0 has no rate
	NegativeBase Reason = "negative-base" // growth from below 0 has no rate
	TooLong      Reason = "too-long"      // the exact value has too many digits
)

// Text returns the reason as a clause, and the empty text for what is none.
func (r Reason) Text() kam.Text {
	switch r {
	case UnknownInput:
		return say("a value is not known", "有数值未知")
	case NothingGiven:
		return say("nothing was given", "没有任何数据")
	case ZeroTarget:
		return say("the target is 0", "目标为 0")
	case ZeroActual:
		return say("the actual value is 0", "实际值为 0")
	case ZeroWhole:
		return say("the whole is 0", "总体为 0")
	case ZeroBase:
		return say("the base is 0", "基数为 0")
	case NegativeBase:
		return say("the base is below 0", "基数为负")
	case TooLong:
		return say("its exact value has too many digits", "精确值位数过多")
	default:
		return kam.Text{}
	}
}

// Ratio is an exact ratio that keeps its numerator and denominator, so that it can be combined, or is not known for a
// stated reason. The zero value is not known, because nothing was given. A ratio of 1 is 100 %. It is immutable: what
// it hands out is a copy. As text and in JSON it is a ratio in lowest terms such as "23/25", and "" when not known.
type Ratio struct {
	top, bottom *big.Rat // both nil when they have no meaning; bottom may be 0
	reason      Reason
	pure        bool // without parts of its own: top and bottom are those of the lowest terms
	story       story
}

// story is an explanation that is written when somebody asks for it.
type story struct {
	en, zh string
	args   []any
}

func (s story) text() kam.Text { return say(s.en, s.zh, s.args...) }

// RatioOf returns numerator / denominator with the reason [ZeroWhole] when the denominator is 0. Numbers out of bounds
// are a [*kam.InvalidError].
func RatioOf(numerator, denominator decimal.NullDecimal) (Ratio, error) {
	var found kam.Findings
	top, bottom := value(&found, "$.numerator", numerator), value(&found, "$.denominator", denominator)
	if err := found.Err(); err != nil {
		return Ratio{}, err
	}
	return parts(top, bottom, ZeroWhole).telling("%s of %s", "%[2]s 中的 %[1]s", top, bottom), nil
}

// parts returns top / bottom, not known when either is nil, or for the reason zero when bottom is 0.
func parts(top, bottom *big.Rat, zero Reason) Ratio {
	switch {
	case top == nil || bottom == nil:
		return Ratio{reason: UnknownInput}
	case bottom.Sign() == 0:
		return Ratio{top: top, bottom: bottom, reason: zero}
	}
	return Ratio{top: top, bottom: bottom}
}

// pure returns r, which has no parts that mean anything.
func pure(r *big.Rat) Ratio {
	return Ratio{top: new(big.Rat).SetInt(r.Num()), bottom: new(big.Rat).SetInt(r.Denom()), pure: true}
}

// telling returns r with an explanation.
func (r Ratio) telling(en, zh string, args ...any) Ratio {
	r.story = story{en: en, zh: zh, args: args}
	return r
}

// quotient returns a known ratio as one number, else nil.
func (r Ratio) quotient() *big.Rat {
	if !r.Known() {
		return nil
	}
	return new(big.Rat).Quo(r.top, r.bottom)
}

// Known reports whether r is a number.
func (r Ratio) Known() bool { return r.reason == "" && r.bottom != nil }

// IsZero reports whether r is not known. It makes the omitzero option of encoding/json leave out unknown ratios only.
func (r Ratio) IsZero() bool { return !r.Known() }

// Reason says why r is not known, and is empty when it is.
func (r Ratio) Reason() Reason {
	if r.reason == "" && r.bottom == nil {
		return NothingGiven
	}
	return r.reason
}

// Rat returns r as a new number that the caller may change, and false when r is not known.
func (r Ratio) Rat() (*big.Rat, bool) {
	q := r.quotient()
	return q, q != nil
}

// Parts returns the numerator and the denominator as new numbers, and false when they are not known. They may be known
// where the ratio is not, the denominator being 0.
func (r Ratio) Parts() (numerator, denominator *big.Rat, known bool) {
	if r.top == nil || r.bottom == nil {
		return nil, nil, false
	}
	return new(big.Rat).Set(r.top), new(big.Rat).Set(r.bottom), true
}

// Round returns r rounded once, half away from zero, to a multiple of 10^-places; not valid when r is not known.
// Places are 0 to 30, and what is beyond counts as the nearer end.
func (r Ratio) Round(places int32) decimal.NullDecimal {
	q := r.quotient()
	if q == nil {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(num.RoundRat(q, bounded(places), num.HalfUp))
}

// bounded returns places within the range that numbers have.
func bounded(places int32) int32 { return min(max(places, 0), num.MaxExponent) }

// Percent returns r in per cent, rounded once, half away from zero, to a multiple of 10^-places; not valid when r is not
// known. Places are 0 to 30, and what is beyond counts as the nearer end.
func (r Ratio) Percent(places int32) decimal.NullDecimal {
	q := r.quotient()
	if q == nil {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(num.RoundRat(q.Mul(q, big.NewRat(100, 1)), bounded(places), num.HalfUp))
}

// String returns "23/25", "42", and "unknown" when r is not known.
func (r Ratio) String() string {
	if q := r.quotient(); q != nil {
		return q.RatString()
	}
	return "unknown"
}

// MarshalText returns the text of r; none when r is not known.
func (r Ratio) MarshalText() ([]byte, error) {
	if q := r.quotient(); q != nil {
		return []byte(q.RatString()), nil
	}
	return []byte{}, nil
}

// Explain returns how r came about with its value in per cent, or why it is not known. Percentages are rounded to one
// decimal place, and to as many, at most 30, as keep what is between 0 % and 100 %, in amount, from reading like either.
func (r Ratio) Explain() kam.Text {
	if !r.Known() {
		return say("not known: %s", "未知：%s", r.Reason().Text())
	}
	if r.story.en == "" {
		return say("%s %%", "%s%%", percent(r.quotient()))
	}
	return say("%s: %s %%", "%s：%s%%", r.story.text(), percent(r.quotient()))
}

// observedPlaces are the decimal places of an observation that cannot hold the exact parts.
const observedPlaces = 12

// Observation returns o with r as its numerator and denominator and without a value of its own. Parts that no decimal
// writes, such as two thirds of a target, are both multiplied by their common denominator, or else the ratio is taken in
// lowest terms, so that it stays exact. Only when that takes more digits than the library has are the parts rounded half
// away from zero to 12 decimal places; an index or a change, which has no parts of its own, is then the rounded number
// by 1. What is not known leaves both out, but for a
// denominator of 0. The error is what [kam.Observation.Check] finds, or wraps [kam.ErrNumber] when a part is too large
// or its rounded denominator 0.
func (r Ratio) Observation(o kam.Observation) (kam.Observation, error) {
	o.Value, o.Numerator, o.Denominator = decimal.NullDecimal{}, decimal.NullDecimal{}, decimal.NullDecimal{}
	if r.top != nil && r.bottom != nil {
		top, exactTop := written(r.top)
		bottom, exactBottom := written(r.bottom)
		if !exactTop || !exactBottom {
			top, bottom, exactTop = wholeParts(r.top, r.bottom)
		}
		if r.pure && !exactTop {
			top, bottom = num.RoundRat(r.quotient(), observedPlaces, num.HalfUp), decimal.New(1, 0)
		}
		if bottom.IsZero() && r.bottom.Sign() != 0 {
			return kam.Observation{}, fmt.Errorf("attain: observation: %w: the denominator is too small", kam.ErrNumber)
		}
		for _, d := range []decimal.Decimal{top, bottom} {
			if err := num.Check(d); err != nil {
				return kam.Observation{}, fmt.Errorf("attain: observation: %w", err)
			}
		}
		o.Numerator, o.Denominator = decimal.NewNullDecimal(top), decimal.NewNullDecimal(bottom)
	}
	if err := o.Check(); err != nil {
		return kam.Observation{}, err
	}
	return o, nil
}

// wholeParts returns parts without a finite decimal as whole numbers in the same proportion: times their common
// denominator, else in lowest terms. When neither fits within the bounds of the library the parts are rounded.
func wholeParts(top, bottom *big.Rat) (numerator, denominator decimal.Decimal, exact bool) {
	common := new(big.Int).GCD(nil, nil, top.Denom(), bottom.Denom())
	times := new(big.Rat).SetInt(common.Mul(top.Denom(), common.Quo(bottom.Denom(), common)))
	pairs := [][2]*big.Rat{{new(big.Rat).Mul(top, times), new(big.Rat).Mul(bottom, times)}}
	if bottom.Sign() != 0 {
		q := new(big.Rat).Quo(top, bottom)
		pairs = append(pairs, [2]*big.Rat{new(big.Rat).SetInt(q.Num()), new(big.Rat).SetInt(q.Denom())})
	}
	for _, pair := range pairs {
		numerator, exactTop := written(pair[0])
		denominator, exactBottom := written(pair[1])
		if exactTop && exactBottom {
			return numerator, denominator, true
		}
	}
	return num.RoundRat(top, observedPlaces, num.HalfUp), num.RoundRat(bottom, observedPlaces, num.HalfUp), false
}

// written returns r as a decimal, rounded when no decimal within bounds is exact.
func written(r *big.Rat) (d decimal.Decimal, exact bool) {
	if places, finite := r.FloatPrec(); finite && places <= num.MaxExponent {
		d = num.RoundRat(r, int32(places), num.HalfUp)
		if num.Check(d) == nil {
			return d, true
		}
	}
	return num.RoundRat(r, observedPlaces, num.HalfUp), false
}
