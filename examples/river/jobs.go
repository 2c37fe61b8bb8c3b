package main

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
)

// again is how long a job waits that has failed: what it meets is a database that starts again, or nothing that would pass.
const again = time.Second

// attempts is how often a job is begun at most.
const attempts = 100

// shareArgs say which share a job computes, and in which round.
type shareArgs struct {
	Round int `json:"round"`
	Share int `json:"share"`
}

// Kind names the job.
func (shareArgs) Kind() string { return "share" }

// InsertOpts says how often it is begun.
func (shareArgs) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: attempts} }

// postArgs are those of the job that posts.
type postArgs struct{}

// Kind names the job.
func (postArgs) Kind() string { return "post" }

// InsertOpts says how often it is begun.
func (postArgs) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: attempts} }

// begin starts a round: a count of those who have told, and a job for each share.
func begin(ctx context.Context, queue *river.Client[pgx.Tx], tx pgx.Tx, round, shares int) error {
	if _, err := tx.Exec(ctx, `INSERT INTO rounds (round, told) VALUES ($1, 0)`, round); err != nil {
		return err
	}
	jobs := make([]river.InsertManyParams, shares)
	for i := range jobs {
		jobs[i].Args = shareArgs{round, i}
	}
	_, err := queue.InsertManyTx(ctx, tx, jobs)
	return err
}
