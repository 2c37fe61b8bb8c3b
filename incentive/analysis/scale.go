package analysis

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
)

// scale finds how the profile's factor follows from the axis.
func (m *model) scale(f *faults) {
	m.unit = big.NewRat(1, 1)
	if m.q.Axis.Basis == incentive.ByAttainment {
		quota := m.quotas[m.axis.Name]
		if quota == nil {
			f.Add(string(CodeBasis), "axis.basis", say("there is no quota above zero for %s", "指标 %s 没有大于零的目标", quote(m.axis.Name)), say("state one in the assignment, or ask by %s", "请在分配中填写目标，或按 %s 提问", quote(string(quantityOf(m.axis)))))
			return
		}
		m.unit = quota
	}
	low := new(big.Rat)
	if m.axis.Base == incentive.BaseObservation {
		m.size = number(1)
	} else {
		start, slope, ok := m.moves(f)
		if !ok {
			return
		}
		// position = start + slope·size, and position = unit·x
		m.size = Polynomial{new(big.Rat).Neg(start), m.unit}
		m.size = trim(m.size.times(new(big.Rat).Inv(slope)))
		low = new(big.Rat).Quo(start, m.unit)
	}
	m.from, m.until = low, nil
	if low.Sign() < 0 {
		m.from = new(big.Rat)
	}
	if m.q.From.Valid {
		m.from = m.q.From.Decimal.Rat()
	}
	switch {
	case m.q.Until.Valid:
		m.until = m.q.Until.Decimal.Rat()
	case m.q.Axis.Basis == incentive.ByAttainment:
		m.until = maxOf(big.NewRat(2, 1), new(big.Rat).Add(m.from, big.NewRat(1, 1)))
	default:
		f.Add(string(CodeRange), "until", say("the end of the range is not stated", "未写明范围的终点"), say("state how far the axis goes", "请写明横轴的终点"))
		return
	}
	if m.from.Cmp(m.until) >= 0 || m.axis.Base != incentive.BaseObservation && m.from.Cmp(low) < 0 {
		f.Add(string(CodeRange), "from", say("nothing lies between %s and %s; the axis begins at %s", "%s 与 %s 之间没有可分析的范围；横轴起点为 %s", exactly(m.from), exactly(m.until), exactly(low)), say("state a range from %s on", "请填写自 %s 起的范围", exactly(low)))
	}
}

// moves returns where the axis measure stands without the profile, and how much one of the profile's factor adds.
func (m *model) moves(f *faults) (start, slope *big.Rat, ok bool) {
	start, slope = m.opening(m.axis), new(big.Rat)
	for i := range m.credits {
		c := &m.credits[i]
		if !m.feeds(c, m.axis) || !*m.plan.Credits[c.rule].Retires {
			continue
		}
		d := &m.deals[c.deal]
		n, known := d.number(m.axis.Base)
		if !known {
			f.Add(string(CodeDeals), "deals", say("%s has no %s", "%s 缺少 %s", quote(d.ID), string(m.axis.Base)), say("state it", "请填写"))
			return nil, nil, false
		}
		if asksSize(m.plan.Credits[c.rule].When) && d.scaled {
			f.Add(string(CodeCircular), "plan.credits", say("%s counts deals by their size, so that the axis depends on itself", "%s 按交易大小决定是否计入，横轴取决于自身", quote(m.plan.Credits[c.rule].Name)), say("ask about another measure, or about a copy of the plan without that condition", "请以其他指标为横轴，或分析不含该条件的方案副本"))
			return nil, nil, false
		}
		step := new(big.Rat).Mul(n, c.scale)
		if d.scaled {
			slope.Add(slope, step)
		} else {
			start.Add(start, step)
		}
	}
	if slope.Sign() <= 0 {
		f.Add(string(CodeStill), "deals", say("the deals of the profile do not move %s", "交易构成不推动指标 %s", quote(m.axis.Name)), say("give them the attributes, dates and owners that the plan credits to it", "请赋予交易计入该指标所需的属性、日期与归属"))
		return nil, nil, false
	}
	return start, slope, true
}

// number is one of a deal's own numbers.
func (d *deal) number(base incentive.Base) (*big.Rat, bool) {
	var n decimal.NullDecimal
	switch base {
	case incentive.BaseAmount:
		n = decimal.NewNullDecimal(d.Amount)
	case incentive.BaseMargin:
		n = d.Margin
	case incentive.BaseUnits:
		n = d.Units
	case incentive.BaseCash:
		n = d.Cash
	case incentive.BaseCount:
		return big.NewRat(1, 1), true
	case incentive.BaseObservation:
	}
	if !n.Valid {
		return nil, false
	}
	return n.Decimal.Rat(), true
}
