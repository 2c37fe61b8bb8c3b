package incentivetest

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
)

// Store is a [incentive.TransactionReader] and a [incentive.RosterReader] in
// memory: for tests, and as the reference of their rules. It never changes, so
// it is safe for concurrent use. The zero value holds nothing.
type Store struct {
	transactions []incentive.Transaction
	byID         map[string]int // the first of each id
	roster       incentive.Roster
}

var (
	_ incentive.TransactionReader = (*Store)(nil)
	_ incentive.RosterReader      = (*Store)(nil)
)

// NewStore returns a store over copies of the transactions and the roster. It
// checks nothing: what is wrong with them is for the run to find.
func NewStore(transactions []incentive.Transaction, roster incentive.Roster) *Store {
	s := &Store{byID: make(map[string]int, len(transactions)), roster: cloneRoster(roster)}
	for i, t := range transactions {
		s.transactions = append(s.transactions, cloneTransaction(t))
		if _, known := s.byID[t.ID]; !known {
			s.byID[t.ID] = i
		}
	}
	return s
}

// Transactions yields the transactions of the period in the order they were
// given to [NewStore]; see [incentive.TransactionReader].
func (s *Store) Transactions(ctx context.Context, period kam.Period) iter.Seq2[incentive.Transaction, error] {
	return func(yield func(incentive.Transaction, error) bool) {
		if err := usable(ctx, period); err != nil {
			yield(incentive.Transaction{}, err)
			return
		}
		wanted := make([]bool, len(s.transactions))
		for i, t := range s.transactions {
			if !dated(t, period) {
				continue
			}
			wanted[i] = true
			if original, known := s.byID[t.Reverses]; known && t.Reverses != "" {
				wanted[original] = true
			}
		}
		for i, t := range s.transactions {
			if !wanted[i] {
				continue
			}
			if err := usable(ctx, period); err != nil {
				yield(incentive.Transaction{}, err)
				return
			}
			if !yield(cloneTransaction(t), nil) {
				return
			}
		}
	}
}

// Roster returns all payees and what overlaps the period, in the order given to
// [NewStore]; see [incentive.RosterReader].
func (s *Store) Roster(ctx context.Context, period kam.Period) (incentive.Roster, error) {
	if err := usable(ctx, period); err != nil {
		return incentive.Roster{}, err
	}
	r := cloneRoster(s.roster)
	r.Assignments = slices.DeleteFunc(r.Assignments, func(a incentive.Assignment) bool {
		return !overlaps(a.Period, period)
	})
	r.Reporting = slices.DeleteFunc(r.Reporting, func(l incentive.ReportingLine) bool {
		return !overlaps(l.Period, period)
	})
	return r, nil
}

// usable returns nil while ctx has not ended and when the period is one.
func usable(ctx context.Context, period kam.Period) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("incentivetest: %w", err)
	}
	if _, err := kam.NewPeriod(period.From, period.Until); err != nil {
		return fmt.Errorf("incentivetest: the period asked for: %w", err)
	}
	return nil
}

// overlaps tells whether a period of the data, which may be none, has a day in common with the one asked for.
func overlaps(data, asked kam.Period) bool {
	return !data.IsZero() && asked.Overlaps(data)
}

// dated tells whether any date of t is in the period.
func dated(t incentive.Transaction, period kam.Period) bool {
	for _, day := range []kam.Day{t.Booked, t.Invoiced, t.CashDate, t.Delivered} {
		if day.IsSet() && period.Contains(day) {
			return true
		}
	}
	return false
}

func cloneTransaction(t incentive.Transaction) incentive.Transaction {
	t.Participants = slices.Clone(t.Participants)
	t.Attributes = maps.Clone(t.Attributes)
	t.Numbers = maps.Clone(t.Numbers)
	return t
}

func cloneRoster(r incentive.Roster) incentive.Roster {
	r.Payees = slices.Clone(r.Payees)
	r.Assignments = slices.Clone(r.Assignments)
	for i := range r.Assignments {
		r.Assignments[i] = cloneAssignment(r.Assignments[i])
	}
	r.Reporting = slices.Clone(r.Reporting)
	return r
}

func cloneAssignment(a incentive.Assignment) incentive.Assignment {
	a.Target.Changes = slices.Clone(a.Target.Changes)
	a.Ramps, a.Absences = slices.Clone(a.Ramps), slices.Clone(a.Absences)
	a.Quotas = slices.Clone(a.Quotas)
	for i := range a.Quotas {
		a.Quotas[i].Relief = slices.Clone(a.Quotas[i].Relief)
	}
	return a
}
