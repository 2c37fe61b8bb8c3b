package kpi

import (
	"math/big"
	"sort"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// sum is an amount as it enters figures: converted where the policy says so. It may be missing, and even its currency
// may be.
type sum struct {
	amount   decimal.Decimal
	currency kam.Currency // empty: not known
	ok       bool
}

// stated is what a record says of an amount.
type stated struct {
	amount   decimal.NullDecimal
	currency kam.Currency
	rate     decimal.NullDecimal
}

// convert returns the amount in the currency that figures have. A converted amount is rounded once, half away from zero,
// to the smallest unit of the currency; one that is not converted stays as it is.
func (r *Rules) convert(s stated, on kam.Day) sum {
	if s.currency == "" {
		s.currency = r.policy.Assume
	}
	usableAmount := s.amount.Valid && usable(s.amount.Decimal)
	into := r.policy.Currency
	switch {
	case s.currency == "" || !isCurrency(s.currency):
		return sum{currency: into}
	case into == "" || s.currency == into:
		if !usableAmount {
			return sum{currency: s.currency}
		}
		return sum{amount: s.amount.Decimal, currency: s.currency, ok: true}
	case !usableAmount:
		return sum{currency: into}
	}
	value := num.Rat(s.amount.Decimal)
	if own := s.rate; r.policy.OwnRates && own.Valid && usable(own.Decimal) && own.Decimal.IsPositive() {
		value.Quo(value, num.Rat(own.Decimal))
	} else {
		per := r.rate(s.currency, on)
		if per == nil {
			return sum{currency: into}
		}
		value.Mul(value, per)
	}
	amount := num.RoundRat(value, into.MinorUnits(), num.HalfUp)
	return sum{amount: amount, currency: into, ok: usable(amount)}
}

func isCurrency(c kam.Currency) bool {
	_, err := kam.ParseCurrency(string(c))
	return err == nil
}

// rate returns what one unit of a currency is worth on a day, nil when nobody says.
func (r *Rules) rate(from kam.Currency, on kam.Day) *big.Rat {
	list := r.rates[from]
	if len(list) == 1 && list[0].Period.IsZero() {
		return num.Rat(list[0].Per)
	}
	after := sort.Search(len(list), func(i int) bool { return list[i].Period.From.After(on) })
	if after > 0 && list[after-1].Period.Contains(on) {
		return num.Rat(list[after-1].Per)
	}
	return nil
}
