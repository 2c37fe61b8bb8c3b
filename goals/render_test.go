package goals_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
)

func TestMarkdownGolden(t *testing.T) {
	weak := sound()
	weak.ID, weak.Owners, weak.Statement, weak.Target = "g|3", nil, "Improve | revenue *soon*", number("5000000")
	weak.Parent, weak.Source, weak.Cadence, weak.Milestones = "", "", kam.HalfYear, nil
	s := facts(t)
	s.AsOf, s.Peers[0].Currency = kam.MustDay("2026-12-01"), "USD"
	s.Capacity.Needed = known("130")
	portfolio := goals.Portfolio("anna", []goals.Goal{sound(), weak}, goals.Limits{})
	for name, r := range map[string]goals.Report{
		"sound": goals.Check(sound(), facts(t), goals.Bands{}), "weak": goals.Check(weak, s, goals.Bands{}),
		"empty": goals.Check(goals.Goal{}, goals.Situation{}, goals.Bands{}), "portfolio": portfolio,
	} {
		golden(t, name+".en.md", r.Markdown(kam.English))
		golden(t, name+".zh-CN.md", r.Markdown(kam.Chinese))
	}
}

func TestMarkdownEscapes(t *testing.T) {
	r := goals.Report{Goal: "a\n# b|c", Findings: kam.Findings{{
		Code: "x", Severity: kam.Warning, Message: kam.Text{EN: "<b> [x](y) `z` \u2028 ~~w~~"}, Evidence: []kam.Evidence{{Name: "*n*", Value: "_v_\r\n"}}, More: 3,
	}, {Code: "y"}}}
	assert.Equal(t, "# Goals of a \\# b\\|c\n\n**Verdict: failed**\n\n## Findings\n\n"+
		"- **Warning** `x`: &lt;b&gt; \\[x\\](y) \\`z\\` \\~\\~w\\~\\~ (\\*n\\* \\_v\\_)\n  - and 3 more of this kind\n- **Error** `y`: y\n", r.Markdown(kam.English))
}

func TestMarkdownCountsWhatWasLeftOut(t *testing.T) {
	r := goals.Report{Letters: []goals.LetterReport{{Letter: goals.Specific, Verdict: goals.Failed, Findings: kam.Findings{{Code: "a", More: 4}, {Code: "b", Severity: kam.Warning, More: 1}, {Code: "c", Severity: kam.Info}}}}}
	assert.Contains(t, r.Markdown(kam.English), "| S Specific | failed | 5 | 2 |")
}

func TestNames(t *testing.T) {
	for _, l := range []goals.Letter{goals.Specific, goals.Measurable, goals.Achievable, goals.Relevant, goals.Timely} {
		assert.NotEqual(t, string(l), l.Name().EN)
		assert.NotEqual(t, l.Name().EN, l.Name().ZH)
	}
	for _, v := range []goals.Verdict{goals.Met, goals.Doubtful, goals.Failed, goals.UnknownVerdict} {
		assert.NotEqual(t, v.Name().EN, v.Name().ZH)
	}
	assert.Equal(t, "Z", goals.Letter("Z").Name().EN)
	assert.Equal(t, "z", goals.Verdict("z").Name().ZH)
}

// Every piece of evidence has a Chinese name.
func TestEvidenceIsNamedInChinese(t *testing.T) {
	weak, s := sound(), facts(t)
	satisfied(&weak, "80", "90", survey(10, ""))
	weak.Scope, weak.Cadence, weak.Period = "", kam.Quarter, kam.MustPeriod("2026-01-01/2026-07-01")
	weak.Milestones = []goals.Milestone{{Day: kam.MustDay("2026-12-31"), Value: number("1")}}
	s.Others, s.CycleDays, s.Parent.Period = []goals.Goal{against()}, []int{300}, kam.MustPeriod("2026-01-01/2026-02-01")
	young := facts(t)
	young.History = past("800000", "900000", "700000", "-5")
	for _, r := range []goals.Report{
		goals.Check(sound(), facts(t), goals.Bands{}), goals.Check(weak, s, goals.Bands{}), goals.Check(sound(), s, goals.Bands{}),
		goals.Check(sound(), young, goals.Bands{}), goals.Portfolio("bo", several("0.01", "0.98"), goals.Limits{Least: 3, Most: 4, Weight: kam.MustFraction("0.1")}),
	} {
		for line := range strings.Lines(r.Markdown(kam.Chinese)) {
			if _, facts, found := strings.Cut(line, "（"); found && !strings.Contains(line, "建议") {
				assert.NotRegexp(t, `[（，][a-z]{2}`, "（"+facts)
			}
		}
	}
}
