package meetings_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/meetings"
)

func TestRoll(t *testing.T) {
	calendar := china(t)
	cases := []struct {
		name string
		roll meetings.Roll
		day  string
		want string
	}{
		{"a Saturday that is worked stays", meetings.Following, "2026-02-28", "2026-02-28"},
		{"a Saturday off goes to the Monday", meetings.Following, "2026-03-07", "2026-03-09"},
		{"and to the Friday", meetings.Preceding, "2026-03-07", "2026-03-06"},
		{"over the Spring Festival", meetings.Following, "2026-02-16", "2026-02-24"},
		{"and back to the make-up Saturday", meetings.Preceding, "2026-02-20", "2026-02-14"},
		{"modified within the month", meetings.ModifiedFollowing, "2026-03-07", "2026-03-09"},
		{"modified at the month's end", meetings.ModifiedFollowing, "2026-01-31", "2026-01-30"},
		{"following at the month's end", meetings.Following, "2026-01-31", "2026-02-02"},
		{"nowhere", meetings.Stay, "2026-03-07", "2026-03-07"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := c.roll.Apply(day(c.day), calendar)
			require.NoError(t, err)
			assert.Equal(t, c.want, got.String())
		})
	}
}

func TestRollRefuses(t *testing.T) {
	calendar := china(t)
	noJanuary := []kam.Day{}
	for d := day("2026-01-01"); d.Before(day("2026-02-01")); d = d.AddDays(1) {
		noJanuary = append(noJanuary, d)
	}
	closed, err := kam.NewCalendar(kam.CalendarSpec{Holidays: []kam.HolidayYear{{Year: 2026, Off: noJanuary}}})
	require.NoError(t, err)
	cases := []struct {
		name     string
		roll     meetings.Roll
		day      string
		calendar *kam.Calendar
		want     error
	}{
		{"a year without data", meetings.Following, "2027-01-01", calendar, kam.ErrNoHolidays},
		{"into a year without data", meetings.Preceding, "2026-01-01", calendar, kam.ErrNoHolidays},
		{"no calendar", meetings.Following, "2026-03-07", nil, kam.ErrNoHolidays},
		{"no day", meetings.Stay, "", calendar, kam.ErrDay},
		{"no way", "sideways", "2026-03-07", calendar, meetings.ErrRoll},
		{"a month without a working day", meetings.ModifiedFollowing, "2026-01-10", closed, meetings.ErrNoWorkingDay},
		{"past the last day", meetings.Following, "9999-12-31", allOff(t, 9999), kam.ErrDay},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := kam.Day{}
			if c.day != "" {
				d = day(c.day)
			}
			got, err := c.roll.Apply(d, c.calendar)
			require.ErrorIs(t, err, c.want)
			assert.False(t, got.IsSet())
		})
	}
}

// allOff knows a year of which the last day is off.
func allOff(t *testing.T, year int) *kam.Calendar {
	t.Helper()
	last, err := kam.NewDay(year, 12, 31)
	require.NoError(t, err)
	c, err := kam.NewCalendar(kam.CalendarSpec{Holidays: []kam.HolidayYear{{Year: year, Off: []kam.Day{last}}}})
	require.NoError(t, err)
	return c
}

func TestModifiedFollowingAtTheEndOfWhatIsKnown(t *testing.T) {
	c := plain(t, 2022)
	got, err := meetings.ModifiedFollowing.Apply(day("2022-12-31"), c) // a Saturday; nothing is known of 2023
	require.NoError(t, err)
	assert.Equal(t, "2022-12-30", got.String())
	got, err = meetings.ModifiedFollowing.Apply(day("2022-01-01"), c) // a Saturday; nothing is known of 2021
	require.NoError(t, err)
	assert.Equal(t, "2022-01-03", got.String())
}

