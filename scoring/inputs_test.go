package scoring_test

import (
	"context"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
)

func TestInputFaults(t *testing.T) {
	c := card(points("a", "0.25"), measure("r", "0.25", scoring.Function{Ratio: &scoring.Ratio{}}), measure("p", "0.25", scoring.Function{Percentile: &scoring.Percentile{}}),
		measure("g", "0.25", scoring.Function{Growth: &scoring.Growth{PerPercent: dec("1")}}))
	c.Measures[0].Unit, c.Measures[1].Currency = "deals", "CNY"
	p := compile(t, c)
	good := func() scoring.Inputs {
		a, r := observed("a", "5"), observed("r", "5")
		a.Unit, r.Currency = "deals", "CNY"
		return scoring.Inputs{Subject: anna, Period: year, Observations: []kam.Observation{a, r}}
	}
	_, err := p.Score(good())
	require.NoError(t, err)
	other := kam.Subject{Kind: "agent", ID: "bo"}
	cases := []struct {
		name  string
		spoil func(*scoring.Inputs)
		want  []string
	}{
		{"nobody", func(in *scoring.Inputs) { in.Subject = kam.Subject{}; in.Observations = nil }, []string{"score.subject $.subject"}},
		{"no period", func(in *scoring.Inputs) { in.Period = kam.Period{}; in.Observations = nil }, []string{"score.period $.period"}},
		{"unknown metric", func(in *scoring.Inputs) { in.Observations[0].Metric = "x" }, []string{"score.metric $.observations[0].metric"}},
		{"scope", func(in *scoring.Inputs) { in.Observations[0].Scope = "x" }, []string{"score.metric $.observations[0].metric"}},
		{"doubled", func(in *scoring.Inputs) { in.Observations = append(in.Observations, in.Observations[0]) }, []string{"score.twice $.observations[2]"}},
		{"unit", func(in *scoring.Inputs) { in.Observations[0].Unit = "days" }, []string{"score.unit $.observations[0].unit"}},
		{"currency", func(in *scoring.Inputs) { in.Observations[1].Currency = "USD" }, []string{"score.unit $.observations[1].currency"}},
		{"somebody else", func(in *scoring.Inputs) { in.Observations[0].Subject = other }, []string{"score.subject $.observations[0].subject"}},
		{"other year", func(in *scoring.Inputs) { in.Observations[0].Period = kam.MustPeriod("2027-01-01/2028-01-01") }, []string{"score.period $.observations[0].period"}},
		{"beyond the end", func(in *scoring.Inputs) { in.Observations[0].Period = kam.MustPeriod("2026-12-01/2027-02-01") }, []string{"score.period $.observations[0].period"}},
		{"before the start", func(in *scoring.Inputs) { in.Observations[0].Period = kam.MustPeriod("2025-12-01/2026-02-01") }, []string{"score.period $.observations[0].period"}},
		{"number", func(in *scoring.Inputs) { in.Observations[0].Value.Decimal = decimal.New(1, 99) }, []string{"observation.number $.observations[0].value"}},
		{"half a ratio", func(in *scoring.Inputs) { in.Observations[0].Numerator = opt("1") }, []string{"observation.ratio $.observations[0].numerator"}},
		{"false ratio", func(in *scoring.Inputs) {
			in.Observations[0].Numerator, in.Observations[0].Denominator = opt("1"), opt("2")
		}, []string{"observation.ratio $.observations[0].value"}},
		{"negative count", func(in *scoring.Inputs) { in.Observations[0].Count = -1 }, []string{"observation.count $.observations[0].count"}},
		{"negative revision", func(in *scoring.Inputs) { in.Observations[0].Revision = -1 }, []string{"observation.revision $.observations[0].revision"}},
		{"target of nothing", func(in *scoring.Inputs) { in.Targets = []scoring.Target{{Measure: "x", Target: opt("1")}} }, []string{"score.measure $.targets[0].measure"}},
		{"empty target", func(in *scoring.Inputs) { in.Targets = []scoring.Target{{Measure: "r"}} }, []string{"score.target $.targets[0]"}},
		{"unused target", func(in *scoring.Inputs) { in.Targets = []scoring.Target{{Measure: "a", Target: opt("1")}} }, []string{"score.target $.targets[0].target"}},
		{"unused base", func(in *scoring.Inputs) { in.Targets = []scoring.Target{{Measure: "r", Base: opt("1")}} }, []string{"score.target $.targets[0].base"}},
		{"target twice", func(in *scoring.Inputs) {
			in.Targets = []scoring.Target{{Measure: "r", Target: opt("1")}, {Measure: "r", Target: opt("1")}}
		}, []string{"score.twice $.targets[1].target"}},
		{"target of somebody", func(in *scoring.Inputs) {
			in.Targets = []scoring.Target{{Subject: other, Measure: "r", Target: opt("1")}}
		}, []string{"score.subject $.targets[0].subject"}},
		{"target number", func(in *scoring.Inputs) {
			in.Targets = []scoring.Target{{Measure: "g", Base: decimal.NewNullDecimal(decimal.New(1, -99))}}
		}, []string{"score.number $.targets[0].base"}},
		{"cohort of nothing", func(in *scoring.Inputs) { in.Cohorts = []scoring.Cohort{{Measure: "x"}} }, []string{"score.measure $.cohorts[0].measure"}},
		{"unused cohort", func(in *scoring.Inputs) { in.Cohorts = []scoring.Cohort{{Measure: "a"}} }, []string{"score.measure $.cohorts[0]"}},
		{"cohort twice", func(in *scoring.Inputs) { in.Cohorts = []scoring.Cohort{{Measure: "p"}, {Measure: "p"}} }, []string{"score.twice $.cohorts[1]"}},
		{"hole in a cohort", func(in *scoring.Inputs) {
			in.Cohorts = []scoring.Cohort{{Measure: "p", Values: []scoring.Exact{exact(t, "1"), {}}}}
		}, []string{"score.number $.cohorts[0].values[1]"}},
		{"too large a cohort", func(in *scoring.Inputs) {
			in.Cohorts = []scoring.Cohort{{Measure: "p", Values: make([]scoring.Exact, scoring.MaxCohort+1)}}
		}, []string{"score.too-many $.cohorts[0].values"}},
		{"too many cohorts", func(in *scoring.Inputs) { in.Cohorts = make([]scoring.Cohort, scoring.MaxNodes+1) }, []string{"score.too-many $.cohorts"}},
		{"everything at once", func(in *scoring.Inputs) {
			in.Period = kam.Period{}
			in.Targets = []scoring.Target{{Measure: "x"}}
			in.Observations[0].Metric, in.Observations[1].Currency = "", "EUR"
		}, []string{"score.period $.period", "score.measure $.targets[0].measure", "observation.metric $.observations[0].metric", "score.metric $.observations[0].metric", "score.unit $.observations[1].currency"}},
	}
	for _, k := range cases {
		t.Run(k.name, func(t *testing.T) {
			in := good()
			k.spoil(&in)
			_, err := p.Score(in)
			assert.Equal(t, k.want, codes(t, err))
		})
	}
}

