package incentive

import (
	"errors"
	"math/big"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// ratedQuota is one quota with what became of it.
type ratedQuota struct {
	Quota
	// fraction is what proration and ramp leave of it; nil when the plan prorates no quotas.
	fraction *big.Rat
	// after is what each relief leaves, effective what attainment divides by.
	after     []*big.Rat
	effective *big.Rat
}

// rateQuota applies proration, ramp and relief to one quota.
func (c *calculation) rateQuota(u *unit, q Quota) (ratedQuota, error) {
	out := ratedQuota{Quota: q, effective: num.Rat(q.Amount)}
	if rule := u.plan.Proration; rule != nil && *rule.Quotas {
		f, err := c.fraction(u, q.Period, true)
		if err != nil {
			return out, err
		}
		out.fraction = f
		out.effective = new(big.Rat).Mul(out.effective, f)
	}
	for _, r := range q.Relief {
		out.effective = r.relieve(out.effective)
		out.after = append(out.after, out.effective)
	}
	return out, nil
}

// relieve returns what a relief leaves of a quota.
func (r Relief) relieve(quota *big.Rat) *big.Rat {
	if r.Share.Valid {
		left := new(big.Rat).Sub(big.NewRat(1, 1), num.Rat(r.Share.Decimal))
		return left.Mul(left, quota)
	}
	left := new(big.Rat).Sub(quota, num.Rat(r.Amount.Decimal))
	if left.Sign() < 0 {
		return new(big.Rat)
	}
	return left
}

// uncounted holds a unit whose days or months cannot be counted.
func (u *unit) uncounted(stretch kam.Period, err error) {
	at := "payee " + clip(u.payee.ID)
	if u.hasHeldAt(CodeCalendar, at) {
		return
	}
	switch {
	case errors.Is(err, errNoWorkingDay):
		u.hold(CodeCalendar, at, say("%s has no working day, so that nothing can be prorated by them", "%s 没有工作日，无法按工作日折算", stretch.String()),
			say("state the quota for a longer stretch, or prorate by calendar-days", "请按更长的区间填写目标，或改用 calendar-days"))
	case errors.Is(err, kam.ErrNoHolidays):
		u.hold(CodeCalendar, at, say("the working days of %s are not known", "%s 的工作日未知", stretch.String()),
			say("give the calendar the holidays of each year, or declare the year to be worked by the workweek alone", "请为日历提供各年的节假日，或声明该年仅按每周工作日计算"))
	default:
		u.hold(CodeCalendar, at, say("%s is not made of whole months of the calendar", "%s 不是由日历中完整的月份组成", stretch.String()),
			say("run a period of the calendar", "请按日历期间运行"))
	}
}

// uncountedQuota holds a unit one of whose quotas cannot be prorated.
func (u *unit) uncountedQuota(q Quota, err error) {
	if errors.Is(err, errNoWorkingDay) || errors.Is(err, kam.ErrNoHolidays) {
		u.uncounted(q.Period, err)
		return
	}
	u.hold(CodeMissingQuota, "payee "+clip(u.payee.ID), say("the quota %q of %q for %s is not for whole months of the calendar, by which plan %q prorates", "%[2]q 的目标 %[1]q（%[3]s）不是日历中完整的月份，而方案 %[4]q 按月折算", clip(q.Measure), clip(u.payee.ID), q.Period.String(), u.Plan),
		say("state quotas for whole months, or prorate by calendar-days", "请按完整的月份填写目标，或改用 calendar-days"))
}

// entitled holds the unit when the plan does not say how its ramps, absences and reliefs count.
func (u *unit) entitled() {
	at := "payee " + clip(u.payee.ID)
	rule := u.plan.Proration
	quotas := rule != nil && *rule.Quotas
	either := quotas || rule != nil && *rule.Targets
	if len(u.Ramps) > 0 && !quotas {
		u.hold(CodeProration, at, say("%q has a ramp, and plan %q does not say how quotas are prorated", "%q 有爬坡期，而方案 %q 未写明目标如何折算", clip(u.payee.ID), u.Plan),
			say(`state "proration" in the plan with "quotas": true, or remove the ramp`, `请在方案中写明 "proration" 且 "quotas": true，或删除爬坡期`))
	}
	away := map[string]bool{}
	for _, a := range u.Absences {
		away[a.ID] = a.Prorates
		if a.Prorates && !either && !u.hasHeldAt(CodeProration, at+" absence "+clip(a.ID)) {
			u.hold(CodeProration, at+" absence "+clip(a.ID), say("the absence %q prorates, and plan %q does not say how", "缺勤 %q 须折算，而方案 %q 未写明如何折算", clip(a.ID), u.Plan),
				say(`state "proration" in the plan, or write "prorates": false`, `请在方案中写明 "proration"，或写 "prorates": false`))
		}
	}
	for _, q := range sortedQuotas(u.Quotas) { // a fault is told by the first, whatever the order of the roster
		for _, r := range q.Relief {
			if r.For == "" {
				continue
			}
			where := at + " absence " + clip(r.For)
			prorates, known := away[r.For]
			switch {
			case u.hasHeldAt(CodeRelief, where):
			case !known:
				u.hold(CodeRelief, where, say("a relief of the quota %q makes up for the absence %q, which is not listed", "目标 %q 的减免所对应的缺勤 %q 不存在", clip(q.Measure), clip(r.For)),
					say("list the absence, or leave \"for\" out", "请列出该缺勤，或省略 for"))
			case prorates:
				u.hold(CodeRelief, where, say("the absence %[2]q lowers the quota %[1]q twice: it prorates, and there is a relief for it", "缺勤 %[2]q 对目标 %[1]q 重复减免：既折算，又另有减免", clip(q.Measure), clip(r.For)),
					say("write \"prorates\": false for the absence, or remove the relief", "请将该缺勤的 \"prorates\" 设为 false，或删除该减免"))
			}
		}
	}
}
