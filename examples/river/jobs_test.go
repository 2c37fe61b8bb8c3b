package main_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/internal/madeup"
	"github.com/kam-go/kam/examples/internal/pgtest"
	"github.com/kam-go/kam/examples/pgstore"
	main "github.com/kam-go/kam/examples/river"
	"github.com/kam-go/kam/incentive/ledger"
)

// office is a database with a small payroll.
type office struct {
	dsn   string
	pool  *pgxpool.Pool
	queue *river.Client[pgx.Tx]
}

func newOffice(t *testing.T) office {
	t.Helper()
	dsn := pgtest.Schema(t)
	pool, err := pgxpool.New(t.Context(), dsn)
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	queue, err := river.NewClient(riverpgxv5.New(pool), &river.Config{})
	require.NoError(t, err)
	return office{dsn, pool, queue}
}

func (o office) fill(t *testing.T) {
	t.Helper()
	call(t, 0, "fill", "-postgres", o.dsn, "-transactions", "600", "-payees", "30", "-shares", "4")
}

// work has a worker in this process do all jobs that there are.
func (o office) work(t *testing.T) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan int)
	var stderr bytes.Buffer
	go func() { ended <- main.Run(ctx, []string{"work", "-postgres", o.dsn}, &stderr, &stderr) }()
	for o.count(t, `SELECT count(*) FROM river_job WHERE state NOT IN ('completed', 'cancelled', 'discarded')`) > 0 {
		select {
		case code := <-ended:
			require.Fail(t, "the worker has ended", "%d: %s", code, &stderr)
		case <-time.After(20 * time.Millisecond):
		}
	}
	stop()
	require.Equal(t, 0, <-ended, "%s", &stderr)
}

func (o office) count(t *testing.T, query string) int {
	t.Helper()
	var n int
	require.NoError(t, o.pool.QueryRow(t.Context(), query).Scan(&n))
	return n
}

// posted returns the run that was posted.
func (o office) posted(t *testing.T) (run string) {
	t.Helper()
	require.NoError(t, o.pool.QueryRow(t.Context(), `SELECT posted FROM payroll`).Scan(&run))
	return run
}

func (o office) execute(t *testing.T, statement string) {
	t.Helper()
	done, err := o.pool.Exec(t.Context(), statement)
	require.NoError(t, err)
	require.NotZero(t, done.RowsAffected())
}

// kept counts what jobs leave behind.
func (o office) kept(t *testing.T) map[string]int {
	t.Helper()
	counts := map[string]int{}
	for _, table := range []string{"rounds", "told", "figures", "statements", "tallies", "runs", "entries"} {
		counts[table] = o.count(t, `SELECT count(*) FROM `+table)
	}
	return counts
}

func TestJobsThatAreDoneAgainChangeNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.fill(t)
	o.work(t)
	stdout, _ := call(t, 0, "check", "-postgres", o.dsn)
	assert.Contains(t, stdout, "the same as in one process: 30 statements of ")
	before := o.kept(t)
	rounds := before["rounds"]
	assert.Greater(t, rounds, 1, "shares have told each other figures")
	assert.Equal(t, 4*rounds, before["told"])
	assert.Equal(t, 16*(rounds-1), before["figures"])
	assert.Equal(t, 4*rounds+1, o.count(t, `SELECT count(*) FROM river_job WHERE state = 'completed' AND attempt = 1`))

	for _, args := range []river.JobArgs{main.ShareArgs{Round: 0, Share: 1}, main.ShareArgs{Round: rounds - 1, Share: 2}, main.PostArgs{}} {
		_, err := o.queue.Insert(t.Context(), args, nil)
		require.NoError(t, err)
	}
	o.work(t)
	assert.Equal(t, before, o.kept(t))
	assert.Equal(t, 4*rounds+4, o.count(t, `SELECT count(*) FROM river_job WHERE state = 'completed' AND attempt = 1`))
	again, _ := call(t, 0, "check", "-postgres", o.dsn)
	assert.Equal(t, stdout, again)
}

