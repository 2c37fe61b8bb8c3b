package plantest

import (
	"math/big"
	"testing"

	"github.com/kam-go/kam/incentive/analysis"
	"github.com/kam-go/kam/internal/num"
)

// Monotone asserts that more of the measure never pays less, anywhere in the range, before rounding.
func (p *Plan) Monotone(t testing.TB) {
	t.Helper()
	falls := p.Curve.Falls()
	if len(falls) == 0 {
		return
	}
	f := falls[0]
	below, above := p.around(f.From, f.Until)
	before, there := "at", "at"
	if f.Jumps() {
		if before = "just below"; p.paid(f.From).Cmp(f.HigherPay) == 0 {
			before, there = "at", "just above"
		}
	}
	t.Errorf("more pays less: %s %s %s, %s %s %s%s", grouped(f.HigherPay), before, p.place(f.From), grouped(f.LowerPay), there, p.place(f.Until), p.trail(below, above))
}

// paid is what a break point is paid.
func (p *Plan) paid(at analysis.Number) analysis.Number {
	for _, b := range p.Curve.Breaks() {
		if b.At.Cmp(at) == 0 {
			return b.Pay
		}
	}
	return analysis.Number{}
}

// NoCliffAbove asserts that pay jumps nowhere by more than an amount, up or down, before rounding.
func (p *Plan) NoCliffAbove(t testing.TB, amount string) {
	t.Helper()
	limit, ok := parse(t, "the largest cliff allowed", amount)
	if !ok {
		return
	}
	most := analysis.Exactly(limit.Rat())
	for _, j := range p.Curve.Jumps() {
		if j.Size.Cmp(most) > 0 || j.Size.Cmp(analysis.Exactly(limit.Neg().Rat())) < 0 {
			below, above := p.around(j.At, j.At)
			t.Errorf("a cliff of %s at %s, more than %s: %s before, %s there, %s after%s", grouped(j.Size), p.place(j.At), money(limit), grouped(j.Before), grouped(j.Pay), grouped(j.After), p.trail(below, above))
			return
		}
	}
}

// MarginalRateWithin asserts that one more of the measure's quantity never pays less than low or more than high, jumps
// left out: "0" and "0.12" for 0 to 12 % of money.
func (p *Plan) MarginalRateWithin(t testing.TB, low, high string) {
	t.Helper()
	lowest, okLow := parse(t, "the lowest rate allowed", low)
	highest, okHigh := parse(t, "the highest rate allowed", high)
	if !okLow || !okHigh {
		return
	}
	r := p.Curve.MarginalRates()
	if r.Lowest.Cmp(analysis.Exactly(lowest.Rat())) < 0 {
		below, above := p.after(r.LowestAt)
		t.Errorf("a marginal rate of %s from %s on, less than %s%s", r.Lowest, p.place(r.LowestAt), low, p.trail(below, above))
	}
	if r.Highest.Cmp(analysis.Exactly(highest.Rat())) > 0 {
		below, above := p.after(r.HighestAt)
		t.Errorf("a marginal rate of %s from %s on, more than %s%s", r.Highest, p.place(r.HighestAt), high, p.trail(below, above))
	}
}

// MaxPay asserts that the range pays at most an amount, before rounding.
func (p *Plan) MaxPay(t testing.TB, amount string) {
	t.Helper()
	limit, ok := parse(t, "the most allowed", amount)
	if !ok {
		return
	}
	most := p.Curve.Highest()
	if most.Pay.Cmp(analysis.Exactly(limit.Rat())) > 0 {
		first := p.firstAbove(limit.Rat())
		below, above := p.around(first, first)
		t.Errorf("the most is %s at %s, more than %s, which is passed at %s%s", grouped(most.Pay), p.place(most.At), money(limit), p.place(first), p.trail(below, above))
	}
}

// firstAbove is the first place from which more than an amount is paid.
func (p *Plan) firstAbove(limit *big.Rat) analysis.Number {
	for _, c := range p.Curve.BreakEven(analysis.Economics{Cost: new(big.Rat).Neg(limit)}) {
		if !c.Covered {
			return c.From
		}
	}
	return p.Curve.Highest().At
}

// PaysAt asserts what the plan pays, rounded as it rounds, where the axis stands at a place: "1.00" is 100 % on an axis of
// attainment. It is a run of the engine that is asked, where one can stand there; else the curve, rounded once.
func (p *Plan) PaysAt(t testing.TB, at, amount string) {
	t.Helper()
	x, okX := parse(t, "the place", at)
	want, okWant := parse(t, "the pay expected", amount)
	if !okX || !okWant {
		return
	}
	place := x.Rat()
	exact, ok := p.Curve.At(place)
	if !ok {
		from, until := p.Curve.Range()
		t.Errorf("%s lies outside the range, which is from %s to %s", p.place(analysis.Exactly(place)), p.place(analysis.Exactly(from)), p.place(analysis.Exactly(until)))
		return
	}
	s, err := p.run(place)
	if err != nil {
		plan := p.Curve.Plan()
		places := plan.Currency.MinorUnits()
		if plan.Rounding.Places != nil {
			places = *plan.Rounding.Places
		}
		if got := num.RoundRat(exact, places, num.Mode(plan.Rounding.Mode)); !got.Equal(want) {
			t.Errorf("%s pays %s, not %s", p.place(analysis.Exactly(place)), money(got), money(want))
		}
		return
	}
	if got := s.Earned(); !got.Equal(want) {
		t.Errorf("%s pays %s, not %s%s", p.place(analysis.Exactly(place)), money(got), money(want), p.trail(place))
	}
}

// CapBitesAt asserts where the first cap on pay begins to matter: "1.75" for 175 % of quota; "" for nowhere in the range.
func (p *Plan) CapBitesAt(t testing.TB, at string) {
	t.Helper()
	for _, b := range p.Curve.Bindings() {
		if !b.IsCap() {
			continue
		}
		from := b.Stretches[0].From
		if at == "" {
			t.Errorf("the %s bites from %s on", b.Text().EN, p.place(from))
		} else if want, ok := parse(t, "the place", at); ok && from.Cmp(analysis.Exactly(want.Rat())) != 0 {
			below, above := p.around(from, from)
			t.Errorf("the %s bites from %s on, not from %s%s", b.Text().EN, p.place(from), p.place(analysis.Exactly(want.Rat())), p.trail(below, above))
		}
		return
	}
	if at != "" {
		if want, ok := parse(t, "the place", at); ok {
			t.Errorf("no cap bites, expected one at %s", p.place(analysis.Exactly(want.Rat())))
		}
	}
}
