package kam

import (
	"errors"
	"fmt"
	"time"
)

// ErrNoHolidays is wrapped by every error that asks for working days of a year of which the calendar knows none.
// The error names the year.
var ErrNoHolidays = errors.New("kam: no working-day data")

// HolidayYear holds the exceptions to the workweek in one calendar year: days off, and make-up working days such as
// the Saturdays and Sundays that mainland China works around its long holidays. A year with neither is unknown, not a
// year without holidays: a year of which nothing is published yet stays an error where it is needed.
// A year that truly has no exceptions is listed in Declared of [CalendarSpec].
type HolidayYear struct {
	// Year is the calendar year, 1 to 9999, to which every day below belongs.
	Year int `json:"year"`
	// Off lists the holidays; days that are free anyway may be among them.
	Off []Day `json:"off,omitempty"`
	// Working lists the days that are worked although the workweek leaves them free.
	Working []Day `json:"working,omitempty"`
}

// workYear counts the working days of one calendar year: before[i] of them are among its first i days.
type workYear struct {
	before [367]uint16
}

// readWork sets the working days of c from spec.
func (c *Calendar) readWork(spec CalendarSpec, found *Findings) {
	week := readWorkweek(spec.Workweek, found)
	c.work = make(map[int]*workYear, len(spec.Holidays)+len(spec.Declared))
	for i, y := range spec.Holidays {
		place := fmt.Sprintf("$.holidays[%d]", i)
		if !goodYear(y.Year, place+".year", found) {
			continue
		}
		exceptions := readExceptions(y, place, found)
		if len(exceptions) == 0 {
			continue
		}
		if c.work[y.Year] != nil {
			found.Add(yearTwice(y.Year, place+".year"))
			continue
		}
		c.work[y.Year] = newWorkYear(y.Year, week, exceptions)
	}
	for i, y := range spec.Declared {
		place := fmt.Sprintf("$.declared[%d]", i)
		if !goodYear(y, place, found) {
			continue
		}
		if c.work[y] != nil {
			found.Add(yearTwice(y, place))
			continue
		}
		c.work[y] = newWorkYear(y, week, nil)
	}
}

// readWorkweek returns which weekdays are worked.
func readWorkweek(days []time.Weekday, found *Findings) (week [7]bool) {
	if len(days) == 0 {
		return [7]bool{time.Monday: true, time.Tuesday: true, time.Wednesday: true, time.Thursday: true, time.Friday: true}
	}
	for i, w := range days {
		place := fmt.Sprintf("$.workweek[%d]", i)
		switch {
		case w < time.Sunday || w > time.Saturday:
			found.Add(calendarFault("workweek", place, notWeekday(w), weekdayRemedy()))
		case week[w]:
			found.Add(calendarFault("workweek", place,
				Text{EN: w.String() + " stands twice", ZH: fmt.Sprintf("星期 %d 重复", int(w))},
				Text{EN: "list each weekday once", ZH: "每个星期只列一次"}))
		default:
			week[w] = true
		}
	}
	return week
}

// readExceptions returns for each day of y that is stated whether it is worked.
func readExceptions(y HolidayYear, place string, found *Findings) map[Day]bool {
	stated := make(map[Day]bool, len(y.Off)+len(y.Working))
	read := func(days []Day, list string, worked bool) {
		for i, d := range days {
			at := fmt.Sprintf("%s.%s[%d]", place, list, i)
			if d.Year() != y.Year {
				found.Add(calendarFault("holiday", at,
					Text{EN: fmt.Sprintf("%s is no day of %d", quote(d.String()), y.Year), ZH: fmt.Sprintf("%s 不在 %d 年", quote(d.String()), y.Year)},
					Text{EN: "list each day under its own calendar year", ZH: "请把每一天列在其所属的年份"}))
				continue
			}
			if _, twice := stated[d]; twice {
				found.Add(calendarFault("holiday", at,
					Text{EN: d.String() + " stands twice", ZH: d.String() + " 重复"},
					Text{EN: "list each day once, as off or as working", ZH: "每一天只列一次，或休或班"}))
				continue
			}
			stated[d] = worked
		}
	}
	read(y.Off, "off", false)
	read(y.Working, "working", true)
	return stated
}

