package reference

import (
	"math/big"
	"slices"

	"github.com/kam-go/kam/incentive"
)

// capDeals cuts what each deal pays all payees of the plan version together in the component.
func (u *unit) capDeals(i int, o *outcome) error {
	limit, err := u.capPer(u.plan.Components[i].Caps, incentive.PerDeal, u.world.in.Period)
	if err != nil || limit == nil {
		return err
	}
	limit = u.grid().round(limit)
	var done []*deal
	for _, l := range o.lines {
		if l.credit.deal == nil || slices.Contains(done, l.credit.deal.root()) {
			continue
		}
		root := l.credit.deal.root()
		done = append(done, root)
		cut, err := u.cutOf(i, root, limit)
		if err != nil {
			return err
		}
		o.adjustFor("transaction-cap", root.ID, neg(cut))
	}
	return nil
}

// cutOf is the unit's part of what a deal pays above the limit.
func (u *unit) cutOf(i int, root *deal, limit *big.Rat) (*big.Rat, error) {
	var paid []*big.Rat
	own := 0
	for _, other := range u.world.edition(u.plan) {
		pays, err := other.paysFor(i, root)
		if err != nil {
			return nil, err
		}
		if other == u {
			own = len(paid)
		}
		paid = append(paid, pays)
	}
	total := sum(paid)
	excess := sub(total, limit)
	if excess.Sign() <= 0 {
		return zero(), nil
	}
	cuts := make([]*big.Rat, len(paid))
	for n, pays := range paid {
		cuts[n] = mul(pays, quo(excess, total))
	}
	if u.fine() {
		cuts = u.grid().share(u.grid().round(excess), cuts)
	}
	return cuts[own], nil
}

// paysFor is what a deal and its refunds pay the unit in a component: nothing where a gate of it is shut.
func (u *unit) paysFor(i int, root *deal) (*big.Rat, error) {
	s, err := u.stage(i)
	if err != nil || u.world.heldItself(u.account()) {
		if u.mightPay(i, root) {
			return nil, hold(dependsOnHeld)
		}
		return zero(), nil
	}
	total := zero()
	for _, l := range s.lines {
		if l.credit.deal != nil && l.credit.deal.root() == root && !s.failed {
			total = add(total, l.amount)
		}
	}
	return total, nil
}

// mightPay tells whether a deal would pay the unit in a component that is not known.
func (u *unit) mightPay(i int, root *deal) bool {
	k := u.plan.Components[i]
	own := u.measure(k.Measure)
	return slices.ContainsFunc(slices.Concat(u.credits, u.doubtful), func(c *credit) bool {
		met, err := u.holds(k.When, c.deal)
		return c.deal.root() == root && u.feeds(c, own) && *u.plan.Credits[c.rule].Pays && (met || err != nil)
	})
}

// edition are the units of a plan version, by payee and start of the assignment.
func (w *world) edition(p *incentive.Plan) []*unit {
	return slices.DeleteFunc(slices.Clone(w.units), func(u *unit) bool { return u.plan != p })
}
