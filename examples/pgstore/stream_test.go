package pgstore_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/internal/pgtest"
	"github.com/kam-go/kam/examples/pgstore"
)

// streams is a kind of numbered records that are only added to: what its tests need to know. Each holds one text.
type streams[E any] struct {
	process    string // its name among what processes append
	table, one string // the table, and what one row is called
	make       func(stream string, seq int64, text string) E
	text       func(E) string
	seq        func(E) int64
	read       func(ctx context.Context, s *pgstore.Store, stream string) iter.Seq2[E, error]
	append     func(ctx context.Context, s *pgstore.Store, list []E) error
	single     bool // the store appends one at a time, so that a list need not be there whole
	verify     func(ctx context.Context, s *pgstore.Store) error
	stale      error
	conflict   error
	// damage is what can be wrong with the columns that only this table has: a name, and what is set where.
	damage map[string]string
}

// all checks that all records are intact and returns them.
func (k streams[E]) all(t *testing.T, s *pgstore.Store) []E {
	t.Helper()
	require.NoError(t, k.verify(t.Context(), s))
	var found []E
	for e, err := range k.read(t.Context(), s, "") {
		require.NoError(t, err)
		found = append(found, e)
	}
	return found
}

// runs checks that what each run appended to the shared stream is whole and returns the runs.
func (k streams[E]) runs(t *testing.T, s *pgstore.Store) map[string]int {
	t.Helper()
	runs := map[string]int{}
	for _, e := range k.all(t, s) {
		runs[k.text(e)]++
	}
	var none E
	for run, count := range runs {
		assert.Len(t, k.whole(none, none), count, "records of %s", run)
	}
	return runs
}

func (k streams[E]) add(t *testing.T, s *pgstore.Store, list ...E) {
	t.Helper()
	require.NoError(t, k.append(t.Context(), s, list))
}

// whole returns what the store appends whole of a list: all of it, or its first.
func (k streams[E]) whole(list ...E) []E {
	if k.single {
		return list[:1]
	}
	return list
}

// next appends a whole list of two to the one stream that all processes share.
func (k streams[E]) next(ctx context.Context, s *pgstore.Store, run string) (stale bool, err error) {
	seq := int64(1)
	for e, err := range k.read(ctx, s, "shared") {
		if err != nil {
			return false, err
		}
		seq = k.seq(e) + 1
	}
	err = k.append(ctx, s, k.whole(k.make("shared", seq, run), k.make("shared", seq+1, run)))
	return errors.Is(err, k.stale) || errors.Is(err, k.conflict), err
}

// test runs what every such table has to stand.
func (k streams[E]) test(t *testing.T) {
	t.Run("processes append at once", k.processesAppendAtOnce)
	t.Run("killed processes leave whole lists", k.killedProcesses)
	t.Run("stores of one database append at once", k.storesAppendAtOnce)
	t.Run("opening keeps them", k.openKeeps)
	t.Run("changes by SQL are refused", k.refusesChangesBySQL)
	t.Run("damage is found", k.damageIsFound)
	t.Run("damage is found where it is appended", k.damageIsFoundByAppend)
	t.Run("appending cancelled anywhere is whole or absent", k.appendCancelled)
	t.Run("reading cancelled anywhere", k.readCancelled)
	t.Run("loops may append", k.loopsMayAppend)
	t.Run("read-only session", k.readOnly)
	t.Run("locked table", k.locked)
	t.Run("connection cut anywhere", k.cutAnywhere)
}

func (k streams[E]) processesAppendAtOnce(t *testing.T) {
	const processes, runs = 3, 8
	dsn := pgtest.Schema(t)
	children := make([]child, processes)
	for i := range children {
		children[i] = start(t, dsn, k.process, fmt.Sprintf("process-%d", i), runs)
	}
	for _, c := range children {
		for c.lines.Scan() {
		}
		require.NoError(t, c.command.Wait())
	}
	assert.Len(t, k.runs(t, openAt(t, dsn)), processes*runs)
}

func (k streams[E]) killedProcesses(t *testing.T) {
	const rounds = 3
	dsn := pgtest.Schema(t)
	var receipts []string
	for round := range rounds {
		c := start(t, dsn, k.process, fmt.Sprintf("round-%d", round), 1_000_000)
		for range 4 {
			require.True(t, c.lines.Scan())
			receipts = append(receipts, c.lines.Text())
		}
		time.Sleep(time.Duration(rand.IntN(5_000)) * time.Microsecond) // into the middle of a list
		require.NoError(t, c.command.Process.Kill())
		for c.lines.Scan() {
			receipts = append(receipts, c.lines.Text())
		}
		require.Error(t, c.command.Wait(), "it should have been killed")
	}
	appended := k.runs(t, openAt(t, dsn))
	for _, run := range receipts {
		assert.Contains(t, appended, run, "it had a receipt")
	}
	assert.LessOrEqual(t, len(appended), len(receipts)+rounds, "one list at most is in doubt each time")
}

