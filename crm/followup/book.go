package followup

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// MaxRecords is the most records that are looked at once.
const MaxRecords = 5_000_000

// ErrRecords says that there are more than [MaxRecords] records.
var ErrRecords = errors.New("followup: too many records")

// contact is one activity with its day.
type contact struct {
	ref crm.Ref
	on  kam.Day
	act *crm.Activity
}

// deal is a won deal.
type deal struct {
	ref crm.Ref
	on  kam.Day
}

// customer is an account with what happened with it.
type customer struct {
	ref      crm.Ref
	account  *crm.Account
	contacts []contact // by day, then ref
	people   []person  // the best to meet first
	won      []deal    // by day, then ref
	open     bool      // it has an open deal
	active   bool      // it has an owner who works here
	why      UnownedReason
}

// person is a contact of an account.
type person struct {
	ref crm.Ref
	who *crm.Contact
}

// book is the records by account.
type book struct {
	customers []*customer // by ref
	index     map[crm.Ref]*customer
	users     map[crm.Ref]*crm.User
	known     map[crm.System]bool // systems whose users are known
	findings  kam.Findings
	deals     map[crm.Ref]string // accounts of opportunities
	persons   map[crm.Ref]string // accounts of contacts
	others    []contact          // what is planned and of no account
}

// gather sorts records by account. Deleted records are none; of two with one ref the one modified later counts, of equals
// the later in the list.
func (r *Rules) gather(records []crm.Record, asOf kam.Day) *book {
	b := &book{index: map[crm.Ref]*customer{}, users: map[crm.Ref]*crm.User{}, known: map[crm.System]bool{}, deals: map[crm.Ref]string{}, persons: map[crm.Ref]string{}}
	records = latest(records)
	for _, rec := range records {
		switch d := rec.Data.(type) {
		case *crm.Account:
			c := &customer{ref: rec.Ref, account: d}
			b.customers = append(b.customers, c)
			b.index[rec.Ref] = c
		case *crm.User:
			b.users[rec.Ref] = d
			b.known[rec.Ref.System] = true
		case *crm.Opportunity:
			b.deals[rec.Ref] = d.Account
		case *crm.Contact:
			b.persons[rec.Ref] = d.Account
		}
	}
	for _, rec := range records {
		switch d := rec.Data.(type) {
		case *crm.Activity:
			b.addActivity(r, rec.Ref, d)
		case *crm.Contact:
			if c := b.of(rec.Ref.System, d.Account); c != nil {
				c.people = append(c.people, person{rec.Ref, d})
			}
		case *crm.Opportunity:
			c := b.of(rec.Ref.System, d.Account)
			switch {
			case c == nil:
			case d.Status == crm.Open:
				c.open = true
			case d.Status == crm.Won && d.Close.IsSet() && !d.Close.After(asOf):
				c.won = append(c.won, deal{rec.Ref, d.Close})
			}
		}
	}
	for _, c := range b.customers {
		b.settle(c)
	}
	return b
}

