package incentive

import (
	"slices"

	"github.com/kam-go/kam"
)

// Standard1 is the name of the first bundle of readings. A plan that names it
// in [Plan.Readings] takes from it every reading that it leaves out:
//
//	creditDate                booked
//	order                     sequence
//	rounding                  credit, half-up
//	refunds                   recalculate, current, carry-negative
//	credits[]                 split credit, retires true, pays true;
//	                          for managers base amount, vacancy skip
//	measures[].denominator    full-period
//	tiers.lost                take-back
//	gates[]                   cliff, period-end, catch-up, take-back
//	caps[]                    on pay, excess forfeit
//
// The bundle never changes; a better one will have another name.
const Standard1 = "standard-1"

// Expand returns the plan with the readings of its bundle written out and the
// bundle's name removed. A plan without a bundle, or with an unknown one, is
// returned as it is. The plan given is not changed.
func Expand(p Plan) Plan {
	if p.Readings != Standard1 {
		return p
	}
	p.Readings = ""
	fill(&p.CreditDate, Booked)
	fill(&p.Order, BySequence)
	fill(&p.Rounding.Step, RoundCredit)
	fill(&p.Rounding.Mode, "half-up")
	fill(&p.Refunds.Method, Recalculate)
	fill(&p.Refunds.Period, Current)
	fill(&p.Refunds.Below, CarryNegative)
	p.Credits = slices.Clone(p.Credits)
	for i := range p.Credits {
		c := &p.Credits[i]
		fill(&c.Split, SplitCredit)
		if c.Retires == nil {
			c.Retires = new(true)
		}
		if c.Pays == nil {
			c.Pays = new(true)
		}
		if c.To == ToManager {
			fill(&c.Base, CreditAmount)
			fill(&c.Vacancy, VacancySkip)
		}
	}
	p.Measures = slices.Clone(p.Measures)
	for i := range p.Measures {
		if m := &p.Measures[i]; m.Window.toDate() {
			fill(&m.Denominator, FullPeriod)
		}
	}
	p.Components = slices.Clone(p.Components)
	for i := range p.Components {
		c := &p.Components[i]
		if t := c.Tiers; t != nil && (t.Mode == Whole || t.Mode == InterpolatedRate) && t.Lost == "" {
			with := *t
			with.Lost = TakeBack
			c.Tiers = &with
		}
		c.Gates = slices.Clone(c.Gates)
		for j := range c.Gates {
			expandGate(&c.Gates[j])
		}
		c.Caps = expandCaps(c.Caps)
	}
	p.Caps = expandCaps(p.Caps)
	return p
}

func expandGate(g *Gate) {
	fill(&g.Kind, Cliff)
	if g.Kind != Cliff {
		return
	}
	fill(&g.Test, AtPeriodEnd)
	if g.Test == Running {
		fill(&g.FailedThenPassed, CatchUp)
		fill(&g.PassedThenLost, TakeBack)
	}
}

func expandCaps(caps []Cap) []Cap {
	caps = slices.Clone(caps)
	for i := range caps {
		fill(&caps[i].On, OnPay)
		fill(&caps[i].Excess, ExcessForfeit)
	}
	return caps
}

// fill sets a word that is not stated.
func fill[T ~string](word *T, reading T) {
	if *word == "" {
		*word = reading
	}
}

func (w Window) toDate() bool { return w == QuarterToDate || w == HalfToDate || w == YearToDate }

// kind is the fiscal stretch that a to-date window runs through.
func (w Window) kind() kam.PeriodKind {
	switch w {
	case QuarterToDate:
		return kam.Quarter
	case HalfToDate:
		return kam.HalfYear
	default:
		return kam.Year
	}
}