func (k streams[E]) storesAppendAtOnce(t *testing.T) {
	dsn := pgtest.Schema(t)
	one, two := openAt(t, dsn), openAt(t, dsn)
	errs := make(chan error, 2)
	for i, s := range []*pgstore.Store{one, two} {
		go func() {
			errs <- k.append(t.Context(), s, []E{k.make("s", 1, fmt.Sprintf("of store %d", i)), k.make("s", 2, "same")})
		}()
	}
	first, second := <-errs, <-errs
	if first != nil {
		first, second = second, first
	}
	require.NoError(t, first)
	require.ErrorIs(t, second, k.conflict)
	assert.Len(t, k.all(t, two), 2)
}

func (k streams[E]) openKeeps(t *testing.T) {
	dsn := pgtest.Schema(t)
	s, err := pgstore.Open(t.Context(), dsn)
	require.NoError(t, err)
	k.add(t, s, k.make("s", 1, "won 赢单 <b>"), k.make("s", 2, "won again"))
	before := k.all(t, s)
	s.Close()

	s, err = pgstore.Open(t.Context(), dsn)
	require.NoError(t, err)
	assert.Equal(t, before, k.all(t, s))
	k.add(t, s, before...) // which changes nothing
	require.ErrorIs(t, k.append(t.Context(), s, []E{k.make("s", 1, "otherwise")}), k.conflict)
	require.ErrorIs(t, k.append(t.Context(), s, []E{k.make("s", 4, "too early")}), k.stale)
	k.add(t, s, k.make("s", 3, "and again"))
	assert.Len(t, k.all(t, s), 3)
	s.Close()
	require.Error(t, k.append(t.Context(), s, []E{k.make("s", 4, "closed")}))
}

// sql puts the name of the table in the place of TABLE.
func (k streams[E]) sql(statement string) string {
	return strings.ReplaceAll(statement, "TABLE", k.table)
}

func (k streams[E]) refusesChangesBySQL(t *testing.T) {
	s := open(t)
	k.add(t, s, k.make("s", 1, "won"))
	for _, statement := range []string{"DELETE FROM TABLE", "UPDATE TABLE SET seq = 2", "TRUNCATE TABLE"} {
		require.ErrorContains(t, s.Exec(t.Context(), k.sql(statement)), "append-only", statement)
	}
	assert.Len(t, k.all(t, s), 1)
}

// unguarded runs a statement that the trigger of the table would refuse.
func (k streams[E]) unguarded(t *testing.T, s *pgstore.Store, statement string) {
	t.Helper()
	require.NoError(t, s.Exec(t.Context(), k.sql("DROP TRIGGER IF EXISTS TABLE_are_fixed ON TABLE")))
	for part := range strings.SplitSeq(statement, "; ") {
		require.NoError(t, s.Exec(t.Context(), k.sql(part)))
	}
}

func (k streams[E]) damageIsFound(t *testing.T) {
	changes := map[string]string{
		"content":           "UPDATE TABLE SET content = replace(content, 'won', 'lost') WHERE seq = 1",
		"no JSON":           "UPDATE TABLE SET content = '{' WHERE seq = 2",
		"last content":      "UPDATE TABLE SET content = replace(content, 'once more', 'no more')",
		"digest":            "UPDATE TABLE SET digest = 'x' WHERE seq = 3",
		"first deleted":     "DELETE FROM TABLE WHERE seq = 1",
		"middle deleted":    "DELETE FROM TABLE WHERE seq = 2",
		"renumbered":        "DELETE FROM TABLE WHERE seq = 2; UPDATE TABLE SET seq = 2 WHERE seq = 3",
		"other id":          "UPDATE TABLE SET stream = 'x'",
		"content with more": "UPDATE TABLE SET content = content || ' {}' WHERE seq = 3",
	}
	for name, set := range k.damage {
		changes[name] = "UPDATE TABLE SET " + set
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			k.add(t, s, k.make("s", 1, "won"), k.make("s", 2, "won again"), k.make("s", 3, "once more"))
			require.NoError(t, k.verify(t.Context(), s))
			k.unguarded(t, s, change)
			err := k.verify(t.Context(), s)
			require.ErrorIs(t, err, pgstore.ErrDamaged)
			if name == "first deleted" || name == "middle deleted" {
				assert.ErrorContains(t, err, "the "+k.one+" before it is missing")
			}
		})
	}
}

func (k streams[E]) damageIsFoundByAppend(t *testing.T) {
	for name, change := range map[string]string{
		"broken":  "UPDATE TABLE SET content = '{'",
		"missing": "DELETE FROM TABLE WHERE seq = 1",
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			k.add(t, s, k.make("s", 1, "won"), k.make("s", 2, "won again"))
			k.unguarded(t, s, change)
			require.ErrorIs(t, k.append(t.Context(), s, []E{k.make("s", 1, "won")}), pgstore.ErrDamaged)
		})
	}
}

