package sqlstore

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

// busyTimeout is how long one statement waits for another process, in milliseconds.
const busyTimeout = "10000"

// Store is an open database. It is safe for concurrent use. Get one from [Open]; the zero value is of no use.
type Store struct {
	path   string
	writer *sql.DB // one connection: writers of this process queue here and never meet in SQLite
	reader *sql.DB
}

var (
	_ ledger.Ledger               = (*Store)(nil)
	_ incentive.TransactionReader = (*Store)(nil)
	_ incentive.RosterReader      = (*Store)(nil)
)

// Open returns the store in the file at path, which is made when there is none; its folder must exist. Tables of an
// older version are brought up to date. SQLite keeps two further files beside it while it is open, named like it with
// -wal and -shm at the end.
//
// The file must be writable, otherwise the error wraps [ErrReadOnly]. Other errors wrap [ErrNotDatabase],
// [ErrNewerSchema], [ErrDamaged], [ErrFull] or [ErrBusy]. A path of "" or ":memory:" is refused: the store would
// not outlive the process.
func Open(ctx context.Context, path string) (*Store, error) {
	if path == "" || strings.HasPrefix(path, ":memory:") || strings.ContainsRune(path, 0) {
		return nil, fmt.Errorf("sqlstore: open %q: not a file path", path)
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("sqlstore: open %q: %w", path, err)
	}
	if err := plausible(absolute); err != nil {
		return nil, fmt.Errorf("sqlstore: open %q: %w", path, err)
	}
	s := &Store{path: path}
	if s.writer, err = sql.Open("sqlite", source(absolute, false)); err != nil {
		return nil, fmt.Errorf("sqlstore: open %q: %w", path, err)
	}
	s.writer.SetMaxOpenConns(1)
	if s.reader, err = sql.Open("sqlite", source(absolute, true)); err != nil {
		return nil, errors.Join(fmt.Errorf("sqlstore: open %q: %w", path, err), s.writer.Close())
	}
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// plausible returns why the file cannot be a database, judged without opening it: closing it again would end the locks
// that other stores of this process have on it. SQLite itself takes a file of one byte for an empty database.
func plausible(absolute string) error {
	const smallest = 512
	info, err := os.Stat(absolute)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil // it will be made
	case err != nil:
		return err
	case info.IsDir():
		return fmt.Errorf("%w: it is a folder", ErrNotDatabase)
	case info.Mode().IsRegular() && info.Size() > 0 && info.Size() < smallest:
		return fmt.Errorf("%w: it has %d bytes, a database at least %d", ErrNotDatabase, info.Size(), smallest)
	}
	return nil
}

// source returns the driver's name of the file. Each connection waits for locks, keeps references intact and, for
// the ledger's sake, returns from a commit only when it is on the disk.
func source(absolute string, queryOnly bool) string {
	slashed := filepath.ToSlash(absolute)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed
	}
	options := url.Values{
		"_busy_timeout": {busyTimeout},
		"_foreign_keys": {"1"},
		"_synchronous":  {"FULL"},
	}
	if queryOnly {
		options.Set("_query_only", "1")
	}
	return (&url.URL{Scheme: "file", OmitHost: true, Path: slashed, RawQuery: options.Encode()}).String()
}

// Close ends the store's use of the file. Loops that are still running fail.
func (s *Store) Close() error {
	err := errors.Join(s.reader.Close(), s.writer.Close())
	return explain(context.Background(), s.doing("close"), err)
}

func (s *Store) doing(what string) string {
	return fmt.Sprintf("%s %q", what, s.path)
}

// write runs do inside one SQL transaction that has the write lock from its start, and commits it when do returns nil.
func (s *Store) write(ctx context.Context, what string, do func(conn *sql.Conn) error) error {
	return explain(ctx, s.doing(what), transact(ctx, s.writer, "BEGIN IMMEDIATE", do))
}

// read runs do inside one SQL transaction, so that all it reads is of the moment of its first statement.
func (s *Store) read(ctx context.Context, what string, do func(conn *sql.Conn) error) error {
	return explain(ctx, s.doing(what), transact(ctx, s.reader, "BEGIN", do))
}

// transact runs do inside one transaction on one connection, and rolls back when anything fails or do panics. What
// has been committed is never reported as cancelled.
func transact(ctx context.Context, db *sql.DB, begin string, do func(conn *sql.Conn) error) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // back to the pool
	// A statement that ends a transaction must not be cut short: its outcome would be unknown.
	ending := context.WithoutCancel(ctx)
	committed := false
	// Before the beginning, because one that is reported as cancelled may have begun all the same.
	defer func() {
		if committed {
			return
		}
		if _, err := conn.ExecContext(ending, "ROLLBACK"); err != nil {
			// There was nothing to roll back, or it failed: a connection in an unknown state is not used again.
			_ = conn.Raw(func(any) error { return driver.ErrBadConn })
		}
	}()
	if _, err := conn.ExecContext(ctx, begin); err != nil {
		return err
	}
	if err := do(conn); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	_, err = conn.ExecContext(ending, "COMMIT")
	committed = err == nil
	return err
}
