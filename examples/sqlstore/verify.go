package sqlstore

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive/ledger"
)

// Verify returns nil when the ledger is what was appended: every run has its entries and its mark, unchanged and summing
// to zero, and follows the run before it, and the lives of the periods are those that the runs give. Otherwise the error wraps [ErrDamaged] and names the first run that is not.
//
// It recomputes the chain of heads from the entries, so a row that was changed, added or deleted behind the store's
// back shows, but for whole runs removed from the end: those show when the head is compared with a receipt kept
// elsewhere.
func (s *Store) Verify(ctx context.Context) error {
	return s.read(ctx, "verify", func(conn *sql.Conn) error {
		runs, err := storedRuns(ctx, conn)
		if err != nil {
			return err
		}
		byRun := make(map[string]*storedRun, len(runs))
		for i := range runs {
			byRun[runs[i].batch.Run] = &runs[i]
		}
		all := kam.Period{From: kam.MustDay("0001-01-01")}
		for record, err := range records(ctx, conn, all, allAccounts) {
			if err != nil {
				return err
			}
			run := byRun[record.Run] // an entry of no run is an error of records
			run.batch.Entries = append(run.batch.Entries, record.Entry)
		}
		changes, err := periodChanges(ctx, conn, all)
		if err != nil {
			return err
		}
		before := ledger.Head("")
		for _, run := range runs {
			if err := run.check(before); err != nil {
				return fmt.Errorf("sqlstore: %w: run %q: %w", ErrDamaged, run.batch.Run, err)
			}
			before = run.head
		}
		return checkLives(runs, changes)
	})
}

// storedRun is a row of the runs with its entries.
type storedRun struct {
	batch   ledger.Batch
	digest  string
	head    ledger.Head
	entries int
}

func (r storedRun) check(before ledger.Head) error {
	if r.batch.Head != before {
		return fmt.Errorf("it follows the head %q, but the run before it has %q", r.batch.Head, before)
	}
	if len(r.batch.Entries) != r.entries {
		return fmt.Errorf("%d entries instead of %d", len(r.batch.Entries), r.entries)
	}
	if err := r.batch.Check(); err != nil {
		return err
	}
	if digest := r.batch.Digest(); digest != r.digest {
		return fmt.Errorf("its entries have the digest %s instead of %s", digest, r.digest)
	}
	if next := r.batch.NextHead(); next != r.head {
		return fmt.Errorf("its head is %q instead of %q", r.head, next)
	}
	return nil
}

func storedRuns(ctx context.Context, conn *sql.Conn) ([]storedRun, error) {
	rows, err := conn.QueryContext(ctx, `SELECT run, digest, head_before, head, period_from, period_until, entries,
		mark, marked_by, marked_for, marked_on
		FROM runs ORDER BY number`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // its fault shows in rows.Err
	var runs []storedRun
	for rows.Next() {
		var r storedRun
		var from string
		var until, mark, by, reason, on sql.NullString
		err := rows.Scan(&r.batch.Run, &r.digest, &r.batch.Head, &r.head, &from, &until, &r.entries, &mark, &by, &reason, &on)
		if err != nil {
			return nil, err
		}
		if r.batch.Mark, err = markOf(mark, by, reason, on); err != nil {
			return nil, fmt.Errorf("run %q: %w", r.batch.Run, err)
		}
		if r.batch.Period, err = period(from, until); err != nil {
			return nil, fmt.Errorf("run %q: %w", r.batch.Run, err)
		}
		runs = append(runs, r)
	}
	return runs, rows.Err()
}
