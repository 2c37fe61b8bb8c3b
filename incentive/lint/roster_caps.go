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

// capCase is what a cap does for one payee at exactly 100 % of every quota.
type capCase struct {
	payee         string
	figures       figures
	window        incentive.Window
	periods       int64
	with, without decimal.Decimal
	// limit is the cap, highest the most that is earned without it within what anybody is expected to reach.
	limit   decimal.Decimal
	highest *big.Rat
}

// rosterCaps reports caps of a component that cut pay at exactly 100 % of the quotas of a roster, and caps that nobody of
// the roster is expected to meet. A component for some deals only is left out: how many of them there are is not known.
func (s *subject) rosterCaps(all []incentive.Assignment, of []int, k incentive.Component, root string) {
	window, ok := s.commonWindow([]incentive.Component{k})
	if !ok || s.period.IsZero() || len(k.Caps) == 0 || len(of) == 0 {
		return
	}
	needsTarget := k.Curve != nil && k.Curve.OfTargetIncentive.Valid || slices.ContainsFunc(k.Caps, func(c incentive.Cap) bool { return c.OfTargetIncentive.Valid })
	var rows []capCase
	for _, i := range of {
		if f, n, ok := s.stated(all[i], window, k.Measures(), needsTarget); ok {
			rows = append(rows, capCase{payee: all[i].Payee, figures: f, window: window, periods: n})
		}
	}
	for i, c := range k.Caps[:min(len(k.Caps), maxWorked)] {
		place := at(root, "caps", i)
		cases := slices.Clone(rows)
		if k.When == nil && s.worked(k, i, cases) {
			s.cutAtTarget(cases, k.Name, place)
		}
		if c.On == incentive.OnPay && c.Per == incentive.PerComponent && len(rows) == len(of) && len(rows) <= maxListed && s.neverMet(k, c, cases) {
			s.neverBites(cases, k.Name, place)
		}
	}
}

// worked fills in what each payee earns at 100 % with a cap of a component and without it.
func (s *subject) worked(k incentive.Component, i int, cases []capCase) bool {
	with, without := s.trialOf(k), s.trialOf(withoutCap(k, i))
	if with == nil || without == nil {
		return false
	}
	for _, t := range []*trial{with, without} {
		examples := make([]example, len(cases))
		for j := range cases {
			e, ok := t.at(cases[j].figures, nil)
			if !ok {
				return false
			}
			examples[j] = e
		}
		for j, pay := range t.run(examples) {
			if !pay.Valid {
				return false
			}
			if t == with {
				cases[j].with = pay.Decimal
			} else {
				cases[j].without = pay.Decimal
			}
		}
	}
	return true
}

// rosterPlanCap reports a cap of the plan that cuts what the components pay at exactly 100 % of the quotas of a roster, or
// that lies above the most that they pay together. Only components that take every deal count for the first.
func (s *subject) rosterPlanCap(all []incentive.Assignment, rows []*atQuota, c incentive.Cap, place string, assigned int) {
	window, _ := s.commonWindow(s.plan.Components)
	var cases []capCase
	highest := len(rows) == assigned && len(rows) <= maxListed
	tops := make([]func(figures) (*big.Rat, bool), len(s.plan.Components))
	for i, k := range s.plan.Components {
		tops[i] = s.most(k)
	}
	for _, r := range rows {
		var target *big.Rat
		if r.figures.target.Valid {
			target = s.targetOf(r.figures)
		}
		limit, ok := s.planLimit(c, target, r.periods)
		if !r.known || !ok {
			return
		}
		x := capCase{payee: all[r.index].Payee, figures: r.figures, window: window, periods: r.periods, without: r.sure, with: decimal.Min(r.sure, limit), limit: limit, highest: new(big.Rat)}
		for _, most := range tops {
			if highest = highest && most != nil; highest {
				var top *big.Rat
				if top, highest = most(r.figures); highest {
					x.highest.Add(x.highest, top)
				}
			}
		}
		highest = highest && x.highest.Cmp(num.Rat(limit)) <= 0
		cases = append(cases, x)
	}
	s.cutAtTarget(cases, "", place)
	if highest && len(cases) > 0 {
		s.neverBites(cases, "", place)
	}
}

// earns says who earns it, and by what; an empty component is all of them.
func (x capCase) earns(component string) kam.Text {
	who := wording.Clip(x.payee)
	if component == "" {
		return say("%q earns", "%q 所得", who)
	}
	return say("%[2]q earns %[1]q", "%[1]q 在 %[2]q 中所得", who, component)
}

