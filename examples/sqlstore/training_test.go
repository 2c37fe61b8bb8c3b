package sqlstore_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/careerpathtest"
	"github.com/kam-go/kam/careerpath/training"
	"github.com/kam-go/kam/examples/sqlstore"
)

func TestTraining(t *testing.T) {
	careerpathtest.RunTraining(t, func(t *testing.T) training.Store { return open(t).Training() })
}

// attended returns an entry of Anna with that reason.
func attended(stream string, seq int64, reason string) training.Entry {
	return training.Entry{Stream: stream, Seq: seq, Record: training.Record{
		Person: kam.Subject{Kind: "agent", ID: "anna"}, Offering: "negotiation", State: training.Attended, On: kam.MustDay("2026-01-15"), Reason: reason,
	}}
}

// trainingOf checks that all entries are intact and returns them.
func trainingOf(t *testing.T, s *sqlstore.Store) []training.Entry {
	t.Helper()
	require.NoError(t, s.Training().Verify(t.Context()))
	var found []training.Entry
	for e, err := range s.Training().Entries(t.Context(), training.Query{}) {
		require.NoError(t, err)
		found = append(found, e)
	}
	return found
}

func appendTraining(t *testing.T, s *sqlstore.Store, entries ...training.Entry) {
	t.Helper()
	require.NoError(t, s.Training().Append(t.Context(), entries))
}

// appendAttended appends an entry to the one stream that all processes share.
func appendAttended(ctx context.Context, s *sqlstore.Store, run string) (stale bool, err error) {
	seq := int64(1)
	for e, err := range s.Training().Entries(ctx, training.Query{}) {
		if err != nil {
			return false, err
		}
		seq = e.Seq + 1
	}
	err = s.Training().Append(ctx, []training.Entry{attended("shared", seq, run)})
	return errors.Is(err, training.ErrStale) || errors.Is(err, training.ErrConflict), err
}

func TestProcessesAppendTrainingAtOnce(t *testing.T) {
	s, total := atOnce(t, "training", 12)
	texts := map[string]bool{}
	for _, e := range trainingOf(t, s) {
		texts[e.Record.Reason] = true
	}
	assert.Len(t, texts, total)
}

func TestStoresOfOneFileAppendTrainingAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kam.db")
	one, two := openAt(t, path), openAt(t, path)
	errs := make(chan error, 2)
	for i, s := range []*sqlstore.Store{one, two} {
		go func() {
			errs <- s.Training().Append(t.Context(), []training.Entry{attended("s", 1, fmt.Sprintf("of store %d", i)), attended("s", 2, "same")})
		}()
	}
	first, second := <-errs, <-errs
	if first != nil {
		first, second = second, first
	}
	require.NoError(t, first)
	require.ErrorIs(t, second, training.ErrConflict)
	assert.Len(t, trainingOf(t, two), 2)
}

func TestOpenKeepsTraining(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kam.db")
	s, err := sqlstore.Open(t.Context(), path)
	require.NoError(t, err)
	appendTraining(t, s, attended("s", 1, "won 赢单 <b>"), attended("s", 2, "won again"))
	before := trainingOf(t, s)
	require.NoError(t, s.Close())

	s = openAt(t, path)
	assert.Equal(t, before, trainingOf(t, s))
	appendTraining(t, s, before...) // which changes nothing
	require.ErrorIs(t, s.Training().Append(t.Context(), []training.Entry{attended("s", 1, "otherwise")}), training.ErrConflict)
	require.ErrorIs(t, s.Training().Append(t.Context(), []training.Entry{attended("s", 4, "too early")}), training.ErrStale)
	appendTraining(t, s, attended("s", 3, "and again"))
	assert.Len(t, trainingOf(t, s), 3)
	require.NoError(t, s.Close())
	require.Error(t, s.Training().Append(t.Context(), []training.Entry{attended("s", 4, "closed")}))
}

func TestTrainingRefusesChangesBySQL(t *testing.T) {
	s := open(t)
	appendTraining(t, s, attended("s", 1, "won"))
	for _, statement := range []string{"DELETE FROM training_entries", "UPDATE training_entries SET seq = 2"} {
		require.ErrorContains(t, s.Exec(t.Context(), statement), "append-only", statement)
	}
}

