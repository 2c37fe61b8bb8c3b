package kpi

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/internal/num"
)

// Ratio is an exact quotient, such as a share or a mean: what was counted by what it was counted from. A ratio whose
// Den is 0 is unknown, never 0 and never 1; so is the zero value. Equal quotients may have different parts; compare
// them with [Ratio.Cmp].
type Ratio struct {
	Num decimal.Decimal `json:"num"`
	Den decimal.Decimal `json:"den"`
}

// ratioOf returns n/d, unknown when a part is out of bounds.
func ratioOf(n, d decimal.Decimal) Ratio {
	if !usable(n, d) {
		return Ratio{}
	}
	return Ratio{Num: n, Den: d}
}

// ofCounts returns n/d.
func ofCounts(n, d int64) Ratio { return Ratio{Num: decimal.NewFromInt(n), Den: decimal.NewFromInt(d)} }

// Known reports whether r has a value: its Den is not 0, and both parts are within the bounds of the library.
func (r Ratio) Known() bool { return usable(r.Num, r.Den) && !r.Den.IsZero() }

// Rat returns the exact value as a new ratio, and false when it is unknown.
func (r Ratio) Rat() (*big.Rat, bool) {
	if !r.Known() {
		return nil, false
	}
	return new(big.Rat).Quo(num.Rat(r.Num), num.Rat(r.Den)), true
}

// Round returns the value rounded once to so many decimal places, a half away from zero; not valid when it is unknown.
func (r Ratio) Round(places int32) decimal.NullDecimal {
	value, ok := r.Rat()
	if !ok {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(num.RoundRat(value, places, num.HalfUp))
}

// Percent returns the value in per cent, rounded once to so many decimal places: 85 for 17/20. It is not valid when the
// value is unknown.
func (r Ratio) Percent(places int32) decimal.NullDecimal {
	value, ok := r.Rat()
	if !ok {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(num.RoundRat(value.Mul(value, big.NewRat(100, 1)), places, num.HalfUp))
}

// Cmp returns -1, 0 or +1 when r is less than, equal to or more than o. What is unknown is less than everything known.
func (r Ratio) Cmp(o Ratio) int {
	a, known := r.Rat()
	b, both := o.Rat()
	switch {
	case known && both:
		return a.Cmp(b)
	case known:
		return 1
	case both:
		return -1
	}
	return 0
}

// Mean returns the sum of values by their number. Of none it is unknown, and so it is when a value is out of bounds.
func Mean(values []decimal.Decimal) Ratio {
	sum, ok := total(values)
	if !ok {
		return Ratio{}
	}
	return ratioOf(sum, decimal.NewFromInt(int64(len(values))))
}

// Median returns the middle value, and of an even number of values the mean of the middle two, exactly. Of none it is not
// valid, and so it is when a value is out of bounds.
func Median(values []decimal.Decimal) decimal.NullDecimal {
	if len(values) == 0 || !usable(values...) {
		return decimal.NullDecimal{}
	}
	sorted := slices.Clone(values)
	slices.SortFunc(sorted, decimal.Decimal.Cmp)
	upper := sorted[len(sorted)/2]
	if len(sorted)%2 == 1 {
		return known(upper)
	}
	return known(upper.Add(sorted[len(sorted)/2-1]).Mul(decimal.New(5, -1)))
}

// medianOfCounts is [Median] of whole numbers, which it sorts.
func medianOfCounts(values []int64) decimal.NullDecimal {
	if len(values) == 0 {
		return decimal.NullDecimal{}
	}
	slices.Sort(values)
	upper := decimal.NewFromInt(values[len(values)/2])
	if len(values)%2 == 1 {
		return decimal.NewNullDecimal(upper)
	}
	return decimal.NewNullDecimal(upper.Add(decimal.NewFromInt(values[len(values)/2-1])).Mul(decimal.New(5, -1)))
}

// usable reports whether every number is within the bounds of the library. Nothing is computed from numbers that are not.
func usable(values ...decimal.Decimal) bool {
	for _, v := range values {
		if num.Check(v) != nil {
			return false
		}
	}
	return true
}

// known returns d, not valid when it is out of bounds.
func known(d decimal.Decimal) decimal.NullDecimal {
	return decimal.NullDecimal{Decimal: d, Valid: usable(d)}
}

// total returns the sum, and false when a value or the sum is out of bounds.
func total(values []decimal.Decimal) (decimal.Decimal, bool) {
	var sum decimal.Decimal
	for _, v := range values {
		if !usable(v) {
			return decimal.Decimal{}, false
		}
		sum = sum.Add(v)
	}
	return sum, usable(sum)
}
