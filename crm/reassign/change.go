package reassign

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/strictjson"
)

// Bounds of a change. All are inclusive.
const (
	MaxMoves   = 1_000
	MaxUsers   = 1_000
	MaxList    = 100_000
	MaxRecords = 5_000_000
)

// Change re-assigns accounts of one system on one day, as plain data. [Plan] checks it and shows what it would do.
type Change struct {
	// ID names the change; 1 to 128 bytes.
	ID     string     `json:"id"`
	System crm.System `json:"system"`
	// On is the first day on which the new order holds.
	On kam.Day `json:"on"`
	// Reason and ApprovedBy are needed: people read them on every change.
	Reason     string `json:"reason"`
	ApprovedBy string `json:"approvedBy"`
	// Moves say which accounts go to whom. An account goes by the first move that selects it; at most 1,000.
	Moves []Move `json:"moves,omitempty"`
	// Leaving are people who leave: nothing that is open may stay with them; at most 1,000.
	Leaving []Leaver `json:"leaving,omitempty"`
	// Follow are the kinds of records that go with an account from its old owner to the new one, Stay those that stay with
	// the old owner: contact, opportunity, activity and request, each in one of the two. What is closed never moves, and
	// what belongs to somebody else stays. What would stay with somebody who left goes with the account all the same.
	Follow []crm.Kind `json:"follow,omitempty"`
	Stay   []crm.Kind `json:"stay,omitempty"`
	// Limits say how many accounts a user may have after the change; who is not listed has no limit, and who is listed has
	// to be a user. At most 1,000.
	Limits []Limit `json:"limits,omitempty"`
	// Full says what happens to an account for which no receiver has room. Needed where there are limits.
	Full Full `json:"full,omitempty"`
	// Former keeps the old owner in the account team for a while. Absent: he leaves it as owner, and keeps other roles.
	Former *Former `json:"former,omitempty"`
}

// Move says which accounts go to whom.
type Move struct {
	// Name is unique among the moves; people read it on every change.
	Name string `json:"name"`
	// Accounts are ids. Where there are none, Where selects.
	Accounts []string `json:"accounts,omitempty"`
	Where    Where    `json:"where,omitzero"`
	// To are the receivers; at least one.
	To []string `json:"to"`
	// By says how several receivers share the accounts. Needed with more than one.
	By Sharing `json:"by,omitempty"`
	// PreferTeam gives an account to the first receiver who is in its team on the day already, if he has room.
	PreferTeam bool `json:"preferTeam,omitempty"`
	// Together gives accounts with one head of their hierarchy, as far as the move selects them, to one receiver.
	Together bool `json:"together,omitempty"`
}

// Where selects accounts: by everything that it states, and within each list by any of it.
type Where struct {
	Owners     []string `json:"owners,omitempty"`
	Industries []string `json:"industries,omitempty"`
	Provinces  []string `json:"provinces,omitempty"`
	Cities     []string `json:"cities,omitempty"`
	Districts  []string `json:"districts,omitempty"`
	Tiers      []string `json:"tiers,omitempty"`
	// Unowned selects accounts without an owner.
	Unowned bool `json:"unowned,omitempty"`
}

// Sharing says how several receivers share accounts.
type Sharing string

// The readings.
const (
	// ByLoad gives each account to the receiver who then has the fewest accounts, of equals the first in the list.
	ByLoad Sharing = "load"
	// ByOrder fills the receivers up to their limits in the order of the list.
	ByOrder Sharing = "order"
)

// Leaver is somebody who leaves on the day: a user, or who still owns a record or has a role in a team.
type Leaver struct {
	User string `json:"user"`
	// Successor takes over the roles in teams, and what is open and belongs to no account whose owner could take it. Empty:
	// roles end, and what nobody could take is a fault.
	Successor string `json:"successor,omitempty"`
}

// Limit is how many accounts a user may have.
type Limit struct {
	User string `json:"user"`
	Most int    `json:"most"`
}

// Full says what happens to an account for which no receiver has room.
type Full string

// The readings.
const (
	FullRefuse Full = "refuse" // the change is refused
	FullStay   Full = "stay"   // it stays with its owner, if he does not leave
)

// Former is a role of the old owner after the change.
type Former struct {
	Role crm.TeamRole `json:"role"`
	// Until is the first day without it, after the day of the change.
	Until kam.Day `json:"until"`
}

// ParseChange reads a change from JSON, strictly: unknown and repeated keys and null are refused. All faults come at once
// in one [*kam.InvalidError]. [Plan] checks what it says.
func ParseChange(data []byte) (Change, error) {
	var c Change
	if err := strictjson.Decode(data, &c, prefix).Err(); err != nil {
		return Change{}, err
	}
	return c, nil
}
