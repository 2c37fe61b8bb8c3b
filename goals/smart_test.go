package goals_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/likelihood"
)

func TestSoundGoalMeetsEveryLetter(t *testing.T) {
	r := goals.Check(sound(), facts(t), goals.Bands{})
	for _, l := range r.Letters {
		assert.Equal(t, goals.Met, l.Verdict, "%s: %v", l.Letter, l.Findings)
	}
	assert.Empty(t, r.Findings)
	assert.Equal(t, goals.Met, r.Verdict())
	assert.Equal(t, "g1", r.Goal)
	bilingual(t, r.All())
	assert.Equal(t, []string{
		"smart.s.metric", "smart.s.owner", "smart.s.scope", "smart.m.target", "smart.m.readings", "smart.a.history", "smart.a.peers",
		"smart.a.pipeline", "smart.a.capacity", "smart.r.parent", "smart.r.share", "smart.r.children", "smart.r.accounts",
		"smart.t.period", "smart.t.cycle", "smart.t.check-in",
	}, codes(r.All(), kam.Info))
}

// smartCase changes a sound goal and says which one finding that raises, and the verdict of its letter.
type smartCase struct {
	name     string
	change   func(g *goals.Goal, s *goals.Situation)
	code     string
	severity kam.Severity
	verdict  goals.Verdict
}

func check(t *testing.T, letter goals.Letter, cases []smartCase) {
	t.Helper()
	sane := goals.Check(sound(), facts(t), goals.Bands{}).Letter(letter)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			g, s := sound(), facts(t)
			c.change(&g, &s)
			r := goals.Check(g, s, goals.Bands{}).Letter(letter)
			bilingual(t, r.Findings)
			var raised []string
			for _, f := range r.Findings {
				i := slices.IndexFunc(sane.Findings, func(o kam.Finding) bool { return o.Code == f.Code && o.Severity == f.Severity })
				if i < 0 {
					raised = append(raised, string(f.Severity)+" "+f.Code)
				}
			}
			var want []string
			if c.code != "" {
				want = append(want, string(c.severity)+" smart."+strings.ToLower(string(letter))+"."+c.code)
			}
			assert.Equal(t, want, raised)
			assert.Equal(t, c.verdict, r.Verdict)
		})
	}
}

func TestSpecific(t *testing.T) {
	zero, many := 0, 3
	check(t, goals.Specific, []smartCase{
		{"no metric", func(g *goals.Goal, _ *goals.Situation) { g.Metric = "" }, "metric", kam.Error, goals.Failed},
		{"unknown metric", func(g *goals.Goal, _ *goals.Situation) { g.Metric = "revenues" }, "metric", kam.Error, goals.Failed},
		{"no registry", func(_ *goals.Goal, s *goals.Situation) { s.Metrics = nil }, "registry", kam.Info, goals.UnknownVerdict},
		{"no owner", func(g *goals.Goal, _ *goals.Situation) { g.Owners = nil }, "owner", kam.Error, goals.Failed},
		{"two owners", func(g *goals.Goal, _ *goals.Situation) { g.Owners = []string{"anna", "bo"} }, "owner", kam.Error, goals.Failed},
		{"no scope", func(g *goals.Goal, _ *goals.Situation) { g.Scope = "" }, "scope", kam.Error, goals.Failed},
		{"empty scope", func(_ *goals.Goal, s *goals.Situation) { s.ScopeMembers = &zero }, "members", kam.Error, goals.Failed},
		{"members unknown", func(_ *goals.Goal, s *goals.Situation) { s.ScopeMembers = nil }, "members", kam.Info, goals.UnknownVerdict},
		{"members known", func(_ *goals.Goal, s *goals.Situation) { s.ScopeMembers = &many }, "", "", goals.Met},
		{"all of it", func(g *goals.Goal, s *goals.Situation) { g.Scope, s.ScopeMembers = goals.All, nil }, "", "", goals.Met},
		{"all of nothing", func(g *goals.Goal, s *goals.Situation) { g.Scope, s.ScopeMembers = goals.All, &zero }, "members", kam.Error, goals.Failed},
		{"no direction", func(g *goals.Goal, _ *goals.Situation) { g.Direction = "" }, "direction", kam.Error, goals.Failed},
		{"unknown direction", func(g *goals.Goal, _ *goals.Situation) { g.Direction = "up" }, "direction", kam.Error, goals.Failed},
		{"against the metric", func(g *goals.Goal, _ *goals.Situation) { g.Direction = kam.LowerIsBetter }, "direction", kam.Error, goals.Failed},
		{"vague", func(g *goals.Goal, _ *goals.Situation) { g.Statement = "Improve revenue" }, "vague", kam.Error, goals.Failed},
		{"no statement", func(g *goals.Goal, _ *goals.Situation) { g.Statement = "" }, "", "", goals.Met},
	})
}

