package lint

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// maxGates is how many gates of a component are looked at.
const maxGates = 500

// gates checks the gates of a component.
func (s *subject) gates(k incentive.Component, root string) {
	for i, g := range k.Gates[:min(len(k.Gates), maxGates)] {
		place, on := at(root, "gates", i), or(g.Measure, k.Measure)
		bound := s.tells(g.Basis, on, g.At)
		if reach, ok := s.reach(on, g.Basis); ok && g.At.GreaterThan(reach) {
			s.add(CodeUnreachableGate, place,
				say("the gate asks for %s of %q, and %s is the most that anybody is expected to reach", "该门槛要求 %[2]q 达到 %[1]s，高于预计可达到的上限 %[3]s", bound, on, s.tells(g.Basis, on, reach)),
				s.reachRemedy(g.Basis))
		}
		if g.At.Sign() <= 0 && s.measures[on].Base != incentive.BaseObservation {
			s.add(CodeIdleGate, place, say("the gate asks for %s of %q, which is passed unless refunds exceed sales", "该门槛要求 %[2]q 达到 %[1]s，除非退款超过销售，否则总是达到", bound, on),
				say("remove it, or raise it", "请删除，或提高门槛"))
		}
		for j, h := range k.Gates[:min(len(k.Gates), maxGates)] {
			if j != i && or(h.Measure, k.Measure) == on && implies(h, g) && (!implies(g, h) || j < i) {
				s.add(CodeIdleGate, place, say("the gate at %s of %q never decides: the one at %s of the same measure asks for no less", "%[2]q 位于 %[1]s 的门槛不起作用：同一指标位于 %[3]s 的门槛要求不低于它", bound, on, s.tells(h.Basis, on, h.At)),
					say("remove it, or the one at %s", "请删除该门槛，或删除位于 %s 的门槛", at(root, "gates", j)))
				break
			}
		}
		if i < maxWorked {
			s.latched(k, g, place, on)
		}
	}
	if t := k.Contest; t != nil && t.AtLeast.Valid {
		if reach, ok := s.reach(k.Measure, t.Basis); ok && t.AtLeast.Decimal.GreaterThan(reach) {
			s.add(CodeUnreachableGate, root+".contest.atLeast",
				say("the contest asks for %s of %q, and %s is the most that anybody is expected to reach", "该竞赛要求 %[2]q 达到 %[1]s，高于预计可达到的上限 %[3]s",
					s.tells(t.Basis, k.Measure, t.AtLeast.Decimal), k.Measure, s.tells(t.Basis, k.Measure, reach)), s.reachRemedy(t.Basis))
		}
	}
}

// implies reports whether whoever passes the first gate passes the second in the same way.
func implies(a, b incentive.Gate) bool {
	return a.Basis == b.Basis && a.Kind == b.Kind && a.Test == b.Test && a.FailedThenPassed == b.FailedThenPassed &&
		a.PassedThenLost == b.PassedThenLost && (a.Kind == incentive.Cliff || a.Base == b.Base) && a.At.GreaterThanOrEqual(b.At)
}

// latched reports a gate that takes back what the tiers keep, or keeps open what the tiers take back, on one measure.
func (s *subject) latched(k incentive.Component, g incentive.Gate, place, on string) {
	if k.Tiers == nil || k.Tiers.Lost == "" || on != axisOf(k) || g.Kind != incentive.Cliff || !g.At.IsPositive() || s.measures[on].Base == incentive.BaseObservation {
		return
	}
	takes := g.Test == incentive.AtPeriodEnd || g.PassedThenLost == incentive.TakeBack
	switch {
	case k.Tiers.Lost == incentive.Latched && takes:
		s.contradicts(k, g, place, on, say("the tiers keep the rate that was reached, and the gate takes everything back when %q falls below %s again", "各档保留已达到的比例，而 %q 再次低于 %s 时门槛收回全部提成", on, s.tells(g.Basis, on, g.At)),
			say(`write "lost": "take-back" in the tiers, or a running gate with "passedThenLost": "latched"`, `请在 tiers 中写 "lost": "take-back"，或使用逐笔检验并写 "passedThenLost": "latched"`))
	case k.Tiers.Lost == incentive.TakeBack && !takes:
		s.contradicts(k, g, place, on, say("the gate stays open once it was passed, and the tiers take back the rate when %q falls again", "门槛一经达到即保持开启，而 %q 回落时各档收回已达到的比例", on),
			say(`write "lost": "latched" in the tiers, or "passedThenLost": "take-back" in the gate`, `请在 tiers 中写 "lost": "latched"，或在门槛中写 "passedThenLost": "take-back"`))
	}
}

