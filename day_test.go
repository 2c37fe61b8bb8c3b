package kam_test

import (
	"encoding/json"
	"math"
	"math/rand"
	"reflect"
	"strings"
	"testing"
	"testing/quick"
	"time"

	"github.com/rickb777/date"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
)

const (
	dayOne  = "0001-01-01"
	dayLast = "9999-12-31"
	allDays = 3652059
)

// anyDay is a random set day, the edges of the range and of leap Februaries more often than chance gives them.
type anyDay struct{ kam.Day }

func (anyDay) Generate(r *rand.Rand, _ int) reflect.Value {
	edges := []string{dayOne, dayLast, "1970-01-01", "2024-02-29", "1900-02-28", "2000-02-29", "2020-12-31"}
	if r.Intn(8) == 0 {
		return reflect.ValueOf(anyDay{kam.MustDay(edges[r.Intn(len(edges))])})
	}
	return reflect.ValueOf(anyDay{kam.MustDay(dayOne).AddDays(r.Intn(allDays))})
}

func TestParseDay(t *testing.T) {
	for _, s := range []string{dayOne, "0099-12-31", "1969-12-31", "1970-01-01", "2000-02-29", "2024-02-29", "2026-01-31", dayLast} {
		t.Run("reads "+s, func(t *testing.T) {
			d, err := kam.ParseDay(s)
			require.NoError(t, err)
			assert.Equal(t, s, d.String())
			assert.True(t, d.IsSet())
			assert.False(t, d.IsZero())
		})
	}
	bad := map[string]string{
		"empty":              "",
		"common year":        "2023-02-29",
		"century":            "1900-02-29",
		"30 February":        "2024-02-30",
		"31 April":           "2026-04-31",
		"31 June":            "2026-06-31",
		"31 September":       "2026-09-31",
		"31 November":        "2026-11-31",
		"32 January":         "2026-01-32",
		"month 13":           "2026-13-01",
		"month 0":            "2026-00-01",
		"day 0":              "2026-01-00",
		"year 0":             "0000-01-01",
		"short month":        "2026-1-31",
		"short day":          "2026-01-1",
		"no separators":      "20260131",
		"slashes":            "2026/01/31",
		"blank before":       " 2026-01-31",
		"blank after":        "2026-01-31 ",
		"line end":           "2026-01-31\n",
		"time":               "2026-01-31T00:00:00Z",
		"five digits":        "12026-01-31",
		"minus":              "-026-01-31",
		"plus":               "+026-01-31",
		"sign in month":      "2026-+1-31",
		"letters":            "2026-Jan-1",
		"full-width digits":  "２０２６-01-31",
		"ten bytes of other": "abcd-ef-gh",
		"first separator":    "2026x01-31",
		"second separator":   "2026-01x31",
		"long":               strings.Repeat("9", 100_000),
	}
	for name, s := range bad {
		t.Run("refuses "+name, func(t *testing.T) {
			d, err := kam.ParseDay(s)
			require.ErrorIs(t, err, kam.ErrDay)
			assert.Zero(t, d)
			assert.Less(t, len(err.Error()), 250)
		})
	}
	_, err := kam.ParseDay("2023-02-29")
	require.EqualError(t, err, `kam: invalid day: day 29 is not between 1 and 28, the days of February 2023 (text "2023-02-29")`)
}

func TestNewDay(t *testing.T) {
	d, err := kam.NewDay(2026, time.January, 31)
	require.NoError(t, err)
	assert.Equal(t, kam.MustDay("2026-01-31"), d)
	for name, ymd := range map[string][3]int{
		"year 0":     {0, 1, 1},
		"year 10000": {10000, 1, 1},
		"month 0":    {2026, 0, 1},
		"month 13":   {2026, 13, 1},
		"day 0":      {2026, 1, 0},
		"day -1":     {2026, 1, -1},
		"day 32":     {2026, 1, 32},
		"overflow":   {math.MaxInt, math.MaxInt, math.MaxInt},
		"underflow":  {math.MinInt, math.MinInt, math.MinInt},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := kam.NewDay(ymd[0], time.Month(ymd[1]), ymd[2])
			require.ErrorIs(t, err, kam.ErrDay)
		})
	}
}

// Every day of the range, against the calendar of the standard library.
func TestDayAgainstTime(t *testing.T) {
	at := time.Date(1, time.January, 1, 0, 0, 0, 0, time.UTC)
	d := kam.MustDay(dayOne)
	step := 1
	if testing.Short() {
		step = 97
	}
	for n := 0; n < allDays; n += step {
		y, m, day := at.Date()
		isoYear, isoWeek := at.ISOWeek()
		gotYear, gotWeek := d.ISOWeek()
		if d.Year() != y || d.Month() != m || d.DayOfMonth() != day || d.Weekday() != at.Weekday() || gotYear != isoYear || gotWeek != isoWeek {
			t.Fatalf("%s: got %d-%d-%d %s %d-W%d", at.Format(time.DateOnly), d.Year(), d.Month(), d.DayOfMonth(), d.Weekday(), gotYear, gotWeek)
		}
		if n%1009 == 0 && d.String() != at.Format(time.DateOnly) {
			t.Fatalf("%s: text %s", at.Format(time.DateOnly), d)
		}
		at, d = at.AddDate(0, 0, step), d.AddDays(step)
	}
	if step == 1 {
		assert.False(t, d.IsSet(), "the day after the last one")
	}
}

