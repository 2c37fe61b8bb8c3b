package settlement

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// Markdown returns the statement as a Markdown document in one language: what is payable and how it comes about step by
// step, what is held back and what frees it, what is owed and how it is recovered, what late changes corrected, what
// changed since the last statement, how each deal was paid in which tier, why some paid nothing, and how far it is to the
// next tier. Tables whose amounts add up end in their total.
// Texts from outside are escaped. Every figure is on the statement.
func (s Statement) Markdown(lang kam.Lang) string {
	d := document{Page: page.Page{Lang: lang}, s: s}
	d.head()
	d.balance()
	d.steps()
	d.held()
	d.debts()
	d.corrected()
	d.adjusted()
	d.changes()
	d.earnings()
	d.unpaid()
	d.foot()
	text := d.String()
	for strings.Contains(text, "\n\n\n") {
		text = strings.ReplaceAll(text, "\n\n\n", "\n\n")
	}
	return strings.TrimRight(text, "\n") + "\n"
}

// document is one statement in one language.
type document struct {
	page.Page
	s Statement
}

func (d *document) money(x decimal.Decimal) string { return wording.Amount(x, d.s.Places()) }

func (d *document) head() {
	payee := d.s.Payee()
	id, version := d.s.Plan()
	result := d.s.Payout()
	d.Heading(1, "Statement: %s, %s", "结算单：%s，%s", d.Name(wording.Same(payee.Name), payee.ID), page.Escaped(wording.Days(d.s.Period())))
	d.Header(page.Text("", ""), page.Text("", ""))
	d.Row(d.Say("Payee", "人员"), d.Say("%s (%s)", "%s（%s）", d.Name(wording.Same(payee.Name), payee.ID), markdown.Escape(payee.ID)))
	d.Row(d.Say("Commission period", "结算期"), d.Escape(wording.Days(d.s.Period())))
	d.Row(d.Say("Plan", "方案"), d.Say("%s (%s, version %d)", "%s（%s，第 %d 版）", d.Escape(d.s.PlanTitle()), markdown.Escape(id), version))
	d.Row(d.Say("Payable", "应付"), "**"+string(d.s.Currency())+" "+d.money(d.s.Payable())+"**")
	d.Row(d.Say("Still held back", "暂扣余额"), string(d.s.Currency())+" "+d.money(result.After.HeldTotal()))
	d.Row(d.Say("Still owed by the payee", "欠款余额"), string(d.s.Currency())+" "+d.money(result.After.Owed()))
	d.WriteByte('\n')
	if st := d.s.known(); st.standing {
		d.Paragraph("This is what still stands in %s. What is earned now is paid in another currency and is on a statement of its own.", "本结算单仅列 %s 的未结余额；目前的所得以其他货币发放，另有结算单。", d.s.Currency())
	}
}

// groups are the steps of a calculation as a reader adds them up.
var groups = []struct {
	kinds []payout.StepKind
	name  kam.Text
}{
	{[]payout.StepKind{payout.StepPaid}, kam.Text{EN: "Paid out in the period so far", ZH: "本期此前已发放"}},
	{[]payout.StepKind{payout.StepCorrected}, kam.Text{EN: "Corrections of earlier periods", ZH: "以前期间的更正"}},
	{[]payout.StepKind{payout.StepEarned}, kam.Text{EN: "Earned in the period", ZH: "本期所得"}},
	{[]payout.StepKind{payout.StepHeld}, kam.Text{EN: "Held back this period", ZH: "本期暂扣"}},
	{[]payout.StepKind{payout.StepReleased}, kam.Text{EN: "Released this period", ZH: "本期释放"}},
	{[]payout.StepKind{payout.StepCancelled}, kam.Text{EN: "Cancelled while held back", ZH: "暂扣作废"}},
	{[]payout.StepKind{payout.StepForfeited}, kam.Text{EN: "Forfeited on leaving", ZH: "离职作废"}},
	{[]payout.StepKind{payout.StepClawback}, kam.Text{EN: "Clawed back this period", ZH: "本期追回"}},
	{[]payout.StepKind{payout.StepGuaranteed}, kam.Text{EN: "Added by the guarantee", ZH: "保底补足"}},
	{[]payout.StepKind{payout.StepDrawn}, kam.Text{EN: "Added by the draw", ZH: "预支"}},
	{[]payout.StepKind{payout.StepRecovered}, kam.Text{EN: "Debts paid back this period", ZH: "本期追收欠款"}},
	{[]payout.StepKind{payout.StepForgiven}, kam.Text{EN: "Debts forgiven this period", ZH: "本期豁免欠款"}},
	{[]payout.StepKind{payout.StepAdjusted}, kam.Text{EN: "Manual adjustments", ZH: "手工调整"}},
	{[]payout.StepKind{payout.StepShortfall}, kam.Text{EN: "Turned into a debt", ZH: "转为欠款"}},
}

