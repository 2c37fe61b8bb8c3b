package incentive

import (
	"math/big"

	"github.com/kam-go/kam/incentive/internal/settle"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/internal/num"
)

// caps reports whether a plan has a cap of that scope.
func (p *plan) caps(scope CapScope) bool {
	for _, limit := range p.Caps {
		if limit.Per == scope {
			return true
		}
	}
	return false
}

// carries returns the plan's cap whose excess is carried on, nil for none.
func (p *plan) carries() *Cap {
	for i := range p.Caps {
		if p.Caps[i].Excess == ExcessCarry {
			return &p.Caps[i]
		}
	}
	return nil
}

// planLimits fills in the limits of the plan; false when the unit had to be held.
func (c *calculation) planLimits(u *unit, s *settle.Statement, widest Window) bool {
	for _, limit := range u.plan.Caps {
		window := PerPeriod
		if limit.Per == PerPlan {
			window = widest
		}
		x, ok := c.limit(u, limit, window)
		if !ok {
			return false
		}
		switch limit.Per {
		case PerPlan:
			s.PlanCaps = append(s.PlanCaps, x)
		case PerLifetime:
			s.LifetimeCaps = append(s.LifetimeCaps, x)
		default:
			s.PeriodCaps = append(s.PeriodCaps, x)
		}
	}
	s.Carried, s.Lifetime = c.carried(u), c.lifetime(u)
	return true
}

// carried returns what a cap per period cut before and the period may pay; nil when the plan carries nothing on, or no
// longer. What a version cut whose cap forfeits is no part of it.
func (c *calculation) carried(u *unit) *big.Rat {
	if limit := u.plan.carries(); limit == nil || !c.period.From.Before(limit.Until) {
		return nil
	}
	balance := new(big.Rat)
	for _, p := range c.posted[postedKey{u.payee.ID, u.Plan, 0, periodCapComponent}] {
		if by := c.program.byKey[planKey{p.Plan, p.Version}]; c.earlier(p) && by != nil && by.carries() != nil {
			balance.Sub(balance, num.Rat(p.Amount)) // in another currency, it has held the unit
		}
	}
	u.placed(balance)
	for _, x := range u.state.siblings {
		balance.Sub(balance, x.usedCarried())
	}
	u.placed(balance)
	return balance
}

// usedCarried returns what a settled assignment has taken of the balance that was carried into the period: all of it,
// less what its own cap cut again. What it cut beyond that is for later periods.
func (r *result) usedCarried() *big.Rat {
	in, used := new(big.Rat), new(big.Rat)
	for _, a := range r.plan {
		switch a.Kind {
		case settle.CarriedIn:
			in = num.Rat(a.amount)
			used.Add(used, in)
		case settle.PeriodCap:
			used.Add(used, num.Rat(a.amount))
		default: // no part of the balance
		}
	}
	switch {
	case in.Sign() < 0:
		return in
	case used.Sign() < 0:
		return new(big.Rat)
	}
	return used
}

// lifetime returns what the plan, in all its versions, has earned the payee before; nil when nothing limits that.
func (c *calculation) lifetime(u *unit) *big.Rat {
	if !u.plan.caps(PerLifetime) {
		return nil
	}
	sum := new(big.Rat)
	for _, p := range c.posted[postedKey{u.payee.ID, u.Plan, 0, ""}] {
		if c.earlier(p) {
			sum.Add(sum, num.Rat(p.Amount)) // in another currency, it has held the unit
		}
	}
	for _, x := range u.state.siblings {
		sum.Add(sum, num.Rat(x.earned))
	}
	return sum
}

// unknownCut reports whether a posting is what a cap per period cut under a version that the program does not have,
// while the unit's plan carries on: nobody knows whether that version carries it or forfeits it.
func (c *calculation) unknownCut(u *unit, p ledger.Posted) bool {
	limit := u.plan.carries()
	return limit != nil && c.period.From.Before(limit.Until) && p.Component == periodCapComponent && c.earlier(p) && c.program.byKey[planKey{p.Plan, p.Version}] == nil
}

// earlier reports whether something was posted for a period that the run's period follows.
func (c *calculation) earlier(p ledger.Posted) bool {
	return p.Period.Until.IsSet() && !c.period.From.Before(p.Period.Until)
}

// sums reports whether a unit adds a posting up with amounts of its own, whatever the windows of its measures: what was
// posted for the run's period, and what its plan's caps count from before it.
func (c *calculation) sums(u *unit, p ledger.Posted) bool {
	if !c.earlier(p) {
		return p.Period == c.period
	}
	return u.plan.caps(PerLifetime) || u.plan.carries() != nil && p.Component == periodCapComponent
}

// settleSiblings settles anew the later of several assignments of a payee to one plan in the run's period, where the
// plan has a balance that all of them use: what is carried, or a cap for life.
func (c *calculation) settleSiblings(results []*result) {
	units := c.people.units // ordered by payee, plan and start
	for i, u := range units {
		if results[i] == nil || u.plan.carries() == nil && !u.plan.caps(PerLifetime) {
			continue
		}
		for j := i - 1; j >= 0 && units[j].payee == u.payee && units[j].Plan == u.Plan; j-- {
			if results[j] != nil {
				u.state.siblings = append(u.state.siblings, results[j])
			}
		}
		if len(u.state.siblings) > 0 {
			results[i] = c.settle(u)
		}
	}
}
