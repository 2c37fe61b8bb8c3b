package equivalence

import (
	"slices"

	"github.com/kam-go/kam/incentive"
)

// datesAsked tells whether a plan selects deals by their dates.
func datesAsked(p incentive.Plan) bool {
	return slices.ContainsFunc(p.Credits, func(c incentive.CreditRule) bool { return asksDate(c.When) }) ||
		slices.ContainsFunc(p.Components, func(k incentive.Component) bool { return asksDate(k.When) })
}

func asksDate(c *incentive.Condition) bool {
	of := func(x incentive.Condition) bool { return asksDate(&x) }
	return c != nil && (c.Date != "" || asksDate(c.Not) || slices.ContainsFunc(c.All, of) || slices.ContainsFunc(c.Any, of))
}
