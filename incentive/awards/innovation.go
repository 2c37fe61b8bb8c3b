package awards

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Innovation awards ideas: assessors give points for aspects, the weighted points of all assessors reach a tier, and the
// tier's award is shared among the authors.
//
// The points of one assessor are Σ weight × points / Σ weight, and those of an idea the mean or the median of the assessors':
// exact, never rounded.
type Innovation struct {
	// Aspects are what assessors look at, 1 to [MaxCriteria].
	Aspects []Aspect `json:"aspects"`
	// Assessors is how many have to assess an idea before it is decided, at least 1.
	Assessors int     `json:"assessors"`
	Combine   Combine `json:"combine"`
	// Bound says whether points equal to a tier's From reach it.
	Bound Bound `json:"bound"`
	// Tiers are ascending by From.
	Tiers []Tier `json:"tiers"`
	// Budget limits the money of all ideas; Heads counts ideas.
	Budget Budget `json:"budget"`
	// Short says what happens when the award of an idea is more than what is left. Ideas come in the order of points, the
	// most first, then day of submission, then ID. Needed for a budget with a limit, refused elsewhere.
	Short Short `json:"short,omitempty"`
}

// Aspect is one thing that assessors look at.
type Aspect struct {
	ID   string   `json:"id"`
	Name kam.Text `json:"name"`
	// Weight is above 0; only proportions count.
	Weight decimal.Decimal `json:"weight"`
	// Most is the most points it can get, above 0.
	Most decimal.Decimal `json:"most"`
}

// Tier is what an idea gets that has enough points.
type Tier struct {
	ID   string   `json:"id"`
	Name kam.Text `json:"name"`
	// From is the least of the points. It must be stated.
	From decimal.NullDecimal `json:"from,omitzero"`
	// Prize is shared among the authors to the minor unit: what is left goes to the largest remainders, the author named
	// first among equals. A prize of 0 with a Gift is an award that is no money.
	Prize Prize `json:"prize"`
	// Gift is what each author gets beside money, as the certificate says; empty: nothing. What it costs and what of it counts
	// as pay is no part of the prize: a benefit granted by hand has both.
	Gift kam.Text `json:"gift,omitzero"`
}

// Combine makes the points of several assessors one figure. The zero value is none and refused.
type Combine string

// Combinations.
const (
	Mean   Combine = "mean"
	Median Combine = "median" // the middle one, or the mean of the two in the middle
)

// Bound says whether a bound belongs to what is above it. The zero value is none and refused.
type Bound string

// Bounds.
const (
	Inclusive Bound = "at-least"
	Exclusive Bound = "above"
)

// Short says what happens when the budget does not last for an idea. The zero value is none.
type Short string

// Readings of a budget that is short.
const (
	Stop Short = "stop" // neither it nor any idea after it gets anything
	Skip Short = "skip" // ideas after it may get what is left
)

// Idea is what somebody proposed, with what assessors said of it.
type Idea struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Period is the round that it was submitted to; the ID of its awards is made of it.
	Period    kam.Period `json:"period"`
	Submitted kam.Day    `json:"submitted"`
	// Authors share the award; their shares sum to exactly 1.
	Authors []Author `json:"authors"`
	// DuplicateOf is the ID of an idea that says the same; it gets nothing. Two ideas with one title, blanks and letter case
	// aside, are duplicates too: the earlier one counts, by day of submission and then ID, unless Distinct is true.
	DuplicateOf string `json:"duplicateOf,omitempty"`
	Distinct    bool   `json:"distinct,omitempty"`
	// Assessments are in any order.
	Assessments []Assessment `json:"assessments,omitempty"`
}

// Author is one of those who had an idea.
type Author struct {
	Payee string       `json:"payee"`
	Share kam.Fraction `json:"share"`
}

// Assessment is what one assessor, who is no author, gave an idea.
type Assessment struct {
	Assessor string  `json:"assessor"`
	On       kam.Day `json:"on"`
	// Points has each aspect exactly once, from 0 to the most points of it.
	Points map[string]decimal.Decimal `json:"points"`
	// Revision grows with each re-assessment, after an appeal for instance; the highest one of an assessor counts. Above 0 it
	// needs a reason.
	Revision int    `json:"revision,omitempty"`
	Reason   string `json:"reason,omitempty"`
}

// IdeaResult is what became of one idea.
type IdeaResult struct {
	Idea    string   `json:"idea"`
	Title   string   `json:"title"`
	Outcome Outcome  `json:"outcome"`
	Reason  kam.Text `json:"reason"`
	// Scores are those that count, ascending by assessor.
	Scores []Score `json:"scores,omitempty"`
	// Points by Divisor are the points of the idea; zero Divisor: not known yet.
	Points  decimal.Decimal `json:"points"`
	Divisor decimal.Decimal `json:"divisor"`
	Tier    string          `json:"tier,omitempty"`
	// Amount is what all authors get together.
	Amount decimal.Decimal `json:"amount"`
	// Awards are the IDs of the authors' awards, in the order of the authors.
	Awards []string `json:"awards,omitempty"`
}

// Score is what one assessor gave: Sum by the sum of all weights.
type Score struct {
	Assessor string `json:"assessor"`
	Revision int    `json:"revision,omitempty"`
	// Sum is the sum of weight × points.
	Sum decimal.Decimal `json:"sum"`
}
