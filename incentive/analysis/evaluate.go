package analysis

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive"
)

// evaluation works a plan out at one place of the axis, in polynomials of the axis. Every comparison is decided at the
// place, and its difference is kept: up to the next root of any of them the same polynomials hold.
type evaluation struct {
	*model
	at place
	// next is the nearest root, right of the place, of what is linear and was compared; nil: there is none yet. guards are
	// the polynomials of a higher degree that were compared.
	next   *big.Rat
	guards map[string]Polynomial
	// limits are the caps, floors and gates that changed something.
	limits []Limit
	fault  *faults
	// far reads whole steps as if they were a straight line, for what lies beyond every number.
	far bool
}

// outcome is what a plan pays at a place.
type outcome struct {
	pay        Polynomial
	components []Polynomial
	limits     []Limit
}

func (m *model) evaluate(at place) (outcome, error) {
	e := &evaluation{model: m, at: at, guards: map[string]Polynomial{}, fault: &faults{}, far: at.rat == nil && at.root == nil}
	o := e.statement()
	o.limits = e.limits
	return o, e.fault.Err()
}

// evaluateAfter works the plan out right behind a place, and finds the next place at which it may change its mind: the
// nearest root of anything that was compared. That is limit where there is none before it; a nil limit is no limit, and
// then there may be no next place.
func (m *model) evaluateAfter(at place, limit *big.Rat) (o outcome, next place, found bool, err error) {
	at.after = true
	e := &evaluation{model: m, at: at, guards: map[string]Polynomial{}, fault: &faults{}, next: limit}
	o = e.statement()
	o.limits = e.limits
	next, found = place{rat: e.next}, e.next != nil
	for _, g := range e.guards {
		end := limit
		if found {
			if end = next.rat; end == nil {
				end = next.root.high
			}
		}
		if root, ok := nextRoot(g, at, end); ok && (!found || root.before(next)) {
			next, found = root, true
		}
	}
	return o, next, found, e.fault.Err()
}

// sign returns the sign of p at the place.
func (e *evaluation) sign(p Polynomial) int {
	if c, ok := p.Constant(); ok {
		return c.Sign()
	}
	switch {
	case p.Degree() == 1 && e.at.rat != nil:
		return e.linear(p)
	case p.Degree() == 1 && e.at.root != nil:
		root := new(big.Rat).Quo(p[0], p[1])
		e.meet(root.Neg(root))
	case e.guards != nil:
		e.guards[p.key()] = p
	}
	return e.at.sign(p)
}

// linear returns the sign of a linear polynomial at a rational place.
func (e *evaluation) linear(p Polynomial) int {
	root := new(big.Rat).Quo(p[0], p[1])
	root.Neg(root)
	side := e.at.rat.Cmp(root)
	switch {
	case side < 0:
		e.meet(root)
	case side == 0 && e.at.after:
		side = 1
	}
	return side * p[1].Sign()
}

// meet keeps a root that lies behind the place and before the others.
func (e *evaluation) meet(root *big.Rat) {
	if e.at.after && (e.next == nil || root.Cmp(e.next) < 0) && (e.at.rat != nil || e.at.before(place{rat: root})) {
		e.next = root
	}
}

func (e *evaluation) cmp(p, q Polynomial) int { return e.sign(p.minus(q)) }

func (e *evaluation) lower(p, q Polynomial) Polynomial {
	if e.cmp(q, p) < 0 {
		return q
	}
	return p
}

func (e *evaluation) higher(p, q Polynomial) Polynomial {
	if e.cmp(q, p) > 0 {
		return q
	}
	return p
}

// floor returns how many whole ones p has.
func (e *evaluation) floor(p Polynomial) Polynomial {
	if c, ok := p.Constant(); ok {
		return constant(new(big.Rat).SetInt(floorOf(c)))
	}
	if e.far {
		return p
	}
	n := e.wholeBelow(p)
	e.sign(p.minus(constant(n)))
	e.sign(p.minus(constant(new(big.Rat).Add(n, big.NewRat(1, 1)))))
	return constant(n)
}

// wholeBelow returns the greatest whole number at or below p at the place.
func (e *evaluation) wholeBelow(p Polynomial) *big.Rat {
	n := new(big.Rat)
	if e.at.rat != nil {
		n.SetInt(floorOf(p.At(e.at.rat)))
	} else {
		root := e.at.root.within(big.NewRat(1, 1<<40))
		n.SetInt(floorOf(minOf(p.At(root.low), p.At(root.high))))
	}
	one := big.NewRat(1, 1)
	for e.at.sign(p.minus(constant(n))) < 0 {
		n.Sub(n, one)
	}
	for {
		next := new(big.Rat).Add(n, one)
		if e.at.sign(p.minus(constant(next))) < 0 {
			return n
		}
		n = next
	}
}

