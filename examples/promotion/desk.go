package main

import (
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/promotion"
)

// desk is the officer who runs the cycle: what is due is done when it is due.
type desk struct {
	competition
	promotion.State
	// last is the day of the last event.
	last  kam.Day
	found kam.Findings
	// stuck says that something that is due could not be done.
	stuck, frozen bool
	// closed are the exercises that the desk has closed, reopened those that were opened again since: events close them.
	closed, reopened map[string]bool
	told             map[refusal]int // by place in found
}

// run takes the cycle through all events to its end, and returns where it stands and everything that was refused.
func (c competition) run() (promotion.State, kam.Findings) {
	d := &desk{competition: c, State: c.cycle.Start(), closed: map[string]bool{}, reopened: map[string]bool{}, told: map[refusal]int{}}
	for rest := c.inOrder(); len(rest) > 0; {
		day, n := rest[0].event.On, 1
		for n < len(rest) && rest[n].event.On == day {
			n++
		}
		if !d.until(day) {
			return d.State, d.found
		}
		d.do(rest[:n]...)
		rest = rest[n:]
	}
	if !d.found.HasErrors() {
		d.until(kam.MustDay("9999-12-31"))
	}
	return d.State, d.found
}

// do takes events in their order, and tells whether all were taken. One that is refused changes nothing and is told with its
// place. Events are taken together where nothing speaks against any of them, because each step of a state copies it.
func (d *desk) do(list ...happened) bool {
	events := make([]promotion.Event, len(list))
	for i, h := range list {
		events[i] = h.event
	}
	if next, err := d.ApplyAll(events...); err == nil {
		d.State = next
		for _, e := range events {
			d.note(e)
		}
		return true
	}
	good := true
	for _, h := range list {
		next, err := d.Apply(h.event)
		if err != nil {
			d.refuse(h.event, of(err, h.place))
			good = false
			continue
		}
		d.State = next
		d.note(h.event)
	}
	return good
}

// note keeps in mind what the desk has to know of an event that was taken.
func (d *desk) note(e promotion.Event) {
	d.last = e.On
	for _, c := range e.Changes {
		if c.Kind == promotion.ChangeReopen {
			d.reopened[c.Exercise] = true
		}
	}
	if e.Step == promotion.StepFinish {
		delete(d.reopened, e.Exercise)
	}
}

// refuse tells why an event is refused; what is wrong with many scores of one candidate in one exercise is told once.
func (d *desk) refuse(e promotion.Event, why kam.Findings) {
	for _, f := range why {
		key := refusal{e.Person, e.Exercise, f.Message}
		if at, told := d.told[key]; told && e.Step == promotion.StepScore {
			d.found[at].More++
			continue
		}
		before := len(d.found)
		if d.found.Add(f); len(d.found) > before {
			d.told[key] = before
		}
	}
}

// refusal is what is wrong with a candidate in an exercise.
type refusal struct {
	person   kam.Subject
	exercise string
	message  kam.Text
}

// officer does things on a day, or on the day of the last event when that is later.
func (d *desk) officer(on kam.Day, events ...promotion.Event) bool {
	list := make([]happened, len(events))
	for i, e := range events {
		e.On, e.By = later(on, d.last), d.spec.Officers[0]
		list[i] = happened{e, "cycle.json:" + string(e.Step)}
	}
	d.stuck = !d.do(list...) || d.stuck
	return !d.stuck
}

func later(a, b kam.Day) kam.Day {
	if b.IsSet() && b.After(a) {
		return b
	}
	return a
}

// until does all that is due by the beginning of a day, and tells whether it could be done.
func (d *desk) until(day kam.Day) bool {
	for d.next(day) {
	}
	return !d.stuck
}

// next does what is due first, and tells whether it did something.
func (d *desk) next(day kam.Day) bool {
	switch s := d.spec.Schedule; d.Phase() {
	case promotion.NotOpen:
		return !s.Apply.From.After(day) && d.officer(s.Apply.From, promotion.Event{Step: promotion.StepOpen})
	case promotion.Open:
		return d.prepare(day)
	case promotion.Published:
		on := d.Deadlines().Object.AddDays(1)
		return !on.After(day) && d.announce(promotion.StepDecide, on)
	case promotion.Decided:
		on := d.Deadlines().Appeal.AddDays(1)
		return !on.After(day) && d.appoint(on)
	default:
		return false
	}
}

// prepare freezes the evidence, closes exercises that are over, and publishes.
func (d *desk) prepare(day kam.Day) bool {
	s := d.spec.Schedule
	if on := later(s.Freeze, s.Apply.Until); !d.frozen {
		d.frozen = !on.After(day)
		return d.frozen && d.freeze(on)
	}
	for _, x := range d.spec.Exercises {
		if !d.closed[x.ID] {
			d.closed[x.ID] = !x.Window.Until.After(day)
			return d.closed[x.ID] && d.officer(x.Window.Until.AddDays(-1), promotion.Event{Step: promotion.StepFinish, Exercise: x.ID})
		}
	}
	return len(d.reopened) == 0 && !s.Publish.After(day) && d.announce(promotion.StepPublish, s.Publish)
}

// freeze freezes the evidence of everybody who applied and is still there, and tells whether it could.
func (d *desk) freeze(on kam.Day) bool {
	outcome := d.Outcome()
	var events []promotion.Event
	for _, p := range d.people {
		c, applied := outcome.Candidate(subject(p.id))
		if !applied || c.Standing != promotion.Pending {
			continue
		}
		frozen, err := d.cycle.Freeze(p.file, nil, d.rulesFor(c.Applications)...)
		if err != nil {
			d.found.Merge(of(err, p.place))
			d.stuck = true
			continue
		}
		events = append(events, promotion.Event{Step: promotion.StepFreeze, Person: subject(p.id), Frozen: &frozen})
	}
	return d.officer(on, events...)
}

// rulesFor returns the criteria of what somebody applied for, each once.
func (d *desk) rulesFor(applications []promotion.Application) []*criteria.Program {
	var out []*criteria.Program
	for _, o := range d.spec.Openings {
		rule, known := d.ladder.Criteria(o.Move)
		asked := slices.ContainsFunc(applications, func(a promotion.Application) bool { return a.Opening == o.ID })
		if known && asked && !slices.Contains(out, rule) {
			out = append(out, rule)
		}
	}
	return out
}

// announce publishes or decides what follows from the record.
func (d *desk) announce(step promotion.Step, on kam.Day) bool {
	digest, err := d.Digest()
	if err != nil {
		d.found.Merge(of(err, "cycle.json"))
		d.stuck = true
		return false
	}
	return d.officer(on, promotion.Event{Step: step, Digest: digest})
}

// appoint lets everybody who has a seat take it up, and ends the cycle.
func (d *desk) appoint(on kam.Day) bool {
	for _, seat := range d.Seats() {
		if !seat.Taken {
			return d.officer(on, promotion.Event{Step: promotion.StepAppoint, Person: seat.Person, Opening: seat.Opening})
		}
	}
	return d.officer(on, promotion.Event{Step: promotion.StepClose})
}
