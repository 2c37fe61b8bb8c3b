package lint

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
)

// edges reports bounds at which pay falls, and those at which one deal raises it by more than the policy allows. A gate
// that judges deals one by one and forfeits earlier ones is left out: where a measure stands does not say what it pays.
func (s *subject) edges(t *trial, k incentive.Component, root string) {
	if slices.ContainsFunc(k.Gates, func(g incentive.Gate) bool { return g.FailedThenPassed == incentive.Forfeit }) {
		return
	}
	f := s.assumed()
	s.between(t, k, root, f)
	var all []bound
	var places []stand
	for _, b := range bounds(k, root) {
		if len(all) == maxEdges {
			break
		}
		if reach, ok := s.reach(b.measure, b.basis); s.measures[b.measure].Base == incentive.BaseObservation || ok && b.at.GreaterThan(reach) {
			continue
		}
		x := s.position(b, f)
		step := decimal.New(1, -min(s.fineness(b.measure), s.plan.Currency.MinorUnits()))
		if !s.isMoney(b.measure) {
			step = decimal.New(1, 0)
		}
		all = append(all, b)
		places = append(places, stand{b.measure: x}, stand{b.measure: decimal.Max(x.Sub(step), decimal.Zero)}, stand{b.measure: decimal.Max(x.Sub(s.dealAt(b, x, f)), decimal.Zero)})
	}
	pays := t.pay(f, places...)
	seen := map[string]bool{}
	for i, b := range all {
		at, under, before := pays[3*i], pays[3*i+1], pays[3*i+2]
		x := places[3*i][b.measure]
		key := b.measure + " " + num.Format(x)
		if !at.Valid || seen[key] {
			continue
		}
		seen[key] = true
		if under.Valid && at.Decimal.LessThan(under.Decimal) {
			if !s.has(CodePayFalls, b.place) { // a line that falls has told more
				s.payFalls(k, b, f, edge{places[3*i+1][b.measure], x, under.Decimal, at.Decimal})
			}
			continue
		}
		if before.Valid && s.isMoney(b.measure) {
			e := edge{places[3*i+2][b.measure], x, before.Decimal, at.Decimal}
			if !under.Valid || !s.steepBelow(e, edge{e.from, places[3*i+1][b.measure], e.before, under.Decimal}) {
				s.jump(k, b, f, e)
			}
		}
	}
}

// maxEdges is the largest number of bounds of a component at which it is tried.
const maxEdges = 1000

// edge is what is earned at two places of a measure.
type edge struct{ from, to, before, after decimal.Decimal }

// dealAt returns the size of the deal that reaches a bound, as the policy states it.
func (s *subject) dealAt(b bound, x decimal.Decimal, f figures) decimal.Decimal {
	of := x
	if b.basis == incentive.ByAttainment {
		of = f.quota[b.measure]
	}
	return num.Round(of.Mul(s.policy.deal), s.fineness(b.measure), num.Up)
}

// payFalls reports a bound at which more pays less, or a stretch below it.
func (s *subject) payFalls(k incentive.Component, b bound, f figures, e edge) {
	message := say("%s of %q earns %s, and %s earns %s: %s less for more", "%[2]q 为 %[1]s 时所得 %[3]s，为 %[4]s 时所得 %[5]s：业绩更高而所得减少 %[6]s",
		s.quantity(b.measure, e.from), b.measure, s.money(e.before), s.quantity(b.measure, e.to), s.money(e.after), s.money(e.before.Sub(e.after)))
	if from, to, ok := s.stretch(b, f, e); ok {
		message = say("pay falls between %s and %s: %s", "完成率 %s 至 %s 之间所得下降：%s", from, to, message)
	}
	s.add(CodePayFalls, b.place, s.measuredBy(k, b, f, message),
		say("raise what is paid from this bound on, or pay slices at their own rates", "请提高该界限以上的计付，或按分段计付"),
		fact("before", e.before), fact("after", e.after))
}

// stretch writes the ends of a stretch of attainment; false for a bound at which pay drops, and on other bases.
func (s *subject) stretch(b bound, f figures, e edge) (from, to kam.Text, ok bool) {
	quota := f.quota[b.measure]
	if b.basis != incentive.ByAttainment || !quota.IsPositive() || e.to.Sub(e.from).LessThanOrEqual(decimal.New(1, 0)) {
		return from, to, false
	}
	write := func(d decimal.Decimal) kam.Text {
		x := ratioOf(d, quota)
		if places, finite := x.FloatPrec(); finite && places <= 6 {
			return percent(num.RoundRat(x, 6, num.HalfUp))
		}
		about := percent(num.RoundRat(x, maxDecimals, num.HalfUp))
		return kam.Text{EN: "≈" + about.EN, ZH: "≈" + about.ZH}
	}
	return write(e.from), write(e.to), true
}

