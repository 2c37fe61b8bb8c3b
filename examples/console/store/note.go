package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// MaxNote is the length of the longest note, in bytes.
const MaxNote = 2000

// Note is what somebody wrote about a customer.
type Note struct {
	At       time.Time
	By, Text string
}

// AddNote keeps a note on a customer of a payee.
func (s *Store) AddNote(ctx context.Context, payee, customer string, n Note) error {
	err := s.exec(ctx, `INSERT INTO console_note (payee, customer, at, by, text) VALUES (?1, ?2, ?3, ?4, ?5)`,
		payee, customer, stamp(n.At), n.By, n.Text)
	if err != nil {
		return fmt.Errorf("store: note: %w", err)
	}
	return nil
}

// Notes returns the latest notes on the customers of a payee, by customer, the newest first, at most 200.
func (s *Store) Notes(ctx context.Context, payee string) (notes map[string][]Note, err error) {
	rows, err := s.db.QueryContext(ctx, s.rebind(`SELECT customer, at, by, text FROM console_note WHERE payee = ?1 ORDER BY number DESC LIMIT 200`), payee)
	if err != nil {
		return nil, fmt.Errorf("store: notes: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	notes = map[string][]Note{}
	for rows.Next() {
		var customer, at string
		var n Note
		if err := rows.Scan(&customer, &at, &n.By, &n.Text); err != nil {
			return nil, fmt.Errorf("store: notes: %w", err)
		}
		if n.At, err = time.Parse(time.RFC3339, at); err != nil {
			return nil, fmt.Errorf("store: notes: %w", err)
		}
		notes[customer] = append(notes[customer], n)
	}
	return notes, rows.Err()
}

// stamp is how an instant is kept.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
