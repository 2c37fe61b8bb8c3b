package reference

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
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
		o = o.copied() // what goes up to managers is not rounded here
		outcomes = append(outcomes, o)
		total = add(total, sum(o.parts()))
	}
	settle := &outcome{}
	u.capPlan(settle, total)
	u.deductEarnedBefore(settle)
	u.carryIn(settle)
	u.capPeriod(settle, add(total, sum(settle.parts())))
	u.capLifetime(settle, add(total, sum(settle.parts())))
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
	limit, err := u.capPer(u.plan.Caps, incentive.PerPlan, u.toDate())
	if err != nil || limit == nil {
		return
	}
	if limit = u.grid().round(limit); total.Cmp(limit) > 0 {
		settle.adjust("plan-cap", sub(limit, total))
	}
}

// toDate is what a cap on the plan's sum to date looks at: the window that all components of such a plan have.
func (u *unit) toDate() kam.Period { return u.window(u.measure(u.plan.Components[0].Measure)) }

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
	deduct(planPart, u.longest())
}

// planPart is the component under which what a plan's cap cuts is posted.
const planPart = "(plan-cap)"

// longest is the measure with the longest window among those that components pay on: what the cap of some version on the
// sum to date cut is compared over that window, also by a version without such a cap.
func (u *unit) longest() incentive.Measure {
	order := []incentive.Window{incentive.QuarterToDate, incentive.HalfToDate, incentive.YearToDate}
	found := u.measure(u.plan.Components[0].Measure)
	for _, k := range u.plan.Components {
		if m := u.measure(k.Measure); slices.Index(order, m.Window) > slices.Index(order, found.Window) {
			found = m
		}
	}
	return found
}

// postings are the ledger's postings for a component in the window before the run's period, under any version of the plan.
func (u *unit) postings(component string, m incentive.Measure) []ledger.Posted {
	var found []ledger.Posted
	window := u.window(m)
	for _, p := range u.earlier() {
		if p.Component == component && window.ContainsPeriod(p.Period) {
			found = append(found, p)
		}
	}
	return found
}

// earlier is what was earned in periods before the run's, and what that was corrected by, under any version of the plan.
func (u *unit) earlier() []ledger.Posted {
	return slices.DeleteFunc(slices.Clone(u.world.in.Opening.Ledger.Posted), func(p ledger.Posted) bool {
		earned := p.Kind == ledger.Earning || p.Kind == ledger.Correction
		own := p.Payee == u.assignment.Payee && p.Plan == u.plan.ID && p.Account == ledger.PayeeAccount
		return !own || !earned || p.Period.Until.After(u.world.in.Period.From)
	})
}

// postedBefore is what was posted in earlier periods of the window and of the assignment; nothing for other windows.
func (u *unit) postedBefore(component string, m incentive.Measure) *big.Rat {
	total := zero()
	for _, p := range u.deducted(component, m) {
		total = add(total, exact(p.Amount))
	}
	return total
}

// deducted are the postings that are taken off what a component earned to date.
func (u *unit) deducted(component string, m incentive.Measure) []ledger.Posted {
	if stretch(m.Window) == "" {
		return nil
	}
	return slices.DeleteFunc(u.postings(component, m), func(p ledger.Posted) bool {
		own := u.straddles(p) && u.mine(p) && !u.others(p)
		return !own && !u.assignment.Period.ContainsPeriod(p.Period)
	})
}

// straddles tells whether the assignment began or ended within a posting's period.
func (u *unit) straddles(p ledger.Posted) bool {
	return u.assignment.Period.Overlaps(p.Period) && !u.assignment.Period.ContainsPeriod(p.Period)
}

// mine tells whether a posting is of the version that the assignment is to.
func (u *unit) mine(p ledger.Posted) bool { return p.Version == u.assignment.Version }

// others tells whether the payee had another assignment to the version of a posting in its period.
func (u *unit) others(p ledger.Posted) bool {
	for _, a := range u.world.in.Roster.Assignments {
		same := a.Payee == u.assignment.Payee && a.Plan == u.assignment.Plan && a.Version == p.Version
		if same && a.Period.Overlaps(p.Period) && a.Period.From != u.assignment.Period.From {
			return true
		}
	}
	return false
}