func TestDayUnset(t *testing.T) {
	var d kam.Day
	assert.False(t, d.IsSet())
	assert.True(t, d.IsZero())
	assert.Empty(t, d.String())
	assert.Zero(t, d.Year())
	assert.Zero(t, d.Month())
	assert.Zero(t, d.DayOfMonth())
	assert.Equal(t, time.Sunday, d.Weekday())
	year, week := d.ISOWeek()
	assert.Zero(t, year)
	assert.Zero(t, week)
	assert.False(t, d.AddDays(1).IsSet())
	assert.False(t, d.AddMonths(1).IsSet())
	_, ok := d.Date()
	assert.False(t, ok)
	assert.True(t, d.Before(kam.MustDay(dayOne)))
	assert.True(t, kam.MustDay(dayOne).After(d))
	assert.Zero(t, d.Sub(kam.MustDay("2026-01-01")))
	assert.Zero(t, kam.MustDay("2026-01-01").Sub(d))
	assert.NotEqual(t, kam.MustDay("1970-01-01"), d)
}

func TestDayDate(t *testing.T) {
	for s, want := range map[string]date.Date{
		"1970-01-01": {},
		"2026-01-31": date.New(2026, time.January, 31),
		dayOne:       date.New(1, time.January, 1),
		dayLast:      date.New(9999, time.December, 31),
	} {
		got, ok := kam.MustDay(s).Date()
		require.True(t, ok)
		assert.Equal(t, want, got)
		back, err := kam.DayOf(want)
		require.NoError(t, err)
		assert.Equal(t, s, back.String())
	}
	for name, d := range map[string]date.Date{
		"the day before the first": date.New(0, time.December, 31),
		"the day after the last":   date.New(10000, time.January, 1),
		"the lowest":               date.Min(),
		"the highest":              date.Max(),
	} {
		_, err := kam.DayOf(d)
		require.ErrorIs(t, err, kam.ErrDay, name)
	}
}

func TestDayAt(t *testing.T) {
	zone := func(hours int) *time.Location { return time.FixedZone("zone", hours*3600) }
	instant := time.Date(2025, time.December, 31, 20, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		at   time.Time
		loc  *time.Location
		want string
	}{
		"no zone is UTC":            {instant, nil, "2025-12-31"},
		"Beijing is a day ahead":    {instant, zone(8), "2026-01-01"},
		"zone of the instant":       {instant.In(zone(8)), time.UTC, "2025-12-31"},
		"before the first day":      {time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), zone(-1), ""},
		"after the last day":        {time.Date(9999, 12, 31, 23, 0, 0, 0, time.UTC), zone(1), ""},
		"before 1970":               {time.Date(1969, 12, 31, 23, 59, 59, 0, time.UTC), time.UTC, "1969-12-31"},
		"far outside":               {time.Unix(math.MaxInt32*1000, 0), time.UTC, ""},
		"zero instant is day one":   {time.Time{}, time.UTC, dayOne},
		"last moment of a day":      {time.Date(2026, 1, 31, 23, 59, 59, 999_999_999, time.UTC), time.UTC, "2026-01-31"},
		"midnight is the day after": {time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC), time.UTC, "2026-02-01"},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, test.want, kam.DayAt(test.at, test.loc).String())
		})
	}
}

func TestDayAddMonths(t *testing.T) {
	for name, test := range map[string]struct {
		from string
		n    int
		want string
	}{
		"clamps":                         {"2026-01-31", 1, "2026-02-28"},
		"clamps to leap day":             {"2024-01-31", 1, "2024-02-29"},
		"back":                           {"2026-03-31", -1, "2026-02-28"},
		"leap day and a year":            {"2024-02-29", 12, "2025-02-28"},
		"leap day and four":              {"2024-02-29", 48, "2028-02-29"},
		"no drift of the result":         {"2026-01-31", 2, "2026-03-31"},
		"over the year":                  {"2026-11-30", 3, "2027-02-28"},
		"back over the year":             {"2026-01-15", -1, "2025-12-15"},
		"zero":                           {"2026-01-31", 0, "2026-01-31"},
		"first":                          {"0001-02-28", -1, "0001-01-28"},
		"before the first":               {"0001-01-31", -1, ""},
		"into year 0":                    {"0001-01-15", -1, ""},
		"well before the first":          {"0001-01-31", -13, ""},
		"to the last month":              {"9999-11-30", 1, "9999-12-30"},
		"after the last":                 {"9999-12-31", 1, ""},
		"the whole range":                {dayOne, 12*9999 - 1, "9999-12-01"},
		"beyond the whole range":         {dayOne, 12 * 9999, ""},
		"overflow":                       {"2026-01-31", math.MaxInt, ""},
		"underflow":                      {"2026-01-31", math.MinInt, ""},
		"overflow by a multiple of 2^32": {"2026-01-31", 1 << 32, ""},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, test.want, kam.MustDay(test.from).AddMonths(test.n).String())
		})
	}
}

