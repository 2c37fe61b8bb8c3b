package reference

import (
	"math/big"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// paysSum tells whether a component pays one sum on where its measure stands, and no lines.
func paysSum(k incentive.Component) bool { return sumKind(k) != "" }

// sumKind is the kind of the adjustment that the sum is shown as; "" for components of lines.
func sumKind(k incentive.Component) string {
	switch {
	case k.Curve != nil:
		return "curve"
	case k.Every != nil:
		return "every"
	case k.Contest != nil:
		return "contest"
	case k.Pool != nil:
		return "pool"
	default:
		return ""
	}
}

// paySum is what a component without lines pays before gates.
func (u *unit) paySum(i int) (*big.Rat, error) {
	k := u.plan.Components[i]
	switch {
	case k.Curve != nil:
		return u.payCurve(k)
	case k.Every != nil:
		return u.payEvery(k)
	case k.Contest != nil:
		return u.payContest(i)
	default:
		return u.payPool(i)
	}
}

// payEvery: a fixed amount for each that is complete.
func (u *unit) payEvery(k incentive.Component) (*big.Rat, error) {
	at, err := u.final(u.measure(k.Measure))
	if err != nil || at.Sign() < 0 {
		return zero(), err
	}
	times := new(big.Rat).SetInt(floor(quo(at, exact(k.Every.Each))))
	return mul(times, exact(k.Every.Pays)), nil
}

// standing is where a measure stands, counted in a basis.
func (u *unit) standing(m incentive.Measure, basis incentive.Basis) (*big.Rat, error) {
	at, err := u.final(m)
	if err != nil {
		return nil, err
	}
	r, err := u.ruler(m, basis)
	if err != nil {
		return nil, err
	}
	if r.fixed != nil {
		return r.fixed, nil
	}
	return quo(at, r.unit), nil
}

// payCurve: the stated pay, or a part of the target incentive, times the curve's factor.
func (u *unit) payCurve(k incentive.Component) (*big.Rat, error) {
	m := u.measure(k.Measure)
	x, err := u.standing(m, k.Curve.Basis)
	if err != nil {
		return nil, err
	}
	pay := exact(k.Curve.Amount.Decimal)
	if k.Curve.OfTargetIncentive.Valid {
		target, err := u.target(u.curveStretch(m, k.Curve.Basis))
		if err != nil {
			return nil, err
		}
		pay = mul(exact(k.Curve.OfTargetIncentive.Decimal), target)
	}
	return mul(pay, factorAt(*k.Curve, x)), nil
}

// curveStretch is the stretch whose target incentive a curve pays a part of.
func (u *unit) curveStretch(m incentive.Measure, basis incentive.Basis) kam.Period {
	if basis == incentive.ByAttainment {
		return u.against(m)
	}
	return u.window(m)
}

// factorAt is the curve's factor at x.
func factorAt(c incentive.Curve, x *big.Rat) *big.Rat {
	last := 0 // the last point at or below x
	for i, p := range c.Points {
		if x.Cmp(exact(p.At)) >= 0 {
			last = i
		}
	}
	from := c.Points[last]
	if c.Shape == incentive.StepCurve || x.Cmp(exact(from.At)) < 0 {
		return exact(from.Pays)
	}
	until := last + 1
	if until == len(c.Points) {
		if c.Beyond != incentive.BeyondExtend {
			return exact(from.Pays)
		}
		from, until = c.Points[last-1], last
	}
	to := c.Points[until]
	slope := quo(sub(exact(to.Pays), exact(from.Pays)), sub(exact(to.At), exact(from.At)))
	return add(exact(from.Pays), mul(slope, sub(x, exact(from.At))))
}
