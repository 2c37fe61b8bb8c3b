package meetings

import (
	"math/big"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Ratio is how many of how many, so that ratios can be added up. With a Den of 0, the zero value included, it is
// unknown: there was nothing to divide.
type Ratio struct {
	Num int64 `json:"num"`
	Den int64 `json:"den"`
}

// Known reports whether there is something to divide.
func (r Ratio) Known() bool { return r.Den != 0 }

// Fraction returns r as an exact fraction, and false when it is unknown.
func (r Ratio) Fraction() (kam.Fraction, bool) {
	if !r.Known() {
		return kam.Fraction{}, false
	}
	return kam.Fraction{Num: r.Num, Den: r.Den}, true
}

// String returns "3/4", not in lowest terms, or "unknown".
func (r Ratio) String() string {
	if !r.Known() {
		return "unknown"
	}
	return strconv.FormatInt(r.Num, 10) + "/" + strconv.FormatInt(r.Den, 10)
}

// count adds one to Den, and to Num when it is a hit.
func (r *Ratio) count(hit bool) {
	r.Den++
	if hit {
		r.Num++
	}
}

// Attainment is what was reached by what was asked, as two exact numbers, such as 45 visits of 60. It is unknown while
// either is, and when nothing was asked; the zero value is unknown.
type Attainment struct {
	Reached decimal.NullDecimal `json:"reached,omitzero"`
	Asked   decimal.NullDecimal `json:"asked,omitzero"`
}

// Exact returns Reached divided by Asked as a new exact ratio, 1 being 100 %. It returns false when it is unknown, and
// when a number is out of bounds.
func (a Attainment) Exact() (*big.Rat, bool) {
	if !a.Reached.Valid || !a.Asked.Valid || num.Check(a.Reached.Decimal) != nil || num.Check(a.Asked.Decimal) != nil || a.Asked.Decimal.IsZero() {
		return nil, false
	}
	return new(big.Rat).Quo(num.Rat(a.Reached.Decimal), num.Rat(a.Asked.Decimal)), true
}

// attainment checks the two numbers of an attainment.
func (c *checker) attainment(place string, a Attainment) {
	c.number(place+".reached", a.Reached)
	c.number(place+".asked", a.Asked)
}

// median returns the middle of days, or the mean of the two in the middle, exact to half a day; not valid of none.
// It sorts days.
func median(days []int) decimal.NullDecimal {
	n := len(days)
	if n == 0 {
		return decimal.NullDecimal{}
	}
	slices.Sort(days)
	twice := int64(days[(n-1)/2]) + int64(days[n/2])
	return decimal.NewNullDecimal(decimal.New(twice*5, -1))
}

// elapsed returns the days from one day to another, in working days of calendar when it is not nil: from counts when
// it is worked, until does not. It is 0 when until is not after from.
func elapsed(calendar *kam.Calendar, from, until kam.Day) (int, error) {
	if !until.After(from) {
		return 0, nil
	}
	if calendar == nil {
		return until.Sub(from), nil
	}
	return calendar.WorkingDays(kam.Period{From: from, Until: until})
}
