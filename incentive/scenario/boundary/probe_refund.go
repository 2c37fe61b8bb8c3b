package boundary

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario"
)

// back is a refund of a part of a deal.
func back(t incentive.Transaction, id string, share decimal.Decimal) incentive.Transaction {
	return incentive.Transaction{ID: id, Amount: t.Amount.Mul(share).Neg().Round(2), Reverses: t.ID}
}

// refunds take deals back, in whole and in part, in the period, in the next, and below zero.
func (x *prober) refunds() {
	t, ok := x.own()
	if !ok {
		return
	}
	whole := sized(t, "A1", part("1"))
	more := sized(t, "A2", part("1.2"))
	in := x.day(x.recipe)
	dated := func(r incentive.Transaction) incentive.Transaction {
		r.Booked, r.Invoiced, r.CashDate, r.Delivered = in, in, in, in
		return r
	}
	x.put("refund-first", x.with(whole, more, dated(back(whole, "R1", part("1")))))
	x.put("refund-part", x.with(whole, more, dated(back(more, "R1", part("0.333333")))))
	x.put("refund-all", x.with(whole, more, dated(back(whole, "R1", part("1"))), dated(back(more, "R2", part("1")))))
	for _, c := range []struct {
		name   string
		refund incentive.Transaction
	}{{"part", back(more, "R1", part("0.41"))}, {"whole", back(whole, "R1", part("1"))}} {
		s := x.with(whole, more)
		s.Steps = append(s.Steps, x.recipe.step(c.refund))
		x.put("refund-later-"+c.name, s)
		s.Steps = slices.Clone(s.Steps)
		x.recipe.add(&s.Steps[1], x.later(sized(t, "A3", part("0.9")), 1))
		x.put("refund-beside-"+c.name, s)
	}
}

// prior has refunds of deals from before the plan, which take measures below zero.
func (x *prober) prior() {
	t, ok := x.own()
	if !ok || t.Owner != scenario.Rep {
		return
	}
	before := x.recipe.feeds[0].on(x.recipe.plan, sized(t, "P1", part("0.9")), x.recipe.plan.Effective.From.AddDays(-40))
	earned := map[string]decimal.Decimal{}
	for _, k := range x.recipe.plan.Components {
		earned[k.Name] = decimal.New(123456, -2)
	}
	for i, share := range []string{"1", "0.37"} {
		r := x.recipe.clone()
		r.feeds = r.feeds[1:]
		s := r.scenario("")
		s.Given.Prior = []incentive.Prior{{Payee: scenario.Rep, Plan: x.recipe.plan.ID, Transaction: before, Earned: earned}}
		r.add(&s.Steps[0], back(before, "R1", part(share)))
		s.Steps = append(s.Steps, r.step(x.later(sized(t, "A2", part("1.1")), 1)))
		x.put(fmt.Sprint("refund-of-earlier-", i+1), s)
	}
}
