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

// account is a payee under a plan, whatever its version: what is settled together.
type account struct{ payee, plan string }

func (a account) compare(o account) int {
	return cmp.Or(strings.Compare(a.payee, o.payee), strings.Compare(a.plan, o.plan))
}

// builder turns runs and ledger rows into the cases of all accounts.
type builder struct {
	s         *Settlement
	own       ledger.Batch
	corrected []ledger.Batch
	byAccount []map[account][]ledger.Entry // of each late period, on the payee's account
	order     []account
	cases     map[account][]payout.Case // one for each currency that something is settled in

	earnings    map[account][]incentive.Statement
	lateStates  []map[account][]incentive.Statement
	before      []map[account][]incentive.Statement // late periods as they were posted; nil where that is not known
	posted      map[account][]ledger.Posted
	events      map[string][]payout.Event
	sums        []payout.Event  // events of earnings that belong to no deal
	told        map[string]bool // deals whose events entered a case
	freed       map[waitKey]map[holder]decimal.Decimal
	rates       map[pair][]incentive.ExchangeRate
	people      map[account]Person
	deals       map[account][]payout.Deal
	adjustments map[account][]payout.Adjustment
	heldNow     map[account]bool
	heldLate    []map[account]bool
	plans       map[planKey]*terms
	found       faults
}

// planKey names a plan version.
type planKey struct {
	id      string
	version int
}

// terms are a plan version and what becomes of what it earns.
type terms struct {
	plan  incentive.Plan
	rules *payout.Rules
	plain bool // the plan states no terms: everything is payable, and nobody may owe
}

func newBuilder(s *Settlement, own ledger.Batch, late []ledger.Batch) *builder {
	b := &builder{
		s: s, own: own, corrected: late, cases: map[account][]payout.Case{}, earnings: statementsOf(s.in.Run), posted: map[account][]ledger.Posted{},
		events: map[string][]payout.Event{}, people: map[account]Person{}, deals: map[account][]payout.Deal{},
		adjustments: map[account][]payout.Adjustment{}, heldNow: heldOf(s.in.Run), found: *newFaults(), plans: map[planKey]*terms{},
		told: map[string]bool{}, rates: map[pair][]incentive.ExchangeRate{},
	}
	for _, l := range s.in.Late {
		b.lateStates = append(b.lateStates, statementsOf(l.Run))
		b.heldLate = append(b.heldLate, heldOf(l.Run))
		var before map[account][]incentive.Statement
		if l.Before != nil {
			before = statementsOf(l.Before)
		}
		b.before = append(b.before, before)
	}
	for _, batch := range late {
		entries := map[account][]ledger.Entry{}
		for _, e := range batch.Entries {
			if k := (account{e.Payee, e.Plan}); e.Account == ledger.PayeeAccount {
				entries[k] = append(entries[k], e)
			}
		}
		b.byAccount = append(b.byAccount, entries)
	}
	for _, p := range s.in.Opening.Posted {
		k := account{p.Payee, p.Plan}
		b.posted[k] = append(b.posted[k], p)
	}
	for _, e := range s.in.Events {
		if e.Transaction == "" {
			b.sums = append(b.sums, e)
			continue
		}
		b.events[e.Transaction] = append(b.events[e.Transaction], e)
	}
	for _, p := range s.in.People {
		b.people[account{p.Payee, p.Plan}] = p
	}
	for _, d := range s.in.Deals {
		k := account{d.Payee, d.Plan}
		b.deals[k] = append(b.deals[k], d.Deal)
	}
	for _, a := range s.in.Adjustments {
		k := account{a.Payee, a.Plan}
		b.adjustments[k] = append(b.adjustments[k], a.Adjustment)
	}
	for _, list := range b.adjustments {
		slices.SortStableFunc(list, func(a, b payout.Adjustment) int { return strings.Compare(a.ID, b.ID) })
	}
	for _, r := range s.in.Rates {
		k := pair{r.Table, r.From, r.To}
		b.rates[k] = append(b.rates[k], r)
	}
	b.accounts()
	return b
}

// accounts lists everybody who has a statement, a correction, an adjustment, or something in the ledger that can still move.
func (b *builder) accounts() {
	seen := map[account]bool{}
	add := func(k account) {
		if !seen[k] && !b.heldNow[k] {
			seen[k] = true
			b.order = append(b.order, k)
		}
	}
	for k, list := range b.earnings {
		if !list[0].Open() {
			add(k)
		}
	}
	for _, batch := range append([]ledger.Batch{b.own}, b.corrected...) {
		for _, e := range batch.Entries {
			add(account{e.Payee, e.Plan})
		}
	}
	for k := range b.adjustments {
		add(k)
	}
	for k, rows := range b.posted {
		if stands(rows, b.s.period) {
			add(k)
		}
	}
	slices.SortFunc(b.order, account.compare)
}

