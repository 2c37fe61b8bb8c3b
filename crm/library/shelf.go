package library

import (
	"errors"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/crm"
)

// MaxRecords is the most records that are looked at once.
const MaxRecords = 5_000_000

// Conditions.
var (
	// ErrRecords says that there are more than [MaxRecords] records.
	ErrRecords = errors.New("library: too many records")
	// ErrUnknown says that a deal or an account is not among the records.
	ErrUnknown = errors.New("library: no such record")
	// ErrWish says that more than [MaxWanted] things of one kind are asked for, or fewer than one pick.
	ErrWish = errors.New("library: unfit wish")
	// ErrMeasure says that measures are asked for nobody, or of no closed period.
	ErrMeasure = errors.New("library: measures need a subject and a period with an end")
)

// Shelf says how all resources stand on a day. It is the caller's own.
type Shelf struct {
	On kam.Day `json:"on"`
	// Items are the resources, by ref.
	Items []Item `json:"items"`
	// Gaps are what open deals are about and no fresh resource is for: by aspect as [Aspects] has them, then by the number
	// of deals, the most first, then by word.
	Gaps     []Gap        `json:"gaps,omitempty"`
	Findings kam.Findings `json:"findings,omitempty"`

	rules     *Rules
	book      *book
	asking    map[crm.Ref]bool // open deals that ask for something
	uncovered map[crm.Ref]bool // those of them with a gap
}

// Item is one resource.
type Item struct {
	Resource crm.Ref          `json:"resource"`
	Title    string           `json:"title"`
	Type     crm.ResourceType `json:"type,omitempty"`
	Owner    string           `json:"owner,omitempty"`
	Link     string           `json:"link,omitempty"`
	// Published is when it came out; From is the first day on which it is stale, unset: it never will be.
	Published kam.Day `json:"published,omitzero"`
	From      kam.Day `json:"from,omitzero"`
	// State says whether it is fresh; Why says it in words.
	State State    `json:"state"`
	Why   kam.Text `json:"why"`
	// Use is what it was used in by the day.
	Use Usage `json:"use"`
}

// State says whether a resource is fresh.
type State string

// States of a resource.
const (
	Fresh     State = "fresh"
	Stale     State = "stale"     // expired, or older than its type lasts
	Scheduled State = "scheduled" // not published yet
)

// Usage is the deals that something was used in, each once. Won, Lost and Open add up to Deals with those of which it is
// not known; deals that are void, and uses after a deal was closed, count nowhere.
type Usage struct {
	Deals int64 `json:"deals"`
	Won   int64 `json:"won"`
	Lost  int64 `json:"lost"`
	Open  int64 `json:"open"`
	// Last is the last day on which it was used, unset when none is known.
	Last kam.Day `json:"last,omitzero"`
	// Little says that fewer were won and lost than the policy wants: the win rate says little.
	Little bool `json:"little,omitempty"`
}

// Gap is something that open deals are about and no fresh resource is for. A resource that is for all closes none.
type Gap struct {
	Aspect Aspect `json:"aspect"`
	Word   string `json:"word"`
	// Deals are the open deals, by ref; Renew the stale resources that were for it, by ref.
	Deals []crm.Ref `json:"deals"`
	Renew []crm.Ref `json:"renew,omitempty"`
}

// Wish is what a resource is sought for. What is empty is not asked for.
type Wish struct {
	// Of Industries, Stages and Languages any one will do; at most 100 of each.
	Industries []string `json:"industries,omitempty"`
	Stages     []string `json:"stages,omitempty"`
	Languages  []string `json:"languages,omitempty"`
	// Of Needs and Products as many as possible are wanted; at most 100 of each.
	Needs    []string  `json:"needs,omitempty"`
	Products []Offered `json:"products,omitempty"`
}

// Offered is a product by every name it goes by, such as its name, its code and its id; people read the first. At most 100
// names.
type Offered struct {
	Names []string `json:"names"`
}

// Pick is a resource that fits.
type Pick struct {
	Item Item `json:"item"`
	// Score is from 0 to 1: the weights of what fits by the weights of what is asked for.
	Score kam.Fraction `json:"score"`
	// Parts are the aspects asked for that have a weight.
	Parts []Part `json:"parts"`
	// Why says it in words.
	Why kam.Text `json:"why"`
}

// Part is one aspect of a [Pick].
type Part struct {
	Aspect Aspect `json:"aspect"`
	Weight int    `json:"weight"`
	// Fit is from 0 to 1: the share of what is wanted that the resource is for. General says that it is for all.
	Fit     kam.Fraction `json:"fit"`
	General bool         `json:"general,omitempty"`
	// Words are what fits, as the wish has it.
	Words []string `json:"words,omitempty"`
}
