package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/storable"
	"github.com/kam-go/kam/incentive/ledger"
)

// Snapshot returns what was posted for the periods inside the window; see [ledger.Ledger].
func (s *Store) Snapshot(ctx context.Context, window kam.Period) (ledger.Snapshot, error) {
	if err := ledger.CheckWindow(window); err != nil {
		return ledger.Snapshot{}, err
	}
	var snapshot ledger.Snapshot
	err := s.read(ctx, "snapshot of", func(conn *sql.Conn) (err error) {
		if snapshot.Head, err = head(ctx, conn); err != nil {
			return err
		}
		if snapshot.Posted, err = ledger.Sum(records(ctx, conn, window, payeesAccounts)); err != nil {
			return err
		}
		changes, err := periodChanges(ctx, conn, window)
		snapshot.Periods = ledger.Lives(changes)
		return err
	})
	if err != nil {
		return ledger.Snapshot{}, err
	}
	return snapshot, nil
}

// Append adds the batch whole or not at all; see [ledger.Ledger].
func (s *Store) Append(ctx context.Context, batch ledger.Batch) (ledger.Receipt, error) {
	if err := batch.Check(); err != nil {
		return ledger.Receipt{}, err
	}
	var receipt ledger.Receipt
	err := s.write(ctx, "append to", func(conn *sql.Conn) (err error) {
		receipt, err = appendBatch(ctx, conn, batch)
		return err
	})
	if err != nil {
		return ledger.Receipt{}, err
	}
	return receipt, nil
}

