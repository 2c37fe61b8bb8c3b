package breakdown_test

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/breakdown"
	"github.com/kam-go/kam/internal/num"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func null(s string) decimal.NullDecimal { return decimal.NewNullDecimal(dec(s)) }

func fractions(list ...string) []kam.Fraction {
	out := make([]kam.Fraction, len(list))
	for i, s := range list {
		out[i] = kam.MustFraction(s)
	}
	return out
}

// china is the calendar of mainland China for 2025 and 2026.
func china(t testing.TB) *kam.Calendar {
	t.Helper()
	data, err := os.ReadFile("testdata/holidays.json")
	require.NoError(t, err)
	var file struct {
		Holidays []kam.HolidayYear `json:"holidays"`
	}
	require.NoError(t, json.Unmarshal(data, &file))
	cal, err := kam.NewCalendar(kam.CalendarSpec{Holidays: file.Holidays})
	require.NoError(t, err)
	return cal
}

// retail is a calendar of weeks that ends on a weekday nearest to 31 January.
func retail(t testing.TB, pattern string, end time.Weekday) *kam.Calendar {
	t.Helper()
	cal, err := kam.NewCalendar(kam.CalendarSpec{
		Pattern: pattern, NameByStart: true,
		YearEnd: kam.WeekYearEnd{Month: time.January, Weekday: end, Rule: "nearest"},
	})
	require.NoError(t, err)
	return cal
}

func levels(kinds ...kam.PeriodKind) []breakdown.TimeLevel {
	out := make([]breakdown.TimeLevel, len(kinds))
	for i, k := range kinds {
		out[i].Kind = k
	}
	return out
}

// year is a plan of 2026 by days, in whole units.
func year(total string, kinds ...kam.PeriodKind) breakdown.TimeSpec {
	return breakdown.TimeSpec{
		Total: dec(total), Grain: dec("1"), Period: kam.MustPeriod("2026-01-01/2027-01-01"),
		Levels: levels(kinds...), Basis: breakdown.Basis{By: breakdown.Days},
	}
}

func overTime(t testing.TB, spec breakdown.TimeSpec, cal *kam.Calendar) breakdown.TimePlan {
	t.Helper()
	plan, err := breakdown.OverTime(spec, cal)
	require.NoError(t, err)
	return plan
}

func texts(steps []goals.Step) []string {
	out := make([]string, len(steps))
	for i, s := range steps {
		out[i] = num.Format(s.Target)
	}
	return out
}

func targets(cells []breakdown.TimeCell) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = num.Format(c.Target)
	}
	return out
}

func equalDecimal(t testing.TB, want string, got decimal.Decimal) {
	t.Helper()
	assert.Equal(t, num.Format(dec(want)), num.Format(got))
}

// codes returns the codes and places of the findings of err, which must be an InvalidError with texts in two languages.
func codes(t testing.TB, err error) []string {
	t.Helper()
	var invalid *kam.InvalidError
	require.ErrorAs(t, err, &invalid)
	var out []string
	for _, f := range invalid.Findings {
		assert.NotEmpty(t, f.Message.EN, f.Code)
		assert.NotEmpty(t, f.Message.ZH, f.Code)
		out = append(out, f.Code+" "+f.Place)
	}
	return out
}

// foots checks that every level sums to the total and every cell to its children.
func foots(t testing.TB, plan breakdown.TimePlan) {
	t.Helper()
	var above []breakdown.TimeCell
	for _, k := range plan.Kinds() {
		cells := plan.Cells(k)
		sum := decimal.Zero
		for _, c := range cells {
			sum = sum.Add(c.Target)
			require.True(t, sum.Equal(c.Cumulative), "%s: cumulative %s, sum %s", c.Label, c.Cumulative, sum)
		}
		require.True(t, sum.Equal(plan.Total()), "%s sums to %s, not %s", k, sum, plan.Total())
		for _, parent := range above {
			inside := decimal.Zero
			for _, c := range cells {
				if parent.Period.ContainsPeriod(c.Period) {
					inside = inside.Add(c.Target)
				}
			}
			require.True(t, inside.Equal(parent.Target), "%s: %s inside, %s stated", parent.Label, inside, parent.Target)
		}
		above = cells
	}
}
