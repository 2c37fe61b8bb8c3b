package tracking

import (
	"fmt"
	"math/big"
	"slices"
	"sort"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/internal/num"
)

// Basis says in what the passing of a period is measured. The zero value reads as [CalendarDays].
type Basis string

// Bases of measuring.
const (
	// CalendarDays: every day counts the same.
	CalendarDays Basis = "calendar-days"
	// WorkingDays: the working days of the calendar count, the others do not.
	WorkingDays Basis = "working-days"
	// Seasonal: what the plan asks for in its steps counts; inside a step every day counts the same.
	Seasonal Basis = "seasonal"
)

// measure tells how much of a period lies before a day.
type measure struct {
	period   kam.Period
	basis    Basis
	calendar *kam.Calendar
	steps    []goals.Step // in order of days; of a seasonal flow only
	before   []*big.Rat   // before[i] is what the steps ahead of step i ask for
}

// newMeasure returns the measure of a goal. Steps tile the period and ask for something in all. Working days of a year
// that the calendar does not know are an error; a period without a working day is measured in calendar days.
func newMeasure(period kam.Period, basis Basis, calendar *kam.Calendar, steps []goals.Step) (*measure, error) {
	m := &measure{period: period, basis: basis, calendar: calendar}
	switch basis {
	case WorkingDays:
		n, err := calendar.WorkingDays(period)
		if err != nil {
			return nil, fmt.Errorf("tracking: working days of %s: %w", period, err)
		}
		if n == 0 {
			m.basis = CalendarDays
		}
	case Seasonal:
		m.steps = steps
		sum := new(big.Rat)
		for _, s := range steps {
			m.before = append(m.before, new(big.Rat).Set(sum))
			sum.Add(sum, num.Rat(s.Target))
		}
		m.before = append(m.before, sum)
	default:
		m.basis = CalendarDays
	}
	return m, nil
}

// at returns how much of the period lies before d: nothing up to its first day, all of it from its end on.
func (m *measure) at(d kam.Day) *big.Rat {
	if !d.After(m.period.From) {
		return new(big.Rat)
	}
	if d.After(m.period.Until) {
		d = m.period.Until
	}
	switch m.basis {
	case WorkingDays:
		// Every year of the period is known: newMeasure asked for the whole of it.
		n, err := m.calendar.WorkingDays(kam.Period{From: m.period.From, Until: d})
		if err != nil {
			return new(big.Rat)
		}
		return big.NewRat(int64(n), 1)
	case Seasonal:
		i := sort.Search(len(m.steps), func(i int) bool { return !m.steps[i].Period.Until.Before(d) })
		s := m.steps[i]
		part := big.NewRat(int64(d.Sub(s.Period.From)), int64(s.Period.Days()))
		part.Mul(part, num.Rat(s.Target))
		return part.Add(part, m.before[i])
	default:
		return big.NewRat(int64(d.Sub(m.period.From)), 1)
	}
}

// within returns how much of the period lies in [from, until).
func (m *measure) within(from, until kam.Day) *big.Rat {
	b := m.at(until)
	return b.Sub(b, m.at(from))
}

// days returns how many days of a period inside count: working days on that basis, all on the others.
func (m *measure) days(p kam.Period) int {
	if m.basis != WorkingDays {
		return p.Days()
	}
	return int(m.within(p.From, p.Until).Num().Int64())
}

// total returns the measure of the whole period, which is above zero.
func (m *measure) total() *big.Rat { return m.at(m.period.Until) }

// asked returns the part of a flow's target that falls before d: each target by its share of the measure.
func asked(parts []goals.BlendPart, m *measure, d kam.Day) *big.Rat {
	sum := new(big.Rat)
	for _, s := range parts {
		if !s.Period.From.Before(d) {
			break
		}
		until := s.Period.Until
		if d.Before(until) {
			until = d
		}
		part := m.within(s.Period.From, until)
		sum.Add(sum, part.Mul(part, num.Rat(s.Target)))
	}
	return sum.Quo(sum, m.total())
}

// counting returns how the days of an amended target are weighted.
func (m *measure) counting() goals.Counting {
	if m.basis == WorkingDays {
		return goals.ByWorkingDays
	}
	return goals.ByDays
}

// sortedSteps returns a copy of the plan in order of days.
func sortedSteps(plan []goals.Step) []goals.Step {
	steps := slices.Clone(plan)
	slices.SortFunc(steps, func(a, b goals.Step) int { return a.Period.Compare(b.Period) })
	return steps
}
