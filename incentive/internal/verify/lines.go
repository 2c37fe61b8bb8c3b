package verify

import (
	"fmt"
	"math/big"
)

// maxWork is how often at most a line of one component meets a gate or a tier.
const maxWork = 20_000_000

// lines recomputes the lines of a component and looks for those that are missing.
func (v *verifier) lines(k *part) {
	if work := len(k.doc.Lines) * (1 + len(k.plan.Gates) + len(k.scale.bands)); work > maxWork {
		v.fault(CodeNumber, k.path+".lines", say("%d lines are too many for the plan's gates and tiers", "%d 行明细对该方案的门槛与分档而言过多", len(k.doc.Lines)), say("verify a shorter statement", "请核验较短的结算单"))
		return
	}
	last := 0
	for i := range k.doc.Lines {
		l := &result{doc: &k.doc.Lines[i], path: fmt.Sprintf("%s.lines[%d]", k.path, i)}
		r := v.meet(l.path+".credit", &l.doc.Credit)
		v.belongs(l.path+".credit", k.own, r, &l.doc.Credit)
		if r != nil && !r.pays() {
			v.conflict(l.path+".credit.rule", say("the credit rule %s does not pay", "归属规则 %s 不计提", show(l.doc.Credit.Rule)))
		}
		if l.doc.Credit.Place <= last {
			v.conflict(l.path+".credit.place", say("the lines are not in the order of their places", "明细未按位置排列"))
		}
		last = max(last, l.doc.Credit.Place)
		if earlier := l.doc.Credit.Date.Before(v.doc.Period.From); earlier != l.doc.Earlier {
			v.same(l.path+".earlier", fmt.Sprint(earlier), fmt.Sprint(l.doc.Earlier))
		}
		k.lines = append(k.lines, l)
		k.byPlace[l.doc.Credit.Place] = l
		v.given(k, l, r)
	}
	v.sizes(k)
	v.readJudged(k)
	for _, l := range k.lines {
		l.before, l.after = k.around(l.doc.Credit.Place)
		v.same(l.path+".position_before", text(l.before), l.doc.PositionBefore)
		v.same(l.path+".position_after", text(l.after), l.doc.PositionAfter)
		if l.doc.Mirror != nil {
			v.mirrored(k, l)
		} else {
			v.pay(k, l)
		}
		v.stated(l)
	}
	if k.plan.When != nil {
		return // what it selects is given
	}
	for i := range k.own.moves {
		s := &k.own.moves[i]
		if r := v.rules[s.credit.Rule]; r != nil && r.pays() && k.byPlace[s.place] == nil {
			v.missing(k.path+".lines", s.place)
		}
	}
}

// whole reports whether a credit covers on the axis just what it moves the measure by. It does not in plans whose
// refunds reduce a measure at the original and take money back by themselves.
func (v *verifier) whole() bool {
	return v.doc.Plan.Refunds.Period != "origin" || v.doc.Plan.Refunds.Method != "mirror"
}

