package incentive

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/internal/kernel"
	"github.com/kam-go/kam/incentive/internal/settle"
	"github.com/kam-go/kam/internal/num"
)

// partState is one component of one unit, computed.
type partState struct {
	// ready is true once lines or pay are known, done once the sum is settled.
	ready, done bool
	lines       []kernel.Line
	credit      []*credit // the unit's credit of each kernel credit
	// pay is what a component pays without lines. Nil: it has lines.
	pay *pay
	// shut is true when a gate tested on the sum is not passed.
	shut bool
	// cuts are what caps per transaction take away, factors what multiplies the sum.
	cuts []dealCut
	// deals are those that caps per transaction look at, with what each pays everybody.
	deals   []cappedDeal
	factors []*big.Rat
	// compared are the measures that broke a tie.
	compared []int
	// others identifies the figures of other payees that the component rests on. Empty: on none.
	others []string
	// told are figures of the component that another share has computed. Nil: it is computed here.
	told *toldPart
	sum  settle.Settled
	// final are the lines' and then the adjustments' amounts on the grid, once the statement is settled.
	final []decimal.Decimal
}

// evaluate computes what one component of a unit pays before its sum is settled. A unit that has to be held keeps its
// findings and no result.
func (c *calculation) evaluate(u *unit, i int) {
	k, out := &u.plan.parts[i], &u.state.parts[i]
	if !c.know(u, k, out) {
		return
	}
	out.shut = c.shut(u, k)
	if k.form() != "" {
		out.pay, out.ready = c.alone(u, k)
		return
	}
	build, ok := c.layOut(u, k)
	if !ok {
		return
	}
	result := kernel.Evaluate(build.rule, build.out)
	if u.plan.Refunds.Below == Refuse && k.tiers != nil && below(build.rule, result) {
		if c.incomplete(u, k) {
			return // what is missing may lift it
		}
		name := u.plan.Measures[k.measure].Name
		u.hold(CodeBelowZero, "payee "+clip(u.payee.ID), say("the measure %q of %q falls below zero", "%[2]q 的指标 %[1]q 低于零", name, clip(u.payee.ID)),
			say("settle the refund by hand, or state another reading in refunds.below", "请人工处理退款，或在 refunds.below 中改用其他约定"))
		return
	}
	out.lines, out.credit = result.Lines, build.from
	out.ready = true
}

// know computes the measures that a component of a unit looks at; false when the unit had to be held. Those that break
// ties are needed only when payees are level.
func (c *calculation) know(u *unit, k *part, out *partState) bool {
	if !c.all(u, u.plan.usesOwn(k)) || !c.all(u, u.plan.usesBeside(k)) || !c.all(u, out.compared) {
		return false
	}
	for _, m := range u.plan.usesLevel(k) {
		c.look(u, m)
	}
	return true
}

// all computes measures; false when the unit had to be held.
func (c *calculation) all(u *unit, measures []int) bool {
	for _, m := range measures {
		if _, ok := c.measure(u, m); !ok {
			return false
		}
	}
	return true
}

// look computes a measure that is only shown: what it lacks holds nobody.
func (c *calculation) look(u *unit, m int) {
	probe := *u
	probe.held = nil
	if _, ok := c.measure(&probe, m); !ok {
		u.state.measures[m] = measured{}
	}
}

// layOut prepares a component of a unit for the kernel, its measures being known; false when the unit had to be held.
func (c *calculation) layOut(u *unit, k *part) (*builder, bool) {
	own, axis := &u.state.measures[k.measure], &u.state.measures[k.axis]
	rule, ok := c.rule(u, k, axis)
	if !ok {
		return nil, false
	}
	b := &builder{
		c: c, u: u, k: k, base: u.plan.Measures[k.measure].Base, axis: u.plan.Measures[k.axis].Base, moves: axis.moves,
		shut: c.running(u, k), at: map[int]int{}, taken: map[int]bool{}, groups: map[groupKey]int{},
	}
	if k.axis != k.measure && rule.Mode != kernel.Marginal && rule.Mode != kernel.InterpolatedAmount && !rule.PerDeal {
		// the rate comes from elsewhere; positions are shown on the component's own measure
		b.axis, b.moves, rule.Start = b.base, own.moves, own.start
	}
	b.rule = rule
	return b, b.credits()
}

