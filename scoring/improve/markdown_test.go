package improve_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
	"github.com/kam-go/kam/scoring/improve"
)

// full returns a plan in which everything happens, and its re-evaluation.
func full(t *testing.T) (improve.Plan, improve.Progress) {
	t.Helper()
	c := card()
	c.Measures[0].Weight, c.Measures[1].Weight = kam.MustFraction("1/3"), kam.MustFraction("11/30")
	c.Vetoes = []scoring.Veto{{ID: "floor", Name: kam.Text{EN: "Growth floor", ZH: "增长底线"}, On: "growth", Below: null("60"), Effect: scoring.VetoCapScore, Score: null("75")}}
	q := request(t)
	q.Result = score(t, c, firstHalf, "growth=50 satisfaction=80 retention=90")
	q.Levers = append(q.Levers, lever("loyalty", "retention", "5", "2", 200), lever("other", "margin", "5", "2", 2))
	p := newPlan(t, q)
	done, ok := p.Done(p.Actions[2].Task.ID, day("2026-10-20"))
	require.True(t, ok)
	done, ok = done.Done(p.Actions[1].Task.ID, day("2026-07-02"))
	require.True(t, ok)
	later := c
	later.Version = 2
	later.Measures = append(later.Measures[:2:2], measure("margin", "0.2"), later.Measures[3])
	progress, err := improve.Reevaluate(improve.Reevaluation{
		Plan: done, Before: q.Result, After: score(t, later, secondHalf, "growth=70 satisfaction=80 adoption=40"), On: day("2026-12-31"),
	})
	require.NoError(t, err)
	return p, progress
}

func TestMarkdown(t *testing.T) {
	plan, progress := full(t)
	golden(t, "plan.en.md", plan.Markdown(kam.English))
	golden(t, "plan.zh.md", plan.Markdown(kam.Chinese))
	golden(t, "progress.en.md", progress.Markdown(kam.English))
	golden(t, "progress.zh.md", progress.Markdown(kam.Chinese))
}

// Names stand for the IDs of people, the name of a card for its ID, and the number of an action without the plan's ID.
func TestMarkdownWithNames(t *testing.T) {
	plan, _ := full(t)
	names := kam.Names(func(id string) string { return map[string]string{"anna": "Anna | 安娜", "bo": "Bo"}[id] })
	plan.CardName = kam.Text{EN: "Key *accounts*", ZH: "大客户"}
	text := plan.MarkdownWith(kam.English, names)
	assert.Contains(t, text, "- For: Anna \\| 安娜\n- Scorecard: Key \\*accounts\\*, version 1\n- Result: score 71.1, grade C (2026-01-01 to 2026-06-30)\n")
	assert.Contains(t, text, "| 4 | Call back within a day | Satisfaction | Bo | 2026-07-14 |")
	assert.NotContains(t, text, "| anna |")
	assert.Contains(t, plan.MarkdownWith(kam.Chinese, names), "- 评分卡：大客户，版本 1\n")
	plan.ID = "anna" // a plan that goes by its person
	assert.True(t, strings.HasPrefix(plan.MarkdownWith(kam.English, names), "# Improvement plan: Anna \\| 安娜\n\n- Scorecard"))
	plan.Stands = improve.Standing{} // as plans were written before
	assert.Contains(t, plan.MarkdownWith(kam.English, names), ", version 1, 2026-01-01 to 2026-06-30\n- Time")
}

func TestMarkdownOfNothing(t *testing.T) {
	q := request(t)
	q.Result = score(t, card(), firstHalf, "growth=100 satisfaction=100 retention=100 adoption=100")
	text := newPlan(t, q).Markdown(kam.English)
	assert.Contains(t, text, "No measure with a known score is below its target.\n")
	assert.Contains(t, text, "## What is to be done\n\nNothing.\n")
	q.Result = score(t, card(), firstHalf, "")
	assert.Contains(t, newPlan(t, q).Markdown(kam.Chinese), "- 总分：未知\n")
}

// A score stands with the decimal places of its card, as in the report of the result.
func TestScoresHaveThePlacesOfTheCard(t *testing.T) {
	r := reevaluation(t)
	r.After = score(t, card(), secondHalf, "growth=100 satisfaction=100 retention=100 adoption=100")
	p, err := improve.Reevaluate(r)
	require.NoError(t, err)
	assert.Contains(t, p.Markdown(kam.English), "- Before: score 72.0, grade C (2026-01-01 to 2026-06-30)\n- After: score 100.0, grade A")
	assert.Contains(t, p.Markdown(kam.Chinese), "- 之后：得分 100.0，等级 A")
	assert.Contains(t, r.After.Markdown(kam.English), "100.0")
	p.After.Places = 1 << 30
	assert.Contains(t, p.Markdown(kam.English), "- After: score 100, grade A", "places that no card has")
}

func TestMarkdownOfPeriodsThatAreNone(t *testing.T) {
	assert.Contains(t, improve.Plan{}.Markdown(kam.English), "- Time: -\n")
	open := improve.Plan{Period: kam.MustPeriod("2026-01-01/..")}
	assert.Contains(t, open.Markdown(kam.English), "- Time: from 2026-01-01\n")
	assert.Contains(t, open.Markdown(kam.Chinese), "- 时间：2026-01-01 起\n")
}

func TestMarkdownIsNoMarkupOfOthers(t *testing.T) {
	c := card()
	c.Measures[0].Name = kam.Text{EN: "a|b # <script> [x](http://y) *z*", ZH: "`甲`|乙"}
	q := request(t)
	q.Result = score(t, c, firstHalf, "growth=50 satisfaction=80 retention=90 adoption=100")
	q.ID, q.Levers[1].Name = "1. p", kam.Text{EN: "- [ ] do|it\n# \u202e"}
	p := newPlan(t, q)
	after := q.Result
	after.Period = kam.MustPeriod(secondHalf)
	progress, err := improve.Reevaluate(improve.Reevaluation{Plan: p, Before: q.Result, After: after, On: day("2026-12-31")})
	require.NoError(t, err)
	for _, text := range []string{p.Markdown(kam.English), p.Markdown(kam.Chinese), progress.Markdown(kam.English), progress.Markdown(kam.Chinese)} {
		for _, bad := range []string{"<script>", "[x]", "\u202e", "*z*", "甲`|", "do|it", "a|b", "http://"} {
			assert.NotContains(t, text, bad)
		}
		assert.Contains(t, text, `1\. p`)
		columns := 0
		for line := range strings.Lines(text) {
			bars := strings.Count(line, "|") - strings.Count(line, `\|`)
			if !strings.HasPrefix(line, "|") {
				columns = 0
				continue
			}
			assert.True(t, columns == 0 || columns == bars, line)
			columns = bars
		}
	}
}
