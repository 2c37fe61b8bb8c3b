package desk

import (
	"context"
	"encoding/json"
	"errors"
	"math/big"
	"slices"
	"sync"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/console/store"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/analysis"
	"github.com/kam-go/kam/incentive/backtest"
)

const (
	// equalDeals is how many deals of the same size make up what is sold along a curve.
	equalDeals = 10
	// mostDeals is how many deals a what-if calculates while somebody waits.
	mostDeals = 2_000
	// curvePieces is how many pieces a curve may have.
	curvePieces = 400
)

// assignment returns how a payee is on a plan in a period: the last assignment of it.
func (d *Desk) assignment(payee, plan string, p kam.Period) (incentive.Assignment, bool) {
	var out incentive.Assignment
	found := false
	for _, a := range d.people.assignments[payee] {
		if a.Plan == plan && a.Period.Overlaps(p) && (!found || out.Period.From.Before(a.Period.From)) {
			out, found = a, true
		}
	}
	return out, found
}

// Curve returns what a plan pays a payee in a period as a function of attainment, or of the amount where nothing states a quota.
// Where there is no curve the error is a *kam.InvalidError that says why; without an assignment it is [ErrUnknown].
func (d *Desk) Curve(payee, plan string, p kam.Period) (*analysis.Curve, error) {
	a, ok := d.assignment(payee, plan, p)
	if !ok {
		return nil, ErrUnknown
	}
	spec, ok := d.Rules.Plans.Plan(a.Plan, a.Version)
	if !ok || len(spec.Components) == 0 {
		return nil, ErrUnknown
	}
	q := analysis.Question{
		Period: p, Assignment: a, Deals: analysis.EqualDeals(equalDeals), MaxPieces: curvePieces,
		Axis: analysis.Axis{Measure: spec.Components[0].Measure, Basis: incentive.ByAttainment},
	}
	if !slices.ContainsFunc(a.Quotas, func(x incentive.Quota) bool { return x.Measure == q.Axis.Measure && x.Period.Overlaps(p) }) {
		q.Axis.Basis, q.Until = incentive.ByAmount, decimal.NewNullDecimal(decimal.NewFromInt(1_000_000))
	}
	return d.curves.payout(d.Rules.Plans, q)
}

// mostCurves is how many curves are remembered: a page, its pictures and a slider ask for the same one again and again.
const mostCurves = 500

// curves remembers curves by their questions.
type curves struct {
	mu    sync.Mutex
	known map[string]*analysis.Curve
}

// payout returns the curve that q asks for. Who asks does not matter: people with equal terms have one curve.
func (c *curves) payout(program *incentive.Program, q analysis.Question) (*analysis.Curve, error) {
	q.Assignment.Payee = ""
	question, err := json.Marshal(q)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	curve, ok := c.known[string(question)]
	c.mu.Unlock()
	if ok {
		return curve, nil
	}
	if curve, err = analysis.Payout(program, q); err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil || len(c.known) >= mostCurves {
		c.known = map[string]*analysis.Curve{}
	}
	c.known[string(question)] = curve
	return curve, nil
}

// Point is what a curve pays at a place.
type Point struct {
	// At is the place: a share of quota, or an amount.
	At *big.Rat
	// Quantity is what is sold there, Pay what is paid before rounding, and Marginal what one more pays.
	Quantity, Pay, Marginal *big.Rat
}

// PointOn returns what a curve pays at a place; places outside the range read as its ends.
func PointOn(c *analysis.Curve, at *big.Rat) Point {
	from, until := c.Range()
	if at.Cmp(from) < 0 {
		at = from
	}
	if at.Cmp(until) > 0 {
		at = until
	}
	p := Point{At: at, Quantity: new(big.Rat).Mul(at, c.Unit())}
	p.Pay, _ = c.At(at)
	p.Marginal, _ = c.MarginalRateAt(at)
	return p
}

// WhatIf is what open deals would change of a payee's pay.
type WhatIf struct {
	// Now is what the period pays without any of them, Then with the chosen ones, and More the difference.
	Now, Then, More decimal.Decimal
	// Deals say what each chosen deal adds alone, and as the last one.
	Deals []WorthOf
	// Ahead says how far it is then to the next tiers and gates.
	Ahead []kam.Text
	// NotOpen are the chosen deals that are not open in the period, which do not count. Without any other deal nothing else is there.
	NotOpen []string
	// Why says why nothing can be said; nothing but NotOpen is there then.
	Why []kam.Text
}

// WorthOf is what winning one deal is worth.
type WorthOf struct {
	Deal, Customer string
	Amount         decimal.Decimal
	Alone, Last    decimal.Decimal
}

