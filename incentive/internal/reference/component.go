package reference

import (
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
	doubtful   []*credit
	outcomes   map[int]*outcome
	staged     map[int]*stage
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

// check holds the unit where what is stated about it does not fit the plan.
func (u *unit) check() {
	u.checkTime()
	if u.straddled() || u.misplaced() || u.foreign() || u.undecided() || u.tooFine() {
		u.world.hold(u.account(), hold("run.opening"))
	}
	if err := u.planCaps(); err != nil {
		u.world.hold(u.account(), err)
	}
}

// evaluate works every component out and holds the unit where one cannot be.
func (u *unit) evaluate() {
	for i := range u.plan.Components {
		if _, err := u.component(i); err != nil {
			u.world.hold(u.account(), err)
		}
	}
	if u.offGrid() {
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
	// gross is what the component earns before caps, less the gross of its lines.
	gross *big.Rat
	err   error
}

// copied is an outcome whose amounts can be changed without changing those of o.
func (o *outcome) copied() *outcome {
	c := *o
	c.lines = nil
	for _, l := range o.lines {
		own := *l
		c.lines = append(c.lines, &own)
	}
	c.adjustments = slices.Clone(o.adjustments)
	return &c
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

func (o *outcome) adjust(kind string, amount *big.Rat) { o.adjustFor(kind, "", amount) }

func (o *outcome) adjustFor(kind, transaction string, amount *big.Rat) {
	if amount.Sign() != 0 {
		o.adjustments = append(o.adjustments, Adjustment{Kind: kind, Transaction: transaction, Amount: amount})
	}
}

// component works one component out, once.
func (u *unit) component(i int) (*outcome, error) {
	if u.outcomes[i] == nil {
		o := &outcome{gross: zero()}
		u.outcomes[i] = o
		o.err = u.workOut(i, o)
	}
	return u.outcomes[i], u.outcomes[i].err
}

func (u *unit) workOut(i int, o *outcome) error {
	k := u.plan.Components[i]
	s, err := u.stage(i)
	if err != nil {
		return err
	}
	for _, l := range s.lines {
		own := *l
		o.lines = append(o.lines, &own)
	}
	if paysSum(k) {
		pay, err := u.paySum(i)
		if err != nil {
			return err
		}
		o.adjust(sumKind(k), pay)
	}
	return u.limitSum(i, s.failed, o)
}

// stage is a component as far as nobody else's lines matter: its lines and its gates.
type stage struct {
	verdict
	lines []*line
	err   error
}

func (u *unit) stage(i int) (*stage, error) {
	if u.staged[i] == nil {
		s := &stage{}
		u.staged[i] = s
		s.err = u.findStage(u.plan.Components[i], s)
	}
	return u.staged[i], u.staged[i].err
}

func (u *unit) findStage(k incentive.Component, s *stage) error {
	for _, m := range u.allMeasuresOf(k) {
		if _, err := u.final(m); err != nil {
			return err
		}
	}
	if err := u.checkSum(k); err != nil {
		return err
	}
	credits, err := u.walk(u.measuresOf(k)...)
	if err != nil {
		return err
	}
	if paysSum(k) {
		s.verdict, err = u.judge(k, credits)
		return err
	}
	k = sliced(k)
	if credits, err = u.walkTo(u.measure(k.Measure), credits); err != nil {
		return err
	}
	if err := u.findLines(k, credits, s); err != nil {
		return err
	}
	if s.verdict, err = u.judge(k, credits); err != nil {
		return err
	}
	if err := u.limitLines(k, s); err != nil {
		return err
	}
	if err := cappedOriginals(k, s); err != nil {
		return err
	}
	return u.mirrorLines(k, s)
}

// cappedOriginals refuses a recalculated reversal whose original is not here under a cap per transaction: what the cap left
// of the original is not known.
func cappedOriginals(k incentive.Component, s *stage) error {
	if !slices.ContainsFunc(k.Caps, func(c incentive.Cap) bool { return c.Per == incentive.PerDeal }) {
		return nil
	}
	for _, l := range s.lines {
		if l.credit.commission == nil && l.credit.deal != nil && l.credit.deal.original != nil && !l.mirror && originalOf(l, s.lines) == nil {
			return hold("run.refund-outside-window")
		}
	}
	return nil
}

// checkSum tells whether the multipliers and caps of a component's sum can be worked out, whatever the sum is.
func (u *unit) checkSum(k incentive.Component) error {
	for _, m := range k.Multipliers {
		if _, err := u.standing(u.multiplierMeasure(k, m), m.Basis); err != nil && m.Apply == incentive.ApplyWhole {
			return err
		}
	}
	_, err := u.capPer(k.Caps, incentive.PerComponent, u.window(u.measure(k.Measure)))
	return err
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
func (u *unit) findLines(k incentive.Component, credits []*credit, o *stage) error {
	paying := map[*credit]bool{}
	own := u.measure(k.Measure)
	for _, c := range credits {
		if !u.feeds(c, own) || !*u.plan.Credits[c.rule].Pays {
			continue
		}
		selected, err := u.holds(k.When, c.deal)
		if err != nil {
			return err
		}
		if !selected && (c.stranded || !*u.plan.Credits[c.rule].Retires) {
			continue // nothing asks how much it is
		}
		if _, err := u.value(c, own.Base); err != nil {
			return err
		}
		if !selected {
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
func (u *unit) mirrorLines(k incentive.Component, o *stage) error {
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

// limitSum applies to the component's sum, in this order: cliffs, caps per transaction, multipliers, caps, floors and rounding.
func (u *unit) limitSum(i int, failed bool, o *outcome) error {
	k := u.plan.Components[i]
	total := sum(o.parts())
	lines, gross := zero(), total
	if !paysSum(k) {
		for _, l := range o.lines {
			lines = add(lines, l.gross)
		}
		gross = lines
	}
	if failed {
		o.adjust("gate", neg(total))
		gross = zero()
	} else if err := u.capDeals(i, o); err != nil {
		return err
	}
	factor, err := u.multiply(k, o)
	if err != nil {
		return err
	}
	o.gross = sub(mul(gross, factor), lines)
	total = sum(o.parts())
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
	if u.plan.Rounding.Step == incentive.RoundComponent || u.fine() && coarse(k) {
		o.spread(u.grid().share(u.grid().round(sum(o.parts())), o.parts()))
	}
	return nil
}

// coarse tells whether a component has parts that are coarser than credits, which are rounded with its sum.
func coarse(k incentive.Component) bool {
	whole := func(m incentive.Multiplier) bool { return m.Apply == incentive.ApplyWhole }
	perDeal := func(c incentive.Cap) bool { return c.Per == incentive.PerDeal }
	return paysSum(k) || slices.ContainsFunc(k.Multipliers, whole) || slices.ContainsFunc(k.Caps, perDeal)
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
