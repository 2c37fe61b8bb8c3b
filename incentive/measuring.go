package incentive

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// measured is where one measure of one unit stands.
type measured struct {
	// ready is true once it has been computed, good when that succeeded.
	ready, good bool
	// moves has one entry a credit of the unit: how far it moves the measure. Nil: not at all.
	moves []*big.Rat
	// start, final, highest and lowest are positions; for an observation all are its value.
	start, final, highest, lowest *big.Rat
	// quota is what attainment divides by. Nil: none stated, or zero with a stated attainment.
	quota *big.Rat
	// fixed is the attainment that counts for a quota of zero. Nil: position ÷ quota.
	fixed *big.Rat
	// rows are the quotas that make up quota, with what proration and relief left of them.
	rows []ratedQuota
}

// unitState is what has been computed of a unit.
type unitState struct {
	measures []measured
	parts    []partState
	// level are the measures whose attainment breaks a tie of the unit.
	level []int
	// targets are the target incentives that something asked for, each stretch once and in order.
	targets []ratedTarget
	// siblings are the results of earlier assignments of the payee to the same plan in the run's period.
	siblings []*result
}

// newState is that of a unit on the plan of which nothing has been computed.
func (p *plan) newState() *unitState {
	return &unitState{measures: make([]measured, len(p.Measures)), parts: make([]partState, len(p.parts))}
}

// measure computes a measure of a unit once all credits that feed it are there; false when the unit had to be held.
func (c *calculation) measure(u *unit, m int) (*measured, bool) {
	at := &u.state.measures[m]
	if !at.ready {
		at.ready = true
		at.good = c.compute(u, m, at)
	}
	return at, at.good
}

// compute fills in a measure; false when the unit had to be held.
func (c *calculation) compute(u *unit, m int, at *measured) bool {
	def := &u.plan.Measures[m]
	if def.Base == BaseObservation {
		x := c.scores[scoreKey{u.payee.ID, def.Metric}]
		if x == nil {
			u.hold(CodeMissingObservation, "payee "+clip(u.payee.ID), say("there is no observation %q of %q for the period", "缺少 %[2]q 在本期的观测值 %[1]q", def.Metric, clip(u.payee.ID)),
				say("supply the observation; unknown is not zero", "请提供观测值；未知不等于零"))
			return false
		}
		at.start, at.final, at.highest, at.lowest = x, x, x, x
		return true
	}
	at.moves = make([]*big.Rat, len(u.credits))
	ok := true
	for j := range u.credits {
		cr := u.credits[j]
		if !c.feeds(u, m, cr) || !*u.plan.Credits[cr.rule].Retires || cr.stays {
			continue
		}
		q, known := c.quantityOrHold(u, cr, def.Base)
		if !known {
			ok = false
			continue
		}
		if o := c.nettedInto(u, j); o >= 0 {
			if at.moves[o] != nil {
				at.moves[o] = new(big.Rat).Add(at.moves[o], q)
			}
			continue
		}
		at.moves[j] = q
	}
	if !ok {
		return false
	}
	at.start = c.opening(u, m)
	at.final, at.highest, at.lowest = at.start, at.start, at.start
	for _, q := range at.moves {
		if q == nil {
			continue
		}
		at.final = new(big.Rat).Add(at.final, q)
		if at.final.Cmp(at.highest) > 0 {
			at.highest = at.final
		}
		if at.final.Cmp(at.lowest) < 0 {
			at.lowest = at.final
		}
	}
	return c.quota(u, m, at)
}

// quantityOrHold returns what a credit adds to a measure, and holds the unit when the deal does not say it.
func (c *calculation) quantityOrHold(u *unit, cr *credit, base Base) (*big.Rat, bool) {
	q, ok := c.quantity(u.plan, cr, base)
	switch {
	case ok:
	case c.unconverted(u.plan, cr, base):
		c.holdRate(u, cr.deal)
	default:
		id := clip(c.book.deals[cr.deal].ID)
		u.hold(CodeMissingNumber, "transaction "+id, say("transaction %q has no %s", "交易 %q 缺少 %s", id, base), say("state it; unknown is not zero", "请补充；未知不等于零"))
	}
	return q, ok
}

// feeds reports whether a credit is in the window of a measure that names its rule.
func (c *calculation) feeds(u *unit, m int, cr *credit) bool {
	return !cr.date.Before(c.starts[u.plan.Measures[m].Window]) && u.plan.fedBy(m, cr)
}

// fedBy reports whether a measure names a credit's rule.
func (p *plan) fedBy(m int, cr *credit) bool {
	return slices.Contains(p.Measures[m].Credits, p.Credits[cr.rule].Name)
}

// nettedInto returns the index of the credit into which a refund is netted, for plans that reduce a measure where the
// original stands; -1 for any other credit.
func (c *calculation) nettedInto(u *unit, j int) int {
	cr := u.credits[j]
	if cr.value != nil || cr.source == cr.deal || u.plan.Refunds.Period != Origin {
		return -1
	}
	return u.originalOf(j)
}

// originalOf returns the index of the credit that a refund's credit takes back, -1 when it is not among them.
func (u *unit) originalOf(j int) int {
	if cr := u.credits[j]; cr.deal != cr.source {
		if o, ok := u.originals[cr.strand()]; ok {
			return o
		}
	}
	return -1
}

