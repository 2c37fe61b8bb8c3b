package sqlstore_test

import (
	"fmt"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/sqlstore"
	"github.com/kam-go/kam/incentive/ledger"
)

// ofVersion makes a file as the version of this program made it that had so many migrations, and runs more statements on it.
func ofVersion(t *testing.T, version int, more ...string) string {
	t.Helper()
	statements := []string{"PRAGMA application_id = 1801547057", "CREATE TABLE schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT"}
	for i, name := range sqlstore.MigrationNames()[:version] {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		statements = append(statements, string(text), fmt.Sprintf("INSERT INTO schema_version VALUES (%d, 'made by a test')", i+1))
	}
	return foreign(t, append(statements, more...)...)
}

func TestOpenBringsOlderFilesUpToDate(t *testing.T) {
	for version := 1; version <= len(sqlstore.MigrationNames()); version++ {
		t.Run(strconv.Itoa(version), func(t *testing.T) {
			path := ofVersion(t, version)
			s, err := sqlstore.Open(t.Context(), path)
			require.NoError(t, err)
			_, err = s.Append(t.Context(), batch("first", "", pairs))
			require.NoError(t, err)
			appendEntries(t, s, setting("g", "anna"))
			saveRecords(t, s, told("s", 1, "won"))
			reviews().add(t, s, answered("s", 1, "first"))
			cycles().add(t, s, entry("s", 1, "first"))
			attendances().add(t, s, attended("s", 1, "first"))
			versions().add(t, s, returned("s", 1, "first"))
			disputes().add(t, s, answering("d", 1, "first"))
			require.NoError(t, s.CRM().Apply(t.Context(), crmBatch("first", 0)))
			require.NoError(t, s.Close())
			s = openAt(t, path)
			assert.Len(t, whole(t, s), 1)
			assert.Len(t, entriesOf(t, s, "g"), 1)
			assert.Len(t, recordsOf(t, s), 1)
			assert.Len(t, reviews().all(t, s), 1)
			assert.Len(t, cycles().all(t, s), 1)
			assert.Len(t, attendances().all(t, s), 1)
			assert.Len(t, versions().all(t, s), 1)
			assert.Len(t, disputes().all(t, s), 1)
			assert.Len(t, crmRuns(t, s), 1)
		})
	}
}

// What an older version wrote stays: its runs are known again, its chain of heads is whole, and the next run follows.
func TestOpenOfAnOlderFileKeepsItsLedger(t *testing.T) {
	first := batch("first", "", pairs)
	statements := []string{fmt.Sprintf(
		`INSERT INTO runs (run, digest, head_before, head, period_from, period_until, entries)
			VALUES ('first', '%s', '', '%s', '2026-01-01', '2026-02-01', %d)`, first.Digest(), first.NextHead(), 2*pairs)}
	for _, e := range first.Entries {
		statements = append(statements, fmt.Sprintf(
			`INSERT INTO entries (run, payee, plan, version, component, kind, period_from, period_until, account, amount, currency)
				VALUES ('first', '%s', 'ae', 1, 'sales', 'earning', '2026-01-01', '2026-02-01', '%s', '%s', 'CNY')`,
			e.Payee, e.Account, e.Amount))
	}
	for _, version := range []int{1, 3, 8} {
		s := openAt(t, ofVersion(t, version, statements...))
		require.NoError(t, s.Verify(t.Context()))
		assert.Equal(t, map[string]int{"first": 2 * pairs}, whole(t, s))
		again, err := s.Append(t.Context(), first)
		require.NoError(t, err)
		assert.Equal(t, ledger.Receipt{Run: "first", Head: first.NextHead(), Entries: 2 * pairs, Repeated: true}, again)
		snapshot, err := s.Snapshot(t.Context(), year)
		require.NoError(t, err)
		require.Len(t, snapshot.Posted, pairs)
		assert.Equal(t, first.Period, snapshot.Posted[0].Into)
		assert.Equal(t, ledger.PayeeAccount, snapshot.Posted[0].Account)
		_, err = s.Append(t.Context(), batch("second", again.Head, pairs))
		require.NoError(t, err)
		require.NoError(t, s.Verify(t.Context()))
		require.ErrorContains(t, s.Exec(t.Context(), "DELETE FROM entries"), "append-only")
		appendEntries(t, s, setting("g", "anna"))
		assert.Len(t, entriesOf(t, s, "g"), 1)
	}
}
