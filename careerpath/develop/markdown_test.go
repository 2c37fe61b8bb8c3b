package develop_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/develop"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/careerpath/skills"
	"github.com/kam-go/kam/internal/wordtest"
)

// named are the skills of the story and of the mentors; leadership is left to its ID.
func named() []evidence.Skill {
	return []evidence.Skill{
		{ID: "negotiation", Name: kam.Text{EN: "Negotiation", ZH: "谈判"}},
		{ID: "forecasting", Name: kam.Text{EN: "Forecasting | pipeline", ZH: "销售预测"}},
		{ID: "lead", Name: kam.Text{EN: "Leadership", ZH: "领导力"}},
	}
}

func both(t *testing.T, name string, text func(l kam.Lang) string) {
	t.Helper()
	golden(t, name+".en.md", text(kam.English))
	golden(t, name+".zh-CN.md", text(kam.Chinese))
}

func TestPlanMarkdown(t *testing.T) {
	p, r := story(t)
	r.CheckEvery = 3
	plan, err := develop.NewPlan(p, calendar(t), r)
	require.NoError(t, err)
	both(t, "plan", func(l kam.Lang) string { return plan.Markdown(l, named()) })
	text, err := plan.JSON()
	require.NoError(t, err)
	golden(t, "plan.json", string(text)+"\n")

	people := kam.Names(func(id string) string { return map[string]string{plan.Person.ID: "Anna | 安娜"}[id] })
	r.AimName = kam.Text{EN: "Key *manager*", ZH: "大客户经理"}
	called, err := develop.NewPlan(p, calendar(t), r)
	require.NoError(t, err)
	page := called.MarkdownWith(kam.English, named(), people)
	assert.Contains(t, page, "- For: Anna \\| 安娜\n- Aim: Key \\*manager\\*\n")
	assert.Contains(t, called.MarkdownWith(kam.Chinese, named(), people), "- 目标职级：大客户经理\n")
	called.ID = called.Person.ID // a plan that goes by its person
	assert.True(t, strings.HasPrefix(called.MarkdownWith(kam.English, named(), people), "# Development plan: Anna \\| 安娜\n\n- Aim"))
	r.AimName = kam.Text{}

	r.CheckEvery, r.Partly, r.Budget, r.Hours = 0, true, opt("500"), opt("40")
	r.Unknown = develop.LeaveOut
	plan = newPlan(t, p, r)
	both(t, "partial", func(l kam.Lang) string { return plan.Markdown(l, named()) })
	require.NoError(t, develop.VerifyPlan(p, plan))
}

// Everything that a plan can say, whatever made it.
func TestPlanMarkdownOfOtherOutcomes(t *testing.T) {
	plan := develop.Plan{
		ID: "a_b", Person: anna, Currency: "CNY", Period: period("2026-01-01/2026-01-02"), Outcome: develop.Unmet, Unknown: develop.FromZero,
		Obstacles: []develop.Obstacle{
			{Kind: develop.NotTaught, Skill: "lead", Required: 3, Reachable: 1},
			{Kind: develop.TooLate, Skill: "<b>", Required: 3, Reachable: 2},
			{Kind: develop.Clash},
			{Kind: develop.OverBudget, Least: opt("10"), Exact: true},
			{Kind: develop.OverHours, Least: opt("2.5")},
			{Kind: develop.NotFound},
			{Kind: "*x*"},
		},
	}
	both(t, "unmet", func(l kam.Lang) string { return plan.Markdown(l, named()) })
	plan = develop.Plan{ID: "cut", Outcome: develop.Covered, Currency: "CNY", TotalCost: dec("120"), Steps: []develop.Step{{}}, Bound: develop.Bound{LeastCost: opt("100.5")}}
	assert.Contains(t, plan.Markdown(kam.English, nil), "no plan that closes the gap costs less than CNY 100.50, so that this one is at most CNY 19.50 above the cheapest")
	assert.Contains(t, plan.Markdown(kam.Chinese, nil), "任何完整方案的费用不低于 CNY 100.50，本计划最多比最低费用高 CNY 19.50")
	plan = develop.Plan{ID: "cut", Outcome: develop.Partial, Bound: develop.Bound{Most: kam.MustFraction("7/3")}}
	assert.Contains(t, plan.Markdown(kam.English, nil), "no plan within the limits closes more than ≈2.3333 of the weighted gap")
	plan = develop.Plan{ID: "done", Outcome: develop.Covered, Bound: develop.Bound{Proven: true}}
	assert.Contains(t, plan.Markdown(kam.English, nil), "Nothing is missing")
}

func TestProgressMarkdown(t *testing.T) {
	p, r := story(t)
	plan := newPlan(t, p, r)
	g, err := plan.Progress(happened(t, p), skills.Levels{"negotiation": 3, "forecasting": 0}, day("2026-03-15"))
	require.NoError(t, err)
	both(t, "progress", func(l kam.Lang) string { return g.Markdown(l, named()) })
	for _, kind := range []develop.ReplanKind{develop.ReplanMissed, develop.ReplanLate, develop.ReplanBlocked, develop.ReplanGone, develop.ReplanAssess, develop.ReplanBelow, "*x*"} {
		text := develop.Progress{Replan: []develop.Replan{{Kind: kind, Skill: "a"}}, Steps: []develop.StepProgress{{State: develop.StepState("*")}}}.Markdown(kam.Chinese, nil)
		assert.NotContains(t, text, "："+string(kind)+"\n")
	}
	assert.Contains(t, develop.Progress{}.Markdown(kam.English, nil), "0 of 0 steps (unknown)")
}

func TestMatchingMarkdown(t *testing.T) {
	r := mentors()
	r.Mentees = append(r.Mentees,
		develop.Mentee{Person: person("agent", "eve|x"), Department: "east", Wants: []skills.Requirement{need("negotiation", 4)}, Manager: lead},
		develop.Mentee{Person: person("agent", "fay"), Department: "east", Wants: []skills.Requirement{need("leadership", 3)}},
		develop.Mentee{Person: person("agent", "gil"), Department: "east", Wants: []skills.Requirement{need("leadership", 3), need("lead", 1)}},
		develop.Mentee{Person: person("agent", "hu"), Department: "east", Wants: []skills.Requirement{need("leadership", 3)}},
	)
	m := match(t, r)
	both(t, "mentors", func(l kam.Lang) string { return m.Markdown(l, named()) })
	assert.Contains(t, develop.Matching{Without: []develop.Without{{Mentee: anna, Reason: "*x*"}}}.Markdown(kam.English, nil), `\*x\*`)
}

// A Chinese page has no English sentences, and no page has a verb of package fmt left over.
func TestPagesAreWhole(t *testing.T) {
	p, r := story(t)
	plan := newPlan(t, p, r)
	for _, l := range []kam.Lang{kam.English, kam.Chinese} {
		text := plan.Markdown(l, named()) + match(t, mentors()).Markdown(l, named())
		wordtest.Formatted(t, text)
		if l == kam.Chinese {
			for _, word := range []string{" the ", " of ", "plan ", "cost"} {
				assert.NotContains(t, strings.ToLower(text), word)
			}
		}
	}
}
