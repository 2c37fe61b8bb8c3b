package incentive

import (
	"slices"

	"github.com/kam-go/kam"
)

// above walks up the reporting lines of a day. With skip, open positions do not
// count; with house, the walk may end at one. False: there is no such manager.
func (c *calculation) above(payee string, day kam.Day, level int, vacancy Vacancy) (*Payee, bool) {
	seen := []string{payee}
	at := payee
	for level > 0 {
		next := ""
		for _, l := range c.people.lines[at] {
			if l.Period.Contains(day) {
				next = l.Manager
				break
			}
		}
		if next == "" {
			return nil, false
		}
		if slices.Contains(seen, next) {
			c.loop(seen, next, day)
			return nil, false
		}
		seen = append(seen, next)
		at = next
		m := c.people.payees[at]
		if m != nil && m.Open && vacancy == VacancySkip {
			continue
		}
		level--
	}
	m := c.people.payees[at]
	return m, m != nil
}

// loop holds everybody in a circle of reporting lines. The finding is about the first day on which anybody looks, whatever
// the order of the deals.
func (c *calculation) loop(seen []string, again string, day kam.Day) {
	circle := seen[slices.Index(seen, again):]
	for _, who := range circle {
		for _, u := range c.people.byPayee[who] {
			found := kam.Finding{
				Code: string(CodeReportingLoop), Severity: kam.Error, Place: "payee " + clip(who),
				Message: say("the reporting lines of %q form a circle on %s", "%q 的汇报关系在 %s 形成循环", clip(who), day.String()), Remedy: say("correct the reporting lines", "请更正汇报关系"),
			}
			at := slices.IndexFunc(u.held, func(f kam.Finding) bool { return f.Code == string(CodeReportingLoop) })
			switch {
			case at < 0:
				u.held.Add(found)
			case found.Message.EN < u.held[at].Message.EN: // they differ in their days
				u.held = slices.Clone(u.held)
				u.held[at] = found
			}
		}
	}
}

// managerOn returns who a payee reports to on a day; empty for nobody.
func (c *calculation) managerOn(payee string, day kam.Day) string {
	for _, l := range c.people.lines[payee] {
		if l.Period.Contains(day) {
			return l.Manager
		}
	}
	return ""
}

// above returns the ids of payees and of everybody above them at any time.
func (o *people) above(payees []string) []string {
	all := make([]string, 0, 8)
	seen := map[string]bool{}
	add := func(id string) {
		if !seen[id] {
			seen[id] = true
			all = append(all, id)
		}
	}
	for _, id := range payees {
		add(id)
	}
	for i := 0; i < len(all); i++ {
		for _, l := range o.lines[all[i]] {
			add(l.Manager)
		}
	}
	return all
}
