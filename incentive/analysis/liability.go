package analysis

import (
	"math/big"
	"slices"

	"github.com/kam-go/kam/incentive"
)

// Extreme is a highest or lowest pay.
type Extreme struct {
	Pay Number `json:"pay"`
	// At is where it is paid, the first place of several.
	At Number `json:"at"`
	// Reached says that it is paid there; otherwise pay comes as close to it as one likes, and jumps away.
	Reached bool `json:"reached"`
}

// Highest returns the highest pay in the range.
func (c *Curve) Highest() Extreme {
	return c.extreme(func(a, b Number) bool { return a.Cmp(b) > 0 })
}

// Lowest returns the lowest pay in the range.
func (c *Curve) Lowest() Extreme { return c.extreme(func(a, b Number) bool { return a.Cmp(b) < 0 }) }

func (c *Curve) extreme(better func(a, b Number) bool) Extreme {
	best := Extreme{numberAt(c.points[0].pay.pay, c.points[0].at), numberOf(c.points[0].at), true}
	take := func(pay Number, at place, reached bool) {
		if better(pay, best.Pay) {
			best = Extreme{pay, numberOf(at), reached}
		}
	}
	for i, s := range c.spans {
		p := s.pay.pay
		places := c.bends(i, p.Derivative())
		for n, at := range places {
			inner := n > 0 && n < len(places)-1
			pay := numberAt(p, at)
			point := c.points[i]
			if n > 0 {
				point = c.points[i+1]
			}
			take(pay, at, inner || numberAt(point.pay.pay, point.at).Cmp(pay) == 0)
		}
		end := c.points[i+1]
		take(numberAt(end.pay.pay, end.at), end.at, true)
	}
	return best
}

// Liability is the most that the plan can ever pay for the period in question, however far the axis goes.
type Liability struct {
	// Unbounded says that there is no most.
	Unbounded bool `json:"unbounded"`
	// Slope is what one more of the measure's quantity pays in the long run, where pay is unbounded and grows in a straight
	// line; steps of a fixed amount count with their average. Nil: pay is bounded, or grows faster than that.
	Slope *big.Rat `json:"-"`
	// Most is the most, and where it is paid first, for pay that is bounded.
	Most Extreme `json:"most"`
	// Known is false where the curve has too many pieces beyond the range to follow it: then Most is the highest pay of
	// the range and of what was followed.
	Known bool `json:"known"`
	// Ceiling is what caps allow at most, whether pay gets there or not: the lowest of the plan's own, or the sum of those
	// of all components. Nil: the caps set no ceiling.
	Ceiling *big.Rat `json:"-"`
}

// beyondPieces is how many pieces beyond the range are followed.
const beyondPieces = 1000

// Liability returns the most that the plan can pay beyond every bound of the range.
func (c *Curve) Liability() Liability {
	l := Liability{Known: true, Most: c.Highest(), Ceiling: c.ceiling()}
	if c.tailed && c.tail.Degree() > 0 && c.tail[c.tail.Degree()].Sign() > 0 {
		l.Unbounded = true
		if c.tail.Degree() == 1 {
			l.Slope = new(big.Rat).Quo(c.tail[1], c.model.unit)
		}
		return l
	}
	at := place{rat: c.model.until}
	for range beyondPieces {
		if l.Ceiling != nil && l.Most.Reached && l.Most.Pay.Cmp(rational(l.Ceiling)) == 0 {
			return l // no more is possible
		}
		pay, next, found, err := c.model.evaluateAfter(at, nil)
		if err != nil {
			break
		}
		if found {
			l.follow(pay.pay, at, next)
			if end, err := c.model.evaluate(next); err == nil {
				l.take(numberAt(end.pay, next), next, true)
			}
			at = next
			continue
		}
		// the last piece: it does not grow, or the tail would
		l.take(numberAt(pay.pay, at), at, false)
		for _, bend := range rootsAfter(pay.pay.Derivative(), at) {
			l.take(numberAt(pay.pay, bend), bend, true)
		}
		return l
	}
	l.Known = false
	return l
}

// ceiling is what caps allow at most, whatever is sold; nil where they do not limit everything.
func (c *Curve) ceiling() *big.Rat {
	e := evaluation{model: c.model, fault: &faults{}}
	var lowest *big.Rat
	take := func(limit *big.Rat) {
		if limit != nil && (lowest == nil || limit.Cmp(lowest) < 0) {
			lowest = limit
		}
	}
	plan := c.model.plan
	sum := new(big.Rat)
	for _, k := range plan.Components {
		limit := e.capPer(k.Caps, incentive.PerComponent, e.mustMeasure(k.Measure))
		if limit == nil {
			sum = nil
			break
		}
		most := e.onGrid(limit)
		for _, f := range k.Floors {
			if f.Per == incentive.PerComponent {
				most = maxOf(most, e.onGrid(f.Amount.Rat()))
			}
		}
		sum.Add(sum, most)
	}
	take(sum)
	for _, c := range []struct {
		scope incentive.CapScope
		over  incentive.Measure
	}{{incentive.PerPlan, e.mustMeasure(plan.Components[0].Measure)}, {incentive.PerRunPeriod, current}, {incentive.PerLifetime, current}} {
		if limit := e.capPer(plan.Caps, c.scope, c.over); limit != nil {
			take(e.onGrid(limit))
		}
	}
	if e.fault.HasErrors() {
		return nil
	}
	return lowest
}

