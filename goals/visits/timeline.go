package visits

import (
	"fmt"

	"github.com/kam-go/kam"
)

// Week is one ISO week of a plan, or the part of it that belongs to the plan. The zero value is none.
type Week struct {
	// Label is the ISO week, such as "2026-W05".
	Label string `json:"label"`
	// Days are the days of the week that are planned.
	Days kam.Period `json:"days"`
	// Working is the number of working days among them; 0 in a week of holidays, which gets nothing.
	Working int `json:"working"`
	// Last is the last of them; unset when there is none.
	Last kam.Day `json:"last,omitzero"`
}

// weekOf returns how many ISO weeks d lies after from, both days being set; 0 in the same week.
func weekOf(from, d kam.Day) int {
	return (d.Sub(from) + (int(from.Weekday())+6)%7) / 7
}

// weeksOf returns how many ISO weeks a closed period touches.
func weeksOf(p kam.Period) int { return weekOf(p.From, p.Until.AddDays(-1)) + 1 }

// timeline is the working days from a day on, numbered from 0.
type timeline struct {
	from kam.Day
	days []kam.Day
	// before[i] is how many working days lie in the first i days from from.
	before []int
}

// newTimeline lists the working days of a closed period.
func newTimeline(c *kam.Calendar, p kam.Period) (*timeline, error) {
	t := &timeline{from: p.From, before: make([]int, 1, p.Days()+1)}
	for d := p.From; d != p.Until; d = d.AddDays(1) {
		worked, err := c.IsWorkingDay(d)
		if err != nil {
			return nil, fmt.Errorf("visits: working days of %s: %w", p, err)
		}
		if worked {
			t.days = append(t.days, d)
		}
		t.before = append(t.before, len(t.days))
	}
	return t, nil
}

// number returns the number of the first working day on or after d, which is not before the timeline.
func (t *timeline) number(d kam.Day) int { return t.before[min(d.Sub(t.from), len(t.before)-1)] }

// count returns the working days of a period inside the timeline.
func (t *timeline) count(p kam.Period) int { return t.number(p.Until) - t.number(p.From) }

// lead returns the number of the working day that comes the lead of s before working day n: so many working days
// before, or so many weeks before and then the last working day on or before that.
func (t *timeline) lead(n int, s Stage) int {
	if s.LeadWeeks == 0 {
		return n - s.LeadDays
	}
	return t.number(t.days[n].AddDays(1-7*s.LeadWeeks)) - 1
}

// reach returns the first day that anything of s needs: of the plan itself, and of the first activity for the first
// working day of each segment's first step that asks for anything. Leads keep the order of days, so nothing else
// begins before.
func reach(c *kam.Calendar, s Spec, window kam.Period) (kam.Day, error) {
	first := window.From
	for _, g := range s.Segments {
		var earliest kam.Period
		for _, step := range g.Steps {
			if step.Target.IsPositive() && (earliest.IsZero() || step.Period.From.Before(earliest.From)) {
				earliest = step.Period
			}
		}
		if earliest.IsZero() {
			continue
		}
		d, err := onOrAfter(c, earliest)
		if err != nil {
			return kam.Day{}, err
		}
		for k := len(g.Stages) - 1; k >= 0; k-- {
			if d, err = leadOf(c, d, g.Stages[k]); err != nil {
				return kam.Day{}, err
			}
		}
		if d.Before(first) {
			first = d
		}
	}
	return first, nil
}

// onOrAfter returns the first working day of p; its first day when there is none.
func onOrAfter(c *kam.Calendar, p kam.Period) (kam.Day, error) {
	for d := p.From; d != p.Until; d = d.AddDays(1) {
		worked, err := c.IsWorkingDay(d)
		if err != nil || worked {
			return d, err
		}
	}
	return p.From, nil
}

// leadOf returns the last working day on which an item of s is in time for d.
func leadOf(c *kam.Calendar, d kam.Day, s Stage) (kam.Day, error) {
	if s.LeadWeeks == 0 {
		return c.AddWorkingDays(d, -s.LeadDays)
	}
	return c.AddWorkingDays(d.AddDays(1-7*s.LeadWeeks), -1)
}

// stretch returns the timeline of everything that s names, leads included.
func stretch(c *kam.Calendar, s Spec, window kam.Period) (*timeline, error) {
	first, err := reach(c, s, window)
	if err != nil {
		return nil, fmt.Errorf("visits: working days before %s: %w", window.Until, err)
	}
	last := window.Until
	for _, g := range s.Segments {
		for _, step := range g.Steps {
			if step.Target.IsPositive() && step.Period.Until.After(last) {
				last = step.Period.Until
			}
			if step.Target.IsPositive() && step.Period.From.Before(first) {
				first = step.Period.From
			}
		}
	}
	return newTimeline(c, kam.Period{From: first, Until: last})
}

// weeks returns the ISO weeks of the window.
func (t *timeline) weeks(window kam.Period) []Week {
	list := make([]Week, 0, weeksOf(window))
	for from := window.From; from.Before(window.Until); {
		next := from.AddDays(7 - (int(from.Weekday())+6)%7)
		if !next.IsSet() || next.After(window.Until) {
			next = window.Until
		}
		days := kam.Period{From: from, Until: next}
		year, week := from.ISOWeek()
		w := Week{Label: fmt.Sprintf("%04d-W%02d", year, week), Days: days, Working: t.count(days)}
		if w.Working > 0 {
			w.Last = t.days[t.number(next)-1]
		}
		list = append(list, w)
		from = next
	}
	return list
}
