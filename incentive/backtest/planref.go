package backtest

import (
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/wording"
)

// PlanRef names the exact content of a plan.
type PlanRef struct {
	ID      string `json:"id"`
	Version int    `json:"version"`
	// Hash is the [incentive.Plan.Hash] of the plan as it was given.
	Hash string `json:"hash"`
}

func refs(plans []incentive.Plan) []PlanRef {
	out := make([]PlanRef, 0, len(plans))
	for _, p := range sorted(slices.Clone(plans)) {
		out = append(out, PlanRef{p.ID, p.Version, p.Hash()})
	}
	return out
}

// hashShown is how much of a hash a report shows.
const hashShown = 12

// tellPlans names plans in a report.
func tellPlans(list []PlanRef) kam.Text {
	texts := make([]kam.Text, 0, len(list))
	for _, p := range list {
		texts = append(texts, say("%s version %d (`%s`)", "%s 第 %d 版（`%s`）", markdown.Escape(p.ID), p.Version, p.Hash[:min(len(p.Hash), hashShown)]))
	}
	return wording.Join(texts)
}
