package event

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// account is a customer with what happened with it. All lists are by ref.
type account struct {
	ref     crm.Ref
	data    *crm.Account
	deals   []deal
	guests  int  // invitations to the event that were not declined
	invited bool // somebody was invited to the event
	came    bool // somebody came to it
	unclear bool // it is not known whether somebody came
}

type deal struct {
	ref  crm.Ref
	data *crm.Opportunity
}

type contact struct {
	ref     crm.Ref
	data    *crm.Contact
	account *account // nil: unknown
}

type invitation struct {
	ref     crm.Ref
	data    *crm.Invitation
	contact *contact // nil: unknown
	account *account // nil: unknown
}

// book is the records of one system as they concern one event.
type book struct {
	event       crm.Ref
	data        *crm.Event
	days        kam.Period
	accounts    []*account // by ref
	byAccount   map[string]*account
	contacts    []*contact // by ref
	byContact   map[string]*contact
	invitations []invitation // to the event, one for each contact, by contact, then by ref
	asked       map[string]lastAsked
	activities  []activity
	users       map[string]*crm.User
	dealAccount map[string]string
	findings    kam.Findings
}

// lastAsked is when and to what somebody was last invited.
type lastAsked struct {
	on    kam.Day
	event string
	ref   crm.Ref
}

type activity struct {
	ref  crm.Ref
	data *crm.Activity
}

// latest returns the records of a system that are not deleted, each ref once, by ref.
func latest(records []crm.Record, system crm.System) []crm.Record {
	var out []crm.Record
	for _, r := range records {
		if r.Ref.System == system {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b crm.Record) int { return cmp.Or(a.Ref.Compare(b.Ref), a.Modified.Compare(b.Modified)) })
	kept := out[:0]
	for i, rec := range out {
		if i+1 < len(out) && out[i+1].Ref == rec.Ref || rec.Deleted || crm.KindOf(rec.Data) != rec.Ref.Kind {
			continue
		}
		kept = append(kept, rec)
	}
	return kept
}

// gather reads what concerns an event. Invitations of a later day than on are not seen.
func (r *Rules) gather(event crm.Ref, on kam.Day, records []crm.Record) (*book, error) {
	if !on.IsSet() {
		return nil, fmt.Errorf("%w: the day of the question is not set", kam.ErrDay)
	}
	if len(records) > MaxRecords {
		return nil, fmt.Errorf("%w: %d, at most %d", ErrRecords, len(records), MaxRecords)
	}
	b := &book{event: event, byAccount: map[string]*account{}, byContact: map[string]*contact{}, asked: map[string]lastAsked{}, users: map[string]*crm.User{}, dealAccount: map[string]string{}}
	list := latest(records, event.System)
	events := map[string]*crm.Event{}
	for _, rec := range list {
		switch d := rec.Data.(type) {
		case *crm.Account:
			a := &account{ref: rec.Ref, data: d}
			b.accounts = append(b.accounts, a)
			b.byAccount[rec.Ref.ID] = a
		case *crm.Contact:
			c := &contact{ref: rec.Ref, data: d}
			b.contacts = append(b.contacts, c)
			b.byContact[rec.Ref.ID] = c
		case *crm.User:
			b.users[rec.Ref.ID] = d
		case *crm.Activity:
			b.activities = append(b.activities, activity{rec.Ref, d})
		case *crm.Event:
			events[rec.Ref.ID] = d
		}
	}
	b.data = events[event.ID]
	if event.Kind != crm.KindEvent || b.data == nil || b.data.Start.IsZero() {
		return nil, fmt.Errorf("%w: %s", ErrEvent, event)
	}
	if b.days = r.daysOf(b.data); b.days.IsZero() {
		return nil, fmt.Errorf("%w: %s", ErrEvent, event)
	}
	for _, c := range b.contacts {
		c.account = b.byAccount[c.data.Account]
	}
	for _, rec := range list {
		switch d := rec.Data.(type) {
		case *crm.Opportunity:
			b.dealAccount[rec.Ref.ID] = d.Account
			if a := b.byAccount[d.Account]; a != nil {
				a.deals = append(a.deals, deal{rec.Ref, d})
			}
		case *crm.Invitation:
			r.addInvitation(b, rec, d, on, events)
		}
	}
	return b, b.settle(list)
}

