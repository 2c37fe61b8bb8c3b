package tracking_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/tracking"
)

// months is a plan of a quarter in three steps.
func months(first, second, third string) []goals.Step {
	return []goals.Step{
		{Period: kam.MustPeriod("2026-04-01/2026-05-01"), Target: dec(first)},
		{Period: kam.MustPeriod("2026-05-01/2026-06-01"), Target: dec(second)},
		{Period: kam.MustPeriod("2026-06-01/2026-07-01"), Target: dec(third)},
	}
}

// quarter is a goal of 100 calls from April to June 2026, which has 91 days.
func quarter() goals.Goal {
	return with(calls(), func(g *goals.Goal) { g.Period = kam.MustPeriod("2026-04-01/2026-07-01") })
}

func TestWhereInThePeriod(t *testing.T) {
	g := calls()
	cases := []struct {
		name, asOf                          string
		readings                            []kam.Observation
		phase                               tracking.Phase
		left                                int
		elapsed, expected, rate, projection string
		required, pace, attainment          string
	}{
		{"the day before", "2026-05-31", nil, tracking.Ahead, 30, "0", "0", "", "", "", "", ""},
		{"long before", "2020-01-01", nil, tracking.Ahead, 30, "0", "0", "", "", "", "", ""},
		{
			"the first day", "2026-06-01",
			[]kam.Observation{read(g, "2026-06-01/2026-06-02", "5")},
			tracking.Running, 29, "1", "10/3", "5", "150", "95/29", "3/2", "1/20",
		},
		{
			"in the middle", "2026-06-15",
			[]kam.Observation{read(g, "2026-06-01/2026-06-16", "42")},
			tracking.Running, 15, "15", "50", "14/5", "84", "58/15", "21/25", "21/50",
		},
		{
			"the day before the last", "2026-06-29",
			[]kam.Observation{read(g, "2026-06-01/2026-06-30", "87")},
			tracking.Running, 1, "29", "290/3", "3", "90", "13", "9/10", "87/100",
		},
		{
			"the last day", "2026-06-30",
			[]kam.Observation{read(g, "2026-06-01/2026-07-01", "90")},
			tracking.Over, 0, "30", "100", "3", "90", "", "9/10", "9/10",
		},
		{
			"long after", "2031-01-01",
			[]kam.Observation{read(g, "2026-06-01/2026-07-01", "90")},
			tracking.Over, 0, "30", "100", "3", "90", "", "9/10", "9/10",
		},
		{
			"the last day there is", "9999-12-31",
			[]kam.Observation{read(g, "2026-06-01/2026-07-01", "90")},
			tracking.Over, 0, "30", "100", "3", "90", "", "9/10", "9/10",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := track(t, june(g, c.asOf, c.readings...))
			assert.Equal(t, c.phase, p.Phase)
			assert.Equal(t, c.left, p.DaysLeft)
			equal(t, c.elapsed, p.Elapsed, "elapsed")
			equal(t, "30", p.Total, "total")
			equal(t, c.expected, p.Expected, "expected")
			equal(t, c.rate, p.RunRate, "run rate")
			equal(t, c.projection, p.Projection, "projection")
			equal(t, c.required, p.Required, "required")
			equal(t, c.pace, p.Pace, "pace")
			equal(t, c.attainment, p.Attainment, "attainment")
			assert.Empty(t, p.Findings)
		})
	}
}