// A day is moved by thirty days at most; the last working day of a period may be further from its end.
func TestRollGoesNoFurtherThanItMay(t *testing.T) {
	off := func(days int) *kam.Calendar {
		var list []kam.Day
		for i := range days {
			list = append(list, day("2026-03-02").AddDays(i)) // from a Monday
		}
		c, err := kam.NewCalendar(kam.CalendarSpec{Holidays: []kam.HolidayYear{{Year: 2026, Off: list}}})
		require.NoError(t, err)
		return c
	}
	got, err := meetings.Following.Apply(day("2026-03-02"), off(30))
	require.NoError(t, err)
	assert.Equal(t, "2026-04-01", got.String())
	_, err = meetings.Following.Apply(day("2026-03-02"), off(31))
	require.ErrorIs(t, err, meetings.ErrNoWorkingDay)
	_, err = meetings.Preceding.Apply(day("2026-04-01"), off(31))
	require.ErrorIs(t, err, meetings.ErrNoWorkingDay)
	last, err := meetings.LastWorkingDay(kam.MustPeriod("2026-02-01/2026-04-05"), off(40))
	require.NoError(t, err)
	assert.Equal(t, "2026-02-27", last.String())
	from, err := meetings.FirstWorkingDay(kam.MustPeriod("2026-03-02/2026-05-01"), off(40))
	require.NoError(t, err)
	assert.Equal(t, "2026-04-13", from.String())
}

// Of the years around the period only the days that may roll in are asked, and who lacks them is told what to do.
func TestScheduleWithinAYearAsksOnlyForDaysNearIt(t *testing.T) {
	year := kam.MustPeriod("2026-01-01/2027-01-01")
	within := func(text, start string, roll meetings.Roll) ([]meetings.Occurrence, error) {
		return meetings.Schedule{Rule: rule(t, text), Start: day(start), Roll: roll}.Within(year, china(t))
	}
	got, err := within("FREQ=MONTHLY;BYMONTHDAY=1", "2025-06-01", meetings.Following) // 1 December is 31 days before
	require.NoError(t, err)
	assert.Len(t, got, 12)
	got, err = within("FREQ=MONTHLY;BYMONTHDAY=31", "2025-01-31", meetings.Preceding) // 31 January 2027 is 31 days after the last one
	require.NoError(t, err)
	assert.Len(t, got, 7)
	_, err = within("FREQ=MONTHLY;BYMONTHDAY=30", "2025-01-30", meetings.Preceding) // 30 January is 30 days after it
	require.ErrorIs(t, err, kam.ErrNoHolidays)
	_, err = within("FREQ=MONTHLY;BYMONTHDAY=2", "2025-06-02", meetings.Following) // 2 December is 30 days before
	require.ErrorIs(t, err, kam.ErrNoHolidays)

	for _, roll := range []meetings.Roll{meetings.Following, meetings.Preceding} {
		_, err = within("FREQ=WEEKLY", "2025-11-03", roll)
		require.ErrorIs(t, err, kam.ErrNoHolidays)
		require.ErrorContains(t, err, "may roll into 2026-01-01/2027-01-01: give the calendar that year too, or roll by \"modified-following\"")
	}
	got, err = within("FREQ=WEEKLY", "2025-11-03", meetings.ModifiedFollowing)
	require.NoError(t, err)
	assert.Equal(t, "2026-01-05", got[0].Day.String())
	assert.Equal(t, "2026-12-28", got[len(got)-1].Day.String())

	_, err = meetings.Schedule{Rule: rule(t, "FREQ=WEEKLY"), Start: day("2027-01-01"), Roll: meetings.Following}.Within(kam.MustPeriod("2027-01-01/2027-02-01"), china(t))
	require.ErrorIs(t, err, kam.ErrNoHolidays)
	assert.NotContains(t, err.Error(), "may roll into")
}

func TestLastWorkingDayOfFebruary2026InChina(t *testing.T) {
	february := kam.MustPeriod("2026-02-01/2026-03-01")
	last, err := meetings.LastWorkingDay(february, china(t))
	require.NoError(t, err)
	assert.Equal(t, "2026-02-28", last.String())
	assert.Equal(t, meetings.Saturday, meetings.WeekdayOf(last))

	// The weekday alone would have it on Friday the 27th.
	assert.Equal(t, []string{"2026-02-27"}, first(t, rule(t, "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"), "2026-02-01", 1))

	from, err := meetings.FirstWorkingDay(kam.MustPeriod("2026-02-15/2026-03-01"), china(t))
	require.NoError(t, err)
	assert.Equal(t, "2026-02-24", from.String())
}

