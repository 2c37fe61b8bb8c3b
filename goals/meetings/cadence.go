package meetings

import (
	"fmt"

	"github.com/kam-go/kam"
)

// Cadence is how often people meet, by its usual name. The zero value is not stated.
type Cadence string

// Cadences.
const (
	Weekly      Cadence = "weekly"
	Fortnightly Cadence = "fortnightly"
	Monthly     Cadence = "monthly"
	Quarterly   Cadence = "quarterly"
	Yearly      Cadence = "yearly"
)

// Cadences returns all cadences, the most frequent first.
func Cadences() []Cadence {
	return []Cadence{Weekly, Fortnightly, Monthly, Quarterly, Yearly}
}

// Name returns the name of the cadence in both languages, or the zero Text for none.
func (c Cadence) Name() kam.Text {
	switch c {
	case Weekly:
		return say("weekly", "每周")
	case Fortnightly:
		return say("fortnightly", "每两周")
	case Monthly:
		return say("monthly", "每月")
	case Quarterly:
		return say("quarterly", "每季度")
	case Yearly:
		return say("yearly", "每年")
	default:
		return kam.Text{}
	}
}

// Rule returns the rule of the cadence for meetings like the one on start: the same weekday each week or fortnight,
// the same day of the month otherwise. Unlike a plain monthly rule it never leaves a short month out, but keeps to the
// month's end: from 31 January come 28 February and 31 March. From 29 February a year later comes 28 February.
//
// An unset start is an error that wraps [kam.ErrDay]; a cadence that is none is an [*kam.InvalidError].
func (c Cadence) Rule(start kam.Day) (Rule, error) {
	if !start.IsSet() {
		return Rule{}, fmt.Errorf("meetings: cadence: %w: the start is unset", kam.ErrDay)
	}
	r := Rule{Frequency: FreqMonthly}
	switch c {
	case Weekly, Fortnightly:
		r = Rule{Frequency: FreqWeekly, ByDay: []NthDay{{Day: WeekdayOf(start)}}}
		if c == Fortnightly {
			r.Interval = 2
		}
		return r, nil
	case Monthly:
	case Quarterly:
		r.Interval = 3
	case Yearly:
		r.Interval = 12
	default:
		k := checker{}
		k.kind("$", string(c), string(Weekly), string(Fortnightly), string(Monthly), string(Quarterly), string(Yearly))
		return Rule{}, k.found.Err()
	}
	const everyMonthHas = 28
	day := start.DayOfMonth()
	for d := min(day, everyMonthHas); d <= day; d++ {
		r.ByMonthDay = append(r.ByMonthDay, d)
	}
	if day > everyMonthHas {
		r.BySetPos = []int{-1}
	}
	return r, nil
}
