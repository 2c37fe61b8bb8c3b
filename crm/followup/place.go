package followup

import (
	"slices"
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/wording"
)

// choice is a way to place a visit.
type choice struct {
	day   *diary
	start int
	who   *person
	late  bool
	class int
}

// place gives a visit its day, or says why there is none.
func (p *planner) place(w *want) {
	agenda := p.agendas[w.user]
	switch {
	case !w.c.active && w.user == w.c.account.Owner:
		p.leave(w, LeftUnowned, say("nobody answers for the account", "客户没有在职负责人"))
		return
	case agenda == nil:
		p.leave(w, LeftNobody, say("the plan has no person %s", "计划中没有人员 %s", wording.Quote(who(p.o.book.userName(w.c.ref.System, w.user), w.user))))
		return
	case len(agenda.days) == 0:
		p.leave(w, LeftAway, say("%s works on none of the days", "%s 在此期间均不上班", who(p.o.book.userName(w.c.ref.System, w.user), w.user)))
		return
	}
	people, reason := eligible(w.people(), agenda.person)
	if reason == LeftChannel {
		p.leave(w, reason, say("the contacts of the account want to be met another way: %s", "联系人希望以其他方式联系：%s", channels(w.c.people)))
		return
	}
	if reason == LeftLanguage {
		p.leave(w, reason, say("%s speaks none of the languages of the contacts", "%s 不会联系人所用的语言", who(p.o.book.userName(w.c.ref.System, w.user), w.user)))
		return
	}
	best, reason := p.best(w, agenda, people)
	if best.day == nil {
		p.leave(w, reason, map[LeftReason]kam.Text{
			LeftTimes:    {EN: "the hours that the customer prefers are not free", ZH: "客户偏好的时段已无空档"},
			LeftPlace:    {EN: "no day with room goes to " + place(p.placeOf(w.c)).EN, ZH: "有余量的日子均不去" + place(p.placeOf(w.c)).ZH},
			LeftCapacity: {EN: "the days are full", ZH: "各日均已排满"},
		}[reason])
		return
	}
	p.propose(w, best)
}

func place(name string) kam.Text {
	if name == "" {
		return kam.Text{EN: "an unknown place", ZH: "未知地点"}
	}
	return wording.Same(wording.Clip(name))
}

// eligible returns the people of an account who can be visited by a person; nil where nobody is known.
func eligible(people []person, by Person) ([]*person, LeftReason) {
	var out []*person
	open := 0
	for i := range people {
		pref := people[i].who.Preferences
		if pref.Channel != "" && pref.Channel != crm.Visit && pref.Channel != crm.Meeting {
			continue
		}
		open++
		if pref.Language == "" || len(by.Languages) == 0 || slices.Contains(by.Languages, pref.Language) {
			out = append(out, &people[i])
		}
	}
	switch {
	case len(people) == 0:
		return []*person{nil}, ""
	case open == 0:
		return nil, LeftChannel
	case len(out) == 0:
		return nil, LeftLanguage
	}
	return out, ""
}

func channels(people []person) kam.Text {
	var texts []kam.Text
	for _, x := range people {
		if t := typeText(x.who.Preferences.Channel); !slices.Contains(texts, t) {
			texts = append(texts, t)
		}
	}
	return wording.Join(texts)
}

// best chooses among all days.
func (p *planner) best(w *want, agenda *agenda, people []*person) (best choice, reason LeftReason) {
	reason = LeftCapacity
	mine := p.placeOf(w.c)
	for _, day := range agenda.days {
		if day.load.Kept+day.load.Proposed >= day.load.Capacity {
			continue
		}
		hours := slot{agenda.person.From, agenda.person.Until}
		if _, room := day.fits(hours, p.spec.Minutes, p.spec.Travel); !room {
			continue
		}
		class := 0
		if !slices.Contains(day.places, mine) {
			class = min(len(day.places), 1) + 1
			if len(day.places) >= p.spec.Places {
				if reason == LeftCapacity {
					reason = LeftPlace
				}
				continue
			}
		}
		next := choice{day: day, class: class, late: w.due.IsSet() && !w.due.Before(p.spec.Days.From) && day.on.After(w.due)}
		found := false
		for _, who := range people {
			if next.start, found = p.earliest(day, hours, who); found {
				next.who = who
				break
			}
		}
		if !found {
			reason = LeftTimes
			continue
		}
		if best.day == nil || better(next, best) {
			best = next
		}
	}
	return best, reason
}

// better compares a later day with an earlier one.
func better(a, b choice) bool {
	if a.late != b.late {
		return b.late
	}
	return a.class < b.class
}

// earliest is the earliest start of a day within the hours of a person and of a contact.
func (p *planner) earliest(day *diary, hours slot, who *person) (int, bool) {
	if who == nil || len(who.who.Preferences.Times) == 0 {
		return day.fits(hours, p.spec.Minutes, p.spec.Travel)
	}
	first, found := 0, false
	for _, h := range who.who.Preferences.Times {
		if h.Weekday != day.on.Weekday() {
			continue
		}
		within := slot{max(hours.from, h.From), min(hours.until, h.Until)}
		if start, ok := day.fits(within, p.spec.Minutes, p.spec.Travel); ok && (!found || start < first) {
			first, found = start, true
		}
	}
	return first, found
}

func (p *planner) propose(w *want, c choice) {
	place := p.placeOf(w.c)
	c.day.block(slot{c.start, c.start + p.spec.Minutes})
	c.day.load.Proposed++
	c.day.visit(place)
	at := func(minute int) time.Time {
		return time.Date(c.day.on.Year(), c.day.on.Month(), c.day.on.DayOfMonth(), 0, minute, 0, 0, p.o.rules.zone)
	}
	v := Visit{
		User: w.user, UserName: p.o.book.userName(w.c.ref.System, w.user), On: c.day.on, Start: at(c.start), End: at(c.start + p.spec.Minutes), Account: w.c.ref, Name: w.c.account.Name,
		Place: place, Cadences: w.cadences, Wishes: wishIDs(w.wishes), Why: w.why,
	}
	if c.who != nil {
		v.Contact, v.ContactName = c.who.ref, c.who.who.Name
	}
	if c.late {
		v.Why = say("%s; no earlier day was left", "%s；更早的日子已无空档", v.Why)
	}
	p.week.Visits = append(p.week.Visits, v)
}

// fits returns the earliest start of a visit within some hours, with travel before and after it.
func (d *diary) fits(within slot, minutes, travel int) (int, bool) {
	start := within.from
	for _, b := range d.busy {
		if start+minutes+travel <= b.from {
			break
		}
		start = max(start, b.until+travel)
	}
	return start, start+minutes <= within.until
}
