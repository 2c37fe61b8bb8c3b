package incentive

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/internal/kernel"
	"github.com/kam-go/kam/internal/num"
)

// builder lays the credits of a unit out for the kernel.
type builder struct {
	c     *calculation
	u     *unit
	k     *part
	base  Base
	axis  Base
	moves []*big.Rat
	rule  kernel.Rule
	shut  []bool
	out   []kernel.Credit
	from  []*credit   // the unit's credit of each kernel credit
	at    map[int]int // the kernel credit of each of the unit's
	// taken are the refunds of deals known only by what they earned that have taken it back.
	taken map[int]bool
	// groups number the commissions of one deal.
	groups map[groupKey]int
	// unseen are the kernel credits of refunds whose originals are not among the credits.
	unseen []int
}

// credits fills the kernel's credits; false when the unit had to be held.
func (b *builder) credits() bool {
	ok := true
	for j := range b.u.credits {
		cr := b.u.credits[j]
		if !b.c.feeds(b.u, b.k.measure, cr) {
			ok = b.closed(cr) && ok
			continue
		}
		ok = b.credit(j, cr) && ok
	}
	ok = b.unseenSizes() && ok
	b.sizes()
	return ok
}

// closed holds the unit when a refund of the period counts where its measure has been closed.
func (b *builder) closed(cr *credit) bool {
	if !b.c.outside(b.u, b.k.measure, cr) {
		return true
	}
	b.c.holdOutside(b.u, cr.deal)
	return false
}

// outside reports whether a credit is a refund of the measure's window that counts before it, where its original stands.
func (c *calculation) outside(u *unit, m int, cr *credit) bool {
	start := c.starts[u.plan.Measures[m].Window]
	if cr.value != nil || cr.deal == cr.source || !cr.date.Before(start) || !u.plan.fedBy(m, cr) {
		return false
	}
	own := c.book.deals[cr.deal].Date(u.plan.CreditDate)
	return !own.Before(start) && own.Before(c.period.Until)
}

func (u *unit) hasHeldAt(code Code, place string) bool {
	return slices.ContainsFunc(u.held, func(f kam.Finding) bool { return f.Code == string(code) && f.Place == place })
}

// credit lays out one credit.
func (b *builder) credit(j int, cr *credit) bool {
	if b.idle(cr) {
		return true
	}
	mirrored := cr.value == nil && cr.deal != cr.source && b.u.plan.Refunds.Method == Mirror
	rule := &b.u.plan.Credits[cr.rule]
	pays := *rule.Pays && b.paysHere(cr)
	base, ok := b.c.quantity(b.u.plan, cr, b.base)
	switch {
	case ok:
	case !pays && (!*rule.Retires || cr.stays):
		base = new(big.Rat) // nothing is paid on it, and nothing else asks how much it is
	default:
		b.c.quantityOrHold(b.u, cr, b.base)
		return false
	}
	span, known := b.c.quantity(b.u.plan, cr, b.axis)
	switch {
	case known:
	case mirrored, b.rateGiven():
		span = new(big.Rat) // a part of what was earned, or one rate: nothing asks for a size on the axis
	default:
		b.c.quantityOrHold(b.u, cr, b.axis)
		return false
	}
	if o := b.c.nettedInto(b.u, j); o >= 0 && !mirrored {
		if at, known := b.at[o]; known {
			first := &b.out[at]
			first.Axis = new(big.Rat).Add(first.Axis, span)
			first.Base = new(big.Rat).Add(first.Base, base)
			return true
		}
		if b.idle(b.u.credits[o]) {
			return true // like the deal that it is netted into
		}
	}
	if b.u.plan.Refunds.Period == Origin && cr.value == nil && cr.deal != cr.source && !mirrored {
		b.c.holdOutside(b.u, cr.deal)
		return false
	}
	k := kernel.Credit{
		Deal: cr.source, Member: cr.deal, Strand: b.u.plan.strand(cr), Axis: span, Move: b.moves[j], Base: base, Share: cr.share,
		Pays: pays, Refund: cr.deal != cr.source,
		Shut: b.shuts(j),
	}
	if cr.value != nil {
		k.Deal = b.commission(j, cr)
		k.Member = cr.deal
		if cr.deal < 0 {
			k.Member = k.Deal
		}
	}
	if k.Pays && !mirrored && b.k.cells != nil {
		if k.Rate, ok = b.c.lookup(b.u, b.k, cr); !ok {
			return false
		}
	}
	if k.Refund && cr.value == nil && !mirrored && b.original(j) < 0 && b.c.book.deals[cr.deal].before != nil {
		d := &b.c.book.deals[cr.deal]
		k.Unseen = &kernel.Unseen{Before: d.before, After: d.after}
	}
	if k.Pays && k.Refund && cr.value == nil && !mirrored && len(b.k.dealCaps) > 0 && b.original(j) < 0 {
		b.c.holdUncapped(b.u, b.k, cr.deal)
		return false
	}
	if mirrored {
		k.Mirror = &kernel.Mirror{Of: -1}
		if k.Pays && !b.mirror(&k, j, cr) {
			return false
		}
	}
	if k.Unseen != nil {
		b.unseen = append(b.unseen, len(b.out))
	}
	b.at[j] = len(b.out)
	b.from = append(b.from, cr)
	b.out = append(b.out, k)
	return true
}

