package payroll

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
)

// Component is the component of all entries of payouts.
const Component = "(payout)"

// Line is an amount that payroll pays. The zero value is no line.
type Line struct {
	// ID is [LineID] of the line.
	ID      string `json:"id"`
	Payee   string `json:"payee"`
	Plan    string `json:"plan"`
	Version int    `json:"version"`
	// Amount is in whole minor units of Currency and above zero.
	Amount   decimal.Decimal `json:"amount"`
	Currency kam.Currency    `json:"currency"`
	// Date is the pay date, and Run the pay run.
	Date kam.Day `json:"date"`
	Run  string  `json:"run"`
}

// LineID returns the id of the line that a pay run has for a payee, a plan and a currency: "kp-" and 32 hexadecimal
// digits, the same for the same five facts and another one for others. It begins with letters, so that no spreadsheet
// takes it for a number.
func LineID(payee, plan string, currency kam.Currency, date kam.Day, run string) string {
	return "kp-" + digest("kam payroll line 1", payee, plan, string(currency), date.String(), run)
}

// digest returns 32 hexadecimal digits for a list of texts, such that no two lists run together.
func digest(texts ...string) string {
	h := sha256.New()
	for _, text := range texts {
		var length [8]byte
		binary.BigEndian.PutUint64(length[:], uint64(len(text)))
		h.Write(length[:])
		h.Write([]byte(text))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// entry is what the line's moves have in common.
func (l Line) entry(kind ledger.Kind, into kam.Period) ledger.Entry {
	return ledger.Entry{
		Payee: l.Payee, Plan: l.Plan, Version: l.Version, Component: Component, Kind: kind, Reference: l.ID, Period: into,
		Currency: l.Currency,
	}
}

// compare orders lines by payee, plan and currency.
func (l Line) compare(o Line) int {
	return cmp.Or(cmp.Compare(l.Payee, o.Payee), cmp.Compare(l.Plan, o.Plan), cmp.Compare(l.Currency, o.Currency),
		cmp.Compare(l.ID, o.ID))
}