func TestDayAddDays(t *testing.T) {
	assert.Equal(t, "2024-02-29", kam.MustDay("2024-02-28").AddDays(1).String())
	assert.Equal(t, "2023-12-31", kam.MustDay("2024-01-01").AddDays(-1).String())
	assert.Equal(t, dayLast, kam.MustDay(dayOne).AddDays(allDays-1).String())
	assert.Equal(t, dayOne, kam.MustDay(dayLast).AddDays(1-allDays).String())
	for _, n := range []int{allDays, allDays + 1, math.MaxInt, math.MinInt, 1 << 32, -1} {
		assert.False(t, kam.MustDay(dayOne).AddDays(n).IsSet(), n)
	}
	assert.False(t, kam.MustDay(dayLast).AddDays(1).IsSet())
}

func TestDayProperties(t *testing.T) {
	properties := map[string]any{
		"text is read back": func(d anyDay) bool {
			back, err := kam.ParseDay(d.String())
			return err == nil && back == d.Day
		},
		"date is read back": func(d anyDay) bool {
			x, ok := d.Date()
			back, err := kam.DayOf(x)
			return ok && err == nil && back == d.Day
		},
		"adding undoes subtracting": func(a, b anyDay) bool {
			return a.AddDays(b.Sub(a.Day)) == b.Day && a.Sub(b.Day) == -b.Sub(a.Day)
		},
		"order agrees with the distance and with the text": func(a, b anyDay) bool {
			c := a.Compare(b.Day)
			return (c < 0) == (a.Sub(b.Day) < 0) && c == strings.Compare(a.String(), b.String()) &&
				(c < 0) == a.Before(b.Day) && (c > 0) == a.After(b.Day) && (c == 0) == (a == b)
		},
		"a month step lands in its month and never past the day": func(d anyDay, n int16) bool {
			got := d.AddMonths(int(n))
			months := d.Year()*12 + int(d.Month()) - 1 + int(n)
			if months < 12 || months >= 120_000 {
				return !got.IsSet()
			}
			next := got.AddDays(1)
			return got.Year()*12+int(got.Month())-1 == months && got.DayOfMonth() <= d.DayOfMonth() &&
				(got.DayOfMonth() == d.DayOfMonth() || !next.IsSet() || next.Month() != got.Month())
		},
	}
	for name, property := range properties {
		t.Run(name, func(t *testing.T) { require.NoError(t, quick.Check(property, nil)) })
	}
}

func TestDayJSON(t *testing.T) {
	type record struct {
		D kam.Day `json:"d"`
		O kam.Day `json:"o,omitzero"`
	}
	out, err := json.Marshal(record{D: kam.MustDay("1970-01-01"), O: kam.MustDay("1970-01-01")})
	require.NoError(t, err)
	assert.JSONEq(t, `{"d":"1970-01-01","o":"1970-01-01"}`, string(out))
	out, err = json.Marshal(record{})
	require.NoError(t, err)
	assert.JSONEq(t, `{"d":""}`, string(out))

	r := record{D: kam.MustDay("2026-01-31")}
	require.NoError(t, json.Unmarshal([]byte(`{"d":""}`), &r))
	assert.False(t, r.D.IsSet(), "an empty text unsets")
	require.NoError(t, json.Unmarshal([]byte(`{"d":"2024-02-29"}`), &r))
	assert.Equal(t, "2024-02-29", r.D.String())
	for _, s := range []string{`null`, `"2023-02-29"`, `20240229`, `{}`, `["2024-02-29"]`, `true`, `"2024-02-29T00:00:00Z"`} {
		require.ErrorIs(t, json.Unmarshal([]byte(`{"d":`+s+`}`), &r), kam.ErrDay, s)
		assert.Equal(t, "2024-02-29", r.D.String(), "an error changes nothing")
	}
	keys, err := json.Marshal(map[kam.Day]int{kam.MustDay("2026-01-31"): 1})
	require.NoError(t, err)
	assert.JSONEq(t, `{"2026-01-31":1}`, string(keys))
}

func FuzzParseDay(f *testing.F) {
	for _, s := range []string{"2026-01-31", "2023-02-29", dayOne, dayLast, "", "2024-02-29T00:00:00Z", "２０２６-01-31", "0000-00-00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := kam.ParseDay(s)
		want, stdErr := time.Parse(time.DateOnly, s)
		if err != nil {
			require.ErrorIs(t, err, kam.ErrDay)
			require.False(t, d.IsSet())
			if stdErr == nil && want.Year() > 0 {
				t.Fatalf("%q is a day", s)
			}
			return
		}
		require.NoError(t, stdErr)
		require.Equal(t, s, d.String())
		require.Equal(t, kam.DayAt(want, time.UTC), d)
	})
}
