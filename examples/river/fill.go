package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/kam-go/kam/examples/internal/madeup"
)

// uniqueViolation is the code of PostgreSQL for a row that is there already.
const uniqueViolation = "23505"

// fill brings a quarter to the database and queues the jobs of the first round, all of it or nothing.
func (d *database) fill(ctx context.Context, quarter madeup.Quarter, shares int) error {
	before, err := d.book.Snapshot(ctx, madeup.Period())
	if err != nil {
		return err
	}
	opening, err := json.Marshal(before)
	if err != nil {
		return err
	}
	p, err := newPayroll(ctx, quarter, shares, before)
	if err != nil {
		return err
	}
	queue, err := river.NewClient(riverpgxv5.New(d.pool), &river.Config{})
	if err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, d.pool, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO payroll (payees, transactions, shares, opening) VALUES ($1, $2, $3, $4)`,
			quarter.Payees, quarter.Transactions, shares, opening)
		if e, ok := errors.AsType[*pgconn.PgError](err); ok && e.Code == uniqueViolation {
			return errors.New("a payroll was brought to this database before; use another database or search_path")
		}
		if err != nil {
			return err
		}
		if _, err := tx.CopyFrom(ctx, pgx.Identifier{"deals"}, []string{"share", "number", "deal"}, &portions{payroll: p}); err != nil {
			return fmt.Errorf("bringing the deals: %w", err)
		}
		return begin(ctx, queue, tx, 0, shares)
	})
}

// portions are the rows of deals: each deal once for each share that needs it. They are made while they are copied.
type portions struct {
	*payroll
	// next is the number of the next deal, and deal the last one in JSON, for the shares that are left.
	next   int
	deal   []byte
	shares []int
	err    error
}

// Next goes on to the next row.
func (p *portions) Next() bool {
	if len(p.shares) > 1 {
		p.shares = p.shares[1:]
		return true
	}
	for ; p.next < p.quarter.Transactions; p.next++ {
		t := p.quarter.Transaction(p.next)
		if p.shares = p.enrolment.Shares(t, p.quarter.Original(p.next), p.payroll.shares); len(p.shares) == 0 {
			continue // nobody could be credited for it
		}
		p.deal, p.err = json.Marshal(t)
		p.next++
		return p.err == nil
	}
	return false
}

// Values returns the row.
func (p *portions) Values() ([]any, error) { return []any{p.shares[0], p.next - 1, p.deal}, p.err }

// Err returns what has ended the rows.
func (p *portions) Err() error { return p.err }
