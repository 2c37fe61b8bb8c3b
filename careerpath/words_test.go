package careerpath_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath"
	"github.com/kam-go/kam/careerpath/criteria"
)

// leafOf is a criterion in a state, groupOf a rule of others.
func leafOf(s criteria.State) criteria.Node {
	return criteria.Node{ID: "c", Kind: criteria.KindFlag, Name: both("c"), State: s, Criterion: &criteria.Criterion{}}
}

func groupOf(kind criteria.Kind, s criteria.State, k int, below ...criteria.Node) criteria.Node {
	return criteria.Node{Kind: kind, Name: both("g"), State: s, K: k, Children: below}
}

// A summary counts what the whole follows from: what is met inside of a group need not count.
func TestSummariesCountWhatDecides(t *testing.T) {
	met, not, unknown := leafOf(criteria.Met), leafOf(criteria.NotMet), leafOf(criteria.Unknown)
	for _, c := range []struct {
		name   string
		kind   careerpath.MoveKind
		root   criteria.Node
		en, zh string
	}{
		{"one criterion", careerpath.Promotion, not, "not ready for promotion to T (0 of 1 criteria met, 1 not met)", "尚不具备晋升至T条件（1 项标准中达标 0 项，未达标 1 项）"},
		{"all of criteria", careerpath.Promotion, groupOf(criteria.KindAll, criteria.NotMet, 0, met, not, unknown), "not ready for promotion to T (1 of 3 criteria met, 1 not met, 1 unknown)", "尚不具备晋升至T条件（3 项标准中达标 1 项，未达标 1 项，未知 1 项）"},
		{
			"all of groups", careerpath.Promotion, groupOf(criteria.KindAll, criteria.Unknown, 0, groupOf(criteria.KindAny, criteria.Met, 0, met, not, not), unknown),
			"not known whether ready for promotion to T (1 of 2 requirements met, 1 unknown)", "是否具备晋升至T条件未知（2 项要求中达标 1 项，未知 1 项）",
		},
		{"any", careerpath.Promotion, groupOf(criteria.KindAny, criteria.NotMet, 0, not, not), "not ready for promotion to T (0 of 2 alternatives met, one is needed, 2 not met)", "尚不具备晋升至T条件（2 项可选标准中达标 0 项，须有 1 项，未达标 2 项）"},
		{"some", careerpath.Promotion, groupOf(criteria.KindAtLeast, criteria.NotMet, 2, met, not, not), "not ready for promotion to T (1 of 3 alternatives met, 2 are needed, 2 not met)", "尚不具备晋升至T条件（3 项可选标准中达标 1 项，须有 2 项，未达标 2 项）"},
		{"not, which is so", careerpath.Promotion, groupOf(criteria.KindNot, criteria.NotMet, 0, met), "not ready for promotion to T (what is ruled out is so)", "尚不具备晋升至T条件（所排除的情形已出现）"},
		{"not, unknown", careerpath.Promotion, groupOf(criteria.KindNot, criteria.Unknown, 0, unknown), "not known whether ready for promotion to T (not known whether what is ruled out is so)", "是否具备晋升至T条件未知（所排除的情形是否出现未知）"},
		{"demotion", careerpath.Demotion, groupOf(criteria.KindAll, criteria.Unknown, 0, met, not, unknown), "not known whether demotion to T is due (1 of 3 criteria true, 1 not true, 1 unknown)", "降级至T条件是否成立未知（3 项标准中成立 1 项，不成立 1 项，未知 1 项）"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := careerpath.MoveReadiness{Move: "m", Kind: c.kind, To: "t", Title: both("T"), Result: criteria.Result{State: c.root.State, Root: c.root}}
			assert.Equal(t, kam.Text{EN: c.en, ZH: c.zh}, m.Summary())
		})
	}
	m := careerpath.MoveReadiness{Kind: careerpath.Promotion, To: "t", Result: criteria.Result{State: criteria.Met, Root: groupOf(criteria.KindNot, criteria.Met, 0, not)}}
	r := careerpath.Readiness{Moves: []careerpath.MoveReadiness{m}, Stage: "s"}
	assert.Contains(t, r.Markdown(kam.English), "## Promotion to t: ready\n\nWhat is ruled out is not so.")
}

