package careerpath_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/evidence"
	"github.com/kam-go/kam/careerpath/skills"
)

// rich is the small ladder with all that a page shows: pay, quotas, head counts, skills, names, sources, points, and
// criteria in every kind of group.
func rich() careerpath.Ladder {
	return with(func(l *careerpath.Ladder) {
		l.Source = kam.Text{EN: "Works agreement | 2026", ZH: "2026 年协议"}
		l.Departments = []evidence.Term{{ID: "sales", Name: kam.Text{EN: "Sales", ZH: "销售部"}}, {ID: "back-office", Name: kam.Text{EN: "Back office", ZH: "内勤部"}}}
		l.Tracks = append(l.Tracks, careerpath.Track{ID: "empty", Name: kam.Text{EN: "Empty", ZH: "预留通道"}})
		l.Stages[1].Titles = []kam.Text{{EN: "Junior *seller*", ZH: "初级销售"}, {EN: "Trainee", ZH: "实习销售"}}
		l.Stages[1].About = kam.Text{EN: "Learns.", ZH: "学习阶段。"}
		l.Stages[1].Pay, l.Stages[2].Pay = band("80000", "", "120000"), band("100000.50", "150000", "1200000")
		l.Stages[2].Quota, l.Stages[2].Headcount = &kam.Money{Amount: dec("900"), Currency: "CNY"}, heads(12)
		l.Stages[2].Skills = []skills.Requirement{{Skill: "selling", Level: 2}, {Skill: "leading", Level: 1}}
		l.Moves[0].Name, l.Moves[0].Source = kam.Text{EN: "First step", ZH: "第一步"}, kam.Text{EN: "page 7", ZH: "第 7 页"}
		skill := func(id string, level int) criteria.Rule {
			return criteria.Rule{ID: id, Skill: &criteria.Skill{Skill: id, Level: level}}
		}
		selling := skill("selling", 2)
		selling.Name = kam.Text{EN: "Sells well", ZH: "销售得力"}
		l.Moves[1].Criteria = criteria.Rule{All: []criteria.Rule{
			tenure(24),
			{Name: kam.Text{EN: "Able", ZH: "具备能力"}, Any: []criteria.Rule{selling, {AtLeast: &criteria.Some{K: 1, Of: []criteria.Rule{skill("leading", 1)}}}}},
			{Not: &criteria.Rule{ID: "poor", Metric: &criteria.Metric{
				Of: criteria.Series{Metric: "sales", Currency: "CNY"}, Window: criteria.Window{Step: kam.Quarter, Last: 2}, Aggregate: criteria.Sum,
				Be: criteria.Test{Comparison: criteria.Below, Threshold: opt("500")},
			}}},
		}}
		l.Points = points()
	})
}

func TestLadderPage(t *testing.T) {
	p := compile(t, rich())
	golden(t, "ladder.en.md", p.Markdown(kam.English, careerpath.Page{}))
	golden(t, "ladder.zh-CN.md", p.Markdown(kam.Chinese, careerpath.Page{}))
	hidden := p.Markdown(kam.English, careerpath.Page{HidePay: true, HideQuotas: true})
	for _, secret := range []string{"120,000", "150,000", "CNY 900", "Pay", "Quota"} {
		assert.NotContains(t, hidden, secret)
	}
	assert.Contains(t, hidden, "| 2 | manager |  | 12 | Selling 2, Leading 1 |")
	assert.NotContains(t, p.Markdown(kam.Chinese, careerpath.Page{HidePay: true}), "薪酬")
	assert.Contains(t, p.Markdown(kam.English, careerpath.Page{HidePay: true}), "CNY 900")
}

func TestPresetPages(t *testing.T) {
	for _, id := range careerpath.Presets() {
		p := preset(t, id)
		golden(t, id+".en.md", p.Markdown(kam.English, careerpath.Page{}))
		golden(t, id+".zh-CN.md", p.Markdown(kam.Chinese, careerpath.Page{}))
	}
}

func TestPageOfALadderWithoutMoves(t *testing.T) {
	p := compile(t, with(func(l *careerpath.Ladder) { l.Moves, l.Effective = nil, kam.MustPeriod("2026-01-01/2027-01-01") }))
	text := p.Markdown(kam.English, careerpath.Page{})
	assert.True(t, strings.HasSuffix(text, "## Moves\n\nThere are none.\n"))
	assert.Contains(t, text, "In force: 2026-01-01 to 2026-12-31.")
}

func TestAmountsAreGrouped(t *testing.T) {
	for amount, want := range map[string]string{"1": "CNY 1.00–1.00", "100": "CNY 100.00–100.00", "1000": "CNY 1,000.00–1,000.00", "123456.75": "CNY 123,456.75–123,456.75", "1234.5": "CNY 1,234.50–1,234.50", "1234567": "CNY 1,234,567.00–1,234,567.00"} {
		p := compile(t, with(func(l *careerpath.Ladder) { l.Stages[0].Pay = band(amount, "", amount) }))
		assert.Contains(t, p.Markdown(kam.English, careerpath.Page{}), "| "+want+" |")
	}
}

func TestPagesEscape(t *testing.T) {
	nasty, lines := both("<script>|*x* # y"), both("<script>|*x*\n# y")
	p := compile(t, with(func(l *careerpath.Ladder) {
		l.Name, l.Source, l.Tracks[0].Name, l.Stages[2].Titles[0], l.Moves[0].Name, l.Moves[0].Source = nasty, lines, nasty, nasty, nasty, lines
		l.Stages[2].About = lines
		l.Moves[1].Criteria.Name, l.Vocabulary.Skills[0].Name, l.Tracks[2].Department = nasty, nasty, "<b>"
		l.Stages[2].Skills = []skills.Requirement{{Skill: "selling", Level: 1}}
		l.Points = points()
	}))
	f := file(held("manager", "2026-01-01/.."))
	f.Person.ID = "<script>"
	r, err := p.Readiness(f, today)
	require.NoError(t, err)
	for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
		for _, text := range []string{p.Markdown(lang, careerpath.Page{}), r.Markdown(lang)} {
			assert.NotContains(t, text, "<script>")
			assert.NotContains(t, text, "<b>")
			assert.NotRegexp(t, `(?m)^# y`, text)
			assert.Contains(t, text, `\|\*x\*`)
		}
	}
}

func TestKindsHaveNames(t *testing.T) {
	seen := map[kam.Text]bool{}
	for _, k := range []careerpath.MoveKind{careerpath.Promotion, careerpath.Lateral, careerpath.CrossDepartment, careerpath.Return, careerpath.Demotion, careerpath.Probation, "x"} {
		assert.False(t, seen[k.Name()])
		seen[k.Name()] = true
		assert.NotEmpty(t, k.Name().ZH)
	}
}
