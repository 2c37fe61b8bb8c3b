package event

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/strictjson"
)

// Bounds of a policy. All are inclusive.
const (
	MaxPoints = 1_000
	MaxRows   = 200
	MaxDays   = 3_660
	MaxGuests = 100_000
)

// Policy says who is invited, what a follow-up is, and how the pipeline after an event is looked at, as plain data.
// [Compile] checks it.
type Policy struct {
	Invite   Invite   `json:"invite"`
	FollowUp FollowUp `json:"followUp"`
	Pipeline Pipeline `json:"pipeline"`
	// Missing says what becomes of a rate when nobody says whether some of the invited came. Needed.
	Missing Missing `json:"missing"`
}

// Invite says who is invited.
type Invite struct {
	// By is the way in which invitations go out. People who want no e-mail, or have no address, get none that way. Needed.
	By crm.ActivityType `json:"by"`
	// Need and Interest are the points for each topic of the event that an open deal of the account needs, and for each that
	// the person is interested in: 0 to 1,000.
	Need     int `json:"need,omitempty"`
	Interest int `json:"interest,omitempty"`
	// Tiers and Roles are the points for the account's tier, and for the person's buying role, of several roles the best.
	// What is not listed has none.
	Tiers []Points `json:"tiers,omitempty"`
	Roles []Points `json:"roles,omitempty"`
	// OnTopic leaves out whoever neither needs a topic nor is interested in one.
	OnTopic bool `json:"onTopic,omitempty"`
	// Least is the fewest points with which somebody is invited, at least 1.
	Least int `json:"least"`
	// Rest leaves out who was invited to another event fewer than so many days ago: 0 to 3,660; 0: nobody.
	Rest int `json:"rest,omitempty"`
	// PerAccount is the most guests of one account: 0 to 100,000; 0: any number.
	PerAccount int `json:"perAccount,omitempty"`
	// Expect is the share of the invited that is expected to come, above 0, at most 1: with 0.5 twice as many are invited as
	// there is room for. Defaults to 1.
	Expect kam.Fraction `json:"expect,omitzero"`
	// Reserve is how many are put on the reserve list, 0 to 100,000.
	Reserve int `json:"reserve,omitempty"`
	// Notice is by how many working days before the event invitations go out: 0 to 250.
	Notice int `json:"notice,omitempty"`
}

// Points are what a word counts.
type Points struct {
	Name string `json:"name"`
	// Points are 0 to 1,000.
	Points int `json:"points"`
}

// FollowUp says how guests are followed up.
type FollowUp struct {
	// Within is by how many working days after the last day of the event a guest is met again: 1 to 250.
	Within int `json:"within"`
	// Types are the types of activities that are follow-ups; at least one, and never [crm.ToDo].
	Types []crm.ActivityType `json:"types"`
	// Reach says whom an activity follows up. Needed.
	Reach Reach `json:"reach"`
	// NoShows follows up also who had accepted and did not come.
	NoShows bool `json:"noShows,omitempty"`
	// Unstated counts also activities without a status, once their day has come.
	Unstated bool `json:"unstated,omitempty"`
}

// Reach says whom an activity follows up.
type Reach string

// The readings. An activity that names another event follows up none of this one; one that names this event follows up
// the guests that it names, or all of its account when it names nobody.
const (
	// ReachGuest: the people that it names.
	ReachGuest Reach = "guest"
	// ReachAccount: all guests of its account.
	ReachAccount Reach = "account"
)

// Pipeline says how deals after an event are looked at.
type Pipeline struct {
	// Within is how many days after the event's last day still count, 1 to 3,660. The event's own days count too.
	Within int `json:"within"`
	// Stages are the stages of a deal, the first one first; a deal advances when it comes further than it ever was.
	Stages []string `json:"stages"`
	// Compare says with whom guests' accounts are compared. Needed.
	Compare Compare `json:"compare"`
	// Size is by what the pipeline before the event is measured. Needed.
	Size Size `json:"size"`
	// Currency is the one in which amounts are measured; needed with [SizeAmount]. Rates say what others are worth in it.
	Currency kam.Currency `json:"currency,omitempty"`
	Rates    []Rate       `json:"rates,omitempty"`
	// Tolerance is how far the pipelines of a pair may lie apart, as a share of the larger, at most 1. Defaults to any
	// distance.
	Tolerance kam.Fraction `json:"tolerance,omitzero"`
}

// Compare says with whom guests' accounts are compared.
type Compare string

// The readings.
const (
	// NotAttended: with every account from which nobody came.
	NotAttended Compare = "not-attended"
	// NotInvited: with accounts from which nobody was invited.
	NotInvited Compare = "not-invited"
)

// Size is by what a pipeline is measured.
type Size string

// The readings.
const (
	// SizeAmount: by the amounts of open deals. An account with an open deal that states none is not compared.
	SizeAmount Size = "amount"
	// SizeDeals: by the number of open deals.
	SizeDeals Size = "deals"
)

// Rate is what one unit of a currency is worth in the currency of the policy, above 0.
type Rate struct {
	From kam.Currency    `json:"from"`
	Per  decimal.Decimal `json:"per"`
}

// Missing says what becomes of a rate when a part of it is not known.
type Missing string

// The readings.
const (
	// MissingUnknown makes the rate unknown.
	MissingUnknown Missing = "unknown"
	// MissingLeftOut takes the rate of what is known; [Measure.Left] says how many were left out.
	MissingLeftOut Missing = "left-out"
)

// ParsePolicy reads a policy from JSON, strictly: unknown and repeated keys and null are refused. All faults come at once
// in one [*kam.InvalidError]. [Compile] checks what the policy says.
func ParsePolicy(data []byte) (Policy, error) {
	var p Policy
	if err := strictjson.Decode(data, &p, prefix).Err(); err != nil {
		return Policy{}, err
	}
	return p, nil
}
