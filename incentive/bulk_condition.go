package incentive

import "slices"

// met reports whether a transaction in the plan's own currency meets a condition. No condition is met by every one.
func (k *Condition) met(t *Transaction) bool {
	switch {
	case k == nil:
		return true
	case len(k.All) > 0:
		for i := range k.All {
			if !k.All[i].met(t) {
				return false
			}
		}
		return true
	case len(k.Any) > 0:
		for i := range k.Any {
			if k.Any[i].met(t) {
				return true
			}
		}
		return false
	case k.Not != nil:
		return !k.Not.met(t)
	case k.Attribute != "":
		return slices.Contains(k.In, t.Attributes[k.Attribute])
	case k.Date != "":
		return k.dated(t)
	}
	x := t.number(k.Number)
	return x.Valid &&
		(!k.AtLeast.Valid || x.Decimal.Cmp(k.AtLeast.Decimal) >= 0) &&
		(!k.MoreThan.Valid || x.Decimal.Cmp(k.MoreThan.Decimal) > 0) &&
		(!k.AtMost.Valid || x.Decimal.Cmp(k.AtMost.Decimal) <= 0) &&
		(!k.Below.Valid || x.Decimal.Cmp(k.Below.Decimal) < 0)
}

// asksMoney reports whether a condition asks for a sum of money of the deal.
func (k *Condition) asksMoney() bool {
	if k == nil {
		return false
	}
	for _, list := range [][]Condition{k.All, k.Any} {
		for i := range list {
			if list[i].asksMoney() {
				return true
			}
		}
	}
	return k.Not.asksMoney() || isMoney(k.Number)
}
