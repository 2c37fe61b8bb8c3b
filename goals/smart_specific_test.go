package goals_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
)

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
