package criteria_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
)

func TestForecast(t *testing.T) {
	floor := saos(3, criteria.Sum, be(criteria.AtMost, "0"))
	floor.Metric.Of.Metric, floor.Metric.NonNegative = "complaints", true
	streak := func(length int, threshold string) criteria.Rule {
		return criteria.Rule{ID: "s", Streak: &criteria.Streak{Of: criteria.Series{Metric: "saos"}, Step: kam.Month, Length: length, Where: criteria.EndingNow, Be: atLeast(threshold)}}
	}
	toDate := saos(1, criteria.Sum, atLeast("60"))
	toDate.Metric.Window = criteria.Window{Step: kam.Month, Year: criteria.YearToDate}
	fixed := saos(1, criteria.Sum, atLeast("18"))
	fixed.Metric.Window = criteria.Window{Step: kam.Month, Period: period("2026-06-01/2026-09-01")}
	for _, c := range []struct {
		name   string
		rule   criteria.Rule
		values []string
		want   criteria.When
		on     string
	}{
		{"met now", saos(1, criteria.Latest, atLeast("6")), []string{"1", "2", "3", "4", "5", "6"}, criteria.MetNow, ""},
		{"one more each month", saos(1, criteria.Latest, atLeast("10")), []string{"1", "2", "3", "4", "5", "6"}, criteria.OnDay, "2026-11-01"},
		{"a total of three months: 7+8+9", saos(3, criteria.Sum, atLeast("24")), []string{"1", "2", "3", "4", "5", "6"}, criteria.OnDay, "2026-10-01"},
		{"one less each month", saos(1, criteria.Latest, atLeast("10")), []string{"6", "5", "4", "3", "2", "1"}, criteria.NotWithin, ""},
		{"the line of least squares through 1, 1, 4", saos(1, criteria.Latest, atLeast("5")), []string{"1", "1", "4"}, criteria.OnDay, "2026-08-01"},
		{"which is exact", saos(1, criteria.Latest, atLeast("5.0000000001")), []string{"1", "1", "4"}, criteria.OnDay, "2026-09-01"},
		{"a month missing in the trend", saos(1, criteria.Latest, atLeast("10")), []string{"1", "2", "", "4", "5", "6"}, criteria.OnDay, "2026-11-01"},
		{"too little is known", saos(3, criteria.Sum, atLeast("24")), []string{"5", "6"}, criteria.WhenUnknown, ""},
		{"the horizon is inclusive", saos(1, criteria.Latest, atLeast("30")), []string{"1", "2", "3", "4", "5", "6"}, criteria.OnDay, "2028-07-01"},
		{"and ends there", saos(1, criteria.Latest, atLeast("31")), []string{"1", "2", "3", "4", "5", "6"}, criteria.NotWithin, ""},
		{"unknown months have to leave the window", saos(4, criteria.Sum, atLeast("1")), []string{"1", "2", "3", "", "5", "6"}, criteria.OnDay, "2026-09-01"},
		{"a streak that begins next month", streak(2, "7"), []string{"1", "2", "3", "4", "5", "6"}, criteria.OnDay, "2026-09-01"},
		{"the year to date starts again in January", toDate, []string{"1", "1", "1", "1", "1", "1"}, criteria.NotWithin, ""},
		{"a stated period ends", fixed, []string{"6", "6", "6", "6", "6", "6"}, criteria.OnDay, "2026-09-01"},
		{"a stated period ends too low", fixed, []string{"5", "5", "5", "5", "5", "5"}, criteria.NotWithin, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := compile(t, c.rule)
			got := p.Forecast(file(months("saos", "opportunities", "2026-07-01", c.values...)...), criteria.Horizon{AsOf: benchDay})
			require.Len(t, got.Criteria, 1)
			assert.Equal(t, c.want, got.Whole.When, got.Criteria[0].Basis.EN)
			assert.Equal(t, c.on, got.Whole.On.String())
			assert.Equal(t, day("2028-07-01"), got.Until)
			assert.NotEmpty(t, got.Criteria[0].Basis.ZH)
		})
	}
	got := compile(t, floor).Forecast(file(months("complaints", "complaints", "2026-07-01", "5", "4", "3", "2", "1", "1")...), criteria.Horizon{AsOf: benchDay})
	assert.Equal(t, criteria.OnDay, got.Whole.When)
	assert.Equal(t, "2026-10-01", got.Whole.On.String(), "three months at 0, never below")
}

