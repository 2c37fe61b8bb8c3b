package accountplan

import (
	"math/big"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// Completeness is how much of a plan is filled in.
type Completeness struct {
	// Share is the sum of weight * Have / Of over the parts by the sum of their weights, exactly.
	Share Ratio `json:"share"`
	// Parts are in the order of [Parts].
	Parts []PartStatus `json:"parts"`
}

// PartStatus is how much of a part is filled in.
type PartStatus struct {
	Part   Part `json:"part"`
	Weight int  `json:"weight"`
	// Have of Of items are complete. A part without items is 0 of 1, and 1 of 1 where the plan says that there is nothing.
	Have int `json:"have"`
	Of   int `json:"of"`
	// Missing are the items that are not complete, in the order of the plan: their ids, or roles, or "product/unit".
	Missing []string `json:"missing,omitempty"`
	// Why says what is counted.
	Why kam.Text `json:"why"`
}

// complete counts what is filled in. An item is complete when it states
//
//   - of objectives: baseline, target, last day and owner;
//   - of the roles of the policy: somebody who plays it, with attitude, influence and who is to meet him;
//   - of needs: priority, who said so and when;
//   - of needs again, for solutions: how a solution meets it;
//   - of cells of the whitespace: potential and current;
//   - of competitors: our answer;
//   - of open risks: likelihood, impact, owner, and a response or an action;
//   - of actions: owner and due day;
//   - of the review: a day that has not passed.
func (v *Review) complete() {
	sum, weights := new(big.Rat), int64(0)
	for _, part := range Parts() {
		p := PartStatus{Part: part, Weight: v.rules.weights[part]}
		items := v.items(part)
		for _, item := range items {
			if item.complete {
				p.Have++
			} else {
				p.Missing = append(p.Missing, item.id)
			}
		}
		p.Of = len(items)
		if p.Of == 0 {
			p.Of = 1
			if slices.Contains(v.Plan.Nothing, part) || part == Risks && len(v.Plan.Risks) > 0 {
				p.Have = 1
			}
		}
		p.Why = say("%s: %d of %d complete", "%s：完整 %d / %d", partText(part), p.Have, p.Of)
		if len(p.Missing) > 0 {
			p.Why = say("%s; missing: %s", "%s；待补：%s", p.Why, wording.Words(clipped(p.Missing)))
		}
		v.Completeness.Parts = append(v.Completeness.Parts, p)
		sum.Add(sum, new(big.Rat).Mul(big.NewRat(int64(p.Weight), 1), big.NewRat(int64(p.Have), int64(p.Of))))
		weights += int64(p.Weight)
	}
	v.Completeness.Share = ratioFrom(sum.Quo(sum, big.NewRat(weights, 1)))
}

// maxListed is how many items a sentence names.
const maxListed = 10

// clipped returns what a sentence names of a list.
func clipped(list []string) []string {
	var out []string
	for i, s := range list {
		if i == maxListed {
			return append(out, "…")
		}
		out = append(out, wording.Clip(s))
	}
	return out
}

// item is something that a part of a plan should have.
type item struct {
	id       string
	complete bool
}

// items lists what a part should have.
func (v *Review) items(part Part) []item {
	p := v.Plan
	var out []item
	add := func(id string, complete bool) { out = append(out, item{id, complete}) }
	switch part {
	case Objectives:
		for _, o := range p.Objectives {
			add(o.ID, o.Baseline.Valid && o.Target.Valid && o.By.IsSet() && o.Owner != "")
		}
	case Stakeholders:
		for _, role := range v.rules.policy.Roles {
			add(string(role), slices.ContainsFunc(p.Stakeholders, func(s Stakeholder) bool {
				return v.roleOf(s.Contact) == role && s.Attitude != nil && s.Influence > 0 && len(s.MetBy) > 0
			}))
		}
	case Needs:
		for _, n := range p.Needs {
			add(n.ID, n.Priority != "" && n.From != "" && n.Recorded.IsSet())
		}
	case Solutions:
		for _, n := range v.Fit.Needs {
			add(n.ID, n.How != Unassessed)
		}
		if slices.Contains(p.Nothing, Solutions) || len(p.Solutions) == 0 {
			return nil
		}
	case Whitespace:
		for _, c := range v.Whitespace.Cells {
			add(cellID(c.Product, c.Unit), c.Potential.Valid && c.Current.Valid)
		}
	case Competitors:
		for _, c := range p.Competitors {
			add(c.Name, c.Answer != "")
		}
	case Risks:
		for i, r := range p.Risks {
			if v.Risks[i].Open {
				add(r.ID, v.Risks[i].Score > 0 && r.Owner != "" && (r.Response != "" || v.Risks[i].Answered))
			}
		}
	case Actions:
		for _, a := range p.Actions {
			add(a.ID, a.Owner != "" && a.Due.IsSet())
		}
	default:
		add(string(part), p.ReviewOn.IsSet() && !p.ReviewOn.Before(v.AsOf))
	}
	return out
}
