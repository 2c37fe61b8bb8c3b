package handover

import (
	"maps"
	"math/big"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// quotaAll moves quotas, move after move.
func (d *draft) quotaAll() {
	for i, m := range d.change.Quotas {
		at := wording.At("$.quotas", i)
		ok := d.person(at+".from", m.From, false)
		ok = d.f.ID(at+".plan", m.Plan, nil) && ok
		ok = d.f.ID(at+".measure", m.Measure, nil) && ok
		ok = wording.Choice(&d.f, "quota", at+".by", m.By, QuotaStated, QuotaByAccounts, QuotaByWeight) && ok
		ok = wording.Choice(&d.f, "quota", at+".cut", m.Cut, CutByDays, CutNothing, CutWhole) && ok
		ok = checkPlaces(&d.f, at+".places", m.Places) && ok
		switch {
		case m.By == QuotaStated && len(m.To) == 0:
			d.f.Add("quota", at+".to", say("nobody takes the quota", "没有人接收目标"), say("state who takes which share", "请写明接收人及份额"))
			ok = false
		case m.By != QuotaStated && len(m.To) > 0:
			d.f.Add("quota", at+".to", say("the accounts decide who takes the quota", "目标由客户交接决定接收人"), say(`remove it, or write "by": "stated"`, `请删除，或写 "by": "stated"`))
			ok = false
		}
		ok = d.receivers(at+".to", m.To, false) && ok
		if slices.ContainsFunc(m.To, func(r Receiver) bool { return r.Payee == m.From }) {
			d.f.Add("quota", at+".to", say("%s would take quota from themselves", "%s 将从自己处接收目标", wording.Quote(m.From)), say("leave out what stays", "请删除保留部分"))
			ok = false
		}
		if ok {
			d.quota(at, m)
		}
	}
}

// takers are who takes which part of a quota, by payee id.
type takers struct {
	payees []string
	shares []*big.Rat
}

func (d *draft) quota(at string, m QuotaMove) {
	take, ok := d.takers(at, m)
	if !ok || len(take.payees) == 0 {
		return
	}
	own := d.assignment(m.From, m.Plan)
	if own < 0 {
		d.f.Add("quota", at+".from", say("%s has no assignment to the plan %s on %s", "%s 在 %[3]s 没有方案 %[2]s 的分配", wording.Quote(m.From), wording.Quote(m.Plan), d.change.On), say("correct the payee or the plan", "请更正人员或方案"))
		return
	}
	moved := false
	for _, q := range slices.Clone(d.roster.Assignments[own].Quotas) {
		left, over := since(q.Period, d.change.On)
		if q.Measure != m.Measure || !over {
			continue
		}
		part := whole()
		if cut := left != q.Period; cut && m.Cut == CutNothing {
			continue
		} else if cut && m.Cut == CutByDays {
			part = big.NewRat(int64(left.Days()), int64(max(q.Period.Days(), 1)))
		}
		moved = true
		d.quotaRow(at, m, q, take, part)
	}
	if !moved {
		d.f.Add("quota", at, say("%s has no quota of %s that could move on %s", "%s 在 %[3]s 没有可转移的 %[2]s 目标", wording.Quote(m.From), wording.Quote(m.Measure), d.change.On), say("correct the measure, or leave it out", "请更正指标，或删除该项"))
	}
}

// quotaRow shares one quota out: what moves is placed at the stated places by largest remainder, what stays first in order.
func (d *draft) quotaRow(at string, m QuotaMove, q incentive.Quota, take takers, part *big.Rat) {
	if !isAmount(wording.Decimal(q.Amount)) || q.Amount.IsNegative() || q.Period.Check() != nil || q.Period.IsOpen() {
		d.f.Add("quota", at, say("the quota %s of %s is no amount of a period", "%[2]s 的目标 %[1]s 不是有效的期间金额", wording.Decimal(q.Amount), wording.Quote(m.From)), say("correct the roster", "请更正名册"))
		return
	}
	amount := num.Rat(q.Amount)
	stays := new(big.Rat).Set(amount)
	parts := []*big.Rat{stays}
	for _, share := range take.shares {
		x := new(big.Rat).Mul(share, part)
		x.Mul(x, amount)
		stays.Sub(stays, x)
		parts = append(parts, x)
	}
	placed := num.Distribute(num.Round(q.Amount, *m.Places, num.Down), parts, *m.Places)
	for i, to := range take.payees {
		d.shift(at, QuotaShift{m.Plan, m.Measure, q.Period, m.From, to, placed[i+1]})
	}
}

// shift moves an amount from one quota to another.
func (d *draft) shift(at string, s QuotaShift) {
	if s.Amount.IsZero() {
		return
	}
	from, to := d.row(at, s.From, s), d.row(at, s.To, s)
	if from == nil || to == nil {
		return
	}
	if s.Amount.IsNegative() || from.Amount.Cmp(s.Amount) < 0 || !isAmount(wording.Decimal(to.Amount.Add(s.Amount))) {
		d.f.Add("quota", at, say("%s cannot move from the quota %s of %s", "无法从 %[3]s 的目标 %[2]s 中转移 %[1]s", s.Amount, from.Amount, wording.Quote(s.From)), say("move an amount from 0 to the quota", "请转移 0 至该目标之间的金额"))
		return
	}
	from.Amount, to.Amount = from.Amount.Sub(s.Amount), to.Amount.Add(s.Amount)
	d.shifts = append(d.shifts, s)
}

// row returns the quota of a payee that a shift names.
func (d *draft) row(at, payee string, s QuotaShift) *incentive.Quota {
	if i := d.assignment(payee, s.Plan); i >= 0 {
		for j, q := range d.roster.Assignments[i].Quotas {
			if q.Measure == s.Measure && q.Period == s.Period {
				return &d.roster.Assignments[i].Quotas[j]
			}
		}
	}
	d.f.Add("quota", at, say("%s has no quota of %s for %s in the plan %s", "%s 在方案 %[4]s 中没有 %[3]s 的 %[2]s 目标", wording.Quote(payee), wording.Quote(s.Measure), s.Period, wording.Quote(s.Plan)),
		say("give the payee a quota of that period, zero if need be, so that it can grow", "请先为该人员设置该期间的目标（可为零），以便增加"))
	return nil
}

// assignment returns the place of the payee's assignment to a plan on the day of the change; -1 for none.
func (d *draft) assignment(payee, plan string) int {
	return slices.IndexFunc(d.roster.Assignments, func(a incentive.Assignment) bool {
		return a.Payee == payee && a.Plan == plan && a.Period.Contains(d.change.On)
	})
}

// takers returns who takes which part of a quota.
func (d *draft) takers(at string, m QuotaMove) (takers, bool) {
	parts := map[string]*big.Rat{}
	if m.By == QuotaStated {
		for _, r := range m.To {
			parts[r.Payee] = r.Share.Rat()
		}
	} else if !d.byAccounts(at, m, parts) {
		return takers{}, false
	}
	var t takers
	for _, payee := range slices.Sorted(maps.Keys(parts)) {
		if payee != d.before.policy.House {
			t.payees, t.shares = append(t.payees, payee), append(t.shares, parts[payee])
		}
	}
	return t, true
}

// byAccounts finds the part of a payee's accounts that goes to each other payee, once the transition is over.
func (d *draft) byAccounts(at string, m QuotaMove, parts map[string]*big.Rat) bool {
	sum, end, ok := new(big.Rat), d.end(), true
	for _, id := range slices.Sorted(maps.Keys(d.before.accounts)) {
		a := d.before.accounts[id]
		if !a.Active.Contains(d.change.On) {
			continue
		}
		old := d.before.ownerShares(id, d.change.On)
		mine := old[m.From]
		if mine == nil {
			continue
		}
		weight := whole()
		if m.By == QuotaByWeight {
			if !a.Weight.Valid {
				d.f.Add("weight", "account "+wording.Clip(id), say("the account has no weight, and the quota moves by weight", "该客户没有权重，而目标按权重转移"), say("state the weight of every account of %s", "请为 %s 的每个客户填写权重", wording.Quote(m.From)))
				ok = false
				continue
			}
			weight = num.Rat(a.Weight.Decimal)
		}
		sum.Add(sum, new(big.Rat).Mul(weight, mine))
		for payee, gain := range gains(old, d.after.ownerShares(id, end), m.From) {
			if parts[payee] == nil {
				parts[payee] = new(big.Rat)
			}
			parts[payee].Add(parts[payee], gain.Mul(gain, weight))
		}
	}
	if ok && sum.Sign() == 0 {
		d.f.Add("quota", at+".by", say("%s owns nothing on %s that the quota could move by", "%s 在 %s 没有可作为转移依据的客户", wording.Quote(m.From), d.change.On), say(`write "by": "stated" and who takes which share`, `请写 "by": "stated" 并注明接收人及份额`))
		return false
	}
	for _, part := range parts {
		part.Quo(part, sum)
	}
	return ok
}

// gains returns which part of what one owner loses goes to each other owner: in proportion to what these gain.
func gains(old, now map[string]*big.Rat, from string) map[string]*big.Rat {
	lost := new(big.Rat).Set(old[from])
	if left := now[from]; left != nil {
		lost.Sub(lost, left)
	}
	if lost.Sign() <= 0 {
		return nil
	}
	out, sum := map[string]*big.Rat{}, new(big.Rat)
	for payee, share := range now {
		gain := new(big.Rat).Set(share)
		if had := old[payee]; had != nil {
			gain.Sub(gain, had)
		}
		if gain.Sign() > 0 {
			out[payee] = gain
			sum.Add(sum, gain)
		}
	}
	for _, gain := range out {
		gain.Mul(gain, lost)
		gain.Quo(gain, sum)
	}
	return out
}

// end returns the first day after the transition.
func (d *draft) end() kam.Day {
	months := 0
	for _, s := range d.change.Transition {
		months += s.Months
	}
	return d.change.On.AddMonths(months)
}