func appendBatch(ctx context.Context, conn *sql.Conn, b ledger.Batch) (ledger.Receipt, error) {
	receipt := ledger.Receipt{Run: b.Run}
	digest, known := b.Digest(), ""
	err := conn.QueryRowContext(ctx, "SELECT digest, head, entries FROM runs WHERE run = ?", b.Run).
		Scan(&known, &receipt.Head, &receipt.Entries)
	switch {
	case errors.Is(err, sql.ErrNoRows):
	case err != nil:
		return ledger.Receipt{}, err
	case known != digest:
		return ledger.Receipt{}, fmt.Errorf("%w: run %q has digest %s there and %s here", ledger.ErrConflict, b.Run, known, digest)
	default:
		receipt.Repeated = true
		return receipt, nil
	}
	present, err := head(ctx, conn)
	if err != nil {
		return ledger.Receipt{}, err
	}
	if b.Empty() {
		receipt.Head, receipt.Empty = present, true
		return receipt, nil
	}
	if present != b.Head {
		return ledger.Receipt{}, fmt.Errorf("%w: it is %q, and the batch of run %q has %q", ledger.ErrStale, present, b.Run, b.Head)
	}
	life, err := lifeOf(ctx, conn, b.Period)
	if err != nil {
		return ledger.Receipt{}, err
	}
	change, err := life.Next(b)
	if err != nil {
		return ledger.Receipt{}, err
	}
	receipt.Head, receipt.Entries = b.NextHead(), len(b.Entries)
	mark, by, reason, on := markColumns(b.Mark)
	_, err = conn.ExecContext(ctx, `INSERT INTO runs
		(run, digest, head_before, head, period_from, period_until, entries, mark, marked_by, marked_for, marked_on)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		b.Run, digest, b.Head, receipt.Head, b.Period.From.String(), b.Period.Until.String(), len(b.Entries),
		mark, by, reason, on)
	if err != nil {
		return ledger.Receipt{}, err
	}
	if change != nil {
		if err := insertChange(ctx, conn, b.Period, *change); err != nil {
			return ledger.Receipt{}, err
		}
	}
	return receipt, insertEntries(ctx, conn, b)
}

func insertEntries(ctx context.Context, conn *sql.Conn, b ledger.Batch) error {
	insert, err := conn.PrepareContext(ctx, `INSERT INTO entries
		(run, payee, plan, version, component, kind, reference, period_from, period_until, account, amount, currency)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	for _, e := range b.Entries {
		_, err = insert.ExecContext(ctx, b.Run, e.Payee, e.Plan, e.Version, e.Component, e.Kind, e.Reference,
			e.Period.From.String(), e.Period.Until.String(), e.Account, storable.NumberText(e.Amount), e.Currency)
		if err != nil {
			break
		}
	}
	return errors.Join(err, insert.Close())
}

// Entries yields the entries for the periods inside the window in the order appended; see [ledger.Ledger].
func (s *Store) Entries(ctx context.Context, window kam.Period) iter.Seq2[ledger.Record, error] {
	return func(yield func(ledger.Record, error) bool) {
		if err := ledger.CheckWindow(window); err != nil {
			yield(ledger.Record{}, err)
			return
		}
		left := false
		err := s.read(ctx, "read the entries of", func(conn *sql.Conn) error {
			for record, err := range records(ctx, conn, window, allAccounts) {
				if err != nil {
					return err
				}
				if !yield(record, nil) {
					left = true
					return nil
				}
			}
			return nil
		})
		if err != nil && !left {
			yield(ledger.Record{}, err)
		}
	}
}

// head returns the head of the ledger, "" when it is empty.
func head(ctx context.Context, q querier) (ledger.Head, error) {
	var h ledger.Head
	err := q.QueryRowContext(ctx, "SELECT head FROM runs ORDER BY number DESC LIMIT 1").Scan(&h)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return h, err
}

// The accounts that records yields the entries of.
const (
	allAccounts    = "true"
	payeesAccounts = "e.account IN ('payee', 'held', 'debt', 'paid')" // what a snapshot sums
)

// records yields the entries inside the window on some accounts. Periods are compared by their days as text. Every entry has an end, which no day sorts after the bound of a window without one.
func records(ctx context.Context, conn *sql.Conn, window kam.Period, accounts string) iter.Seq2[ledger.Record, error] {
	return func(yield func(ledger.Record, error) bool) {
		from, until := bounds(window)
		rows, err := conn.QueryContext(ctx, `SELECT e.number, e.run, r.period_from, r.period_until, e.payee, e.plan, e.version,
			e.component, e.kind, e.reference, e.period_from, e.period_until, e.account, e.amount, e.currency
			FROM entries e LEFT JOIN runs r ON r.run = e.run
			WHERE e.period_from >= ? AND e.period_until <= ? AND `+accounts+" ORDER BY e.number", from, until)
		if err != nil {
			yield(ledger.Record{}, err)
			return
		}
		defer func() { _ = rows.Close() }() // its fault shows in rows.Err
		for rows.Next() {
			r, err := scanRecord(rows)
			if !yield(r, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(ledger.Record{}, err)
		}
	}
}

func scanRecord(rows *sql.Rows) (ledger.Record, error) {
	var r ledger.Record
	var from, amount string
	var intoFrom, intoUntil, until sql.NullString
	err := rows.Scan(&r.Number, &r.Run, &intoFrom, &intoUntil, &r.Payee, &r.Plan, &r.Version, &r.Component, &r.Kind,
		&r.Reference, &from, &until, &r.Account, &amount, &r.Currency)
	if err != nil {
		return ledger.Record{}, err
	}
	if !intoFrom.Valid {
		return ledger.Record{}, fmt.Errorf("sqlstore: %w: entry %d belongs to the unknown run %q", ErrDamaged, r.Number, r.Run)
	}
	if r.Into, err = period(intoFrom.String, intoUntil); err != nil {
		return ledger.Record{}, fmt.Errorf("run %q: %w", r.Run, err)
	}
	if r.Period, err = period(from, until); err != nil {
		return ledger.Record{}, fmt.Errorf("entry %d: %w", r.Number, err)
	}
	if r.Amount, err = number(amount); err != nil {
		return ledger.Record{}, fmt.Errorf("entry %d: %w", r.Number, err)
	}
	return r, nil
}