// latest returns the records that are not deleted, each ref once, by ref.
func latest(records []crm.Record) []crm.Record {
	out := slices.Clone(records)
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

func (b *book) of(system crm.System, account string) *customer {
	return b.index[crm.Ref{System: system, Kind: crm.KindAccount, ID: account}]
}

// addActivity puts an activity to its account: the one it names, else that of its deal, else that of the first person who
// has one.
func (b *book) addActivity(r *Rules, ref crm.Ref, a *crm.Activity) {
	if a.Type == crm.ToDo || a.Status == crm.Cancelled {
		return
	}
	account := a.Account
	if account == "" && a.Opportunity != "" {
		account = b.deals[crm.Ref{System: ref.System, Kind: crm.KindOpportunity, ID: a.Opportunity}]
	}
	for i := 0; account == "" && i < len(a.Contacts); i++ {
		account = b.persons[crm.Ref{System: ref.System, Kind: crm.KindContact, ID: a.Contacts[i]}]
	}
	c, on := b.of(ref.System, account), r.dayOf(a)
	if c == nil {
		if a.Status == crm.Planned && on.IsSet() {
			b.others = append(b.others, contact{ref, on, a})
		}
		return
	}
	if !on.IsSet() {
		if a.Status == crm.Done {
			b.findings.Add(kam.Finding{
				Code: prefix + ".undated", Severity: kam.Warning, Place: ref.String(),
				Message: say("the activity is done and says not when; it counts nowhere", "该活动已完成但没有时间，未计入"), Remedy: say("state when it happened", "请补填发生时间"),
			})
		}
		return
	}
	c.contacts = append(c.contacts, contact{ref, on, a})
}

// dayOf is the day of an activity: when it began, else when somebody checked in, else when it ended; of what is not done
// yet also the day it is due.
func (r *Rules) dayOf(a *crm.Activity) kam.Day {
	switch {
	case !a.Start.IsZero():
		return kam.DayAt(a.Start, r.zone)
	case a.CheckIn != nil && !a.CheckIn.At.IsZero():
		return kam.DayAt(a.CheckIn.At, r.zone)
	case !a.End.IsZero():
		return kam.DayAt(a.End, r.zone)
	case a.Status == crm.Planned:
		return a.Due
	}
	return kam.Day{}
}

// settle orders what an account has, and says whether somebody answers for it.
func (b *book) settle(c *customer) {
	slices.SortFunc(c.contacts, func(x, y contact) int { return cmp.Or(x.on.Compare(y.on), x.ref.Compare(y.ref)) })
	slices.SortFunc(c.won, func(x, y deal) int { return cmp.Or(x.on.Compare(y.on), x.ref.Compare(y.ref)) })
	slices.SortStableFunc(c.people, func(x, y person) int {
		if x.who.Primary != y.who.Primary {
			if x.who.Primary {
				return -1
			}
			return 1
		}
		return x.ref.Compare(y.ref)
	})
	switch owner := c.account.Owner; {
	case owner == "":
		c.why = NoOwner
	case b.known[c.ref.System]:
		user := b.users[crm.Ref{System: c.ref.System, Kind: crm.KindUser, ID: owner}]
		switch {
		case user == nil:
			c.why = UnknownOwner
		case user.Inactive:
			c.why = InactiveOwner
		}
	}
	c.active = c.why == ""
}

// counts reports whether an activity is a contact by the rule, on or before a day.
func (c Counts) counts(x contact, asOf kam.Day) bool {
	a := x.act
	if x.on.After(asOf) || !slices.Contains(c.Types, a.Type) || a.Status != crm.Done && (a.Status != "" || !c.Unstated) {
		return false
	}
	if c.CheckIn && a.CheckIn == nil || c.Outbound && a.Inbound {
		return false
	}
	if c.Minutes > 0 {
		return !a.Start.IsZero() && !a.End.IsZero() && a.End.Sub(a.Start) >= time.Duration(c.Minutes)*time.Minute
	}
	return true
}

// last returns the last contact that counts.
func (c *customer) last(rule Counts, asOf kam.Day) (contact, bool) {
	for _, x := range slices.Backward(c.contacts) {
		if rule.counts(x, asOf) {
			return x, true
		}
	}
	return contact{}, false
}

// next returns the first appointment from a day on.
func (c *customer) next(rule Counts, asOf kam.Day) *Appointment {
	for _, x := range c.contacts {
		if !x.on.Before(asOf) && x.act.Status == crm.Planned && slices.Contains(rule.Types, x.act.Type) {
			return &Appointment{Activity: x.ref, On: x.on}
		}
	}
	return nil
}

// userName is what people call a user of a system; empty when the records do not say.
func (b *book) userName(system crm.System, id string) string {
	if user := b.users[crm.Ref{System: system, Kind: crm.KindUser, ID: id}]; user != nil {
		return user.Name
	}
	return ""
}

// ownerName is what people call the owner of an account.
func (b *book) ownerName(c *customer) string { return b.userName(c.ref.System, c.account.Owner) }

// label is how texts name an account.
func (c *customer) label() string { return called(c.account.Name, c.ref) }

// called is how texts name an account with a name, or with none.
func called(name string, account crm.Ref) string {
	return wording.Clip(cmp.Or(strings.TrimSpace(name), account.ID))
}
