package meetings

import (
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/kam-go/kam"
)

// Days returns the days of r, ascending, each once, from start on: lazily, so that a rule without an end may be left
// at any time. The sequence ends with Count or Until, and at the latest with 9999-12-31; a rule that names days which
// never come has none, and ends too. It may be ranged over again.
//
// Start gives what the rule leaves open: the phase of Interval, the weekday of a weekly rule, the day of a monthly
// one, the day and month of a yearly one. Where it does not itself fit the rule, RFC 5545 leaves the outcome open;
// here it is then no day of the rule and is not counted. A month that has no such day is left out, as the RFC has it:
// monthly from 31 January gives 31 March next. [Cadence.Rule] gives rules that keep to the end of short months instead.
//
// An unset start is an error that wraps [kam.ErrDay], a rule that fails [Rule.Check] that error.
func (r Rule) Days(start kam.Day) (iter.Seq[kam.Day], error) {
	if err := r.followed(start); err != nil {
		return nil, err
	}
	return newExpansion(r, start).days, nil
}

// followed returns nil when r can be followed from start on.
func (r Rule) followed(start kam.Day) error {
	if !start.IsSet() {
		return fmt.Errorf("meetings: recurrence: %w: the start is unset", kam.ErrDay)
	}
	return r.Check()
}

// expansion is a rule that was checked, laid out for asking. It is not changed once it was made.
type expansion struct {
	rule    Rule
	start   kam.Day
	until   kam.Day
	months  [13]bool
	every   bool    // all months
	days31  []int   // days of the month, as in ByMonthDay
	plain   [7]bool // weekdays without a number
	nth     []nth
	byDay   bool
	byMonth bool
	inYear  bool // numbers of weekdays count in the year
}

// nth is a numbered weekday.
type nth struct {
	n   int
	day time.Weekday
}

func newExpansion(r Rule, start kam.Day) *expansion {
	e := &expansion{rule: r, start: start, until: r.Until, days31: slices.Clone(r.ByMonthDay), byDay: len(r.ByDay) > 0, byMonth: len(r.ByMonth) > 0}
	e.rule.BySetPos = slices.Clone(r.BySetPos)
	if !e.until.IsSet() {
		e.until = lastDay()
	}
	for _, m := range r.ByMonth {
		e.months[m] = true
	}
	e.every = !e.byMonth
	e.inYear = r.Frequency == FreqYearly && !e.byMonth
	for _, n := range r.ByDay {
		number, _ := n.Day.number()
		if n.Nth == 0 {
			e.plain[number] = true
		} else {
			e.nth = append(e.nth, nth{n.Nth, number})
		}
	}
	e.fillDefaults()
	return e
}

// fillDefaults takes from the start what the rule leaves open.
func (e *expansion) fillDefaults() {
	switch {
	case e.byDay || len(e.days31) > 0:
	case e.rule.Frequency == FreqWeekly:
		e.plain[e.start.Weekday()], e.byDay = true, true
	case e.rule.Frequency == FreqMonthly:
		e.days31 = []int{e.start.DayOfMonth()}
	case e.rule.Frequency == FreqYearly:
		e.days31 = []int{e.start.DayOfMonth()}
		if !e.byMonth {
			e.months[e.start.Month()], e.every, e.byMonth = true, false, true
		}
	}
}

// lastDay returns the last day there is.
func lastDay() kam.Day {
	d, _ := kam.NewDay(9999, time.December, 31) // a day that exists
	return d
}

// days yields the days of the rule.
func (e *expansion) days(yield func(kam.Day) bool) {
	if e.barren() {
		return
	}
	left := e.rule.Count
	for set := range e.sets() {
		for _, d := range e.picked(set) {
			if d.Before(e.start) {
				continue
			}
			if d.After(e.until) || !yield(d) {
				return
			}
			if left--; left == 0 {
				return
			}
		}
	}
}

// barren tells whether no month of the rule has any of its days, so that looking for them is in vain.
func (e *expansion) barren() bool {
	if len(e.days31) == 0 {
		return false
	}
	for m := time.January; m <= time.December; m++ {
		if !e.every && !e.months[m] {
			continue
		}
		for _, d := range e.days31 {
			if max(d, -d) <= daysIn(2000, m) {
				return false
			}
		}
	}
	return true
}

// picked returns the days at the positions of BySetPos, ascending.
func (e *expansion) picked(set []kam.Day) []kam.Day {
	if len(e.rule.BySetPos) == 0 {
		return set
	}
	var kept []kam.Day
	for _, p := range e.rule.BySetPos {
		if p < 0 {
			p += len(set) + 1
		}
		if p >= 1 && p <= len(set) {
			kept = append(kept, set[p-1])
		}
	}
	slices.SortFunc(kept, kam.Day.Compare)
	return slices.Compact(kept)
}

