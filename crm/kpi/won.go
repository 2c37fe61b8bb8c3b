package kpi

import "github.com/shopspring/decimal"

// WinRate returns won / (won + lost), of numbers of deals or of amounts. When nothing was decided, or a part is below 0, it
// is unknown. Open deals are no part of it.
func WinRate(won, lost decimal.Decimal) Ratio {
	if !usable(won, lost) || won.IsNegative() || lost.IsNegative() {
		return Ratio{}
	}
	return ratioOf(won, won.Add(lost))
}

// Weight is the amount of an open deal and its chance, from 0 to 1.
type Weight struct {
	Amount      decimal.Decimal `json:"amount"`
	Probability decimal.Decimal `json:"probability"`
}

// Weighted returns the sum of amount * probability, exactly: 0 of none. It is not valid when a probability is not from 0 to
// 1 or a number is out of bounds.
func Weighted(deals []Weight) decimal.NullDecimal {
	var sum decimal.Decimal
	for _, d := range deals {
		if !usable(d.Amount, d.Probability) || d.Probability.IsNegative() || d.Probability.GreaterThan(decimal.New(1, 0)) {
			return decimal.NullDecimal{}
		}
		sum = sum.Add(d.Amount.Mul(d.Probability))
	}
	return known(sum)
}