// balance leads from what was payable before to what is payable now.
func (d *document) balance() {
	result := d.s.Payout()
	d.Heading(2, "How the payable amount comes about", "应付金额的由来")
	d.Header(page.Text("", ""), page.Number("Amount", "金额"))
	d.Row(d.Say("Payable before this period: what became payable up to %s and is not paid out yet", "期初应付（截至 %s 已计入应付而尚未发放的部分）", d.s.Period().From.AddDays(-1)), d.money(result.Before.Payable))
	for _, g := range groups {
		sum, found := decimal.Zero, false
		for _, step := range result.Steps {
			if slices.Contains(g.kinds, step.Kind) && !step.Amount.IsZero() {
				sum, found = sum.Add(step.Amount), true
			}
		}
		if found {
			d.Row(g.name.In(d.Lang), d.money(sum))
		}
	}
	d.Row(d.Say("**Payable now**", "**现应付**"), "**"+d.money(d.s.Payable())+"**")
	d.WriteByte('\n')
	d.paid(result.After.Paid)
}

// corrected lists what late changes have changed.
func (d *document) corrected() {
	list := slices.Collect(d.s.Corrections())
	if len(list) == 0 {
		return
	}
	places := placesOf(d.s.known().plan.Rounding.Places, d.s.known().plan.Currency)
	amount := func(x decimal.NullDecimal) string {
		if !x.Valid {
			return "–"
		}
		return wording.Amount(x.Decimal, places)
	}
	d.Heading(2, "Corrections of earlier periods", "以前期间的更正")
	if plan := d.s.known().plan.Currency; plan != d.s.Currency() {
		d.Paragraph("In %s, as the plan earns it.", "以方案货币 %s 计。", plan)
	}
	d.Header(page.Text("Period", "期间"), page.Text("Component", "组成部分"), page.Text("Deal", "交易"), page.Number("Before", "原为"), page.Number("Now", "现为"), page.Number("Difference", "差额"), page.Text("Now: base × rate", "现按：基数 × 提成比例"), page.Text("Why", "原因"))
	before, now, total := decimal.NewNullDecimal(decimal.Zero), decimal.NewNullDecimal(decimal.Zero), decimal.Zero
	for _, c := range list {
		deal := markdown.Escape(wording.Clip(c.Transaction))
		if deal == "" {
			deal = d.Say("no single deal", "非单笔交易")
		}
		d.Row(d.Escape(wording.Days(c.Origin)), d.Escape(d.s.ComponentLabel(c.Component)), deal, amount(c.Before), amount(c.Now), wording.Amount(c.Amount, places), markdown.Escape(c.Formula), d.Escape(c.Reason))
		before, now, total = plus(before, c.Before), plus(now, c.Now), total.Add(c.Amount)
	}
	d.Row(d.Say("**Total**", "**合计**"), "", "", bold(amount(before)), bold(amount(now)), bold(wording.Amount(total, places)), "", "")
	d.WriteByte('\n')
}

// adjusted lists the manual adjustments.
func (d *document) adjusted() {
	list := slices.Collect(d.s.Adjustments())
	if len(list) == 0 {
		return
	}
	d.Heading(2, "Manual adjustments", "手工调整")
	d.Header(page.Text("Adjustment", "编号"), page.Number("Amount", "金额"), page.Text("Why", "原因"), page.Text("Asked for by", "申请人"), page.Text("Approved by", "审批人"))
	total := decimal.Zero
	for _, a := range list {
		d.Row(markdown.Escape(wording.Clip(a.ID)), d.money(a.Amount), markdown.Escape(a.Reason), markdown.Escape(wording.Clip(a.RequestedBy)), markdown.Escape(wording.Clip(a.ApprovedBy)))
		total = total.Add(a.Amount)
	}
	d.Row(d.Say("**Total**", "**合计**"), d.bold(total), "", "", "")
	d.WriteByte('\n')
}

