package incentive

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// CreditRule says who is credited for a transaction and with how much. A rule
// belongs to the plan of the one who receives the credit: the override of a
// manager stands in the manager's plan.
type CreditRule struct {
	// Name is how measures refer to it; unique in the plan.
	Name string `json:"name"`
	// To is who receives the credit.
	To Recipient `json:"to"`
	// Role is the participants' role, for the recipient "role" alone.
	Role string `json:"role"`
	// Level counts managers upwards from the owner, for the recipient "manager" alone: 1 is the owner's own manager.
	Level int `json:"level"`
	// Vacancy says what an open position on the way up is: passed over, or a level like any other.
	Vacancy Vacancy `json:"vacancy"`
	// Base is what a manager's credit is taken from.
	Base CreditBase `json:"base"`
	// Of are the components whose commission counts, for the bases commission-gross and after-cap: "component" or "plan/component".
	Of []string `json:"of"`
	// Share is the part of the base that is credited; it multiplies the participant's own share.
	Share kam.Fraction `json:"share"`
	// Split says when a participant's share applies.
	Split Split `json:"split"`
	// When restricts the rule to some transactions. Absent: all.
	When *Condition `json:"when"`
	// Factor weighs the credit by an attribute of the deal. Absent: 1.
	Factor *Factor `json:"factor"`
	// Retires says whether the credit counts for the measure (and so retires quota).
	Retires *bool `json:"retires"`
	// Pays says whether the credit earns commission.
	Pays *bool `json:"pays"`
}

// Recipient is who receives a credit.
type Recipient string

// The recipients.
const (
	// ToOwner credits the deal's owners by their shares, which total exactly 1.
	ToOwner Recipient = "owner"
	// ToRole credits the participants of one other role (an overlay); their shares need not total 1.
	ToRole Recipient = "role"
	// ToManager credits the manager of each owner as of the credit date.
	ToManager Recipient = "manager"
)

// Vacancy says where a roll-up goes that meets an open position.
type Vacancy string

// The readings.
const (
	// VacancySkip passes over open positions: they are no level.
	VacancySkip Vacancy = "skip"
	// VacancyHouse counts open positions as levels; a credit that reaches one goes to the house account.
	VacancyHouse Vacancy = "house"
)

// CreditBase is what a manager's credit is taken from.
type CreditBase string

// The bases.
const (
	// CreditAmount takes the deal's own quantity, as the measure names it.
	CreditAmount CreditBase = "amount"
	// CreditGross takes the commission of those below, after gates and before caps.
	CreditGross CreditBase = "commission-gross"
	// CreditAfterCap takes the commission of those below, after the caps and floors of credits and components.
	CreditAfterCap CreditBase = "after-cap"
)

// Split says when a participant's share of a deal applies.
type Split string

// The readings.
const (
	// SplitCredit divides the deal first: each participant climbs their own tiers with their own part.
	SplitCredit Split = "credit"
	// SplitPayout rates the whole deal first and divides the result: the deal moves each participant's measure by its whole size.
	SplitPayout Split = "payout"
)

// Factor weighs a credit by an attribute of the deal.
type Factor struct {
	// By is the attribute.
	By string `json:"by"`
	// Values are the factors by the attribute's value, each at most 6 decimals and |factor| < 1000.
	Values map[string]decimal.Decimal `json:"values"`
	// Other is the factor of a value not listed: a number, "refuse" (hold the payee) or "exclude" (no credit).
	Other string `json:"other"`
}

// Condition selects deals. Exactly one form is used: All, Any, Not, Attribute with In, Number with at least one bound, or
// Date with From, Until or both. Of a refund it looks at the original.
type Condition struct {
	// All holds when every one holds.
	All []Condition `json:"all"`
	// Any holds when at least one holds.
	Any []Condition `json:"any"`
	// Not holds when the other does not.
	Not *Condition `json:"not"`
	// Attribute is a text attribute of the deal; it holds when the value is one of In. A missing attribute is the empty text.
	Attribute string   `json:"attribute"`
	In        []string `json:"in"`
	// Number is amount, margin, units, cash or one of the deal's own numbers. A missing number fails the condition.
	Number string `json:"number"`
	// AtLeast is a lower bound, inclusive.
	AtLeast decimal.NullDecimal `json:"atLeast"`
	// MoreThan is a lower bound, exclusive.
	MoreThan decimal.NullDecimal `json:"moreThan"`
	// AtMost is an upper bound, inclusive.
	AtMost decimal.NullDecimal `json:"atMost"`
	// Below is an upper bound, exclusive.
	Below decimal.NullDecimal `json:"below"`
	// Date is one of the deal's dates. A missing date fails the condition.
	Date DateName `json:"date"`
	// From is the first day that meets it; Until the first that does not any more.
	From  kam.Day `json:"from"`
	Until kam.Day `json:"until"`
}

// dated reports whether the date for which the condition asks lies where it says.
func (k *Condition) dated(t *Transaction) bool {
	day := t.Date(k.Date)
	return day.IsSet() && !day.Before(k.From) && (!k.Until.IsSet() || day.Before(k.Until))
}
