package sqlstore_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/examples/sqlstore"
)

// streams is a kind of numbered records that are only added to: what its tests need to know. Each holds one text.
type streams[E any] struct {
	process    string // its name among what processes append
	table, one string // the table, and what one row is called
	make       func(stream string, seq int64, text string) E
	text       func(E) string
	seq        func(E) int64
	read       func(ctx context.Context, s *sqlstore.Store, streams ...string) iter.Seq2[E, error]
	append     func(ctx context.Context, s *sqlstore.Store, list []E) error
	single     bool // the store appends one at a time, so that a list need not be there whole
	verify     func(ctx context.Context, s *sqlstore.Store) error
	stale      error
	conflict   error
	// damage is what can be wrong with the columns that only this table has: a name, and what is set where.
	damage map[string]string
}

// all checks that all records are intact and returns them.
func (k streams[E]) all(t *testing.T, s *sqlstore.Store) []E {
	t.Helper()
	require.NoError(t, k.verify(t.Context(), s))
	var found []E
	for e, err := range k.read(t.Context(), s) {
		require.NoError(t, err)
		found = append(found, e)
	}
	return found
}

func (k streams[E]) add(t *testing.T, s *sqlstore.Store, list ...E) {
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
func (k streams[E]) next(ctx context.Context, s *sqlstore.Store, run string) (stale bool, err error) {
	seq := int64(1)
	for e, err := range k.read(ctx, s) {
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
	t.Run("stores of one file append at once", k.storesAppendAtOnce)
	t.Run("opening keeps them", k.openKeeps)
	t.Run("changes by SQL are refused", k.refusesChangesBySQL)
	t.Run("damage is found", k.damageIsFound)
	t.Run("damage is found where it is appended", k.damageIsFoundByAppend)
	t.Run("appending cancelled anywhere is whole or absent", k.appendCancelled)
	t.Run("reading cancelled anywhere", k.readCancelled)
	t.Run("full or read-only disk", k.fullDisk)
}

func (k streams[E]) processesAppendAtOnce(t *testing.T) {
	s, total := atOnce(t, k.process, 12)
	assert.Len(t, k.runs(t, s), total)
}

// runs checks that what each run appended to the shared stream is whole and returns the runs.
func (k streams[E]) runs(t *testing.T, s *sqlstore.Store) map[string]int {
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

func (k streams[E]) killedProcesses(t *testing.T) {
	const rounds = 3
	path := filepath.Join(t.TempDir(), "kam.db")
	var receipts []string
	for round := range rounds {
		c := start(t, path, k.process, fmt.Sprintf("round-%d", round), 1_000_000)
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
	runs := k.runs(t, openAt(t, path))
	for _, run := range receipts {
		assert.Contains(t, runs, run, "it had a receipt")
	}
	assert.LessOrEqual(t, len(runs), len(receipts)+rounds, "one list at most is in doubt each time")
}

func (k streams[E]) storesAppendAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kam.db")
	one, two := openAt(t, path), openAt(t, path)
	errs := make(chan error, 2)
	for i, s := range []*sqlstore.Store{one, two} {
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
	path := filepath.Join(t.TempDir(), "kam.db")
	s, err := sqlstore.Open(t.Context(), path)
	require.NoError(t, err)
	k.add(t, s, k.make("s", 1, "won 赢单 <b>"), k.make("s", 2, "won again"))
	before := k.all(t, s)
	require.NoError(t, s.Close())

	s = openAt(t, path)
	assert.Equal(t, before, k.all(t, s))
	k.add(t, s, before...) // which changes nothing
	require.ErrorIs(t, k.append(t.Context(), s, []E{k.make("s", 1, "otherwise")}), k.conflict)
	require.ErrorIs(t, k.append(t.Context(), s, []E{k.make("s", 4, "too early")}), k.stale)
	k.add(t, s, k.make("s", 3, "and again"))
	assert.Len(t, k.all(t, s), 3)
	require.NoError(t, s.Close())
	require.Error(t, k.append(t.Context(), s, []E{k.make("s", 4, "closed")}))
}

func (k streams[E]) refusesChangesBySQL(t *testing.T) {
	s := open(t)
	k.add(t, s, k.make("s", 1, "won"))
	for _, statement := range []string{"DELETE FROM TABLE", "UPDATE TABLE SET seq = 2"} {
		require.ErrorContains(t, s.Exec(t.Context(), k.sql(statement)), "append-only", statement)
	}
}

// sql puts the name of the table in the place of TABLE.
func (k streams[E]) sql(statement string) string {
	return strings.ReplaceAll(statement, "TABLE", k.table)
}

// unguarded runs a statement that the triggers of the table would refuse.
func (k streams[E]) unguarded(t *testing.T, s *sqlstore.Store, statement string) {
	t.Helper()
	require.NoError(t, s.Exec(t.Context(), "DROP TRIGGER "+k.table+"_are_kept; DROP TRIGGER "+k.table+"_are_fixed;"+k.sql(statement)))
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
			require.ErrorIs(t, err, sqlstore.ErrDamaged)
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
			require.ErrorIs(t, k.append(t.Context(), s, []E{k.make("s", 1, "won")}), sqlstore.ErrDamaged)
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
		for _, err := range k.read(cancelledAtLook(t, n), s) {
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

func (k streams[E]) fullDisk(t *testing.T) {
	for name, c := range map[string]struct {
		pragma, undo string
		want         error
	}{
		"full":      {"PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1000000", sqlstore.ErrFull},
		"read-only": {"PRAGMA query_only = ON", "PRAGMA query_only = OFF", sqlstore.ErrReadOnly},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			k.add(t, s, k.make("s", 1, "won"))
			many := make([]E, 2_000)
			for i := range many {
				many[i] = k.make(fmt.Sprintf("of-%d", i), 1, "one of many")
			}
			require.NoError(t, s.Exec(t.Context(), c.pragma)) // until the connection is replaced
			done, err := k.appendWhole(t, s, many)
			require.ErrorIs(t, err, c.want)
			assert.Contains(t, err.Error(), "kam.db")
			assert.Len(t, k.all(t, s), 1+done)
			require.NoError(t, s.Exec(t.Context(), c.undo))
			k.add(t, s, many...)
			assert.Len(t, k.all(t, s), 1+len(many))
		})
	}
}

// appendWhole appends one whole list after the other until there is an error, and returns how many records it has added.
func (k streams[E]) appendWhole(t *testing.T, s *sqlstore.Store, list []E) (done int, err error) {
	t.Helper()
	for next := range slices.Chunk(list, len(k.whole(list...))) {
		if err := k.append(t.Context(), s, next); err != nil {
			return done, err
		}
		done += len(next)
	}
	return done, nil
}
