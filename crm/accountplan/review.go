package accountplan

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
)

// MaxRecords is the most records, and the most observations, that are looked at once.
const MaxRecords = 5_000_000

// ErrRecords says that there are more than [MaxRecords] records or observations.
var ErrRecords = errors.New("accountplan: too many records")

// Inputs are what a plan is looked at with.
type Inputs struct {
	// AsOf is the day of the review. What comes after it is not looked at.
	AsOf kam.Day
	Plan Plan
	// Records are accounts, contacts, users, deals, activities and orders, in any order; those of other systems than the
	// account's are passed over, and of two with one ref the one modified later counts.
	Records []crm.Record
	// Observations measure the objectives: those about the account, subject kind "account" and its id.
	Observations []kam.Observation
}

// Review is how a plan stands on a day. It is the caller's own.
type Review struct {
	AsOf kam.Day `json:"asOf"`
	Plan Plan    `json:"plan"`
	// Completeness is how much of the plan is filled in.
	Completeness Completeness `json:"completeness"`
	// Objectives, Actions and Risks are in the order of the plan.
	Objectives []Progress     `json:"objectives,omitempty"`
	Coverage   Coverage       `json:"coverage"`
	Fit        NeedFit        `json:"fit"`
	Whitespace Opening        `json:"whitespace"`
	Contest    Contest        `json:"contest"`
	Risks      []RiskStatus   `json:"risks,omitempty"`
	Actions    []ActionStatus `json:"actions,omitempty"`
	// Findings are what should be done about the plan, in the order of its parts; each has a remedy.
	Findings kam.Findings `json:"findings,omitempty"`

	rules  *Rules
	book   *book
	served map[Aim]bool              // by an action
	roles  map[string]crm.BuyingRole // of the stakeholders, as the plan states them
}

// RiskStatus is a risk with how much it weighs.
type RiskStatus struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Score is likelihood times impact, from 1 to 25; 0: unknown.
	Score int `json:"score,omitempty"`
	// High says that it is open and weighs as much as the policy says, Answered that an action serves it.
	Open     bool `json:"open,omitempty"`
	High     bool `json:"high,omitempty"`
	Answered bool `json:"answered,omitempty"`
}

// ActionStatus is an action with how it stands.
type ActionStatus struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Owner  string `json:"owner,omitempty"`
	Status Doing  `json:"status"`
	// Late is how many days have passed since the due day.
	Late int `json:"late,omitempty"`
}

// Doing says how an action stands.
type Doing string

// How actions stand. An action due on the day of the review is in time.
const (
	Pending Doing = "pending"
	Overdue Doing = "overdue"
	Done    Doing = "done"
)

// Sum is an amount in a currency.
type Sum struct {
	Currency kam.Currency    `json:"currency,omitempty"`
	Amount   decimal.Decimal `json:"amount"`
}

// Review looks at a plan on a day. The error is a [*kam.InvalidError] with every fault of the plan, as [Plan.Check] finds
// them, and of what it says by words of the policy; it wraps [ErrRecords] for more than [MaxRecords] records or
// observations. A plan with gaps is no error: they are findings.
func (r *Rules) Review(in Inputs) (*Review, error) {
	if len(in.Records) > MaxRecords || len(in.Observations) > MaxRecords {
		return nil, fmt.Errorf("%w: %d and %d, at most %d", ErrRecords, len(in.Records), len(in.Observations), MaxRecords)
	}
	if err := r.check(in); err != nil {
		return nil, err
	}
	plan, err := cloned(in.Plan)
	if err != nil {
		return nil, err
	}
	v := &Review{AsOf: in.AsOf, Plan: plan, rules: r}
	v.book = r.gather(plan, in.Records, in.AsOf)
	v.actions()
	v.risks()
	v.progress(in.Observations)
	v.cover()
	v.fit()
	v.open()
	v.contest()
	v.complete()
	v.find()
	return v, nil
}
