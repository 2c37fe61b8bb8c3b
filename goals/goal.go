package goals

import (
	"cmp"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// All is the scope of a goal about everything its owner answers for. Observations of it carry an empty scope.
const All = "*"

// Tracking says how the values of parts of a period make up the value of the whole. The zero value is not stated.
type Tracking string

// Ways of tracking.
const (
	// Flow adds up: revenue, visits, new accounts.
	Flow Tracking = "flow"
	// Stock is a level, of which the latest value counts: satisfaction, retention, accounts under contract.
	Stock Tracking = "stock"
)

// Goal is a target as plain data: who is to bring which metric from where to where, by when. The zero value is no
// goal. [ParseGoal] reads it from JSON, [Check] says how SMART it is.
//
// A Goal as it stands may be incomplete: what is not stated is what [Check] reports. [Goal.Check] tells only what
// cannot be computed with.
type Goal struct {
	// ID is the host's own name of the goal, unique among its goals; 1 to 128 bytes.
	ID string `json:"id"`
	// Owners are the persons accountable for the goal. A specific goal has exactly one.
	Owners []string `json:"owners,omitempty"`
	// Statement is the goal in words, in any language.
	Statement string `json:"statement,omitempty"`
	// Title is what people call the goal in documents of their language. Defaults to Statement, see [Goal.Name].
	Title kam.Text `json:"title,omitzero"`
	// Metric is the key of the [kam.Metric] that the goal is about.
	Metric string `json:"metric"`
	// Scope narrows the metric to accounts, a product or a region, in the words of [kam.Observation]; [All] is all of
	// it, and empty is not stated.
	Scope string `json:"scope,omitempty"`
	// Direction says which way the metric is to move. Empty is not stated.
	Direction kam.Direction `json:"direction,omitempty"`
	// Baseline is the value that the goal starts from; not valid when it is not known.
	Baseline decimal.NullDecimal `json:"baseline,omitzero"`
	// Target is the value to be reached: of a flow the sum over Period, of a stock the value at its end. Amendments
	// stand beside it and never replace it; [Goal.TargetOn] is the one in force.
	Target decimal.Decimal `json:"target"`
	// Unit is what a value counts; empty for money, whose Currency is stated instead.
	Unit     string       `json:"unit,omitempty"`
	Currency kam.Currency `json:"currency,omitempty"`
	// Tracking says whether values add up over the period or the latest counts.
	Tracking Tracking `json:"tracking,omitempty"`
	// Period is when the target is to be reached.
	Period kam.Period `json:"period"`
	// Parent is the ID of the goal that this one serves, and Share the part of the parent's target that it carries,
	// above 0 and at most 1. Empty and 0 are not stated.
	Parent string       `json:"parent,omitempty"`
	Share  kam.Fraction `json:"share,omitzero"`
	// Weight is the part of its owner's attention: the weights of one person's goals sum to 1.
	Weight kam.Fraction `json:"weight,omitzero"`
	// Source names the system or report that the metric is read from, and Cadence how often it is read and looked at.
	Source  string         `json:"source,omitempty"`
	Cadence kam.PeriodKind `json:"cadence,omitempty"`
	// Survey describes the poll behind a goal about satisfaction; nil when the metric is counted, not polled.
	Survey *Survey `json:"survey,omitempty"`
	// Milestones are values to be reached on the way, in order of days.
	Milestones []Milestone `json:"milestones,omitempty"`
	// Amendments change the target inside the period, in order of Effective; they are only ever added to, by [Goal.Amend].
	Amendments []Amendment `json:"amendments,omitempty"`
}

// Name returns what documents call the goal: its title, else its statement, else its ID.
func (g Goal) Name() kam.Text {
	if g.Title != (kam.Text{}) {
		return g.Title
	}
	name := cmp.Or(g.Statement, g.ID)
	return kam.Text{EN: name, ZH: name}
}

// Milestone is a value to be reached on the way to a target, counted like the target: a flow from the beginning of
// the period. The zero value is none.
type Milestone struct {
	Day   kam.Day         `json:"day"`
	Value decimal.Decimal `json:"value"`
}

// Survey is the poll behind a measured opinion. The zero value says nothing of it.
type Survey struct {
	// Invited is how many are asked, and Responses how many answers are expected, both at least 0.
	Invited   int64 `json:"invited,omitempty"`
	Responses int64 `json:"responses"`
	// Spread is the standard deviation of one answer, in the metric's unit; not valid when unknown. Of a share of
	// yes-answers it follows from the share itself.
	Spread decimal.NullDecimal `json:"spread,omitzero"`
}

// Step is what is to be reached in one part of a goal's period. The zero value is no step.
type Step struct {
	Period kam.Period      `json:"period"`
	Target decimal.Decimal `json:"target"`
}
