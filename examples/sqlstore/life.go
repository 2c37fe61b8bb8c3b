package sqlstore

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
)

// lifeOf returns the life of one period.
func lifeOf(ctx context.Context, conn *sql.Conn, p kam.Period) (ledger.PeriodState, error) {
	changes, err := queryChanges(ctx, conn, "period_from = ? AND period_until = ?", p.From.String(), p.Until.String())
	if err != nil {
		return ledger.PeriodState{}, err
	}
	if lives := ledger.Lives(changes); len(lives) == 1 {
		return lives[0], nil
	}
	return ledger.PeriodState{Period: p}, nil
}

// periodChanges returns the changes in the lives of the periods inside the window, in the order they came in.
func periodChanges(ctx context.Context, conn *sql.Conn, window kam.Period) ([]ledger.Changed, error) {
	from, until := bounds(window)
	return queryChanges(ctx, conn, "period_from >= ? AND period_until <= ?", from, until)
}

func queryChanges(ctx context.Context, conn *sql.Conn, where, from, until string) ([]ledger.Changed, error) {
	rows, err := conn.QueryContext(ctx, "SELECT run, period_from, period_until, state, marked_by, reason, day"+
		" FROM period_changes WHERE "+where+" ORDER BY number", from, until)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // its fault shows in rows.Err
	var changes []ledger.Changed
	for rows.Next() {
		var c ledger.Changed
		var first, end, day string
		if err := rows.Scan(&c.Run, &first, &end, &c.State, &c.By, &c.Reason, &day); err != nil {
			return nil, err
		}
		if c.Period, err = period(first, sql.NullString{String: end, Valid: true}); err != nil {
			return nil, fmt.Errorf("the period of run %q: %w", c.Run, err)
		}
		if c.On, err = dayOrUnset(sql.NullString{String: day, Valid: day != ""}); err != nil {
			return nil, fmt.Errorf("the mark of run %q: %w", c.Run, err)
		}
		changes = append(changes, c)
	}
	return changes, rows.Err()
}

func insertChange(ctx context.Context, conn *sql.Conn, p kam.Period, c ledger.Change) error {
	_, err := conn.ExecContext(ctx, `INSERT INTO period_changes
		(run, period_from, period_until, state, marked_by, reason, day) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		c.Run, p.From.String(), p.Until.String(), c.State, c.By, c.Reason, c.On.String())
	return err
}

// markColumns returns a mark as the runs keep it: four NULLs when there is none.
func markColumns(m *ledger.Mark) (state, by, reason, on sql.NullString) {
	if m == nil {
		return state, by, reason, on
	}
	text := func(s string) sql.NullString { return sql.NullString{String: s, Valid: true} }
	return text(string(m.State)), text(m.By), text(m.Reason), text(m.On.String())
}

// markOf reads a mark that was stored.
func markOf(state, by, reason, on sql.NullString) (*ledger.Mark, error) {
	if !state.Valid {
		return nil, nil //nolint:nilnil // a run without a mark
	}
	day, err := dayOrUnset(on)
	if err != nil {
		return nil, err
	}
	return &ledger.Mark{State: ledger.State(state.String), By: by.String, Reason: reason.String, On: day}, nil
}

// checkLives returns how the stored changes differ from those that the runs give, one after the other.
func checkLives(runs []storedRun, stored []ledger.Changed) error {
	lives := map[kam.Period][]ledger.Changed{}
	at := 0
	for _, run := range runs {
		p := run.batch.Period
		life := ledger.PeriodState{Period: p}
		if known := ledger.Lives(lives[p]); len(known) == 1 {
			life = known[0]
		}
		change, err := life.Next(run.batch)
		if err != nil {
			return fmt.Errorf("sqlstore: %w: run %q: %w", ErrDamaged, run.batch.Run, err)
		}
		if change == nil {
			continue
		}
		want := ledger.Changed{Period: p, Change: *change}
		if at == len(stored) || stored[at] != want {
			return fmt.Errorf("sqlstore: %w: the life of %s is not what run %q made it", ErrDamaged, p, run.batch.Run)
		}
		at++
		lives[p] = append(lives[p], want)
	}
	if at < len(stored) {
		return fmt.Errorf("sqlstore: %w: the change of run %q in the life of %s is none that a run made",
			ErrDamaged, stored[at].Run, stored[at].Period)
	}
	return nil
}