// given reads what a line takes as given, and compares it with the moves and the plan.
func (v *verifier) given(k *part, l *result, r *rule) {
	d, c, p := l.doc, &l.doc.Credit, v.doc.Plan
	l.span, l.base = v.number(l.path+".span", d.Span), v.number(l.path+".base", d.Base)
	own, way := k.own.moveAt(c.Place), k.way.moveAt(c.Place)
	moves := r != nil && r.retires() && (!c.refund() || p.Refunds.Period != "origin")
	if moves && own == nil {
		v.missing(k.own.path+".moves", c.Place)
	}
	if c.refund() && p.Refunds.Period == "origin" && p.Refunds.Method == "recalculate" {
		v.conflict(l.path+".credit.reverses", say("refunds of this plan are part of their originals' lines", "该方案的退款并入原交易"))
	}
	if v.whole() {
		if own != nil {
			v.same(l.path+".base", text(own.by), d.Base)
		}
		if way != nil {
			v.same(l.path+".span", text(way.by), d.Span)
		}
	}
	if k.own.plan.Base == k.way.plan.Base {
		v.same(l.path+".span", d.Base, d.Span)
	}
	switch split := r != nil && r.Split == "payout"; {
	case split:
		if l.share = v.number(l.path+".share", d.Share); l.share.Sign() <= 0 {
			v.conflict(l.path+".share", say("the share is not positive", "份额不是正数"))
		}
	case r != nil:
		v.same(l.path+".share", "", d.Share)
	}
	if mirrors := c.refund() && p.Refunds.Method == "mirror"; mirrors != (d.Mirror != nil) {
		v.conflict(l.path+".mirror", say("refunds, and no others, take back what their originals earned when the plan says \"mirror\"", "仅当方案写明 mirror 时，退款才按原交易所得扣回"))
	}
	l.priorBefore, l.priorAfter = v.prior(l.path+".prior_before", d.PriorBefore, c), v.prior(l.path+".prior_after", d.PriorAfter, c)
	if d.PriorBefore != "" || d.PriorAfter != "" {
		v.taken(l.path+".prior_before", c, d.PriorBefore, d.PriorAfter)
	}
	l.priorSize, l.priorBase = v.prior(l.path+".prior_size", d.PriorSize, c), v.prior(l.path+".prior_base", d.PriorBase, c)
	if l.priorBase != nil && l.priorBefore != nil && l.priorAfter != nil && k.own.plan.Base == "amount" && c.Currency == "" {
		left := sub(big.NewRat(1, 1), l.priorBefore) // base : part taken back = prior base : part that was left
		if mul(l.priorBase, sub(l.priorBefore, l.priorAfter)).Cmp(mul(l.base, left)) != 0 {
			v.conflict(l.path+".prior_base", say("the refund is not the part of the deal that it says", "该退款与所写明的交易比例不符"))
		}
	}
	if !k.perDeal && (d.PriorSize != "" || d.PriorBase != "") {
		v.conflict(l.path+".prior_size", say("the component does not start anew with each deal", "该组成部分并非按交易重新累计"))
	}
}

// pay recomputes a line from its slices on.
func (v *verifier) pay(k *part, l *result) {
	d := k.deal(l.doc.Credit.group())
	rounds := v.doc.Plan.Rounding.Step
	l.raw = zero()
	l.slices = v.slices(k, l, d)
	for i := range l.slices {
		s := &l.slices[i]
		if l.share != nil {
			s.exact = mul(s.exact, l.share)
		}
		if rounds == "slice" {
			s.exact = v.grid.round(s.exact)
		}
		l.raw = add(l.raw, s.exact)
	}
	key := strand{l.doc.Credit.Rule, l.doc.Credit.Participant}
	if !d.met[key] {
		raw, base := l.unseen()
		d.raw, d.base = v.plus(l.path+".raw", d.raw, raw), v.plus(l.path+".base", d.base, base)
	}
	d.met[key] = true
	before := k.lifted(d.raw, d.base)
	paid := l.raw
	if v.kept(k, &l.doc.Credit) {
		l.shut, paid = true, zero()
	} else {
		d.raw, d.base = v.plus(l.path+".raw", d.raw, paid), v.plus(l.path+".base", d.base, l.base)
	}
	after := k.lifted(d.raw, d.base)
	fine := func(x *big.Rat) *big.Rat {
		if rounds == "slice" || rounds == "credit" {
			return v.grid.round(x)
		}
		return x
	}
	l.gross = sub(fine(after), fine(before))
	l.floored = sub(after, before).Cmp(paid) != 0
	l.capped = sub(k.capped(after), k.capped(before)).Cmp(sub(after, before)) != 0
	l.earned = sub(fine(k.capped(after)), fine(k.capped(before)))
}

// unseen returns what a deal that is not listed earned before floor and cap, and what its rates multiplied, less what
// was taken back of it before: in proportion to what its refund comes to.
func (l *result) unseen() (earned, base *big.Rat) {
	if l.priorBefore == nil || l.priorAfter == nil || l.priorAfter.Cmp(l.priorBefore) == 0 {
		return zero(), zero()
	}
	times := new(big.Rat).Quo(sub(big.NewRat(1, 1), l.priorBefore), sub(l.priorBefore, l.priorAfter))
	return mul(l.raw, times), mul(l.base, times)
}

// kept reports whether a running gate keeps a line from paying. A refund takes back what was paid, and only that.
func (v *verifier) kept(k *part, c *credit) bool {
	if c.Reverses == "" {
		return v.shut(k.plan, c.Place)
	}
	place, met := v.sales[c.sale()]
	return met && place < c.Place && v.judged(k, place) && v.shut(k.plan, place)
}

