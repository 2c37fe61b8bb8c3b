package fairness

import (
	"strconv"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/page"
)

// Markdown returns the report as Markdown in a language. Groups with fewer people than PrintFrom of the rule in the pool,
// selected or not selected are withheld with everything that tells of them, and so are as many others as it takes that no
// total gives them away. The report itself holds all counts: who passes it on as JSON passes them on.
func (r Report) Markdown(l kam.Lang) string {
	p := &document{page.Page{Lang: l}}
	p.Heading(1, "Selection rates by group", "各组入选率比较")
	hidden := withheld(r.Rule.PrintFrom, r)
	r.legend(p)
	r.withheldLine(p, hidden)
	p.WriteByte('\n')
	r.rows(p, hidden)
	p.findings(r.shown(hidden))
	return p.String()
}

// legend says what the columns mean.
func (r Report) legend(p *document) {
	p.Item("The ratio is the rate of a group by that of the reference; less than four fifths is flagged.",
		"比率为该组入选率与参照组入选率之比，低于五分之四时标出。")
	p.Item("The probability is that of a result as unlikely, by chance alone (Fisher's exact test, two-sided); below %s chance is no explanation.",
		"概率指若纯属偶然，出现同样不可能的结果的概率（费舍尔精确检验，双侧），低于 %s 时不能用偶然解释。", r.Rule.Level)
	p.Item("A group with fewer than %d people, or less than %s %% of all, is not judged.",
		"人数少于 %d 人或不到总人数 %s%% 的组不作判定。", r.Rule.MinPool, hundredths(r.Rule.MinShare))
}

func (r Report) withheldLine(p *document, hidden map[string]bool) {
	if len(hidden) > 0 {
		p.Item("%d of %d groups are withheld: with them a number below %d could be read or reckoned.",
			"%[2]d 组中有 %[1]d 组不予显示，否则可能读出或推算出小于 %[3]d 的人数。", len(hidden), len(r.Lines), r.Rule.PrintFrom)
	}
}

// rows writes the table of the groups that are not hidden.
func (r Report) rows(p *document, hidden map[string]bool) {
	p.Header(page.Text("Group", "组别"), page.Number("Selected", "入选"), page.Number("Of", "人数"), page.Number("Rate", "入选率"), page.Number("Ratio", "比率"),
		page.Number("Probability", "概率"), page.Number("Adjusted", "校正概率"), page.Number("z", "z"), page.Number("Verdict", "结论"))
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
			cells = append(cells, "?", "?", "?", "?", p.Say("withheld", "不予显示"))
		}
		p.Row(cells...)
	}
	if len(hidden) > 0 {
		p.Row(p.Say("withheld: %d", "不予显示：%d 组", len(hidden)), "", "", "", "", "", "", "", "")
	}
	p.Row(p.Say("**All**", "**合计**"), strconv.Itoa(r.Total.Selected), strconv.Itoa(r.Total.Pool), p.percent(percent(r.Total)), "", "", "", "", "")
}

func (p *document) percent(s string) string { return p.Say("%s %%", "%s%%", s) }

func (p *document) verdict(v Verdict) string {
	switch v {
	case Reference:
		return p.Say("reference", "参照组")
	case Passes:
		return p.Say("passes", "通过")
	case Adverse:
		return p.Say("**adverse**", "**存在不利影响**")
	case BelowFourFifths:
		return p.Say("**below four fifths**", "**低于五分之四**")
	case Significant:
		return p.Say("**significant**", "**差异显著**")
	case Inconclusive:
		return p.Say("inconclusive", "无法得出结论")
	case NotJudged:
	}
	return p.Say("not judged", "不作判定")
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
