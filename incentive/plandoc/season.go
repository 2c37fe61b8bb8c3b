package plandoc

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// season are days from one inclusive until another exclusive; an unset day is no bound.
type season struct{ from, until kam.Day }

// both returns the days that lie in both; false where there are none.
func (x season) both(o season) (season, bool) {
	if o.from.After(x.from) {
		x.from = o.from
	}
	if !x.until.IsSet() || o.until.IsSet() && o.until.Before(x.until) {
		x.until = o.until
	}
	return x, !x.until.IsSet() || x.from.Before(x.until)
}

// nearest returns the day of the season that lies nearest to a day.
func (x season) nearest(day kam.Day) kam.Day {
	switch {
	case day.Before(x.from):
		return x.from
	case x.until.IsSet() && !day.Before(x.until):
		return x.until.AddDays(-1)
	}
	return day
}

// date narrows the days on which a date may lie to those that a condition selects, or to those before or else after them.
// Where none would be left they stay as they are.
func (f *facts) date(c *incentive.Condition, want bool) {
	choices := []season{{c.From, c.Until}}
	if !want {
		choices = nil
		if c.From.IsSet() {
			choices = append(choices, season{until: c.From})
		}
		if c.Until.IsSet() {
			choices = append(choices, season{from: c.Until})
		}
	}
	for _, x := range choices {
		if both, ok := f.days[c.Date].both(x); ok {
			f.days[c.Date] = both
			return
		}
	}
}

// dates gives a deal its dates: the credit date in the period, on its eleventh day or the nearest one that will do, the
// others on that day or the nearest one that will do, and moved so that the spans hold.
func (f *facts) dates(t *incentive.Transaction, credit incentive.DateName, period kam.Period) {
	day := period.From.AddDays(10)
	if within, ok := f.days[credit].both(season{period.From, period.Until}); ok {
		day = within.nearest(day)
	}
	for _, d := range dates() {
		name := incentive.DateName(d.word)
		setDate(t, name, f.days[name].nearest(day))
	}
	setDate(t, credit, day)
	for _, s := range f.spans {
		name, days := s.between.To, s.days
		if name == credit {
			name, days = s.between.From, -days
		}
		if days >= -10_000 && days <= 10_000 {
			setDate(t, name, day.AddDays(int(days)))
		}
	}
}

// setDate sets a date of a deal.
func setDate(t *incentive.Transaction, name incentive.DateName, day kam.Day) {
	switch name {
	case incentive.Booked:
		t.Booked = day
	case incentive.Invoiced:
		t.Invoiced = day
	case incentive.CashReceived:
		t.CashDate = day
	case incentive.Delivered:
		t.Delivered = day
	}
}
