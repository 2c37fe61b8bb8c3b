package reference

import (
	"slices"

	"github.com/kam-go/kam/incentive"
)

// verdict is what the cliffs of a component say.
type verdict struct {
	// shut are credits that do not pay because a gate was not passed in time.
	shut map[*credit]bool
	// failed says that the component pays nothing at all.
	failed bool
}

// judge tests every cliff of a component on the walk of its credits.
func (u *unit) judge(k incentive.Component, credits []*credit) (verdict, error) {
	v := verdict{shut: map[*credit]bool{}}
	for _, g := range k.Gates {
		if g.Kind != incentive.Cliff {
			continue
		}
		if err := u.judgeGate(k, g, u.gateMeasure(k, g), credits, &v); err != nil {
			return v, err
		}
	}
	return v, nil
}

func (u *unit) gateMeasure(k incentive.Component, g incentive.Gate) incentive.Measure {
	if g.Measure == "" {
		return u.measure(k.Measure)
	}
	return u.measure(g.Measure)
}

func (u *unit) judgeGate(k incentive.Component, g incentive.Gate, m incentive.Measure, credits []*credit, v *verdict) error {
	r, err := u.ruler(m, g.Basis)
	if err != nil {
		return err
	}
	if m.Base == incentive.BaseObservation {
		value, err := u.observed(m)
		v.failed = v.failed || err == nil && !r.reached(value, g.At)
		return err
	}
	position := u.opening(m)
	passed := r.reached(position, g.At) // after the latest credit
	ever := passed
	shut := map[*credit]bool{}
	for _, c := range credits {
		step, err := u.moves(c, m)
		if err != nil {
			return err
		}
		position = add(position, step)
		passed = r.reached(position, g.At)
		ever = ever || passed
		shut[c] = !passed && (g.PassedThenLost == incentive.TakeBack || !ever)
	}
	if g.Test == incentive.AtPeriodEnd || g.PassedThenLost == incentive.TakeBack {
		v.failed = v.failed || !passed
	} else if g.FailedThenPassed == incentive.CatchUp {
		v.failed = v.failed || !ever
	}
	if g.Test == incentive.Running && g.FailedThenPassed == incentive.Forfeit {
		for _, c := range credits {
			v.shut[c] = v.shut[c] || shut[u.sale(k, c, credits)]
		}
	}
	return nil
}

// sale is the credit that decides whether c pays: c itself, or for a reversal its original's by the same rule and
// participant. It is nil where the original is not among the credits of the component's measure and of those that its
// gates test: what its tiers alone look at may lie in periods of which the gates know nothing.
func (u *unit) sale(k incentive.Component, c *credit, credits []*credit) *credit {
	if c.correction || !c.deal.isRefund() {
		return c
	}
	for _, o := range credits {
		if o.deal == c.deal.original && o.source() == c.source() && u.judges(k, o) {
			return o
		}
	}
	return nil
}

// judges tells whether a credit is among those of a component's measure, or of one that its gates test.
func (u *unit) judges(k incentive.Component, c *credit) bool {
	return u.feeds(c, u.measure(k.Measure)) || slices.ContainsFunc(k.Gates, func(g incentive.Gate) bool { return u.feeds(c, u.gateMeasure(k, g)) })
}
