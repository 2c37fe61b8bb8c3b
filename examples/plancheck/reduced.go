package main

import (
	"slices"

	"github.com/kam-go/kam/incentive"
)

// reduced returns a plan without what depends on others: contests, pools, and what is paid on the commission of a team.
// A curve shows the rest. The second result names the components that are left out; none: the plan is as it was.
func reduced(p incentive.Plan) (incentive.Plan, []string) {
	foreign := map[string]bool{}
	for _, c := range p.Credits {
		foreign[c.Name] = len(c.Of) > 0
	}
	var left []string
	out := p
	out.Components = slices.DeleteFunc(slices.Clone(p.Components), func(k incentive.Component) bool {
		others := k.Contest != nil || k.Pool != nil || slices.ContainsFunc(p.Measures, func(m incentive.Measure) bool {
			return m.Name == k.Measure && slices.ContainsFunc(m.Credits, func(c string) bool { return foreign[c] })
		})
		if others {
			left = append(left, k.Name)
		}
		return others
	})
	if len(left) == 0 {
		return p, nil
	}
	used := map[string]bool{}
	eachBound(out, func(b bound) { used[b.measure] = true })
	fed := map[string]bool{}
	out.Measures = slices.DeleteFunc(slices.Clone(p.Measures), func(m incentive.Measure) bool {
		for _, c := range m.Credits {
			fed[c] = fed[c] || used[m.Name]
		}
		return !used[m.Name]
	})
	out.Credits = slices.DeleteFunc(slices.Clone(p.Credits), func(c incentive.CreditRule) bool { return !fed[c.Name] })
	out.Payout = nil
	return out, left
}
