package parts

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// Holds tells whether a condition selects a deal.
func Holds(c *incentive.Condition, t incentive.Transaction) bool {
	switch {
	case c == nil:
		return true
	case c.Not != nil:
		return !Holds(c.Not, t)
	case len(c.All) > 0:
		return !slices.ContainsFunc(c.All, func(x incentive.Condition) bool { return !Holds(&x, t) })
	case len(c.Any) > 0:
		return slices.ContainsFunc(c.Any, func(x incentive.Condition) bool { return Holds(&x, t) })
	case c.Attribute != "":
		return slices.Contains(c.In, t.Attributes[c.Attribute])
	case c.Date != "":
		return Within(Span(c), t.Date(c.Date))
	}
	d, ok := Number(t, c.Number)
	return ok && (!c.AtLeast.Valid || d.Cmp(c.AtLeast.Decimal) >= 0) && (!c.MoreThan.Valid || d.Cmp(c.MoreThan.Decimal) > 0) &&
		(!c.AtMost.Valid || d.Cmp(c.AtMost.Decimal) <= 0) && (!c.Below.Valid || d.Cmp(c.Below.Decimal) < 0)
}

// Number returns a number of a deal.
func Number(t incentive.Transaction, name string) (decimal.Decimal, bool) {
	known := map[string]decimal.NullDecimal{"amount": decimal.NewNullDecimal(t.Amount), "margin": t.Margin, "units": t.Units, "cash": t.Cash}
	if d, ok := known[name]; ok {
		return d.Decimal, d.Valid
	}
	d, ok := t.Numbers[name]
	return d, ok
}

// Dates are the names of a deal's dates.
func Dates() []incentive.DateName {
	return []incentive.DateName{incentive.Booked, incentive.Invoiced, incentive.CashReceived, incentive.Delivered}
}

// SetDate sets a date of a deal.
func SetDate(t *incentive.Transaction, name incentive.DateName, day kam.Day) {
	switch name {
	case incentive.Booked:
		t.Booked = day
	case incentive.Invoiced:
		t.Invoiced = day
	case incentive.CashReceived:
		t.CashDate = day
	case incentive.Delivered:
		t.Delivered = day
	}
}

// Span is the days that meet a condition on a date; an end that is unset is open.
func Span(c *incentive.Condition) kam.Period { return kam.Period{From: c.From, Until: c.Until} }

// Within tells whether a day lies in a span, of which either end may be open.
func Within(span kam.Period, day kam.Day) bool {
	return day.IsSet() && !day.Before(span.From) && (!span.Until.IsSet() || day.Before(span.Until))
}
