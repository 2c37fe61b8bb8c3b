package reference

import (
	"errors"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
)

// holds tells whether a deal meets a condition; no condition is always met.
// It is not known where it depends on money of a deal that has no rate.
func (u *unit) holds(k *incentive.Condition, d *deal) (bool, error) {
	met, err := u.meets(k, d)
	return met == yes, err
}

func isMoney(number string) bool { return number == "amount" || number == "margin" || number == "cash" }

// answer is whether a condition is met, as far as that is known.
type answer int

const (
	no answer = iota
	unknown
	yes
)

// meets tells whether a deal meets a condition; the error says why that is unknown.
// A nil deal, which stands for the correction of a sum, has no attributes and no numbers.
func (u *unit) meets(k *incentive.Condition, d *deal) (answer, error) {
	switch {
	case k == nil:
		return yes, nil
	case len(k.All) > 0:
		return u.meetsMost(k.All, d, yes, func(a, worst answer) bool { return a < worst })
	case len(k.Any) > 0:
		return u.meetsMost(k.Any, d, no, func(a, best answer) bool { return a > best })
	case k.Not != nil:
		met, err := u.meets(k.Not, d)
		return yes - met, err
	case k.Attribute != "":
		value := ""
		if d != nil {
			value = d.attribute(k.Attribute)
		}
		return answered(slices.Contains(k.In, value)), nil
	}
	if d == nil {
		return no, nil
	}
	if k.Date != "" {
		day := d.root().Date(k.Date)
		after, before := !k.From.IsSet() || k.From.Compare(day) <= 0, !k.Until.IsSet() || k.Until.Compare(day) > 0
		return answered(day.IsSet() && after && before), nil
	}
	n, err := u.number(d, k.Number)
	switch {
	case errors.Is(err, hold("run.missing-number")):
		return no, nil
	case err != nil:
		return unknown, err
	}
	within := func(bound decimal.NullDecimal, wanted ...int) bool {
		return !bound.Valid || slices.Contains(wanted, n.Cmp(exact(bound.Decimal)))
	}
	return answered(within(k.AtLeast, 0, 1) && within(k.MoreThan, 1) && within(k.AtMost, -1, 0) && within(k.Below, -1)), nil
}

func answered(met bool) answer {
	if met {
		return yes
	}
	return no
}

// meetsMost is the answer of several conditions that goes before that of the others.
func (u *unit) meetsMost(all []incentive.Condition, d *deal, start answer, before func(a, b answer) bool) (answer, error) {
	found, why := start, error(nil)
	for i := range all {
		if met, err := u.meets(&all[i], d); before(met, found) {
			found, why = met, err
		}
	}
	if found != unknown {
		why = nil
	}
	return found, why
}
