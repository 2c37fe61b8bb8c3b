package incentive

import (
	"github.com/kam-go/kam/internal/num"
)

// cap checks one cap of a component.
func (c *checker) cap(at string, limit Cap, k Component) {
	if !c.oneOf(at, "on", string(limit.On), choice{string(OnPay), say("limits pay", "限制提成金额")}, choice{string(OnAttainment), say("pay stops at a share of quota, credit does not", "达到完成率后不再计付，业绩仍累计")}) {
		return
	}
	c.forfeits(at, limit)
	if limit.On == OnPay {
		c.oneOf(at, "per", string(limit.Per), choice{string(PerCredit), say("limits each deal of each payee", "限制每人每笔交易")},
			choice{string(PerDeal), say("limits what a deal pays all payees together", "限制每笔交易对所有人员的合计")}, choice{string(PerComponent), say("limits the component's sum", "限制组成部分合计")})
		if limit.Per == PerDeal && limit.OfTargetIncentive.Valid {
			c.add(CodeConflict, at+".ofTargetIncentive", say("a cap per transaction is shared by payees of different target incentives", "按交易封顶由目标奖金不同的多名人员共用"), say(`write "amount": "50000"`, `请写 "amount": "50000"`))
			return
		}
		c.limit(at, limit)
		return
	}
	c.oneOf(at, "per", string(limit.Per), choice{string(PerComponent), say("limits the component's axis", "限制组成部分的完成率")})
	if limit.Amount.Valid || limit.OfTargetIncentive.Valid || !limit.Attainment.Valid {
		c.add(CodeOneOf, at, say("a cap on attainment states an attainment", "完成率封顶须写 attainment"), say(`write "attainment": "2" for 200 %%`, `200%% 请写 "attainment": "2"`))
		return
	}
	c.amount(at+".attainment", limit.Attainment.Decimal, maxBoundShare, true)
	if k.form() != "" {
		return // reported with what a sum does not take
	}
	axis := k.Measure
	if k.Tiers != nil && k.Tiers.On != "" {
		axis = k.Tiers.On
	}
	m, ok := c.measures[axis]
	if !ok {
		return
	}
	if am := c.plan.Measures[m]; am.Base == BaseObservation || am.Window == PerTransaction || k.Table != nil ||
		axis != k.Measure && (k.Tiers.Mode == Whole || k.Tiers.Mode == InterpolatedRate) {
		c.add(CodeConflict, at, say("a cap on attainment needs an axis that adds up the component's own deals", "完成率封顶要求以本组成部分交易累计的轴"), say(`use "on": "pay"`, `请使用 "on": "pay"`))
	}
}

// forfeits checks a cap whose excess is never kept.
func (c *checker) forfeits(at string, limit Cap) {
	if limit.Excess == ExcessCarry {
		c.add(CodeConflict, at+".excess", say("only a cap of the plan per period carries what is above it into later periods", "仅方案的按期封顶可将超出部分结转到以后期间"), say(`write "excess": "forfeit"`, `请写 "excess": "forfeit"`))
	} else {
		c.oneOf(at, "excess", string(limit.Excess), choice{string(ExcessForfeit), say("the part above is not paid", "超出部分不予计付")})
	}
	if limit.Until.IsSet() && limit.Excess != ExcessCarry {
		c.add(CodeConflict, at+".until", say("a day belongs to an excess that is carried on", "until 仅与结转的超出部分搭配使用"), say("remove it", "请删除"))
	}
}

// limit checks the amount of a cap on pay.
func (c *checker) limit(at string, limit Cap) {
	switch {
	case limit.Attainment.Valid, limit.Amount.Valid == limit.OfTargetIncentive.Valid:
		c.add(CodeOneOf, at, say("a cap on pay states an amount or a multiple of the target incentive", "金额封顶须写 amount 或 ofTargetIncentive 之一"), say(`write "amount": "50000"`, `请写 "amount": "50000"`))
	case limit.Amount.Valid:
		c.amount(at+".amount", limit.Amount.Decimal, maxDecimals, true)
	default:
		c.amount(at+".ofTargetIncentive", limit.OfTargetIncentive.Decimal, maxBoundShare, true)
	}
}

func (c *checker) floorUnderCaps(at string, f Floor, caps []Cap) {
	for _, limit := range caps {
		if limit.On == OnPay && limit.Per == f.Per && limit.Amount.Valid && f.Amount.Cmp(limit.Amount.Decimal) > 0 {
			c.add(CodeConflict, at, say("the floor %s lies above the cap %s", "保底 %s 高于封顶 %s", num.Format(f.Amount), num.Format(limit.Amount.Decimal)), say("lower the floor or raise the cap", "请降低保底或提高封顶"))
		}
	}
}
