package breakdown

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/internal/num"
)

// Goals returns a goal for each node of the organisation, in the order of [OrgPlan.Nodes]: like with the node's ID, its own
// target, the period of the grid, the goal of the node above with the share of its target, the node's history as its
// baseline, and for milestones what is to be reached by the last day of each cell of level k. What like states otherwise
// stays, such as the metric, the direction and the currency. A share that no [kam.Fraction] from 0 to 1 writes, or of a
// target of 0, is not stated; nor is a baseline where there is no history; a node that has more assigned below it than its
// own target has no milestones.
func (g Grid) Goals(like goals.Goal, k kam.PeriodKind) []goals.Goal {
	own := map[string]decimal.Decimal{}
	list := make([]goals.Goal, 0, len(g.org.nodes))
	for _, n := range g.org.nodes {
		own[n.ID] = n.Own
		goal := like.Clone()
		goal.ID, goal.Target, goal.Period, goal.Parent, goal.Baseline = n.ID, n.Own, g.time.Period(), n.Parent, n.History
		goal.Share, goal.Milestones = kam.Fraction{}, nil
		if above, ok := own[n.Parent]; ok {
			goal.Share = shareOf(n.Own, above)
		}
		assigned, _ := g.org.Assigned(n.ID)
		if assigned.Equal(n.Own) {
			reached := decimal.Zero
			for _, s := range g.Steps(n.ID, k) {
				reached = reached.Add(s.Target)
				goal.Milestones = append(goal.Milestones, goals.Milestone{Day: s.Period.Until.AddDays(-1), Value: reached})
			}
		}
		list = append(list, goal)
	}
	return list
}

// shareOf returns part by whole, which have one sign, where that is a share of at most 1.
func shareOf(part, whole decimal.Decimal) kam.Fraction {
	f, err := kam.ParseFraction(num.Format(part) + "/" + num.Format(whole))
	if err != nil || f.Cmp(kam.Whole()) > 0 {
		return kam.Fraction{}
	}
	return f
}
