package develop

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/skills"
)

// Limits of a request, all inclusive.
const (
	// MaxRelevant is the most offerings of a catalogue that can contribute to one plan: those that teach a skill that is
	// missing, and what these require or ask for.
	MaxRelevant = maxOptions
	// MaxSkills is the most skills that matter to one plan.
	MaxSkills = maxSkills
	// MaxSessions is the most sessions within the time of one plan, of all offerings that can contribute.
	MaxSessions = 20_000
	// MaxList is the most entries of each list.
	MaxList = 5000
	// DefaultPerWeek is how many hours a week go into one offering without sessions when nothing is stated.
	DefaultPerWeek = 4
	// DefaultEffort is how many partial plans each stage of a search keeps at most when nothing is stated, MaxEffort the most
	// that may be stated.
	DefaultEffort = 100_000
	MaxEffort     = 2_000_000
	// MaxMonths is the longest time between two check points, in months.
	MaxMonths = 120
	// MaxDays is the longest plan.
	MaxDays = 3660
)

// Request says what a development plan is to reach, and within what limits. The zero value is refused.
type Request struct {
	// ID names the plan; the IDs of its tasks begin with it.
	ID     string      `json:"id"`
	Person kam.Subject `json:"person"`
	// Aim is the stage that the plan leads to, AimName what people call it; both optional.
	Aim     string   `json:"aim,omitempty"`
	AimName kam.Text `json:"aimName,omitzero"`
	// Levels are what the person can do today, Requirements what the aim asks for.
	Levels       skills.Levels        `json:"levels,omitempty"`
	Requirements []skills.Requirement `json:"requirements"`
	// Unknown says what becomes of requirements whose present level is not known.
	Unknown UnknownPolicy `json:"unknown"`
	// Period is the time of the plan: everything is done before its end.
	Period kam.Period `json:"period"`
	// Budget limits the cost of the plan in the currency of the catalogue, Hours its hours; both inclusive, and not valid
	// without a limit.
	Budget decimal.NullDecimal `json:"budget,omitzero"`
	Hours  decimal.NullDecimal `json:"hours,omitzero"`
	// Completed are the offerings that the person has completed: they count as done wherever they are required, and are not
	// taken a second time unless they are among Again as well.
	Completed []string `json:"completed,omitempty"`
	Again     []string `json:"again,omitempty"`
	// Exclude are offerings that the plan must not have, Full sessions without a free seat.
	Exclude []string  `json:"exclude,omitempty"`
	Full    []Sitting `json:"full,omitempty"`
	// PerWeek is how many hours a week go into one offering without sessions, 1 to 168: it takes hours * 7 / PerWeek days,
	// rounded up, at least one. Defaults to [DefaultPerWeek].
	PerWeek int `json:"perWeek,omitempty"`
	// Partly asks for the plan that closes most of the weighted gap when the whole cannot be closed.
	Partly bool `json:"partly,omitempty"`
	// CheckEvery is how many months lie between two check points; 0 is no check points.
	CheckEvery int `json:"checkEvery,omitempty"`
	// Effort bounds the search: how many partial plans each of its stages keeps at most. What it takes to look at plans that
	// are not kept is bounded as well, in proportion to it, so that time and memory are, whatever the catalogue. A search that
	// is cut short has a bound instead of a proof. Defaults to [DefaultEffort]; at most [MaxEffort].
	Effort int `json:"effort,omitempty"`
}

// Sitting is one session of an offering.
type Sitting struct {
	Offering string `json:"offering"`
	Session  string `json:"session"`
}

// UnknownPolicy says what becomes of a requirement whose present level nobody has assessed. Either way the plan names the
// skill as one to assess first. The zero value is not stated and refused.
type UnknownPolicy string

// Policies for what is unknown.
const (
	// FromZero plans as if nothing were there: nobody is left short, and some may be taught what they can do.
	FromZero UnknownPolicy = "from-zero"
	// LeaveOut plans nothing for the skill until somebody has assessed it.
	LeaveOut UnknownPolicy = "leave-out"
)

// prefix stands before every code of this package.
const prefix = "develop"
