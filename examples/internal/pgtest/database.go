package pgtest

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// databases counts those that this process has made, and schemas.
var databases atomic.Int64

// Start returns the DSN of a new, empty database in UTF8, which is dropped when the test ends. The first call of a
// process starts the server. Without PostgreSQL the test is skipped, or fails where KAM_PG_REQUIRED is 1.
func Start(t testing.TB) (dsn string) {
	t.Helper()
	server := server(t)
	name := fmt.Sprintf("kam_test_%d_%d", os.Getpid(), databases.Add(1))
	execute(t, server, "CREATE DATABASE "+name+" TEMPLATE template0 ENCODING 'UTF8'")
	t.Cleanup(func() { execute(t, server, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") })
	config, err := pgx.ParseConfig(server)
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	return DSN(config, name)
}

// Schema returns the DSN of a new, empty schema, which is dropped when the test ends. It takes a small part of the time
// that a database takes. All schemas of a process are in one database.
func Schema(t testing.TB) (dsn string) {
	t.Helper()
	server := server(t)
	name := fmt.Sprintf("kam_test_%d_%d", os.Getpid(), databases.Add(1))
	execute(t, server, "CREATE SCHEMA "+name)
	t.Cleanup(func() { execute(t, server, "DROP SCHEMA "+name+" CASCADE") })
	config, err := pgx.ParseConfig(server)
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	return DSN(config, config.Database) + " search_path=" + name
}

// execute runs one statement on a connection of its own.
func execute(t testing.TB, server, statement string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute) // a test's own context has ended in its cleanup
	defer cancel()
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, statement); err != nil {
		t.Fatalf("pgtest: %s: %v", statement, err)
	}
}

// DSN returns how to connect as config does, to another database.
func DSN(config *pgx.ConnConfig, database string) string {
	dsn := fmt.Sprintf("host=%s port=%d user=%s dbname=%s", quoted(config.Host), config.Port, quoted(config.User), quoted(database))
	if config.Password != "" {
		dsn += " password=" + quoted(config.Password)
	}
	if config.TLSConfig == nil {
		dsn += " sslmode=disable"
	}
	return dsn
}