// judged reports whether a credit is one of the component's, or moves a measure that a gate of it tests.
func (v *verifier) judged(k *part, place int) bool {
	if k.own.moveAt(place) != nil || k.byPlace[place] != nil || k.judged[place] {
		return true
	}
	for i := range k.plan.Gates {
		if t := v.byName[k.plan.Gates[i].on(k.plan)]; t != nil && t.moveAt(place) != nil {
			return true
		}
	}
	return false
}

// lifted raises what a deal earns to the floor while anything of the deal is left.
func (k *part) lifted(x, base *big.Rat) *big.Rat {
	if k.floor != nil && base.Sign() > 0 && x.Cmp(k.floor) < 0 {
		return k.floor
	}
	return x
}

// capped limits what a deal earns to the cap, on both sides of zero.
func (k *part) capped(x *big.Rat) *big.Rat {
	if k.cap == nil {
		return x
	}
	return higher(lower(x, k.cap), neg(k.cap))
}

// slices recomputes the slices of a line before the payee's share.
func (v *verifier) slices(k *part, l *result, d *deal) []figures {
	s := &k.scale
	from := l.before
	if r := v.rules[l.doc.Credit.Rule]; r != nil && !r.retires() && !k.perDeal && l.doc.Credit.Reverses != "" && l.span.Sign() < 0 {
		from = v.plus(l.path+".span", from, neg(l.span)) // it comes back from where its original was placed without moving anything
	}
	switch {
	case s.mode == "rate":
		return s.one(from, l.span, l.base, k.rate, -1, nil)
	case s.mode == "table":
		return s.one(from, l.span, l.base, v.cell(k, l), -1, nil)
	case !s.single():
		return s.cut(from, l.span, l.base)
	case !k.perDeal || k.plan.Tiers.Basis == "attainment" && k.axis.fixed != nil:
		rate, band := s.rate(k.final)
		return s.one(from, l.span, l.base, rate, band, k.reached)
	}
	return k.anew(l, d)
}

// cell returns the rate of a line in the component's table.
func (v *verifier) cell(k *part, l *result) *big.Rat {
	t := k.plan.Table
	if l.doc.NoCell {
		if len(l.doc.Cell) > 0 || !v.mayMiss(t, k.rows) {
			v.conflict(l.path+".no_cell", say("the table has a rate for every deal", "表格对每笔交易均有提成比例"))
		}
		return zero()
	}
	if len(l.doc.Cell) != len(t.Dimensions) {
		v.conflict(l.path+".cell", say("%d coordinates for %d dimensions", "%d 个坐标对应 %d 个维度", len(l.doc.Cell), len(t.Dimensions)))
		return zero()
	}
	for i, want := range k.rows {
		if want != "" {
			v.same(fmt.Sprintf("%s.cell[%d]", l.path, i), want, l.doc.Cell[i])
		}
	}
	rate := k.cells[t.key(l.doc.Cell)]
	if rate == nil {
		v.conflict(l.path+".cell", say("the table has no cell %q", "表格没有单元 %q", l.doc.Cell[:min(len(l.doc.Cell), 6)]))
		return zero()
	}
	return rate
}

// mayMiss reports whether a table may pay nothing for a deal.
func (v *verifier) mayMiss(t *table, rows []string) bool {
	for i := range t.Dimensions {
		d := &t.Dimensions[i]
		switch {
		case d.Attribute != "":
			if d.Other == "nothing" {
				return true
			}
		case d.On != "":
			if rows[i] == noRow {
				return true
			}
		case v.doc.Plan.Refunds.Below == "carry-negative":
			return true
		}
	}
	return false
}

// rowsOf returns the coordinates that measures decide, and for which of the dimensions there is none.
func (v *verifier) rowsOf(t *table) []string {
	rows := make([]string, len(t.Dimensions))
	for i := range t.Dimensions {
		d := &t.Dimensions[i]
		if d.On == "" || len(d.Bounds) == 0 {
			continue
		}
		on, row := v.byName[d.On], -1
		for n, b := range d.Bounds {
			if on.compare(on.final, ratio(b), d.Basis) < 0 {
				break
			}
			row = n
		}
		switch {
		case row >= 0:
			rows[i] = text(ratio(d.Bounds[row]))
		case v.doc.Plan.Refunds.Below == "first-rate":
			rows[i] = text(ratio(d.Bounds[0]))
		default:
			rows[i] = noRow
		}
	}
	return rows
}

