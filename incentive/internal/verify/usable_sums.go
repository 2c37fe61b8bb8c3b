package verify

import (
	"fmt"
)

// usableSum reports what keeps a component without lines from being recomputed.
func (v *verifier) usableSum(path string, k *planComponent, m *planMeasure) {
	if m.Base != "observation" && m.Window == "transaction" {
		v.unusable(path+".measure", say("a measure per transaction has no position", "按交易的指标没有累计值"))
	}
	for i := range k.Gates {
		if g := &k.Gates[i]; g.Kind != "cliff" || g.Test == "running" {
			v.unusable(fmt.Sprintf("%s.gates[%d]", path, i), say("a gate on single deals", "门槛针对单笔交易"))
		}
	}
	switch {
	case k.Curve != nil:
		v.usableCurve(path+".curve", k.Curve, k.Measure)
	case k.Every != nil:
		if !k.Every.Each.IsPositive() {
			v.unusable(path+".every.each", say("a step of nothing", "步长不大于零"))
		}
	case k.Contest != nil:
		v.usableContest(path+".contest", k.Contest, k.Measure)
	default:
		v.usablePool(path+".pool", k)
	}
}

func (v *verifier) usableCurve(path string, c *curve, measure string) {
	v.named(path, measure, c.Basis)
	v.word(path+".shape", c.Shape, "step", "linear")
	if len(c.Points) == 0 || len(c.Points) > maxParts || c.Beyond == "extend" && len(c.Points) < 2 {
		v.unusable(path+".points", say("%d points", "%d 个点", len(c.Points)))
	}
	for i := range c.Points {
		if i > 0 && c.Points[i].At.Cmp(c.Points[i-1].At) <= 0 {
			v.unusable(index(path+".points", i), say("points out of order", "点未按升序排列"))
		}
	}
	if c.Amount.Valid == c.OfTargetIncentive.Valid {
		v.unusable(path, say("a curve of neither an amount nor the target incentive, or of both", "曲线须按金额或目标奖金之一计付"))
	}
}

func (v *verifier) usableContest(path string, c *planContest, measure string) {
	v.named(path, measure, c.Basis)
	v.word(path+".ties", c.Ties, "share", "each", "refuse")
	if len(c.Prizes) == 0 || len(c.Prizes) > maxParts || len(c.Then) > maxParts {
		v.unusable(path+".prizes", say("%d prizes", "%d 个奖项", len(c.Prizes)))
	}
	for i := range c.Prizes {
		if c.Prizes[i].IsNegative() || i > 0 && c.Prizes[i].Cmp(c.Prizes[i-1]) > 0 {
			v.unusable(index(path+".prizes", i), say("a prize below zero or above the one before", "奖金为负或高于前一名"))
		}
	}
	if c.Fund.Valid && c.Fund.Decimal.IsNegative() {
		v.unusable(path+".fund", say("a fund below zero", "资金为负"))
	}
	for i, t := range c.Then {
		v.named(index(path+".then", i), t.Measure, t.Basis)
	}
}

func (v *verifier) usablePool(path string, k *planComponent) {
	p := k.Pool
	v.word(path+".key", p.Key, "equal", "position", "attainment", "target", "days")
	basis := ""
	if p.Key == "attainment" {
		basis = "attainment"
	}
	v.named(path+".on", k.named(p.On), basis)
	if p.Rate.Valid == p.Amount.Valid || p.Rate.Decimal.IsNegative() || p.Amount.Decimal.IsNegative() {
		v.unusable(path, say("a fund that is neither a rate nor an amount, zero or more", "资金须为不小于零的比例或金额之一"))
	}
}

// usableMultipliers reports what keeps multipliers from being recomputed.
func (v *verifier) usableMultipliers(path string, k *planComponent) {
	perSlice := 0
	for i := range k.Multipliers {
		m := &k.Multipliers[i]
		at := index(path+".multipliers", i)
		v.word(at+".apply", m.Apply, "whole", "slice")
		v.named(at+".on", k.named(m.On), m.Basis)
		if m.Apply == "slice" {
			perSlice++
		}
		if len(m.Bands) == 0 || len(m.Bands) > maxParts {
			v.unusable(at+".bands", say("%d bands", "%d 个档", len(m.Bands)))
		}
		for j := range m.Bands {
			if j > 0 && m.Bands[j].From.Cmp(m.Bands[j-1].From) <= 0 {
				v.unusable(index(at+".bands", j), say("bands out of order", "各档未按升序排列"))
			}
		}
	}
	if perSlice > 1 || perSlice == 1 && !k.Rate.Valid && (k.Tiers == nil || k.Tiers.Mode != "marginal") {
		v.unusable(path+".multipliers", say("slices that do not have one factor and one rate", "分段没有唯一的系数与提成比例"))
	}
}

// usableTime reports what keeps conversion and proration from being recomputed.
func (v *verifier) usableTime() {
	if c := v.doc.Plan.Conversion; c != nil {
		v.word("$.plan.conversion.policy", c.Policy, "transaction-date", "period-end", "period-average", "plan")
		v.word("$.plan.conversion.refunds", c.Refunds, "original", "own")
		if c.Places != nil && (*c.Places < 0 || *c.Places > maxPlaces) {
			v.unusable("$.plan.conversion.places", say("%d places", "%d 位小数", *c.Places))
		}
	}
	if p := v.doc.Plan.Proration; p != nil {
		v.word("$.plan.proration.by", p.By, "calendar-days", "working-days", "months")
		if p.By == "months" {
			v.word("$.plan.proration.partialMonth", p.PartialMonth, "counts", "does-not-count", "by-days")
		}
	}
}
