package settlement

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
	"github.com/kam-go/kam/incentive/payout"
)

// Inputs are everything that one settlement reads. Only Run is needed. The order of the lists does not matter.
type Inputs struct {
	// Run is the open commission period, as calculated now.
	Run *incentive.Run
	// Late are earlier periods calculated anew, each at most once.
	Late []Late
	// Opening is the ledger from its first day on, of the same head as the runs have. The zero value is an empty ledger.
	Opening ledger.Snapshot
	// Previous is the run of the commission period before, as it was posted. With it, statements say what changed deal by
	// deal and rule by rule; without it, component by component from the ledger. Optional.
	Previous *incentive.Run
	// People are facts about payees. A payee without any is employed all the time and has the plan's draw and guarantee: the
	// last day of somebody who left is handed in with every period, as long as the roster assigns him.
	People []Person
	// Events are what has happened to deals up to the end of the period: invoices, cash, acceptance, cancellations. Those of
	// deals that concern nobody and those of later days are passed over with a warning, and must be handed in again.
	Events []payout.Event
	// Deals are facts about deals that an event cancels: what they earned before the ledger knew it, and, where the terms claw
	// back within a window, the credit dates of those that neither the transactions nor the opening of Run or of Late have.
	Deals []Deal
	// Adjustments are all manual adjustments of the open period.
	Adjustments []Adjustment
	// Rates are exchange rates from the currencies of plans to those of payees.
	Rates []incentive.ExchangeRate
}

// Late is an earlier, closed period that has been calculated anew, with late deals, corrected figures, re-assignments
// or another version of a plan. What it changes is posted into the open period.
type Late struct {
	Run *incentive.Run
	// Before is the run of that period as it was posted. With it, statements list what changed deal by deal.
	Before *incentive.Run
	// Reason is what people read: why the period was calculated again. Needed.
	Reason kam.Text
}

// Person is what a settlement knows of a payee.
type Person struct {
	Payee      string
	Employment payout.Employment
	// Plan is the plan that the row is about. Empty: every plan that has no row of its own; amounts of his own are then
	// allowed where the payee is on one plan alone.
	Plan string
	// Draw and Guarantee are the payee's own, in the currency he is paid in. Absent: those of the plan.
	Draw      *payout.Entitlement
	Guarantee *payout.Entitlement
	// ProtectedMinimum is what recovery leaves to the payee of a period's pay. Absent: that of the plan.
	ProtectedMinimum decimal.NullDecimal
}

// Deal is a fact about a deal of an earlier period.
type Deal struct {
	Payee, Plan string
	payout.Deal
}

// Adjustment is a manual change of one payee's pay. Who requested it and who approved it are both needed, and are two people.
type Adjustment struct {
	Payee, Plan string
	payout.Adjustment
}
