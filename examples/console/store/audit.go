package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Event is one row of the audit: who saw or did what.
type Event struct {
	// Number is its place, rising. The store sets it.
	Number int64
	At     time.Time
	// Person is who it was, empty before signing in, and Role as what.
	Person, Role string
	// Method and Route are what was asked for, Object whom or what it is about.
	Method, Route, Object string
	// Outcome is what came of it, such as "seen", "done" or "refused".
	Outcome string
}

// Record adds a row to the audit.
func (s *Store) Record(ctx context.Context, e Event) error {
	err := s.exec(ctx, `INSERT INTO console_audit (at, person, role, method, route, object, outcome) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)`,
		stamp(e.At), e.Person, e.Role, e.Method, e.Route, e.Object, e.Outcome)
	if err != nil {
		return fmt.Errorf("store: audit: %w", err)
	}
	return nil
}

// Audit returns at most limit rows before a number, the newest first; a number of 0 stands for the end.
func (s *Store) Audit(ctx context.Context, before int64, limit int) (events []Event, err error) {
	rows, err := s.db.QueryContext(ctx, s.rebind(`SELECT number, at, person, role, method, route, object, outcome FROM console_audit
		WHERE ?1 = 0 OR number < ?1 ORDER BY number DESC LIMIT ?2`), before, limit)
	if err != nil {
		return nil, fmt.Errorf("store: audit: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var e Event
		var at string
		if err := rows.Scan(&e.Number, &at, &e.Person, &e.Role, &e.Method, &e.Route, &e.Object, &e.Outcome); err != nil {
			return nil, fmt.Errorf("store: audit: %w", err)
		}
		if e.At, err = time.Parse(time.RFC3339, at); err != nil {
			return nil, fmt.Errorf("store: audit: %w", err)
		}
		events = append(events, e)
	}
	return events, rows.Err()
}
