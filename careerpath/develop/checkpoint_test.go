package develop_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/develop"
)

func calendar(t testing.TB) *kam.Calendar {
	t.Helper()
	c, err := kam.NewCalendar(kam.CalendarSpec{Holidays: []kam.HolidayYear{{Year: 2026, Off: []kam.Day{day("2026-05-01"), day("2026-12-31")}}}, Declared: []int{2025}})
	require.NoError(t, err)
	return c
}

func TestCheckPoints(t *testing.T) {
	c := calendar(t)
	for _, x := range []struct {
		name, period string
		months       int
		want         []string
	}{
		{"a holiday and a weekend move on, the last working day counts", "2026-01-31/2026-06-01", 1, []string{"2026-03-02", "2026-03-31", "2026-04-30", "2026-05-29"}},
		{"every quarter", "2026-01-01/2027-01-01", 3, []string{"2026-04-01", "2026-07-01", "2026-10-01", "2026-12-30"}},
		{"shorter than a month", "2026-01-01/2026-01-10", 1, []string{"2026-01-09"}},
		{"a point that moves onto the last day counts once", "2025-12-31/2026-03-03", 1, []string{"2026-02-02", "2026-03-02"}},
	} {
		t.Run(x.name, func(t *testing.T) {
			got, err := develop.CheckPoints(c, period(x.period), x.months)
			require.NoError(t, err)
			texts := make([]string, len(got))
			for i, d := range got {
				texts[i] = d.String()
				assert.NotEqual(t, time.Sunday, d.Weekday())
			}
			assert.Equal(t, x.want, texts)
		})
	}
}

func TestCheckPointFaults(t *testing.T) {
	c := calendar(t)
	_, err := develop.CheckPoints(c, kam.Period{}, 0)
	assert.Equal(t, []string{"develop.range $.checkEvery", "develop.period $.period"}, codes(t, err))
	_, err = develop.CheckPoints(c, period("2026-01-01/.."), 121)
	assert.Equal(t, []string{"develop.range $.checkEvery", "develop.period $.period"}, codes(t, err))
	_, err = develop.CheckPoints(c, period("2026-01-03/2026-01-05"), 1)
	assert.Equal(t, []string{"develop.period $.period"}, codes(t, err), "a weekend")
	_, err = develop.CheckPoints(c, period("2026-11-01/2027-02-01"), 1)
	require.ErrorIs(t, err, kam.ErrNoHolidays)
	_, err = develop.CheckPoints(nil, period("2026-01-01/2026-02-01"), 1)
	require.ErrorIs(t, err, kam.ErrNoHolidays)
	p, r := story(t)
	r.CheckEvery = 1
	_, err = develop.NewPlan(p, nil, r)
	require.ErrorIs(t, err, kam.ErrNoHolidays)
	end, err := kam.NewCalendar(kam.CalendarSpec{Declared: []int{9999}})
	require.NoError(t, err)
	days, err := develop.CheckPoints(end, period("9999-11-01/9999-12-31"), 1)
	require.NoError(t, err, "the end of all days")
	assert.Len(t, days, 2)
}

func TestTasks(t *testing.T) {
	p, r := story(t)
	plan := newPlan(t, p, r)
	tasks := plan.Tasks()
	require.Len(t, tasks, 1+len(plan.Steps))
	assert.Equal(t, "anna-2026/assess-1", tasks[0].ID)
	assert.Equal(t, day("2026-01-01"), tasks[0].Due)
	seen := map[string]bool{}
	for i, task := range tasks {
		require.NoError(t, task.Check())
		assert.False(t, seen[task.ID])
		seen[task.ID] = true
		assert.Equal(t, "anna", task.Owner)
		if i > 0 {
			assert.Equal(t, plan.Steps[i-1].Due(), task.Due)
		}
	}
}
