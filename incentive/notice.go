package incentive

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
)

// notice reports what a run has seen that holds nobody and should not pass unnoticed:
// names that lead nowhere, postings that are nobody's, and to-date pay for periods that were never posted.
func (c *calculation) notice(r *Run) {
	var f faults
	f.list.Merge(c.people.strangers.list)
	for i, p := range c.in.Opening.Positions {
		c.reference(&f, fmt.Sprintf("opening.positions[%d]", i), p.Payee, p.Plan, func(u *unit) bool { _, ok := u.plan.measures[p.Measure]; return ok }, p.Measure)
	}
	for i, p := range c.in.Opening.Prior {
		for _, component := range sortedKeys(p.Earned) {
			c.reference(&f, fmt.Sprintf("opening.prior[%d]", i), p.Payee, p.Plan, func(u *unit) bool { return u.hasPart(component) }, component)
		}
	}
	for _, p := range c.in.Opening.Ledger.Posted {
		if earned(p) && p.Period == c.period && !c.replaces(p) {
			f.warn(CodeUnknownReference, "opening.ledger", say("what %q was posted under plan %q in the period stays: this run does not compute it", "%q 在方案 %q 下的本期入账保持不变：本次运行不计算", clip(p.Payee), clip(p.Plan)),
				say("compile the plan and list the payee to have it computed anew", "如需重新计算，请编译该方案并列入人员"))
		}
	}
	if c.hasEarlier() {
		for _, x := range r.results {
			c.unposted(&f, x)
		}
	}
	c.book.found.list.Merge(f.list)
}

// reference warns of an opening entry that no statement of the run looks at.
func (c *calculation) reference(f *faults, at, payee, plan string, known func(*unit) bool, name string) {
	for _, u := range c.people.byPayee[payee] {
		if u.Plan == plan && known(u) {
			return
		}
	}
	f.warn(CodeUnknownReference, at, say("%q of %q under plan %q is looked at by no statement", "没有结算单使用 %[2]q 在方案 %[3]q 下的 %[1]q", clip(name), clip(payee), clip(plan)),
		say("correct payee, plan and name, or leave the entry out", "请更正人员、方案与名称，或删除该项"))
}

func (u *unit) hasPart(name string) bool {
	for i := range u.plan.parts {
		if u.plan.parts[i].Name == name {
			return true
		}
	}
	return false
}

// hasEarlier reports whether a window of any plan began before the period.
func (c *calculation) hasEarlier() bool {
	return slices.ContainsFunc(c.program.plans, func(p *plan) bool { return c.starts[p.widest].Before(c.period.From) })
}

// unposted warns when a to-date component pays for earlier periods of which nothing was posted, unless the ledger knows
// them as calculated.
func (c *calculation) unposted(f *faults, x *result) {
	if !c.starts[x.unit.plan.widest].Before(c.period.From) || x.bulk != nil && !slices.ContainsFunc(x.sums(), func(k settled) bool { return k.before.IsZero() }) {
		return // there are no earlier periods, or all of them were posted
	}
	x = x.whole()
	s := Statement{x}
	for i := range x.components {
		earlier := decimal.Zero
		for _, a := range s.adjustments(i) {
			if a.Kind == AdjustEarlier {
				earlier = a.Amount
			}
		}
		if !earlier.IsZero() && x.components[i].before.IsZero() && !c.calculatedBefore(x.unit, i) {
			f.list.Add(kam.Finding{
				Code: string(CodeEarlierUnposted), Severity: kam.Warning, Place: "payee " + clip(x.unit.payee.ID),
				Message: say("%q earns %s on deals before %s of which nothing was posted: this run pays it now", "%[1]q 对 %[3]s 之前的交易所得 %[2]s 从未入账：本次一并支付", x.unit.plan.parts[i].label(), money(s, earlier), c.period.From.String()),
				Remedy:  say("run and post the earlier periods first, or go on if they were never paid", "请先运行并入账此前期间；若从未支付，可继续"),
			})
		}
	}
}

// calculatedBefore reports whether the ledger knows all earlier periods of a component's window as calculated: then nothing
// was posted because nothing was earned.
func (c *calculation) calculatedBefore(u *unit, component int) bool {
	start := c.starts[u.plan.Measures[u.plan.parts[component].measure].Window]
	parts, err := c.program.calendar.Split(kam.Period{From: start, Until: c.period.From}, u.plan.Plan.Period)
	if err != nil {
		return false
	}
	for _, p := range parts {
		switch c.in.Opening.Ledger.Period(p).State {
		case ledger.Calculated, ledger.Approved, ledger.Closed:
		default:
			return false
		}
	}
	return true
}
