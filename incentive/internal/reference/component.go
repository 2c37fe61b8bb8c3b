package reference

import (
	"errors"
	"math/big"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// unit is one assignment in the run's period.
type unit struct {
	world      *world
	plan       *incentive.Plan
	assignment incentive.Assignment
	credits    []*credit
	outcomes   map[int]*outcome
	taken      map[int][]*credit
}

func (u *unit) account() account {
	return account{u.assignment.Payee, edition{u.plan.ID, u.plan.Version}}
}

func (u *unit) grid() grid {
	g := grid{mode: u.plan.Rounding.Mode, places: u.plan.Currency.MinorUnits()}
	if u.plan.Rounding.Places != nil {
		g.places = *u.plan.Rounding.Places
	}
	return g
}

// fine tells whether lines lie on the grid: the step that rounds is the slice or the credit.
func (u *unit) fine() bool {
	return u.plan.Rounding.Step == incentive.RoundSlice || u.plan.Rounding.Step == incentive.RoundCredit
}

// evaluate works every component out and holds the unit where one cannot be.
func (u *unit) evaluate() {
	for i := range u.plan.Components {
		if _, err := u.component(i); err != nil {
			u.world.hold(u.account(), err)
		}
	}
	if err := u.planCaps(); err != nil {
		u.world.hold(u.account(), err)
	}
	if u.straddled() || u.misplaced() {
		u.world.hold(u.account(), hold("run.opening"))
	}
}

// line is what one paying credit earns in a component.
type line struct {
	credit *credit
	base   *big.Rat
	slices []Slice
	mirror bool
	// gross is what it earns before caps, amount after them.
	gross, amount *big.Rat
}

// outcome is a component before the plan's own caps.
type outcome struct {
	lines       []*line
	adjustments []Adjustment
	// grossGate is what the gate takes from the commission before caps.
	grossGate *big.Rat
	err       error
}

func (o *outcome) parts() []*big.Rat {
	var all []*big.Rat
	for _, l := range o.lines {
		all = append(all, l.amount)
	}
	for _, a := range o.adjustments {
		all = append(all, a.Amount)
	}
	return all
}

// spread sets the amounts of lines and adjustments.
func (o *outcome) spread(parts []*big.Rat) {
	for i, l := range o.lines {
		l.amount = parts[i]
	}
	for i := range o.adjustments {
		o.adjustments[i].Amount = parts[len(o.lines)+i]
	}
}

func (o *outcome) adjust(kind string, amount *big.Rat) {
	if amount.Sign() != 0 {
		o.adjustments = append(o.adjustments, Adjustment{Kind: kind, Amount: amount})
	}
}

// component works one component out, once.
func (u *unit) component(i int) (*outcome, error) {
	if u.outcomes == nil {
		u.outcomes = map[int]*outcome{}
	}
	if u.outcomes[i] == nil {
		o := &outcome{grossGate: zero()}
		o.err = u.workOut(u.plan.Components[i], o)
		u.outcomes[i] = o
	}
	return u.outcomes[i], u.outcomes[i].err
}

func (u *unit) workOut(k incentive.Component, o *outcome) error {
	for _, m := range u.allMeasuresOf(k) {
		if _, err := u.final(m); err != nil {
			return err
		}
	}
	credits, err := u.walk(u.measuresOf(k)...)
	if err != nil {
		return err
	}
	if credits, err = u.walkTo(u.measure(k.Measure), credits); err != nil {
		return err
	}
	if err := u.findLines(k, credits, o); err != nil {
		return err
	}
	v, err := u.judge(k, credits)
	if err != nil {
		return err
	}
	if err := u.limitLines(k, v, o); err != nil {
		return err
	}
	if err := u.mirrorLines(k, o); err != nil {
		return err
	}
	return u.limitSum(k, v, o)
}

// measuresOf are the measures whose credits move anything in the component.
func (u *unit) measuresOf(k incentive.Component) []incentive.Measure {
	all := []incentive.Measure{u.measure(k.Measure), u.axisMeasure(k)}
	for _, g := range k.Gates {
		all = append(all, u.gateMeasure(k, g))
	}
	return all
}

// findLines makes a line of each paying credit and prices those that are not mirrored.
func (u *unit) findLines(k incentive.Component, credits []*credit, o *outcome) error {
	paying := map[*credit]bool{}
	own := u.measure(k.Measure)
	for _, c := range credits {
		if !u.feeds(c, own) || !*u.plan.Credits[c.rule].Pays || !holds(k.When, c.deal) {
			continue
		}
		l := &line{credit: c, mirror: u.mirrors(c)}
		o.lines = append(o.lines, l)
		if !l.mirror {
			paying[c] = true
		}
	}
	priced, bases, err := u.price(k, credits, paying)
	if err != nil {
		return err
	}
	for _, l := range o.lines {
		if l.mirror {
			continue
		}
		l.base = bases[l.credit]
		for _, s := range priced[l.credit] {
			s.Amount = mul(s.Amount, l.credit.payShare)
			if u.plan.Rounding.Step == incentive.RoundSlice {
				s.Amount = u.grid().round(s.Amount)
			}
			l.slices = append(l.slices, s)
		}
	}
	return nil
}

// mirrors tells whether a credit's line is the mirror of its original's.
func (u *unit) mirrors(c *credit) bool {
	return u.plan.Refunds.Method == incentive.Mirror && c.commission == nil && c.deal.isRefund()
}

func (u *unit) hasPrior(d *deal) bool {
	return slices.ContainsFunc(u.world.in.Opening.Prior, func(p incentive.Prior) bool {
		return p.Payee == u.assignment.Payee && p.Plan == u.plan.ID && p.Transaction.ID == d.ID
	})
}

func (u *unit) priorEarned(d *deal, component string) (*big.Rat, bool) {
	for _, p := range u.world.in.Opening.Prior {
		if p.Payee == u.assignment.Payee && p.Plan == u.plan.ID && p.Transaction.ID == d.ID {
			earned, ok := p.Earned[component]
			return exact(earned), ok
		}
	}
	return nil, false
}

// mirrorLines takes back, for each reversal, the part of what its original earned.
func (u *unit) mirrorLines(k incentive.Component, o *outcome) error {
	own := u.measure(k.Measure)
	mirrored := map[*deal]bool{} // reversals that have taken what Opening.Prior says
	for _, l := range o.lines {
		if !l.mirror {
			continue
		}
		base, err := u.value(l.credit, own.Base)
		if err != nil {
			return err
		}
		l.base = base
		amount, gross := zero(), zero()
		if of := originalOf(l, o.lines); of != nil {
			amount, gross = of.amount, of.gross
		} else if earned, ok := u.priorEarned(l.credit.deal.original, k.Name); !ok {
			return hold("run.refund-outside-window")
		} else if !mirrored[l.credit.deal] {
			amount, gross = earned, earned
			mirrored[l.credit.deal] = true
		}
		l.amount, l.gross = u.mirrored(l.credit.deal, amount), u.mirrored(l.credit.deal, gross)
		l.slices = []Slice{{Base: base, Amount: l.amount}}
	}
	return nil
}

// originalOf is the line of the deal that l takes back, by the same rule and participant.
func originalOf(l *line, lines []*line) *line {
	i := slices.IndexFunc(lines, func(o *line) bool {
		return !o.mirror && o.credit.commission == nil && o.credit.deal == l.credit.deal.original &&
			o.credit.rule == l.credit.rule && o.credit.participant == l.credit.participant
	})
	if i < 0 {
		return nil
	}
	return lines[i]
}

// mirrored is what a reversal takes back of what its original earned, reversals before it considered.
func (u *unit) mirrored(d *deal, earned *big.Rat) *big.Rat {
	original := abs(exact(d.original.Amount))
	if original.Sign() == 0 {
		return zero()
	}
	takenBack := func(refunded *big.Rat) *big.Rat {
		m := mul(earned, quo(refunded, original))
		if u.fine() {
			m = u.grid().round(m)
		}
		return m
	}
	before := zero()
	for _, r := range refundsInOrder(d.original) {
		if r == d {
			break
		}
		before = add(before, abs(exact(r.Amount)))
	}
	return sub(takenBack(before), takenBack(add(before, abs(exact(d.Amount)))))
}

// limitSum applies the component's cliffs, caps and floors to its sum, then its rounding.
func (u *unit) limitSum(k incentive.Component, v verdict, o *outcome) error {
	total := sum(o.parts())
	if v.failed {
		for _, l := range o.lines {
			o.grossGate = sub(o.grossGate, l.gross)
		}
		o.adjust("gate", neg(total))
		total = zero()
	}
	limit, err := u.capPer(k.Caps, incentive.PerComponent, u.window(u.measure(k.Measure)))
	if err != nil {
		return err
	}
	if limit != nil {
		if limit = u.grid().round(limit); total.Cmp(limit) > 0 {
			o.adjust("cap", sub(limit, total))
			total = limit
		}
	}
	for _, f := range k.Floors {
		if at := u.grid().round(exact(f.Amount)); f.Per == incentive.PerComponent && total.Cmp(at) < 0 {
			o.adjust("floor", sub(at, total))
			total = at
		}
	}
	if u.plan.Rounding.Step == incentive.RoundComponent {
		o.spread(u.grid().share(u.grid().round(sum(o.parts())), o.parts()))
	}
	return nil
}

// capPer is the lowest cap on pay of that scope, nil for none. A multiple of the target incentive counts for the window.
func (u *unit) capPer(caps []incentive.Cap, scope incentive.CapScope, window kam.Period) (*big.Rat, error) {
	var lowest *big.Rat
	for _, c := range caps {
		if c.Per != scope || c.On != incentive.OnPay {
			continue
		}
		limit := exact(c.Amount.Decimal)
		if c.OfTargetIncentive.Valid {
			target, err := u.target(window)
			if err != nil {
				return nil, err
			}
			limit = mul(exact(c.OfTargetIncentive.Decimal), target)
		}
		if lowest == nil || limit.Cmp(lowest) < 0 {
			lowest = limit
		}
	}
	return lowest, nil
}

var monthsOf = map[kam.PeriodKind]int64{kam.Month: 1, kam.Quarter: 3, kam.HalfYear: 6, kam.Year: 12}

// target is the payee's target incentive for a window.
func (u *unit) target(window kam.Period) (*big.Rat, error) {
	t := u.assignment.Target
	if !t.Amount.Valid || monthsOf[t.Per] == 0 {
		return nil, hold("run.missing-target")
	}
	months, err := u.world.cal.Split(window, kam.Month)
	if err != nil {
		return nil, errors.Join(hold("run.missing-target"), err)
	}
	return mul(exact(t.Amount.Decimal), big.NewRat(int64(len(months)), monthsOf[t.Per])), nil
}
