package visits_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/visits"
)

// quarter is a plan with something of everything: late needs, later needs, holidays, absences, overload.
func quarter() visits.Spec {
	s := sound()
	s.Period = kam.MustPeriod("2026-02-02/2026-05-11")
	s.AsOf = kam.MustDay("2026-02-04")
	s.Segments = append(s.Segments, visits.Segment{
		Name: "Key <1|2>", Deal: dec("400000"), Steps: months(4, 2, "1000000"),
		Stages: []visits.Stage{
			{Name: "C", PerDeal: frac("5"), LeadWeeks: 3, Costs: costs("call", "1")},
			{Name: "B", Rate: frac("0.3"), LeadDays: 15, Costs: costs("visit", "2", "demo_1", "1/3")},
		},
	})
	s.Tiers = append(s.Tiers, tier("B", 45, "visit", "6"))
	s.Hours = append(s.Hours, visits.Effort{Activity: "demo_1", Hours: frac("3")})
	s.People[1].Away = []kam.Period{kam.MustPeriod("2026-03-09/2026-03-16")}
	return s
}

func TestMarkdown(t *testing.T) {
	p := plan(t, quarter(), china(t))
	golden(t, "quarter.en.md", p.Markdown(kam.English))
	golden(t, "quarter.zh-CN.md", p.Markdown(kam.Chinese))
}

func TestMarkdownSplitsWideTables(t *testing.T) {
	s := visits.Spec{Period: kam.MustPeriod("2026-03-02/2026-03-16")}
	for _, name := range strings.Fields("A B C D E F G H") {
		s.Tiers = append(s.Tiers, tier(name, 10, "visit", "2"))
	}
	text := plan(t, s, plain(t)).Markdown(kam.English)
	assert.Equal(t, 2, strings.Count(text, "| Week | From |"))
	assert.Contains(t, text, "| **Total** |  | 10 | 80 |\n")
	s.Tiers = s.Tiers[:7]
	assert.Equal(t, 1, strings.Count(plan(t, s, plain(t)).Markdown(kam.English), "| Week | From |"))
}

func TestSummary(t *testing.T) {
	p := plan(t, burst("33/5"), plain(t))
	assert.Equal(t, "2026-03-02/2026-03-30, 4 weeks: 120 visits; people cannot do the plan even when work is brought forward; missing: 1 visit; "+
		"they support a revenue of CNY 39,000.00, CNY 1,000.00 less than the target.", p.Summary().EN)
	assert.Equal(t, "2026-03-02/2026-03-30，共 4 周：120 次拜访；即使提前安排，人员也无法完成计划，尚缺 1 次拜访；可支撑的收入为 CNY 39,000.00，比目标少 CNY 1,000.00。", p.Summary().ZH)
	assert.Contains(t, plan(t, burst("59/5"), plain(t)).Summary().EN, "people can do the plan when work of overloaded weeks is brought forward")
	assert.Contains(t, plan(t, burst("12"), plain(t)).Summary().EN, "people can do every week what is planned in it")
}

func TestWhy(t *testing.T) {
	p := plan(t, sound(), china(t))
	lines, weeks := p.Lines(), p.Weeks()
	require.Equal(t, visits.Visit, lines[1].Activity)
	w := 0
	for weeks[w].Label != "2026-W08" {
		w++
	}
	why, ok := p.Why(1, w+2) // the week of 2 March
	require.True(t, ok)
	require.NotEmpty(t, why.Parts)
	for _, part := range why.Parts {
		assert.Contains(t, []string{"meeting", "proposal"}, part.Stage)
		assert.NotNil(t, part.Deals)
	}
	// Proposals for closes of 16 to 20 March: 5 of the 22 working days of March, 10 deals, 2 proposals each.
	assert.Equal(t, "≈4.55 for proposal of ≈4.55, to bring ≈2.27 deals in 2026-03", why.Parts[len(why.Parts)-1].Text.EN)
	assert.Equal(t, "proposal 阶段 ≈4.55 项需 ≈4.55，用于 2026-03 的 ≈2.27 单成交", why.Parts[len(why.Parts)-1].Text.ZH)
	equalRat(t, "50/11", why.Parts[len(why.Parts)-1].Exact)
	equalRat(t, "25/11", why.Parts[len(why.Parts)-1].Deals)

	service, ok := p.Why(3, w)
	require.True(t, ok)
	assert.Zero(t, service.Count, "a week of holidays")
	require.Len(t, service.Parts, 1)
	assert.Equal(t, "0: 10 accounts, one every 2 weeks, 125 in all, on 0 of 118 working days", service.Parts[0].Text.EN)
	for _, bad := range [][2]int{{-1, 0}, {0, -1}, {len(lines), 0}, {0, len(weeks)}} {
		_, ok = p.Why(bad[0], bad[1])
		assert.False(t, ok)
	}
}

func TestWhyOfTheSecondTier(t *testing.T) {
	p := plan(t, quarter(), china(t))
	why, ok := p.Why(len(p.Lines())-1, 3)
	require.True(t, ok)
	assert.Equal(t, "≈8.44: 45 accounts, one every 6 weeks, 103 in all, on 5 of 61 working days", why.Parts[0].Text.EN)
	assert.Equal(t, "≈8.44：45 个客户，每 6 周一次，合计 103，本周工作日 5／61 天", why.Parts[0].Text.ZH)
}

func TestTasks(t *testing.T) {
	p := plan(t, quarter(), china(t))
	w := 0 // the week of the make-up Saturday after the holidays
	for p.Weeks()[w].Label != "2026-W09" {
		w++
	}
	tasks := p.Tasks(w, "anna")
	var total int64
	for _, l := range p.Lines() {
		if l.Weeks[w] > 0 {
			total++
		}
	}
	require.Len(t, tasks, int(total))
	for _, task := range tasks {
		require.NoError(t, task.Check())
		assert.Equal(t, "2026-02-28", task.Due.String())
		assert.Equal(t, "anna", task.Owner)
	}
	last := tasks[len(tasks)-1]
	assert.Equal(t, "2026-W09/tier/B/visit", last.ID)
	assert.Equal(t, kam.Subject{Kind: "tier", ID: "B"}, last.About)
	assert.Equal(t, "visits.tier", last.Origin)
	assert.Empty(t, p.Tasks(2, "anna"), "a week of holidays")
	assert.Empty(t, p.Tasks(-1, "anna"))
	assert.Empty(t, p.Tasks(len(p.Weeks()), "anna"))
}

func TestActivityNames(t *testing.T) {
	for _, c := range []struct {
		a      visits.Activity
		en, zh string
	}{
		{visits.Visit, "visits", "拜访"}, {visits.Call, "calls", "电话"}, {visits.Proposal, "proposals", "方案"}, {"demo", "demo", "demo"},
	} {
		assert.Equal(t, kam.Text{EN: c.en, ZH: c.zh}, c.a.Name())
	}
}

func TestTierNeeds(t *testing.T) {
	a := tier("A", 45, "visit", "6")
	equalRat(t, "15", a.Needs(visits.Visit, 2))
	equalRat(t, "7.5", a.Needs(visits.Visit, 1))
	equalRat(t, "0", a.Needs(visits.Call, 2))
	equalRat(t, "0", a.Needs(visits.Visit, 0))
	equalRat(t, "0", a.Needs(visits.Visit, -1))
	a.Rhythms[0].Every = kam.Fraction{}
	equalRat(t, "0", a.Needs(visits.Visit, 2))
	a.Rhythms[0].Every = kam.Fraction{Num: 1}
	equalRat(t, "0", a.Needs(visits.Visit, 2))
}
