package settlement

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
	"github.com/kam-go/kam/internal/wording"
)

// build makes the case of an account.
func (b *builder) build(k account, st *statement, rules *payout.Rules) (payout.Case, error) {
	in := b.s.in
	c := payout.Case{
		Payee: k.payee, Plan: k.plan, Version: st.version, Period: b.s.period, Currency: st.payee.Currency,
		Posted: slices.Clone(b.posted[k]), Adjustments: slices.Clone(b.adjustments[k]), Apart: st.apart, Earlier: map[int]*payout.Rules{},
	}
	program := in.Run.Program()
	st.labels = program.ComponentLabels(k.plan, st.version)
	c.Labels = st.labels
	for _, version := range program.Versions(k.plan) {
		if version != st.version {
			c.Earlier[version] = b.terms(k.plan, version).rules
		}
	}
	year, err := program.Calendar().Containing(kam.Year, b.s.period.From)
	if err != nil {
		return c, err
	}
	c.Year = year
	for i, l := range in.Late {
		b.restate(&c, k, i, l)
	}
	for _, s := range b.earnings[k] {
		c.Earned = append(c.Earned, b.ascribe(&c, s, in.Run, earned(s, in.Run, kam.Period{}))...)
	}
	person := personOf(b.people, k)
	c.Employment, c.Draw, c.Guarantee, c.ProtectedMinimum = person.Employment, person.Draw, person.Guarantee, person.ProtectedMinimum
	if len(b.earnings[k]) == 0 { // who is not assigned in the period is due no draw and no guarantee
		unentitled(&c, rules)
	}
	b.facts(&c, k)
	if c.Currency != "" && c.Currency != st.plan.Currency {
		c.Rates, err = b.ratesOf(c, st, rules)
	}
	return c, err
}

// personOf returns the facts about somebody under a plan: those that name the plan, and the employment of those that do not
// where they state none.
func personOf(people map[account]Person, k account) Person {
	general := people[account{payee: k.payee}]
	person, ok := people[k]
	if !ok {
		return general
	}
	if person.Employment == (payout.Employment{}) {
		person.Employment = general.Employment
	}
	return person
}

// restate adds what a period earned that was calculated anew: all of it where there is a statement, else the difference to
// what was posted.
func (b *builder) restate(c *payout.Case, k account, i int, l Late) {
	if b.heldLate[i][k] {
		b.found.Warn("late-held", "payee "+wording.Clip(k.payee), wording.Say("%s is held in %s: what that period earned stays as it was posted", "%s 在期间 %s 被暂停：该期间的所得保持已入账金额", wording.Quote(k.payee), l.Run.Period()),
			wording.Say("mend what holds the payee there, and settle again", "请排除该期间的暂停原因后重新结算"))
		return
	}
	if list := b.lateStates[i][k]; len(list) > 0 {
		for _, s := range list {
			rows := b.ascribe(c, s, l.Run, earned(s, l.Run, l.Run.Period()))
			if len(rows) == 0 { // a period without earnings is restated all the same
				rows = []payout.Earned{{Origin: l.Run.Period(), Version: s.PlanVersion(), Component: firstComponent(s)}}
			}
			c.Restated = append(c.Restated, rows...)
		}
		return
	}
	sums := map[originKey]decimal.Decimal{}
	add := func(version int, component string, amount decimal.Decimal) {
		k := originKey{version, component}
		sums[k] = sums[k].Add(amount)
	}
	for _, p := range b.posted[k] {
		if p.Into == b.s.period && p.Period == l.Run.Period() && p.Account == ledger.PayeeAccount && (p.Kind == ledger.Earning || p.Kind == ledger.Correction) {
			add(p.Version, p.Component, p.Amount)
		}
	}
	for _, e := range b.entries(i, k) {
		add(e.Version, e.Component, e.Amount)
	}
	for _, at := range slices.SortedFunc(maps.Keys(sums), originKey.compare) {
		if !sums[at].IsZero() { // nothing is earned there any more, deal by deal
			c.Restated = append(c.Restated, payout.Earned{Origin: l.Run.Period(), Version: at.version, Component: at.component})
		}
	}
}

// originKey is what corrections of one period add up by.
type originKey struct {
	version   int
	component string
}

func (k originKey) compare(o originKey) int {
	return cmp.Or(cmp.Compare(k.version, o.version), strings.Compare(k.component, o.component))
}

// entries yields what the late period i corrects of an account.
func (b *builder) entries(i int, k account) []ledger.Entry {
	return b.byAccount[i][k]
}

func firstComponent(s incentive.Statement) string {
	for c := range s.Components() {
		return c.Name
	}
	return ""
}

