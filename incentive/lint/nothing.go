package lint

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
)

// fund reports a contest whose fund does not cover its prizes.
func (s *subject) fund(k incentive.Component, root string) {
	t := k.Contest
	if t == nil || !t.Fund.Valid {
		return
	}
	sum := decimal.Zero
	for _, p := range t.Prizes {
		sum = sum.Add(p)
	}
	if !sum.GreaterThan(t.Fund.Decimal) {
		return
	}
	first := new(big.Rat).Mul(num.Rat(t.Prizes[0]), ratioOf(t.Fund.Decimal, sum))
	s.add(CodeFund, root+".contest.fund",
		say("the prizes total %s and the fund is %s: when every place is taken, the first prize of %s becomes %s before rounding", "奖金合计 %s，而奖池为 %s：各名次均有人时，第一名的 %s 变为 %s（舍入前）",
			s.money(sum), s.money(t.Fund.Decimal), s.money(t.Prizes[0]), s.exactly(first)),
		say(`write "fund": %q, or lower the prizes`, `请写 "fund": %q，或降低奖金`, num.Format(sum)), fact("prizes", sum), fact("fund", t.Fund.Decimal))
}

// nothing reports a component that can never pay.
func (s *subject) nothing(k incentive.Component, root string) {
	place, why, ok := s.noPay(k, root)
	if !ok {
		return
	}
	message := say("%q can never pay: ", "%q 永远不会计付：", k.Name)
	s.add(CodePaysNothing, place, kam.Text{EN: message.EN + why.EN, ZH: message.ZH + why.ZH}, say("correct the figure, or remove the component", "请更正数值，或删除该组成部分"))
}

// noPay says why a component can never pay, and where.
func (s *subject) noPay(k incentive.Component, root string) (string, kam.Text, bool) {
	for i, c := range k.Caps {
		if c.Amount.Valid && c.Amount.Decimal.IsZero() || c.OfTargetIncentive.Valid && c.OfTargetIncentive.Decimal.IsZero() || c.Attainment.Valid && c.Attainment.Decimal.IsZero() {
			return at(root, "caps", i), say("a cap is zero", "封顶为零"), true
		}
	}
	if place, why, ok := s.shutOut(k, root); ok {
		return place, why, true
	}
	if place, ok := zeroForm(k, root); ok {
		return place, say("all that it states is zero", "所写数值全部为零"), true
	}
	for i, m := range k.Multipliers {
		if !slices.ContainsFunc(m.Bands, func(b incentive.FactorBand) bool { return !b.Factor.IsZero() }) {
			return at(root, "multipliers", i), say("every factor is zero", "系数全部为零"), true
		}
	}
	lines := k.Rate.Valid || k.Tiers != nil || k.Table != nil
	if lines && len(s.rulesOf(k.Measure)) > 0 && !slices.ContainsFunc(s.rulesOf(k.Measure), func(r incentive.CreditRule) bool { return *r.Pays }) {
		return root + ".measure", say("no credit of the measure %q pays", "指标 %q 的归属规则均不计提", k.Measure), true
	}
	return "", kam.Text{}, false
}

// shutOut reports a deadband that ends where a cap on attainment begins, or above it.
func (s *subject) shutOut(k incentive.Component, root string) (string, kam.Text, bool) {
	if k.Tiers != nil && (k.Tiers.Mode == incentive.Whole || k.Tiers.Mode == incentive.InterpolatedRate) {
		return "", kam.Text{}, false // a base of everything pays once the bound is reached
	}
	for i, g := range k.Gates {
		for _, c := range k.Caps {
			if g.Kind == incentive.Deadband && g.Basis == incentive.ByAttainment && c.On == incentive.OnAttainment && g.At.GreaterThanOrEqual(c.Attainment.Decimal) && k.Tiers != nil {
				return at(root, "gates", i), say("what lies below %s never pays, and pay stops at %s", "低于 %s 的部分始终不付，而达到 %s 后停止计付", percent(g.At), percent(c.Attainment.Decimal)), true
			}
		}
	}
	return "", kam.Text{}, false
}

// zeroForm reports a form all of whose figures are zero.
func zeroForm(k incentive.Component, root string) (string, bool) {
	switch {
	case k.Rate.Valid:
		return root + ".rate", k.Rate.Decimal.IsZero()
	case k.Tiers != nil:
		return root + ".tiers", !slices.ContainsFunc(k.Tiers.Bands, func(b incentive.Band) bool { return !b.Rate.Decimal.IsZero() || !b.Amount.Decimal.IsZero() })
	case k.Table != nil:
		return root + ".table", !slices.ContainsFunc(k.Table.Cells, func(c incentive.Cell) bool { return !c.Rate.IsZero() })
	case k.Curve != nil:
		none := k.Curve.Amount.Decimal.IsZero() && k.Curve.OfTargetIncentive.Decimal.IsZero()
		return root + ".curve", none || !slices.ContainsFunc(k.Curve.Points, func(p incentive.Point) bool { return !p.Pays.IsZero() })
	case k.Every != nil:
		return root + ".every", k.Every.Pays.IsZero()
	case k.Contest != nil:
		return root + ".contest", k.Contest.Prizes[0].IsZero() || k.Contest.Fund.Valid && k.Contest.Fund.Decimal.IsZero()
	case k.Pool != nil:
		return root + ".pool", k.Pool.Amount.Decimal.IsZero() && k.Pool.Rate.Decimal.IsZero()
	}
	return "", false
}

// rulesOf returns the credit rules that feed a measure.
func (s *subject) rulesOf(measure string) []incentive.CreditRule {
	var out []incentive.CreditRule
	for _, r := range s.plan.Credits {
		if slices.Contains(s.measures[measure].Credits, r.Name) {
			out = append(out, r)
		}
	}
	return out
}
