package kam_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
)

// The retail calendar of the US National Retail Federation: 4-5-4, the year ends on the Saturday nearest to 31
// January and is named for the year in which it begins. Published years of 53 weeks: 2006, 2012, 2017, 2023.
func TestRetailYears(t *testing.T) {
	c := calendar(t, specs["retail 4-5-4"])
	long := map[int]bool{2006: true, 2012: true, 2017: true, 2023: true}
	for y := 2003; y <= 2026; y++ {
		p, err := c.Year(y)
		require.NoError(t, err)
		want := 52
		if long[y] {
			want = 53
		}
		assert.Equal(t, want*7, p.Days(), y)
	}
	for year, want := range map[int]string{
		2012: "2012-01-29/2013-02-03",
		2017: "2017-01-29/2018-02-04",
		2022: "2022-01-30/2023-01-29",
		2023: "2023-01-29/2024-02-04",
		2024: "2024-02-04/2025-02-02",
	} {
		p, err := c.Year(year)
		require.NoError(t, err)
		assert.Equal(t, want, p.String())
	}
	year, err := c.Year(2023)
	require.NoError(t, err)
	months, err := c.Split(year, kam.Month)
	require.NoError(t, err)
	assert.Equal(t, []string{
		"2023-01-29/2023-02-26", "2023-02-26/2023-04-02", "2023-04-02/2023-04-30",
		"2023-04-30/2023-05-28", "2023-05-28/2023-07-02", "2023-07-02/2023-07-30",
		"2023-07-30/2023-08-27", "2023-08-27/2023-10-01", "2023-10-01/2023-10-29",
		"2023-10-29/2023-11-26", "2023-11-26/2023-12-31", "2023-12-31/2024-02-04",
	}, texts(months))
	half, err := c.Half(2023, 2)
	require.NoError(t, err)
	assert.Equal(t, 27*7, half.Days())
}

// Annual reports of two makers of computers and networks: years end on the last Saturday of September and of July and
// are named for the year in which they end.
func TestLastSaturdayYears(t *testing.T) {
	september := calendar(t, kam.CalendarSpec{Pattern: "4-4-5", YearEnd: kam.WeekYearEnd{Month: time.September, Weekday: time.Saturday, Rule: "last"}})
	july := calendar(t, specs["last Saturday July"])
	for _, test := range []struct {
		calendar *kam.Calendar
		year     int
		last     string
		weeks    int
	}{
		{september, 2016, "2016-09-24", 52},
		{september, 2017, "2017-09-30", 53},
		{september, 2018, "2018-09-29", 52},
		{september, 2022, "2022-09-24", 52},
		{september, 2023, "2023-09-30", 53},
		{september, 2024, "2024-09-28", 52},
		{july, 2010, "2010-07-31", 53},
		{july, 2011, "2011-07-30", 52},
		{july, 2016, "2016-07-30", 53},
		{july, 2017, "2017-07-29", 52},
	} {
		p, err := test.calendar.Year(test.year)
		require.NoError(t, err)
		assert.Equal(t, test.last, p.Until.AddDays(-1).String())
		assert.Equal(t, test.weeks*7, p.Days(), test.year)
	}
}

// Every month, weekday and rule over a century, against a search for the year end day by day.
func TestYearEndBySearch(t *testing.T) {
	for month := time.January; month <= time.December; month++ {
		for weekday := time.Sunday; weekday <= time.Saturday; weekday++ {
			for _, rule := range []string{"last", "nearest"} {
				c := calendar(t, kam.CalendarSpec{Pattern: "4-4-5", YearEnd: kam.WeekYearEnd{Month: month, Weekday: weekday, Rule: rule}})
				for y := 1950; y < 2050; y++ {
					p, err := c.Year(y)
					want, last := searchYearEnd(y, month, weekday, rule), p.Until.AddDays(-1)
					if err != nil || last != want || p.Days() != 52*7 && p.Days() != 53*7 {
						t.Fatalf("%d %s %s %s: got %s, want %s (%d days, %v)", y, month, weekday, rule, last, want, p.Days(), err)
					}
				}
			}
		}
	}
}

