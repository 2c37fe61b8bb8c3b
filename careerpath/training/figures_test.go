package training_test

import (
	"encoding/json"
	"math"
	"math/big"
	"os"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/training"
	"github.com/kam-go/kam/internal/wording"
)

func TestPublishedCases(t *testing.T) {
	data, err := os.ReadFile("testdata/cases.json")
	require.NoError(t, err)
	var cases []struct{ ID, Source, Cost, Benefit, Percent string }
	require.NoError(t, json.Unmarshal(data, &cases))
	require.Len(t, cases, 7)
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			require.NotEmpty(t, c.Source)
			roi, ok := training.ROI(opt(c.Benefit), opt(c.Cost))
			if c.Percent == "" {
				assert.False(t, ok)
				return
			}
			require.True(t, ok)
			assert.Equal(t, c.Percent, wording.Percent(roi))
		})
	}
}

func TestROIRefuses(t *testing.T) {
	huge := decimal.NewNullDecimal(decimal.New(1, 50_000_000))
	for _, c := range [][2]decimal.NullDecimal{{opt("1"), huge}, {huge, opt("1")}, {opt("1"), opt("-1")}} {
		_, ok := training.ROI(c[0], c[1])
		assert.False(t, ok)
	}
	roi, ok := training.ROI(opt("-1"), opt("3"))
	require.True(t, ok, "a benefit may be negative")
	assert.Equal(t, "-4/3", roi.RatString())
}

func TestChanges(t *testing.T) {
	unknown := []kam.Observation{{Subject: company, Metric: "m", Period: since, Count: 9}}
	lower := kam.Metric{Key: "m", Direction: kam.LowerIsBetter}
	cases := []struct {
		name   string
		c      training.Comparison
		trend  training.Trend
		change string
	}{
		{"better", training.Comparison{Metric: higher("m"), Before: mean("m", before, "10", "5"), After: mean("m", since, "16", "5")}, training.Better, "6/5"},
		{"worse", training.Comparison{Metric: higher("m"), Before: mean("m", before, "10", "5"), After: mean("m", since, "9", "5")}, training.Worse, "-1/5"},
		{"less is better", training.Comparison{Metric: lower, Before: mean("m", before, "10", "5"), After: mean("m", since, "9", "5")}, training.Better, "-1/5"},
		{"the same", training.Comparison{Metric: lower, Before: mean("m", before, "10", "5"), After: mean("m", since, "20", "10")}, training.Same, "0"},
		{"four before", training.Comparison{Metric: higher("m"), Before: mean("m", before, "10", "4"), After: mean("m", since, "9", "5")}, training.TooFew, ""},
		{"four after", training.Comparison{Metric: higher("m"), Before: mean("m", before, "10", "5"), After: mean("m", since, "9", "4")}, training.TooFew, ""},
		{"four are enough", training.Comparison{Metric: higher("m"), Before: mean("m", before, "8", "4"), After: mean("m", since, "12", "4"), Fewest: 4}, training.Better, "1"},
		{"unknown after", training.Comparison{Metric: higher("m"), Before: mean("m", before, "10", "5"), After: unknown}, "", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			q := request()
			c.c.ID = "x"
			q.Pulses, q.Effects = nil, []training.Comparison{c.c}
			got := report(t, spring(t), q).Effects[0]
			assert.Equal(t, c.trend, got.Trend)
			if c.change == "" {
				assert.Nil(t, got.Difference)
				if c.trend == training.TooFew {
					assert.Nil(t, got.Before, "what few people said is not shown")
					assert.Nil(t, got.After)
				}
				return
			}
			assert.Equal(t, c.change, got.Difference.RatString())
		})
	}
}

// Two sides of several periods are what was reached by what was asked.
func TestChangeCombines(t *testing.T) {
	q := request()
	two := append(mean("m", kam.MustPeriod("2025-01-01/2025-07-01"), "1", "4"), mean("m", before, "8", "5")...)
	q.Effects = []training.Comparison{{ID: "x", Metric: higher("m"), Before: two, After: mean("m", since, "9", "9"), Fewest: 9}}
	got := report(t, spring(t), q).Effects[0]
	assert.Equal(t, int64(9), got.BeforeCount)
	assert.Equal(t, training.Same, got.Trend)
}

// More records than an int64 counts are the most that it does.
func TestChangeCountsWithoutEnd(t *testing.T) {
	q := request()
	two := append(mean("m", kam.MustPeriod("2025-01-01/2025-07-01"), "1", "4"), mean("m", before, "8", "5")...)
	two[0].Count, two[1].Count = math.MaxInt64, math.MaxInt64
	q.Effects = []training.Comparison{{ID: "x", Metric: higher("m"), Before: two, After: mean("m", since, "9", "9")}}
	assert.Equal(t, int64(math.MaxInt64), report(t, spring(t), q).Effects[0].BeforeCount)
}

func TestObservations(t *testing.T) {
	r := report(t, spring(t), request())
	list := r.Observations()
	require.Len(t, list, 10+2*7)
	metrics := training.Metrics()
	got := map[string]string{}
	for i, o := range list {
		require.NoError(t, o.Check())
		assert.Equal(t, half, o.Period)
		if i < len(metrics) {
			assert.Equal(t, company, o.Subject)
			assert.Equal(t, metrics[i].Key, o.Metric)
			if o.Currency == "" {
				assert.Equal(t, metrics[i].Unit, o.Unit)
			}
			require.NoError(t, metrics[i].Check())
		}
		value := "unknown"
		if exact, ok := o.Exact(); ok {
			value = exact.RatString()
		}
		got[o.Subject.ID+" "+o.Metric] = value
	}
	for key, want := range map[string]string{
		"acme training.hours": "32", "acme training.hours-per-head": "8", "acme training.cost": "154167/100", "acme training.acceptance": "3/4", "acme training.participation": "5/7",
		"acme training.completion": "2/3", "acme training.coverage": "unknown", "acme innovation.ideas": "3", "acme innovation.adopted": "1", "acme innovation.adoption": "1/3",
		"north training.participation": "2/3", "north training.coverage": "unknown", "south training.coverage": "1", "south training.cost": "63333/100", "south training.completion": "0",
	} {
		assert.Equal(t, want, got[key], key)
	}
	q := request()
	q.Outcomes = nil
	for _, o := range report(t, spring(t), q).Observations()[7:10] {
		assert.False(t, o.Value.Valid || o.IsRatio(), "nobody counted %s", o.Metric)
	}
}

// The teams' ratios combine to that of the whole.
func TestObservationsCombine(t *testing.T) {
	list := report(t, spring(t), request()).Observations()
	for _, key := range []string{training.MetricHours, training.MetricParticipation, training.MetricAcceptance} {
		var teams []kam.Observation
		for _, o := range list[10:] {
			if o.Metric == key {
				teams = append(teams, o)
			}
		}
		top, bottom, err := kam.Combine(teams)
		require.NoError(t, err)
		for _, o := range list[:10] {
			if o.Metric == key {
				want, _ := o.Exact()
				assert.Equal(t, want.RatString(), new(big.Rat).Quo(top.Decimal.Rat(), bottom.Decimal.Rat()).RatString(), key)
			}
		}
	}
}
