package payout

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// Describe returns the terms as sentences, one for each rule, in the order of the calculation: for plan documents.
func (r *Rules) Describe() []kam.Text {
	if r.terms.Recovery == nil {
		return nil
	}
	d := describer{r: r}
	d.convert()
	for _, h := range r.terms.Holdbacks {
		d.holdback(h)
	}
	d.guarantee()
	d.draw()
	d.clawback()
	d.recovery()
	d.leavers()
	if m := r.terms.Minimum; m != nil {
		d.say("A payable below %s is carried forward to the next payroll.", "应付金额低于 %s 时结转至下一次发放。", d.money(m.Amount.Decimal))
	}
	return d.list
}

type describer struct {
	r    *Rules
	list []kam.Text
}

func (d *describer) say(en, zh string, args ...any) {
	d.list = append(d.list, wording.Say(en, zh, args...))
}

func (d *describer) money(amount decimal.Decimal) string {
	return string(d.r.money.Currency) + " " + grouped(amount, d.r.money.Places)
}

// amount says an amount of the terms, or that each payee has his own.
func (d *describer) amount(amount decimal.NullDecimal) kam.Text {
	if !amount.Valid {
		return kam.Text{EN: "an amount agreed with each payee", ZH: "与个人约定的金额"}
	}
	return wording.Same(d.money(amount.Decimal))
}

func (d *describer) convert() {
	c := d.r.terms.Convert
	if c == nil {
		return
	}
	rate := func(p RatePolicy) kam.Text {
		switch p {
		case RateAtPeriodEnd:
			return kam.Text{EN: "the rate of the period's last day", ZH: "结算期最后一天的汇率"}
		case RatePeriodAverage:
			return kam.Text{EN: "the period's average rate", ZH: "结算期平均汇率"}
		default:
			return kam.Text{EN: "the rate of the plan's first day", ZH: "方案生效首日的汇率"}
		}
	}
	d.say("Earnings become money in the payee's currency at %s, rounded once per component (%s).", "所得按%s换算为发放货币，每个组成部分舍入一次（%s）。", rate(c.Policy), modeName(c.Mode))
	for _, own := range c.Components {
		d.say("For %s it is %s.", "其中 %s 采用%s。", wording.Clip(own.Component), rate(own.Policy))
	}
	refunds := kam.Text{EN: "A refund of a deal of an earlier period takes back at the rate of the deal's own period.", ZH: "以前结算期交易的退款，按原交易所属结算期的汇率扣回。"}
	if c.Refunds == RefundsOwn {
		refunds = kam.Text{EN: "A refund of a deal of an earlier period takes back at the rate of the period of the refund.", ZH: "以前结算期交易的退款，按退款所在结算期的汇率扣回。"}
	}
	d.say("%s", "%s", refunds)
}

func (d *describer) holdback(h Holdback) {
	of := kam.Text{EN: "all other components", ZH: "其余所有组成部分"}
	if len(h.Components) > 0 {
		of = wording.Say("%s", "%s ", wording.Words(h.Components))
	}
	parts := make([]kam.Text, len(h.Parts))
	for i, p := range h.Parts {
		parts[i] = wording.Say("%s %s", "%[2]s发放 %[1]s", percent(p.Share.Rat()), trigger(p, p.Date))
	}
	d.say("Of the earnings of %s, the payee receives %s.", "%s的所得分次发放：%s。", of, wording.Join(parts))
	switch h.Sums {
	case SumsSpread:
		d.say("Amounts that belong to no deal are spread over the deals of the period.", "不属于任何交易的金额按比例摊入当期各交易。")
	case SumsHold:
		d.say("Amounts that belong to no deal are divided alike.", "不属于任何交易的金额同样分次发放。")
	default:
		d.say("Amounts that belong to no deal are paid or taken at once.", "不属于任何交易的金额立即发放或扣减。")
	}
}

