package analysis

import (
	"math/big"
	"slices"
	"strings"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
)

// LimitKind says what changed pay beyond rates, curves and multipliers.
type LimitKind string

// The kinds, in the order in which they apply.
const (
	// LimitShut is a running gate that kept deals from paying.
	LimitShut LimitKind = "gate-on-deals"
	// LimitDealFloor and LimitDealCap are the floor and the cap on single deals.
	LimitDealFloor LimitKind = "deal-floor"
	LimitDealCap   LimitKind = "deal-cap"
	// LimitGate is a gate that is not passed, so that the component pays nothing.
	LimitGate LimitKind = "gate"
	// LimitTransaction is the cap on what a deal pays all payees together.
	LimitTransaction LimitKind = "transaction-cap"
	// LimitCap and LimitFloor are those of a component's sum.
	LimitCap   LimitKind = "cap"
	LimitFloor LimitKind = "floor"
	// LimitPlan, LimitPeriod and LimitLifetime are the plan's own caps.
	LimitPlan     LimitKind = "plan-cap"
	LimitPeriod   LimitKind = "period-cap"
	LimitLifetime LimitKind = "lifetime-cap"
)

// Limit is a gate, cap or floor that changes what is paid.
type Limit struct {
	Kind LimitKind `json:"kind"`
	// Component is the component's name; empty for the plan's own caps.
	Component string `json:"component,omitempty"`
}

// IsCap reports whether the limit is a cap on pay.
func (l Limit) IsCap() bool {
	return strings.HasSuffix(string(l.Kind), "cap")
}

// limited notes that a limit changed something.
func (e *evaluation) limited(kind LimitKind, component string) {
	if l := (Limit{kind, component}); !slices.Contains(e.limits, l) {
		e.limits = append(e.limits, l)
	}
}

// component works one component out, before the plan's own caps.
func (e *evaluation) component(k incentive.Component) Polynomial {
	own := e.mustMeasure(k.Measure)
	measures := []incentive.Measure{own, e.axisOf(&k)}
	for _, g := range k.Gates {
		measures = append(measures, e.gateMeasure(&k, g))
	}
	credits := e.walk(measures...)
	failed, shut := e.judge(&k, credits)
	var total Polynomial
	var lines []*line
	if paysSum(&k) {
		total = e.paySum(&k)
	} else {
		rated := sliced(k)
		lines = e.price(&rated, credits)
		e.limitLines(&k, lines, shut)
		for _, l := range lines {
			total = total.plus(l.amount)
		}
	}
	if failed {
		if e.sign(total) != 0 {
			e.limited(LimitGate, k.Name)
		}
		total = nil
	} else {
		total = e.capDeals(&k, lines, total)
	}
	for i := range k.Multipliers {
		if x := &k.Multipliers[i]; x.Apply == incentive.ApplyWhole {
			on := own
			if x.On != "" {
				on = e.mustMeasure(x.On)
			}
			total = total.times(e.factorOf(x, e.standing(on, x.Basis)).Rat())
		}
	}
	if limit := e.capPer(k.Caps, incentive.PerComponent, own); limit != nil {
		total = e.cut(total, limit, LimitCap, k.Name)
	}
	for _, f := range k.Floors {
		if f.Per != incentive.PerComponent {
			continue
		}
		if at := constant(e.onGrid(f.Amount.Rat())); e.cmp(total, at) < 0 {
			e.limited(LimitFloor, k.Name)
			total = at
		}
	}
	return total
}

// cut limits a sum.
func (e *evaluation) cut(total Polynomial, limit *big.Rat, kind LimitKind, component string) Polynomial {
	at := constant(e.onGrid(limit))
	if e.cmp(total, at) <= 0 {
		return total
	}
	e.limited(kind, component)
	return at
}

// onGrid rounds the amount of a limit as the plan rounds money.
func (e *evaluation) onGrid(amount *big.Rat) *big.Rat {
	return num.RoundRat(amount, e.places(), num.Mode(e.plan.Rounding.Mode)).Rat()
}

// places is how many decimal places the plan's money has.
func (m *model) places() int32 {
	if p := m.plan.Rounding.Places; p != nil {
		return *p
	}
	return m.plan.Currency.MinorUnits()
}

// capPer is the lowest cap on pay of a scope, nil for none. A multiple of the target incentive counts for the window.
func (e *evaluation) capPer(caps []incentive.Cap, scope incentive.CapScope, over incentive.Measure) *big.Rat {
	var lowest *big.Rat
	for _, c := range caps {
		if c.Per != scope || c.On != incentive.OnPay {
			continue
		}
		limit := c.Amount.Decimal.Rat()
		if c.OfTargetIncentive.Valid {
			limit = new(big.Rat).Mul(c.OfTargetIncentive.Decimal.Rat(), e.target(window(e.program.Calendar(), over, e.q.Period)))
		}
		if lowest == nil || limit.Cmp(lowest) < 0 {
			lowest = limit
		}
	}
	return lowest
}

