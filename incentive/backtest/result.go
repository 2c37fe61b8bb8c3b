package backtest

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/strictjson"
)

// rosterText returns a roster as one text.
func rosterText(r incentive.Roster) string {
	data, err := strictjson.Canonical(r)
	if err != nil {
		return ""
	}
	return string(data)
}

// result puts everything together.
func (c *comparing) result() *Comparison {
	out := &Comparison{Before: refs(c.q.Before.Plans), After: refs(c.q.After.Plans), Periods: slices.Clone(c.q.History.Periods), Additive: true, Aside: c.aside}
	for _, m := range c.changes {
		out.Changes = append(out.Changes, m.told)
		out.Additive = out.Additive && m.alone != nil && adds(m)
	}
	names := c.names()
	rows, totals := map[account]*Row{}, map[kam.Currency]*Total{}
	c.cells(func(at cell, before, after decimal.Decimal) {
		k := account{at.payee, at.currency}
		if rows[k] == nil {
			rows[k] = &Row{Payee: at.payee, Name: names[at.payee], Currency: at.currency}
			for _, p := range out.Periods {
				rows[k].Periods = append(rows[k].Periods, PeriodRow{Period: p})
			}
		}
		if totals[at.currency] == nil {
			totals[at.currency] = &Total{Currency: at.currency}
		}
		r, t := rows[k], totals[at.currency]
		r.Earned.add(before, after)
		t.Earned.add(before, after)
		r.Periods[at.period].Earned.add(before, after)
		r.Components, t.Components = put(r.Components, at, before, after), put(t.Components, at, before, after)
	})
	for _, k := range slices.SortedFunc(maps.Keys(rows), func(a, b account) int {
		return cmp.Or(strings.Compare(a.payee, b.payee), strings.Compare(string(a.currency), string(b.currency)))
	}) {
		r := rows[k]
		for _, m := range c.changes {
			e := effectOf(m, k)
			if !e.Amount.IsZero() || !e.Alone.Decimal.IsZero() {
				r.Effects = append(r.Effects, e)
			}
		}
		count(totals[k.currency], r)
		out.Payees = append(out.Payees, *r)
	}
	for _, currency := range slices.Sorted(maps.Keys(totals)) {
		t := totals[currency]
		t.Effects = c.effects(currency)
		t.RevenueBefore, t.RevenueAfter = c.revenue(c.before, currency), c.revenue(c.final, currency)
		out.Totals = append(out.Totals, *t)
	}
	out.Held = c.heldPayees(names)
	return out
}

// adds reports whether a change does the same alone as in its turn.
func adds(m made) bool {
	for _, amount := range less(m.alone, m.effect) {
		if !amount.IsZero() {
			return false
		}
	}
	return true
}

func (c *comparing) names() map[string]string {
	names := map[string]string{}
	for _, r := range []incentive.Roster{c.roster, c.afterRoster} {
		for _, p := range r.Payees {
			if p.Name != "" {
				names[p.ID] = p.Name
			}
		}
	}
	return names
}

// cells yields what both sides earn, with the plan's id of the side before, in the order of the plans and components.
func (c *comparing) cells(yield func(at cell, before, after decimal.Decimal)) {
	id := map[string]string{}
	for _, p := range c.pairs {
		if p.after >= 0 {
			id[c.after[p.after].ID] = c.plans[p.before].ID
		}
	}
	both := map[cell]*Difference{}
	at := func(k cell) *Difference {
		if both[k] == nil {
			both[k] = &Difference{}
		}
		return both[k]
	}
	for k, amount := range c.before.earned {
		if !c.held[k.payee] {
			at(k).add(amount, decimal.Zero)
		}
	}
	for k, amount := range c.final.earned {
		if c.held[k.payee] {
			continue
		}
		if name, ok := id[k.plan]; ok {
			k.plan = name
		}
		at(k).add(decimal.Zero, amount)
	}
	rank := c.rank(id)
	for _, k := range slices.SortedFunc(maps.Keys(both), func(a, b cell) int {
		return cmp.Or(strings.Compare(a.payee, b.payee), strings.Compare(string(a.currency), string(b.currency)), strings.Compare(a.plan, b.plan),
			rank(a)-rank(b), strings.Compare(a.component, b.component), a.period-b.period)
	}) {
		yield(k, both[k].Before, both[k].After)
	}
}

