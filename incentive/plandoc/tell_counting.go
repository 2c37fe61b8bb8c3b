package plandoc

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/page"
)

// counting tells when a deal counts, and how its money is rounded and converted.
func (w *writer) counting() {
	p := w.plan
	w.Heading(2, "How deals count", "交易如何计入")
	w.Item("A deal counts on the day on which it is %s.", "交易按%s日期计入。", told(dates(), p.CreditDate))
	w.Item("Deals of one person and day count in the order of %s.", "同一人员同日的交易按%s排列。", told([]meaning{
		{"sequence", "their sequence numbers, then their ids", "序号（相同时按编号）"}, {"id", "their ids as text", "编号文本"}, {"numeric-id", "their ids as numbers", "编号数值"},
	}, p.Order))
	method := told([]meaning{
		{"recalculate", "pays as if what is refunded had never been sold.", "按从未售出重新计算。"},
		{"mirror", "takes back exactly what the refunded part has earned.", "扣回被退部分的实际所得。"},
	}, p.Refunds.Method)
	if p.Refunds.Method == incentive.Recalculate && p.Refunds.Period == incentive.Current {
		method = say("is calculated anew: it takes back what the tiers pay that the measure then stands in.", "重新计算：按届时指标所处档次扣回。")
	}
	w.Item("A refund %s %s %s", "退款时，%s%s%s", method, told([]meaning{
		{"origin", "It counts where the original deal stands, on its day.", "退款在原交易日期处计入。"},
		{"current", "It counts on its own day.", "退款在其自身日期计入。"},
	}, p.Refunds.Period), told([]meaning{
		{"carry-negative", "Below zero nothing is earned until what is missing is refilled within the window of the measure; the next window begins at zero.", "低于零的部分不计付，须在指标的同一区间内补足后再计；下一区间自零起算。"},
		{"first-rate", "The part below zero is taken back at the first tier's rate.", "低于零的部分按第一档扣回。"},
		{"refuse", "Where it would take a measure below zero, the calculation waits for a decision.", "若使指标低于零，则暂停结算，待决定后处理。"},
	}, p.Refunds.Below))
	places := p.Currency.MinorUnits()
	if p.Rounding.Places != nil {
		places = *p.Rounding.Places
	}
	w.Item("Everything is exact until one step rounds it: %s, to %d decimal places, %s.", "全部精确计算，仅在一个环节舍入：%s，保留 %d 位小数，%s。", told([]meaning{
		{"slice", "each part of a deal that lies in one tier", "每笔交易落在各档的部分"},
		{"credit", "what each deal pays", "每笔交易的所得"},
		{"component", "the sum of each component", "每个组成部分的合计"},
		{"statement", "the sum of the statement", "结算单合计"},
	}, p.Rounding.Step), places, told(roundingModes(), p.Rounding.Mode))
	w.conversion()
	w.proration()
}

func (w *writer) conversion() {
	c := w.plan.Conversion
	if c == nil {
		w.Item("Deals in another currency than %s wait until they are converted.", "以 %s 以外的货币计价的交易，须折算后才能结算。", string(w.plan.Currency))
		return
	}
	w.Item("Deals in another currency are converted at %s; without a rate the calculation waits.", "以其他货币计价的交易按%s折算；没有汇率时暂停结算。", told([]meaning{
		{"transaction-date", "the rate of the day on which they count", "计入日期的汇率"},
		{"period-end", "the rate of the last day of their commission period", "其结算期最后一日的汇率"},
		{"period-average", "the rate stated for their commission period", "其结算期的公布汇率"},
		{"plan", "the rate of the first day of the plan, for all its time", "方案首日的汇率，全程不变"},
	}, c.Policy))
	if c.Table != "" {
		w.Item("Rates are taken from the table “%s”.", "汇率取自“%s”表。", markdown.Escape(c.Table))
	}
	w.Item("A refund is converted at %s.", "退款按%s折算。", told([]meaning{{"original", "the rate of its original", "原交易的汇率"}, {"own", "a rate of its own", "其自身的汇率"}}, c.Refunds))
	if c.Places != nil {
		w.Item("Each converted amount is rounded to %d decimal places.", "每个折算金额保留 %d 位小数。", *c.Places)
	} else {
		w.Item("Converted amounts are not rounded.", "折算金额不作舍入。")
	}
}