// cutAtTarget reports a cap that cuts pay at 100 %, with the first payee whose pay it cuts.
func (s *subject) cutAtTarget(cases []capCase, component, place string) {
	cut := slices.DeleteFunc(slices.Clone(cases), func(x capCase) bool { return !x.with.LessThan(x.without) })
	if len(cut) == 0 || s.has(CodeCapBelowTarget, place) {
		return
	}
	x := cut[0]
	message := say("at exactly 100 %% of every quota %s %s %s, and %s without the cap", "各项目标恰好完成 100%% 时，%s %s（%s）；若无该封顶则为 %s",
		x.earns(component), s.money(x.with), during(x.window, x.periods), s.money(x.without))
	facts := []kam.Evidence{fact("with", x.with), fact("without", x.without)}
	if x.figures.target.Valid {
		target := s.targetOf(x.figures)
		message = together(message, say("the target incentive is %s", "目标奖金为 %s", s.exactly(target)))
		facts = append(facts, kam.Evidence{Name: "target", Value: wording.Number(target)})
	}
	if len(cut) > 1 {
		message = together(message, say("it cuts the pay of %d in all", "共有 %d 人被削减", len(cut)))
	}
	s.add(CodeCapBelowTarget, place, message, say("raise the cap above what target pays, or remove it", "请将封顶提高到目标所得以上，或删除"), facts...)
}

// neverBites reports a cap that nobody of a roster is expected to meet, with whoever comes closest.
func (s *subject) neverBites(cases []capCase, component, place string) {
	if s.has(CodeIdleCap, place) {
		return
	}
	x := slices.MaxFunc(cases, func(a, b capCase) int {
		return new(big.Rat).Sub(a.highest, num.Rat(a.limit)).Cmp(new(big.Rat).Sub(b.highest, num.Rat(b.limit)))
	})
	s.add(CodeIdleCap, place, say("%s at most %s within what anybody is expected to reach, and the cap is %s; nobody on the roster comes closer", "%s在预计可达到的范围内最多为 %s，而封顶为 %s；名册中无人更接近该封顶", x.earns(component), s.exactly(x.highest), s.money(x.limit)),
		say("lower the cap, or remove it", "请降低封顶，或删除"), kam.Evidence{Name: "highest", Value: wording.Number(x.highest)}, fact("cap", x.limit))
}

// neverMet fills in the cap and the most that each payee earns without it, and reports whether no one can earn more.
func (s *subject) neverMet(k incentive.Component, c incentive.Cap, cases []capCase) bool {
	k.Caps = nil
	most := s.most(k)
	if most == nil {
		return false
	}
	for i := range cases {
		x := &cases[i]
		x.limit = c.Amount.Decimal
		if c.OfTargetIncentive.Valid {
			x.limit = num.RoundRat(new(big.Rat).Mul(s.targetOf(x.figures), num.Rat(c.OfTargetIncentive.Decimal)), s.places(), num.Mode(s.plan.Rounding.Mode))
		}
		top, ok := most(x.figures)
		if !ok || top.Cmp(num.Rat(x.limit)) > 0 {
			return false
		}
		x.highest = top
	}
	return len(cases) > 0
}

// most returns what bounds the pay of a component within what anybody is expected to reach, for the figures of a payee:
// its gates are left out. Nil where that does not follow from where its own measure stands.
func (s *subject) most(k incentive.Component) func(figures) (*big.Rat, bool) {
	k.Gates, k.When = nil, nil
	k.Caps = slices.DeleteFunc(slices.Clone(k.Caps), func(c incentive.Cap) bool { return c.On == incentive.OnAttainment || c.Per != incentive.PerComponent })
	if axisOf(k) != k.Measure || len(k.Multipliers) > 0 || len(k.Floors) > 0 || !s.plain(k) ||
		k.Table != nil && slices.ContainsFunc(k.Table.Dimensions, func(d incentive.Dimension) bool { return d.On != "" }) {
		return nil
	}
	t := s.trialOf(k)
	if t == nil {
		return nil
	}
	known := map[string]*big.Rat{} // many payees have the same figures
	return func(f figures) (*big.Rat, bool) {
		quota, ok := f.quota[k.Measure]
		if !ok {
			return nil, false
		}
		key := num.Format(quota) + " " + num.Format(f.target.Decimal) + " " + string(f.per)
		if _, there := known[key]; !there {
			known[key] = nil
			until := quota.Mul(s.policy.reach)
			if own, ok := s.policy.highest[k.Measure]; ok {
				until = decimal.Min(until, own)
			}
			if c := t.curve(f, until); c != nil {
				_, known[key] = c.Highest().Pay.Bounds(fine)
			}
		}
		return known[key], known[key] != nil
	}
}

// has reports whether a code is reported at a place already.
func (l *linter) has(code Code, place string) bool {
	return slices.ContainsFunc(l.found, func(f kam.Finding) bool { return f.Code == string(code) && f.Place == place })
}