func TestForecastOfRatios(t *testing.T) {
	rule := attainment(criteria.Ratio, 1, criteria.AsPercent, "60")
	// Numerators 1, 2, 3 rise by 1 while denominators stay at 10: 60 % is reached with 6 of 10.
	got := compile(t, rule).Forecast(file(ratios("2026-07-01", "1", "10", "2", "10", "3", "10")...), criteria.Horizon{AsOf: benchDay})
	assert.Equal(t, "2026-10-01", got.Whole.On.String())
	// Denominators run out before: no ratio can be told from then on.
	got = compile(t, attainment(criteria.Ratio, 1, criteria.AsPercent, "1000")).Forecast(file(ratios("2026-07-01", "1", "3", "1", "2", "1", "1")...), criteria.Horizon{AsOf: benchDay})
	assert.Equal(t, criteria.WhenUnknown, got.Whole.When)
}

func TestForecastOfRecords(t *testing.T) {
	since := func(p string) evidence.File {
		return evidence.File{Person: anna, Positions: []evidence.Position{{Stage: "a", Held: period(p)}}, Complete: []evidence.Completeness{known(evidence.Positions, "2000-01-01/.."), known(evidence.Flags, "2000-01-01/..")}}
	}
	flagged := func(p string) evidence.File {
		f := since("2026-01-01/..")
		f.Flags = []evidence.Flag{{Kind: "breach", Held: period("2020-01-01/2020-02-01")}, {Kind: "breach", Held: period(p)}}
		return f
	}
	tenure := func(t criteria.Tenure) criteria.Rule { return criteria.Rule{ID: "time", Tenure: &t} }
	absent := criteria.Rule{ID: "clean", Flag: &criteria.Flag{Kind: "breach", Be: criteria.Absent, Months: 6}}
	for _, c := range []struct {
		name string
		rule criteria.Rule
		file evidence.File
		want criteria.When
		on   string
	}{
		{"a tenure", tenure(criteria.Tenure{In: criteria.InStage, Months: 12}), since("2026-01-31/.."), criteria.OnDay, "2027-01-31"},
		{"a tenure to the end of February", tenure(criteria.Tenure{In: criteria.InStage, Months: 13}), since("2026-01-31/.."), criteria.OnDay, "2027-02-28"},
		{"a tenure in days", tenure(criteria.Tenure{In: criteria.InStage, Days: 200}), since("2026-01-01/.."), criteria.OnDay, "2026-07-20"},
		{"a tenure beyond the horizon", tenure(criteria.Tenure{In: criteria.InStage, Months: 60}), since("2026-01-01/.."), criteria.NotWithin, ""},
		{"somewhere else", tenure(criteria.Tenure{In: criteria.InStage, Name: "b", Months: 6}), since("2026-01-01/.."), criteria.WhenUnknown, ""},
		{"too long already", tenure(criteria.Tenure{In: criteria.InStage, Comparison: criteria.Below, Months: 6}), since("2026-01-01/.."), criteria.NotWithin, ""},
		{"a flag that leaves", absent, flagged("2026-05-01/2026-05-16"), criteria.OnDay, "2026-11-16"},
		{"a flag at the end of August", absent, flagged("2026-05-01/2026-08-31"), criteria.OnDay, "2027-03-01"},
		{"a flag that ended in February", absent, flagged("2026-02-01/2026-02-28"), criteria.OnDay, "2026-08-28"},
		{"a flag that holds", absent, flagged("2026-05-01/.."), criteria.WhenUnknown, ""},
		{"a flag beyond the horizon", absent, flagged("2026-05-01/2028-06-30"), criteria.NotWithin, ""},
		{"flags nobody knows", absent, evidence.File{Person: anna}, criteria.WhenUnknown, ""},
		{"a certificate", criteria.Rule{ID: "c", Certificate: &criteria.Certificate{Kind: "kam"}}, since("2026-01-01/.."), criteria.WhenUnknown, ""},
		{"a flag that is asked for", criteria.Rule{ID: "c", Flag: &criteria.Flag{Kind: "breach", Be: criteria.Present}}, since("2026-01-01/.."), criteria.WhenUnknown, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := compile(t, c.rule)
			got := p.Forecast(c.file, criteria.Horizon{AsOf: benchDay}).Whole
			assert.Equal(t, c.want, got.When, got.Basis.EN)
			assert.Equal(t, c.on, got.On.String())
			if got.When == criteria.OnDay {
				f := c.file
				f.Complete = append(f.Complete, known(evidence.Flags, "2000-01-01/.."))
				assert.Equal(t, criteria.Met, p.Evaluate(f, got.On).State, "on the day")
				assert.Equal(t, criteria.NotMet, p.Evaluate(f, got.On.AddDays(-1)).State, "the day before")
			}
		})
	}
}

