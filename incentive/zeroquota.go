package incentive

import (
	"math/big"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// zeroQuota takes the attainment that the plan states for a quota of zero; false when it states none, or when something
// needs places on the axis, and the unit had to be held.
func (c *calculation) zeroQuota(u *unit, m int, at *measured) bool {
	def := &u.plan.Measures[m]
	cuts := u.plan.dividesQuota(m)
	if def.ZeroQuota.Valid && cuts == nil {
		at.fixed = num.Rat(def.ZeroQuota.Decimal)
		return true
	}
	stated := new(big.Rat)
	var ways []kam.Text
	way := func(en, zh string, args ...any) {
		text := say(en, zh, args...)
		for _, known := range ways {
			if known == text {
				return
			}
		}
		ways = append(ways, text)
	}
	for _, q := range at.rows {
		stated.Add(stated, num.Rat(q.Amount))
		switch {
		case q.Amount.IsZero():
			way("state a quota above zero", "填写大于零的目标")
		case q.fraction == nil || q.fraction.Sign() > 0:
			way("grant less relief than the whole quota", "减免少于全部目标")
		default:
			u.unprorated(q, way)
		}
	}
	message := say("the quota of %q for %q is zero", "%q 的指标 %q 目标为零", clip(u.payee.ID), def.Name)
	if stated.Sign() > 0 {
		message = say("proration or relief leaves nothing of the quota of %q for %q, which is %s", "%q 的指标 %q 目标为 %s，折算或减免后为零", clip(u.payee.ID), def.Name, num.Format(num.RoundRat(stated, maxDecimals, num.HalfUp)))
	}
	var note kam.Text
	if cuts != nil {
		note = say(`; a "zeroQuota" does not help here, because the component %q divides the quota into parts`, `；此处 "zeroQuota" 无效，因为组成部分 %q 需按目标切分`, cuts.Name)
	} else {
		way(`state in the plan what attainment of %q counts then, such as "zeroQuota": "1"`, `在方案中为指标 %q 写明此时的完成率，例如 "zeroQuota": "1"`, def.Name)
	}
	remedy := strung(ways, ", or ", "，或")
	u.hold(CodeZeroQuota, "payee "+clip(u.payee.ID), message, kam.Text{EN: remedy.EN + note.EN, ZH: "请" + remedy.ZH + note.ZH})
	return false
}

// unprorated says what would leave something of a quota of which proration leaves nothing.
func (u *unit) unprorated(q ratedQuota, way func(en, zh string, args ...any)) {
	covers := u.covers(q.Period)
	ramped := len(covers) > 0
	for _, part := range covers {
		ramped = ramped && part.share != nil && part.share.Sign() == 0
	}
	_, assigned := q.Period.Intersect(u.Period)
	switch rule := u.plan.Proration; {
	case ramped:
		way(`raise the ramp's share above zero`, "将爬坡比例提高到零以上")
	case len(covers) > 0 && rule.By == Months:
		way(`write "partialMonth": "by-days" or "counts" in the plan's proration`, `在方案的 proration 中写 "partialMonth": "by-days" 或 "counts"`)
	case len(covers) > 0:
		way(`write "by": "calendar-days" in the plan's proration, as no working day counts`, `在方案的 proration 中写 "by": "calendar-days"，因为没有可计的工作日`)
	case assigned:
		way(`end the assignment for the time away, or write "prorates": false for the absence`, `在离岗期间终止分配，或为该缺勤写 "prorates": false`)
	default:
		way("extend the assignment to days of %s", "将分配期间延长到 %s", q.Period.String())
	}
}