// divide returns p/q, and reports where that is no polynomial.
func (e *evaluation) divide(p, q Polynomial) Polynomial {
	if len(p) == 0 {
		return nil
	}
	quotient, rest := p.over(q)
	if len(rest) > 0 {
		e.fault.Add(string(CodeRatio), "deals", say("a part of a deal is paid on another quantity than the one that its tiers divide", "交易的一部分按另一数量计酬，而分档按其他数量划分"),
			say("ask about a profile in which both are in proportion", "请使用两者成比例的交易构成"))
	}
	return quotient
}

// quantity is a number of a deal as a function of the axis; false where the deal does not state it.
func (e *evaluation) quantity(d *deal, base incentive.Base) (Polynomial, bool) {
	n, ok := d.number(base)
	if !ok {
		return nil, false
	}
	if d.scaled && base != incentive.BaseCount {
		return e.size.times(n), true
	}
	return constant(n), true
}

// value is what a credit comes to in the quantity of a base.
func (e *evaluation) value(c *credit, base incentive.Base) Polynomial {
	d := &e.deals[c.deal]
	q, ok := e.quantity(d, base)
	if !ok {
		e.fault.Add(string(CodeDeals), "deals", say("%s has no %s", "%s 缺少 %s", quote(d.ID), string(base)), say("state it; unknown is not zero", "请填写；未知不等于零"))
		return nil
	}
	return q.times(c.scale)
}

// credited reports whether a credit is there: whether its rule's condition is met at the place.
func (e *evaluation) credited(c *credit) bool {
	rule := &e.plan.Credits[c.rule]
	return !asksSize(rule.When) || e.holds(rule.When, &e.deals[c.deal])
}

// walk returns the credits that count for any of the measures, in order.
func (e *evaluation) walk(measures ...incentive.Measure) []*credit {
	var found []*credit
	for i := range e.credits {
		c := &e.credits[i]
		if slices.ContainsFunc(measures, func(x incentive.Measure) bool { return e.feeds(c, x) }) && e.credited(c) {
			found = append(found, c)
		}
	}
	return found
}

// step is how far a credit moves a measure.
func (e *evaluation) step(c *credit, x incentive.Measure) Polynomial {
	if !*e.plan.Credits[c.rule].Retires || !e.feeds(c, x) {
		return nil
	}
	return e.value(c, x.Base)
}

// advance is how far a credit goes on a measure's axis. The axis that a deal has of its own is moved by all its credits.
func (e *evaluation) advance(c *credit, x incentive.Measure) Polynomial {
	if x.Window != incentive.PerTransaction {
		return e.step(c, x)
	}
	if !e.feeds(c, x) {
		return nil
	}
	return e.value(c, x.Base)
}

// final is where a measure stands at the end of the period.
func (e *evaluation) final(x incentive.Measure) Polynomial {
	if x.Base == incentive.BaseObservation {
		return e.observation(x)
	}
	at := constant(e.opening(x))
	for _, c := range e.walk(x) {
		at = at.plus(e.step(c, x))
	}
	return at
}

// observation is the value of an observed measure: the axis itself, or what the question states.
func (e *evaluation) observation(x incentive.Measure) Polynomial {
	if x.Name == e.axis.Name || e.axis.Base == incentive.BaseObservation && x.Metric == e.axis.Metric {
		return identity()
	}
	if e.observed[x.Name] == nil {
		return nil
	}
	return constant(e.observed[x.Name])
}

// ruler turns stated bounds into positions of a measure.
type ruler struct {
	// unit multiplies a bound: the quota for bounds of attainment, 1 for others.
	unit *big.Rat
	// fixed is the attainment that counts whatever the position, where the quota is zero; else nil.
	fixed *big.Rat
}

func (e *evaluation) ruler(x incentive.Measure, basis incentive.Basis) ruler {
	switch {
	case basis != incentive.ByAttainment:
		return ruler{unit: big.NewRat(1, 1)}
	case e.fixed[x.Name] != nil:
		return ruler{fixed: e.fixed[x.Name]}
	case e.quotas[x.Name] != nil:
		return ruler{unit: e.quotas[x.Name]}
	default:
		e.fault.Add(string(CodeHeld), "assignment.quotas", say("there is no quota for %s", "缺少指标 %s 的目标", quote(x.Name)), say("state one", "请填写目标"))
		return ruler{fixed: new(big.Rat)}
	}
}

func (r ruler) bound(d decimal.Decimal) *big.Rat { return new(big.Rat).Mul(d.Rat(), r.unit) }

// reached reports whether a position is at or above a stated bound.
func (e *evaluation) reached(r ruler, position Polynomial, bound decimal.Decimal) bool {
	if r.fixed != nil {
		return r.fixed.Cmp(bound.Rat()) >= 0
	}
	return e.cmp(position, constant(r.bound(bound))) >= 0
}

// standing is where a measure stands, counted in a basis.
func (e *evaluation) standing(x incentive.Measure, basis incentive.Basis) Polynomial {
	r := e.ruler(x, basis)
	if r.fixed != nil {
		return constant(r.fixed)
	}
	return e.final(x).times(new(big.Rat).Inv(r.unit))
}
