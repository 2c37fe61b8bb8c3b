package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/kam-go/kam/incentive/ledger"
)

// postWorker posts what the shares have come to.
type postWorker struct {
	river.WorkerDefaults[postArgs]
	*database
	*payroll
}

// NextRetry says when a job that has failed is begun again.
func (w *postWorker) NextRetry(*river.Job[postArgs]) time.Time { return time.Now().Add(again) }

// Work joins the shares and appends the batch. The ledger has a transaction of its own: when this job is begun again after
// it, the ledger knows the run and adds nothing.
func (w *postWorker) Work(ctx context.Context, job *river.Job[postArgs]) error {
	rows, err := w.pool.Query(ctx, `SELECT tally FROM tallies ORDER BY share`)
	if err != nil {
		return err
	}
	tallies, err := pgx.CollectRows(rows, pgx.RowTo[[]byte])
	if err != nil {
		return err
	}
	joined, err := w.enrolment.Join(tallies)
	if err != nil {
		return river.JobCancel(err)
	}
	batch, err := joined.Batch()
	if err != nil {
		return river.JobCancel(err)
	}
	switch _, err := w.book.Append(ctx, batch); {
	case errors.Is(err, ledger.ErrStale), errors.Is(err, ledger.ErrConflict):
		return river.JobCancel(fmt.Errorf("something else was posted meanwhile: %w", err))
	case err != nil:
		return err
	}
	return pgx.BeginFunc(ctx, w.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE payroll SET posted = $1`, joined.ID()); err != nil {
			return err
		}
		_, err := river.JobCompleteTx[*riverpgxv5.Driver](ctx, tx, job)
		return err
	})
}
