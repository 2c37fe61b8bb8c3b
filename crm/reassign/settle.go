package reassign

import (
	"cmp"
	"slices"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// ever is the first of all days: the beginning of a role that has none.
func ever() kam.Day {
	d, err := kam.NewDay(1, time.January, 1)
	if err != nil {
		return kam.Day{}
	}
	return d
}

// settle works out the records that change.
func (d *draft) settle() {
	for _, h := range d.order {
		if h.moves() {
			c := d.changed(h.rec, h.account.Name, h.why)
			c.Owner = &OwnerChange{Old: h.account.Owner, New: h.to}
		}
		team := h.account.Team
		if h.moves() {
			team = d.ownerTeam(h)
		}
		d.team(h.rec, h.account.Name, h.account.Team, d.seats(h.rec, h.account.Name, team))
	}
	for _, r := range d.records {
		switch data := r.Data.(type) {
		case *crm.Contact:
			d.belonging(r, data.Name, data.Account, data.Owner)
		case *crm.Opportunity:
			if openDeal(data) {
				d.belonging(r, data.Name, data.Account, data.Owner)
				d.team(r, data.Name, data.Team, d.seats(r, data.Name, data.Team))
			}
		case *crm.Activity:
			if d.pending(data) {
				d.belonging(r, data.Subject, d.accountOf(data), data.Owner)
			}
		case *crm.Request:
			if openRequest(data) {
				d.belonging(r, data.Subject, cmp.Or(data.Account, d.people[data.Contact]), data.Owner)
			}
		}
	}
}

// accountOf is the account that an activity names, else that of its deal, else that of the first person who has one.
func (d *draft) accountOf(a *crm.Activity) string {
	account := cmp.Or(a.Account, d.deals[a.Opportunity])
	for i := 0; account == "" && i < len(a.Contacts); i++ {
		account = d.people[a.Contacts[i]]
	}
	return account
}

// pending reports whether an activity is still to be done: it is planned, or has no status and is due or begins on the day
// of the change or later.
func (d *draft) pending(a *crm.Activity) bool {
	if a.Status != "" {
		return a.Status == crm.Planned
	}
	return a.Due.IsSet() && !a.Due.Before(d.change.On) || !a.Start.IsZero() && !kam.DayAt(a.Start, nil).Before(d.change.On)
}

// openDeal reports whether a deal is open; one of unknown status counts as open.
func openDeal(o *crm.Opportunity) bool { return o.Status == crm.Open || o.Status == "" }

// openRequest reports whether a request is not resolved, or was opened again since.
func openRequest(r *crm.Request) bool {
	if n := len(r.Reopened); n > 0 && r.Resolved.Before(r.Reopened[n-1]) {
		return true
	}
	return r.Resolved.IsZero()
}

// changed returns the change of a record, a new one the first time.
func (d *draft) changed(r crm.Record, name string, why kam.Text) *RecordChange {
	c := d.changes[r.Ref]
	if c == nil {
		c = &RecordChange{Ref: r.Ref, Name: name, Revision: r.Revision, Modified: r.Modified, Why: why}
		d.changes[r.Ref] = c
	}
	return c
}

// belonging says who has an open record after the change.
func (d *draft) belonging(r crm.Record, name, account, owner string) {
	h := d.accounts[account]
	_, leaves := d.leaving[owner]
	switch {
	case h != nil && h.moves() && owner == h.account.Owner && (d.follow[r.Ref.Kind] || owner != "" && d.gone(owner)):
		d.own(r, name, owner, h.to, say("it goes with its account", "随客户转移"))
		h.moved[r.Ref.Kind]++
	case leaves && h != nil && !d.gone(h.owner()):
		d.own(r, name, owner, h.owner(), say("%s leaves: the owner of the account takes it over", "%s 离开，由客户负责人接手", wording.Clip(owner)))
	case leaves && d.leaving[owner] != "":
		d.own(r, name, owner, d.leaving[owner], say("%s leaves: the successor takes it over", "%s 离开，由继任者接手", wording.Clip(owner)))
	case leaves:
		d.f.Add("left", r.Ref.String(), say("it would stay with %s, who leaves", "仍归即将离开的 %s 负责", wording.Clip(owner)), say("name a successor", "请指定继任者"))
	case h == nil || !h.moves():
	case owner == h.account.Owner:
		d.stay(r, name, owner, StayKind)
	default:
		d.stay(r, name, owner, StayOther)
	}
}

func (d *draft) own(r crm.Record, name, from, to string, why kam.Text) {
	if from != to {
		d.changed(r, name, why).Owner = &OwnerChange{Old: from, New: to}
	}
}

// team enters a team that is not the one it was.
func (d *draft) team(r crm.Record, name string, before, after []crm.Member) {
	if !slices.Equal(before, after) {
		d.changed(r, name, say("roles in the team change", "团队角色变更")).Team = &TeamChange{Old: slices.Clone(before), New: after}
	}
}

// ownerTeam is the team of an account that gets another owner: rows of owners end on the day, the new owner has one from
// it on, and the old one has the role of a former owner, as the change says.
func (d *draft) ownerTeam(h *holding) []crm.Member {
	on := d.change.On
	var team []crm.Member
	for _, m := range h.account.Team {
		if m.Role == crm.RoleOwner {
			if !m.Period.IsZero() && !m.Period.From.Before(on) {
				d.warn("planned", h.rec, say("%s was entered as owner from %s on; the row is left out", "%s 原定自 %s 起负责，该行已取消", wording.Clip(m.User), m.Period.From))
				continue
			}
			m = ended(m, on)
		}
		team = append(team, m)
	}
	team = append(team, crm.Member{User: h.to, Role: crm.RoleOwner, Period: kam.Period{From: on}})
	if former := d.change.Former; former != nil && !d.gone(h.account.Owner) {
		team = append(team, crm.Member{User: h.account.Owner, Role: former.Role, Period: kam.Period{From: on, Until: former.Until}})
	}
	return team
}

// ended ends a row on a day, if it has not ended before.
func ended(m crm.Member, on kam.Day) crm.Member {
	if m.Period.IsZero() {
		m.Period = kam.Period{From: ever(), Until: on}
	} else if m.Period.IsOpen() || m.Period.Until.After(on) {
		m.Period.Until = on
	}
	return m
}

// seats ends the roles of people who leave and hands them to their successors.
func (d *draft) seats(r crm.Record, name string, team []crm.Member) []crm.Member {
	on := d.change.On
	var out, taken []crm.Member
	for _, m := range team {
		successor, leaves := d.leaving[m.User]
		after := m.Period.IsZero() || m.Period.IsOpen() || m.Period.Until.After(on)
		if !leaves || !after {
			out = append(out, m)
			continue
		}
		next := crm.Member{User: successor, Role: m.Role, Period: kam.Period{From: on, Until: m.Period.Until}}
		if !m.Period.IsZero() && !m.Period.From.Before(on) {
			next.Period = m.Period
		} else {
			out = append(out, ended(m, on))
		}
		switch {
		case m.Role == crm.RoleOwner: // who owns is said by the owner
		case successor != "":
			taken = append(taken, next)
		default:
			d.warn("vacant", r, say("%s leaves, and nobody takes over the role %s for %s", "%s 离开后，%[3]s 的角色 %[2]s 无人接任", wording.Clip(m.User), wording.Quote(string(m.Role)), label(name, r)))
		}
	}
	for _, next := range taken {
		if !slices.ContainsFunc(out, func(m crm.Member) bool {
			return m.User == next.User && m.Role == next.Role && (m.Period.IsZero() || m.Period.Overlaps(next.Period))
		}) {
			out = append(out, next)
		}
	}
	return out
}
