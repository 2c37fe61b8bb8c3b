package incentive

import (
	"context"
	"iter"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Transaction is one deal, or the reversal of one, as the plan sees it.
//
// Amounts have at most 15 significant digits and 4 decimals. The zero value is
// no valid transaction: ID, an owner and a credit date are needed.
type Transaction struct {
	// ID identifies the transaction through all runs; 1 to 128 bytes.
	ID string `json:"id"`
	// Sequence ranks transactions of one payee and day, for plans ordered by sequence.
	Sequence int64 `json:"sequence,omitempty"`
	// Owner is the payee who owns the deal alone. A deal of several owners lists them in Participants instead.
	Owner string `json:"owner,omitempty"`
	// Participants share the deal. Those with the role "owner" must total exactly 1; other roles need not.
	Participants []Participant `json:"participants,omitempty"`
	// Amount is the deal's value. Negative exactly when Reverses is set.
	Amount decimal.Decimal `json:"amount"`
	// Currency is what Amount, Margin and Cash are in. Empty: the plan's.
	Currency kam.Currency `json:"currency,omitempty"`
	// Margin is the deal's gross margin. Invalid: unknown.
	Margin decimal.NullDecimal `json:"margin,omitzero"`
	// Units is the number of units sold. Invalid: unknown.
	Units decimal.NullDecimal `json:"units,omitzero"`
	// Cash is the amount collected. Invalid: unknown.
	Cash decimal.NullDecimal `json:"cash,omitzero"`
	// Booked, Invoiced, CashDate and Delivered are the deal's dates; the plan names the one that decides.
	Booked    kam.Day `json:"booked,omitzero"`
	Invoiced  kam.Day `json:"invoiced,omitzero"`
	CashDate  kam.Day `json:"cashDate,omitzero"`
	Delivered kam.Day `json:"delivered,omitzero"`
	// Attributes are texts that rules may ask for, such as product or region.
	Attributes map[string]string `json:"attributes,omitempty"`
	// Numbers are further quantities that rules may ask for, such as a discount share.
	Numbers map[string]decimal.Decimal `json:"numbers,omitempty"`
	// Reverses is the id of the transaction that this one takes back, in whole or in part. It is a sale: what a reversal took
	// back counts again by a new transaction.
	// A reversal takes owners, attributes and numbers from its original.
	Reverses string `json:"reverses,omitempty"`
	// Place says where the transaction came from, for messages: file:line, a record id. Not part of its content.
	Place string `json:"-"`
}

// Participant is one payee's part in a deal.
type Participant struct {
	Payee string `json:"payee"`
	// Role is "owner" or any other name that a plan credits by role. Empty: "owner".
	Role string `json:"role,omitempty"`
	// Share is the participant's part of the deal.
	Share kam.Fraction `json:"share"`
}

// Date returns the transaction's date of that name, unset when it has none.
func (t Transaction) Date(name DateName) kam.Day {
	switch name {
	case Booked:
		return t.Booked
	case Invoiced:
		return t.Invoiced
	case CashReceived:
		return t.CashDate
	case Delivered:
		return t.Delivered
	default:
		return kam.Day{}
	}
}

// TransactionReader is where a host's transactions come from.
//
// Transactions yields every transaction that has any of its dates in the
// period, and for each reversal among them also its original, each exactly
// once and in any order. It stops at the first error, which it yields last.
// Every call starts anew; several may run at once. A period without
// transactions yields nothing and no error.
type TransactionReader interface {
	Transactions(ctx context.Context, period kam.Period) iter.Seq2[Transaction, error]
}
