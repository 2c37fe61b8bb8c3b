package pgstore_test

import (
	"fmt"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/internal/pgtest"
	"github.com/kam-go/kam/examples/pgstore"
)

func TestOpenBringsOlderTablesUpToDate(t *testing.T) {
	for version := 1; version <= len(pgstore.MigrationNames()); version++ {
		t.Run(strconv.Itoa(version), func(t *testing.T) {
			dsn := pgtest.Schema(t)
			run(t, dsn, "CREATE TABLE kam_schema (version INTEGER PRIMARY KEY, name TEXT NOT NULL)")
			for i, name := range pgstore.MigrationNames()[:version] {
				text, err := os.ReadFile(name)
				require.NoError(t, err)
				run(t, dsn, fmt.Sprintf("%s; INSERT INTO kam_schema VALUES (%d, 'made by a test')", text, i+1))
			}
			s := openAt(t, dsn)
			_, err := s.Append(t.Context(), batch("first", "", pairs))
			require.NoError(t, err)
			added, err := s.PutTransactions(t.Context(), list(deal("1")))
			require.NoError(t, err)
			assert.Equal(t, 1, added)
			require.NoError(t, s.PutRoster(t.Context(), assigned("2026-01-01", 100)))
			versions().add(t, s, returned("p", 1, "first"))
			disputes().add(t, s, answering("d", 1, "first"))
			s = openAt(t, dsn)
			assert.Len(t, whole(t, s), 1)
			assert.Len(t, versions().all(t, s), 1)
			assert.Len(t, disputes().all(t, s), 1)
		})
	}
}

// Where a migration fails, none of them was.
func TestOpenMakesAllTablesOrNone(t *testing.T) {
	dsn := pgtest.Schema(t)
	run(t, dsn, "CREATE FUNCTION ledger_is_append_only() RETURNS INTEGER LANGUAGE sql AS 'SELECT 1'")
	_, err := pgstore.Open(t.Context(), dsn)
	require.ErrorContains(t, err, "migration migrations/0001_ledger.sql")
	run(t, dsn, "DROP FUNCTION ledger_is_append_only()")
	assert.Empty(t, whole(t, openAt(t, dsn)))
}
