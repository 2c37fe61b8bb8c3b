package reference

import (
	"math/big"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// commissions are the credits that this unit takes from what its subordinates earn, for rules that feed any of the measures.
func (u *unit) commissions(measures []incentive.Measure) ([]*credit, error) {
	var found []*credit
	for _, i := range u.rulesOf(measures) {
		if !onCommission(u.plan.Credits[i]) {
			continue
		}
		if _, done := u.taken[i]; !done {
			credits, err := u.take(i)
			if err != nil {
				return nil, err
			}
			u.taken[i] = credits
		}
		found = append(found, u.taken[i]...)
	}
	return found, nil
}

// take collects the credits of one rule from every subordinate assignment.
func (u *unit) take(rule int) ([]*credit, error) {
	var found []*credit
	var failed error
	for _, from := range u.world.units {
		for component, k := range from.plan.Components {
			if !names(u.plan.Credits[rule], from.plan.ID, k.Name) {
				continue
			}
			o, err := from.component(component)
			if err == nil && !u.world.heldItself(from.account()) {
				taken := u.takeFrom(rule, from, component, o)
				if slices.ContainsFunc(taken, u.unranked) {
					failed = hold("run.numeric-id")
				}
				found = append(found, taken...)
			} else if failed == nil && u.mightTake(rule, from, component) {
				failed = hold(dependsOnHeld) // a fault of the unit's own says more
			}
		}
	}
	return found, failed
}

// unranked tells whether the plan cannot put a commission in order: by numbers, where its deal has none.
func (u *unit) unranked(c *credit) bool {
	return u.plan.Order == incentive.ByNumericID && !c.correction && !isNumbered(c.deal)
}

func isNumbered(d *deal) bool {
	_, ok := wholeNumber(d.ID)
	return ok
}

const dependsOnHeld = "run.depends-on-held"

// blocked tells whether what a component earns is not known: it cannot be worked out, its unit is held for a reason
// of its own, or it is fed by a component that is blocked.
func (u *unit) blocked(component int) bool {
	_, err := u.component(component)
	return err != nil || u.world.heldItself(u.account()) || u.fedByBlocked(component)
}

// fedByBlocked tells whether a component takes, or would take, commission from one that is blocked.
func (u *unit) fedByBlocked(component int) bool {
	for _, i := range u.rulesOf(u.allMeasuresOf(u.plan.Components[component])) {
		rule := u.plan.Credits[i]
		if !onCommission(rule) {
			continue
		}
		for _, from := range u.world.units {
			for j, k := range from.plan.Components {
				if names(rule, from.plan.ID, k.Name) && u.mightTake(i, from, j) && from.blocked(j) {
					return true
				}
			}
		}
	}
	return false
}

// allMeasuresOf are the measures that a component looks at, whatever the figures are.
func (u *unit) allMeasuresOf(k incentive.Component) []incentive.Measure {
	all := u.measuresOf(k)
	if k.Table != nil {
		for _, d := range k.Table.Dimensions {
			if d.On != "" {
				all = append(all, u.measure(d.On))
			}
		}
	}
	for _, m := range k.Multipliers {
		all = append(all, u.multiplierMeasure(k, m))
	}
	if k.Pool != nil {
		all = append(all, u.keyMeasure(k))
	}
	return all
}

// names tells whether a rule takes from a component of a plan: named alone, it is meant in every plan.
func names(rule incentive.CreditRule, plan, component string) bool {
	return slices.Contains(rule.Of, component) || slices.Contains(rule.Of, plan+"/"+component)
}

// takeFrom takes what one component of one subordinate adds in the run's period: its lines of the period, then the
// rest, such as a gate, a cap or what earlier deals earn by now, as one credit of the period's last day.
func (u *unit) takeFrom(rule int, from *unit, component int, o *outcome) []*credit {
	k := from.plan.Components[component]
	gross := u.plan.Credits[rule].Base == incentive.CreditGross
	var found []*credit
	take := func(c credit, amount *big.Rat, on kam.Day) {
		if !u.manages(rule, from, on) || !u.counts(c.date) {
			return
		}
		c.rule, c.from, c.component, c.managed = rule, from, component, on
		c.commission, c.scale, c.payShare = amount, u.plan.Credits[rule].Share.Rat(), whole(1)
		found = append(found, &c)
	}
	rest := neg(from.postedBefore(k.Name, from.measure(k.Measure)))
	if gross {
		rest = o.gross
	} else {
		rest = add(rest, sum(o.parts()))
	}
	for i, l := range o.lines {
		if !within(u.world.in.Period, l.credit.date) {
			continue
		}
		amount := l.gross
		if !gross {
			amount = l.amount
			rest = sub(rest, amount)
		}
		take(credit{deal: l.credit.deal, participant: l.credit.participant, date: l.credit.date, correction: l.credit.correction, fromLine: i}, amount, from.managedOn(l.credit))
	}
	if rest.Sign() != 0 {
		day := u.world.lastDay()
		take(credit{date: day, correction: true, fromLine: len(o.lines)}, rest, day)
	}
	return found
}

// managedOn is the day that decides who manages a credit: its own, a reversal's original's; of a commission that of the
// credit that it comes from.
func (u *unit) managedOn(c *credit) kam.Day {
	if c.commission != nil {
		return c.managed
	}
	if c.deal != nil && c.deal.isRefund() {
		if at := c.deal.root().Date(u.plan.CreditDate); at.IsSet() {
			return at
		}
	}
	return c.date
}

// manages tells whether this unit's payee is the manager whom the rule credits for a subordinate on a day.
func (u *unit) manages(rule int, from *unit, on kam.Day) bool {
	manager, ok := u.world.climb(from.assignment.Payee, u.plan.Credits[rule], on)
	return ok && manager == u.assignment.Payee
}

// mightTake tells whether a component that cannot be worked out would have counted here: through any of its
// credits of the period, or through the rest of its sum.
func (u *unit) mightTake(rule int, from *unit, component int) bool {
	if day := u.world.lastDay(); u.counts(day) && u.manages(rule, from, day) {
		return true
	}
	own := from.measure(from.plan.Components[component].Measure)
	var taken []*credit // also where others that should come up to it are not known
	for _, i := range from.rulesOf([]incentive.Measure{own}) {
		if onCommission(from.plan.Credits[i]) {
			credits, _ := from.take(i)
			taken = append(taken, credits...)
		}
	}
	for _, c := range slices.Concat(from.doubtful, from.credits, taken) {
		if !paysSum(from.plan.Components[component]) && !*from.plan.Credits[c.rule].Pays {
			continue // it has no line
		}
		if from.feeds(c, own) && within(u.world.in.Period, c.date) && u.counts(c.date) && u.manages(rule, from, from.managedOn(c)) {
			return true
		}
	}
	return false
}
