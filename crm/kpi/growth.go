package kpi

import (
	"slices"

	"github.com/shopspring/decimal"
)

// Growth returns (now - before) / before. From nothing, and from less than nothing, it is unknown; from nothing it keeps
// its parts, so that the growths of several accounts combine.
func Growth(before, now decimal.Decimal) Ratio {
	if !usable(before, now) || before.IsNegative() {
		return Ratio{}
	}
	return ratioOf(now.Sub(before), before)
}

// MarginRate returns margin / revenue. Without revenue above 0 it is unknown.
func MarginRate(margin, revenue decimal.Decimal) Ratio {
	if !usable(margin, revenue) || revenue.IsNegative() {
		return Ratio{}
	}
	return ratioOf(margin, revenue)
}

// Concentration returns the share of the n largest revenues in all of them. Revenues of 0 or less are no part of either
// sum. Without revenue, and for an n below 1, it is unknown.
func Concentration(revenues []decimal.Decimal, n int) Ratio {
	positive, ok := largest(revenues)
	if !ok || n < 1 {
		return Ratio{}
	}
	all, ok := total(positive)
	if !ok {
		return Ratio{}
	}
	top, _ := total(positive[:min(n, len(positive))])
	return ratioOf(top, all)
}

// Herfindahl returns the Herfindahl-Hirschman index of revenues: the sum of their squares by the square of their sum. It is
// 1 for a single account and 1/n for n equal ones. Revenues of 0 or less are no part of it; without any it is unknown.
func Herfindahl(revenues []decimal.Decimal) Ratio {
	positive, ok := largest(revenues)
	if !ok {
		return Ratio{}
	}
	var squares, sum decimal.Decimal
	for _, r := range positive {
		squares, sum = squares.Add(r.Mul(r)), sum.Add(r)
	}
	return ratioOf(squares, sum.Mul(sum))
}

// largest returns the values above 0, largest first, and false when a value is out of bounds.
func largest(values []decimal.Decimal) ([]decimal.Decimal, bool) {
	positive := make([]decimal.Decimal, 0, len(values))
	for _, v := range values {
		if !usable(v) {
			return nil, false
		}
		if v.IsPositive() {
			positive = append(positive, v)
		}
	}
	slices.SortFunc(positive, func(a, b decimal.Decimal) int { return b.Cmp(a) })
	return positive, true
}
