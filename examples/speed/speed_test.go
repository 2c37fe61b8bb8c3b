package speed_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/internal/pgserver"
	"github.com/kam-go/kam/incentive"
)

// TestKit computes the kit's plan on the kit's data, proves by the kit's hashes that every line and statement is the kit's,
// and prints what it took, beside what the kit's other programs take. Nothing is asserted of time.
func TestKit(t *testing.T) {
	k := newKit(t)
	k.run(t, "stream", "-w", "1", "-d", k.input, "-o", k.known)
	want := k.hashes(t, k.known)
	c := k.load(t)
	start := time.Now()
	enrolment, err := c.program.Enrol(t.Context(), c.inputs)
	require.NoError(t, err)
	t.Logf("%d deals of %d payees and their managers, one of whom has %s of them; enrolled in %v", k.deals, k.payees, k.skew, time.Since(start).Round(time.Millisecond))
	c.sum = k.prove(t, enrolment, c.deals, want)
	credits := float64(2 * k.deals)
	rows := incentive.Transactions(c.deals)
	two := c.measure(t, "two workers, memory used again", enrolment, rows, 2, new(incentive.Workspace))
	c.measure(t, "two workers, new memory", enrolment, rows, 2, nil)
	one := c.measure(t, "one worker, memory used again", enrolment, rows, 1, new(incentive.Workspace))
	t.Logf("two workers are %.2f times as fast as one", one.Seconds()/two.Seconds())
	sheet := incentive.NewSheet("class")
	for i := range c.deals {
		sheet.AddTransaction(c.deals[i])
	}
	columns := c.measure(t, "two workers, memory used again, deals in a sheet", enrolment, sheet.Source(), 2, new(incentive.Workspace))
	c.measure(t, "two workers, new memory, deals in a sheet", enrolment, sheet.Source(), 2, nil)
	single := c.measure(t, "one worker, memory used again, deals in a sheet", enrolment, sheet.Source(), 1, new(incentive.Workspace))
	t.Logf("two workers are %.2f times as fast as one from a sheet, which takes %.2f of the time that rows take", single.Seconds()/columns.Seconds(), columns.Seconds()/two.Seconds())
	if os.Getenv("KAM_KIT_RIVALS") == "" {
		return
	}
	sheet, c.deals = nil, nil
	debug.FreeOSMemory() // for the other programs: only now, because the kernel goes on with what it was given for a while
	tell := func(name string, took time.Duration) {
		t.Logf("%-55s %10v %8.1f ns/credit, %7.2f times what rows take, %7.2f times what a sheet takes", name, took.Round(time.Millisecond), float64(took.Nanoseconds())/credits, took.Seconds()/two.Seconds(), took.Seconds()/columns.Seconds())
	}
	k.limit(t, tell)
	k.decimals(t, one, single, tell)
	k.duck(t, tell)
	k.postgres(t, tell)
}

// prove computes the kit's lines and statements, compares their hashes, and returns the number that visitors make of them.
func (k kit) prove(t *testing.T, e *incentive.Enrolment, deals []incentive.Transaction, want string) uint64 {
	t.Helper()
	run, err := e.Run(t.Context(), incentive.Transactions(deals), incentive.RunOptions{})
	require.NoError(t, err)
	k.write(t, run)
	require.Equal(t, want, k.hashes(t, k.output))
	t.Log(want)
	sum := earned(run)
	for i := range run.Items() {
		sum += hashed([]incentive.Item{i})
	}
	return sum
}

// measure runs five times, and prints and returns the median. Before that, garbage of what was done before is collected: a run
// makes none to speak of.
func (c company) measure(t *testing.T, name string, e *incentive.Enrolment, source incentive.Source, workers int, space *incentive.Workspace) time.Duration {
	t.Helper()
	var took []time.Duration
	var before, after runtime.MemStats
	runtime.GC()
	for range 5 {
		runtime.ReadMemStats(&before)
		var visited tally
		start := time.Now()
		run, err := e.Run(t.Context(), source, incentive.RunOptions{Workers: workers, Workspace: space, Visit: func(_ incentive.Statement, items []incentive.Item) {
			visited.add(items)
		}})
		require.NoError(t, err)
		sum := visited.sum() + earned(run)
		took = append(took, time.Since(start))
		require.Equal(t, c.sum, sum)
		runtime.ReadMemStats(&after)
	}
	slices.Sort(took)
	median := took[len(took)/2]
	t.Logf("%-55s %10v %8.1f ns/credit, %d allocations, %d MB", name, median.Round(time.Millisecond), float64(median.Nanoseconds())/float64(2*c.count), after.Mallocs-before.Mallocs, (after.TotalAlloc-before.TotalAlloc)>>20)
	return median
}

// tally adds up what workers visit, each apart from the others: a million statements that wait for one number would be what is
// measured.
type tally [64]struct {
	sum atomic.Uint64
	_   [56]byte
}

