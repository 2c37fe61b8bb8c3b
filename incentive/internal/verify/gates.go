package verify

import (
	"fmt"
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

// readJudged reads the sales that stand in a component for their refunds alone: a running gate tested them as they came,
// and they move nothing.
func (v *verifier) readJudged(k *part) {
	refunded := map[sale]bool{}
	for _, l := range k.lines {
		if c := &l.doc.Credit; c.Reverses != "" {
			refunded[c.sale()] = true
		}
	}
	k.judged = map[int]bool{}
	last := 0
	for i := range k.doc.Judged {
		c := &k.doc.Judged[i]
		path := fmt.Sprintf("%s.judged[%d]", k.path, i)
		r := v.meet(path, c)
		switch {
		case c.Place <= last:
			v.conflict(path+".place", say("the credits are not in the order of their places", "业绩归属未按位置排列"))
		case r == nil: // reported
		case r.retires() || k.byPlace[c.Place] != nil || c.Reverses != "" || !refunded[c.sale()] || !v.tested(k.plan, c):
			v.conflict(path, say("the credit is no sale that a running gate tested, that moves nothing and whose refund is a line", "该业绩归属并非经 running 门槛检验、不计入指标且其退款列为明细的交易"))
		default:
			k.judged[c.Place] = true
		}
		last = max(last, c.Place)
	}
}

// tested reports whether a gate of a component, one of which forfeits what came before it was passed, tests a measure that a
// credit feeds.
func (v *verifier) tested(k *planComponent, c *credit) bool {
	fed, forfeits := false, false
	for i := range k.Gates {
		g := &k.Gates[i]
		t := v.byName[g.on(k)]
		fed = fed || t != nil && t.feeds[c.Rule] && t.doc.Window.Contains(c.Date)
		forfeits = forfeits || g.Kind == "cliff" && g.Test == "running" && g.FailedThenPassed == "forfeit"
	}
	return fed && forfeits
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
