package payout

import (
	"github.com/kam-go/kam"
)

// Terms say what becomes of what is earned, as plain data: a part of a plan, and of its hash. [Compile] checks them.
// The zero value lacks Recovery, which every terms state, because a negative month can always come.
//
// Amounts are in the plan's currency. A payee who is paid in another one needs amounts of his own in the [Case].
type Terms struct {
	// Convert says how earnings become money in the payee's currency. Absent: payees are paid in the plan's currency.
	Convert *Convert `json:"convert"`
	// Holdbacks keep parts of earnings back until something happens. A component is named by at most one.
	Holdbacks []Holdback `json:"holdbacks"`
	// Guarantee lifts pay to a floor for a while.
	Guarantee *Guarantee `json:"guarantee"`
	// Draw pays in advance of earnings, or up to a floor.
	Draw *Draw `json:"draw"`
	// Clawback takes back what cancelled deals have earned. Absent: events of cancellation take nothing.
	Clawback *Clawback `json:"clawback"`
	// Recovery says how debts are paid back.
	Recovery *Recovery `json:"recovery"`
	// Leavers says what happens to those who leave. Needed beside holdbacks.
	Leavers *Leavers `json:"leavers"`
	// Minimum is the least that payroll pays out at a time. Absent: every amount is paid out.
	Minimum *Minimum `json:"minimum"`
}

// Convert says how the earnings of a component become money in the payee's currency: multiplied by the rate that the
// [Case] hands in, and rounded once. It is the second rounding of a calculation; the plan's own is the first.
type Convert struct {
	// Policy and Table say which rate the caller looks up for each component; see [RateOf].
	Policy RatePolicy `json:"policy"`
	Table  string     `json:"table"`
	// Components look theirs up in another way.
	Components []ComponentRate `json:"components"`
	// Refunds says which rate converts what a period earns, or loses, on a deal that was credited before it.
	Refunds RefundRate `json:"refunds"`
	// Places is the number of decimal places, 0 to 6. Absent: the minor units of the payee's currency.
	Places *int32 `json:"places"`
	// Mode is how a component's amount is rounded, in the words of the plan's rounding.
	Mode string `json:"mode"`
}

// ComponentRate is another policy for one component.
type ComponentRate struct {
	Component string     `json:"component"`
	Policy    RatePolicy `json:"policy"`
	Table     string     `json:"table"`
}

// RatePolicy picks the rate of a commission period. The words are those of the plan's own conversion.
type RatePolicy string

// The policies. The period is the one in which the amount was earned.
const (
	// RateAtPeriodEnd takes the rate that holds on the last day of the period.
	RateAtPeriodEnd RatePolicy = "period-end"
	// RatePeriodAverage takes the rate that is stated for exactly the period.
	RatePeriodAverage RatePolicy = "period-average"
	// RateOfPlan takes the rate that holds on the first day on which the plan is effective.
	RateOfPlan RatePolicy = "plan"
)

// RefundRate is which rate converts a change, such as a refund, of what a deal of an earlier period has earned.
type RefundRate string

// The readings. Corrections of an earlier period are converted at that period's rate in any case.
const (
	// RefundsOriginal takes the rate of the commission period that holds the deal's credit date, so that a deal that is
	// refunded leaves nothing but what the rounding of a component leaves.
	RefundsOriginal RefundRate = "original"
	// RefundsOwn takes the rate of the period that the change is earned in, so that the payee bears what the rates moved by.
	RefundsOwn RefundRate = "own"
)

// Holdback divides earnings into parts that are paid at different times. The parts of an amount always sum to it: each
// is rounded to the money's places and the last takes the remainder.
type Holdback struct {
	// Components are those whose earnings are divided. Empty: all that no other holdback names.
	Components []string `json:"components"`
	// Parts are 1 to 60; their shares total exactly 1.
	Parts []Part `json:"parts"`
	// Sums says what happens to earnings that belong to no deal, such as a cap on a component's sum.
	Sums SumsReading `json:"sums"`
	// Mode rounds the parts, in the words of the plan's rounding. Absent: the plan's mode.
	Mode string `json:"mode"`
}

// Part is one part of earnings and what releases it.
type Part struct {
	// Share is above 0 and at most 1.
	Share kam.Fraction `json:"share"`
	// On is what releases it.
	On Trigger `json:"on"`
	// Date is the day of "date"; the part is released in the commission period that holds it.
	Date kam.Day `json:"date"`
	// Months are those of "after", 1 to 240: the part is released in the commission period that holds the day so many
	// months after the first day of the period in which it was earned.
	Months int `json:"months"`
}

// Trigger is what releases a [Part].
type Trigger string

// The triggers.
const (
	// OnBooking releases at once.
	OnBooking Trigger = "booking"
	// OnInvoice releases in proportion to what was invoiced.
	OnInvoice Trigger = "invoice"
	// OnCollection releases in proportion to the cash collected.
	OnCollection Trigger = "collection"
	// OnAcceptance releases in proportion to what the customer has accepted.
	OnAcceptance Trigger = "acceptance"
	// OnYearEnd releases with the last commission period of the fiscal year in which it was earned.
	OnYearEnd Trigger = "year-end"
	// OnDate releases on a day.
	OnDate Trigger = "date"
	// OnAfter releases after some months: instalments.
	OnAfter Trigger = "after"
)

// Event returns the kind of event that releases, and false where none does: at once, on a day, at an end of the year.
func (t Trigger) Event() (EventKind, bool) {
	switch t {
	case OnInvoice:
		return Invoiced, true
	case OnCollection:
		return Collected, true
	case OnAcceptance:
		return Accepted, true
	case OnBooking, OnYearEnd, OnDate, OnAfter:
	}
	return "", false
}

// SumsReading is what a [Holdback] does with earnings that belong to no deal.
type SumsReading string

// The readings.
const (
	// SumsSpread spreads them over the component's deals of the same period in proportion to what those earned, by largest
	// remainder in order of id. Where no deal earned anything they are not held.
	SumsSpread SumsReading = "spread"
	// SumsAtOnce pays them, or takes them, at once.
	SumsAtOnce SumsReading = "at-once"
	// SumsHold divides them like a deal. An event without a transaction, for the period in which they were earned, releases them.
	SumsHold SumsReading = "hold"
)
