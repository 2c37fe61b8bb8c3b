package tracking_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/tracking"
)

// level is a stock that is to rise from 100 to 200 in 2026, read as 125 at the end of March.
func level() (goals.Goal, tracking.Input) {
	g := goals.Goal{
		ID: "g", Owners: []string{"anna"}, Metric: "accounts", Unit: "accounts", Direction: kam.HigherIsBetter, Tracking: goals.Stock,
		Baseline: known("100"), Target: dec("200"), Period: kam.MustPeriod("2026-01-01/2027-01-01"),
	}
	return g, tracking.Input{Goal: g, AsOf: kam.MustDay("2026-03-31"), Observations: []kam.Observation{{
		Subject: kam.Subject{Kind: "person", ID: "anna"}, Metric: "accounts", Unit: "accounts",
		Period: kam.MustPeriod("2026-03-31/2026-04-01"), Value: known("125"),
	}}}
}

// A decision of November does not change what was said at the end of March.
func TestLaterDecisionsLeaveThePastAlone(t *testing.T) {
	g, in := level()
	before := track(t, in)
	amended, err := g.Amend(goals.Amendment{
		Effective: kam.MustDay("2026-12-01"), Target: dec("400"), Reason: "a new region", Approver: "lee", Decided: kam.MustDay("2026-11-20"),
	})
	require.NoError(t, err)
	in.Goal = amended
	after := track(t, in)
	equal(t, "200", after.Target, "target")
	equal(t, "1/4", after.Attainment, "attainment")
	assert.Equal(t, before.Expected.String(), after.Expected.String())
	assert.Equal(t, before.Pace.String(), after.Pace.String())
	assert.Equal(t, before.Explain(), after.Explain())
	assert.Empty(t, after.Goal.Amendments)
	assert.Len(t, in.Goal.Amendments, 1)
	in.AsOf = kam.MustDay("2026-11-20") // on the day of the decision
	equal(t, "400", track(t, in).Target, "target")
}

// A flow is measured by what was decided by the day.
func TestLaterDecisionsLeaveThePastOfAFlowAlone(t *testing.T) {
	g := with(calls(), func(g *goals.Goal) {
		g.Amendments = []goals.Amendment{with(amendment("2026-06-16", "200"), func(a *goals.Amendment) { a.Decided = kam.MustDay("2026-06-11") })}
	})
	day := "2026-06-01/2026-06-11"
	p := track(t, june(g, "2026-06-10", read(g, day, "30")))
	equal(t, "100", p.Target, "target")
	equal(t, "100/3", p.Expected, "expected")
	p = track(t, june(g, "2026-06-11", read(g, "2026-06-01/2026-06-12", "30")))
	equal(t, "150", p.Target, "target")
}

// A target that is worse than the baseline is a fault from the day on which it was decided.
func TestLaterDecisionsAreNoFault(t *testing.T) {
	g := with(nps(), func(g *goals.Goal) {
		g.Amendments = []goals.Amendment{with(amendment("2026-06-21", "40"), func(a *goals.Amendment) { a.Decided = kam.MustDay("2026-06-20") })}
	})
	equal(t, "1/2", track(t, june(g, "2026-06-19", read(g, "2026-06-01/2026-06-16", "60"))).Attainment, "attainment")
	_, err := tracking.Track(june(g, "2026-06-20", read(g, "2026-06-01/2026-06-16", "60")))
	assert.Equal(t, []string{"tracking.baseline $.goal.baseline"}, codes(t, err))
}

// Without a baseline a stock is expected at the target in force.
func TestStockWithoutABaselineStepsWhenATargetTakesEffect(t *testing.T) {
	g := with(nps(), func(g *goals.Goal) {
		g.Baseline, g.Amendments = known(""), []goals.Amendment{amendment("2026-06-11", "80"), amendment("2026-06-21", "90")}
	})
	for day, want := range map[string]string{"2026-06-10": "70", "2026-06-11": "80", "2026-06-20": "80", "2026-06-21": "90", "2026-06-30": "90"} {
		equal(t, want, track(t, june(g, day)).Expected, day)
	}
	// Amended on the first day there is no way behind it, and after the last working day none ahead.
	first := with(nps(), func(g *goals.Goal) { g.Amendments = []goals.Amendment{amendment("2026-06-01", "80")} })
	equal(t, "60", track(t, june(first, "2026-06-10")).Expected, "expected")
	last := with(nps(), func(g *goals.Goal) {
		g.Period, g.Amendments = kam.MustPeriod("2026-06-01/2026-06-08"), []goals.Amendment{amendment("2026-06-06", "80")}
	})
	p := track(t, with(june(last, "2026-06-07"), func(in *tracking.Input) { in.Basis, in.Calendar = tracking.WorkingDays, worked(t) }))
	equal(t, "80", p.Expected, "expected")
}

