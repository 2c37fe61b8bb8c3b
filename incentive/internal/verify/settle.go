package verify

import (
	"fmt"
	"math/big"

	"github.com/kam-go/kam"
)

// settle recomputes the statement's sum and the place of every part of it on the grid.
func (v *verifier) settle() {
	total, plan := v.total()
	var parts []*big.Rat
	for _, k := range v.parts {
		parts = append(parts, k.sum)
	}
	for _, k := range v.parts {
		parts = append(parts, neg(k.posted))
	}
	for _, e := range plan {
		parts = append(parts, e.exact)
	}
	earned := v.grid.round(total)
	placed := v.grid.spread(earned, parts)
	n := len(v.parts)
	for i, k := range v.parts {
		v.placed(k, placed[i], neg(placed[n+i]))
	}
	v.effects("$.adjustments", plan, placed[2*n:], v.doc.Adjustments)
	v.same("$.earned", v.grid.money(earned), v.doc.Earned)
	payable := earned
	if payable.Sign() < 0 || v.doc.Payee.Open {
		payable = zero()
	}
	v.same("$.payable", v.grid.money(payable), v.doc.Payable)
}

// total returns what the period adds, and the plan's own adjustments.
func (v *verifier) total() (*big.Rat, []effect) {
	sum, before := zero(), zero()
	stretch, widest := v.doc.Period, 0
	for _, k := range v.parts {
		sum = v.plus(k.path+".sum", sum, k.sum)
		before = v.plus(k.path+".posted", before, k.posted)
		if far := reach(k.own.plan.Window); far > widest {
			widest, stretch = far, k.own.doc.Window
		}
	}
	var effects []effect
	limit := func(per, kind string, x *big.Rat, stretch kam.Period) *big.Rat {
		for i := range v.doc.Plan.Caps {
			c := &v.doc.Plan.Caps[i]
			if c.Per != per {
				continue
			}
			if at := v.limit(fmt.Sprintf("$.plan.caps[%d]", i), c, stretch); at != nil && x.Cmp(at) > 0 {
				effects = append(effects, effect{kind: kind, exact: sub(at, x), limit: at})
				x = at
			}
		}
		return x
	}
	sum = limit("plan", "plan-cap", sum, stretch)
	for i, a := range v.doc.Adjustments {
		if a.Kind != "posted-earlier" || len(effects) > 0 && effects[len(effects)-1].kind == a.Kind {
			continue
		}
		path := fmt.Sprintf("$.adjustments[%d]", i)
		posted := v.number(path+".exact", a.Exact)
		if widest == 0 || posted.Sign() == 0 {
			v.conflict(path, say("nothing was posted earlier in the window", "窗口内此前没有入账"))
			continue
		}
		effects = append(effects, effect{kind: a.Kind, exact: posted})
		sum = add(sum, posted)
	}
	total := sub(sum, before)
	if in := v.carried(); in.Sign() != 0 {
		effects = append(effects, effect{kind: "carried-in", exact: in})
		total = add(total, in)
	}
	total = limit("period", "period-cap", total, v.doc.Period)
	earlier := v.earlier()
	for i := range v.doc.Plan.Caps {
		c := &v.doc.Plan.Caps[i]
		if c.Per != "lifetime" {
			continue
		}
		at := v.grid.round(ratio(c.Amount.Decimal))
		// what was posted on a finer grid and the period together stay within the limit
		if room := v.grid.below(higher(sub(at, earlier), zero())); total.Cmp(room) > 0 {
			effects = append(effects, effect{kind: "lifetime-cap", exact: sub(room, total), limit: at})
			total = room
		}
	}
	if v.doc.Plan.Rounding.Step == "statement" {
		total = v.grid.round(total)
	}
	return total, effects
}

// carried returns what the plan's cap per period cut before and this period may pay.
func (v *verifier) carried() *big.Rat {
	if v.doc.Plan.carries(v.doc.Period.From) == nil {
		v.same("$.carried", "", v.doc.Carried)
		return zero()
	}
	return v.number("$.carried", v.doc.Carried)
}

// earlier returns what the plan has earned the payee before, where a cap for life asks for it.
func (v *verifier) earlier() *big.Rat {
	if !v.doc.Plan.lifetime() {
		v.same("$.earned_before", "", v.doc.EarnedBefore)
		return zero()
	}
	return v.number("$.earned_before", v.doc.EarnedBefore)
}

// placed compares a component's amounts on the grid.
func (v *verifier) placed(k *part, toDate, before *big.Rat) {
	v.same(k.path+".to_date", v.grid.money(toDate), k.doc.ToDate)
	v.same(k.path+".before", v.grid.money(before), k.doc.Before)
	v.same(k.path+".amount", v.grid.money(sub(toDate, before)), k.doc.Amount)
	parts := make([]*big.Rat, 0, len(k.lines)+len(k.adjustments))
	for _, l := range k.lines {
		parts = append(parts, l.earned)
	}
	for _, e := range k.adjustments {
		parts = append(parts, e.exact)
	}
	amounts := v.grid.spread(toDate, parts)
	for i, l := range k.lines {
		v.same(l.path+".amount", v.grid.money(amounts[i]), l.doc.Amount)
		if len(l.slices) == len(l.doc.Slices) {
			v.onLine(l, amounts[i])
		}
	}
	v.effects(k.path+".adjustments", k.adjustments, amounts[len(k.lines):], k.doc.Adjustments)
}

// onLine compares the amounts of a line's slices: they sum to the line, or to what it earns before its limits.
func (v *verifier) onLine(l *result, amount *big.Rat) {
	parts := make([]*big.Rat, len(l.slices))
	for i, s := range l.slices {
		parts[i] = s.exact
	}
	if l.shut || l.floored || l.capped {
		amount = v.grid.round(l.raw)
	}
	for i, x := range v.grid.spread(amount, parts) {
		v.same(fmt.Sprintf("%s.slices[%d].amount", l.path, i), v.grid.money(x), l.doc.Slices[i].Amount)
	}
}

// effects compares a list of adjustments.
func (v *verifier) effects(path string, effects []effect, amounts []*big.Rat, stated []adjustment) {
	if len(effects) != len(stated) {
		v.same(path, kinds(len(effects), func(i int) string { return effects[i].kind }), kinds(len(stated), func(i int) string { return stated[i].Kind }))
		return
	}
	for i, e := range effects {
		at, a := fmt.Sprintf("%s[%d]", path, i), &stated[i]
		v.same(at+".kind", e.kind, a.Kind)
		v.same(at+".exact", text(e.exact), a.Exact)
		v.same(at+".amount", v.grid.money(amounts[i]), a.Amount)
		v.same(at+".limit", v.grid.money(e.limit), a.Limit)
		v.same(at+".transaction", e.deal, a.Transaction)
	}
}

// kinds lists adjustments in words.
func kinds(n int, kind func(int) string) string {
	out := fmt.Sprintf("%d adjustments", n)
	for i := range min(n, 8) {
		out += " " + kind(i)
	}
	return out
}