func TestOtherMetricsArePassedOver(t *testing.T) {
	r := scoreWith(t, card(points("a", "1")), scoring.Inputs{OtherMetrics: true, Observations: []kam.Observation{observed("x", "1"), observed("a", "7"), {Metric: "y"}}})
	equalExact(t, "7", r.Total)
}

func TestBatchFaults(t *testing.T) {
	p := compile(t, card(points("a", "1")))
	_, err := p.ScoreAll(context.Background(), scoring.Batch{Period: year}, scoring.Options{})
	assert.Equal(t, []string{"score.subject $.subjects"}, codes(t, err))
	_, err = p.ScoreAll(context.Background(), scoring.Batch{Period: year, Subjects: []kam.Subject{anna, {}, anna}}, scoring.Options{})
	assert.Equal(t, []string{"score.subject $.subjects[1]", "score.subject $.subjects[2]"}, codes(t, err))
	_, err = p.ScoreAll(context.Background(), scoring.Batch{Period: year, Observations: []kam.Observation{observedOf(kam.Subject{Kind: "agent"}, "a", "1")}}, scoring.Options{})
	assert.Contains(t, codes(t, err), "score.subject $.observations")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = p.ScoreAll(ctx, scoring.Batch{Period: year, Observations: []kam.Observation{observed("a", "1")}}, scoring.Options{})
	require.ErrorIs(t, err, context.Canceled)
}

// One measure may read what another reads, and an adjustment too.
func TestOneObservationForSeveralReaders(t *testing.T) {
	a, b := points("a", "0.5"), measure("b", "0.5", scoring.Function{Binary: &scoring.Binary{Bound: dec("60")}})
	a.Metric, b.Metric = "x", "x"
	c := card(a, b)
	c.Adjustments = []scoring.Adjustment{{ID: "plus", Metric: "x", PerUnit: dec("0.1")}}
	equalExact(t, "86", score(t, c, observed("x", "60")).Adjusted) // 30 + 50 + 6
}
