package pgserver_test

import (
	"context"
	"errors"
	"os"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/internal/pgserver"
)

func TestKilledServerComesBackWithWhatWasCommitted(t *testing.T) {
	server, err := pgserver.Start()
	if errors.Is(err, pgserver.ErrMissing) && os.Getenv("KAM_PG_REQUIRED") != "1" {
		t.Skip(err)
	}
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, server.Close()) })
	ctx := context.Background()
	before, err := pgx.Connect(ctx, server.DSN())
	require.NoError(t, err)
	_, err = before.Exec(ctx, `CREATE TABLE kept AS SELECT 1 AS one`)
	require.NoError(t, err)
	require.NoError(t, server.Kill(ctx))
	require.Error(t, before.Ping(ctx), "the server is gone")
	_, err = pgx.Connect(ctx, server.DSN())
	require.Error(t, err)
	require.NoError(t, server.Restart())
	after, err := pgx.Connect(ctx, server.DSN())
	require.NoError(t, err)
	t.Cleanup(func() { after.Close(ctx) })
	var one int
	require.NoError(t, after.QueryRow(ctx, `SELECT one FROM kept`).Scan(&one))
	assert.Equal(t, 1, one)
}
