package scoring

import (
	"math/bits"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Bounds of the numbers that texts show, far beyond what a function makes of numbers within the bounds of the library.
const (
	// maxWholeBits is the longest whole part, in bits.
	maxWholeBits = 1 << 10
	// maxPartBits is the longest numerator and denominator, in bits; longer than the text of an exact number may be.
	maxPartBits = 1 << 18
	// maxMemberBits is the longest numerator and denominator of a value of a cohort, in bits.
	maxMemberBits = 1 << 10
)

// tame reports whether a known number is short enough to be written and added up.
func tame(e Exact) bool {
	if e.r == nil {
		return true
	}
	top, bottom := e.r.Num().BitLen(), e.r.Denom().BitLen()
	return max(top, bottom) <= maxPartBits && top-bottom <= maxWholeBits
}

// shown writes a number for people: exactly when four decimal places are enough, else rounded half away from zero and
// marked ≈.
func shown(e Exact) string { return shownTo(e, 4) }

func shownTo(e Exact, places int32) string { return shownShifted(e, places, 0) }

// shownShifted writes e * 10^shift.
func shownShifted(e Exact, places, shift int32) string {
	if !e.Known() || !tame(e) {
		return "?"
	}
	r := e.rat()
	d := num.RoundRat(r, places+shift, num.HalfUp)
	text := num.Format(d.Shift(shift))
	if num.Rat(d).Cmp(r) != 0 {
		return "≈" + text
	}
	return text
}

// percent writes a ratio in per cent, as [shown] does to two places.
func percent(e Exact) kam.Text { return percentage(e, 2) }

// percentage writes e * 10^shift in per cent.
func percentage(e Exact, shift int32) kam.Text {
	text := shownShifted(e, 2, shift)
	if text == "?" {
		return say("?", "?")
	}
	return say("%s %%", "%s%%", text)
}

// exactly writes a number of a card in full. It is a decimal, a sum or a product of two.
func exactly(e Exact) string {
	if !e.Known() {
		return "?"
	}
	r := e.rat()
	if places, exact := r.FloatPrec(); exact {
		return r.FloatString(places)
	}
	return r.RatString()
}

const (
	// longPlaces is how many decimal places of an observed value are shown before it is rounded.
	longPlaces = 12
	// longRatio is how long an observed ratio may be to be shown as one, in bytes.
	longRatio = 24
)

// observed writes a value so that points can be worked out from it: in full when it is a decimal of a few places, as a
// short ratio and rounded, or rounded alone.
func observed(e Exact) kam.Text {
	rounded := shown(e)
	if !e.Known() || rounded == "?" {
		return say("%s", "%s", rounded)
	}
	r := e.rat()
	if places, exact := r.FloatPrec(); exact && places <= longPlaces {
		return say("%s", "%s", r.FloatString(places))
	}
	if ratio := r.RatString(); len(ratio) <= longRatio {
		return say("%s (%s)", "%s（%s）", ratio, rounded)
	}
	return say("%s", "%s", rounded)
}

// figure writes a decimal, and "?" for one beyond the bounds of the library.
func figure(d decimal.Decimal) string {
	if num.Check(d) != nil {
		return "?"
	}
	return num.Format(d)
}

// bits is the length of the numerator or the denominator, whichever is longer, in binary digits.
func (e Exact) bits() int {
	if e.r == nil {
		return max(bits.Len64(magnitude(e.n)), bits.Len64(uint64(e.d)))
	}
	return max(e.r.Num().BitLen(), e.r.Denom().BitLen())
}
