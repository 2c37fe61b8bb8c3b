package incentive

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
)

// Inputs are everything one run reads.
type Inputs struct {
	// Period is the commission period that is calculated.
	Period kam.Period
	// Roster is who is paid by what.
	Roster Roster
	// Transactions hold the run's period and, for to-date measures, the window before it; others are known as
	// originals of reversals and otherwise left alone; [Run.Why] knows them. The zero value has none.
	Transactions Source
	// Observations are scores and other figures that measures name. Their subjects have the kind "payee".
	Observations []kam.Observation
	// Rates are exchange rates, in any order, at most 1,000,000. Those of a table and pair must not overlap.
	Rates []ExchangeRate
	// Opening is what happened before. The zero value is a first period without a ledger.
	Opening Opening

	// sorted are Rates as a stream has checked and sorted them once for all payees. Nil: not yet.
	sorted rateBook
}

// Opening is the state a run starts from.
type Opening struct {
	// Ledger is what has been posted: from the ledger's Snapshot. The zero value is an empty ledger.
	Ledger ledger.Snapshot
	// Positions are where to-date measures stand from transactions that are not among the inputs,
	// such as those of another system before a migration.
	Positions []Position
	// Prior are earlier credits of deals that are not among the inputs and may be reversed.
	Prior []Prior
}

// Position is where a to-date measure of a payee stands before the first transaction of a run.
type Position struct {
	Payee   string `json:"payee"`
	Plan    string `json:"plan"`
	Measure string `json:"measure"`
	// Value is the position, in the measure's own quantity.
	Value decimal.Decimal `json:"value"`
}

// Prior is what a payee earned on an earlier deal, for its reversal.
type Prior struct {
	Payee string `json:"payee"`
	Plan  string `json:"plan"`
	// Transaction is the deal as it was, credit date included.
	Transaction Transaction `json:"transaction"`
	// Earned is what each component paid the payee for it, after the caps on credits and on transactions.
	Earned map[string]decimal.Decimal `json:"earned"`
}

// RunOptions say how a run is carried out. They never change its result. The
// zero value works.
type RunOptions struct {
	// Workers is how many payees are calculated at the same time. Defaults to GOMAXPROCS.
	Workers int
	// Progress is called from one goroutine at a time with the number of statements done
	// and their total, the last time with both equal. Defaults to none.
	Progress func(done, total int)
	// Records computes in whole numbers also where there are few transactions, so that [Item.Tiers] and
	// [Item.CreditedUnits] tell of a part of a company what they tell of all of it. Defaults to doing so from 2,048 on.
	Records bool
	// Workspace is memory to compute in. Nil: new memory.
	Workspace *Workspace
	// Visit is called for each statement with its items, in their order and some at a time, while they are at hand: that
	// costs far less than asking the run for them later. A statement without items is visited once, with none. The calls
	// come from as many goroutines as there are workers, those of one statement one after the other, the statements in no
	// order; the slice is only valid in the call. Where the run ends with an error, nothing that was visited counts. Nil:
	// nobody is told. [Program.Stream] does not call it.
	Visit func(Statement, []Item)
	// Strict makes a run unpostable as a whole when any payee is held. Defaults to false.
	Strict bool
}