// span says when something holds.
func (d *describer) span(s Span) kam.Text {
	when := kam.Text{EN: "for each commission period", ZH: "每个结算期"}
	switch {
	case s.MonthsFromHire > 0:
		when = wording.Say("for each commission period of the first %d months after hire", "入职后前 %d 个月内的每个结算期", s.MonthsFromHire)
	case !s.Period.IsZero():
		when = wording.Say("for each commission period (%s)", "每个结算期（%s）", wording.Days(s.Period))
	}
	switch s.Partial {
	case PartialByDays:
		return wording.Say("%s, by days where it is covered in part", "%s，部分覆盖时按天数折算", when)
	case PartialNone:
		return wording.Say("%s that is covered in full", "%s，须完整覆盖", when)
	default:
		return wording.Say("%s, in full where it is covered in part", "%s，部分覆盖时仍按全额", when)
	}
}

func against(a Against) kam.Text {
	if a == AgainstReleased {
		return kam.Text{EN: "what is released", ZH: "当期可发放金额"}
	}
	return kam.Text{EN: "what is earned", ZH: "当期所得"}
}

func (d *describer) guarantee() {
	if g := d.r.terms.Guarantee; g != nil {
		d.say("%s is guaranteed %s: %s is lifted to it, and nothing is paid back.", "保底 %s，适用于%s：%s不足时补足，无须归还。", d.amount(g.Amount), d.span(g.For), against(g.Against))
	}
}

func (d *describer) draw() {
	t := d.r.terms.Draw
	if t == nil {
		return
	}
	amount, span, base := d.amount(t.Amount), d.span(t.For), against(t.Against)
	switch t.Kind {
	case NonRecoverable:
		d.say("A draw level of %s holds %s: %s is lifted to it, and nothing is paid back.", "预支保底额 %s，适用于%s：%s不足时补足，无须归还。", amount, span, base)
	case Recoverable:
		d.say("A draw level of %s holds %s: %s is lifted to it, and what is added is an advance that is owed.", "预支保底额 %s，适用于%s：%s不足时预支补足，补足部分须归还。", amount, span, base)
	case OnTop:
		d.say("A draw of %s is paid on top of earnings %s; all of it is owed.", "在所得之外另行预支 %s，适用于%s；须归还。", amount, span)
	default:
		d.say("A draw of %s is paid in advance %s: at its start, to be taken out of its earnings; what they do not cover is owed.", "期初预支 %s，适用于%s；期末从所得中扣回，不足部分须归还。", amount, span)
	}
	if rec := t.Recovery; rec != nil {
		of := kam.Text{EN: "all pay", ZH: "全部净提成"}
		if rec.Of == AboveDraw {
			of = kam.Text{EN: "the pay above the draw level", ZH: "净提成超出预支保底额的部分"}
			if t.Kind == OnTop || t.Kind == StartOfPeriod {
				of = kam.Text{EN: "the pay above the draw of the period", ZH: "净提成超出本期预支的部分"}
			}
		}
		from := kam.Text{EN: "at once", ZH: "立即开始"}
		switch {
		case rec.AfterMonths > 0:
			from = wording.Say("from %d months after the first day of the draw", "自预支首日起 %d 个月后开始", rec.AfterMonths)
		case rec.From.IsSet():
			from = wording.Say("from %s on", "自 %s 起", rec.From)
		}
		d.say("The advance is paid back with %s of %s, %s.", "预支以%[2]s的 %[1]s 归还，%[3]s。", percent(rec.Share.Rat()), of, from)
	}
	for _, f := range t.Forgive {
		if f.On == ForgiveOnLeaving {
			d.say("On leaving, %s of what is still owed for advances is forgiven.", "离职时豁免尚欠预支的 %s。", percent(f.Share.Rat()))
		} else {
			d.say("On %s, %s of what is still owed for advances is forgiven.", "%s 豁免尚欠预支的 %s。", f.Date, percent(f.Share.Rat()))
		}
	}
}

