package reference

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

// statement settles the unit: plan caps, what was earned before, the period's cap and the last rounding.
func (u *unit) statement() Statement {
	s := Statement{Payee: u.assignment.Payee, Plan: u.plan.ID, Version: u.plan.Version, From: u.assignment.Period.From}
	total := zero()
	var outcomes []*outcome
	for i := range u.plan.Components {
		o, _ := u.component(i)
		outcomes = append(outcomes, o)
		total = add(total, sum(o.parts()))
	}
	settle := &outcome{}
	u.capPlan(settle, total)
	u.deductEarnedBefore(settle)
	u.capPeriod(settle, add(total, sum(settle.parts())))
	if u.plan.Rounding.Step == incentive.RoundStatement {
		u.roundAll(outcomes, settle)
	}
	earned := zero()
	for i, o := range outcomes {
		s.Components = append(s.Components, u.shown(u.plan.Components[i], o))
		earned = add(earned, sum(o.parts()))
	}
	s.PlanAdjustments = settle.adjustments
	s.Earned = asDecimal(add(earned, sum(settle.parts())))
	for _, m := range u.plan.Measures {
		s.Measures = append(s.Measures, u.shownMeasure(m))
	}
	return s
}

// capPlan limits what is earned to date.
func (u *unit) capPlan(settle *outcome, total *big.Rat) {
	limit, err := u.capPer(u.plan.Caps, incentive.PerPlan, u.window(u.measure(u.plan.Components[0].Measure)))
	if err != nil || limit == nil {
		return
	}
	if limit = u.grid().round(limit); total.Cmp(limit) > 0 {
		settle.adjust("plan-cap", sub(limit, total))
	}
}

// deductEarnedBefore takes off what was posted for earlier periods of to-date windows.
func (u *unit) deductEarnedBefore(settle *outcome) {
	deduct := func(component string, m incentive.Measure) {
		if posted := u.postedBefore(component, m); posted.Sign() != 0 {
			settle.adjustments = append(settle.adjustments, Adjustment{Kind: "posted-earlier", Component: component, Amount: neg(posted)})
		}
	}
	for _, k := range u.plan.Components {
		deduct(k.Name, u.measure(k.Measure))
	}
	if u.hasPlanCap() {
		deduct(planPart, u.measure(u.plan.Components[0].Measure))
	}
}

// planPart is the component under which what a plan's cap cuts is posted.
const planPart = "(plan-cap)"

func (u *unit) hasPlanCap() bool {
	return slices.ContainsFunc(u.plan.Caps, func(c incentive.Cap) bool { return c.Per == incentive.PerPlan })
}

// postings are the ledger's postings for a component in the window before the run's period, under any version of the plan.
func (u *unit) postings(component string, m incentive.Measure) []ledger.Posted {
	var found []ledger.Posted
	window := u.window(m)
	for _, p := range u.world.in.Opening.Ledger.Posted {
		before := p.Period.Until.Compare(u.world.in.Period.From) <= 0
		if p.Payee == u.assignment.Payee && p.Plan == u.plan.ID && p.Component == component &&
			p.Kind == ledger.Earning && window.ContainsPeriod(p.Period) && before {
			found = append(found, p)
		}
	}
	return found
}

// postedBefore is what was posted in earlier periods of the window and of the assignment; nothing for other windows.
func (u *unit) postedBefore(component string, m incentive.Measure) *big.Rat {
	total := zero()
	if stretch(m.Window) == "" {
		return total
	}
	for _, p := range u.postings(component, m) {
		if u.assignment.Period.ContainsPeriod(p.Period) {
			total = add(total, exact(p.Amount))
		}
	}
	return total
}

