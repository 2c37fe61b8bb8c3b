package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/jackc/pgx/v5"

	"github.com/kam-go/kam/examples/internal/madeup"
	"github.com/kam-go/kam/examples/internal/terminal"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

// errDifferent is returned where the queue came to something else than one process does.
var errDifferent = errors.New("not what one process computes")

// check computes everything once more, in this process alone, and compares: every statement byte for byte, every entry of the
// ledger, and its head, which depends on all that was ever appended.
func (d *database) check(ctx context.Context, stdout io.Writer) error {
	p, err := d.payroll(ctx)
	if err != nil {
		return err
	}
	var posted *string
	if err := d.pool.QueryRow(ctx, `SELECT posted FROM payroll`).Scan(&posted); err != nil {
		return err
	}
	if posted == nil {
		return errors.New("nothing was posted yet: it needs workers")
	}
	in := p.inputs
	in.Transactions = incentive.Sequence(p.quarter.All())
	single, err := p.program.Run(ctx, in, incentive.RunOptions{})
	if err != nil {
		return err
	}
	statements, size, err := d.checkStatements(ctx, single)
	if err != nil {
		return err
	}
	batch, err := single.Batch()
	if err != nil {
		return err
	}
	if err := d.checkLedger(ctx, batch); err != nil {
		return err
	}
	terminal.Tell(stdout, fmt.Sprintf("the same as in one process: %d statements of %d bytes, %d entries of the ledger and its head %s",
		statements, size, len(batch.Entries), headAfter(batch)))
	return nil
}

// checkStatements compares the statements of the run with those that are kept, and returns how many there are and how long.
func (d *database) checkStatements(ctx context.Context, single *incentive.Run) (statements, size int, err error) {
	rows, err := d.pool.Query(ctx, `SELECT payee, plan, number, export FROM statements ORDER BY payee, plan, number`)
	if err != nil {
		return 0, 0, err
	}
	defer rows.Close()
	next, stop := iter.Pull(single.Statements())
	defer stop()
	for {
		want, more := next()
		if there := rows.Next(); there != more || !more {
			if there != more && rows.Err() == nil {
				return 0, 0, fmt.Errorf("%w: there are more than %d statements on one side alone", errDifferent, statements)
			}
			return statements, size, rows.Err()
		}
		export, err := want.Export()
		if err != nil {
			return 0, 0, err
		}
		got, err := kept(rows)
		if err != nil {
			return 0, 0, err
		}
		if !bytes.Equal(export, got) {
			return 0, 0, fmt.Errorf("%w: the statement of %s under %s", errDifferent, want.Payee().ID, want.PlanID())
		}
		statements, size = statements+1, size+len(export)
	}
}

// kept returns the exported statement of a row.
func kept(rows pgx.Rows) ([]byte, error) {
	var s statement
	if err := rows.Scan(&s.payee, &s.plan, &s.number, &s.export); err != nil {
		return nil, err
	}
	r, err := gzip.NewReader(bytes.NewReader(s.export))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// checkLedger compares the batch of the run with what the ledger has of it. Nothing else was appended since.
func (d *database) checkLedger(ctx context.Context, batch ledger.Batch) error {
	if err := d.book.Verify(ctx); err != nil {
		return err
	}
	snapshot, err := d.book.Snapshot(ctx, madeup.Period())
	if err != nil {
		return err
	}
	if head := headAfter(batch); snapshot.Head != head {
		return fmt.Errorf("%w: the ledger's head is %s instead of %s", errDifferent, snapshot.Head, head)
	}
	entries := 0
	for r, err := range d.book.Entries(ctx, madeup.Period()) {
		switch {
		case err != nil:
			return err
		case r.Run != batch.Run:
			continue
		case entries >= len(batch.Entries):
			return fmt.Errorf("%w: the ledger has more than %d entries", errDifferent, entries)
		}
		want, got := batch.Entries[entries], r.Entry
		same := want.Amount.Equal(got.Amount)
		want.Amount = got.Amount
		if !same || want != got {
			return fmt.Errorf("%w: entry %d of the ledger is %+v", errDifferent, r.Number, got)
		}
		entries++
	}
	if entries != len(batch.Entries) {
		return fmt.Errorf("%w: the ledger has %d entries instead of %d", errDifferent, entries, len(batch.Entries))
	}
	return nil
}

// headAfter returns the head of the ledger when the batch was appended.
func headAfter(batch ledger.Batch) ledger.Head {
	if batch.Empty() {
		return batch.Head
	}
	return batch.NextHead()
}
