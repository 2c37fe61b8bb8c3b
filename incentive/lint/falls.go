package lint

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/analysis"
	"github.com/kam-go/kam/internal/num"
)

// curve returns what the component of a trial pays from zero to a place of its axis, which is what its tiers divide, in
// that measure's own quantity; nil where what it pays is no function of the axis alone.
func (t *trial) curve(f figures, until decimal.Decimal) *analysis.Curve {
	axis := axisOf(t.k)
	group := groupOf(t.k, axis)
	rest, ok := t.at(f, nil)
	if !ok || !until.IsPositive() {
		return nil
	}
	q, err := analysis.Ask(t.program, axis, analysis.Terms{Period: t.s.period})
	if err != nil {
		return nil
	}
	q.Assignment, q.Observations, q.Until = t.assign(examplePayee, f), t.observations(examplePayee, rest.scores), decimal.NewNullDecimal(until)
	if t.s.measures[axis].Base == incentive.BaseObservation {
		q.Deals = nil
		for _, d := range rest.deals {
			q.Fixed = append(q.Fixed, owned(d, examplePayee))
		}
	} else {
		one := t.deal(group, len(rest.deals))
		one.Amount = decimal.New(1, 0)
		q.Deals = []incentive.Transaction{owned(one, examplePayee)}
		for _, d := range rest.deals {
			if d.Attributes[exampleGroup] != group {
				q.Fixed = append(q.Fixed, owned(d, examplePayee))
			}
		}
	}
	c, err := analysis.Payout(t.program, q)
	if err != nil {
		return nil
	}
	return c
}

// line is the stretch between two bounds on which a component's rate, or its pay, runs straight.
type line struct {
	basis       incentive.Basis
	from, until decimal.Decimal
	// first and last are the rates, or the parts, at its ends.
	first, last decimal.Decimal
	// place is that of the upper bound.
	place string
}

// falls reports whether the line falls.
func (l line) falls() bool { return l.last.LessThan(l.first) }

// lines returns the straight stretches of a component's tiers or curve.
func lines(k incentive.Component, root string) []line {
	var out []line
	if k.Tiers != nil && k.Tiers.Mode == incentive.InterpolatedRate {
		for i := 1; i < len(k.Tiers.Bands); i++ {
			a, b := k.Tiers.Bands[i-1], k.Tiers.Bands[i]
			out = append(out, line{k.Tiers.Basis, a.From, b.From, a.Rate.Decimal, b.Rate.Decimal, at(root+".tiers", "bands", i)})
		}
	}
	if k.Curve != nil && k.Curve.Shape == incentive.LinearCurve {
		for i := 1; i < len(k.Curve.Points); i++ {
			a, b := k.Curve.Points[i-1], k.Curve.Points[i]
			out = append(out, line{k.Curve.Basis, a.At, b.At, a.Pays, b.Pays, at(root+".curve", "points", i)})
		}
	}
	return out
}

// between reports where pay falls between two bounds, and where a rate that falls slows it. Both are read off the exact
// curve: everything is paid at a rate that falls in a straight line, so that pay may turn inside a stretch.
func (s *subject) between(t *trial, k incentive.Component, root string, f figures) {
	axis := axisOf(k)
	all := lines(k, root)
	if !slices.ContainsFunc(all, line.falls) {
		return
	}
	until := all[len(all)-1].until
	if reach, ok := s.reach(axis, all[0].basis); ok {
		until = decimal.Min(until, reach)
	}
	on := func(l line, d decimal.Decimal) decimal.Decimal {
		if s.measures[axis].Base == incentive.BaseObservation {
			return d
		}
		return s.position(bound{axis, l.basis, d, l.place}, f)
	}
	c := t.curve(f, on(all[0], until))
	if c == nil {
		s.fallingLine(t, k, root, f)
		return
	}
	told := map[string]bool{}
	for _, fall := range c.Falls() {
		_, from := fall.From.Bounds(fine)
		to, _ := fall.Until.Bounds(fine)
		i := slices.IndexFunc(all, func(l line) bool { return num.Rat(on(l, l.until)).Cmp(from) > 0 })
		if fall.Jumps() || i < 0 || told[all[i].place] {
			continue
		}
		told[all[i].place] = s.fallsOn(t, k, f, all[i], from, to)
	}
	for _, l := range all {
		if l.falls() && !told[l.place] && l.until.LessThanOrEqual(until) && k.Tiers != nil && !l.last.IsNegative() {
			s.slows(k, l, c, num.Rat(on(l, l.from)), num.Rat(on(l, l.until)))
		}
	}
}

