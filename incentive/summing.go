package incentive

import (
	"math/big"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/internal/settle"
	"github.com/kam-go/kam/internal/num"
)

// form names what a component pays that has no lines; empty for one that pays deal by deal.
func (k *Component) form() AdjustmentKind {
	switch {
	case k.Curve != nil:
		return AdjustCurve
	case k.Every != nil:
		return AdjustEvery
	case k.Contest != nil:
		return AdjustContest
	case k.Pool != nil:
		return AdjustPool
	default:
		return ""
	}
}

// waits reports whether a component needs the figures of several payees at once.
func (k *part) waits() bool { return k.Contest != nil || k.Pool != nil || len(k.dealCaps) > 0 }

// roundsSum reports whether a component's sum is rounded: what is computed on a sum has no finer step.
func (p *plan) roundsSum(k *part) bool {
	switch p.Rounding.Step {
	case RoundComponent:
		return true
	case RoundStatement:
		return false
	default:
		return k.form() != "" || len(k.factors) > 0 || len(k.dealCaps) > 0
	}
}

// pay is what a component pays without lines, and how it came about.
type pay struct {
	// amount is exact for a curve and for every, and on the grid for a contest and a pool.
	amount *big.Rat
	// measure and basis name what was looked at, position is where it stands. Nil: nothing was.
	measure  int
	basis    Basis
	position *big.Rat
	// factor multiplied base, which for a part of the target incentive is a share of target.
	factor, base, target *big.Rat
	// times is how many full steps were reached.
	times *big.Rat
	// place is the place in a contest, tied how many share it, of how many contestants or members.
	place, tied, of int
	// fund is what prizes were cut to, or what a pool shares out by weight of weights.
	fund, weight, weights *big.Rat
	// then is where the unit stands on the further comparisons of a contest that it was asked for; group are all
	// contestants or members, in order of payee id and start.
	then  []*big.Rat
	group []*unit
}

// alone computes what a component pays without lines and without looking at others; false when the unit had to be held.
func (c *calculation) alone(u *unit, k *part) (*pay, bool) {
	at := &u.state.measures[k.measure]
	switch {
	case !c.takesPart(u, k):
		return &pay{amount: new(big.Rat)}, true
	case k.Curve != nil:
		return c.onCurve(u, k, at)
	case k.Every != nil:
		times := new(big.Rat)
		if each := num.Rat(k.Every.Each); at.final.Cmp(each) >= 0 {
			q := new(big.Rat).Quo(at.final, each)
			times.SetInt(new(big.Int).Quo(q.Num(), q.Denom()))
		}
		amount := new(big.Rat).Mul(times, num.Rat(k.Every.Pays))
		return &pay{amount: amount, measure: k.measure, basis: u.plan.natural(k.measure), position: at.final, times: times}, true
	case k.Pool != nil:
		return c.weigh(u, k)
	default:
		basis := k.Contest.Basis
		return &pay{amount: new(big.Rat), measure: k.measure, basis: basis, position: at.in(basis)}, true
	}
}

// natural is the basis that a measure counts in itself.
func (p *plan) natural(m int) Basis {
	switch p.Measures[m].Base {
	case BaseUnits, BaseCount:
		return ByUnits
	case BaseObservation:
		return ByScore
	default:
		return ByAmount
	}
}

// in returns where a measure stands in a basis.
func (at *measured) in(basis Basis) *big.Rat {
	if basis == ByAttainment {
		return at.attainment()
	}
	return at.final
}

// onCurve computes a payout curve; false when the unit had to be held.
func (c *calculation) onCurve(u *unit, k *part, at *measured) (*pay, bool) {
	v := k.Curve
	p := &pay{measure: k.measure, basis: v.Basis, position: at.in(v.Basis)}
	if v.Amount.Valid {
		p.base = num.Rat(v.Amount.Decimal)
	} else {
		stretch := c.stretch(u.plan.Measures[k.measure].Window)
		if v.Basis == ByAttainment {
			stretch = c.quotaStretch(&u.plan.Measures[k.measure])
		}
		target, ok := c.targetOrHold(u, stretch, say("the component %q", "组成部分 %q", k.label()))
		if !ok {
			return nil, false
		}
		p.target = target
		p.base = new(big.Rat).Mul(target, num.Rat(v.OfTargetIncentive.Decimal))
	}
	p.factor = v.factor(p.position)
	p.amount = new(big.Rat).Mul(p.base, p.factor)
	return p, true
}

// quotaStretch returns the stretch whose quotas a measure is compared with.
func (c *calculation) quotaStretch(def *Measure) kam.Period {
	if def.Window.toDate() && def.Denominator == FullPeriod {
		if whole, err := c.program.calendar.Containing(def.Window.kind(), c.period.From); err == nil {
			return whole // a calendar without it stopped the run
		}
	}
	return c.stretch(def.Window)
}

// factor returns what the curve pays at a place.
func (v *Curve) factor(x *big.Rat) *big.Rat {
	i := 0
	for i+1 < len(v.Points) && x.Cmp(num.Rat(v.Points[i+1].At)) >= 0 {
		i++
	}
	pays := num.Rat(v.Points[i].Pays)
	switch {
	case v.Shape == StepCurve, x.Cmp(num.Rat(v.Points[0].At)) < 0:
		return pays
	case i+1 < len(v.Points):
		return v.between(i, x)
	case v.Beyond == BeyondExtend:
		return v.between(i-1, x)
	default:
		return pays
	}
}

// between returns the factor at a place on the line through a point and the next one.
func (v *Curve) between(i int, x *big.Rat) *big.Rat {
	a, b := v.Points[i], v.Points[i+1]
	from := num.Rat(a.At)
	share := new(big.Rat).Sub(x, from)
	share.Quo(share, new(big.Rat).Sub(num.Rat(b.At), from))
	rise := new(big.Rat).Sub(num.Rat(b.Pays), num.Rat(a.Pays))
	return share.Add(share.Mul(share, rise), num.Rat(a.Pays))
}

// sumUp settles the sum of one component of a unit, once everything that it is made of is there. What a unit lacks
// itself is found also while it waits for others.
func (c *calculation) sumUp(u *unit, i int) {
	k, out := &u.plan.parts[i], &u.state.parts[i]
	if !out.ready && u.faulty() {
		return
	}
	comp := settle.Component{Shut: out.shut, Grid: u.plan.grid, Round: u.plan.roundsSum(k)}
	for _, limit := range k.Caps {
		if limit.On == OnPay && limit.Per == PerComponent {
			x, ok := c.limit(u, limit, u.plan.Measures[k.measure].Window)
			if !ok {
				return
			}
			comp.Caps = append(comp.Caps, x)
		}
	}
	if !out.ready {
		return
	}
	for _, l := range out.lines {
		comp.Lines = append(comp.Lines, l.Amount)
		comp.Gross = append(comp.Gross, l.Gross)
	}
	if out.pay != nil {
		comp.Pay = out.pay.amount
	}
	for _, cut := range out.cuts {
		comp.Cuts = append(comp.Cuts, cut.amount)
	}
	for _, m := range k.factors {
		at, _ := c.measure(u, u.plan.named(k, m.On))
		comp.Factors = append(comp.Factors, m.at(at))
	}
	for _, f := range k.Floors {
		if x := u.plan.grid.Round(num.Rat(f.Amount)); f.Per == PerComponent && (comp.Floor == nil || x.Cmp(comp.Floor) > 0) {
			comp.Floor = x
		}
	}
	out.factors = comp.Factors
	out.sum = comp.Settle()
	out.done = true
}
