package incentive

import (
	"math/big"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// rollUp credits managers with what the components of a stage have earned.
func (c *calculation) rollUp(stage int) {
	touched := map[*unit]bool{}
	for _, u := range c.known {
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
	if c.blocks(u, i) {
		c.holdAbove(u, i, r, c.period.Until.AddDays(-1))
		return
	}
	for _, up := range c.passes(u, i) {
		value := up.amount
		if r.rule.Base == CreditGross {
			value = up.gross
		}
		if !up.rest || value.Sign() != 0 {
			c.creditAbove(u, i, r, up, value, touched)
		}
	}
}

// passed is a commission that a component of a unit passes up to managers: that of one of its lines, or what belongs to
// none of them.
type passed struct {
	// deal and source are those of the credit that earned it, -1 for none, and participant its place among the deal's.
	deal, source, participant int
	// date is the day on which it counts, upOn the one on whose reporting lines it goes up.
	date, upOn kam.Day
	// line is the number of the line; rest says that there is none.
	line int
	rest bool
	// amount is what is paid after caps, gross without any.
	amount, gross *big.Rat
}

// passes returns what a component of a unit passes up, in the order of its lines.
func (c *calculation) passes(u *unit, i int) []passed {
	part := &u.state.parts[i]
	if part.told != nil {
		return part.told.passes
	}
	last := c.period.Until.AddDays(-1)
	amounts := part.amounts()
	if u.plan.roundsSum(&u.plan.parts[i]) {
		for n, d := range u.plan.grid.Spread(part.sum.Earned, amounts) {
			amounts[n] = num.Rat(d)
		}
	}
	rest := passed{deal: -1, source: -1, date: last, upOn: last, line: len(part.lines), rest: true}
	rest.amount = new(big.Rat).Sub(part.sum.Earned, c.before(u, u.plan.parts[i].Name, u.plan.Measures[u.plan.parts[i].measure].Window))
	rest.gross = new(big.Rat).Set(part.sum.Gross)
	var out []passed
	for n, l := range part.lines {
		rest.gross.Sub(rest.gross, l.Gross)
		from := part.credit[l.Credit]
		if !c.period.Contains(from.date) {
			continue
		}
		rest.amount.Sub(rest.amount, amounts[n])
		out = append(out, passed{deal: from.deal, source: from.source, participant: from.rank.participant, date: from.date, upOn: c.recipientDay(u, from), line: n, amount: amounts[n], gross: l.Gross})
	}
	return append(out, rest)
}

// creditAbove gives a commission to the manager of a day.
func (c *calculation) creditAbove(u *unit, part int, r managerRule, up passed, value *big.Rat, touched map[*unit]bool) {
	manager, ok := c.above(u.payee.ID, up.upOn, r.rule.Level, r.rule.Vacancy)
	if !ok {
		return
	}
	for _, m := range c.people.byPayee[manager.ID] {
		if m.plan != r.plan || !m.Period.Contains(up.date) {
			continue
		}
		if u.plan.Currency != m.plan.Currency {
			m.otherCurrency(u)
		}
		if manager.Open {
			if up.deal >= 0 {
				c.house = append(c.house, c.vacant(&c.book.deals[up.deal], manager.ID, up.date))
			}
			continue
		}
		got := credit{deal: up.deal, source: up.source, rule: r.index, date: up.date, weight: r.rule.Share.Rat(), value: value, from: u.payee.ID, upOn: up.upOn}
		if up.deal >= 0 {
			got.rank = c.rankOf(m, u.plan, up.deal, up.date)
		} else {
			got.rank = rank{date: up.date, last: true}
		}
		got.rank.from, got.rank.start, got.rank.part = u.payee.ID, u.Period.From, u.plan.index*maxParts+part
		got.rank.rule, got.rank.participant, got.rank.line = r.index, up.participant, up.line
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
