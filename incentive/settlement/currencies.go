package settlement

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
)

// apart returns the currencies, other than the one that an account is paid in, in which something is held back or owed before
// the period, or in which a deal was followed that an event concerns now; ascending. A payee's currency has changed then.
func (b *builder) apart(st *statement) []kam.Currency {
	paid := st.payee.Currency
	if paid == "" {
		paid = st.plan.Currency
	}
	type sum struct {
		account  ledger.Account
		currency kam.Currency
	}
	sums, found := map[sum]decimal.Decimal{}, map[kam.Currency]bool{}
	for _, p := range st.posted {
		if p.Currency == paid || p.Into == b.s.period && p.Kind != ledger.Opened || p.Into.From.After(b.s.period.From) {
			continue
		}
		switch p.Account {
		case ledger.HeldAccount:
			deal, _, ok := heldDeal(p)
			found[p.Currency] = found[p.Currency] || ok && len(b.events[deal]) > 0
			fallthrough
		case ledger.DebtAccount:
			k := sum{p.Account, p.Currency}
			sums[k] = sums[k].Add(p.Amount)
		default: // what is payable is payroll's alone
		}
	}
	for k, amount := range sums {
		found[k.currency] = found[k.currency] || !amount.IsZero()
	}
	maps.DeleteFunc(found, func(_ kam.Currency, settled bool) bool { return !settled })
	return slices.Sorted(maps.Keys(found))
}

// standing makes the statement and the case of what stands in a currency that the payee is not paid in any more: releases,
// clawbacks, recovery and what leaving does, without earnings, draw, guarantee and adjustments.
func (b *builder) standing(main *statement, c payout.Case, currency kam.Currency) (*statement, payout.Case) {
	st := &statement{of: main.of, account: main.account, payee: main.payee, version: main.version, plan: main.plan, labels: main.labels, posted: main.posted, standing: true}
	st.payee.Currency = currency
	deals := map[string]bool{}
	c.Posted = slices.DeleteFunc(slices.Clone(c.Posted), func(p ledger.Posted) bool {
		return p.Into == b.s.period && p.Kind == ledger.Conversion // the other statement's
	})
	c.Apart = nil
	for _, p := range c.Posted {
		if deal, _, ok := heldDeal(p); ok && p.Currency == currency {
			deals[deal] = true
		}
		if p.Currency != currency && !slices.Contains(c.Apart, p.Currency) {
			c.Apart = append(c.Apart, p.Currency)
		}
	}
	slices.Sort(c.Apart)
	c.Currency, c.Earned, c.Restated, c.Deals, c.Rates, c.Adjustments = currency, nil, nil, nil, nil, nil
	c.Events = slices.DeleteFunc(slices.Clone(c.Events), func(e payout.Event) bool { return e.Transaction != "" && !deals[e.Transaction] })
	c.ProtectedMinimum = decimal.NullDecimal{}
	if currency != st.plan.Currency { // what the terms protect is of the plan's currency
		c.ProtectedMinimum = decimal.NewNullDecimal(decimal.Zero)
	}
	unentitled(&c, b.terms(c.Plan, c.Version).rules)
	return st, c
}

// ofOthers tells whether an event is about a deal that the ledger has in currencies alone that are settled apart, and that
// earns nothing now.
func (b *builder) ofOthers(st *statement, c payout.Case) func(payout.Event) bool {
	apart, here := map[string]bool{}, map[string]bool{}
	for _, p := range c.Posted {
		if deal, _, ok := heldDeal(p); ok && slices.Contains(st.apart, p.Currency) {
			apart[deal] = true
		} else if ok {
			here[deal] = true
		}
	}
	for _, e := range slices.Concat(c.Earned, c.Restated) {
		here[e.Transaction] = true
	}
	for _, d := range c.Deals {
		here[d.Transaction] = true
	}
	return func(e payout.Event) bool { return e.Transaction != "" && apart[e.Transaction] && !here[e.Transaction] }
}

// concerns tells whether amounts of a kind in a currency are on the statement.
func (st *statement) concerns(k ledger.Kind, currency kam.Currency) bool {
	earned := k == ledger.Earning || k == ledger.Correction || k == ledger.Conversion
	if st.standing {
		return !earned && currency == st.payee.Currency
	}
	return earned || !slices.Contains(st.apart, currency)
}
