package improve

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/page"
)

// Markdown returns p as a page in l: where both results stood, what moved and by how much, and what was done of the
// plan. Scores have the decimal places of their card, all else is rounded as by [Plan.Markdown]. Texts from outside are escaped.
func (p Progress) Markdown(l kam.Lang) string {
	out := &document{page.Page{Lang: l}}
	out.Heading(1, "Re-evaluation of the plan %s", "改进计划 %s 的复评", markdown.Escape(p.Plan))
	out.Item("For: %s", "对象：%s", markdown.Escape(p.Subject.ID))
	out.Item("Day: %s", "日期：%s", page.Day(p.On))
	out.Item("Before: %s", "之前：%s", out.standing(p.Before))
	out.Item("After: %s", "之后：%s", out.standing(p.After))
	if p.Change.Known() {
		out.Item("Change of the total: %s, of which the measures %s and the rest %s", "总分变化：%s，其中指标 %s，其余 %s",
			out.signed(p.Change), out.signed(p.Sum), out.signed(p.Other))
	} else {
		out.Item("Change of the total: unknown", "总分变化：未知")
	}
	if p.Before.Version != p.After.Version {
		out.Item("The card changed from version %d to %d.", "评分卡由版本 %d 变为 %d。", p.Before.Version, p.After.Version)
	}
	out.Heading(2, "What moved", "变化")
	out.Header(
		page.Text("Measure", "指标"), page.Text("Trend", "趋势"), page.Number("Before", "之前"), page.Number("After", "之后"),
		page.Number("Contribution", "贡献变化"), page.Number("By score", "因得分"), page.Number("By weight", "因权重"),
		page.Number("Planned", "计划提升"), page.Number("Left", "剩余差距"), page.Number("Levers done", "完成措施"),
	)
	for _, m := range p.Moves {
		levers := "-"
		if m.Levers > 0 {
			levers = say("%d of %d", "%d/%d", m.LeversDone, m.Levers).In(l)
		}
		before, after := out.points(m.Before), out.points(m.After)
		if m.Trend == Added {
			before = "-"
		}
		if m.Trend == Dropped {
			after = "-"
		}
		planned, left := "-", "-"
		if m.Planned.Known() {
			planned, left = out.points(m.Planned), out.points(m.Left)
		}
		out.Row(out.name(m.Name, m.Measure), m.Trend.text().In(l), before, after, out.signed(m.Contribution),
			out.signed(m.ByScore), out.signed(m.ByWeight), planned, left, levers)
	}
	p.writeTasks(out)
	return out.String()
}

func (p Progress) writeTasks(out *document) {
	if len(p.Tasks) == 0 {
		return
	}
	out.Heading(2, "What was done: %d of %d", "完成情况：%d/%d", p.Done, len(p.Tasks))
	for _, t := range p.Tasks {
		state := say("open", "未完成")
		switch {
		case t.Done.IsSet() && t.Late:
			state = say("done %s, late", "%s 完成，逾期", t.Done)
		case t.Done.IsSet():
			state = say("done %s", "%s 完成", t.Done)
		case t.Late:
			state = say("open and overdue since %s", "未完成，已于 %s 到期", t.Due)
		}
		out.Item("%s (%s): %s", "%s（%s）：%s", out.name(t.Title, t.Task), out.name(t.MeasureName, t.Measure), state)
	}
	out.WriteByte('\n')
	out.Line("That a lever was done and a score rose does not prove that the one brought the other.", "措施完成与得分上升并存，不等于前者导致后者。")
}

// standing returns where a result stood in one line.
func (p *document) standing(s Standing) string {
	score := say("unknown", "未知")
	if s.Score.Valid && num.Check(s.Score.Decimal) == nil {
		text := num.Format(s.Score.Decimal)
		if s.Places > 0 && s.Places <= num.MaxExponent {
			text = s.Score.Decimal.StringFixed(s.Places)
		}
		score = say("%s", "%s", text)
	}
	grade := kam.Text{}
	if s.Grade != "" {
		grade = say(", grade %s", "，等级 %s", markdown.Escape(s.Grade))
	}
	return say("score %s%s (%s)", "得分 %s%s（%s）", score, grade, p.between(s.Period)).In(p.Lang)
}

// text returns the trend in words.
func (t Trend) text() kam.Text {
	switch t {
	case Improved:
		return say("improved", "提高")
	case Worsened:
		return say("worsened", "下降")
	case Unchanged:
		return say("unchanged", "不变")
	case BecameKnown:
		return say("became known", "由未知变为已知")
	case BecameUnknown:
		return say("became unknown", "由已知变为未知")
	case StillUnknown:
		return say("still unknown", "仍未知")
	case Added:
		return say("new on the card", "新增")
	case Dropped:
		return say("dropped from the card", "已取消")
	}
	return kam.Text{EN: markdown.Escape(string(t)), ZH: markdown.Escape(string(t))}
}
