package event

import (
	"cmp"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/num"
)

// After returns what became of an event by a day: who answered and came, how guests were followed up, and what happened to
// the deals of their accounts. Everything after the day is unseen, but the answers, which have no day, and attendance, which
// counts from the last day of the event on. Of a contact who is invited twice the invitation that was changed last counts.
//
// It returns [ErrEvent], [ErrRecords], [kam.ErrDay] when asOf is not set, and [kam.ErrNoHolidays] for a year without
// working-day data.
func (r *Rules) After(event crm.Ref, asOf kam.Day, records []crm.Record) (*Outcome, error) {
	b, err := r.gather(event, asOf, records)
	if err != nil {
		return nil, err
	}
	o := &Outcome{
		Event: event, Name: b.data.Name, Days: b.days, AsOf: asOf, Cancelled: b.data.Cancelled,
		Held:  !b.data.Cancelled && !asOf.Before(b.days.Until.AddDays(-1)),
		rules: r, book: b,
	}
	if c, err := kam.ParseCurrency(string(b.data.Currency)); err == nil {
		o.Currency = c
	}
	if c := b.data.Cost; c.Valid && num.Check(c.Decimal) == nil {
		o.Cost = c
	}
	for _, i := range b.invitations {
		o.Guests = append(o.Guests, o.attendee(i))
	}
	slices.SortStableFunc(o.Guests, func(x, y Attendee) int {
		return cmp.Or(x.Contact.Compare(y.Contact), x.Invitation.Compare(y.Invitation))
	})
	for _, g := range o.Guests {
		o.Turnout.add(g)
	}
	if err := o.followUps(); err != nil {
		return nil, err
	}
	o.effect()
	if n := o.Turnout.Unknown; o.Held && n > 0 {
		b.warn("attendance-unknown", event, say("of %[2]s nobody says whether they came; they count as neither attended nor absent", "有 %[1]d 位受邀者的到场情况未知，既不计到场也不计缺席", n, counted(n, "guest", "guests")),
			say("record who came", "请登记到场情况"))
	}
	o.Findings = b.findings
	return o, nil
}

func (o *Outcome) attendee(i invitation) Attendee {
	a := Attendee{Invitation: i.ref, By: i.data.By, Invited: i.data.Invited, Answer: i.data.Answer}
	if i.data.Contact != "" {
		a.Contact = crm.Ref{System: o.Event.System, Kind: crm.KindContact, ID: i.data.Contact}
	}
	if i.contact != nil {
		a.Name = i.contact.data.Name
	}
	if i.account != nil {
		a.Account, a.AccountName = i.account.ref, i.account.data.Name
	}
	if o.Held {
		a.Attendance = i.data.Attendance
	}
	return a
}

func (t *Turnout) add(a Attendee) {
	accepted := int64(0)
	t.Invited++
	switch a.Answer {
	case crm.Accepted:
		accepted = 1
		t.Accepted++
	case crm.Declined:
		t.Declined++
	default:
		t.Unanswered++
	}
	switch a.Attendance {
	case crm.Attended:
		t.Attended++
		t.AcceptedAttended += accepted
	case crm.Absent:
		t.Absent++
		t.AcceptedAbsent += accepted
	default:
		t.Unknown++
		t.AcceptedUnknown += accepted
	}
}

// label is how texts name who was invited.
func (a Attendee) label() string { return named(a.Name, cmp.Or(a.Contact.ID, a.Invitation.ID)) }
