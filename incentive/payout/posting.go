package payout

import (
	"cmp"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/incentive/ledger"
)

// post adds an amount to an account of the payee. What a kind moves on the house's side follows from it.
func (s *settlement) post(line lineKey, amount decimal.Decimal) {
	if amount.IsZero() {
		return
	}
	s.lines[line] = s.lines[line].Add(amount)
}

// pair moves an amount from the account of line to another account of the payee.
func (s *settlement) pair(line lineKey, to ledger.Account, amount decimal.Decimal) {
	s.post(line, amount.Neg())
	line.account = to
	s.post(line, amount)
}

// difference returns what is to be posted so that the open period holds the lines.
func (s *settlement) difference(only func(lineKey) bool) map[lineKey]decimal.Decimal {
	rest := maps.Clone(s.lines)
	for key, amount := range s.h.own {
		if only == nil || only(key) {
			rest[key] = rest[key].Sub(amount)
		}
	}
	return rest
}

// entries returns lines as entries, with the house's side of each, in order. Lines of zero are left out.
func (s *settlement) entries(lines map[lineKey]decimal.Decimal) []ledger.Entry {
	house := map[lineKey]decimal.Decimal{}
	for key, amount := range lines {
		key.account = ledger.ExpenseAccount
		if key.kind == ledger.Conversion {
			key.account = ledger.ExchangeAccount
		}
		house[key] = house[key].Sub(amount)
	}
	var list []ledger.Entry
	for _, side := range []map[lineKey]decimal.Decimal{lines, house} {
		for key, amount := range side {
			if amount.IsZero() {
				continue
			}
			list = append(list, ledger.Entry{
				Payee: s.c.Payee, Plan: s.c.Plan, Version: key.version, Component: key.component, Kind: key.kind,
				Period: key.origin, Account: key.account, Reference: key.reference, Amount: amount, Currency: key.currency,
			})
		}
	}
	slices.SortFunc(list, compareEntries)
	return list
}

// compareEntries orders entries of one payee and plan by everything but the amount.
func compareEntries(a, b ledger.Entry) int {
	return cmp.Or(
		cmp.Compare(a.Version, b.Version),
		cmp.Compare(a.Component, b.Component),
		cmp.Compare(a.Kind, b.Kind),
		cmp.Compare(a.Reference, b.Reference),
		a.Period.Compare(b.Period),
		cmp.Compare(a.Account, b.Account),
		cmp.Compare(a.Currency, b.Currency),
	)
}