// follow takes the highest pay of one piece.
func (l *Liability) follow(p Polynomial, from, until place) {
	l.take(numberAt(p, from), from, false)
	for _, bend := range rootsAfter(p.Derivative(), from) {
		if bend.before(until) {
			l.take(numberAt(p, bend), bend, true)
		}
	}
	l.take(numberAt(p, until), until, false)
}

func (l *Liability) take(pay Number, at place, reached bool) {
	if pay.Cmp(l.Most.Pay) > 0 {
		l.Most = Extreme{pay, numberOf(at), reached}
	} else if reached && !l.Most.Reached && pay.Cmp(l.Most.Pay) == 0 {
		l.Most.Reached = true
	}
}

// rootsAfter are the roots of a polynomial behind a place, ascending.
func rootsAfter(p Polynomial, at place) []place {
	var out []place
	for p.Degree() > 0 {
		next, ok := nextRoot(p, at, nil)
		if !ok {
			break
		}
		out = append(out, next)
		at = next
	}
	return out
}

// Stretch is a part of the axis.
type Stretch struct {
	From  Number `json:"from"`
	Until Number `json:"until"`
}

// Binding is where a gate, cap or floor changes what is paid.
type Binding struct {
	Limit
	// Stretches are where, ascending.
	Stretches []Stretch `json:"stretches"`
}

// Bindings returns every gate, cap and floor that changes something in the range, in the order in which they begin to:
// for a cap, the first From is where it bites.
func (c *Curve) Bindings() []Binding {
	var out []Binding
	index := map[Limit]int{}
	for i, s := range c.spans {
		from, until := numberOf(c.points[i].at), numberOf(c.points[i+1].at)
		for _, l := range s.pay.limits {
			n, ok := index[l]
			if !ok {
				n = len(out)
				index[l] = n
				out = append(out, Binding{Limit: l})
			}
			if last := len(out[n].Stretches) - 1; last >= 0 && out[n].Stretches[last].Until.Cmp(from) == 0 {
				out[n].Stretches[last].Until = until
			} else {
				out[n].Stretches = append(out[n].Stretches, Stretch{from, until})
			}
		}
	}
	return out
}

// Economics is what the measure's quantity is worth to the payer.
type Economics struct {
	// Margin is what one of the measure's quantity leaves before commission: 0.3 is 30 % of revenue.
	Margin *big.Rat
	// Cost is what has to be covered besides, such as salary.
	Cost *big.Rat
}

// Covered is a stretch of the axis on which the margin covers pay and cost, or does not.
type Covered struct {
	Stretch
	// Covered says that it does. At the ends of a stretch either may be so.
	Covered bool `json:"covered"`
}

// BreakEven divides the range by whether the margin covers pay and cost: pay + Cost <= Margin · quantity. The places
// between are where the payer breaks even.
func (c *Curve) BreakEven(e Economics) []Covered {
	var out []Covered
	margin, cost := new(big.Rat), new(big.Rat)
	if e.Margin != nil {
		margin = e.Margin
	}
	if e.Cost != nil {
		cost = e.Cost
	}
	earned := Polynomial{new(big.Rat).Neg(cost), new(big.Rat).Mul(margin, c.model.unit)}
	for i, s := range c.spans {
		left := trim(slices.Clone(earned)).minus(s.pay.pay)
		places := c.bends(i, left)
		for n := range len(places) - 1 {
			from := places[n]
			from.after = true
			now := Covered{Stretch{numberOf(places[n]), numberOf(places[n+1])}, from.sign(left) >= 0}
			if last := len(out) - 1; last >= 0 && out[last].Covered == now.Covered {
				out[last].Until = now.Until
			} else {
				out = append(out, now)
			}
		}
	}
	return out
}

// CostShare returns pay as a share of the measure's quantity at x, such as 0.04 for 4 % of revenue; false outside the
// range and where the quantity is zero.
func (c *Curve) CostShare(x *big.Rat) (*big.Rat, bool) {
	pay, ok := c.At(x)
	quantity := new(big.Rat).Mul(x, c.model.unit)
	if !ok || quantity.Sign() == 0 {
		return nil, false
	}
	return quantity.Quo(pay, quantity), true
}
