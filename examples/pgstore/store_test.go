package pgstore_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/internal/pgtest"
	"github.com/kam-go/kam/examples/pgstore"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/ledger"
)

// pairs is how many payees most runs of these tests post for; a run has two entries for each.
const pairs = 40

var (
	year    = kam.MustPeriod("2026-01-01/2027-01-01")
	january = kam.MustPeriod("2026-01-01/2026-02-01")
)

// batch returns a valid batch for as many payees, 1.01 for the first, 2.01 for the next.
func batch(run string, head ledger.Head, payees int) ledger.Batch {
	b := ledger.Batch{Run: run, Head: head, Period: january}
	for i := range payees {
		b.Entries = append(b.Entries, ledger.Move(ledger.Entry{
			Payee: "payee-" + strconv.Itoa(i), Plan: "ae", Version: 1, Component: "sales", Kind: ledger.Earning,
			Period: january, Currency: "CNY",
		}, ledger.ExpenseAccount, ledger.PayeeAccount, decimal.New(int64(i)*100+101, -2))...)
	}
	return b
}

// whole checks that the ledger is intact and returns its runs with the number of their entries.
func whole(t *testing.T, s *pgstore.Store) map[string]int {
	t.Helper()
	require.NoError(t, s.Verify(t.Context()))
	runs := map[string]int{}
	sum := decimal.Zero
	for r, err := range s.Entries(t.Context(), year) {
		require.NoError(t, err)
		runs[r.Run]++
		sum = sum.Add(r.Amount)
	}
	assert.True(t, sum.IsZero(), "the entries sum to %s", sum)
	return runs
}

func TestOpenKeepsWhatIsThere(t *testing.T) {
	dsn := pgtest.Start(t)
	s, err := pgstore.Open(t.Context(), dsn)
	require.NoError(t, err)
	receipt, err := s.Append(t.Context(), batch("first", "", pairs))
	require.NoError(t, err)
	s.Close()

	s = openAt(t, dsn)
	again, err := s.Append(t.Context(), batch("first", "", pairs))
	require.NoError(t, err)
	receipt.Repeated = true
	assert.Equal(t, receipt, again)
	_, err = s.Append(t.Context(), batch("second", receipt.Head, pairs))
	require.NoError(t, err)
	assert.Len(t, whole(t, s), 2)
}

// Where no table is missing, it must be noticed all the same.
func TestOpenOfAReadOnlyDatabase(t *testing.T) {
	dsn := pgtest.Schema(t)
	openAt(t, dsn)
	_, err := pgstore.Open(t.Context(), dsn+" default_transaction_read_only=on")
	require.ErrorIs(t, err, pgstore.ErrReadOnly)
}

func TestOpenAtOnce(t *testing.T) {
	dsn := pgtest.Start(t)
	errs := make([]error, 8)
	var wait sync.WaitGroup
	for i := range errs {
		wait.Go(func() {
			s, err := pgstore.Open(t.Context(), dsn)
			if err == nil {
				s.Close()
			}
			errs[i] = err
		})
	}
	wait.Wait()
	require.NoError(t, errors.Join(errs...))
	assert.Empty(t, whole(t, openAt(t, dsn)))
}

func TestStoresInSchemasOfOneDatabase(t *testing.T) {
	dsn := pgtest.Start(t)
	run(t, dsn, "CREATE SCHEMA one; CREATE SCHEMA two")
	one, two := openAt(t, dsn+" search_path=one"), openAt(t, dsn+" search_path=two")
	_, err := one.Append(t.Context(), batch("first", "", pairs))
	require.NoError(t, err)
	assert.Empty(t, whole(t, two))
	_, err = two.Append(t.Context(), batch("first", "", pairs))
	require.NoError(t, err)
	assert.Len(t, whole(t, one), 1)
}

// run runs statements on a connection of its own.
func run(t *testing.T, dsn, statements string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	defer func() { _ = conn.Close(t.Context()) }()
	_, err = conn.Exec(t.Context(), statements)
	require.NoError(t, err)
}

