package sqlstore

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"modernc.org/sqlite"
)

// applicationID marks a SQLite file as one of this program ("kam1").
const applicationID = 0x6b616d31

//go:embed migrations/*.sql
var migrations embed.FS

// prepare checks that the file is one of this program, or a new one, and brings its tables up to date.
func (s *Store) prepare(ctx context.Context) error {
	doing := s.doing("open")
	// Nothing may be written before the file is known to be ours.
	version, err := s.version(ctx, s.writer)
	if err != nil {
		return explain(ctx, doing, err)
	}
	mode, err := s.useLog(ctx)
	if err != nil {
		return explain(ctx, doing, err)
	}
	if mode != "wal" {
		return fmt.Errorf("sqlstore: %s: %w: SQLite keeps the journal mode %q instead of WAL here", doing, ErrReadOnly, mode)
	}
	return s.write(ctx, "open", func(conn *sql.Conn) error {
		// Another process may have been faster.
		if version, err = s.version(ctx, conn); err != nil {
			return err
		}
		if err := migrate(ctx, conn, version); err != nil {
			return err
		}
		// With nothing to bring up to date, a file that cannot be written would go unnoticed until it matters. This
		// changes no row and fails all the same.
		_, err := conn.ExecContext(ctx, "DELETE FROM schema_version WHERE version = 0")
		return err
	})
}

// useLog turns the write-ahead log on and returns the journal mode that SQLite then has. SQLite does not wait for other
// processes that do the same to a new file, so this does.
func (s *Store) useLog(ctx context.Context) (mode string, err error) {
	const tries, pause = 200, 50 * time.Millisecond
	for range tries {
		err = s.writer.QueryRowContext(ctx, "PRAGMA journal_mode = WAL").Scan(&mode)
		failed, ok := errors.AsType[*sqlite.Error](err)
		if !ok || !errors.Is(condition(failed.Code()), ErrBusy) {
			return mode, err
		}
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-time.After(pause):
		}
	}
	return "", err
}

type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// version returns the version of the tables, 0 for a new file.
func (s *Store) version(ctx context.Context, q querier) (int, error) {
	var id, tables, version int
	// In this order: where another process makes the tables between the two, its mark is seen with or before them.
	if err := q.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
		return 0, err
	}
	if err := q.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return 0, err
	}
	switch {
	case id == 0 && tables == 0:
		return 0, nil
	case id != applicationID:
		return 0, fmt.Errorf("sqlstore: %s: %w: it is a SQLite database with the application id %d and %d tables and indexes",
			s.doing("open"), ErrNotDatabase, id, tables)
	}
	err := q.QueryRowContext(ctx, "SELECT coalesce(max(version), 0) FROM schema_version").Scan(&version)
	if err != nil {
		return 0, fmt.Errorf("sqlstore: %s: %w: it has no schema version: %w", s.doing("open"), ErrDamaged, err)
	}
	if known := len(migrationNames()); version > known {
		return 0, fmt.Errorf("sqlstore: %s: %w: its tables have version %d, this one knows versions up to %d",
			s.doing("open"), ErrNewerSchema, version, known)
	}
	return version, nil
}

// migrate applies the migrations after version.
func migrate(ctx context.Context, conn *sql.Conn, version int) error {
	if version == 0 {
		start := fmt.Sprintf(`PRAGMA application_id = %d;
			CREATE TABLE schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;`, applicationID)
		if _, err := conn.ExecContext(ctx, start); err != nil {
			return err
		}
	}
	for i, name := range migrationNames() {
		if i < version {
			continue
		}
		text, err := migrations.ReadFile(name)
		if err != nil {
			return err
		}
		if _, err := conn.ExecContext(ctx, string(text)); err != nil {
			return fmt.Errorf("migration %s: %w", name, err)
		}
		short := strings.TrimSuffix(strings.TrimPrefix(name, "migrations/"), ".sql")
		_, err = conn.ExecContext(ctx, "INSERT INTO schema_version (version, name) VALUES (?, ?)", i+1, short)
		if err != nil {
			return err
		}
	}
	return nil
}

// migrationNames returns the files of the migrations in order: the first is version 1.
func migrationNames() []string {
	names, err := fs.Glob(migrations, "migrations/*.sql") // sorted; fails for a malformed pattern alone
	if err != nil {
		return nil
	}
	return names
}
