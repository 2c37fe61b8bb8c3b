package followup

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// want is an account that is to be visited in the week.
type want struct {
	c        *customer
	user     string // who visits
	cadences []string
	wishes   []Wish
	due      kam.Day // unset: never contacted, or asked for without a day
	why      kam.Text
}

// diary is one day of a person.
type diary struct {
	on     kam.Day
	load   Load
	busy   []slot // ascending
	places []string
}

// slot is a part of a day in minutes after midnight.
type slot struct{ from, until int }

// agenda is a person's days.
type agenda struct {
	person Person
	days   []*diary
}

// planner fills a week.
type planner struct {
	o       *Overview
	spec    WeekSpec
	week    *Week
	agendas map[string]*agenda
	taken   map[crm.Ref][]string // accounts with an appointment in the week, and who has it
	served  map[crm.Ref][]string
	asked   map[crm.Ref][]Wish
}

// Week plans visits of customers that are due by the end of the days, each by the owner of the account, within what each
// person can do:
//
//  1. Appointments that exist are kept at their time, those of no account as well. An account that has one gets no other,
//     unless somebody else is asked for.
//  2. What is asked for has its turn first, by due day, without one last, then by account and id. The others have theirs by
//     the order of the overview; one visit serves all cadences of an account, and all that is asked of its owner.
//  3. Each goes to a day that goes to its place already, else to an empty day, else to a day with room for one more
//     place; before that to a day no later than the due day, where one is left; then to the earliest.
//  4. The visit begins as early as it fits between the others within the hours of the person and those that the contact
//     prefers. The contact is the primary one if it can be met by this person, else the next by id: one who wants to be
//     met another way, or speaks another language, is passed over.
//
// What did not fit is in [Week.Left] with the reason. Nothing is given a day that is not worked. Faults of the spec come
// at once in a [*kam.InvalidError]; a year without working-day data wraps [kam.ErrNoHolidays].
func (o *Overview) Week(s WeekSpec) (*Week, error) {
	if err := o.checkWeek(s); err != nil {
		return nil, err
	}
	p := &planner{o: o, spec: s, week: &Week{Days: s.Days}, agendas: map[string]*agenda{}, taken: map[crm.Ref][]string{}, served: map[crm.Ref][]string{}, asked: map[crm.Ref][]Wish{}}
	for _, person := range s.People {
		a := &agenda{person: person}
		for d := s.Days.From; d.Before(s.Days.Until); d = d.AddDays(1) {
			worked, err := o.rules.calendar.IsWorkingDay(d)
			if err != nil {
				return nil, fmt.Errorf("followup: %w", err)
			}
			if worked && !slices.ContainsFunc(person.Away, func(away kam.Period) bool { return away.Contains(d) }) {
				a.days = append(a.days, &diary{on: d, load: Load{User: person.User, On: d, Capacity: person.PerDay}})
			}
		}
		p.agendas[person.User] = a
	}
	p.strangers()
	wants := p.wants()
	p.keep()
	for _, w := range wants {
		if by := p.taken[w.c.ref]; len(by) == 0 || w.user != w.c.account.Owner && !slices.Contains(by, w.user) {
			p.place(w)
		}
	}
	p.finish()
	return p.week, nil
}

// wants lists what is to be visited, in the order of its turn.
func (p *planner) wants() []*want {
	var wants, never []*want
	wished, index := p.wished()
	add := func(list *[]*want, ref crm.Ref, cadence string, due kam.Day, why kam.Text) {
		p.served[ref] = append(p.served[ref], cadence)
		if w := index[ref]; w != nil {
			w.cadences = append(w.cadences, cadence)
			if due.IsSet() && (!w.due.IsSet() || due.Before(w.due)) {
				w.due = due
			}
			return
		}
		c := p.o.book.index[ref]
		w := &want{c: c, user: c.account.Owner, cadences: []string{cadence}, due: due, why: why}
		index[ref] = w
		*list = append(*list, w)
	}
	if p.spec.Never == NeverFirst {
		p.addNever(&never, add)
	}
	for _, l := range p.o.Lines {
		if l.Due.Before(p.spec.Days.Until) && slices.Contains(p.spec.Cadences, l.Cadence) {
			add(&wants, l.Account, l.Cadence, l.Due, say("%s: %s", "%s：%s", statusText(l.Status), l.Why))
		}
	}
	if p.spec.Never == NeverLast {
		p.addNever(&never, add)
		return slices.Concat(wished, wants, never)
	}
	return slices.Concat(wished, never, wants)
}

