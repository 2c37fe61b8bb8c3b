package lint

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
)

// withoutGate returns a component less one of its gates.
func withoutGate(k incentive.Component, i int) incentive.Component {
	k.Gates = slices.Delete(slices.Clone(k.Gates), i, i+1)
	return k
}

// withoutMultiplier returns a component less one of its multipliers.
func withoutMultiplier(k incentive.Component, i int) incentive.Component {
	k.Multipliers = slices.Delete(slices.Clone(k.Multipliers), i, i+1)
	return k
}

// withoutCap returns a component less one of its caps.
func withoutCap(k incentive.Component, i int) incentive.Component {
	k.Caps = slices.Delete(slices.Clone(k.Caps), i, i+1)
	return k
}

// bare returns a component without gates, multipliers, caps and floors.
func bare(k incentive.Component) incentive.Component {
	k.Gates, k.Multipliers, k.Caps, k.Floors = nil, nil, nil, nil
	return k
}

// trialOf tries a component by itself; nil when that is not possible.
func (s *subject) trialOf(k incentive.Component) *trial {
	p, ok := s.alone(k)
	if !ok {
		return nil
	}
	return s.try(p)
}

// payAt returns what a component pays at one place.
func (s *subject) payAt(k incentive.Component, f figures, where stand) decimal.NullDecimal {
	t := s.trialOf(k)
	if t == nil {
		return decimal.NullDecimal{}
	}
	return t.pay(f, where)[0]
}

// sameUnit reports whether a cap on pay and what a component pays are stated by the same figure, so that whether the cap
// bites at an attainment does not depend on quotas and target incentives that only a roster has.
func sameUnit(k incentive.Component, c incentive.Cap) bool {
	return k.Curve != nil && k.Curve.Basis == incentive.ByAttainment && c.On == incentive.OnPay && c.Per == incentive.PerComponent &&
		(k.Curve.OfTargetIncentive.Valid && c.OfTargetIncentive.Valid || k.Curve.Amount.Valid && c.Amount.Valid)
}

// atTarget reports what keeps a component from paying in full at an attainment of exactly 100 %.
func (s *subject) atTarget(t *trial, k incentive.Component, root string) {
	f := s.assumed()
	now := t.pay(f, nil)[0]
	if !now.Valid {
		return
	}
	full := percent(decimal.New(1, 0))
	for i, g := range k.Gates[:min(len(k.Gates), maxWorked)] {
		least := decimal.New(1, 0)
		if g.Basis != incentive.ByAttainment || g.Kind == incentive.Cliff && !g.At.GreaterThan(least) {
			continue
		}
		more := s.payAt(withoutGate(k, i), f, nil)
		if !more.Valid || !more.Decimal.GreaterThan(now.Decimal) {
			continue
		}
		severity, remedy := CodeBelowTarget.severity(), say(`lower it to 100 %% or less: "at": "1"`, `请降至 100%% 或以下："at": "1"`)
		what := say("gate", "门槛")
		if g.Kind == incentive.Deadband {
			what = say("deadband", "不计付区间（deadband）")
			remedy = say(`if what lies below it is meant to be paid once it is reached, write "kind": "cliff"`, `若达到后其下部分也应计付，请写 "kind": "cliff"`)
			if g.At.LessThan(least) {
				severity = kam.Info
			}
		}
		s.weigh(severity, CodeBelowTarget, at(root, "gates", i),
			say("at %s of every quota %q earns %s, and %s without the %s at %s", "各项目标均完成 %s 时，%q 所得 %s；若无位于 %[6]s 的%[5]s则为 %[4]s", full, k.Name, s.money(now.Decimal), s.money(more.Decimal), what, percent(g.At)),
			remedy, fact("with", now.Decimal), fact("without", more.Decimal))
	}
	for i, m := range k.Multipliers[:min(len(k.Multipliers), maxWorked)] {
		if m.Basis != incentive.ByAttainment || m.Apply != incentive.ApplyWhole {
			continue
		}
		if more := s.payAt(withoutMultiplier(k, i), f, nil); more.Valid && more.Decimal.GreaterThan(now.Decimal) {
			s.add(CodeBelowTarget, at(root, "multipliers", i),
				say("at %s of every quota %q earns %s, and %s without the multiplier", "各项目标均完成 %s 时，%q 所得 %s；若无该系数则为 %s", full, k.Name, s.money(now.Decimal), s.money(more.Decimal)),
				say(`give the band that holds 100 %% a factor of 1 or more`, `请使 100%% 所在档的系数不小于 1`), fact("with", now.Decimal), fact("without", more.Decimal))
		}
	}
	for i, c := range k.Caps[:min(len(k.Caps), maxWorked)] {
		onAxis := c.On == incentive.OnAttainment && c.Attainment.Decimal.LessThan(decimal.New(1, 0))
		if !onAxis && !sameUnit(k, c) {
			continue
		}
		if more := s.payAt(withoutCap(k, i), f, nil); more.Valid && more.Decimal.GreaterThan(now.Decimal) {
			s.add(CodeCapBelowTarget, at(root, "caps", i),
				say("at %s of every quota %q earns %s, and %s without the cap", "各项目标均完成 %s 时，%q 所得 %s；若无该封顶则为 %s", full, k.Name, s.money(now.Decimal), s.money(more.Decimal)),
				say("raise the cap above what target pays, or remove it", "请将封顶提高到目标所得以上，或删除"), fact("with", now.Decimal), fact("without", more.Decimal))
		}
	}
	s.curveAtTarget(k, root, f)
}