// rank returns the place of a component in its plan: those of the side before first, what is done to the plan's sum last.
func (c *comparing) rank(id map[string]string) func(cell) int {
	places := map[[2]string]int{}
	put := func(plan, component string) {
		if _, ok := places[[2]string{plan, component}]; !ok {
			places[[2]string{plan, component}] = len(places)
		}
	}
	for _, p := range c.plans {
		for _, k := range p.Components {
			put(p.ID, k.Name)
		}
	}
	for _, p := range c.after {
		name := p.ID
		if was, ok := id[name]; ok {
			name = was
		}
		for _, k := range p.Components {
			put(name, k.Name)
		}
	}
	last := len(places)
	return func(at cell) int {
		if i, ok := places[[2]string{at.plan, at.component}]; ok {
			return i
		}
		return last
	}
}

func put(parts []Part, at cell, before, after decimal.Decimal) []Part {
	i := slices.IndexFunc(parts, func(p Part) bool { return p.Plan == at.plan && p.Component == at.component })
	if i < 0 {
		i = len(parts)
		parts = append(parts, Part{Plan: at.plan, Component: at.component})
	}
	parts[i].Earned.add(before, after)
	return parts
}

func effectOf(m made, k account) Effect {
	e := Effect{Change: m.told.Number, Amount: m.effect[k]}
	if m.alone != nil {
		e.Alone = decimal.NewNullDecimal(m.alone[k])
	}
	return e
}

// effects sums the effects of every change.
func (c *comparing) effects(currency kam.Currency) []Effect {
	var out []Effect
	for _, m := range c.changes {
		e := Effect{Change: m.told.Number}
		for k, amount := range m.effect {
			if k.currency == currency {
				e.Amount = e.Amount.Add(amount)
			}
		}
		if m.alone != nil {
			e.Alone.Valid = true
			for k, amount := range m.alone {
				if k.currency == currency {
					e.Alone.Decimal = e.Alone.Decimal.Add(amount)
				}
			}
		}
		out = append(out, e)
	}
	return out
}

// count counts a payee among those who gain or lose.
func count(t *Total, r *Row) {
	d := r.Earned.Difference
	g := &t.Winners
	switch d.Sign() {
	case 0:
		t.Unchanged++
		return
	case -1:
		g = &t.Losers
	}
	g.Count++
	g.Sum = g.Sum.Add(d)
	if d.Abs().GreaterThan(g.Largest.Abs()) {
		g.Largest, g.Payee = d, r.Payee
	}
}

// revenue returns what the payees that are compared are credited with, where all of it is in one currency.
func (c *comparing) revenue(p *played, currency kam.Currency) decimal.NullDecimal {
	sum := decimal.NewNullDecimal(decimal.Zero)
	for at, amount := range p.revenue {
		switch {
		case c.held[at.payee] || amount.IsZero():
		case at.currency != currency:
			return decimal.NullDecimal{}
		default:
			sum.Decimal = sum.Decimal.Add(amount)
		}
	}
	return sum
}

func (c *comparing) heldPayees(names map[string]string) []HeldPayee {
	var out []HeldPayee
	for _, id := range slices.Sorted(maps.Keys(c.held)) {
		out = append(out, HeldPayee{Payee: id, Name: names[id], Before: heldOf(c.before, id), After: heldOf(c.final, id)})
	}
	return out
}

func heldOf(p *played, id string) []HeldIn {
	var out []HeldIn
	for _, h := range p.held[id] {
		out = append(out, HeldIn{h.period, h.plan, h.version, slices.Clone(h.findings)})
	}
	return out
}
