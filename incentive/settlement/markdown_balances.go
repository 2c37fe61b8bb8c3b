package settlement

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// paid says what was paid out so far, by the commission periods that it was paid for.
func (d *document) paid(total decimal.Decimal) {
	type sums struct{ sent, returned decimal.Decimal }
	periods := map[kam.Period]sums{}
	for _, p := range d.s.known().posted {
		if p.Account != ledger.PaidAccount || p.Currency != d.s.Currency() || p.Into.From.After(d.s.Period().From) {
			continue
		}
		x := periods[p.Into]
		if p.Kind == ledger.PayoutReturn {
			x.returned = x.returned.Sub(p.Amount)
		} else {
			x.sent = x.sent.Add(p.Amount)
		}
		periods[p.Into] = x
	}
	if len(periods) == 0 {
		return
	}
	d.Paragraph("Paid out in all up to now: %s %s, by the commission period that it was posted into:", "累计已发放：%s %s，按入账结算期列示如下：", d.s.Currency(), d.money(total))
	list := slices.SortedFunc(maps.Keys(periods), kam.Period.Compare)
	if skip := len(list) - shownPeriods; skip > 0 {
		earlier := decimal.Zero
		for _, p := range list[:skip] {
			earlier = earlier.Add(periods[p].sent).Sub(periods[p].returned)
		}
		d.Item("before %s: %s", "%s 之前：%s", list[skip].From, d.money(earlier))
		list = list[skip:]
	}
	for _, p := range list {
		x := periods[p]
		if x.returned.IsZero() {
			d.Item("%s: %s", "%s：%s", page.Escaped(wording.Days(p)), d.money(x.sent))
			continue
		}
		d.Item("%s: %s sent to payroll, %s", "%s：提交发放 %s，%s", page.Escaped(wording.Days(p)), d.money(x.sent), d.returned(p, x.sent, x.returned))
	}
	d.WriteByte('\n')
}

// returned says what of a period's payouts came back unpaid, and where that went.
func (d *document) returned(p kam.Period, sent, returned decimal.Decimal) kam.Text {
	what := wording.Say("%s of it returned unpaid", "其中 %s 被退回，未实际发放", d.money(returned))
	if returned.Equal(sent) {
		what = kam.Text{EN: "all of it returned unpaid", ZH: "已全部退回，未实际发放"}
	}
	switch {
	case p == d.s.Period():
		return wording.Say("%s: it is payable again, and part of what is payable now", "%s；退回金额重新计入本期应付", what)
	case p.Until == d.s.Period().From:
		return wording.Say("%s: it is payable again, and part of what was payable before this period, %s", "%s；退回金额重新计入应付，含于期初应付 %s 之内", what, d.money(d.s.Payout().Before.Payable))
	default:
		return wording.Say("%s: it became payable again at the end of that period", "%s；退回金额已重新计入该期期末应付", what)
	}
}

// shownPeriods is how many periods a list of payouts tells one by one.
const shownPeriods = 12

// steps tells each step with its reason, between what stood before and what stands now, so that every column adds up.
func (d *document) steps() {
	result := d.s.Payout()
	if len(result.Steps) == 0 {
		return
	}
	d.Heading(2, "Step by step", "逐项说明")
	d.Header(page.Text("Step", "项目"), page.Number("Payable", "应付"), page.Number("Balance held back", "暂扣余额"), page.Number("Balance owed", "欠款余额"), page.Text("Why", "原因"))
	d.Row(d.Say("Carried in", "期初结转"), d.money(result.Before.Payable), d.money(result.Before.HeldTotal()), d.money(result.Before.Owed()), d.Say("balances before %s", "%s 之前的余额", d.s.Period().From))
	for _, step := range result.Steps {
		d.Row(d.stepName(step.Kind), d.orBlank(step.Amount), d.orBlank(step.Held), d.orBlank(step.Owed), d.Escape(step.Because))
	}
	d.Row(d.Say("**Total now**", "**期末合计**"), d.bold(result.After.Payable), d.bold(result.After.HeldTotal()), d.bold(result.After.Owed()), "")
	d.WriteByte('\n')
	lifted := slices.ContainsFunc(result.Steps, func(s payout.Step) bool {
		return s.Kind == payout.StepGuaranteed || s.Kind == payout.StepDrawn || s.Kind == payout.StepRecovered
	})
	if terms := d.s.known().plan.Payout; lifted && terms != nil && len(result.After.Debts) == 0 {
		d.Paragraph("%s", "%s", d.payOfPeriod(*terms))
	}
}

func (d *document) bold(x decimal.Decimal) string { return bold(d.money(x)) }

