package event

import (
	"cmp"
	"slices"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
)

// touch is an activity that may be a follow-up, with its day.
type touch struct {
	activity
	on kam.Day
}

// followUps says of every guest who is to be followed up how that stands.
func (o *Outcome) followUps() error {
	p := o.rules.policy.FollowUp
	if !o.Held {
		return nil
	}
	due, err := o.rules.calendar.AddWorkingDays(o.Days.Until.AddDays(-1), p.Within)
	if err != nil {
		return err
	}
	byContact, byAccount := o.touches()
	for i := range o.Guests {
		g := &o.Guests[i]
		if g.Attendance != crm.Attended && (!p.NoShows || g.Answer != crm.Accepted || g.Attendance != crm.Absent) {
			continue
		}
		g.FollowUp = Followed{Due: due, Owner: o.ownerOf(g)}
		first, ok := o.firstTouch(g, byContact[g.Contact.ID], byAccount[g.Account.ID])
		end := o.AsOf
		switch {
		case ok:
			g.FollowUp.Activity, g.FollowUp.On, end = first.ref, first.on, first.on
			g.FollowUp.State = FollowInTime
			if first.on.After(due) {
				g.FollowUp.State = FollowLate
			}
		case o.AsOf.After(due):
			g.FollowUp.State = FollowOverdue
		default:
			g.FollowUp.State = FollowDue
		}
		if end.After(due) {
			if g.FollowUp.Late, err = o.rules.calendar.WorkingDays(kam.Period{From: due.AddDays(1), Until: end.AddDays(1)}); err != nil {
				return err
			}
		}
		if g.FollowUp.Owner == "" {
			o.book.warn("nobody", g.Invitation, say("nobody who works here can follow up %s", "没有在职人员可跟进 %s", g.label()), say("give the account or the event an owner", "请为客户或活动指定负责人"))
		}
	}
	return nil
}

// ownerOf is the user who follows a guest up.
func (o *Outcome) ownerOf(g *Attendee) string {
	owner := ""
	if a := o.book.byAccount[g.Account.ID]; a != nil && g.Account.ID != "" {
		owner = a.data.Owner
	}
	return o.book.first(owner, g.By, o.book.data.Owner)
}

// touches returns what may be a follow-up, by contact and by account, each by day, then by start, then by ref.
func (o *Outcome) touches() (byContact, byAccount map[string][]touch) {
	var list []touch
	for _, a := range o.book.activities {
		if on, ok := o.counts(a.data); ok {
			list = append(list, touch{a, on})
		}
	}
	slices.SortFunc(list, func(x, y touch) int {
		return cmp.Or(x.on.Compare(y.on), x.data.Start.Compare(y.data.Start), x.ref.Compare(y.ref))
	})
	byContact, byAccount = map[string][]touch{}, map[string][]touch{}
	for _, t := range list {
		for _, id := range t.data.Contacts {
			byContact[id] = append(byContact[id], t)
		}
		if id := o.book.accountOf(t.data); id != "" {
			byAccount[id] = append(byAccount[id], t)
		}
	}
	return byContact, byAccount
}

// accountOf is the account that an activity names, else that of its deal, else that of the first person who has one.
func (b *book) accountOf(a *crm.Activity) string {
	id := cmp.Or(a.Account, b.dealAccount[a.Opportunity])
	for i := 0; id == "" && i < len(a.Contacts); i++ {
		if c := b.byContact[a.Contacts[i]]; c != nil {
			id = c.data.Account
		}
	}
	return id
}

// counts reports whether an activity happened after the event and is of a type that counts, and its day.
func (o *Outcome) counts(a *crm.Activity) (kam.Day, bool) {
	p := o.rules.policy.FollowUp
	if a.Event != "" && a.Event != o.Event.ID || !slices.Contains(p.Types, a.Type) || a.Status != crm.Done && (a.Status != "" || !p.Unstated) {
		return kam.Day{}, false
	}
	at := momentOf(a)
	if at.IsZero() {
		return kam.Day{}, false
	}
	on := kam.DayAt(at, o.rules.zone)
	last := o.Days.Until.AddDays(-1)
	end := o.book.data.End
	after := on.After(last) || on == last && end.After(o.book.data.Start) && !at.Before(end)
	return on, after && !on.After(o.AsOf)
}

// momentOf is when an activity happened: when it began, else when somebody checked in, else when it ended.
func momentOf(a *crm.Activity) time.Time {
	switch {
	case !a.Start.IsZero():
		return a.Start
	case a.CheckIn != nil && !a.CheckIn.At.IsZero():
		return a.CheckIn.At
	}
	return a.End
}

// firstTouch returns the first follow-up of a guest.
func (o *Outcome) firstTouch(g *Attendee, byContact, byAccount []touch) (touch, bool) {
	wide := g.Contact.ID == "" || o.rules.policy.FollowUp.Reach == ReachAccount
	best, found := touch{}, false
	if g.Contact.ID != "" && len(byContact) > 0 {
		best, found = byContact[0], true
	}
	for _, t := range byAccount {
		if t.data.Event == o.Event.ID && len(t.data.Contacts) > 0 && g.Contact.ID != "" {
			continue // it names those whom it follows up
		}
		if wide || t.data.Event == o.Event.ID {
			if !found || t.on.Before(best.on) || t.on == best.on && t.data.Start.Before(best.data.Start) {
				best, found = t, true
			}
			break
		}
	}
	return best, found
}
