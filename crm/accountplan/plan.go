package accountplan

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/strictjson"
)

// Bounds of a plan. All are inclusive.
const (
	// MaxList is the most items of a list, MaxAxis the most products and the most units.
	MaxList = 500
	MaxAxis = 100
	// MaxText is the longest text, in bytes; titles, names and words are 1 to 128 bytes.
	MaxText = 4_000
	// MaxScore is the highest influence, likelihood and impact; the least is 1, and 0 is unknown.
	MaxScore = 5
	// MaxAttitude is the best attitude; the worst is its negative.
	MaxAttitude = 2
)

// Plan is what is intended with one account, as plain data. A plan may be a draft: what is unknown is left out, and the
// review says what is missing. The zero value is refused.
type Plan struct {
	// ID names the plan through all its versions; Version grows with each, from 1.
	ID      string `json:"id"`
	Version int    `json:"version"`
	// Account is the customer, Name what people call it.
	Account crm.Ref `json:"account"`
	Name    string  `json:"name"`
	// Owner is the user who answers for the plan.
	Owner string `json:"owner,omitempty"`
	// Period is the time the plan is for, with an end.
	Period kam.Period `json:"period"`
	// ReviewOn is the day on which the plan is to be looked at next.
	ReviewOn kam.Day `json:"reviewOn,omitzero"`
	// Currency is that of every amount in the plan. Needed with amounts.
	Currency     kam.Currency  `json:"currency,omitempty"`
	Objectives   []Objective   `json:"objectives,omitempty"`
	Stakeholders []Stakeholder `json:"stakeholders,omitempty"`
	Needs        []Need        `json:"needs,omitempty"`
	Solutions    []Solution    `json:"solutions,omitempty"`
	Whitespace   Grid          `json:"whitespace,omitzero"`
	Competitors  []Competitor  `json:"competitors,omitempty"`
	Risks        []Risk        `json:"risks,omitempty"`
	Actions      []Action      `json:"actions,omitempty"`
	// Nothing lists parts that were looked at and are empty on purpose, such as an account without a competitor.
	Nothing []Part `json:"nothing,omitempty"`
}

// Part is a part of a plan.
type Part string

// The parts.
const (
	Objectives   Part = "objectives"
	Stakeholders Part = "stakeholders"
	Needs        Part = "needs"
	Solutions    Part = "solutions"
	Whitespace   Part = "whitespace"
	Competitors  Part = "competitors"
	Risks        Part = "risks"
	Actions      Part = "actions"
	Reviewing    Part = "review"
)

// Parts returns every part, in the order in which reports list them.
func Parts() []Part {
	return []Part{Objectives, Stakeholders, Needs, Solutions, Whitespace, Competitors, Risks, Actions, Reviewing}
}

// Objective is something to be reached by a day, in a number.
type Objective struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Metric and Scope are those of the observations that measure it, Unit their unit; empty: money in the plan's currency,
	// and [UnitRatio]: a share, whatever its parts count.
	Metric string `json:"metric"`
	Scope  string `json:"scope,omitempty"`
	Unit   string `json:"unit,omitempty"`
	// Counts says how a measured value and the target come together. Needed.
	Counts Counting `json:"counts"`
	// Baseline is the value before, known on BaselineOn.
	Baseline   decimal.NullDecimal `json:"baseline,omitzero"`
	BaselineOn kam.Day             `json:"baselineOn,omitzero"`
	// Target is what is to be reached on By at the latest.
	Target decimal.NullDecimal `json:"target,omitzero"`
	By     kam.Day             `json:"by,omitzero"`
	Owner  string              `json:"owner,omitempty"`
}

// UnitRatio is the unit of an objective that is a share, such as a net retention of 1.05.
const UnitRatio = "ratio"

// Counting says how far a measured value is on the way to a target.
type Counting string

// The readings.
const (
	// Level: the way is that from the baseline to the target, up or down: from 40 days to 30, 36 is 4/10 of it. The latest
	// observation counts.
	Level Counting = "level"
	// Total: what was reached since the plan began is part of the target, which is above 0. Observations of periods count
	// that begin with the plan's period and end within it; the one that ends last is taken. The baseline is for comparison.
	Total Counting = "total"
)

// Stakeholder is a person at the customer.
type Stakeholder struct {
	// Contact is the id of the person in the account's system, unique in the plan.
	Contact string `json:"contact"`
	Name    string `json:"name,omitempty"`
	// Role is the part played in buying; empty: the one that the contact's record states.
	Role crm.BuyingRole `json:"role,omitempty"`
	// Champion says that the person speaks for us when we are not there.
	Champion bool `json:"champion,omitempty"`
	// Attitude is what the person thinks of us, from -2, against us, to +2, for us; nil: unknown.
	Attitude *int `json:"attitude,omitempty"`
	// Influence is how much the person's word weighs, from 1 to 5; 0: unknown.
	Influence int `json:"influence,omitempty"`
	// Evidence says how we know.
	Evidence string `json:"evidence,omitempty"`
	// MetBy are the users who are to meet the person.
	MetBy []string `json:"metBy,omitempty"`
}

