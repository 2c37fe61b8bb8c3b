package meetings

import (
	"errors"
	"fmt"
	"iter"

	"github.com/kam-go/kam"
)

// ErrRoll is wrapped by the error about a way of rolling that is none.
var ErrRoll = errors.New("meetings: unknown way of rolling to a working day")

// ErrNoWorkingDay is wrapped by the error about a period without a single working day.
var ErrNoWorkingDay = errors.New("meetings: no working day in the period")

// MaxRoll is how many days a meeting is moved at most, inclusive: beyond every row of holidays, and less than a month.
const MaxRoll = 30

// Roll says where a meeting goes that falls on a day off. Whether a day is worked is for the calendar to say: in
// mainland China a Saturday may be a make-up working day, which no rule of RFC 5545 can see.
type Roll string

// Ways of rolling.
const (
	// Stay leaves every day where it is and asks no calendar. It is the zero value.
	Stay Roll = ""
	// Following goes to the next working day, Preceding to the one before.
	Following Roll = "following"
	Preceding Roll = "preceding"
	// ModifiedFollowing goes to the next working day unless that is in another month, then to the one before: it never
	// leaves the month.
	ModifiedFollowing Roll = "modified-following"
)

// check returns nil for a way that is one.
func (r Roll) check() error {
	switch r {
	case Stay, Following, Preceding, ModifiedFollowing:
		return nil
	default:
		return fmt.Errorf("%w: %s", ErrRoll, quote(string(r)))
	}
}

// Apply returns d when it is worked, else the working day that it rolls to.
//
// A way that is none is an error that wraps [ErrRoll], an unset d one that wraps [kam.ErrDay], a year without
// working-day data on the way one that wraps [kam.ErrNoHolidays], a nil calendar knowing none, and a working day that is
// more than [MaxRoll] days away, or for [ModifiedFollowing] in another month, one that wraps [ErrNoWorkingDay].
func (r Roll) Apply(d kam.Day, calendar *kam.Calendar) (kam.Day, error) {
	if err := r.check(); err != nil {
		return kam.Day{}, err
	}
	if !d.IsSet() {
		return kam.Day{}, fmt.Errorf("meetings: rolling: %w: the day is unset", kam.ErrDay)
	}
	if r == Stay {
		return d, nil
	}
	to, err := r.to(d, calendar)
	if err != nil {
		return kam.Day{}, fmt.Errorf("meetings: rolling %s: %w", d, err)
	}
	if away := to.Sub(d); away > MaxRoll || away < -MaxRoll {
		return kam.Day{}, fmt.Errorf("meetings: rolling %s: %w: none within %d days", d, ErrNoWorkingDay, MaxRoll)
	}
	return to, nil
}

// to returns d when it is worked, else the working day that it rolls to, however far.
func (r Roll) to(d kam.Day, calendar *kam.Calendar) (kam.Day, error) {
	worked, err := calendar.IsWorkingDay(d)
	switch {
	case err != nil:
		return kam.Day{}, err
	case worked:
		return d, nil
	case r == Following:
		return calendar.AddWorkingDays(d, 1)
	case r == Preceding:
		return calendar.AddWorkingDays(d, -1)
	default:
		return inMonth(d, calendar)
	}
}

// inMonth returns the next working day after d, or else the one before it, in the month of d. The year of d is known,
// so a step that fails has left the month.
func inMonth(d kam.Day, calendar *kam.Calendar) (kam.Day, error) {
	for _, step := range []int{1, -1} {
		to, err := calendar.AddWorkingDays(d, step)
		if err == nil && firstOf(to.Year(), to.Month()) == firstOf(d.Year(), d.Month()) {
			return to, nil
		}
	}
	return kam.Day{}, fmt.Errorf("%w: the month of %s", ErrNoWorkingDay, d)
}

// LastWorkingDay returns the last working day of a period: of February 2026 in mainland China it is Saturday the
// 28th, a make-up day. A period that is none or has no end is an error that wraps [kam.ErrPeriod], a period without
// a working day one that wraps [ErrNoWorkingDay], and a year without working-day data one that wraps
// [kam.ErrNoHolidays].
func LastWorkingDay(period kam.Period, calendar *kam.Calendar) (kam.Day, error) {
	if err := workable(period, calendar); err != nil {
		return kam.Day{}, err
	}
	return Preceding.end(period.Until.AddDays(-1), calendar)
}

// FirstWorkingDay returns the first working day of a period, with the errors of [LastWorkingDay].
func FirstWorkingDay(period kam.Period, calendar *kam.Calendar) (kam.Day, error) {
	if err := workable(period, calendar); err != nil {
		return kam.Day{}, err
	}
	return Following.end(period.From, calendar)
}

// end returns the working day of a period that is next to the end d of it.
func (r Roll) end(d kam.Day, calendar *kam.Calendar) (kam.Day, error) {
	to, err := r.to(d, calendar)
	if err != nil {
		return kam.Day{}, fmt.Errorf("meetings: the end of a period: %w", err)
	}
	return to, nil
}

// workable returns nil for a period that has a working day.
func workable(period kam.Period, calendar *kam.Calendar) error {
	n, err := calendar.WorkingDays(period)
	if err != nil {
		return fmt.Errorf("meetings: working days of a period: %w", err)
	}
	if n == 0 {
		return fmt.Errorf("%w: %s", ErrNoWorkingDay, period)
	}
	return nil
}

// Schedule is a rule with a start, rolled to working days. The zero value is none.
type Schedule struct {
	Rule  Rule    `json:"rule"`
	Start kam.Day `json:"start"`
	// Roll defaults to [Stay].
	Roll Roll `json:"roll,omitempty"`
}

