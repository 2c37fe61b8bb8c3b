package verify

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/kam-go/kam"
)

// target returns the target incentive of a stretch of whole commission periods, nil when it cannot be found; what
// names what needs it.
func (v *verifier) target(what string, stretch kam.Period) *big.Rat {
	if x, known := v.targets[stretch]; known {
		return x
	}
	x := v.targetOf(what, stretch)
	v.targets[stretch] = x
	return x
}

func (v *verifier) targetOf(what string, stretch kam.Period) *big.Rat {
	t := v.doc.Assignment.Target
	if t == nil || months(t.Per) == 0 {
		v.missingTarget(what)
		return nil
	}
	amount, ok := read(t.Amount)
	if !ok {
		return nil // reported with the assignment
	}
	periods := v.periods(stretch)
	part := big.NewRat(periods*months(v.doc.Plan.Period), months(t.Per))
	if len(t.Changes) == 0 && !v.doc.Plan.targets() {
		return mul(amount, part)
	}
	i := slices.IndexFunc(v.doc.Targets, func(x stretchTarget) bool { return x.Period == stretch })
	if i < 0 {
		v.fault(CodeMissing, "$.targets", say("the target incentive of %s is not listed", "未列出 %s 的目标奖金", stretch.String()), say("ask for the statement to be issued again", "请要求重新出具结算单"))
		return nil
	}
	x, path := &v.doc.Targets[i], fmt.Sprintf("$.targets[%d]", i)
	v.same(path+".periods", fmt.Sprint(periods), fmt.Sprint(x.Periods))
	average := v.average(path, x, amount)
	v.same(path+".average", text(average), x.Average)
	out := mul(average, part)
	switch {
	case v.doc.Plan.targets():
		f := v.fraction(path+".proration", stretch, x.Proration, false)
		if f == nil {
			return nil
		}
		out = mul(out, f)
	case x.Proration != nil:
		v.conflict(path+".proration", say("the plan prorates no target incentive", "方案不折算目标奖金"))
	}
	v.same(path+".amount", text(out), x.Amount)
	return out
}

// average returns the amount of the target incentive that is in force in a stretch, by days.
func (v *verifier) average(path string, x *stretchTarget, first *big.Rat) *big.Rat {
	var parts []kam.Period
	var amounts []*big.Rat
	at, from := first, x.Period.From
	for _, c := range v.doc.Assignment.Target.Changes {
		if !c.From.Before(v.doc.Period.Until) {
			continue // not known yet
		}
		if c.From.After(from) && x.Period.Contains(c.From) {
			parts, amounts = append(parts, kam.Period{From: from, Until: c.From}), append(amounts, at)
			from = c.From
		}
		at, _ = read(c.Amount)
		if at == nil {
			return zero() // reported with the assignment
		}
	}
	if len(parts) > 0 {
		parts, amounts = append(parts, kam.Period{From: from, Until: x.Period.Until}), append(amounts, at)
	}
	if len(parts) != len(x.InForce) {
		v.same(path+".in_force", fmt.Sprintf("%d amounts", len(parts)), fmt.Sprintf("%d amounts", len(x.InForce)))
		return at
	}
	if len(parts) == 0 {
		return at
	}
	sum, days := zero(), int64(0)
	for i, p := range parts {
		part := fmt.Sprintf("%s.in_force[%d]", path, i)
		v.same(part+".period", p.String(), x.InForce[i].Period.String())
		v.same(part+".amount", text(amounts[i]), x.InForce[i].Amount)
		n := v.counted(part+".days", p, x.InForce[i].Days)
		sum, days = add(sum, mul(amounts[i], big.NewRat(n, 1))), days+n
	}
	if days == 0 {
		v.conflict(path+".in_force", say("the stretch has no day to count by", "该区间没有可计的天数"))
		return at
	}
	return quo(sum, big.NewRat(days, 1))
}

// periods returns how many commission periods a stretch has that a measure looks at.
func (v *verifier) periods(stretch kam.Period) int64 {
	for _, t := range v.tracks {
		if stretch == v.doc.Period {
			break
		}
		if t.toDate() && t.doc.Window == stretch {
			return max(1, t.doc.Periods)
		}
		if t.toDate() && t.plan.Denominator == "full-period" && t.doc.QuotaPeriod == stretch {
			return wholeMonths(t.plan.Window) / months(v.doc.Plan.Period)
		}
	}
	return 1
}

// wholeMonths returns how many months the fiscal quarter, half or year of a window has; 0 for other windows.
func wholeMonths(window string) int64 {
	return map[int]int64{1: 3, 2: 6, 3: 12}[reach(window)]
}

// unasked reports target incentives that nothing asks for, or that are not in order.
func (v *verifier) unasked() {
	for i, x := range v.doc.Targets {
		if _, asked := v.targets[x.Period]; !asked || i > 0 && v.doc.Targets[i-1].Period.Compare(x.Period) >= 0 || len(v.doc.Assignment.changes()) == 0 && !v.doc.Plan.targets() {
			v.conflict(fmt.Sprintf("$.targets[%d].period", i), say("nothing asks for the target incentive of %s, or it is out of order", "没有内容需要 %s 的目标奖金，或排列有误", x.Period.String()))
		}
	}
}

func (a *assignment) changes() []targetChange {
	if a.Target == nil {
		return nil
	}
	return a.Target.Changes
}