// plus adds two figures; the sum is unknown where one of them is.
func plus(a, b decimal.NullDecimal) decimal.NullDecimal {
	return decimal.NullDecimal{Decimal: a.Decimal.Add(b.Decimal), Valid: a.Valid && b.Valid}
}

// changes compares with the last statement.
func (d *document) changes() {
	since, list := d.s.Changes()
	if since.IsZero() {
		if slices.ContainsFunc(d.s.known().posted, func(p ledger.Posted) bool { return p.Kind == ledger.Opened }) {
			d.Heading(2, "What changed", "变化")
			d.Paragraph("Earlier figures were brought in from another system; there is no period to compare with.", "此前数据由其他系统转入，无可比期间。")
		}
		return
	}
	d.Heading(2, "What changed since the period before, %s", "与上期（%s）相比的变化", page.Escaped(wording.Days(since)))
	d.Header(page.Text("What", "项目"), page.Number("Period before", "上期"), page.Number("This period", "本期"), page.Number("Difference", "差额"), page.Text("Because", "原因"))
	var total Change
	for _, c := range list {
		name := kindName(c.Kind).In(d.Lang)
		if !strings.HasPrefix(c.Component, "(") {
			name = d.Say("%s: %s", "%s：%s", name, d.Escape(clipped(d.s.ComponentLabel(c.Component))))
		}
		if c.Currency == d.s.Currency() {
			total.Last, total.Now, total.Difference = total.Last.Add(c.Last), total.Now.Add(c.Now), total.Difference.Add(c.Difference)
		} else {
			name = d.Say("%s, in %s", "%s（%s）", name, c.Currency)
		}
		d.Row(name, d.money(c.Last), d.money(c.Now), d.money(c.Difference), d.Escape(c.Because))
	}
	d.Row(d.Say("**Added to what is payable, in %s**", "**计入应付合计（%s）**", d.s.Currency()), d.bold(total.Last), d.bold(total.Now), d.bold(total.Difference), "")
	d.WriteByte('\n')
	if len(d.s.known().corrections) > 0 {
		d.Paragraph("The column “Period before” is what was posted into %s at the time. What corrections have changed of it since is in the column “This period” alone.",
			"“上期”一栏为当时记入 %s 的金额；此后的更正只计入“本期”一栏。", page.Escaped(wording.Days(since)))
	}
}

// earnings embeds the earnings part, one level deeper.
func (d *document) earnings() {
	for _, e := range d.s.Earnings() {
		if len(d.s.known().earnings) > 1 {
			d.Heading(2, "Earnings of the assignment from %s", "自 %s 起分配的所得", e.Assignment().Period.From)
		} else {
			d.Heading(2, "Earnings", "所得明细")
		}
		for line := range strings.Lines(e.Details(d.Lang)) {
			if strings.HasPrefix(line, "#") {
				line = "#" + line
			}
			d.WriteString(line)
		}
	}
}

// unpaid lists the deals that paid nothing.
func (d *document) unpaid() {
	list := d.s.Unpaid()
	if len(list) == 0 {
		return
	}
	d.Heading(2, "Deals that paid nothing in this period", "本期未产生提成的交易")
	d.Header(page.Text("Deal", "交易"), page.Text("Why", "原因"))
	for _, u := range list {
		d.Row(markdown.Escape(wording.Clip(u.Transaction)), d.Escape(wording.Clauses(u.reasons())))
	}
	d.WriteByte('\n')
}

func (d *document) foot() {
	d.Heading(2, "Proof", "校验信息")
	d.Paragraph("These numbers stand for everything that the statement was computed from: as long as the plan and the inputs are the same, so are the numbers and every amount above. Quote them with a question.",
		"以下编号代表本结算单的全部计算依据：只要方案与输入不变，编号和以上各金额便不变。如有疑问，请一并提供。")
	d.Item("Settlement: %s", "结算编号：%s", d.s.known().of.ID())
	for _, e := range d.s.Earnings() {
		d.Item("Plan: %s", "方案哈希：%s", e.PlanHash())
		d.Item("Inputs: %s", "输入哈希：%s", e.InputHash())
	}
}