// below reports whether the tiers of a component were asked about a position below zero.
func below(r kernel.Rule, result kernel.Result) bool {
	if r.Mode == kernel.Whole || r.Mode == kernel.InterpolatedRate {
		return result.Rated != nil && result.Rated.Sign() < 0
	}
	return result.Lowest.Sign() < 0
}

// rule lays a component out for one unit: absolute bounds, limits and rounding.
func (c *calculation) rule(u *unit, k *part, axis *measured) (kernel.Rule, bool) {
	r := kernel.Rule{
		Rate: k.rate, PerDeal: u.plan.Measures[k.axis].Window == PerTransaction, Start: axis.start,
		Places: u.plan.grid.Places, Rounding: u.plan.grid.Mode,
		RoundSlices: u.plan.Rounding.Step == RoundSlice, RoundLines: u.plan.Rounding.Step == RoundCredit,
	}
	if u.plan.Refunds.Below == FirstRate {
		r.Below = kernel.BelowFirstRate
	}
	if t := k.tiers; t != nil {
		r.Mode = map[TierMode]kernel.Mode{Marginal: kernel.Marginal, Whole: kernel.Whole, InterpolatedAmount: kernel.InterpolatedAmount, InterpolatedRate: kernel.InterpolatedRate}[t.Mode]
		r.Latched = t.Lost == Latched
		var scale *big.Rat
		if t.Basis == ByAttainment {
			scale = axis.quota // nil with a fixed attainment: bounds stay shares
		}
		r.Bands = k.bands(scale)
		single := r.Mode == kernel.Whole || r.Mode == kernel.InterpolatedRate
		switch {
		case single && t.Basis == ByAttainment && axis.fixed != nil:
			r.Final = axis.fixed
		case single && k.axis != k.measure && !r.PerDeal:
			r.Final = axis.final
			if r.Latched {
				r.Final = axis.highest
			}
		}
		if single && axis.start.Sign() != 0 && u.plan.Measures[k.axis].Base != BaseObservation {
			u.hold(CodeOpening, "opening.positions", say("tiers of the mode %q re-rate what was sold before, and an opening position does not say how it was paid", "模式 %q 会重算此前销售，而期初值未说明其已付提成", t.Mode),
				say("supply the earlier deals as transactions", "请以交易形式提供此前的销售"))
			return r, false
		}
	}
	for _, g := range k.Gates {
		if g.Kind == Deadband {
			if from := c.onAxis(g.At, g.Basis, axis); r.PayFrom == nil || from.Cmp(r.PayFrom) > 0 {
				r.PayFrom, r.PayAll = from, g.Base == BaseAll
			}
		}
	}
	for _, limit := range k.Caps {
		switch {
		case limit.On == OnAttainment:
			if x := c.onAxis(limit.Attainment.Decimal, ByAttainment, axis); r.PayUntil == nil || x.Cmp(r.PayUntil) < 0 {
				r.PayUntil = x
			}
		case limit.Per == PerCredit:
			x, ok := c.limit(u, limit, PerPeriod)
			if !ok {
				return r, false
			}
			if r.Cap == nil || x.Cmp(r.Cap) < 0 {
				r.Cap = x
			}
		}
	}
	for _, f := range k.Floors {
		if x := num.Rat(f.Amount); f.Per == PerCredit && (r.Floor == nil || x.Cmp(r.Floor) > 0) {
			r.Floor = x
		}
	}
	return r, true
}

