package main

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/likelihood"
)

// judgement is what is said about one person's goal of the first quarter.
type judgement struct {
	node    node
	goal    goals.Goal
	report  goals.Report
	chance  decimal.NullDecimal // of reaching it from the open deals alone
	covered decimal.Decimal     // what the open deals are expected to bring
}

// judge says how SMART the goals of the first quarter are, with what is known of each person: earlier quarters, what
// others won in the same quarter, open deals, and the days that visits take.
func (p plan) judge(all []goals.Goal, work map[string]workload) ([]judgement, error) {
	byID := map[string]*goals.Goal{}
	for i := range all {
		byID[all[i].ID] = &all[i]
	}
	var out []judgement
	for _, n := range p.at(personLevel, "") {
		goal := byID[p.goalID(n.id, p.quarter)]
		s, err := p.situation(n, *goal, all)
		if err != nil {
			return nil, err
		}
		s.Parent = byID[goal.Parent]
		s.Capacity = work[n.owner].capacity
		j := judgement{node: n, goal: *goal, report: goals.Check(*goal, s, goals.DefaultBands())}
		if err := j.fromPipeline(p, n); err != nil {
			return nil, err
		}
		out = append(out, j)
	}
	return out, nil
}

// situation gathers what is known around a person's goal.
func (p plan) situation(n node, goal goals.Goal, all []goals.Goal) (goals.Situation, error) {
	r, err := p.rates(n.owner)
	if err != nil {
		return goals.Situation{}, err
	}
	s := goals.Situation{AsOf: p.asOf, Metrics: metrics(), Calendar: p.calendar, CycleDays: r.cycle}
	if s.History, err = p.observations(n.owner, anything, kam.Quarter); err != nil {
		return s, err
	}
	for _, g := range all {
		if g.Parent == goal.Parent && g.ID != goal.ID {
			s.Siblings = append(s.Siblings, g)
		}
		if g.Period == goal.Period {
			s.Others = append(s.Others, g)
		}
	}
	for _, other := range p.at(personLevel, "") {
		if other.owner != n.owner {
			s.Peers = append(s.Peers, p.observation(other.owner, anything, p.before(p.quarter)))
		}
	}
	s.Deals = p.pipeline(n.owner, r)
	s.AccountTargets = p.accountTargets(n, p.quarter)
	members := len(s.AccountTargets)
	s.ScopeMembers = &members
	return s, nil
}

// fromPipeline adds what the open deals are expected to bring, and how likely they reach the target alone.
func (j *judgement) fromPipeline(p plan, n node) error {
	r, err := p.rates(n.owner)
	if err != nil {
		return err
	}
	sums, err := likelihood.FromDeals(p.pipeline(n.owner, r))
	if err != nil {
		return err
	}
	estimate, err := sums.AtLeast(j.goal.Target)
	j.chance, j.covered = estimate.Probability, sums.Mean(p.currency.MinorUnits())
	return err
}