// rateGiven reports whether all deals are paid at one rate that is known before: how large each one is on the axis decides
// nothing.
func (b *builder) rateGiven() bool {
	r := &b.rule
	return r.PerDeal && b.single() && r.Final != nil && r.PayFrom == nil && r.PayUntil == nil
}

// idle reports whether a credit neither moves the axis nor is paid by the component, and its deal does not say how much it
// is: that holds nobody.
func (b *builder) idle(cr *credit) bool {
	rule := &b.u.plan.Credits[cr.rule]
	moves := *rule.Retires && !cr.stays
	if b.u.plan.Measures[b.k.axis].Window == PerTransaction && b.k.cells == nil {
		moves = cr.value != nil || cr.deal == cr.source || b.u.plan.Refunds.Method != Mirror // the axis of a deal of its own is moved by all but mirrored refunds
	}
	if moves || *rule.Pays && b.paysHere(cr) {
		return false
	}
	return !b.knows(cr, b.axis) || !b.knows(cr, b.base)
}

// commission numbers the deal group of a credit of commission: one deal, one payee below, one component.
func (b *builder) commission(j int, cr *credit) int {
	if cr.source < 0 {
		return -1 - j
	}
	k := groupKey{cr.source, cr.from, cr.rank.part}
	n, ok := b.groups[k]
	if !ok {
		n = -1 - j
		b.groups[k] = n
	}
	return n
}

// groupKey is what the commissions of one deal have in common.
type groupKey struct {
	deal int
	from string
	part int
}

// unseenSizes says how large the deals were whose originals are not among the credits, where something asks for it; false
// when the unit had to be held.
func (b *builder) unseenSizes() bool {
	if !b.rule.PerDeal {
		return true
	}
	paid := map[int]bool{}
	for i := range b.out {
		paid[b.out[i].Deal] = paid[b.out[i].Deal] || b.out[i].Pays
	}
	ok := true
	for _, i := range b.unseen {
		if b.single() && b.rule.Final == nil && !paid[b.out[i].Deal] {
			continue // a rate that nothing is paid at
		}
		ok = b.unseenSize(&b.out[i], b.from[i], paid[b.out[i].Deal]) && ok
	}
	return ok
}

// single reports whether one rate applies to the whole of a deal, so that a refund takes back what was paid on at the rate before it.
func (b *builder) single() bool {
	return b.rule.Mode == kernel.Whole || b.rule.Mode == kernel.InterpolatedRate
}

// unseenSize says how large the deal of a refund was before it, and what was paid on where that is taken back whole; false when
// the unit had to be held.
func (b *builder) unseenSize(k *kernel.Credit, cr *credit, paid bool) bool {
	original := *cr
	original.deal = cr.source
	anywhere := b.rule.Final != nil || b.k.tiers == nil && b.rule.PayFrom == nil && b.rule.PayUntil == nil
	if anywhere && (!b.knows(&original, b.axis) || !b.knows(&original, b.base)) {
		return true // one rate, wherever the deal stands: nothing asks how large it was
	}
	size, ok := b.c.quantityOrHold(b.u, &original, b.axis)
	if !ok {
		return false
	}
	left := new(big.Rat).Sub(big.NewRat(1, 1), k.Unseen.Before)
	k.Unseen.Size = size.Mul(size, left)
	if paid && b.single() {
		had, ok := b.c.quantityOrHold(b.u, &original, b.base)
		if !ok {
			return false
		}
		k.Unseen.Had = had.Mul(had, left)
	}
	return true
}