// curveAtTarget reports a curve that pays less than all of its pay at 100 %.
func (s *subject) curveAtTarget(k incentive.Component, root string, f figures) {
	if k.Curve == nil || k.Curve.Basis != incentive.ByAttainment {
		return
	}
	base := k.Curve.Amount.Decimal
	if k.Curve.OfTargetIncentive.Valid {
		base = f.target.Decimal.Mul(k.Curve.OfTargetIncentive.Decimal)
	}
	pay := s.payAt(bare(k), f, nil)
	if !pay.Valid || !pay.Decimal.LessThan(num.Round(base, s.places(), num.Down)) {
		return
	}
	s.add(CodeBelowTarget, root+".curve",
		say("at %s the curve pays %s of the %s that it is about", "完成率 %s 时，该曲线对应的 %[3]s 只计付 %[2]s", percent(decimal.New(1, 0)), s.money(pay.Decimal), s.money(base)),
		say(`put a point there that pays all: {"at": "1", "pays": "1"}`, `请在该处设置全额计付的点：{"at": "1", "pays": "1"}`), fact("pays", pay.Decimal), fact("of", base))
}

// places is the number of decimal places of the plan's pay.
func (s *subject) places() int32 {
	if s.plan.Rounding.Places != nil {
		return *s.plan.Rounding.Places
	}
	return s.plan.Currency.MinorUnits()
}

// caps reports caps that never bite, and tiers and points that lie where a cap is full already.
func (s *subject) caps(k incentive.Component, root string) {
	for i, c := range k.Caps[:min(len(k.Caps), maxWorked)] {
		place := at(root, "caps", i)
		if c.On == incentive.OnAttainment && c.Attainment.Decimal.GreaterThan(s.policy.reach) {
			s.add(CodeIdleCap, place,
				say("the cap lies at %s, and %s is the most that anybody is expected to reach", "封顶位于 %s，高于预计可达到的上限 %s", percent(c.Attainment.Decimal), percent(s.policy.reach)), s.reachRemedy(incentive.ByAttainment))
		}
		if c.On == incentive.OnPay && c.Per == incentive.PerComponent && len(k.Multipliers) == 0 && len(k.Floors) == 0 {
			s.capped(k, root, c, place)
		}
	}
}

// plain reports whether a component pays all that its measure counts, so that where the measure stands says what is paid.
func (s *subject) plain(k incentive.Component) bool {
	if k.When != nil || slices.ContainsFunc(k.Gates, func(g incentive.Gate) bool {
		return g.Kind == incentive.Deadband || g.FailedThenPassed == incentive.Forfeit
	}) ||
		slices.ContainsFunc(k.Caps, func(c incentive.Cap) bool { return c.On == incentive.OnAttainment || c.Per != incentive.PerComponent }) {
		return false
	}
	return !slices.ContainsFunc(s.rulesOf(k.Measure), func(r incentive.CreditRule) bool {
		return !*r.Pays || !*r.Retires || r.Split == incentive.SplitPayout
	})
}

// maxWorked is how many gates, multipliers and caps of a component are taken away one by one to see what they do.
const maxWorked = 20

