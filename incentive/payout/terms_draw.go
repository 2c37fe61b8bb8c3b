package payout

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Span is when a draw or a guarantee holds. Employment limits it too: nothing is paid for days before the hire or after
// the last day. Period and MonthsFromHire exclude each other; without either it holds always.
type Span struct {
	Period kam.Period `json:"period"`
	// MonthsFromHire counts months from the day of hire, 1 to 120.
	MonthsFromHire int `json:"monthsFromHire"`
	// Partial is what a commission period counts that is covered in part.
	Partial Partial `json:"partial"`
}

// Partial is what a commission period counts that a [Span] covers in part.
type Partial string

// The readings.
const (
	// PartialFull counts it in full.
	PartialFull Partial = "full"
	// PartialByDays counts the part of its calendar days that is covered.
	PartialByDays Partial = "by-days"
	// PartialNone does not count it.
	PartialNone Partial = "none"
)

// Against is what a draw or guarantee is compared with.
type Against string

// The readings.
const (
	// AgainstEarned compares with what was earned in the commission period, held back or not.
	AgainstEarned Against = "earned"
	// AgainstReleased compares with what is left of it after holdback, and what was released.
	AgainstReleased Against = "released"
)

// BelowZero is what a floor does in a period in which more was taken back than earned.
type BelowZero string

// The readings.
const (
	// BelowZeroLift lifts the period's pay to the full floor.
	BelowZeroLift BelowZero = "lift"
	// BelowZeroKeep pays the floor as if nothing had been earned; what was taken back comes off it.
	BelowZeroKeep BelowZero = "keep"
)

// Guarantee tops pay up to a floor that is never paid back.
type Guarantee struct {
	// Amount is the floor for a commission period, above zero. Absent: each payee's own, see [Case].
	Amount    decimal.NullDecimal `json:"amount"`
	For       Span                `json:"for"`
	Against   Against             `json:"against"`
	BelowZero BelowZero           `json:"belowZero"`
}

// Draw is pay in advance of earnings. What is earned beyond it is never carried into later periods.
type Draw struct {
	Kind DrawKind `json:"kind"`
	// Amount is for a commission period, above zero. Absent: each payee's own, see [Case].
	Amount  decimal.NullDecimal `json:"amount"`
	For     Span                `json:"for"`
	Against Against             `json:"against"`
	// BelowZero is stated by the kinds that lift pay to a floor: non-recoverable and recoverable.
	BelowZero BelowZero `json:"belowZero"`
	// Recovery is stated by every kind but non-recoverable.
	Recovery *DrawRecovery `json:"recovery"`
	// Forgive lets the debt go, in whole or in part. At most 12.
	Forgive []Forgive `json:"forgive"`
}

// DrawKind is how a [Draw] works.
type DrawKind string

// The kinds.
const (
	// NonRecoverable lifts pay to the draw; nothing is owed.
	NonRecoverable DrawKind = "non-recoverable"
	// Recoverable lifts pay to the draw; what was added is owed.
	Recoverable DrawKind = "recoverable"
	// OnTop pays the draw on top of earnings; all of it is owed, and nothing of it is recovered in its own period.
	OnTop DrawKind = "advance"
	// StartOfPeriod pays the draw before the period is calculated and takes it out of the period's earnings; what they
	// do not cover is owed.
	StartOfPeriod DrawKind = "start-of-period"
)

// DrawRecovery says how a draw is paid back.
type DrawRecovery struct {
	// From is the first day on which a commission period that recovers may begin. Absent: at once.
	From kam.Day `json:"from"`
	// AfterMonths counts it from the first day of the draw instead, 1 to 120.
	AfterMonths int `json:"afterMonths"`
	// Of is the pay that repays.
	Of RecoveredOf `json:"of"`
	// Share is the part of that pay that repays, above 0 and at most 1; the amount is rounded down.
	Share *kam.Fraction `json:"share"`
}

// RecoveredOf is the pay that a draw is recovered from.
type RecoveredOf string

// The readings.
const (
	// AboveDraw recovers from what exceeds the draw of the period.
	AboveDraw RecoveredOf = "above-draw"
	// AllPay recovers from all of it.
	AllPay RecoveredOf = "all"
)

// Forgive lets a part of the draw's debt go that is left after the period's recovery.
type Forgive struct {
	On ForgiveOn `json:"on"`
	// Date is the day of "date"; it is forgiven with the commission period that holds it.
	Date kam.Day `json:"date"`
	// Share is above 0 and at most 1.
	Share *kam.Fraction `json:"share"`
}

// ForgiveOn is when a debt is let go.
type ForgiveOn string

// The times.
const (
	// ForgiveOnDate forgives on a day.
	ForgiveOnDate ForgiveOn = "date"
	// ForgiveOnLeaving forgives with the commission period that holds the last day of employment.
	ForgiveOnLeaving ForgiveOn = "leaving"
)
