package main

import (
	"context"
	"io"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
)

// grace is how much longer than allowed a job may run before it is given to another worker.
const grace = 5 * time.Second

// work does jobs until the context ends.
func (d *database) work(ctx context.Context, name string, timeout time.Duration, stderr io.Writer) error {
	p, err := d.payroll(ctx)
	if err != nil {
		return err
	}
	workers := river.NewWorkers()
	river.AddWorker(workers, &shareWorker{database: d, payroll: p})
	river.AddWorker(workers, &postWorker{database: d, payroll: p})
	queue, err := river.NewClient(riverpgxv5.New(d.pool), &river.Config{
		ID:      name,
		Queues:  map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 1}}, // a share fills a processor, and memory
		Workers: workers,
		Logger:  logger(stderr),
		// A job whose worker was killed is running as far as the queue knows, until this much time has passed since its start.
		RescueStuckJobsAfter: timeout + grace,
		JobTimeout:           timeout,
		SoftStopTimeout:      grace,
	})
	if err != nil {
		return err
	}
	if err := queue.Start(ctx); err != nil {
		return err
	}
	<-queue.Stopped()
	return nil
}