// daysOf returns the days of an event; zero when they are none.
func (r *Rules) daysOf(e *crm.Event) kam.Period {
	first := kam.DayAt(e.Start, r.zone)
	last := first
	if e.End.After(e.Start) {
		last = kam.DayAt(e.End, r.zone)
	}
	days, err := kam.NewPeriod(first, last.AddDays(1))
	if err != nil || days.IsOpen() {
		return kam.Period{}
	}
	return days
}

func (r *Rules) addInvitation(b *book, rec crm.Record, d *crm.Invitation, on kam.Day, events map[string]*crm.Event) {
	if d.Event != b.event.ID {
		other := events[d.Event]
		day := d.Invited
		if !day.IsSet() && other != nil && !other.Start.IsZero() {
			day = kam.DayAt(other.Start, r.zone)
		}
		if last := b.asked[d.Contact]; d.Contact != "" && day.IsSet() && !day.After(on) && day.After(last.on) {
			name := d.Event
			if other != nil && other.Name != "" {
				name = other.Name
			}
			b.asked[d.Contact] = lastAsked{day, name, rec.Ref}
		}
		return
	}
	if d.Invited.After(on) {
		return
	}
	i := invitation{ref: rec.Ref, data: d, contact: b.byContact[d.Contact], account: b.byAccount[d.Account]}
	if d.Account == "" && i.contact != nil {
		i.account = i.contact.account
	}
	b.invitations = append(b.invitations, i)
}

// settle keeps one invitation of each contact, the one modified last, and tells each account of them.
func (b *book) settle(list []crm.Record) error {
	modified := map[crm.Ref]crm.Record{}
	for _, rec := range list {
		if rec.Ref.Kind == crm.KindInvitation {
			modified[rec.Ref] = rec
		}
	}
	slices.SortFunc(b.invitations, func(x, y invitation) int {
		return cmp.Or(cmp.Compare(x.data.Contact, y.data.Contact), modified[x.ref].Modified.Compare(modified[y.ref].Modified), x.ref.Compare(y.ref))
	})
	kept := b.invitations[:0]
	for i, x := range b.invitations {
		if id := x.data.Contact; id != "" && i+1 < len(b.invitations) && b.invitations[i+1].data.Contact == id {
			b.warn("twice", x.ref, say("%s is invited twice; the invitation that was changed last counts", "%s 被重复邀约，以最后修改的一条为准", x.label()), say("delete one of them", "请删除其中一条"))
			continue
		}
		kept = append(kept, x)
	}
	b.invitations = kept
	if len(kept) > MaxGuests {
		return fmt.Errorf("%w: %d invitations, at most %d", ErrRecords, len(kept), MaxGuests)
	}
	for _, x := range kept {
		if x.account == nil {
			continue
		}
		x.account.invited = true
		x.account.came = x.account.came || x.data.Attendance == crm.Attended
		x.account.unclear = x.account.unclear || x.data.Attendance == ""
		if x.data.Answer != crm.Declined {
			x.account.guests++
		}
	}
	return nil
}

func (b *book) warn(code string, at crm.Ref, message, remedy kam.Text) {
	b.findings.Add(kam.Finding{Code: prefix + "." + code, Severity: kam.Warning, Place: at.String(), Message: message, Remedy: remedy})
}

// works reports whether a user can be given something to do. Where no users are known, everybody can.
func (b *book) works(user string) bool {
	if user == "" || len(b.users) == 0 {
		return user != ""
	}
	u := b.users[user]
	return u != nil && !u.Inactive
}

// first returns the first user who can be given something to do, empty for none.
func (b *book) first(users ...string) string {
	for _, u := range users {
		if b.works(u) {
			return u
		}
	}
	return ""
}

// label is how texts name an account.
func (a *account) label() string { return named(a.data.Name, a.ref.ID) }

// label is how texts name who is invited.
func (i invitation) label() string {
	if i.contact != nil {
		return named(i.contact.data.Name, i.contact.ref.ID)
	}
	if i.data.Contact != "" {
		return wording.Clip(i.data.Contact)
	}
	return wording.Clip(i.ref.ID)
}

func named(name, id string) string {
	if fold(name) != "" {
		return wording.Clip(name)
	}
	return wording.Clip(id)
}
