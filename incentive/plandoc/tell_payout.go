package plandoc

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// payout tells what becomes of what is earned.
func (w *writer) payout() {
	t := w.plan.Payout
	w.Heading(2, "What becomes of what is earned", "所得的发放")
	if t == nil {
		w.Line("What a period earns is payable at once.", "本期所得即期应付。")
		return
	}
	w.convert(t.Convert)
	for _, h := range t.Holdbacks {
		w.holdback(h)
	}
	if len(t.Holdbacks) == 0 {
		w.Item("Nothing is held back.", "不设暂扣。")
	}
	if t.Guarantee != nil {
		w.guarantee(*t.Guarantee)
	}
	if t.Draw != nil {
		w.draw(*t.Draw)
	}
	if t.Clawback != nil {
		w.clawback(*t.Clawback)
	}
	if t.Recovery != nil {
		w.recovery(*t.Recovery)
	}
	if t.Leavers != nil {
		w.leavers(*t.Leavers)
	}
	if t.Minimum != nil && t.Minimum.Amount.Valid {
		w.Item("Minimum payout: a payable below %s is carried forward.", "最低发放额：应付不足 %s 时结转。", w.money(t.Minimum.Amount.Decimal))
	}
}

func payRates() []meaning {
	return []meaning{
		{"period-end", "the rate of the last day of the period in which it was earned", "所得期间最后一日的汇率"},
		{"period-average", "the rate stated for the period in which it was earned", "所得期间的公布汇率"},
		{"plan", "the rate of the first day of the plan", "方案首日的汇率"},
	}
}

func (w *writer) convert(c *payout.Convert) {
	if c == nil {
		w.Item("It is paid in %s.", "以 %s 支付。", string(w.plan.Currency))
		return
	}
	places := say("the minor units of that currency", "舍入到该货币的最小单位")
	if c.Places != nil {
		places = say("%d decimal places", "保留 %d 位小数", *c.Places)
	}
	w.Item("It is paid in the payee's currency, at %s, rounded to %s, %s.", "以收款人的货币支付，按%s折算，%s，%s。", w.rateOf(c.Policy, c.Table), places, told(roundingModes(), c.Mode))
	w.Item("What changes later on a deal of an earlier period, as by a refund, is converted at %s.", "以前期间的交易后来发生的变动（例如退款），按%s折算。", told([]meaning{
		{"original", "the rate of the period in which the deal counted", "该交易计入期间的汇率"}, {"own", "the rate of the period of the change", "变动所在期间的汇率"},
	}, c.Refunds))
	for _, k := range c.Components {
		w.Item("%s is converted at %s.", "%s 按%s折算。", "**"+w.Escape(w.componentLabel(k.Component))+"**", w.rateOf(k.Policy, k.Table))
	}
}

// rateOf tells a rate policy and the table that rates stand in.
func (w *writer) rateOf(p payout.RatePolicy, table string) kam.Text {
	if table == "" {
		return told(payRates(), p)
	}
	return say("%s (table “%s”)", "%s（“%s”表）", told(payRates(), p), markdown.Escape(table))
}

// of tells which components something is about.
func (w *writer) of(components []string, rest kam.Text) kam.Text {
	if len(components) == 0 {
		return rest
	}
	return say("%s", "组成部分 %s ", w.componentNames(components))
}

func (w *writer) holdback(h payout.Holdback) {
	var texts []kam.Text
	for _, p := range h.Parts {
		when := told([]meaning{
			{"booking", "at once", "即期支付"},
			{"invoice", "as it is invoiced, in proportion", "按开票比例释放"},
			{"collection", "as the customer pays, in proportion to the cash", "按回款比例释放"},
			{"acceptance", "as the customer accepts, in proportion", "按验收比例释放"},
			{"year-end", "with the last period of the fiscal year", "财年末释放"},
		}, p.On)
		switch p.On {
		case payout.OnDate:
			when = say("on %s", "%s 当期释放", p.Date)
		case payout.OnAfter:
			when = say("after %d months", "%d 个月后释放", p.Months)
		default: // told above
		}
		texts = append(texts, say("%s %s", "%[2]s %[1]s", part(p.Share), when))
	}
	w.Item("Holdback of %s: %s.", "%s的暂扣与释放：%s。", w.of(h.Components, say("everything else", "其余所得")), joined(texts))
	w.Item("Earnings that belong to no deal %s.", "不属于任何交易的所得%s。", told([]meaning{
		{"spread", "are spread over the deals of the period", "分摊到本期各交易"}, {"at-once", "are paid, or taken, at once", "即期支付或扣减"}, {"hold", "are divided like a deal", "比照交易暂扣"},
	}, h.Sums))
	if h.Mode != "" {
		w.Item("Parts are rounded %s; the last takes the rest.", "各部分舍入方式为%s，最后一部分取余数。", told(roundingModes(), h.Mode))
	}
}