// steepBelow reports whether what lies below a bound by itself pays more than the stated multiple, and the bound adds no
// more than that: then the rate is high, and not the bound.
func (s *subject) steepBelow(whole, below edge) bool {
	most := func(e edge) decimal.Decimal { return e.to.Sub(e.from).Mul(s.policy.cliff) }
	return below.after.Sub(below.before).GreaterThan(most(below)) && whole.after.Sub(below.after).LessThanOrEqual(most(whole))
}

// jump reports a deal that raises pay by more than a multiple of itself.
func (s *subject) jump(k incentive.Component, b bound, f figures, e edge) {
	deal, rise := e.to.Sub(e.from), e.after.Sub(e.before)
	if !deal.IsPositive() || rise.LessThanOrEqual(deal.Mul(s.policy.cliff)) {
		return
	}
	times := ratioOf(rise, deal)
	message := say("a deal of %s that brings %q from %s to %s raises pay from %s to %s, that is by %s times the deal", "一笔 %s 的交易使 %q 从 %s 升至 %s，所得从 %s 增至 %s，增幅为该交易的 %s 倍",
		s.money(deal), b.measure, s.money(e.from), s.money(e.to), s.money(e.before), s.money(e.after), times)
	if s.measures[b.measure].Window == incentive.PerTransaction {
		message = say("a deal of %[4]s earns %[6]s and one of %[3]s earns %[5]s: for %[1]s more of %[2]q pay rises by %[7]s times as much", "%[4]s 的交易所得 %[6]s，%[3]s 的交易所得 %[5]s：%[2]q 增加 %[1]s，所得增幅为其 %[7]s 倍",
			s.money(deal), b.measure, s.money(e.from), s.money(e.to), s.money(e.before), s.money(e.after), times)
	}
	s.add(CodeCliff, b.place, s.measuredBy(k, b, f, message),
		say("pay slices at their own rates, or interpolate, so that no single deal decides so much", "请按分段计付或线性插值，避免单笔交易决定过多提成"),
		fact("before", e.before), fact("after", e.after), fact("deal", deal))
}

// measuredBy adds which quota and target incentive an example rests on.
func (s *subject) measuredBy(k incentive.Component, b bound, f figures, message kam.Text) kam.Text {
	var by []kam.Text
	if b.basis == incentive.ByAttainment {
		by = append(by, say("a quota of %s", "目标 %s", s.quantity(b.measure, f.quota[b.measure])))
	}
	if k.Curve != nil && k.Curve.OfTargetIncentive.Valid || slices.ContainsFunc(k.Caps, func(c incentive.Cap) bool { return c.OfTargetIncentive.Valid }) {
		by = append(by, say("a target incentive of %s", "目标奖金 %s", s.money(f.target.Decimal)))
	}
	if len(by) == 0 {
		return message
	}
	with := by[0]
	if len(by) > 1 {
		with = say("%s and %s", "%s、%s", by[0], by[1])
	}
	return say("%s; with %s", "%s；按%s 计算", message, with)
}

// fallingLine reports lines of a curve that fall.
func (s *subject) fallingLine(t *trial, k incentive.Component, root string, f figures) {
	if k.Curve == nil || k.Curve.Shape != incentive.LinearCurve {
		return
	}
	for i := 1; i < len(k.Curve.Points); i++ {
		p, q := k.Curve.Points[i-1], k.Curve.Points[i]
		if !q.Pays.LessThan(p.Pays) {
			continue
		}
		b := bound{k.Measure, k.Curve.Basis, q.At, at(root+".curve", "points", i)}
		from, to := p.At, q.At
		if s.measures[k.Measure].Base != incentive.BaseObservation {
			from, to = s.position(bound{k.Measure, k.Curve.Basis, p.At, ""}, f), s.position(b, f)
		}
		pays := t.pay(f, stand{k.Measure: from}, stand{k.Measure: to})
		if pays[0].Valid && pays[1].Valid && pays[1].Decimal.LessThan(pays[0].Decimal) {
			s.payFalls(k, b, f, edge{from, to, pays[0].Decimal, pays[1].Decimal})
		}
	}
}
