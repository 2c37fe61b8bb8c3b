package fairness

import (
	"strconv"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
)

// Markdown returns the report as Markdown in a language. Groups with fewer people than PrintFrom of the rule in the pool,
// selected or not selected are withheld with everything that tells of them, and so are as many others as it takes that no
// total gives them away. The report itself holds all counts: who passes it on as JSON passes them on.
func (r Report) Markdown(l kam.Lang) string {
	p := &page{lang: l}
	p.heading(1, p.say("Selection rates by group", "各组入选率比较"))
	hidden := withheld(r.Rule.PrintFrom, r)
	r.legend(p)
	r.withheldLine(p, hidden)
	p.WriteByte('\n')
	r.rows(p, hidden)
	p.findings(r.shown(hidden))
	return p.String()
}

// legend says what the columns mean.
func (r Report) legend(p *page) {
	p.line("- The ratio is the rate of a group by that of the reference; less than four fifths is flagged.",
		"- 比率为该组入选率与参照组入选率之比，低于五分之四时标出。")
	p.line("- The probability is that of a result as unlikely, by chance alone (Fisher's exact test, two-sided); below %s chance is no explanation.",
		"- 概率指若纯属偶然，出现同样不可能的结果的概率（费舍尔精确检验，双侧），低于 %s 时不能用偶然解释。", r.Rule.Level)
	p.line("- A group with fewer than %d people, or less than %s %% of all, is not judged.",
		"- 人数少于 %d 人或不到总人数 %s%% 的组不作判定。", r.Rule.MinPool, hundredths(r.Rule.MinShare))
}

func (r Report) withheldLine(p *page, hidden map[string]bool) {
	if len(hidden) > 0 {
		p.line("- %d of %d groups are withheld: with them a number below %d could be read or reckoned.",
			"- %[2]d 组中有 %[1]d 组不予显示，否则可能读出或推算出小于 %[3]d 的人数。", len(hidden), len(r.Lines), r.Rule.PrintFrom)
	}
}

// rows writes the table of the groups that are not hidden.
func (r Report) rows(p *page, hidden map[string]bool) {
	p.table(p.say("Group", "组别"), p.say("Selected", "入选"), p.say("Of", "人数"), p.say("Rate", "入选率"), p.say("Ratio", "比率"),
		p.say("Probability", "概率"), p.say("Adjusted", "校正概率"), "z", p.say("Verdict", "结论"))
	// The figures of a group tell of the reference, too: with it, they would be its numbers in other words.
	compare := !hidden[r.Reference]
	for _, l := range r.Lines {
		if hidden[l.Name] {
			continue
		}
		cells := []string{markdown.Escape(l.Name), strconv.Itoa(l.Selected), strconv.Itoa(l.Pool), p.percent(percent(l.Group))}
		if compare {
			adjusted := "?" // it would tell of the probabilities of others
			if len(hidden) == 0 {
				adjusted = markdown.Escape(probability(l.Adjusted))
			}
			cells = append(cells, number(l.Ratio), markdown.Escape(probability(l.TwoSided)), adjusted, number(l.Z), p.verdict(l.Verdict))
		} else {
			cells = append(cells, "?", "?", "?", "?", p.say("withheld", "不予显示"))
		}
		p.row(cells...)
	}
	if len(hidden) > 0 {
		p.row(p.say("withheld: %d", "不予显示：%d 组", len(hidden)), "", "", "", "", "", "", "", "")
	}
	p.row(p.say("**All**", "**合计**"), strconv.Itoa(r.Total.Selected), strconv.Itoa(r.Total.Pool), p.percent(percent(r.Total)), "", "", "", "", "")
}

func (p *page) percent(s string) string { return p.say("%s %%", "%s%%", s) }

func (p *page) verdict(v Verdict) string {
	switch v {
	case Reference:
		return p.say("reference", "参照组")
	case Passes:
		return p.say("passes", "通过")
	case Adverse:
		return p.say("**adverse**", "**存在不利影响**")
	case BelowFourFifths:
		return p.say("**below four fifths**", "**低于五分之四**")
	case Significant:
		return p.say("**significant**", "**差异显著**")
	case Inconclusive:
		return p.say("inconclusive", "无法得出结论")
	case NotJudged:
	}
	return p.say("not judged", "不作判定")
}

// shown returns the findings that give away nothing of a hidden group: when there is one, those on other groups only, and
// these only when the reference is not hidden and no probability is adjusted by those of hidden groups.
func (r Report) shown(hidden map[string]bool) kam.Findings {
	if len(hidden) == 0 {
		return r.Findings
	}
	var out kam.Findings
	if r.Rule.Holm || hidden[r.Reference] {
		return out
	}
	for _, f := range r.Findings {
		if name, ofGroup := strings.CutPrefix(f.Place, "group "); ofGroup && f.Code != "fairness.tie" && !hidesPlace(hidden, name) {
			out.Add(f)
		}
	}
	return out
}

// hidesPlace tells whether a name, as places write it, is that of a hidden group.
func hidesPlace(hidden map[string]bool, name string) bool {
	for full := range hidden {
		if placeOf("group", full) == "group "+name {
			return true
		}
	}
	return false
}
