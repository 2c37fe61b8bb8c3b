package attain_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/attain"
)

func TestTotal(t *testing.T) {
	months := series("2026-01-01", "10", "20.5", "30", "", "50")
	cases := []struct {
		name, period, want string
	}{
		{"one", "2026-02-01/2026-03-01", "20.5"},
		{"quarter", "2026-01-01/2026-04-01", "60.5"},
		{"with an unknown", "2026-01-01/2026-06-01", ""},
		{"before the series", "2025-12-01/2026-02-01", ""},
		{"outside", "2030-01-01/2030-02-01", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			total, err := attain.Total(months, kam.MustPeriod(c.period))
			require.NoError(t, err)
			assert.Equal(t, c.want, plain(total))
		})
	}
	months[0], months[2] = months[2], months[0]
	total, err := attain.Total(months, kam.MustPeriod("2026-01-01/2026-04-01"))
	require.NoError(t, err)
	assert.Equal(t, "60.5", plain(total))
}

func TestSeriesFaults(t *testing.T) {
	quarter := kam.MustPeriod("2026-01-01/2026-04-01")
	nines := strings.Repeat("9", 38)
	cases := []struct {
		name   string
		series []attain.Point
		period kam.Period
		want   []string
	}{
		{"no period", series("2026-01-01", "1"), kam.Period{}, []string{"attain.period $.period"}},
		{"open period", series("2026-01-01", "1"), kam.MustPeriod("2026-01-01/.."), []string{"attain.period $.period"}},
		{"no point", make([]attain.Point, 1), quarter, []string{"attain.period $.series[0].period"}},
		{"overlap", append(series("2026-01-01", "1", "2"), series("2026-02-01", "3")...), quarter, []string{"attain.overlap $.series[2].period"}},
		{"overlap by a day", append(series("2026-01-01", "1"), series("2026-01-31", "3")...), kam.MustPeriod("2026-01-01/2026-02-28"), []string{"attain.overlap $.series[1].period"}},
		{"straddle", series("2025-12-15", "1", "2", "3"), quarter, []string{"attain.straddle $.series[0].period"}},
		{"number", series("2026-01-01", "1e40", "2", "3"), quarter, []string{"attain.number $.series[0].value"}},
		{"sum", series("2026-01-01", nines, nines, "3"), quarter, []string{"attain.number $.series"}},
		{"too many", make([]attain.Point, attain.MaxPoints+1), quarter, []string{"attain.count $.series"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := attain.Total(c.series, c.period)
			assert.Equal(t, c.want, codes(t, err))
		})
	}
	_, err := attain.Rolling(series("2026-01-01", "1e40"), 0)
	assert.Equal(t, []string{"attain.count $.n", "attain.number $.series[0].value"}, codes(t, err))
	_, err = attain.Rolling(series("2026-01-01", nines, nines), 2)
	assert.Equal(t, []string{"attain.number $.series[1].value"}, codes(t, err))
	_, err = attain.Index(series("2026-01-01", "1"), quarter)
	assert.Equal(t, []string{"attain.base $.base"}, codes(t, err))
}

func rolled(ps []attain.Point) string {
	var out []string
	for _, p := range ps {
		out = append(out, p.Period.From.String()[:7]+"="+plain(p.Value))
	}
	return strings.Join(out, " ")
}

func TestRolling(t *testing.T) {
	gap := append(series("2026-01-01", "1", "2"), series("2026-04-01", "4", "8", "16")...)
	cases := []struct {
		name   string
		series []attain.Point
		n      int
		want   string
	}{
		{"three", series("2026-01-01", "1", "2", "4", "8", "16"), 3, "2026-01=7 2026-02=14 2026-03=28"},
		{"one", series("2026-01-01", "1", "2"), 1, "2026-01=1 2026-02=2"},
		{"as many as there are", series("2026-01-01", "1", "2"), 2, "2026-01=3"},
		{"more than there are", series("2026-01-01", "1", "2"), 3, ""},
		{"unknown", series("2026-01-01", "1", "", "4", "8", "16"), 2, "2026-01= 2026-02= 2026-03=12 2026-04=24"},
		{"gap", gap, 2, "2026-01=3 2026-02= 2026-04=12 2026-05=24"},
		{"gap, one by one", gap, 1, "2026-01=1 2026-02=2 2026-04=4 2026-05=8 2026-06=16"},
		{"upside down", []attain.Point{gap[4], gap[3], gap[2]}, 2, "2026-04=12 2026-05=24"},
		{"none", nil, 2, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out, err := attain.Rolling(c.series, c.n)
			require.NoError(t, err)
			assert.Equal(t, c.want, rolled(out))
		})
	}
}

