package incentive

import (
	"math/big"
	"slices"

	"github.com/kam-go/kam"
)

// ratedTarget is the target incentive of a stretch with how it comes about.
type ratedTarget struct {
	stretch kam.Period
	// average is the amount in force, months the part of [Target.Per] that the stretch has, fraction what proration
	// leaves; a nil fraction: nothing is prorated.
	average, months, fraction *big.Rat
	amount                    *big.Rat
}

// targetOf returns the target incentive of a stretch of whole commission periods, exact: the amount in force, its part
// of [Target.Per], and what proration leaves. Nil: the payee has none, or was held because the days of the stretch
// cannot be counted.
func (c *calculation) targetOf(u *unit, stretch kam.Period) *big.Rat {
	for _, t := range u.state.targets {
		if t.stretch == stretch {
			return new(big.Rat).Set(t.amount)
		}
	}
	if !u.Target.Amount.Valid {
		return nil
	}
	t := ratedTarget{stretch: stretch, months: big.NewRat(c.monthsIn(u, stretch), months(u.Target.Per))}
	var err error
	if t.average, err = c.averageTarget(u, stretch); err == nil && u.plan.Proration != nil && *u.plan.Proration.Targets {
		t.fraction, err = c.fraction(u, stretch, false)
	}
	if err != nil {
		u.uncounted(stretch, err)
		return nil
	}
	t.amount = new(big.Rat).Mul(t.average, t.months)
	if t.fraction != nil {
		t.amount.Mul(t.amount, t.fraction)
	}
	u.state.targets = append(u.state.targets, t)
	slices.SortFunc(u.state.targets, func(a, b ratedTarget) int { return a.stretch.Compare(b.stretch) })
	return new(big.Rat).Set(t.amount)
}

// monthsIn returns how many months of target incentive a stretch of whole commission periods has.
func (c *calculation) monthsIn(u *unit, stretch kam.Period) int64 {
	each := months(u.plan.Plan.Period)
	parts, err := c.program.calendar.Split(stretch, u.plan.Plan.Period)
	if err != nil {
		return each
	}
	return each * int64(len(parts))
}
