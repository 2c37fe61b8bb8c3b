package criteria_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
)

func TestWindows(t *testing.T) {
	fiscal := criteria.Options{Calendar: kam.CalendarSpec{FiscalStart: 4}}
	for _, c := range []struct {
		name   string
		window criteria.Window
		o      criteria.Options
		asOf   string
		looked string
	}{
		{"months on the first", criteria.Window{Step: kam.Month, Last: 2}, criteria.Options{}, "2026-07-01", "2026-05-01/2026-07-01"},
		{"months on the last day of one", criteria.Window{Step: kam.Month, Last: 2}, criteria.Options{}, "2026-06-30", "2026-04-01/2026-06-01"},
		{"quarters", criteria.Window{Step: kam.Quarter, Last: 1}, criteria.Options{}, "2026-08-15", "2026-04-01/2026-07-01"},
		{"years", criteria.Window{Step: kam.Year, Last: 2}, criteria.Options{}, "2026-08-15", "2024-01-01/2026-01-01"},
		{"ISO weeks on a Monday", criteria.Window{Step: kam.Week, Last: 2}, criteria.Options{}, "2026-06-29", "2026-06-15/2026-06-29"},
		{"ISO weeks on a Sunday", criteria.Window{Step: kam.Week, Last: 2}, criteria.Options{}, "2026-06-28", "2026-06-08/2026-06-22"},
		{"the last year", criteria.Window{Step: kam.Quarter, Year: criteria.LastYear}, criteria.Options{}, "2026-01-01", "2025-01-01/2026-01-01"},
		{"the last fiscal year", criteria.Window{Step: kam.Quarter, Year: criteria.LastYear}, fiscal, "2026-03-31", "2024-04-01/2025-04-01"},
		{"the year to date", criteria.Window{Step: kam.Month, Year: criteria.YearToDate}, criteria.Options{}, "2026-03-20", "2026-01-01/2026-03-01"},
		{"the year to date on the first day of the next", criteria.Window{Step: kam.Month, Year: criteria.YearToDate}, criteria.Options{}, "2026-01-01", "2025-01-01/2026-01-01"},
		{"the year to date in its first month", criteria.Window{Step: kam.Month, Year: criteria.YearToDate}, criteria.Options{}, "2026-01-20", ""},
		{"the fiscal year to date", criteria.Window{Step: kam.Month, Year: criteria.YearToDate}, fiscal, "2026-06-01", "2026-04-01/2026-06-01"},
		{"a period", criteria.Window{Step: kam.Month, Period: period("2025-02-01/2025-05-01")}, criteria.Options{}, "2026-06-01", "2025-02-01/2025-05-01"},
		{"before there are days", criteria.Window{Step: kam.Month, Last: 24}, criteria.Options{}, "0002-01-01", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := saos(1, criteria.Sum, atLeast("1"))
			r.Metric.Window = c.window
			p, err := criteria.Compile(r, vocabulary(), c.o)
			require.NoError(t, err)
			result := evaluateWith(t, p, file(), day(c.asOf))
			assert.Equal(t, criteria.Unknown, result.State)
			got := result.Root.Criterion.Looked.String()
			if result.Root.Criterion.Looked.IsZero() {
				got = ""
			}
			assert.Equal(t, c.looked, got)
		})
	}
}

// TestStepsThatAreNotOver states a period that is not over: what is known of its later steps does not count yet.
func TestStepsThatAreNotOver(t *testing.T) {
	r := saos(1, criteria.Sum, atLeast("3"))
	r.Metric.Window = criteria.Window{Step: kam.Month, Period: period("2026-05-01/2026-08-01")}
	f := file(months("saos", "opportunities", "2026-08-01", "1", "1", "1")...)
	assert.Equal(t, criteria.Met, evaluate(t, r, f, "2026-08-01").State)
	result := evaluate(t, r, f, "2026-07-31")
	assert.Equal(t, criteria.Unknown, result.State)
	assert.Equal(t, criteria.NotOverYet, result.Root.Criterion.Steps[2].Why)
}
