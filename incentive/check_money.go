package incentive

import (
	"slices"

	"github.com/kam-go/kam/incentive/payout"
)

// conversion checks how deals in another currency are converted.
func (c *checker) conversion() {
	v := c.plan.Conversion
	if v == nil {
		return
	}
	at := c.root + ".conversion"
	c.oneOf(at, "policy", string(v.Policy),
		choice{string(RateOnDate), say("takes the rate of the credit date", "采用计入日期的汇率")},
		choice{string(RateAtPeriodEnd), say("takes the rate of the last day of the deal's commission period", "采用交易所在结算期最后一天的汇率")},
		choice{string(RatePeriodAverage), say("takes the rate that is stated for the deal's commission period", "采用交易所在结算期的平均汇率")},
		choice{string(RateOfPlan), say("takes the rate of the plan's first day throughout", "始终采用方案首日的汇率")})
	c.oneOf(at, "refunds", string(v.Refunds),
		choice{string(RefundAtOriginal), say("converts a refund at its original's rate", "退款采用原交易的汇率")},
		choice{string(RefundAtOwn), say("converts a refund at the rate of its own date", "退款采用自身日期的汇率")})
	if v.Table != "" {
		c.text(at+".table", v.Table)
	}
	if v.Places != nil && (*v.Places < 0 || *v.Places > maxPlaces) {
		c.add(CodeRange, at+".places", say("%d places are out of range", "小数位数 %d 超出范围", *v.Places),
			say("use 0 to %d, or leave it out to keep the product exact", "请使用 0 至 %d，或省略以保持精确", maxPlaces))
	}
}

// proration checks how quotas and target incentives shrink.
func (c *checker) proration() {
	v := c.plan.Proration
	if v == nil {
		return
	}
	at := c.root + ".proration"
	ok := c.oneOf(at, "by", string(v.By),
		choice{string(CalendarDays), say("counts calendar days", "按自然日折算")},
		choice{string(WorkingDays), say("counts the calendar's working days", "按日历中的工作日折算")},
		choice{string(Months), say("counts months", "按月折算")})
	switch {
	case v.By == Months:
		c.oneOf(at, "partialMonth", string(v.PartialMonth),
			choice{string(MonthCounts), say("counts a month that is covered in part in full", "不足整月按整月计")},
			choice{string(MonthDropped), say("does not count it", "不足整月不计")},
			choice{string(MonthByDays), say("counts the part of its days", "不足整月按天数计")})
	case ok && v.PartialMonth != "":
		c.add(CodeConflict, at+".partialMonth", say("a word about months belongs to \"by\": \"months\"", "partialMonth 仅与 \"by\": \"months\" 搭配使用"), say("remove it", "请删除"))
	}
	c.flag(at, "quotas", v.Quotas, "it prorates quotas", "折算目标")
	c.flag(at, "targets", v.Targets, "it prorates the target incentive", "折算目标奖金")
}

// summed returns the components whose deals earn less or more than their lines say, because something is done to a sum.
func (c *checker) summed() []string {
	var names []string
	for _, k := range c.plan.Components {
		whole := len(c.plan.Caps) > 0 || len(k.Gates) > 0
		whole = whole || slices.ContainsFunc(k.Multipliers, func(m Multiplier) bool { return m.Apply == ApplyWhole })
		whole = whole || slices.ContainsFunc(k.Caps, func(l Cap) bool { return l.Per == PerComponent })
		whole = whole || slices.ContainsFunc(k.Floors, func(l Floor) bool { return l.Per == PerComponent })
		if whole && k.form() == "" {
			names = append(names, k.Name)
		}
	}
	return names
}

// payout checks what becomes of what is earned, and that it names components of the plan.
func (c *checker) payout() {
	terms := c.plan.Payout
	if terms == nil {
		return
	}
	at := c.root + ".payout"
	c.list.Merge(payout.Check(*terms, at))
	known := make([]string, 0, len(c.plan.Components)+3)
	for _, k := range c.plan.Components {
		known = append(known, k.Name)
	}
	c.list.Merge(payout.CheckComponents(*terms, at, append(known, planCapComponent, periodCapComponent, lifetimeCapComponent)))
	c.list.Merge(payout.CheckClawbackSums(*terms, at, known[:len(c.plan.Components)], c.summed()))
}