func TestVagueWords(t *testing.T) {
	cases := []struct{ statement, want string }{
		{"", ""},
		{"Win 5 accounts", ""},
		{"Improve revenue", "improve"},
		{"IMPROVE revenue as soon as possible", "improve, as soon as possible"},
		{"Improve revenue by 10 %", ""},
		{"Improve revenue by ten percent", ""},
		{"Double revenue, and improve margin", ""},
		{"Improve revenue. Reach 10 accounts.", "improve"},
		{"Reach 1.5 million and improve margin", ""},
		{"Improve margin to 1.5. Grow faster", "grow, faster"},
		{"Improve revenue in 2026", "improve"},
		{"Improve revenue by 2026-12-31", "improve"},
		{"Improve revenue to 2,026", ""},
		{"Improve revenue to 2026 CNY", ""},
		{"Improve revenue in Q3 for KA2", "improve"},
		{"Be the 1st to improve revenue", "improve"},
		{"Improve revenue at 10:30", "improve"},
		{"Improvements and moreover betterment", ""},
		{"Evermore accounts", ""},
		{"Improve revenue by 2026.5 CNY", ""},
		{"Win a lot of accounts, a lot", "a lot of, a lot"},
		{"more-or-less", "more"},
		{"Do more; get 3 accounts", "more"},
		{"Support accounts", "support"},
		{"improve, improve and improve", "improve"},
		{"提高客户满意度", "提高"},
		{"尽快提高客户满意度", "尽快, 提高"},
		{"进一步加强客户关系", "进一步加强"},
		{"进一步改善客户关系", "进一步, 改善"},
		{"更好地服务客户", "更好地"},
		{"客户满意度由 80% 提高到 90%", ""},
		{"客户满意度提高到９０％", ""},
		{"提高客户满意度，达到 90 分", ""},
		{"提高客户满意度。达到 90 分。", "提高"},
		{"2026 年提高客户满意度", "提高"},
		{"12月31日前提高客户满意度", "提高"},
		{"3 个月内提高到新水平", ""},
		{"新增两家客户，加强联系", ""},
		{"提高百分之十", ""},
		{"销售额翻一番，尽量提前", ""},
		{"做一个更好的客户经理", "更好"},
		{"十分努力地服务客户", "努力"},
		{"第三次提高客户满意度", "提高"},
		{"第3次提高客户满意度", "提高"},
		{"拜访二十家客户，改进服务", ""},
		{"Improve satisfaction by December 2026", "improve"},
		{"Improve satisfaction by 31 December", "improve"},
		{"Improve satisfaction by the 3rd of May 2026", "improve"},
		{"Improve satisfaction by July 1, 2026", "improve"},
		{"Improve satisfaction by 30.06.2026", "improve"},
		{"Improve satisfaction in Q3 2026", "improve"},
		{"Improve satisfaction in 2026-Q3", "improve"},
		{"Win more accounts in H1 2026", "more"},
		{"Do better by end of June '26", "better"},
		{"Improve replies before 5 pm", "improve"},
		{"Improve what ISO 9001 asks for", "improve"},
		{"Support version 2.0", "support"},
		{"推动5G客户提升", "推动, 提升"},
		{"Improve replies by 5 points", ""},
		{"Improve revenue by 10k in Q3 2026", ""},
		{"May we win 3 more accounts", ""},
		{"销售额提高一倍", ""},
		{"提高一个层次", "提高"},
	}
	for _, c := range cases {
		t.Run(c.statement, func(t *testing.T) {
			g := sound()
			g.Statement = c.statement
			found, vague := find(goals.Check(g, facts(t), goals.Bands{}).Letter(goals.Specific).Findings, "smart.s.vague")
			assert.Equal(t, c.want != "", vague)
			assert.Equal(t, c.want, evidence(found, "words"))
		})
	}
}

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

