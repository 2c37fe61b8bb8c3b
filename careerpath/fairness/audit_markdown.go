package fairness

import (
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// Markdown returns the report as Markdown in a language. Groups are withheld as by [Report.Markdown], in every stage when in one;
// spreads are withheld with them. What a criterion or a judge does is shown when no group with fewer people than PrintFrom could
// be read from it, and that it is named always. With fewer than PrintFrom seats every group is withheld, since who was selected
// is fewer people than that; each stage then still has its verdict in words. Who may see all numbers gets them with a PrintFrom
// of 1. The report itself holds all counts: who passes it on as JSON passes them on.
func (r AuditReport) Markdown(l kam.Lang) string {
	p := &document{page.Page{Lang: l}}
	p.Heading(1, "Fairness audit: %s, version %d", "公平性审计：%s（第 %d 版）", markdown.Escape(r.Cycle), r.Version)
	reports := make([]Report, len(r.Stages))
	for i, s := range r.Stages {
		reports[i] = s.Report
		reports[i].Rule = r.Rule
	}
	hidden := withheld(r.Rule.PrintFrom, reports...)
	p.Item("%d people applied and did not leave by their own wish.", "共 %d 人报名且未主动退出。", r.People)
	if len(reports) > 0 {
		reports[0].legend(p)
		reports[0].withheldLine(p, hidden)
	}
	for i, s := range reports {
		p.Heading(2, "%s", "%s", p.stage(r.Stages[i].ID))
		p.Line("%s", "%s", p.reading(r.Stages[i].Report))
		p.WriteByte('\n')
		s.rows(p, hidden)
		p.notes(s.shown(hidden))
	}
	r.criteria(p, hidden)
	r.judges(p, hidden)
	p.findings(r.shownFindings(hidden))
	return p.String()
}

func (p *document) stage(id StageID) string {
	switch id {
	case Overall:
		return p.Say("Applied to selected", "从报名到入选")
	case Eligibility:
		return p.Say("Applied to eligible", "从报名到具备资格")
	case Shortlist:
		return p.Say("Eligible to ranked", "从具备资格到进入排名")
	case Seat:
	}
	return p.Say("Ranked to selected", "从进入排名到入选")
}

// reading says in words what is most to be looked at among the verdicts of a stage. It names no group and has no number, and
// so it stands where every group is withheld.
func (p *document) reading(r Report) string {
	seen := map[Verdict]bool{}
	for _, l := range r.Lines {
		seen[l.Verdict] = true
	}
	switch {
	case seen[Adverse]:
		return p.Say("Verdict: a group is below four fifths, and chance is no explanation.", "结论：有组低于五分之四，且不能用偶然解释。")
	case seen[BelowFourFifths]:
		return p.Say("Verdict: a group is below four fifths; the sample is too small to rule out chance.", "结论：有组低于五分之四；样本过小，不能排除偶然。")
	case seen[Significant]:
		return p.Say("Verdict: no group is below four fifths, and yet chance does not explain the difference.", "结论：没有组低于五分之四，但差异不能用偶然解释。")
	case seen[Inconclusive]:
		return p.Say("Verdict: a group is below four fifths, but one selection decides it; the sample is too small to say.", "结论：有组低于五分之四，但只差一人即可改变；样本过小，无法得出结论。")
	case seen[Passes]:
		return p.Say("Verdict: no group that is judged is below four fifths.", "结论：所判定的各组均不低于五分之四。")
	default:
		return p.Say("Verdict: the sample is too small to say anything.", "结论：样本过小，无法得出结论。")
	}
}

// criteria writes a row for each criterion, the one whose effect differs most first.
func (r AuditReport) criteria(p *document, hidden map[string]bool) {
	if len(r.Criteria) == 0 {
		return
	}
	p.Heading(2, "Criteria", "标准")
	p.Line("Spread: how much more leaving it out changes the rate of one group than that of another. Probability: whether one group meets it as often as all others.",
		"差幅：去掉该标准后，各组比率变化的最大差距。概率：某组与其他各组达标情况是否一致。")
	p.WriteByte('\n')
	p.Header(page.Text("Criterion", "标准"), page.Number("Spread, eligible", "资格差幅"), page.Number("Spread, selected", "入选差幅"), page.Number("Group", "组别"),
		page.Number("Probability", "概率"), page.Number("Adjusted", "校正概率"), page.Number("Named", "点名"))
	for _, c := range r.Criteria {
		group, probable, adjusted := markdown.Escape(c.Group), markdown.Escape(probability(c.Probability)), markdown.Escape(probability(c.Adjusted))
		if !r.printable(c) {
			group, probable, adjusted = p.hiddenCell(), p.hiddenCell(), p.hiddenCell()
		}
		p.Row(markdown.Escape(c.Criterion), p.spread(c.Without.Eligible, hidden), p.spread(c.Without.Selected, hidden), group, probable, adjusted, p.named(c.Named))
	}
}

// judges writes a row for each judge, the one whose effect differs most first.
func (r AuditReport) judges(p *document, hidden map[string]bool) {
	if len(r.Judges) == 0 {
		return
	}
	p.Heading(2, "Judges", "评委")
	p.Line("Difference: the judge's scores of the group next to those of the other judges of the same candidates, less the same of all others, in hundredths of the scale.",
		"差值：该评委对该组的评分与其他评委对同一批候选人评分之差，减去其对其他各组的同类差值，以量表的百分之一为单位。")
	p.WriteByte('\n')
	p.Header(page.Text("Judge", "评委"), page.Number("Group", "组别"), page.Number("Difference", "差值"), page.Number("Probability", "概率"), page.Number("Adjusted", "校正概率"),
		page.Number("Spread, selected", "入选差幅"), page.Number("Named", "点名"))
	for _, j := range r.Judges {
		group, difference := markdown.Escape(j.Group), number(j.Difference)
		probable, adjusted := markdown.Escape(probability(j.Probability)), markdown.Escape(probability(j.Adjusted))
		if !r.printableJudge(j) {
			group, difference, probable, adjusted = p.hiddenCell(), p.hiddenCell(), p.hiddenCell(), p.hiddenCell()
		}
		p.Row(markdown.Escape(j.Judge.ID), group, difference, probable, adjusted, p.spread(j.Without.Selected, hidden), p.namedJudge(j))
	}
}

// printable tells whether no small number of people can be read from what a criterion does.
func (r AuditReport) printable(c CriterionEffect) bool {
	return len(withheld(r.Rule.PrintFrom, c.Passed)) == 0
}

// printableJudge tells whether the group and all others are enough people; their numbers are not shown.
func (r AuditReport) printableJudge(j JudgeEffect) bool {
	own, rest := 0, 0
	for _, g := range j.Groups {
		if g.Group == j.Group {
			own = g.Candidates
		} else {
			rest += g.Candidates
		}
	}
	return j.Group == "" || own >= r.Rule.PrintFrom && rest >= r.Rule.PrintFrom
}

func (p *document) hiddenCell() string { return p.Say("withheld", "不予显示") }

func (p *document) spread(e StageEffect, hidden map[string]bool) string {
	if len(hidden) > 0 {
		return p.hiddenCell()
	}
	return num.Format(e.Spread)
}

func (p *document) named(yes bool) string {
	if yes {
		return p.Say("**yes**", "**是**")
	}
	return p.Say("no", "否")
}

func (p *document) namedJudge(j JudgeEffect) string {
	if !j.Named && (j.TooFew || j.Alone || j.Unlike) {
		return p.Say("cannot be told", "无法判断")
	}
	return p.named(j.Named)
}

// shownFindings returns the findings that give nothing away: of criteria and judges those whose rows are shown, and what
// counts with and without something only when no group is hidden. That one is named is told without numbers where those
// are withheld.
func (r AuditReport) shownFindings(hidden map[string]bool) kam.Findings {
	safe := map[string]bool{}
	for _, c := range r.Criteria {
		safe[placeOf("criterion", c.Criterion)] = r.printable(c)
	}
	for _, j := range r.Judges {
		safe[placeOf("judge", j.Judge.ID)] = r.printableJudge(j)
	}
	var out kam.Findings
	for _, f := range r.Findings {
		shown, about := safe[f.Place]
		counts := f.Code == "fairness.turns" || f.Code == "fairness.same-score"
		switch {
		case counts && len(hidden) > 0:
		case !about || shown:
			out.Add(f)
		case f.Code == "fairness.criterion" || f.Code == "fairness.judge":
			_, name, _ := strings.Cut(f.Place, " ")
			f.Message = wording.Say("%s treats groups differently; the numbers are withheld, they would tell of fewer than %d people",
				"%s对各组存在差异；相关数字涉及不足 %d 人，不予显示", nameOf(name), r.Rule.PrintFrom)
			out.Add(f)
		}
	}
	return out
}