func TestOpenRefuses(t *testing.T) {
	cases := map[string]struct {
		before, dsn string
		want        error
		text        string
	}{
		"tables of others":     {before: "CREATE TABLE runs (id INTEGER)", want: pgstore.ErrNotDatabase, text: "search_path of its own"},
		"no such schema":       {dsn: " search_path=missing", want: pgstore.ErrNotDatabase, text: "no schema"},
		"newer tables":         {before: "CREATE TABLE kam_schema AS SELECT 1000 AS version, 'later' AS name", want: pgstore.ErrNewerSchema, text: "1000"},
		"no version":           {before: "CREATE TABLE kam_schema (version INTEGER, name TEXT)", want: pgstore.ErrDamaged, text: "no schema version"},
		"read-only":            {dsn: " default_transaction_read_only=on", want: pgstore.ErrReadOnly},
		"a server of yore":     {dsn: " host=/nowhere", want: pgstore.ErrDisconnected, text: `on "/nowhere"`},
		"a role that may not":  {before: "CREATE ROLE clerk LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC", dsn: " user=clerk", want: pgstore.ErrReadOnly},
		"not a DSN":            {dsn: " port=many password=secret", text: "pgstore: open"},
		"a database not there": {dsn: " dbname=missing password=secret", text: "missing"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dsn := pgtest.Start(t)
			if c.before != "" {
				run(t, dsn, c.before)
			}
			s, err := pgstore.Open(t.Context(), dsn+c.dsn)
			if err == nil {
				s.Close()
			}
			require.Error(t, err)
			if c.want != nil {
				require.ErrorIs(t, err, c.want)
			}
			assert.Contains(t, err.Error(), c.text)
			assert.NotContains(t, err.Error(), "secret")
			if strings.Contains(c.before, "clerk") {
				run(t, dsn, "DROP ROLE clerk")
			}
		})
	}
}

func TestOpenRefusesOtherEncodings(t *testing.T) {
	dsn := pgtest.Start(t)
	config, err := pgx.ParseConfig(dsn)
	require.NoError(t, err)
	name := config.Database + "_ascii"
	run(t, dsn, "CREATE DATABASE "+name+" TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'")
	t.Cleanup(func() {
		conn, err := pgx.Connect(context.WithoutCancel(t.Context()), dsn)
		require.NoError(t, err)
		_, err = conn.Exec(context.WithoutCancel(t.Context()), "DROP DATABASE "+name+" WITH (FORCE)")
		require.NoError(t, err)
		_ = conn.Close(context.WithoutCancel(t.Context()))
	})
	_, err = pgstore.Open(t.Context(), pgtest.DSN(config, name))
	require.ErrorIs(t, err, pgstore.ErrNotDatabase)
	assert.Contains(t, err.Error(), "SQL_ASCII")
}