// capped compares a cap on a component's sum with what the component pays without it at its bounds.
func (s *subject) capped(k incentive.Component, root string, c incentive.Cap, place string) {
	amounts := c.Amount.Valid && k.Tiers != nil && k.Tiers.Basis == incentive.ByAmount && axisOf(k) == k.Measure && s.isMoney(k.Measure)
	if !amounts && !sameUnit(k, c) || !s.plain(k) {
		return
	}
	f := s.assumed()
	free := bare(k)
	t := s.trialOf(free)
	if t == nil {
		return
	}
	limit := c.Amount.Decimal
	if c.OfTargetIncentive.Valid {
		limit = f.target.Decimal.Mul(c.OfTargetIncentive.Decimal)
	}
	own := ladders(free, root)[0]
	places := make([]stand, 0, len(own.steps)+1)
	for _, x := range own.steps {
		places = append(places, stand{own.measure: s.position(bound{own.measure, own.basis, x.from, ""}, f)})
	}
	if reach, ok := s.reach(own.measure, own.basis); ok {
		places = append(places, stand{own.measure: s.position(bound{own.measure, own.basis, reach, ""}, f)})
	}
	pays := t.pay(f, places...)
	highest := decimal.Zero
	for _, p := range pays {
		highest = decimal.Max(highest, p.Decimal)
	}
	if len(pays) > len(own.steps) && highest.LessThanOrEqual(limit) && !slices.ContainsFunc(pays, func(p decimal.NullDecimal) bool { return !p.Valid }) {
		s.add(CodeIdleCap, place, say("%q earns at most %s within what anybody is expected to reach, and the cap is %s", "%q 在预计可达到的范围内最多所得 %s，而封顶为 %s", k.Name, s.money(highest), s.money(limit)),
			say("lower the cap, or remove it", "请降低封顶，或删除"), fact("highest", highest), fact("cap", limit))
		return
	}
	for i := 1; i < len(own.steps); i++ {
		full := i // of slices, what lies below the bound fills the cap
		if !own.sliced {
			full = i - 1
		}
		if pays[full].Valid && pays[full].Decimal.GreaterThanOrEqual(limit) && own.steps[i].pays.Sign() > 0 {
			s.add(CodeTierAboveCap, own.steps[i].place,
				say("the %s %s adds nothing: without the cap %s is earned at %s already, and the cap is %s", "%[2]s的%[1]s不增加所得：不计封顶时，%[4]s 处已所得 %[3]s，而封顶为 %[5]s",
					own.name, s.span(own, own.steps[i]), s.money(pays[full].Decimal), s.tells(own.basis, own.measure, own.steps[full].from), s.money(limit)),
				say("raise the cap, or remove the %s", "请提高封顶，或删除该%s", own.name), fact("earned", pays[full].Decimal), fact("cap", limit))
		}
	}
}

// planCaps checks the caps on the sum of the components.
func (s *subject) planCaps() {
	for i, c := range s.plan.Caps {
		place := at(s.root, "caps", i)
		if c.OfTargetIncentive.Valid && c.OfTargetIncentive.Decimal.LessThan(decimal.New(1, 0)) && c.OfTargetIncentive.Decimal.IsPositive() {
			target := s.policy.target
			s.add(CodeCapBelowTarget, place,
				say("with a target incentive of %s no more than %s is paid, at 100 %% and at any attainment", "目标奖金为 %s 时，无论完成率多少（包括 100%%）最多只支付 %s", s.money(target), s.money(target.Mul(c.OfTargetIncentive.Decimal))),
				say(`cap at the target incentive or above it: "ofTargetIncentive": "2"`, `请将封顶设为目标奖金或以上："ofTargetIncentive": "2"`))
		}
		if c.Amount.Valid && c.Amount.Decimal.IsZero() || c.OfTargetIncentive.Valid && c.OfTargetIncentive.Decimal.IsZero() {
			s.add(CodePaysNothing, place, say("the cap is zero, so that the plan never pays", "封顶为零，该方案永远不会计付"), say("state a cap above zero, or remove it", "请写大于零的封顶，或删除"))
		}
		if c.Per == incentive.PerLifetime {
			s.forLife(c, place)
		}
		if c.Excess == incentive.ExcessCarry && !s.period.IsZero() && !s.period.Until.Before(c.Until) {
			s.add(CodeCarryTooShort, place+".until",
				say("what is cut in the first period, which ends before %s, could be paid from that day on, and is given up on %s", "首个结算期于 %s 之前结束，其被削减的部分最早自该日起可支付，但在 %s 即作废", s.period.Until, c.Until),
				say(`write a later day, such as "until": %q`, `请写更晚的日期，例如 "until": %q`, s.plan.Effective.Until.String()))
		}
	}
}

// forLife reports a cap without a period, with when it is full at target.
func (s *subject) forLife(c incentive.Cap, place string) {
	message := say("the cap counts all that the plan ever pays a payee: once %s is reached, nothing is paid in any later period", "该封顶计入方案对收款人的全部支付：达到 %s 后，以后各期均不再支付", s.money(c.Amount.Decimal))
	f, sum := s.assumed(), decimal.Zero
	for _, k := range s.plan.Components {
		sum = sum.Add(s.payAt(k, f, nil).Decimal)
	}
	if sum.IsPositive() && c.Amount.Decimal.IsPositive() {
		n := num.RoundRat(ratioOf(c.Amount.Decimal, sum), 0, num.Up)
		message = together(message, say("at 100 %% of every quota %s is earned in each window, which fills the cap in window %s", "各项目标均完成 100%% 时每个累计窗口所得 %s，在第 %s 个窗口达到封顶", s.money(sum), n))
	}
	s.add(CodeCapForLife, place, message, say(`if a limit for each period is meant, write "per": "period"`, `若要按期限制，请写 "per": "period"`))
}
