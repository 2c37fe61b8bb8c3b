package verify

import (
	"math/big"
)

// cuts recomputes what caps per transaction take from the payee's lines of each deal, as adjustments below zero.
func (v *verifier) cuts(k *part, shut bool) []effect {
	caps := k.plan.dealCaps()
	if len(caps) == 0 || shut {
		if len(k.doc.Deals) > 0 {
			v.conflict(k.path+".deals", say("no cap per transaction looks at the component's deals", "没有按交易封顶的规则涉及这些交易"))
		}
		return nil
	}
	var limit *big.Rat
	for _, c := range caps {
		if x := v.grid.round(ratio(c.Amount.Decimal)); limit == nil || x.Cmp(limit) < 0 {
			limit = x
		}
	}
	deals, sums := k.byDeal()
	if len(deals) != len(k.doc.Deals) {
		v.sameCount(k.path+".deals", len(deals), len(k.doc.Deals))
		return nil
	}
	var out []effect
	for i, deal := range deals {
		path := index(k.path+".deals", i)
		v.same(path+".transaction", deal, k.doc.Deals[i].Transaction)
		if cut := v.cut(path, &k.doc.Deals[i], sums[deal], limit); cut.Sign() != 0 {
			out = append(out, effect{kind: "transaction-cap", exact: neg(cut), limit: limit, deal: deal})
		}
	}
	return out
}

// byDeal adds up what the lines of each deal pay, refunds with their originals, in the order in which they first count.
func (k *part) byDeal() ([]string, map[string]*big.Rat) {
	var deals []string
	sums := map[string]*big.Rat{}
	for _, l := range k.lines {
		deal := l.doc.Credit.Reverses
		if deal == "" {
			deal = l.doc.Credit.Transaction
		}
		switch {
		case deal == "":
			continue
		case sums[deal] == nil:
			deals, sums[deal] = append(deals, deal), zero()
		}
		sums[deal] = add(sums[deal], l.earned)
	}
	return deals, sums
}

// cut recomputes the payee's part of what a deal pays above the limit.
func (v *verifier) cut(path string, x *sharedDeal, own, limit *big.Rat) *big.Rat {
	v.same(path+".own", text(own), x.Own)
	total := v.number(path+".total", x.Total)
	if x.Payees < 1 || x.Payees == 1 && total.Cmp(own) != 0 {
		v.conflict(path+".total", say("%d payees cannot be paid %s together", "%d 人的合计不可能为 %s", x.Payees, figure(x.Total)))
	}
	excess := sub(total, limit)
	if excess.Sign() <= 0 {
		v.same(path+".cut", "", x.Cut)
		v.unplaced(path+".placed", x.Placed)
		return zero()
	}
	cut := mul(own, quo(excess, total)) // a limit is zero or more
	if step := v.doc.Plan.Rounding.Step; step == "slice" || step == "credit" {
		cut = v.place(path+".placed", cut, x.Placed, x.Payees)
	} else {
		v.unplaced(path+".placed", x.Placed)
	}
	want := text(cut)
	if cut.Sign() == 0 {
		want = ""
	}
	v.same(path+".cut", want, x.Cut)
	return cut
}