// straddled tells whether a posting that would have to be deducted began before the assignment.
func (u *unit) straddled() bool {
	straddles := func(p ledger.Posted) bool {
		return u.assignment.Period.Overlaps(p.Period) && !u.assignment.Period.ContainsPeriod(p.Period)
	}
	for _, k := range u.plan.Components {
		m := u.measure(k.Measure)
		if stretch(m.Window) != "" && slices.ContainsFunc(u.postings(k.Name, m), straddles) {
			return true
		}
	}
	m := u.measure(u.plan.Components[0].Measure)
	return u.hasPlanCap() && stretch(m.Window) != "" && slices.ContainsFunc(u.postings(planPart, m), straddles)
}

// capPeriod limits what the run's period adds.
func (u *unit) capPeriod(settle *outcome, total *big.Rat) {
	limit, err := u.capPer(u.plan.Caps, incentive.PerRunPeriod, u.world.in.Period)
	if err != nil || limit == nil {
		return
	}
	if limit = u.grid().round(limit); total.Cmp(limit) > 0 {
		settle.adjust("period-cap", sub(limit, total))
	}
}

// planCaps reports what the plan's own caps lack.
func (u *unit) planCaps() error {
	for _, scope := range []incentive.CapScope{incentive.PerPlan, incentive.PerRunPeriod} {
		if _, err := u.capPer(u.plan.Caps, scope, u.world.in.Period); err != nil {
			return err
		}
	}
	return nil
}

// roundAll rounds the statement's sum, gives it back to the components and the plan's adjustments, and what each
// component gets to its lines and adjustments.
func (u *unit) roundAll(outcomes []*outcome, settle *outcome) {
	var sums []*big.Rat
	for _, o := range outcomes {
		sums = append(sums, sum(o.parts()))
	}
	sums = append(sums, settle.parts()...)
	sums = u.grid().share(u.grid().round(sum(sums)), sums)
	for i, o := range outcomes {
		o.spread(u.grid().share(sums[i], o.parts()))
	}
	settle.spread(sums[len(outcomes):])
}

func (u *unit) shown(k incentive.Component, o *outcome) Component {
	c := Component{Name: k.Name, Adjustments: o.adjustments, Earned: sum(o.parts())}
	for _, l := range o.lines {
		shown := Line{
			Credit: u.plan.Credits[l.credit.rule].Name, Participant: l.credit.participant, Date: l.credit.date,
			Base: l.base, Amount: l.amount, Slices: l.slices,
		}
		if l.credit.deal != nil {
			shown.Transaction = l.credit.deal.ID
		}
		if l.credit.from != nil {
			shown.From = l.credit.from.assignment.Payee
		}
		c.Lines = append(c.Lines, shown)
	}
	return c
}

func (u *unit) shownMeasure(m incentive.Measure) Measure {
	value, err := u.final(m)
	if err != nil {
		return Measure{Name: m.Name}
	}
	shown := Measure{Name: m.Name, Value: value}
	if u.asksQuota(m) {
		shown.Quota, _ = u.quota(m)
	}
	return shown
}

// asksQuota tells whether any bound is a share of the measure's quota.
func (u *unit) asksQuota(m incentive.Measure) bool {
	for _, k := range u.plan.Components {
		asked := k.Tiers != nil && k.Tiers.Basis == incentive.ByAttainment && u.axisMeasure(k).Name == m.Name
		for _, g := range k.Gates {
			asked = asked || g.Basis == incentive.ByAttainment && u.gateMeasure(k, g).Name == m.Name
		}
		for _, c := range k.Caps {
			asked = asked || c.On == incentive.OnAttainment && u.axisMeasure(k).Name == m.Name
		}
		if k.Table != nil {
			for _, d := range k.Table.Dimensions {
				asked = asked || d.On == m.Name && d.Basis == incentive.ByAttainment
			}
		}
		if asked {
			return true
		}
	}
	return false
}

// asDecimal is an amount on a decimal grid as a decimal.
func asDecimal(r *big.Rat) decimal.Decimal {
	places := int32(0)
	for places < 30 && !mul(r, power10(places)).IsInt() {
		places++
	}
	return decimal.NewFromBigInt(floor(mul(r, power10(places))), -places)
}
