package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/kam-go/kam/incentive"
)

// shareWorker computes shares.
type shareWorker struct {
	river.WorkerDefaults[shareArgs]
	*database
	*payroll
}

// NextRetry says when a job that has failed is begun again.
func (w *shareWorker) NextRetry(*river.Job[shareArgs]) time.Time { return time.Now().Add(again) }

// Work computes a share in a round. What comes of it, its completion, and what follows from it are one transaction.
func (w *shareWorker) Work(ctx context.Context, job *river.Job[shareArgs]) error {
	deals, heard, err := w.read(ctx, job.Args)
	if err != nil {
		return err
	}
	part := incentive.Share{Index: job.Args.Share, Of: w.shares}
	step, err := w.enrolment.Step(ctx, incentive.Transactions(deals), part, heard, incentive.RunOptions{Workers: 1})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return river.JobCancel(err) // it would be the same again
	}
	said, err := resultOf(step)
	if err != nil {
		return river.JobCancel(err)
	}
	return pgx.BeginFunc(ctx, w.pool, func(tx pgx.Tx) error {
		first, err := said.keep(ctx, tx, job.Args)
		if errors.Is(err, errDiffers) {
			return river.JobCancel(err)
		}
		if err != nil {
			return err
		}
		if _, err := river.JobCompleteTx[*riverpgxv5.Driver](ctx, tx, job); err != nil {
			return err
		}
		if !first {
			return nil // somebody was thought dead, and was slow
		}
		return w.count(ctx, tx, job.Args.Round, step.Run != nil)
	})
}

// read returns what the share has, and what it has heard.
func (w *shareWorker) read(ctx context.Context, args shareArgs) (deals []incentive.Transaction, heard [][][]byte, err error) {
	rows, err := w.pool.Query(ctx, `SELECT deal FROM deals WHERE share = $1 ORDER BY number`, args.Share)
	if err != nil {
		return nil, nil, err
	}
	deals, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (t incentive.Transaction, err error) {
		var text []byte
		if err := row.Scan(&text); err != nil {
			return t, err
		}
		return t, json.Unmarshal(text, &t)
	})
	if err != nil {
		return nil, nil, fmt.Errorf("reading the deals of share %d: %w", args.Share, err)
	}
	for range args.Round {
		heard = append(heard, make([][]byte, w.shares))
	}
	rows, err = w.pool.Query(ctx, `SELECT round, teller, figure FROM figures WHERE hearer = $1 AND round < $2`, args.Share, args.Round)
	if err != nil {
		return nil, nil, err
	}
	var round, teller int
	var figure []byte
	_, err = pgx.ForEachRow(rows, []any{&round, &teller, &figure}, func() error {
		if teller < 0 || teller >= w.shares {
			return fmt.Errorf("there is no share %d", teller)
		}
		heard[round][teller] = append([]byte(nil), figure...)
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("reading what share %d has heard: %w", args.Share, err)
	}
	return deals, heard, nil
}

// count counts a share as told, and has the last one begin what follows. Jobs that come here at the same moment wait for
// each other, so that exactly one of them is the last.
func (w *shareWorker) count(ctx context.Context, tx pgx.Tx, round int, done bool) error {
	var told int
	err := tx.QueryRow(ctx, `UPDATE rounds SET told = told + 1 WHERE round = $1 RETURNING told`, round).Scan(&told)
	if err != nil || told < w.shares {
		return err
	}
	queue := river.ClientFromContext[pgx.Tx](ctx)
	if !done {
		return begin(ctx, queue, tx, round+1, w.shares)
	}
	_, err = queue.InsertTx(ctx, tx, postArgs{}, nil)
	return err
}
