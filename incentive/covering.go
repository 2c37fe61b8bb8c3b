package incentive

import (
	"errors"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// cover is a stretch of days that an assignment covers alike.
type cover struct {
	kam.Period
	// share is what the ramp leaves of a quota; nil outside ramps.
	share *big.Rat
}

// covers returns the days of a closed stretch that the unit's assignment
// covers, absences that prorate left out, cut where a ramp starts or ends.
func (u *unit) covers(stretch kam.Period) []cover {
	whole, ok := stretch.Intersect(u.Period)
	if !ok {
		return nil
	}
	cuts := []kam.Day{whole.From}
	cut := func(p kam.Period) {
		for _, d := range []kam.Day{p.From, p.Until} {
			if whole.Contains(d) {
				cuts = append(cuts, d)
			}
		}
	}
	for _, a := range u.Absences {
		if a.Prorates {
			cut(a.Period)
		}
	}
	for _, r := range u.Ramps {
		cut(r.Period)
	}
	slices.SortFunc(cuts, kam.Day.Compare)
	cuts = append(slices.Compact(cuts), whole.Until)
	var out []cover
	for i, from := range cuts[:len(cuts)-1] {
		if u.away(from) {
			continue
		}
		out = append(out, cover{kam.Period{From: from, Until: cuts[i+1]}, u.ramp(from)})
	}
	return out
}

// away reports whether a prorating absence covers a day.
func (u *unit) away(d kam.Day) bool {
	return slices.ContainsFunc(u.Absences, func(a Absence) bool { return a.Prorates && a.Period.Contains(d) })
}

// ramp returns the share of the ramp that holds on a day, nil when none does.
func (u *unit) ramp(d kam.Day) *big.Rat {
	for _, r := range u.Ramps {
		if r.Period.Contains(d) {
			return num.Rat(r.Share)
		}
	}
	return nil
}

// errNoWorkingDay means that a stretch has no working day to count by.
var errNoWorkingDay = errors.New("no working day")

// fraction returns which part of a closed stretch the unit covers as the plan's
// proration counts, for quotas by what ramps leave. The errors are the
// calendar's: a stretch that is no whole number of months where months are
// counted, a year without holiday data where working days are, or
// errNoWorkingDay.
func (c *calculation) fraction(u *unit, stretch kam.Period, ramped bool) (*big.Rat, error) {
	rule := u.plan.Proration
	if rule.By == Months {
		return c.months(u, stretch, ramped)
	}
	sum := new(big.Rat)
	for _, part := range u.covers(stretch) {
		n, err := c.days(u.plan, part.Period)
		if err != nil {
			return nil, err
		}
		sum.Add(sum, part.weighed(big.NewRat(n, 1), ramped))
	}
	total, err := c.days(u.plan, stretch)
	if err != nil {
		return nil, err
	}
	if total == 0 {
		return nil, errNoWorkingDay
	}
	return sum.Quo(sum, big.NewRat(total, 1)), nil
}

// weighed returns x, for quotas times what the ramp leaves.
func (p cover) weighed(x *big.Rat, ramped bool) *big.Rat {
	if ramped && p.share != nil {
		return x.Mul(x, p.share)
	}
	return x
}

// days counts the days of a closed stretch: working days where the plan prorates by them, else calendar days.
func (c *calculation) days(p *plan, stretch kam.Period) (int64, error) {
	if p.Proration == nil || p.Proration.By != WorkingDays {
		return int64(stretch.Days()), nil
	}
	n, err := c.program.calendar.WorkingDays(stretch)
	return int64(n), err
}

// months returns which part of the months of a stretch counts.
func (c *calculation) months(u *unit, stretch kam.Period, ramped bool) (*big.Rat, error) {
	all, err := c.program.calendar.Split(stretch, kam.Month)
	if err != nil {
		return nil, err
	}
	sum := new(big.Rat)
	for _, month := range all {
		parts := u.covers(month)
		if len(parts) == 0 {
			continue
		}
		days := 0
		for _, p := range parts {
			days += p.Days()
		}
		counts := big.NewRat(1, 1)
		if days < month.Days() {
			switch u.plan.Proration.PartialMonth {
			case MonthCounts:
			case MonthDropped:
				counts.SetInt64(0)
			case MonthByDays:
				counts.SetFrac64(int64(days), int64(month.Days()))
			}
		}
		sum.Add(sum, parts[0].weighed(counts, ramped))
	}
	return sum.Quo(sum, big.NewRat(int64(len(all)), 1)), nil
}

// inForce is an amount of the target incentive that holds for a while.
type inForce struct {
	kam.Period
	amount decimal.Decimal
}

// inForce returns the amounts of the target incentive that are in force in a
// closed stretch, one after the other, with the changes that are known by the
// end of the run's period.
func (c *calculation) inForce(u *unit, stretch kam.Period) []inForce {
	at, from := u.Target.Amount.Decimal, stretch.From
	var parts []inForce
	for _, change := range u.Target.Changes {
		if !change.From.Before(c.period.Until) { // no stretch ends before the period
			break
		}
		if change.From.After(from) {
			parts = append(parts, inForce{kam.Period{From: from, Until: change.From}, at})
			from = change.From
		}
		at = change.Amount
	}
	return append(parts, inForce{kam.Period{From: from, Until: stretch.Until}, at})
}

// averageTarget returns the amount of the target incentive that is in force in
// a closed stretch, by the days of it where a change cuts it.
func (c *calculation) averageTarget(u *unit, stretch kam.Period) (*big.Rat, error) {
	parts := c.inForce(u, stretch)
	if len(parts) == 1 {
		return num.Rat(parts[0].amount), nil
	}
	sum, total := new(big.Rat), int64(0)
	for _, p := range parts {
		n, err := c.days(u.plan, p.Period)
		if err != nil {
			return nil, err
		}
		sum.Add(sum, new(big.Rat).Mul(num.Rat(p.amount), big.NewRat(n, 1)))
		total += n
	}
	if total == 0 {
		return nil, errNoWorkingDay
	}
	return sum.Quo(sum, big.NewRat(total, 1)), nil
}
