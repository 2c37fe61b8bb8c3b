package meetings

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
)

// Markdown returns the report as Markdown in a language, whatever language its own texts are in; these are escaped.
// Percentages are rounded half up to one decimal place and then marked with ≈, unknown figures read as unknown.
// A report that fails [Report.Check] is that error.
func (r Report) Markdown(l kam.Lang) (string, error) {
	if err := r.Check(); err != nil {
		return "", err
	}
	p := &page{lang: l}
	name := r.Name
	if name == "" {
		name = r.Person
	}
	p.heading(1, p.say("%s: %s, %s to %s", "%s：%s，%s 至 %s", reportTitle(r.Every).In(l), markdown.Escape(name), r.Period.From, r.Period.Until.AddDays(-1)))
	p.line("Reported on %s", "提交日期：%s", r.On)

	p.heading(2, p.say("Goals", "目标"))
	p.figures(r.Figures)
	p.none(len(r.Figures))

	p.heading(2, p.say("Successes", "成功事项"))
	for _, s := range r.Successes {
		p.line("- %s: %s%s", "- %s：%s%s", s.On, markdown.Escape(s.Text), p.serves(s.Goal, s.Account))
	}
	p.none(len(r.Successes))

	p.heading(2, p.say("Obstacles", "障碍"))
	for _, o := range r.Obstacles {
		p.line("- %s%s", "- %s%s", markdown.Escape(o.Text), p.serves(o.Goal, o.Account))
	}
	p.none(len(r.Obstacles))

	p.heading(2, p.say("Resources needed", "资源需求"))
	if len(r.Requests) > 0 {
		p.header(say("Type", "类型"), say("What for", "用途"), say("Goal", "目标"), say("By when", "期限"), say("State", "状态"))
	}
	for _, q := range r.Requests {
		p.row(p.text(q.Type.Name()), markdown.Escape(q.Text), markdown.Escape(q.Goal), p.due(q.Due), p.state(q, r.On))
	}
	p.none(len(r.Requests))

	p.heading(2, p.say("Next", "下一步"))
	for _, line := range r.Next {
		p.line("- %s", "- %s", markdown.Escape(line))
	}
	p.none(len(r.Next))
	return p.String(), nil
}

// reportTitle names a report by its period.
func reportTitle(every kam.PeriodKind) kam.Text {
	switch every {
	case kam.Week:
		return say("Weekly report", "周报")
	case kam.Month:
		return say("Monthly report", "月报")
	case kam.Quarter:
		return say("Quarterly report", "季报")
	case kam.HalfYear:
		return say("Half-year report", "半年报")
	case kam.Year:
		return say("Yearly report", "年报")
	default:
		return say("Report", "报告")
	}
}

// figures writes the table of goals.
func (p *page) figures(figures []Figure) {
	if len(figures) == 0 {
		return
	}
	rows := make([]goalRow, len(figures))
	for i, f := range figures {
		rows[i] = goalRow{f.Standing, f.Unit, f.Currency}
	}
	used := columns(rows)
	titles := []kam.Text{say("Goal", "目标"), say("Plan ", "计划 "), say("Actual ", "实际 "), say("Attainment ", "达成率 ")}
	for _, c := range used {
		titles = append(titles, c.title)
	}
	p.header(titles...)
	for i, f := range figures {
		cells := []string{p.text(f.Title), p.value(f.Plan, f.Unit, f.Currency), p.value(f.Actual, f.Unit, f.Currency), p.attainment(f.Attainment)}
		for _, c := range used {
			cells = append(cells, c.cell(p, rows[i]))
		}
		p.row(cells...)
	}
}

// none says that a section has nothing.
func (p *page) none(n int) {
	if n == 0 {
		p.line("None.", "无。")
	}
}

// serves names the goal and the account that something is about.
func (p *page) serves(goal, account string) string {
	switch {
	case goal != "" && account != "":
		return p.say(" (%s, %s)", "（%s，%s）", markdown.Escape(goal), markdown.Escape(account))
	case goal+account != "":
		return p.say(" (%s)", "（%s）", markdown.Escape(goal+account))
	default:
		return ""
	}
}

// state says how far a request has come, and what the attainment of its goal did after delivery.
func (p *page) state(q Request, asOf kam.Day) string {
	switch {
	case by(q.Delivered, asOf):
		effect, known := q.Effect(asOf)
		if !known {
			return p.say("delivered %s, effect unknown", "%s 已交付，效果未知", q.Delivered)
		}
		return p.say("delivered %s, attainment since then %s", "%s 已交付，此后达成率 %s", q.Delivered, points(effect, p.lang))
	case by(q.Declined, asOf):
		return p.say("declined %s", "%s 已拒绝", q.Declined)
	case q.Due.IsSet() && q.Due.Before(asOf):
		return p.say("overdue", "逾期")
	default:
		return p.say("waiting", "等待中")
	}
}
