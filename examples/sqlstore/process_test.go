package sqlstore_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/sqlstore"
	"github.com/kam-go/kam/incentive/ledger"
)

// The environment of a test process that appends to a file instead of testing.
const (
	childFile = "SQLSTORE_TEST_FILE" // the file to append to
	childWhat = "SQLSTORE_TEST_WHAT" // what it appends, a key of children
	childName = "SQLSTORE_TEST_NAME" // what its runs are named
	childRuns = "SQLSTORE_TEST_RUNS" // how many runs it appends
)

func TestMain(m *testing.M) {
	if path := os.Getenv(childFile); path != "" {
		if err := appendAll(path, children[os.Getenv(childWhat)], os.Getenv(childName), os.Getenv(childRuns)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// pairs is how many payees each run of these tests posts for; it has two entries for each.
const pairs = 40

var year = kam.MustPeriod("2026-01-01/2027-01-01")

// batch returns a valid batch for as many payees, 1.01 for the first, 2.01 for the next.
func batch(run string, head ledger.Head, payees int) ledger.Batch {
	b := ledger.Batch{Run: run, Head: head, Period: kam.MustPeriod("2026-01-01/2026-02-01")}
	for i := range payees {
		owed := ledger.Entry{
			Payee: "payee-" + strconv.Itoa(i), Plan: "ae", Version: 1, Component: "sales", Kind: ledger.Earning,
			Period: b.Period, Account: ledger.PayeeAccount, Amount: decimal.New(int64(i)*100+101, -2), Currency: "CNY",
		}
		spent := owed
		spent.Account, spent.Amount = ledger.ExpenseAccount, owed.Amount.Neg()
		b.Entries = append(b.Entries, owed, spent)
	}
	return b
}

// children are what a process appends: each appends one run, and returns stale when another process was faster.
var children = map[string]func(ctx context.Context, s *sqlstore.Store, run string) (stale bool, err error){
	"ledger":    appendRun,
	"goals":     appendMove,
	"meetings":  saveRevision,
	"scoring":   reviews().next,
	"promotion": cycles().next,
	"training":  attendances().next,
	"plans":     versions().next,
	"disputes":  disputes().next,
	"crm":       applyNext,
}

func appendRun(ctx context.Context, s *sqlstore.Store, run string) (stale bool, err error) {
	snapshot, err := s.Snapshot(ctx, year)
	if err != nil {
		return false, err
	}
	_, err = s.Append(ctx, batch(run, snapshot.Head, pairs))
	return errors.Is(err, ledger.ErrStale), err
}

// appendAll appends runs one by one and prints each that is done.
func appendAll(path string, add func(context.Context, *sqlstore.Store, string) (bool, error), name, runs string) error {
	ctx := context.Background()
	count, err := strconv.Atoi(runs)
	if err != nil {
		return err
	}
	s, err := sqlstore.Open(ctx, path)
	if err != nil {
		return err
	}
	for i := 0; i < count; {
		run := fmt.Sprintf("%s-%d", name, i)
		stale, err := add(ctx, s, run)
		switch {
		case stale:
			continue
		case err != nil:
			return err
		}
		fmt.Println(run)
		i++
	}
	return s.Close()
}

// child is a process that appends.
type child struct {
	command *exec.Cmd
	lines   *bufio.Scanner
}

func start(t *testing.T, path, what, name string, runs int) child {
	t.Helper()
	program, err := os.Executable()
	require.NoError(t, err)
	c := exec.CommandContext(t.Context(), program)
	c.Env = append(os.Environ(), childFile+"="+path, childWhat+"="+what, childName+"="+name, childRuns+"="+strconv.Itoa(runs))
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, c.Start())
	return child{command: c, lines: bufio.NewScanner(out)}
}

// whole checks that each run in the ledger is whole and returns the runs.
func whole(t *testing.T, s *sqlstore.Store) map[string]int {
	t.Helper()
	require.NoError(t, s.Verify(t.Context()))
	runs := map[string]int{}
	sum := decimal.Zero
	for r, err := range s.Entries(t.Context(), year) {
		require.NoError(t, err)
		runs[r.Run]++
		sum = sum.Add(r.Amount)
	}
	for run, entries := range runs {
		assert.Equal(t, 2*pairs, entries, "entries of %s", run)
	}
	assert.True(t, sum.IsZero(), "the entries sum to %s", sum)
	return runs
}

func TestKilledProcessLeavesWholeRuns(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kam.db")
	var receipts []string
	for round := range 6 {
		c := start(t, path, "ledger", fmt.Sprintf("round-%d", round), 1_000_000)
		after := 3 + rand.IntN(10)
		for len(receipts) < after*(round+1) && c.lines.Scan() {
			receipts = append(receipts, c.lines.Text())
		}
		time.Sleep(time.Duration(rand.IntN(5_000)) * time.Microsecond) // into the middle of a run
		require.NoError(t, c.command.Process.Kill())
		for c.lines.Scan() {
			receipts = append(receipts, c.lines.Text())
		}
		require.Error(t, c.command.Wait(), "it should have been killed")

		s, err := sqlstore.Open(t.Context(), path)
		require.NoError(t, err)
		runs := whole(t, s)
		for _, run := range receipts {
			assert.Contains(t, runs, run, "it had a receipt")
		}
		assert.LessOrEqual(t, len(runs), len(receipts)+round+1, "one run at most is in doubt each time")
		require.NoError(t, s.Close())
	}
}

// atOnce lets three processes append as many runs each to one new file, which they also race to make.
func atOnce(t *testing.T, what string, runs int) (s *sqlstore.Store, total int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "kam.db")
	processes := make([]child, 3)
	for i := range processes {
		processes[i] = start(t, path, what, fmt.Sprintf("process-%d", i), runs)
	}
	for _, c := range processes {
		for c.lines.Scan() {
		}
		require.NoError(t, c.command.Wait())
	}
	return openAt(t, path), len(processes) * runs
}

func TestProcessesAppendAtOnce(t *testing.T) {
	s, total := atOnce(t, "ledger", 12)
	assert.Len(t, whole(t, s), total)
}

func TestStoresOfOneFileAppendAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kam.db")
	one, two := openAt(t, path), openAt(t, path)
	errs := make(chan error, 2)
	for _, s := range []*sqlstore.Store{one, two} {
		go func() {
			_, err := s.Append(t.Context(), batch(fmt.Sprintf("run of %p", s), "", pairs))
			errs <- err
		}()
	}
	first, second := <-errs, <-errs
	if first != nil {
		first, second = second, first
	}
	require.NoError(t, first)
	require.ErrorIs(t, second, ledger.ErrStale)
	assert.Len(t, whole(t, one), 1)
}
