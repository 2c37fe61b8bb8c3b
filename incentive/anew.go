package incentive

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kam-go/kam"
)

// anew is a day on which assignments to a version begin while their measures have counted under another one before.
type anew struct {
	plan    string
	version int
	from    kam.Day
	payees  []string
}

// names are those of the first payees.
func (x *anew) names() string {
	var list []string
	for _, id := range x.payees[:min(len(x.payees), shownChoices)] {
		list = append(list, clip(id))
	}
	if len(x.payees) > shownChoices {
		list = append(list, "…")
	}
	return strings.Join(list, ", ")
}

// warnAnew warns, in the period in which it happens, of measures to date that begin anew within their window because the
// payee goes from one assignment of a plan to another.
func (c *calculation) warnAnew() {
	type account struct{ payee, plan string }
	carried := map[account]bool{}
	for _, p := range c.in.Opening.Positions {
		carried[account{p.Payee, p.Plan}] = true
	}
	var found []anew
	for _, u := range c.people.units {
		window := kam.Period{From: c.starts[u.plan.widest], Until: u.Period.From}
		if !u.plan.widest.toDate() || !c.period.Contains(u.Period.From) {
			continue
		}
		if carried[account{u.payee.ID, u.Plan}] {
			continue // what was counted is in the opening
		}
		counted := slices.ContainsFunc(c.people.assigned[u.payee.ID], func(a Assignment) bool { return a.Plan == u.Plan && a.Period.Overlaps(window) })
		if !counted {
			continue
		}
		i := slices.IndexFunc(found, func(x anew) bool { return x.plan == u.Plan && x.version == u.Version && x.from == u.Period.From })
		if i < 0 {
			i = len(found)
			found = append(found, anew{plan: u.Plan, version: u.Version, from: u.Period.From})
		}
		found[i].payees = append(found[i].payees, u.payee.ID)
	}
	slices.SortFunc(found, func(a, b anew) int {
		return cmp.Or(strings.Compare(a.plan, b.plan), cmp.Compare(a.version, b.version), a.from.Compare(b.from))
	})
	for _, x := range found {
		c.people.found.warn(CodeAnew, "roster.assignments plan "+clip(x.plan)+" version "+itoa(x.version),
			say("the measures to date of %s begin anew on %s, with version %d of plan %q; what was counted before in the same window is left out", "%s 的累计指标自 %s 起随方案 %[4]q 第 %[3]d 版重新累计，同一累计区间内此前的累计值不计入", x.names(), x.from.String(), x.version, x.plan),
			say("assign the version from the start of the window if it is to go on counting; a condition on a date keeps old rates for old deals", "如需继续累计，请自累计区间起点分配该版本；可用日期条件让此前的交易保留原比例"))
	}
}
