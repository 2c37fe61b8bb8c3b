package incentive

import (
	"math/big"
	"slices"
	"sync"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
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
// under any version of the plan, while the unit's assignment held.
func (c *calculation) before(u *unit, component string, window Window) *big.Rat {
	sum := new(big.Rat)
	if !window.toDate() {
		return sum
	}
	for _, p := range c.posted[postedKey{u.payee.ID, u.Plan, 0, component}] {
		if p.Period.From.Before(c.starts[window]) || p.Period.Until.IsSet() && c.period.From.Before(p.Period.Until) || !p.Period.Until.IsSet() {
			continue
		}
		switch {
		case !p.Period.Overlaps(u.Period):
		case u.Period.ContainsPeriod(p.Period) && p.Currency == u.plan.Currency:
			sum.Add(sum, num.Rat(p.Amount))
		default:
			u.hold(CodeOpening, "opening.ledger", say("%q was paid for %s under plan %q before or across the start of this assignment, or in another currency", "%q 在 %s 按方案 %q 的已付金额跨越本次分配的起点，或货币不同", clip(u.payee.ID), p.Period.String(), u.Plan),
				say("start assignments to to-date plans with a commission period", "累计方案的分配请从结算期起点开始"))
		}
	}
	u.placed(sum)
	return sum
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
	placed := grid.Spread(total.Total, parts)
	r := &result{calc: c, unit: u, earned: num.RoundRat(total.Total, grid.Places, grid.Mode)}
	for i := range n {
		part := &u.state.parts[i]
		part.final = grid.Spread(num.Rat(placed[i]), part.amounts())
		r.components = append(r.components, settled{toDate: placed[i], before: placed[n+i].Neg()})
	}
	for i, a := range total.Adjustments {
		r.plan = append(r.plan, adjusted{Adjustment: a, amount: placed[2*n+i]})
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

// result is a settled unit.
type result struct {
	// bulk is where a unit that was computed from records has its sums. Nil: everything is in the result.
	bulk       *bulkResult
	calc       *calculation
	unit       *unit
	components []settled
	plan       []adjusted
	earned     decimal.Decimal
	// inputs is the hash of what the result was computed from, once somebody has asked for it.
	hashed sync.Once
	inputs string
}

// settled is a component's place in a statement.
type settled struct{ toDate, before decimal.Decimal }

// adjusted is an adjustment with its amount on the grid.
type adjusted struct {
	settle.Adjustment
	amount decimal.Decimal
}

// rollUp credits managers with what the components of a stage have earned.
func (c *calculation) rollUp(stage int) {
	touched := map[*unit]bool{}
	for _, u := range c.people.units {
		for i := range u.plan.parts {
			if u.plan.parts[i].stage != stage {
				continue
			}
			for _, r := range c.program.onCommission[source{u.plan.index, i}] {
				c.override(u, i, r, touched)
			}
		}
	}
	for _, u := range c.people.units {
		if touched[u] {
			sortCredits(u)
			clear(u.state.measures) // positions follow the credits
		}
	}
}

// override credits the manager above a unit with one of its components.
func (c *calculation) override(u *unit, i int, r managerRule, touched map[*unit]bool) {
	last := c.period.Until.AddDays(-1)
	if c.blocks(u, i) {
		c.holdAbove(u, i, r, last)
		return
	}
	part := &u.state.parts[i]
	amounts := part.amounts()
	if u.plan.roundsSum(&u.plan.parts[i]) {
		for n, d := range u.plan.grid.Spread(part.sum.Earned, amounts) {
			amounts[n] = num.Rat(d)
		}
	}
	rest := new(big.Rat)
	if r.rule.Base == CreditAfterCap {
		rest.Sub(part.sum.Earned, c.before(u, u.plan.parts[i].Name, u.plan.Measures[u.plan.parts[i].measure].Window))
		for n, l := range part.lines {
			if c.period.Contains(part.credit[l.Credit].date) {
				rest.Sub(rest, amounts[n])
			}
		}
	} else {
		rest.Set(part.sum.Gross)
		for _, l := range part.lines {
			rest.Sub(rest, l.Gross)
		}
	}
	for n, l := range part.lines {
		from := part.credit[l.Credit]
		if !c.period.Contains(from.date) {
			continue
		}
		value := amounts[n]
		if r.rule.Base == CreditGross {
			value = l.Gross
		}
		c.creditAbove(u, i, r, passedUp{from, n, value}, touched)
	}
	if rest.Sign() != 0 {
		c.creditAbove(u, i, r, passedUp{&credit{deal: -1, source: -1, date: last}, len(part.lines), rest}, touched)
	}
}

// passedUp is a commission that a manager is credited with: the credit and the number of the line that earned it.
type passedUp struct {
	from  *credit
	line  int
	value *big.Rat
}

// creditAbove gives a commission to the manager of a day.
func (c *calculation) creditAbove(u *unit, part int, r managerRule, up passedUp, touched map[*unit]bool) {
	from := up.from
	manager, ok := c.above(u.payee.ID, c.recipientDay(u, from), r.rule.Level, r.rule.Vacancy)
	if !ok {
		return
	}
	for _, m := range c.people.byPayee[manager.ID] {
		if m.plan != r.plan || !m.Period.Contains(from.date) {
			continue
		}
		if u.plan.Currency != m.plan.Currency {
			m.otherCurrency(u)
		}
		if manager.Open {
			if from.deal >= 0 {
				c.house = append(c.house, c.vacant(&c.book.deals[from.deal], manager.ID, from.date))
			}
			continue
		}
		got := credit{deal: from.deal, source: from.source, rule: r.index, date: from.date, weight: r.rule.Share.Rat(), value: up.value, from: u.payee.ID, upOn: c.recipientDay(u, from)}
		if from.deal >= 0 {
			got.rank = c.rankOf(m, u.plan, from.deal, from.date)
		} else {
			got.rank = rank{date: from.date, last: true}
		}
		got.rank.from, got.rank.start, got.rank.part = u.payee.ID, u.Period.From, u.plan.index*maxParts+part
		got.rank.rule, got.rank.participant, got.rank.line = r.index, from.rank.participant, up.line
		m.credits = append(m.credits, &got)
		touched[m] = true
	}
}

// otherCurrency holds a manager for commission that was earned in another currency.
func (u *unit) otherCurrency(from *unit) {
	at := "payee " + clip(from.payee.ID)
	if u.payee.Open || u.hasHeldAt(CodeMissingRate, at) {
		return
	}
	u.hold(CodeMissingRate, at, say("the override of %q is taken from commission in %s, and plan %q is in %s", "%q 的上级提成以 %s 计的提成为基数，而方案 %q 货币为 %s", clip(u.payee.ID), from.plan.Currency, u.Plan, u.plan.Currency),
		say(`name in "of" components of plans in the same currency: plan/component`, `"of" 中请仅引用同一货币方案的组成部分：方案/组成部分`))
}

// blocks reports whether what keeps a unit from being posted concerns one of its components:
// a fault of its own concerns all of them, a fault of somebody below those that are fed by commission.
func (c *calculation) blocks(u *unit, part int) bool {
	return !u.state.parts[part].done || c.lacks(u, part)
}

// recipientDay returns the day on whose reporting lines the commission of a credit goes up: that of the deal, also for its
// refunds, as the plan of the first one in the chain dates it.
func (c *calculation) recipientDay(u *unit, cr *credit) kam.Day {
	if cr.value != nil {
		return cr.upOn
	}
	if cr.source >= 0 {
		if d := c.book.deals[cr.source].Date(u.plan.CreditDate); d.IsSet() {
			return d
		}
	}
	return cr.date
}

// holdDependents holds everybody whose pay depends on somebody who came to be held after having been passed up.
func (c *calculation) holdDependents() {
	last := c.period.Until.AddDays(-1)
	for stage := range c.program.stages {
		for _, u := range c.people.units {
			if len(u.held) == 0 {
				continue
			}
			for i := range u.plan.parts {
				if u.plan.parts[i].stage != stage || !c.blocks(u, i) {
					continue
				}
				for _, r := range c.program.onCommission[source{u.plan.index, i}] {
					c.holdAbove(u, i, r, last)
				}
			}
		}
	}
}

// holdAbove holds the managers whose pay depends on a unit that is held.
func (c *calculation) holdAbove(u *unit, part int, r managerRule, last kam.Day) {
	stage := u.plan.parts[part].stage + 1
	// the day that decides who manages, and the day on which the credit counts
	days := [][2]kam.Day{{last, last}}
	k := &u.plan.parts[part]
	for _, cr := range append(slices.Clone(u.lost), u.credits...) {
		if k.form() == "" && !*u.plan.Credits[cr.rule].Pays {
			continue // known or not, it has no commission that could go up
		}
		switch {
		case c.outside(u, k.measure, cr):
			days = append(days, [2]kam.Day{c.recipientDay(u, cr), c.book.deals[cr.deal].Date(u.plan.CreditDate)})
		case c.period.Contains(cr.date) && c.feeds(u, k.measure, cr):
			days = append(days, [2]kam.Day{c.recipientDay(u, cr), cr.date})
		}
	}
	for _, day := range days {
		manager, ok := c.above(u.payee.ID, day[0], r.rule.Level, r.rule.Vacancy)
		if !ok || manager.Open {
			continue
		}
		for _, m := range c.people.byPayee[manager.ID] {
			if m.plan != r.plan || !m.Period.Contains(day[1]) {
				continue
			}
			if m.blocked == 0 || stage < m.blocked {
				m.blocked = stage
			}
			if !m.hasHeldAt(CodeDependsOnHeld, "payee "+clip(u.payee.ID)) {
				m.hold(CodeDependsOnHeld, "payee "+clip(u.payee.ID), say("the override of %q depends on %q, who is held", "%q 的上级提成取决于 %q，而后者已暂停结算", clip(m.payee.ID), clip(u.payee.ID)),
					say("mend what holds %q", "请先处理 %q 的问题", clip(u.payee.ID)))
			}
		}
	}
}
