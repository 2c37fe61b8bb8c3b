package develop

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/skills"
	"github.com/kam-go/kam/careerpath/training"
	"github.com/kam-go/kam/internal/strictjson"
)

// Format is the version of the form in which a [Plan] is written.
const Format = 1

// Plan is what somebody is to do to close a gap, until when and at what cost. [NewPlan] makes it. It is plain data that
// marshals to JSON, and shares nothing with what it was made of. The zero value is no plan.
type Plan struct {
	// Format is [Format].
	Format int         `json:"format"`
	ID     string      `json:"id"`
	Person kam.Subject `json:"person"`
	// Aim is the stage that the plan leads to, AimName what people call it; empty when none was stated.
	Aim     string   `json:"aim,omitempty"`
	AimName kam.Text `json:"aimName,omitzero"`
	// Catalogue is the ID of the catalogue, Currency that of every amount.
	Catalogue string       `json:"catalogue"`
	Currency  kam.Currency `json:"currency"`
	Period    kam.Period   `json:"period"`
	// Budget and Hours are the limits of the request; not valid without one.
	Budget decimal.NullDecimal `json:"budget,omitzero"`
	Hours  decimal.NullDecimal `json:"hours,omitzero"`
	// PerWeek is how many hours a week go into one offering without sessions.
	PerWeek int           `json:"perWeek"`
	Unknown UnknownPolicy `json:"unknown"`
	// Outcome tells whether the plan closes the gap.
	Outcome Outcome `json:"outcome"`
	// Targets has one for each requirement, in their order.
	Targets []Target `json:"targets,omitempty"`
	// Entries are skills that are not required and that a step asks for, with the level they are at.
	Entries []Entry `json:"entries,omitempty"`
	// AssessFirst are skills of which no level is known, in the order in which they matter.
	AssessFirst []string `json:"assessFirst,omitempty"`
	// Completed are offerings that steps require and that were completed before.
	Completed []string `json:"completed,omitempty"`
	// Steps are what is to be done, in the order of their first days.
	Steps []Step `json:"steps,omitempty"`
	// TotalCost and TotalHours are the sums of the steps.
	TotalCost  decimal.Decimal `json:"totalCost"`
	TotalHours decimal.Decimal `json:"totalHours"`
	// Bound tells how good the plan is.
	Bound Bound `json:"bound"`
	// Obstacles say why the gap cannot be closed; there are none when it is.
	Obstacles []Obstacle `json:"obstacles,omitempty"`
	// CheckPoints are working days on which progress is looked at, in rising order.
	CheckPoints []kam.Day `json:"checkPoints,omitempty"`
}

// Outcome tells what a plan achieves. The zero value is none.
type Outcome string

// Outcomes.
const (
	// Covered: the plan leads to every level that is required, where a level is known or reckoned from zero.
	Covered Outcome = "covered"
	// Partial: the gap cannot be closed whole, or no way was found; the plan closes part of it.
	Partial Outcome = "partial"
	// Unmet: the gap cannot be closed whole, or no way was found; no partial plan was asked for, or there is none.
	Unmet Outcome = "unmet"
)

// Target is a level that is required, where the person stands, and where the plan leads.
type Target struct {
	Skill    string `json:"skill"`
	Required int    `json:"required"`
	// Weight says how much a level of the skill matters beside one of another.
	Weight  kam.Fraction `json:"weight"`
	Present skills.Level `json:"present,omitzero"`
	// Planned is the level that the steps lead to, the present one without a step for it, reckoned from zero when that is
	// not known. It means nothing while LeftOut.
	Planned int `json:"planned"`
	// LeftOut says that nothing is planned for the skill because its level is not known.
	LeftOut bool `json:"leftOut,omitempty"`
}

// Entry is a skill that a step asks for.
type Entry struct {
	Skill   string       `json:"skill"`
	Present skills.Level `json:"present,omitzero"`
}

// Step is one offering that the person takes.
type Step struct {
	Offering string        `json:"offering"`
	Name     kam.Text      `json:"name"`
	Kind     training.Kind `json:"kind"`
	// Session is one of the offering's; empty when it has none.
	Session string `json:"session,omitempty"`
	// Days are when it is planned; its last day is when the step is due.
	Days  kam.Period      `json:"days"`
	Cost  decimal.Decimal `json:"cost"`
	Hours decimal.Decimal `json:"hours"`
	// After are the steps that come before it by the rules of the catalogue, by offering: what it requires, and what leads
	// to the levels that it asks for.
	After []string `json:"after,omitempty"`
	// Closes are the levels of required skills that it adds to those the steps before it lead to.
	Closes []Rise `json:"closes,omitempty"`
}