// Need is something that the customer needs.
type Need struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Priority is one of those of the policy; empty: not decided.
	Priority string `json:"priority,omitempty"`
	// From is the contact who said so, Recorded the day.
	From     string  `json:"from,omitempty"`
	Recorded kam.Day `json:"recorded,omitzero"`
}

// Solution is something that we propose.
type Solution struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Deal is the opportunity that it is proposed in.
	Deal string `json:"deal,omitempty"`
	// Fits say how it meets needs, each at most once. What is not listed was not assessed.
	Fits []Fit `json:"fits,omitempty"`
}

// Fit is how a solution meets a need.
type Fit struct {
	Need string   `json:"need"`
	How  Covering `json:"how"`
	Note string   `json:"note,omitempty"`
}

// Covering says how far a need is met.
type Covering string

// How far.
const (
	Fully      Covering = "fully"
	Partly     Covering = "partly"
	NotMet     Covering = "not"
	Unassessed Covering = "unassessed" // no solution says anything about the need; never written in a plan
)

// Grid is what the account could buy: products by units, such as departments, sites or subsidiaries. Every product and unit
// together are a cell.
type Grid struct {
	// Purchases is the period in which orders count as current business; needed where Current is to be computed.
	Purchases kam.Period `json:"purchases,omitzero"`
	Products  []Product  `json:"products,omitempty"`
	Units     []Unit     `json:"units,omitempty"`
	// Cells are what is known, each product and unit at most once.
	Cells []Cell `json:"cells,omitempty"`
}

// Product is something that we sell.
type Product struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Of are the ids of the products in the account's system that make it up, each in one product of the grid alone.
	Of []string `json:"of,omitempty"`
}

// Unit is a part of the customer.
type Unit struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Of are the ids of the accounts in the account's system that make it up, each in one unit of the grid alone.
	Of []string `json:"of,omitempty"`
}

// Cell is one product in one unit.
type Cell struct {
	Product string `json:"product"`
	Unit    string `json:"unit"`
	// Potential is what the unit could buy in a period as long as Purchases, from anybody; not valid: unknown.
	Potential decimal.NullDecimal `json:"potential,omitzero"`
	// Current is what it buys from us. Not valid: computed from orders where product and unit state records and the grid
	// its period of purchases, else unknown.
	Current decimal.NullDecimal `json:"current,omitzero"`
}

// Competitor is a rival at the account.
type Competitor struct {
	Name string `json:"name"`
	// Also are other names under which deals mention it.
	Also []string `json:"also,omitempty"`
	// Strength is what speaks for it, Weakness what against, Answer what we do about it.
	Strength string `json:"strength,omitempty"`
	Weakness string `json:"weakness,omitempty"`
	Answer   string `json:"answer,omitempty"`
}

// Risk is something that may come to pass and harm.
type Risk struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Likelihood and Impact are from 1 to 5; 0: unknown.
	Likelihood int    `json:"likelihood,omitempty"`
	Impact     int    `json:"impact,omitempty"`
	Owner      string `json:"owner,omitempty"`
	// Response is what is done about it, apart from actions.
	Response string `json:"response,omitempty"`
	// Closed is the day since which it is no risk any more.
	Closed kam.Day `json:"closed,omitzero"`
}

// Action is something to be done.
type Action struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Type says how the customer is met; empty or [crm.ToDo]: not at all.
	Type     crm.ActivityType `json:"type,omitempty"`
	Contacts []string         `json:"contacts,omitempty"`
	Owner    string           `json:"owner,omitempty"`
	Due      kam.Day          `json:"due,omitzero"`
	Done     kam.Day          `json:"done,omitzero"`
	// For are the items of the plan that it serves.
	For []Aim `json:"for,omitempty"`
}

// Aim is an item of a plan: its part, and its ID, contact or name. Of whitespace it is "product/unit".
type Aim struct {
	Part Part   `json:"part"`
	ID   string `json:"id"`
}

// ParsePlan reads a plan from JSON, strictly: unknown and repeated keys and null are refused. All faults come at once in
// one [*kam.InvalidError]. [Plan.Check] checks what it says.
func ParsePlan(data []byte) (Plan, error) {
	var p Plan
	if err := strictjson.Decode(data, &p, prefix).Err(); err != nil {
		return Plan{}, err
	}
	return p, nil
}
