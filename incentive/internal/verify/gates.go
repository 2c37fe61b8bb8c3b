package verify

import (
	"math/big"

	"github.com/kam-go/kam"
)

// passes reports whether a cliff is passed with a position.
func (v *verifier) passes(k *planComponent, g *gate, x *big.Rat) bool {
	return v.byName[g.on(k)].compare(x, ratio(g.At), g.Basis) >= 0
}

// closed reports whether a gate takes back the component's whole sum.
func (v *verifier) closed(k *planComponent) bool {
	for i := range k.Gates {
		g := &k.Gates[i]
		if g.Kind != "cliff" {
			continue
		}
		t := v.byName[g.on(k)]
		x := t.final
		if g.Test == "running" && g.PassedThenLost == "latched" {
			if g.FailedThenPassed == "forfeit" {
				continue
			}
			x = t.highest
		}
		if !v.passes(k, g, x) {
			return true
		}
	}
	return false
}

// shut reports whether a running gate keeps the credit of a place from paying.
func (v *verifier) shut(k *planComponent, place int) bool {
	for i := range k.Gates {
		g := &k.Gates[i]
		if g.Kind != "cliff" || g.Test != "running" || g.FailedThenPassed != "forfeit" {
			continue
		}
		now, high := v.byName[g.on(k)].position(place)
		if g.PassedThenLost == "latched" {
			now = high
		}
		if !v.passes(k, g, now) {
			return true
		}
	}
	return false
}

// limit returns a cap on pay on the grid; stretch is what a multiple of the target incentive counts.
func (v *verifier) limit(path string, c *planCap, stretch kam.Period) *big.Rat {
	if c.Amount.Valid {
		return v.grid.round(ratio(c.Amount.Decimal))
	}
	target := v.target(path, stretch)
	if target == nil {
		return nil
	}
	return v.grid.round(mul(target, ratio(c.OfTargetIncentive.Decimal)))
}

func (v *verifier) missingTarget(path string) {
	v.fault(CodeMissing, "$.assignment.target", say("%s needs the target incentive, which is not stated", "%s 需要目标奖金，但未写明目标奖金", path), say("state the target that the payee was assigned", "请写明已分配的目标奖金"))
}
