package payout

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
)

// Case is everything that [Rules.Settle] needs to know of one payee, one plan and one open commission period. The order
// of its lists never matters. The zero value is no valid case.
type Case struct {
	Payee string `json:"payee"`
	// Plan and Version name the plan version in force, whose terms the rules are.
	Plan    string `json:"plan"`
	Version int    `json:"version"`
	// Period is the open commission period that is settled.
	Period kam.Period `json:"period"`
	// Year is the fiscal year that holds Period. Needed where the terms release at the end of a year.
	Year kam.Period `json:"year"`
	// Currency is what the payee is paid in. Empty: the plan's.
	Currency kam.Currency `json:"currency"`
	// Earned is what the open period settles, in the plan's currency: all that the open period itself has earned, and
	// changes of what earlier periods have earned. At most 100,000 rows; rows alike add up.
	Earned []Earned `json:"earned"`
	// Restated is what earlier periods have earned in all, as calculated now. The difference to what the ledger holds for
	// them is settled like a change in Earned. A period that is restated is whole: what is not listed was not earned.
	Restated []Earned `json:"restated"`
	// Posted are the ledger's sums; rows of others and of other plans are passed over. Rows posted into the open period
	// are those of an earlier run of it. At most 1,000,000.
	Posted []ledger.Posted `json:"posted"`
	// Apart are other currencies of which a case of their own settles what stands: it has the currency as its Currency, the same
	// events and facts about the person, and no earnings. Rows in them are passed over, but for what was earned and converted.
	Apart []kam.Currency `json:"apart,omitempty"`
	// Rates convert earnings where Currency is not the plan's.
	Rates []Rate `json:"rates"`
	// Events are what has happened to the payee's deals up to the end of the open period. An event that was handed in before, and
	// found something to release or to take, need not come again: what it released stays released, and what it took back stays
	// taken. Later ones are passed over. At most 100,000.
	Events []Event `json:"events"`
	// Deals are facts about deals for clawback. At most 100,000.
	Deals []Deal `json:"deals"`
	// Adjustments are all manual adjustments of the open period. At most 1,000.
	Adjustments []Adjustment `json:"adjustments"`
	Employment  Employment   `json:"employment"`
	// Draw and Guarantee are the payee's own. Absent: those of the terms.
	Draw      *Entitlement `json:"draw"`
	Guarantee *Entitlement `json:"guarantee"`
	// ProtectedMinimum is the payee's own, in Currency. Absent: that of the terms.
	ProtectedMinimum decimal.NullDecimal `json:"protectedMinimum"`
	// Labels are what people read for components, by name; one that is not among them is read by its name.
	Labels map[string]kam.Text `json:"labels,omitempty"`
	// Earlier are the rules of other versions of the plan, by version: what was held back under them is released by them.
	Earlier map[int]*Rules `json:"-"`
}

// Earned is an amount of a component in a commission period.
type Earned struct {
	// Origin is the commission period that it belongs to. Zero: the open period.
	Origin kam.Period `json:"origin"`
	// Version is the plan version that it was calculated by. Zero: that of the case.
	Version   int    `json:"version"`
	Component string `json:"component"`
	// Transaction is the deal. Empty: a sum that belongs to no deal.
	Transaction string `json:"transaction"`
	// Amount is in the plan's currency and to its places; negative when taken back.
	Amount decimal.Decimal `json:"amount"`
	// CreditDate is the deal's; of a refund that of what it takes back. Optional; needed to end what trails after leaving,
	// and of refunds that are converted at the original rate: the rate of the period that holds this day must be there.
	CreditDate kam.Day `json:"creditDate"`
}

// Rate converts the earnings of a component, or of all that have none of their own. Of several that fit, the one for the
// component and the period counts before one for the period, and that before one for the component.
type Rate struct {
	// Component is empty for all others.
	Component string `json:"component"`
	// Origin is the commission period. Zero: every period that has none of its own.
	Origin kam.Period `json:"origin"`
	// Rate is units of the payee's currency for one of the plan's: above zero, at most 12 decimals and 15 digits.
	Rate decimal.Decimal `json:"rate"`
}

// EventKind is what happened to a deal.
type EventKind string

// The kinds of events.
const (
	Invoiced  EventKind = "invoiced"
	Collected EventKind = "collected"
	Accepted  EventKind = "accepted"
	// Freed releases everything that is held back for the deal, by a decision.
	Freed EventKind = "released"
	// Cancelled ends a deal, and its earnings are clawed back.
	Cancelled EventKind = "cancelled"
	// Withdrawn ends a deal as if it had never been made.
	Withdrawn EventKind = "withdrawn"
	// Reinstated undoes an earlier Cancelled or Withdrawn.
	Reinstated EventKind = "reinstated"
)

// Event is something that happened to a deal.
type Event struct {
	// Transaction is the deal. Empty: all earnings of Origin that belong to no deal.
	Transaction string     `json:"transaction"`
	Origin      kam.Period `json:"origin"`
	Kind        EventKind  `json:"kind"`
	Day         kam.Day    `json:"day"`
	// Fraction is how much of the deal was invoiced, collected or accepted by that day in all, 0 to 1. Absent: 1. The
	// other kinds state none.
	Fraction *kam.Fraction `json:"fraction"`
	// Instalments is how many instalments had elapsed when the deal was cancelled, for a schedule.
	Instalments *int `json:"instalments"`
}

// Deal is what a clawback needs to know of a deal.
type Deal struct {
	Transaction string  `json:"transaction"`
	Component   string  `json:"component"`
	CreditDate  kam.Day `json:"creditDate"`
	// Earned is all that the deal has earned in the component to date, refunds and the open period included, in the
	// payee's currency. It is needed of deals that earned something before the ledger began, or before the terms clawed the
	// component back; what the ledger knows counts before it.
	Earned decimal.NullDecimal `json:"earned"`
}

// Adjustment is a manual change of pay, outside caps, holdback and draw.
type Adjustment struct {
	// ID is unique in the period; 1 to 128 bytes.
	ID string `json:"id"`
	// Amount is in the payee's currency and to its places, and not zero.
	Amount decimal.Decimal `json:"amount"`
	// Component is what it belongs to. Empty: none.
	Component string `json:"component"`
	// Reason and ApprovedBy are needed. RequestedBy is optional and another person.
	Reason      string `json:"reason"`
	ApprovedBy  string `json:"approvedBy"`
	RequestedBy string `json:"requestedBy"`
}

// Employment is when somebody is employed. The zero value is all the time.
type Employment struct {
	// Hired is the first day, Left the last one, inclusive.
	Hired kam.Day `json:"hired"`
	Left  kam.Day `json:"left"`
}

// Entitlement is a draw or a guarantee of one payee.
type Entitlement struct {
	// Amount is for a commission period, in the payee's currency, 0 or more; 0 means none.
	Amount decimal.Decimal `json:"amount"`
	// Period is when it holds. Zero: as the terms say.
	Period kam.Period `json:"period"`
}