// stands tells whether anything is held, owed or payable, or was posted into the period before.
func stands(rows []ledger.Posted, period kam.Period) bool {
	return moves(rows, period) || slices.ContainsFunc(ledger.Balances(rows), func(x ledger.Balance) bool { return !x.Payable.IsZero() })
}

// moves tells whether anything is held or owed, or was posted into the period before.
func moves(rows []ledger.Posted, period kam.Period) bool {
	return slices.ContainsFunc(rows, func(p ledger.Posted) bool { return p.Into == period }) ||
		slices.ContainsFunc(ledger.Balances(rows), func(x ledger.Balance) bool { return !x.Held.IsZero() || !x.Debt.IsZero() })
}

// settle settles one account, in each currency that something stands in; neither statements nor a reason where nothing is to
// be settled.
func (b *builder) settle(k account) ([]*statement, *incentive.Held) {
	st := &statement{of: b.s, account: k, earnings: b.earnings[k], posted: b.posted[k], adjustments: b.adjustments[k], version: b.version(k)}
	payee, held := b.payee(st)
	switch {
	case held != nil:
		return nil, held
	case payee.Open:
		return nil, nil
	}
	st.payee = payee
	at := b.terms(k.plan, st.version)
	if at == nil {
		if !moves(st.posted, b.s.period) {
			return nil, nil // what is payable is payroll's alone
		}
		return nil, st.hold("unknown-plan",
			wording.Say("version %d of plan %s, under which %s has balances, is not compiled here", "%[3]s 在方案 %[2]s 第 %[1]d 版下有余额，但该版本未编译", st.version, wording.Quote(k.plan), wording.Quote(k.payee)),
			wording.Say("compile that version too", "请一并编译该版本"))
	}
	st.plan = &at.plan
	if held := b.lost(st); held != nil {
		return nil, held
	}
	st.corrections = b.corrections(k)
	st.apart = b.apart(st)
	c, err := b.build(k, st, at.rules)
	if err != nil {
		return nil, refused(st, err)
	}
	paid := c
	paid.Events = slices.DeleteFunc(slices.Clone(c.Events), b.ofOthers(st, c))
	if held := b.close(st, at, paid); held != nil {
		return nil, held
	}
	b.moved(st)
	b.leftBefore(st, c)
	list := []*statement{st}
	for _, currency := range st.apart {
		other, otherCase := b.standing(st, c, currency)
		if held := b.close(other, at, otherCase); held != nil {
			return nil, held
		}
		list = append(list, other)
	}
	return list, nil
}

// close settles one case of an account.
func (b *builder) close(st *statement, at *terms, c payout.Case) *incentive.Held {
	k, err := st.account, error(nil)
	if st.result, c, err = b.settled(at, c); err != nil {
		return refused(st, err)
	}
	if owed := st.result.Before.Owed().Add(st.result.After.Owed()); at.plain && !owed.IsZero() {
		return st.hold("no-terms",
			wording.Say("%s owes something under plan %s, which does not say how debts are recovered", "%s 在方案 %s 下有欠款，而该方案未说明如何追收", wording.Quote(k.payee), wording.Quote(k.plan)),
			wording.Say(`add "payout" to the plan, with "recovery" at least`, `请在方案中添加 "payout"，至少包含 "recovery"`))
	}
	b.cases[k], st.protected, st.left = append(b.cases[k], c), c.ProtectedMinimum, c.Employment.Left
	b.found.Take(st.place(), st.result.Findings)
	return nil
}

// payee returns who an account belongs to. Somebody who is not on the roster any more is paid in the currency that the
// ledger has balances in.
func (b *builder) payee(st *statement) (incentive.Payee, *incentive.Held) {
	if p, known := b.s.in.Run.Payee(st.account.payee); known {
		return p, nil
	}
	p := incentive.Payee{ID: st.account.payee}
	st.payee = p
	for _, x := range ledger.Balances(st.posted) {
		if x.Payable.IsZero() && x.Held.IsZero() && x.Debt.IsZero() {
			continue
		}
		if p.Currency != "" {
			return p, st.hold("currency",
				wording.Say("%s is not on the roster and has balances in %s and %s", "%s 不在名册中，且有 %s 与 %s 两种货币的余额", wording.Quote(p.ID), p.Currency, x.Currency),
				wording.Say("put the payee on the roster with the currency he is paid in", "请将其列入名册并写明发放货币"))
		}
		p.Currency = x.Currency
	}
	return p, nil
}

