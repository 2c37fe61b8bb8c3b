package incentive

import "fmt"

// planCaps checks the caps on the sum of the components.
func (c *checker) planCaps() {
	windows := map[Window]bool{}
	for _, k := range c.plan.Components {
		if i, ok := c.measures[k.Measure]; ok {
			w := c.plan.Measures[i].Window
			if !w.toDate() {
				w = PerPeriod
			}
			windows[w] = true
		}
	}
	periods, carried := 0, -1
	for i, limit := range c.plan.Caps {
		at := fmt.Sprintf("%s.caps[%d]", c.root, i)
		c.oneOf(at, "on", string(limit.On), choice{string(OnPay), say("limits pay", "限制提成金额")})
		c.oneOf(at, "per", string(limit.Per),
			choice{string(PerPlan), say("limits what is earned to date", "限制累计所得")},
			choice{string(PerRunPeriod), say("limits what this period adds", "限制本期新增")},
			choice{string(PerLifetime), say("limits all that the plan ever pays the payee", "限制该方案对该人员的全部支付")})
		c.planExcess(at, limit)
		c.limit(at, limit)
		if limit.Per == PerPlan && len(windows) > 1 {
			c.add(CodeConflict, at+".per", say("the components add up over different windows, so that their sum to date has no single meaning", "各组成部分的累计窗口不同，合计没有统一含义"),
				say(`use "per": "period", or the same window everywhere`, `请使用 "per": "period"，或统一窗口`))
		}
		if limit.Per == PerLifetime && limit.OfTargetIncentive.Valid {
			c.add(CodeConflict, at+".ofTargetIncentive", say("a cap for the lifetime has no stretch whose target incentive it could be a multiple of", "全期封顶没有对应的目标奖金区间"),
				say(`state an amount: "amount": "100000"`, `请写金额："amount": "100000"`))
		}
		if limit.Per == PerRunPeriod {
			periods++
			if limit.Excess == ExcessCarry {
				carried = i
			}
		}
	}
	if carried >= 0 && periods > 1 {
		c.add(CodeConflict, fmt.Sprintf("%s.caps[%d].excess", c.root, carried), say("a cap per period whose excess is carried on is the plan's only one", "超出部分结转的每期封顶只能有一个，且不能与其他每期封顶并用"),
			say("keep one cap per period", "请只保留一个每期封顶"))
	}
}

// planExcess checks what becomes of the part above a cap of the plan.
func (c *checker) planExcess(at string, limit Cap) {
	words := []choice{{string(ExcessForfeit), say("the part above is not paid", "超出部分不予计付")}}
	if limit.Per == PerRunPeriod {
		words = append(words, choice{string(ExcessCarry), say(`is paid by later periods that have room, before "until"`, `在 "until" 之前由有余额的后续期间支付`)})
	}
	if !c.oneOf(at, "excess", string(limit.Excess), words...) {
		return
	}
	switch {
	case limit.Excess == ExcessCarry && !limit.Until.IsSet():
		c.add(CodeReadingMissing, at+".until", say("the plan does not say until when the excess is carried on", "方案没有写明超出部分结转至何时"),
			say(`write the first day on which it can no longer be paid: "until": "2027-01-01"`, `请写不再支付的第一天："until": "2027-01-01"`))
	case limit.Excess != ExcessCarry && limit.Until.IsSet():
		c.add(CodeConflict, at+".until", say("a day belongs to an excess that is carried on", "until 仅与结转的超出部分搭配使用"),
			say(`remove it, or write "excess": "carry-until"`, `请删除，或写 "excess": "carry-until"`))
	}
}