func (w *writer) proration() {
	p := w.plan.Proration
	if p == nil {
		w.Item("Quotas and target incentives are not reduced for a period that is covered in part.", "仅部分覆盖的期间，目标与目标奖金不按比例减少。")
		return
	}
	what := say("neither quotas nor target incentives are reduced", "目标与目标奖金均不减少")
	quotas, targets := p.Quotas != nil && *p.Quotas, p.Targets != nil && *p.Targets
	switch {
	case quotas && targets:
		what = say("quotas and target incentives are reduced", "目标与目标奖金均按比例减少")
	case quotas:
		what = say("quotas are reduced, target incentives are not", "目标按比例减少，目标奖金不减少")
	case targets:
		what = say("target incentives are reduced, quotas are not", "目标奖金按比例减少，目标不减少")
	}
	w.Item("Where an assignment, a ramp or an absence covers a period in part, %s, by %s.", "任职、爬坡期或缺勤仅部分覆盖期间时，%s，按%s计算。", what, told([]meaning{
		{"calendar-days", "calendar days", "自然日"}, {"working-days", "working days", "工作日"}, {"months", "months", "月"},
	}, p.By))
	if p.PartialMonth != "" {
		w.Item("A month that is covered in part %s.", "不足整月的月份%s。", told([]meaning{
			{"counts", "counts in full", "按整月计"}, {"does-not-count", "does not count", "不计"}, {"by-days", "counts by its calendar days", "按自然日比例计"},
		}, p.PartialMonth))
	}
}

// credits tells who is credited.
func (w *writer) credits() {
	w.Heading(2, "Who is credited", "业绩归属")
	for _, c := range w.plan.Credits {
		w.Item("%s: %s", "%s：%s", name(c.Name), w.credit(c))
	}
}

func (w *writer) credit(c incentive.CreditRule) kam.Text {
	who := say("the owners of a deal", "交易的负责人")
	switch c.To {
	case incentive.ToRole:
		who = say("those who take part in a deal with the role “%s”", "以“%s”角色参与交易的人员", markdown.Escape(c.Role))
	case incentive.ToManager:
		who = say("the managers of the owners on the day on which a deal counts", "计入日期时负责人的直接上级")
		if c.Level > 1 {
			who = say("the managers %d levels above the owners on the day on which a deal counts", "计入日期时负责人之上第 %d 级的上级", c.Level)
		}
	default: // the owners
	}
	base := say("of the deal", "交易")
	switch c.Base {
	case incentive.CreditGross:
		base = say("of the commission of %s, before caps", "组成部分 %s 的提成（封顶前）", w.componentNames(c.Of))
	case incentive.CreditAfterCap:
		base = say("of the commission of %s, after caps", "组成部分 %s 的提成（封顶后）", w.componentNames(c.Of))
	default: // the deal
	}
	out := say("%s are credited with %s %s.", "%s归属%[3]s的 %[2]s。", who, part(c.Share), base)
	add := func(t kam.Text) {
		out = kam.Text{EN: out.EN + " " + t.EN, ZH: out.ZH + t.ZH}
	}
	if c.To == incentive.ToManager {
		add(told([]meaning{{"skip", "Open positions are passed over.", "空缺岗位不计层级。"}, {"house", "Open positions are levels; what reaches one goes to the house.", "空缺岗位计为一级，归属到空缺岗位的部分计入公司账户。"}}, c.Vacancy))
	}
	if c.Base == "" || c.Base == incentive.CreditAmount {
		add(told([]meaning{{"credit", "A shared deal is divided first, and each climbs the tiers with their own part.", "多人共享的交易先按份额拆分，各自按本人部分累计分档。"}, {"payout", "A shared deal is rated whole, and the result is divided.", "多人共享的交易先整体计算，再按份额拆分所得。"}}, c.Split))
	}
	if c.When != nil {
		add(say("Only deals count where %s.", "仅计入满足以下条件的交易：%s。", w.condition(*c.When)))
	}
	if c.Factor != nil {
		add(w.factor(*c.Factor))
	}
	retires, pays := c.Retires != nil && *c.Retires, c.Pays != nil && *c.Pays
	switch {
	case !retires && pays:
		add(say("It pays and does not count towards the quota.", "计付，但不计入目标。"))
	case retires && !pays:
		add(say("It counts towards the quota and does not pay.", "计入目标，但不计付。"))
	}
	return out
}

func (w *writer) factor(f incentive.Factor) kam.Text {
	var texts []kam.Text
	for _, v := range sortedKeys(f.Values) {
		texts = append(texts, say("“%s” × %s", "“%s” × %s", markdown.Escape(v), number(f.Values[v])))
	}
	other := told([]meaning{{"refuse", "the calculation waits", "暂停结算"}, {"exclude", "no credit", "不予归属"}}, f.Other)
	if f.Other != "refuse" && f.Other != "exclude" {
		other = say("× %s", "× %s", markdown.Escape(f.Other))
	}
	return say("By “%s” it is weighed: %s; any other value: %s.", "按“%s”加权：%s；其他取值：%s。", markdown.Escape(f.By), joined(texts), other)
}

