package breakdown

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Nodes returns all nodes depth first, parents before their children, in the order of the spec.
func (p OrgPlan) Nodes() []NodePlan { return slices.Clone(p.nodes) }

// Node returns the node with an ID, and whether there is one.
func (p OrgPlan) Node(id string) (NodePlan, bool) {
	at, ok := p.index[id]
	if !ok {
		return NodePlan{}, false
	}
	return p.nodes[at], true
}

// Total returns the target of the root.
func (p OrgPlan) Total() decimal.Decimal {
	if len(p.nodes) == 0 {
		return decimal.Zero
	}
	return p.nodes[0].Own
}

// Leaves returns the nodes without children, in the order of [OrgPlan.Nodes].
func (p OrgPlan) Leaves() []NodePlan {
	var out []NodePlan
	for _, n := range p.nodes {
		if !n.Children.Valid {
			out = append(out, n)
		}
	}
	return out
}

// Assigned returns what the nodes without children sum to at or below the node with an ID, and whether there is one:
// what stands against its own target once every over-assignment is handed down.
func (p OrgPlan) Assigned(id string) (decimal.Decimal, bool) {
	at, ok := p.index[id]
	if !ok {
		return decimal.Zero, false
	}
	sum := decimal.Zero
	short, exponent := int64(0), p.nodes[p.below[at]-1].Own.Exponent() // what 64 bits hold needs no big integers
	for i := at; i < p.below[at]; i++ {
		n := &p.nodes[i]
		switch {
		case n.Children.Valid:
		case n.Own.Exponent() == exponent && n.Own.NumDigits() < shortDigits:
			if short += n.Own.CoefficientInt64(); short > maxUnits || short < -maxUnits {
				sum, short = sum.Add(decimal.New(short, exponent)), 0
			}
		default:
			sum = sum.Add(n.Own)
		}
	}
	return sum.Add(decimal.New(short, exponent)), true
}

// Levels returns the sums of each level, coarse to fine.
func (p OrgPlan) Levels() []LevelPlan {
	out := make([]LevelPlan, len(p.levels))
	at := make(map[string]int, len(p.levels))
	for i, l := range p.levels {
		out[i].Name, at[l.Name] = l.Name, i
	}
	for _, n := range p.nodes {
		l := &out[at[n.Level]]
		l.Own = l.Own.Add(n.Own)
		if n.Children.Valid {
			l.Children = l.Children.Add(n.Children.Decimal)
			l.Cushion = l.Cushion.Add(n.Cushion.Decimal)
		}
	}
	return out
}

// Over returns the over-assignment that the levels make together by their rates, the finest aside, which hands nothing
// down: the product of all 1 + rate, less 1, exact.
func (p OrgPlan) Over() *big.Rat {
	var rates []kam.Fraction
	for i := 0; i+1 < len(p.levels); i++ {
		rates = append(rates, p.levels[i].OverAssign)
	}
	over, err := TotalOver(rates...)
	if err != nil { // a plan holds no such rate
		return new(big.Rat)
	}
	return over
}

// EffectiveOver returns what all nodes without children sum to by the target of the root, less 1, exact: what rounding
// to grains and branches that skip a level leave of [OrgPlan.Over]. It is false when the target is 0.
func (p OrgPlan) EffectiveOver() (*big.Rat, bool) {
	total := p.Total()
	if total.IsZero() {
		return nil, false
	}
	sum, _ := p.Assigned(p.nodes[0].ID)
	over := num.Rat(sum.Sub(total))
	return over.Quo(over, num.Rat(total)), true
}