func bold(figure string) string { return "**" + figure + "**" }

func (d *document) orBlank(x decimal.Decimal) string {
	if x.IsZero() {
		return ""
	}
	return d.money(x)
}

func (d *document) stepName(k payout.StepKind) string {
	for _, g := range groups {
		if slices.Contains(g.kinds, k) {
			return g.name.In(d.Lang)
		}
	}
	return string(k)
}

// held lists what is held back and what frees it.
func (d *document) held() {
	list := d.s.Payout().After.Held
	d.Heading(2, "Still held back", "暂扣余额明细")
	if len(list) == 0 {
		d.Paragraph("Nothing is held back any more.", "没有暂扣余额。")
		return
	}
	d.Header(page.Text("Deal", "交易"), page.Text("Component", "组成部分"), page.Text("Earned in", "所得期间"), page.Number("Amount", "金额"), page.Text("Released", "释放条件"), page.Text("Released on", "释放日期"))
	var lastDays []kam.Day
	for _, h := range list {
		until := d.Say("no fixed day", "无固定日期")
		if h.Due.IsSet() {
			until = h.Due.String()
		}
		if last, ends := d.s.lastDay(h.Version); ends {
			switch {
			case !h.Due.IsSet():
				until = d.Say("no fixed day, forfeited after %s", "无固定日期，%s 之后作废", last)
			case h.Due.After(last):
				until = d.Say("not released: %s is after %s", "不予释放：%s 晚于 %s", h.Due, last)
			}
			if !slices.Contains(lastDays, last) {
				lastDays = append(lastDays, last)
			}
		}
		deal := markdown.Escape(wording.Clip(h.Transaction))
		if h.Transaction == "" {
			deal = d.Say("no single deal", "非单笔交易")
		}
		d.Row(deal, d.Escape(d.s.ComponentLabel(h.Component)), d.Escape(wording.Days(h.Origin)), d.money(h.Amount), d.trigger(h.On), until)
	}
	d.Row(d.Say("**Total**", "**合计**"), "", "", d.bold(d.s.Payout().After.HeldTotal()), "", "")
	d.WriteByte('\n')
	for _, last := range lastDays {
		d.Paragraph("The last day is %s: what is held back can still be released up to %s, and the rest is forfeited then.", "离职日为 %s：暂扣金额在 %s 之前（含当日）满足条件的照常释放，其余届时作废。", d.s.known().left, last)
	}
}

// trigger says what frees what is held back.
func (d *document) trigger(on payout.Trigger) string {
	switch on {
	case payout.OnBooking:
		return d.Say("at once", "立即")
	case payout.OnInvoice:
		return d.Say("as it is invoiced, in proportion", "按开票比例")
	case payout.OnCollection:
		return d.Say("as its cash is collected, in proportion", "按回款比例")
	case payout.OnAcceptance:
		return d.Say("as the customer accepts it, in proportion", "按验收比例")
	case payout.OnYearEnd:
		return d.Say("at the end of the fiscal year", "财年末")
	case payout.OnDate:
		return d.Say("on a fixed day", "指定日期")
	case payout.OnAfter:
		return d.Say("some months after it was earned", "所得若干个月后")
	}
	return string(on)
}

// debts lists what is owed, how it is recovered, and why no more of it was recovered now.
func (d *document) debts() {
	result := d.s.Payout()
	d.Heading(2, "Still owed", "欠款余额明细")
	if len(result.After.Debts) == 0 {
		d.Paragraph("Nothing is owed.", "没有欠款。")
		return
	}
	d.Header(page.Text("Kind", "类别"), page.Text("From the period", "产生期间"), page.Number("Amount", "金额"))
	for _, x := range result.After.Debts {
		d.Row(debtName(x.Kind).In(d.Lang), d.Escape(wording.Days(x.Since)), d.money(x.Amount))
	}
	d.Row(d.Say("**Total**", "**合计**"), "", d.bold(result.After.Owed()))
	d.WriteByte('\n')
	terms := d.s.known().plan.Payout
	if terms == nil {
		return
	}
	if draw := result.Reasons.Draw; draw != (kam.Text{}) {
		d.Item("The draw of this period: %s.", "本期预支：%s。", page.Escaped(draw))
	}
	if why := result.Reasons.Recovery; why != (kam.Text{}) {
		d.Item("Why no more was paid back in this period: %s.", "本期未全部追收的原因：%s。", page.Escaped(why))
	}
	d.Item("%s", "%s", d.payOfPeriod(*terms))
	for _, text := range recovery(*terms, d.s.known().protected, d.s.Places()) {
		d.Item("%s", "%s", text)
	}
	d.WriteByte('\n')
}
