package improve

import (
	"fmt"

	"github.com/kam-go/kam"
)

// CheckPoints returns the working days on which the progress of a period is looked at, in rising order: those every so
// many civil days from its first day, moved to the next working day where they are none, and always the last working day
// of the period. Days that fall together count once.
//
// A period that is none, has no end, more than [MaxDays] days or no working day, every out of 1 to [MaxDays], and more
// than [MaxList] check points are an [*kam.InvalidError]; a year without working-day data is an error that wraps
// [kam.ErrNoHolidays].
func CheckPoints(calendar *kam.Calendar, period kam.Period, every int) ([]kam.Day, error) {
	var f faults
	f.between("$.every", every, 1, MaxDays)
	if f.period("$.period", period) && period.Days() > MaxDays {
		f.add("period", "$.period", say("it has %d days", "共 %d 天", period.Days()), say("plan at most %d days", "最多 %d 天", MaxDays))
	}
	if err := f.list.Err(); err != nil {
		return nil, err
	}
	last, err := lastWorked(calendar, period)
	if err != nil {
		return nil, err
	}
	if !last.IsSet() {
		f.add("period", "$.period", say("%s has no working day", "%s 没有工作日", period), say("choose a period with working days", "请选择有工作日的期间"))
		return nil, f.list.Err()
	}
	var days []kam.Day
	for k := every; period.From.AddDays(k).Before(last); k += every {
		d, err := calendar.AddWorkingDays(period.From.AddDays(k-1), 1) // the day itself when it is worked
		if err != nil {
			return nil, fmt.Errorf("improve: check points: %w", err)
		}
		if d.Before(last) && (len(days) == 0 || d.After(days[len(days)-1])) {
			days = append(days, d)
		}
	}
	f.room("$.every", len(days)+1)
	return append(days, last), f.list.Err()
}

// lastWorked returns the last working day of a period; unset when it has none.
func lastWorked(calendar *kam.Calendar, period kam.Period) (kam.Day, error) {
	for d := period.Until.AddDays(-1); !d.Before(period.From); d = d.AddDays(-1) {
		worked, err := calendar.IsWorkingDay(d)
		if err != nil {
			return kam.Day{}, fmt.Errorf("improve: check points: %w", err)
		}
		if worked {
			return d, nil
		}
	}
	return kam.Day{}, nil
}

// dueAfter returns the n-th working day of a period; it is late when the period is over before, and then the day is
// unset.
func dueAfter(calendar *kam.Calendar, period kam.Period, n int) (due kam.Day, late bool, err error) {
	days, err := calendar.WorkingDays(period)
	if err != nil {
		return kam.Day{}, false, fmt.Errorf("improve: due day: %w", err)
	}
	if n > days {
		return kam.Day{}, true, nil
	}
	due, err = calendar.AddWorkingDays(period.From.AddDays(-1), n)
	if err != nil {
		return kam.Day{}, false, fmt.Errorf("improve: due day: %w", err)
	}
	return due, false, nil
}
