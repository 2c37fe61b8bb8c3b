package kam_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/quick"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
)

// specs are fiscal years of all makes.
var specs = map[string]kam.CalendarSpec{
	"gregorian":          {},
	"april":              {FiscalStart: time.April},
	"april by start":     {FiscalStart: time.April, NameByStart: true},
	"december":           {FiscalStart: time.December, Pattern: "months"},
	"retail 4-5-4":       {Pattern: "4-5-4", NameByStart: true, YearEnd: kam.WeekYearEnd{Month: time.January, Weekday: time.Saturday, Rule: "nearest"}},
	"last Saturday July": {Pattern: "4-4-5", YearEnd: kam.WeekYearEnd{Month: time.July, Weekday: time.Saturday, Rule: "last"}},
	"last Sunday Dec":    {Pattern: "5-4-4", YearEnd: kam.WeekYearEnd{Month: time.December, Weekday: time.Sunday, Rule: "last"}},
	"nearest Friday Dec": {Pattern: "4-4-5", NameByStart: true, YearEnd: kam.WeekYearEnd{Month: time.December, Weekday: time.Friday, Rule: "nearest"}},
	"nearest Thu Feb":    {Pattern: "5-4-4", FiscalStart: time.March, YearEnd: kam.WeekYearEnd{Month: time.February, Weekday: time.Thursday, Rule: "nearest"}},
}

func calendar(t testing.TB, spec kam.CalendarSpec) *kam.Calendar {
	t.Helper()
	c, err := kam.NewCalendar(spec)
	require.NoError(t, err)
	return c
}

var kinds = []kam.PeriodKind{kam.Year, kam.HalfYear, kam.Quarter, kam.Month, kam.Week}

func TestCalendarParse(t *testing.T) {
	for _, test := range []struct{ spec, label, want string }{
		{"gregorian", "2017", "2017-01-01/2018-01-01"},
		{"gregorian", "2017-H1", "2017-01-01/2017-07-01"},
		{"gregorian", "2017-H2", "2017-07-01/2018-01-01"},
		{"gregorian", "2017-Q4", "2017-10-01/2018-01-01"},
		{"gregorian", "2017-M03", "2017-03-01/2017-04-01"},
		{"gregorian", "2017-03", "2017-03-01/2017-04-01"},
		{"gregorian", "2017-12", "2017-12-01/2018-01-01"},
		{"gregorian", "2017-W05", "2017-01-30/2017-02-06"},
		{"gregorian", "2020-W53", "2020-12-28/2021-01-04"},
		{"gregorian", "2026-W01", "2025-12-29/2026-01-05"},
		{"gregorian", "2017-01-01/2017-04-01", "2017-01-01/2017-04-01"},
		{"gregorian", "2017-01-01/..", "2017-01-01/.."},
		{"gregorian", "0001", "0001-01-01/0002-01-01"},
		{"gregorian", "9998", "9998-01-01/9999-01-01"},
		{"gregorian", "9999-Q3", "9999-07-01/9999-10-01"},
		{"april", "2027", "2026-04-01/2027-04-01"},
		{"april", "2027-Q4", "2027-01-01/2027-04-01"},
		{"april", "2027-M01", "2026-04-01/2026-05-01"},
		{"april", "2027-M12", "2027-03-01/2027-04-01"},
		{"april", "2027-W01", "2027-01-04/2027-01-11"},
		{"april", "9999-M12", "9999-03-01/9999-04-01"},
		{"april by start", "2026", "2026-04-01/2027-04-01"},
		{"april by start", "2026-Q4", "2027-01-01/2027-04-01"},
		{"december", "2026", "2025-12-01/2026-12-01"},
		{"december", "2026-M01", "2025-12-01/2026-01-01"},
		{"retail 4-5-4", "2023", "2023-01-29/2024-02-04"},
		{"retail 4-5-4", "2023-M12", "2023-12-31/2024-02-04"},
		{"retail 4-5-4", "2023-Q4", "2023-10-29/2024-02-04"},
	} {
		t.Run(test.spec+" "+test.label, func(t *testing.T) {
			p, err := calendar(t, specs[test.spec]).Parse(test.label)
			require.NoError(t, err)
			assert.Equal(t, test.want, p.String())
		})
	}
	for _, label := range []string{
		"", "17", "201", "20177", "2017-", "2017Q4", "2017-H0", "2017-H3", "2017-H", "2017-H01", "2017-Q0", "2017-Q5", "2017-Q04",
		"2017-M00", "2017-M13", "2017-M3", "2017-M003", "2017-W00", "2017-W53", "2017-W54", "2017-W5", "2017-00", "2017-13", "2017-1",
		"2017-q4", "2017 Q4", "2017-Q4 ", " 2017", "2017-Q+", "2017-M-1", "+017", "-017", "２０１７", "2017-Ｑ4", "FY2017", "0000", "0000-Q1",
		"9999", "9999-Q4", "9999-M12", "9999-W53", "2017-03-01", "2017-X1", "2017-1234", "2023-02-29/2024-01-01", "/", strings.Repeat("2", 1_000_000),
	} {
		t.Run(fmt.Sprintf("refuses %.20q", label), func(t *testing.T) {
			p, err := kam.Gregorian().Parse(label)
			require.ErrorIs(t, err, kam.ErrPeriod)
			assert.Zero(t, p)
			assert.Less(t, len(err.Error()), 300)
		})
	}
	for name, spec := range specs {
		_, err := calendar(t, spec).Parse("2017-03")
		if name == "gregorian" {
			require.NoError(t, err)
			continue
		}
		require.ErrorIs(t, err, kam.ErrPeriod, name)
		require.ErrorContains(t, err, "2017-M03", name)
	}
	_, err := calendar(t, specs["april"]).Parse("0001")
	require.ErrorIs(t, err, kam.ErrPeriod, "it would begin in year 0")
}

