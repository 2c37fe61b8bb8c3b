package main

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/visits"
)

// How people work here. An export does not say it, so a host states it; what an export says, the share of deals that is
// won, the average deal and the length of the sales cycle, is taken from there.
const visitsPerDay = 4

// practice returns the stages from the first meeting to the win: half of the first meetings lead to an offer.
func practice(r rates) []visits.Stage {
	cycle := 0
	if n := len(r.cycle); n > 0 {
		cycle = min(r.cycle[n/2], 500)
	}
	return []visits.Stage{
		{Name: "first meeting", Rate: kam.Fraction{Num: 1, Den: 2}, LeadDays: cycle - cycle/2, Costs: []visits.Cost{
			{Activity: visits.Visit, Count: kam.Whole()}, {Activity: visits.Call, Count: kam.Fraction{Num: 2, Den: 1}},
		}},
		{Name: "offer", Rate: r.win, LeadDays: cycle / 2, Costs: []visits.Cost{
			{Activity: visits.Visit, Count: kam.Whole()}, {Activity: visits.Proposal, Count: kam.Whole()},
		}},
	}
}

// workload is the work of one person in the first quarter.
type workload struct {
	plan     *visits.WeeklyPlan
	verdict  visits.Verdict
	capacity goals.Capacity
}

// workloads turns the targets of every person into visits by week.
func (p plan) workloads() (map[string]workload, error) {
	out := map[string]workload{}
	for _, n := range p.at(personLevel, "") {
		r, err := p.rates(n.owner)
		if err != nil {
			return nil, err
		}
		weekly, err := visits.Plan(visits.Spec{
			Period: p.quarter, Currency: p.currency, Tiers: p.tiers(n),
			Segments: []visits.Segment{{Name: n.owner, Steps: p.months(n, p.next), Deal: r.average, Stages: practice(r)}},
			People: []visits.Person{{Name: n.owner, PerDay: []visits.Cost{
				{Activity: visits.Visit, Count: kam.Fraction{Num: visitsPerDay, Den: 1}},
			}}},
		}, p.calendar)
		if err != nil {
			return nil, err
		}
		w := workload{plan: weekly}
		if c, checked := weekly.Capacity(); checked {
			w.verdict = c.Verdict
			for _, resource := range c.Resources {
				w.capacity = goals.Capacity{Needed: inDays(resource.Need), Available: inDays(resource.Capacity)}
			}
		}
		out[n.owner] = w
	}
	return out, nil
}

// inDays returns a number of visits in working days, rounded to one decimal.
func inDays(count *big.Rat) decimal.NullDecimal {
	days := new(big.Rat).Quo(count, big.NewRat(visitsPerDay, 1))
	return decimal.NewNullDecimal(decimal.NewFromBigRat(days, 1))
}

// tiers counts a person's accounts by size: the largest third is visited every second week and called every week, the
// next third every fourth week, and the others every eighth.
func (p plan) tiers(n node) []visits.Tier {
	count := int64(len(p.at(accountLevel, n.id)))
	a := (count + 2) / 3
	b := (count - a + 1) / 2
	every := func(activity visits.Activity, weeks int64) visits.Rhythm {
		return visits.Rhythm{Activity: activity, Every: kam.Fraction{Num: weeks, Den: 1}}
	}
	return []visits.Tier{
		{Name: "A", Accounts: a, Rhythms: []visits.Rhythm{every(visits.Visit, 2), every(visits.Call, 1)}},
		{Name: "B", Accounts: b, Rhythms: []visits.Rhythm{every(visits.Visit, 4)}},
		{Name: "C", Accounts: count - a - b, Rhythms: []visits.Rhythm{every(visits.Visit, 8)}},
	}
}