func TestRelevant(t *testing.T) {
	check(t, goals.Relevant, []smartCase{
		{"no parent", func(g *goals.Goal, _ *goals.Situation) { g.Parent = "" }, "parent", kam.Error, goals.Failed},
		{"a top goal", func(g *goals.Goal, s *goals.Situation) { g.Parent, s.Top = "", true }, "", "", goals.Met},
		{"parent not given", func(_ *goals.Goal, s *goals.Situation) { s.Parent = nil }, "parent-unknown", kam.Info, goals.UnknownVerdict},
		{"another parent", func(_ *goals.Goal, s *goals.Situation) { s.Parent.ID = "company" }, "parent", kam.Error, goals.Failed},
		{"parent that cannot be computed with", func(_ *goals.Goal, s *goals.Situation) { s.Parent.Target = huge() }, "parent-unknown", kam.Info, goals.UnknownVerdict},
		{"parent of another metric", func(_ *goals.Goal, s *goals.Situation) { s.Parent.Metric = "margin" }, "metric", kam.Error, goals.Failed},
		{"declared driver", func(_ *goals.Goal, s *goals.Situation) {
			s.Parent.Metric, s.Drivers = "margin", []goals.Driver{{From: "revenue", To: "margin"}}
		}, "", "", goals.Met},
		{"driven the other way round", func(_ *goals.Goal, s *goals.Situation) {
			s.Parent.Metric, s.Drivers = "margin", []goals.Driver{{From: "margin", To: "revenue"}}
		}, "metric", kam.Error, goals.Failed},
		{"driver of unknown share", func(g *goals.Goal, s *goals.Situation) {
			g.Share, s.Parent.Metric, s.Drivers = kam.Fraction{}, "margin", []goals.Driver{{From: "revenue", To: "margin"}}
		}, "share-unknown", kam.Info, goals.UnknownVerdict},
		{"outside the parent's period", func(g *goals.Goal, _ *goals.Situation) { g.Period = kam.MustPeriod("2026-01-01/2027-01-02") }, "period", kam.Warning, goals.Doubtful},
		{"a small share", func(_ *goals.Goal, s *goals.Situation) {
			s.Parent.Target, s.Siblings = number("120000001"), nil
		}, "share", kam.Warning, goals.Doubtful},
		{"the smallest share", func(_ *goals.Goal, s *goals.Situation) {
			s.Parent.Target, s.Siblings = number("120000000"), nil
		}, "", "", goals.Met},
		{"children leave a gap", func(_ *goals.Goal, s *goals.Situation) { s.Parent.Target = number("4000000.01") }, "children-gap", kam.Warning, goals.Doubtful},
		{"children assigned on top", func(_ *goals.Goal, s *goals.Situation) { s.Siblings[0].Target = number("3600000") }, "", "", goals.Met},
		{"children assigned far on top", func(_ *goals.Goal, s *goals.Situation) { s.Siblings[0].Target = number("3600001") }, "children-over", kam.Warning, goals.Doubtful},
		{"a sibling of another parent", func(_ *goals.Goal, s *goals.Situation) { s.Siblings[0].Parent = "x" }, "children-gap", kam.Warning, goals.Doubtful},
		{"a sibling of another metric", func(_ *goals.Goal, s *goals.Situation) { s.Siblings[0].Metric = "visits" }, "children-gap", kam.Warning, goals.Doubtful},
		{"itself among its siblings", func(_ *goals.Goal, s *goals.Situation) { s.Siblings = append(s.Siblings, sound()) }, "", "", goals.Met},
		{"levels do not add up", func(g *goals.Goal, s *goals.Situation) {
			g.Tracking, s.Parent.Tracking, s.Parent.Target, s.AccountTargets = goals.Stock, goals.Stock, number("9"), nil
		}, "", "", goals.Met},
		{"accounts leave a gap", func(_ *goals.Goal, s *goals.Situation) { s.AccountTargets[0] = number("699999") }, "accounts-gap", kam.Warning, goals.Doubtful},
		{"accounts on top", func(_ *goals.Goal, s *goals.Situation) { s.AccountTargets[0] = number("940000") }, "", "", goals.Met},
		{"accounts far on top", func(_ *goals.Goal, s *goals.Situation) { s.AccountTargets[0] = number("940001") }, "accounts-over", kam.Warning, goals.Doubtful},
		{"the other way", func(_ *goals.Goal, s *goals.Situation) { s.Others = []goals.Goal{against()} }, "conflict", kam.Error, goals.Failed},
		{"the other way, later", func(_ *goals.Goal, s *goals.Situation) {
			o := against()
			o.Period = kam.MustPeriod("2027-01-01/2028-01-01")
			s.Others = []goals.Goal{o}
		}, "", "", goals.Met},
		{"the other way, others' scope", func(_ *goals.Goal, s *goals.Situation) {
			o := against()
			o.Owners, o.Scope = []string{"zoe"}, "x"
			s.Others = []goals.Goal{o}
		}, "", "", goals.Met},
		{"the other way, same scope", func(_ *goals.Goal, s *goals.Situation) {
			o := against()
			o.Owners = []string{"zoe"}
			s.Others = []goals.Goal{o}
		}, "conflict", kam.Error, goals.Failed},
		{"twice", func(_ *goals.Goal, s *goals.Situation) {
			o := sound()
			o.ID = "other"
			s.Others = []goals.Goal{o}
		}, "twice", kam.Error, goals.Failed},
		{"twice, another period", func(_ *goals.Goal, s *goals.Situation) {
			o := sound()
			o.ID, o.Period = "other", kam.MustPeriod("2026-01-01/2026-07-01")
			s.Others = []goals.Goal{o}
		}, "twice", kam.Error, goals.Failed},
		{"twice, another time", func(_ *goals.Goal, s *goals.Situation) {
			o := sound()
			o.ID, o.Period = "other", kam.MustPeriod("2027-01-01/2028-01-01")
			s.Others = []goals.Goal{o}
		}, "", "", goals.Met},
		{"twice, all of the owner's", func(_ *goals.Goal, s *goals.Situation) {
			o := sound()
			o.ID, o.Scope = "other", goals.All
			s.Others = []goals.Goal{o}
		}, "twice", kam.Error, goals.Failed},
		{"all of somebody else", func(_ *goals.Goal, s *goals.Situation) {
			o := sound()
			o.ID, o.Scope, o.Owners = "other", goals.All, []string{"bo"}
			s.Others = []goals.Goal{o}
		}, "", "", goals.Met},
		{"a circle", func(g *goals.Goal, s *goals.Situation) { s.Parent.Parent = g.ID }, "parent", kam.Error, goals.Failed},
		{"shared with others", func(_ *goals.Goal, s *goals.Situation) {
			o := sound()
			o.ID, o.Owners = "other", []string{"zoe"}
			s.Others = []goals.Goal{o}
		}, "shared", kam.Warning, goals.Doubtful},
		{"all that each answers for", func(g *goals.Goal, s *goals.Situation) {
			o := sound()
			g.Scope = goals.All
			o.ID, o.Owners, o.Scope = "other", []string{"zoe"}, goals.All
			s.Others = []goals.Goal{o}
		}, "", "", goals.Met},
	})
}

