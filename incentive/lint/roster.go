package lint

import (
	"maps"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// roster checks the quotas and target incentives of a roster against the plans.
func (l *linter) roster(r incentive.Roster) {
	for _, s := range l.subjects {
		var of []int
		for i, a := range r.Assignments {
			if a.Plan == s.plan.ID && a.Version == s.plan.Version {
				of = append(of, i)
				s.assigned(a, at("$.roster", "assignments", i))
			}
		}
		s.payAtTarget(r.Assignments, of)
		for i, k := range s.plan.Components {
			s.rosterCaps(r.Assignments, of, k, at(s.root, "components", i))
		}
	}
}

// assigned checks the figures of one assignment.
func (s *subject) assigned(a incentive.Assignment, place string) {
	who := wording.Clip(a.Payee)
	for j, q := range a.Quotas {
		m, ok := s.measures[q.Measure]
		if !ok || !q.Amount.IsZero() || !s.needsQuota(q.Measure) || !s.zeroStretch(a, q, m) {
			continue
		}
		where := at(place, "quotas", j) + ".amount"
		switch divides := s.divides(q.Measure); {
		case divides != "":
			s.add(CodeZeroQuota, where, say("the quota %q of %q for %s is zero, and %q divides it into parts: the payee is held", "%[2]q 在 %[3]s 的 %[1]q 目标为零，而 %[4]q 须按目标划分：该人员将暂停结算", q.Measure, who, wording.Days(q.Period), divides),
				say("state a quota above zero, or end the assignment", "请填写大于零的目标，或结束该分配"))
		case !m.ZeroQuota.Valid:
			s.add(CodeZeroQuota, where, say("the quota %q of %q for %s is zero, and the plan does not say what attainment that is: the payee is held", "%[2]q 在 %[3]s 的 %[1]q 目标为零，而方案没有写明对应的完成率：该人员将暂停结算", q.Measure, who, wording.Days(q.Period)),
				say(`state a quota above zero, or write "zeroQuota": "1" in the measure`, `请填写大于零的目标，或在指标中写 "zeroQuota": "1"`))
		default:
			s.weigh(kam.Info, CodeZeroQuota, where, say("the quota %q of %q for %s is zero, which counts as %s", "%[2]q 在 %[3]s 的 %[1]q 目标为零，按完成率 %[4]s 计算", q.Measure, who, wording.Days(q.Period), percent(m.ZeroQuota.Decimal)),
				say("make sure that this is meant", "请确认是否有意如此"))
		}
	}
	if by := s.needsTarget(); by != "" && !a.Target.Amount.Valid {
		s.add(CodeNoTarget, place+".target", say("%q has no target incentive, and %s is a part or a multiple of it: the payee is held", "%q 没有目标奖金，而 %s 是其一部分或倍数：该人员将暂停结算", who, by),
			say(`state it: {"amount": "60000", "per": "year"}`, `请填写：{"amount": "60000", "per": "year"}`))
	}
}

// zeroStretch reports whether the quotas of the stretch that attainment is measured against, in the commission period
// of one of them, are all zero.
func (s *subject) zeroStretch(a incentive.Assignment, q incentive.Quota, m incentive.Measure) bool {
	period, err := s.calendar.Containing(s.plan.Period, q.Period.From)
	if err != nil {
		return false
	}
	stretch := period
	if kind, ok := stretchOf(m.Window); ok {
		whole, err := s.calendar.Containing(kind, q.Period.From)
		if err != nil {
			return false
		}
		stretch = whole
		if m.Denominator == incentive.QuotaToDate {
			stretch.Until = period.Until
		}
	}
	if !stretch.ContainsPeriod(q.Period) {
		return false
	}
	return !slices.ContainsFunc(a.Quotas, func(o incentive.Quota) bool {
		return o.Measure == q.Measure && stretch.ContainsPeriod(o.Period) && !o.Amount.IsZero()
	})
}

// stretchOf is the fiscal stretch that a to-date window runs through; false for other windows.
func stretchOf(w incentive.Window) (kam.PeriodKind, bool) {
	switch w {
	case incentive.QuarterToDate:
		return kam.Quarter, true
	case incentive.HalfToDate:
		return kam.HalfYear, true
	case incentive.YearToDate:
		return kam.Year, true
	case incentive.PerTransaction, incentive.PerPeriod:
	}
	return "", false
}

// zeroQuotas reports attainments that the plan states for a quota of zero where they cannot count.
func (s *subject) zeroQuotas() {
	for i, m := range s.plan.Measures {
		if by := s.divides(m.Name); m.ZeroQuota.Valid && by != "" {
			s.add(CodeZeroQuota, at(s.root, "measures", i)+".zeroQuota",
				say("a quota of zero would count as %s, and %q divides the quota into parts: a payee whose quota is zero is held all the same", "目标为零时本应按 %s 计算，但 %q 须按目标划分：目标为零的人员仍将暂停结算", percent(m.ZeroQuota.Decimal), by),
				say("remove it, and give everybody a quota above zero", "请删除，并为每个人填写大于零的目标"))
		}
	}
}

// needsQuota reports whether anything of the plan looks at the attainment of a measure.
func (s *subject) needsQuota(measure string) bool {
	for _, k := range s.plan.Components {
		for _, c := range k.Caps {
			if c.On == incentive.OnAttainment && axisOf(k) == measure {
				return true
			}
		}
		if t := k.Tiers; t != nil && t.Basis == incentive.ByAttainment && axisOf(k) == measure {
			return true
		}
		if c := k.Curve; c != nil && c.Basis == incentive.ByAttainment && k.Measure == measure {
			return true
		}
		if c := k.Contest; c != nil && c.Basis == incentive.ByAttainment && k.Measure == measure {
			return true
		}
		if p := k.Pool; p != nil && p.Key == incentive.KeyAttainment && or(p.On, k.Measure) == measure {
			return true
		}
		if slices.ContainsFunc(bounds(k, ""), func(b bound) bool { return b.measure == measure && b.basis == incentive.ByAttainment }) {
			return true
		}
	}
	return false
}

// divides returns the first component that divides a measure's quota into parts; empty for none.
func (s *subject) divides(measure string) string {
	for _, k := range s.plan.Components {
		if axisOf(k) != measure {
			continue
		}
		t := k.Tiers
		cuts := t != nil && t.Basis == incentive.ByAttainment && (t.Mode == incentive.Marginal || t.Mode == incentive.InterpolatedAmount) ||
			slices.ContainsFunc(k.Caps, func(c incentive.Cap) bool { return c.On == incentive.OnAttainment }) ||
			slices.ContainsFunc(k.Gates, func(g incentive.Gate) bool { return g.Kind == incentive.Deadband && g.Basis == incentive.ByAttainment }) ||
			slices.ContainsFunc(k.Multipliers, func(m incentive.Multiplier) bool {
				return m.Apply == incentive.ApplySlice && m.Basis == incentive.ByAttainment
			})
		if cuts {
			return k.Name
		}
	}
	return ""
}

// needsTarget returns the place of the first part of the plan that needs a target incentive; empty for none.
func (s *subject) needsTarget() string {
	for i, c := range s.plan.Caps {
		if c.OfTargetIncentive.Valid {
			return at(s.root, "caps", i)
		}
	}
	for i, k := range s.plan.Components {
		where := at(s.root, "components", i)
		if k.Curve != nil && k.Curve.OfTargetIncentive.Valid {
			return where + ".curve"
		}
		if k.Pool != nil && k.Pool.Key == incentive.KeyTarget {
			return where + ".pool"
		}
		for j, c := range k.Caps {
			if c.OfTargetIncentive.Valid {
				return at(where, "caps", j)
			}
		}
	}
	return ""
}

// atQuota is what an assignment pays at exactly 100 % of every quota.
type atQuota struct {
	index   int
	figures figures
	// periods is how many commission periods the figures are for.
	periods int64
	// sure is what it pays in components that take every deal, maybe what it pays besides where every deal meets their conditions.
	sure, maybe decimal.Decimal
	known       bool
}

// payAtTarget compares what everybody earns at exactly 100 % of every quota with the target incentive, and with what the
// caps of the plan leave of it.
func (s *subject) payAtTarget(all []incentive.Assignment, of []int) {
	window, ok := s.commonWindow(s.plan.Components)
	if !ok || s.period.IsZero() {
		return
	}
	names := slices.Collect(maps.Keys(s.measures))
	var rows []*atQuota
	for _, i := range of {
		if f, n, ok := s.stated(all[i], window, names, s.needsTarget() != ""); ok {
			rows = append(rows, &atQuota{index: i, figures: f, periods: n, known: true})
		}
	}
	if len(rows) == 0 {
		return
	}
	for _, k := range s.plan.Components {
		t := s.trialOf(k)
		if t == nil {
			return // what it pays depends on others
		}
		examples := make([]example, len(rows))
		for j, r := range rows {
			e, ok := t.at(r.figures, nil)
			r.known = r.known && ok
			examples[j] = e
			examples[j].figures = r.figures
		}
		for j, pay := range t.run(examples) {
			r := rows[j]
			r.known = r.known && pay.Valid
			if k.When == nil {
				r.sure = r.sure.Add(pay.Decimal)
			} else {
				r.maybe = r.maybe.Add(pay.Decimal)
			}
		}
	}
	for _, r := range rows {
		if r.known && r.figures.target.Valid {
			s.besideTarget(all[r.index], at("$.roster", "assignments", r.index)+".target", r, window)
		}
	}
	for i, c := range s.plan.Caps {
		s.rosterPlanCap(all, rows, c, at(s.root, "caps", i), len(of))
	}
}

// commonWindow returns the window of some components when all that decides pay has the same one.
func (s *subject) commonWindow(components []incentive.Component) (incentive.Window, bool) {
	var window incentive.Window
	for _, k := range components {
		for _, name := range k.Measures() {
			m := s.measures[name]
			if m.Base == incentive.BaseObservation {
				continue
			}
			w := m.Window
			if window != "" && w != window || w == incentive.PerTransaction || m.Denominator == incentive.QuotaToDate {
				return "", false
			}
			window = w
		}
	}
	return window, window != ""
}

// stated returns the figures of an assignment for a window that begins inside it; false when the quota of one of some
// measures is not stated, or zero, or the target incentive where it is needed.
func (s *subject) stated(a incentive.Assignment, window incentive.Window, names []string, needsTarget bool) (figures, int64, bool) {
	f := figures{quota: map[string]decimal.Decimal{}}
	stretch := s.period
	if kind, ok := stretchOf(window); ok {
		whole, err := s.calendar.Containing(kind, s.period.From)
		if err != nil {
			return f, 0, false
		}
		stretch = whole
	}
	parts, err := s.calendar.Split(stretch, s.plan.Period)
	hasTarget := a.Target.Amount.Valid && a.Target.Amount.Decimal.IsPositive() && a.Target.Per.Valid() && len(a.Target.Changes) == 0
	if err != nil || needsTarget && !hasTarget || !a.Period.ContainsPeriod(stretch) {
		return f, 0, false
	}
	for _, name := range names {
		if s.measures[name].Base == incentive.BaseObservation {
			continue
		}
		sum := decimal.Zero
		var covered []kam.Period
		for _, q := range a.Quotas {
			if q.Measure == name && stretch.ContainsPeriod(q.Period) && fits(q.Amount) {
				sum = sum.Add(q.Amount)
				covered = append(covered, q.Period)
			}
		}
		if stretch.Tiles(covered) != nil || !sum.IsPositive() {
			return f, 0, false
		}
		f.quota[name] = sum
	}
	n := int64(len(parts))
	if !hasTarget {
		return f, n, true
	}
	f.target, f.per = decimal.NewNullDecimal(a.Target.Amount.Decimal.Mul(decimal.New(n, 0))), a.Target.Per
	return f, n, fits(f.target.Decimal)
}

// besideTarget reports a payee whose pay at 100 % is not the target incentive.
func (s *subject) besideTarget(a incentive.Assignment, place string, r *atQuota, window incentive.Window) {
	target := s.targetOf(r.figures)
	least, most := s.underPlanCaps(r.sure, target, r.periods), s.underPlanCaps(r.sure.Add(r.maybe), target, r.periods)
	slack := new(big.Rat).Mul(target, num.Rat(s.policy.tolerance))
	low, high := new(big.Rat).Sub(target, slack), new(big.Rat).Add(target, slack)
	who, span := wording.Clip(a.Payee), during(window, r.periods)
	switch {
	case num.Rat(most).Cmp(low) < 0:
		s.add(CodeBelowTarget, place, say("at exactly 100 %% of every quota %q earns %s %s, and the target incentive is %s", "各项目标恰好完成 100%% 时，%q %[3]s所得 %[2]s，而目标奖金为 %[4]s", who, s.money(most), span, s.exactly(target)),
			say("raise the rates, lower the quotas, or correct the target incentive", "请提高提成比例、降低目标，或更正目标奖金"), fact("pays", most), kam.Evidence{Name: "target", Value: wording.Number(target)})
	case num.Rat(least).Cmp(high) > 0:
		s.add(CodeAboveTarget, place, say("at exactly 100 %% of every quota %q earns %s %s, and the target incentive is %s", "各项目标恰好完成 100%% 时，%q %[3]s所得 %[2]s，而目标奖金为 %[4]s", who, s.money(least), span, s.exactly(target)),
			say("make sure that the target incentive says what is meant", "请确认目标奖金是否符合本意"), fact("pays", least), kam.Evidence{Name: "target", Value: wording.Number(target)})
	}
}

// underPlanCaps returns what the caps of the plan leave of a sum.
func (s *subject) underPlanCaps(sum decimal.Decimal, target *big.Rat, periods int64) decimal.Decimal {
	for _, c := range s.plan.Caps {
		if limit, ok := s.planLimit(c, target, periods); ok {
			sum = decimal.Min(sum, limit)
		}
	}
	return sum
}

// planLimit returns a cap of the plan for a stretch of commission periods; false where it limits another stretch.
func (s *subject) planLimit(c incentive.Cap, target *big.Rat, periods int64) (decimal.Decimal, bool) {
	if c.Per == incentive.PerRunPeriod && periods > 1 || c.Per == incentive.PerLifetime {
		return decimal.Zero, false
	}
	if c.OfTargetIncentive.Valid {
		return num.RoundRat(new(big.Rat).Mul(target, num.Rat(c.OfTargetIncentive.Decimal)), s.places(), num.Mode(s.plan.Rounding.Mode)), true
	}
	return c.Amount.Decimal, true
}

// targetOf is the target incentive of some figures for their stretch.
func (s *subject) targetOf(f figures) *big.Rat {
	return new(big.Rat).Mul(num.Rat(f.target.Decimal), big.NewRat(monthsOf(s.plan.Period), monthsOf(f.per)))
}

// during writes the stretch that a window runs through.
func during(window incentive.Window, periods int64) kam.Text {
	if window == incentive.PerPeriod {
		return say("in a commission period", "每个结算期")
	}
	return say("in %d commission periods", "%d 个结算期", periods)
}

// monthsOf is how many months a stretch has.
func monthsOf(k kam.PeriodKind) int64 {
	switch k {
	case kam.Quarter:
		return 3
	case kam.HalfYear:
		return 6
	case kam.Year:
		return 12
	default:
		return 1
	}
}
