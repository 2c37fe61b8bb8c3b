package handover

import (
	"maps"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/wording"
)

// reportAll moves payees and teams to other managers.
func (d *draft) reportAll() {
	for i, r := range d.change.Reporting {
		at := wording.At("$.reporting", i)
		var ok bool
		if n := count(r.Payee != "", r.TeamOf != ""); n != 1 {
			d.f.Add("one-of", at, say("it states %d of payee and teamOf", "payee 与 teamOf 写了 %d 个", n), say("state exactly one", "请只写一个"))
		} else if r.Payee != "" {
			ok = d.person(at+".payee", r.Payee, false)
		} else {
			ok = d.person(at+".teamOf", r.TeamOf, false)
		}
		if r.Manager != "" {
			ok = d.person(at+".manager", r.Manager, false) && ok
		}
		if !ok {
			continue
		}
		team := []string{r.Payee}
		if r.TeamOf != "" {
			if team = d.reports(r.TeamOf); len(team) == 0 {
				d.f.Add("not-theirs", at+".teamOf", say("nobody reports to %s on %s", "%[2]s 没有人向 %[1]s 汇报", wording.Quote(r.TeamOf), d.change.On), say("name who has the team, or leave it out", "请写明团队的上级，或删除该项"))
			}
		}
		for _, payee := range team {
			if payee == r.Manager {
				continue // the new manager comes from within the team and stays where they report to
			}
			var rows []incentive.ReportingLine
			if r.Manager != "" {
				rows = []incentive.ReportingLine{{Payee: payee, Manager: r.Manager, Period: kam.Period{From: d.change.On}}}
			}
			d.setLines(payee, rows)
		}
		if r.Payee != "" && r.Payee == r.Manager {
			d.f.Add("loop", at, say("%s would report to themselves", "%s 将向自己汇报", wording.Quote(r.Payee)), say("name another manager", "请指定其他上级"))
		}
	}
}

// reports returns who reports to a manager on the day of the change, in order.
func (d *draft) reports(manager string) []string {
	var out []string
	for _, payee := range slices.Sorted(maps.Keys(d.lines)) {
		if managerOn(d.lines[payee], d.change.On) == manager {
			out = append(out, payee)
		}
	}
	return out
}

// managerOn returns who a payee's lines name on a day; empty for nobody.
func managerOn(lines []incentive.ReportingLine, day kam.Day) string {
	for _, l := range lines {
		if l.Period.Contains(day) {
			return l.Manager
		}
	}
	return ""
}
