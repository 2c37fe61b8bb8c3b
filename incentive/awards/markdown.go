package awards

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// Markdown returns the result for people, in a language: who gets what, who does not and why, and what is left of the budgets.
func (r Result) Markdown(lang kam.Lang) string {
	p := &page.Page{Lang: lang}
	p.Heading(1, "Awards of %s, %s", "%s 的评定结果，%s", markdown.Escape(wording.Clip(r.Catalogue)), wording.Days(r.Period))
	p.Line("Catalogue version %d.", "目录版本 %d。", r.Version)
	for _, item := range r.Items {
		r.item(p, item)
	}
	if len(r.Gifts) > 0 {
		p.Heading(2, "Points from colleagues", "同事赠点")
		p.Header(page.Text("Day", "日期"), page.Text("From", "赠予人"), page.Text("To", "获赠人"), page.Number("Points", "点数"), page.Text("Outcome", "结果"), page.Text("Why", "说明"))
		for _, g := range r.Gifts {
			p.Row(page.Day(g.On), escape(g.From), escape(g.To), p.Say("%d", "%d", g.Points), g.Outcome.Name().In(lang), p.Escape(g.Reason))
		}
		p.WriteByte('\n')
		p.Header(page.Text("Giver", "赠予人"), page.Text("Month", "月份"), page.Number("Allowance", "额度"), page.Number("Given", "已赠"), page.Number("Left", "剩余"))
		for _, a := range r.Allowances {
			p.Row(escape(a.Giver), wording.Days(a.Month).In(lang), p.Say("%d", "%d", a.Points), p.Say("%d", "%d", a.Given), p.Say("%d", "%d", a.Left))
		}
	}
	if len(r.Ideas) > 0 {
		p.Heading(2, "Ideas", "创新提案")
		if r.IdeaBudget != nil {
			r.budget(p, *r.IdeaBudget)
		}
		p.Header(page.Text("Idea", "提案"), page.Text("Title", "标题"), page.Text("Outcome", "结果"), page.Number("Amount", "金额"), page.Text("Why", "说明"))
		for _, i := range r.Ideas {
			p.Row(escape(i.Idea), escape(i.Title), i.Outcome.Name().In(lang), r.money(i.Amount), p.Escape(i.Reason))
		}
	}
	p.Heading(2, "Awards", "授予明细")
	if len(r.Awards) == 0 {
		p.Line("Nothing is given.", "本期没有授予。")
		return p.String()
	}
	p.Header(page.Text("Award", "编号"), page.Text("Person", "人员"), page.Text("Item", "项目"), page.Number("Value", "价值"), page.Number("Taxable", "计税金额"), page.Text("Note", "备注"))
	for _, a := range r.Awards {
		note := ""
		switch {
		case a.Revoked != nil:
			note = p.Say("revoked on %s: %s", "于 %s 撤销：%s", a.Revoked.On, escape(a.Revoked.Reason))
		case a.Revision > 0:
			note = p.Say("revision %d", "第 %d 次修订", a.Revision)
		case a.By != "":
			note = p.Say("by %s: %s", "由 %s 授予：%s", escape(a.By), escape(a.Reason))
		}
		p.Row(a.ID, escape(a.Payee), escape(a.Item), r.money(a.Value), r.money(a.Taxable), note)
	}
	return p.String()
}

func escape(s string) string { return markdown.Escape(wording.Clip(s)) }

func (r Result) money(d decimal.Decimal) string {
	return markdown.Escape(wording.Money(d, r.Currency))
}

func (r Result) item(p *page.Page, item Item) {
	p.Heading(2, "%s", "%s", p.Name(item.Name, item.ID))
	r.budget(p, item.Budget)
	p.Header(page.Text("Person", "人员"), page.Text("Outcome", "结果"), page.Text("Criteria", "条件"), page.Text("Why", "说明"))
	for _, c := range item.Candidates {
		p.Row(escape(c.Payee), c.Outcome.Name().In(p.Lang), c.State.Name().In(p.Lang), p.Escape(c.Reason))
	}
}

func (r Result) budget(p *page.Page, b BudgetState) {
	if b.Before.Valid && b.After.Valid {
		p.Paragraph("Budget: %s before, %s spent, %s left.", "预算：评定前 %s，本次使用 %s，剩余 %s。", r.money(b.Before.Decimal), r.money(b.Spent), r.money(b.After.Decimal))
	}
	if b.HeadsBefore != nil && b.HeadsAfter != nil {
		p.Paragraph("Places: %d before, %d given, %d left, %d of these kept for those not decided yet.", "名额：评定前 %d 个，本次授予 %d 个，剩余 %d 个，其中 %d 个为尚未确定者保留。", *b.HeadsBefore, b.Heads, *b.HeadsAfter, b.Reserved)
	} else if b.Reserved > 0 {
		p.Paragraph("%d places are kept for those not decided yet.", "为尚未确定者保留 %d 个名额。", b.Reserved)
	}
}
