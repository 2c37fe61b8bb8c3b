package sqlstore

import (
	"context"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/kam-go/kam/examples/internal/storable"
)

// Conditions that callers tell apart with errors.Is.
var (
	// ErrNotDatabase says that the file is no SQLite database, or one of another program. The file is left as it is.
	ErrNotDatabase = errors.New("not a database of this program")
	// ErrNewerSchema says that a later version of this program has changed the tables.
	ErrNewerSchema = errors.New("the database was made by a newer version of this program")
	// ErrDamaged says that the file or a value in it is not what was written.
	ErrDamaged = storable.ErrDamaged
	// ErrReadOnly says that the file or its folder cannot be written. Nothing was changed.
	ErrReadOnly = errors.New("the database is read-only")
	// ErrFull says that there is no room on the disk. Nothing was changed.
	ErrFull = errors.New("the disk is full")
	// ErrBusy says that another process kept the database locked for longer than 10 seconds. Nothing was changed.
	ErrBusy = errors.New("the database is locked by another process")
	// ErrContent says that transactions are stored with other content; see [ContentError]. Nothing was changed.
	ErrContent = storable.ErrContent
)

// ContentError says which transactions are stored with other content than they were to be stored with. It wraps [ErrContent].
type ContentError = storable.ContentError

// explain says what was being done when err came up, and which condition it is. Errors of this package's own rules
// and of the ledger's stay as they are.
func explain(ctx context.Context, doing string, err error) error {
	if err == nil {
		return nil
	}
	if over := ctx.Err(); over != nil {
		return fmt.Errorf("sqlstore: %s: %w", doing, over)
	}
	failed, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return err
	}
	if condition := condition(failed.Code()); condition != nil {
		return fmt.Errorf("sqlstore: %s: %w: %w", doing, condition, err)
	}
	return fmt.Errorf("sqlstore: %s: %w", doing, err)
}

// condition returns what a result code of SQLite means here, or nil.
func condition(code int) error {
	switch code & 0xff { // the low byte is the class, the rest the detail
	case sqlite3.SQLITE_NOTADB:
		return ErrNotDatabase
	case sqlite3.SQLITE_CORRUPT:
		return ErrDamaged
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return ErrReadOnly
	case sqlite3.SQLITE_FULL:
		return ErrFull
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return ErrBusy
	}
	return nil
}