// A demotion that asks for a not reads as what it is, and not as something that is forbidden.
func TestDemotionWithANot(t *testing.T) {
	p := compile(t, with(func(l *careerpath.Ladder) {
		l.Moves[7].Criteria = criteria.Rule{All: []criteria.Rule{tenure(6), {Not: &criteria.Rule{ID: "long", Tenure: &criteria.Tenure{In: criteria.InStage, Months: 240}}}}}
		l.Moves[0].Criteria = criteria.Rule{All: []criteria.Rule{tenure(6), {Not: &criteria.Rule{ID: "long", Tenure: &criteria.Tenure{In: criteria.InStage, Months: 240}}}}}
	}))
	page := p.Markdown(kam.Chinese, careerpath.Page{})
	assert.Contains(t, page, "### manager → junior：降级\n\n以下情形成立时启动：\n\n- 现职级任职满 6 个月\n- 以下情形未出现：\n  - 现职级任职满 240 个月\n")
	assert.Contains(t, page, "### junior → manager：晋升\n\n须满足：\n\n- 现职级任职满 6 个月\n- 不得出现：\n  - 现职级任职满 240 个月\n")
	assert.Contains(t, p.Markdown(kam.English, careerpath.Page{}), "It is due when:\n\n- 6 months or more in the present stage\n- not:\n  - 240 months or more in the present stage\n")
	r := ready(t, p, file(held("manager", "2025-01-01/..")))
	text := r.Markdown(kam.Chinese)
	assert.Contains(t, text, "以下情形未出现")
	assert.NotContains(t, text, "不得出现")
	assert.Equal(t, "以下情形未出现", careerpath.Demotion.RuleName(criteria.Node{Kind: criteria.KindNot, Name: kam.Text{EN: "not", ZH: "不得出现"}}).ZH)
	assert.Equal(t, both("mine"), careerpath.Demotion.RuleName(criteria.Node{Kind: criteria.KindNot, Name: both("mine")}), "a name of its own stays")
}

func TestStatesHaveNamesByKind(t *testing.T) {
	for kind, want := range map[careerpath.MoveKind][]string{
		careerpath.Promotion: {"达标", "未达标", "未知", "条件已具备", "条件尚不具备", "条件是否具备未知"},
		careerpath.Return:    {"达标", "未达标", "未知", "条件已具备", "条件尚不具备", "条件是否具备未知"},
		careerpath.Demotion:  {"成立", "不成立", "未知", "条件已成立", "条件未成立", "条件是否成立未知"},
		careerpath.Probation: {"成立", "不成立", "未知", "条件已成立", "条件未成立", "条件是否成立未知"},
	} {
		var got []string
		for _, s := range []criteria.State{criteria.Met, criteria.NotMet, criteria.Unknown} {
			got = append(got, kind.StateName(s).ZH)
		}
		for _, s := range []criteria.State{criteria.Met, criteria.NotMet, criteria.Unknown} {
			got = append(got, kind.DueName(s).ZH)
			assert.NotEmpty(t, kind.DueName(s).EN)
		}
		assert.Equal(t, want, got)
	}
}

// A heading begins with a capital letter, whatever its alphabet.
func TestHeadingsBeginWithACapitalLetter(t *testing.T) {
	m := careerpath.MoveReadiness{Kind: "überqualified", Result: criteria.Result{State: criteria.Met, Root: leafOf(criteria.Met)}}
	r := careerpath.Readiness{Moves: []careerpath.MoveReadiness{m}, Stage: "s"}
	assert.Contains(t, r.Markdown(kam.English), "## Überqualified: ready")
}
