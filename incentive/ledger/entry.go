package ledger

import (
	"cmp"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Kind says why an amount is posted. It is an open type: a ledger stores any
// kind of 1 to 128 bytes without control characters.
type Kind string

// The kinds that this library posts, and the accounts that each moves money
// between: an amount above zero goes from the first to the second.
const (
	// Earning is commission earned, or taken back when negative: expense to payee.
	Earning Kind = "earning"
	// Correction is a change of what an earlier, closed period earned: expense to payee.
	Correction Kind = "correction"
	// Opened is a balance brought in from another system: opening to payee, held or debt.
	Opened Kind = "opening"
	// Manual is a manual adjustment: expense to payee.
	Manual Kind = "adjustment"
	// TopUp lifts pay to a guarantee or a draw that is not recoverable: expense to payee.
	TopUp Kind = "top-up"
	// DrawAdvance is pay in advance of earnings: debt to payee.
	DrawAdvance Kind = "draw-advance"
	// DrawRecovery pays an advance back: payee to debt.
	DrawRecovery Kind = "draw-recovery"
	// Forgiveness lets a debt go: expense to debt.
	Forgiveness Kind = "forgiveness"
	// Holdback keeps a part of earnings back: payee to held.
	Holdback Kind = "holdback"
	// Release frees what was held back: held to payee.
	Release Kind = "release"
	// Clawback takes earnings back: payee, held or debt to expense.
	Clawback Kind = "clawback"
	// Shortfall turns what pay cannot cover into a debt: debt to payee.
	Shortfall Kind = "shortfall"
	// Recovery pays a shortfall back: payee to debt.
	Recovery Kind = "recovery"
	// Payout is handed over to payroll: payee to paid.
	Payout Kind = "payout"
	// PayoutReturn is a payout that payroll rejected: paid to payee.
	PayoutReturn Kind = "payout-return"
	// Conversion moves an amount from one currency to another: exchange to payee in each.
	Conversion Kind = "conversion"
)

// Account is the side of the book an [Entry] stands on.
type Account string

// The accounts.
const (
	// PayeeAccount is what is owed to the payee and not paid yet: positive when owed, negative when taken back.
	PayeeAccount Account = "payee"
	// ExpenseAccount is what the house spends, with the opposite sign.
	ExpenseAccount Account = "expense"
	// HeldAccount is what was earned and is held back, above zero.
	HeldAccount Account = "held"
	// DebtAccount is what the payee owes, below zero.
	DebtAccount Account = "debt"
	// PaidAccount is what was handed over to payroll, above zero.
	PaidAccount Account = "paid"
	// OpeningAccount is the other side of balances brought in.
	OpeningAccount Account = "opening"
	// ExchangeAccount is the other side of amounts that change their currency.
	ExchangeAccount Account = "exchange"
)

// Accounts returns all accounts.
func Accounts() []Account {
	return []Account{
		PayeeAccount, ExpenseAccount, HeldAccount, DebtAccount, PaidAccount, OpeningAccount, ExchangeAccount,
	}
}

// Valid tells whether a is one of the accounts.
func (a Account) Valid() bool {
	switch a {
	case PayeeAccount, ExpenseAccount, HeldAccount, DebtAccount, PaidAccount, OpeningAccount, ExchangeAccount:
		return true
	}
	return false
}

// OfPayee tells whether a is one of the accounts that say where a payee stands: payee, held, debt or paid. The others
// are the house's own side.
func (a Account) OfPayee() bool {
	switch a {
	case PayeeAccount, HeldAccount, DebtAccount, PaidAccount:
		return true
	case ExpenseAccount, OpeningAccount, ExchangeAccount:
	}
	return false
}

// Entry is one amount on one account. Entries are never changed and never
// removed; a mistake is corrected by a further entry. The zero value is no
// valid entry.
type Entry struct {
	// Payee is who the amount concerns, on both accounts; 1 to 128 bytes.
	Payee string `json:"payee"`
	// Plan and Version name the plan that produced it; Version counts from 1.
	Plan    string `json:"plan"`
	Version int    `json:"version"`
	// Component is the part of the plan that produced it.
	Component string `json:"component"`
	// Kind is why it is posted.
	Kind Kind `json:"kind"`
	// Period is the commission period the amount belongs to. It has an end.
	Period kam.Period `json:"period"`
	// Account is where it stands.
	Account Account `json:"account"`
	// Reference tells amounts of one kind apart that must be followed one by one: the deal that a
	// holdback belongs to, the id of an adjustment. At most 256 bytes of UTF-8 without control characters. Empty: none.
	Reference string `json:"reference,omitempty"`
	// Amount is in Currency, and never zero.
	Amount   decimal.Decimal `json:"amount"`
	Currency kam.Currency    `json:"currency"`
}

// Record is an [Entry] as it stands in the book.
type Record struct {
	// Run is the run that appended it.
	Run string `json:"run"`
	// Number is its place in the book: above zero, unique and rising in the order appended. Numbers may be missing.
	Number int64 `json:"number"`
	// Into is the open period that the run was posted into: its [Batch.Period].
	Into kam.Period `json:"into"`
	Entry
}

// entryKey is what may occur once in a batch.
type entryKey struct {
	payee, plan string
	version     int
	component   string
	kind        Kind
	reference   string
	period      kam.Period
	account     Account
	currency    kam.Currency
}

func (e Entry) key() entryKey {
	return entryKey{e.Payee, e.Plan, e.Version, e.Component, e.Kind, e.Reference, e.Period, e.Account, e.Currency}
}

// compare orders entries by everything but the amount.
func (e Entry) compare(o Entry) int {
	return cmp.Or(
		cmp.Compare(e.Payee, o.Payee),
		cmp.Compare(e.Plan, o.Plan),
		cmp.Compare(e.Version, o.Version),
		cmp.Compare(e.Component, o.Component),
		cmp.Compare(e.Kind, o.Kind),
		cmp.Compare(e.Reference, o.Reference),
		e.Period.Compare(o.Period),
		cmp.Compare(e.Account, o.Account),
		cmp.Compare(e.Currency, o.Currency),
	)
}
