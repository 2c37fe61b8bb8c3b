package migration

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// Source is what a file is read against. Program and Into are needed.
type Source struct {
	// Program has the plans that the rows name.
	Program *incentive.Program
	// Into is the last commission period of the old system: the batch is posted into it, and every row's period ends with
	// it or before.
	Into kam.Period
	// Deals are the deals that prior rows name, as they were, credit date included.
	Deals []incentive.Transaction
	// Controls are control totals beside those of the file. Where both have one, both must match.
	Controls []Control
}

// Control is a control total: what the rows of a kind sum to in a currency.
type Control struct {
	Kind Kind
	// Currency is empty for positions and prior deals, whose total is one over all rows.
	Currency kam.Currency
	Amount   decimal.Decimal
}

// Total is what was imported of one kind in one currency; equal to every control total of it.
type Total struct {
	Kind     Kind
	Currency kam.Currency
	Rows     int
	Amount   decimal.Decimal
}

// totalKey is what control totals are compared by.
type totalKey struct {
	kind     Kind
	currency kam.Currency
}