// against is a goal of anna's that moves the same metric down.
func against() goals.Goal {
	o := sound()
	o.ID, o.Direction = "other", kam.LowerIsBetter
	return o
}

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

func TestWhatCannotBeUsed(t *testing.T) {
	other := sound()
	other.ID, other.Target = "other", huge()
	cases := []struct {
		name   string
		change func(g *goals.Goal, s *goals.Situation, b *goals.Bands)
		place  string
	}{
		{"bands", func(_ *goals.Goal, _ *goals.Situation, b *goals.Bands) { b.TooEasy = number("2") }, "bands"},
		{"statement", func(g *goals.Goal, _ *goals.Situation, _ *goals.Bands) { g.Statement = strings.Repeat("提高", 4000) }, "goal.statement"},
		{"baseline", func(g *goals.Goal, _ *goals.Situation, _ *goals.Bands) { g.Baseline = decimal.NewNullDecimal(huge()) }, "goal.baseline"},
		{"target", func(g *goals.Goal, _ *goals.Situation, _ *goals.Bands) { g.Target = huge() }, "goal.target"},
		{"share", func(g *goals.Goal, _ *goals.Situation, _ *goals.Bands) { g.Share = kam.Fraction{Num: 1} }, "goal.share"},
		{"weight", func(g *goals.Goal, _ *goals.Situation, _ *goals.Bands) { g.Weight = kam.Fraction{Num: 2, Den: 1} }, "goal.weight"},
		{"survey", func(g *goals.Goal, _ *goals.Situation, _ *goals.Bands) { g.Survey = &goals.Survey{Responses: -1} }, "goal.survey"},
		{"milestones", func(g *goals.Goal, _ *goals.Situation, _ *goals.Bands) { g.Milestones[0].Value = huge() }, "goal.milestones"},
		{"amendments", func(g *goals.Goal, _ *goals.Situation, _ *goals.Bands) {
			g.Amendments = []goals.Amendment{{Target: huge()}}
		}, "goal.amendments"},
		{"owners", func(g *goals.Goal, _ *goals.Situation, _ *goals.Bands) { g.Owners = make([]string, 101) }, "goal.owners"},
		{"parent", func(_ *goals.Goal, s *goals.Situation, _ *goals.Bands) { s.Parent.Target = huge() }, "parent.target"},
		{"other", func(_ *goals.Goal, s *goals.Situation, _ *goals.Bands) { s.Others = append(s.Others, other) }, "others[3].target"},
		{"sibling twice", func(_ *goals.Goal, s *goals.Situation, _ *goals.Bands) {
			s.Siblings = append(s.Siblings, s.Siblings[0])
		}, "siblings[1]"},
		{"history of others", func(_ *goals.Goal, s *goals.Situation, _ *goals.Bands) { s.History[3].Subject.ID = "bo" }, "history"},
		{"sibling", func(_ *goals.Goal, s *goals.Situation, _ *goals.Bands) { s.Siblings = append(s.Siblings, other) }, "siblings[1].target"},
		{"observation", func(_ *goals.Goal, s *goals.Situation, _ *goals.Bands) { s.History[2].Value.Decimal = huge() }, "history[2].value"},
		{"observation in another currency", func(_ *goals.Goal, s *goals.Situation, _ *goals.Bands) { s.Peers[1].Currency = "USD" }, "peers[1]"},
		{"observation in another unit", func(g *goals.Goal, s *goals.Situation, _ *goals.Bands) {
			g.Currency, g.Unit = "", "deals"
			s.Peers, s.History = nil, s.History[:1]
			s.History[0].Currency, s.History[0].Unit = "", "visits"
		}, "history[0]"},
		{"account target", func(_ *goals.Goal, s *goals.Situation, _ *goals.Bands) { s.AccountTargets[1] = huge() }, "accountTargets[1]"},
		{"cycle", func(_ *goals.Goal, s *goals.Situation, _ *goals.Bands) { s.CycleDays = []int{-1} }, "cycleDays"},
		{"long cycle", func(_ *goals.Goal, s *goals.Situation, _ *goals.Bands) { s.CycleDays = []int{1 << 62, 1 << 62} }, "cycleDays"},
		{"reached", func(_ *goals.Goal, s *goals.Situation, _ *goals.Bands) { s.Reached.Decimal = huge() }, "reached"},
		{"capacity", func(_ *goals.Goal, s *goals.Situation, _ *goals.Bands) { s.Capacity.Needed.Decimal = huge() }, "capacity.needed"},
		{"too many cycles", func(_ *goals.Goal, s *goals.Situation, _ *goals.Bands) { s.CycleDays = make([]int, 10_001) }, "cycleDays"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			g, s, b := sound(), facts(t), goals.DefaultBands()
			c.change(&g, &s, &b)
			r := goals.Check(g, s, b)
			bilingual(t, r.Findings)
			assert.Equal(t, []string{"smart.input " + c.place}, places(r.Findings))
			assert.NotEqual(t, goals.Met, r.Verdict())
		})
	}
}

