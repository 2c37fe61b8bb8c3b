package dispute

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// Name returns what people call the state.
func (s State) Name() kam.Text {
	switch s {
	case Open:
		return kam.Text{EN: "open", ZH: "待处理"}
	case Answered:
		return kam.Text{EN: "answered", ZH: "已答复"}
	case Accepted:
		return kam.Text{EN: "accepted", ZH: "已接受"}
	case Rejected:
		return kam.Text{EN: "rejected", ZH: "已驳回"}
	case Withdrawn:
		return kam.Text{EN: "withdrawn", ZH: "已撤回"}
	case Reopened:
		return kam.Text{EN: "reopened", ZH: "已重新打开"}
	}
	return wording.Same(wording.Clip(string(s)))
}

// Name returns what people call what a dispute is about.
func (a About) Name() kam.Text {
	switch a {
	case AboutDeal:
		return kam.Text{EN: "deal", ZH: "交易"}
	case AboutComponent:
		return kam.Text{EN: "component", ZH: "组成部分"}
	case AboutQuota:
		return kam.Text{EN: "quota", ZH: "目标"}
	case AboutCredit:
		return kam.Text{EN: "credit", ZH: "业绩归属"}
	case AboutOther:
		return kam.Text{EN: "other", ZH: "其他"}
	}
	return wording.Same(wording.Clip(string(a)))
}

// Name returns what people call the step.
func (s Step) Name() kam.Text {
	switch s {
	case StepOpen:
		return kam.Text{EN: "opened", ZH: "提出"}
	case StepAnswer:
		return kam.Text{EN: "answered", ZH: "答复"}
	case StepAccept:
		return kam.Text{EN: "accepted", ZH: "接受"}
	case StepReject:
		return kam.Text{EN: "rejected", ZH: "驳回"}
	case StepWithdraw:
		return kam.Text{EN: "withdrawn", ZH: "撤回"}
	case StepReopen:
		return kam.Text{EN: "reopened", ZH: "重新打开"}
	}
	return wording.Same(wording.Clip(string(s)))
}

// Markdown returns the dispute with all its steps in one language; what people wrote stays in theirs, escaped.
func (d Dispute) Markdown(lang kam.Lang) string {
	p := page.Page{Lang: lang}
	p.Heading(1, "Dispute %s", "争议 %s", markdown.Escape(d.ID))
	p.Item("State: %s", "状态：%s", d.State.Name())
	p.Item("Payee: %s, plan %s, period %s", "人员：%s，方案 %s，结算期 %s", markdown.Escape(d.Payee), markdown.Escape(d.Plan), wording.Days(d.Period))
	if d.Subject == "" {
		p.Item("About: %s", "事由：%s", d.About.Name())
	} else {
		p.Item("About: %s %s", "事由：%s %s", d.About.Name(), markdown.Escape(d.Subject))
	}
	if d.Amount.Valid {
		p.Item("Disputed: %s %s", "争议金额：%s %s", string(d.Currency), wording.Amount(d.Amount.Decimal, d.Currency.MinorUnits()))
	}
	if d.State.Undecided() {
		p.Item("Answer by %s, decide by %s", "答复截止 %s，裁定截止 %s", d.AnswerBy.String(), d.DecideBy.String())
	}
	if d.Award != nil && !d.Award.Amount.IsZero() {
		p.Item("Awarded: %s %s, proposed by %s", "裁定金额：%s %s，由 %s 提出", string(d.Award.Currency), wording.Amount(d.Award.Amount, d.Award.Currency.MinorUnits()), markdown.Escape(d.Award.ProposedBy))
	}
	p.Heading(2, "Steps", "经过")
	p.Header(page.Text("Day", "日期"), page.Text("Step", "步骤"), page.Text("By", "执行人"), page.Text("Text", "说明"))
	for _, e := range d.Events {
		p.Row(e.On.String(), e.Step.Name().In(lang), markdown.Escape(e.By), markdown.Escape(e.Text))
	}
	return p.String()
}

// Markdown returns the statistics in one language.
func (s Statistics) Markdown(lang kam.Lang) string {
	p := page.Page{Lang: lang}
	p.Heading(1, "Disputes", "争议统计")
	p.Line("%d opened, %d overdue.", "共提出 %d 项，逾期 %d 项。", s.Opened, s.Overdue)
	p.Heading(2, "By state", "按状态")
	p.Header(page.Text("State", "状态"), page.Number("Disputes", "数量"))
	for _, c := range s.States {
		p.Row(c.State.Name().In(lang), count(c.Count))
	}
	p.Heading(2, "By cause", "按事由")
	p.Header(page.Text("About", "事由"), page.Number("Opened", "提出"), page.Number("Undecided", "未裁定"), page.Number("Accepted", "接受"), page.Number("Rejected", "驳回"), page.Number("Withdrawn", "撤回"))
	for _, c := range s.Causes {
		p.Row(c.About.Name().In(lang), count(c.Opened), count(c.Undecided), count(c.Accepted), count(c.Rejected), count(c.Withdrawn))
	}
	if len(s.Awarded) > 0 {
		p.Heading(2, "Awarded", "裁定金额")
		for _, m := range s.Awarded {
			p.Item("%s %s", "%s %s", string(m.Currency), wording.Amount(m.Amount, m.Currency.MinorUnits()))
		}
	}
	return p.String()
}

func count(n int) string { return wording.Say("%d", "%d", n).EN }