// foreign tells whether a posting that would have to be counted is in another currency than the plan's.
func (u *unit) foreign() bool {
	var counted []ledger.Posted
	for _, k := range u.plan.Components {
		counted = append(counted, u.deducted(k.Name, u.measure(k.Measure))...)
	}
	counted = append(counted, u.deducted(planPart, u.longest())...)
	for _, p := range u.earlier() {
		carried := func(c incentive.Cap) bool { return c.Excess == incentive.ExcessCarry && p.Component == "(period-cap)" }
		lifetime := func(c incentive.Cap) bool { return c.Per == incentive.PerLifetime }
		if slices.ContainsFunc(u.plan.Caps, carried) || slices.ContainsFunc(u.plan.Caps, lifetime) {
			counted = append(counted, p)
		}
	}
	return slices.ContainsFunc(counted, func(p ledger.Posted) bool { return p.Currency != u.plan.Currency })
}

// straddled tells whether there is a posting of a period in which the assignment began, of which nobody knows whose it was.
func (u *unit) straddled() bool {
	straddles := func(p ledger.Posted) bool { return u.straddles(p) && u.mine(p) == u.others(p) }
	for _, k := range u.plan.Components {
		m := u.measure(k.Measure)
		if stretch(m.Window) != "" && slices.ContainsFunc(u.postings(k.Name, m), straddles) {
			return true
		}
	}
	m := u.longest()
	return stretch(m.Window) != "" && slices.ContainsFunc(u.postings(planPart, m), straddles)
}

// carries tells whether a version of a plan keeps what its cap per period cuts.
func carries(p *incentive.Plan) bool {
	return slices.ContainsFunc(p.Caps, func(c incentive.Cap) bool { return c.Excess == incentive.ExcessCarry })
}

// undecided tells whether a balance would have to be carried in of which nobody knows whether it was kept or forfeited,
// because the version that cut it is not there.
func (u *unit) undecided() bool {
	return slices.ContainsFunc(u.plan.Caps, func(c incentive.Cap) bool {
		return c.Excess == incentive.ExcessCarry && u.world.in.Period.From.Before(c.Until) &&
			slices.ContainsFunc(u.earlier(), func(p ledger.Posted) bool {
				return p.Component == "(period-cap)" && u.world.plans[edition{p.Plan, p.Version}] == nil
			})
	})
}

// tooFine tells whether what counts of the postings, for a component, for the plan or as carried, has more decimal
// places than the plan.
func (u *unit) tooFine() bool {
	sums := []*big.Rat{u.postedBefore(planPart, u.longest()), u.kept()}
	for _, k := range u.plan.Components {
		sums = append(sums, u.postedBefore(k.Name, u.measure(k.Measure)))
	}
	return slices.ContainsFunc(sums, func(sum *big.Rat) bool { return u.grid().round(sum).Cmp(sum) != 0 })
}

// kept is what caps of earlier periods cut and the plan carries in.
func (u *unit) kept() *big.Rat {
	kept := zero()
	for _, c := range u.plan.Caps {
		if c.Excess != incentive.ExcessCarry || !u.world.in.Period.From.Before(c.Until) {
			continue
		}
		for _, p := range u.earlier() {
			if version := u.world.plans[edition{p.Plan, p.Version}]; p.Component == "(period-cap)" && version != nil && carries(version) {
				kept = sub(kept, exact(p.Amount))
			}
		}
	}
	return kept
}

// carryIn adds what a cap on earlier periods cut and the plan carries.
func (u *unit) carryIn(settle *outcome) {
	for _, c := range u.plan.Caps {
		if c.Excess != incentive.ExcessCarry || !u.world.in.Period.From.Before(c.Until) {
			continue
		}
		settle.adjust("carried-in", u.left())
	}
}

// left is what earlier assignments in the run's period have left of what the plan carries in.
func (u *unit) left() *big.Rat {
	left := u.kept()
	for _, o := range u.unitsBefore() {
		left = sub(left, o.used())
	}
	return left
}

