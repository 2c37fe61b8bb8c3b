package tracking

import (
	"math/big"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/internal/num"
)

// Gap returns the share that is missing of what was expected to date: 1 less Pace, and 0 on plan or ahead of it. From a
// baseline it is a share of the way, which the expected and the actual value alone do not tell. It is exact where a
// [kam.Fraction] within bounds writes it, else rounded half away from zero to six places; false when Pace is not known,
// and for a gap beyond a million.
func (p Progress) Gap() (kam.Fraction, bool) {
	if !p.Pace.Known() {
		return kam.Fraction{}, false
	}
	gap := new(big.Rat).Sub(big.NewRat(1, 1), p.Pace.r)
	if gap.Sign() <= 0 {
		return kam.Fraction{}, true
	}
	if f, ok := fraction(gap); ok {
		return f, true
	}
	return fraction(num.Rat(num.RoundRat(gap, roundedPlaces, num.HalfUp)))
}

// fraction returns r as a fraction, and false when it is beyond the bounds of one.
func fraction(r *big.Rat) (kam.Fraction, bool) {
	if !r.Num().IsInt64() || !r.Denom().IsInt64() {
		return kam.Fraction{}, false
	}
	f := kam.Fraction{Num: r.Num().Int64(), Den: r.Denom().Int64()}
	if f.Check() != nil {
		return kam.Fraction{}, false
	}
	return f, true
}

// Per returns the unit of time that RunRate, Required and Best are for in words, such as a working day, to stand after
// "per" or "每". On the seasonal basis the rates of a flow are shares of the plan, and for the zero value there are none:
// the text is empty.
func (p Progress) Per() kam.Text {
	switch {
	case p.Basis == WorkingDays:
		return say("working day", "个工作日")
	case p.Basis == CalendarDays, p.Basis == Seasonal && p.Goal.Tracking == goals.Stock:
		return say("day", "天")
	}
	return kam.Text{}
}
