package goals_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
)

func survey(responses int64, spread string) *goals.Survey {
	return &goals.Survey{Responses: responses, Spread: known(spread)}
}

// satisfied makes the goal one about a share of satisfied customers.
func satisfied(g *goals.Goal, baseline, target string, s *goals.Survey) {
	g.Metric, g.Currency, g.Unit, g.Tracking, g.Milestones = "csat", "", "%", goals.Stock, nil
	g.Baseline, g.Target, g.Survey = known(baseline), number(target), s
}

func TestMeasurable(t *testing.T) {
	check(t, goals.Measurable, []smartCase{
		{"no unit", func(g *goals.Goal, _ *goals.Situation) { g.Currency = "" }, "unit", kam.Error, goals.Failed},
		{"unit and currency", func(g *goals.Goal, _ *goals.Situation) { g.Unit = "deals" }, "unit", kam.Error, goals.Failed},
		{"no currency of this world", func(g *goals.Goal, _ *goals.Situation) { g.Currency = "ABC" }, "unit", kam.Error, goals.Failed},
		{"the metric counts something else", func(g *goals.Goal, _ *goals.Situation) { g.Metric, g.Currency, g.Unit = "visits", "", "calls" }, "unit", kam.Error, goals.Failed},
		{"the metric's unit", func(g *goals.Goal, _ *goals.Situation) { g.Metric, g.Currency, g.Unit = "visits", "", "visits" }, "", "", goals.Met},
		{"no tracking", func(g *goals.Goal, _ *goals.Situation) { g.Tracking = "" }, "tracking", kam.Error, goals.Failed},
		{"no baseline", func(g *goals.Goal, _ *goals.Situation) { g.Baseline = decimal.NullDecimal{} }, "baseline", kam.Warning, goals.Doubtful},
		{"baseline 0", func(g *goals.Goal, _ *goals.Situation) { g.Baseline = known("0") }, "", "", goals.Met},
		{"target equal to the baseline", func(g *goals.Goal, _ *goals.Situation) { g.Baseline = known("1200000.00") }, "target", kam.Error, goals.Failed},
		{"the wrong way", func(g *goals.Goal, _ *goals.Situation) { g.Baseline = known("1200000.01") }, "target", kam.Error, goals.Failed},
		{"the right way down", func(g *goals.Goal, _ *goals.Situation) {
			g.Direction, g.Baseline = kam.LowerIsBetter, known("1200000.01")
		}, "", "", goals.Met},
		{"the wrong way down", func(g *goals.Goal, _ *goals.Situation) { g.Direction = kam.LowerIsBetter }, "target", kam.Error, goals.Failed},
		{"no direction but the metric's", func(g *goals.Goal, _ *goals.Situation) { g.Direction, g.Baseline = "", known("1200001") }, "target", kam.Error, goals.Failed},
		{"the amended target counts", func(g *goals.Goal, _ *goals.Situation) {
			g.Amendments = []goals.Amendment{amend("2026-07-01", "1000000")}
		}, "target", kam.Error, goals.Failed},
		{"target out of bounds", func(g *goals.Goal, _ *goals.Situation) { g.Target = huge() }, "target", kam.Error, goals.Failed},
		{"no source", func(g *goals.Goal, _ *goals.Situation) { g.Source = "" }, "source", kam.Error, goals.Failed},
		{"no cadence", func(g *goals.Goal, _ *goals.Situation) { g.Cadence = "" }, "cadence", kam.Error, goals.Failed},
		{"two readings", func(g *goals.Goal, _ *goals.Situation) { g.Cadence = kam.HalfYear }, "readings", kam.Error, goals.Failed},
		{"three readings", func(g *goals.Goal, _ *goals.Situation) { g.Period = kam.MustPeriod("2026-01-01/2026-04-01") }, "", "", goals.Met},
		{"a day short of three readings", func(g *goals.Goal, _ *goals.Situation) { g.Period = kam.MustPeriod("2026-01-01/2026-03-31") }, "readings", kam.Error, goals.Failed},
		{"polled without a survey", func(g *goals.Goal, s *goals.Situation) {
			satisfied(g, "80", "90", nil)
			s.Polled = []string{g.Metric}
		}, "survey", kam.Error, goals.Failed},
		{"no response", func(g *goals.Goal, _ *goals.Situation) { satisfied(g, "80", "90", survey(0, "")) }, "survey", kam.Error, goals.Failed},
		// 1.96 * sqrt(80 * 20 / n) is 10 at n = 61.47.
		{"too few responses", func(g *goals.Goal, _ *goals.Situation) { satisfied(g, "80", "90", survey(61, "")) }, "survey", kam.Error, goals.Failed},
		{"enough responses", func(g *goals.Goal, _ *goals.Situation) { satisfied(g, "80", "90", survey(62, "")) }, "survey", kam.Info, goals.Met},
		// 1.96 * 2.5 / sqrt(49) is 0.7 exactly, and a move of the margin does not exceed it.
		{"within the margin", func(g *goals.Goal, _ *goals.Situation) {
			satisfied(g, "8", "8.7", survey(49, "2.5"))
			g.Unit = "points"
		}, "survey", kam.Error, goals.Failed},
		{"beyond the margin", func(g *goals.Goal, _ *goals.Situation) {
			satisfied(g, "8", "8.71", survey(49, "2.5"))
			g.Unit = "points"
		}, "survey", kam.Info, goals.Met},
		{"spread unknown", func(g *goals.Goal, _ *goals.Situation) { satisfied(g, "8", "9", survey(50, "")); g.Unit = "points" }, "spread", kam.Info, goals.UnknownVerdict},
		{"no share", func(g *goals.Goal, _ *goals.Situation) { satisfied(g, "80", "101", survey(50, "")) }, "spread", kam.Info, goals.UnknownVerdict},
		{"share of 1", func(g *goals.Goal, _ *goals.Situation) { satisfied(g, "0.8", "0.9", survey(62, "")); g.Unit = "share" }, "survey", kam.Info, goals.Met},
		{"too large a survey", func(g *goals.Goal, _ *goals.Situation) { satisfied(g, "80", "90", survey(1<<62, "")) }, "spread", kam.Info, goals.UnknownVerdict},
	})
}

