package visits

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/internal/strictjson"
)

// Spec is what a plan is made from, as plain data: new business by segment, existing accounts by tier, and the people
// who are to do the work. The zero value lacks a period. [Plan] makes the plan, [ParseSpec] reads a Spec from JSON.
// Fractions have denominators of at most 1,000 in lowest terms unless their field says otherwise.
type Spec struct {
	// Period is what is planned, week by week: a closed period of at most 160 ISO weeks.
	Period kam.Period `json:"period"`
	// AsOf is the first day on which anything can still be done; earlier days of Period are not planned any more.
	// Defaults to the first day of Period.
	AsOf kam.Day `json:"asOf,omitzero"`
	// Currency is that of every target and deal, for texts and for rounding the revenue that capacity supports.
	// Empty is not stated; amounts then have two decimal places.
	Currency kam.Currency `json:"currency,omitempty"`
	// Segments are the new business, in the order of the plan; at most 100.
	Segments []Segment `json:"segments,omitempty"`
	// Tiers are the existing accounts, in the order of the plan; at most 100.
	Tiers []Tier `json:"tiers,omitempty"`
	// People are those who do the work; at most 1,000. Without people capacity is not checked.
	People []Person `json:"people,omitempty"`
	// Hours says how long one of an activity takes. It is needed for every activity of the plan when people state
	// their hours.
	Hours []Effort `json:"hours,omitempty"`
}

// Segment is new business of one kind: what revenue it is to bring, and how work turns into deals there.
// The zero value is no segment.
type Segment struct {
	// Name is unique among the segments; 1 to 64 bytes.
	Name string `json:"name"`
	// Steps say which revenue is to be won in which period, such as the months of [goals.Step]; at most 200, that do
	// not overlap, with targets of 0 or more. A step may lie after the plan: what feeds its deals may not.
	Steps []goals.Step `json:"steps"`
	// Deal is the average revenue of one deal, above 0.
	Deal decimal.Decimal `json:"deal"`
	// Stages lead from the first activity to the win, in this order; 1 to 12.
	Stages []Stage `json:"stages"`
}

// Stage is one stage of a segment's funnel. The zero value is none.
type Stage struct {
	// Name is unique in its segment; 1 to 64 bytes.
	Name string `json:"name"`
	// Rate is the share of the items of this stage that reach the next one, of the last stage those that are won:
	// above 0 and at most 1, with a denominator of at most 1,000,000 in lowest terms.
	Rate kam.Fraction `json:"rate,omitzero"`
	// PerDeal is stated instead of Rate where the stage is a multiple of the deals: so many items for each deal won,
	// above 0 and at most 1,000,000.
	PerDeal kam.Fraction `json:"perDeal,omitzero"`
	// LeadDays is how many working days an item of this stage comes before the next stage, or before the close after
	// the last one: 0 to 520. LeadWeeks states it in weeks instead, 0 to 104; at most one of them is not 0.
	LeadDays  int `json:"leadDays,omitempty"`
	LeadWeeks int `json:"leadWeeks,omitempty"`
	// Costs are the activities that one item of this stage takes; a stage without any takes none. At most 20.
	Costs []Cost `json:"costs,omitempty"`
}

// Cost is what one item of a stage takes of an activity. The zero value is none.
type Cost struct {
	Activity Activity `json:"activity"`
	// Count is how many of the activity one item takes, above 0 and at most 1,000; 1/2 is one for two items.
	Count kam.Fraction `json:"count"`
}

// Tier is a class of existing accounts that are served in a rhythm. The zero value is none.
type Tier struct {
	// Name is unique among the tiers; 1 to 64 bytes.
	Name string `json:"name"`
	// Accounts is how many accounts the tier has, 0 to 1,000,000,000.
	Accounts int64 `json:"accounts"`
	// Rhythms say how often each account is served; at most 20, each of another activity.
	Rhythms []Rhythm `json:"rhythms"`
}

// Rhythm is how often an account is served. The zero value is never.
type Rhythm struct {
	Activity Activity `json:"activity"`
	// Every is the weeks from one to the next, above 0 and at most 520: 2 is each fortnight, 1/2 is twice a week.
	Every kam.Fraction `json:"every"`
}

// Person is somebody who does the work of a plan. All people of a plan state the same: hours, or counts of the same
// activities, or both; a capacity that only some state could not be added up. The zero value is nobody.
type Person struct {
	// Name is unique among the people; 1 to 64 bytes.
	Name string `json:"name"`
	// Hours is the time for the activities of the plan on one working day, above 0 and at most 24. Zero is not stated.
	Hours kam.Fraction `json:"hours,omitzero"`
	// PerDay is the most that the person does of an activity on one working day; at most 20.
	PerDay []Cost `json:"perDay,omitempty"`
	// Away lists absences; at most 200. They may overlap, lie outside the plan, or have an open end.
	Away []kam.Period `json:"away,omitempty"`
}

// Effort is the time that one of an activity takes. The zero value is none.
type Effort struct {
	Activity Activity `json:"activity"`
	// Hours is above 0 and at most 1,000; the way there belongs to it.
	Hours kam.Fraction `json:"hours"`
}

// ParseSpec returns the spec that data writes as JSON, as written: [Plan] checks what it says. Reading is strict:
// unknown and repeated keys, null, and days, fractions and numbers that are none are all reported at once in a
// [*kam.InvalidError], with JSON path, line and column. Fractions and decimals are strings, such as "1/3" and "0.35".
func ParseSpec(data []byte) (Spec, error) {
	var s Spec
	if err := strictjson.Decode(data, &s, "visits").Err(); err != nil {
		return Spec{}, err
	}
	return s, nil
}

// clone returns a copy that shares no memory with s.
func (s Spec) clone() Spec {
	s.Segments, s.Tiers = slices.Clone(s.Segments), slices.Clone(s.Tiers)
	s.People, s.Hours = slices.Clone(s.People), slices.Clone(s.Hours)
	for i := range s.Segments {
		g := &s.Segments[i]
		g.Steps, g.Stages = slices.Clone(g.Steps), slices.Clone(g.Stages)
		for k := range g.Stages {
			g.Stages[k].Costs = slices.Clone(g.Stages[k].Costs)
		}
	}
	for i := range s.Tiers {
		s.Tiers[i].Rhythms = slices.Clone(s.Tiers[i].Rhythms)
	}
	for i := range s.People {
		s.People[i].PerDay, s.People[i].Away = slices.Clone(s.People[i].PerDay), slices.Clone(s.People[i].Away)
	}
	return s
}
