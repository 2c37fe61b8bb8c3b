package main

import (
	"context"
	_ "embed" // tables.sql
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/kam-go/kam/examples/internal/madeup"
	"github.com/kam-go/kam/examples/pgstore"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

//go:embed tables.sql
var tables string

// lockClass is the first key of this program's advisory locks ("rivr").
const lockClass = 0x72697672

// errNotFilled is returned where no payroll was brought to the database.
var errNotFilled = errors.New("no payroll was brought to this database: river fill does that")

// database is where a payroll lies with its queue and its ledger.
type database struct {
	pool *pgxpool.Pool
	// book has connections of its own.
	book *pgstore.Store
}

// open connects, and makes what tables are missing: first those of the ledger, which refuses a schema of others.
func open(ctx context.Context, dsn string) (*database, error) {
	book, err := pgstore.Open(ctx, dsn)
	if err != nil {
		return nil, err
	}
	pool, err := pgxpool.New(ctx, dsn)
	if err != nil {
		book.Close()
		return nil, err
	}
	d := &database{pool, book}
	if err := d.prepare(ctx); err != nil {
		d.close()
		return nil, err
	}
	return d, nil
}

func (d *database) close() {
	d.pool.Close()
	d.book.Close()
}

// prepare makes the tables of the queue and of the payroll, one process at a time.
func (d *database) prepare(ctx context.Context) error {
	migrator, err := rivermigrate.New(riverpgxv5.New(d.pool), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	return d.pool.AcquireFunc(ctx, func(conn *pgxpool.Conn) error {
		if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock($1, hashtext(current_schema()))`, lockClass); err != nil {
			return err
		}
		// River's tables are made in several transactions. Where the connection ends, so does the lock.
		_, err := conn.Exec(ctx, tables)
		if err == nil {
			_, err = migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
		}
		_, ended := conn.Exec(ctx, `SELECT pg_advisory_unlock($1, hashtext(current_schema()))`, lockClass)
		return errors.Join(err, ended)
	})
}

// payroll is what is computed.
type payroll struct {
	quarter   madeup.Quarter
	shares    int
	inputs    incentive.Inputs
	program   *incentive.Program
	enrolment *incentive.Enrolment
}

// payroll reads what is computed. The error wraps [errNotFilled] where there is nothing.
func (d *database) payroll(ctx context.Context) (*payroll, error) {
	var quarter madeup.Quarter
	var shares int
	var opening []byte
	err := d.pool.QueryRow(ctx, `SELECT payees, transactions, shares, opening FROM payroll`).
		Scan(&quarter.Payees, &quarter.Transactions, &shares, &opening)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, errNotFilled
	}
	if err != nil {
		return nil, err
	}
	var before ledger.Snapshot
	if err := json.Unmarshal(opening, &before); err != nil {
		return nil, fmt.Errorf("what had been posted before: %w", err)
	}
	return newPayroll(ctx, quarter, shares, before)
}

func newPayroll(ctx context.Context, quarter madeup.Quarter, shares int, before ledger.Snapshot) (*payroll, error) {
	program, err := madeup.Program()
	if err != nil {
		return nil, err
	}
	p := &payroll{quarter: quarter, shares: shares, inputs: quarter.Inputs(), program: program}
	p.inputs.Opening.Ledger = before
	p.enrolment, err = program.Enrol(ctx, p.inputs)
	return p, err
}

// logger reports what goes wrong, such as a database that is gone for a while.
func logger(w io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.LevelWarn}))
}