// offGrid tells whether earlier assignments in the run's period leave a balance with more decimal places than the plan.
func (u *unit) offGrid() bool {
	carriesOn := func(c incentive.Cap) bool {
		return c.Excess == incentive.ExcessCarry && u.world.in.Period.From.Before(c.Until)
	}
	return slices.ContainsFunc(u.plan.Caps, carriesOn) && u.grid().round(u.left()).Cmp(u.left()) != 0
}

// used is what the unit took of the balance that it carried in. What its own cap adds to the balance is not there yet.
func (u *unit) used() *big.Rat {
	in, cut := zero(), zero()
	for _, a := range u.statement().PlanAdjustments {
		switch a.Kind {
		case "carried-in":
			in = a.Amount
		case "period-cap":
			cut = a.Amount
		}
	}
	if in.Sign() < 0 {
		return in
	}
	return higher(add(in, cut), zero())
}

// capLifetime limits all that the plan ever pays the payee. What was paid is never taken back.
func (u *unit) capLifetime(settle *outcome, total *big.Rat) {
	limit, err := u.capPer(u.plan.Caps, incentive.PerLifetime, u.world.in.Period)
	if err != nil || limit == nil {
		return
	}
	room := u.grid().round(limit)
	for _, p := range u.earlier() {
		room = sub(room, exact(p.Amount))
	}
	for _, o := range u.unitsBefore() {
		room = sub(room, exact(o.statement().Earned))
	}
	room = grid{places: u.grid().places, mode: "down"}.round(higher(room, zero())) // not above what is left
	if total.Cmp(room) > 0 {
		settle.adjust("lifetime-cap", sub(room, total))
	}
}

// unitsBefore are the payee's earlier assignments to the plan in the run's period that are not held.
func (u *unit) unitsBefore() []*unit {
	var found []*unit
	for _, o := range u.world.units {
		if o == u {
			break
		}
		if o.assignment.Payee == u.assignment.Payee && o.plan.ID == u.plan.ID && len(u.world.heldFor[o.account()]) == 0 {
			found = append(found, o)
		}
	}
	return found
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
	if _, err := u.capPer(u.plan.Caps, incentive.PerPlan, u.toDate()); err != nil {
		return err
	}
	for _, scope := range []incentive.CapScope{incentive.PerRunPeriod, incentive.PerLifetime} {
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

// asksQuota tells whether anything counts shares of the measure's quota.
func (u *unit) asksQuota(m incentive.Measure) bool {
	return slices.ContainsFunc(u.plan.Components, func(k incentive.Component) bool {
		return slices.Contains(u.attained(k), m.Name)
	})
}

// attained are the measures of which a component counts shares of quota.
func (u *unit) attained(k incentive.Component) []string {
	var names []string
	add := func(m incentive.Measure, basis incentive.Basis) {
		if basis == incentive.ByAttainment {
			names = append(names, m.Name)
		}
	}
	if k.Tiers != nil {
		add(u.axisMeasure(k), k.Tiers.Basis)
	}
	if k.Curve != nil {
		add(u.measure(k.Measure), k.Curve.Basis)
	}
	if k.Pool != nil && k.Pool.Key == incentive.KeyAttainment {
		add(u.keyMeasure(k), incentive.ByAttainment)
	}
	for _, m := range k.Multipliers {
		add(u.multiplierMeasure(k, m), m.Basis)
	}
	for _, g := range k.Gates {
		add(u.gateMeasure(k, g), g.Basis)
	}
	for _, c := range k.Caps {
		if c.On == incentive.OnAttainment {
			add(u.axisMeasure(k), incentive.ByAttainment)
		}
	}
	if k.Table != nil {
		for _, d := range k.Table.Dimensions {
			add(u.measure(d.On), d.Basis)
		}
	}
	return names
}

// asDecimal is an amount on a decimal grid as a decimal.
func asDecimal(r *big.Rat) decimal.Decimal {
	places := int32(0)
	for places < 30 && !mul(r, power10(places)).IsInt() {
		places++
	}
	return decimal.NewFromBigInt(floor(mul(r, power10(places))), -places)
}