func TestAttainment(t *testing.T) {
	lower := func(g *goals.Goal) { g.Direction = kam.LowerIsBetter }
	cases := []struct {
		name                       string
		goal                       goals.Goal
		actual                     string
		attainment, pace, lead     string // in the middle of the period
		reached                    bool
		projection, required, rate string
	}{
		{"flow, more is better", calls(), "42", "21/50", "21/25", "-8", false, "84", "58/15", "14/5"},
		{"flow beyond the target", calls(), "120", "6/5", "12/5", "70", true, "240", "-4/3", "8"},
		{"flow just at the target", calls(), "100", "1", "2", "50", true, "200", "0", "20/3"},
		{"flow, less is better, below the line", with(calls(), lower), "40", "8/5", "6/5", "10", false, "80", "4", "8/3"},
		{"flow, less is better, above the line", with(calls(), lower), "60", "7/5", "4/5", "-10", false, "120", "8/3", "4"},
		{"stock from a baseline", nps(), "62", "3/5", "6/5", "2", false, "74", "8/15", "4/5"},
		{"stock below its baseline", nps(), "48", "-1/10", "-1/5", "-12", false, "46", "22/15", "-2/15"},
		{"stock at its target", nps(), "70", "1", "2", "10", true, "90", "0", "4/3"},
		{
			"stock, less is better, from a baseline",
			with(nps(), func(g *goals.Goal) { lower(g); g.Baseline, g.Target = known("10"), dec("6") }), "9", "1/4", "1/2", "-1", false, "8", "-1/5", "-1/15",
		},
		{
			"stock, less is better, without a baseline",
			with(nps(), func(g *goals.Goal) { lower(g); g.Baseline, g.Target = known(""), dec("6") }), "9", "1/2", "1/2", "-3", false, "9", "-1/5", "",
		},
		{"stock without a baseline", with(nps(), func(g *goals.Goal) { g.Baseline = known("") }), "56", "4/5", "4/5", "-14", false, "56", "14/15", ""},
		{"stock whose target is its baseline", with(nps(), func(g *goals.Goal) { g.Target = dec("50") }), "51", "", "", "1", true, "52", "-1/15", "1/15"},
		{"flow to nothing", with(calls(), func(g *goals.Goal) { lower(g); g.Target = dec("0") }), "3", "", "", "-3", false, "6", "-1/5", "1/5"},
		{"flow below nothing", with(calls(), func(g *goals.Goal) { g.Target = dec("-10") }), "-8", "", "", "-3", false, "-16", "-2/15", "-8/15"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := track(t, june(c.goal, "2026-06-15", read(c.goal, "2026-06-01/2026-06-16", c.actual)))
			equal(t, c.attainment, p.Attainment, "attainment")
			equal(t, c.pace, p.Pace, "pace")
			equal(t, c.lead, p.Lead, "lead")
			assert.Equal(t, c.reached, p.Reached)
			equal(t, c.projection, p.Projection, "projection")
			equal(t, c.required, p.Required, "required")
			equal(t, c.rate, p.RunRate, "run rate")
			if c.attainment == "" {
				assert.Equal(t, []string{"tracking.undefined $.goal.target"}, codesOf(t, p.Findings))
			}
		})
	}
	t.Run("a limit is met at the end", func(t *testing.T) {
		g := with(calls(), lower)
		p := track(t, june(g, "2026-06-30", read(g, "2026-06-01/2026-07-01", "100")))
		assert.True(t, p.Reached)
		p = track(t, june(g, "2026-06-30", read(g, "2026-06-01/2026-07-01", "100.01")))
		assert.False(t, p.Reached)
	})
}

func TestResultKeepsNothingOfTheInput(t *testing.T) {
	in := june(with(calls(), func(g *goals.Goal) { g.Amendments = []goals.Amendment{amendment("2026-06-11", "130")} }), "2026-06-10",
		read(calls(), "2026-06-01/2026-06-11", "30"))
	p := track(t, in)
	in.Goal.Owners[0] = "bo"
	in.Goal.Amendments[0].Target = decimal.Zero
	in.Observations[0].Value = decimal.NullDecimal{}
	assert.Equal(t, "anna", p.Goal.Owners[0])
	equal(t, "120", p.Target, "target")
	r, ok := p.Actual.Rat()
	require.True(t, ok)
	r.SetInt64(7)
	equal(t, "30", p.Actual, "actual")
}