// Once decided, a stock heads for the target in force, and turns on the day the other one takes effect.
func TestStockTurnsWhenATargetTakesEffect(t *testing.T) {
	g, in := level()
	g.Period = kam.MustPeriod("2026-01-01/2026-01-11")
	g.Amendments = []goals.Amendment{{Effective: kam.MustDay("2026-01-06"), Target: dec("400"), Reason: "r", Approver: "lee", Decided: kam.MustDay("2026-01-01")}}
	in.Goal = g
	for day, want := range map[string]string{
		"2026-01-01": "110", "2026-01-05": "150", // 10 a day towards 200
		"2026-01-06": "200", "2026-01-10": "400", // 50 a day from 150 towards 400
	} {
		in.AsOf = kam.MustDay(day)
		in.Observations[0].Period = kam.Period{From: in.AsOf, Until: in.AsOf.AddDays(1)}
		equal(t, want, track(t, in).Expected, day)
	}
}

// A gap in the readings of one subject is not filled by those of another.
func TestGapOfOneSubject(t *testing.T) {
	g := goals.Goal{
		ID: "g", Owners: []string{"anna"}, Metric: "won", Unit: "deals", Direction: kam.HigherIsBetter, Tracking: goals.Flow,
		Target: dec("600"), Period: kam.MustPeriod("2026-01-01/2027-01-01"),
	}
	in := tracking.Input{Goal: g, AsOf: kam.MustDay("2026-03-31")}
	for _, o := range []struct{ subject, period, value string }{{"a", "2026-01-01/2026-04-01", "100"}, {"b", "2026-01-01/2026-02-01", "50"}} {
		in.Observations = append(in.Observations, kam.Observation{
			Subject: kam.Subject{Kind: "team", ID: o.subject}, Metric: "won", Unit: "deals", Period: kam.MustPeriod(o.period), Value: known(o.value),
		})
	}
	p := track(t, in)
	assert.False(t, p.Actual.Known())
	require.Equal(t, []string{"tracking.gap $.observations"}, codesOf(t, p.Findings))
	assert.Contains(t, p.Findings[0].Message.EN, `"b" covers 2026-02-01/2026-04-01`)
	assert.Equal(t, []kam.Evidence{{Name: "gaps", Value: "1"}, {Name: "subjects", Value: "1"}}, p.Findings[0].Evidence)
	in.Gaps = tracking.GapsZero
	equal(t, "150", track(t, in).Actual, "actual")
}

func amendment(day, target string) goals.Amendment {
	return goals.Amendment{Effective: kam.MustDay(day), Target: dec(target), Reason: "two accounts moved", Approver: "li", Decided: kam.MustDay("2026-01-02")}
}

func TestAmendments(t *testing.T) {
	g := with(calls(), func(g *goals.Goal) {
		g.Amendments = []goals.Amendment{amendment("2026-06-11", "130"), amendment("2026-06-21", "160")}
	})
	cases := []struct{ asOf, expected string }{
		{"2026-06-05", "50/3"}, {"2026-06-10", "100/3"}, {"2026-06-11", "113/3"}, {"2026-06-20", "230/3"}, {"2026-06-30", "130"},
	}
	for _, c := range cases {
		t.Run(c.asOf, func(t *testing.T) {
			p := track(t, june(g, c.asOf))
			equal(t, "130", p.Target, "target")
			equal(t, c.expected, p.Expected, "expected")
		})
	}
	t.Run("working days", func(t *testing.T) {
		p := track(t, with(june(g, "2026-06-12"), func(in *tracking.Input) { in.Basis, in.Calendar = tracking.WorkingDays, worked(t) }))
		blend, err := g.Blended(worked(t), goals.ByWorkingDays)
		require.NoError(t, err)
		equal(t, blend.Exact().RatString(), p.Target, "target")
		equal(t, "2830/22", p.Target, "target")     // 8 days at 100, 7 at 130 and 7 at 160 of 22
		equal(t, "1060/22", p.Expected, "expected") // 8 days at 100 and 2 at 130
	})
}
