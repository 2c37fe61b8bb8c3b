package meetings_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/meetings"
)

// cases is testdata/cases.json.
type cases struct {
	Recurrence []struct {
		ID, Source, Rule, Start, Note string
		Days                          []string
	}
	Formats []struct {
		ID, Source, Format, Sum, Least, Most string
		Boxes                                []string
	}
}

func readCases(t testing.TB) cases {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "cases.json"))
	require.NoError(t, err)
	var c cases
	require.NoError(t, json.Unmarshal(data, &c))
	require.NotEmpty(t, c.Recurrence)
	require.NotEmpty(t, c.Formats)
	return c
}

func day(s string) kam.Day { return kam.MustDay(s) }

func known(s string) decimal.NullDecimal {
	return decimal.NewNullDecimal(decimal.RequireFromString(s))
}

func en(s string) kam.Text { return kam.Text{EN: s, ZH: s} }

// codes returns the codes and places of the findings in err, "" when it is none.
func codes(t testing.TB, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	require.True(t, ok, "%v", err)
	var list []string
	for _, f := range invalid.Findings {
		require.NotEmpty(t, f.Message.EN, f)
		require.NotEmpty(t, f.Message.ZH, f)
		require.NotEmpty(t, f.Remedy.EN, f)
		require.NotEmpty(t, f.Remedy.ZH, f)
		list = append(list, f.Code+" "+f.Place)
	}
	return list
}

// china knows the days that mainland China was off and worked in 2026, as its State Council announced them.
func china(t testing.TB) *kam.Calendar {
	t.Helper()
	var off []kam.Day
	for _, p := range []string{
		"2026-01-01/2026-01-04", "2026-02-15/2026-02-24", "2026-04-04/2026-04-07", "2026-05-01/2026-05-06",
		"2026-06-19/2026-06-22", "2026-09-25/2026-09-28", "2026-10-01/2026-10-08",
	} {
		period := kam.MustPeriod(p)
		for d := period.From; d.Before(period.Until); d = d.AddDays(1) {
			off = append(off, d)
		}
	}
	c, err := kam.NewCalendar(kam.CalendarSpec{Holidays: []kam.HolidayYear{{
		Year: 2026, Off: off,
		Working: []kam.Day{day("2026-01-04"), day("2026-02-14"), day("2026-02-28"), day("2026-05-09"), day("2026-09-20"), day("2026-10-10")},
	}}})
	require.NoError(t, err)
	return c
}

// plain knows Mondays to Fridays of some years.
func plain(t testing.TB, years ...int) *kam.Calendar {
	t.Helper()
	c, err := kam.NewCalendar(kam.CalendarSpec{Declared: years})
	require.NoError(t, err)
	return c
}

func rule(t testing.TB, s string) meetings.Rule {
	t.Helper()
	r, err := meetings.ParseRule(s)
	require.NoError(t, err)
	return r
}

// first returns the texts of at most n days.
func first(t testing.TB, r meetings.Rule, start string, n int) []string {
	t.Helper()
	days, err := r.Days(day(start))
	require.NoError(t, err)
	list := []string{}
	if n == 0 {
		return list
	}
	for d := range days {
		if list = append(list, d.String()); len(list) == n {
			break
		}
	}
	return list
}

// golden compares a text with a file, or writes it when KAM_UPDATE_GOLDEN is set.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("KAM_UPDATE_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

// slowDays follows a rule in the plainest way, one day after the other, up to a last day: the reference of Rule.Days.
func slowDays(r meetings.Rule, start, last kam.Day) []kam.Day {
	names := []meetings.Weekday{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}
	weekStart := max(0, slices.Index(names, r.WeekStart))
	if r.WeekStart == "" {
		weekStart = 1
	}
	dayOne := day("0001-01-01")
	// period numbers the periods of the frequency, counted from somewhere.
	period := func(d kam.Day) int {
		switch r.Frequency {
		case meetings.FreqYearly:
			return d.Year()
		case meetings.FreqMonthly:
			return d.Year()*12 + int(d.Month())
		case meetings.FreqWeekly:
			return (d.Sub(dayOne) + 1 - weekStart + 70) / 7
		default:
			return d.Sub(dayOne)
		}
	}
	nths := func(d, first, end kam.Day) (front, back int) {
		return d.Sub(first)/7 + 1, -((end.Sub(d)-1)/7 + 1)
	}
	fits := func(d kam.Day) bool {
		month := d.AddDays(1 - d.DayOfMonth())
		year := month.AddMonths(1 - int(month.Month()))
		monthDay := func(n int) bool { return n == d.DayOfMonth() || n == d.Sub(month.AddMonths(1)) }
		weekday := func(n meetings.NthDay) bool {
			from, end := month, month.AddMonths(1)
			if r.Frequency == meetings.FreqYearly && len(r.ByMonth) == 0 {
				from, end = year, year.AddMonths(12)
			}
			front, back := nths(d, from, end)
			return n.Day == names[d.Weekday()] && (n.Nth == 0 || n.Nth == front || n.Nth == back)
		}
		open := len(r.ByMonthDay)+len(r.ByDay) == 0
		switch {
		case len(r.ByMonth) > 0 && !slices.Contains(r.ByMonth, d.Month()):
			return false
		case len(r.ByMonth) == 0 && open && r.Frequency == meetings.FreqYearly && d.Month() != start.Month():
			return false
		case open && (r.Frequency == meetings.FreqYearly || r.Frequency == meetings.FreqMonthly) && d.DayOfMonth() != start.DayOfMonth():
			return false
		case open && r.Frequency == meetings.FreqWeekly && d.Weekday() != start.Weekday():
			return false
		}
		return (len(r.ByMonthDay) == 0 || slices.ContainsFunc(r.ByMonthDay, monthDay)) &&
			(len(r.ByDay) == 0 || slices.ContainsFunc(r.ByDay, weekday))
	}
	var sets [][]kam.Day
	at := -1
	for d := start.AddDays(-400); !d.After(last.AddDays(400)); d = d.AddDays(1) {
		if (period(d)-period(start))%max(1, r.Interval) != 0 || !fits(d) {
			continue
		}
		if len(sets) == 0 || period(d) != at {
			sets, at = append(sets, nil), period(d)
		}
		sets[len(sets)-1] = append(sets[len(sets)-1], d)
	}
	var days []kam.Day
	for _, set := range sets {
		for i, d := range set {
			if len(r.BySetPos) > 0 && !slices.Contains(r.BySetPos, i+1) && !slices.Contains(r.BySetPos, i-len(set)) {
				continue
			}
			if d.Before(start) || d.After(last) || r.Until.IsSet() && d.After(r.Until) || r.Count > 0 && len(days) == r.Count {
				continue
			}
			days = append(days, d)
		}
	}
	return days
}