func (d *describer) clawback() {
	b := d.r.terms.Clawback
	if b == nil {
		return
	}
	base := kam.Text{EN: "of what it earned", ZH: "累计所得"}
	if b.Base == BasePaid {
		base = kam.Text{EN: "of what was released of it", ZH: "已释放金额"}
	}
	switch b.Method {
	case ClawPercent:
		d.say("When a deal is cancelled, %s %s is taken back.", "交易取消时，追回%[2]s的 %[1]s。", percent(b.Share.Rat()), base)
	case ClawByDays:
		d.say("When a deal is cancelled, the part %s for the days left of the window is taken back.", "交易取消时，按窗口剩余天数比例追回%s。", base)
	case ClawSchedule:
		bands := make([]kam.Text, len(b.Bands))
		for i, band := range b.Bands {
			bands[i] = wording.Say("%s from %d instalments on", "满 %[2]d 期 %[1]s", percent(band.Share.Rat()), band.From)
		}
		d.say("When a deal is cancelled, a part %s is taken back by the instalments elapsed: %s.", "交易取消时，按已履行期数追回%s：%s。", base, wording.Join(bands))
	default:
		d.say("When a deal is cancelled, all %s is taken back.", "交易取消时，全额追回%s。", base)
	}
	if b.Withdrawn != nil {
		d.say("When it is withdrawn, %s is taken back.", "交易撤销时，追回 %s。", percent(b.Withdrawn.Rat()))
	}
	switch {
	case b.Days > 0:
		d.say("This holds for %d days from the credit date.", "追回窗口为自计入日期起 %d 天。", b.Days)
	case b.Months > 0:
		d.say("This holds for %d months from the credit date.", "追回窗口为自计入日期起 %d 个月。", b.Months)
	}
	switch b.Held {
	case HeldCancel:
		d.say("What is held back for the deal is cancelled.", "该交易仍暂扣的金额予以作废。")
	case HeldFirst:
		d.say("It is taken from what is held back for the deal first.", "先从该交易仍暂扣的金额中追回。")
	default:
		d.say("What is held back for the deal is released as before.", "该交易仍暂扣的金额照常释放。")
	}
	switch b.Sums {
	case ClawSpread:
		d.say("What belongs to no deal, such as a cap or a gate on a sum, is part of what the deals of the period have earned, in proportion.", "不属于任何交易的金额（如合计封顶或门槛）按比例计入当期各交易的所得。")
	case ClawLeave:
		d.say("What belongs to no deal, such as a cap or a gate on a sum, stays as it is.", "不属于任何交易的金额（如合计封顶或门槛）不受追回影响。")
	}
}

func (d *describer) recovery() {
	t := d.r.terms.Recovery
	order := kam.Text{EN: "the oldest first", ZH: "先清偿最早的欠款"}
	if t.Order == ByKind {
		kinds := make([]kam.Text, len(t.Kinds))
		for i, k := range t.Kinds {
			kinds[i] = debtName(k)
		}
		order = wording.Say("in the order %s", "按以下顺序：%s", wording.Join(kinds))
	}
	d.say("Debts are paid back from later pay, %s: with at most %s of a period's pay, and %s of it is always left.", "欠款从以后各期净提成中追收，%s；每期不超过当期净提成的 %s，并至少保留 %s。", order, percent(t.MaxShareOfPay.Rat()), d.money(t.ProtectedMinimum.Decimal))
}

func (d *describer) leavers() {
	l := d.r.terms.Leavers
	if l == nil {
		return
	}
	switch {
	case l.Held == LeaverForfeits:
		d.say("Who leaves forfeits what is held back on the last day.", "离职人员在最后在职日仍暂扣的金额作废。")
	case l.Held == LeaverReceives:
		d.say("Who leaves receives what is held back.", "离职人员的暂扣金额全部释放。")
	case l.TrailingMonths != nil:
		d.say("Who leaves receives what is released within %d months after the last day, and forfeits the rest.", "离职后 %d 个月内满足条件的暂扣金额照常释放，其余作废。", *l.TrailingMonths)
	default:
		d.say("Who leaves receives what is held back as it is released.", "离职人员的暂扣金额按条件照常释放。")
	}
	if l.TrailingMonths != nil {
		d.say("Deals credited later are not paid.", "此后计入的交易不予发放。")
	} else {
		d.say("Deals credited after the last day are not paid.", "最后在职日之后计入的交易不予发放。")
	}
	if l.Debts != DebtsFromFinalPay {
		return
	}
	if draw := d.r.terms.Draw; draw != nil && draw.Kind != NonRecoverable {
		d.say("What a leaver owes comes off all that is still paid, but for a draw of the same period.", "离职人员的欠款从除当期预支外的剩余应发中全额追收。")
		return
	}
	d.say("What a leaver owes comes off all that is still paid.", "离职人员的欠款从剩余应发中全额追收。")
}
