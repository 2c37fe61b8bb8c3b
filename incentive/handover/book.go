package handover

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Bounds of a book and of a change. All are inclusive.
const (
	// MaxAccounts, MaxTerritories and MaxOpportunities are how many of each a book holds.
	MaxAccounts      = 200_000
	MaxTerritories   = 20_000
	MaxOpportunities = 500_000
	// MaxRows is how many dated rows one team, one place or one opportunity has.
	MaxRows = 1_000
	// MaxDepth is how many territories stand above one another.
	MaxDepth = 32
	// MaxDeals is how many deals one preview compares.
	MaxDeals = 1_000_000
)

// RoleOwner is the role of those who own an account: their shares total
// exactly 1. It is what an empty role means.
const RoleOwner = "owner"

// Book is who looks after which account, and when, as plain data that
// [ParseBook] reads. [Compile] checks it. The zero value is no valid book: it
// has no policy.
type Book struct {
	// Policy says how a deal finds its participants.
	Policy Policy `json:"policy"`
	// Accounts are the customers.
	Accounts []Account `json:"accounts"`
	// Territories hold accounts and other territories.
	Territories []Territory `json:"territories"`
	// Opportunities are sales that go through stages, each with an owner of its own.
	Opportunities []Opportunity `json:"opportunities"`
	// Kept are deals that stay with an earlier team although their account went to another one.
	Kept []Kept `json:"kept"`
}

// Policy says how a deal finds its participants. By and House are needed; the
// others are needed where By is "stages". Nothing has a default.
type Policy struct {
	// By is what makes the owners of a deal.
	By Basis `json:"by"`
	// House is who is named as the owner where nobody is: an id that is no
	// payee of the roster, so that the part is on the house account of a run.
	House string `json:"house"`
	// Stages are the parts of a deal that its stages earn, summing to exactly 1.
	Stages []StageShare `json:"stages"`
	// Handed says whose a stage is that went from one to another.
	Handed Handed `json:"handed"`
}

// Basis is what makes the owners of a deal.
type Basis string

// The bases.
const (
	// ByTeam takes the owners of the account's team on the credit date.
	ByTeam Basis = "team"
	// ByStages takes those who owned the stages of the opportunity; a deal
	// without an opportunity takes the account's team.
	ByStages Basis = "stages"
)

// StageShare is the part of a deal that one stage earns.
type StageShare struct {
	// Stage is the name that [StageOwner] repeats.
	Stage string `json:"stage"`
	// Share is above 0. All together are exactly 1.
	Share kam.Fraction `json:"share"`
}

// Handed says whose a stage is that had several owners one after the other.
type Handed string

// The readings.
const (
	// LastOwner gives it to the last one who took it over by the credit date.
	LastOwner Handed = "last-owner"
	// FirstOwner gives it to the first one.
	FirstOwner Handed = "first-owner"
	// ByDays shares it by the days that each owned it up to and including the
	// credit date. Where a share then is too fine for a transaction, all owners are placed at six decimals by largest
	// remainder, in the order of payee ids.
	ByDays Handed = "by-days"
)

// Account is a customer.
type Account struct {
	// ID identifies the account; 1 to 128 bytes.
	ID string `json:"id"`
	// Name is what people read. Optional.
	Name string `json:"name,omitempty"`
	// Active are the days on which somebody has to own it.
	Active kam.Period `json:"active"`
	// Weight is how much of a quota the account stands for; zero or more. Needed by quota moves by weight alone.
	Weight decimal.NullDecimal `json:"weight,omitzero"`
	// Team are those who look after it. Where no row has an owner on a day, the owners are those of its territory.
	Team []Member `json:"team,omitempty"`
	// Within says which territory it belongs to, and when. Rows must not overlap.
	Within []Placement `json:"within,omitempty"`
}

// Territory is a region, a segment or a list of accounts.
type Territory struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
	// Team are those who look after all accounts within that have no owner of their own.
	Team []Member `json:"team,omitempty"`
	// Within says which territory it is a part of, and when. Rows must not overlap.
	Within []Placement `json:"within,omitempty"`
}

// Member is one payee's part in a team, for a while.
type Member struct {
	Payee string `json:"payee"`
	// Role is "owner" or any other name, such as that of an overlay specialist. Empty: "owner".
	Role string `json:"role,omitempty"`
	// Share is the part of the team's deals: above 0 and at most 1. The shares of the owners total exactly 1 on every day
	// that has an owner; those of other roles need not. A share of 0 in another role takes out a payee who
	// has that role in a territory further up.
	Share kam.Fraction `json:"share"`
	// Period is when it holds. Rows of one payee and role must not overlap.
	Period kam.Period `json:"period"`
}

// Placement puts an account or a territory into a territory for a while.
type Placement struct {
	Territory string     `json:"territory"`
	Period    kam.Period `json:"period"`
}

// Opportunity is a sale on its way through stages.
type Opportunity struct {
	ID      string `json:"id"`
	Account string `json:"account"`
	// Open are the days from its first to the one on which it was won or lost; without an end while nobody knows.
	Open kam.Period `json:"open"`
	// Stages are the owners of its stages. Rows of one stage must not overlap.
	Stages []StageOwner `json:"stages,omitempty"`
}

// StageOwner is who owns a stage of an opportunity, for a while.
type StageOwner struct {
	Stage  string     `json:"stage"`
	Payee  string     `json:"payee"`
	Period kam.Period `json:"period"`
}

// Kept is a deal that stays with a team for a while, whatever team its account has.
type Kept struct {
	// Deal is the id of a deal or of an opportunity; each is kept once.
	Deal string `json:"deal"`
	// Team is who has it on credit dates in Period.
	Team []Share `json:"team"`
	// Period must have an end: after it the account's own team counts again.
	Period kam.Period `json:"period"`
}

// Share is one payee's part in a kept deal.
type Share struct {
	Payee string `json:"payee"`
	// Role is "owner" or any other name. Empty: "owner".
	Role  string       `json:"role,omitempty"`
	Share kam.Fraction `json:"share"`
}

// Deal is what has to be known of a deal to find its participants.
type Deal struct {
	// ID is that of the transaction.
	ID string `json:"id"`
	// Account is whose deal it is.
	Account string `json:"account"`
	// Opportunity is where it came from. Optional.
	Opportunity string `json:"opportunity,omitempty"`
	// On is the credit date.
	On kam.Day `json:"on"`
	// Amount is what is credited, with at most 4 decimals. A preview adds it up; participants do not depend on it.
	Amount decimal.Decimal `json:"amount,omitzero"`
}
