package verify

import (
	"math/big"
)

// pool recomputes a payee's part of a fund.
func (v *verifier) pool(k *part, path string, x *pool, want *pay) *big.Rat {
	p := k.plan.Pool
	weight := v.weight(k, want)
	if x == nil || x.Members < 1 {
		v.fault(CodeMissing, path, say("nothing says how the fund is shared out", "未写明资金如何分配"), say("ask for the statement to be issued again", "请要求重新出具结算单"))
		return zero()
	}
	v.same(path+".weight", text(weight), x.Weight)
	weights := v.number(path+".weights", x.Weights)
	fund := ratio(p.Amount.Decimal)
	if p.Rate.Valid {
		total := v.number(path+".total", x.Total)
		v.same(path+".brought", text(k.own.final), x.Brought)
		if x.Members == 1 {
			v.same(path+".total", text(k.own.final), x.Total)
		}
		fund = mul(higher(total, zero()), ratio(p.Rate.Decimal))
	} else {
		v.same(path+".brought", "", x.Brought)
		v.same(path+".total", "", x.Total)
	}
	fund = v.grid.round(fund)
	v.same(path+".fund", text(fund), x.Fund)
	if others := sub(weights, weight); others.Sign() < 0 || x.Members == 1 && others.Sign() != 0 {
		v.conflict(path+".weights", say("the weights of all cannot sum to %s", "全体权重之和不可能为 %s", figure(x.Weights)))
		return zero()
	}
	if p.Key == "equal" {
		v.same(path+".weights", text(big.NewRat(int64(x.Members), 1)), x.Weights)
	}
	if weights.Sign() == 0 {
		v.same(path+".share", "", x.Share)
		v.unplaced(path+".placed", x.Placed)
		return zero()
	}
	share := quo(mul(fund, weight), weights)
	v.same(path+".share", text(share), x.Share)
	return v.place(path+".placed", share, x.Placed, x.Members)
}

// weight recomputes a payee's weight, and what it rests on.
func (v *verifier) weight(k *part, want *pay) *big.Rat {
	p := k.plan.Pool
	on := v.byName[k.plan.named(p.On)]
	var weight *big.Rat
	switch p.Key {
	case "position":
		weight = on.final
		want.Position = text(weight)
	case "attainment":
		weight = on.in("attainment")
		want.Position = text(weight)
	case "target":
		if weight = v.target(k.path, v.doc.Period); weight == nil {
			return zero()
		}
		want.Target = text(weight)
	case "days":
		days := 0
		for _, c := range v.covers(k.path, v.doc.Period) {
			days += c.Days()
		}
		weight = big.NewRat(int64(days), 1)
	default:
		weight = big.NewRat(1, 1)
	}
	return higher(weight, zero())
}

// place puts one of several parts on the grid: it is taken down to it, and given one unit when it comes in turn.
func (v *verifier) place(path string, part *big.Rat, x *placement, of int) *big.Rat {
	if x == nil || x.Units < 0 || x.Units > of || x.Rank < 1 || x.Rank > of {
		v.conflict(path, say("nothing says how the part of %d comes to the plan's places, or no such turn exists", "未写明 %d 份中的此份如何取整，或不存在该次序", of))
		return v.grid.below(part)
	}
	down := v.grid.below(part)
	rest := sub(part, down)
	if of == 1 {
		v.sameCount(path+".units", boolCount(v.grid.round(part).Cmp(down) > 0), x.Units)
	}
	if x.Rank > x.Units {
		return down
	}
	if rest.Sign() == 0 && x.Units < of {
		v.conflict(path+".rank", say("a part that loses nothing is given nothing", "未有舍去的部分不会获得补足"))
	}
	return add(down, v.grid.unit())
}

// unplaced checks that nothing is said about a part that there is not.
func (v *verifier) unplaced(path string, x *placement) {
	if x != nil {
		v.conflict(path, say("there is no part that could come to the plan's places", "没有需要取整的部分"))
	}
}

func boolCount(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
