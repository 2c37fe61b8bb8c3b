package pgtest_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/internal/pgtest"
)

func TestEachHasItsOwn(t *testing.T) {
	for name, start := range map[string]func(testing.TB) string{"database": pgtest.Start, "schema": pgtest.Schema} {
		t.Run(name, func(t *testing.T) {
			one, two := connect(t, start(t)), connect(t, start(t))
			_, err := one.Exec(t.Context(), "CREATE TABLE t (id INTEGER)")
			require.NoError(t, err)
			_, err = two.Exec(t.Context(), "CREATE TABLE t (id INTEGER)")
			require.NoError(t, err)
			var encoding string
			require.NoError(t, two.QueryRow(t.Context(), "SHOW server_encoding").Scan(&encoding))
			assert.Equal(t, "UTF8", encoding)
		})
	}
}

func TestDatabasesAreDropped(t *testing.T) {
	var dsn string
	t.Run("a test", func(t *testing.T) {
		dsn = pgtest.Start(t)
		require.NoError(t, connect(t, dsn).Ping(t.Context()))
		conn, err := pgx.Connect(t.Context(), dsn) // and is left open
		require.NoError(t, err)
		require.NoError(t, conn.Ping(t.Context()))
	})
	if dsn == "" {
		t.Skip("there is no server")
	}
	_, err := pgx.Connect(t.Context(), dsn)
	assert.ErrorContains(t, err, "does not exist")
}

func TestSchemasAreDropped(t *testing.T) {
	var dsn string
	t.Run("a test", func(t *testing.T) {
		dsn = pgtest.Schema(t)
		_, err := connect(t, dsn).Exec(t.Context(), "CREATE TABLE t (id INTEGER)")
		require.NoError(t, err)
	})
	if dsn == "" {
		t.Skip("there is no server")
	}
	var schema *string
	require.NoError(t, connect(t, dsn).QueryRow(t.Context(), "SELECT current_schema()").Scan(&schema))
	assert.Nil(t, schema)
}

func connect(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	return conn
}
