package pgstore

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
)

// changeOf returns what a batch changes in the life of its period, nil for nothing, or why it may not be added.
func changeOf(ctx context.Context, tx pgx.Tx, b ledger.Batch) (*ledger.Change, error) {
	state := ledger.PeriodState{Period: b.Period}
	all, err := changes(ctx, tx, `period_from = $1 AND period_until = $2`, windowed(b.Period)...)
	if err != nil {
		return nil, err
	}
	if known := ledger.Lives(all); len(known) > 0 {
		state = known[0]
	}
	change, err := state.Next(b)
	if err != nil {
		return nil, ownError{err}
	}
	return change, nil
}

// lives returns the lives of the periods inside the window.
func lives(ctx context.Context, tx pgx.Tx, window kam.Period) ([]ledger.PeriodState, error) {
	all, err := changes(ctx, tx, `period_from >= $1 AND period_until <= $2`, windowed(window)...)
	return ledger.Lives(all), err
}

// changes returns the changes of the periods that a condition is for, in the order they came in.
func changes(ctx context.Context, tx pgx.Tx, condition string, args ...any) ([]ledger.Changed, error) {
	rows, err := tx.Query(ctx, `SELECT run, period_from, period_until, state, state_by, state_reason, state_on
		FROM runs WHERE state IS NOT NULL AND `+condition+` ORDER BY number`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []ledger.Changed
	for rows.Next() {
		var run string
		var from, until pgtype.Date
		var c change
		if err := rows.Scan(append([]any{&run, &from, &until}, c.targets()...)...); err != nil {
			return nil, err
		}
		changed := ledger.Changed{}
		if changed.Period, err = period(from, until); err != nil {
			return nil, fmt.Errorf("run %q: %w", run, err)
		}
		if changed.Change, err = c.read(run); err != nil {
			return nil, err
		}
		all = append(all, changed)
	}
	return all, rows.Err()
}

// change is a change as the database has it.
type change struct {
	state, by, reason *string
	on                pgtype.Date
}

func (c *change) targets() []any { return []any{&c.state, &c.by, &c.reason, &c.on} }

// changeColumns returns the values of the columns of a change, all NULL for none.
func changeColumns(c *ledger.Change) []any {
	if c == nil {
		return []any{nil, nil, nil, nil}
	}
	return []any{string(c.State), c.By, c.Reason, dateOf(c.On)}
}

func (c *change) read(run string) (ledger.Change, error) {
	on, err := day(c.on)
	if err != nil {
		return ledger.Change{}, fmt.Errorf("run %q: %w", run, err)
	}
	return ledger.Change{
		State: ledger.State(textOf(c.state)), By: textOf(c.by), Reason: textOf(c.reason), On: on, Run: run,
	}, nil
}

// mark returns the mark that a run came with, nil for none.
func (c *change) mark(run string) (*ledger.Mark, error) {
	if c.state == nil || ledger.State(*c.state) == ledger.Open {
		return nil, nil //nolint:nilnil // no mark is an answer of its own
	}
	read, err := c.read(run)
	if err != nil {
		return nil, err
	}
	return &ledger.Mark{State: read.State, By: read.By, Reason: read.Reason, On: read.On}, nil
}

// textOf returns a text, "" for NULL.
func textOf(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
