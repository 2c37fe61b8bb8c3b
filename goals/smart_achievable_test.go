package goals_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/likelihood"
)

// past returns yearly results of anna from 2018 on.
func past(values ...string) []kam.Observation {
	var out []kam.Observation
	for i, v := range values {
		from := kam.MustDay("2018-01-01").AddMonths(12 * i)
		out = append(out, result("anna", from.String()+"/"+from.AddMonths(12).String(), v))
	}
	return out
}

func TestAchievable(t *testing.T) {
	only := func(s *goals.Situation, change func(s *goals.Situation)) {
		s.History, s.Peers, s.Deals, s.Reached, s.Capacity = nil, nil, nil, decimal.NullDecimal{}, goals.Capacity{}
		change(s)
	}
	deals := func(win string) []likelihood.Deal {
		return []likelihood.Deal{{ID: "d", Amount: number("1200000"), Win: kam.MustFraction(win)}}
	}
	// 8 values of which k reach the target: (k + 1/2) / 9.
	low := past("1", "2", "3", "4", "5", "6", "7", "8")
	high := past("2000000", "2000000", "2000000", "2000000", "2000000", "2000000", "2000000", "2000000")
	check(t, goals.Achievable, []smartCase{
		{"nothing known", func(_ *goals.Goal, s *goals.Situation) { only(s, func(*goals.Situation) {}) }, "unknown", kam.Info, goals.UnknownVerdict},
		{"history alone", func(_ *goals.Goal, s *goals.Situation) {
			h := s.History
			only(s, func(s *goals.Situation) { s.History = h })
		}, "", "", goals.Met},
		{"never reached", func(_ *goals.Goal, s *goals.Situation) { only(s, func(s *goals.Situation) { s.History = low }) }, "history-hard", kam.Error, goals.Failed},
		{"never reached, and peers do", func(_ *goals.Goal, s *goals.Situation) { s.History = low }, "history-hard", kam.Warning, goals.Doubtful},
		{"always reached", func(_ *goals.Goal, s *goals.Situation) { only(s, func(s *goals.Situation) { s.History = high }) }, "history-easy", kam.Warning, goals.Doubtful},
		{"results of others", func(_ *goals.Goal, s *goals.Situation) {
			h := past("1000000", "1100000", "1200000")
			for i := range h {
				h[i].Subject.ID = "bo"
			}
			only(s, func(s *goals.Situation) { s.History = h })
		}, "unknown", kam.Info, goals.UnknownVerdict},
		{"results of the subject that is stated", func(_ *goals.Goal, s *goals.Situation) {
			h := past("1000000", "1150000", "1200000")
			for i := range h {
				h[i].Subject = kam.Subject{Kind: "team", ID: "north"}
				h[i].Period = kam.MustPeriod(fmt.Sprintf("%d-01-01/%d-01-01", 2023+i, 2024+i))
			}
			only(s, func(s *goals.Situation) { s.History, s.Subject = h, h[0].Subject })
		}, "", "", goals.Met},
		{"a gap before the last year", func(_ *goals.Goal, s *goals.Situation) {
			h := past("1000000", "1150000", "1200000", "1210000")
			for i, year := range []int{2020, 2021, 2022, 2025} {
				h[i].Period = kam.MustPeriod(fmt.Sprintf("%d-01-01/%d-01-01", year, year+1))
			}
			only(s, func(s *goals.Situation) { s.History = h })
		}, "history-unknown", kam.Info, goals.UnknownVerdict},
		{"years that end long before", func(_ *goals.Goal, s *goals.Situation) {
			h := past("1000000", "1150000", "1200000")
			for i := range h {
				h[i].Period = kam.MustPeriod(fmt.Sprintf("%d-01-01/%d-01-01", 2010+i, 2011+i))
			}
			only(s, func(s *goals.Situation) { s.History = h })
		}, "history-unknown", kam.Info, goals.UnknownVerdict},
		{"the same quarter of each year", func(g *goals.Goal, s *goals.Situation) {
			g.Period, g.Milestones = kam.MustPeriod("2026-01-01/2026-04-01"), nil
			h := past("1000000", "1150000", "1200000", "1190000")
			for i := range h {
				h[i].Period = kam.MustPeriod(fmt.Sprintf("%d-01-01/%d-04-01", 2022+i, 2022+i))
			}
			only(s, func(s *goals.Situation) { s.History = h })
		}, "", "", goals.Met},
		{"the owner is no peer", func(_ *goals.Goal, s *goals.Situation) {
			p := peers("1", "2", "3", "4", "1200000")
			p[4].Subject.ID = "anna"
			only(s, func(s *goals.Situation) { s.Peers = p })
		}, "peers-unknown", kam.Info, goals.UnknownVerdict},
		{"peers of a time to come", func(_ *goals.Goal, s *goals.Situation) {
			p := peers("1", "2", "3", "4", "1200000")
			p[4].Period = kam.MustPeriod("2031-01-01/2032-01-01")
			only(s, func(s *goals.Situation) { s.Peers = p })
		}, "peers-unknown", kam.Info, goals.UnknownVerdict},
		{"two years tell nothing", func(_ *goals.Goal, s *goals.Situation) {
			only(s, func(s *goals.Situation) { s.History = past("1", "2") })
		}, "history-unknown", kam.Info, goals.UnknownVerdict},
		{"two years beside a pipeline", func(_ *goals.Goal, s *goals.Situation) { s.History = past("1", "2") }, "history-unknown", kam.Info, goals.Met},
		{"no year as long", func(g *goals.Goal, s *goals.Situation) {
			g.Period = kam.MustPeriod("2026-01-01/2026-04-01")
			h := s.History
			only(s, func(s *goals.Situation) { s.History = h })
		}, "history-unknown", kam.Info, goals.UnknownVerdict},
		{"another metric's history", func(_ *goals.Goal, s *goals.Situation) {
			h := past("1", "2", "3", "4", "5", "6", "7", "8")
			for i := range h {
				h[i].Metric = "visits"
			}
			only(s, func(s *goals.Situation) { s.History = h })
		}, "unknown", kam.Info, goals.UnknownVerdict},
		{"no peer reached it", func(_ *goals.Goal, s *goals.Situation) {
			p := peers("1", "2", "3", "4", "5")
			only(s, func(s *goals.Situation) { s.Peers = p })
		}, "peers-hard", kam.Error, goals.Failed},
		{"one of ten peers is the limit", func(_ *goals.Goal, s *goals.Situation) {
			p := peers("1", "2", "3", "4", "5", "6", "7", "8", "9", "1200000")
			only(s, func(s *goals.Situation) { s.Peers = p })
		}, "", "", goals.Met},
		{"all peers reached it", func(_ *goals.Goal, s *goals.Situation) {
			p := peers("1200000", "1200000", "1200000", "1200000", "1200000")
			only(s, func(s *goals.Situation) { s.Peers = p })
		}, "peers-easy", kam.Warning, goals.Doubtful},
		{"five results of three peers", func(_ *goals.Goal, s *goals.Situation) {
			p := peers("1", "2", "3", "4", "5")
			p[3].Subject, p[4].Subject = p[0].Subject, p[1].Subject
			p[3].Period, p[4].Period = kam.MustPeriod("2024-01-01/2025-01-01"), kam.MustPeriod("2024-01-01/2025-01-01")
			only(s, func(s *goals.Situation) { s.Peers = p })
		}, "peers-unknown", kam.Info, goals.UnknownVerdict},
		{"of each peer the latest year counts", func(_ *goals.Goal, s *goals.Situation) {
			p := peers("1", "2", "3", "4", "5")
			for _, o := range peers("1200000", "1200000", "1200000", "1200000", "1200000") {
				o.Period = kam.MustPeriod("2024-01-01/2025-01-01")
				p = append(p, o)
			}
			only(s, func(s *goals.Situation) { s.Peers = p })
		}, "peers-hard", kam.Error, goals.Failed},
		{"quarters of peers", func(_ *goals.Goal, s *goals.Situation) {
			p := peers("1", "2", "3", "4", "5")
			for i := range p {
				p[i].Period = kam.MustPeriod("2025-01-01/2025-04-01")
			}
			only(s, func(s *goals.Situation) { s.Peers = p })
		}, "peers-unknown", kam.Info, goals.UnknownVerdict},
		{"three quarters of a year are long enough", func(_ *goals.Goal, s *goals.Situation) {
			p := peers("1", "2", "3", "4", "5")
			for i := range p {
				p[i].Period = kam.MustPeriod("2025-01-01/2025-10-02") // 274 of 365 days
			}
			only(s, func(s *goals.Situation) { s.Peers = p })
		}, "peers-hard", kam.Error, goals.Failed},
		{"a day less is not", func(_ *goals.Goal, s *goals.Situation) {
			p := peers("1", "2", "3", "4", "5")
			for i := range p {
				p[i].Period = kam.MustPeriod("2025-01-01/2025-10-01")
			}
			only(s, func(s *goals.Situation) { s.Peers = p })
		}, "peers-unknown", kam.Info, goals.UnknownVerdict},
		{"the year itself is no history", func(_ *goals.Goal, s *goals.Situation) {
			h := s.History
			for i := range h {
				h[i].Period = kam.Period{From: h[i].Period.From.AddMonths(12 * 8), Until: h[i].Period.Until.AddMonths(12 * 8)}
			}
			only(s, func(s *goals.Situation) { s.History = h })
		}, "history-unknown", kam.Info, goals.UnknownVerdict},
		{"four peers tell nothing", func(_ *goals.Goal, s *goals.Situation) {
			only(s, func(s *goals.Situation) { s.Peers = peers("1", "2", "3", "4") })
		}, "peers-unknown", kam.Info, goals.UnknownVerdict},
		{"pipeline of 9 %", func(_ *goals.Goal, s *goals.Situation) { only(s, func(s *goals.Situation) { s.Deals = deals("0.09") }) }, "pipeline-hard", kam.Error, goals.Failed},
		{"pipeline of 10 %", func(_ *goals.Goal, s *goals.Situation) { only(s, func(s *goals.Situation) { s.Deals = deals("0.1") }) }, "", "", goals.Met},
		{"pipeline of 90 %", func(_ *goals.Goal, s *goals.Situation) { only(s, func(s *goals.Situation) { s.Deals = deals("0.9") }) }, "", "", goals.Met},
		{"pipeline of 91 %", func(_ *goals.Goal, s *goals.Situation) { only(s, func(s *goals.Situation) { s.Deals = deals("0.91") }) }, "pipeline-easy", kam.Warning, goals.Doubtful},
		{"reached already", func(_ *goals.Goal, s *goals.Situation) {
			only(s, func(s *goals.Situation) { s.Deals, s.Reached = deals("0.5"), known("1200000") })
		}, "pipeline-easy", kam.Warning, goals.Doubtful},
		{"deals that cannot be used", func(_ *goals.Goal, s *goals.Situation) {
			only(s, func(s *goals.Situation) { s.Deals = append(deals("0.5"), deals("0.5")...) })
		}, "pipeline-unknown", kam.Info, goals.UnknownVerdict},
		{"a level has no pipeline", func(g *goals.Goal, s *goals.Situation) {
			g.Tracking = goals.Stock
			only(s, func(s *goals.Situation) { s.Deals = deals("0.5") })
		}, "unknown", kam.Info, goals.UnknownVerdict},
		{"too many visits", func(_ *goals.Goal, s *goals.Situation) { s.Capacity.Needed = known("120.51") }, "capacity", kam.Error, goals.Failed},
		{"as many visits as days", func(_ *goals.Goal, s *goals.Situation) { s.Capacity.Needed = known("120.5") }, "", "", goals.Met},
		{"days unknown", func(_ *goals.Goal, s *goals.Situation) { s.Capacity.Available = decimal.NullDecimal{} }, "", "", goals.Met},
		{"no direction anywhere", func(g *goals.Goal, s *goals.Situation) {
			g.Direction, s.Metrics, s.Capacity = "", nil, goals.Capacity{}
		}, "direction", kam.Info, goals.UnknownVerdict},
		{"the metric's direction", func(g *goals.Goal, _ *goals.Situation) { g.Direction = "" }, "", "", goals.Met},
		{"lower is better, never so low", func(g *goals.Goal, s *goals.Situation) {
			g.Direction = kam.LowerIsBetter
			only(s, func(s *goals.Situation) { s.History = high })
		}, "history-hard", kam.Error, goals.Failed},
		{"target out of bounds", func(g *goals.Goal, _ *goals.Situation) { g.Target = huge() }, "unknown", kam.Info, goals.UnknownVerdict},
		{"the amended target counts", func(g *goals.Goal, s *goals.Situation) {
			g.Amendments = []goals.Amendment{amend("2026-07-01", "9")}
			only(s, func(s *goals.Situation) { s.Deals = deals("0.5"); s.Reached = known("9") })
		}, "pipeline-easy", kam.Warning, goals.Doubtful},
	})
}

