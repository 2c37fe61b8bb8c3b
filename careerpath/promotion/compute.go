package promotion

import (
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

// workOut works out what follows from all that is recorded, without what is left out.
func (in *inner) workOut(x Leave) *computed {
	c := in.compute(x)
	seats := assign(in.p.cycle.Assignment, c.races, c.wishes)
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
		tied := setOf(o.Tied)
		for j := range o.Ranking {
			person := o.Ranking[j].Person
			if got, has := seats[person]; !has || got != i || tied[person] {
				continue
			}
			o.Ranking[j].Seat = true
			won := &c.out.Candidates[at[person]]
			won.Won, won.Standing = o.Opening, Selected
		}
	}
	return c
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
		out:    Outcome{Format: Format, Cycle: cycle.ID, Version: cycle.Version, Hash: in.p.hash, Without: x, Judges: in.panel()},
		races:  make([]race, len(cycle.Openings)),
		wishes: map[kam.Subject][]int{},
	}
	tallies := make([]*tally, len(cycle.Exercises))
	for i := range tallies {
		tallies[i] = in.tally(i, x)
	}
	runners, alike := make([][]*runner, len(cycle.Openings)), in.p.alike()
	for _, p := range in.people() {
		c.out.Candidates = append(c.out.Candidates, in.candidateOutcome(p, x, tallies, alike, runners, len(c.out.Candidates)))
	}
	order(alike, runners, len(c.out.Candidates))
	for i, o := range cycle.Openings {
		c.races[i] = race{seats: o.Seats + in.extra[o.ID], rank: map[kam.Subject]int{}}
		row := OpeningOutcome{Opening: o.ID, Name: o.Name, Seats: c.races[i].seats}
		for _, class := range in.rank(runners[i]) {
			rank := len(row.Ranking) + 1
			for _, r := range class {
				c.races[i].rank[r.c.person] = rank
				row.Ranking = append(row.Ranking, Ranked{Person: r.c.person, Name: r.c.name, Rank: rank, Total: r.exact, Ties: r.ties})
				c.out.Candidates[r.at].Applications[r.application].Rank = rank
			}
		}
		c.out.Openings = append(c.out.Openings, row)
	}
	for _, p := range in.people() {
		if p.out {
			continue
		}
		for _, o := range p.openings {
			i := in.p.openings[o]
			if c.races[i].rank[p.person] > 0 {
				c.wishes[p.person] = append(c.wishes[p.person], i)
			}
		}
	}
	return c
}

// candidateOutcome works out what came of the candidate with a number before ranks, and enters the rankings that are open to
// them. Totals are the same for openings that are alike.
func (in *inner) candidateOutcome(p *candidate, x Leave, tallies []*tally, alike []int, runners [][]*runner, at int) CandidateOutcome {
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
	totals := map[int]criteria.Exact{}
	far := -1 // how far the candidate came in the best of the openings
	for _, o := range p.openings {
		i := in.p.openings[o]
		a := Application{Opening: o, State: in.checked(p, i, x)}
		a.Eligible = p.stays() && in.admitted(a.State)
		step := 0
		switch {
		case a.Eligible:
			step = 2
			total, there := totals[alike[i]]
			if !there {
				total = in.total(i, points)
				totals[alike[i]] = total
			}
			a.Total = total
			below := slices.ContainsFunc(in.p.takes[i], func(e int) bool { return failed[e] })
			if in.p.cycle.Pass.Valid && total.Known() {
				c, _ := total.Cmp(in.pass())
				below = below || c < 0
			}
			switch {
			case below:
				step = 3
			case total.Known():
				step = 4
				runners[i] = append(runners[i], &runner{c: p, at: at, application: len(out.Applications), exact: total, points: points})
			}
		case a.State == criteria.Unknown:
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
func (in *inner) pass() criteria.Exact { return criteria.ExactOf(num.Rat(in.p.cycle.Pass.Decimal)) }