// knows reports whether a credit's quantity is known.
func (b *builder) knows(cr *credit, base Base) bool {
	_, ok := b.c.quantity(b.u.plan, cr, base)
	return ok
}

// mirror says which part of which line a refund takes back; false when the unit had to be held.
func (b *builder) mirror(k *kernel.Credit, j int, cr *credit) bool {
	d := &b.c.book.deals[cr.deal]
	earned := b.c.earned(b.u, b.k, cr)
	k.Mirror = &kernel.Mirror{Of: -1, Earned: earned, Before: d.before, After: d.after}
	if o := b.original(j); o >= 0 {
		k.Mirror.Of = o
		return d.before != nil
	}
	if earned == nil || d.before == nil {
		b.c.holdOutside(b.u, cr.deal)
		return false
	}
	if b.taken[cr.deal] {
		k.Mirror.Earned = new(big.Rat) // the deal's other credit has taken it back
	}
	b.taken[cr.deal] = true
	return true
}

// sizes makes every credit of a deal whose original is not here start where the deal stood as a whole.
func (b *builder) sizes() {
	total, first := map[int]*big.Rat{}, map[int]int{}
	for i := range b.out {
		k := &b.out[i]
		if k.Unseen == nil || k.Unseen.Size == nil {
			continue
		}
		if total[k.Deal] == nil {
			total[k.Deal], first[k.Deal] = new(big.Rat), k.Member
		}
		if first[k.Deal] == k.Member {
			total[k.Deal].Add(total[k.Deal], k.Unseen.Size)
		}
	}
	for i := range b.out {
		if k := &b.out[i]; k.Unseen != nil && k.Unseen.Size != nil {
			k.Unseen.Size = total[k.Deal]
		}
	}
}

// original returns the kernel credit that a refund's credit takes back, -1 when it is not in the component's window.
func (b *builder) original(j int) int {
	if o := b.u.originalOf(j); o >= 0 {
		if at, known := b.at[o]; known {
			return at
		}
	}
	return -1
}

// shuts reports whether a gate that judges credits one by one keeps a credit from paying. A refund takes back what
// was paid, and only that.
func (b *builder) shuts(j int) bool {
	if b.shut == nil {
		return false
	}
	if cr := b.u.credits[j]; cr.deal != cr.source {
		o := b.u.originalOf(j)
		return o >= 0 && b.judged(o) && b.shut[o]
	}
	return b.shut[j]
}

// judged reports whether a credit is in the component's window, or among those of a measure that a gate of it tests.
func (b *builder) judged(j int) bool {
	if _, here := b.at[j]; here {
		return true
	}
	for _, g := range b.k.Gates {
		if b.c.feeds(b.u, b.u.plan.gateMeasure(b.k, g), b.u.credits[j]) {
			return true
		}
	}
	return false
}

// paysHere reports whether a component's condition selects the credit.
func (b *builder) paysHere(cr *credit) bool {
	if b.k.When == nil {
		return true
	}
	if cr.source < 0 {
		return false
	}
	met, known := b.c.meets(b.u.plan, cr.source, b.k.When)
	if !known {
		b.c.holdRate(b.u, cr.source)
	}
	return met
}

// earned returns what the opening says that the deal of a credit earned in a component. Nil: it does not say.
func (c *calculation) earned(u *unit, k *part, cr *credit) *big.Rat {
	if cr.value != nil || cr.source < 0 {
		return nil
	}
	earned, known := c.prior[priorKey{u.payee.ID, u.Plan, c.book.deals[cr.source].ID}]
	if x, ok := earned[k.Name]; known && ok && fits(x, maxPlaces) {
		return num.Rat(x)
	}
	return nil
}

