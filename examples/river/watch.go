package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	// pause is how long the demonstration waits before it looks again.
	pause = 20 * time.Millisecond
	// patience is how long the database may be away.
	patience = 5 * time.Minute
)

// state is how far the payroll is.
type state struct {
	// round is the present one, and told how many shares have told in it; told of all rounds is in all.
	round, told, all int
	// hands are the jobs that workers have in hand, by worker.
	hands map[string]int64
	// posted is the run, once it is in the ledger.
	posted string
}

// state returns how far the payroll is, or an error when a job was given up.
func (d *database) state(ctx context.Context) (state, error) {
	s := state{hands: map[string]int64{}}
	err := d.pool.QueryRow(ctx, `SELECT r.round, r.told, (SELECT sum(told) FROM rounds), coalesce(p.posted, '')
		FROM rounds r, payroll p ORDER BY r.round DESC LIMIT 1`).Scan(&s.round, &s.told, &s.all, &s.posted)
	if err != nil {
		return s, err
	}
	rows, err := d.pool.Query(ctx, `SELECT id, state::TEXT, attempted_by[array_upper(attempted_by, 1)], coalesce(errors[array_upper(errors, 1)] ->> 'error', '')
		FROM river_job WHERE state IN ('running', 'cancelled', 'discarded')`)
	if err != nil {
		return s, err
	}
	var id int64
	var how, by, why string
	_, err = pgx.ForEachRow(rows, []any{&id, &how, &by, &why}, func() error {
		if how != "running" {
			return errGivenUp{fmt.Errorf("job %d is %s: %s", id, how, why)}
		}
		s.hands[by] = id
		return nil
	})
	return s, err
}

// errGivenUp is a job that is not begun again.
type errGivenUp struct{ error }

// watch calls look each time the payroll has come further or a job was taken in hand, until it is posted.
func (d *database) watch(ctx context.Context, look func(state) error) (state, error) {
	away := time.Time{}
	for {
		s, err := d.state(ctx)
		var givenUp errGivenUp
		switch {
		case errors.As(err, &givenUp):
			return s, err
		case err == nil:
			away = time.Time{}
			if s.posted != "" {
				return s, nil
			}
			if err := look(s); err != nil {
				return s, err
			}
		case away.IsZero():
			away = time.Now()
		case time.Since(away) > patience:
			return s, fmt.Errorf("the database is away: %w", err)
		}
		select {
		case <-ctx.Done():
			return s, ctx.Err()
		case <-time.After(pause):
		}
	}
}

// trials returns how many jobs there were, how many of them were begun more than once, and how often one was taken from a
// worker that was not heard of any more.
func (d *database) trials(ctx context.Context) (jobs, repeated, rescued int, err error) {
	err = d.pool.QueryRow(ctx, `SELECT count(*), count(*) FILTER (WHERE attempt > 1), count(*) FILTER (WHERE metadata ? 'river:rescue_count') FROM river_job`).
		Scan(&jobs, &repeated, &rescued)
	return jobs, repeated, rescued, err
}
