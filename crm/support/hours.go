package support

import (
	"errors"
	"fmt"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
)

// MaxSpan is the longest time that working time is counted over, in days.
const MaxSpan = 3_660

// ErrSpan says that working time would have to be counted over more than [MaxSpan] days.
var ErrSpan = errors.New("support: the time is too long")

// ErrSchedule says that there is no schedule of a name.
var ErrSchedule = errors.New("support: no such schedule")

// hours are the opening hours of a schedule.
type hours struct {
	calendar *kam.Calendar
	zone     *time.Location
	everyDay bool
	week     [7][]crm.Hours
	makeUp   time.Weekday // -1: none
}

// of returns the opening hours of a day.
func (h *hours) of(d kam.Day) ([]crm.Hours, error) {
	own := h.week[d.Weekday()]
	if h.everyDay {
		return own, nil
	}
	worked, err := h.calendar.IsWorkingDay(d)
	switch {
	case err != nil:
		return nil, err
	case !worked:
		return nil, nil
	case len(own) == 0 && h.makeUp >= 0:
		return h.week[h.makeUp], nil
	}
	return own, nil
}

// instant is the first instant at which a clock on the wall shows so many minutes of a day or more: the first of two where
// the clock is put back, the moment of the change where it is put forward over it.
func (h *hours) instant(d kam.Day, minutes int) time.Time {
	wall := time.Date(d.Year(), d.Month(), d.DayOfMonth(), 0, minutes, 0, 0, time.UTC)
	before := wall.Add(-24 * time.Hour).In(h.zone)
	_, east := before.Zone()
	_, later := wall.Add(24 * time.Hour).In(h.zone).Zone()
	for _, offset := range []int{max(east, later), min(east, later)} {
		t := wall.Add(-time.Duration(offset) * time.Second)
		if _, here := t.In(h.zone).Zone(); here == offset {
			return t
		}
	}
	_, change := before.ZoneBounds()
	return change.UTC()
}

// window is a stretch of opening hours.
type window struct{ from, until time.Time }

// walk calls visit for each window that ends after from, in order, until it returns true or days have passed.
func (h *hours) walk(from time.Time, days int, visit func(window) bool) error {
	first := kam.DayAt(from, h.zone)
	if !first.IsSet() {
		return fmt.Errorf("%w: %s is out of range", ErrSpan, from)
	}
	for i := range days {
		d := first.AddDays(i)
		if !d.IsSet() {
			return ErrSpan
		}
		list, err := h.of(d)
		if err != nil {
			return err
		}
		for _, part := range list {
			w := window{h.instant(d, part.From), h.instant(d, part.Until)}
			if w.until.After(from) && visit(w) {
				return nil
			}
		}
	}
	return ErrSpan
}

// elapsed is the working time from one instant to another; 0 when the other is not later.
func (h *hours) elapsed(from, to time.Time) (time.Duration, error) {
	var sum time.Duration
	if !to.After(from) {
		return 0, nil
	}
	first, last := kam.DayAt(from, h.zone), kam.DayAt(to, h.zone)
	days := last.Sub(first) + 1
	if !first.IsSet() || !last.IsSet() || days > MaxSpan {
		return 0, ErrSpan
	}
	err := h.walk(from, days, func(w window) bool {
		begin, end := later(w.from, from), earlier(w.until, to)
		if end.After(begin) {
			sum += end.Sub(begin)
		}
		return !w.until.Before(to)
	})
	if errors.Is(err, ErrSpan) { // all days up to the last were seen
		err = nil
	}
	return sum, err
}

// add is the first instant at which so much working time has passed since from; from itself for nothing.
func (h *hours) add(from time.Time, d time.Duration) (time.Time, error) {
	if d <= 0 {
		return from, nil
	}
	var due time.Time
	err := h.walk(from, MaxSpan, func(w window) bool {
		begin := later(w.from, from)
		if have := w.until.Sub(begin); have < d {
			d -= max(have, 0)
			return false
		}
		due = begin.Add(d)
		return true
	})
	return due, err
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// Elapsed returns the working time of a schedule from one instant to another, real time where clocks change; 0 when the
// other is not later. An unknown name wraps [ErrSchedule], a year without working-day data [kam.ErrNoHolidays], more
// than [MaxSpan] days [ErrSpan].
func (t *Terms) Elapsed(schedule string, from, to time.Time) (time.Duration, error) {
	h := t.hours[schedule]
	if h == nil {
		return 0, fmt.Errorf("%w: %q", ErrSchedule, schedule)
	}
	return h.elapsed(from, to)
}

// Due returns the first instant at which the working time of a schedule since from is d: [Terms.Elapsed] from from to it
// is d again. For a d of 0 or less it is from. Errors are those of Elapsed.
func (t *Terms) Due(schedule string, from time.Time, d time.Duration) (time.Time, error) {
	h := t.hours[schedule]
	if h == nil {
		return time.Time{}, fmt.Errorf("%w: %q", ErrSchedule, schedule)
	}
	return h.add(from, d)
}
