package pgstore

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/kam-go/kam/incentive/ledger"
)

// Verify returns nil when the ledger is what was appended: every run has its entries and its mark, unchanged and summing
// to zero, and follows the run before it. Otherwise the error wraps [ErrDamaged] and names the first run that is not.
//
// It recomputes the chain of heads from the entries, so a row that was changed, added or deleted behind the store's
// back shows, but for whole runs removed from the end: those show when the head is compared with a receipt kept
// elsewhere. The entries of one run at a time are in memory.
func (s *Store) Verify(ctx context.Context) error {
	return s.read(ctx, "verify", func(tx pgx.Tx) error {
		runs, err := storedRuns(ctx, tx)
		if err != nil {
			return err
		}
		before, seen, latest := ledger.Head(""), int64(0), map[string]ledger.PeriodState{}
		for _, run := range runs {
			for r, err := range records(ctx, tx, `WHERE e.run = $1 ORDER BY e.number`, run.number) {
				if err != nil {
					return err
				}
				run.batch.Entries = append(run.batch.Entries, r.Entry)
			}
			seen += int64(len(run.batch.Entries))
			err := run.check(before)
			if err == nil {
				err = run.checkLife(latest)
			}
			if err != nil {
				return fmt.Errorf("%w: run %q: %w", ErrDamaged, run.batch.Run, err)
			}
			before = run.head
		}
		var entries int64
		if err := tx.QueryRow(ctx, `SELECT count(*) FROM entries`).Scan(&entries); err != nil {
			return err
		}
		if entries != seen {
			return fmt.Errorf("%w: %d entries belong to no run", ErrDamaged, entries-seen)
		}
		return nil
	})
}

// storedRun is a row of the runs with its entries.
type storedRun struct {
	number  int64
	batch   ledger.Batch
	digest  string
	head    ledger.Head
	entries int
	change  change
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
		return fmt.Errorf("its entries and mark have the digest %s instead of %s", digest, r.digest)
	}
	if next := r.batch.NextHead(); next != r.head {
		return fmt.Errorf("its head is %q instead of %q", r.head, next)
	}
	return nil
}

// checkLife tells whether the run was allowed where its period stood, and changed it as stored.
func (r storedRun) checkLife(latest map[string]ledger.PeriodState) error {
	life, known := latest[r.batch.Period.String()]
	if !known {
		life.Period = r.batch.Period
	}
	change, err := life.Next(r.batch)
	if err != nil {
		return err
	}
	stored, err := r.change.read(r.batch.Run)
	if err != nil {
		return err
	}
	switch {
	case change == nil && r.change.state == nil:
		return nil
	case change == nil || r.change.state == nil || *change != stored:
		return fmt.Errorf("it has the change %q of its period, which is not the one that its entries and mark make", stored.State)
	}
	life.Change = *change
	life.History = append(life.History, *change)
	latest[r.batch.Period.String()] = life
	return nil
}

func storedRuns(ctx context.Context, tx pgx.Tx) ([]storedRun, error) {
	rows, err := tx.Query(ctx, `SELECT number, run, digest, head_before, head, period_from, period_until, entries,
		state, state_by, state_reason, state_on FROM runs ORDER BY number`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var runs []storedRun
	for rows.Next() {
		var r storedRun
		var from, until pgtype.Date
		targets := append([]any{&r.number, &r.batch.Run, &r.digest, &r.batch.Head, &r.head, &from, &until, &r.entries}, r.change.targets()...)
		if err := rows.Scan(targets...); err != nil {
			return nil, err
		}
		if r.batch.Period, err = period(from, until); err != nil {
			return nil, fmt.Errorf("run %q: %w", r.batch.Run, err)
		}
		if r.batch.Mark, err = r.change.mark(r.batch.Run); err != nil {
			return nil, err
		}
		runs = append(runs, r)
	}
	return runs, rows.Err()
}
