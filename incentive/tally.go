package incentive

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/strictjson"
)

// TallyFormat is the format of what [Run.Tally] returns.
const TallyFormat = "kam-tally-1"

// tally is what one share adds to the whole.
type tally struct {
	Format string `json:"format"`
	Origin origin `json:"origin"`
	Strict bool   `json:"strict"`
	// Statements are those of the share's payees in their order, Held those who are held.
	Statements []talliedStatement `json:"statements"`
	Held       []talliedHeld      `json:"held"`
}

// talliedStatement is what the ledger is told of a statement.
type talliedStatement struct {
	Payee   string `json:"payee"`
	Plan    string `json:"plan"`
	Version int    `json:"version"`
	Open    bool   `json:"open"`
	// Inputs is [Statement.InputHash].
	Inputs   string          `json:"inputs"`
	Currency kam.Currency    `json:"currency"`
	Amounts  []talliedAmount `json:"amounts"`
}

// talliedAmount is what one component adds.
type talliedAmount struct {
	Component string          `json:"component"`
	Amount    decimal.Decimal `json:"amount"`
}

// talliedHeld is a payee who is held under a plan, and the codes of what holds.
type talliedHeld struct {
	Payee   string   `json:"payee"`
	Plan    string   `json:"plan"`
	Version int      `json:"version"`
	Codes   []string `json:"codes"`
}

// Tally returns what the ledger has to know of a share, for [Enrolment.Join]: JSON, the same bytes each time. The error
// wraps [ErrShare] for a run that [Enrolment.Step] has not returned.
func (r *Run) Tally() ([]byte, error) {
	s := r.calc.sharing
	if s == nil {
		return nil, fmt.Errorf("%w: a run that is computed at once is posted by its own batch", ErrShare)
	}
	t := &tally{Format: TallyFormat, Strict: r.strict, Held: r.talliedHeld()}
	d := new(desk)
	for _, x := range r.results {
		named := x.named(d)
		named.Amounts = x.earns(d).Amounts
		t.Statements = append(t.Statements, named)
	}
	var err error
	if t.Origin, err = s.of.origin(s.part); err != nil {
		return nil, err
	}
	data, _, err := sealBody(new(strictjson.Writer), t)
	if err == nil && len(data) > maxFigures {
		return nil, tooLarge("the tally of share %d has %d bytes", s.part.Index, len(data))
	}
	return data, err
}

// talliedHeld lays out who is held.
func (r *Run) talliedHeld() []talliedHeld {
	var all []talliedHeld
	for _, h := range r.held {
		held := talliedHeld{h.Payee.ID, h.Plan, h.Version, nil}
		for _, f := range h.Findings {
			held.Codes = append(held.Codes, f.Code)
		}
		all = append(all, held)
	}
	return all
}

// named lays out what a statement was computed from, in the memory of a desk.
func (r *result) named(d *desk) talliedStatement {
	s := r.heading()
	s.Inputs = r.hashOn(d)
	return s
}

// heading lays out whose statement it is.
func (r *result) heading() talliedStatement {
	u := r.unit
	return talliedStatement{Payee: u.payee.ID, Plan: u.Plan, Version: u.Version, Open: u.payee.Open, Currency: u.plan.Currency}
}

// earns lays out what a statement adds.
func (r *result) earns(*desk) talliedStatement {
	s := r.heading()
	if s.Open {
		return s // nothing is posted
	}
	for i, x := range r.sums() {
		s.Amounts = append(s.Amounts, talliedAmount{r.unit.plan.parts[i].Name, x.toDate.Sub(x.before)})
	}
	for _, a := range r.cuts() {
		s.Amounts = append(s.Amounts, talliedAmount{planComponent(a.Kind), a.amount})
	}
	return s
}
