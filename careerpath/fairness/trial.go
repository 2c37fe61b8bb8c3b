package fairness

import (
	"cmp"
	"maps"
	"math/big"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/careerpath/promotion"
	"github.com/kam-go/kam/internal/num"
)

// reach is how far a candidate came.
type reach int

const (
	applied reach = iota + 1
	eligible
	shortlisted
	selected
)

// trial is a record as the audit sees it: candidates are numbers, with a group each.
type trial struct {
	cycle     string
	version   int
	groups    []string // by name
	group     []int    // of each candidate
	ungrouped int
	actual    result
	criteria  []criterionTrial
	judges    []judgeTrial
	ties      []equalTotals

	at     map[kam.Subject]int // the number of a candidate
	rule   Rule
	judged map[int]bool // groups that are large enough
}

// result is how far each candidate came, and how many are tied at a last seat.
type result struct {
	reach     []reach
	undecided int
}

// criterionTrial is one criterion: of each candidate, whether it is met, and what came of all without it.
type criterionTrial struct {
	id      string
	states  []criteria.State
	without result
}

// judgeTrial is one judge: each score next to those of the other judges, and what came of all without the judge.
type judgeTrial struct {
	judge   kam.Subject
	without result
	scores  map[task]*big.Rat // as a part of the scale
}

// task is one exercise of one candidate.
type task struct{ exercise, candidate int }

// equalTotals are candidates with the same total for an opening.
type equalTotals struct {
	opening        string
	seated, others []int
}

// newTrial reads the actual outcome and all states and scores.
func newTrial(cycle promotion.Cycle, o promotion.Outcome, groups map[kam.Subject]string, frozen func(kam.Subject) (promotion.Frozen, bool)) *trial {
	t := &trial{cycle: o.Cycle, version: o.Version, at: map[kam.Subject]int{}}
	names := map[string]bool{}
	for _, c := range o.Candidates {
		if name, ok := groups[c.Person]; ok && counts(c) {
			names[name] = true
		}
	}
	t.groups = slices.Sorted(maps.Keys(names))
	for _, c := range o.Candidates {
		if !counts(c) {
			continue
		}
		name, ok := groups[c.Person]
		if !ok {
			t.ungrouped++
			continue
		}
		g, _ := slices.BinarySearch(t.groups, name)
		t.at[c.Person] = len(t.group)
		t.group = append(t.group, g)
	}
	t.actual = t.resultOf(o)
	t.readStates(cycle, o, frozen)
	t.readScores(cycle, o)
	for _, p := range o.Openings {
		t.readTies(p)
	}
	return t
}

// counts tells whether a candidate applied and did not leave by their own wish.
func counts(c promotion.CandidateOutcome) bool {
	return c.Applied() && c.Standing != promotion.Withdrawn
}

func (t *trial) resultOf(o promotion.Outcome) result {
	r := result{reach: make([]reach, len(t.group))}
	for _, c := range o.Candidates {
		i, ok := t.at[c.Person]
		if !ok {
			continue
		}
		switch {
		case c.Selected():
			r.reach[i] = selected
		case c.Shortlisted():
			r.reach[i] = shortlisted
		case c.Eligible():
			r.reach[i] = eligible
		default:
			r.reach[i] = applied
		}
	}
	for _, p := range o.Ties() {
		r.undecided += len(p.Tied)
	}
	return r
}

