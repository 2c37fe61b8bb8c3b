package kpi

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/strictjson"
)

// Policy says how figures are taken from records. The zero value is refused by [Compile]: what counts as revenue changes
// every figure, so it is stated.
type Policy struct {
	// Revenue says which records are revenue, and with them on which day it is.
	Revenue Source `json:"revenue"`
	// Products says whose lines are what customers bought: orders or deals.
	Products Source `json:"products"`
	// Statuses are those of orders and invoices that count, in the system's words. Defaults to all.
	Statuses []string `json:"statuses,omitempty"`
	// Missing says what becomes of a figure when a record that belongs to it does not state its part.
	Missing Missing `json:"missing"`
	// Assume is the currency of amounts that state none. Defaults to none: such amounts are missing.
	Assume kam.Currency `json:"assume,omitempty"`
	// Currency is the one into which all amounts are converted, by the rates below. Defaults to none: figures are stated for
	// each currency on its own, and never added across.
	Currency kam.Currency `json:"currency,omitempty"`
	// OwnRates says that a record's own rate, where it states one, comes before Rates: its amount divided by it.
	OwnRates bool `json:"ownRates,omitempty"`
	// Rates are what other currencies are worth.
	Rates []Rate `json:"rates,omitempty"`
	// Contacts are the types of activities that are contacts. Defaults to every type but tasks.
	Contacts []crm.ActivityType `json:"contacts,omitempty"`
	// Unstated says that an activity counts as done when its system says no status.
	Unstated bool `json:"unstated,omitempty"`
	// CSAT are the scales on which satisfaction is asked, each with its top answers. Defaults to none.
	CSAT []Scale `json:"csat,omitempty"`
	// Stages say more of the stages of open deals. Defaults to nothing more.
	Stages []Stage `json:"stages,omitempty"`
	// Top are the numbers of largest accounts whose share in revenue is told. Defaults to 1, 5 and 10.
	Top []int `json:"top,omitempty"`
}

// Source says which records a figure is taken from.
type Source string

// Sources of revenue, with the day on which it counts and the account's and the owner's it is.
const (
	FromOrders   Source = "orders"   // on the day ordered
	FromInvoices Source = "invoices" // on the day issued
	FromPayments Source = "payments" // on the day received
	FromDeals    Source = "deals"    // won opportunities, on the day closed
)

// Missing says what becomes of a figure when a record that belongs to it does not state its part.
type Missing string

// What becomes of a figure with a missing part.
const (
	// MissingUnknown makes it unknown.
	MissingUnknown Missing = "unknown"
	// MissingLeftOut computes it from the other records; [Measure.Left] tells how many were left out.
	MissingLeftOut Missing = "left-out"
)

// Rate is what one unit of a currency is worth in the currency of the policy.
type Rate struct {
	From kam.Currency `json:"from"`
	// Period are the days on which the rate holds. Defaults to all.
	Period kam.Period `json:"period,omitzero"`
	// Per is above 0: with 7.1 one USD is 7.1 CNY.
	Per decimal.Decimal `json:"per"`
}

// Scale is how satisfaction is asked, from Low to High, and from which answer on somebody is satisfied.
type Scale struct {
	Low  decimal.Decimal `json:"low"`
	High decimal.Decimal `json:"high"`
	// Top is the lowest of the top answers, such as 4 on a scale from 1 to 5.
	Top decimal.Decimal `json:"top"`
}

// name is "1-5", the scope of figures of the scale.
func (s Scale) name() string { return decimalText(s.Low) + "-" + decimalText(s.High) }

// Stage is a stage of open deals.
type Stage struct {
	Name string `json:"name"`
	// Probability is the chance of deals in the stage that state none themselves, from 0 to 1. Defaults to none: unknown.
	Probability decimal.NullDecimal `json:"probability,omitzero"`
	// MaxDays is after how many days in the stage a deal is stale. Defaults to none: never.
	MaxDays int `json:"maxDays,omitempty"`
}

// ParsePolicy reads a policy from strict JSON. Faults come all at once as an [*kam.InvalidError], with line and column; what
// the policy says is checked by [Compile].
func ParsePolicy(data []byte) (Policy, error) {
	var p Policy
	found := strictjson.Decode(data, &p, prefix+".")
	return p, found.Err()
}