func TestBandsDecide(t *testing.T) {
	g, s := sound(), facts(t)
	b := goals.DefaultBands()
	b.TooEasy = number("0.4") // both deals are needed: 0.5 * 0.8
	assert.NotContains(t, codes(goals.Check(g, s, b).All(), kam.Warning), "smart.a.pipeline-easy")
	b.TooEasy = number("0.399999")
	assert.Contains(t, codes(goals.Check(g, s, b).All(), kam.Warning), "smart.a.pipeline-easy")
	b = goals.DefaultBands()
	b.Readings = 13
	assert.Contains(t, codes(goals.Check(g, s, b).All(), kam.Error), "smart.m.readings")
	b.Readings = 12
	assert.NotContains(t, codes(goals.Check(g, s, b).All(), kam.Error), "smart.m.readings")
	b.Share = kam.MustFraction("0.31")
	assert.Contains(t, codes(goals.Check(g, s, b).All(), kam.Warning), "smart.r.share")
	s.AccountTargets[0] = number("640000") // 5 % are missing
	b.Under = kam.MustFraction("0.05")
	assert.NotContains(t, codes(goals.Check(g, s, b).All(), kam.Warning), "smart.r.accounts-gap")
	b.Under = kam.MustFraction("0.049")
	assert.Contains(t, codes(goals.Check(g, s, b).All(), kam.Warning), "smart.r.accounts-gap")
}

