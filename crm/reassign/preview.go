package reassign

import (
	"errors"
	"time"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
)

// Conditions.
var (
	// ErrChanged says that records have changed since the preview so that something would be decided otherwise now.
	ErrChanged = errors.New("reassign: not what was previewed")
	// ErrTotals says that a change would lose or invent something. It means a fault of this package: nothing a change says
	// can bring it about.
	ErrTotals = errors.New("reassign: totals are not conserved")
	// ErrRecords says that there are more than [MaxRecords] records.
	ErrRecords = errors.New("reassign: too many records")
)

// Preview is what a change would do: nothing is applied by it. It is the caller's own; [Preview.Apply] applies it as it
// was made, whatever is done to its fields.
type Preview struct {
	Change Change `json:"change"`
	// Accounts are those that get another owner, by ref.
	Accounts []AccountMove `json:"accounts,omitempty"`
	// Changes are the records that change, exactly, by ref.
	Changes []RecordChange `json:"changes,omitempty"`
	// Stays are accounts that a move selects and that stay, and what stays behind of an account that moves, by ref.
	Stays []Stay `json:"stays,omitempty"`
	// Loads are the users whose load changes, by id; the one without an id is what nobody has.
	Loads []Load `json:"loads,omitempty"`
	// Totals are conserved by the change.
	Totals Totals `json:"totals"`
	// Warnings are what is allowed and worth knowing: reassign.unowned and .inactive, accounts outside of the change that
	// nobody answers for; .vacant, a role that ends; .planned, an owner who is entered for a later day.
	Warnings kam.Findings `json:"warnings,omitempty"`

	made *draft
}

// AccountMove is an account that gets another owner.
type AccountMove struct {
	Account crm.Ref `json:"account"`
	Name    string  `json:"name"`
	From    string  `json:"from,omitempty"`
	To      string  `json:"to"`
	Move    string  `json:"move"`
	// NextContact and RecallOn are the dates of follow-up that go with the account, as the system states them.
	NextContact kam.Day `json:"nextContact,omitzero"`
	RecallOn    kam.Day `json:"recallOn,omitzero"`
	// Moved is how many records that are open go with it, by kind in the order of [crm.Kinds].
	Moved []KindCount `json:"moved,omitempty"`
	Why   kam.Text    `json:"why"`
}

// KindCount is how many records of a kind.
type KindCount struct {
	Kind crm.Kind `json:"kind"`
	N    int      `json:"n"`
}

// RecordChange is a record that changes.
type RecordChange struct {
	Ref  crm.Ref `json:"ref"`
	Name string  `json:"name,omitempty"`
	// Revision and Modified are those of the record that was seen.
	Revision string    `json:"revision,omitempty"`
	Modified time.Time `json:"modified"`
	// Owner and Team are what changes; nil: nothing.
	Owner *OwnerChange `json:"owner,omitempty"`
	Team  *TeamChange  `json:"team,omitempty"`
	Why   kam.Text     `json:"why"`
}

// OwnerChange is another owner.
type OwnerChange struct {
	Old string `json:"old,omitempty"`
	New string `json:"new"`
}

// TeamChange is another team, with the days of every role.
type TeamChange struct {
	Old []crm.Member `json:"old,omitempty"`
	New []crm.Member `json:"new,omitempty"`
}

// Stay is something that stays where it is.
type Stay struct {
	Ref    crm.Ref    `json:"ref"`
	Name   string     `json:"name,omitempty"`
	Owner  string     `json:"owner,omitempty"`
	Reason StayReason `json:"reason"`
}

// StayReason says why something stays.
type StayReason string

// Reasons.
const (
	StayAlready StayReason = "already" // the account has that owner already
	StayFull    StayReason = "full"    // no receiver has room
	StayKind    StayReason = "kind"    // the change says that this kind stays
	StayOther   StayReason = "other"   // it does not belong to the old owner of its account
)

// Load is what a user has, before and after the change: what is open, and accounts.
type Load struct {
	User   string `json:"user"`
	Before Counts `json:"before"`
	After  Counts `json:"after"`
}

// Counts are numbers of things.
type Counts struct {
	Accounts      int `json:"accounts"`
	Opportunities int `json:"opportunities"`
	Activities    int `json:"activities"`
	Requests      int `json:"requests"`
	Contacts      int `json:"contacts"`
	// Amounts are the values of the opportunities, by currency; those without an amount are in none.
	Amounts []Amount `json:"amounts,omitempty"`
}

// Amount is a value in a currency; empty where opportunities state none.
type Amount struct {
	Currency kam.Currency    `json:"currency"`
	Amount   decimal.Decimal `json:"amount"`
}

// Totals are what there is, before and after the change. All but Unowned are equal.
type Totals struct {
	Before Counts `json:"before"`
	After  Counts `json:"after"`
	// Unowned are accounts that nobody answers for: without an owner, or with one who left.
	UnownedBefore int `json:"unownedBefore"`
	UnownedAfter  int `json:"unownedAfter"`
}