func peers(values ...string) []kam.Observation {
	var out []kam.Observation
	for i, v := range values {
		out = append(out, result("p"+string(rune('a'+i)), "2025-01-01/2026-01-01", v))
	}
	return out
}

func TestHistoryOfRevisionsAndRatios(t *testing.T) {
	g, s := sound(), facts(t)
	// The same years twice: the higher revision counts, whatever the order.
	revised := slices.Clone(s.History)
	for i := range revised {
		revised[i].Revision, revised[i].Value = 1, known("5000000")
	}
	s.History = append(revised, s.History...)
	found, ok := find(goals.Check(g, s, goals.Bands{}).Letter(goals.Achievable).Findings, "smart.a.history-easy")
	require.True(t, ok)
	assert.Equal(t, "8", evidence(found, "values"))
	slices.Reverse(s.History)
	again, _ := find(goals.Check(g, s, goals.Bands{}).Letter(goals.Achievable).Findings, "smart.a.history-easy")
	assert.Equal(t, found, again)
	// An unknown year is left out, and one that overlaps another.
	s = facts(t)
	s.History = append(s.History, result("bo", "2024-12-01/2025-12-01", "1"), result("anna", "2017-01-01/2018-01-01", ""))
	r := goals.Check(g, s, goals.Bands{})
	assert.Equal(t, []string{"smart.input history"}, places(r.Findings))
	found, _ = find(r.Letter(goals.Achievable).Findings, "smart.a.history")
	assert.Equal(t, "8", evidence(found, "values"))
	// All of a metric is observed without a scope.
	whole := facts(t)
	for i := range whole.History {
		whole.History[i].Scope = ""
	}
	_, ok = find(goals.Check(g, whole, goals.Bands{}).Letter(goals.Achievable).Findings, "smart.a.history")
	assert.False(t, ok, "the goal is about key accounts alone")
	g.Scope = goals.All
	_, ok = find(goals.Check(g, whole, goals.Bands{}).Letter(goals.Achievable).Findings, "smart.a.history")
	assert.True(t, ok)
	g.Scope = "key-accounts"
	// A ratio counts by its exact value.
	g.Unit, g.Currency, g.Target = "share", "", number("0.7")
	for i := range s.History {
		o := &s.History[i]
		o.Currency, o.Unit, o.Value, o.Numerator, o.Denominator = "", "share", known(""), known("2"), known("3")
	}
	found, ok = find(goals.Check(g, s, goals.Bands{}).Letter(goals.Achievable).Findings, "smart.a.history-hard")
	require.True(t, ok)
	assert.Equal(t, "0.666666666667", evidence(found, "highest"))
}