// current stands for the run's period where a cap counts it and no window.
var current = incentive.Measure{Window: incentive.PerPeriod}

func (e *evaluation) gateMeasure(k *incentive.Component, g incentive.Gate) incentive.Measure {
	if g.Measure == "" {
		return e.mustMeasure(k.Measure)
	}
	return e.mustMeasure(g.Measure)
}

// judge tests every cliff of a component: whether it pays nothing, and which credits came before a gate was passed.
func (e *evaluation) judge(k *incentive.Component, credits []*credit) (failed bool, shut map[*credit]bool) {
	shut = map[*credit]bool{}
	for _, g := range k.Gates {
		if g.Kind != incentive.Cliff {
			continue
		}
		x := e.gateMeasure(k, g)
		r := e.ruler(x, g.Basis)
		if x.Base == incentive.BaseObservation {
			failed = !e.reached(r, e.observation(x), g.At) || failed
			continue
		}
		position := constant(e.opening(x))
		forfeits := g.Test == incentive.Running && g.FailedThenPassed == incentive.Forfeit
		for _, c := range credits {
			position = position.plus(e.step(c, x))
			if forfeits {
				shut[c] = !e.reached(r, position, g.At) || shut[c]
			}
		}
		if g.Test == incentive.AtPeriodEnd || g.PassedThenLost == incentive.TakeBack || g.FailedThenPassed == incentive.CatchUp {
			failed = !e.reached(r, position, g.At) || failed
		}
	}
	return failed, shut
}

// limitLines applies running gates, floors and caps to what each deal earns.
func (e *evaluation) limitLines(k *incentive.Component, lines []*line, shut map[*credit]bool) {
	limit := e.capPer(k.Caps, incentive.PerCredit, current)
	if limit != nil {
		limit = e.onGrid(limit)
	}
	var floor *big.Rat
	for _, f := range k.Floors {
		if at := f.Amount.Rat(); f.Per == incentive.PerCredit && (floor == nil || at.Cmp(floor) > 0) {
			floor = at
		}
	}
	kept := func(raw, base Polynomial) Polynomial {
		if floor != nil && e.sign(base) > 0 && e.cmp(raw, constant(floor)) < 0 {
			e.limited(LimitDealFloor, k.Name)
			raw = constant(floor)
		}
		if limit == nil {
			return raw
		}
		switch low := new(big.Rat).Neg(limit); {
		case e.cmp(raw, constant(limit)) > 0:
			e.limited(LimitDealCap, k.Name)
			return constant(limit)
		case e.cmp(raw, constant(low)) < 0:
			e.limited(LimitDealCap, k.Name)
			return constant(low)
		}
		return raw
	}
	type sum struct{ raw, base, amount Polynomial }
	earned := map[int]sum{}
	for _, l := range lines {
		before := earned[l.credit.deal]
		after := before
		if shut[l.credit] {
			if e.sign(l.raw) != 0 {
				e.limited(LimitShut, k.Name)
			}
		} else {
			after = sum{raw: before.raw.plus(l.raw), base: before.base.plus(l.base)}
			after.amount = kept(after.raw, after.base)
		}
		earned[l.credit.deal] = after
		l.amount = after.amount.minus(before.amount)
	}
}

// capDeals cuts what a deal pays all payees together: here, the payee alone.
func (e *evaluation) capDeals(k *incentive.Component, lines []*line, total Polynomial) Polynomial {
	limit := e.capPer(k.Caps, incentive.PerDeal, current)
	if limit == nil {
		return total
	}
	at := constant(e.onGrid(limit))
	var order []int
	paid := map[int]Polynomial{}
	for _, l := range lines {
		if !slices.Contains(order, l.credit.deal) {
			order = append(order, l.credit.deal)
		}
		paid[l.credit.deal] = paid[l.credit.deal].plus(l.amount)
	}
	for _, d := range order {
		if excess := paid[d].minus(at); e.sign(excess) > 0 {
			e.limited(LimitTransaction, k.Name)
			total = total.minus(excess)
		}
	}
	return total
}

// statement sums the components and applies the plan's own caps.
func (e *evaluation) statement() outcome {
	var o outcome
	for i := range e.plan.Components {
		pay := e.component(e.plan.Components[i])
		o.components = append(o.components, pay)
		o.pay = o.pay.plus(pay)
	}
	over := e.mustMeasure(e.plan.Components[0].Measure)
	if limit := e.capPer(e.plan.Caps, incentive.PerPlan, over); limit != nil {
		o.pay = e.cut(o.pay, limit, LimitPlan, "")
	}
	if limit := e.capPer(e.plan.Caps, incentive.PerRunPeriod, current); limit != nil {
		o.pay = e.cut(o.pay, limit, LimitPeriod, "")
	}
	if limit := e.capPer(e.plan.Caps, incentive.PerLifetime, current); limit != nil {
		room := e.onGrid(maxOf(e.onGrid(limit), new(big.Rat)))
		o.pay = e.cut(o.pay, room, LimitLifetime, "")
	}
	return o
}
