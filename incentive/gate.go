package incentive

import "github.com/shopspring/decimal"

// Gate is a condition that a component must pass before it pays.
type Gate struct {
	// Measure is what is tested. Absent: the component's own.
	Measure string `json:"measure"`
	// Basis is what At counts.
	Basis Basis `json:"basis"`
	// At is the bound, inclusive: at exactly this much the gate is passed.
	At decimal.Decimal `json:"at"`
	// Kind is what the part below the bound does.
	Kind GateKind `json:"kind"`
	// Test is when a cliff is tested.
	Test GateTest `json:"test"`
	// FailedThenPassed is what a running cliff does with credits from before it was passed.
	FailedThenPassed FailedThenPassed `json:"failedThenPassed"`
	// PassedThenLost is what a running cliff does when a refund takes the measure below the bound again.
	PassedThenLost Lost `json:"passedThenLost"`
	// Base is what a deadband pays on in the modes whole and interpolated-rate.
	Base DeadbandBase `json:"base"`
}

// GateKind is what the part below a gate's bound does.
type GateKind string

// The kinds.
const (
	// Cliff pays nothing below the bound and everything at or above it.
	Cliff GateKind = "cliff"
	// Deadband never pays the part below the bound; the tiers keep their axis.
	Deadband GateKind = "deadband"
)

// GateTest is when a cliff is tested.
type GateTest string

// The tests.
const (
	// AtPeriodEnd tests once, with the position at the end of the run's period.
	AtPeriodEnd GateTest = "period-end"
	// Running tests each credit with the position reached after it.
	Running GateTest = "running"
)

// FailedThenPassed is what a running cliff does with credits from before it was passed.
type FailedThenPassed string

// The readings.
const (
	// CatchUp pays them once the gate is passed.
	CatchUp FailedThenPassed = "catch-up"
	// Forfeit never pays them.
	Forfeit FailedThenPassed = "forfeit"
)

// DeadbandBase is what a deadband pays on where one rate applies to everything.
type DeadbandBase string

// The bases.
const (
	// BaseExcess pays on what lies above the bound.
	BaseExcess DeadbandBase = "excess"
	// BaseAll pays on everything once the bound is reached.
	BaseAll DeadbandBase = "all"
)