// amount tells an amount of the terms, or that each payee has one.
func (w *writer) amount(d decimal.NullDecimal) kam.Text {
	if d.Valid {
		return wording.Same(w.money(d.Decimal))
	}
	return say("each payee's own amount", "各人各自的金额")
}

func (w *writer) span(s payout.Span) kam.Text {
	when := say("always", "始终有效")
	switch {
	case !s.Period.IsZero():
		when = say("%s", "%s", days(s.Period))
	case s.MonthsFromHire > 0:
		when = say("for %d months from the day of hire", "入职起 %d 个月", s.MonthsFromHire)
	}
	partial := told([]meaning{{"full", "a period in part counts in full", "不足整期按整期计"}, {"by-days", "a period in part counts by its days", "不足整期按天计"}, {"none", "a period in part does not count", "不足整期不计"}}, s.Partial)
	if s.Partial == "" {
		return when
	}
	return wording.Clauses([]kam.Text{when, partial})
}

func against() []meaning {
	return []meaning{{"earned", "what is earned, held back or not", "所得（无论是否暂扣）"}, {"released", "what is not held back and what is released", "未暂扣及已释放的金额"}}
}

func belowZero() []meaning {
	return []meaning{{"lift", "pay is lifted to the full floor", "补足至全额"}, {"keep", "the floor is paid and what was taken back comes off it", "按保底支付，再减去扣回部分"}}
}

func (w *writer) guarantee(g payout.Guarantee) {
	w.Item("Guarantee: pay is at least %s a period, %s; it is never paid back.", "保底：每期至少 %s，%s；无需归还。", w.amount(g.Amount), w.span(g.For))
	w.Item("The guarantee is compared with %s; in a period below zero %s.", "保底与%s比较；期间低于零时，%s。", told(against(), g.Against), told(belowZero(), g.BelowZero))
}

func (w *writer) draw(d payout.Draw) {
	level, above := say("Draw level", "预支保底额"), meaning{"above-draw", "what exceeds the draw level of the period", "净提成超出本期预支保底额的部分"}
	if d.Kind == payout.OnTop || d.Kind == payout.StartOfPeriod {
		level, above = say("Draw", "预支"), meaning{"above-draw", "what exceeds the draw of the period", "净提成超出本期预支的部分"}
	}
	w.Item("%s of %s a period, %s: %s.", "%s每期 %s，%s：%s。", level, w.amount(d.Amount), w.span(d.For), told([]meaning{
		{"non-recoverable", "pay is lifted to it, and nothing is owed", "补足至该额，无需归还"},
		{"recoverable", "pay is lifted to it, and what was added is owed", "补足至该额，补足部分须归还"},
		{"advance", "it is paid on top, and all of it is owed", "在所得之外预付，全额须归还"},
		{"start-of-period", "it is paid before the period is calculated and taken out of its earnings; what they do not cover is owed", "期初预付并从本期所得扣除，不足部分须归还"},
	}, d.Kind))
	if d.Against != "" {
		w.Item("The draw is compared with %s.", "预支与%s比较。", told(against(), d.Against))
	}
	if d.BelowZero != "" {
		w.Item("In a period below zero %s.", "期间低于零时，%s。", told(belowZero(), d.BelowZero))
	}
	if r := d.Recovery; r != nil {
		from := say("at once", "立即开始")
		switch {
		case r.From.IsSet():
			from = say("from %s on", "自 %s 起", r.From)
		case r.AfterMonths > 0:
			from = say("%d months after the first day of the draw", "预支首日 %d 个月后", r.AfterMonths)
		}
		w.Item("The advance is paid back %s: %s of %s.", "预支归还%s：以%[3]s的 %[2]s 归还。", from, w.fraction(r.Share), told([]meaning{above, {"all", "all pay", "全部净提成"}}, r.Of))
	}
	for _, f := range d.Forgive {
		on := say("on leaving", "离职时")
		if f.On == payout.ForgiveOnDate {
			on = say("on %s", "%s", f.Date)
		}
		w.Item("Forgiveness %s: %s of what is owed then.", "豁免（%s）：届时所欠的 %s。", on, w.fraction(f.Share))
	}
}

func (w *writer) fraction(f *kam.Fraction) string {
	if f == nil {
		return percent(decimal.New(1, 0))
	}
	return part(*f)
}

