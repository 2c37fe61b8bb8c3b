package sqlstore_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/sqlstore"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

func TestOpenKeepsWhatIsThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kam.db")
	s, err := sqlstore.Open(t.Context(), path)
	require.NoError(t, err)
	receipt, err := s.Append(t.Context(), batch("first", "", pairs))
	require.NoError(t, err)
	require.NoError(t, s.Close())

	s = openAt(t, path)
	again, err := s.Append(t.Context(), batch("first", "", pairs))
	require.NoError(t, err)
	receipt.Repeated = true
	assert.Equal(t, receipt, again)
	_, err = s.Append(t.Context(), batch("second", receipt.Head, pairs))
	require.NoError(t, err)
	assert.Len(t, whole(t, s), 2)
}

func TestOpenTakesAnyFileName(t *testing.T) {
	for _, name := range []string{"with space.db", "100%.db", "a?b=c.db", "a#b.db", "数据库.db", "a%20b.db", "a&_pragma=x.db", "'.db"} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			openAt(t, filepath.Join(folder, name))
			_, err := os.Stat(filepath.Join(folder, name))
			assert.NoError(t, err)
		})
	}
}

func TestOpenTakesARelativePath(t *testing.T) {
	t.Chdir(t.TempDir())
	openAt(t, "kam.db")
	_, err := os.Stat("kam.db")
	assert.NoError(t, err)
}

func TestOpenRefusesWhatIsNoPath(t *testing.T) {
	for _, path := range []string{"", ":memory:", ":memory:?cache=shared", "a\x00b"} {
		_, err := sqlstore.Open(t.Context(), path)
		assert.Error(t, err, "%q", path)
	}
}

func TestOpenRefusesFilesThatAreNoDatabase(t *testing.T) {
	contents := map[string]string{
		"one byte":       "x",
		"short":          "id,amount\n1,100\n",
		"just a header":  "SQLite format 3",
		"a header's end": "SQLite format 3\x00",
		"long":           strings.Repeat("opportunity_id,close_value\n", 1_000),
		"zeros":          strings.Repeat("\x00", 4_096),
	}
	for name, content := range contents {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "deals.csv")
			require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
			_, err := sqlstore.Open(t.Context(), path)
			require.ErrorIs(t, err, sqlstore.ErrNotDatabase)
			assert.Contains(t, err.Error(), "deals.csv")
			left, err := os.ReadFile(path)
			require.NoError(t, err)
			assert.Equal(t, content, string(left), "the file was changed")
			files, err := os.ReadDir(filepath.Dir(path))
			require.NoError(t, err)
			assert.Len(t, files, 1, "files were left beside it")
		})
	}
}

// foreign makes a SQLite database by other means.
func foreign(t *testing.T, statements ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "other.db")
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	for _, s := range statements {
		_, err := db.ExecContext(t.Context(), s)
		require.NoError(t, err)
	}
	require.NoError(t, db.Close())
	return path
}

func TestOpenRefusesDatabasesOfOthers(t *testing.T) {
	path := foreign(t, "CREATE TABLE runs (id INTEGER)")
	before, err := os.ReadFile(path)
	require.NoError(t, err)
	_, err = sqlstore.Open(t.Context(), path)
	require.ErrorIs(t, err, sqlstore.ErrNotDatabase)
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, before, after, "the file was changed")

	_, err = sqlstore.Open(t.Context(), foreign(t, "PRAGMA application_id = 7", "CREATE TABLE t (id INTEGER)"))
	require.ErrorIs(t, err, sqlstore.ErrNotDatabase)
	_, err = sqlstore.Open(t.Context(), foreign(t, "PRAGMA application_id = 7"))
	require.ErrorIs(t, err, sqlstore.ErrNotDatabase)
}

func TestOpenTakesAnEmptyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kam.db")
	require.NoError(t, os.WriteFile(path, nil, 0o600))
	s := openAt(t, path)
	_, err := s.Append(t.Context(), batch("first", "", pairs))
	assert.NoError(t, err)
}

func TestOpenRefusesNewerTables(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kam.db")
	s, err := sqlstore.Open(t.Context(), path)
	require.NoError(t, err)
	require.NoError(t, s.Exec(t.Context(), "INSERT INTO schema_version VALUES (1000, 'later')"))
	require.NoError(t, s.Close())
	_, err = sqlstore.Open(t.Context(), path)
	assert.ErrorIs(t, err, sqlstore.ErrNewerSchema)
}

func TestOpenRefusesATruncatedFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kam.db")
	s, err := sqlstore.Open(t.Context(), path)
	require.NoError(t, err)
	_, err = s.Append(t.Context(), batch("first", "", 500))
	require.NoError(t, err)
	require.NoError(t, s.Close())
	require.NoError(t, os.Truncate(path, 5_000))
	s, err = sqlstore.Open(t.Context(), path)
	if err == nil {
		err = s.Verify(t.Context())
		require.NoError(t, s.Close())
	}
	assert.ErrorIs(t, err, sqlstore.ErrDamaged)
}

func TestOpenNamesAPathThatCannotBeOpened(t *testing.T) {
	folder := t.TempDir()
	_, err := sqlstore.Open(t.Context(), folder)
	require.ErrorIs(t, err, sqlstore.ErrNotDatabase)
	require.ErrorContains(t, err, folder)
	path := filepath.Join(folder, "missing", "kam.db")
	_, err = sqlstore.Open(t.Context(), path)
	assert.ErrorContains(t, err, path)
}

func TestOpenAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kam.db")
	errs := make([]error, 8)
	var wait sync.WaitGroup
	for i := range errs {
		wait.Go(func() {
			s, err := sqlstore.Open(context.Background(), path)
			if err == nil {
				err = s.Close()
			}
			errs[i] = err
		})
	}
	wait.Wait()
	assert.NoError(t, errors.Join(errs...))
}

func TestOpenWithAnEndedContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := sqlstore.Open(ctx, filepath.Join(t.TempDir(), "kam.db"))
	assert.ErrorIs(t, err, context.Canceled)
}

func TestMigrationsAreNumberedWithoutGap(t *testing.T) {
	names := sqlstore.MigrationNames()
	require.NotEmpty(t, names)
	for i, name := range names {
		assert.True(t, strings.HasPrefix(name, fmt.Sprintf("migrations/%04d_", i+1)), name)
	}
}

func TestClosedStoreFails(t *testing.T) {
	s, err := sqlstore.Open(t.Context(), filepath.Join(t.TempDir(), "kam.db"))
	require.NoError(t, err)
	require.NoError(t, s.Close())
	_, err = s.Append(t.Context(), batch("first", "", 1))
	require.Error(t, err)
	_, err = s.Snapshot(t.Context(), year)
	assert.Error(t, err)
}

// A loop whose body panics must not keep the database to itself.
func TestPanicInALoopFreesTheStore(t *testing.T) {
	s := open(t)
	_, err := s.Append(t.Context(), batch("first", "", pairs))
	require.NoError(t, err)
	assert.Panics(t, func() {
		for _, err := range s.Entries(t.Context(), year) {
			panic(err)
		}
	})
	assert.Panics(t, func() {
		_, _ = s.PutTransactions(t.Context(), func(func(incentive.Transaction, error) bool) { panic("in the source") })
	})
	snapshot, err := s.Snapshot(t.Context(), year)
	require.NoError(t, err)
	_, err = s.Append(t.Context(), batch("second", snapshot.Head, pairs))
	assert.NoError(t, err)
}

func TestLedgerRefusesChangesBySQL(t *testing.T) {
	s := open(t)
	first := batch("first", "", pairs)
	first.Mark = &ledger.Mark{State: ledger.Calculated, By: "ben", On: kam.MustDay("2026-02-02")}
	_, err := s.Append(t.Context(), first)
	require.NoError(t, err)
	for _, statement := range []string{
		"DELETE FROM entries", "UPDATE entries SET amount = '1'", "DELETE FROM runs", "UPDATE runs SET entries = 1",
		"DELETE FROM period_changes", "UPDATE period_changes SET marked_by = 'x'",
	} {
		require.ErrorContains(t, s.Exec(t.Context(), statement), "append-only", statement)
	}
	assert.Len(t, whole(t, s), 1)
}

