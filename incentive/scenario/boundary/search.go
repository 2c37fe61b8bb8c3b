package boundary

import (
	"context"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/internal/season"
	"github.com/kam-go/kam/incentive/scenario"
	"github.com/kam-go/kam/incentive/scenario/internal/parts"
	"github.com/kam-go/kam/internal/num"
)

// dial turns one number of a recipe: x units.
type dial struct {
	unit decimal.Decimal
	// most is the largest number of units.
	most int64
	set  func(recipe, decimal.Decimal) recipe
	// refund returns the refund of one unit of the recipe at x; nil where there is none.
	refund func(r recipe, unit decimal.Decimal) incentive.Transaction
}

// searcher looks for the deals that bring a component to a bound.
type searcher struct {
	*bench
	ctx    context.Context
	recipe recipe
	dial   dial
}

func (s *searcher) at(n int64) recipe {
	return s.dial.set(s.recipe.clone(), s.dial.unit.Mul(decimal.NewFromInt(n)))
}

// statement plays the recipe at n units.
func (s *searcher) statement(n int64) (incentive.Statement, bool) {
	r, ok := s.play(s.ctx, s.timed(s.recipe.plan, s.at(n).scenario("search")))
	if !ok {
		return incentive.Statement{}, false
	}
	run := r.Runs()[0]
	if run == nil {
		return incentive.Statement{}, false
	}
	return run.Statement(scenario.Rep, s.recipe.plan.ID)
}

// least returns the smallest number of units, from 1 on, for which met holds, starting from a guess. It is false when there is
// none, or met holds for nothing at all already. Met must not turn false again.
func (s *searcher) least(guess int64, met func(incentive.Statement) bool) (int64, bool) {
	holds := func(n int64) bool {
		st, ok := s.statement(n)
		return ok && met(st)
	}
	guess = min(max(guess, 1), s.dial.most)
	if holds(guess) && !holds(guess-1) {
		return guess, true
	}
	low, high := int64(0), guess
	if holds(low) { // a floor does not lift what is not there
		low, high = 1, max(guess, 2)
	}
	if holds(low) {
		return 0, false
	}
	for !holds(high) {
		if high >= s.dial.most || s.ctx.Err() != nil {
			return 0, false
		}
		low, high = high, min(high*4, s.dial.most)
	}
	for high-low > 1 {
		if middle := low + (high-low)/2; holds(middle) {
			high = middle
		} else {
			low = middle
		}
	}
	return high, true
}

// units returns how many units an amount has, rounded up.
func units(amount, unit decimal.Decimal) int64 {
	if !unit.IsPositive() {
		return 0
	}
	n := num.RoundRat(new(big.Rat).Quo(num.Rat(amount), num.Rat(unit)), 0, num.Ceil)
	if !n.BigInt().IsInt64() {
		return 0
	}
	return n.IntPart()
}

// largest is the largest amount that is tried.
const largest = 1_000_000_000

// turns returns the dial of a measure: the deals that feed it, or its score.
func turns(r recipe, m incentive.Measure, at decimal.Decimal) (dial, bool) {
	d := dial{unit: parts.Unit(r.plan, m.Base, at)}
	d.most = units(decimal.NewFromInt(largest), d.unit)
	if m.Base == incentive.BaseObservation {
		d.set = func(r recipe, x decimal.Decimal) recipe {
			r.scores[m.Metric] = x
			return r
		}
		return d, true
	}
	feed := r.feeding(m)
	if feed < 0 {
		return d, false
	}
	if m.Base == incentive.BaseCount {
		d.unit, d.most = decimal.NewFromInt(1), maxCopies
		d.set = func(r recipe, x decimal.Decimal) recipe {
			r.feeds[feed].copies = int(x.IntPart())
			return r
		}
		d.refund = func(r recipe, _ decimal.Decimal) incentive.Transaction {
			f := r.feeds[feed]
			return incentive.Transaction{ID: "R1", Amount: f.deal.Amount.Neg(), Reverses: f.deal.ID}
		}
		return d, true
	}
	name := numberName(m.Base)
	d.set = func(r recipe, x decimal.Decimal) recipe {
		setNumber(&r.feeds[feed].deal, name, x)
		return r
	}
	d.refund = func(r recipe, unit decimal.Decimal) incentive.Transaction {
		t := incentive.Transaction{ID: "R1", Amount: unit.Neg(), Reverses: r.feeds[feed].deal.ID}
		if name != "amount" {
			setNumber(&t, name, unit.Neg())
			t.Amount = decimal.New(-1, -2)
		}
		return t
	}
	return d, true
}

// reaches returns the condition that a measure stands at a bound or above.
func (s *searcher) reaches(m incentive.Measure, at decimal.Decimal) (int64, func(incentive.Statement) bool) {
	scale := decimal.NewFromInt(1)
	if i := s.recipe.feeding(m); i >= 0 && m.Base != incentive.BaseObservation {
		scale = scaleOf(s.recipe.feeds[i])
	}
	guess := int64(1)
	if scale.IsPositive() {
		guess = units(num.RoundRat(new(big.Rat).Quo(num.Rat(at), num.Rat(scale)), 12, num.HalfUp), s.dial.unit)
	}
	if m.Window == incentive.PerTransaction { // each deal stands for itself
		return guess, nil
	}
	return guess, func(st incentive.Statement) bool {
		x, ok := st.Measure(m.Name)
		return ok && x.Value.Cmp(at) >= 0
	}
}

// numberDial turns a number of the deals of the component.
func numberDial(r recipe, b bound) (dial, bool) {
	if len(r.feeds) == 0 {
		return dial{}, false
	}
	d := dial{unit: parts.UnitOfNumber(r.plan, b.number, b.At)}
	d.most = units(decimal.NewFromInt(largest), d.unit)
	d.set = func(r recipe, x decimal.Decimal) recipe {
		for i := range r.feeds {
			if i == 0 || b.condition != nil && slices.Contains(namesOf(r.feeds[i].rule.When), b.number) {
				setNumber(&r.feeds[i].deal, b.number, x)
			}
		}
		return r
	}
	return d, true
}

// namesOf are the numbers that a condition compares.
func namesOf(c *incentive.Condition) []string {
	if c == nil {
		return nil
	}
	out := namesOf(c.Not)
	for i := range c.All {
		out = append(out, namesOf(&c.All[i])...)
	}
	for i := range c.Any {
		out = append(out, namesOf(&c.Any[i])...)
	}
	if c.Number != "" {
		out = append(out, c.Number)
	}
	return out
}

// daysDial turns the days from one date of a deal to another; the one on which it counts stays.
func (b *bench) daysDial(r recipe, at bound) (dial, bool) {
	if len(r.feeds) == 0 {
		return dial{}, false
	}
	day := b.day(r)
	return dial{unit: decimal.NewFromInt(1), most: 3000, set: func(r recipe, x decimal.Decimal) recipe {
		t, days := &r.feeds[0].deal, at.days
		if !t.Date(r.plan.CreditDate).IsSet() {
			*t = r.feeds[0].on(r.plan, *t, day)
		}
		n := int(x.IntPart())
		if days.To == r.plan.CreditDate {
			season.SetDate(t, days.From, t.Date(days.To).AddDays(-n))
		} else {
			season.SetDate(t, days.To, t.Date(days.From).AddDays(n))
		}
		return r
	}}, true
}
