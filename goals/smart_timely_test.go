package goals_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
)

func TestTimely(t *testing.T) {
	milestones := func(g *goals.Goal, list ...string) {
		g.Milestones = nil
		for i, v := range list {
			g.Milestones = append(g.Milestones, goals.Milestone{Day: kam.MustDay("2026-03-31").AddMonths(3 * i), Value: number(v)})
		}
	}
	stock := func(g *goals.Goal, d kam.Direction, baseline, target string, list ...string) {
		g.Tracking, g.Direction, g.Baseline, g.Target = goals.Stock, d, known(baseline), number(target)
		milestones(g, list...)
	}
	check(t, goals.Timely, []smartCase{
		{"no period", func(g *goals.Goal, _ *goals.Situation) { g.Period = kam.Period{} }, "period", kam.Error, goals.Failed},
		{"open period", func(g *goals.Goal, _ *goals.Situation) { g.Period.Until = kam.Day{} }, "period", kam.Error, goals.Failed},
		{"no day of judgement", func(_ *goals.Goal, s *goals.Situation) { s.AsOf = kam.Day{} }, "as-of", kam.Info, goals.UnknownVerdict},
		{"on the last day", func(_ *goals.Goal, s *goals.Situation) { s.AsOf, s.CycleDays = kam.MustDay("2026-12-31"), []int{1} }, "", "", goals.Met},
		{"over", func(_ *goals.Goal, s *goals.Situation) { s.AsOf = kam.MustDay("2027-01-01") }, "over", kam.Error, goals.Failed},
		{"not begun", func(_ *goals.Goal, s *goals.Situation) { s.AsOf = kam.MustDay("2025-01-01") }, "", "", goals.Met},
		// 2026-12-01 to 2026-12-31 are 23 working days.
		{"as long as a sale", func(_ *goals.Goal, s *goals.Situation) {
			s.AsOf, s.CycleDays = kam.MustDay("2026-12-01"), []int{22, 24}
		}, "", "", goals.Met},
		{"shorter than a sale", func(_ *goals.Goal, s *goals.Situation) {
			s.AsOf, s.CycleDays, s.Deals = kam.MustDay("2026-12-01"), []int{25, 22}, nil
		}, "cycle", kam.Error, goals.Failed},
		{"shorter than a sale, with open deals", func(_ *goals.Goal, s *goals.Situation) { s.AsOf, s.CycleDays = kam.MustDay("2026-12-01"), []int{24} }, "cycle", kam.Warning, goals.Doubtful},
		{"no cycles", func(_ *goals.Goal, s *goals.Situation) { s.CycleDays = nil }, "", "", goals.Met},
		{"no holidays", func(_ *goals.Goal, s *goals.Situation) { s.Calendar = nil }, "working-days", kam.Info, goals.UnknownVerdict},
		{"no holidays for next year", func(g *goals.Goal, _ *goals.Situation) { g.Period = kam.MustPeriod("2026-01-01/2027-07-01") }, "working-days", kam.Info, goals.UnknownVerdict},
		{"milestone outside", func(g *goals.Goal, _ *goals.Situation) { g.Milestones[1].Day = kam.MustDay("2027-01-01") }, "milestone-day", kam.Error, goals.Failed},
		{"milestone turns back", func(g *goals.Goal, _ *goals.Situation) { milestones(g, "500", "499.99") }, "milestone", kam.Error, goals.Failed},
		{"milestone stands still", func(g *goals.Goal, _ *goals.Situation) { milestones(g, "500", "500") }, "", "", goals.Met},
		{"milestone beyond the target", func(g *goals.Goal, _ *goals.Situation) { milestones(g, "500", "1200001") }, "milestone", kam.Error, goals.Failed},
		{"flow below nothing", func(g *goals.Goal, _ *goals.Situation) { milestones(g, "-1") }, "milestone", kam.Error, goals.Failed},
		{"negative flow", func(g *goals.Goal, _ *goals.Situation) { g.Target = number("-10"); milestones(g, "-3", "-10") }, "", "", goals.Met},
		{"stock up", func(g *goals.Goal, _ *goals.Situation) { stock(g, kam.HigherIsBetter, "80", "90", "80", "90") }, "", "", goals.Met},
		{"stock below its baseline", func(g *goals.Goal, _ *goals.Situation) { stock(g, kam.HigherIsBetter, "80", "90", "79") }, "milestone", kam.Error, goals.Failed},
		{"stock of unknown baseline", func(g *goals.Goal, _ *goals.Situation) { stock(g, kam.HigherIsBetter, "", "90", "79", "85") }, "", "", goals.Met},
		{"stock down", func(g *goals.Goal, _ *goals.Situation) { stock(g, kam.LowerIsBetter, "9", "5", "8", "6") }, "", "", goals.Met},
		{"stock down, turning back", func(g *goals.Goal, _ *goals.Situation) { stock(g, kam.LowerIsBetter, "9", "5", "6", "8") }, "milestone", kam.Error, goals.Failed},
		{"stock down, too far", func(g *goals.Goal, _ *goals.Situation) { stock(g, kam.LowerIsBetter, "9", "5", "4") }, "milestone", kam.Error, goals.Failed},
		{"no check-ins", func(g *goals.Goal, _ *goals.Situation) { g.Cadence = "" }, "check-in", kam.Warning, goals.Doubtful},
	})
}

func TestMedianCycle(t *testing.T) {
	g, s := sound(), facts(t)
	for want, days := range map[string][]int{"60": {60, 45, 90}, "52.5": {60, 45}, "45": {45}, "0": {0, 0}} {
		s.CycleDays = days
		found, ok := find(goals.Check(g, s, goals.Bands{}).Letter(goals.Timely).Findings, "smart.t.cycle")
		require.True(t, ok)
		assert.Equal(t, want, evidence(found, "median cycle"))
		assert.Equal(t, "251", evidence(found, "working days left"))
	}
}
