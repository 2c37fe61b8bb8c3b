package parts

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/season"
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
		return season.Of(*c).Contains(t.Date(c.Date))
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