func TestForecastOfGroups(t *testing.T) {
	in := func(id string, months int) criteria.Rule {
		return criteria.Rule{ID: id, Tenure: &criteria.Tenure{In: criteria.InCompany, Months: months}}
	}
	open := criteria.Rule{ID: "open", Certificate: &criteria.Certificate{Kind: "kam"}}
	never := in("never", 100)
	f := evidence.File{Person: anna, Positions: []evidence.Position{{Stage: "a", Held: period("2026-01-01/..")}}}
	of := func(list ...criteria.Rule) []criteria.Rule { return list }
	for _, c := range []struct {
		name string
		rule criteria.Rule
		want criteria.When
		on   string
	}{
		{"all: the last of the days", criteria.Rule{All: of(in("a", 6), in("b", 9), in("c", 12))}, criteria.OnDay, "2027-01-01"},
		{"any: the first", criteria.Rule{Any: of(in("b", 9), in("c", 12), open, never)}, criteria.OnDay, "2026-10-01"},
		{"two: the second", criteria.Rule{AtLeast: &criteria.Some{K: 2, Of: of(in("c", 12), in("b", 9), in("d", 15), open)}}, criteria.OnDay, "2027-01-01"},
		{"one is met already", criteria.Rule{AtLeast: &criteria.Some{K: 2, Of: of(in("a", 6), in("b", 9), open)}}, criteria.OnDay, "2026-10-01"},
		{"all, one unknown", criteria.Rule{All: of(in("b", 9), open)}, criteria.WhenUnknown, ""},
		{"all, one unknown and one never", criteria.Rule{All: of(in("b", 9), open, never)}, criteria.NotWithin, ""},
		{"any of never", criteria.Rule{Any: of(never)}, criteria.NotWithin, ""},
		{"met now", criteria.Rule{Any: of(in("a", 6), never)}, criteria.MetNow, ""},
		{"what must not be", criteria.Rule{Not: &open}, criteria.WhenUnknown, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := compile(t, c.rule).Forecast(f, criteria.Horizon{AsOf: benchDay}).Whole
			assert.Equal(t, c.want, got.When, got.Basis.EN)
			assert.Equal(t, c.on, got.On.String())
			assert.NotEmpty(t, got.Basis.ZH)
		})
	}
}

// TestHorizon keeps to limits whatever is asked for.
func TestHorizon(t *testing.T) {
	p := compile(t, saos(1, criteria.Latest, atLeast("1000")))
	f := file(months("saos", "opportunities", "2026-07-01", repeat("1", 70)...)...)
	assert.Equal(t, day("2036-07-01"), p.Forecast(f, criteria.Horizon{AsOf: benchDay, Months: 1 << 40, Trend: 1 << 40}).Until)
	assert.Contains(t, p.Forecast(f, criteria.Horizon{AsOf: benchDay, Months: 3, Trend: 1 << 40}).Whole.Basis.EN+p.Forecast(f, criteria.Horizon{AsOf: benchDay, Trend: 99}).Criteria[0].Basis.EN, "60 known steps")
	assert.Contains(t, p.Forecast(f, criteria.Horizon{AsOf: benchDay, Trend: 1}).Criteria[0].Basis.EN, "3 known steps")
	assert.Equal(t, criteria.WhenUnknown, p.Forecast(f, criteria.Horizon{AsOf: day("9999-12-01")}).Whole.When)
}