func TestCheckChangesNothing(t *testing.T) {
	g, s := sound(), facts(t)
	want, err := g.Canonical()
	require.NoError(t, err)
	cycles := slices.Clone(s.CycleDays)
	first := goals.Check(g, s, goals.Bands{})
	assert.Equal(t, first, goals.Check(g, s, goals.Bands{}))
	got, err := g.Canonical()
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got))
	assert.Equal(t, cycles, s.CycleDays)
}

func TestEmptyGoal(t *testing.T) {
	r := goals.Check(goals.Goal{}, goals.Situation{}, goals.Bands{})
	bilingual(t, r.All())
	verdicts := map[goals.Letter]goals.Verdict{}
	for _, l := range r.Letters {
		verdicts[l.Letter] = l.Verdict
	}
	assert.Equal(t, map[goals.Letter]goals.Verdict{
		goals.Specific: goals.Failed, goals.Measurable: goals.Failed, goals.Achievable: goals.UnknownVerdict, goals.Relevant: goals.Failed, goals.Timely: goals.Failed,
	}, verdicts)
	assert.Equal(t, goals.Failed, r.Verdict())
	assert.Equal(t, goals.LetterReport{}, r.Letter("X"))
	assert.Equal(t, goals.Met, goals.Report{}.Verdict())
	unknown := []goals.LetterReport{{Verdict: goals.Met}, {Verdict: goals.UnknownVerdict}}
	assert.Equal(t, goals.UnknownVerdict, goals.Report{Letters: unknown}.Verdict())
	assert.Equal(t, goals.Doubtful, goals.Report{Letters: unknown, Findings: kam.Findings{{Severity: kam.Warning}}}.Verdict())
	assert.Equal(t, goals.Failed, goals.Report{Letters: unknown, Findings: kam.Findings{{}}}.Verdict())
}
