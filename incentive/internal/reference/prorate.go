package reference

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// checkTime holds the unit where its ramps, absences and reliefs do not fit the plan.
func (u *unit) checkTime() {
	p := u.plan.Proration
	quotas := p != nil && *p.Quotas
	some := p != nil && (*p.Quotas || *p.Targets)
	for range u.assignment.Ramps {
		if !quotas {
			u.world.hold(u.account(), hold("run.proration"))
		}
	}
	prorating := map[string]bool{}
	for _, a := range u.assignment.Absences {
		prorating[a.ID] = a.Prorates
		if a.Prorates && !some {
			u.world.hold(u.account(), hold("run.proration"))
		}
	}
	for _, q := range u.assignment.Quotas {
		for _, r := range q.Relief {
			prorates, known := prorating[r.For]
			if r.For != "" && (!known || prorates) {
				u.world.hold(u.account(), hold("run.relief"))
			}
		}
	}
}

// covered tells whether the assignment holds on a day and no prorating absence does.
func (u *unit) covered(d kam.Day) bool {
	for _, a := range u.assignment.Absences {
		if a.Prorates && a.Period.Contains(d) {
			return false
		}
	}
	return u.assignment.Period.Contains(d)
}

// rampOn is the part of a quota that counts on a day; nil for all of it.
func (u *unit) rampOn(d kam.Day) *big.Rat {
	for _, r := range u.assignment.Ramps {
		if r.Period.Contains(d) {
			return exact(r.Share)
		}
	}
	return nil
}

func unramped(kam.Day) *big.Rat { return nil }

// fraction is the part of a stretch that counts, each day or month weighed by share, nil for all of it.
func (u *unit) fraction(stretch kam.Period, share func(kam.Day) *big.Rat) (*big.Rat, error) {
	switch u.plan.Proration.By {
	case incentive.Months:
		return u.fractionOfMonths(stretch, share)
	default:
		total, full, counted := zero(), int64(0), int64(0)
		for d := stretch.From; d.Before(stretch.Until); d = d.AddDays(1) {
			counts, err := u.dayCounts(d)
			if err != nil {
				return nil, err
			}
			if !counts {
				continue
			}
			counted++
			if !u.covered(d) {
				continue
			}
			if part := share(d); part == nil {
				full++
			} else {
				total = add(total, part)
			}
		}
		if counted == 0 {
			return nil, hold("run.calendar")
		}
		return quo(add(total, whole(full)), whole(counted)), nil
	}
}

// dayCounts tells whether a day is among those that the plan's proration counts: all, or the working days.
func (u *unit) dayCounts(d kam.Day) (bool, error) {
	if u.plan.Proration == nil || u.plan.Proration.By != incentive.WorkingDays {
		return true, nil
	}
	works, err := u.world.cal.IsWorkingDay(d)
	if err != nil {
		return false, hold("run.calendar")
	}
	return works, nil
}

func (u *unit) fractionOfMonths(stretch kam.Period, share func(kam.Day) *big.Rat) (*big.Rat, error) {
	months, err := u.world.cal.Split(stretch, kam.Month)
	if err != nil {
		return nil, hold("run.missing-quota")
	}
	total := zero()
	for _, m := range months {
		days, first := int64(0), kam.Day{}
		for d := m.From; d.Before(m.Until); d = d.AddDays(1) {
			if u.covered(d) {
				if days++; days == 1 {
					first = d
				}
			}
		}
		if days == 0 {
			continue
		}
		part := whole(1)
		if days < int64(m.Days()) {
			switch u.plan.Proration.PartialMonth {
			case incentive.MonthDropped:
				part = zero()
			case incentive.MonthByDays:
				part = big.NewRat(days, int64(m.Days()))
			case incentive.MonthCounts: // in full
			}
		}
		if ramp := share(first); ramp != nil {
			part = mul(part, ramp)
		}
		total = add(total, part)
	}
	return quo(total, whole(int64(len(months)))), nil
}

// effective is what a quota comes to after proration, ramp and relief.
func (u *unit) effective(q incentive.Quota) (*big.Rat, error) {
	amount := exact(q.Amount)
	if u.plan.Proration != nil && *u.plan.Proration.Quotas {
		part, err := u.fraction(q.Period, u.rampOn)
		if err != nil {
			return nil, err
		}
		amount = mul(amount, part)
	}
	for _, r := range q.Relief {
		if r.Amount.Valid {
			amount = higher(sub(amount, exact(r.Amount.Decimal)), zero())
		} else {
			amount = mul(amount, sub(whole(1), exact(r.Share.Decimal)))
		}
	}
	return amount, nil
}

var monthsOf = map[kam.PeriodKind]int64{kam.Month: 1, kam.Quarter: 3, kam.HalfYear: 6, kam.Year: 12}

// target is the payee's target incentive for a stretch.
func (u *unit) target(stretch kam.Period) (*big.Rat, error) {
	t := u.assignment.Target
	if !t.Amount.Valid || monthsOf[t.Per] == 0 {
		return nil, hold("run.missing-target")
	}
	months, err := u.world.cal.Split(stretch, kam.Month)
	if err != nil {
		return nil, hold("run.missing-target")
	}
	amount, err := u.averageTarget(stretch)
	if err != nil {
		return nil, err
	}
	amount = mul(amount, big.NewRat(int64(len(months)), monthsOf[t.Per]))
	if u.plan.Proration != nil && *u.plan.Proration.Targets {
		part, err := u.fraction(stretch, unramped)
		if err != nil {
			return nil, err
		}
		amount = mul(amount, part)
	}
	return amount, nil
}

// averageTarget is the mean of the amounts in force on the days of a stretch, as far as they are known by the end of
// the run's period.
func (u *unit) averageTarget(stretch kam.Period) (*big.Rat, error) {
	changes := func(c incentive.TargetChange) bool { return c.From.After(stretch.From) && c.From.Before(stretch.Until) }
	if !slices.ContainsFunc(u.assignment.Target.Changes, changes) {
		return exact(u.targetOn(stretch.From)), nil
	}
	total, counted := decimal.Zero, int64(0)
	for d := stretch.From; d.Before(stretch.Until); d = d.AddDays(1) {
		counts, err := u.dayCounts(d)
		if err != nil {
			return nil, err
		}
		if counts {
			counted++
			total = total.Add(u.targetOn(d))
		}
	}
	if counted == 0 {
		return nil, hold("run.calendar")
	}
	return quo(exact(total), whole(counted)), nil
}

func (u *unit) targetOn(d kam.Day) decimal.Decimal {
	amount := u.assignment.Target.Amount.Decimal
	for _, c := range u.assignment.Target.Changes {
		if c.From.Before(u.world.in.Period.Until) && !c.From.After(d) {
			amount = c.Amount
		}
	}
	return amount
}