// opening returns where a to-date measure starts.
func (c *calculation) opening(u *unit, m int) *big.Rat {
	x := new(big.Rat)
	for _, value := range c.positions[positionKey{u.payee.ID, u.Plan, u.plan.Measures[m].Name}] {
		if u.plan.Measures[m].opens(value) { // any other has held the unit
			x.Add(x, num.Rat(value))
		}
	}
	return x
}

// opens reports whether a measure may start at a position.
func (m *Measure) opens(at decimal.Decimal) bool { return m.Window.toDate() && fits(at, maxDecimals) }

// quota finds what a measure's attainment divides by; false when the unit had to be held.
func (c *calculation) quota(u *unit, m int, at *measured) bool {
	def := &u.plan.Measures[m]
	needed := c.needsQuota(u, m)
	stretch := c.quotaStretch(def)
	rows, problem := u.quotaOf(def.Name, stretch)
	if problem != nil {
		if needed {
			message := say("the quotas of %q for %q do not make up %s: ", "%q 的指标 %q 目标未能恰好覆盖 %s：", clip(u.payee.ID), def.Name, stretch.String())
			u.hold(CodeMissingQuota, "payee "+clip(u.payee.ID), kam.Text{EN: message.EN + problem.EN, ZH: message.ZH + problem.ZH},
				say("state quotas whose periods make it up without gap or overlap", "请填写无空档、无重叠且恰好覆盖该期间的目标"))
		}
		return !needed
	}
	sum := new(big.Rat)
	for _, q := range rows {
		rated, err := c.rateQuota(u, q)
		if err != nil {
			if needed {
				u.uncountedQuota(q, err)
			}
			return !needed
		}
		at.rows = append(at.rows, rated)
		sum.Add(sum, rated.effective)
	}
	if sum.Sign() > 0 {
		at.quota = sum
		return true
	}
	if !needed {
		return true
	}
	return c.zeroQuota(u, m, at)
}

// needsQuota reports whether anything of the plan asks for a measure's attainment by the unit.
func (c *calculation) needsQuota(u *unit, m int) bool {
	p := u.plan
	if slices.Contains(u.state.level, m) {
		return true
	}
	for i := range p.parts {
		k := &p.parts[i]
		if k.Tiers != nil && k.Tiers.Basis == ByAttainment && k.axis == m {
			return true
		}
		if k.Table != nil {
			for _, d := range k.Table.Dimensions {
				if d.Basis == ByAttainment && p.measures[d.On] == m {
					return true
				}
			}
		}
		for _, g := range k.Gates {
			if g.Basis == ByAttainment && p.gateMeasure(k, g) == m {
				return true
			}
		}
		for _, limit := range k.Caps {
			if limit.On == OnAttainment && k.axis == m {
				return true
			}
		}
		if slices.Contains(p.sumsByAttainment(k, c.takesPart(u, k)), m) {
			return true
		}
	}
	return false
}

// sumsByAttainment returns the measures whose attainment decides a component's sum or a factor on it, for a unit that
// takes part in it or not.
func (p *plan) sumsByAttainment(k *part, takesPart bool) []int {
	var out []int
	asked := func(basis Basis, name string) {
		switch {
		case basis != ByAttainment:
		case name == "":
			out = append(out, k.measure)
		default:
			out = append(out, p.measures[name])
		}
	}
	if k.Curve != nil {
		asked(k.Curve.Basis, "")
	}
	if k.Contest != nil && takesPart {
		asked(k.Contest.Basis, "")
	}
	if k.Pool != nil && takesPart && k.Pool.Key == KeyAttainment {
		asked(ByAttainment, k.Pool.On)
	}
	for _, x := range k.Multipliers {
		asked(x.Basis, x.On)
	}
	return out
}

// dividesQuota returns the first component that needs places on the axis, which a fixed attainment does not have; nil for none.
func (p *plan) dividesQuota(m int) *part {
	for i := range p.parts {
		k := &p.parts[i]
		if k.axis != m {
			continue
		}
		if k.Tiers != nil && k.Tiers.Basis == ByAttainment && (k.Tiers.Mode == Marginal || k.Tiers.Mode == InterpolatedAmount) {
			return k
		}
		for _, limit := range k.Caps {
			if limit.On == OnAttainment {
				return k
			}
		}
		for _, g := range k.Gates {
			if g.Kind == Deadband && g.Basis == ByAttainment {
				return k
			}
		}
		for _, x := range k.Multipliers {
			if x.Apply == ApplySlice && x.Basis == ByAttainment {
				return k
			}
		}
	}
	return nil
}

// compare puts a position beside a bound: 1 above, 0 at, -1 below.
func (at *measured) compare(x *big.Rat, bound *big.Rat, basis Basis) int {
	if basis != ByAttainment {
		return x.Cmp(bound)
	}
	if at.fixed != nil {
		return at.fixed.Cmp(bound)
	}
	return x.Cmp(new(big.Rat).Mul(bound, at.quota))
}

// attainment returns the position as a share of quota, nil when there is no quota.
func (at *measured) attainment() *big.Rat {
	switch {
	case at.fixed != nil:
		return at.fixed
	case at.quota == nil || at.final == nil:
		return nil
	default:
		return new(big.Rat).Quo(at.final, at.quota)
	}
}