// lost reports what the ledger has in the open period that the runs do not calculate any more, so that nothing says what
// it should be.
func (b *builder) lost(st *statement) *incentive.Held {
	_, onRoster := b.s.in.Run.Payee(st.account.payee)
	sums := map[kam.Period]decimal.Decimal{}
	for _, p := range st.posted {
		if p.Into != b.s.period || p.Account != ledger.PayeeAccount || p.Kind != ledger.Earning && p.Kind != ledger.Correction {
			continue
		}
		if p.Period == b.s.period && onRoster || b.late(st.account, p.Period) {
			continue
		}
		sums[p.Period] = sums[p.Period].Add(p.Amount)
	}
	for _, period := range slices.SortedFunc(maps.Keys(sums), kam.Period.Compare) {
		switch {
		case sums[period].IsZero():
		case period == b.s.period:
			return st.hold("not-on-roster",
				wording.Say("%s has earnings of this period in the ledger and is not on the roster", "%s 在账簿中有本期所得，但不在名册中", wording.Quote(st.account.payee)),
				wording.Say("put the payee on the roster; without an assignment the earnings are taken back", "请将其列入名册；如无分配，已入账所得将被冲回"))
		default:
			return st.hold("late-missing",
				wording.Say("corrections of %s were posted into the open period, and that period is not calculated here", "期间 %s 的更正已记入未结期间，但此处没有该期间的运行结果", wording.Days(period)),
				wording.Say("hand in the run of %s again, with nobody held", "请再次传入期间 %s 的运行结果，且不得有暂停", period))
		}
	}
	return nil
}

// late tells whether a period was calculated anew for an account.
func (b *builder) late(k account, period kam.Period) bool {
	for i, l := range b.s.in.Late {
		if l.Run.Period() == period {
			return !b.heldLate[i][k]
		}
	}
	return false
}

// terms returns a plan version and its terms, read once; nil when the program has no such version.
func (b *builder) terms(id string, version int) *terms {
	k := planKey{id, version}
	if known, ok := b.plans[k]; ok {
		return known
	}
	b.plans[k] = nil
	program := b.s.in.Run.Program()
	plan, ok := program.Plan(id, version)
	if !ok {
		return nil
	}
	t := &terms{plan: plan}
	if t.rules, ok = program.Payout(id, version); !ok {
		t.rules, t.plain = bare(plan), true
	}
	b.plans[k] = t
	return t
}

// bare are the rules of a plan without terms: nothing is held back or lent.
func bare(plan incentive.Plan) *payout.Rules {
	whole := kam.Whole()
	money := payout.Money{Currency: plan.Currency, Places: plan.Currency.MinorUnits(), Mode: plan.Rounding.Mode}
	if plan.Rounding.Places != nil {
		money.Places = *plan.Rounding.Places
	}
	rules, err := payout.Compile(payout.Terms{Recovery: &payout.Recovery{
		Order: payout.OldestFirst, MaxShareOfPay: &whole, ProtectedMinimum: decimal.NewNullDecimal(decimal.Zero),
	}}, money)
	if err != nil {
		return new(payout.Rules) // a compiled plan has a currency and a rounding
	}
	return rules
}

// version returns the plan version in force: that of the last assignment, else the newest that the ledger has.
func (b *builder) version(k account) int {
	if list := b.earnings[k]; len(list) > 0 {
		return list[len(list)-1].PlanVersion()
	}
	newest := 0
	for _, p := range b.posted[k] {
		newest = max(newest, p.Version)
	}
	if newest == 0 {
		versions := b.s.in.Run.Program().Versions(k.plan)
		if len(versions) > 0 {
			newest = versions[len(versions)-1]
		}
	}
	return newest
}

// findings returns what was noticed.
func (b *builder) findings() kam.Findings {
	b.strangers()
	found := b.s.in.Run.Findings()
	for _, l := range b.s.in.Late {
		found.Merge(l.Run.Findings())
	}
	found.Merge(b.found.Findings())
	return found
}

// statementsOf groups the statements of a run.
func statementsOf(r *incentive.Run) map[account][]incentive.Statement {
	all := map[account][]incentive.Statement{}
	for st := range r.Statements() {
		k := account{st.Payee().ID, st.PlanID()}
		all[k] = append(all[k], st)
	}
	return all
}

func heldOf(r *incentive.Run) map[account]bool {
	held := map[account]bool{}
	for h := range r.Held() {
		held[account{h.Payee.ID, h.Plan}] = true
	}
	return held
}

// holdback returns the holdback of a component under a plan version; nil when it has none.
func (s *Settlement) holdback(plan string, version int, component string) *payout.Holdback {
	return s.plans[planKey{plan, version}].holdback(component)
}

// holdback returns the holdback of a component; nil when it has none.
func (t *terms) holdback(component string) *payout.Holdback {
	if t == nil || t.plan.Payout == nil {
		return nil
	}
	var rest *payout.Holdback
	for i := range t.plan.Payout.Holdbacks {
		h := &t.plan.Payout.Holdbacks[i]
		if slices.Contains(h.Components, component) {
			return h
		}
		if len(h.Components) == 0 {
			rest = h
		}
	}
	return rest
}