func searchYearEnd(y int, month time.Month, weekday time.Weekday, rule string) kam.Day {
	last := kam.MustDay(fmt.Sprintf("%04d-%02d-01", y, month)).AddMonths(1).AddDays(-1)
	for away := range 7 {
		if before := last.AddDays(-away); before.Weekday() == weekday {
			return before
		}
		if after := last.AddDays(away); rule == "nearest" && after.Weekday() == weekday {
			return after
		}
	}
	return kam.Day{}
}

// The pattern gives the weeks of each month; only the last month of the year grows.
func TestWeekPatterns(t *testing.T) {
	for pattern, weeks := range map[string][3]int{"4-4-5": {4, 4, 5}, "4-5-4": {4, 5, 4}, "5-4-4": {5, 4, 4}} {
		c := calendar(t, kam.CalendarSpec{Pattern: pattern, YearEnd: kam.WeekYearEnd{Month: time.December, Weekday: time.Saturday, Rule: "last"}})
		for y := 2000; y <= 2030; y++ {
			year, err := c.Year(y)
			require.NoError(t, err)
			for m := 1; m <= 12; m++ {
				p, err := c.Month(y, m)
				require.NoError(t, err)
				want := weeks[(m-1)%3]
				if m == 12 && year.Days() == 53*7 {
					want++
				}
				require.Equal(t, want*7, p.Days(), "%s %d month %d", pattern, y, m)
			}
		}
	}
}

// A year that ends around New Year keeps its name, whichever side of it the end falls on.
func TestNamesAroundNewYear(t *testing.T) {
	for _, byStart := range []bool{false, true} {
		c := calendar(t, kam.CalendarSpec{Pattern: "4-4-5", NameByStart: byStart, YearEnd: kam.WeekYearEnd{Month: time.December, Weekday: time.Saturday, Rule: "nearest"}})
		p, err := c.Year(2020)
		require.NoError(t, err)
		assert.Equal(t, "2019-12-29/2021-01-03", p.String())
		p, err = c.Containing(kam.Year, kam.MustDay("2021-01-02"))
		require.NoError(t, err)
		assert.Equal(t, "2020", c.Label(p))
		p, err = c.Containing(kam.Year, kam.MustDay("2021-01-03"))
		require.NoError(t, err)
		assert.Equal(t, "2021", c.Label(p))
	}
	// The same year end in January carries two names.
	end := kam.WeekYearEnd{Month: time.January, Weekday: time.Saturday, Rule: "nearest"}
	day := kam.MustDay("2024-02-03")
	for name, byStart := range map[string]bool{"2023": true, "2024": false} {
		c := calendar(t, kam.CalendarSpec{Pattern: "4-5-4", NameByStart: byStart, YearEnd: end})
		p, err := c.Containing(kam.Year, day)
		require.NoError(t, err)
		assert.Equal(t, name, c.Label(p))
	}
}

func TestWeek(t *testing.T) {
	c := kam.Gregorian()
	for y := 1900; y <= 2100; y++ {
		for w := 1; w <= 53; w++ {
			p, err := c.Week(y, w)
			if err != nil {
				require.Equal(t, 53, w)
				_, last := time.Date(y, time.December, 28, 0, 0, 0, 0, time.UTC).ISOWeek()
				require.Equal(t, 52, last)
				continue
			}
			require.Equal(t, time.Monday, p.From.Weekday())
			require.Equal(t, 7, p.Days())
			thursday := p.From.AddDays(3)
			require.Equal(t, y, thursday.Year())
			require.Equal(t, w, thursday.Sub(kam.MustDay(fmt.Sprintf("%04d-01-01", y)))/7+1)
		}
	}
	// The last two lead, in days and by overflow, to 1 and 9 days after the first Monday.
	for _, w := range []int{0, -1, 54, 1 << 40, 7905747460161236408, -2635249153387078800} {
		_, err := c.Week(2020, w)
		require.ErrorIs(t, err, kam.ErrPeriod)
	}
	_, err := c.Week(9999, 52)
	require.ErrorIs(t, err, kam.ErrPeriod, "its Sunday is not in range")
}