func TestIndex(t *testing.T) {
	cases := []struct {
		name, base string
		values     []string
		want       []string
	}{
		{"first", "2026-01-01/2026-02-01", []string{"50", "60", "0", "", "-10"}, []string{"1", "6/5", "0", "unknown-input", "-1/5"}},
		{"second", "2026-02-01/2026-03-01", []string{"50", "60"}, []string{"5/6", "1"}},
		{"zero", "2026-01-01/2026-02-01", []string{"0", "60"}, []string{"zero-base", "zero-base"}},
		{"negative", "2026-01-01/2026-02-01", []string{"-1", "60"}, []string{"negative-base", "negative-base"}},
		{"unknown", "2026-01-01/2026-02-01", []string{"", "60"}, []string{"unknown-input", "unknown-input"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out, err := attain.Index(series("2026-01-01", c.values...), kam.MustPeriod(c.base))
			require.NoError(t, err)
			require.Len(t, out, len(c.want))
			for i, want := range c.want {
				equal(t, want, out[i].Index)
			}
		})
	}
}

func TestYearBefore(t *testing.T) {
	july, err := kam.NewCalendar(kam.CalendarSpec{FiscalStart: time.July})
	require.NoError(t, err)
	weekly, err := kam.NewCalendar(kam.CalendarSpec{Pattern: "4-4-5", YearEnd: kam.WeekYearEnd{Month: time.January, Weekday: time.Saturday, Rule: "nearest"}})
	require.NoError(t, err)
	month, err := weekly.Month(2026, 2)
	require.NoError(t, err)
	monthBefore, err := weekly.Month(2025, 2)
	require.NoError(t, err)
	week := kam.Period{From: month.From.AddDays(7), Until: month.From.AddDays(14)}
	weekBefore := kam.Period{From: monthBefore.From.AddDays(7), Until: monthBefore.From.AddDays(14)}
	cases := []struct {
		name         string
		calendar     *kam.Calendar
		period, want string
	}{
		{"year", nil, "2025-01-01/2026-01-01", "2024-01-01/2025-01-01"},
		{"quarter", nil, "2026-01-01/2026-04-01", "2025-01-01/2025-04-01"},
		{"February after a leap year", nil, "2025-02-01/2025-03-01", "2024-02-01/2024-03-01"},
		{"February of a leap year", nil, "2024-02-01/2024-03-01", "2023-02-01/2023-03-01"},
		{"month to date", nil, "2026-03-01/2026-03-18", "2025-03-01/2025-03-18"},
		{"year to date", nil, "2026-01-01/2026-03-18", "2025-01-01/2025-03-18"},
		{"two whole weeks are days too", nil, "2026-06-01/2026-06-15", "2025-06-01/2025-06-15"},
		{"leap day", nil, "2024-02-29/2024-03-01", "2023-02-28/2023-03-01"},
		{"from leap day", nil, "2024-02-29/2024-03-11", "2023-02-28/2023-03-11"},
		{"through the 28th of a leap February", nil, "2024-02-01/2024-02-29", "2023-02-01/2023-03-01"},
		{"over New Year", nil, "2025-12-01/2026-02-01", "2024-12-01/2025-02-01"},
		{"fiscal year from July", july, "2025-07-01/2026-07-01", "2024-07-01/2025-07-01"},
		{"days of a fiscal year from July", july, "2026-01-05/2026-01-09", "2025-01-05/2025-01-09"},
		{"month of weeks", weekly, month.String(), monthBefore.String()},
		{"a sixth week without its like", weekly, "2024-01-29/2024-01-31", "2023-01-28/2023-01-29"},
		{"week of such a month", weekly, week.String(), weekBefore.String()},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out, err := attain.YearBefore(c.calendar, kam.MustPeriod(c.period))
			require.NoError(t, err)
			assert.Equal(t, c.want, out.String())
		})
	}
	for _, p := range []kam.Period{{}, kam.MustPeriod("2026-01-01/.."), kam.MustPeriod("0001-01-01/0001-02-01")} {
		_, err := attain.YearBefore(nil, p)
		require.Error(t, err, p)
	}
}