func TestDamagedTrainingIsFound(t *testing.T) {
	for name, change := range map[string]string{
		"content":           "UPDATE training_entries SET content = replace(content, 'won', 'lost') WHERE seq = 1",
		"no JSON":           "UPDATE training_entries SET content = '{' WHERE seq = 2",
		"last content":      "UPDATE training_entries SET content = replace(content, 'once more', 'no more')",
		"digest":            "UPDATE training_entries SET digest = 'x' WHERE seq = 3",
		"first deleted":     "DELETE FROM training_entries WHERE seq = 1",
		"middle deleted":    "DELETE FROM training_entries WHERE seq = 2",
		"renumbered":        "DELETE FROM training_entries WHERE seq = 2; UPDATE training_entries SET seq = 2 WHERE seq = 3",
		"other id":          "UPDATE training_entries SET stream = 'x'",
		"state":             "UPDATE training_entries SET state = 'absent' WHERE seq = 2",
		"offering":          "UPDATE training_entries SET offering = 'x'",
		"day":               "UPDATE training_entries SET dated = '2025-11-01' WHERE seq = 1",
		"person":            "UPDATE training_entries SET person_id = 'nobody' WHERE seq = 2",
		"content with more": "UPDATE training_entries SET content = content || ' {}' WHERE seq = 3",
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			appendTraining(t, s, attended("s", 1, "won"), attended("s", 2, "won again"), attended("s", 3, "once more"))
			require.NoError(t, s.Training().Verify(t.Context()))
			require.NoError(t, s.Exec(t.Context(), "DROP TRIGGER training_entries_are_kept; DROP TRIGGER training_entries_are_fixed;"+change))
			err := s.Training().Verify(t.Context())
			require.ErrorIs(t, err, sqlstore.ErrDamaged)
			if name == "first deleted" || name == "middle deleted" {
				assert.ErrorContains(t, err, "the entry before it is missing")
			}
		})
	}
	for name, change := range map[string]string{
		"broken where it is appended":  "UPDATE training_entries SET content = '{'",
		"missing where it is appended": "DELETE FROM training_entries WHERE seq = 1",
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			appendTraining(t, s, attended("s", 1, "won"), attended("s", 2, "won again"))
			require.NoError(t, s.Exec(t.Context(), "DROP TRIGGER training_entries_are_kept; DROP TRIGGER training_entries_are_fixed;"+change))
			require.ErrorIs(t, s.Training().Append(t.Context(), []training.Entry{attended("s", 1, "won")}), sqlstore.ErrDamaged)
		})
	}
}

func TestAppendTrainingCancelledAnywhereIsWholeOrAbsent(t *testing.T) {
	s := open(t)
	added := 0
	for n := 1; n <= looks; n++ {
		id := fmt.Sprintf("s-%d", n)
		err := s.Training().Append(cancelledAtLook(t, n), []training.Entry{attended(id, 1, "one"), attended(id, 2, "two")})
		want := 2
		if err == nil {
			added++
		} else {
			require.ErrorIs(t, err, context.Canceled, "look %d", n)
			want = 0
		}
		found := 0
		for _, err := range s.Training().Entries(t.Context(), training.Query{Streams: []string{id}}) {
			require.NoError(t, err, "look %d", n)
			found++
		}
		assert.Equal(t, want, found, "look %d", n)
	}
	require.NoError(t, s.Training().Verify(t.Context()))
	assert.Positive(t, added)
	assert.Less(t, added, looks)
}

func TestReadingTrainingCancelledAnywhere(t *testing.T) {
	s := open(t)
	appendTraining(t, s, attended("s", 1, "one"), attended("t", 1, "two"))
	done := 0
	for n := 1; n <= looks; n++ {
		var failed error
		read := 0
		for _, err := range s.Training().Entries(cancelledAtLook(t, n), training.Query{}) {
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
	require.Len(t, trainingOf(t, s), 2)
	assert.Positive(t, done)
	assert.Less(t, done, looks)
}

func TestTrainingOnAFullOrReadOnlyDisk(t *testing.T) {
	for name, c := range map[string]struct {
		pragma, undo string
		want         error
	}{
		"full":      {"PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1000000", sqlstore.ErrFull},
		"read-only": {"PRAGMA query_only = ON", "PRAGMA query_only = OFF", sqlstore.ErrReadOnly},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			appendTraining(t, s, attended("s", 1, "won"))
			many := make([]training.Entry, 2_000)
			for i := range many {
				many[i] = attended("s", int64(i)+2, "one of many")
			}
			require.NoError(t, s.Exec(t.Context(), c.pragma)) // until the connection is replaced
			err := s.Training().Append(t.Context(), many)
			require.ErrorIs(t, err, c.want)
			assert.Contains(t, err.Error(), "kam.db")
			assert.Len(t, trainingOf(t, s), 1)
			require.NoError(t, s.Exec(t.Context(), c.undo))
			appendTraining(t, s, many...)
			assert.Len(t, trainingOf(t, s), 1+len(many))
		})
	}
}

func TestTrainingAskedForByNoText(t *testing.T) {
	s := open(t)
	appendTraining(t, s, attended("s", 1, "won"))
	for _, q := range []training.Query{{Streams: []string{"\xff"}}, {About: kam.Subject{Kind: "agent", ID: "\xff"}}} {
		for e, err := range s.Training().Entries(t.Context(), q) {
			require.NoError(t, err)
			assert.Fail(t, "found", "%v", e)
		}
	}
}

// Who attended is kept once, however often it is saved, and found by whom it is about.
func ExampleStore_Training() {
	ctx := context.Background()
	folder, err := os.MkdirTemp("", "kam")
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	store, err := sqlstore.Open(ctx, filepath.Join(folder, "kam.db"))
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = store.Close() }()

	anna := kam.Subject{Kind: "agent", ID: "anna"}
	records := []training.Record{
		{Person: anna, Offering: "negotiation", State: training.Invited, On: kam.MustDay("2026-01-05")},
		{Person: anna, Offering: "negotiation", State: training.Attended, On: kam.MustDay("2026-01-15")},
	}
	for range 2 {
		if err := training.Save(ctx, store.Training(), "anna", records); err != nil {
			log.Fatal(err)
		}
	}
	for e, err := range store.Training().Entries(ctx, training.Query{About: anna, States: []training.State{training.Attended}}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(e.Stream, e.Seq, e.Record.Offering, e.Record.On)
	}
	// Output:
	// anna 2 negotiation 2026-01-15
}