// measures tells what is added up.
func (w *writer) measures() {
	w.Heading(2, "What is measured", "指标")
	for _, m := range w.plan.Measures {
		called, known := w.introduced(m.Label, m.Name)
		called = "**" + called + "**" + known
		if m.Base == incentive.BaseObservation {
			w.Item("%s: the value of “%s” for the period, as it is reported.", "%s：本期“%s”的观测值。", called, markdown.Escape(m.Metric))
			continue
		}
		w.Item("%s: %s of %s, added up %s.%s%s", "%s：%[3]s 的%[2]s，%[4]s累计。%[5]s%[6]s", called, told([]meaning{
			{"amount", "the amount", "金额"}, {"margin", "the margin", "毛利"}, {"units", "the units", "数量"}, {"cash", "the cash collected", "回款"}, {"count", "the number", "单数"},
		}, m.Base), w.names(m.Credits), told([]meaning{
			{"transaction", "deal by deal", "按单笔交易"},
			{"period", "within the commission period", "在结算期内"},
			{"quarter-to-date", "from the start of the fiscal quarter", "自财季开始"},
			{"half-year-to-date", "from the start of the fiscal half-year", "自财年半年开始"},
			{"year-to-date", "from the start of the fiscal year", "自财年开始"},
		}, m.Window), w.denominator(m), w.zeroQuota(m))
	}
}

func (w *writer) denominator(m incentive.Measure) kam.Text {
	switch m.Denominator {
	case incentive.QuotaToDate:
		return say(" Attainment compares it with the quota from there to the end of the period.", "完成率对比自该日起至期末的目标。")
	case incentive.FullPeriod:
		return say(" Attainment compares it with the quota of the whole stretch.", "完成率对比整个区间的目标。")
	}
	return kam.Text{}
}

func (w *writer) zeroQuota(m incentive.Measure) kam.Text {
	if !m.ZeroQuota.Valid {
		return kam.Text{}
	}
	return say(" With a quota of zero the attainment is %s.", "目标为零时完成率按 %s 计。", percent(m.ZeroQuota.Decimal))
}

// figures tells the payee's own quotas and target.
func (w *writer) figures() {
	a := w.options.Assignment
	if a == nil {
		return
	}
	w.Heading(2, "Your figures", "您的数据")
	w.Item("The plan holds for you: %s.", "方案适用于您的期间：%s。", days(a.Period))
	if a.Target.Amount.Valid {
		w.Item("Your target incentive is %s for each %s.", "您的目标奖金为每%[2]s %[1]s。", w.money(a.Target.Amount.Decimal), told(periods(), a.Target.Per))
		for _, c := range a.Target.Changes {
			w.Item("From %s on it is %s.", "自 %s 起为 %s。", c.From, w.money(c.Amount))
		}
	}
	for _, r := range a.Ramps {
		w.Item("Ramp: %s of the quota count, %s.", "爬坡期：目标按 %s 计，%s。", percent(r.Share), days(r.Period))
	}
	for _, x := range a.Absences {
		effect := say("quotas and target incentives stay", "目标与目标奖金不变")
		if x.Prorates {
			effect = say("quotas and target incentives are reduced as the plan states", "目标与目标奖金按方案减少")
		}
		w.Item("Absence %s: %s; %s.", "缺勤 %s：%s；%s。", markdown.Escape(x.ID), days(x.Period), effect)
	}
	if len(a.Quotas) == 0 {
		return
	}
	w.gap()
	w.Header(page.Text("Measure", "指标"), page.Text("Period", "期间"), page.Number("Quota", "目标"), page.Text("Relief", "减免"))
	for _, q := range a.Quotas {
		w.Row(w.Escape(w.plan.MeasureLabel(q.Measure)), days(q.Period).In(w.Lang), number(q.Amount), w.relief(q))
	}
}

func (w *writer) relief(q incentive.Quota) string {
	var texts []kam.Text
	for _, r := range q.Relief {
		by := say("less %s", "减 %s", number(r.Amount.Decimal))
		if r.Share.Valid {
			by = say("less %s", "减 %s", percent(r.Share.Decimal))
		}
		texts = append(texts, say("%s: %s (%s)", "%s：%s（%s）", by, markdown.Escape(r.Reason), markdown.Escape(r.ApprovedBy)))
	}
	if len(texts) == 0 {
		return "-"
	}
	return joined(texts).In(w.Lang)
}
