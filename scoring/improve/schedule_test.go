package improve_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/improve"
)

func TestPeriodShortensFirstTasks(t *testing.T) {
	q := request(t)
	q.Period = kam.MustPeriod("2026-07-01/2026-07-05") // Wednesday to Saturday, three working days
	q.Levers = nil
	for _, a := range newPlan(t, q).Actions {
		assert.Equal(t, day("2026-07-03"), a.Task.Due)
	}
	q.FirstDays = 3
	assert.Equal(t, day("2026-07-03"), newPlan(t, q).Actions[0].Task.Due)
	q.FirstDays = 1
	assert.Equal(t, day("2026-07-01"), newPlan(t, q).Actions[0].Task.Due)
}

func TestCheckPoints(t *testing.T) {
	for _, c := range []struct {
		name, period string
		every        int
		want         string
	}{
		{"every 14 days, all worked", "2026-07-01/2026-08-12", 14, "2026-07-15 2026-07-29 2026-08-11"},
		{"a Saturday is moved to Monday", "2026-07-04/2026-07-22", 7, "2026-07-13 2026-07-20 2026-07-21"},
		{"a holiday is moved behind the week off", "2026-09-24/2026-10-20", 7, "2026-10-08 2026-10-15 2026-10-19"},
		{"a worked Saturday stays", "2026-09-26/2026-10-14", 14, "2026-10-10 2026-10-13"},
		{"days that fall together count once", "2026-09-30/2026-10-10", 1, "2026-10-08 2026-10-09"},
		{"the last is before the year without data", "2026-12-21/2027-01-01", 10, "2026-12-31"},
		{"every beyond the period", "2026-07-01/2026-07-03", 3660, "2026-07-02"},
		{"one day", "2026-07-01/2026-07-02", 1, "2026-07-01"},
		{"the end is a weekend", "2026-07-01/2026-07-06", 30, "2026-07-03"},
		{"a check moved to the last day is that one", "2026-07-06/2026-07-14", 6, "2026-07-13"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := improve.CheckPoints(calendar(), kam.MustPeriod(c.period), c.every)
			require.NoError(t, err)
			assert.Equal(t, days(c.want), got)
		})
	}
	closed, err := kam.NewCalendar(kam.CalendarSpec{Holidays: []kam.HolidayYear{{Year: 2026, Off: days("2026-12-30 2026-12-31")}}})
	require.NoError(t, err)
	got, err := improve.CheckPoints(closed, kam.MustPeriod("2026-12-21/2027-01-01"), 9)
	require.NoError(t, err, "the year after the period is not asked for")
	assert.Equal(t, days("2026-12-29"), got)
	_, err = improve.CheckPoints(calendar(), kam.Period{}, 0)
	assert.Equal(t, []string{"improve.number $.every", "improve.period $.period"}, codes(t, err))
	_, err = improve.CheckPoints(calendar(), kam.MustPeriod("2026-10-03/2026-10-05"), 1)
	assert.Equal(t, []string{"improve.period $.period"}, codes(t, err))
	_, err = improve.CheckPoints(calendar(), kam.MustPeriod("2026-12-01/2027-02-01"), 7)
	require.ErrorIs(t, err, kam.ErrNoHolidays)
	worked, err := kam.NewCalendar(kam.CalendarSpec{Declared: []int{2026, 2027, 2028, 2029, 2030, 2031, 2032, 2033, 2034, 2035, 2036}})
	require.NoError(t, err)
	_, err = improve.CheckPoints(worked, kam.MustPeriod("2026-01-01/2036-01-01"), 1)
	assert.Equal(t, []string{"improve.list $.every"}, codes(t, err))
	_, err = improve.CheckPoints(worked, kam.MustPeriod("2026-01-01/2036-01-10"), 7)
	assert.Equal(t, []string{"improve.period $.period"}, codes(t, err))
}
