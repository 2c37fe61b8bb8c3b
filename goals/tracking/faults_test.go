package tracking_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/likelihood"
	"github.com/kam-go/kam/goals/tracking"
)

// huge is a number far beyond the bounds of the library.
func huge() decimal.Decimal { return decimal.New(1, 50_000_000) }

func TestTrackFaults(t *testing.T) {
	type change = func(*tracking.Input)
	goal := func(f func(*goals.Goal)) change { return func(in *tracking.Input) { f(&in.Goal) } }
	reading := func(f func(*kam.Observation)) change {
		return func(in *tracking.Input) { f(&in.Observations[0]) }
	}
	whole := kam.MustPeriod("2026-06-01/2026-07-01")
	step := func(period, target string) goals.Step {
		return goals.Step{Period: kam.MustPeriod(period), Target: dec(target)}
	}
	cases := []struct {
		name   string
		change change
		want   []string
	}{
		{"nothing wrong", func(*tracking.Input) {}, nil},
		{"no as-of day", func(in *tracking.Input) { in.AsOf = kam.Day{} }, []string{"tracking.as-of $.asOf"}},
		{"an unknown basis", func(in *tracking.Input) { in.Basis = "lunar" }, []string{"tracking.basis $.basis"}},
		{"an unknown word for gaps", func(in *tracking.Input) { in.Gaps = "maybe" }, []string{"tracking.gaps $.gaps"}},
		{"no direction", goal(func(g *goals.Goal) { g.Direction = "" }), []string{"tracking.direction $.goal.direction"}},
		{"no tracking", goal(func(g *goals.Goal) { g.Tracking = "" }), []string{"tracking.tracking $.goal.tracking"}},
		{"a goal without an ID", goal(func(g *goals.Goal) { g.ID = "" }), []string{"goals.id $.goal.id"}},
		{"a target out of bounds", goal(func(g *goals.Goal) { g.Target = huge() }), []string{"goals.number $.goal.target"}},
		{"a target worse than the baseline", goal(func(g *goals.Goal) { g.Tracking, g.Baseline = goals.Stock, known("101") }), []string{"tracking.baseline $.goal.baseline"}},
		{"an amendment below the baseline", goal(func(g *goals.Goal) {
			g.Tracking, g.Baseline, g.Amendments = goals.Stock, known("50"), []goals.Amendment{amendment("2026-06-11", "40")}
		}), []string{"tracking.baseline $.goal.baseline"}},
		{"a baseline of a flow may be above the target", goal(func(g *goals.Goal) { g.Baseline = known("200") }), nil},
		{"no plan for the seasonal basis", func(in *tracking.Input) { in.Basis = tracking.Seasonal }, []string{"tracking.plan $.plan"}},
		{"a plan with a gap", func(in *tracking.Input) {
			in.Plan = []goals.Step{step("2026-06-01/2026-06-10", "50"), step("2026-06-11/2026-07-01", "50")}
		}, []string{"tracking.plan $.plan"}},
		{"a plan of less than nothing", func(in *tracking.Input) {
			in.Plan = []goals.Step{step("2026-06-01/2026-06-11", "-50"), step("2026-06-11/2026-07-01", "150")}
		}, []string{"tracking.plan $.plan[0].target"}},
		{"a plan of nothing", func(in *tracking.Input) {
			in.Basis, in.Plan = tracking.Seasonal, []goals.Step{{Period: whole}}
		}, []string{"tracking.plan $.plan"}},
		{"a plan of nothing on calendar days", func(in *tracking.Input) { in.Plan = []goals.Step{{Period: whole}} }, nil},
		{"a step out of bounds", func(in *tracking.Input) { in.Plan = []goals.Step{{Period: whole, Target: huge()}} }, []string{"tracking.number $.plan[0].target"}},
		{"too long a plan", func(in *tracking.Input) { in.Plan = make([]goals.Step, tracking.MaxSteps+1) }, []string{"tracking.too-many $.plan"}},
		{"a negative strain", func(in *tracking.Input) { in.Strain = kam.Fraction{Num: -1, Den: 2} }, []string{"tracking.strain $.strain"}},
		{"a strain by zero", func(in *tracking.Input) { in.Strain = kam.Fraction{Num: 1} }, []string{"tracking.strain $.strain"}},
		{"a best rate out of bounds", func(in *tracking.Input) { in.Best = decimal.NewNullDecimal(huge()) }, []string{"tracking.number $.best"}},
		{"a rest out of bounds", func(in *tracking.Input) { in.Rest = []decimal.Decimal{huge()} }, []string{"tracking.number $.rest[0]"}},
		{"too long a rest", func(in *tracking.Input) { in.Rest = make([]decimal.Decimal, tracking.MaxSteps+1) }, []string{"tracking.too-many $.rest"}},
		{"deals for a limit", func(in *tracking.Input) {
			in.Goal.Direction, in.Deals = kam.LowerIsBetter, []likelihood.Deal{{Amount: dec("1"), Win: kam.Whole()}}
		}, []string{"tracking.deals $.deals"}},
		{"deals for a level", func(in *tracking.Input) {
			in.Goal.Tracking, in.Deals = goals.Stock, []likelihood.Deal{{Amount: dec("1"), Win: kam.Whole()}}
		}, []string{"tracking.deals $.deals"}},
		{"a deal more than certain", func(in *tracking.Input) {
			in.Deals = []likelihood.Deal{{Amount: dec("1"), Win: kam.Fraction{Num: 2, Den: 1}}}
		}, []string{"likelihood.win $.deals[0].win"}},
		{"another metric", reading(func(o *kam.Observation) { o.Metric = "visits" }), []string{"tracking.metric $.observations[0].metric"}},
		{"another scope", reading(func(o *kam.Observation) { o.Scope = "north" }), []string{"tracking.scope $.observations[0].scope"}},
		{"all is no scope of a reading", func(in *tracking.Input) { in.Goal.Scope, in.Observations[0].Scope = goals.All, goals.All }, []string{"tracking.scope $.observations[0].scope"}},
		{"all is an empty scope of a reading", func(in *tracking.Input) { in.Goal.Scope = goals.All }, nil},
		{"another unit", reading(func(o *kam.Observation) { o.Unit = "visits" }), []string{"tracking.unit $.observations[0].unit"}},
		{"another currency", reading(func(o *kam.Observation) { o.Unit, o.Currency = "", "CNY" }), []string{"tracking.unit $.observations[0].unit"}},
		{"a ratio as a flow", reading(func(o *kam.Observation) {
			o.Value, o.Numerator, o.Denominator = known(""), known("1"), known("2")
		}), []string{"tracking.form $.observations[0]"}},
		{"a reading without a subject", reading(func(o *kam.Observation) { o.Subject.ID = "" }), []string{"observation.subject $.observations[0].subject.id"}},
		{"a value out of bounds", reading(func(o *kam.Observation) { o.Value = decimal.NewNullDecimal(huge()) }), []string{"observation.number $.observations[0].value"}},
		{"an open period", reading(func(o *kam.Observation) { o.Period.Until = kam.Day{} }), []string{"tracking.reading $.observations[0].period"}},
		{"a period that begins earlier", reading(func(o *kam.Observation) { o.Period.From = kam.MustDay("2026-05-31") }), []string{"tracking.reading $.observations[0].period"}},
		{"a period past the as-of day", reading(func(o *kam.Observation) { o.Period = whole }), []string{"tracking.reading $.observations[0].period"}},
		{"known before it began", reading(func(o *kam.Observation) { o.Period.From, o.AsOf = kam.MustDay("2026-06-05"), kam.MustDay("2026-06-04") }), []string{"tracking.reading $.observations[0].asOf"}},
		{"a contradiction", func(in *tracking.Input) {
			in.Observations = append(in.Observations, read(in.Goal, "2026-06-01/2026-06-11", "31"))
		}, []string{"tracking.conflict $.observations[1]"}},
		{"days counted twice", func(in *tracking.Input) {
			in.Observations = append(in.Observations, read(in.Goal, "2026-06-10/2026-06-11", "1"), read(in.Goal, "2026-06-09/2026-06-10", "1"))
		}, []string{"tracking.overlap $.observations[2]", "tracking.overlap $.observations[1]"}},
		{"two faults of one reading", reading(func(o *kam.Observation) { o.Metric, o.Unit = "visits", "visits" }), []string{"tracking.metric $.observations[0].metric", "tracking.unit $.observations[0].unit"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			g := calls()
			_, err := tracking.Track(with(june(g, "2026-06-10", read(g, "2026-06-01/2026-06-11", "30")), c.change))
			if c.want == nil {
				require.NoError(t, err)
				return
			}
			assert.Equal(t, c.want, codes(t, err))
		})
	}
}

