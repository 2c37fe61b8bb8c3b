package promotion

import (
	"math/big"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/internal/num"
)

// computed is an outcome on its way, with what later steps need of it.
type computed struct {
	out    Outcome
	races  []race
	wishes map[kam.Subject][]int
}

// outcome works out what follows from all that is recorded, without what is left out.
func (in *inner) outcome(x Leave) Outcome {
	c := in.compute(x)
	seats := assign(in.p.cycle.Assignment, c.races, c.wishes, nil)
	at := map[kam.Subject]int{}
	for i := range c.out.Candidates {
		at[c.out.Candidates[i].Person] = i
	}
	for i, r := range c.races {
		o := &c.out.Openings[i]
		var holding []kam.Subject
		for _, place := range o.Ranking {
			if got, has := seats[place.Person]; has && got == i {
				holding = append(holding, place.Person)
			}
		}
		if !in.shares() {
			o.Tied = r.tied(holding)
		}
		for j := range o.Ranking {
			person := o.Ranking[j].Person
			if !slices.Contains(holding, person) || slices.Contains(o.Tied, person) {
				continue
			}
			o.Ranking[j].Seat = true
			won := &c.out.Candidates[at[person]]
			won.Won, won.Standing = o.Opening, Selected
		}
	}
	return c.out
}

// shares reports whether equals at the last seat all have one.
func (in *inner) shares() bool {
	breaks := in.p.cycle.TieBreaks
	return len(breaks) > 0 && breaks[len(breaks)-1].By == TieShare
}

// compute counts scores and ranks candidates; seats are not given yet.
func (in *inner) compute(x Leave) *computed {
	cycle := &in.p.cycle
	c := &computed{
		out:    Outcome{Format: Format, Cycle: cycle.ID, Version: cycle.Version, Hash: in.p.hash, Without: x},
		races:  make([]race, len(cycle.Openings)),
		wishes: map[kam.Subject][]int{},
	}
	tallies := make([]*tally, len(cycle.Exercises))
	for i := range tallies {
		tallies[i] = in.tally(i, x)
	}
	runners := make([][]*runner, len(cycle.Openings))
	for _, p := range in.people() {
		c.out.Candidates = append(c.out.Candidates, in.candidateOutcome(p, x, tallies, runners))
	}
	place := map[kam.Subject]*CandidateOutcome{}
	for i := range c.out.Candidates {
		place[c.out.Candidates[i].Person] = &c.out.Candidates[i]
	}
	for i, o := range cycle.Openings {
		c.races[i] = race{seats: o.Seats + in.extra[o.ID], rank: map[kam.Subject]int{}}
		row := OpeningOutcome{Opening: o.ID, Name: o.Name, Seats: c.races[i].seats}
		for _, class := range in.rank(runners[i]) {
			rank := len(row.Ranking) + 1
			for _, r := range class {
				c.races[i].rank[r.c.person] = rank
				row.Ranking = append(row.Ranking, Ranked{Person: r.c.person, Name: r.c.name, Rank: rank, Total: criteria.ExactOf(r.total), Ties: r.ties})
				for j, a := range place[r.c.person].Applications {
					if a.Opening == o.ID {
						place[r.c.person].Applications[j].Rank = rank
					}
				}
			}
		}
		c.out.Openings = append(c.out.Openings, row)
	}
	for _, p := range in.people() {
		for _, o := range p.openings {
			i := in.p.openings[o]
			if c.races[i].rank[p.person] > 0 {
				c.wishes[p.person] = append(c.wishes[p.person], i)
			}
		}
	}
	return c
}

// candidateOutcome works out what came of a candidate before ranks, and enters the rankings that are open to them.
func (in *inner) candidateOutcome(p *candidate, x Leave, tallies []*tally, runners [][]*runner) CandidateOutcome {
	out := CandidateOutcome{Person: p.person, Name: p.name}
	points := map[string]criteria.Exact{}
	failed := map[int]bool{}
	for i, t := range tallies {
		e := t.of(p.person)
		if len(e.Scores) == 0 {
			continue
		}
		points[e.Exercise], failed[i] = e.Points, e.Failed
		out.Exercises = append(out.Exercises, e)
	}
	far := -1 // how far the candidate came in the best of the openings
	for _, o := range p.openings {
		i := in.p.openings[o]
		a := Application{Opening: o, State: in.checked(p, i, x)}
		a.Eligible = p.stays() && in.admitted(a.State)
		step := 0
		switch {
		case a.Eligible:
			step = 2
			total, known := in.total(i, points)
			below := slices.ContainsFunc(in.p.takes[i], func(e int) bool { return failed[e] })
			if known {
				a.Total = criteria.ExactOf(total)
				below = below || in.p.cycle.Pass.Valid && total.Cmp(in.pass()) < 0
			}
			switch {
			case below:
				step = 3
			case known:
				step = 4
				runners[i] = append(runners[i], &runner{c: p, total: total, points: points})
			}
		case a.State == criteria.Unknown && in.p.cycle.Unknown == UnknownBlocks:
			step = 1
		}
		far = max(far, step)
		out.Applications = append(out.Applications, a)
	}
	switch {
	case p.waiting:
		out.Standing = Nominated
	case p.withdrawn:
		out.Standing = Withdrawn
	case p.reason != "":
		out.Standing = Disqualified
	case p.frozen == nil:
		out.Standing = Pending
	default:
		out.Standing = []Standing{NotEligible, Undetermined, Unscored, Failed, OnTheList}[max(far, 0)]
	}
	return out
}

// pass returns the least total.
func (in *inner) pass() *big.Rat { return num.Rat(in.p.cycle.Pass.Decimal) }

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
// declined. They are in the order of the openings of the cycle, and by kind and ID. Before the decision there are none.
func (s State) Seats() []Seat {
	if s.in == nil || !s.in.decided.IsSet() {
		return nil
	}
	return s.in.offers()
}

// offers works out who has or may take which seat.
func (in *inner) offers() []Seat {
	c := in.compute(Leave{})
	taken := map[kam.Subject]int{}
	for person, o := range in.appointed {
		taken[person] = in.p.openings[o]
	}
	for person, openings := range in.declined {
		c.wishes[person] = slices.DeleteFunc(slices.Clone(c.wishes[person]), func(i int) bool { return openings[in.p.cycle.Openings[i].ID] })
	}
	seats := assign(in.p.cycle.Assignment, c.races, c.wishes, taken)
	var out []Seat
	for i, o := range in.p.cycle.Openings {
		var holding []kam.Subject
		for _, p := range in.people() {
			if at, has := seats[p.person]; has && at == i {
				holding = append(holding, p.person)
			}
		}
		var tied []kam.Subject
		if !in.shares() {
			tied = c.races[i].tied(holding)
		}
		for _, person := range holding {
			took := in.appointed[person] == o.ID
			out = append(out, Seat{Opening: o.ID, Person: person, Name: in.candidates[person].name, Taken: took, Tied: !took && slices.Contains(tied, person)})
		}
	}
	return out
}