func TestCalendarLabel(t *testing.T) {
	for _, test := range []struct{ spec, period, want string }{
		{"gregorian", "2017-03-01/2017-04-01", "2017-03"},
		{"april", "2026-04-01/2026-05-01", "2027-M01"},
		{"april", "2026-01-01/2026-04-01", "2026-Q4"},
		{"april", "2026-01-01/2027-01-01", "2026-01-01/2027-01-01"},
		{"gregorian", "2025-12-29/2026-01-05", "2026-W01"},
		{"gregorian", "2025-12-28/2026-01-04", "2025-12-28/2026-01-04"},
		{"gregorian", "2026-01-01/..", "2026-01-01/.."},
		{"retail 4-5-4", "2023-01-29/2024-02-04", "2023"},
		{"retail 4-5-4", "2023-01-01/2024-01-01", "2023-01-01/2024-01-01"},
	} {
		assert.Equal(t, test.want, calendar(t, specs[test.spec]).Label(kam.MustPeriod(test.period)))
	}
	for name, p := range noPeriods {
		assert.Equal(t, p.String(), kam.Gregorian().Label(p), name)
	}
}

// Whatever the fiscal year: years follow one another, smaller periods tile larger ones, each day finds its own, and
// names are read back.
func TestCalendarHoldsTogether(t *testing.T) {
	for name, spec := range specs {
		t.Run(name, func(t *testing.T) {
			c := calendar(t, spec)
			for y := 1990; y <= 2060; y++ {
				year, err := c.Year(y)
				require.NoError(t, err)
				next, err := c.Year(y + 1)
				require.NoError(t, err)
				require.Equal(t, year.Until, next.From)
				for k, get := range map[kam.PeriodKind]func(y, n int) (kam.Period, error){kam.HalfYear: c.Half, kam.Quarter: c.Quarter, kam.Month: c.Month} {
					count := map[kam.PeriodKind]int{kam.HalfYear: 2, kam.Quarter: 4, kam.Month: 12}[k]
					parts := make([]kam.Period, count)
					for n := range parts {
						parts[n], err = get(y, n+1)
						require.NoError(t, err)
					}
					require.NoError(t, year.Tiles(parts))
					split, err := c.Split(year, k)
					require.NoError(t, err)
					require.Equal(t, parts, split)
					for _, n := range []int{0, count + 1, -1, math.MaxInt, math.MinInt} {
						_, err := get(y, n)
						require.ErrorIs(t, err, kam.ErrPeriod)
					}
				}
			}
			for _, y := range []int{0, -1, 10000, math.MaxInt, math.MinInt} {
				_, err := c.Year(y)
				require.ErrorIs(t, err, kam.ErrPeriod)
				_, err = c.Week(y, 1)
				require.ErrorIs(t, err, kam.ErrPeriod)
			}
			require.NoError(t, quick.Check(func(d anyDay) bool {
				for _, k := range kinds {
					p, err := c.Containing(k, d.Day)
					if err != nil {
						// Only at the edges of the range.
						if !errors.Is(err, kam.ErrPeriod) || d.Year() > 2 && d.Year() < 9998 {
							return false
						}
						continue
					}
					back, err := c.Parse(c.Label(p))
					if err != nil || back != p || !p.Contains(d.Day) || !c.Is(k, p) || strings.Contains(c.Label(p), "/") {
						return false
					}
					cut := kam.Period{From: p.From, Until: p.Until.AddDays(-1)}
					if cut.Check() == nil && c.Is(k, cut) || c.Is(k, kam.Period{From: p.From}) {
						return false
					}
				}
				return true
			}, &quick.Config{MaxCount: 400}))
		})
	}
}

