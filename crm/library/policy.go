package library

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
	"github.com/kam-go/kam/internal/strictjson"
)

// Bounds of a policy. All are inclusive.
const (
	MaxWeight  = 1_000
	MaxTypes   = 200
	MaxMonths  = 1_200
	MaxDecided = 10_000
	// MaxGeneralDen is the largest denominator of [Policy.General].
	MaxGeneralDen = 100
	// MaxWanted is the most needs and the most products that are asked for at once.
	MaxWanted = 100
)

// Policy says how well a resource fits and when it is stale, as plain data. [Compile] checks it.
type Policy struct {
	// Weights say how much each aspect counts. At least one is above 0.
	Weights Weights `json:"weights"`
	// General is what an aspect counts for a resource that says nothing of it and so is for all: a share from 0 to 1, in
	// lowest terms with a denominator of at most 100. Defaults to 0.
	General kam.Fraction `json:"general,omitzero"`
	// Must are the aspects in which a resource has to fit, or be for all; otherwise it is never suggested.
	Must []Aspect `json:"must,omitempty"`
	// Least is the lowest score with which something is suggested, from 0 to 1; with 0 whatever fits at all is.
	Least kam.Fraction `json:"least,omitzero"`
	// Lives say after how long a resource without a day of expiry is stale, by type. Types that are not listed last for ever.
	Lives []Life `json:"lives,omitempty"`
	// Undated says what a resource of a type with a life is that states neither when it was published nor when it expires.
	// Needed with Lives.
	Undated Undated `json:"undated,omitempty"`
	// Decided is from how many won and lost deals on a win rate says something: 1 to 10,000.
	Decided int `json:"decided"`
	// Steward is the user who gets the tasks about gaps, and about resources whose owner does not work here. Empty: there are
	// no such tasks.
	Steward string `json:"steward,omitempty"`
}

// Weights say how much each aspect counts: 0 to 1,000. An aspect that a wish says nothing of is left out, and the others
// count for the whole.
type Weights struct {
	Industry int `json:"industry,omitempty"`
	Stage    int `json:"stage,omitempty"`
	Need     int `json:"need,omitempty"`
	Product  int `json:"product,omitempty"`
	Language int `json:"language,omitempty"`
}

// Aspect is something that a resource is for.
type Aspect string

// Aspects, in the order in which they are told.
const (
	Industry Aspect = "industry"
	Stage    Aspect = "stage"
	Need     Aspect = "need"
	Product  Aspect = "product"
	Language Aspect = "language"
)

// Aspects returns every aspect, in the order in which they are told.
func Aspects() []Aspect { return []Aspect{Industry, Stage, Need, Product, Language} }

// Life is after how long resources of a type are stale.
type Life struct {
	Type crm.ResourceType `json:"type"`
	// Months after it was published a resource is stale from that day on: 1 to 1,200.
	Months int `json:"months"`
}

// Undated says what a resource without any day is.
type Undated string

// The readings.
const (
	UndatedStale Undated = "stale"
	UndatedFresh Undated = "fresh"
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
