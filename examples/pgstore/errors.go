package pgstore

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/kam-go/kam/examples/internal/storable"
)

// Conditions that callers tell apart with errors.Is.
var (
	// ErrNotDatabase says that the schema has tables of another program, or that the database is not in UTF8. It is left
	// as it is.
	ErrNotDatabase = errors.New("not a database of this program")
	// ErrNewerSchema says that a later version of this program has changed the tables.
	ErrNewerSchema = errors.New("the database was made by a newer version of this program")
	// ErrDamaged says that a value in the database is not what was written.
	ErrDamaged = storable.ErrDamaged
	// ErrReadOnly says that the database or the role may not write. Nothing was changed.
	ErrReadOnly = errors.New("the database is read-only")
	// ErrFull says that there is no room on the server's disk. Nothing was changed.
	ErrFull = errors.New("the disk of the server is full")
	// ErrBusy says that others kept a lock for longer than 10 seconds, or have all connections. Nothing was changed.
	ErrBusy = errors.New("the database is busy")
	// ErrDisconnected says that the server cannot be reached or the connection was lost. What was being written is
	// there whole or not at all; do it again to know.
	ErrDisconnected = errors.New("the connection to the database was lost")
	// ErrContent says that transactions are stored with other content; see [ContentError]. Nothing was changed.
	ErrContent = storable.ErrContent
)

// ContentError says which transactions are stored with other content than they were to be stored with. It wraps [ErrContent].
type ContentError = storable.ContentError

// explain says what was being done when err came up, and which condition it is. Errors of the ledger's rules and of a
// caller's own sequence stay as they are.
func (s *Store) explain(ctx context.Context, what string, err error) error {
	if err == nil {
		return nil
	}
	if over := ctx.Err(); over != nil {
		return fmt.Errorf("pgstore: %s %s: %w", what, s.name, over)
	}
	if own, ok := errors.AsType[ownError](err); ok {
		return own.error
	}
	if condition := condition(err); condition != nil && !errors.Is(err, condition) {
		return fmt.Errorf("pgstore: %s %s: %w: %w", what, s.name, condition, err)
	}
	return fmt.Errorf("pgstore: %s %s: %w", what, s.name, err)
}

// ownError is an error that the caller is to see as it is.
type ownError struct{ error }

// Unwrap returns the error.
func (e ownError) Unwrap() error { return e.error }

// condition returns what an error of the driver means here, or nil.
func condition(err error) error {
	if _, refused := errors.AsType[*pgconn.ConnectError](err); refused {
		if failed, ok := errors.AsType[*pgconn.PgError](err); ok {
			return meaning(failed.Code)
		}
		return ErrDisconnected
	}
	if failed, ok := errors.AsType[*pgconn.PgError](err); ok {
		return meaning(failed.Code)
	}
	if errors.Is(err, errLost) {
		return ErrDisconnected
	}
	return nil
}

// errLost marks errors after which the connection was gone.
var errLost = errors.New("the connection is closed")

// meaning returns what a code of PostgreSQL means here, or nil.
func meaning(code string) error {
	switch code {
	case "25006", "42501": // read_only_sql_transaction, insufficient_privilege
		return ErrReadOnly
	case "53100": // disk_full
		return ErrFull
	case "55P03", "40P01", "40001", "53300": // lock_not_available, deadlock_detected, serialization_failure, too_many_connections
		return ErrBusy
	case "57P01", "57P02", "57P03", "57P05", "25P03": // shutdowns, cannot_connect_now, idle timeouts
		return ErrDisconnected
	case "XX001", "XX002": // data_corrupted, index_corrupted
		return ErrDamaged
	}
	if len(code) == 5 && code[:2] == "08" { // connection exceptions
		return ErrDisconnected
	}
	return nil
}
