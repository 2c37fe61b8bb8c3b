package payroll

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/wording"
)

// page builds a document in one language.
type page struct {
	strings.Builder
	lang kam.Lang
}

func (p *page) say(en, zh string, args ...any) string { return wording.Say(en, zh, args...).In(p.lang) }

func (p *page) paragraph(text string) { p.WriteString(text + "\n\n") }

// table begins a table; an alignment is "---" or "--:".
func (p *page) table(head, alignment []string) {
	p.WriteString(markdown.Row(head...))
	p.WriteString("|" + strings.Join(alignment, "|") + "|\n")
}

func amountIn(d decimal.Decimal, c kam.Currency) string {
	return markdown.Escape(money(d, c))
}

// Markdown returns the pay run as a document in one language: what is paid, the sums, and what stays payable and why.
// Texts from outside are escaped.
func (p PayRun) Markdown(lang kam.Lang) string {
	d := page{lang: lang}
	d.paragraph(d.say("# Pay run %s", "# 发放批次 %s", markdown.Escape(p.Run)))
	d.paragraph(d.say("Paid on %s.", "发放日：%s。", p.PayDate.Date))
	if p.Repeated {
		d.paragraph(d.say("The run is in the ledger already; nothing is posted again.", "该批次已入账，不再重复入账。"))
	}
	if len(p.Lines) == 0 {
		d.paragraph(d.say("Nothing is paid.", "本次无发放。"))
	} else {
		d.table([]string{d.say("Line", "行号"), d.say("Payee", "收款人"), d.say("Plan", "方案"), d.say("Amount", "金额")}, []string{"---", "---", "---", "--:"})
		for _, l := range p.Lines {
			d.WriteString(markdown.Row(markdown.Escape(l.ID), markdown.Escape(l.Payee), markdown.Escape(l.Plan), amountIn(l.Amount, l.Currency)))
		}
		for _, total := range p.Totals {
			d.WriteString(markdown.Row("**"+d.say("Total", "合计")+"**", "", "", "**"+amountIn(total.Amount, total.Currency)+"**"))
		}
		d.WriteString("\n")
	}
	if len(p.Kept) > 0 {
		d.paragraph(d.say("## What stays payable", "## 暂不发放"))
		d.table([]string{d.say("Payee", "收款人"), d.say("Plan", "方案"), d.say("Amount", "金额"), d.say("Why", "原因")}, []string{"---", "---", "--:", "---"})
		for _, k := range p.Kept {
			d.WriteString(markdown.Row(markdown.Escape(k.Payee), markdown.Escape(k.Plan), amountIn(k.Amount, k.Currency), markdown.Escape(k.Because.In(lang))))
		}
		d.WriteString("\n")
	}
	return d.String()
}

// word returns the outcome as a word for people.
func (o Outcome) word() kam.Text {
	switch o {
	case Matched:
		return kam.Text{EN: "matched", ZH: "一致"}
	case Missing:
		return kam.Text{EN: "not answered", ZH: "未答复"}
	case Extra:
		return kam.Text{EN: "extra payment", ZH: "多付"}
	case Different:
		return kam.Text{EN: "different", ZH: "不一致"}
	case NotPaid:
		return kam.Text{EN: "rejected", ZH: "退回"}
	}
	return wording.Same(string(o))
}

// Markdown returns the reconciliation as a document in one language: the sums by currency and payee, and every line that
// was not paid as calculated. Texts from outside are escaped.
func (r Reconciliation) Markdown(lang kam.Lang) string {
	d := page{lang: lang}
	d.paragraph(d.say("# Reconciliation with payroll", "# 与薪资发放核对"))
	verdict := d.say("Every line was answered, and paid or rejected with the amount that was calculated.", "每一行均已答复，并按核算金额发放或退回。")
	if !r.Clean() {
		verdict = d.say("Some lines are not explained: see the list below.", "部分行未能对上，见下表。")
	}
	d.paragraph(verdict)
	for _, o := range []Outcome{Matched, NotPaid, Missing, Different, Extra} {
		d.WriteString("- " + d.say("%s: %s", "%s：%s", o.word(), strconv.Itoa(r.Counts[o])) + "\n")
	}
	d.WriteString("\n")
	d.sums(d.say("## Sums", "## 合计"), r.Totals, false)
	d.sums(d.say("## By payee", "## 按收款人"), r.Payees, true)
	d.rows(r)
	return d.String()
}

func (p *page) sums(title string, sums []Sum, named bool) {
	if len(sums) == 0 {
		return
	}
	p.paragraph(title)
	head, alignment := []string{}, []string{}
	if named {
		head, alignment = append(head, p.say("Payee", "收款人")), append(alignment, "---")
	}
	p.table(append(head, p.say("Calculated", "核算金额"), p.say("Paid", "已发放"), p.say("Rejected", "退回"), p.say("Not answered", "未答复"), p.say("Difference", "差额")),
		append(alignment, "--:", "--:", "--:", "--:", "--:"))
	for _, s := range sums {
		var cells []string
		if named {
			cells = append(cells, p.payee(s.Payee))
		}
		for _, amount := range []decimal.Decimal{s.Calculated, s.Paid, s.Rejected, s.Open, s.Difference} {
			cells = append(cells, amountIn(amount, s.Currency))
		}
		p.WriteString(markdown.Row(cells...))
	}
	p.WriteString("\n")
}

// payee names a payee, and payments that belong to none.
func (p *page) payee(id string) string {
	if id == "" {
		return p.say("(no line)", "（无对应行）")
	}
	return markdown.Escape(id)
}

// rows lists what was not paid as calculated.
func (p *page) rows(r Reconciliation) {
	if r.Counts[Matched] == len(r.Rows) {
		return
	}
	p.paragraph(p.say("## Lines that were not paid as calculated", "## 未按核算金额发放的行"))
	p.table([]string{
		p.say("Line", "行号"), p.say("Payee", "收款人"), p.say("Plan", "方案"), p.say("Result", "结果"), p.say("Calculated", "核算金额"),
		p.say("Paid", "已发放"), p.say("Rejected", "退回"), p.say("Reason", "原因"), p.say("Answer", "答复位置"),
	}, []string{"---", "---", "---", "---", "--:", "--:", "--:", "---", "---"})
	for _, w := range r.Rows {
		if w.Outcome == Matched {
			continue
		}
		p.WriteString(markdown.Row(markdown.Escape(w.LineID), p.payee(w.Payee), markdown.Escape(w.Plan), w.Outcome.word().In(p.lang),
			amountIn(w.Calculated, w.Currency), amountIn(w.Paid, w.Currency), amountIn(w.Rejected, w.Currency), markdown.Escape(w.Reason), markdown.Escape(w.Place)))
	}
	p.WriteString("\n")
}