func (p *planner) addNever(list *[]*want, add func(*[]*want, crm.Ref, string, kam.Day, kam.Text)) {
	for _, n := range p.o.Never {
		if slices.Contains(p.spec.Cadences, n.Cadence) {
			add(list, n.Account, n.Cadence, kam.Day{}, n.Why)
		}
	}
}

// keep puts the appointments that exist into the diaries: everything planned with a time takes its time, on each of its
// days, whether it is with a customer or not; visits of customers also count.
func (p *planner) keep() {
	for _, c := range p.o.book.customers {
		for _, x := range c.contacts {
			p.keepOne(c, x, cmp.Or(x.act.Owner, c.account.Owner))
		}
	}
	for _, x := range p.o.book.others {
		p.keepOne(nil, x, x.act.Owner)
	}
	for _, a := range p.agendas {
		for _, d := range a.days {
			d.merge()
		}
	}
}

func (p *planner) keepOne(c *customer, x contact, owner string) {
	agenda, zone := p.agendas[owner], p.o.rules.zone
	if x.act.Status != crm.Planned || x.act.Start.IsZero() || agenda == nil {
		return
	}
	start := x.act.Start.In(zone)
	end := x.act.End.In(zone)
	if !x.act.End.After(x.act.Start) {
		end = start.Add(time.Duration(p.spec.Minutes) * time.Minute)
	}
	final := end.Add(-1) // the last moment that is taken
	last := kam.DayAt(final, zone)
	for _, d := range agenda.days {
		if d.on.Before(x.on) || d.on.After(last) {
			continue
		}
		busy := slot{0, 24 * 60}
		if d.on == x.on {
			busy.from = start.Hour()*60 + start.Minute()
		}
		if d.on == last {
			busy.until = final.Hour()*60 + final.Minute() + 1
		}
		d.busy = append(d.busy, busy)
	}
	if c == nil || x.act.Type != crm.Visit || !p.spec.Days.Contains(x.on) {
		return
	}
	p.taken[c.ref] = append(p.taken[c.ref], owner)
	place := p.placeOf(c)
	if i := slices.IndexFunc(agenda.days, func(d *diary) bool { return d.on == x.on }); i >= 0 {
		agenda.days[i].load.Kept++
		agenda.days[i].visit(place)
	} else {
		p.week.Findings.Add(kam.Finding{
			Code: prefix + ".appointment-off", Severity: kam.Warning, Place: x.ref.String(),
			Message: say("%s has an appointment with %s on %s, a day that is not worked", "%s 与 %s 约在 %s，而当日不上班", who(p.o.book.userName(c.ref.System, owner), owner), c.label(), x.on),
			Remedy:  say("move the appointment, or the absence", "请调整预约或请假"),
		})
	}
	v := Visit{
		User: owner, UserName: p.o.book.userName(c.ref.System, owner), On: x.on, Start: start, End: end, Account: c.ref, Name: c.account.Name, Place: place,
		Cadences: slices.Clone(p.served[c.ref]), Wishes: p.servedBy(c, owner), Kept: true, Activity: x.ref, Why: say("the appointment exists", "已有预约"),
	}
	if len(x.act.Contacts) > 0 {
		v.Contact = crm.Ref{System: c.ref.System, Kind: crm.KindContact, ID: x.act.Contacts[0]}
		for _, person := range c.people {
			if person.ref == v.Contact {
				v.ContactName = person.who.Name
			}
		}
	}
	p.week.Visits = append(p.week.Visits, v)
}