func (w *writer) clawback(c payout.Clawback) {
	window := say("without an end", "不设期限")
	switch {
	case c.Days > 0:
		window = say("within %d days of the day on which it counted", "自计入日期起 %d 天内", c.Days)
	case c.Months > 0:
		window = say("within %d months of the day on which it counted", "自计入日期起 %d 个月内", c.Months)
	}
	method := told([]meaning{{"full", "all", "全部"}, {"prorated-days", "the part of that time that is left", "剩余天数对应的比例"}, {"schedule", "the part below, by instalments elapsed,", "下表中已过期数对应的比例"}}, c.Method)
	if c.Method == payout.ClawPercent {
		method = wording.Same(w.fraction(c.Share))
	}
	w.Item("Clawback for %s: a deal that is cancelled %s takes back %s of %s.", "%s的追回：交易%s取消的，追回%s，以%s为基数。", w.of(c.Components, say("every component", "各组成部分")), window, method,
		told([]meaning{{"earned", "what it has earned", "其所得"}, {"paid-only", "what of it was released", "其中已释放的金额"}}, c.Base))
	if len(c.Bands) > 0 {
		w.gap()
		w.Header(page.Number("Instalments elapsed, from", "已过期数（起）"), page.Number("Taken back", "追回比例"))
		for _, b := range c.Bands {
			w.Row(strconv.Itoa(b.From), w.fraction(b.Share))
		}
		w.gap()
	}
	if c.Withdrawn != nil {
		w.Item("A deal that is withdrawn, as if never made, takes back %s.", "撤回的交易视同未发生，追回 %s。", part(*c.Withdrawn))
	}
	w.Item("What is still held back of it %s.", "其中仍暂扣的部分%s。", told([]meaning{{"cancel", "is cancelled", "予以作废"}, {"first", "is used first, and the rest is released", "优先抵扣，余额照常释放"}, {"keep", "is released all the same", "照常释放"}}, c.Held))
	if c.Sums != "" {
		w.Item("What belongs to no deal, such as a cap, a gate or a multiplier on a sum, %s.", "不属于任何交易的金额（如合计上的封顶、门槛或系数）%s。", told([]meaning{{"spread", "lowers or raises what each deal of the period has earned, in proportion", "按比例计入当期各交易的所得"}, {"leave", "stays as it is when a deal is taken back", "不因追回交易而改变"}}, c.Sums))
	}
	w.position(c.Position, say("Clawback", "追回"))
}

// position tells whether something comes before or after draw and guarantee.
func (w *writer) position(p payout.Position, what kam.Text) {
	if p == "" {
		return
	}
	w.Item("%s %s.", "%s%s。", what, told([]meaning{
		{"before-draw", "lowers the pay that draw and guarantee are compared with", "在预支与保底之前计算，先减少用于比较的净提成"}, {"after-draw", "comes off what draw and guarantee have lifted", "在预支与保底之后计算，从补足后的净提成中扣除"},
	}, p))
}

func (w *writer) recovery(r payout.Recovery) {
	order := told([]meaning{{"oldest-first", "the oldest first", "先欠先还"}}, r.Order)
	if r.Order == payout.ByKind {
		var kinds []kam.Text
		for _, k := range r.Kinds {
			kinds = append(kinds, told([]meaning{{"draw", "draw advances", "预支"}, {"shortfall", "shortfalls", "应付不足"}, {"opening", "balances brought in", "期初欠款"}}, k))
		}
		order = say("%s", "依次为%s", joined(kinds))
	}
	w.Item("Pay is never negative: what is missing is owed, and recovered from later pay, %s.", "发放额不为负：不足部分记为欠款，从以后各期净提成中追收，%s。", order)
	if r.MaxShareOfPay != nil {
		w.Item("At most %s of a period's pay is used for it.", "每期最多以净提成的 %s 归还。", part(*r.MaxShareOfPay))
	}
	if r.ProtectedMinimum.Valid {
		w.Item("%s of a period's pay are left to the payee.", "每期为收款人保留 %s。", w.money(r.ProtectedMinimum.Decimal))
	}
	w.position(r.Position, say("Recovery", "追收"))
}

func (w *writer) leavers(l payout.Leavers) {
	w.Item("On leaving, what is held back %s.", "离职时，暂扣部分%s。", told([]meaning{{"forfeit", "is forfeited", "作废"}, {"release", "is released", "全部释放"}, {"as-events", "is released as for everybody", "按原条件释放"}}, l.Held))
	if l.TrailingMonths != nil {
		w.Item("That ends %d months after the last day.", "至最后工作日后 %d 个月为止。", *l.TrailingMonths)
	}
	w.Item("Debts of leavers are recovered %s.", "离职者的欠款%s。", told([]meaning{{"as-terms", "as before", "按原条款追收"}, {"from-final-pay", "from all final pay, without limits", "从最后应付中不设限追收"}}, l.Debts))
}