// Due returns the last day of the step.
func (s Step) Due() kam.Day { return s.Days.Until.AddDays(-1) }

// Rise is a skill that goes from one level to another.
type Rise struct {
	Skill string `json:"skill"`
	From  int    `json:"from"`
	To    int    `json:"to"`
}

// Bound tells how far from the best possible a plan is. For a plan that covers the gap that is the cheapest one, for a
// partial plan the one that closes most.
type Bound struct {
	// Proven says that there is no better plan: no cheaper one, of equal cost none with fewer hours, then none with fewer
	// steps, then none that is earlier in the catalogue.
	Proven bool `json:"proven,omitempty"`
	// LeastCost is a cost below which no plan covers the gap; not valid when no plan covers it, and for a partial plan.
	LeastCost decimal.NullDecimal `json:"leastCost,omitzero"`
	// Closed is the weighted gap that the plan closes, Gap all of it, and Most more than which no plan closes within the
	// limits: weight times levels, each as an exact fraction. Only a partial plan has Most.
	Closed kam.Fraction `json:"closed"`
	Gap    kam.Fraction `json:"gap"`
	Most   kam.Fraction `json:"most,omitzero"`
}

// Above returns how much more than the cheapest possible the plan can cost at most, and false when it has no bound.
func (p Plan) Above() (decimal.Decimal, bool) {
	if !p.Bound.LeastCost.Valid || p.Outcome != Covered {
		return decimal.Zero, false
	}
	return p.TotalCost.Sub(p.Bound.LeastCost.Decimal), true
}

// Obstacle is a reason why the gap cannot be closed whole.
type Obstacle struct {
	Kind ObstacleKind `json:"kind"`
	// Skill, Required and Reachable tell of a skill that no offering leads to, and how far they lead.
	Skill     string `json:"skill,omitempty"`
	Required  int    `json:"required,omitempty"`
	Reachable int    `json:"reachable,omitempty"`
	// Least is the least budget, or the fewest hours, that would do; Exact says that this very amount does, without it at
	// least so much is needed. Not valid for the other kinds.
	Least decimal.NullDecimal `json:"least,omitzero"`
	Exact bool                `json:"exact,omitempty"`
}

// ObstacleKind is a kind of obstacle. The zero value is none.
type ObstacleKind string

// Kinds of obstacles.
const (
	// NotTaught: no offerings lead to the level, whatever they cost and whenever they are.
	NotTaught ObstacleKind = "not-taught"
	// TooLate: offerings lead to the level, and not within the period of the plan.
	TooLate ObstacleKind = "too-late"
	// Clash: each level can be reached in time, and not all of them, because sessions share days.
	Clash ObstacleKind = "clash"
	// OverBudget: no plan within the hours costs as little as the budget. Beside [OverHours] it is told with hours set aside.
	OverBudget ObstacleKind = "over-budget"
	// OverHours: no plan, whatever it costs, takes as few hours as there are.
	OverHours ObstacleKind = "over-hours"
	// NotFound: the search was cut short before it found a plan; there may be one.
	NotFound ObstacleKind = "not-found"
)

// ParsePlan reads a plan from JSON as written; [VerifyPlan] tells whether it holds. Reading is strict. The error is an
// [*kam.InvalidError] with every fault, its path and its line and column.
func ParsePlan(data []byte) (Plan, error) {
	var p Plan
	if err := strictjson.Decode(data, &p, prefix).Err(); err != nil {
		return Plan{}, err
	}
	return p, nil
}

// JSON returns p as indented JSON that [ParsePlan] reads back.
func (p Plan) JSON() ([]byte, error) { return strictjson.Pretty(p) }

// Clone returns a copy of p that shares nothing that can be changed.
func (p Plan) Clone() Plan {
	p.Targets, p.Entries, p.AssessFirst, p.Completed = slices.Clone(p.Targets), slices.Clone(p.Entries), slices.Clone(p.AssessFirst), slices.Clone(p.Completed)
	p.Obstacles, p.CheckPoints, p.Steps = slices.Clone(p.Obstacles), slices.Clone(p.CheckPoints), slices.Clone(p.Steps)
	for i, s := range p.Steps {
		p.Steps[i].After, p.Steps[i].Closes = slices.Clone(s.After), slices.Clone(s.Closes)
	}
	return p
}
