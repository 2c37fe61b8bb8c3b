package ledger

import (
	"cmp"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Balance is where a payee stands under one plan, whatever its version, in one currency. The zero value is no balance.
type Balance struct {
	Payee string `json:"payee"`
	Plan  string `json:"plan"`
	// Version is the newest of the plan that anything was posted under.
	Version  int          `json:"version"`
	Currency kam.Currency `json:"currency"`
	// Payable is what is owed and not paid; below zero, it is to be taken back.
	Payable decimal.Decimal `json:"payable"`
	// Held is what was earned and is held back.
	Held decimal.Decimal `json:"held"`
	// Debt is what the payee owes, below zero.
	Debt decimal.Decimal `json:"debt"`
	// Paid is what was handed over to payroll and not returned.
	Paid decimal.Decimal `json:"paid"`
}

// Total returns the sum of all four: everything that came in, net of what was taken back.
func (b Balance) Total() decimal.Decimal {
	return decimal.Sum(b.Payable, b.Held, b.Debt, b.Paid)
}

// Balances returns where each payee stands under each plan in each currency, ascending in that order, also where
// everything is zero. Posted are the sums of a snapshot; only a window over the whole book gives the balances of today.
// Sums on the house's accounts are passed over.
func Balances(posted []Posted) []Balance {
	found := map[balanceKey]*Balance{}
	for _, p := range posted {
		if !p.Account.OfPayee() {
			continue
		}
		key := balanceKey{p.Payee, p.Plan, p.Currency}
		b := found[key]
		if b == nil {
			b = &Balance{Payee: p.Payee, Plan: p.Plan, Currency: p.Currency}
			found[key] = b
		}
		b.Version = max(b.Version, p.Version)
		sum := b.on(p.Account)
		*sum = sum.Add(p.Amount)
	}
	balances := make([]Balance, 0, len(found))
	for _, key := range slices.SortedFunc(maps.Keys(found), balanceKey.compare) {
		balances = append(balances, *found[key])
	}
	return balances
}

// on returns the sum of one account of the payee.
func (b *Balance) on(a Account) *decimal.Decimal {
	switch a {
	case HeldAccount:
		return &b.Held
	case DebtAccount:
		return &b.Debt
	case PaidAccount:
		return &b.Paid
	case PayeeAccount, ExpenseAccount, OpeningAccount, ExchangeAccount:
	}
	return &b.Payable
}

type balanceKey struct {
	payee, plan string
	currency    kam.Currency
}

func (k balanceKey) compare(o balanceKey) int {
	return cmp.Or(cmp.Compare(k.payee, o.payee), cmp.Compare(k.plan, o.plan), cmp.Compare(k.currency, o.currency))
}
