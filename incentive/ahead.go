package incentive

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// AheadKind is what a component may reach next.
type AheadKind string

// The kinds.
const (
	// AheadTier is the next tier of a component.
	AheadTier AheadKind = "tier"
	// AheadSum is the next point of a curve, the next full "every", or the next factor of a multiplier.
	AheadSum AheadKind = "sum"
	// AheadGate is a gate that is not passed.
	AheadGate AheadKind = "gate"
)

// Ahead is how far a component is from what it may reach next.
type Ahead struct {
	Component string
	Kind      AheadKind
	// Measure, Basis and Bound are those of a tier or gate: what is looked at, and the bound that is reached next.
	Measure string
	Basis   Basis
	Bound   decimal.Decimal
	// Missing is what the measure lacks, in its own quantity, exactly; nil for a sum, whose distance Text tells. It is the
	// caller's own.
	Missing *big.Rat
	// Text says it as the statement does.
	Text kam.Text
}

// Ahead returns how far each component is from its next tier, from what it pays next on where a measure stands, and from
// gates that are not passed: what [Statement.Markdown] tells under "What comes next", in its order. Where all is reached
// there is nothing, and nothing of tiers that pay what lies above alone where no later deal can pay by its date.
func (s Statement) Ahead() []Ahead {
	s = s.whole()
	var out []Ahead
	u := s.r.unit
	for i := range u.plan.parts {
		k := &u.plan.parts[i]
		if text, ok := s.nextTier(k); ok {
			at := &u.state.measures[k.axis]
			for _, b := range k.tiers.Bands {
				if at.compare(at.final, num.Rat(b.From), k.tiers.Basis) < 0 {
					out = append(out, s.ahead(k, AheadTier, k.axis, k.tiers.Basis, b.From, text))
					break
				}
			}
		}
		for _, text := range s.nextOnSum(k, &u.state.parts[i]) {
			out = append(out, Ahead{Component: k.Name, Kind: AheadSum, Text: text})
		}
		for _, g := range k.Gates {
			m := u.plan.gateMeasure(k, g)
			at := &u.state.measures[m]
			if !at.stated(g.Basis) && at.compare(at.final, num.Rat(g.At), g.Basis) < 0 {
				text := s.distance(k, g.At, g.Basis, at, say("the gate at %s", "%s 的门槛", boundText(g.At, g.Basis)))
				out = append(out, s.ahead(k, AheadGate, m, g.Basis, g.At, text))
			}
		}
	}
	return out
}

func (s Statement) ahead(k *part, kind AheadKind, measure int, basis Basis, bound decimal.Decimal, text kam.Text) Ahead {
	at := &s.r.unit.state.measures[measure]
	missing := num.Rat(bound)
	if basis == ByAttainment {
		missing.Mul(missing, at.quota)
	}
	return Ahead{
		Component: k.Name, Kind: kind, Measure: s.r.unit.plan.Measures[measure].Name, Basis: basis, Bound: bound,
		Missing: missing.Sub(missing, at.final), Text: text,
	}
}
