package reference

import (
	"math/big"
	"slices"

	"github.com/kam-go/kam/incentive"
)

// priceDeals: one rate for each deal, at its size. A refund that is recalculated takes back what its rule and
// participant were paid so far at the rate before it, and pays what is left at the rate after it.
func (u *unit) priceDeals(t *incentive.Tiers, r ruler, credits []*credit, paying map[*credit]bool, own, on incentive.Measure, bases map[*credit]*big.Rat) (map[*credit][]Slice, error) {
	priced := map[*credit][]Slice{}
	for _, group := range dealsOf(only(credits, func(c *credit) bool { return u.feeds(c, on) })) {
		if u.withoutOriginal(group[0][0]) && !slices.ContainsFunc(slices.Concat(group...), func(c *credit) bool { return paying[c] }) {
			continue // nothing asks for a rate
		}
		position, before, paid, err := u.startPaid(t, r, group[0], own, on)
		if err != nil {
			return nil, err
		}
		highest := position
		for _, members := range group {
			for _, c := range members {
				step, err := u.walks(c, on)
				if err != nil {
					return nil, err
				}
				position = add(position, step)
				highest = higher(highest, position)
			}
			reached := position
			if t.Lost == incentive.Latched {
				reached = highest
			}
			rate, err := u.rateReached(t, r, reached)
			if err != nil {
				return nil, err
			}
			for _, c := range only(members, func(c *credit) bool { return paying[c] }) {
				was := paid[c.source()]
				if was == nil {
					priced[c] = []Slice{slice(bases[c], rate)}
					paid[c.source()] = bases[c]
					continue
				}
				left := add(was, bases[c])
				priced[c] = []Slice{slice(neg(was), before), slice(left, rate)}
				paid[c.source()] = left
			}
			before = rate
		}
	}
	return priced, nil
}

// startPaid is where a deal stands before its first transaction here, the rate there, and what it was paid on: zero
// but for reversals without their original.
func (u *unit) startPaid(t *incentive.Tiers, r ruler, first []*credit, own, on incentive.Measure) (*big.Rat, *big.Rat, map[source]*big.Rat, error) {
	paid := map[source]*big.Rat{}
	position, err := u.startOfDeal(first, on)
	if err != nil || !u.withoutOriginal(first[0]) {
		return position, zero(), paid, err
	}
	for _, c := range first {
		if paid[c.source()], err = u.leftOf(c, own.Base); err != nil {
			return nil, nil, nil, err
		}
	}
	rate, err := u.rateReached(t, r, position)
	return position, rate, paid, err
}

// dealsOf divides credits into deals with their refunds, and each of these into transactions.
func dealsOf(credits []*credit) [][][]*credit {
	var groups [][][]*credit
	at := map[any]int{}
	for _, c := range credits {
		i, ok := at[c.group()]
		if !ok {
			i = len(groups)
			at[c.group()] = i
			groups = append(groups, nil)
		}
		if last := len(groups[i]) - 1; last >= 0 && groups[i][last][0].deal == c.deal {
			groups[i][last] = append(groups[i][last], c)
		} else {
			groups[i] = append(groups[i], []*credit{c})
		}
	}
	return groups
}