// fine is how exactly a place that is no fraction is known.
var fine = big.NewRat(1, 1_000_000)

// fallsOn reports a stretch on which more pays less, with what the engine pays at its ends.
func (s *subject) fallsOn(t *trial, k incentive.Component, f figures, l line, from, to *big.Rat) bool {
	axis := axisOf(k)
	places := s.fineness(axis)
	if s.isMoney(axis) {
		places = min(places, s.plan.Currency.MinorUnits())
	}
	e := edge{from: num.RoundRat(from, places, num.HalfUp), to: num.RoundRat(to, places, num.HalfUp)}
	pays := t.pay(f, stand{axis: e.from}, stand{axis: e.to})
	if e.before, e.after = pays[0].Decimal, pays[1].Decimal; !pays[0].Valid || !pays[1].Valid || !e.after.LessThan(e.before) {
		return false
	}
	s.payFalls(k, bound{axis, l.basis, l.until, l.place}, f, e)
	return true
}

// slows reports a rate that falls from one bound to the next, with what one more earns at both ends of the stretch.
func (s *subject) slows(k incentive.Component, l line, c *analysis.Curve, from, to *big.Rat) {
	axis := axisOf(k)
	rates, slope := ladder{measure: k.Measure, key: "rate"}, ladder{measure: axis, key: "rate"}
	message := say("between %s and %s of %q everything is paid at a rate that falls from %s to %s", "%[3]q 在 %[1]s 与 %[2]s 之间，全部业绩所适用的比例从 %[4]s 降至 %[5]s",
		s.tells(l.basis, axis, l.from), s.tells(l.basis, axis, l.until), axis, s.perUnit(rates, num.Rat(l.first)), s.perUnit(rates, num.Rat(l.last)))
	if first, last, ok := slopes(c, from, to); ok && last.Cmp(first) < 0 {
		message = together(message, say("one more earns %s at first and %s at last", "每增加一单位，起初所得 %s，最后所得 %s", s.about(slope, first), s.about(slope, last)))
	}
	s.add(CodeDecelerator, l.place, message, say("keep it if slower pay below this bound is meant", "若有意在该界限以下放缓计付，可保留"))
}

// about writes what one more unit earns, marked where it is rounded.
func (s *subject) about(l ladder, x *big.Rat) kam.Text {
	text := s.perUnit(l, x)
	if num.Rat(num.RoundRat(x, 6, num.HalfUp)).Cmp(x) != 0 && l.key == "rate" && s.isMoney(l.measure) {
		return kam.Text{EN: "≈" + text.EN, ZH: "≈" + text.ZH}
	}
	return text
}

// slopes returns what one more earns right after a place and right before another.
func slopes(c *analysis.Curve, from, to *big.Rat) (first, last *big.Rat, ok bool) {
	low, high := analysis.Exactly(from), analysis.Exactly(to)
	for _, p := range c.Pieces() {
		if p.From.Cmp(low) <= 0 && p.Until.Cmp(low) > 0 {
			first = p.Pay.Derivative().At(from)
		}
		if p.From.Cmp(high) < 0 && p.Until.Cmp(high) >= 0 {
			last = p.Pay.Derivative().At(to)
		}
	}
	return first, last, first != nil && last != nil
}