func TestPipelineBoundsTooWideToTell(t *testing.T) {
	g, s := sound(), facts(t)
	s.History, s.Peers, s.Capacity, s.Reached = nil, nil, goals.Capacity{}, decimal.NullDecimal{}
	s.Deals = nil
	for i := range 2000 { // too many distinct sums for an exact answer
		amount := decimal.New(int64(1_000_000_007+i*i*7919), 3-int32(i%13))
		s.Deals = append(s.Deals, likelihood.Deal{Amount: amount, Win: kam.Fraction{Num: 1, Den: 2}})
	}
	sums, err := likelihood.FromDeals(s.Deals)
	require.NoError(t, err)
	require.False(t, sums.Exact())
	at, err := sums.Quantile(kam.Fraction{Num: 1, Den: 2})
	require.NoError(t, err)
	g.Target = at.Low
	e, err := sums.AtLeast(g.Target)
	require.NoError(t, err)
	require.True(t, e.Low.Decimal.LessThan(e.High.Decimal))
	verdict := func(outOfReach, tooEasy decimal.Decimal) (string, goals.Verdict) {
		b := goals.DefaultBands()
		b.OutOfReach, b.TooEasy = outOfReach, tooEasy
		r := goals.Check(g, s, b).Letter(goals.Achievable)
		require.Len(t, r.Findings, 1)
		return r.Findings[0].Code, r.Verdict
	}
	zero, one := decimal.Zero, decimal.New(1, 0)
	for _, c := range []struct {
		outOfReach, tooEasy decimal.Decimal
		code                string
		verdict             goals.Verdict
	}{
		{zero, one, "smart.a.pipeline", goals.Met},
		{e.Low.Decimal, e.High.Decimal, "smart.a.pipeline", goals.Met},
		{e.High.Decimal, one, "smart.a.pipeline-open", goals.UnknownVerdict},
		{zero, e.Low.Decimal, "smart.a.pipeline-open", goals.UnknownVerdict},
		{e.High.Decimal.Add(number("0.000001")), one, "smart.a.pipeline-hard", goals.Failed},
		{zero, e.Low.Decimal.Sub(number("0.000001")), "smart.a.pipeline-easy", goals.Doubtful},
	} {
		code, v := verdict(c.outOfReach, c.tooEasy)
		assert.Equal(t, c.code, code)
		assert.Equal(t, c.verdict, v)
	}
}