// At both ends of the range a day finds its period exactly when that period lies inside the range.
func TestCalendarAtTheEdges(t *testing.T) {
	edges := []kam.Period{kam.MustPeriod(dayOne + "/0004-01-01"), kam.MustPeriod("9997-01-01/" + dayLast)}
	for name, spec := range specs {
		c := calendar(t, spec)
		for _, edge := range edges {
			for k, count := range map[kam.PeriodKind]int{kam.Year: 1, kam.HalfYear: 2, kam.Quarter: 4, kam.Month: 12, kam.Week: 53} {
				get := map[kam.PeriodKind]func(y, n int) (kam.Period, error){
					kam.Year: func(y, _ int) (kam.Period, error) { return c.Year(y) }, kam.HalfYear: c.Half, kam.Quarter: c.Quarter, kam.Month: c.Month, kam.Week: c.Week,
				}[k]
				want := map[kam.Day]kam.Period{}
				for y := edge.From.Year() - 1; y <= edge.Until.Year()+1; y++ {
					for n := range count {
						p, err := get(y, n+1)
						if err != nil {
							require.ErrorIs(t, err, kam.ErrPeriod)
							continue
						}
						for d := p.From; d.Before(p.Until); d = d.AddDays(1) {
							if _, twice := want[d]; twice {
								t.Fatalf("%s: %s belongs to two of %s", name, d, k)
							}
							want[d] = p
						}
					}
				}
				for d := edge.From; d.IsSet() && !d.After(edge.Until); d = d.AddDays(1) {
					p, err := c.Containing(k, d)
					if p != want[d] || p.IsZero() != errors.Is(err, kam.ErrPeriod) {
						t.Fatalf("%s: the %s of %s: got %s, want %s (%v)", name, k, d, p, want[d], err)
					}
				}
			}
		}
	}
}

// The last year ends outside the range; what lies inside it is found all the same, and no year 10000 is.
func TestCalendarInTheLastYear(t *testing.T) {
	c := calendar(t, specs["retail 4-5-4"])
	p, err := c.Containing(kam.Month, kam.MustDay("9999-06-15"))
	require.NoError(t, err)
	assert.Equal(t, "9999-M05", c.Label(p))
	c = calendar(t, specs["april"])
	_, err = c.Quarter(10000, 1)
	require.ErrorIs(t, err, kam.ErrPeriod)
	_, err = c.Containing(kam.Quarter, kam.MustDay("9999-05-01"))
	require.ErrorIs(t, err, kam.ErrPeriod)
	_, err = c.Containing(kam.Week, kam.MustDay(dayLast))
	require.ErrorIs(t, err, kam.ErrPeriod)
}

func TestContainingRefuses(t *testing.T) {
	_, err := kam.Gregorian().Containing(kam.Year, kam.Day{})
	require.ErrorIs(t, err, kam.ErrDay)
	for _, k := range []kam.PeriodKind{"", "fortnight", "Year"} {
		assert.False(t, k.Valid())
		_, err = kam.Gregorian().Containing(k, kam.MustDay("2026-01-01"))
		require.ErrorIs(t, err, kam.ErrPeriod)
		_, err = kam.Gregorian().Split(kam.MustPeriod("2026-01-01/2027-01-01"), k)
		require.ErrorIs(t, err, kam.ErrPeriod)
		assert.False(t, kam.Gregorian().Is(k, kam.MustPeriod("2026-01-01/2027-01-01")))
	}
	for _, k := range kinds {
		assert.True(t, k.Valid())
	}
}

