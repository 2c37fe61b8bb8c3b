package pgstore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

const (
	// lockTimeout is how long one statement waits for another session, in milliseconds.
	lockTimeout = "10000"
	// endTimeout is how long the end of a transaction may take: it is not cut short by the caller's context.
	endTimeout = 30 * time.Second
	// writers is how many connections write; one of them appends to the ledger at a time.
	writers = 2
)

// Store is an open database. It is safe for concurrent use. Get one from [Open]; the zero value is of no use.
type Store struct {
	name string // without secrets
	// Writing has connections of its own, so that loops that read and write in their body never wait for themselves.
	writer, reader *pgxpool.Pool
}

var (
	_ ledger.Ledger               = (*Store)(nil)
	_ incentive.TransactionReader = (*Store)(nil)
	_ incentive.RosterReader      = (*Store)(nil)
)

// Open returns the store in the database that dsn names, such as "postgres://payroll@db.example/kam" or
// "host=/run/postgresql dbname=kam search_path=commission". The database must exist. The tables are made when the first
// schema of the search path has none, and those of an older version are brought up to date.
//
// The store reads with up to as many connections as pool_max_conns in dsn says (by default 4, or one per processor
// when that is more), and writes with two more. It waits at most 10 seconds for a lock, unless dsn sets lock_timeout.
//
// The role must be able to write, otherwise the error wraps [ErrReadOnly]. Other errors wrap [ErrNotDatabase],
// [ErrNewerSchema], [ErrDamaged], [ErrFull], [ErrBusy] or [ErrDisconnected]. No error shows the password.
func Open(ctx context.Context, dsn string) (*Store, error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("pgstore: open: %w", err)
	}
	s := &Store{name: fmt.Sprintf("database %q on %q", config.ConnConfig.Database, config.ConnConfig.Host)}
	parameters := config.ConnConfig.RuntimeParams
	parameters["client_encoding"] = "UTF8"
	if parameters["application_name"] == "" {
		parameters["application_name"] = "kam"
	}
	if parameters["lock_timeout"] == "" {
		parameters["lock_timeout"] = lockTimeout
	}
	if s.reader, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return nil, s.explain(ctx, "open", err)
	}
	config = config.Copy()
	config.MaxConns = writers
	config.MinConns, config.MinIdleConns = 0, 0
	if s.writer, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		s.reader.Close()
		return nil, s.explain(ctx, "open", err)
	}
	if err := s.prepare(ctx); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// Close ends the store's connections. It waits for loops that are still running.
func (s *Store) Close() {
	s.reader.Close()
	s.writer.Close()
}

// write runs do inside one transaction that sees what others have committed, and commits it when do returns nil.
func (s *Store) write(ctx context.Context, what string, do func(tx pgx.Tx) error) error {
	return s.explain(ctx, what, transact(ctx, s.writer, pgx.TxOptions{IsoLevel: pgx.ReadCommitted}, do))
}

// read runs do inside one transaction, so that all it reads is of the moment of its first statement.
func (s *Store) read(ctx context.Context, what string, do func(tx pgx.Tx) error) error {
	options := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	return s.explain(ctx, what, transact(ctx, s.reader, options, do))
}

// transact runs do inside one transaction, and rolls back when anything fails or do panics. What has been committed is
// never reported as cancelled.
func transact(ctx context.Context, pool *pgxpool.Pool, options pgx.TxOptions, do func(tx pgx.Tx) error) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release() // destroys a connection that is closed or inside a transaction
	tx, err := conn.BeginTx(ctx, options)
	if err != nil {
		return lost(conn, err)
	}
	// A statement that ends a transaction must not be cut short: its outcome would be unknown.
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTimeout)
	defer cancel()
	committed := false
	defer func() {
		if !committed {
			_ = tx.Rollback(ending) // where it fails, the connection is closed, which has the same effect
		}
	}()
	if err := do(tx); err != nil {
		return lost(conn, err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := tx.Commit(ending); err != nil {
		return lost(conn, err)
	}
	committed = true
	return nil
}

// lost marks an error after which the connection is gone.
func lost(conn *pgxpool.Conn, err error) error {
	if conn.Conn().IsClosed() {
		return errors.Join(err, errLost)
	}
	return err
}