func TestTooManyObservations(t *testing.T) {
	in := june(calls(), "2026-06-10")
	in.Observations = make([]kam.Observation, tracking.MaxObservations+1)
	_, err := tracking.Track(in)
	assert.Equal(t, []string{"tracking.too-many $.observations"}, codes(t, err))
}

func TestTheZeroInputIsRefused(t *testing.T) {
	_, err := tracking.Track(tracking.Input{})
	assert.Contains(t, codes(t, err), "tracking.as-of $.asOf")
	assert.Contains(t, codes(t, err), "tracking.direction $.goal.direction")
	assert.Contains(t, codes(t, err), "tracking.tracking $.goal.tracking")
}

// Faults of every part come at once.
func TestAllFaultsAtOnce(t *testing.T) {
	g := calls()
	in := june(g, "2026-06-10", with(read(g, "2026-06-01/2026-06-11", "1"), func(o *kam.Observation) { o.Metric = "visits" }))
	in.Goal.Direction, in.Basis, in.Strain = "", "lunar", kam.Fraction{Num: -1, Den: 1}
	in.Plan = []goals.Step{{Period: kam.MustPeriod("2026-06-01/2026-06-02"), Target: huge()}}
	_, err := tracking.Track(in)
	assert.Equal(t, []string{
		"tracking.direction $.goal.direction", "tracking.number $.plan[0].target", "tracking.plan $.plan", "tracking.basis $.basis",
		"tracking.strain $.strain", "tracking.metric $.observations[0].metric",
	}, codes(t, err))
}

func TestTextOfFaults(t *testing.T) {
	_, err := tracking.Track(with(june(calls(), "2026-06-10"), func(in *tracking.Input) { in.Basis = "lunar\x00" }))
	require.EqualError(t, err, `$.basis: unknown basis "lunar?" (use calendar-days, working-days or seasonal)`)
}