func TestLastWorkingDayRefuses(t *testing.T) {
	for _, c := range []struct {
		period string
		want   error
	}{
		{"2026-02-01/..", kam.ErrPeriod},
		{"2027-02-01/2027-03-01", kam.ErrNoHolidays},
		{"2026-10-01/2026-10-08", meetings.ErrNoWorkingDay},
	} {
		_, err := meetings.LastWorkingDay(kam.MustPeriod(c.period), china(t))
		require.ErrorIs(t, err, c.want, c.period)
		_, err = meetings.FirstWorkingDay(kam.MustPeriod(c.period), china(t))
		require.ErrorIs(t, err, c.want, c.period)
	}
	_, err := meetings.LastWorkingDay(kam.Period{}, china(t))
	require.ErrorIs(t, err, kam.ErrPeriod)
}

func occurrences(list []meetings.Occurrence) []string {
	out := []string{}
	for _, o := range list {
		s := o.Day.String()
		if o.Nominal != o.Day {
			s += " for " + o.Nominal.String()
		}
		out = append(out, s)
	}
	return out
}

func TestScheduleWithin(t *testing.T) {
	cases := []struct {
		name, rule, start string
		roll              meetings.Roll
		period            string
		want              []string
	}{
		{
			"days that roll together are one meeting", "FREQ=DAILY", "2026-02-13", meetings.Following, "2026-02-13/2026-02-26",
			[]string{"2026-02-13", "2026-02-14", "2026-02-24 for 2026-02-15", "2026-02-25"},
		},
		{"in from before", "FREQ=WEEKLY;BYDAY=FR", "2025-01-03", meetings.Following, "2026-02-24/2026-03-01", []string{"2026-02-24 for 2026-02-20", "2026-02-27"}},
		{"in from after", "FREQ=MONTHLY;BYMONTHDAY=5", "2026-01-05", meetings.Preceding, "2026-04-01/2026-05-01", []string{"2026-04-03 for 2026-04-05", "2026-04-30 for 2026-05-05"}},
		{"out at both ends", "FREQ=MONTHLY;BYMONTHDAY=1", "2026-01-01", meetings.Following, "2026-05-01/2026-08-01", []string{"2026-05-06 for 2026-05-01", "2026-06-01", "2026-07-01"}},
		{"modified at the end", "FREQ=MONTHLY;BYMONTHDAY=-1", "2026-01-31", meetings.ModifiedFollowing, "2026-01-01/2026-04-01", []string{"2026-01-30 for 2026-01-31", "2026-02-28", "2026-03-31"}},
		{"no calendar is asked for days that stay", "FREQ=WEEKLY", "2019-01-01", meetings.Stay, "2027-01-01/2027-01-14", []string{"2027-01-05", "2027-01-12"}},
		{"following asks nothing of the next year", "FREQ=WEEKLY", "2025-12-03", meetings.Following, "2026-12-20/2027-01-01", []string{"2026-12-23", "2026-12-30"}},
		{
			"modified asks nothing of the years around", "FREQ=MONTHLY;BYMONTHDAY=-1", "2024-01-31", meetings.ModifiedFollowing, "2026-01-01/2027-01-01",
			[]string{"2026-01-30 for 2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-29 for 2026-05-31", "2026-06-30", "2026-07-31", "2026-08-31", "2026-09-30", "2026-10-30 for 2026-10-31", "2026-11-30", "2026-12-31"},
		},
		{"preceding stops after the next working day", "FREQ=DAILY", "2025-01-01", meetings.Preceding, "2026-03-05/2026-03-07", []string{"2026-03-05", "2026-03-06"}},
		{"nothing", "FREQ=YEARLY", "2026-01-01", meetings.Stay, "2026-02-01/2026-03-01", []string{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := meetings.Schedule{Rule: rule(t, c.rule), Start: day(c.start), Roll: c.roll}
			got, err := s.Within(kam.MustPeriod(c.period), china(t))
			require.NoError(t, err)
			assert.Equal(t, c.want, occurrences(got))
		})
	}
}

