package trust_test

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/internal/pgtest"
)

var sqlite, postgres = kinds[0], kinds[1]

// administer returns a connection to the database of a store.
func administer(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	return conn
}

func execute(t *testing.T, conn *pgx.Conn, statement string) {
	t.Helper()
	_, err := conn.Exec(t.Context(), statement)
	require.NoError(t, err, statement)
}

// The server ends the connection while the payroll copies entries: its run is in the transaction, its entries are not.
func TestConnectionEndedInsideATransaction(t *testing.T) {
	want := undisturbed(t)
	dsn := postgres.make(t)
	admin := administer(t, dsn)
	emptied, end, err := postgres.open(t.Context(), dsn) // makes the tables
	require.NoError(t, err)
	require.NoError(t, emptied.Verify(t.Context()))
	require.NoError(t, end())
	for _, statement := range []string{
		"LOCK TABLE runs IN EXCLUSIVE MODE",    // stops it before the run is added
		"LOCK TABLE entries IN EXCLUSIVE MODE", // stops it between the run and its entries
	} {
		t.Run(statement, func(t *testing.T) {
			execute(t, admin, "BEGIN")
			execute(t, admin, statement)
			p := start(t, postgres.command(t, dsn))
			var pid int
			require.Eventually(t, func() bool {
				err := admin.QueryRow(t.Context(), `SELECT l.pid FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
					WHERE NOT l.granted AND c.relname IN ('runs', 'entries')`).Scan(&pid)
				return err == nil
			}, time.Minute, 10*time.Millisecond)
			var ended bool
			require.NoError(t, admin.QueryRow(t.Context(), "SELECT pg_terminate_backend($1)", pid).Scan(&ended))
			require.True(t, ended)
			_, err := p.wait()
			require.ErrorContains(t, err, "the connection to the database was lost")
			execute(t, admin, "ROLLBACK")
			assert.Empty(t, postgres.read(t, dsn).records)
		})
	}
	postgres.finish(t, dsn, want)
}

// The server's process dies under the payroll, so that all connections are lost and the server recovers its files.
func TestServerCrash(t *testing.T) {
	if os.Getenv("KAM_PG_DSN") != "" {
		t.Skip("the server is not the tests' own")
	}
	want := undisturbed(t)
	dsn := postgres.make(t)
	p := start(t, postgres.command(t, dsn))
	p.untilAppend(3)
	admin := administer(t, dsn)
	var pid int
	require.NoError(t, admin.QueryRow(t.Context(), "SELECT pg_backend_pid()").Scan(&pid))
	victim, err := os.FindProcess(pid) // this test's own connection: its end by force makes the server start anew
	require.NoError(t, err)
	require.NoError(t, victim.Kill())
	if _, err = p.wait(); err != nil { // it may have been faster
		require.ErrorContains(t, err, "the connection to the database was lost")
	}
	require.Eventually(t, func() bool {
		conn, err := pgx.Connect(t.Context(), dsn)
		if err != nil {
			return false
		}
		return conn.Close(t.Context()) == nil
	}, time.Minute, 50*time.Millisecond)
	postgres.finish(t, dsn, want)
}

func TestReadOnlyDatabase(t *testing.T) {
	want := undisturbed(t)
	dsn := postgres.make(t)
	admin := administer(t, dsn)
	p := start(t, postgres.command(t, dsn))
	p.untilAppend(3)
	require.NoError(t, p.command.Process.Kill())
	_, _ = p.wait()
	before := postgres.read(t, dsn)

	name := admin.Config().Database
	execute(t, admin, "ALTER DATABASE "+name+" SET default_transaction_read_only = on")
	assert.Contains(t, postgres.fail(t, postgres.command(t, dsn)), "the database is read-only")
	execute(t, admin, "ALTER DATABASE "+name+" RESET default_transaction_read_only")
	assert.Empty(t, postgres.read(t, dsn).differs(before))
	postgres.finish(t, dsn, want)
}

