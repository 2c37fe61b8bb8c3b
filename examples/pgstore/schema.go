package pgstore

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/jackc/pgx/v5"
)

// lockClass is the first key of this program's advisory locks ("kam1").
const lockClass = 0x6b616d31

//go:embed migrations/*.sql
var migrations embed.FS

// prepare checks that the schema is one of this program, or has no tables, and brings its tables up to date.
func (s *Store) prepare(ctx context.Context) error {
	return s.write(ctx, "open", func(tx pgx.Tx) error {
		var encoding, readOnly string
		var schema *string
		err := tx.QueryRow(ctx, `SELECT current_setting('server_encoding'), current_setting('transaction_read_only'), current_schema()`).
			Scan(&encoding, &readOnly, &schema)
		switch {
		case err != nil:
			return err
		case encoding != "UTF8":
			return fmt.Errorf("%w: its encoding is %s instead of UTF8", ErrNotDatabase, encoding)
		case schema == nil:
			return fmt.Errorf("%w: no schema of its search path exists", ErrNotDatabase)
		case readOnly != "off":
			return ErrReadOnly
		}
		// One at a time makes tables; others wait and then find them.
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1, hashtext(current_schema()))`, lockClass); err != nil {
			return err
		}
		version, err := version(ctx, tx, *schema)
		if err != nil {
			return err
		}
		return migrate(ctx, tx, version)
	})
}

// version returns the version of the tables, 0 for a schema without tables.
func version(ctx context.Context, tx pgx.Tx, schema string) (int, error) {
	var ours, tables int
	err := tx.QueryRow(ctx, `SELECT count(*) FILTER (WHERE tablename = 'kam_schema'), count(*) FROM pg_tables
		WHERE schemaname = current_schema()`).Scan(&ours, &tables)
	switch {
	case err != nil:
		return 0, err
	case tables == 0:
		return 0, nil
	case ours == 0:
		return 0, fmt.Errorf("%w: the schema %q has %d tables and no kam_schema among them; use a database or a search_path of its own",
			ErrNotDatabase, schema, tables)
	}
	var version int
	if err := tx.QueryRow(ctx, `SELECT coalesce(max(version), 0) FROM kam_schema`).Scan(&version); err != nil {
		return 0, err
	}
	switch known := len(migrationNames()); {
	case version == 0:
		return 0, fmt.Errorf("%w: it has no schema version", ErrDamaged)
	case version > known:
		return 0, fmt.Errorf("%w: its tables have version %d, this one knows versions up to %d", ErrNewerSchema, version, known)
	}
	return version, nil
}

// migrate applies the migrations after version.
func migrate(ctx context.Context, tx pgx.Tx, version int) error {
	if version == 0 {
		if _, err := tx.Exec(ctx, `CREATE TABLE kam_schema (version INTEGER PRIMARY KEY, name TEXT NOT NULL)`); err != nil {
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
		// Several statements in one text need the simple protocol.
		if _, err := tx.Exec(ctx, string(text), pgx.QueryExecModeSimpleProtocol); err != nil {
			return fmt.Errorf("migration %s: %w", name, err)
		}
		short := strings.TrimSuffix(strings.TrimPrefix(name, "migrations/"), ".sql")
		if _, err := tx.Exec(ctx, `INSERT INTO kam_schema (version, name) VALUES ($1, $2)`, i+1, short); err != nil {
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

// scanNone tells whether err says that a query had no row.
func scanNone(err error) bool { return errors.Is(err, pgx.ErrNoRows) }
