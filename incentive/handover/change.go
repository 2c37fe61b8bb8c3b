package handover

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// Change is a hand-over or a reorganisation on one day, as plain data that
// [ParseChange] reads. What it says is done in the order of its fields, and
// within each in the order of the list. Days before On never change.
type Change struct {
	// ID names the change; 1 to 128 bytes.
	ID string `json:"id"`
	// On is the first day on which the new order holds.
	On kam.Day `json:"on"`
	// Reason and ApprovedBy are needed: people read them on the report.
	Reason     string `json:"reason"`
	ApprovedBy string `json:"approvedBy"`
	// Places move accounts and territories into other territories.
	Places []Place `json:"places,omitempty"`
	// Moves hand accounts over from one payee to others.
	Moves []Move `json:"moves,omitempty"`
	// Transition keeps a part with the old owners for some months, one step after the other. It has no meaning for what
	// nobody takes over. Absent: the new owners have everything from On.
	Transition []Step `json:"transition,omitempty"`
	// Keep lists deals that stay with their old owners.
	Keep []Keep `json:"keep,omitempty"`
	// Unowned says what happens to an account that nobody would own. Needed.
	Unowned Unowned `json:"unowned"`
	// Quotas move quota from one payee to others.
	Quotas []QuotaMove `json:"quotas,omitempty"`
	// Reporting moves payees and whole teams to other managers.
	Reporting []Report `json:"reporting,omitempty"`
	// Set replaces rows from On on, once places, moves and kept deals are done: what [Preview.Settings] shows and
	// [Preview.Reverse] builds.
	Set Settings `json:"set,omitzero"`
}

// Place moves an account or a territory into another territory. Exactly one of Account and Territory is stated.
type Place struct {
	Account   string `json:"account,omitempty"`
	Territory string `json:"territory,omitempty"`
	// Into is the territory it belongs to from the day on. Empty: to none.
	Into string `json:"into,omitempty"`
}

// Move hands over what a payee has in a role. Exactly one of Accounts, Territories and All is stated.
type Move struct {
	From string `json:"from"`
	// Role is the role that is handed over. Empty: "owner".
	Role string `json:"role,omitempty"`
	// Accounts are handed over, whether the payee has them by their own team or by that of a territory.
	Accounts []string `json:"accounts,omitempty"`
	// Territories are handed over with everything within them on the day.
	Territories []string `json:"territories,omitempty"`
	// All hands over every account and territory in whose own team the payee is.
	All bool `json:"all,omitempty"`
	// To are those who take over, with shares that total exactly 1. Empty: nobody does.
	To []Receiver `json:"to,omitempty"`
	// Opportunities says what happens to the stages of opportunities that are open on the day. Needed where the book has opportunities.
	Opportunities Opportunities `json:"opportunities,omitempty"`
}

// Receiver takes over a part.
type Receiver struct {
	Payee string       `json:"payee"`
	Share kam.Fraction `json:"share"`
}

// Opportunities says what happens to the stages that the payee owns of opportunities of the accounts handed over.
type Opportunities string

// The readings.
const (
	// OpportunitiesMove gives them to the receiver with the largest share, of equals the first; where nobody takes over they stay.
	OpportunitiesMove Opportunities = "move"
	// OpportunitiesStay leaves them with their owner.
	OpportunitiesStay Opportunities = "stay"
)

// Step is one part of a transition: for so many months the old owners keep a part of what they had.
type Step struct {
	// Months is at least 1.
	Months int `json:"months"`
	// Old is the part that the old owners keep, above 0 and below 1.
	Old kam.Fraction `json:"old"`
}

// Keep lists deals that stay with the team of the day before the change. With
// the basis "stages", name the opportunity: its stages then go over later.
type Keep struct {
	// Deals are ids of deals or of opportunities.
	Deals []string `json:"deals"`
	// Account is whose deals they are.
	Account string `json:"account"`
	// Until is the first credit date on which they go to the new team.
	Until kam.Day `json:"until"`
}

// Unowned says what happens to an account that nobody would own.
type Unowned string

// The readings.
const (
	// UnownedRefuse refuses the change.
	UnownedRefuse Unowned = "refuse"
	// UnownedHouse names the house as the owner, and reports it.
	UnownedHouse Unowned = "house"
	// UnownedLeave leaves it without an owner, and reports it; its deals go to the house. [Preview.Reverse] uses it, so that
	// an account that had no owner has none again.
	UnownedLeave Unowned = "leave"
)

