package preclose

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// Markdown returns the report in one language: what to tick, the totals, the variances beyond their limits with what
// explains them, those who get nothing, are held or absent, the best paid, what nobody is credited for, and all rows.
// Texts from outside are escaped.
func (r Report) Markdown(lang kam.Lang) string {
	p := &document{page.Page{Lang: lang}}
	p.Heading(1, "Before closing %s", "%s 关账前检查", r.Label)
	p.Line("Period: %s. Run: %s.", "结算期：%s。运行：%s。", wording.Days(r.Period), r.Run)
	p.Heading(2, "To tick before approval", "批准前核对")
	for _, c := range r.Checks {
		mark := " "
		if c.Clear {
			mark = "x"
		}
		p.Item("[%s] %s", "[%s] %s", mark, c.Text)
	}
	p.Heading(2, "Totals", "合计")
	p.Header(page.Text("Currency", "货币"), page.Number("Payees", "人数"), page.Number("Earned", "本期所得"), page.Number("Late corrections", "迟到的更正"), page.Number("Now", "本期合计"),
		page.Number("Last", "上期"), page.Number("Variance", "差异"), page.Number("Forecast", "预测"))
	for _, t := range r.Totals {
		places := t.Currency.MinorUnits()
		p.Row(string(t.Currency), count(t.Payees), wording.Amount(t.Earned, places), wording.Amount(t.Late, places), wording.Amount(t.Now, places),
			amount(t.Last, places), amount(t.Variance, places), amount(t.Forecast, places))
	}
	p.variances(r.Rows)
	p.people(r)
	if len(r.Uncredited) > 0 {
		p.Heading(2, "Credited to nobody", "无人计入的交易")
		p.Header(page.Text("Deal", "交易"), page.Text("Owner", "负责人"), page.Number("Amount", "金额"), page.Text("Why", "原因"))
		for _, h := range r.Uncredited {
			p.Row(markdown.Escape(h.Transaction), markdown.Escape(h.Owner), strings.TrimSpace(string(h.Currency)+" "+wording.Amount(h.Amount, 0)), p.Escape(h.Reason.Message))
		}
	}
	if len(r.Findings) > 0 {
		p.Heading(2, "Findings of the run", "运行提示")
		p.Findings(r.Findings)
	}
	p.Heading(2, "All rows", "全部明细")
	p.Header(page.Text("Payee", "人员"), page.Text("Plan", "方案"), page.Text("Component", "组成部分"), page.Text("Currency", "货币"), page.Number("Now", "本期"), page.Number("Last", "上期"),
		page.Number("Variance", "差异"), page.Number("%", "%"), page.Number("Forecast", "预测"))
	for _, x := range r.Rows {
		p.Row(markdown.Escape(x.who()), markdown.Escape(x.Plan), p.Escape(x.called()), string(x.Currency), x.money(x.Now), amount(x.Last, x.Places), amount(x.Variance, x.Places),
			amount(x.Percent, 1), amount(x.Forecast, x.Places))
	}
	return p.String()
}

type document struct{ page.Page }

// variances writes the rows beyond their limits, each with what explains it.
func (p *document) variances(rows []Row) {
	p.Heading(2, "Variances beyond the limit", "超限差异")
	some := false
	for _, r := range rows {
		if !r.Beyond && !r.BeyondForecast {
			continue
		}
		some = true
		what := markdown.Escape(r.who()) + " · " + markdown.Escape(r.Plan) + " · " + p.Escape(r.called())
		if r.Beyond {
			p.Item("%s: %s %s, %s from %s last time (%s %%)", "%s：%s %s，较上期 %[5]s 变动 %[4]s（%[6]s %%）", what, string(r.Currency), r.money(r.Now), signed(r.Variance.Decimal, r.Places), r.money(r.Last.Decimal), amount(r.Percent, 1))
			for _, part := range r.Parts {
				said := part.Cause.Name()
				if part.Text != (kam.Text{}) {
					said = wording.Say("%s: %s", "%s：%s", said, page.Escaped(part.Text))
				}
				p.WriteString("  ")
				p.Item("%s · %s", "%s · %s", signed(part.Amount, r.Places), said)
			}
		}
		if r.BeyondForecast {
			p.Item("%s: %s %s, %s from the forecast of %s", "%s：%s %s，较预测 %[5]s 相差 %[4]s", what, string(r.Currency), r.money(r.Now), signed(r.FromForecast.Decimal, r.Places), r.money(r.Forecast.Decimal))
		}
	}
	if !some {
		p.Line("None.", "无。")
	}
}

// people writes those who get nothing, are held, absent, or paid best.
func (p *document) people(r Report) {
	if len(r.Zero) > 0 {
		p.Heading(2, "Nothing to pay", "提成为零")
		for _, z := range r.Zero {
			p.Item("%s · %s", "%s · %s", markdown.Escape(z.Payee), markdown.Escape(z.Plan))
			for _, reason := range z.Reasons {
				p.WriteString("  ")
				if reason.Deals == 0 {
					p.Item("%s", "%s", page.Escaped(reason.Text))
					continue
				}
				p.Item("%d deals, such as %s: %s", "%d 笔交易，例如 %s：%s", reason.Deals, markdown.Escape(reason.First), page.Escaped(reason.Text))
			}
		}
	}
	if len(r.Held) > 0 {
		p.Heading(2, "Held", "暂停结算")
		for _, h := range r.Held {
			p.Item("%s · %s", "%s · %s", markdown.Escape(h.Payee), markdown.Escape(h.Plan))
			for _, m := range h.Last {
				p.WriteString("  ")
				p.Item("last time: %s %s", "上期：%s %s", string(m.Currency), wording.Amount(m.Amount, m.Currency.MinorUnits()))
			}
			for _, f := range h.Findings {
				p.WriteString("  ")
				p.Item("%s", "%s", page.Escaped(f.Message))
			}
		}
	}
	p.standings(r.Absent, "Absent since the last period", "上期有而本期没有")
	p.standings(r.Largest, "Best paid", "提成最高")
}

func (p *document) standings(list []Standing, en, zh string) {
	if len(list) == 0 {
		return
	}
	p.Heading(2, en, zh)
	for _, s := range list {
		who := markdown.Escape(s.Payee)
		if s.Plan != "" {
			who += " · " + markdown.Escape(s.Plan)
		}
		p.Item("%s: %s %s", "%s：%s %s", who, string(s.Currency), wording.Amount(s.Amount, s.Currency.MinorUnits()))
	}
}

// called returns what people read for the component.
func (r Row) called() kam.Text {
	if r.Label == (kam.Text{}) {
		return wording.Same(r.Component)
	}
	return r.Label
}

func (r Row) who() string {
	if r.Name != "" {
		return r.Name + " (" + r.Payee + ")"
	}
	return r.Payee
}

func amount(d decimal.NullDecimal, places int32) string {
	if !d.Valid {
		return "—"
	}
	return wording.Amount(d.Decimal, places)
}

func signed(d decimal.Decimal, places int32) string {
	if d.IsPositive() {
		return "+" + wording.Amount(d, places)
	}
	return wording.Amount(d, places)
}

func count(n int) string { return wording.Say("%d", "%d", n).EN }