// lookup finds the rate of a table for a credit; false when the unit had to be held.
func (c *calculation) lookup(u *unit, k *part, cr *credit) (*big.Rat, bool) {
	at := make([]string, len(k.Table.Dimensions))
	nothing, held := false, false
	for i := range k.Table.Dimensions {
		row, outcome := c.rowOf(u, k, &k.Table.Dimensions[i], cr)
		at[i] = row
		nothing = nothing || outcome == rowNothing
		held = held || outcome == rowHeld
	}
	switch {
	case held:
		return nil, false
	case nothing:
		return new(big.Rat), true
	}
	return k.cells[k.Table.key(at)], true
}

// outcome says what a dimension makes of a credit.
type outcome uint8

const (
	rowFound outcome = iota
	rowNothing
	rowHeld
)

// rowOf finds the row of one dimension.
func (c *calculation) rowOf(u *unit, k *part, d *Dimension, cr *credit) (string, outcome) {
	if d.On != "" {
		at, ok := c.measure(u, u.plan.measures[d.On])
		if !ok {
			return "", rowHeld
		}
		row := -1
		for i, b := range d.Bounds {
			if at.compare(at.final, num.Rat(b), d.Basis) < 0 {
				break
			}
			row = i
		}
		if row < 0 && u.plan.Refunds.Below == Refuse && c.incomplete(u, k) {
			return "", rowHeld // what is missing may lift it
		}
		return c.rowAt(u, d, row)
	}
	if cr.source < 0 {
		u.hold(CodeMissingNumber, "payee "+clip(u.payee.ID), say("the table of %q asks for data of a deal, and a commission on a sum has none", "%q 的表格需要交易数据，而合计性提成没有", k.Name), say("use a rate or tiers", "请使用提成比例或分档"))
		return "", rowHeld
	}
	deal := &c.book.deals[cr.source]
	if d.Attribute != "" {
		v := deal.Attributes[d.Attribute]
		for _, known := range d.Values {
			if v == known {
				return v, rowFound
			}
		}
		switch d.Other {
		case otherNothing:
			return "", rowNothing
		case otherRefuse:
			u.hold(CodeMissingNumber, "transaction "+clip(deal.ID), say("the table of %q has no row for %s %q", "%q 的表格没有 %s 取值 %q", k.Name, d.Attribute, clip(v)), say("add the value, or correct the deal", "请补充取值，或更正交易"))
			return "", rowHeld
		}
		return d.Other, rowFound
	}
	x, known := c.number(u.plan, cr.source, d.Number)
	name := kam.Text{EN: d.Number, ZH: d.Number}
	if !known {
		c.holdRate(u, cr.source)
		return "", rowHeld
	}
	if d.Days != nil {
		x, name = deal.days(*d.Days), say("the days from %s to %s", "%s 至 %s 的天数", d.Days.From, d.Days.To)
	}
	if !x.Valid {
		u.hold(CodeMissingNumber, "transaction "+clip(deal.ID), say("the table of %[1]q needs %[2]s, which the deal does not say", "%[1]q 的表格需要 %[3]s，而交易未提供", k.Name, name.EN, name.ZH), say("state it; unknown is not zero", "请补充；未知不等于零"))
		return "", rowHeld
	}
	row := -1
	for i, b := range d.Bounds {
		if x.Decimal.Cmp(b) < 0 {
			break
		}
		row = i
	}
	return c.rowAt(u, d, row)
}

// rowAt names a row of bounds; what lies below the first is read as refunds.below says.
func (c *calculation) rowAt(u *unit, d *Dimension, row int) (string, outcome) {
	if row >= 0 {
		return num.Format(d.Bounds[row]), rowFound
	}
	switch u.plan.Refunds.Below {
	case FirstRate:
		return num.Format(d.Bounds[0]), rowFound
	case Refuse:
		u.hold(CodeBelowZero, "payee "+clip(u.payee.ID), say("a number lies below the first bound of a table", "数值低于表格的第一个下限"), say("add a lower bound", "请增加更低的下限"))
		return "", rowHeld
	default:
		return "", rowNothing
	}
}

// days counts the days between two dates of a deal; invalid when it lacks one.
func (d *deal) days(b DaysBetween) decimal.NullDecimal {
	from, to := d.Date(b.From), d.Date(b.To)
	if !from.IsSet() || !to.IsSet() {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(decimal.NewFromInt(int64(to.Sub(from))))
}

// strand numbers the credits that one deal gives one unit side by side.
func (p *plan) strand(cr *credit) int { return cr.rule + len(p.Credits)*cr.participant }