// noRow stands for a coordinate below the first bound.
const noRow = "none"

// taken checks which part of its original a refund takes back: the same in every line of it.
func (v *verifier) taken(path string, c *credit, from, to string) {
	before, known := read(from)
	after, well := read(to)
	if !known || !well || before.Sign() < 0 || after.Cmp(before) < 0 || after.Cmp(big.NewRat(1, 1)) > 0 {
		v.conflict(path, say("the shares %s to %s are no part of a deal", "份额 %s 至 %s 不是交易的一部分", figure(from), figure(to)))
	}
	if old, ok := v.shares[c.Transaction]; ok && old != [2]string{from, to} {
		v.conflict(path, say("another line of the refund takes back another part", "该退款的其他明细扣回的部分与此不同"))
	}
	v.shares[c.Transaction] = [2]string{from, to}
}

// mirrored recomputes a refund that takes back what its original earned.
func (v *verifier) mirrored(k *part, l *result) {
	m := l.doc.Mirror
	at := l.path + ".mirror"
	before, after := v.number(at+".share_before", m.ShareBefore), v.number(at+".share_after", m.ShareAfter)
	v.taken(at, &l.doc.Credit, m.ShareBefore, m.ShareAfter)
	var earned, gross *big.Rat
	switch m.Of {
	case 0:
		earned = v.number(at+".earned", m.Earned)
		gross = earned
	default:
		v.same(at+".earned", "", m.Earned)
		earned, gross = zero(), zero()
		if c, known := v.credits[m.Of]; m.Of >= l.doc.Credit.Place || known && (c.credit.Transaction != l.doc.Credit.Reverses || c.credit.Rule != l.doc.Credit.Rule || c.credit.Participant != l.doc.Credit.Participant) {
			v.conflict(at+".of", say("the credit with place %d is not the one taken back", "位置 %d 的业绩归属不是被扣回的业绩归属", m.Of))
		} else if o := k.byPlace[m.Of]; o != nil && o.earned != nil {
			earned, gross = o.earned, o.gross
			if k.own.plan.Base == "amount" && l.doc.Credit.Currency == "" { // converted, it may be rounded or at another rate
				v.same(l.path+".base", text(mul(o.base, sub(before, after))), l.doc.Base)
			}
		}
	}
	back := func(x *big.Rat) *big.Rat {
		was, is := mul(x, before), mul(x, after)
		if step := v.doc.Plan.Rounding.Step; step == "slice" || step == "credit" {
			was, is = v.grid.round(was), v.grid.round(is)
		}
		return sub(was, is)
	}
	l.earned, l.gross = back(earned), back(gross)
	l.raw = l.earned
	l.slices = []figures{{base: l.base, exact: l.earned}}
}

// stated compares a line's exact figures with those it states; amounts on the grid come with the statement's sum.
func (v *verifier) stated(l *result) {
	d := l.doc
	v.same(l.path+".raw", text(l.raw), d.Raw)
	v.same(l.path+".gross", text(l.gross), d.Gross)
	v.same(l.path+".earned", text(l.earned), d.Earned)
	for _, f := range []struct {
		name           string
		expected, said bool
	}{{"shut", l.shut, d.Shut}, {"floored", l.floored, d.Floored}, {"capped", l.capped, d.Capped}} {
		v.same(l.path+"."+f.name, fmt.Sprint(f.expected), fmt.Sprint(f.said))
	}
	if len(l.slices) != len(d.Slices) {
		v.same(l.path+".slices", fmt.Sprintf("%d slices", len(l.slices)), fmt.Sprintf("%d slices", len(d.Slices)))
		return
	}
	for i, f := range l.slices {
		path := fmt.Sprintf("%s.slices[%d]", l.path, i)
		s := &d.Slices[i]
		v.same(path+".from", text(f.from), s.From)
		v.same(path+".until", text(f.until), s.Until)
		v.same(path+".base", text(f.base), s.Base)
		v.same(path+".rate", text(f.rate), s.Rate)
		v.same(path+".exact", text(f.exact), s.Exact)
	}
}
