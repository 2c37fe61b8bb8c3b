package incentive

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/kam-go/kam/internal/num"
)

// pay lays out what a component pays that has no lines.
func (e *exporter) pay(k *part, p *pay) *ExportedPay {
	x := &ExportedPay{Amount: exact(p.amount)}
	if !e.c.takesPart(e.s.r.unit, k) {
		return x
	}
	x.Position, x.Target = exact(p.position), exact(p.target)
	switch {
	case k.Curve != nil:
		x.Base, x.Factor = exact(p.base), exact(p.factor)
	case k.Every != nil:
		x.Times = exact(p.times)
	case k.Contest != nil:
		x.Contest = e.contest(k, p)
	case k.Pool != nil:
		x.Pool = e.pool(k, p)
	}
	return x
}

// contest lays out a payee's place among the contestants.
func (e *exporter) contest(k *part, p *pay) *ExportedContest {
	x := &ExportedContest{Contestants: p.of, Place: p.place, Tied: p.tied}
	if p.place == 0 {
		return x
	}
	x.Then, x.Prize, x.Fund = exacts(p.then), exact(p.base), exact(p.fund)
	i := slices.IndexFunc(e.u.plan.parts, func(o part) bool { return o.Name == k.Name })
	ahead := slices.DeleteFunc(slices.Clone(p.group), func(u *unit) bool {
		place := u.state.parts[i].pay.place
		return place == 0 || place > len(k.Contest.Prizes)
	})
	slices.SortStableFunc(ahead, func(a, b *unit) int { return cmp.Compare(a.state.parts[i].pay.place, b.state.parts[i].pay.place) })
	for n, u := range ahead {
		at := u.state.parts[i].pay
		x.Standings = append(x.Standings, ExportedStanding{Value: exact(at.position), Then: exacts(at.then)})
		if u == e.s.r.unit {
			x.Standing = n + 1
		}
	}
	return x
}

// pool lays out a payee's part of a fund.
func (e *exporter) pool(k *part, p *pay) *ExportedPool {
	x := &ExportedPool{Members: p.of, Fund: exact(p.fund), Weight: exact(p.weight), Weights: exact(p.weights)}
	i := slices.IndexFunc(e.u.plan.parts, func(o part) bool { return o.Name == k.Name })
	total, shares, own := new(big.Rat), make([]*big.Rat, len(p.group)), 0
	for n, u := range p.group {
		at := u.state.parts[i].pay
		if at.base != nil {
			total.Add(total, at.base)
		}
		if u == e.s.r.unit {
			own = n
		}
		if p.weights.Sign() > 0 {
			shares[n] = new(big.Rat).Quo(new(big.Rat).Mul(p.fund, at.weight), p.weights)
		}
	}
	if k.Pool.Rate.Valid {
		x.Brought, x.Total = exact(p.base), exact(total)
	}
	if p.weights.Sign() > 0 {
		x.Share, x.Placed = exact(shares[own]), e.placed(p.fund, shares, own)
	}
	return x
}

// placed says how one of several parts comes to the plan's grid.
func (e *exporter) placed(total *big.Rat, parts []*big.Rat, own int) *ExportedPlaced {
	grid := e.u.plan.grid
	unit := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(grid.Places)), nil))
	left := new(big.Rat).Set(total)
	lost, order := make([]*big.Rat, len(parts)), make([]int, len(parts))
	for n, p := range parts {
		down := num.Rat(num.RoundRat(p, grid.Places, num.Floor))
		left.Sub(left, down)
		lost[n], order[n] = new(big.Rat).Sub(p, down), n
	}
	slices.SortStableFunc(order, func(a, b int) int { return lost[b].Cmp(lost[a]) })
	return &ExportedPlaced{Units: int(left.Quo(left, unit).Num().Int64()), Rank: slices.Index(order, own) + 1}
}

// deals lays out the deals on which a component's caps per transaction look.
func (e *exporter) deals(k *part, out *partState) []ExportedSharedDeal {
	step := e.u.plan.Rounding.Step
	var all []ExportedSharedDeal
	for _, d := range out.deals {
		x := ExportedSharedDeal{Transaction: e.c.book.deals[d.deal].ID, Payees: len(d.all), Own: exact(d.amount)}
		total, own := new(big.Rat), 0
		for n, s := range d.all {
			total.Add(total, s.amount)
			if s.u == e.s.r.unit {
				own = n
			}
		}
		x.Total = exact(total)
		for _, cut := range out.cuts {
			if cut.deal == d.deal {
				x.Cut = exact(new(big.Rat).Neg(cut.amount))
			}
		}
		if limit := e.u.plan.dealLimit(k.dealCaps); total.Cmp(limit) > 0 && (step == RoundSlice || step == RoundCredit) {
			excess := new(big.Rat).Sub(total, limit)
			cuts := make([]*big.Rat, len(d.all))
			for n, s := range d.all {
				cuts[n] = new(big.Rat).Mul(s.amount, new(big.Rat).Quo(excess, total))
			}
			x.Placed = e.placed(e.u.plan.grid.Round(excess), cuts, own)
		}
		all = append(all, x)
	}
	return all
}

// multipliers lays out the factors on a component's sum.
func (e *exporter) multipliers(k *part, factors []*big.Rat) []ExportedMultiplier {
	var all []ExportedMultiplier
	for n, m := range k.factors {
		at := &e.u.state.measures[e.u.plan.named(k, m.On)]
		all = append(all, ExportedMultiplier{Position: exact(at.in(m.Basis)), Factor: exact(factors[n])})
	}
	return all
}

// exacts writes several numbers without loss.
func exacts(all []*big.Rat) []string {
	var out []string
	for _, x := range all {
		out = append(out, exact(x))
	}
	return out
}