// onAxis returns a bound as a position.
func (c *calculation) onAxis(d decimal.Decimal, basis Basis, axis *measured) *big.Rat {
	if basis == ByAttainment {
		return scaled(d, axis.quota)
	}
	return num.Rat(d)
}

// limit returns a cap on pay on the grid; false when the unit had to be held.
func (c *calculation) limit(u *unit, limit Cap, window Window) (*big.Rat, bool) {
	if limit.Amount.Valid {
		return u.plan.grid.Round(num.Rat(limit.Amount.Decimal)), true
	}
	x, ok := c.targetOrHold(u, c.stretch(window), say("a cap of plan %q", "方案 %q 的封顶", u.Plan))
	if !ok {
		return nil, false
	}
	return u.plan.grid.Round(x.Mul(x, num.Rat(limit.OfTargetIncentive.Decimal))), true
}

// targetOrHold returns the target incentive of a stretch; false when the unit had to be held because there is none, or
// its days cannot be counted.
func (c *calculation) targetOrHold(u *unit, stretch kam.Period, what kam.Text) (*big.Rat, bool) {
	x := c.targetOf(u, stretch)
	if x == nil && !u.Target.Amount.Valid {
		who := clip(u.payee.ID)
		u.hold(CodeMissingTarget, "payee "+who, kam.Text{
			EN: fmt.Sprintf("%s needs the target incentive, and %q has none", what.EN, who),
			ZH: what.ZH + "需要目标奖金，而" + inChineseQuotes(who) + "没有目标奖金",
		}, say(`state the target: {"amount": "60000", "per": "year"}`, `请填写目标奖金：{"amount": "60000", "per": "year"}`))
	}
	return x, x != nil
}

// stretch returns what a window covers up to the end of the run's period.
func (c *calculation) stretch(window Window) kam.Period {
	if !window.toDate() {
		return c.period
	}
	return kam.Period{From: c.starts[window], Until: c.period.Until}
}

// monthsOf returns how many months of target incentive a window has: the period, or from the window's start to its end.
func (c *calculation) monthsOf(u *unit, window Window) int64 { return c.monthsIn(u, c.stretch(window)) }

// shut reports whether a gate that is tested on the sum is not passed.
func (c *calculation) shut(u *unit, k *part) bool {
	for _, g := range k.Gates {
		if g.Kind != Cliff {
			continue
		}
		at, _ := c.measure(u, u.plan.gateMeasure(k, g))
		x := at.final
		if g.Test == Running && g.PassedThenLost == Latched {
			if g.FailedThenPassed == Forfeit {
				continue // each credit is judged by itself
			}
			x = at.highest
		}
		if at.compare(x, num.Rat(g.At), g.Basis) < 0 {
			return true
		}
	}
	return false
}

// passedFrom returns the positions after each credit of a measure.
func (c *calculation) passedFrom(u *unit, at *measured) []*big.Rat {
	out := make([]*big.Rat, len(u.credits))
	x := at.start
	for j := range u.credits {
		if q := at.moves[j]; q != nil {
			x = new(big.Rat).Add(x, q)
		}
		out[j] = x
	}
	return out
}

// running says for each credit whether a gate that judges credits one by one keeps it from paying. Nil: none does.
func (c *calculation) running(u *unit, k *part) []bool {
	var shut []bool
	for _, g := range k.Gates {
		if g.Kind != Cliff || g.Test != Running || g.FailedThenPassed != Forfeit {
			continue
		}
		if shut == nil {
			shut = make([]bool, len(u.credits))
		}
		at, _ := c.measure(u, u.plan.gateMeasure(k, g))
		passed := at.compare(at.start, num.Rat(g.At), g.Basis) >= 0 && g.PassedThenLost == Latched
		for j, x := range c.passedFrom(u, at) {
			now := at.compare(x, num.Rat(g.At), g.Basis) >= 0
			if g.PassedThenLost == Latched {
				passed = passed || now
				now = passed
			}
			shut[j] = shut[j] || !now
		}
	}
	return shut
}
