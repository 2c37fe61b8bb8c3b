package incentive

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Proration says how quotas and target incentives shrink when an assignment,
// its ramp and its absences cover a stretch in part.
type Proration struct {
	// By is what is counted.
	By ProrationBasis `json:"by"`
	// PartialMonth says what a month counts that is covered in part, for By "months" alone.
	PartialMonth PartialMonth `json:"partialMonth"`
	// Quotas prorates quotas, Targets the target incentive. Both are stated.
	Quotas  *bool `json:"quotas"`
	Targets *bool `json:"targets"`
}

// ProrationBasis is what proration counts.
type ProrationBasis string

// The bases.
const (
	CalendarDays ProrationBasis = "calendar-days"
	// WorkingDays are those of the book's calendar; a year without holiday data holds the payee.
	WorkingDays ProrationBasis = "working-days"
	// Months are those of the book's calendar.
	Months ProrationBasis = "months"
)

// PartialMonth is what a month counts that is covered in part.
type PartialMonth string

// The readings.
const (
	// MonthCounts counts it in full.
	MonthCounts PartialMonth = "counts"
	// MonthDropped does not count it.
	MonthDropped PartialMonth = "does-not-count"
	// MonthByDays counts the part of its calendar days that is covered.
	MonthByDays PartialMonth = "by-days"
)

// Ramp lowers quotas for a while, such as the first months after hire.
type Ramp struct {
	Period kam.Period `json:"period"`
	// Share is the part of the quota that counts in the period, 0 to 1, at most 6 decimals.
	Share decimal.Decimal `json:"share"`
}

// Absence is a time away: leave, illness.
type Absence struct {
	// ID names it for [Relief.For]; unique in the assignment.
	ID     string     `json:"id"`
	Period kam.Period `json:"period"`
	// Reason is what people read. Statements say the usual kinds of leave in both languages, whichever of the two they are
	// stated in: "parental leave" is 育儿假, "sick leave" 病假, "annual leave" 年假, "maternity leave" 产假. Other words stay
	// as they are.
	Reason string `json:"reason,omitempty"`
	// Prorates takes its days out of quotas and target incentives as the plan's proration says.
	Prorates bool `json:"prorates,omitempty"`
}

// Relief lowers one quota by a decision. It applies after proration and ramp;
// the quota never falls below zero. Exactly one of Amount and Share is stated.
type Relief struct {
	// Amount is subtracted.
	Amount decimal.NullDecimal `json:"amount,omitzero"`
	// Share is the part of the quota that is taken off, above 0 and at most 1.
	Share decimal.NullDecimal `json:"share,omitzero"`
	// For names the absence that it makes up for. An absence that prorates cannot be relieved too.
	For string `json:"for,omitempty"`
	// Reason and ApprovedBy are needed.
	Reason     string `json:"reason"`
	ApprovedBy string `json:"approvedBy"`
}

// TargetChange is a new target incentive from a day on.
type TargetChange struct {
	From   kam.Day         `json:"from"`
	Amount decimal.Decimal `json:"amount"`
}