// Occurrence is one meeting of a [Schedule].
type Occurrence struct {
	// Day is when it is held, Nominal the day that the rule gave.
	Day     kam.Day `json:"day"`
	Nominal kam.Day `json:"nominal"`
}

// Occurrences yields the meetings of s, ascending, as lazily as [Rule.Days]. Days of the rule that roll to one and the
// same working day are one meeting, under the first of them; Count of the rule counts before that. Until, too, is
// about the days of the rule: the last of them may roll beyond it.
//
// It stops at the first error, which it yields last with a zero Occurrence: those of [Rule.Days] and of [Roll.Apply].
// A rule without an end goes on until the calendar knows no further year; whoever looks so far gets
// [kam.ErrNoHolidays], not a meeting on a holiday.
func (s Schedule) Occurrences(calendar *kam.Calendar) iter.Seq2[Occurrence, error] {
	return func(yield func(Occurrence, error) bool) {
		days, err := s.Rule.Days(s.Start)
		if err != nil {
			yield(Occurrence{}, err)
			return
		}
		last := kam.Day{}
		for nominal := range days {
			day, err := s.Roll.Apply(nominal, calendar)
			if err != nil {
				yield(Occurrence{}, err)
				return
			}
			if day == last {
				continue
			}
			last = day
			if !yield(Occurrence{Day: day, Nominal: nominal}, nil) {
				return
			}
		}
	}
}

// Within returns the meetings of s that are held in a period, in order. Only what can matter is asked of the calendar:
// years before and after the period need no working-day data unless a day of the rule may roll in from there, which are
// the [MaxRoll] days before it for [Following] and those after it for [Preceding]. A weekly schedule has such a day each
// year: give the calendar that year too, or use [ModifiedFollowing], which in a period of whole months needs nothing else.
//
// A period that is none or has no end is an error that wraps [kam.ErrPeriod]; the others are those of
// [Schedule.Occurrences].
func (s Schedule) Within(period kam.Period, calendar *kam.Calendar) ([]Occurrence, error) {
	if err := closed(period); err != nil {
		return nil, fmt.Errorf("meetings: schedule: %w", err)
	}
	if err := s.Rule.followed(s.Start); err != nil {
		return nil, err
	}
	if err := s.Roll.check(); err != nil {
		return nil, err
	}
	w := window{Period: period, roll: s.Roll}
	if s.Roll != Stay {
		// Where these fail they stay unset, and the days on that side are rolled one by one.
		w.before, _ = calendar.AddWorkingDays(period.From, -1)
		w.after, _ = calendar.AddWorkingDays(period.Until.AddDays(-1), 1)
	}
	e := newExpansion(s.Rule, s.Start)
	if horizon := w.horizon(); horizon.IsSet() && horizon.Before(e.until) {
		e.until = horizon // so that a rule whose days are rare is not followed to the end of days
	}
	var found []Occurrence
	last := kam.Day{}
	for nominal := range e.days {
		if w.early(nominal) {
			continue
		}
		day, err := s.Roll.Apply(nominal, calendar)
		if err != nil {
			return nil, w.explain(nominal, err)
		}
		if day != last && period.Contains(day) {
			found = append(found, Occurrence{Day: day, Nominal: nominal})
		}
		last = day
	}
	return found, nil
}

// closed returns nil for a period with an end.
func closed(period kam.Period) error {
	if err := period.Check(); err != nil {
		return err
	}
	if period.IsOpen() {
		return fmt.Errorf("%w: %s has no end", kam.ErrPeriod, period)
	}
	return nil
}

// window is a period into which days are rolled, with the working days next to it where they are known.
type window struct {
	kam.Period
	roll          Roll
	before, after kam.Day
}

// explain returns an error about rolling a day, with the remedy when that day is not in the period itself.
func (w window) explain(d kam.Day, err error) error {
	if w.Contains(d) || !errors.Is(err, kam.ErrNoHolidays) {
		return err
	}
	return fmt.Errorf("meetings: %s may roll into %s: give the calendar that year too, or roll by %q: %w", d, w.Period, ModifiedFollowing, err)
}

// early tells that a day is before the period and cannot roll into it.
func (w window) early(d kam.Day) bool {
	if !d.Before(w.From) {
		return false
	}
	switch w.roll {
	case Stay, Preceding:
		return true
	case ModifiedFollowing:
		if monthBefore(d, w.From) {
			return true
		}
	default:
	}
	return w.before.IsSet() && !d.After(w.before) || w.From.Sub(d) > MaxRoll
}

// horizon returns the last day that may roll into the period, or a later one; unset when the days end before it.
func (w window) horizon() kam.Day {
	switch w.roll {
	case Stay, Following:
		return w.Until.AddDays(-1)
	case ModifiedFollowing: // a day stays in its month
		last := w.Until.AddDays(-1)
		end := firstOf(last.Year(), last.Month()).AddMonths(1).AddDays(-1)
		if !w.after.IsSet() || end.IsSet() && end.Before(w.after) {
			return end
		}
	default:
	}
	end := w.Until.AddDays(MaxRoll - 1)
	if w.after.IsSet() && (!end.IsSet() || w.after.Before(end)) {
		return w.after
	}
	return end
}

// monthBefore tells whether d is in an earlier month than o.
func monthBefore(d, o kam.Day) bool {
	return firstOf(d.Year(), d.Month()).Before(firstOf(o.Year(), o.Month()))
}
