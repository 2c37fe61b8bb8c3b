package gen

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

func (g *maker) rules(p *incentive.Plan) {
	for i := range 1 + g.rnd.IntN(3) {
		r := incentive.CreditRule{
			Name: fmt.Sprintf("r%d", i), To: incentive.ToOwner, Share: kam.MustFraction(pick(g, "1", "1", "1", "0.5", "1/3", "0.2")),
			Split: pick(g, incentive.SplitCredit, incentive.SplitPayout), Retires: new(true), Pays: new(true),
		}
		form := g.rnd.IntN(10)
		if i == 0 {
			form = g.rnd.IntN(20)
			if g.leansTo(dividing) {
				form = max(form, 10)
			}
		}
		switch form {
		case 0, 1:
			r.To, r.Role = incentive.ToRole, "presales"
		case 2, 3, 4:
			if g.alone {
				break
			}
			r.To, r.Level, r.Base = incentive.ToManager, 1+g.rnd.IntN(2), incentive.CreditAmount
			r.Vacancy = pick(g, incentive.VacancySkip, incentive.VacancyHouse)
		}
		switch g.rnd.IntN(8) {
		case 0:
			r.Retires = new(false)
		case 1:
			r.Pays = new(false)
		}
		if g.may(asking, 12) {
			r.When = g.condition(0)
		}
		if g.chance(15) {
			r.Factor = g.factor()
		}
		p.Credits = append(p.Credits, r)
	}
}

func (g *maker) factor() *incentive.Factor {
	f := &incentive.Factor{By: "product", Values: map[string]decimal.Decimal{"A": dec("1"), "B": dec(pick(g, "0.5", "2", "0.333333", "0", "-1"))}, Other: pick(g, "1", "exclude", "0.25")}
	if g.fault(30) {
		f.Other = "refuse"
	}
	return f
}

func (g *maker) condition(depth int) *incentive.Condition {
	switch g.rnd.IntN(7) / (1 + 2*depth) {
	case 5:
		return &incentive.Condition{All: []incentive.Condition{*g.condition(1), *g.condition(1)}}
	case 4:
		return &incentive.Condition{Any: []incentive.Condition{*g.condition(1), *g.condition(1)}}
	case 3:
		return &incentive.Condition{Not: g.condition(1)}
	}
	if g.chance(20) {
		return g.season()
	}
	if g.chance(50) {
		return &incentive.Condition{Attribute: pick(g, "product", "region"), In: pick(g, []string{"A", "n"}, []string{"A", "B"}, []string{"", "s"})}
	}
	k := &incentive.Condition{Number: pick(g, "amount", "margin", "units", "discount")}
	bound := some(dec(pick(g, "0", "0.1", "3", "100", "500")))
	switch g.rnd.IntN(4) {
	case 0:
		k.AtLeast = bound
	case 1:
		k.MoreThan = bound
	case 2:
		k.AtMost = bound
	default:
		k.Below = bound
	}
	return k
}

// season is a condition on a date of deals.
func (g *maker) season() *incentive.Condition {
	k := &incentive.Condition{Date: pick(g, incentive.Booked, incentive.Booked, incentive.Invoiced, incentive.CashReceived, incentive.Delivered)}
	if from := g.day(); g.chance(60) {
		k.From = from
	}
	if !k.From.IsSet() || g.chance(40) {
		k.Until = g.day()
	}
	if k.From.IsSet() && k.Until.IsSet() && !k.From.Before(k.Until) {
		k.Until = k.From.AddDays(1 + g.rnd.IntN(60))
	}
	return k
}
