package reference

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

func (u *unit) measure(name string) incentive.Measure {
	for _, m := range u.plan.Measures {
		if m.Name == name {
			return m
		}
	}
	return incentive.Measure{}
}

// stretch is the fiscal stretch that a to-date window runs through; "" for other windows.
func stretch(w incentive.Window) kam.PeriodKind {
	switch w {
	case incentive.QuarterToDate:
		return kam.Quarter
	case incentive.HalfToDate:
		return kam.HalfYear
	case incentive.YearToDate:
		return kam.Year
	default:
		return ""
	}
}

// window is what a measure adds up over: from its start to the end of the run's period.
func (u *unit) window(m incentive.Measure) kam.Period {
	p := u.world.in.Period
	if k := stretch(m.Window); k != "" {
		return kam.Period{From: u.full(k).From, Until: p.Until}
	}
	return p
}

// full is the whole fiscal stretch that holds the run's period.
func (u *unit) full(k kam.PeriodKind) kam.Period {
	stretch, err := u.world.cal.Containing(k, u.world.in.Period.From)
	if err != nil {
		return u.world.in.Period // the period is one of the calendar's own: every stretch around it is
	}
	return stretch
}

// opening is where a to-date measure stands before the first credit.
func (u *unit) opening(m incentive.Measure) *big.Rat {
	if stretch(m.Window) == "" {
		return zero()
	}
	for _, p := range u.world.in.Opening.Positions {
		if p.Payee == u.assignment.Payee && p.Plan == u.plan.ID && p.Measure == m.Name {
			return exact(p.Value)
		}
	}
	return zero()
}

// misplaced tells whether an opening position names a measure of the plan that does not run to date.
func (u *unit) misplaced() bool {
	for _, p := range u.world.in.Opening.Positions {
		m := u.measure(p.Measure)
		if p.Payee == u.assignment.Payee && p.Plan == u.plan.ID && m.Name != "" && stretch(m.Window) == "" {
			return true
		}
	}
	return false
}

// final is where a measure stands at the end of the run's period.
func (u *unit) final(m incentive.Measure) (*big.Rat, error) {
	if m.Base == incentive.BaseObservation {
		return u.observed(m)
	}
	credits, err := u.walk(m)
	if err != nil {
		return nil, err
	}
	position := u.opening(m)
	for _, c := range credits {
		step, err := u.moves(c, m)
		if err != nil {
			return nil, err
		}
		position = add(position, step)
	}
	return position, nil
}

// observed is the payee's observation of the measure's metric for the run's period, in its latest revision.
func (u *unit) observed(m incentive.Measure) (*big.Rat, error) {
	var latest *kam.Observation
	for i, o := range u.world.in.Observations {
		if o.Subject.Kind != "payee" || o.Subject.ID != u.assignment.Payee || o.Metric != m.Metric || o.Period != u.world.in.Period {
			continue
		}
		if latest == nil || o.Revision > latest.Revision {
			latest = &u.world.in.Observations[i]
		}
	}
	if latest == nil || !latest.Value.Valid {
		return nil, hold("run.missing-observation")
	}
	return exact(latest.Value.Decimal), nil
}

// against is the stretch whose quota a measure is compared with.
func (u *unit) against(m incentive.Measure) kam.Period {
	if m.Denominator == incentive.FullPeriod {
		return u.full(stretch(m.Window))
	}
	return u.window(m)
}

// quota is what a measure is expected to reach.
func (u *unit) quota(m incentive.Measure) (*big.Rat, error) {
	against := u.against(m)
	total := zero()
	var parts []kam.Period
	for _, q := range u.assignment.Quotas {
		if q.Measure != m.Name || !against.ContainsPeriod(q.Period) {
			continue
		}
		if q.Amount.IsNegative() {
			return nil, hold("run.missing-quota")
		}
		amount, err := u.effective(q)
		if err != nil {
			return nil, err
		}
		parts = append(parts, q.Period)
		total = add(total, amount)
	}
	if len(parts) == 0 || against.Tiles(parts) != nil {
		return nil, hold("run.missing-quota")
	}
	return total, nil
}

// ruler turns stated bounds into positions of a measure.
type ruler struct {
	// unit multiplies a bound: the quota for bounds of attainment, 1 for others.
	unit *big.Rat
	// fixed is the attainment that counts whatever the position, where the quota is zero; else nil.
	fixed *big.Rat
}

func (u *unit) ruler(m incentive.Measure, basis incentive.Basis) (ruler, error) {
	if basis != incentive.ByAttainment {
		return ruler{unit: whole(1)}, nil
	}
	quota, err := u.quota(m)
	if err != nil {
		return ruler{}, err
	}
	if quota.Sign() == 0 {
		if !m.ZeroQuota.Valid {
			return ruler{}, hold("run.zero-quota")
		}
		return ruler{unit: zero(), fixed: exact(m.ZeroQuota.Decimal)}, nil
	}
	return ruler{unit: quota}, nil
}

// bound is where a stated bound lies on the axis.
func (r ruler) bound(d decimal.Decimal) *big.Rat { return mul(exact(d), r.unit) }

// cuts refuses an axis that cannot be cut because its quota is zero.
func (r ruler) cuts() error {
	if r.fixed != nil {
		return hold("run.zero-quota")
	}
	return nil
}

// reached tells whether a position is at or above a stated bound.
func (r ruler) reached(position *big.Rat, bound decimal.Decimal) bool {
	if r.fixed != nil {
		return r.fixed.Cmp(exact(bound)) >= 0
	}
	return position.Cmp(r.bound(bound)) >= 0
}

// isBelowZero tells whether a position lies below zero; a fixed attainment never does.
func (r ruler) isBelowZero(position *big.Rat) bool { return r.fixed == nil && position.Sign() < 0 }
