package lint

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// feeding checks that measures are moved and observations supplied.
func (s *subject) feeding() {
	for i, m := range s.plan.Measures {
		place := at(s.root, "measures", i)
		if m.Base == incentive.BaseObservation {
			if s.policy.metrics != nil && !s.policy.metrics[m.Metric] {
				s.add(CodeUnfed, place+".metric", say("nobody is said to supply the observation %q, and a payee without it is held", "没有说明由谁提供观测值 %q，缺少观测值的人员将暂停结算", wording.Clip(m.Metric)),
					say(`supply it, and list it in "metrics" of the policy`, `请提供该观测值，并列入检查策略的 "metrics"`))
			}
			continue
		}
		rules := s.rulesOf(m.Name)
		if slices.ContainsFunc(rules, func(r incentive.CreditRule) bool { return *r.Retires }) {
			continue
		}
		if by := s.lookers(m.Name); len(by) > 0 {
			s.add(CodeUnmoved, place, say("no credit of %q counts for it, so that it stays where it starts, and %s look at where it stands", "%q 的归属规则均不计入该指标，其数值不会变化，而 %s 依据其数值", m.Name, quoted(by)),
				say(`write "retires": true in a credit that feeds it`, `请在其归属规则中写 "retires": true`))
		}
	}
}

// lookers returns the components that look at where a measure stands.
func (s *subject) lookers(measure string) []string {
	var out []string
	for _, k := range s.plan.Components {
		looks := k.Measure == measure && (k.Curve != nil || k.Every != nil || k.Contest != nil || k.Pool != nil) || k.Tiers != nil && axisOf(k) == measure
		for _, b := range bounds(k, "") {
			looks = looks || b.measure == measure
		}
		if looks {
			out = append(out, k.Name)
		}
	}
	return out
}

// quoted lists names in quotation marks.
func quoted(list []string) kam.Text {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = wording.Quote(w)
	}
	return wording.Words(out)
}

// weights checks that the weights of the target incentive total 100 %.
func (s *subject) weights() {
	sum, others, first := decimal.Zero, false, ""
	var parts []kam.Text
	for i, k := range s.plan.Components {
		if k.Curve == nil || !k.Curve.OfTargetIncentive.Valid {
			others = true
			continue
		}
		if first == "" {
			first = at(s.root, "components", i) + ".curve.ofTargetIncentive"
		}
		sum = sum.Add(k.Curve.OfTargetIncentive.Decimal)
		parts = append(parts, say("%q %s", "%q %s", k.Name, percent(k.Curve.OfTargetIncentive.Decimal)))
	}
	whole := decimal.New(1, 0)
	if first == "" || sum.Equal(whole) || others && sum.LessThan(whole) {
		return
	}
	s.add(CodeWeights, first,
		say("the weights of the target incentive total %s: %s; at 100 %% of every quota a target incentive of %s pays %s", "目标奖金的权重合计为 %s：%s；各项目标均完成 100%% 时，目标奖金 %s 对应支付 %s",
			percent(sum), wording.Join(parts), s.money(s.policy.target), s.money(s.policy.target.Mul(sum))),
		say("let them total 100 %%", "请使权重合计为 100%%"), fact("total", sum))
}

// shares checks rules that divide deals among the owner and other roles: each less than all, and together not 100 %.
func (s *subject) shares() {
	for i, m := range s.plan.Measures {
		var parts []incentive.CreditRule
		whole := len(m.Credits) > 1
		for _, r := range s.rulesOf(m.Name) {
			if r.To == incentive.ToManager {
				continue
			}
			whole = whole && r.When == nil && r.Factor == nil && r.Share.Rat().Cmp(big.NewRat(1, 1)) < 0
			parts = append(parts, r)
		}
		if !whole || len(parts) < 2 || !differ(parts) {
			continue
		}
		sum := new(big.Rat)
		var told []kam.Text
		for _, r := range parts {
			sum.Add(sum, r.Share.Rat())
			told = append(told, say("%q %s", "%q %s", r.Name, r.Share.String()))
		}
		if sum.Cmp(big.NewRat(1, 1)) == 0 {
			continue
		}
		deal := s.policy.quota
		credited := new(big.Rat).Mul(num.Rat(deal), sum)
		s.add(CodeShares, at(s.root, "measures", i)+".credits",
			say("the shares of a deal total %s: %s; of a deal of %s, %s is credited", "一笔交易的份额合计为 %s：%s；%s 的交易共计入 %s", wording.Number(sum), wording.Join(told), s.money(deal), s.exactly(credited)),
			say("let the shares total 1, or credit everybody in full with 1", "请使份额合计为 1，或将各方份额均写为 1"))
	}
}

// differ reports whether rules credit recipients of different kinds, each kind once.
func differ(rules []incentive.CreditRule) bool {
	seen := map[string]bool{}
	for _, r := range rules {
		key := string(r.To) + " " + r.Role
		if seen[key] {
			return false
		}
		seen[key] = true
	}
	return true
}
