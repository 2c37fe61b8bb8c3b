package store

import (
	"bytes"
	"compress/flate"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Key says which view: what it shows, of what, and which part of it.
type Key struct {
	// Kind is what a view shows, such as "statement".
	Kind string
	// Of is what it is about. Begin it with the run's id where a run has it made.
	Of string
	// Number counts the parts of a long one, from 0.
	Number int
}

// batchBytes is how many bytes of views one transaction writes: other writers wait for no longer than that takes.
const batchBytes = 4 << 20

// Writer collects views and writes them a few megabytes at a time. It is not safe for concurrent use.
type Writer struct {
	store  *Store
	rows   []row
	buffer int
}

type row struct {
	key  Key
	data []byte
}

// Writer returns one that has nothing to write yet.
func (s *Store) Writer() *Writer { return &Writer{store: s} }

// Put adds a view; one of the same key is replaced. It may be read once Flush has returned.
func (w *Writer) Put(ctx context.Context, key Key, view any) error {
	text, err := json.Marshal(view)
	if err != nil {
		return fmt.Errorf("store: view %s of %s: %w", key.Kind, key.Of, err)
	}
	var packed bytes.Buffer
	z, err := flate.NewWriter(&packed, flate.BestSpeed)
	if err != nil {
		return fmt.Errorf("store: compress: %w", err)
	}
	if _, err := z.Write(text); err != nil {
		return fmt.Errorf("store: compress: %w", err)
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("store: compress: %w", err)
	}
	w.rows = append(w.rows, row{key, packed.Bytes()})
	if w.buffer += packed.Len(); w.buffer >= batchBytes {
		return w.Flush(ctx)
	}
	return nil
}

// Flush writes what was put and not written yet.
func (w *Writer) Flush(ctx context.Context) (err error) {
	if len(w.rows) == 0 {
		return nil
	}
	tx, err := w.store.writer.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("store: write views: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("store: write views: %w", err), tx.Rollback())
		}
	}()
	put, err := tx.PrepareContext(ctx, w.store.rebind(`INSERT INTO console_view (kind, key, number, data) VALUES (?1, ?2, ?3, ?4)
		ON CONFLICT (kind, key, number) DO UPDATE SET data = excluded.data`))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, put.Close()) }()
	for _, r := range w.rows {
		if _, err := put.ExecContext(ctx, r.key.Kind, r.key.Of, r.key.Number, r.data); err != nil {
			return err
		}
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	w.rows, w.buffer = w.rows[:0], 0
	return nil
}

// View reads a view into the value that to points to, and tells whether there is one.
func (s *Store) View(ctx context.Context, key Key, to any) (bool, error) {
	var packed []byte
	err := s.db.QueryRowContext(ctx, s.rebind(`SELECT data FROM console_view WHERE kind = ?1 AND key = ?2 AND number = ?3`),
		key.Kind, key.Of, key.Number).Scan(&packed)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("store: view %s of %s: %w", key.Kind, key.Of, err)
	}
	text, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	if err == nil {
		err = json.Unmarshal(text, to)
	}
	if err != nil {
		return false, fmt.Errorf("store: view %s of %s: %w", key.Kind, key.Of, err)
	}
	return true, nil
}

// Of returns of what there are views of one kind, in order.
func (s *Store) Of(ctx context.Context, kind string) (of []string, err error) {
	rows, err := s.db.QueryContext(ctx, s.rebind(`SELECT DISTINCT key FROM console_view WHERE kind = ?1 ORDER BY key`), kind)
	if err != nil {
		return nil, fmt.Errorf("store: views of %s: %w", kind, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			return nil, fmt.Errorf("store: views of %s: %w", kind, err)
		}
		of = append(of, one)
	}
	return of, rows.Err()
}

// removeRows is how many views one statement removes: other writers wait for no longer than that takes.
const removeRows = 500

// Remove removes the views of one kind that are of something that begins with a text, some at a time. It may be interrupted and called
// again.
func (s *Store) Remove(ctx context.Context, kind, of string) error {
	if of == "" {
		return errors.New("store: remove: every view begins with nothing")
	}
	until := of[:len(of)-1] + string(of[len(of)-1]+1) // the first text behind those that begin with it
	for {
		result, err := s.writer.ExecContext(ctx, s.rebind(`DELETE FROM console_view WHERE kind = ?1 AND (key, number) IN (
			SELECT key, number FROM console_view WHERE kind = ?1 AND key >= ?2 AND key < ?3 ORDER BY key, number LIMIT ?4)`), kind, of, until, removeRows)
		if err != nil {
			return fmt.Errorf("store: remove %s of %s: %w", kind, of, err)
		}
		n, err := result.RowsAffected()
		if err != nil {
			return fmt.Errorf("store: remove %s of %s: %w", kind, of, err)
		}
		if n < removeRows {
			return nil
		}
	}
}
