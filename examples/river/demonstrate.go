package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/kam-go/kam/examples/internal/pgserver"
	"github.com/kam-go/kam/examples/internal/terminal"
)

// demonstration is a payroll whose workers and server are killed.
type demonstration struct {
	options
	*database
	// server is one's own; nil where the database is somebody else's.
	server  *pgserver.Server
	workers []*process
	// hired is how many workers were ever started.
	hired int
	// used is the processor time of workers that have ended.
	used time.Duration
	// disturbances are what is still to be done to it, the next one first.
	disturbances []disturbance
	stdout       io.Writer
	begun        time.Time
}

// demonstrate pays a quarter, and compares.
func demonstrate(ctx context.Context, o options, stdout io.Writer) (err error) {
	if err := os.MkdirAll(o.logs, 0o755); err != nil {
		return err
	}
	d := &demonstration{options: o, stdout: stdout, begun: time.Now()}
	if o.postgres == "" {
		if d.server, err = pgserver.Start(); errors.Is(err, pgserver.ErrMissing) {
			return fmt.Errorf("%w, or a database in -postgres", err)
		} else if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, d.server.Close()) }()
		d.postgres = d.server.DSN()
		d.tell("PostgreSQL is there")
	}
	if d.database, err = open(ctx, d.postgres); err != nil {
		return err
	}
	defer d.close()
	if err := d.fill(ctx, o.quarter, o.shares); err != nil {
		return err
	}
	d.tell("%d transactions of %d payees are in the database, in %d shares", o.quarter.Transactions, o.quarter.Payees, o.shares)
	if err := d.pay(ctx); err != nil {
		return err
	}
	if err := d.check(ctx, stdout); err != nil {
		return err
	}
	d.tell("compared")
	return nil
}

func (d *demonstration) tell(format string, args ...any) {
	terminal.Tell(d.stdout, fmt.Sprintf("%8.1f s  ", time.Since(d.begun).Seconds())+fmt.Sprintf(format, args...))
}

// hire starts one more worker.
func (d *demonstration) hire(ctx context.Context) error {
	w, err := startWorker(ctx, d.options, fmt.Sprintf("worker-%d", d.hired+1))
	if err != nil {
		return err
	}
	d.hired++
	d.workers = append(d.workers, w)
	return nil
}

// pay starts workers, disturbs them, and ends them when everything is posted.
func (d *demonstration) pay(ctx context.Context) error {
	posted, err := d.employ(ctx)
	for _, w := range d.workers {
		err = errors.Join(err, w.stop())
		d.used += w.used()
	}
	if err != nil {
		return err
	}
	jobs, repeated, rescued, err := d.trials(ctx)
	if err != nil {
		return err
	}
	d.tell("posted as run %s by %d jobs in %.1f s of processor time; %d of them were begun more than once, %d were taken from a worker that was lost",
		posted, jobs, d.used.Seconds(), repeated, rescued)
	if len(d.disturbances) > 0 {
		return errors.New("it was over before everything was killed that was to be: more -transactions or more -shares")
	}
	return nil
}

// employ starts workers, disturbs them, and returns the run when it is posted.
func (d *demonstration) employ(ctx context.Context) (posted string, err error) {
	for range d.options.workers {
		if err := d.hire(ctx); err != nil {
			return "", err
		}
	}
	d.tell("%d workers are started, each a process", len(d.workers))
	if !d.calm {
		d.disturb()
	}
	round := -1
	end, err := d.watch(ctx, func(s state) error {
		if s.round > round {
			round = s.round
			d.tell("round %d begins", round)
		}
		if len(d.disturbances) == 0 || !d.disturbances[0].due(s) {
			return nil
		}
		hit, err := d.disturbances[0].do(ctx, s)
		if hit {
			d.disturbances = d.disturbances[1:]
		}
		return err
	})
	return end.posted, err
}
