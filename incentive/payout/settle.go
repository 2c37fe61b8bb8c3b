package payout

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/internal/wording"
)

// Settle returns what becomes of the earnings of one payee in one open commission period: the steps, the balances and
// the ledger's entries. It computes what the open period should hold from what stood before it, and its entries are the
// difference to what it holds already; a case that is settled, posted and settled again has none.
//
// The error is a *[kam.InvalidError] with every fault of the case. Nothing is to be posted for the payee then.
func (r *Rules) Settle(c Case) (Result, error) {
	s := r.settlement(c)
	if s.readHistory(); s.HasErrors() {
		return Result{}, s.Err()
	}
	before := s.balances(false)
	s.tellGiven()
	groups := s.gather()
	for _, g := range groups {
		s.earn(g)
	}
	if s.HasErrors() {
		return Result{}, s.Err()
	}
	s.holdAll(groups)
	if s.findClaims(); s.HasErrors() {
		return Result{}, s.Err()
	}
	items := s.liveItems()
	for _, it := range items {
		s.keep(it)
		s.free(it)
	}
	s.clawBack()
	for _, it := range items {
		s.forfeit(it)
		s.settleItem(it)
	}
	s.takeBack(items)
	s.lift()
	s.forgive()
	s.adjust()
	s.close()
	return s.result(before, nil)
}

// Begin returns what is paid at the start of the open period, before it is calculated: the advance of a draw of the kind
// "start-of-period". Other draws begin nothing. It reads neither earnings nor events; settle the period when it has ended.
func (r *Rules) Begin(c Case) (Result, error) {
	c.Earned, c.Restated, c.Rates, c.Events, c.Deals, c.Adjustments = nil, nil, nil, nil, nil, nil
	s := r.settlement(c)
	if s.readHistory(); s.HasErrors() {
		return Result{}, s.Err()
	}
	before := s.balances(false)
	s.tellGiven()
	for _, it := range s.sortedItems() {
		it.now = slices.Clone(it.was)
	}
	if d := r.terms.Draw; d != nil && d.Kind == StartOfPeriod {
		s.advance(s.entitlement(drawPlace, c.Draw, d.Amount, d.For))
		s.cash = s.cash.Add(s.advanced)
	}
	return s.result(before, func(k lineKey) bool { return k.kind == ledger.DrawAdvance && k.component == DrawComponent })
}

// settlement is one call of Settle.
type settlement struct {
	wording.Faults
	r *Rules
	c Case
	// currency and places are those of the payee; converting tells whether the plan's differs.
	currency   kam.Currency
	places     int32
	converting bool

	rates    map[rateKey]decimal.Decimal
	events   map[eventKey][]filed
	deals    map[dealKey]Deal
	credited map[dealKey]kam.Day // credit dates of deals that the case's earnings name
	changed  map[kam.Period]bool // periods that the case states changes of
	h        history
	later    bool
	claims   map[dealKey]*claim

	earned   decimal.Decimal // of the open period, changes of earlier ones included
	cash     decimal.Decimal // change of pay so far
	added    decimal.Decimal // lent in the open period to lift pay to a draw
	advanced decimal.Decimal // paid in advance in the open period
	netted   decimal.Decimal // of it, taken out of the period's pay already
	taken    map[Position]decimal.Decimal
	lines    map[lineKey]decimal.Decimal
	steps    [phases][]Step
	allowed  *allowance // nil before recovery
	reasons  Reasons
}

// phase is where a step stands in the calculation.
type phase int

const (
	phaseGiven phase = iota
	phaseEarned
	phaseHeld
	phaseReleased
	phaseForfeited
	phaseClawedBefore
	phaseRecoveredBefore
	phaseLifted
	phaseClawedAfter
	phaseRecoveredAfter
	phaseForgiven
	phaseAdjusted
	phaseClosed
	phases
)

func (s *settlement) step(at phase, step Step) { s.steps[at] = append(s.steps[at], step) }

// settlement checks the case.
func (r *Rules) settlement(c Case) *settlement {
	s := &settlement{
		Faults: wording.Faults{Prefix: "payout"}, r: r, c: c, currency: r.money.Currency, places: r.money.Places,
		rates: map[rateKey]decimal.Decimal{}, events: map[eventKey][]filed{}, deals: map[dealKey]Deal{}, credited: map[dealKey]kam.Day{},
		changed: map[kam.Period]bool{}, taken: map[Position]decimal.Decimal{}, lines: map[lineKey]decimal.Decimal{},
	}
	if c.Currency != "" && c.Currency != r.money.Currency {
		s.currency, s.places, s.converting = c.Currency, c.Currency.MinorUnits(), true
		if conv := r.terms.Convert; conv != nil && conv.Places != nil {
			s.places = *conv.Places
		}
	}
	s.check()
	return s
}

// rulesOf returns the rules of a version of the plan, or nil.
func (s *settlement) rulesOf(version int) *Rules {
	if version == s.c.Version {
		return s.r
	}
	return s.c.Earlier[version]
}

