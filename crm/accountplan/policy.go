package accountplan

import (
	"time"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/strictjson"
)

// Bounds of a policy. All are inclusive.
const (
	MaxRoles      = 20
	MaxTypes      = 50
	MaxPriorities = 20
	MaxWeight     = 1_000
	MaxDays       = 3_660
	MaxMonths     = 120
)

// Policy says what the plans of a company are held to, as plain data. [Compile] checks it. The zero value is refused.
type Policy struct {
	// Roles are the buying roles that somebody must play at the account and in each open deal; at least one, at most 20.
	Roles []crm.BuyingRole `json:"roles"`
	// Meetings are the types of activity in which a person is met; at least one, at most 50, and never [crm.ToDo].
	Meetings []crm.ActivityType `json:"meetings"`
	// Unstated counts also activities without a status, once their day has come.
	Unstated bool `json:"unstated,omitempty"`
	// MetWithin is within how many days up to the day of the review a person must have been met, ChampionWithin the same of
	// a champion; 1 to 3,660.
	MetWithin      int `json:"metWithin"`
	ChampionWithin int `json:"championWithin"`
	// People is how many different people must have been met, at the account and in each open deal; 1 to 500.
	People int `json:"people"`
	// Priorities are the priorities of needs, the highest first, each with its weight; 1 to 20.
	Priorities []Priority `json:"priorities"`
	// Partly is what a need that is met partly counts, from 0 to 1.
	Partly kam.Fraction `json:"partly"`
	// Weights say what each part of a plan counts in its completeness. Every part stands in it once; at least one counts.
	Weights []Weight `json:"weights"`
	// HighRisk is from which likelihood times impact on a risk must have an action, 1 to 25.
	HighRisk int `json:"highRisk"`
	// Opponent is from which influence on somebody against us must have an action, 1 to 5.
	Opponent int `json:"opponent"`
	// Cancelled are the statuses of orders that are cancelled; at most 50.
	Cancelled []string `json:"cancelled,omitempty"`
	// DealMonths is how many months back decided deals count in wins and losses, 1 to 120.
	DealMonths int `json:"dealMonths"`
}

// Priority is how much a need matters.
type Priority struct {
	Name string `json:"name"`
	// Weight is from 1 to 1,000.
	Weight int `json:"weight"`
}

// Weight is what a part of a plan counts.
type Weight struct {
	Part Part `json:"part"`
	// Weight is from 0 to 1,000.
	Weight int `json:"weight"`
}

// ParsePolicy reads a policy from JSON, strictly, as [ParsePlan] does.
func ParsePolicy(data []byte) (Policy, error) {
	var p Policy
	if err := strictjson.Decode(data, &p, prefix).Err(); err != nil {
		return Policy{}, err
	}
	return p, nil
}

// Rules is a checked policy with the zone that days are read in. It is immutable and safe for concurrent use.
type Rules struct {
	policy     Policy
	priorities map[string]int
	weights    map[Part]int
	zone       *time.Location
}