func (k streams[E]) appendCancelled(t *testing.T) {
	s := open(t)
	added := 0
	for n := 1; n <= looks; n++ {
		id := fmt.Sprintf("s-%d", n)
		list := k.whole(k.make(id, 1, "one"), k.make(id, 2, "two"))
		err := k.append(cancelledAtLook(t, n), s, list)
		want := len(list)
		if err == nil {
			added++
		} else {
			require.ErrorIs(t, err, context.Canceled, "look %d", n)
			want = 0
		}
		found := 0
		for _, err := range k.read(t.Context(), s, id) {
			require.NoError(t, err, "look %d", n)
			found++
		}
		assert.Equal(t, want, found, "look %d", n)
	}
	require.NoError(t, k.verify(t.Context(), s))
	assert.Positive(t, added)
	assert.Less(t, added, looks)
}

func (k streams[E]) readCancelled(t *testing.T) {
	s := open(t)
	k.add(t, s, k.make("s", 1, "one"), k.make("t", 1, "two"))
	done := 0
	for n := 1; n <= looks; n++ {
		var failed error
		read := 0
		for _, err := range k.read(cancelledAtLook(t, n), s, "") {
			if failed = err; err == nil {
				read++
			}
		}
		if failed == nil {
			done++
			require.Equal(t, 2, read)
		} else {
			require.ErrorIs(t, failed, context.Canceled, "look %d", n)
		}
	}
	require.Len(t, k.all(t, s), 2)
	assert.Positive(t, done)
	assert.Less(t, done, looks)
}

// A loop has a connection for reading, and appending needs none of those; what breaks off a loop gives it back.
func (k streams[E]) loopsMayAppend(t *testing.T) {
	s := openAt(t, pgtest.Schema(t)+" pool_max_conns=1")
	k.add(t, s, k.make("s", 1, "one"), k.make("s", 2, "two"))
	seen := 0
	for _, err := range k.read(t.Context(), s, "s") {
		require.NoError(t, err)
		seen++
		k.add(t, s, k.make("s", int64(seen)+2, "more"))
	}
	assert.Equal(t, 2, seen, "the loop shows the moment it started")
	for range 3 {
		assert.Panics(t, func() {
			for _, err := range k.read(t.Context(), s, "") {
				panic(err)
			}
		})
		for _, err := range k.read(t.Context(), s, "") {
			require.NoError(t, err)
			break
		}
	}
	assert.Len(t, k.all(t, s), 4)
}

func (k streams[E]) readOnly(t *testing.T) {
	s := open(t)
	k.add(t, s, k.make("s", 1, "won"))
	require.NoError(t, s.Exec(t.Context(), "SET default_transaction_read_only = on"))
	require.ErrorIs(t, k.append(t.Context(), s, []E{k.make("s", 2, "two")}), pgstore.ErrReadOnly)
	assert.Len(t, k.all(t, s), 1)
	require.NoError(t, s.Exec(t.Context(), "SET default_transaction_read_only = off"))
	k.add(t, s, k.make("s", 2, "two"))
	assert.Len(t, k.all(t, s), 2)
}

func (k streams[E]) locked(t *testing.T) {
	dsn := pgtest.Schema(t)
	s, other := openAt(t, dsn+" lock_timeout=100"), openAt(t, dsn)
	k.add(t, s, k.make("s", 1, "won"))
	started, done := make(chan struct{}), make(chan error)
	go func() { // it has the lock until it has slept
		close(started)
		done <- other.Exec(t.Context(), fmt.Sprintf(
			"SELECT pg_advisory_xact_lock(1801547057, hashtext(current_schema() || '.%s')), pg_sleep(1)", k.table))
	}()
	<-started
	require.Eventually(t, func() bool {
		return errors.Is(k.append(t.Context(), s, []E{k.make("s", 1, "won")}), pgstore.ErrBusy)
	}, time.Minute, time.Millisecond)
	assert.Len(t, k.all(t, s), 1, "readers do not wait")
	require.NoError(t, <-done)
	k.add(t, s, k.make("s", 2, "two"))
}

// What was added is there whole or not at all, wherever the connection is cut, and adding it again adds it once.
func (k streams[E]) cutAnywhere(t *testing.T) {
	direct := pgtest.Schema(t)
	wire, dsn := behind(t, direct)
	watch := openAt(t, direct)
	missing, survived := 0, 0
	for cut := 1; survived == 0; cut += 97 {
		s, err := pgstore.Open(t.Context(), dsn)
		require.NoError(t, err)
		id := fmt.Sprintf("cut after %d bytes", cut)
		list := k.whole(k.make(id, 1, "one"), k.make(id, 2, "two"), k.make(id, 3, "three"))
		wire.cutAfter(cut)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		err = k.append(ctx, s, list)
		cancel()
		wire.mend()
		s.Close()
		found := 0
		for _, err := range k.read(t.Context(), watch, id) {
			require.NoError(t, err)
			found++
		}
		if err == nil {
			survived++
			assert.Len(t, list, found)
		} else {
			require.ErrorIs(t, err, pgstore.ErrDisconnected, id)
			assert.Contains(t, []int{0, len(list)}, found, id)
		}
		if found == 0 {
			missing++
		}
		k.add(t, watch, list...)
	}
	require.NoError(t, k.verify(t.Context(), watch))
	assert.Positive(t, missing)
}