func TestCalendarSplitRefuses(t *testing.T) {
	c := calendar(t, specs["april"])
	for name, test := range map[string]struct {
		period string
		kind   kam.PeriodKind
	}{
		"begins inside": {"2026-04-02/2027-04-01", kam.Month},
		"ends inside":   {"2026-04-01/2027-03-31", kam.Month},
		"other year":    {"2026-01-01/2027-01-01", kam.Year},
		"no weeks":      {"2026-04-01/2027-04-01", kam.Week},
		"open":          {"2026-04-01/..", kam.Month},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := c.Split(kam.MustPeriod(test.period), test.kind)
			require.ErrorIs(t, err, kam.ErrPeriod)
		})
	}
	for _, p := range noPeriods {
		_, err := c.Split(p, kam.Month)
		require.ErrorIs(t, err, kam.ErrPeriod)
	}
	years, err := c.Split(kam.MustPeriod("2024-04-01/2027-04-01"), kam.Year)
	require.NoError(t, err)
	assert.Len(t, years, 3)
	weeks, err := c.Split(kam.MustPeriod("2025-12-29/2026-01-12"), kam.Week)
	require.NoError(t, err)
	assert.Equal(t, []string{"2025-12-29/2026-01-05", "2026-01-05/2026-01-12"}, texts(weeks))
}

func TestNilAndZeroCalendar(t *testing.T) {
	var zero kam.Calendar
	for name, c := range map[string]*kam.Calendar{"nil": nil, "zero": &zero, "gregorian": kam.Gregorian()} {
		t.Run(name, func(t *testing.T) {
			p, err := c.Parse("2017-03")
			require.NoError(t, err)
			assert.Equal(t, "2017-03-01/2017-04-01", p.String())
			assert.Equal(t, "2017-03", c.Label(p))
			p, err = c.Containing(kam.Quarter, kam.MustDay("2017-03-31"))
			require.NoError(t, err)
			assert.Equal(t, "2017-01-01/2017-04-01", p.String())
			_, err = c.WorkingDays(p)
			require.ErrorIs(t, err, kam.ErrNoHolidays)
			_, err = c.Week(2017, 1)
			require.NoError(t, err)
		})
	}
}

func TestNewCalendarFaults(t *testing.T) {
	day := kam.MustDay
	for name, test := range map[string]struct {
		spec kam.CalendarSpec
		want []string // code and place
	}{
		"month 13":              {kam.CalendarSpec{FiscalStart: 13}, []string{"calendar.fiscal-start $.fiscalStart"}},
		"month -1":              {kam.CalendarSpec{FiscalStart: -1}, []string{"calendar.fiscal-start $.fiscalStart"}},
		"pattern":               {kam.CalendarSpec{Pattern: "4-4-4"}, []string{"calendar.pattern $.pattern"}},
		"year end of months":    {kam.CalendarSpec{YearEnd: kam.WeekYearEnd{Month: 1}}, []string{"calendar.year-end $.yearEnd"}},
		"no year end":           {kam.CalendarSpec{Pattern: "4-4-5"}, []string{"calendar.year-end $.yearEnd.month", "calendar.year-end $.yearEnd.rule"}},
		"weekday 7":             {kam.CalendarSpec{Pattern: "4-4-5", YearEnd: kam.WeekYearEnd{Month: 1, Weekday: 7, Rule: "last"}}, []string{"calendar.year-end $.yearEnd.weekday"}},
		"weekday -1":            {kam.CalendarSpec{Pattern: "4-4-5", YearEnd: kam.WeekYearEnd{Month: 12, Weekday: -1, Rule: "last"}}, []string{"calendar.year-end $.yearEnd.weekday"}},
		"start contradicts":     {kam.CalendarSpec{Pattern: "4-4-5", FiscalStart: 3, YearEnd: kam.WeekYearEnd{Month: 1, Rule: "last"}}, []string{"calendar.fiscal-start $.fiscalStart"}},
		"workweek":              {kam.CalendarSpec{Workweek: []time.Weekday{1, 1, 7, -1}}, []string{"calendar.workweek $.workweek[1]", "calendar.workweek $.workweek[2]", "calendar.workweek $.workweek[3]"}},
		"holiday years":         {kam.CalendarSpec{Holidays: []kam.HolidayYear{{Year: 0}, {Year: 10000}}}, []string{"calendar.year $.holidays[0].year", "calendar.year $.holidays[1].year"}},
		"day of another year":   {kam.CalendarSpec{Holidays: []kam.HolidayYear{{Year: 2026, Off: []kam.Day{day("2026-01-01"), day("2025-12-31"), {}}}}}, []string{"calendar.holiday $.holidays[0].off[1]", "calendar.holiday $.holidays[0].off[2]"}},
		"day twice":             {kam.CalendarSpec{Holidays: []kam.HolidayYear{{Year: 2026, Off: []kam.Day{day("2026-01-01"), day("2026-01-01")}}}}, []string{"calendar.holiday $.holidays[0].off[1]"}},
		"off and working":       {kam.CalendarSpec{Holidays: []kam.HolidayYear{{Year: 2026, Off: []kam.Day{day("2026-01-01")}, Working: []kam.Day{day("2026-01-01")}}}}, []string{"calendar.holiday $.holidays[0].working[0]"}},
		"year twice":            {kam.CalendarSpec{Holidays: []kam.HolidayYear{{Year: 2026, Off: []kam.Day{day("2026-01-01")}}, {Year: 2026, Off: []kam.Day{day("2026-05-01")}}}}, []string{"calendar.year $.holidays[1].year"}},
		"declared twice":        {kam.CalendarSpec{Declared: []int{2016, 2016}}, []string{"calendar.year $.declared[1]"}},
		"declared and holidays": {kam.CalendarSpec{Declared: []int{2026}, Holidays: []kam.HolidayYear{{Year: 2026, Off: []kam.Day{day("2026-01-01")}}}}, []string{"calendar.year $.declared[0]"}},
		"declared range":        {kam.CalendarSpec{Declared: []int{0, 10000}}, []string{"calendar.year $.declared[0]", "calendar.year $.declared[1]"}},
		"all at once": {
			kam.CalendarSpec{FiscalStart: 13, Pattern: "x", Workweek: []time.Weekday{9}, Declared: []int{-1}},
			[]string{"calendar.fiscal-start $.fiscalStart", "calendar.pattern $.pattern", "calendar.workweek $.workweek[0]", "calendar.year $.declared[0]"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := kam.NewCalendar(test.spec)
			assert.Nil(t, c)
			invalid, ok := errors.AsType[*kam.InvalidError](err)
			require.True(t, ok)
			var got []string
			for _, f := range invalid.Findings {
				got = append(got, f.Code+" "+f.Place)
				assert.NotEmpty(t, f.Message.EN)
				assert.NotEmpty(t, f.Message.ZH)
				assert.NotEmpty(t, f.Remedy.EN)
				assert.NotEmpty(t, f.Remedy.ZH)
				assert.Equal(t, kam.Error, f.Severity)
			}
			assert.Equal(t, test.want, got)
		})
	}
}

