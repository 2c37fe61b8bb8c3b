package incentive_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// Measures to date that begin anew with a version are warned of in the period in which they do, and in no other.
func TestMeasuresThatBeginAnewAreWarnedOf(t *testing.T) {
	at := "2026-04-01"
	warned := func(change func(o *office)) (all []string) {
		o := newOffice(t)
		o.in.Period = secondQuarter
		o.sales.Measures[0].Window, o.sales.Measures[0].Denominator = incentive.YearToDate, incentive.FullPeriod
		second := o.sales
		second.Version = 2
		o.more = []incentive.Plan{second}
		for i := range o.in.Roster.Assignments {
			if a := o.in.Roster.Assignments[i]; a.Plan == "sales" {
				next := a
				a.Period.Until, next.Period.From, next.Version = kam.MustDay(at), kam.MustDay(at), 2
				o.in.Roster.Assignments[i] = a
				o.in.Roster.Assignments = append(o.in.Roster.Assignments, next)
			}
		}
		change(o)
		for _, f := range o.mustRun(t).Findings() {
			if f.Code == string(incentive.CodeAnew) {
				assert.Equal(t, kam.Warning, f.Severity)
				all = append(all, f.Message.EN)
			}
		}
		return all
	}
	said := `the measures to date of anna, bo, dan begin anew on 2026-04-01, with version 2 of plan "sales"; what was counted before in the same window is left out`
	assert.Equal(t, []string{said}, warned(func(*office) {}))
	assert.Empty(t, warned(func(o *office) { o.in.Period = kam.MustPeriod("2026-07-01/2026-10-01") }), "it has been said")
	assert.Empty(t, warned(func(o *office) {
		o.sales.Measures[0].Window, o.sales.Measures[0].Denominator = incentive.PerPeriod, ""
		o.more[0].Measures[0] = o.sales.Measures[0]
	}), "periods begin anew anyway")
	assert.Empty(t, warned(func(o *office) {
		for _, who := range []string{"anna", "bo", "dan"} {
			o.in.Opening.Positions = append(o.in.Opening.Positions, incentive.Position{Payee: who, Plan: "sales", Measure: "revenue", Value: exact("1")})
		}
	}), "what was counted is carried in")
	assert.Equal(t, []string{strings.Replace(said, "anna, ", "", 1)}, warned(func(o *office) {
		o.in.Roster.Assignments[0].Plan, o.in.Roster.Assignments[0].Version = "lead", 1
	}), "anna was on another plan before")
	at = "2026-01-01"
	assert.Empty(t, warned(func(o *office) { o.in.Period = firstQuarter }), "a year begins")
}

// A measure is counted from the day on which the assignment begins, where that lies within its window.
func TestStatementsSaySinceWhenAMeasureCounts(t *testing.T) {
	o := newOffice(t)
	assert.Contains(t, o.statement(t, "anna", "sales").Markdown(kam.English), "| revenue | 2026-01-01 | 0 | 1,000 |")
	o.in.Roster.Assignments[0].Period.From = kam.MustDay("2026-01-03")
	assert.Contains(t, o.statement(t, "anna", "sales").Markdown(kam.English), "| revenue | 2026-01-03 | 0 |")
}