// readStates reads from what is frozen of each candidate whether each criterion is met. Only the criteria of openings applied
// for count; one that several of their sets have is met when it is in all of them.
func (t *trial) readStates(cycle promotion.Cycle, o promotion.Outcome, frozen func(kam.Subject) (promotion.Frozen, bool)) {
	sets := map[string]string{} // of each opening
	for _, x := range cycle.Openings {
		sets[x.ID] = x.Criteria
	}
	states := map[string][]criteria.State{}
	for _, c := range o.Candidates {
		i, counted := t.at[c.Person]
		if !counted {
			continue
		}
		z, there := frozen(c.Person)
		if !there {
			continue
		}
		asked := map[string]bool{}
		for _, a := range c.Applications {
			asked[sets[a.Opening]] = true
		}
		for _, check := range z.Checks {
			if !asked[check.Criteria] {
				continue
			}
			for _, n := range check.Result.Criteria() {
				if n.ID == "" {
					continue
				}
				if states[n.ID] == nil {
					states[n.ID] = make([]criteria.State, len(t.group))
				}
				states[n.ID][i] = worse(states[n.ID][i], n.State)
			}
		}
	}
	for id, list := range states {
		t.criteria = append(t.criteria, criterionTrial{id: id, states: list})
	}
	slices.SortFunc(t.criteria, func(a, b criterionTrial) int { return cmp.Compare(a.id, b.id) })
}

// worse returns the state that holds for two: not met before unknown before met.
func worse(a, b criteria.State) criteria.State {
	for _, s := range []criteria.State{criteria.NotMet, criteria.Unknown, criteria.Met} {
		if a == s || b == s {
			return s
		}
	}
	return ""
}

// readScores reads every score that is not void as the judge gave it in person, as a part of the scale of its exercise.
func (t *trial) readScores(cycle promotion.Cycle, o promotion.Outcome) {
	exercises := map[string]int{}
	for e, x := range cycle.Exercises {
		exercises[x.ID] = e
	}
	at := map[kam.Subject]int{}
	for _, j := range o.Judges {
		at[j.Person] = len(t.judges)
		t.judges = append(t.judges, judgeTrial{judge: j.Person, scores: map[task]*big.Rat{}})
	}
	for _, c := range o.Candidates {
		i, known := t.at[c.Person]
		if !known {
			continue
		}
		for _, x := range c.Exercises {
			e := exercises[x.Exercise]
			scale := cycle.Exercises[e].Scale
			least, width := num.Rat(scale.Min), num.Rat(scale.Max.Sub(scale.Min))
			for _, s := range x.Scores {
				j, onPanel := at[s.Judge]
				if s.Use == promotion.Void || !onPanel || width.Sign() <= 0 {
					continue
				}
				part := num.Rat(s.Given())
				t.judges[j].scores[task{e, i}] = part.Sub(part, least).Quo(part, width)
			}
		}
	}
}

// readTies finds equal totals of which some have a seat and some have none.
func (t *trial) readTies(p promotion.OpeningOutcome) {
	for from := 0; from < len(p.Ranking); {
		tie := equalTotals{opening: p.Opening}
		until := from
		for ; until < len(p.Ranking); until++ {
			c := p.Ranking[until]
			if order, known := c.Total.Cmp(p.Ranking[from].Total); until > from && (!known || order != 0) {
				break
			}
			i, counted := t.at[c.Person]
			switch {
			case !counted:
			case c.Seat:
				tie.seated = append(tie.seated, i)
			case t.actual.reach[i] < selected:
				tie.others = append(tie.others, i)
			}
		}
		if len(tie.seated) > 0 && len(tie.others) > 0 {
			t.ties = append(t.ties, tie)
		}
		from = until
	}
}

// replay works out what comes of all without each criterion and without each judge.
func (t *trial) replay(state promotion.State) error {
	for i := range t.criteria {
		o, err := state.OutcomeWithout(promotion.Leave{Criterion: t.criteria[i].id})
		if err != nil {
			return err
		}
		t.criteria[i].without = t.resultOf(o)
	}
	for i := range t.judges {
		o, err := state.OutcomeWithout(promotion.Leave{Judge: t.judges[i].judge})
		if err != nil {
			return err
		}
		t.judges[i].without = t.resultOf(o)
	}
	return nil
}

func comparePairs(a, b Pair) int {
	return cmp.Or(cmp.Compare(a.Opening, b.Opening), cmp.Compare(a.Selected, b.Selected), cmp.Compare(a.Other, b.Other))
}
