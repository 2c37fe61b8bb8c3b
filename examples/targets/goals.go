package main

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
)

// goalID names the goal of a node for a period.
func (p plan) goalID(node string, period kam.Period) string {
	return p.calendar.Label(period) + "/" + node
}

// goals returns the goals of the year and of its first quarter, each from the company to the person.
func (p plan) goals() []goals.Goal {
	var list []goals.Goal
	for _, period := range []kam.Period{p.next, p.quarter} {
		for _, n := range p.parts {
			if n.level != accountLevel {
				list = append(list, p.goal(n, period))
			}
		}
	}
	return list
}

// goal returns the goal of one node. It starts from what was won in the same part of the year before.
func (p plan) goal(n node, period kam.Period) goals.Goal {
	target := p.target(n, period)
	g := goals.Goal{
		ID: p.goalID(n.id, period), Metric: wonRevenue, Scope: goals.All, Direction: kam.HigherIsBetter, Tracking: goals.Flow,
		Target: target, Currency: p.currency, Period: period, Source: p.source, Cadence: kam.Week,
		Statement: fmt.Sprintf("win 赢单 %s %s, %s", target, p.currency, p.calendar.Label(period)),
		Baseline:  decimal.NewNullDecimal(p.wonBefore(n, period)),
	}
	if n.owner != "" {
		g.Owners = []string{n.owner}
	}
	if n.parent != "" {
		g.Parent, g.Share = p.goalID(n.parent, period), share(target, p.target(node{id: n.parent}, period))
	}
	reached := decimal.Zero
	for _, s := range p.months(n, period) {
		reached = reached.Add(s.Target)
		g.Milestones = append(g.Milestones, goals.Milestone{Day: s.Period.Until.AddDays(-1), Value: reached})
	}
	return g
}

// share returns part by whole, and not stated where that is no fraction of the library.
func share(part, whole decimal.Decimal) kam.Fraction {
	f, err := kam.ParseFraction(part.String() + "/" + whole.String())
	if err != nil || f.Num < 0 {
		return kam.Fraction{}
	}
	return f
}
