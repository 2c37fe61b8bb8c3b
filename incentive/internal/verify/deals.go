package verify

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
)

// deal is the running state of one group of credits in a component.
type deal struct {
	// raw is what the deal's credits earn together before floor and cap, base what their rates multiply.
	raw, base *big.Rat
	// sizes are how large the deal is after each of its transactions, or the largest it has been where that counts;
	// that of the empty transaction is before the first of them.
	sizes map[string]*big.Rat
	// last is the transaction paid last, before the one paid before it.
	last, before string
	// bases are what rates multiply, met is which have been met, by credit rule and participant.
	bases map[strand]*big.Rat
	met   map[strand]bool
}

// strand tells apart the credits that one deal gives side by side.
type strand struct {
	rule        string
	participant int
}

// deal returns the running state of a group.
func (k *part) deal(g group) *deal {
	d := k.deals[g]
	if d == nil {
		d = &deal{raw: zero(), base: zero(), sizes: map[string]*big.Rat{}, bases: map[strand]*big.Rat{}, met: map[strand]bool{}}
		k.deals[g] = d
	}
	return d
}

// around returns the positions before and after a line.
func (k *part) around(place int) (before, after *big.Rat) {
	if k.perDeal {
		if at, known := k.places[place]; known {
			return at[0], at[1]
		}
		return zero(), zero()
	}
	before, _ = k.way.position(place - 1)
	after, _ = k.way.position(place)
	return before, after
}

// sized is a credit that takes part in the size of a deal.
type sized struct {
	path   string
	credit *credit
	span   *big.Rat
	prior  *big.Rat
}

// sizes walks the credits of each deal by itself, where the axis starts anew with each deal.
func (v *verifier) sizes(k *part) {
	if !k.perDeal {
		if len(k.doc.Unpaid) > 0 {
			v.conflict(k.path+".unpaid", say("the component does not start anew with each deal", "该组成部分并非按交易重新累计"))
		}
		return
	}
	var all []sized
	for _, l := range k.lines {
		all = append(all, sized{l.path, &l.doc.Credit, l.span, l.priorSize})
	}
	all = append(all, v.unpaid(k)...)
	slices.SortStableFunc(all, func(a, b sized) int { return cmp.Compare(a.credit.Place, b.credit.Place) })
	now, high := map[group]*big.Rat{}, map[group]*big.Rat{}
	for _, c := range all {
		g := c.credit.group()
		d := k.deal(g)
		before := now[g]
		if before == nil {
			before, high[g] = zero(), zero()
			if c.prior != nil {
				before, high[g] = c.prior, c.prior
				d.sizes[""] = c.prior
			}
		}
		after := before
		if !c.credit.refund() || v.doc.Plan.Refunds.Method != "mirror" {
			after = v.plus(c.path+".span", before, c.span)
		}
		now[g], high[g] = after, higher(high[g], after)
		k.places[c.credit.Place] = [2]*big.Rat{before, after}
		d.sizes[c.credit.Transaction] = after
		if k.latched {
			d.sizes[c.credit.Transaction] = high[g]
		}
	}
}

// unpaid reads the credits that take part in the size of deals without being paid.
func (v *verifier) unpaid(k *part) []sized {
	var all []sized
	last := 0
	for i := range k.doc.Unpaid {
		m := &k.doc.Unpaid[i]
		path := fmt.Sprintf("%s.unpaid[%d]", k.path, i)
		r := v.meet(path+".credit", &m.Credit)
		v.belongs(path+".credit", k.own, r, &m.Credit)
		if r != nil && r.pays() && k.plan.When == nil || k.byPlace[m.Credit.Place] != nil || m.Credit.Place <= last {
			v.conflict(path, say("the credit is paid, or is not in the order of the places", "该业绩归属已计提，或未按位置排列"))
		}
		last = max(last, m.Credit.Place)
		if moved := k.way.moveAt(m.Credit.Place); moved != nil && v.whole() {
			v.same(path+".span", text(moved.by), m.Span)
		}
		all = append(all, sized{path, &m.Credit, v.number(path+".span", m.Span), v.prior(path+".prior_size", m.PriorSize, &m.Credit)})
	}
	return all
}

// prior reads what is known of a deal before its first credit here; nil when nothing is.
func (v *verifier) prior(path, s string, c *credit) *big.Rat {
	if s == "" {
		return nil
	}
	if !c.refund() || v.doc.Plan.Refunds.Method == "mirror" {
		v.conflict(path, say("only a refund that is recalculated looks back", "仅重新计算的退款才回看以往"))
	}
	return v.number(path, s)
}

// anew returns the slices of a line whose whole deal is rated by its size: what was there before is taken back at the
// old rate, what is there now is paid at the new one.
func (k *part) anew(l *result, d *deal) []figures {
	c := &l.doc.Credit
	if d.last != c.Transaction {
		d.before, d.last = d.last, c.Transaction
	}
	var out []figures
	at := func(transaction string, base *big.Rat) {
		size := d.sizes[transaction]
		if size == nil {
			size = zero()
		}
		rate, band := k.scale.rate(size)
		from, until := k.scale.edges(band)
		out = append(out, figures{from, until, base, rate, mul(base, rate)})
	}
	key := strand{c.Rule, c.Participant}
	base := d.bases[key]
	if base == nil {
		base = zero()
		if l.priorBase != nil {
			base = l.priorBase
		}
	}
	if base.Sign() != 0 {
		at(d.before, neg(base))
	}
	base = add(base, l.base)
	d.bases[key] = base
	if base.Sign() != 0 || len(out) == 0 {
		at(c.Transaction, base)
	}
	return out
}