// strangers tells of people of the spec that are no users, where the users are among the records: whoever visits nobody is misspelt.
func (p *planner) strangers() {
	if len(p.o.book.known) == 0 {
		return
	}
	known := map[string]bool{}
	for ref := range p.o.book.users {
		known[ref.ID] = true
	}
	for i, person := range p.spec.People {
		if !known[person.User] {
			p.week.Findings.Add(kam.Finding{
				Code: prefix + ".unknown-user", Severity: kam.Warning, Place: wording.At("$.people", i) + ".user",
				Message: say("%s is no user of the system, and visits nobody", "%s 不是系统用户，不会安排任何拜访", wording.Quote(person.User)),
				Remedy:  say("name a user by ID, or leave the person out", "请填写系统用户的标识，或删去该人员"),
			})
		}
	}
}

// called is how texts name somebody of whom the plan has a visit.
func (p *planner) called(user string) string {
	for _, v := range p.week.Visits {
		if v.User == user {
			return who(v.UserName, user)
		}
	}
	return wording.Clip(user)
}

// block takes a time that is free.
func (d *diary) block(s slot) {
	i, _ := slices.BinarySearchFunc(d.busy, s.from, func(b slot, from int) int { return cmp.Compare(b.from, from) })
	d.busy = slices.Insert(d.busy, i, s)
}

// merge orders the times that are taken, and makes one of those that touch or overlap.
func (d *diary) merge() {
	slices.SortFunc(d.busy, func(a, b slot) int { return cmp.Compare(a.from, b.from) })
	out := d.busy[:0]
	for _, s := range d.busy {
		if n := len(out); n > 0 && s.from <= out[n-1].until {
			out[n-1].until = max(out[n-1].until, s.until)
			continue
		}
		out = append(out, s)
	}
	d.busy = out
}

func (d *diary) visit(place string) {
	if !slices.Contains(d.places, place) {
		d.places = append(d.places, place)
	}
}

// placeOf is where an account is, as the spec groups places.
func (p *planner) placeOf(c *customer) string {
	a := c.account.Address
	if p.spec.By == ByDistrict && a.District != "" {
		return strings.TrimSpace(a.City + " " + a.District)
	}
	return a.City
}

func (p *planner) leave(w *want, reason LeftReason, why kam.Text) {
	p.week.Left = append(p.week.Left, Left{Account: w.c.ref, Name: w.c.account.Name, Owner: w.c.account.Owner, OwnerName: p.o.book.ownerName(w.c), Cadences: w.cadences, Wishes: wishIDs(w.wishes), Reason: reason, Why: why})
}

func (p *planner) finish() {
	slices.SortFunc(p.week.Visits, func(a, b Visit) int {
		return cmp.Or(cmp.Compare(a.User, b.User), a.Start.Compare(b.Start), a.Account.Compare(b.Account), a.Activity.Compare(b.Activity))
	})
	for _, a := range p.agendas {
		for _, d := range a.days {
			d.load.Places = d.places
			p.week.Loads = append(p.week.Loads, d.load)
		}
	}
	slices.SortFunc(p.week.Loads, func(a, b Load) int { return cmp.Or(cmp.Compare(a.User, b.User), a.On.Compare(b.On)) })
	for _, l := range p.week.Loads {
		if l.Kept > l.Capacity {
			p.week.Findings.Add(kam.Finding{
				Code: prefix + ".over", Severity: kam.Warning, Place: l.User + " " + l.On.String(),
				Message: say("%s has %d appointments on %s, more than %d", "%[1]s 在 %[3]s 有 %[2]d 个预约，超过 %[4]d 个", p.called(l.User), l.Kept, l.On, l.Capacity),
				Remedy:  say("move some of them", "请调整部分预约"),
			})
		}
	}
}
