package goals_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
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

// Names stand in the texts of a report, never in its IDs; what has none goes by its ID.
func TestReportsSpeakOfGoalsAndOwnersByName(t *testing.T) {
	names := kam.Names(func(id string) string {
		return map[string]string{"g": "Lin's quarter", "team": "The team", "21": "Lin Yue"}[id]
	})
	goal := goals.Goal{ID: "g", Owners: []string{"21"}, Metric: "revenue", Currency: "CNY", Target: decimal.New(100, 0), Parent: "team", Tracking: goals.Flow, Period: kam.MustPeriod("2026-01-01/2026-04-01")}
	parent := goal
	parent.ID, parent.Parent, parent.Owners = "team", "", nil
	report := goals.Check(goal, goals.Situation{Names: names, Parent: &parent}, goals.Bands{})
	assert.Equal(t, "g", report.Goal)
	assert.Equal(t, kam.Text{EN: "Lin's quarter", ZH: "Lin's quarter"}, report.Title)
	for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
		text := report.Markdown(lang)
		assert.Contains(t, text, "Lin's quarter\n")
		assert.Contains(t, text, `"The team"`)
		assert.Contains(t, text, "Lin Yue")
	}
	goal.Owners = []string{"21", "22"}
	report = goals.Check(goal, goals.Situation{Names: names}, goals.Bands{})
	assert.Contains(t, report.Markdown(kam.English), "2 persons are accountable: Lin Yue, 22")
	report = goals.Check(goal, goals.Situation{}, goals.Bands{})
	assert.Empty(t, report.Title)
	assert.Contains(t, report.Markdown(kam.English), "# SMART report: g\n")
	goal.Title = kam.Text{EN: "Win 赢单", ZH: "赢单金额"}
	titled := goals.Check(goal, goals.Situation{}, goals.Bands{})
	assert.Contains(t, titled.Markdown(kam.English), "# SMART report: Win 赢单\n")
	assert.Contains(t, titled.Markdown(kam.Chinese), "# SMART 报告：赢单金额\n")
	assert.Contains(t, goals.Check(goal, goals.Situation{Names: names}, goals.Bands{}).Markdown(kam.Chinese), "# SMART 报告：Lin's quarter\n", "the host's names go first")
	parent.Title = kam.Text{EN: "All of us", ZH: "全队"}
	goal.Owners = []string{"21"}
	assert.Contains(t, goals.Check(goal, goals.Situation{Parent: &parent}, goals.Bands{}).Markdown(kam.Chinese), `"全队"`)
	goal.Title.ZH = "\xff"
	assert.Contains(t, goals.Check(goal, goals.Situation{}, goals.Bands{}).Markdown(kam.Chinese), "# SMART 报告：g\n")
	text, err := json.Marshal(goals.Situation{Names: names})
	require.NoError(t, err)
	assert.Equal(t, "{}", string(text))
}

func TestScopeOfEverything(t *testing.T) {
	three := 3
	report := goals.Check(goals.Goal{ID: "g", Metric: "revenue", Scope: goals.All, Target: decimal.New(1, 0)}, goals.Situation{ScopeMembers: &three}, goals.Bands{})
	assert.Contains(t, report.Markdown(kam.Chinese), "负责人名下的全部业务，共 3 个客户（客户数 3）")
}
