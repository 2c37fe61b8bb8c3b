package improve

import (
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/page"
)

// Markdown returns p as a page in l: the gaps with what closing each is worth, what is to be done by whom until when,
// the check points, and what was not chosen. Figures are rounded to two decimal places, half away from zero, and marked
// with ≈ where that changed them. Texts from outside are escaped.
func (p Plan) Markdown(l kam.Lang) string { return p.MarkdownWith(l, nil) }

// MarkdownWith returns what [Plan.Markdown] does, with the subject and the owners of tasks called as names say.
func (p Plan) MarkdownWith(l kam.Lang, names kam.Names) string {
	out := &document{page.Page{Lang: l}}
	who := markdown.Escape(names.Of(p.Subject.ID))
	if p.ID == p.Subject.ID {
		out.Heading(1, "Improvement plan: %s", "改进计划：%s", who)
	} else {
		out.Heading(1, "Improvement plan %s", "改进计划 %s", markdown.Escape(p.ID))
		out.Item("For: %s", "对象：%s", who)
	}
	if p.Stands.Version == 0 {
		out.Item("Scorecard: %s, version %d, %s", "评分卡：%s，版本 %d，%s", out.name(p.CardName, p.Card), p.Version, out.between(p.ResultPeriod))
	} else {
		out.Item("Scorecard: %s, version %d", "评分卡：%s，版本 %d", out.name(p.CardName, p.Card), p.Version)
		out.Item("Result: %s", "结果：%s", out.standing(p.Stands))
	}
	out.Item("Time: %s", "时间：%s", out.between(p.Period))
	switch {
	case !p.Total.Known():
		out.Item("Total: unknown", "总分：未知")
	default:
		out.Item("Total before rounding: %s; with every known gap closed: %s", "舍入前总分：%s；全部已知差距弥补后：%s", out.points(p.Total), out.points(p.Full))
	}
	out.Item("Check points: %s; the score is computed anew on the last one", "检查点：%s；最后一个检查点重新评分", out.days(p.CheckPoints))
	p.writeGaps(out)
	p.writeActions(out, names)
	p.writePassedOver(out)
	return out.String()
}

func (p Plan) writeGaps(out *document) {
	out.Heading(2, "Where the points are", "差距所在")
	if len(p.Gaps) == 0 {
		out.Line("No measure with a known score is below its target.", "没有得分已知且低于目标的指标。")
		return
	}
	out.Header(
		page.Text("Measure", "指标"), page.Number("Weight", "权重"), page.Number("Score", "得分"), page.Number("Target", "目标"),
		page.Number("Gap", "差距"), page.Number("Points", "可得分"), page.Number("In the total", "总分变化"), page.Number("Planned", "计划提升"),
	)
	for _, g := range p.Gaps {
		out.Row(out.name(g.Name, g.Measure), out.percent(g.Weight), out.points(g.Score), out.points(g.Target), out.points(g.Gap),
			out.points(g.Points), out.signed(g.InTotal), out.points(g.Planned))
	}
	if slices.ContainsFunc(p.Gaps, Gap.heldBack) {
		out.WriteString("\n")
		out.Line("Points count in the weighted sum. Where the total changes by less, the end of the scale or a veto keeps the rest out of it: as things stand, that rest cannot be had.",
			"可得分按加权和计算。总分变化较小之处，其余部分受分制上下限或否决项限制，按目前情况无法计入总分。")
	}
}

// heldBack tells whether closing the gap adds less to the total than to the weighted sum.
func (g Gap) heldBack() bool {
	points, known := g.Points.Rat()
	total, counts := g.InTotal.Rat()
	return known && counts && total.Cmp(points) < 0
}

func (p Plan) writeActions(out *document, names kam.Names) {
	out.Heading(2, "What is to be done", "行动项")
	if len(p.Actions) == 0 {
		out.Line("Nothing.", "无。")
		return
	}
	out.Header(
		page.Text("No.", "编号"), page.Text("Action", "行动"), page.Text("Measure", "指标"), page.Text("Owner", "负责人"),
		page.Text("Due", "截止"), page.Number("Points", "预计得分"), page.Number("Effort", "投入"),
	)
	for _, a := range p.Actions {
		effort := "-"
		if a.Effort.Valid && num.Check(a.Effort.Decimal) == nil {
			effort = num.Format(a.Effort.Decimal)
		}
		out.Row(markdown.Escape(strings.TrimPrefix(a.Task.ID, p.ID+"/")), out.name(a.Task.Title, a.Task.ID), out.name(a.MeasureName, a.Measure), markdown.Escape(names.Of(a.Task.Owner)), page.Day(a.Task.Due), out.signed(a.Points), effort)
	}
}

func (p Plan) writePassedOver(out *document) {
	if len(p.PassedOver) == 0 {
		return
	}
	out.Heading(2, "Levers not chosen", "未采用的措施")
	for _, o := range p.PassedOver {
		if o.Measure == "" {
			out.Item("%s: %s", "%s：%s", out.name(o.LeverName, o.Lever), o.Reason.text())
			continue
		}
		out.Item("%s (%s): %s", "%s（%s）：%s", out.name(o.LeverName, o.Lever), out.name(o.MeasureName, o.Measure), o.Reason.text())
	}
}

// text returns the reason in words.
func (r PassReason) text() kam.Text {
	switch r {
	case PassClosed:
		return say("the levers chosen close the gap", "已采用的措施足以弥补差距")
	case PassEnough:
		return say("the measure has as many levers as asked for", "该指标的措施数已达上限")
	case PassEffort:
		return say("its effort is more than what was left", "投入超过余量")
	case PassTime:
		return say("it takes longer than the plan", "所需时间超过计划期间")
	case PassWeight:
		return say("the measure counts for nothing", "该指标不计分")
	case PassNoGap:
		return say("the measure is at its target, or not known", "该指标已达目标，或数值未知")
	case PassNoUse:
		return say("no measure of the card has its metric", "评分卡没有对应的指标")
	case PassMost:
		return say("the plan has as many levers as asked for", "计划的措施数已达上限")
	}
	return kam.Text{EN: markdown.Escape(string(r)), ZH: markdown.Escape(string(r))}
}