func TestWeeksBefore(t *testing.T) {
	cases := []struct{ name, period, want string }{
		{"one", "2026-06-01/2026-06-08", "2025-06-02/2025-06-09"},
		{"two", "2026-06-01/2026-06-15", "2025-06-02/2025-06-16"},
		{"over New Year", "2025-12-22/2026-01-05", "2024-12-23/2025-01-06"},
		{"week 53 without its like", "2026-12-28/2027-01-04", ""},
		{"not a Monday", "2026-06-02/2026-06-09", ""},
		{"not to a Sunday", "2026-06-01/2026-06-09", ""},
		{"open", "2026-06-01/..", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out, err := attain.WeeksBefore(nil, kam.MustPeriod(c.period))
			if c.want == "" {
				require.ErrorIs(t, err, kam.ErrPeriod)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, c.want, out.String())
		})
	}
	_, err := attain.WeeksBefore(nil, kam.Period{})
	require.ErrorIs(t, err, kam.ErrPeriod)
}

func TestOverYear(t *testing.T) {
	values := make([]string, 15)
	for i := range values {
		values[i] = fmt.Sprint(100 + 10*i)
	}
	months := series("2025-01-01", values...)
	out, err := attain.OverYear(nil, months, kam.MustPeriod("2026-01-01/2026-04-01"), attain.YearRule{})
	require.NoError(t, err)
	assert.Equal(t, "690", plain(out.Now.Value))
	assert.Equal(t, "330", plain(out.Before.Value))
	equal(t, "12/11", out.Growth)
	assert.Equal(t, kam.Text{
		EN: "2026-01-01/2026-04-01 against 2025-01-01/2025-04-01: 690 after 330, +109.1 %",
		ZH: "2026-01-01/2026-04-01 同比 2025-01-01/2025-04-01：690，上年同期 330，+109.1%",
	}, out.Explain())

	out, err = attain.OverYear(nil, months, kam.MustPeriod("2025-01-01/2025-04-01"), attain.YearRule{})
	require.NoError(t, err)
	equal(t, "unknown-input", out.Growth)
	assert.Equal(t, "2025-01-01/2025-04-01 against 2024-01-01/2024-04-01: not known: a value is not known", out.Explain().EN)

	_, err = attain.OverYear(nil, months, kam.MustPeriod("2026-01-01/2026-01-15"), attain.YearRule{})
	assert.Equal(t, []string{"attain.straddle $.series[12].period", "attain.straddle $.series[0].period"}, codes(t, err))
	_, err = attain.OverYear(nil, months, kam.Period{}, attain.YearRule{Base: "x"})
	assert.Equal(t, []string{"attain.rule $.rule.base", "attain.period $.period"}, codes(t, err))
	_, err = attain.OverYear(nil, months, kam.MustPeriod("2026-01-01/2026-02-01"), attain.YearRule{Weeks: true})
	require.ErrorIs(t, err, kam.ErrPeriod)

	weeks := []attain.Point{
		{Period: kam.MustPeriod("2025-06-02/2025-06-09"), Value: known("-10")},
		{Period: kam.MustPeriod("2026-06-01/2026-06-08"), Value: known("5")},
	}
	out, err = attain.OverYear(nil, weeks, weeks[1].Period, attain.YearRule{Weeks: true, Base: attain.AbsoluteBase})
	require.NoError(t, err)
	equal(t, "3/2", out.Growth)
}

func TestYearBeforeTheFirst(t *testing.T) {
	_, err := attain.YearBefore(nil, kam.MustPeriod("0001-01-01/0001-02-01"))
	require.ErrorIs(t, err, kam.ErrPeriod)
	assert.ErrorContains(t, err, "no year before it")
}
