package promotion

import (
	"slices"

	"github.com/kam-go/kam"
)

// Seat is a seat that somebody has, or may take.
type Seat struct {
	Opening string      `json:"opening"`
	Person  kam.Subject `json:"person"`
	Name    string      `json:"name,omitempty"`
	// Taken says that the person took it up; without it the seat is offered.
	Taken bool `json:"taken,omitempty"`
	// Tied says that the person is equal with others at the last seat, after others declined, with no rule left to part
	// them. None of them can take it, and it stays free unless an upheld appeal adds a seat, or some of them decline.
	Tied bool `json:"tied,omitempty"`
}

// Seats returns who has, or may take, which seat: the winners once it is decided, and the next in rank for those who
// declined, or withdrew since the ranking was published. They are in the order of the openings of the cycle, and by kind and
// ID. Before the decision there are none.
//
// Who withdrew before the decision is left out of it: the seats are given by the assignment of the cycle among the others, by
// their places in the ranking, so that somebody may have another seat than the ranking proposed. After it, who has a seat, or
// is offered one, keeps it whatever others do. A seat that becomes free goes to the next in rank among those who wished it and
// have none: so it matters who declines first. Who declines a seat, or withdraws, gets no other, not even of a new decision.
func (s State) Seats() []Seat {
	if s.in == nil || !s.in.decided.IsSet() {
		return nil
	}
	return slices.Clone(s.in.offers())
}

// workOutOffers works out who has or may take which seat.
func (in *inner) workOutOffers() []Seat {
	h := in.without(in.quits[:in.early])
	for _, q := range in.quits[in.early:] {
		h.leave(q.person)
	}
	return h.list()
}

// without returns who has which seat by the ranking when some leave before it is decided: all seats are given anew among the
// others. Without anybody who left, these are the seats of the ranking.
func (in *inner) without(left []quit) *holders {
	h := &holders{inner: in, computed: in.settled(), seats: map[kam.Subject]int{}, gone: map[kam.Subject]bool{}, tied: map[Seat]bool{}}
	people := make([]kam.Subject, len(left))
	for i, q := range left {
		people[i] = q.person
	}
	h.leave(people...)
	return h
}

// ties returns, for each opening that has such, the people tied at its last seat if it were decided now.
func (in *inner) ties() [][]Seat {
	var out [][]Seat
	for _, s := range in.without(in.quits).list() {
		switch last := len(out) - 1; {
		case !s.Tied:
		case last >= 0 && out[last][0].Opening == s.Opening:
			out[last] = append(out[last], s)
		default:
			out = append(out, []Seat{s})
		}
	}
	return out
}

// holders are the people who have seats, or are offered them.
type holders struct {
	*inner
	*computed
	seats map[kam.Subject]int
	gone  map[kam.Subject]bool // who gets no seat any more
	tied  map[Seat]bool        // who is equal with others at a free seat, by opening and person
}

// leave takes people out, and gives the seats that are free to the next in rank among those who have none, by the assignment
// of the cycle.
func (h *holders) leave(people ...kam.Subject) {
	for _, person := range people {
		h.gone[person] = true
		delete(h.seats, person)
	}
	free, wishes := slices.Clone(h.races), map[kam.Subject][]int{}
	for _, i := range h.seats {
		free[i].seats--
	}
	for person, list := range h.wishes {
		if _, has := h.seats[person]; !has && !h.gone[person] {
			wishes[person] = list
		}
	}
	next := assign(h.p.cycle.Assignment, free, wishes)
	holding := make([][]kam.Subject, len(free))
	for person, i := range next {
		holding[i] = append(holding[i], person)
	}
	clear(h.tied)
	for i, people := range holding {
		if !h.shares() {
			for _, person := range free[i].tied(people) {
				h.tied[Seat{Opening: h.p.cycle.Openings[i].ID, Person: person}] = true
			}
		}
		for _, person := range people {
			if !h.tied[Seat{Opening: h.p.cycle.Openings[i].ID, Person: person}] {
				h.seats[person] = i
			}
		}
	}
}

// list returns the seats in the order of the openings and of the people.
func (h *holders) list() []Seat {
	lists := make([][]Seat, len(h.races))
	for _, p := range h.people() {
		for _, i := range h.wishes[p.person] {
			at, has := h.seats[p.person]
			s := Seat{Opening: h.p.cycle.Openings[i].ID, Person: p.person}
			tied := h.tied[s]
			if has && at == i || tied {
				s.Name, s.Taken, s.Tied = p.name, h.appointed[p.person] == s.Opening, tied
				lists[i] = append(lists[i], s)
			}
		}
	}
	return slices.Concat(lists...)
}
