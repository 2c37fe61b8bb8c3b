package develop

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// figures checks what follows from the steps: levels, sums, limits, outcome and bound.
func (v *verifier) figures() {
	if v.HasErrors() {
		return
	}
	p := v.plan
	levels := map[string]int{}
	for _, t := range p.Targets {
		levels[t.Skill] = t.Present.Value
	}
	for _, e := range p.Entries {
		levels[e.Skill] = e.Present.Value
	}
	for _, x := range v.taken {
		if !slices.Equal(x.step.Closes, p.rises(&x.offering, levels)) {
			v.Add("closes", x.at+".closes", wording.Say("it does not lead to these levels", "与所能达到的等级不符"), wording.Say("state what the catalogue says of the offering", "请按目录填写"))
		}
	}
	covered := true
	closed, gap := new(big.Rat), new(big.Rat)
	for i, t := range p.Targets {
		if t.LeftOut {
			continue
		}
		covered = covered && levels[t.Skill] >= t.Required
		if t.Planned != levels[t.Skill] {
			v.Add("planned", wording.At("$.targets", i)+".planned", wording.Say("the steps lead to level %d, not %d", "各步骤达到 %d 级，而非 %d 级", levels[t.Skill], t.Planned),
				wording.Say("state %d", "请填写 %d", levels[t.Skill]))
		}
		closed.Add(closed, weighted(t.Weight, max(0, min(levels[t.Skill], t.Required)-t.Present.Value)))
		gap.Add(gap, weighted(t.Weight, max(0, t.Required-t.Present.Value)))
	}
	if (p.Outcome == Covered) != covered || covered != (len(p.Obstacles) == 0) || p.Outcome == Partial && len(p.Steps) == 0 || p.Outcome == Unmet && len(p.Steps) > 0 {
		v.Add("outcome", "$.outcome", wording.Say("the outcome is not that of the steps and obstacles", "结论与步骤及障碍不符"),
			wording.Say("state %s where every level is reached and nothing stands in the way", "所有等级均达到且无障碍时填写 %s", string(Covered)))
	}
	v.sums()
	v.bound(closed, gap)
}

func weighted(w kam.Fraction, levels int) *big.Rat {
	return new(big.Rat).Mul(w.Rat(), big.NewRat(int64(levels), 1))
}

func (v *verifier) sums() {
	p := v.plan
	cost, hours := p.sums()
	for _, x := range []struct {
		place       string
		total, want decimal.Decimal
		limit       decimal.NullDecimal
	}{{"$.totalCost", p.TotalCost, cost, p.Budget}, {"$.totalHours", p.TotalHours, hours, p.Hours}} {
		if !same(x.total, x.want) {
			v.Add("sum", x.place, wording.Say("the steps sum to %s", "各步骤合计为 %s", x.want), wording.Say("state %s", "请填写 %s", x.want))
		}
		if x.limit.Valid && x.want.GreaterThan(x.limit.Decimal) {
			v.Add("over", x.place, wording.Say("the steps take %s, more than %s", "各步骤共需 %s，超过上限 %s", x.want, x.limit.Decimal), wording.Say("plan less", "请减少安排"))
		}
	}
}

func (v *verifier) bound(closed, gap *big.Rat) {
	p, b := v.plan, v.plan.Bound
	good := b.Closed.Check() == nil && b.Gap.Check() == nil && b.Most.Check() == nil &&
		b.Closed.Rat().Cmp(closed) == 0 && b.Gap.Rat().Cmp(gap) == 0
	switch p.Outcome {
	case Covered:
		good = good && b.LeastCost.Valid && usable(b.LeastCost.Decimal, maxCost) && !b.LeastCost.Decimal.GreaterThan(p.TotalCost) &&
			(!b.Proven || b.LeastCost.Decimal.Equal(p.TotalCost)) && b.Most.IsZero()
	default:
		good = good && !b.LeastCost.Valid && (p.Outcome == Unmet || b.Most.Rat().Cmp(closed) >= 0 && (!b.Proven || b.Most.Rat().Cmp(closed) == 0))
	}
	if !good {
		v.Add("bound", "$.bound", wording.Say("the bound contradicts the plan: %s of %s is closed at %s", "界限与计划矛盾：共 %[2]s，弥补 %[1]s，费用 %[3]s", closed, gap, p.TotalCost),
			wording.Say("make the plan anew", "请重新生成计划"))
	}
}
