package sqlstore_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/sqlstore"
	"github.com/kam-go/kam/incentive"
)

func TestFullDiskLeavesTheLedgerIntact(t *testing.T) {
	s := open(t)
	receipt, err := s.Append(t.Context(), batch("first", "", pairs))
	require.NoError(t, err)

	fill := func() { // until the connection is replaced, there is no more room than is used
		require.NoError(t, s.Exec(t.Context(), "PRAGMA max_page_count = 1"))
	}
	fill()
	_, err = s.Append(t.Context(), batch("second", receipt.Head, 5_000))
	require.ErrorIs(t, err, sqlstore.ErrFull)
	assert.Contains(t, err.Error(), "kam.db")
	fill()
	_, err = s.PutTransactions(t.Context(), list(manyDeals(5_000)...))
	require.ErrorIs(t, err, sqlstore.ErrFull)
	assert.Equal(t, map[string]int{"first": 2 * pairs}, whole(t, s))
	assert.Empty(t, stored(t, s))

	require.NoError(t, s.Exec(t.Context(), "PRAGMA max_page_count = 1000000"))
	_, err = s.Append(t.Context(), batch("second", receipt.Head, pairs))
	require.NoError(t, err)
	assert.Len(t, whole(t, s), 2)
}

func TestReadOnlyDatabaseLeavesTheLedgerIntact(t *testing.T) {
	s := open(t)
	receipt, err := s.Append(t.Context(), batch("first", "", pairs))
	require.NoError(t, err)

	forbid := func() { // until the connection is replaced
		require.NoError(t, s.Exec(t.Context(), "PRAGMA query_only = ON"))
	}
	forbid()
	_, err = s.Append(t.Context(), batch("second", receipt.Head, pairs))
	require.ErrorIs(t, err, sqlstore.ErrReadOnly)
	forbid()
	_, err = s.PutTransactions(t.Context(), list(deal("1")))
	require.ErrorIs(t, err, sqlstore.ErrReadOnly)
	forbid()
	require.ErrorIs(t, s.PutRoster(t.Context(), assigned("2026-01-01", 1)), sqlstore.ErrReadOnly)
	assert.Len(t, whole(t, s), 1)

	require.NoError(t, s.Exec(t.Context(), "PRAGMA query_only = OFF"))
	_, err = s.Append(t.Context(), batch("second", receipt.Head, pairs))
	require.NoError(t, err)
}

func TestLockedDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kam.db")
	s := openAt(t, path)
	receipt, err := s.Append(t.Context(), batch("first", "", pairs))
	require.NoError(t, err)
	other, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	defer other.Close()
	other.SetMaxOpenConns(1)
	_, err = other.ExecContext(t.Context(), "BEGIN IMMEDIATE")
	require.NoError(t, err)

	assert.Len(t, whole(t, s), 1, "readers do not wait")
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err = s.Append(ctx, batch("second", receipt.Head, pairs))
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.NoError(t, s.Exec(t.Context(), "PRAGMA busy_timeout = 20"))
	_, err = s.Append(t.Context(), batch("second", receipt.Head, pairs))
	require.ErrorIs(t, err, sqlstore.ErrBusy)

	_, err = other.ExecContext(t.Context(), "ROLLBACK")
	require.NoError(t, err)
	_, err = s.Append(t.Context(), batch("second", receipt.Head, pairs))
	require.NoError(t, err)
}

func manyDeals(count int) []incentive.Transaction {
	deals := make([]incentive.Transaction, count)
	for i := range deals {
		deals[i] = deal(strconv.Itoa(i))
	}
	return deals
}
