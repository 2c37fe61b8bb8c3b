package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // PostgreSQL
	_ "modernc.org/sqlite"             // SQLite
)

// Store is an open database. It is safe for concurrent use. Get one from [SQLite] or [PostgreSQL]; the zero value is of no use.
type Store struct {
	db *sql.DB
	// writer is the connection that writes. SQLite has one writer at a time: those of this process queue here.
	writer *sql.DB
	rebind func(string) string
}

// SQLite opens the file at path, which is made when there is none.
func SQLite(ctx context.Context, path string) (*Store, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("store: open %q: %w", path, err)
	}
	// The audit may lose its last rows when the machine loses power, and nothing when the process ends.
	source := (&url.URL{Scheme: "file", Path: filepath.ToSlash(absolute)}).String() +
		"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_txlock=immediate"
	s := &Store{rebind: func(q string) string { return q }}
	if s.writer, err = sql.Open("sqlite", source); err != nil {
		return nil, fmt.Errorf("store: open %q: %w", path, err)
	}
	s.writer.SetMaxOpenConns(1)
	if s.db, err = sql.Open("sqlite", source+"&_pragma=query_only(1)"); err != nil {
		return nil, errors.Join(fmt.Errorf("store: open %q: %w", path, err), s.writer.Close())
	}
	return s.prepare(ctx, sqliteTables)
}

// PostgreSQL opens the database that dsn names; the tables begin with "console_".
func PostgreSQL(ctx context.Context, dsn string) (*Store, error) {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, fmt.Errorf("store: open PostgreSQL: %w", err)
	}
	s := &Store{db: db, writer: db, rebind: func(q string) string { return strings.ReplaceAll(q, "?", "$") }}
	return s.prepare(ctx, postgresTables)
}

func (s *Store) prepare(ctx context.Context, tables []string) (*Store, error) {
	for _, statement := range tables {
		if _, err := s.writer.ExecContext(ctx, statement); err != nil {
			return nil, errors.Join(fmt.Errorf("store: tables: %w", err), s.Close())
		}
	}
	return s, nil
}

// Close closes the database.
func (s *Store) Close() error {
	if s.db == s.writer {
		return s.db.Close()
	}
	return errors.Join(s.db.Close(), s.writer.Close())
}

// exec runs a statement whose parameters are written ?1, ?2 and so on.
func (s *Store) exec(ctx context.Context, statement string, args ...any) error {
	_, err := s.writer.ExecContext(ctx, s.rebind(statement), args...)
	return err
}

var sqliteTables = []string{
	`CREATE TABLE IF NOT EXISTS console_view (
		kind TEXT NOT NULL, key TEXT NOT NULL, number INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (kind, key, number)) STRICT`,
	`CREATE TABLE IF NOT EXISTS console_note (
		number INTEGER PRIMARY KEY AUTOINCREMENT, payee TEXT NOT NULL, customer TEXT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL, text TEXT NOT NULL) STRICT`,
	`CREATE INDEX IF NOT EXISTS console_note_of ON console_note (payee, customer, number)`,
	`CREATE TABLE IF NOT EXISTS console_audit (
		number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, person TEXT NOT NULL, role TEXT NOT NULL, method TEXT NOT NULL,
		route TEXT NOT NULL, object TEXT NOT NULL, about TEXT NOT NULL, outcome TEXT NOT NULL) STRICT`,
	`CREATE INDEX IF NOT EXISTS console_audit_by ON console_audit (person, number)`,
	`CREATE INDEX IF NOT EXISTS console_audit_about ON console_audit (about, number)`,
	`CREATE INDEX IF NOT EXISTS console_audit_on ON console_audit ((substr(at, 1, 10)), number)`,
	`CREATE TRIGGER IF NOT EXISTS console_audit_kept BEFORE UPDATE ON console_audit BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END`,
	`CREATE TRIGGER IF NOT EXISTS console_audit_whole BEFORE DELETE ON console_audit BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END`,
}

var postgresTables = []string{
	`CREATE TABLE IF NOT EXISTS console_view (
		kind TEXT COLLATE "C" NOT NULL, key TEXT COLLATE "C" NOT NULL, number BIGINT NOT NULL, data BYTEA NOT NULL, PRIMARY KEY (kind, key, number))`,
	`CREATE TABLE IF NOT EXISTS console_note (
		number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, payee TEXT NOT NULL, customer TEXT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL, text TEXT NOT NULL)`,
	`CREATE INDEX IF NOT EXISTS console_note_of ON console_note (payee, customer, number)`,
	`CREATE TABLE IF NOT EXISTS console_audit (
		number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at TEXT NOT NULL, person TEXT NOT NULL, role TEXT NOT NULL, method TEXT NOT NULL,
		route TEXT NOT NULL, object TEXT NOT NULL, about TEXT NOT NULL, outcome TEXT NOT NULL)`,
	`CREATE INDEX IF NOT EXISTS console_audit_by ON console_audit (person, number)`,
	`CREATE INDEX IF NOT EXISTS console_audit_about ON console_audit (about, number)`,
	`CREATE INDEX IF NOT EXISTS console_audit_on ON console_audit ((substr(at, 1, 10)), number)`,
	`CREATE OR REPLACE FUNCTION console_audit_kept() RETURNS trigger LANGUAGE plpgsql AS
		$$ BEGIN RAISE EXCEPTION 'the audit is only added to'; END $$`,
	`CREATE OR REPLACE TRIGGER console_audit_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON console_audit FOR EACH STATEMENT EXECUTE FUNCTION console_audit_kept()`,
}
