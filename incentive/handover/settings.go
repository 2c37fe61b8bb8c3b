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

// set applies the rows that a change states itself.
func (d *draft) set() {
	s := d.change.Set
	for i, t := range s.Teams {
		at, of := wording.At("$.set.teams", i), Source{t.Account, t.Territory}
		if d.known(at, of) && fresh(d, at+".team", t.Team, func(m Member) kam.Period { return m.Period }) {
			d.setTeam(of, t.Team)
		}
	}
	for i, p := range s.Places {
		at, of := wording.At("$.set.places", i), Source{p.Account, p.Territory}
		if d.known(at, of) && fresh(d, at+".within", p.Within, func(p Placement) kam.Period { return p.Period }) {
			d.setPlaces(of, p.Within)
		}
	}
	for i, o := range s.Stages {
		at := wording.At("$.set.stages", i)
		if d.after.opportunities[o.Opportunity] == nil {
			d.f.Add("unknown", at+".opportunity", say("there is no opportunity %s", "不存在商机 %s", wording.Quote(o.Opportunity)), say("use the id of an opportunity of the book", "请使用已列出商机的编号"))
		} else if fresh(d, at+".stages", o.Stages, func(s StageOwner) kam.Period { return s.Period }) {
			d.setStages(o.Opportunity, o.Stages)
		}
	}
	for i, id := range s.Dropped {
		if d.after.kept[id] == nil {
			d.f.Add("unknown", wording.At("$.set.dropped", i), say("the deal %s is not kept", "交易 %s 未被保留", wording.Quote(id)), say("leave it out", "请删除该项"))
			continue
		}
		d.kept[id] = true
		delete(d.after.kept, id)
	}
	for _, k := range s.Kept {
		d.kept[k.Deal] = true
		k.Team = normalShares(k.Team)
		d.after.kept[k.Deal] = &k
	}
	for i, q := range s.Quotas {
		at := wording.At("$.set.quotas", i)
		if d.f.Number(at+".amount", q.Amount) {
			d.shift(at, q)
		}
	}
	for i, r := range s.Reporting {
		at := wording.At("$.set.reporting", i)
		ok := d.person(at+".payee", r.Payee, false)
		for j, l := range r.Lines {
			where := wording.At(at+".lines", j)
			ok = d.person(where+".manager", l.Manager, false) && ok
			if l.Payee != r.Payee {
				d.f.Add("payee", where+".payee", say("the line is one of %s", "该汇报关系属于 %s", wording.Quote(l.Payee)), say("state lines of %s", "请填写 %s 的汇报关系", wording.Quote(r.Payee)))
				ok = false
			}
		}
		if fresh(d, at+".lines", r.Lines, func(l incentive.ReportingLine) kam.Period { return l.Period }) && ok {
			d.setLines(r.Payee, r.Lines)
		}
	}
}

// fresh reports whether every row begins on the day of the change or later.
func fresh[T any](d *draft, at string, rows []T, period func(T) kam.Period) bool {
	ok := d.f.Count(at, len(rows), 0, MaxRows)
	for i, r := range rows {
		where := wording.At(at, i) + ".period"
		p := period(r)
		if !d.f.Period(where, p, false) {
			ok = false
			continue
		}
		if p.From.Before(d.change.On) {
			d.f.Add("period", where, say("it begins on %s, before the day of the change", "始于 %s，早于变更日", p.From), say("days before %s never change; begin there", "%s 之前不作变更，请自该日起填写", d.change.On))
			ok = false
		}
	}
	return ok
}

// settings returns the rows that hold from the day of a change on, for everything that was touched.
func (d *draft) settings(o *Ownership, lines map[string][]incentive.ReportingLine, back bool) Settings {
	on := d.change.On
	var s Settings
	for _, of := range sortedSources(d.teams) {
		s.Teams = append(s.Teams, TeamSetting{of.Account, of.Territory, sinceAll(o.holder(of.Account, of.Territory).team, on, func(m *Member) *kam.Period { return &m.Period })})
	}
	for _, of := range sortedSources(d.places) {
		s.Places = append(s.Places, PlaceSetting{of.Account, of.Territory, sinceAll(o.holder(of.Account, of.Territory).within, on, func(p *Placement) *kam.Period { return &p.Period })})
	}
	for _, id := range slices.Sorted(maps.Keys(d.stages)) {
		s.Stages = append(s.Stages, StageSetting{id, sinceAll(o.opportunities[id].Stages, on, func(r *StageOwner) *kam.Period { return &r.Period })})
	}
	other := d.before
	if back {
		other = d.after
	}
	for _, id := range slices.Sorted(maps.Keys(d.kept)) {
		if k := o.kept[id]; k != nil {
			kept := *k
			kept.Team = slices.Clone(k.Team)
			s.Kept = append(s.Kept, kept)
		} else if other.kept[id] != nil {
			s.Dropped = append(s.Dropped, id)
		}
	}
	s.Quotas = slices.Clone(d.shifts)
	if back { // the last one first, so that no quota falls below zero on the way
		slices.Reverse(s.Quotas)
		for i, q := range s.Quotas {
			s.Quotas[i].From, s.Quotas[i].To = q.To, q.From
		}
	}
	for _, payee := range slices.Sorted(maps.Keys(d.reporting)) {
		s.Reporting = append(s.Reporting, ReportSetting{payee, sinceAll(lines[payee], on, func(l *incentive.ReportingLine) *kam.Period { return &l.Period })})
	}
	return s
}

// sinceAll returns the days of rows from a day on.
func sinceAll[T any](rows []T, day kam.Day, period func(*T) *kam.Period) []T {
	var out []T
	for _, r := range rows {
		if p, ok := since(*period(&r), day); ok {
			*period(&r) = p
			out = append(out, r)
		}
	}
	return out
}

func sortedSources(set map[Source]bool) []Source {
	return slices.SortedFunc(maps.Keys(set), func(a, b Source) int {
		return cmp.Or(strings.Compare(a.Territory, b.Territory), strings.Compare(a.Account, b.Account))
	})
}
