package lint

import (
	"maps"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// steps checks the tiers, points, bands and rows of a component.
func (s *subject) steps(k incentive.Component, root string) {
	for _, l := range ladders(k, root) {
		s.dead(k, root, l)
		s.unreached(l)
		s.same(k, l)
		s.falling(l)
	}
	for i, m := range k.Multipliers {
		s.lowTop(k, m, at(root, "multipliers", i))
	}
	s.rows(k, root)
	s.negative(k, root)
}

// limitOf is a gate or a cap that leaves nothing to a part of a measure.
type limitOf struct {
	at    decimal.Decimal
	place string
	what  kam.Text
}

// below returns the highest gate that leaves nothing to a ladder below it.
func below(k incentive.Component, root string, l ladder) (limitOf, bool) {
	var out limitOf
	found := false
	for i, g := range k.Gates {
		if or(g.Measure, k.Measure) != l.measure || g.Basis != l.basis || !closes(g, l.sliced) || found && g.At.LessThanOrEqual(out.at) {
			continue
		}
		what := say("gate", "门槛")
		if g.Kind == incentive.Deadband {
			what = say("deadband", "不计付区间（deadband）")
		}
		out, found = limitOf{g.At, at(root, "gates", i), what}, true
	}
	return out, found
}

// closes reports whether a gate keeps everything below its bound from ever paying. A cliff does where the position at
// the end decides, and not where slices below it are paid once it is passed.
func closes(g incentive.Gate, sliced bool) bool {
	if g.Kind == incentive.Deadband {
		return true
	}
	return !sliced && (g.Test == incentive.AtPeriodEnd || g.PassedThenLost == incentive.TakeBack)
}

// above returns the lowest cap on attainment that leaves nothing to a ladder from it on.
func above(k incentive.Component, root string, l ladder) (limitOf, bool) {
	var out limitOf
	found := false
	if !l.sliced || l.basis != incentive.ByAttainment || l.measure != axisOf(k) {
		return out, false
	}
	for i, c := range k.Caps {
		if c.On == incentive.OnAttainment && (!found || c.Attainment.Decimal.LessThan(out.at)) {
			out, found = limitOf{c.Attainment.Decimal, at(root, "caps", i), say("cap on attainment", "完成率封顶")}, true
		}
	}
	return out, found
}

// dead reports steps to which a gate, a deadband or a cap on attainment leaves nothing.
func (s *subject) dead(k incentive.Component, root string, l ladder) {
	low, hasLow := below(k, root, l)
	high, hasHigh := above(k, root, l)
	for _, x := range l.steps {
		switch {
		case x.idle:
		case hasLow && x.until.Valid && x.until.Decimal.LessThanOrEqual(low.at):
			s.deadTier(k, l, x, low, x.until.Decimal, true)
		case hasHigh && x.from.GreaterThanOrEqual(high.at):
			s.deadTier(k, l, x, high, x.from, false)
		}
	}
}

// deadTier reports one step with what the engine pays at its edge.
func (s *subject) deadTier(k incentive.Component, l ladder, x step, by limitOf, edge decimal.Decimal, under bool) {
	message := say("the %s %s can never pay: the %s at %s leaves nothing to it", "%[2]s的%[1]s永远不会计付：位于 %[4]s 的%[3]s使其没有可计付部分",
		l.name, s.span(l, x), by.what, s.tells(l.basis, l.measure, by.at))
	remedy := say("move the bound at %s, or give this %s %q zero to say that it pays nothing", "请调整位于 %s 的界限，或将该%s的 %q 写为零，以表明不计付", by.place, l.name, l.key)
	if worked, ok := s.deadWorked(k, l, edge, under); ok {
		message = together(message, worked)
	}
	s.add(CodeDeadTier, x.place, message, remedy)
}

// deadWorked says what the engine pays at the edge of a dead step.
func (s *subject) deadWorked(k incentive.Component, l ladder, edge decimal.Decimal, under bool) (kam.Text, bool) {
	p, ok := s.alone(k)
	if !ok {
		return kam.Text{}, false
	}
	t := s.try(p)
	if t == nil {
		return kam.Text{}, false
	}
	f := s.assumed()
	place := s.position(bound{l.measure, l.basis, edge, ""}, f)
	if s.measures[l.measure].Base == incentive.BaseObservation {
		place = edge
	}
	unit := decimal.New(1, -min(s.fineness(l.measure), s.plan.Currency.MinorUnits()))
	if under {
		place = place.Sub(unit)
		pay := t.pay(f, stand{l.measure: place})[0]
		return say("%s of %q earns %s", "%[2]q 为 %[1]s 时所得 %[3]s", s.quantity(l.measure, place), l.measure, s.money(pay.Decimal)), pay.Valid && !place.IsNegative()
	}
	pays := t.pay(f, stand{l.measure: place}, stand{l.measure: place.Add(place)})
	return say("%[3]q earns %[2]s at %[1]s and %[5]s at %[4]s", "%[3]q 为 %[1]s 时所得 %[2]s，为 %[4]s 时所得 %[5]s",
		s.quantity(l.measure, place), s.money(pays[0].Decimal), l.measure, s.quantity(l.measure, place.Add(place)), s.money(pays[1].Decimal)), pays[0].Valid && pays[1].Valid
}

// quantity writes a position of a measure.
func (s *subject) quantity(measure string, d decimal.Decimal) kam.Text {
	if s.isMoney(measure) {
		return s.money(d)
	}
	return say("%s", "%s", d)
}

// together joins two sentences.
func together(a, b kam.Text) kam.Text { return wording.Clauses([]kam.Text{a, b}) }

// unreached reports steps that start above what anybody is expected to reach.
func (s *subject) unreached(l ladder) {
	reach, ok := s.reach(l.measure, l.basis)
	if !ok {
		return
	}
	for _, x := range l.steps {
		if x.from.GreaterThan(reach) {
			s.add(CodeUnreachedTier, x.place,
				say("the %s %s of %q starts above %s, the most that anybody is expected to reach", "%[3]q 的%[1]s（%[2]s）起点高于预计可达到的上限 %[4]s",
					l.name, s.span(l, x), l.measure, s.tells(l.basis, l.measure, reach)), s.reachRemedy(l.basis))
		}
	}
}

// reach returns the most that anybody is expected to reach on a measure; false when nothing is said.
func (s *subject) reach(measure string, basis incentive.Basis) (decimal.Decimal, bool) {
	if basis == incentive.ByAttainment {
		return s.policy.reach, true
	}
	d, ok := s.policy.highest[measure]
	return d, ok
}

func (s *subject) reachRemedy(basis incentive.Basis) kam.Text {
	if basis == incentive.ByAttainment {
		return say(`write shares, not per cent: "1.2" is 120 %%; or lower the bound, or raise "reach" in the policy`, `请写小数而非百分数："1.2" 即 120%%；或降低界限，或提高检查策略中的 "reach"`)
	}
	return say(`lower the bound, or raise the measure's entry in "highest" of the policy`, `请降低界限，或提高检查策略 "highest" 中该指标的数值`)
}

// same reports steps that pay what their neighbour pays.
func (s *subject) same(k incentive.Component, l ladder) {
	line := k.Tiers != nil && l.key == "rate" && k.Tiers.Mode == incentive.InterpolatedRate || k.Curve != nil && l.key == "pays" && k.Curve.Shape == incentive.LinearCurve
	for i := 1; i < len(l.steps); i++ {
		a, b := l.steps[i-1], l.steps[i]
		same := a.pays.Cmp(b.pays) == 0
		if line {
			same = i+1 < len(l.steps) && onLine(a, b, l.steps[i+1])
		}
		if !same {
			continue
		}
		message := say("the bound at %s divides nothing: the %s above it pays as the one below", "%s 处的界限没有作用：其上的%s与其下的计付相同", s.tells(l.basis, l.measure, b.from), l.name)
		if line {
			message = say("the %[2]s at %[1]s divides nothing: it lies on the line between its neighbours", "%s 处的%s没有作用：它位于前后两点的直线上", s.tells(l.basis, l.measure, b.from), l.name)
		}
		if l.sliced && s.plan.Rounding.Step == incentive.RoundSlice {
			message = together(message, say("but for the rounding of slices", "各段分别舍入的差异除外"))
		}
		s.add(CodeSameRate, b.place, message, say("remove it, or correct what it pays", "请删除，或更正其计付数值"))
	}
}

// onLine reports whether the middle of three steps lies on the line between the others.
func onLine(a, b, c step) bool {
	rise := func(p, q step) *big.Rat {
		return new(big.Rat).Quo(new(big.Rat).Sub(q.pays, p.pays), num.Rat(q.from.Sub(p.from)))
	}
	return rise(a, b).Cmp(rise(b, c)) == 0
}

// falling reports slices that pay less than those before.
func (s *subject) falling(l ladder) {
	if !l.sliced {
		return
	}
	for i := 1; i < len(l.steps); i++ {
		a, b := l.steps[i-1], l.steps[i]
		if b.pays.Cmp(a.pays) >= 0 || b.pays.Sign() < 0 {
			continue
		}
		s.add(CodeDecelerator, b.place,
			say("what lies above %s of %q pays %s for each unit, less than the %s below it", "%[2]q 超过 %[1]s 的部分每单位计付 %[3]s，低于其下的 %[4]s",
				s.tells(l.basis, l.measure, b.from), l.measure, s.perUnit(l, b.pays), s.perUnit(l, a.pays)),
			say("keep it if slower pay above this bound is meant", "若有意在该界限以上放缓计付，可保留"))
	}
}

// perUnit writes what a slice pays.
func (s *subject) perUnit(l ladder, x *big.Rat) kam.Text {
	d := num.RoundRat(x, 6, num.HalfUp)
	if l.key == "rate" && s.isMoney(l.measure) {
		return percent(d)
	}
	return say("%s", "%s", x)
}

// lowTop reports a multiplier whose top band lowers pay. On an observation of which less is better, factors fall throughout.
func (s *subject) lowTop(k incentive.Component, m incentive.Multiplier, root string) {
	n := len(m.Bands)
	if n < 2 || !m.Bands[n-1].Factor.LessThan(decimal.New(1, 0)) {
		return
	}
	falls := true
	for i := 1; i < n; i++ {
		falls = falls && m.Bands[i].Factor.LessThan(m.Bands[i-1].Factor)
	}
	on := or(m.On, k.Measure)
	if falls && s.measures[on].Base == incentive.BaseObservation {
		return
	}
	s.add(CodeLowTop, at(root, "bands", n-1),
		say("at %s of %q and above, the best that there is, pay is multiplied by %s", "%[2]q 达到最高档 %[1]s 及以上时，提成乘以 %[3]s", s.tells(m.Basis, on, m.Bands[n-1].From), on, m.Bands[n-1].Factor),
		say(`write a factor of 1 or more: "factor": "1"`, `请写不小于 1 的系数："factor": "1"`))
}

// rows reports bounds of a table that divide nothing, can never be reached, or lie below a gate.
func (s *subject) rows(k incentive.Component, root string) {
	if k.Table == nil {
		return
	}
	for i, d := range k.Table.Dimensions {
		if len(d.Bounds) == 0 {
			continue
		}
		rows := rowsOf(*k.Table, i)
		l := ladder{measure: d.On, basis: d.Basis, name: say("row", "行"), key: "rate"}
		for j, b := range d.Bounds {
			l.steps = append(l.steps, step{from: b, place: at(at(root+".table", "dimensions", i), "bounds", j), idle: allZero(rows[num.Format(b)])})
		}
		l = l.closed()
		if d.On != "" {
			s.dead(k, root, l)
			s.unreached(l)
		}
		for j := 1; j < len(d.Bounds); j++ {
			if sameRow(rows[num.Format(d.Bounds[j-1])], rows[num.Format(d.Bounds[j])]) {
				s.add(CodeSameRate, l.steps[j].place, say("the bound at %s divides nothing: both rows have the same rates", "%s 处的界限没有作用：上下两行的提成比例相同", s.tells(d.Basis, d.On, d.Bounds[j])),
					say("remove it, or correct its rates", "请删除，或更正其提成比例"))
			}
		}
	}
}

// rowsOf returns the rates of every row of a dimension of numbers, by what the cells are in the other dimensions.
func rowsOf(t incentive.Table, dimension int) map[string]map[string]decimal.Decimal {
	rows := map[string]map[string]decimal.Decimal{}
	for _, c := range t.Cells {
		row := c.At[dimension]
		if d, err := num.Parse(row); err == nil {
			row = num.Format(d)
		}
		rest := make([]string, 0, len(c.At)-1)
		for i, v := range c.At {
			if i != dimension {
				rest = append(rest, v)
			}
		}
		if rows[row] == nil {
			rows[row] = map[string]decimal.Decimal{}
		}
		rows[row][strings.Join(rest, "\x00")] = c.Rate
	}
	return rows
}

func allZero(row map[string]decimal.Decimal) bool {
	for _, d := range row {
		if !d.IsZero() {
			return false
		}
	}
	return true
}

func sameRow(a, b map[string]decimal.Decimal) bool {
	return maps.EqualFunc(a, b, decimal.Decimal.Equal)
}

// negative reports rates that take money for a sale.
func (s *subject) negative(k incentive.Component, root string) {
	report := func(place string, d decimal.NullDecimal) {
		if d.Valid && d.Decimal.IsNegative() {
			s.add(CodeNegativeRate, place, say("a sale of 1,000 costs the payee %s", "每 1,000 的销售将扣减收款人 %s", wording.Amount(d.Decimal.Neg().Shift(3), 0)),
				say("use a rate of zero or more", "请使用零或正数"))
		}
	}
	report(root+".rate", k.Rate)
	if k.Tiers != nil {
		for i, b := range k.Tiers.Bands {
			report(at(root+".tiers", "bands", i)+".rate", b.Rate)
			if b.Amount.Valid && b.Amount.Decimal.IsNegative() {
				s.add(CodeNegativeRate, at(root+".tiers", "bands", i)+".amount", say("filling the tier costs the payee %s", "完成该档将扣减收款人 %s", s.money(b.Amount.Decimal.Neg())),
					say("use an amount of zero or more", "请使用零或正数"))
			}
		}
	}
	if k.Table != nil {
		for i, c := range k.Table.Cells {
			report(at(root+".table", "cells", i)+".rate", decimal.NewNullDecimal(c.Rate))
		}
	}
}
