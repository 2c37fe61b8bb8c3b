package incentive

import (
	"math/big"

	"github.com/kam-go/kam/internal/num"
)

// weigh finds what a unit brings to a pool: its position for the fund and its weight; false when it had to be held.
func (c *calculation) weigh(u *unit, k *part) (*pay, bool) {
	own := &pay{amount: new(big.Rat), measure: u.plan.named(k, k.Pool.On), weight: big.NewRat(1, 1)}
	if k.Pool.Rate.Valid {
		own.base = u.state.measures[k.measure].final
	}
	switch k.Pool.Key {
	case KeyPosition:
		own.basis = u.plan.natural(own.measure)
		own.position = u.state.measures[own.measure].final
		own.weight = own.position
	case KeyAttainment:
		own.basis = ByAttainment
		own.position = u.state.measures[own.measure].attainment()
		own.weight = own.position
	case KeyTarget:
		target, ok := c.targetOrHold(u, c.period, say("the component %q", "组成部分 %q", k.label()))
		if !ok {
			return nil, false
		}
		own.target, own.weight = target, target
	case KeyDays:
		own.weight = big.NewRat(c.daysOf(u), 1)
	case KeyEqual: // everybody weighs the same
	}
	if own.weight.Sign() < 0 {
		own.weight = new(big.Rat)
	}
	return own, true
}

// daysOf returns how many days of the run's period an assignment covers, absences that prorate left out.
func (c *calculation) daysOf(u *unit) int64 {
	n := int64(0)
	for day := c.period.From; day.Before(c.period.Until); day = day.AddDays(1) {
		if !u.Period.Contains(day) {
			continue
		}
		away := false
		for _, a := range u.Absences {
			away = away || a.Prorates && a.Period.Contains(day)
		}
		if !away {
			n++
		}
	}
	return n
}

// share shares the fund of one group out among its members.
func (c *calculation) share(p *plan, i int, group []*unit) {
	k := &p.parts[i]
	fund := new(big.Rat)
	if k.Pool.Amount.Valid {
		fund.Set(num.Rat(k.Pool.Amount.Decimal))
	} else {
		for _, u := range group {
			fund.Add(fund, u.state.parts[i].pay.base)
		}
		if fund.Sign() < 0 {
			fund.SetInt64(0)
		}
		fund.Mul(fund, num.Rat(k.Pool.Rate.Decimal))
	}
	on := num.RoundRat(fund, p.grid.Places, p.grid.Mode)
	fund = num.Rat(on)
	weights, sum := make([]*big.Rat, len(group)), new(big.Rat)
	for n, u := range group {
		weights[n] = u.state.parts[i].pay.weight
		sum.Add(sum, weights[n])
	}
	shares, err := num.Split(on, weights, p.grid.Places)
	if err != nil && fund.Sign() != 0 { // all weights are zero
		c.noted.warn(CodePoolUnshared, "plan "+p.ID, say("nobody has a weight in %q, so that its fund of %s is not shared out", "%q 中所有人的权重均为零，资金 %s 未予分配", k.label(), num.Format(on)),
			say("choose another key, or share the fund out by hand", "请更换分配依据，或人工分配"))
	}
	id := c.identify(i, group, &content{})
	for n, u := range group {
		own := u.state.parts[i].pay
		own.fund, own.weights, own.of, own.group = fund, sum, len(group), group
		if err == nil {
			own.amount = num.Rat(shares[n])
		}
		u.state.parts[i].others = append(u.state.parts[i].others, id)
	}
}
