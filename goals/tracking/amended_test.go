package tracking_test

import (
	"encoding/json"
	"math/big"
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
	in.Gaps = tracking.GapsZero
	equal(t, "150", track(t, in).Actual, "actual")
}

func TestNextStatusOfIncompleteProgress(t *testing.T) {
	for _, p := range []tracking.Progress{
		{Phase: tracking.Running, Actual: tracking.ExactOf(big.NewRat(1, 1))},
		{Phase: tracking.Running, Actual: tracking.ExactOf(big.NewRat(1, 1)), Elapsed: tracking.ExactOf(big.NewRat(1, 1))},
		{
			Phase: tracking.Running, Actual: tracking.ExactOf(big.NewRat(1, 1)), Elapsed: tracking.ExactOf(big.NewRat(1, 1)),
			Goal: goals.Goal{Tracking: goals.Flow, Direction: kam.LowerIsBetter},
		},
		{},
	} {
		_, err := tracking.NextStatus(tracking.State{}, p, tracking.Thresholds{})
		require.NoError(t, err)
	}
}

func TestExactComesBackFromJSON(t *testing.T) {
	_, in := level()
	p := track(t, in)
	data, err := json.Marshal(p)
	require.NoError(t, err)
	var back tracking.Progress
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, p.Attainment.String(), back.Attainment.String())
	again, err := json.Marshal(back)
	require.NoError(t, err)
	assert.JSONEq(t, string(data), string(again))
	for _, text := range []string{`"1/0"`, `"1/"`, `"/2"`, `"1e9"`, `"0x1"`, `"+1"`, `"1.5"`, `"--1"`, `"1/-2"`, `" 1"`, `"1/2/3"`} {
		e := tracking.ExactOf(big.NewRat(7, 1))
		require.ErrorIs(t, json.Unmarshal([]byte(text), &e), kam.ErrFraction, text)
		assert.Equal(t, "7", e.String())
	}
	var e tracking.Exact
	require.NoError(t, json.Unmarshal([]byte(`"-23/25"`), &e))
	assert.Equal(t, "-23/25", e.String())
	require.NoError(t, json.Unmarshal([]byte(`""`), &e))
	assert.False(t, e.Known())
}
