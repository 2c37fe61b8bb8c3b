package payout

import (
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// eventKey is what events happen to: a deal, or what a period earned without one.
type eventKey struct {
	transaction string
	origin      kam.Period
}

func keyOf(e Event) eventKey {
	if e.Transaction != "" {
		return eventKey{transaction: e.Transaction}
	}
	return eventKey{origin: e.Origin}
}

// checkEvents reports the faults of events and files those up to the end of the open period, each list in order of day.
func (s *settlement) checkEvents() {
	s.Count("$.events", len(s.c.Events), 0, maxRows)
	for i, e := range s.c.Events {
		place := wording.At("$.events", i)
		s.checkTransaction(place, e.Transaction, true)
		if e.Transaction == "" {
			s.Period(place+".origin", e.Origin, true)
		}
		partial := e.Kind == Invoiced || e.Kind == Collected || e.Kind == Accepted
		wording.Choice(&s.Faults, "event", place+".kind", e.Kind, Invoiced, Collected, Accepted, Freed, Cancelled, Withdrawn, Reinstated)
		if !e.Day.IsSet() {
			s.Add("event", place+".day", wording.Say("the day is not stated", "没有写明日期"), wording.Say("state when it happened", "请写明发生日期"))
		}
		if f := e.Fraction; f != nil {
			if !partial {
				s.Add("event", place+".fraction", wording.Say("an event of this kind has no fraction", "此类事件没有比例"), wording.Say("remove it", "请删除"))
			} else if f.Check() != nil || f.Cmp(kam.Fraction{}) < 0 || f.Cmp(kam.Whole()) > 0 {
				s.Add("event", place+".fraction", wording.Say("the fraction is not between 0 and 1", "比例不在 0 与 1 之间"), wording.Say("state how much of the deal it is in all", "请写明累计占整笔交易的比例"))
			}
		}
		if n := e.Instalments; n != nil && (*n < 0 || *n > maxInstalments) {
			s.Add("event", place+".instalments", wording.Say("%d is out of range", "%d 超出范围", *n), wording.Say("use 0 to %d", "请使用 0 至 %d", maxInstalments))
		}
		if e.Day.Before(s.c.Period.Until) {
			s.events[keyOf(e)] = append(s.events[keyOf(e)], filed{e, place})
		}
	}
	for _, list := range s.events {
		slices.SortStableFunc(list, func(a, b filed) int { return a.Day.Compare(b.Day) })
	}
	s.contradictions()
}

// filed is an event and where it stands in the case.
type filed struct {
	Event
	place string
}

// contradictions reports events of one day that cannot both be true.
func (s *settlement) contradictions() {
	for _, list := range s.events {
		for i, b := range list {
			for j := i - 1; j >= 0 && list[j].Day == b.Day; j-- {
				if a := list[j]; topic(a.Kind) == topic(b.Kind) && !sameEvent(a.Event, b.Event) {
					s.Add("event", b.place, wording.Say("two events of %s contradict each other", "%s 的两个事件相互矛盾", b.Day), wording.Say("state the last one of the day", "请只保留当天最后一个"))
					break
				}
			}
		}
	}
}

// topic groups the kinds of events of which the last one counts.
func topic(k EventKind) EventKind {
	switch k {
	case Cancelled, Withdrawn, Reinstated:
		return Cancelled
	default:
		return k
	}
}

func sameEvent(a, b Event) bool {
	n := func(e Event) int {
		if e.Instalments == nil {
			return -1
		}
		return *e.Instalments
	}
	return a.Kind == b.Kind && a.part().Cmp(b.part()) == 0 && n(a) == n(b)
}

// part returns the fraction of an event.
func (e Event) part() kam.Fraction {
	if e.Fraction == nil {
		return kam.Whole()
	}
	return *e.Fraction
}

// latest returns the last event of a topic before a day.
func (s *settlement) latest(key eventKey, kind EventKind, before kam.Day) (Event, bool) {
	list := s.events[key]
	for i := len(list) - 1; i >= 0; i-- {
		if e := list[i]; topic(e.Kind) == kind && e.Day.Before(before) {
			return e.Event, true
		}
	}
	return Event{}, false
}

// checkDeals reports the faults of deals and files them.
func (s *settlement) checkDeals() {
	s.Count("$.deals", len(s.c.Deals), 0, maxRows)
	for i, d := range s.c.Deals {
		place := wording.At("$.deals", i)
		s.checkTransaction(place, d.Transaction, false)
		s.ID(place+".component", d.Component, nil)
		if d.Earned.Valid {
			s.checkMoney(place+".earned", d.Earned.Decimal, s.places)
		}
		key := dealKey{d.Component, d.Transaction}
		if _, twice := s.deals[key]; twice {
			s.Add("twice", place, wording.Say("%s stands twice for this component", "%s 在该组成部分中重复", wording.Quote(d.Transaction)), wording.Say("state it once", "请只保留一个"))
		}
		s.deals[key] = d
	}
}

// dealKey is a deal in a component.
type dealKey struct{ component, transaction string }

// left returns the key of what somebody who left does not get of the deal.
func (k dealKey) left() dealKey { return dealKey{k.component, k.transaction + leftMark} }