// add adds items, which lie in memory of the worker that visits them.
func (t *tally) add(items []incentive.Item) {
	if len(items) > 0 {
		t[uintptr(unsafe.Pointer(&items[0]))>>12%64].sum.Add(hashed(items))
	}
}

func (t *tally) sum() uint64 {
	sum := uint64(0)
	for i := range t {
		sum += t[i].sum.Load()
	}
	return sum
}

// earned reads the sum of each statement.
func earned(run *incentive.Run) uint64 {
	sum := uint64(0)
	for s := range run.Statements() {
		units, _ := s.EarnedUnits()
		sum += uint64(units)
	}
	return sum
}

// hashed reads the amount of each item and makes one number of them.
func hashed(items []incentive.Item) uint64 {
	sum := uint64(0)
	for i := range items {
		units, _ := items[i].AmountUnits()
		sum += uint64(units) * 0x9e3779b97f4a7c15
	}
	return sum
}

// limit is the kit's plan written in whole numbers by hand.
func (k kit) limit(t *testing.T, tell func(string, time.Duration)) {
	out := k.run(t, "inproc", "-n", strconv.Itoa(k.deals), "-p", strconv.Itoa(k.payees), "-skew", k.skew, "-reps", "5")
	found := regexp.MustCompile(`V3 all w=2 /credit +wall min +[\d.]+ med +([\d.]+)`).FindStringSubmatch(out)
	require.Len(t, found, 2, out)
	ns, err := strconv.ParseFloat(found[1], 64)
	require.NoError(t, err)
	tell("whole numbers by hand, two workers", time.Duration(ns*2*float64(k.deals)))
}

// decimals is the kit's plan as it is usually written in Go, on one core; of a million deals at most.
func (k kit) decimals(t *testing.T, one, sheet time.Duration, tell func(string, time.Duration)) {
	if k.deals > 1_000_000 {
		return
	}
	out := k.run(t, "mem", "-what", "naive", "-n", strconv.Itoa(k.deals), "-p", strconv.Itoa(k.payees), "-skew", k.skew)
	found := regexp.MustCompile(`naive shopspring calc: (\S+),`).FindStringSubmatch(out)
	require.Len(t, found, 2, out)
	took, err := time.ParseDuration(found[1])
	require.NoError(t, err)
	tell("decimals, one core", took)
	t.Logf("decimals take %.1f times what the library takes with one worker, and %.1f times from a sheet", took.Seconds()/one.Seconds(), took.Seconds()/sheet.Seconds())
}

// duck is the kit's plan in SQL on DuckDB, when the kit has it.
func (k kit) duck(t *testing.T, tell func(string, time.Duration)) {
	if _, err := os.Stat(filepath.Join(k.dir, "node_modules", "@duckdb")); err != nil {
		t.Log("the kit has no DuckDB: npm ci in a copy of it")
		return
	}
	out, err := exec.CommandContext(t.Context(), "node", filepath.Join(k.dir, "duck.mjs"), "mem", k.input, t.TempDir(), "2").CombinedOutput()
	require.NoError(t, err, "%s", out)
	var walls []float64
	for s := bufio.NewScanner(strings.NewReader(string(out))); s.Scan(); {
		var wall, cpu float64
		if n, _ := fmt.Sscanf(s.Text(), "calc+statements wall %f s cpu %f s", &wall, &cpu); n > 0 {
			walls = append(walls, wall)
		}
	}
	require.NotEmpty(t, walls, "%s", out)
	slices.Sort(walls)
	tell("DuckDB, two threads", time.Duration(walls[len(walls)/2]*float64(time.Second)))
}

// postgres is the kit's plan in SQL on a PostgreSQL server of its own, when that and psql are there: once, because it takes a
// minute for ten million deals. Tables are not logged, and sorting has 2 GB.
func (k kit) postgres(t *testing.T, tell func(string, time.Duration)) {
	if _, err := exec.LookPath("psql"); err != nil {
		t.Log(err)
		return
	}
	server, err := pgserver.Start()
	if errors.Is(err, pgserver.ErrMissing) {
		t.Log(err)
		return
	}
	require.NoError(t, err)
	defer func() { require.NoError(t, server.Close()) }()
	psql := func(args ...string) {
		t.Helper()
		command := exec.CommandContext(t.Context(), "psql", append([]string{"-q", "-v", "ON_ERROR_STOP=1", "-d", server.DSN()}, args...)...)
		command.Env = append(os.Environ(), "PGOPTIONS=-c work_mem=2GB -c synchronous_commit=off")
		out, err := command.CombinedOutput()
		require.NoError(t, err, "%s", out)
	}
	from := func(table string) string {
		return fmt.Sprintf(`\copy %s from '%s' csv header`, table, filepath.Join(k.input, table+".csv"))
	}
	psql("-f", filepath.Join(k.dir, "pg_load.sql"), "-c", from("payees"), "-c", from("deals"), "-c", "vacuum analyze deals", "-c", "analyze payees")
	start := time.Now()
	psql("-f", filepath.Join(k.dir, "pg.sql"))
	tell("PostgreSQL", time.Since(start))
}
