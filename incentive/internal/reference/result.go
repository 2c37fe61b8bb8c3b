package reference

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Result is what a run must give.
type Result struct {
	// Statements are those of payees who are not held, by payee, plan and start of the assignment.
	Statements []Statement
	// Held are the payees who cannot be calculated, by payee, plan, version and code.
	Held []Held
}

// Held is one reason why a payee cannot be calculated on a plan.
type Held struct {
	Payee, Plan string
	Version     int
	Code        string
}

// Statement is what one assignment earned in the run's period.
type Statement struct {
	Payee, Plan string
	Version     int
	// From is the start of the assignment.
	From            kam.Day
	Measures        []Measure
	Components      []Component
	PlanAdjustments []Adjustment
	Earned          decimal.Decimal
}

// Measure is where a measure stands at the end of the period. Quota is nil where none is asked for.
type Measure struct {
	Name         string
	Value, Quota *big.Rat
}

// Component is what a component earned over its window.
type Component struct {
	Name        string
	Lines       []Line
	Adjustments []Adjustment
	Earned      *big.Rat
}

// Line is what one credit earned. Transaction is empty for a share of what a subordinate's sum was corrected by.
type Line struct {
	Transaction, Credit string
	Participant         int
	// From is the payee whose commission a manager's credit is taken from.
	From         string
	Date         kam.Day
	Base, Amount *big.Rat
	Slices       []Slice
}

// Slice is a part of a line's base at one rate; Rate is nil where no rate applies. Amount is before caps, floors and gates.
type Slice struct{ Base, Rate, Amount *big.Rat }

// Adjustment corrects a sum, or is the pay of a component without lines. Component is set on a plan's adjustments that
// belong to one, Transaction on what a cap on a deal cuts.
type Adjustment struct {
	Kind, Component, Transaction string
	Amount                       *big.Rat
}

// hold is why a payee cannot be calculated.
type hold string

func (h hold) Error() string { return "held: " + string(h) }
