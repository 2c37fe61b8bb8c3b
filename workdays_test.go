package kam_test

import (
	"errors"
	"math"
	"math/big"
	"math/rand"
	"slices"
	"testing"
	"testing/quick"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// between lists the days from first to last, both inclusive.
func between(first, last string) []kam.Day {
	var days []kam.Day
	for d := kam.MustDay(first); !d.After(kam.MustDay(last)); d = d.AddDays(1) {
		days = append(days, d)
	}
	return days
}

func days(list ...string) []kam.Day {
	out := make([]kam.Day, len(list))
	for i, s := range list {
		out[i] = kam.MustDay(s)
	}
	return out
}

// The public holidays and make-up working days of mainland China, from the notices of the State Council.
func china2025() kam.HolidayYear {
	return kam.HolidayYear{
		Year: 2025,
		Off: slices.Concat(
			days("2025-01-01"),
			between("2025-01-28", "2025-02-04"),
			between("2025-04-04", "2025-04-06"),
			between("2025-05-01", "2025-05-05"),
			between("2025-05-31", "2025-06-02"),
			between("2025-10-01", "2025-10-08"),
		),
		Working: days("2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"),
	}
}

func china2026() kam.HolidayYear {
	return kam.HolidayYear{
		Year: 2026,
		Off: slices.Concat(
			between("2026-01-01", "2026-01-03"),
			between("2026-02-15", "2026-02-23"),
			between("2026-04-04", "2026-04-06"),
			between("2026-05-01", "2026-05-05"),
			between("2026-06-19", "2026-06-21"),
			between("2026-09-25", "2026-09-27"),
			between("2026-10-01", "2026-10-07"),
		),
		Working: days("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"),
	}
}

// china also has an entry of 2027 as data sets carry it before the notice: known to be coming, and empty.
func china(t testing.TB) *kam.Calendar {
	return calendar(t, kam.CalendarSpec{Holidays: []kam.HolidayYear{china2026(), china2025(), {Year: 2027}}})
}

func TestWorkingDaysOfChina(t *testing.T) {
	c := china(t)
	for year, want := range map[int][]int{
		2025: {19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23},
		2026: {21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23},
	} {
		var got []int
		for m := 1; m <= 12; m++ {
			p, err := c.Month(year, m)
			require.NoError(t, err)
			n, err := c.WorkingDays(p)
			require.NoError(t, err)
			got = append(got, n)
		}
		assert.Equal(t, want, got, year)
		p, err := c.Year(year)
		require.NoError(t, err)
		n, err := c.WorkingDays(p)
		require.NoError(t, err)
		assert.Equal(t, 248, n, year)
	}
	n, err := c.WorkingDays(kam.MustPeriod("2025-01-01/2027-01-01"))
	require.NoError(t, err)
	assert.Equal(t, 496, n)
}

// A target of 3,000,000 for the first quarter of 2026, spread over its months by working days in whole yuan.
func TestTargetByWorkingDays(t *testing.T) {
	c := china(t)
	quarter, err := c.Parse("2026-Q1")
	require.NoError(t, err)
	months, err := c.Split(quarter, kam.Month)
	require.NoError(t, err)
	weights := make([]*big.Rat, len(months))
	for i, p := range months {
		n, err := c.WorkingDays(p)
		require.NoError(t, err)
		weights[i] = new(big.Rat).SetInt64(int64(n))
	}
	parts, err := num.Split(decimal.New(3_000_000, 0), weights, 0)
	require.NoError(t, err)
	for i, want := range []string{"1067797", "813559", "1118644"} {
		assert.Equal(t, want, num.Format(parts[i]))
	}
}

func TestYearWithoutData(t *testing.T) {
	c := china(t)
	_, err := c.IsWorkingDay(kam.MustDay("2027-01-04"))
	require.ErrorIs(t, err, kam.ErrNoHolidays)
	require.ErrorContains(t, err, "2027")
	_, err = c.WorkingDays(kam.MustPeriod("2026-12-01/2027-01-02"))
	require.ErrorIs(t, err, kam.ErrNoHolidays)
	require.ErrorContains(t, err, "2027")
	n, err := c.WorkingDays(kam.MustPeriod("2026-12-01/2027-01-01"))
	require.NoError(t, err, "the day after the period is not asked for")
	assert.Equal(t, 23, n)
	_, err = c.WorkingDays(kam.MustPeriod("2024-12-31/2025-02-01"))
	require.ErrorContains(t, err, "2024")
	_, err = c.AddWorkingDays(kam.MustDay("2026-12-31"), 1)
	require.ErrorContains(t, err, "2027")
	_, err = c.AddWorkingDays(kam.MustDay("2025-01-02"), -1)
	require.ErrorContains(t, err, "2024")
	_, err = c.AddWorkingDays(kam.MustDay("2025-01-02"), math.MaxInt)
	require.ErrorIs(t, err, kam.ErrNoHolidays)
	_, err = c.AddWorkingDays(kam.MustDay("2025-01-02"), math.MinInt)
	require.ErrorIs(t, err, kam.ErrNoHolidays)

	declared := calendar(t, kam.CalendarSpec{Holidays: []kam.HolidayYear{{Year: 2027}}, Declared: []int{2027}})
	n, err = declared.WorkingDays(kam.MustPeriod("2027-01-01/2028-01-01"))
	require.NoError(t, err, "an empty year may be declared")
	assert.Equal(t, 261, n)
}

func TestWorkingDayArguments(t *testing.T) {
	c := china(t)
	_, err := c.IsWorkingDay(kam.Day{})
	require.ErrorIs(t, err, kam.ErrDay)
	_, err = c.AddWorkingDays(kam.Day{}, 0)
	require.ErrorIs(t, err, kam.ErrDay)
	_, err = c.WorkingDays(kam.MustPeriod("2026-01-01/.."))
	require.ErrorIs(t, err, kam.ErrPeriod)
	for _, p := range noPeriods {
		_, err = c.WorkingDays(p)
		require.ErrorIs(t, err, kam.ErrPeriod)
	}
	d, err := kam.Gregorian().AddWorkingDays(kam.MustDay("2026-01-01"), 0)
	require.NoError(t, err, "no year is asked for")
	assert.Equal(t, "2026-01-01", d.String())
	edge := calendar(t, kam.CalendarSpec{Declared: []int{1, 9999}})
	_, err = edge.AddWorkingDays(kam.MustDay(dayLast), 1)
	require.ErrorIs(t, err, kam.ErrDay)
	_, err = edge.AddWorkingDays(kam.MustDay(dayOne), -1)
	require.ErrorIs(t, err, kam.ErrDay)
	require.ErrorContains(t, err, "-1 working days")
	n, err := edge.WorkingDays(kam.MustPeriod("9999-12-27/9999-12-31"))
	require.NoError(t, err)
	assert.Equal(t, 4, n)
}

func TestAddWorkingDays(t *testing.T) {
	c := china(t)
	for name, test := range map[string]struct {
		from string
		n    int
		want string
	}{
		"make-up Sunday":            {"2025-12-31", 1, "2026-01-04"},
		"over the new year, back":   {"2026-01-04", -1, "2025-12-31"},
		"over the spring festival":  {"2026-02-14", 1, "2026-02-24"},
		"from a day off":            {"2026-02-18", 1, "2026-02-24"},
		"from a day off, back":      {"2026-02-18", -1, "2026-02-14"},
		"none from a day off":       {"2026-02-18", 0, "2026-02-18"},
		"all of the year":           {"2026-01-01", 248, "2026-12-31"},
		"two years":                 {"2025-01-01", 496, "2026-12-31"},
		"back through both of them": {"2026-12-31", -495, "2025-01-02"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := c.AddWorkingDays(kam.MustDay(test.from), test.n)
			require.NoError(t, err)
			assert.Equal(t, test.want, got.String())
		})
	}
}