func TestJobThatComesToSomethingElseIsGivenUp(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.fill(t)
	o.work(t)
	o.execute(t, `UPDATE told SET digest = '\x00' WHERE round = 0 AND share = 3`)
	_, err := o.queue.Insert(t.Context(), main.ShareArgs{Round: 0, Share: 3}, nil)
	require.NoError(t, err)
	o.work(t)
	assert.Equal(t, 1, o.count(t, `SELECT count(*) FROM river_job WHERE state = 'cancelled' AND errors[1] ->> 'error' LIKE '%share 3 in round 0: computed once more, it is something else'`))
}

func TestWhatDiffersIsFound(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.fill(t)
	o.work(t)
	differs := func(fault, change string) {
		t.Helper()
		o.execute(t, change)
		stdout, stderr := call(t, 1, "check", "-postgres", o.dsn)
		assert.Empty(t, stdout)
		assert.Contains(t, stderr, "not what one process computes: "+fault)
	}
	o.execute(t, `CREATE TABLE kept AS SELECT * FROM statements`)
	differs("the statement of p0000001 under sellers", `UPDATE statements SET export = (SELECT export FROM kept WHERE payee = 'p0000002') WHERE payee = 'p0000001'`)
	o.execute(t, `UPDATE statements SET export = (SELECT export FROM kept WHERE payee = 'p0000001') WHERE payee = 'p0000001'`)
	call(t, 0, "check", "-postgres", o.dsn)
	differs("there are more than 29 statements on one side alone", `DELETE FROM statements WHERE payee = 'p0000029'`)
	o.execute(t, `INSERT INTO statements SELECT * FROM kept WHERE payee = 'p0000029'`)
	differs("there are more than 30 statements on one side alone", `INSERT INTO statements SELECT payee, 'z', number, export FROM kept WHERE payee = 'p0000029'`)
}

func TestLedgerThatDiffersIsFound(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.fill(t)
	o.work(t)
	book, err := pgstore.Open(t.Context(), o.dsn)
	require.NoError(t, err)
	t.Cleanup(book.Close)
	snapshot, err := book.Snapshot(t.Context(), madeup.Period())
	require.NoError(t, err)
	_, err = book.Append(t.Context(), ledger.Batch{
		Run: "another", Head: snapshot.Head, Period: madeup.Period(),
		Mark: &ledger.Mark{State: ledger.Calculated, By: "anna", On: madeup.Period().Until},
	})
	require.NoError(t, err)
	_, stderr := call(t, 1, "check", "-postgres", o.dsn)
	assert.Contains(t, stderr, "not what one process computes: the ledger's head is ")
}

// A payroll of people who have been paid posts nothing: what had been posted is part of what the shares compute from.
func TestPaidTwiceIsPostedOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.fill(t)
	o.work(t)
	first, before := o.posted(t), o.kept(t)
	_, err := o.pool.Exec(t.Context(), `TRUNCATE payroll, rounds, told, figures, statements, tallies, deals, river_job`)
	require.NoError(t, err)
	o.fill(t)
	o.work(t)
	assert.Equal(t, before, o.kept(t), "statements are there again, and entries no more than before")
	assert.NotEqual(t, first, o.posted(t), "a run that finds something posted is another one")
	stdout, _ := call(t, 0, "check", "-postgres", o.dsn)
	assert.Contains(t, stdout, "the same as in one process: 30 statements of ")
}

func TestNothingIsDoneOutOfTurn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	_, stderr := call(t, 1, "work", "-postgres", o.dsn)
	assert.Contains(t, stderr, "no payroll was brought to this database")
	o.fill(t)
	_, stderr = call(t, 1, "check", "-postgres", o.dsn)
	assert.Contains(t, stderr, "nothing was posted yet")
	_, stderr = call(t, 1, "fill", "-postgres", o.dsn)
	assert.Contains(t, stderr, "a payroll was brought to this database before")
}