// earned lists what a statement earns: deal by deal, and by component what belongs to none.
func earned(s incentive.Statement, run *incentive.Run, origin kam.Period) []payout.Earned {
	var rows []payout.Earned
	at := map[[2]string]int{}
	add := func(component, transaction string, amount decimal.Decimal) {
		if amount.IsZero() {
			return
		}
		k := [2]string{component, transaction}
		i, ok := at[k]
		if !ok {
			i = len(rows)
			at[k] = i
			row := payout.Earned{Origin: origin, Version: s.PlanVersion(), Component: component, Transaction: transaction}
			if transaction != "" {
				row.CreditDate = run.CreditDate(s.PlanID(), s.PlanVersion(), transaction)
			}
			rows = append(rows, row)
		}
		rows[i].Amount = rows[i].Amount.Add(amount)
	}
	for l := range s.Lines() {
		add(l.Component(), dealOf(l), l.Amount())
	}
	for a := range s.Adjustments() {
		add(a.PostedUnder(), a.Transaction, a.Amount)
	}
	return slices.DeleteFunc(rows, func(r payout.Earned) bool { return r.Amount.IsZero() })
}

// dealOf returns the deal that a line belongs to: a refund belongs to what it takes back.
func dealOf(l incentive.Line) string {
	if original := l.Reverses(); original != "" {
		return original
	}
	return l.Transaction()
}

// facts adds the events and deals that concern an account.
func (b *builder) facts(c *payout.Case, k account) {
	known := map[string]bool{}
	add := func(transaction string) {
		if transaction == "" || known[transaction] {
			return
		}
		known[transaction], b.told[transaction] = true, true
		c.Events = append(c.Events, b.events[transaction]...)
	}
	for _, d := range b.deals[k] {
		add(d.Transaction)
		c.Deals = append(c.Deals, d)
	}
	for _, rows := range [][]payout.Earned{c.Earned, c.Restated} {
		for _, r := range rows {
			add(r.Transaction)
		}
	}
	for _, p := range c.Posted {
		if at := strings.LastIndexByte(p.Reference, '#'); at >= 0 {
			add(p.Reference[:at])
		}
	}
	b.known(c)
	c.Events = append(c.Events, b.sums...)
	slices.SortStableFunc(c.Events, compareEvents)
	slices.SortStableFunc(c.Deals, compareDeals)
}

// compareDeals orders facts about deals.
func compareDeals(a, b payout.Deal) int {
	return cmp.Or(strings.Compare(a.Transaction, b.Transaction), strings.Compare(a.Component, b.Component))
}

// compareEvents orders events by what they concern and when they happened.
func compareEvents(a, b payout.Event) int {
	part := func(e payout.Event) kam.Fraction {
		if e.Fraction == nil {
			return kam.Whole()
		}
		return *e.Fraction
	}
	return cmp.Or(strings.Compare(a.Transaction, b.Transaction), a.Origin.Compare(b.Origin), a.Day.Compare(b.Day), cmp.Compare(a.Kind, b.Kind),
		cmp.Compare(part(a).Num, part(b).Num), cmp.Compare(part(a).Den, part(b).Den))
}

// known adds what cancelled deals have earned where the runs show it in full: those that count on or after the first day
// from which on every period is among the runs. A payee who is paid in another currency needs it stated.
func (b *builder) known(c *payout.Case) {
	if c.Currency != "" && c.Currency != b.terms(c.Plan, c.Version).plan.Currency {
		return
	}
	since := b.s.period.From
	for _, l := range slices.Backward(b.s.in.Late) {
		if l.Run.Period().Until != since {
			break
		}
		since = l.Run.Period().From
	}
	type key struct{ component, transaction string }
	stated := map[key]bool{}
	for _, d := range c.Deals {
		stated[key{d.Component, d.Transaction}] = true
	}
	at := map[key]int{}
	for _, r := range slices.Concat(c.Earned, c.Restated) {
		k := key{r.Component, r.Transaction}
		if stated[k] || !ends(b.events[r.Transaction]) || !r.CreditDate.IsSet() || r.CreditDate.Before(since) {
			continue
		}
		i, seen := at[k]
		if !seen {
			i = len(c.Deals)
			at[k] = i
			c.Deals = append(c.Deals, payout.Deal{Component: k.component, Transaction: k.transaction, CreditDate: r.CreditDate, Earned: decimal.NewNullDecimal(decimal.Zero)})
		}
		c.Deals[i].Earned.Decimal = c.Deals[i].Earned.Decimal.Add(r.Amount)
	}
}

// ends tells whether one of the events ends a deal, or undoes that.
func ends(events []payout.Event) bool {
	return slices.ContainsFunc(events, func(e payout.Event) bool {
		return e.Kind == payout.Cancelled || e.Kind == payout.Withdrawn || e.Kind == payout.Reinstated
	})
}

// unentitled takes draw and guarantee away from a case.
func unentitled(c *payout.Case, rules *payout.Rules) {
	terms := rules.Terms()
	if terms.Draw != nil {
		c.Draw = &payout.Entitlement{}
	}
	if terms.Guarantee != nil {
		c.Guarantee = &payout.Entitlement{}
	}
}