func TestWorkweek(t *testing.T) {
	sunThu := []time.Weekday{time.Sunday, time.Monday, time.Tuesday, time.Wednesday, time.Thursday}
	c := calendar(t, kam.CalendarSpec{Workweek: sunThu, Declared: []int{2024}, Holidays: []kam.HolidayYear{{Year: 2025, Off: days("2025-01-01", "2025-01-03")}}})
	for day, want := range map[string]bool{
		"2024-12-26": true, "2024-12-27": false, "2024-12-28": false, "2024-12-29": true,
		"2025-01-01": false, "2025-01-02": true, "2025-01-03": false, "2025-01-05": true,
	} {
		got, err := c.IsWorkingDay(kam.MustDay(day))
		require.NoError(t, err)
		assert.Equal(t, want, got, day)
	}
	daily := calendar(t, kam.CalendarSpec{Workweek: []time.Weekday{0, 1, 2, 3, 4, 5, 6}, Declared: []int{2023, 2024}})
	n, err := daily.WorkingDays(kam.MustPeriod("2023-01-01/2025-01-01"))
	require.NoError(t, err)
	assert.Equal(t, 365+366, n)
}

// Declared years of the Monday to Friday week: 261 days in 2016 and 2018, 260 in 2017.
func TestDeclaredYears(t *testing.T) {
	c := calendar(t, kam.CalendarSpec{Declared: []int{2018, 2016, 2017}})
	for label, want := range map[string]int{"2016": 261, "2017": 260, "2018": 261, "2017-Q4": 65} {
		p, err := c.Parse(label)
		require.NoError(t, err)
		n, err := c.WorkingDays(p)
		require.NoError(t, err)
		assert.Equal(t, want, n, label)
	}
}

// Counting and stepping agree with looking at every day.
func TestWorkingDayProperties(t *testing.T) {
	c := china(t)
	first := kam.MustDay("2025-01-01")
	require.NoError(t, quick.Check(func(seed int64) bool {
		r := rand.New(rand.NewSource(seed))
		from := first.AddDays(r.Intn(729))
		until := from.AddDays(1 + r.Intn(kam.MustDay("2027-01-01").Sub(from)))
		count := 0
		var last kam.Day
		for d := from; d.Before(until); d = d.AddDays(1) {
			worked, err := c.IsWorkingDay(d)
			if err != nil {
				return false
			}
			if worked {
				count, last = count+1, d
			}
		}
		n, err := c.WorkingDays(kam.Period{From: from, Until: until})
		if err != nil || n != count {
			return false
		}
		if count == 0 {
			return true
		}
		stepped, err := c.AddWorkingDays(last, 1-count)
		if err != nil {
			return false
		}
		back, err := c.AddWorkingDays(stepped, count-1)
		if err != nil || back != last {
			return false
		}
		_, err = c.AddWorkingDays(last, 1000)
		return errors.Is(err, kam.ErrNoHolidays)
	}, &quick.Config{MaxCount: 200}))
}