func TestScheduleRefuses(t *testing.T) {
	weekly := rule(t, "FREQ=WEEKLY")
	period := kam.MustPeriod("2026-01-01/2026-12-31")
	cases := []struct {
		name     string
		schedule meetings.Schedule
		period   kam.Period
		want     error
	}{
		{"no start", meetings.Schedule{Rule: weekly}, period, kam.ErrDay},
		{"no way", meetings.Schedule{Rule: weekly, Start: day("2030-01-01"), Roll: "x"}, period, meetings.ErrRoll},
		{"no end", meetings.Schedule{Rule: weekly, Start: day("2026-01-01")}, kam.MustPeriod("2026-01-01/.."), kam.ErrPeriod},
		{"no period", meetings.Schedule{Rule: weekly, Start: day("2026-01-01")}, kam.Period{}, kam.ErrPeriod},
		{
			"a day that may roll in from a year without data",
			meetings.Schedule{Rule: rule(t, "FREQ=YEARLY"), Start: day("2026-01-01"), Roll: meetings.Preceding},
			kam.MustPeriod("2026-12-01/2027-01-01"), kam.ErrNoHolidays,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := c.schedule.Within(c.period, china(t))
			require.ErrorIs(t, err, c.want)
		})
	}
	_, err := meetings.Schedule{Start: day("2026-01-01")}.Within(period, nil)
	assert.Equal(t, []string{"meetings.rule FREQ"}, codes(t, err))
}

func TestOccurrencesStopWhereTheCalendarDoes(t *testing.T) {
	s := meetings.Schedule{Rule: rule(t, "FREQ=MONTHLY;BYMONTHDAY=1"), Start: day("2026-10-01"), Roll: meetings.Following}
	var got []meetings.Occurrence
	var stopped error
	for o, err := range s.Occurrences(china(t)) {
		if err != nil {
			stopped = err
			assert.Equal(t, meetings.Occurrence{}, o)
			continue
		}
		got = append(got, o)
	}
	assert.Equal(t, []string{"2026-10-08 for 2026-10-01", "2026-11-02 for 2026-11-01", "2026-12-01"}, occurrences(got))
	require.ErrorIs(t, stopped, kam.ErrNoHolidays)

	for _, err := range (meetings.Schedule{}).Occurrences(nil) {
		require.ErrorIs(t, err, kam.ErrDay)
	}
	for o, err := range s.Occurrences(china(t)) {
		require.NoError(t, err)
		assert.Equal(t, day("2026-10-08"), o.Day)
		break
	}
}

func TestRolledDaysAreWorkingDaysInOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(28, 2))
	calendar := china(t)
	for range 150 {
		r := randomRule(random)
		start := day("2026-01-05").AddDays(random.IntN(200))
		from := start.AddDays(random.IntN(60))
		period := kam.Period{From: from, Until: from.AddDays(1 + random.IntN(60))}
		for _, roll := range []meetings.Roll{meetings.Following, meetings.Preceding, meetings.ModifiedFollowing} {
			s := meetings.Schedule{Rule: r, Start: start, Roll: roll}
			got, err := s.Within(period, calendar)
			require.NoError(t, err, "%s from %s", r, start)

			// The plain way: everything that is known, and then those inside.
			var want []meetings.Occurrence
			last := kam.Day{}
			for o, err := range s.Occurrences(calendar) {
				if err != nil || o.Nominal.After(day("2026-12-20")) {
					break
				}
				worked, err := calendar.IsWorkingDay(o.Day)
				require.NoError(t, err)
				require.True(t, worked)
				require.True(t, o.Day.After(last))
				last = o.Day
				if period.Contains(o.Day) {
					want = append(want, o)
				}
			}
			require.Equal(t, want, got, "%s from %s %s in %s", r, start, roll, period)
		}
	}
}

func BenchmarkScheduleWithin(b *testing.B) {
	s := meetings.Schedule{Rule: rule(b, "FREQ=WEEKLY;BYDAY=MO"), Start: day("2026-01-05"), Roll: meetings.ModifiedFollowing}
	calendar, year := china(b), kam.MustPeriod("2026-01-01/2027-01-01")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Within(year, calendar); err != nil {
			b.Fatal(err)
		}
	}
}