// WhatIf calculates the payee's next statement as if the chosen open deals, and a further one of an amount above zero, were won; a
// chosen one that is not open is told in NotOpen. The deals of everybody below the payee count, those of others do not. Of more than some thousand deals the error is [ErrTooMany].
func (d *Desk) WhatIf(ctx context.Context, payee string, p kam.Period, chosen []string, further decimal.Decimal) (WhatIf, error) {
	known, err := d.Dossier(ctx, payee)
	if err != nil {
		return WhatIf{}, err
	}
	history, err := d.history(ctx, payee, p)
	if err != nil {
		return WhatIf{}, err
	}
	q := backtest.Pipeline{Plans: d.Rules.Plans.Plans(), SoFar: history, Payee: payee, Calendar: d.Rules.Plans.Calendar()}
	customers := map[string]string{}
	for _, o := range known.Open {
		won := slices.ContainsFunc(history.Transactions, func(t incentive.Transaction) bool { return t.ID == o.Deal.ID })
		if !won && slices.Contains(chosen, o.Deal.ID) && p.Contains(o.Deal.Booked) {
			q.Deals = append(q.Deals, backtest.OpenDeal{Deal: o.Deal})
			customers[o.Deal.ID] = o.Customer
		}
	}
	var notOpen []string
	for _, id := range chosen {
		if _, open := customers[id]; !open && !slices.Contains(notOpen, id) {
			notOpen = append(notOpen, id)
		}
	}
	if further.IsPositive() {
		q.Deals = append(q.Deals, backtest.OpenDeal{Deal: incentive.Transaction{ID: furtherDeal, Owner: payee, Amount: further, Booked: p.Until.AddDays(-1)}})
	}
	if len(q.Deals) == 0 {
		return WhatIf{NotOpen: notOpen}, nil
	}
	won := backtest.Case{Name: "chosen", Outcomes: map[string]backtest.Outcome{}}
	for _, o := range q.Deals {
		won.Outcomes[o.Deal.ID] = backtest.Won
	}
	q.Cases = []backtest.Case{won}
	prospect, err := backtest.WhatIf(ctx, q, backtest.Options{})
	if invalid, ok := errors.AsType[*kam.InvalidError](err); ok {
		return WhatIf{NotOpen: notOpen, Why: messages(invalid.Findings)}, nil
	}
	if err != nil {
		return WhatIf{}, err
	}
	then := prospect.Cases[0]
	out := WhatIf{
		NotOpen: notOpen, Now: sum(prospect.Without.Earned), Then: sum(then.Earned), More: sum(then.Difference), Why: messages(append(prospect.Without.Held, then.Held...)),
	}
	for i, w := range prospect.Deals {
		out.Deals = append(out.Deals, WorthOf{
			Deal: w.Deal, Customer: customers[w.Deal], Amount: q.Deals[i].Deal.Amount, Alone: sum(w.Alone), Last: sum(w.Last),
		})
	}
	for _, a := range then.Ahead {
		out.Ahead = append(out.Ahead, a.Text)
	}
	return out, nil
}

// OwnDeals tells whether a deal of somebody's own can count for their pay in a period: one that all their plans credit to the managers of
// its owner alone cannot.
func (d *Desk) OwnDeals(payee string, p kam.Period) bool {
	for _, a := range d.people.assignments[payee] {
		spec, ok := d.Rules.Plans.Plan(a.Plan, a.Version)
		if ok && a.Period.Overlaps(p) && slices.ContainsFunc(spec.Credits, func(c incentive.CreditRule) bool { return c.To != incentive.ToManager }) {
			return true
		}
	}
	return false
}

// furtherDeal is the id of a deal that somebody thinks of.
const furtherDeal = "what-if"

// history is what has happened in the window of a period to a payee and everybody below.
func (d *Desk) history(ctx context.Context, payee string, p kam.Period) (backtest.History, error) {
	run, ok := d.run(p)
	if !ok {
		return backtest.History{}, ErrUnknown
	}
	window, err := d.Rules.Plans.Window(p)
	if err != nil {
		return backtest.History{}, err
	}
	var h backtest.History
	for _, each := range d.Periods {
		if window.ContainsPeriod(each) && !p.Until.Before(each.Until) {
			h.Periods = append(h.Periods, each)
		}
	}
	seen := map[string]bool{}
	inside := map[string]bool{payee: true}
	if d.people.leads[payee] {
		for _, one := range d.people.list {
			if d.Within(payee, one.ID) {
				inside[one.ID] = true
			}
		}
	}
	if len(inside) > mostDeals {
		return h, ErrTooMany
	}
	for _, one := range d.people.list {
		if !inside[one.ID] {
			continue
		}
		h.Roster.Payees = append(h.Roster.Payees, incentive.Payee{ID: one.ID, Name: one.Name})
		h.Roster.Assignments = append(h.Roster.Assignments, d.people.assignments[one.ID]...)
		for _, line := range d.people.reporting[one.ID] {
			if inside[line.Manager] {
				h.Roster.Reporting = append(h.Roster.Reporting, line)
			}
		}
		var deals []incentive.Transaction
		if _, err := d.Store.View(ctx, store.Key{Kind: dealsKind, Of: key(run, one.ID)}, &deals); err != nil {
			return h, err
		}
		for _, t := range deals {
			if !seen[t.ID] {
				seen[t.ID] = true
				h.Transactions = append(h.Transactions, t)
			}
		}
		if len(h.Transactions) > mostDeals {
			return h, ErrTooMany
		}
	}
	return h, nil
}

func sum(amounts []kam.Money) decimal.Decimal {
	total := decimal.Zero
	for _, m := range amounts {
		total = total.Add(m.Amount)
	}
	return total
}

func messages(found []kam.Finding) []kam.Text {
	var out []kam.Text
	for _, f := range found {
		if !slices.Contains(out, f.Message) {
			out = append(out, f.Message)
		}
	}
	return out
}
