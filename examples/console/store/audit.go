package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/kam-go/kam"
)

// Event is one row of the audit: who saw or did what.
type Event struct {
	// Number is its place, rising. The store sets it.
	Number int64
	At     time.Time
	// Person is who it was, empty before signing in, and Role as what.
	Person, Role string
	// Method and Route are what was asked for, Object what it is about, and About the id of the person whom it is about, empty for none.
	Method, Route, Object, About string
	// Outcome is what came of it, such as "seen", "done" or "refused".
	Outcome string
}

// Record adds a row to the audit.
func (s *Store) Record(ctx context.Context, e Event) error {
	err := s.exec(ctx, `INSERT INTO console_audit (at, person, role, method, route, object, about, outcome) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)`,
		stamp(e.At), e.Person, e.Role, e.Method, e.Route, e.Object, e.About, e.Outcome)
	if err != nil {
		return fmt.Errorf("store: audit: %w", err)
	}
	return nil
}

// Which says which rows of the audit are meant. The zero value means all.
type Which struct {
	// By is who it was, and About whom it is about.
	By, About string
	// Day is on which day in UTC; not set for all.
	Day kam.Day
}

// where returns the condition, the first parameter of which is ?1, and its parameters.
func (w Which) where() (condition string, args []any) {
	condition = "1 = 1"
	add := func(test, value string) {
		args = append(args, value)
		condition += fmt.Sprintf(" AND %s = ?%d", test, len(args))
	}
	if w.By != "" {
		add("person", w.By)
	}
	if w.About != "" {
		add("about", w.About)
	}
	if w.Day.IsSet() {
		add("substr(at, 1, 10)", w.Day.String())
	}
	return condition, args
}

// Audit returns at most limit rows before a number, the newest first; a number of 0 stands for the end.
func (s *Store) Audit(ctx context.Context, which Which, before int64, limit int) (events []Event, err error) {
	condition, args := which.where()
	if before > 0 {
		args = append(args, before)
		condition += fmt.Sprintf(" AND number < ?%d", len(args))
	}
	args = append(args, limit)
	rows, err := s.db.QueryContext(ctx, s.rebind(fmt.Sprintf(`SELECT number, at, person, role, method, route, object, about, outcome FROM console_audit
		WHERE %s ORDER BY number DESC LIMIT ?%d`, condition, len(args))), args...)
	if err != nil {
		return nil, fmt.Errorf("store: audit: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var e Event
		var at string
		if err := rows.Scan(&e.Number, &at, &e.Person, &e.Role, &e.Method, &e.Route, &e.Object, &e.About, &e.Outcome); err != nil {
			return nil, fmt.Errorf("store: audit: %w", err)
		}
		if e.At, err = time.Parse(time.RFC3339, at); err != nil {
			return nil, fmt.Errorf("store: audit: %w", err)
		}
		events = append(events, e)
	}
	return events, rows.Err()
}
