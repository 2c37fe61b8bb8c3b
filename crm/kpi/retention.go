package kpi

import "github.com/shopspring/decimal"

// Movement is what became of the revenue that was there at the start, from the accounts that brought it. All four are at
// least 0: Expansion is added, Contraction and Churn are taken away. The zero value has nothing at the start.
type Movement struct {
	Start       decimal.Decimal `json:"start"`
	Expansion   decimal.Decimal `json:"expansion"`
	Contraction decimal.Decimal `json:"contraction"`
	Churn       decimal.Decimal `json:"churn"`
}

// GRR is gross revenue retention: (start - contraction - churn) / start. With nothing at the start it is unknown.
func (m Movement) GRR() Ratio {
	if !m.sound() {
		return Ratio{}
	}
	return ratioOf(m.Start.Sub(m.Contraction).Sub(m.Churn), m.Start)
}

// NRR is net revenue retention: (start + expansion - contraction - churn) / start. With nothing at the start it is unknown.
// Revenue of new accounts is no part of it.
func (m Movement) NRR() Ratio {
	if !m.sound() {
		return Ratio{}
	}
	return ratioOf(m.Start.Add(m.Expansion).Sub(m.Contraction).Sub(m.Churn), m.Start)
}

// sound reports whether there is something at the start, and nothing is below zero or out of bounds.
func (m Movement) sound() bool {
	return usable(m.Start, m.Expansion, m.Contraction, m.Churn) && m.Start.IsPositive() &&
		!m.Expansion.IsNegative() && !m.Contraction.IsNegative() && !m.Churn.IsNegative()
}

// Change is the revenue of one account in two periods of the same length.
type Change struct {
	Start decimal.Decimal `json:"start"`
	End   decimal.Decimal `json:"end"`
}

// MoveKind says what became of an account.
type MoveKind string

// What becomes of an account between two periods.
const (
	Churned    MoveKind = "churned"    // revenue at the start, none at the end
	Contracted MoveKind = "contracted" // less than at the start
	Unchanged  MoveKind = "unchanged"
	Expanded   MoveKind = "expanded" // more than at the start
	NewAccount MoveKind = "new"      // revenue at the end, and never before
	Returned   MoveKind = "returned" // revenue at the end, none at the start, but earlier
	Absent     MoveKind = "absent"   // none in either period
)

// Kind says what became of the account. Revenue of 0 or less, as after refunds, is none. An account that has revenue only
// at the end reads as [NewAccount]: whether it bought before is not known here.
func (c Change) Kind() MoveKind {
	if !usable(c.Start, c.End) {
		return Absent
	}
	start, end := c.Start.IsPositive(), c.End.IsPositive()
	switch {
	case !start && !end:
		return Absent
	case !start:
		return NewAccount
	case !end:
		return Churned
	case c.End.GreaterThan(c.Start):
		return Expanded
	case c.End.LessThan(c.Start):
		return Contracted
	}
	return Unchanged
}

// Retention is what was kept of several accounts.
type Retention struct {
	Movement
	// Accounts had revenue at the start, Kept of them have some at the end.
	Accounts int64 `json:"accounts"`
	Kept     int64 `json:"kept"`
}

// Retain adds up what became of accounts. An account counts when its revenue at the start is above 0: new accounts never
// do. What it has at the end beyond the start is expansion, what is missing is contraction, and all of it is churn when
// the end is 0 or less; an end below 0 is taken as 0, so that refunds take away what was there and no more. It is the
// zero value, and so unknown, when a number is out of bounds.
func Retain(accounts []Change) Retention {
	var r Retention
	for _, c := range accounts {
		if !usable(c.Start, c.End) {
			return Retention{}
		}
		r.add(c)
	}
	if !usable(r.Start, r.Expansion, r.Contraction, r.Churn) {
		return Retention{}
	}
	return r
}

// add takes in one account.
func (r *Retention) add(c Change) {
	kind := c.Kind()
	switch kind {
	case Churned:
		r.Churn = r.Churn.Add(c.Start)
	case Contracted:
		r.Contraction = r.Contraction.Add(c.Start.Sub(c.End))
	case Expanded:
		r.Expansion = r.Expansion.Add(c.End.Sub(c.Start))
	case Unchanged:
	default:
		return
	}
	r.Start = r.Start.Add(c.Start)
	r.Accounts++
	if kind != Churned {
		r.Kept++
	}
}

// Logo is logo retention: accounts kept / accounts at the start. With none at the start it is unknown.
func (r Retention) Logo() Ratio { return ofCounts(r.Kept, r.Accounts) }
