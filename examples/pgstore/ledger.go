package pgstore

import (
	"context"
	"fmt"
	"iter"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
)

// page is how many entries are read at once.
const page = 5_000

// Snapshot returns what was posted for the periods inside the window; see [ledger.Ledger].
func (s *Store) Snapshot(ctx context.Context, window kam.Period) (ledger.Snapshot, error) {
	if err := ledger.CheckWindow(window); err != nil {
		return ledger.Snapshot{}, err
	}
	var snapshot ledger.Snapshot
	err := s.read(ctx, "snapshot of", func(tx pgx.Tx) (err error) {
		if _, snapshot.Head, err = newest(ctx, tx); err != nil {
			return err
		}
		if snapshot.Periods, err = lives(ctx, tx, window); err != nil {
			return err
		}
		snapshot.Posted, err = ledger.Sum(records(ctx, tx, `WHERE e.period_from >= $1 AND e.period_until <= $2
			AND e.account = ANY($3) ORDER BY e.number`, windowed(window, ofPayees())...))
		return err
	})
	if err != nil {
		return ledger.Snapshot{}, err
	}
	return snapshot, nil
}

// ofPayees returns the accounts that a snapshot sums.
func ofPayees() []string {
	var accounts []string
	for _, a := range ledger.Accounts() {
		if a.OfPayee() {
			accounts = append(accounts, string(a))
		}
	}
	return accounts
}

// windowed returns the days of a window and more as the arguments of a query.
func windowed(window kam.Period, more ...any) []any {
	from, until := bounds(window)
	return append([]any{from, until}, more...)
}

// Append adds the batch whole or not at all; see [ledger.Ledger].
func (s *Store) Append(ctx context.Context, batch ledger.Batch) (ledger.Receipt, error) {
	if err := batch.Check(); err != nil {
		return ledger.Receipt{}, err
	}
	var receipt ledger.Receipt
	err := s.write(ctx, "append to", func(tx pgx.Tx) (err error) {
		if err := lock(ctx, tx, "ledger"); err != nil {
			return err
		}
		receipt, err = appendBatch(ctx, tx, batch)
		return err
	})
	if err != nil {
		return ledger.Receipt{}, err
	}
	return receipt, nil
}

// lock lets one transaction at a time go on, until it ends. What is read after it is what the one before committed.
func lock(ctx context.Context, tx pgx.Tx, what string) error {
	_, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1, hashtext(current_schema() || '.' || $2))`, lockClass, what)
	return err
}

func appendBatch(ctx context.Context, tx pgx.Tx, b ledger.Batch) (ledger.Receipt, error) {
	receipt := ledger.Receipt{Run: b.Run}
	digest, known := b.Digest(), ""
	err := tx.QueryRow(ctx, `SELECT digest, head, entries FROM runs WHERE run = $1`, b.Run).
		Scan(&known, &receipt.Head, &receipt.Entries)
	switch {
	case scanNone(err):
	case err != nil:
		return ledger.Receipt{}, err
	case known != digest:
		return ledger.Receipt{}, ownError{fmt.Errorf("%w: run %q has digest %s there and %s here", ledger.ErrConflict, b.Run, known, digest)}
	default:
		receipt.Repeated = true
		return receipt, nil
	}
	number, present, err := newest(ctx, tx)
	if err != nil {
		return ledger.Receipt{}, err
	}
	if b.Empty() {
		receipt.Head, receipt.Empty = present, true
		return receipt, nil
	}
	if present != b.Head {
		return ledger.Receipt{}, ownError{fmt.Errorf("%w: it is %q, and the batch of run %q has %q", ledger.ErrStale, present, b.Run, b.Head)}
	}
	change, err := changeOf(ctx, tx, b)
	if err != nil {
		return ledger.Receipt{}, err
	}
	receipt.Head, receipt.Entries = b.NextHead(), len(b.Entries)
	_, err = tx.Exec(ctx, `INSERT INTO runs
		(number, run, digest, head_before, head, period_from, period_until, entries, state, state_by, state_reason, state_on)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		append([]any{
			number + 1, b.Run, digest, string(b.Head), string(receipt.Head),
			dateOf(b.Period.From), dateOf(b.Period.Until), len(b.Entries),
		}, changeColumns(change)...)...)
	if err != nil {
		return ledger.Receipt{}, err
	}
	return receipt, copyEntries(ctx, tx, number+1, b.Entries)
}

