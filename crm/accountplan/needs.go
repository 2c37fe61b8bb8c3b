package accountplan

import (
	"math/big"
	"slices"
)

// NeedFit is how the needs are met by what is proposed.
type NeedFit struct {
	// Needs are in the order of the plan.
	Needs []NeedStatus `json:"needs,omitempty"`
	// Share is how much of the needs is met: each counts the weight of its priority, in full when a solution meets it fully,
	// by the policy's share when one does partly. It is unknown without needs, and while a need has no priority.
	Share Ratio `json:"share"`
	// Solutions are the shares that each solution meets alone, in the order of the plan.
	Solutions []SolutionFit `json:"solutions,omitempty"`
}

// NeedStatus is a need and how it is met.
type NeedStatus struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Priority string `json:"priority,omitempty"`
	// How is the best that any solution does; two that meet a need partly do not meet it fully.
	How Covering `json:"how"`
	// By are the solutions that do so, in the order of the plan.
	By []string `json:"by,omitempty"`
}

// SolutionFit is how much of all needs a solution meets.
type SolutionFit struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Share Ratio  `json:"share"`
}

// rank orders how far a need is met.
func (c Covering) rank() int {
	return slices.Index([]Covering{Unassessed, NotMet, Partly, Fully}, c)
}

// fit sets the needs against the solutions.
func (v *Review) fit() {
	whole := map[string]Covering{}
	for _, n := range v.Plan.Needs {
		status := NeedStatus{ID: n.ID, Title: n.Title, Priority: n.Priority, How: Unassessed}
		for _, s := range v.Plan.Solutions {
			for _, f := range s.Fits {
				if f.Need != n.ID {
					continue
				}
				if f.How.rank() > status.How.rank() {
					status.How, status.By = f.How, nil
				}
				if f.How == status.How {
					status.By = append(status.By, s.ID)
				}
			}
		}
		whole[n.ID] = status.How
		v.Fit.Needs = append(v.Fit.Needs, status)
	}
	v.Fit.Share = v.share(whole)
	for _, s := range v.Plan.Solutions {
		own := map[string]Covering{}
		for _, f := range s.Fits {
			own[f.Need] = f.How
		}
		v.Fit.Solutions = append(v.Fit.Solutions, SolutionFit{ID: s.ID, Title: s.Title, Share: v.share(own)})
	}
}

// share is how much of the needs is met.
func (v *Review) share(how map[string]Covering) Ratio {
	partly := v.rules.policy.Partly
	den := max(partly.Den, 1)
	var top, all int64
	for _, n := range v.Plan.Needs {
		weight := int64(v.rules.priorities[n.Priority])
		if weight == 0 {
			return Ratio{}
		}
		all += weight * den
		switch how[n.ID] {
		case Fully:
			top += weight * den
		case Partly:
			top += weight * partly.Num
		default:
		}
	}
	if all == 0 {
		return Ratio{}
	}
	return ratioFrom(big.NewRat(top, all))
}