// A limit of the size of files is a disk that is full at any moment of the payroll.
func TestFileThatMayNotGrow(t *testing.T) {
	limited := func(where, kilobytes string) func(t *testing.T) string {
		return func(t *testing.T) string {
			command := sqlite.command(t, where)
			command.Args = []string{"sh", "-c", `ulimit -f "$1"; exec "$2"`, "sh", kilobytes, command.Path}
			command.Path = "/bin/sh"
			return sqlite.fail(t, command)
		}
	}
	if _, err := os.Stat("/bin/sh"); err != nil || !canLimit {
		t.Skip("no limit of the size of files here")
	}
	want := undisturbed(t)
	where := sqlite.make(t)
	for _, blocks := range []string{"64", "512", "2048", "4096"} { // the unit is 512 bytes or 1 KiB
		text := limited(where, blocks)(t)
		assert.Contains(t, text, "kam.db")
		if _, err := os.Stat(where); err == nil {
			left := sqlite.read(t, where)
			assert.Empty(t, content{records: left.records}.differs(content{records: want.records[:len(left.records)]}))
		}
	}
	sqlite.finish(t, where, want)
}

// Nothing orders by a clock. So it may be set back between two runs: files from the future, another zone of time, and a
// server in another one.
func TestClockSetBack(t *testing.T) {
	want := undisturbed(t)
	onEach(t, func(t *testing.T, k kind) {
		where := k.make(t)
		p := start(t, k.command(t, where, "TZ=Pacific/Kiritimati", "PGTZ=Pacific/Kiritimati"))
		p.untilAppend(3)
		require.NoError(t, p.command.Process.Kill())
		_, _ = p.wait()
		future := time.Now().AddDate(30, 0, 0)
		files, err := filepath.Glob(where + "*")
		require.NoError(t, err)
		for _, file := range files {
			require.NoError(t, os.Chtimes(file, future, future))
		}
		k.finish(t, where, want, "TZ=Pacific/Pago_Pago", "PGTZ=Pacific/Pago_Pago")
	})
}

// clocks are the calls and words that read a clock, in Go and in SQL.
var (
	clockCalls = map[string]bool{"Now": true, "Since": true, "Until": true}
	clockWords = regexp.MustCompile(`(?i)\b(now\(\)|current_(date|time|timestamp)|localtime\w*|clock_timestamp|strftime|datetime\()`)
)

func TestNothingReadsAClock(t *testing.T) {
	checked := 0
	for _, folder := range []string{"../../incentive", "../../internal", "../sqlstore", "../pgstore", "../internal/storable"} {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			switch {
			case strings.HasSuffix(path, ".sql"):
			case strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go"):
				assert.Empty(t, clockReads(t, path), path)
			default:
				return nil
			}
			checked++
			text, err := os.ReadFile(path)
			assert.NotRegexp(t, clockWords, string(text), path)
			return err
		})
		require.NoError(t, err)
	}
	assert.Greater(t, checked, 100)
}

// clockReads returns the calls of package time in a file that read the clock.
func clockReads(t *testing.T, path string) (found []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	require.NoError(t, err)
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if p, ok := s.X.(*ast.Ident); ok && p.Name == "time" && clockCalls[s.Sel.Name] {
				found = append(found, "time."+s.Sel.Name)
			}
		}
		return true
	})
	return found
}

// A store that is asked while its server is away says so, and works again when it is back.
func TestStoreOutlivesLostConnections(t *testing.T) {
	dsn := pgtest.Start(t)
	b, end, err := postgres.open(t.Context(), dsn)
	require.NoError(t, err)
	defer func() { require.NoError(t, end()) }()
	admin := administer(t, dsn)
	for range 3 {
		_, err := b.Snapshot(t.Context(), year)
		require.NoError(t, err)
		execute(t, admin, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()")
		var failed error
		for range 10 { // as often as there are dead connections in the pool
			if _, failed = b.Snapshot(t.Context(), year); failed == nil {
				break
			}
			require.NotErrorIs(t, failed, context.Canceled)
		}
		require.NoError(t, failed)
	}
}
