package reference

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
)

// holds tells whether a deal meets a condition; no condition is always met.
// A nil deal, which stands for the correction of a sum, has no attributes and no numbers.
func holds(k *incentive.Condition, d *deal) bool {
	switch {
	case k == nil:
		return true
	case len(k.All) > 0:
		for i := range k.All {
			if !holds(&k.All[i], d) {
				return false
			}
		}
		return true
	case len(k.Any) > 0:
		for i := range k.Any {
			if holds(&k.Any[i], d) {
				return true
			}
		}
		return false
	case k.Not != nil:
		return !holds(k.Not, d)
	case k.Attribute != "":
		if d == nil {
			return slices.Contains(k.In, "")
		}
		return slices.Contains(k.In, d.attribute(k.Attribute))
	}
	if d == nil {
		return false
	}
	n, ok := d.number(k.Number)
	if !ok {
		return false
	}
	meets := func(bound decimal.NullDecimal, wanted ...int) bool {
		return !bound.Valid || slices.Contains(wanted, n.Cmp(exact(bound.Decimal)))
	}
	return meets(k.AtLeast, 0, 1) && meets(k.MoreThan, 1) && meets(k.AtMost, -1, 0) && meets(k.Below, -1)
}
