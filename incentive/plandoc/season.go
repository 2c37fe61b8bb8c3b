package plandoc

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/season"
)

// date narrows the days on which a date may lie to those that a condition selects, or to those before or else after them.
// Where none would be left they stay as they are.
func (f *facts) date(c *incentive.Condition, want bool) {
	choices := []season.Days{season.Of(*c)}
	if !want {
		choices = nil
		if c.From.IsSet() {
			choices = append(choices, season.Days{Until: c.From})
		}
		if c.Until.IsSet() {
			choices = append(choices, season.Days{From: c.Until})
		}
	}
	for _, x := range choices {
		if both := f.days[c.Date].Both(x); !both.Empty() {
			f.days[c.Date] = both
			return
		}
	}
}

// dates gives a deal its dates: the credit date in the period, on its eleventh day or the nearest one that will do, the
// others on that day or the nearest one that will do, and moved so that the spans hold.
func (f *facts) dates(t *incentive.Transaction, credit incentive.DateName, period kam.Period) {
	day := period.From.AddDays(10)
	if within := f.days[credit].Both(season.Days(period)); !within.Empty() {
		day = within.Nearest(day)
	}
	for _, d := range dates() {
		name := incentive.DateName(d.word)
		season.SetDate(t, name, f.days[name].Nearest(day))
	}
	season.SetDate(t, credit, day)
	for _, s := range f.spans {
		name, days := s.between.To, s.days
		if name == credit {
			name, days = s.between.From, -days
		}
		if days >= -10_000 && days <= 10_000 {
			season.SetDate(t, name, day.AddDays(int(days)))
		}
	}
}
