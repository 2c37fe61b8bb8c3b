package training

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Report is what was done in a period. It is not changed once made.
type Report struct {
	About    kam.Subject  `json:"about"`
	Period   kam.Period   `json:"period"`
	AsOf     kam.Day      `json:"asOf"`
	Currency kam.Currency `json:"currency"`
	// Heads is how many people the teams have.
	Heads int     `json:"heads"`
	Total Figures `json:"total"`
	// Whole is that of the request.
	Whole bool `json:"whole,omitempty"`
	// Unshared is the cost of the sessions of the period that have begun and to which nobody came, of the teams or not, with
	// records or without. No team bears it. It is a part of Total.Cost, and of the cost of Kinds and Offerings, of a report
	// on the Whole alone; beside any other it is told, and belongs to the whole.
	Unshared decimal.Decimal `json:"unshared"`
	// Teams are in the order of the request; their costs, and Unshared of the Whole, sum to Total.Cost.
	Teams []TeamReport `json:"teams"`
	// Kinds and Offerings are those that anybody of the teams had a part in, and of the Whole those that cost something, in
	// the order of [Kinds] and of the catalogue.
	Kinds     []KindReport     `json:"kinds,omitempty"`
	Offerings []OfferingReport `json:"offerings,omitempty"`
	// Budget is not valid when none was stated, nor is Left, which is below 0 when more was spent.
	Budget     decimal.NullDecimal `json:"budget,omitzero"`
	Left       decimal.NullDecimal `json:"left,omitzero"`
	Innovation Innovation          `json:"innovation"`
	Pulses     []Change            `json:"pulses,omitempty"`
	Effects    []Change            `json:"effects,omitempty"`
	// Benefit is that of the request.
	Benefit decimal.NullDecimal `json:"benefit,omitzero"`
	// Repeats are the certificates of people of the teams that have to be earned again, as [Log.Repeats] lists them.
	Repeats []Repeat `json:"repeats,omitempty"`
}

// TeamReport is what one team did.
type TeamReport struct {
	ID    string   `json:"id"`
	Name  kam.Text `json:"name"`
	Heads int      `json:"heads"`
	// Figures has the team's share of the cost of sessions.
	Figures Figures `json:"figures"`
	// Without are the people who attended nothing, and Unclear those who did not as far as anybody recorded; both in the order
	// of the team.
	Without []kam.Subject `json:"without,omitempty"`
	Unclear []kam.Subject `json:"unclear,omitempty"`
}

// Coverage returns the least and the most that the people who attended something can be of the people of the team: none of
// those who are unclear, and all of them. Without any both are the same.
func (t TeamReport) Coverage() (least, most *big.Rat) {
	return coverage(t.Figures.People, len(t.Unclear), t.Heads)
}

func coverage(came, unclear, heads int) (least, most *big.Rat) {
	least, _ = quotient(came, heads)
	most, _ = quotient(came+unclear, heads)
	return least, most
}

// HoursPerHead returns the hours by the people of the team.
func (t TeamReport) HoursPerHead() (*big.Rat, bool) { return perHead(t.Figures.Hours, t.Heads) }

// KindReport is what was done of one kind.
type KindReport struct {
	Kind    Kind    `json:"kind"`
	Figures Figures `json:"figures"`
}

// OfferingReport is what was done of one offering.
type OfferingReport struct {
	ID      string   `json:"id"`
	Name    kam.Text `json:"name"`
	Figures Figures  `json:"figures"`
}

// Innovation counts ideas.
type Innovation struct {
	// Sessions is how many innovation workshops and brainstormings there were in which people of the teams had a part, and
	// other sessions of theirs of which somebody counted ideas; an offering without sessions is one. It is the sum of Silent
	// and Counted.
	Sessions int `json:"sessions"`
	// Silent is of how many nobody counted the ideas.
	Silent int `json:"silent"`
	// Counted is on how many of them Ideas and Adopted rest; with none, both are unknown.
	Counted int `json:"counted"`
	Ideas   int `json:"ideas"`
	Adopted int `json:"adopted"`
}

// Adoption returns ideas adopted by ideas; false without any.
func (n Innovation) Adoption() (*big.Rat, bool) { return quotient(n.Adopted, n.Ideas) }

// Coverage returns the least and the most that the people who attended something can be of all people of the teams, as
// [TeamReport.Coverage] does for one.
func (r *Report) Coverage() (least, most *big.Rat) {
	return coverage(r.Total.People, r.unclear(), r.Heads)
}

func (r *Report) unclear() int {
	n := 0
	for _, t := range r.Teams {
		n += len(t.Unclear)
	}
	return n
}

// HoursPerHead returns the hours by all people of the teams.
func (r *Report) HoursPerHead() (*big.Rat, bool) { return perHead(r.Total.Hours, r.Heads) }

// ROI returns the return of the benefit on the cost of the period, as [ROI] does.
func (r *Report) ROI() (*big.Rat, bool) { return ROI(r.Benefit, decimal.NewNullDecimal(r.Total.Cost)) }

// Report tells what the teams did in a period, as of a day, or returns an [*kam.InvalidError] with every fault of the
// request. Which records belong to a period, and what each rate divides by, is stated in the documentation of the package.
func (l *Log) Report(r Request) (*Report, error) {
	if err := l.check(r); err != nil {
		return nil, err
	}
	t := newTally(l.program, r)
	for _, p := range l.parts {
		t.add(p)
	}
	t.share()
	out := t.report()
	out.Innovation = l.innovation(r, t)
	for _, c := range r.Pulses {
		out.Pulses = append(out.Pulses, c.change())
	}
	for _, c := range r.Effects {
		out.Effects = append(out.Effects, c.change())
	}
	for _, repeat := range l.Repeats(r.AsOf, r.Soon) {
		if _, ok := t.team[repeat.Person]; ok {
			out.Repeats = append(out.Repeats, repeat)
		}
	}
	return out, nil
}
