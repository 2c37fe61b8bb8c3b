package incentive

import (
	"slices"

	"github.com/kam-go/kam"
)

// stillPays reports whether the next tier of a component can pay anything: a deal that counts in the period, or later in the window
// of what it pays on, can meet its condition on the date by which deals count. What it asks besides, any deal may meet. A rate for
// everything pays deals of before too, whichever deals reach it.
func (s Statement) stillPays(k *part) bool {
	return k.When == nil || k.tiers.Mode == Whole || k.tiers.Mode == InterpolatedRate || k.When.open(s.r.unit.plan.CreditDate, s.daysAhead(k))
}

// daysAhead returns the days of the period, and those later in the window of what a component pays on.
func (s Statement) daysAhead(k *part) kam.Period {
	days := s.Period()
	if w := s.r.unit.plan.Measures[k.axis].Window; w.toDate() {
		if whole, err := s.r.calc.program.calendar.Containing(w.kind(), days.From); err == nil {
			days.Until = whole.Until
		}
	}
	return days
}

// open reports whether a deal can meet the condition that has one of some days as a date, as far as days decide it.
func (k *Condition) open(date DateName, days kam.Period) bool {
	one := func(x Condition) bool { return x.open(date, days) }
	switch {
	case len(k.All) > 0:
		return !slices.ContainsFunc(k.All, func(x Condition) bool { return !one(x) })
	case len(k.Any) > 0:
		return slices.ContainsFunc(k.Any, one)
	case k.Not != nil:
		x := k.Not
		return x.Date != date || days.From.Before(x.From) || x.Until.IsSet() && x.Until.Before(days.Until)
	case k.Date == date:
		return (!k.From.IsSet() || k.From.Before(days.Until)) && (!k.Until.IsSet() || days.From.Before(k.Until))
	}
	return true
}

// onDays says on deals of which days alone a component pays; empty where its condition is not one on the date by which deals count,
// or the days lie around all that can come.
func (s Statement) onDays(k *part) kam.Text {
	when := k.When
	if when == nil || when.Date != s.r.unit.plan.CreditDate {
		return kam.Text{}
	}
	days, until := s.daysAhead(k), kam.Day{}
	if when.Until.IsSet() && when.Until.Before(days.Until) {
		until = when.Until.AddDays(-1)
	}
	switch from := when.From; {
	case from.IsSet() && days.From.Before(from) && until.IsSet():
		return say(", on deals of %s to %s alone", "，仅限 %s 至 %s 的交易", from.String(), until.String())
	case from.IsSet() && days.From.Before(from):
		return say(", on deals from %s on alone", "，仅限 %s 及以后的交易", from.String())
	case until.IsSet():
		return say(", on deals until %s alone", "，仅限 %s 及以前的交易", until.String())
	}
	return kam.Text{}
}
