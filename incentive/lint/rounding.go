package lint

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
)

// roundedDeals is how many deals an example of rounding has.
const roundedDeals = 100

// rounding checks what the plan's rounding does to money.
func (s *subject) rounding() {
	place := s.root + ".rounding"
	if minor := s.plan.Currency.MinorUnits(); s.places() > minor && (s.plan.Payout == nil || s.plan.Payout.Convert == nil) {
		s.add(CodePlaces, place+".places", say("the plan pays at %d places, and %s has coins of %d: payroll has to round again", "方案按 %d 位小数计付，而 %s 的最小单位为 %d 位小数，发放时须再次舍入", s.places(), s.plan.Currency, minor),
			say(`write "places": %d, or leave it out`, `请写 "places": %d，或省略`, minor))
	}
	oneSided := slices.Contains([]string{"up", "down", "ceil", "floor"}, s.plan.Rounding.Mode)
	worst, loss := s.worstRounding()
	limit := worst.exact.Abs().Mul(s.policy.loss)
	switch {
	case oneSided:
		message := say("the mode %q never rounds to the nearest: on pay above zero the difference always goes to the %s", "舍入方式 %q 从不取最近值：所得为正时，差额总归%s", s.plan.Rounding.Mode, favoured(s.plan.Rounding.Mode))
		if !loss.IsZero() {
			message = together(message, s.roundedText(worst))
		}
		s.add(CodeOneSided, place+".mode", message, say(`write "mode": "half-up"`, `请写 "mode": "half-up"`))
	case loss.Abs().GreaterThan(limit):
		s.add(CodeRoundingLoss, place, say("%s", "%s", s.roundedText(worst)),
			say(`round later: "step": "component" or "statement"; or at more places`, `请在更后的步骤舍入："step": "component" 或 "statement"；或增加小数位数`),
			fact("rounded", worst.rounded), fact("exact", worst.exact))
	}
}

// favoured is whom a mode favours on pay above zero.
func favoured(mode string) kam.Text {
	if mode == "up" || mode == "ceil" {
		return say("payee", "收款人")
	}
	return say("employer", "公司")
}

// rounded is an example of rounding: deals of one size in one component.
type rounded struct {
	component, measure string
	size               decimal.Decimal
	rounded, exact     decimal.Decimal
}

// loss is what rounding adds; negative when it takes.
func (r rounded) loss() decimal.Decimal { return r.rounded.Sub(r.exact) }

func (s *subject) roundedText(r rounded) kam.Text {
	loss, verb := r.loss(), say("adds", "增加")
	if loss.IsNegative() {
		verb = say("takes", "减少")
	}
	return say("%d deals of %s each earn %s in %q, and %s if only their sum is rounded, to 6 places: rounding %s %s", "%d 笔各 %s 的交易在 %[4]q 中所得 %[3]s，若仅将合计舍入至 6 位小数则为 %[5]s：舍入%[6]s %[7]s",
		roundedDeals, s.quantity(r.measure, r.size), s.money(r.rounded), r.component, s.money(r.exact), verb, s.money(loss.Abs()))
}

// worstRounding returns the example by which rounding moves the largest part of pay, of every component that pays deal
// by deal.
func (s *subject) worstRounding() (rounded, decimal.Decimal) {
	var worst rounded
	for _, k := range s.plan.Components {
		if !k.Rate.Valid && k.Tiers == nil && k.Table == nil {
			continue
		}
		if r, ok := s.roundedIn(k); ok && (worst.component == "" || r.loss().Abs().Mul(worst.exact.Abs()).GreaterThan(worst.loss().Abs().Mul(r.exact.Abs()))) {
			worst = r
		}
	}
	return worst, worst.loss()
}

// roundedIn is the example of one component: the size of deal by which rounding moves most, sold many times.
func (s *subject) roundedIn(k incentive.Component) (rounded, bool) {
	plain := bare(k)
	p, ok := s.alone(plain)
	if !ok || s.measures[k.Measure].Base == incentive.BaseCount {
		return rounded{}, false
	}
	fine := p
	fine.Rounding = incentive.Rounding{Step: incentive.RoundStatement, Places: new(int32(6)), Mode: "half-even"}
	t, exact := s.try(p), s.try(fine)
	if t == nil || exact == nil {
		return rounded{}, false
	}
	f := s.assumed()
	usual := s.dealAt(bound{measure: k.Measure, basis: incentive.ByAttainment}, decimal.Zero, f)
	var sizes []decimal.Decimal
	var single []example
	for _, odd := range []string{"0", "0.01", "0.07", "0.33", "0.5", "0.77", "0.99"} {
		size := usual
		if x, err := num.Parse(odd); err == nil && s.isMoney(k.Measure) {
			size = size.Add(x)
		}
		if e, ok := t.repeat(f, size, 1); ok {
			sizes, single = append(sizes, size), append(single, e)
		}
	}
	if len(sizes) == 0 {
		return rounded{}, false
	}
	got, want := t.run(single), exact.run(single)
	worst, size := decimal.Zero, sizes[0]
	for i := range sizes {
		if loss := got[i].Decimal.Sub(want[i].Decimal).Abs(); loss.GreaterThan(worst) {
			worst, size = loss, sizes[i]
		}
	}
	many, ok := t.repeat(f, size, roundedDeals)
	if !ok {
		return rounded{}, false
	}
	sum, precise := t.run([]example{many})[0], exact.run([]example{many})[0]
	return rounded{k.Name, k.Measure, size, sum.Decimal, precise.Decimal}, sum.Valid && precise.Valid && !precise.Decimal.IsZero()
}

// repeat makes an example of several deals of one size on the component's own measure, the others at their quota.
func (t *trial) repeat(f figures, size decimal.Decimal, n int) (example, bool) {
	if !fits(size) || !size.IsPositive() {
		return example{}, false
	}
	e, ok := t.at(f, nil)
	if !ok {
		return example{}, false
	}
	e.deals = slices.DeleteFunc(e.deals, func(d incentive.Transaction) bool { return d.Attributes[exampleGroup] == t.k.Measure })
	for i := range n {
		d := t.deal(t.k.Measure, maxDeals+i)
		d.Amount = size
		for _, m := range t.plan.Measures {
			if groupOf(t.k, m.Name) == t.k.Measure {
				put(&d, m.Base, size)
			}
		}
		e.deals = append(e.deals, d)
	}
	return e, true
}
