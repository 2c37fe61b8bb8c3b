package training_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/training"
)

// plain is a value of a metric in a period.
func plain(key, period, value string) kam.Observation {
	return kam.Observation{Subject: company, Metric: key, Period: kam.MustPeriod(period), Value: opt(value), Count: 9}
}

func compare(t *testing.T, metric kam.Metric, before, after []kam.Observation) ([]string, training.Change) {
	t.Helper()
	q := request()
	q.AsOf, q.Pulses = day("2026-07-01"), nil
	q.Effects = []training.Comparison{{ID: "x", Metric: metric, Before: before, After: after}}
	r, err := spring(t).Report(q)
	if err != nil {
		return codes(t, err), training.Change{}
	}
	return nil, r.Effects[0]
}

// Only what is alike on both sides compares.
func TestComparisonOfUnlikeSides(t *testing.T) {
	deals := kam.Metric{Key: "m", Unit: "deals", Direction: kam.HigherIsBetter}
	first, second := "2026-02-01/2026-03-01", "2026-03-01/2026-04-01"
	of := func(period, value string, change func(*kam.Observation)) []kam.Observation {
		o := plain("m", period, value)
		o.Unit = "deals"
		change(&o)
		return []kam.Observation{o}
	}
	as := func(*kam.Observation) {}
	money := func(currency kam.Currency) func(*kam.Observation) {
		return func(o *kam.Observation) { o.Unit, o.Currency = "", currency }
	}
	ratio := func(o *kam.Observation) { o.Numerator, o.Denominator, o.Value = o.Value, opt("1"), opt("") }
	cases := []struct {
		name          string
		metric        kam.Metric
		before, after []kam.Observation
		want          []string
	}{
		{"alike", deals, of(first, "5", as), of(second, "8", as), nil},
		{"currency", higher("m"), of(first, "5", money("CNY")), of(second, "8", money("USD")), []string{"training.currency $.effects[0].after"}},
		{"one currency", higher("m"), of(first, "5", money("CNY")), of(second, "8", money("CNY")), nil},
		{"unit", deals, of(first, "5", as), of(second, "8", func(o *kam.Observation) { o.Unit = "hours" }), []string{"training.unit $.effects[0].after[0].unit"}},
		{"unit on both sides", deals, of(first, "5", money("CNY")), of(second, "8", money("CNY")), []string{"training.unit $.effects[0].before[0].unit", "training.unit $.effects[0].after[0].unit"}},
		{"form", deals, of(first, "5", as), of(second, "8", ratio), []string{"training.form $.effects[0].after"}},
		{"not known has no form", deals, of(first, "5", func(o *kam.Observation) { o.Value = opt("") }), of(second, "8", ratio), nil},
		{"subject", deals, of(first, "5", as), of(second, "8", func(o *kam.Observation) { o.Subject = anna }), []string{"training.subjects $.effects[0].after", "training.subjects $.effects[0].after"}},
		{"scope", deals, of(first, "5", as), of(second, "8", func(o *kam.Observation) { o.Scope = "east" }), []string{"training.subjects $.effects[0].after", "training.subjects $.effects[0].after"}},
		{"over on the day", deals, of("2026-05-01/2026-06-01", "5", as), of("2026-06-01/2026-07-01", "8", as), nil},
		{"not over on the day", deals, of("2026-05-02/2026-06-01", "5", as), of("2026-06-02/2026-07-02", "8", as), []string{"training.order $.effects[0].after[0].period"}},
		{"without an end", deals, of(first, "5", as), of("2026-03-01/..", "8", as), []string{"training.order $.effects[0].after[0].period"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, _ := compare(t, c.metric, c.before, c.after)
			assert.Equal(t, c.want, got)
		})
	}
}

// Sums of plain values cover equal time: as many days, or as many whole months; ratios need none.
func TestComparisonOverUnequalTime(t *testing.T) {
	cases := []struct {
		name          string
		before, after []string
		want          []string
	}{
		{"two months and one", []string{"2026-01-01/2026-02-01", "2026-02-01/2026-03-01"}, []string{"2026-03-01/2026-04-01"}, []string{"training.time $.effects[0].after"}},
		{"a month and a longer one", []string{"2026-02-01/2026-03-01"}, []string{"2026-03-01/2026-04-01"}, nil},
		{"a quarter and three months", []string{"2025-10-01/2026-01-01"}, []string{"2026-01-01/2026-02-01", "2026-02-01/2026-03-01", "2026-03-01/2026-04-01"}, nil},
		{"a week each", []string{"2026-02-23/2026-03-02"}, []string{"2026-03-02/2026-03-09"}, nil},
		{"four weeks and a month of 28 days", []string{"2026-01-04/2026-02-01"}, []string{"2026-02-01/2026-03-01"}, nil},
		{"a week and eight days", []string{"2026-02-23/2026-03-02"}, []string{"2026-03-02/2026-03-10"}, []string{"training.time $.effects[0].after"}},
		{"a month and 31 days that are none", []string{"2026-02-01/2026-03-01"}, []string{"2026-03-02/2026-04-03"}, []string{"training.time $.effects[0].after"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var before, after []kam.Observation
			for _, p := range c.before {
				before = append(before, plain("m", p, "5"))
			}
			for _, p := range c.after {
				after = append(after, plain("m", p, "8"))
			}
			got, _ := compare(t, higher("m"), before, after)
			assert.Equal(t, c.want, got)
			for _, list := range [][]kam.Observation{before, after} {
				for i := range list {
					list[i].Numerator, list[i].Denominator, list[i].Value = list[i].Value, opt("1"), opt("")
				}
			}
			got, change := compare(t, higher("m"), before, after)
			require.Empty(t, got)
			assert.Equal(t, training.Better, change.Trend)
		})
	}
	// Each subject by itself.
	of := func(who kam.Subject, period string) kam.Observation {
		o := plain("m", period, "1")
		o.Subject = who
		return o
	}
	got, _ := compare(t, higher("m"), []kam.Observation{of(anna, "2026-01-01/2026-02-01"), of(bo, "2026-01-01/2026-02-01"), of(bo, "2026-02-01/2026-03-01")},
		[]kam.Observation{of(anna, "2026-03-01/2026-04-01"), of(anna, "2026-04-01/2026-05-01"), of(bo, "2026-03-01/2026-04-01")})
	assert.Equal(t, []string{"training.time $.effects[0].after", "training.time $.effects[0].after"}, got)
}
