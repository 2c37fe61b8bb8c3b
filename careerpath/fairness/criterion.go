package fairness

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/careerpath/criteria"
)

// CriterionEffect is how one criterion treats groups.
type CriterionEffect struct {
	Criterion string `json:"criterion"`
	// Passed compares how many of each group met it, of those of whom it is known; Unknown is how many others were asked.
	Passed  Report `json:"passed"`
	Unknown int    `json:"unknown,omitzero"`
	// Without is what changes without it.
	Without Effect `json:"without"`
	// Group is the group that differs most from all others, empty when there were too few to test; Behind says that it met
	// the criterion less often than they did.
	Group  string `json:"group,omitzero"`
	Behind bool   `json:"behind,omitzero"`
	// Probability is the two-sided one of [Fisher] for Group, Adjusted the same by [Holm] for all criteria and groups.
	Probability decimal.NullDecimal `json:"probability,omitzero"`
	Adjusted    decimal.NullDecimal `json:"adjusted,omitzero"`
	// Named says that it treats the group differently, and Masked that it would, but that leaving it out alone moves nothing;
	// see [Audit].
	Named  bool `json:"named,omitzero"`
	Masked bool `json:"masked,omitzero"`
}

// criterionTest is one comparison of a group with all others.
type criterionTest struct {
	criterion, group int
	p                *big.Rat
	own, rest        Group
}

// criterionEffects tests every criterion and orders them.
func (t *trial) criterionEffects() []CriterionEffect {
	out := make([]CriterionEffect, len(t.criteria))
	var tests []criterionTest
	for c, x := range t.criteria {
		known := func(i int) bool { return x.states[i] == criteria.Met || x.states[i] == criteria.NotMet }
		groups := t.count(known, func(i int) bool { return x.states[i] == criteria.Met })
		out[c] = CriterionEffect{Criterion: x.id, Passed: compare(groups, t.rule), Without: t.effect(x.without)}
		for _, s := range x.states {
			if s == criteria.Unknown {
				out[c].Unknown++
			}
		}
		tests = append(tests, t.criterionTests(c, groups)...)
	}
	ps := make([]*big.Rat, len(tests))
	for i, test := range tests {
		ps[i] = test.p
	}
	adjusted := Holm(ps)
	best := make([]*big.Rat, len(out))
	for i, test := range tests {
		c := &out[test.criterion]
		if best[test.criterion] != nil && test.p.Cmp(best[test.criterion]) >= 0 {
			continue
		}
		best[test.criterion] = test.p
		side := byRate(test.own, test.rest)
		c.Group, c.Behind = t.groups[test.group], side < 0
		c.Probability, c.Adjusted = rounded(test.p, true), rounded(adjusted[i], true)
		c.Named, c.Masked = false, false
		if side != 0 && below(adjusted[i], t.rule.Level) {
			c.Named = c.Without.Eligible.moves(test.group) == -side || c.Without.Selected.moves(test.group) == -side
			c.Masked = !c.Named
		}
	}
	slices.SortStableFunc(out, func(a, b CriterionEffect) int {
		return cmp.Or(first(a.Named, b.Named), b.Without.Eligible.Spread.Cmp(a.Without.Eligible.Spread),
			b.Without.Selected.Spread.Cmp(a.Without.Selected.Spread), cmp.Compare(a.Criterion, b.Criterion))
	})
	return out
}

// criterionTests compares each judged group with all others. Of two groups that are all there are, the one that is behind is
// compared: the other way round it is the same test.
func (t *trial) criterionTests(c int, groups []Group) []criterionTest {
	var out []criterionTest
	for g := range groups {
		own, rest := others(groups, g)
		if !t.judged[g] || own.Pool < t.rule.MinPool || rest.Pool < t.rule.MinPool {
			continue
		}
		p, err := Fisher(own, rest)
		if err != nil {
			continue // more people than the test takes
		}
		out = append(out, criterionTest{criterion: c, group: g, p: p.TwoSided, own: own, rest: rest})
	}
	if len(groups) == 2 && len(out) == 2 {
		if byRate(out[1].own, out[1].rest) < 0 {
			return out[1:]
		}
		return out[:1]
	}
	return out
}

// first puts what holds before what does not.
func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}
