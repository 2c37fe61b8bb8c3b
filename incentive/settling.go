package incentive

import (
	"math/big"
	"slices"
	"sync/atomic"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive/internal/settle"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// postedKey is what postings of one component of a payee share.
type postedKey struct {
	payee, plan string
	version     int // zero: of any version
	component   string
}

// The names under which a plan's own adjustments are posted; no component can have them.
// What a plan cap cuts is cut to date and may come back; what a period cap or a lifetime cap cuts is gone with the
// period, unless the period cap carries it on.
const (
	planCapComponent     = "(plan-cap)"
	periodCapComponent   = "(period-cap)"
	lifetimeCapComponent = "(lifetime-cap)"
)

// indexOpening sorts what happened before by payee.
func (c *calculation) indexOpening() {
	c.positions, c.prior = map[positionKey][]decimal.Decimal{}, map[priorKey]map[string]decimal.Decimal{}
	for _, p := range c.in.Opening.Positions {
		k := positionKey{p.Payee, p.Plan, p.Measure}
		c.positions[k] = append(c.positions[k], p.Value)
		for _, u := range c.people.byPayee[p.Payee] {
			m, known := u.plan.measures[p.Measure]
			if u.Plan == p.Plan && known && !u.plan.Measures[m].opens(p.Value) {
				u.hold(CodeOpening, "opening.positions", say("the measure %q takes no opening position of this kind", "指标 %q 不接受该期初值", p.Measure),
					say("state positions of to-date measures, with at most %d digits", "仅累计指标可有期初值，最多 %d 位数字", maxDigits))
			}
		}
	}
	for _, p := range c.in.Opening.Prior {
		c.prior[priorKey{p.Payee, p.Plan, p.Transaction.ID}] = p.Earned
	}
	c.posted = map[postedKey][]ledger.Posted{}
	lifetimes := map[string]bool{}
	for _, p := range c.program.plans {
		lifetimes[p.ID] = lifetimes[p.ID] || p.caps(PerLifetime)
	}
	for _, p := range c.in.Opening.Ledger.Posted {
		if earned(p) {
			k := postedKey{p.Payee, p.Plan, 0, p.Component}
			c.posted[k] = append(c.posted[k], p)
			if lifetimes[p.Plan] {
				k.component = ""
				c.posted[k] = append(c.posted[k], p)
			}
		}
	}
}

// before returns what was posted for a component in earlier periods of its window,
// under any version of the plan, while the unit's assignment held. Of a period in which
// the assignment began, that is what was posted under its version, unless another
// assignment of the payee to that version was in it too.
func (c *calculation) before(u *unit, component string, window Window) *big.Rat {
	sum := new(big.Rat)
	if !window.toDate() {
		return sum
	}
	for _, p := range c.posted[postedKey{u.payee.ID, u.Plan, 0, component}] {
		if p.Period.From.Before(c.starts[window]) || p.Period.Until.IsSet() && c.period.From.Before(p.Period.Until) || !p.Period.Until.IsSet() {
			continue
		}
		own, known := c.owns(u, p)
		switch {
		case !known:
			u.hold(CodeOpening, "opening.ledger", say("%q was paid for %s under version %d of plan %q, a period in which this assignment to version %d begins: nothing says whether it was for this assignment or one before", "%q 在 %s 按方案 %[4]q 第 %[3]d 版有已付金额，而本次分配（第 %[5]d 版）始于该期间之内，无法得知该金额属于本次还是此前的分配", clip(u.payee.ID), p.Period.String(), p.Version, u.Plan, u.Version),
				say("list the assignment that ended in that period too; two to the same version begin with a commission period each", "请在名册中一并列出在该期间结束的分配；同一版本的两次分配须各自始于结算期起点"))
		case own && p.Currency != u.plan.Currency:
			u.hold(CodeOpening, "opening.ledger", say("%q was paid for %s under plan %q in %s, and the plan is in %s", "%q 在 %s 按方案 %q 以 %s 支付，而方案货币为 %s", clip(u.payee.ID), p.Period.String(), u.Plan, p.Currency, u.plan.Currency),
				say("give the plan another id when its currency changes", "方案货币变更时请使用新的方案编号"))
		case own:
			sum.Add(sum, num.Rat(p.Amount))
		}
	}
	u.placed(sum)
	return sum
}

// owns tells whether a posting is of the unit's assignment; known is false where it begins in the posting's period and
// another assignment may have earned it as well, or none that the roster has.
func (c *calculation) owns(u *unit, p ledger.Posted) (own, known bool) {
	if !p.Period.Overlaps(u.Period) || u.Period.ContainsPeriod(p.Period) {
		return p.Period.Overlaps(u.Period), true
	}
	others := slices.ContainsFunc(c.people.assigned[u.payee.ID], func(a Assignment) bool {
		return a.Plan == u.Plan && a.Version == p.Version && a.Period.From != u.Period.From && a.Period.Overlaps(p.Period)
	})
	own = p.Version == u.Version
	return own, own != others
}

// placed holds the unit when what was posted before and counts has more decimal places than its plan: nobody knows what
// is to become of the rest.
func (u *unit) placed(sum *big.Rat) {
	at := "opening.ledger places"
	if places := u.plan.grid.Places; u.hasHeldAt(CodeOpening, at) || num.RoundRat(sum, places, num.Down).Equal(num.RoundRat(sum, maxDecimals, num.Down)) {
		return
	}
	posted := clip(wording.Number(sum))
	u.hold(CodeOpening, at, say("%s was posted for %q under plan %q, which has only %d decimal places now", "%[2]q 在方案 %[3]q 下已入账 %[1]s，而该方案现仅保留 %[4]d 位小数", posted, clip(u.payee.ID), u.Plan, u.plan.grid.Places),
		say(`state at least as many "places" in every later version of a plan`, `方案后续版本的 "places" 不得少于此前版本`))
}

// ownFaults finds what would hold a unit in settling it, for one that depends on somebody who is held: its own faults do
// not wait for theirs.
func (c *calculation) ownFaults(u *unit) {
	widest := u.plan.widestPart()
	for i := range u.plan.parts {
		c.before(u, u.plan.parts[i].Name, u.plan.Measures[u.plan.parts[i].measure].Window)
	}
	c.before(u, planCapComponent, widest)
	c.planLimits(u, &settle.Statement{}, widest)
}

// settle sums a unit up once all its components are computed.
func (c *calculation) settle(u *unit) *result {
	grid := u.plan.grid
	byStatement := u.plan.Rounding.Step == RoundStatement
	s := settle.Statement{Round: byStatement, Grid: grid}
	widest := u.plan.widestPart()
	for i := range u.plan.parts {
		w := u.plan.Measures[u.plan.parts[i].measure].Window
		s.Earned = append(s.Earned, u.state.parts[i].sum.Earned)
		s.Before = append(s.Before, c.before(u, u.plan.parts[i].Name, w))
	}
	s.PlanBefore = c.before(u, planCapComponent, widest)
	for i := range u.plan.parts { // overrides may have moved measures since
		c.know(u, &u.plan.parts[i], &u.state.parts[i])
	}
	if !c.planLimits(u, &s, widest) {
		return nil
	}
	if len(u.held) > 0 {
		return nil
	}
	total := s.Settle()
	return c.place(u, s, total)
}

// widestPart returns the longest window that a component pays on.
func (p *plan) widestPart() Window {
	widest := PerPeriod
	for i := range p.parts {
		if w := p.Measures[p.parts[i].measure].Window; w.reach() > widest.reach() {
			widest = w
		}
	}
	return widest
}

// place gives every part of a statement its amount on the grid.
func (c *calculation) place(u *unit, s settle.Statement, total settle.Total) *result {
	grid := u.plan.grid
	n := len(s.Earned)
	parts := append([]*big.Rat(nil), s.Earned...)
	for _, b := range s.Before {
		parts = append(parts, new(big.Rat).Neg(b))
	}
	for _, a := range total.Adjustments {
		parts = append(parts, a.Amount)
	}
	at := grid.Spread(total.Total, parts)
	r := &result{calc: c, unit: u, footed: &footed{earned: num.RoundRat(total.Total, grid.Places, grid.Mode)}}
	for i := range n {
		part := &u.state.parts[i]
		part.final = grid.Spread(num.Rat(at[i]), part.amounts())
		r.components = append(r.components, settled{toDate: at[i], before: at[n+i].Neg()})
	}
	for i, a := range total.Adjustments {
		r.plan = append(r.plan, adjusted{Adjustment: a, amount: at[2*n+i]})
	}
	return r
}

// amounts lists a component's exact parts: lines, then adjustments.
func (p *partState) amounts() []*big.Rat {
	out := make([]*big.Rat, 0, len(p.lines)+len(p.sum.Adjustments))
	for i := range p.lines {
		out = append(out, p.lines[i].Amount)
	}
	for _, a := range p.sum.Adjustments {
		out = append(out, a.Amount)
	}
	return out
}

// result is a settled unit. It is small, for runs of a million payees.
type result struct {
	// bulk is where a unit that was computed from records has its sums. Nil: everything is in the result.
	bulk *bulkResult
	calc *calculation
	unit *unit
	// footed is nil where bulk has everything.
	*footed
	// inputs is the hash of what the result was computed from, once somebody has asked for it.
	inputs atomic.Pointer[string]
}

// footed is what a statement pays, on the grid, where its parts add up to its total.
type footed struct {
	components []settled
	plan       []adjusted
	earned     decimal.Decimal
}

// settled is a component's place in a statement.
type settled struct{ toDate, before decimal.Decimal }

// adjusted is an adjustment with its amount on the grid.
type adjusted struct {
	settle.Adjustment
	amount decimal.Decimal
}
