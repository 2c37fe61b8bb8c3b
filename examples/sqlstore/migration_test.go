package sqlstore_test

import (
	"fmt"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/sqlstore"
)

// ofVersion makes a file as the version of this program made it that had so many migrations.
func ofVersion(t *testing.T, version int) string {
	t.Helper()
	statements := []string{"PRAGMA application_id = 1801547057", "CREATE TABLE schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT"}
	for i, name := range sqlstore.MigrationNames()[:version] {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		statements = append(statements, string(text), fmt.Sprintf("INSERT INTO schema_version VALUES (%d, 'made by a test')", i+1))
	}
	return foreign(t, statements...)
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
			require.NoError(t, s.Close())
			s = openAt(t, path)
			assert.Len(t, whole(t, s), 1)
			assert.Len(t, entriesOf(t, s, "g"), 1)
			assert.Len(t, recordsOf(t, s), 1)
			assert.Len(t, reviews().all(t, s), 1)
			assert.Len(t, cycles().all(t, s), 1)
			assert.Len(t, attendances().all(t, s), 1)
		})
	}
}

// What an older version wrote stays.
func TestOpenOfAnOlderFileKeepsItsLedger(t *testing.T) {
	path := ofVersion(t, 3)
	s, err := sqlstore.Open(t.Context(), path)
	require.NoError(t, err)
	_, err = s.Append(t.Context(), batch("first", "", pairs))
	require.NoError(t, err)
	require.NoError(t, s.Exec(t.Context(), `DROP TABLE goal_owners; DROP TABLE goal_entries; DROP TABLE meeting_records;
		DROP TABLE scoring_records; DROP TABLE promotion_entries; DROP TABLE training_entries;
		DELETE FROM schema_version WHERE version > 3`))
	require.NoError(t, s.Close())
	s = openAt(t, path)
	assert.Len(t, whole(t, s), 1)
	appendEntries(t, s, setting("g", "anna"))
	assert.Len(t, entriesOf(t, s, "g"), 1)
}