// contradicts reports the two with what the engine pays before and after a refund.
func (s *subject) contradicts(k incentive.Component, g incentive.Gate, place, on string, message, remedy kam.Text) {
	if worked, ok := s.soldAndTakenBack(k, bound{on, g.Basis, g.At, place}); ok {
		message = together(message, worked)
	}
	s.add(CodeLatched, place, message, remedy)
}

// soldAndTakenBack sells up to the highest bound of a component's tiers, or the gate where that is higher, in two deals,
// takes the first one back, and says what is earned before and after.
func (s *subject) soldAndTakenBack(k incentive.Component, gate bound) (kam.Text, bool) {
	p, ok := s.alone(k)
	if !ok {
		return kam.Text{}, false
	}
	t := s.try(p)
	if t == nil {
		return kam.Text{}, false
	}
	f := s.assumed()
	top := s.position(gate, f)
	for _, b := range k.Tiers.Bands {
		if x := s.position(bound{gate.measure, k.Tiers.Basis, b.From, ""}, f); x.GreaterThan(top) {
			top = x
		}
	}
	h, ok := t.sellBack(f, top, 6)
	if !ok {
		return kam.Text{}, false
	}
	pays := t.run([]example{h.before, h.after})
	if !pays[0].Valid || !pays[1].Valid {
		return kam.Text{}, false
	}
	return say("deals of %s and %s of %q earn %s; once the first is refunded, %s is left", "%[3]q 的两笔交易 %[1]s 与 %[2]s 所得 %[4]s；第一笔退款后剩余 %[5]s",
		s.quantity(gate.measure, h.sizes[0]), s.quantity(gate.measure, h.sizes[1]), gate.measure, s.money(pays[0].Decimal), s.money(pays[1].Decimal)), true
}

// history is two deals, and the same with the first one refunded.
type history struct {
	sizes         []decimal.Decimal
	before, after example
}

// sellBack sells two deals on a component's own axis, the first tenths/10 of the top and the second 6/10, and refunds
// the first; false where its measures cannot be fed by two deals.
func (t *trial) sellBack(f figures, top decimal.Decimal, tenths int64) (history, bool) {
	first := top.Mul(decimal.New(tenths, -1))
	second := top.Mul(decimal.New(6, -1))
	h := history{sizes: []decimal.Decimal{first, second}}
	if !fits(first) || !fits(second) || !first.IsPositive() {
		return h, false
	}
	rest, ok := t.at(f, nil)
	if !ok {
		return h, false
	}
	rest.deals = slices.DeleteFunc(rest.deals, func(d incentive.Transaction) bool { return d.Attributes[exampleGroup] == t.k.Measure })
	for i, size := range h.sizes {
		d := t.deal(t.k.Measure, len(rest.deals)+maxDeals*(i+1))
		d.Amount = size
		for _, m := range t.plan.Measures {
			if m.Base == incentive.BaseCount && groupOf(t.k, m.Name) == t.k.Measure {
				return h, false
			}
			put(&d, m.Base, size)
		}
		rest.deals = append(rest.deals, d)
	}
	sold := rest.deals[len(rest.deals)-2]
	back := sold
	back.ID, back.Sequence, back.Reverses = "refund", int64(4*maxDeals), sold.ID
	back.Attributes = nil
	negate(&back)
	h.before, h.after = rest, rest
	h.after.deals = append(slices.Clone(rest.deals), back)
	return h, true
}

// negate turns a deal into what takes it back.
func negate(t *incentive.Transaction) {
	t.Amount = t.Amount.Neg()
	for _, d := range []*decimal.NullDecimal{&t.Margin, &t.Units, &t.Cash} {
		d.Decimal = d.Decimal.Neg()
	}
}