// sets yields the days of each period, ascending, from the period of the start to that of the end; a set is valid
// until the next one.
func (e *expansion) sets() iter.Seq[[]kam.Day] {
	switch e.rule.Frequency {
	case FreqYearly:
		return e.years
	case FreqMonthly:
		return e.monthly
	case FreqWeekly:
		return e.weeks
	default:
		return e.daily
	}
}

func (e *expansion) daily(yield func([]kam.Day) bool) {
	set := make([]kam.Day, 1)
	for d := e.start; d.IsSet() && !d.After(e.until); d = d.AddDays(e.rule.interval()) {
		if !e.inMonths(d.Month()) || !e.isMonthDay(d) || e.byDay && !e.plain[d.Weekday()] {
			continue
		}
		set[0] = d
		if !yield(set) {
			return
		}
	}
}

func (e *expansion) weeks(yield func([]kam.Day) bool) {
	first, stated := e.rule.WeekStart.number()
	if !stated {
		first = time.Monday
	}
	back := int(e.start.Weekday()-first+7) % 7
	set := make([]kam.Day, 0, 7)
	one := firstOf(1, time.January) // weeks are counted from here, because the first and the last may be cut
	for begin := e.start.Sub(one) - back; begin <= e.until.Sub(one); begin += 7 * e.rule.interval() {
		set = set[:0]
		for n := max(begin, 0); n < begin+7; n++ {
			if d := one.AddDays(n); d.IsSet() && e.plain[d.Weekday()] && e.inMonths(d.Month()) {
				set = append(set, d)
			}
		}
		if !yield(set) {
			return
		}
	}
}

func (e *expansion) monthly(yield func([]kam.Day) bool) {
	months := e.start.Year()*12 + int(e.start.Month()) - 1
	var set []kam.Day
	for ; months < 12*10_000; months += e.rule.interval() {
		year, month := months/12, time.Month(months%12+1)
		if year > e.until.Year() {
			return
		}
		if !e.inMonths(month) {
			continue
		}
		set = e.month(set[:0], year, month)
		if !yield(set) {
			return
		}
	}
}

func (e *expansion) years(yield func([]kam.Day) bool) {
	var set []kam.Day
	for year := e.start.Year(); year <= e.until.Year(); year += e.rule.interval() {
		set = set[:0]
		if e.inYear && len(e.days31) == 0 {
			set = e.stretch(set, firstOf(year, time.January), yearLength(year))
		} else {
			for m := time.January; m <= time.December; m++ {
				if e.inMonths(m) {
					set = e.month(set, year, m)
				}
			}
		}
		if !yield(set) {
			return
		}
	}
}

// month appends the days of one month, ascending.
func (e *expansion) month(set []kam.Day, year int, month time.Month) []kam.Day {
	first, length := firstOf(year, month), daysIn(year, month)
	if len(e.days31) == 0 {
		return e.stretch(set, first, length)
	}
	from := len(set)
	for _, d := range e.days31 {
		if d < 0 {
			d += length + 1
		}
		if d < 1 || d > length {
			continue
		}
		day, i, among := first.AddDays(d-1), d-1, length
		if e.inYear {
			i, among = day.Sub(firstOf(year, time.January)), yearLength(year)
		}
		if !e.byDay || e.isNth(day.Weekday(), i, among) {
			set = append(set, day)
		}
	}
	slices.SortFunc(set[from:], kam.Day.Compare)
	return set[:from+len(slices.Compact(set[from:]))]
}

// stretch appends the days of ByDay in length days from first on, ascending; numbers count in the stretch.
func (e *expansion) stretch(set []kam.Day, first kam.Day, length int) []kam.Day {
	for i := range length {
		if w := (first.Weekday() + time.Weekday(i)) % 7; e.isNth(w, i, length) {
			set = append(set, first.AddDays(i))
		}
	}
	return set
}

// isNth tells whether the i-th day of length days, counted from 0, a w, is one of ByDay.
func (e *expansion) isNth(w time.Weekday, i, length int) bool {
	if e.plain[w] {
		return true
	}
	for _, x := range e.nth {
		if x.day == w && (x.n == i/7+1 || x.n == -((length-1-i)/7+1)) {
			return true
		}
	}
	return false
}

func (e *expansion) inMonths(m time.Month) bool { return e.every || e.months[m] }

// isMonthDay tells whether d is one of the days of the month, when there are any.
func (e *expansion) isMonthDay(d kam.Day) bool {
	if len(e.days31) == 0 {
		return true
	}
	day := d.DayOfMonth()
	return slices.Contains(e.days31, day) || slices.Contains(e.days31, day-daysIn(d.Year(), d.Month())-1)
}

// firstOf returns the first day of a month of the years 1 to 9999.
func firstOf(year int, month time.Month) kam.Day {
	d, _ := kam.NewDay(year, month, 1) // a day that exists
	return d
}

func yearLength(year int) int { return 365 - 28 + daysIn(year, time.February) }

// daysIn returns the number of days of a month.
func daysIn(year int, month time.Month) int {
	switch month {
	case time.April, time.June, time.September, time.November:
		return 30
	case time.February:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	default:
		return 31
	}
}
