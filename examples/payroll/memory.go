package main

import (
	"context"
	"iter"
	"maps"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// inMemory is a source of what was read from files. It is never changed, and what it gives is the caller's own.
type inMemory struct {
	transactions []incentive.Transaction
	roster       incentive.Roster
}

func newInMemory(transactions []incentive.Transaction, roster incentive.Roster) inMemory {
	m := inMemory{roster: cloneRoster(roster)}
	for _, t := range transactions {
		m.transactions = append(m.transactions, cloneTransaction(t))
	}
	return m
}

// Transactions yields those with a date in the period, and what they take back.
func (m inMemory) Transactions(ctx context.Context, period kam.Period) iter.Seq2[incentive.Transaction, error] {
	return func(yield func(incentive.Transaction, error) bool) {
		wanted := map[string]bool{}
		for _, t := range m.transactions {
			if inside(t, period) {
				wanted[t.ID] = true
				if t.Reverses != "" {
					wanted[t.Reverses] = true
				}
			}
		}
		for _, t := range m.transactions {
			if err := ctx.Err(); err != nil {
				yield(incentive.Transaction{}, err)
				return
			}
			if wanted[t.ID] && !yield(cloneTransaction(t), nil) {
				return
			}
		}
	}
}

func inside(t incentive.Transaction, period kam.Period) bool {
	for _, day := range []kam.Day{t.Booked, t.Invoiced, t.CashDate, t.Delivered} {
		if day.IsSet() && period.Contains(day) {
			return true
		}
	}
	return false
}

// Roster returns everybody, and what overlaps the period.
func (m inMemory) Roster(ctx context.Context, period kam.Period) (incentive.Roster, error) {
	out := cloneRoster(m.roster)
	out.Assignments = slices.DeleteFunc(out.Assignments, func(a incentive.Assignment) bool { return !a.Period.Overlaps(period) })
	out.Reporting = slices.DeleteFunc(out.Reporting, func(l incentive.ReportingLine) bool { return !l.Period.Overlaps(period) })
	return out, ctx.Err()
}

func cloneTransaction(t incentive.Transaction) incentive.Transaction {
	t.Participants = slices.Clone(t.Participants)
	t.Attributes = maps.Clone(t.Attributes)
	t.Numbers = maps.Clone(t.Numbers)
	return t
}

func cloneRoster(r incentive.Roster) incentive.Roster {
	r.Payees, r.Assignments, r.Reporting = slices.Clone(r.Payees), slices.Clone(r.Assignments), slices.Clone(r.Reporting)
	for i := range r.Assignments {
		a := &r.Assignments[i]
		a.Ramps, a.Absences = slices.Clone(a.Ramps), slices.Clone(a.Absences)
		a.Target.Changes = slices.Clone(a.Target.Changes)
		a.Quotas = slices.Clone(a.Quotas)
		for j := range a.Quotas {
			a.Quotas[j].Relief = slices.Clone(a.Quotas[j].Relief)
		}
	}
	return r
}
