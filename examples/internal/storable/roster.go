package storable

import (
	"fmt"

	"github.com/kam-go/kam/incentive"
)

// Roster checks all of a roster.
func (c *Checker) Roster(r incentive.Roster) {
	seen := map[[4]string]bool{}
	once := func(place string, key ...string) {
		var k [4]string
		copy(k[:], key)
		if seen[k] {
			c.add("twice", place,
				say("it is in the roster twice", "名册中重复出现"), say("keep one of them", "请只保留其一"))
		}
		seen[k] = true
	}
	for i, p := range r.Payees {
		place := fmt.Sprintf("$.payees[%d]", i)
		c.id(place, say("id", "编号"), p.ID)
		c.text(place, say("name", "姓名"), p.Name)
		c.text(place, say("currency", "货币"), string(p.Currency))
		once(fmt.Sprintf("%s (payee %q)", place, clip(p.ID)), "payee", p.ID)
	}
	for i, a := range r.Assignments {
		place := fmt.Sprintf("$.assignments[%d]", i)
		c.assignment(place, a)
		once(fmt.Sprintf("%s (payee %q, plan %q from %s)", place, clip(a.Payee), clip(a.Plan), a.Period.From),
			"assignment", a.Payee, a.Plan, a.Period.From.String())
	}
	for i, l := range r.Reporting {
		place := fmt.Sprintf("$.reporting[%d]", i)
		c.id(place, say("payee", "收款人"), l.Payee)
		c.id(place, say("manager", "经理"), l.Manager)
		c.period(place, say("period", "期间"), l.Period)
		once(fmt.Sprintf("%s (payee %q from %s)", place, clip(l.Payee), l.Period.From),
			"reporting", l.Payee, l.Period.From.String())
	}
}

func (c *Checker) assignment(place string, a incentive.Assignment) {
	c.id(place, say("payee", "收款人"), a.Payee)
	c.id(place, say("plan", "方案"), a.Plan)
	c.text(place, say("stretch of the target", "目标提成的周期"), string(a.Target.Per))
	c.period(place, say("period", "期间"), a.Period)
	c.numberOrNone(place, say("target", "目标提成"), a.Target.Amount)
	for i, change := range a.Target.Changes {
		place := fmt.Sprintf("%s.target.changes[%d]", place, i)
		if !change.From.IsSet() {
			c.add("period", place, say("the change has no day", "变更没有日期"),
				say("state a day such as 2026-01-01", "请写明日期，例如 2026-01-01"))
		}
		c.number(place, say("amount", "金额"), change.Amount)
	}
	for i, ramp := range a.Ramps {
		place := fmt.Sprintf("%s.ramps[%d]", place, i)
		c.period(place, say("period", "期间"), ramp.Period)
		c.number(place, say("share", "比例"), ramp.Share)
	}
	for i, absence := range a.Absences {
		place := fmt.Sprintf("%s.absences[%d]", place, i)
		c.id(place, say("id", "编号"), absence.ID)
		c.period(place, say("period", "期间"), absence.Period)
		c.text(place, say("reason", "原因"), absence.Reason)
	}
	for i, q := range a.Quotas {
		place := fmt.Sprintf("%s.quotas[%d]", place, i)
		c.text(place, say("measure", "指标"), q.Measure)
		c.period(place, say("period", "期间"), q.Period)
		c.number(place, say("amount", "金额"), q.Amount)
		for j, relief := range q.Relief {
			place := fmt.Sprintf("%s.relief[%d]", place, j)
			c.numberOrNone(place, say("amount", "金额"), relief.Amount)
			c.numberOrNone(place, say("share", "比例"), relief.Share)
			c.text(place, say("absence", "所涉缺勤"), relief.For)
			c.text(place, say("reason", "原因"), relief.Reason)
			c.text(place, say("approver", "批准人"), relief.ApprovedBy)
		}
	}
}
