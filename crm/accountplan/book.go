package accountplan

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// book is the records of the account and of the units of its grid.
type book struct {
	system   crm.System
	account  *crm.Account // nil: not among the records
	own      map[string]bool
	contacts map[string]*crm.Contact // of any account
	people   []string                // contacts of the account and its units, by id
	users    map[string]*crm.User    // nil: no user is among the records
	deals    []deal                  // of the account and its units, by ref
	orders   []order                 // of the account and its units, by ref
	meetings map[string][]meeting    // by contact; by day, then ref
}

type deal struct {
	ref  crm.Ref
	data *crm.Opportunity
}

type order struct {
	ref  crm.Ref
	data *crm.Order
}

// meeting is a person being met.
type meeting struct {
	ref  crm.Ref
	on   kam.Day
	user string
}

// gather sorts the records of the plan's system.
func (r *Rules) gather(p Plan, records []crm.Record, asOf kam.Day) *book {
	b := &book{system: p.Account.System, own: map[string]bool{p.Account.ID: true}, contacts: map[string]*crm.Contact{}, meetings: map[string][]meeting{}}
	for _, u := range p.Whitespace.Units {
		for _, id := range u.Of {
			b.own[id] = true
		}
	}
	for _, rec := range latest(records, b.system) {
		switch d := rec.Data.(type) {
		case *crm.Account:
			if rec.Ref == p.Account {
				b.account = d
			}
		case *crm.Contact:
			b.contacts[rec.Ref.ID] = d
			if b.own[d.Account] {
				b.people = append(b.people, rec.Ref.ID)
			}
		case *crm.User:
			if b.users == nil {
				b.users = map[string]*crm.User{}
			}
			b.users[rec.Ref.ID] = d
		case *crm.Opportunity:
			if b.own[d.Account] {
				b.deals = append(b.deals, deal{rec.Ref, d})
			}
		case *crm.Order:
			if b.own[d.Account] {
				b.orders = append(b.orders, order{rec.Ref, d})
			}
		case *crm.Activity:
			r.meet(b, rec.Ref, d, asOf)
		}
	}
	for _, list := range b.meetings {
		slices.SortFunc(list, func(x, y meeting) int { return cmp.Or(x.on.Compare(y.on), x.ref.Compare(y.ref)) })
	}
	return b
}

// latest returns the records of a system that are not deleted, each ref once, by ref.
func latest(records []crm.Record, system crm.System) []*crm.Record {
	var out []*crm.Record
	for i := range records {
		if records[i].Ref.System == system {
			out = append(out, &records[i])
		}
	}
	slices.SortStableFunc(out, func(a, b *crm.Record) int { return cmp.Or(a.Ref.Compare(b.Ref), a.Modified.Compare(b.Modified)) })
	kept := out[:0]
	for i, rec := range out {
		if i+1 < len(out) && out[i+1].Ref == rec.Ref || rec.Deleted || crm.KindOf(rec.Data) != rec.Ref.Kind {
			continue
		}
		kept = append(kept, rec)
	}
	return kept
}

// meet writes down whom an activity met, if it counts.
func (r *Rules) meet(b *book, ref crm.Ref, a *crm.Activity, asOf kam.Day) {
	if !slices.Contains(r.policy.Meetings, a.Type) || a.Status != crm.Done && (a.Status != "" || !r.policy.Unstated) {
		return
	}
	var on kam.Day
	switch {
	case !a.Start.IsZero():
		on = kam.DayAt(a.Start, r.zone)
	case a.CheckIn != nil && !a.CheckIn.At.IsZero():
		on = kam.DayAt(a.CheckIn.At, r.zone)
	case !a.End.IsZero():
		on = kam.DayAt(a.End, r.zone)
	}
	if !on.IsSet() || on.After(asOf) {
		return
	}
	for _, id := range a.Contacts {
		if n := len(b.meetings[id]); n == 0 || b.meetings[id][n-1].ref != ref { // a person named twice is met once
			b.meetings[id] = append(b.meetings[id], meeting{ref, on, a.Owner})
		}
	}
}

// last returns the day on which a contact was last met; unset: never.
func (b *book) last(contact string) kam.Day {
	list := b.meetings[contact]
	if len(list) == 0 {
		return kam.Day{}
	}
	return list[len(list)-1].on
}

// within reports whether a day is one of the last days up to another.
func within(on, asOf kam.Day, days int) bool { return on.IsSet() && asOf.Sub(on) < days }

// ref is the ref of a record of the system.
func (b *book) ref(kind crm.Kind, id string) crm.Ref {
	return crm.Ref{System: b.system, Kind: kind, ID: id}
}

// person names a contact.
func (b *book) person(name, id string) string {
	if c := b.contacts[id]; strings.TrimSpace(name) == "" && c != nil {
		name = c.Name
	}
	if strings.TrimSpace(name) == "" {
		name = id
	}
	return wording.Clip(name)
}

// user names one of our people.
func (b *book) user(id string) string {
	if u := b.users[id]; u != nil && strings.TrimSpace(u.Name) != "" {
		return wording.Clip(u.Name)
	}
	return wording.Clip(id)
}

// gone reports whether somebody works here no more. Where no user is among the records, nobody is.
func (b *book) gone(user string) bool {
	if user == "" || b.users == nil {
		return false
	}
	u := b.users[user]
	return u == nil || u.Inactive
}

// open reports whether a deal is open; one of unknown status counts as open, as when accounts are handed over.
func (d deal) open() bool { return d.data.Status == crm.Open || d.data.Status == "" }

// label names a deal.
func (d deal) label() string { return wording.Clip(cmp.Or(strings.TrimSpace(d.data.Name), d.ref.ID)) }
