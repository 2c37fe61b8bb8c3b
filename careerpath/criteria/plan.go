package criteria

import (
	"slices"

	"github.com/kam-go/kam"
)

// plan is a program on a day: which steps each criterion looks at.
type plan struct {
	p      *Program
	asOf   kam.Day
	tracks []track
	// slots leads from a lane to its first slot; the last one is the number of all.
	slots []int
}

// track is the steps of a window in the order of time. It is empty when the window reaches outside of the days there are,
// or before a year has a step that is over.
type track struct {
	steps []kam.Period
	base  int // how many of the steps are the base of a growth
	// over is how many of the steps are over.
	over int
	// byDay leads from the days since the first one to the number of the step.
	byDay []uint16
}

// at returns the plan of p on a day.
func (p *Program) at(asOf kam.Day) *plan {
	out := &plan{p: p, asOf: asOf, tracks: make([]track, len(p.tracks)), slots: make([]int, len(p.lanes)+1)}
	for i, key := range p.tracks {
		out.tracks[i] = p.track(key, asOf)
	}
	for i, l := range p.lanes {
		out.slots[i+1] = out.slots[i] + len(out.tracks[l.track].steps)
	}
	return out
}

// track returns the steps of a window on a day.
func (p *Program) track(key trackKey, asOf kam.Day) track {
	t := track{steps: p.steps(key, asOf)}
	if key.base {
		if base := p.baseOf(key, t.steps); base == nil {
			t.steps = nil
		} else {
			t.base = len(base)
			t.steps = append(base, t.steps...)
		}
	}
	if len(t.steps) == 0 {
		return t
	}
	first := t.steps[0].From
	t.byDay = make([]uint16, t.steps[len(t.steps)-1].Until.Sub(first))
	for i, step := range t.steps {
		for d := step.From.Sub(first); d < len(t.byDay) && d < step.Until.Sub(first); d++ {
			t.byDay[d] = uint16(i)
		}
		if !step.Until.After(asOf) {
			t.over = i + 1
		}
	}
	return t
}

// steps returns the steps of a window on a day, none when there are none.
func (p *Program) steps(key trackKey, asOf kam.Day) []kam.Period {
	c := p.calendar
	if !asOf.IsSet() {
		return nil
	}
	switch {
	case key.last != 0:
		return p.back(key.step, asOf, key.last)
	case key.year == LastYear:
		year, err := c.Containing(kam.Year, asOf)
		if err != nil {
			return nil
		}
		if year, err = c.Containing(kam.Year, year.From.AddDays(-1)); err != nil {
			return nil
		}
		steps, _ := c.Split(year, key.step)
		return steps
	case key.year == YearToDate:
		year, err := c.Containing(kam.Year, asOf.AddDays(-1))
		if err != nil {
			return nil
		}
		steps, _ := c.Split(year, key.step)
		over := 0
		for over < len(steps) && !steps[over].Until.After(asOf) {
			over++
		}
		return steps[:over]
	default:
		steps, _ := c.Split(key.period, key.step)
		return steps
	}
}

// back returns the last n steps that are over on a day; none when some would lie outside of the days there are.
func (p *Program) back(step kam.PeriodKind, day kam.Day, n int) []kam.Period {
	running, err := p.calendar.Containing(step, day)
	if err != nil {
		return nil
	}
	steps := make([]kam.Period, 0, 2*n)
	for from := running.From; len(steps) < n; from = steps[len(steps)-1].From {
		one, err := p.calendar.Containing(step, from.AddDays(-1))
		if err != nil {
			return nil
		}
		steps = append(steps, one)
	}
	slices.Reverse(steps)
	return steps
}

// baseOf returns the steps that a growth over some steps is compared with.
func (p *Program) baseOf(key trackKey, steps []kam.Period) []kam.Period {
	if len(steps) == 0 {
		return nil
	}
	if key.year == "" {
		return p.back(key.step, steps[0].From, len(steps))
	}
	year, err := p.calendar.Containing(kam.Year, steps[0].From.AddDays(-1))
	if err != nil {
		return nil
	}
	before, _ := p.calendar.Split(year, key.step)
	if len(before) < len(steps) {
		return nil
	}
	return slices.Clone(before[:len(steps)])
}