func goodYear(y int, place string, found *Findings) bool {
	if y >= 1 && y <= maxYear {
		return true
	}
	found.Add(calendarFault("year", place,
		Text{EN: fmt.Sprintf("%d is no year", y), ZH: fmt.Sprintf("%d 不是年份", y)},
		Text{EN: "use 1 to 9999", ZH: "请填 1 至 9999"}))
	return false
}

func yearTwice(y int, place string) Finding {
	return calendarFault("year", place,
		Text{EN: fmt.Sprintf("the working days of %d are stated twice", y), ZH: fmt.Sprintf("%d 年的工作日重复说明", y)},
		Text{EN: "state each year once, in holidays or in declared", ZH: "每一年只在 holidays 或 declared 中说明一次"})
}

// newWorkYear counts the working days of year.
func newWorkYear(year int, week [7]bool, exceptions map[Day]bool) *workYear {
	w := new(workYear)
	first := civil(year, time.January, 1)
	for i := range 366 {
		d := Day{n: first.n + int32(i)} // the 366th of a common year is counted and never asked for
		worked, stated := exceptions[d]
		if !stated {
			worked = week[d.Weekday()]
		}
		w.before[i+1] = w.before[i]
		if worked {
			w.before[i+1]++
		}
	}
	return w
}

// worked returns the working days among the first n days of the year.
func (w *workYear) worked(n int) int { return int(w.before[n]) }

// workYearOf returns the working days of a year, or an error that wraps [ErrNoHolidays].
func (c *Calendar) workYearOf(year int) (*workYear, error) {
	if c != nil && c.work[year] != nil {
		return c.work[year], nil
	}
	return nil, fmt.Errorf("%w for %d: give the calendar the holidays of %d, or declare the year to be worked by the workweek alone", ErrNoHolidays, year, year)
}

// IsWorkingDay reports whether d is worked. A year without data is an error that wraps [ErrNoHolidays], an unset d
// one that wraps [ErrDay].
func (c *Calendar) IsWorkingDay(d Day) (bool, error) {
	if !d.IsSet() {
		return false, fmt.Errorf("%w: the day is unset", ErrDay)
	}
	w, err := c.workYearOf(d.Year())
	if err != nil {
		return false, err
	}
	i := d.Sub(civil(d.Year(), time.January, 1))
	return w.worked(i+1) > w.worked(i), nil
}

// WorkingDays returns the number of working days of p, which must have an end; else the error wraps [ErrPeriod].
// A year of p without data is an error that wraps [ErrNoHolidays] and names the first such year.
func (c *Calendar) WorkingDays(p Period) (int, error) {
	if err := p.closed(); err != nil {
		return 0, err
	}
	last := p.Until.AddDays(-1)
	total := 0
	for year := p.From.Year(); year <= last.Year(); year++ {
		w, err := c.workYearOf(year)
		if err != nil {
			return 0, err
		}
		first := civil(year, time.January, 1)
		days := 365 - 28 + daysIn(year, time.February)
		total += w.worked(min(days, p.Until.Sub(first))) - w.worked(max(0, p.From.Sub(first)))
	}
	return total, nil
}

// AddWorkingDays returns the n-th working day after d, or before d when n is negative; d itself, worked or not, when
// n is 0. A year without data on the way is an error that wraps [ErrNoHolidays] and names the year; an unset d, and a
// result outside the days that [Day] holds, one that wraps [ErrDay].
func (c *Calendar) AddWorkingDays(d Day, n int) (Day, error) {
	if !d.IsSet() {
		return Day{}, fmt.Errorf("%w: the day is unset", ErrDay)
	}
	step, left := 1, n
	if n < 0 {
		step = -1
	}
	at := d
	for left != 0 {
		if at = at.AddDays(step); !at.IsSet() {
			return Day{}, fmt.Errorf("%w: %d working days from %s is outside 0001-01-01 to 9999-12-31", ErrDay, n, d)
		}
		worked, err := c.IsWorkingDay(at)
		if err != nil {
			return Day{}, err
		}
		if worked {
			left -= step
		}
	}
	return at, nil
}