// versions returns all rules of the case.
func (s *settlement) versions() []*Rules {
	all := []*Rules{s.r}
	for _, version := range slices.Sorted(maps.Keys(s.c.Earlier)) {
		if rules := s.c.Earlier[version]; rules != nil && version != s.c.Version {
			all = append(all, rules)
		}
	}
	return all
}

// left tells whether the payee has left by the end of the open period, under rules that say what that means.
func (s *settlement) left(r *Rules) bool {
	day := s.c.Employment.Left
	return day.IsSet() && day.Before(s.c.Period.Until) && r.terms.Leavers != nil
}

// lastDay returns the last day whose events release anything to somebody who leaves, and false when there is none.
func (s *settlement) lastDay(r *Rules) (kam.Day, bool) {
	day, terms := s.c.Employment.Left, r.terms.Leavers
	if !day.IsSet() || terms == nil {
		return kam.Day{}, false
	}
	switch {
	case terms.Held == LeaverForfeits:
		return day, true
	case terms.Held == LeaverWaits && terms.TrailingMonths != nil:
		return day.AddMonths(*terms.TrailingMonths), true
	}
	return kam.Day{}, false
}

// lastCredit returns the last day on which a deal may be credited to somebody who leaves, and false when there is none.
func (s *settlement) lastCredit(r *Rules) (kam.Day, bool) {
	day, terms := s.c.Employment.Left, r.terms.Leavers
	if !day.IsSet() || terms == nil {
		return kam.Day{}, false
	}
	if terms.TrailingMonths != nil {
		day = day.AddMonths(*terms.TrailingMonths)
	}
	return day, true
}

// adjust adds the manual adjustments, in order of id.
func (s *settlement) adjust() {
	list := slices.Clone(s.c.Adjustments)
	slices.SortFunc(list, Adjustment.compare)
	for _, a := range list {
		component := a.Component
		if component == "" {
			component = AdjustmentComponent
		}
		s.post(lineKey{s.c.Version, component, ledger.Manual, s.c.Period, ledger.PayeeAccount, a.ID, s.currency}, a.Amount)
		s.cash = s.cash.Add(a.Amount)
		s.tellAdjusted(a)
	}
}

// close turns what pay cannot cover into a debt.
func (s *settlement) close() {
	payable := s.h.payable.Add(s.h.given).Add(s.cash)
	if !payable.IsNegative() {
		return
	}
	short := payable.Neg()
	line := lineKey{s.c.Version, ShortfallComponent, ledger.Shortfall, s.c.Period, ledger.DebtAccount, "", s.currency}
	s.pair(line, ledger.PayeeAccount, short)
	key := lotKey{ShortfallDebt, s.c.Period}
	s.h.lots[key] = s.h.lots[key].Add(short)
	s.cash = s.cash.Add(short)
	s.step(phaseClosed, Step{
		Kind: StepShortfall, Component: ShortfallComponent, Origin: s.c.Period, Amount: short, Owed: short,
		Because: wording.Say("pay is %s below zero; it is owed from now on", "应付为负 %s，转为欠款", s.format(short)),
	})
}

// balances returns what stood before the open period, or what stands with it.
func (s *settlement) balances(after bool) Balances {
	b := Balances{Payable: s.h.payable, Paid: s.h.paid, Held: slices.Clone(s.h.strays)}
	if after {
		b.Payable = b.Payable.Add(s.h.given).Add(s.cash)
		b.Paid = b.Paid.Add(s.h.handed)
	}
	for _, it := range s.sortedItems() {
		list := it.was
		if after {
			list = it.now
		}
		for i, t := range list {
			if left := t.left(); !left.IsZero() {
				part := it.back.Parts[i]
				b.Held = append(b.Held, Held{
					Version: it.version, Component: it.component, Transaction: it.transaction, Origin: it.anchor, Part: i + 1,
					Amount: left, On: part.On, Due: s.due(it, part), Reference: Reference(it.transaction, i+1),
				})
			}
		}
	}
	slices.SortFunc(b.Held, Held.compare)
	for _, key := range s.sortedLots() {
		b.Debts = append(b.Debts, Debt{Kind: key.kind, Since: key.since, Amount: s.h.lots[key]})
	}
	return b
}

// result puts the result together. Only, where given, limits what is compared with the ledger.
func (s *settlement) result(before Balances, only func(lineKey) bool) (Result, error) {
	if s.HasErrors() {
		return Result{}, s.Err()
	}
	after := s.balances(true)
	s.reasons.Recovery = s.tellRecovery(before, after)
	return Result{
		Payee: s.c.Payee, Plan: s.c.Plan, Version: s.c.Version, Period: s.c.Period, Currency: s.currency, Places: s.places,
		Labels: maps.Clone(s.c.Labels), Steps: slices.Concat(s.steps[:]...), Reasons: s.reasons, Before: before, After: after,
		Postings: s.entries(s.lines), Entries: s.entries(s.difference(only)), Findings: s.Findings(),
	}, nil
}
