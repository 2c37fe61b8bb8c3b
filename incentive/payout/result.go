package payout

import (
	"cmp"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
)

// Result is a settled case. Before.Payable and the amounts of the steps sum to After.Payable.
type Result struct {
	Payee    string       `json:"payee"`
	Plan     string       `json:"plan"`
	Version  int          `json:"version"`
	Period   kam.Period   `json:"period"`
	Currency kam.Currency `json:"currency"`
	// Places is the number of decimal places of every amount in Currency.
	Places int32 `json:"places"`
	// Labels are those of the case.
	Labels map[string]kam.Text `json:"labels,omitempty"`
	// Steps are what happened, in the order of the calculation.
	Steps []Step `json:"steps"`
	// Reasons say what guarantee, draw and recovery came to, also where they moved nothing.
	Reasons Reasons `json:"reasons"`
	// Before is what stood in the ledger before the open period, After what stands there with the period settled.
	Before Balances `json:"before"`
	After  Balances `json:"after"`
	// Postings are all entries of this room that the open period has, in the order of the ledger. Earnings are posted by
	// whoever calculated them.
	Postings []ledger.Entry `json:"postings"`
	// Entries are the difference between Postings and what was posted into the open period before. They sum to zero in each currency.
	Entries []ledger.Entry `json:"entries"`
	// Findings are warnings.
	Findings kam.Findings `json:"findings"`
}

// Reasons are sentences about what has no step of its own where it moves nothing. One is empty where the terms have no such
// thing.
type Reasons struct {
	// Guarantee and Draw say what pay was compared with, and what was added.
	Guarantee kam.Text `json:"guarantee"`
	Draw      kam.Text `json:"draw"`
	// Recovery says which limits debts met, with every figure, what was paid back and what is still owed. Empty where nothing
	// was owed.
	Recovery kam.Text `json:"recovery"`
}

// Balances are what stands on a payee's accounts, in the payee's currency.
type Balances struct {
	// Payable is owed to the payee and not yet paid out. It is never below zero after a settlement.
	Payable decimal.Decimal `json:"payable"`
	// Paid is what was handed over to payroll in all.
	Paid decimal.Decimal `json:"paid"`
	// Held is what is held back, ascending by component, transaction, origin and part.
	Held []Held `json:"held"`
	// Debts are what the payee owes, the oldest first.
	Debts []Debt `json:"debts"`
}

// Held is one part of earnings that is held back.
type Held struct {
	Version     int    `json:"version"`
	Component   string `json:"component"`
	Transaction string `json:"transaction"`
	// Origin is the commission period in which it was first earned.
	Origin kam.Period `json:"origin"`
	// Part counts the parts of the holdback from 1.
	Part int `json:"part"`
	// Amount is above zero.
	Amount decimal.Decimal `json:"amount"`
	// On is what releases it, and Due the day on which that happens; unset when an event decides.
	On  Trigger `json:"on"`
	Due kam.Day `json:"due"`
	// Reference is that of the ledger's entries.
	Reference string `json:"reference"`
}

// compare orders what is held back as [Balances.Held] says.
func (h Held) compare(o Held) int {
	return cmp.Or(
		cmp.Compare(h.Component, o.Component),
		cmp.Compare(h.Transaction, o.Transaction),
		h.Origin.Compare(o.Origin),
		cmp.Compare(h.Part, o.Part),
		cmp.Compare(h.Version, o.Version),
		cmp.Compare(h.Reference, o.Reference),
	)
}

// Debt is what a payee owes since one commission period.
type Debt struct {
	Kind  DebtKind   `json:"kind"`
	Since kam.Period `json:"since"`
	// Amount is above zero.
	Amount decimal.Decimal `json:"amount"`
}

// HeldTotal returns the sum of what is held back.
func (b Balances) HeldTotal() decimal.Decimal {
	total := decimal.Zero
	for _, h := range b.Held {
		total = total.Add(h.Amount)
	}
	return total
}

// Owed returns the sum of the debts, zero or more.
func (b Balances) Owed() decimal.Decimal {
	total := decimal.Zero
	for _, d := range b.Debts {
		total = total.Add(d.Amount)
	}
	return total
}

// StepKind is what a [Step] does.
type StepKind string

// The kinds of steps, in the order of the calculation.
const (
	// StepPaid is what payroll took over, or gave back, in the open period so far.
	StepPaid StepKind = "paid-out"
	// StepEarned is what the open period has earned.
	StepEarned StepKind = "earned"
	// StepCorrected is a change of what an earlier period has earned.
	StepCorrected StepKind = "corrected"
	// StepHeld keeps a part of earnings back.
	StepHeld StepKind = "held-back"
	// StepReleased frees what was held back.
	StepReleased StepKind = "released"
	// StepCancelled cancels what was held back. It leaves pay as it is.
	StepCancelled StepKind = "cancelled"
	// StepForfeited is what somebody who left does not get.
	StepForfeited StepKind = "forfeited"
	// StepClawback takes earnings of a cancelled deal back.
	StepClawback StepKind = "clawed-back"
	// StepGuaranteed lifts pay to a guarantee.
	StepGuaranteed StepKind = "guaranteed"
	// StepDrawn lifts pay to a draw, or pays one in advance.
	StepDrawn StepKind = "drawn"
	// StepRecovered pays a debt back.
	StepRecovered StepKind = "recovered"
	// StepForgiven lets a debt go. It leaves pay as it is.
	StepForgiven StepKind = "forgiven"
	// StepAdjusted is a manual adjustment.
	StepAdjusted StepKind = "adjusted"
	// StepShortfall turns what pay cannot cover into a debt.
	StepShortfall StepKind = "shortfall"
)

// Step is one thing that changed what is payable, held or owed.
type Step struct {
	Kind StepKind `json:"kind"`
	// Component, Transaction and Origin say what it concerns, where it concerns one.
	Component   string     `json:"component"`
	Transaction string     `json:"transaction"`
	Origin      kam.Period `json:"origin"`
	// Amount is by how much it changes what is payable, in the result's currency.
	Amount decimal.Decimal `json:"amount"`
	// Held and Owed are by how much it changes what is held back and what is owed.
	Held decimal.Decimal `json:"held"`
	Owed decimal.Decimal `json:"owed"`
	// Because says why, with every figure.
	Because kam.Text `json:"because"`
}
