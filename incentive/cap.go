package incentive

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Cap is an upper limit. Exactly one of Amount, OfTargetIncentive and Attainment is stated.
type Cap struct {
	// Per is what is limited: "credit", "transaction" or "component" in a component; "plan", "period" or "lifetime" in the plan.
	Per CapScope `json:"per"`
	// On is what the limit counts: "pay", or for a component "attainment" (pay stops there, credit does not).
	On CapOn `json:"on"`
	// Amount is the limit in the plan's currency.
	Amount decimal.NullDecimal `json:"amount"`
	// OfTargetIncentive is the limit as a multiple of the payee's target incentive for the period.
	OfTargetIncentive decimal.NullDecimal `json:"ofTargetIncentive"`
	// Attainment is the limit as a share of quota, for On "attainment".
	Attainment decimal.NullDecimal `json:"attainment"`
	// Excess is what becomes of the part above: "forfeit", or for a cap per period "carry-until". No other cap has
	// a balance that is carried on.
	Excess Excess `json:"excess"`
	// Until is the first day on which a carried excess can no longer be paid, for the excess "carry-until" alone.
	Until kam.Day `json:"until"`
}

// CapScope is what a cap limits.
type CapScope string

// The scopes.
const (
	// PerCredit limits what one deal pays one payee in one component, refunds of the deal included.
	PerCredit CapScope = "credit"
	// PerComponent limits a component's sum over its measure's window.
	PerComponent CapScope = "component"
	// PerDeal limits what one deal, its refunds included, pays all payees of the plan together in one component;
	// what is above is cut from each in proportion.
	PerDeal CapScope = "transaction"
	// PerPlan limits the sum of all components over their common window.
	PerPlan CapScope = "plan"
	// PerRunPeriod limits what the run's period adds to what was earned before.
	PerRunPeriod CapScope = "period"
	// PerLifetime limits all that the plan, in all its versions, has ever posted for the payee.
	PerLifetime CapScope = "lifetime"
)

// CapOn is what a cap counts.
type CapOn string

// The quantities.
const (
	OnPay        CapOn = "pay"
	OnAttainment CapOn = "attainment"
)

// Excess is what becomes of the part above a cap.
type Excess string

// What becomes of the part above a cap.
const (
	// ExcessForfeit drops it.
	ExcessForfeit Excess = "forfeit"
	// ExcessCarry keeps it as a balance that later periods pay as soon as they have room. The balance is the plan's: a
	// version that carries takes over what earlier versions that carried have left of it, and pays it before its own Until.
	// What a version that forfeits has cut is never part of it, and such a version pays nothing of it: a later version that
	// carries again finds it as it was.
	ExcessCarry Excess = "carry-until"
)

// Floor is a lower limit.
type Floor struct {
	// Per is "credit" or "component".
	Per CapScope `json:"per"`
	// Amount is the limit in the plan's currency, zero or more. A credit's floor applies to credits above zero alone.
	Amount decimal.Decimal `json:"amount"`
}
