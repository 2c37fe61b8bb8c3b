package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"github.com/kam-go/kam"
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
		snapshot.Posted, err = ledger.Sum(records(ctx, conn, window, ledger.PayeeAccount))
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
	if len(b.Entries) == 0 {
		receipt.Head, receipt.Empty = present, true
		return receipt, nil
	}
	if present != b.Head {
		return ledger.Receipt{}, fmt.Errorf("%w: it is %q, and the batch of run %q has %q", ledger.ErrStale, present, b.Run, b.Head)
	}
	receipt.Head, receipt.Entries = b.NextHead(), len(b.Entries)
	_, err = conn.ExecContext(ctx, `INSERT INTO runs
		(run, digest, head_before, head, period_from, period_until, entries) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		b.Run, digest, b.Head, receipt.Head, b.Period.From.String(), b.Period.Until.String(), len(b.Entries))
	if err != nil {
		return ledger.Receipt{}, err
	}
	return receipt, insertEntries(ctx, conn, b)
}

func insertEntries(ctx context.Context, conn *sql.Conn, b ledger.Batch) error {
	insert, err := conn.PrepareContext(ctx, `INSERT INTO entries
		(run, payee, plan, version, component, kind, period_from, period_until, account, amount, currency)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	for _, e := range b.Entries {
		_, err = insert.ExecContext(ctx, b.Run, e.Payee, e.Plan, e.Version, e.Component, e.Kind,
			e.Period.From.String(), e.Period.Until.String(), e.Account, numberText(e.Amount), e.Currency)
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
			for record, err := range records(ctx, conn, window, "") {
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

// records yields the entries inside the window, of one account or, for "", of all. Periods are compared by their days
// as text. Every entry has an end, which no day sorts after the bound of a window without one.
func records(ctx context.Context, conn *sql.Conn, window kam.Period, account ledger.Account) iter.Seq2[ledger.Record, error] {
	return func(yield func(ledger.Record, error) bool) {
		from, until := bounds(window)
		rows, err := conn.QueryContext(ctx, `SELECT number, run, payee, plan, version, component, kind,
			period_from, period_until, account, amount, currency FROM entries
			WHERE period_from >= ?1 AND period_until <= ?2 AND (?3 = '' OR account = ?3) ORDER BY number`,
			from, until, account)
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
	var until sql.NullString
	err := rows.Scan(&r.Number, &r.Run, &r.Payee, &r.Plan, &r.Version, &r.Component, &r.Kind,
		&from, &until, &r.Account, &amount, &r.Currency)
	if err != nil {
		return ledger.Record{}, err
	}
	if r.Period, err = period(from, until); err != nil {
		return ledger.Record{}, fmt.Errorf("entry %d: %w", r.Number, err)
	}
	if r.Amount, err = number(amount); err != nil {
		return ledger.Record{}, fmt.Errorf("entry %d: %w", r.Number, err)
	}
	return r, nil
}