// copyEntries adds the entries of a run after those that are there.
func copyEntries(ctx context.Context, tx pgx.Tx, run int64, entries []ledger.Entry) error {
	var last int64
	if err := tx.QueryRow(ctx, `SELECT coalesce(max(number), 0) FROM entries`).Scan(&last); err != nil {
		return err
	}
	columns := []string{
		"number", "run", "payee", "plan", "version", "component", "kind", "period_from", "period_until", "account",
		"reference", "amount", "currency",
	}
	copied, err := tx.CopyFrom(ctx, pgx.Identifier{"entries"}, columns, pgx.CopyFromSlice(len(entries), func(i int) ([]any, error) {
		e := entries[i]
		return []any{
			last + int64(i) + 1, run, e.Payee, e.Plan, int64(e.Version), e.Component, string(e.Kind),
			dateOf(e.Period.From), dateOf(e.Period.Until), string(e.Account), e.Reference, numeric(e.Amount), string(e.Currency),
		}, nil
	}))
	if err == nil && copied != int64(len(entries)) {
		return fmt.Errorf("%d of %d entries were copied", copied, len(entries))
	}
	return err
}

// Entries yields the entries for the periods inside the window in the order appended; see [ledger.Ledger]. It keeps no
// connection while the loop's body runs: entries never change, so those up to the last one of the moment it started
// are read page by page.
func (s *Store) Entries(ctx context.Context, window kam.Period) iter.Seq2[ledger.Record, error] {
	return func(yield func(ledger.Record, error) bool) {
		if err := ledger.CheckWindow(window); err != nil {
			yield(ledger.Record{}, err)
			return
		}
		after, last := int64(0), int64(-1)
		for {
			list, err := s.pageOf(ctx, window, after, &last)
			for _, r := range list {
				if err := ctx.Err(); err != nil {
					yield(ledger.Record{}, s.explain(ctx, "read the entries of", err))
					return
				}
				if !yield(r, nil) {
					return
				}
				after = r.Number
			}
			switch {
			case err != nil:
				yield(ledger.Record{}, err)
				return
			case len(list) < page:
				return
			}
		}
	}
}

// pageOf returns the next entries after a number, up to the number last, which it sets when it is below zero. What was
// read before an error is returned with it.
func (s *Store) pageOf(ctx context.Context, window kam.Period, after int64, last *int64) (list []ledger.Record, err error) {
	err = s.read(ctx, "read the entries of", func(tx pgx.Tx) error {
		if *last < 0 {
			if err := tx.QueryRow(ctx, `SELECT coalesce(max(number), 0) FROM entries`).Scan(last); err != nil {
				return err
			}
		}
		query := `WHERE e.period_from >= $1 AND e.period_until <= $2 AND e.number > $3 AND e.number <= $4
			ORDER BY e.number LIMIT $5`
		for r, err := range records(ctx, tx, query, windowed(window, after, *last, page)...) {
			if err != nil {
				return err
			}
			list = append(list, r)
		}
		return nil
	})
	return list, err
}

// newest returns the number of the last run and the head of the ledger, 0 and "" when it is empty.
func newest(ctx context.Context, tx pgx.Tx) (number int64, head ledger.Head, err error) {
	err = tx.QueryRow(ctx, `SELECT number, head FROM runs ORDER BY number DESC LIMIT 1`).Scan(&number, &head)
	if scanNone(err) {
		return 0, "", nil
	}
	return number, head, err
}

// records yields the entries that the end of a query is for.
func records(ctx context.Context, tx pgx.Tx, end string, args ...any) iter.Seq2[ledger.Record, error] {
	return func(yield func(ledger.Record, error) bool) {
		rows, err := tx.Query(ctx, `SELECT e.number, r.run, r.period_from, r.period_until, e.payee, e.plan, e.version,
			e.component, e.kind, e.period_from, e.period_until, e.account, e.reference, e.amount, e.currency
			FROM entries e JOIN runs r ON r.number = e.run `+end, args...)
		if err != nil {
			yield(ledger.Record{}, err)
			return
		}
		defer rows.Close()
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

func scanRecord(rows pgx.Rows) (ledger.Record, error) {
	var r ledger.Record
	var intoFrom, intoUntil, from, until pgtype.Date
	var amount pgtype.Numeric
	var version int64
	err := rows.Scan(&r.Number, &r.Run, &intoFrom, &intoUntil, &r.Payee, &r.Plan, &version,
		&r.Component, &r.Kind, &from, &until, &r.Account, &r.Reference, &amount, &r.Currency)
	if err != nil {
		return ledger.Record{}, err
	}
	r.Version = int(version)
	if r.Into, err = period(intoFrom, intoUntil); err != nil {
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
