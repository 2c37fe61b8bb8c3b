package handover

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/wording"
)

// draft is a change in the making: a copy of the book and the roster, and what was touched.
type draft struct {
	change Change
	before *Ownership
	after  *Ownership
	roster incentive.Roster
	payees map[string]bool
	lines  map[string][]incentive.ReportingLine
	f      wording.Faults

	teams, places map[Source]bool
	stages        map[string]bool
	kept          map[string]bool
	reporting     map[string]bool
	shifts        []QuotaShift
}

// copied returns an ownership whose maps may be changed; what they point to is replaced, never changed.
func (o *Ownership) copied() *Ownership {
	return &Ownership{
		policy: o.policy, accounts: maps.Clone(o.accounts), territories: maps.Clone(o.territories),
		opportunities: maps.Clone(o.opportunities), kept: maps.Clone(o.kept),
	}
}

func (o *Ownership) begin(c Change, r incentive.Roster) *draft {
	d := &draft{
		change: c, before: o, after: o.copied(), roster: clonedRoster(r), payees: map[string]bool{}, lines: map[string][]incentive.ReportingLine{},
		f: wording.Faults{Prefix: prefix}, teams: map[Source]bool{}, places: map[Source]bool{}, stages: map[string]bool{}, kept: map[string]bool{}, reporting: map[string]bool{},
	}
	for _, p := range r.Payees {
		d.payees[p.ID] = true
	}
	for _, l := range d.roster.Reporting {
		d.lines[l.Payee] = append(d.lines[l.Payee], l)
	}
	return d
}

// clonedRoster copies what a change may touch, reporting lines in order with adjacent ones joined.
func clonedRoster(r incentive.Roster) incentive.Roster {
	r.Payees = slices.Clone(r.Payees)
	r.Assignments = slices.Clone(r.Assignments)
	for i := range r.Assignments {
		r.Assignments[i].Quotas = slices.Clone(r.Assignments[i].Quotas)
	}
	r.Reporting = normalLines(r.Reporting)
	return r
}

func normalLines(lines []incentive.ReportingLine) []incentive.ReportingLine {
	out := slices.Clone(lines)
	slices.SortFunc(out, func(a, b incentive.ReportingLine) int {
		return cmp.Or(strings.Compare(a.Payee, b.Payee), a.Period.Compare(b.Period), strings.Compare(a.Manager, b.Manager))
	})
	out = slices.Compact(out)
	return joined(out, func(l *incentive.ReportingLine) *kam.Period { return &l.Period }, func(a, b incentive.ReportingLine) bool {
		return a.Payee == b.Payee && a.Manager == b.Manager
	})
}

// setTeam replaces the rows of a team from the day of the change on.
func (d *draft) setTeam(of Source, rows []Member) {
	d.teams[of] = true
	h := d.after.holder(of.Account, of.Territory)
	var out []Member
	for _, m := range h.team {
		if p, ok := until(m.Period, d.change.On); ok {
			m.Period = p
			out = append(out, m)
		}
	}
	d.put(of, normalTeam(append(out, rows...)), h.within)
}

// setPlaces replaces the rows of a place from the day of the change on.
func (d *draft) setPlaces(of Source, rows []Placement) {
	d.places[of] = true
	h := d.after.holder(of.Account, of.Territory)
	var out []Placement
	for _, p := range h.within {
		if period, ok := until(p.Period, d.change.On); ok {
			p.Period = period
			out = append(out, p)
		}
	}
	d.put(of, h.team, normalPlaces(append(out, rows...)))
}

func (d *draft) put(of Source, team []Member, within []Placement) {
	if of.Account != "" {
		a := *d.after.accounts[of.Account]
		a.Team, a.Within = team, within
		d.after.accounts[of.Account] = &a
		return
	}
	t := *d.after.territories[of.Territory]
	t.Team, t.Within = team, within
	d.after.territories[of.Territory] = &t
}

// setStages replaces the rows of an opportunity from the day of the change on.
func (d *draft) setStages(id string, rows []StageOwner) {
	d.stages[id] = true
	o := *d.after.opportunities[id]
	var out []StageOwner
	for _, s := range o.Stages {
		if p, ok := until(s.Period, d.change.On); ok {
			s.Period = p
			out = append(out, s)
		}
	}
	o.Stages = normalStages(append(out, rows...))
	d.after.opportunities[id] = &o
}

// setLines replaces the reporting lines of a payee from the day of the change on.
func (d *draft) setLines(payee string, rows []incentive.ReportingLine) {
	d.reporting[payee] = true
	var out []incentive.ReportingLine
	for _, l := range d.lines[payee] {
		if p, ok := until(l.Period, d.change.On); ok {
			l.Period = p
			out = append(out, l)
		}
	}
	d.lines[payee] = normalLines(append(out, rows...))
}

// known reports whether something that a change names is in the book.
func (d *draft) known(at string, of Source) bool {
	switch {
	case (of.Account == "") == (of.Territory == ""):
		d.f.Add("one-of", at, say("it names %d of account and territory", "account 与 territory 写了 %d 个", count(of.Account != "", of.Territory != "")), say("state exactly one", "请只写一个"))
	case of.Account != "" && d.after.accounts[of.Account] == nil:
		d.f.Add("unknown", at+".account", say("there is no account %s", "不存在客户 %s", wording.Quote(of.Account)), say("use the id of an account of the book", "请使用已列出客户的编号"))
	case of.Territory != "" && d.after.territories[of.Territory] == nil:
		d.f.Add("unknown", at+".territory", say("there is no territory %s", "不存在区域 %s", wording.Quote(of.Territory)), say("use the id of a territory of the book", "请使用已列出区域的编号"))
	default:
		return true
	}
	return false
}

func count(stated ...bool) int {
	n := 0
	for _, s := range stated {
		if s {
			n++
		}
	}
	return n
}

// person reports a payee whom the roster does not list; the house passes where it may stand.
func (d *draft) person(at, payee string, house bool) bool {
	if d.payees[payee] || house && payee == d.before.policy.House {
		return true
	}
	d.f.Add("payee", at, say("the roster has no payee %s", "名册中没有人员 %s", wording.Quote(payee)), say("list the payee in the roster, or correct the id", "请在名册中列出该人员，或更正编号"))
	return false
}
