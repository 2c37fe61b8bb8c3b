package boundary

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/scenario"
	"github.com/kam-go/kam/incentive/scenario/internal/parts"
	"github.com/kam-go/kam/internal/num"
)

// fine is the smallest step of an amount.
var fine = decimal.New(1, -4)

// flips adds the cases where pay is rounded to one unit more.
func (m *maker) flips(s *searcher, b bound, inside int64) {
	base := parts.Measure(s.recipe.plan, b.measure).Base
	if base == incentive.BaseCount || base == "" {
		return
	}
	f := *s
	f.dial.unit = fine
	f.dial.most = units(decimal.NewFromInt(largest), fine)
	n := units(s.dial.unit.Mul(decimal.NewFromInt(inside)), fine)
	for range 2 {
		before, ok := f.statement(n)
		if !ok {
			return
		}
		next, ok := f.after(n, func(st incentive.Statement) bool { return st.Earned().Cmp(before.Earned()) > 0 })
		if !ok {
			return
		}
		m.add(b, RoundsDown, f.at(next-1).scenario(""))
		m.add(b, RoundsUp, f.at(next).scenario(""))
		n = next
	}
	m.halves(&f, b, n)
}

// after returns the smallest number of units above n for which met holds; it does not look far.
func (s *searcher) after(n int64, met func(incentive.Statement) bool) (int64, bool) {
	holds := func(n int64) bool {
		st, ok := s.statement(n)
		return ok && met(st)
	}
	low, step := n, int64(1)
	for !holds(n + step) {
		low, step = n+step, step*4
		if step > 1<<26 || s.ctx.Err() != nil {
			return 0, false
		}
	}
	high := n + step
	for high-low > 1 {
		if middle := low + (high-low)/2; holds(middle) {
			high = middle
		} else {
			low = middle
		}
	}
	return high, true
}

// halves adds the cases where the exact pay lies in the middle between two amounts of money.
func (m *maker) halves(f *searcher, b bound, n int64) {
	first, ok := f.exact(n, b.component)
	if !ok {
		return
	}
	second, ok := f.exact(n+1, b.component)
	if !ok {
		return
	}
	places := f.recipe.plan.Currency.MinorUnits()
	if p := f.recipe.plan.Rounding.Places; p != nil {
		places = *p
	}
	k, period, ok := halfway(first, new(big.Rat).Sub(second, first), places)
	if !ok {
		return
	}
	for range 2 {
		if k > farthest {
			return
		}
		m.add(b, RoundsHalf, f.at(n+k).scenario(""))
		k += period
	}
}

// farthest is how many steps of an amount are looked at.
const farthest = 20_000_000

// halfway returns the smallest k for which first + k × step lies in the middle between two multiples of 10^-places, and
// after how many further steps the next one does; false when there is none.
func halfway(first, step *big.Rat, places int32) (k, period int64, ok bool) {
	if step.Sign() <= 0 {
		return 0, 0, false
	}
	unit := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil))
	scale := new(big.Int).Mul(first.Denom(), step.Denom())
	scale.Mul(scale, unit.Denom()).Mul(scale, big.NewInt(2))
	whole := func(x *big.Rat) *big.Int {
		y := new(big.Rat).Mul(x, new(big.Rat).SetInt(scale))
		return y.Num()
	}
	a, s, u := whole(first), whole(step), whole(unit)
	// a + k·s ≡ u/2 (mod u)
	need := new(big.Int).Rsh(u, 1)
	need.Sub(need, a).Mod(need, u)
	g := new(big.Int).GCD(nil, nil, s, u)
	if new(big.Int).Mod(need, g).Sign() != 0 {
		return 0, 0, false
	}
	u.Quo(u, g)
	s.Quo(s, g)
	need.Quo(need, g)
	if u.Cmp(big.NewInt(1)) == 0 {
		return 0, 1, true
	}
	inverse := new(big.Int).ModInverse(s.Mod(s, u), u)
	if inverse == nil {
		return 0, 0, false
	}
	need.Mul(need, inverse).Mod(need, u)
	if !need.IsInt64() || !u.IsInt64() || need.Int64() > farthest || u.Int64() > farthest {
		return 0, 0, false
	}
	return need.Int64(), u.Int64(), true
}

// exact returns what a component pays at n units before anything is rounded; false where that is not known.
func (s *searcher) exact(n int64, component int) (*big.Rat, bool) {
	st, ok := s.statement(n)
	if !ok {
		return nil, false
	}
	x, ok := parts.Exported(st)
	if !ok || component >= len(x.Components) || s.recipe.plan.Rounding.Step == incentive.RoundSlice {
		return nil, false
	}
	k, sum := x.Components[component], new(big.Rat)
	if k.Pay != nil {
		return sum.SetString(k.Pay.Amount)
	}
	for _, l := range k.Lines {
		raw, ok := new(big.Rat).SetString(l.Raw)
		if !ok {
			return nil, false
		}
		sum.Add(sum, raw)
	}
	return sum, len(k.Lines) > 0
}

// crossing adds cases of a deal that crosses a tier's bound from an uneven position, such that it matters whether slices
// are rounded or what they sum to.
func (m *maker) crossing(s *searcher, b bound, n int64) {
	measure := parts.Measure(s.recipe.plan, b.measure)
	at := s.recipe.feeding(measure)
	if at < 0 || measure.Base == incentive.BaseCount {
		return
	}
	twin, ok := m.twin(s.recipe.plan)
	if !ok {
		return
	}
	name := numberName(measure.Base)
	bound := s.dial.unit.Mul(decimal.NewFromInt(n))
	kept := 0
	for i := range int64(60) {
		r := s.at(n)
		first, second := r.feeds[at].deal, r.feeds[at].deal
		part := num.Round(bound.Mul(decimal.New(5, -1)), 0, num.Down).Add(decimal.New(13+29*i, -2))
		setNumber(&first, name, part)
		setNumber(&second, name, bound.Sub(part).Add(num.Round(bound.Mul(decimal.New(2, -1)), 0, num.Down)).Add(decimal.New(3711+1713*i, -4)))
		if !part.IsPositive() || part.Cmp(bound) >= 0 {
			return
		}
		second.ID = fmt.Sprint(first.ID[:1], "9")
		r.feeds[at].deal = first
		r.feeds = slices.Insert(r.feeds, at+1, feed{rule: r.feeds[at].rule, deal: second, copies: 1})
		made := m.timed(r.plan, r.scenario("crossing"))
		here, ok := m.play(m.ctx, made)
		if !ok {
			return
		}
		there, ok := play(m.ctx, twin, expecting(made, here))
		if !ok {
			return
		}
		if there.OK() {
			continue
		}
		m.add(b, Crossing, r.scenario(""))
		if kept++; kept == 2 {
			return
		}
	}
}

// twin is the plans with a plan that rounds slices where it does not, and credits where it rounds slices.
func (m *maker) twin(p incentive.Plan) (scenario.Base, bool) {
	plans := slices.Clone(m.plans)
	i := slices.IndexFunc(plans, func(q incentive.Plan) bool { return q.ID == p.ID && q.Version == p.Version })
	step := incentive.RoundSlice
	if p.Rounding.Step == step {
		step = incentive.RoundCredit
	}
	plans[i].Rounding.Step = step
	program, err := incentive.Compile(incentive.Book{Plans: plans, Calendar: m.program.Calendar()})
	if err != nil {
		return scenario.Base{}, false
	}
	return scenario.On(program), true
}