func TestVerifyFindsChanges(t *testing.T) {
	changes := map[string]string{
		"amount":            "UPDATE entries SET amount = '9.99' WHERE number = 1",
		"both amounts":      "UPDATE entries SET amount = replace('-9.99', '-', iif(number = 1, '', '-')) WHERE number < 3",
		"payee":             "UPDATE entries SET payee = 'someone' WHERE number = 1",
		"payees swapped":    "UPDATE entries SET payee = iif(payee = 'payee-0', 'x', payee)",
		"one deleted":       "DELETE FROM entries WHERE number = 1",
		"pair deleted":      "DELETE FROM entries WHERE number IN (1, 2)",
		"first run deleted": "DELETE FROM entries WHERE run = 'first'; DELETE FROM runs WHERE run = 'first'",
		"run moved":         "UPDATE entries SET run = 'second', component = 'x' WHERE run = 'first'",
		"run renamed":       "UPDATE runs SET run = 'fourth' WHERE run = 'second'; UPDATE entries SET run = 'fourth' WHERE run = 'second'",
		"period of the run": "UPDATE runs SET period_from = '2025-01-01'",
		"digest":            "UPDATE runs SET digest = 'x' WHERE number = 1",
		"head":              "UPDATE runs SET head = 'x' WHERE number = 2",
		"count":             "UPDATE runs SET entries = 1",
		"text for a number": "UPDATE entries SET amount = '1e9' WHERE number = 1",
		"huge number":       "UPDATE entries SET amount = '1e999999999' WHERE number = 1",
		"no day":            "UPDATE entries SET period_from = '2026-02-30' WHERE number = 1",
		"entry of no run":   "UPDATE entries SET run = 'nobody' WHERE number = 1",
		"reference":         "UPDATE entries SET reference = 'x' WHERE number < 3",
		"who marked":        "UPDATE runs SET marked_by = 'somebody' WHERE number = 1",
		"mark gone":         "UPDATE runs SET mark = NULL, marked_by = NULL, marked_for = NULL, marked_on = NULL WHERE number = 1",
		"mark's day":        "UPDATE runs SET marked_on = '2026-02-30' WHERE number = 1",
		"run approved":      "UPDATE runs SET mark = 'closed' WHERE number = 3",
		"state":             "UPDATE period_changes SET state = 'closed'",
		"state's person":    "UPDATE period_changes SET marked_by = 'somebody' WHERE number = 1",
		"state's day":       "UPDATE period_changes SET day = '2026-02-30' WHERE number = 1",
		"state's period":    "UPDATE period_changes SET period_from = '2026-02-30' WHERE number = 1",
		"state deleted":     "DELETE FROM period_changes WHERE number = 2",
		"states deleted":    "DELETE FROM period_changes",
		"state made up": `INSERT INTO period_changes (run, period_from, period_until, state, marked_by, reason, day)
			VALUES ('second', '2026-01-01', '2026-02-01', 'reopened', 'ben', '', '2026-02-02')`,
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			first := batch("first", "", 3)
			first.Mark = &ledger.Mark{State: ledger.Calculated, By: "ben", On: kam.MustDay("2026-02-02")}
			receipt, err := s.Append(t.Context(), first)
			require.NoError(t, err)
			second := batch("second", receipt.Head, 3)
			second.Period = kam.MustPeriod("2026-02-01/2026-03-01")
			receipt, err = s.Append(t.Context(), second)
			require.NoError(t, err)
			approval := ledger.Batch{Run: "third", Head: receipt.Head, Period: first.Period}
			approval.Mark = &ledger.Mark{State: ledger.Approved, By: "cleo", On: kam.MustDay("2026-02-03")}
			_, err = s.Append(t.Context(), approval)
			require.NoError(t, err)
			require.NoError(t, s.Verify(t.Context()))
			require.NoError(t, s.Exec(t.Context(), `PRAGMA foreign_keys = OFF; DROP TRIGGER entries_are_fixed;
				DROP TRIGGER entries_are_kept; DROP TRIGGER runs_are_fixed; DROP TRIGGER runs_are_kept;
				DROP TRIGGER period_changes_are_fixed; DROP TRIGGER period_changes_are_kept;`+change))
			assert.ErrorIs(t, s.Verify(t.Context()), sqlstore.ErrDamaged)
		})
	}
}

func TestVerifyOfAnEmptyLedger(t *testing.T) {
	assert.NoError(t, open(t).Verify(t.Context()))
}

func TestReadersRefuseNoPeriod(t *testing.T) {
	s := open(t)
	_, err := s.Roster(t.Context(), kam.Period{})
	require.ErrorIs(t, err, kam.ErrPeriod)
	for _, err := range s.Transactions(t.Context(), kam.Period{}) {
		require.ErrorIs(t, err, kam.ErrPeriod)
	}
}