func TestOpenWithAnEndedContext(t *testing.T) {
	dsn := pgtest.Start(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := pgstore.Open(ctx, dsn)
	assert.ErrorIs(t, err, context.Canceled)
}

func TestMigrationsAreNumberedWithoutGap(t *testing.T) {
	names := pgstore.MigrationNames()
	require.NotEmpty(t, names)
	for i, name := range names {
		assert.True(t, strings.HasPrefix(name, fmt.Sprintf("migrations/%04d_", i+1)), name)
	}
}

func TestClosedStoreFails(t *testing.T) {
	s, err := pgstore.Open(t.Context(), pgtest.Start(t))
	require.NoError(t, err)
	s.Close()
	_, err = s.Append(t.Context(), batch("first", "", 1))
	require.Error(t, err)
	_, err = s.Snapshot(t.Context(), year)
	assert.Error(t, err)
}

// A loop whose body panics must not keep a connection.
func TestPanicInALoopFreesTheStore(t *testing.T) {
	s := openAt(t, pgtest.Schema(t)+" pool_max_conns=1")
	_, err := s.Append(t.Context(), batch("first", "", pairs))
	require.NoError(t, err)
	_, err = s.PutTransactions(t.Context(), list(deal("1")))
	require.NoError(t, err)
	for range 3 {
		assert.Panics(t, func() {
			for _, err := range s.Entries(t.Context(), year) {
				panic(err)
			}
		})
		assert.Panics(t, func() {
			for _, err := range s.Transactions(t.Context(), year) {
				panic(err)
			}
		})
		assert.Panics(t, func() {
			_, _ = s.PutTransactions(t.Context(), func(func(incentive.Transaction, error) bool) { panic("in the source") })
		})
	}
	snapshot, err := s.Snapshot(t.Context(), year)
	require.NoError(t, err)
	_, err = s.Append(t.Context(), batch("second", snapshot.Head, pairs))
	assert.NoError(t, err)
}

// A loop over entries keeps no connection, and one over transactions none that writing needs.
func TestLoopsMayReadAndWrite(t *testing.T) {
	s := openAt(t, pgtest.Schema(t)+" pool_max_conns=1")
	receipt, err := s.Append(t.Context(), batch("first", "", pairs))
	require.NoError(t, err)
	_, err = s.PutTransactions(t.Context(), list(deal("1"), deal("2")))
	require.NoError(t, err)
	for r, err := range s.Entries(t.Context(), year) {
		require.NoError(t, err)
		snapshot, err := s.Snapshot(t.Context(), year)
		require.NoError(t, err)
		if r.Number == 1 {
			_, err = s.Append(t.Context(), batch("second", snapshot.Head, pairs))
			require.NoError(t, err)
		}
		assert.Equal(t, "first", r.Run, "the loop shows the moment it started")
	}
	for _, err := range s.Transactions(t.Context(), year) {
		require.NoError(t, err)
		_, err = s.Append(t.Context(), batch("first", "", pairs))
		require.NoError(t, err)
	}
	again, err := s.Append(t.Context(), batch("first", "", pairs))
	require.NoError(t, err)
	assert.Equal(t, receipt.Head, again.Head)
}

// Reading goes page by page; the pages must meet, and show nothing that came after the first.
func TestEntriesOfSeveralPages(t *testing.T) {
	for _, payees := range []int{2_499, 2_500, 2_501, 6_000} {
		s := open(t)
		b := batch("first", "", payees)
		receipt, err := s.Append(t.Context(), b)
		require.NoError(t, err)
		at := 0
		for r, err := range s.Entries(t.Context(), year) {
			require.NoError(t, err)
			if at == 0 {
				_, err = s.Append(t.Context(), batch("second", receipt.Head, pairs))
				require.NoError(t, err)
			}
			require.Equal(t, int64(at)+1, r.Number)
			require.Equal(t, b.Entries[at].Payee, r.Payee)
			at++
		}
		assert.Equal(t, len(b.Entries), at)
	}
}

func TestReadersRefuseNoPeriod(t *testing.T) {
	s := open(t)
	_, err := s.Roster(t.Context(), kam.Period{})
	require.ErrorIs(t, err, kam.ErrPeriod)
	for _, err := range s.Transactions(t.Context(), kam.Period{}) {
		require.ErrorIs(t, err, kam.ErrPeriod)
	}
}

func TestStoresOfOneDatabaseAppendAtOnce(t *testing.T) {
	dsn := pgtest.Start(t)
	stores := []*pgstore.Store{openAt(t, dsn), openAt(t, dsn), openAt(t, dsn)}
	errs := make(chan error, len(stores))
	for i, s := range stores {
		go func() {
			_, err := s.Append(t.Context(), batch(fmt.Sprintf("run of store %d", i), "", 2_000))
			errs <- err
		}()
	}
	won := 0
	for range stores {
		if err := <-errs; err == nil {
			won++
		} else {
			require.ErrorIs(t, err, ledger.ErrStale)
		}
	}
	assert.Equal(t, 1, won)
	assert.Len(t, whole(t, stores[0]), 1)
}
