package followup

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/strictjson"
)

// Bounds of a policy. All are inclusive.
const (
	MaxTiers    = 100
	MaxCadences = 20
	MaxPools    = 100
	MaxEvery    = 1_000
	MaxDays     = 3_660
)

// Policy says how often customers are to be met and when they are taken back, as plain data. [Compile] checks it.
type Policy struct {
	// OffDay says what happens to a due day that is no working day. Needed.
	OffDay OffDay `json:"offDay"`
	// Tiers are the classes of accounts, the most important first; 1 to 100.
	Tiers []Tier `json:"tiers"`
	// Pools are the rules by which accounts are taken back; at most 100.
	Pools []Pool `json:"pools,omitempty"`
	// Steward is the user who gets the tasks about customers that nobody answers for. Empty: there are no such tasks.
	Steward string `json:"steward,omitempty"`
}

// OffDay says what happens to a due day that is no working day. The zero value is none and refused.
type OffDay string

// The readings.
const (
	// NextWorkingDay moves it on.
	NextWorkingDay OffDay = "next-working-day"
	// PreviousWorkingDay moves it back; where it would not be after the contact any more, it moves on instead.
	PreviousWorkingDay OffDay = "previous-working-day"
	// StayOffDay leaves it where it is.
	StayOffDay OffDay = "stay"
)

// Tier is a class of accounts that are met in the same rhythm.
type Tier struct {
	// Name is what accounts say in [crm.Account.Tier]. Empty: accounts that say nothing.
	Name string `json:"name,omitempty"`
	// Cadences are the rhythms, each with its own name; 1 to 20.
	Cadences []Cadence `json:"cadences"`
}

// Cadence is how often an account is met in some way: either Every so long after the last contact, or a number of Times
// in each period. The zero value is none.
type Cadence struct {
	// Name is unique in its tier, such as "visit".
	Name string `json:"name"`
	// Counts says which activities are contacts.
	Counts Counts `json:"counts"`
	// Every is the time from one contact to the next.
	Every Interval `json:"every,omitzero"`
	// Times contacts are to be made in each period of the kind Per, 1 to 100. The period is cut into as many even parts,
	// and each contact is due on the last working day of its part, or on the next one where nobody works in the part.
	// Contacts of one day count as one. What was missed in a period is not carried into the next.
	Times int            `json:"times,omitempty"`
	Per   kam.PeriodKind `json:"per,omitempty"`
	// Grace is how many working days after its due day a contact may come before it is overdue: 0 to 250.
	Grace int `json:"grace,omitempty"`
}

// Counts says which activities are contacts. Activities that are cancelled or only planned never are.
type Counts struct {
	// Types are the types of activity that count; at least one, and never [crm.ToDo].
	Types []crm.ActivityType `json:"types"`
	// Minutes is the shortest that counts, from start to end; 0: any. An activity whose length is unknown does not count
	// where there is a shortest.
	Minutes int `json:"minutes,omitempty"`
	// CheckIn counts only what a check-in proves.
	CheckIn bool `json:"checkIn,omitempty"`
	// Outbound counts only what we began.
	Outbound bool `json:"outbound,omitempty"`
	// Unstated counts also what has no status, once its day has come.
	Unstated bool `json:"unstated,omitempty"`
}

// Interval is a time between two days. The zero value is none.
type Interval struct {
	// N is how many of Unit, 1 to 1,000.
	N    int  `json:"n"`
	Unit Unit `json:"unit"`
}

// Unit is what an [Interval] counts.
type Unit string

// Units. Months clamp to the end of a short month.
const (
	UnitDays        Unit = "days"
	UnitWorkingDays Unit = "working-days"
	UnitWeeks       Unit = "weeks"
	UnitMonths      Unit = "months"
)

// Days returns an interval of n days.
func Days(n int) Interval { return Interval{N: n, Unit: UnitDays} }

// WorkingDays returns an interval of n working days.
func WorkingDays(n int) Interval { return Interval{N: n, Unit: UnitWorkingDays} }

// Weeks returns an interval of n weeks.
func Weeks(n int) Interval { return Interval{N: n, Unit: UnitWeeks} }

// Months returns an interval of n months.
func Months(n int) Interval { return Interval{N: n, Unit: UnitMonths} }

// Pool says when accounts that somebody has go back into a pool (公海). Where the system itself states a day, in
// [crm.Account.RecallOn], the earliest of all counts.
type Pool struct {
	// Name is what accounts say in [crm.Account.Pool]. Empty: accounts that say nothing.
	Name string `json:"name,omitempty"`
	// WithoutContact takes an account back so many days after its last contact, or after its owner got it if that is
	// later: 0 to 3,660; 0: never. Days are civil days.
	WithoutContact int `json:"withoutContact,omitempty"`
	// Counts says what a contact is. Needed with WithoutContact.
	Counts Counts `json:"counts,omitzero"`
	// WithoutDeal takes an account back so many days after its owner got it: 0 to 3,660; 0: never. Deal says what a won
	// deal changes.
	WithoutDeal int  `json:"withoutDeal,omitempty"`
	Deal        Deal `json:"deal,omitempty"`
	// OpenDeals says that an account with an open deal is not taken back by these rules.
	OpenDeals bool `json:"openDeals,omitempty"`
	// Warn is how many days before its recall an account is shown: 0 to 3,660.
	Warn int `json:"warn,omitempty"`
}

// Deal says what a won deal changes in the rule of accounts without a deal. Needed with it.
type Deal string

// The readings.
const (
	// DealEnds ends the rule with the first deal won since the owner got the account.
	DealEnds Deal = "ends"
	// DealRestarts counts anew from every deal won.
	DealRestarts Deal = "restarts"
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