func TestCalendarSpecJSON(t *testing.T) {
	text := `{"nameByStart":true,"pattern":"4-5-4","yearEnd":{"month":1,"weekday":6,"rule":"nearest"},"workweek":[1,2,3,4,5],` +
		`"holidays":[{"year":2026,"off":["2026-01-01"],"working":["2026-01-04"]}],"declared":[2016]}`
	var spec kam.CalendarSpec
	require.NoError(t, json.Unmarshal([]byte(text), &spec))
	out, err := json.Marshal(spec)
	require.NoError(t, err)
	assert.JSONEq(t, text, string(out))
	p, err := calendar(t, spec).Year(2023)
	require.NoError(t, err)
	assert.Equal(t, 53*7, p.Days())
	out, err = json.Marshal(kam.CalendarSpec{})
	require.NoError(t, err)
	assert.JSONEq(t, `{}`, string(out))
}

func TestCalendarKeepsNothingOfTheSpec(t *testing.T) {
	off := []kam.Day{kam.MustDay("2026-01-01")}
	week := []time.Weekday{time.Monday}
	spec := kam.CalendarSpec{Workweek: week, Holidays: []kam.HolidayYear{{Year: 2026, Off: off}}}
	c := calendar(t, spec)
	before, err := c.WorkingDays(kam.MustPeriod("2026-01-01/2027-01-01"))
	require.NoError(t, err)
	off[0], week[0], spec.Holidays[0].Year = kam.MustDay("2026-01-05"), time.Sunday, 2027
	after, err := c.WorkingDays(kam.MustPeriod("2026-01-01/2027-01-01"))
	require.NoError(t, err)
	assert.Equal(t, 52, before)
	assert.Equal(t, before, after)
}

func FuzzCalendarParse(f *testing.F) {
	for _, s := range []string{"2017", "2017-H1", "2017-Q4", "2017-M03", "2017-03", "2017-W05", "2017-01-01/..", "2017-W53", "9999", "0001-W01", "2017-Ｑ4"} {
		f.Add(s)
	}
	var calendars []*kam.Calendar
	for _, spec := range specs {
		calendars = append(calendars, calendar(f, spec))
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, c := range calendars {
			p, err := c.Parse(s)
			if err != nil {
				require.ErrorIs(t, err, kam.ErrPeriod)
				require.True(t, p.IsZero())
				continue
			}
			require.NoError(t, p.Check())
			back, err := c.Parse(c.Label(p))
			require.NoError(t, err)
			require.Equal(t, p, back)
		}
	})
}
