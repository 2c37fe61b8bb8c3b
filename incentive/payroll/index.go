package payroll

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// index is terms laid out for looking up.
type index struct {
	minimums   map[minimumKey]decimal.Decimal
	holds      map[string][]Hold
	currencies map[string]kam.Currency
}

type minimumKey struct {
	per      Scope
	plan     string
	currency kam.Currency
}

func (t Terms) index() index {
	x := index{map[minimumKey]decimal.Decimal{}, map[string][]Hold{}, map[string]kam.Currency{}}
	for _, m := range t.Minimums {
		x.minimums[minimumKey{m.Per, m.Plan, m.Currency}] = m.Amount
	}
	for _, h := range t.Holds {
		x.holds[h.Payee] = append(x.holds[h.Payee], h)
	}
	for _, c := range t.Currencies {
		x.currencies[c.Payee] = c.Currency
	}
	return x
}

// minimum returns the least amount that is paid, and zero when there is none.
func (x index) minimum(per Scope, plan string, c kam.Currency) decimal.Decimal {
	if least, own := x.minimums[minimumKey{per, plan, c}]; own {
		return least
	}
	return x.minimums[minimumKey{per, "", c}]
}

// hold returns what stops a whole payment on a day, if anything does: the first such row.
func (x index) hold(payee, plan string, date kam.Day) (Hold, bool) {
	for _, h := range x.holds[payee] {
		if !h.Amount.Valid && (h.Plan == "" || h.Plan == plan) && h.Days.Contains(date) {
			return h, true
		}
	}
	return Hold{}, false
}

// parts returns what stops parts of a payment on a day, and their sum.
func (x index) parts(l Line) (sum decimal.Decimal, rows []Hold) {
	for _, h := range x.holds[l.Payee] {
		if h.Amount.Valid && h.Plan == l.Plan && h.Currency == l.Currency && h.Days.Contains(l.Date) {
			sum = sum.Add(h.Amount.Decimal)
			rows = append(rows, h)
		}
	}
	return sum, rows
}