// QuotaMove moves a part of a payee's quota from the day of the change on.
// The sum over all payees never changes.
type QuotaMove struct {
	From string `json:"from"`
	// Plan and Measure say which quota: that of the payee's assignment on the day of the change.
	Plan    string `json:"plan"`
	Measure string `json:"measure"`
	// By is how much moves.
	By QuotaBasis `json:"by"`
	// To are those who take it, for the basis "stated": shares of the payee's quota, together at most 1.
	To []Receiver `json:"to,omitempty"`
	// Cut says what moves of a quota whose period the day cuts.
	Cut Cut `json:"cut"`
	// Places is the number of decimal places of what moves, 0 to 4.
	Places *int32 `json:"places"`
}

// QuotaBasis is how much of a quota moves.
type QuotaBasis string

// The bases.
const (
	// QuotaStated moves the shares that are stated.
	QuotaStated QuotaBasis = "stated"
	// QuotaByAccounts moves the part that the accounts handed over make of those the payee owned on the day, each
	// counting by the payee's share of it. Parts that go to the house stay.
	QuotaByAccounts QuotaBasis = "accounts"
	// QuotaByWeight does the same with each account's weight.
	QuotaByWeight QuotaBasis = "weight"
)

// Cut says what moves of a quota whose period the day of the change cuts.
type Cut string

// The readings.
const (
	// CutByDays moves the part of its calendar days from the day on.
	CutByDays Cut = "by-days"
	// CutNothing leaves it: only quotas whose period begins on the day or later move.
	CutNothing Cut = "nothing"
	// CutWhole moves it like one that begins on the day.
	CutWhole Cut = "whole"
)

// Report says who payees report to from the day on. Exactly one of Payee and TeamOf is stated.
type Report struct {
	Payee string `json:"payee,omitempty"`
	// TeamOf is a manager: everybody who reports to this one on the day is moved.
	TeamOf string `json:"teamOf,omitempty"`
	// Manager is who they report to. Empty: nobody.
	Manager string `json:"manager,omitempty"`
}

// Settings are rows that hold from the day of a change on, in place of those
// that stood. Rows that begin earlier are refused. The zero value changes nothing.
type Settings struct {
	Teams  []TeamSetting  `json:"teams,omitempty"`
	Places []PlaceSetting `json:"places,omitempty"`
	Stages []StageSetting `json:"stages,omitempty"`
	// Kept are added; Dropped are kept deals that are not kept any more.
	Kept    []Kept   `json:"kept,omitempty"`
	Dropped []string `json:"dropped,omitempty"`
	// Quotas are amounts that go from one payee to another.
	Quotas []QuotaShift `json:"quotas,omitempty"`
	// Reporting are the lines of the payees named.
	Reporting []ReportSetting `json:"reporting,omitempty"`
}

// TeamSetting is the team of an account or a territory. Exactly one of the two is stated.
type TeamSetting struct {
	Account   string   `json:"account,omitempty"`
	Territory string   `json:"territory,omitempty"`
	Team      []Member `json:"team,omitempty"`
}

// PlaceSetting is where an account or a territory belongs. Exactly one of the two is stated.
type PlaceSetting struct {
	Account   string      `json:"account,omitempty"`
	Territory string      `json:"territory,omitempty"`
	Within    []Placement `json:"within,omitempty"`
}

// StageSetting is who owns the stages of an opportunity.
type StageSetting struct {
	Opportunity string       `json:"opportunity"`
	Stages      []StageOwner `json:"stages,omitempty"`
}

// QuotaShift is an amount of quota that goes from one payee to another: both have a quota of exactly this period.
type QuotaShift struct {
	Plan    string          `json:"plan"`
	Measure string          `json:"measure"`
	Period  kam.Period      `json:"period"`
	From    string          `json:"from"`
	To      string          `json:"to"`
	Amount  decimal.Decimal `json:"amount"`
}

// ReportSetting are the reporting lines of one payee.
type ReportSetting struct {
	Payee string                    `json:"payee"`
	Lines []incentive.ReportingLine `json:"lines,omitempty"`
}