// The spread of a share is the larger of both ends, rounded up to 6 places, never down.
func TestSpreadOfShares(t *testing.T) {
	for _, c := range []struct{ baseline, target, want string }{
		{"60", "70", "48.989795"}, {"40", "30", "48.989795"}, {"80", "90", "40"}, {"90", "80", "40"}, {"0", "100", "0"}, {"50", "51", "50"},
	} {
		g := sound()
		satisfied(&g, c.baseline, c.target, survey(100, ""))
		found, ok := find(goals.Check(g, facts(t), goals.Bands{}).Letter(goals.Measurable).Findings, "smart.m.survey")
		require.True(t, ok)
		assert.Equal(t, c.want, evidence(found, "spread"))
	}
}

func TestReadingsOfFiscalMonths(t *testing.T) {
	c, err := kam.NewCalendar(kam.CalendarSpec{Pattern: "4-4-5", YearEnd: kam.WeekYearEnd{Month: 1, Weekday: 6, Rule: "nearest"}})
	require.NoError(t, err)
	period, err := c.Quarter(2026, 1)
	require.NoError(t, err)
	g, s := sound(), facts(t)
	g.Period, s.Calendar = period, c
	found, ok := find(goals.Check(g, s, goals.Bands{}).Letter(goals.Measurable).Findings, "smart.m.readings")
	require.True(t, ok)
	assert.Equal(t, kam.Info, found.Severity)
	assert.Equal(t, "3", evidence(found, "readings"))
	g.Period, g.Cadence = kam.MustPeriod("0001-01-01/9999-12-31"), kam.Week
	found, _ = find(goals.Check(g, s, goals.Bands{}).Letter(goals.Measurable).Findings, "smart.m.readings")
	assert.Equal(t, "1000", evidence(found, "readings"), "counting stops")
}
