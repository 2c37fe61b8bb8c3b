package verify

import (
	"fmt"
	"math/big"

	"github.com/kam-go/kam"
)

// in returns where a measure stands in a basis.
func (t *track) in(basis string) *big.Rat {
	switch {
	case basis != "attainment":
		return t.final
	case t.fixed != nil:
		return t.fixed
	case t.quota != nil:
		return quo(t.final, t.quota)
	default:
		return t.final // what is needed and missing has been reported
	}
}

// stretch is what a measure covers up to the end of the period.
func (v *verifier) stretch(t *track) kam.Period {
	if t.toDate() {
		return t.doc.Window
	}
	return v.doc.Period
}

// takesPart reports whether a component that looks at several payees looks at this one.
func (v *verifier) takesPart(k *planComponent) bool {
	switch {
	case k.Contest != nil:
		return !v.doc.Payee.Open && v.doc.Assignment.Period.Contains(v.doc.Period.Until.AddDays(-1))
	case k.Pool != nil:
		return !v.doc.Payee.Open
	default:
		return true
	}
}

// payOnce recomputes what a component pays that has no lines.
func (v *verifier) payOnce(k *part) {
	if len(k.doc.Lines)+len(k.doc.Unpaid)+len(k.doc.Judged)+len(k.doc.Deals) > 0 {
		v.conflict(k.path+".lines", say("the component pays no single deal", "该组成部分不逐笔计提"))
	}
	x := k.doc.Pay
	if x == nil {
		v.fault(CodeMissing, k.path+".pay", say("what the component pays is not stated", "未写明该组成部分的计付"), say("ask for the statement to be issued again", "请要求重新出具结算单"))
		x = &pay{}
	}
	path := k.path + ".pay"
	var want pay
	amount := zero()
	if v.takesPart(k.plan) {
		switch {
		case k.plan.Curve != nil:
			amount = v.curve(k, &want)
		case k.plan.Every != nil:
			amount = v.every(k, &want)
		case k.plan.Contest != nil:
			want.Position = text(k.own.in(k.plan.Contest.Basis))
			amount = v.contest(k, path+".contest", x.Contest)
		default:
			amount = v.pool(k, path+".pool", x.Pool, &want)
		}
	}
	if x.Contest != nil && (k.plan.Contest == nil || !v.takesPart(k.plan)) {
		v.conflict(path+".contest", say("the payee takes part in no contest here", "该人员未参加此竞赛"))
	}
	if x.Pool != nil && (k.plan.Pool == nil || !v.takesPart(k.plan)) {
		v.conflict(path+".pool", say("the payee takes part in no pool here", "该人员未参与此奖金池"))
	}
	v.same(path+".position", want.Position, x.Position)
	v.same(path+".target", want.Target, x.Target)
	v.same(path+".base", want.Base, x.Base)
	v.same(path+".factor", want.Factor, x.Factor)
	v.same(path+".times", want.Times, x.Times)
	v.same(path+".amount", text(amount), x.Amount)
	k.pay = amount
}

// curve recomputes a payout curve.
func (v *verifier) curve(k *part, want *pay) *big.Rat {
	c := k.plan.Curve
	base := ratio(c.Amount.Decimal)
	if !c.Amount.Valid {
		stretch := v.stretch(k.own)
		if c.Basis == "attainment" && !k.own.doc.QuotaPeriod.IsZero() {
			stretch = k.own.doc.QuotaPeriod
		}
		target := v.target(k.path, stretch)
		if target == nil {
			return zero()
		}
		want.Target = text(target)
		base = mul(target, ratio(c.OfTargetIncentive.Decimal))
	}
	x := k.own.in(c.Basis)
	factor := c.at(x)
	want.Position, want.Base, want.Factor = text(x), text(base), text(factor)
	return mul(base, factor)
}

// at returns the factor of a curve at a place.
func (c *curve) at(x *big.Rat) *big.Rat {
	last := 0
	for i := range c.Points {
		if x.Cmp(ratio(c.Points[i].At)) >= 0 {
			last = i
		}
	}
	from := c.Points[last]
	if c.Shape == "step" || x.Cmp(ratio(from.At)) <= 0 {
		return ratio(from.Pays)
	}
	a := last
	if last+1 == len(c.Points) {
		if c.Beyond != "extend" {
			return ratio(from.Pays)
		}
		a--
	}
	from, to := c.Points[a], c.Points[a+1]
	way := quo(sub(x, ratio(from.At)), sub(ratio(to.At), ratio(from.At)))
	return add(ratio(from.Pays), mul(way, sub(ratio(to.Pays), ratio(from.Pays))))
}

// every recomputes what is paid for each full step.
func (v *verifier) every(k *part, want *pay) *big.Rat {
	times := zero()
	if k.own.final.Sign() > 0 {
		times = grid{}.below(quo(k.own.final, ratio(k.plan.Every.Each)))
	}
	want.Position, want.Times = text(k.own.final), text(times)
	return mul(times, ratio(k.plan.Every.Pays))
}

// multipliers recomputes the factors on a component's sum.
func (v *verifier) multipliers(k *part) []*big.Rat {
	all := k.plan.factors()
	if len(all) != len(k.doc.Multipliers) {
		v.same(k.path+".multipliers", fmt.Sprintf("%d multipliers", len(all)), fmt.Sprintf("%d multipliers", len(k.doc.Multipliers)))
	}
	var factors []*big.Rat
	for i, m := range all {
		t := v.byName[k.plan.named(m.On)]
		factor := ratio(m.Bands[0].Factor)
		for _, b := range m.Bands[1:] {
			if t.compare(t.final, ratio(b.From), m.Basis) >= 0 {
				factor = ratio(b.Factor)
			}
		}
		factors = append(factors, factor)
		if i < len(k.doc.Multipliers) {
			path := index(k.path+".multipliers", i)
			v.same(path+".position", text(t.in(m.Basis)), k.doc.Multipliers[i].Position)
			v.same(path+".factor", text(factor), k.doc.Multipliers[i].Factor)
		}
	}
	return factors
}
