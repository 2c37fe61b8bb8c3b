package analysis

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
)

// holds reports whether a deal meets a condition; no condition is always met.
func (e *evaluation) holds(k *incentive.Condition, d *deal) bool {
	each := func(of incentive.Condition) bool { return e.holds(&of, d) }
	switch {
	case k == nil:
		return true
	case len(k.All) > 0:
		return !slices.ContainsFunc(k.All, func(of incentive.Condition) bool { return !each(of) })
	case len(k.Any) > 0:
		return slices.ContainsFunc(k.Any, each)
	case k.Not != nil:
		return !e.holds(k.Not, d)
	case k.Attribute != "":
		return slices.Contains(k.In, d.Attributes[k.Attribute])
	case k.Date != "":
		day := d.Date(k.Date)
		return day.IsSet() && !day.Before(k.From) && (!k.Until.IsSet() || day.Before(k.Until))
	}
	n, ok := e.named(d, k.Number)
	if !ok {
		return false
	}
	within := func(bound decimal.NullDecimal, met func(sign int) bool) bool {
		return !bound.Valid || met(e.cmp(n, constant(bound.Decimal.Rat())))
	}
	return within(k.AtLeast, func(s int) bool { return s >= 0 }) && within(k.MoreThan, func(s int) bool { return s > 0 }) &&
		within(k.AtMost, func(s int) bool { return s <= 0 }) && within(k.Below, func(s int) bool { return s < 0 })
}

// named is a number of a deal that conditions and tables name; false where the deal does not state it.
func (e *evaluation) named(d *deal, name string) (Polynomial, bool) {
	if isSize(name) {
		return e.quantity(d, incentive.Base(name))
	}
	n, ok := d.Numbers[name]
	return constant(n.Rat()), ok
}
