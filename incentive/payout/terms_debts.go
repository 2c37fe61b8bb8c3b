package payout

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Clawback takes back what a deal has earned when an event cancels it. A deal that is refunded by a transaction is the
// plan's matter and needs no event.
type Clawback struct {
	// Components are those whose earnings are taken back. Empty: all.
	Components []string       `json:"components"`
	Method     ClawbackMethod `json:"method"`
	// Share is the part of "percent", above 0 and at most 1.
	Share *kam.Fraction `json:"share"`
	// Bands are those of "schedule", ascending by instalments elapsed, the first from 0; at most 60.
	Bands []ClawbackBand `json:"bands"`
	// Withdrawn is the part that is taken back when the deal was withdrawn, as if never made. Absent: as when cancelled.
	Withdrawn *kam.Fraction `json:"withdrawn"`
	// Days or Months are the window from the deal's credit date, 1 to 3660 days or 1 to 120 months: a cancellation before
	// its last day has passed takes back, one on the first day after it does not. Neither: there is no end. The method
	// prorated-days needs one.
	Days   int `json:"days"`
	Months int `json:"months"`
	// Base is what is taken back a part of.
	Base ClawbackBase `json:"base"`
	// Held says what happens to the part of the deal that is held back.
	Held ClawbackHeld `json:"held"`
	// Sums says whether what belongs to no deal, such as a cap, a gate or a multiplier on a sum, is part of what deals have
	// earned. It is for components without a holdback, whose own reading holds for them; a plan that has such sums there must
	// state it. Absent: as "leave".
	Sums ClawbackSums `json:"sums"`
	// Position says whether a draw or guarantee sees pay before or after it. Needed beside one of them.
	Position Position `json:"position"`
}

// ClawbackBand is one band of a schedule, from a number of instalments elapsed, inclusive, to the next band.
type ClawbackBand struct {
	From int `json:"from"`
	// Share is 0 to 1.
	Share *kam.Fraction `json:"share"`
}

// ClawbackMethod is how much is taken back.
type ClawbackMethod string

// The methods.
const (
	// ClawFull takes all back.
	ClawFull ClawbackMethod = "full"
	// ClawPercent takes a fixed part back.
	ClawPercent ClawbackMethod = "percent"
	// ClawByDays takes back the part of the window's days that are left on the day of the cancellation.
	ClawByDays ClawbackMethod = "prorated-days"
	// ClawSchedule takes back a part by the instalments that have elapsed.
	ClawSchedule ClawbackMethod = "schedule"
)

// ClawbackBase is what a [Clawback] takes a part of.
type ClawbackBase string

// The bases.
const (
	// BaseEarned is all that the deal has earned.
	BaseEarned ClawbackBase = "earned"
	// BasePaid is what of it was not held back any more: what was released. It goes with Held "cancel".
	BasePaid ClawbackBase = "paid-only"
)

// ClawbackHeld is what a [Clawback] does with the part of a deal that is held back.
type ClawbackHeld string

// The readings.
const (
	// HeldCancel cancels all of it; with base earned it counts towards what is taken back.
	HeldCancel ClawbackHeld = "cancel"
	// HeldFirst takes from it first, from the last part backwards, and leaves the rest of it to be released.
	HeldFirst ClawbackHeld = "first"
	// HeldKeep leaves it to be released.
	HeldKeep ClawbackHeld = "keep"
)

// ClawbackSums is what sums that belong to no deal are to a [Clawback].
type ClawbackSums string

// The readings.
const (
	// ClawSpread spreads them over the deals of the same period in proportion to what those earned, as [SumsSpread] does: of
	// 1,500 and 300 under a cap of 1,000, the first deal has earned 833.33.
	ClawSpread ClawbackSums = "spread"
	// ClawLeave leaves them where they are: the first deal has earned 1,500, and all of that is taken back.
	ClawLeave ClawbackSums = "leave"
)

// Position is whether something comes before or after draw and guarantee.
type Position string

// The positions.
const (
	// BeforeDraw lowers the pay that draw and guarantee are compared with.
	BeforeDraw Position = "before-draw"
	// AfterDraw comes off what they have lifted.
	AfterDraw Position = "after-draw"
)

// Recovery says how debts are paid back from later pay: shortfalls, balances brought in, and draws, which have limits of
// their own besides.
type Recovery struct {
	// Order is the order in which debts are paid back.
	Order RecoveryOrder `json:"order"`
	// Kinds are all three kinds of debt in the order of "by-kind"; within a kind the oldest is first.
	Kinds []DebtKind `json:"kinds"`
	// MaxShareOfPay is the part of a period's pay that may pay back, 0 to 1, rounded down.
	MaxShareOfPay *kam.Fraction `json:"maxShareOfPay"`
	// ProtectedMinimum is what is left to the payee of a period's pay, 0 or more.
	ProtectedMinimum decimal.NullDecimal `json:"protectedMinimum"`
	// Position says whether a draw or guarantee sees pay before or after it. Needed beside one of them.
	Position Position `json:"position"`
}

// RecoveryOrder is the order in which debts are paid back.
type RecoveryOrder string

// The orders.
const (
	// OldestFirst goes by the commission period in which a debt arose, whatever its kind.
	OldestFirst RecoveryOrder = "oldest-first"
	// ByKind goes by kind, in the order stated.
	ByKind RecoveryOrder = "by-kind"
)

// DebtKind is where a debt comes from.
type DebtKind string

// The kinds of debt.
const (
	// DrawDebt is a draw that is owed.
	DrawDebt DebtKind = "draw"
	// ShortfallDebt is what pay could not cover: more was taken back than there was.
	ShortfallDebt DebtKind = "shortfall"
	// OpeningDebt was brought in from another system.
	OpeningDebt DebtKind = "opening"
)

// Leavers says what happens to those who leave, from the commission period on that holds their last day.
type Leavers struct {
	// Held is what happens to what is held back.
	Held HeldOnLeaving `json:"held"`
	// TrailingMonths ends "as-events" so many months after the last day, 0 to 120: what is held then is forfeited, and so is
	// what deals credited later earn. Absent: what was credited by the last day is released without an end, and deals
	// credited later are not paid.
	TrailingMonths *int `json:"trailingMonths"`
	// Debts is how debts are recovered from then on.
	Debts DebtsOnLeaving `json:"debts"`
}

// HeldOnLeaving is what happens to what is held back from somebody who leaves.
type HeldOnLeaving string

// The readings.
const (
	// LeaverForfeits lets what was released by the last day be paid and forfeits the rest: earned on cash.
	LeaverForfeits HeldOnLeaving = "forfeit"
	// LeaverReceives releases all of it; deals credited after the last day are not paid.
	LeaverReceives HeldOnLeaving = "release"
	// LeaverWaits releases it as for everybody: earned on booking. Deals credited after the last day, or after the trailing
	// months where they are stated, are not paid.
	LeaverWaits HeldOnLeaving = "as-events"
)

// DebtsOnLeaving is how debts of somebody who leaves are recovered.
type DebtsOnLeaving string

// The readings.
const (
	// DebtsAsTerms goes on as before.
	DebtsAsTerms DebtsOnLeaving = "as-terms"
	// DebtsFromFinalPay recovers from all pay but a draw of the same period, without limits.
	DebtsFromFinalPay DebtsOnLeaving = "from-final-pay"
)

// Minimum is the least that is paid out at a time; a smaller payable is carried forward. Settle leaves it to the pay run:
// hand Minimums of the settlement to its terms.
type Minimum struct {
	// Amount is above zero.
	Amount decimal.NullDecimal `json:"amount"`
}
