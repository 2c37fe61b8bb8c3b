package ledger

import (
	"cmp"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Kind says why an amount is posted. It is an open type: a ledger stores any
// kind of 1 to 128 bytes without control characters. This version posts
// [Earning] alone.
type Kind string

// Earning is commission earned, or earned commission taken back when negative.
const Earning Kind = "earning"

// Account is the side of the book an [Entry] stands on.
type Account string

// The accounts.
const (
	// PayeeAccount is what is owed to the payee: positive when owed, negative when taken back.
	PayeeAccount Account = "payee"
	// ExpenseAccount is what the house spends, with the opposite sign.
	ExpenseAccount Account = "expense"
)

// Valid tells whether a is one of the accounts.
func (a Account) Valid() bool {
	return a == PayeeAccount || a == ExpenseAccount
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
	Entry
}

// entryKey is what may occur once in a batch.
type entryKey struct {
	payee, plan string
	version     int
	component   string
	kind        Kind
	period      kam.Period
	account     Account
}

func (e Entry) key() entryKey {
	return entryKey{e.Payee, e.Plan, e.Version, e.Component, e.Kind, e.Period, e.Account}
}

// compare orders entries by everything but the amount.
func (e Entry) compare(o Entry) int {
	return cmp.Or(
		cmp.Compare(e.Payee, o.Payee),
		cmp.Compare(e.Plan, o.Plan),
		cmp.Compare(e.Version, o.Version),
		cmp.Compare(e.Component, o.Component),
		cmp.Compare(e.Kind, o.Kind),
		e.Period.Compare(o.Period),
		cmp.Compare(e.Account, o.Account),
		cmp.Compare(e.Currency, o.Currency),
	)
}
