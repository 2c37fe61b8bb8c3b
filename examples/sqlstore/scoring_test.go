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
	"github.com/kam-go/kam/examples/sqlstore"
	"github.com/kam-go/kam/scoring/improve"
	"github.com/kam-go/kam/scoring/scoringtest"
)

func TestScoring(t *testing.T) {
	scoringtest.Run(t, func(t *testing.T) improve.Store { return open(t).Scoring() })
}

// answered returns a record of a response with that document.
func answered(stream string, seq int64, document string) improve.Record {
	return improve.Record{
		Stream: stream, Seq: seq, On: kam.MustDay("2026-01-15"), By: "chen", About: kam.Subject{Kind: "agent", ID: "anna"},
		Response: &improve.Response{Round: "2025", Rater: "r1", Document: document},
	}
}

// scoringOf checks that all records are intact and returns them.
func scoringOf(t *testing.T, s *sqlstore.Store) []improve.Record {
	t.Helper()
	require.NoError(t, s.Scoring().Verify(t.Context()))
	var found []improve.Record
	for r, err := range s.Scoring().Records(t.Context(), improve.Query{}) {
		require.NoError(t, err)
		found = append(found, r)
	}
	return found
}

func appendScoring(t *testing.T, s *sqlstore.Store, records ...improve.Record) {
	t.Helper()
	require.NoError(t, s.Scoring().Append(t.Context(), records))
}

// appendAnswer appends a response to the one stream that all processes share.
func appendAnswer(ctx context.Context, s *sqlstore.Store, run string) (stale bool, err error) {
	next := answered("shared", 1, run)
	for r, err := range s.Scoring().Records(ctx, improve.Query{}) {
		if err != nil {
			return false, err
		}
		next.Seq = r.Seq + 1
	}
	err = s.Scoring().Append(ctx, []improve.Record{next})
	return errors.Is(err, improve.ErrStale) || errors.Is(err, improve.ErrConflict), err
}

func TestProcessesAppendScoringAtOnce(t *testing.T) {
	s, total := atOnce(t, "scoring", 12)
	texts := map[string]bool{}
	for _, r := range scoringOf(t, s) {
		texts[r.Response.Document] = true
	}
	assert.Len(t, texts, total)
}

func TestStoresOfOneFileAppendScoringAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kam.db")
	one, two := openAt(t, path), openAt(t, path)
	errs := make(chan error, 2)
	for i, s := range []*sqlstore.Store{one, two} {
		go func() {
			errs <- s.Scoring().Append(t.Context(), []improve.Record{answered("s", 1, fmt.Sprintf("of store %d", i)), answered("s", 2, "same")})
		}()
	}
	first, second := <-errs, <-errs
	if first != nil {
		first, second = second, first
	}
	require.NoError(t, first)
	require.ErrorIs(t, second, improve.ErrConflict)
	assert.Len(t, scoringOf(t, two), 2)
}

func TestOpenKeepsScoring(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kam.db")
	s, err := sqlstore.Open(t.Context(), path)
	require.NoError(t, err)
	appendScoring(t, s, answered("s", 1, "won 赢单 <b>"), answered("s", 2, "won again"))
	before := scoringOf(t, s)
	require.NoError(t, s.Close())

	s = openAt(t, path)
	assert.Equal(t, before, scoringOf(t, s))
	appendScoring(t, s, before...) // which changes nothing
	require.ErrorIs(t, s.Scoring().Append(t.Context(), []improve.Record{answered("s", 1, "otherwise")}), improve.ErrConflict)
	require.ErrorIs(t, s.Scoring().Append(t.Context(), []improve.Record{answered("s", 4, "too early")}), improve.ErrStale)
	appendScoring(t, s, answered("s", 3, "and again"))
	assert.Len(t, scoringOf(t, s), 3)
	require.NoError(t, s.Close())
	require.Error(t, s.Scoring().Append(t.Context(), []improve.Record{answered("s", 4, "closed")}))
}

func TestScoringRefusesChangesBySQL(t *testing.T) {
	s := open(t)
	appendScoring(t, s, answered("s", 1, "won"))
	for _, statement := range []string{"DELETE FROM scoring_records", "UPDATE scoring_records SET seq = 2"} {
		require.ErrorContains(t, s.Exec(t.Context(), statement), "append-only", statement)
	}
}

func TestDamagedScoringIsFound(t *testing.T) {
	for name, change := range map[string]string{
		"content":           "UPDATE scoring_records SET content = replace(content, 'won', 'lost') WHERE seq = 1",
		"no JSON":           "UPDATE scoring_records SET content = '{' WHERE seq = 2",
		"last content":      "UPDATE scoring_records SET content = replace(content, 'once more', 'no more')",
		"digest":            "UPDATE scoring_records SET digest = 'x' WHERE seq = 3",
		"first deleted":     "DELETE FROM scoring_records WHERE seq = 1",
		"middle deleted":    "DELETE FROM scoring_records WHERE seq = 2",
		"renumbered":        "DELETE FROM scoring_records WHERE seq = 2; UPDATE scoring_records SET seq = 2 WHERE seq = 3",
		"other id":          "UPDATE scoring_records SET stream = 'x'",
		"kind":              "UPDATE scoring_records SET kind = 'result'",
		"unknown kind":      "UPDATE scoring_records SET kind = 'x'",
		"day":               "UPDATE scoring_records SET recorded = '2025-11-01' WHERE seq = 1",
		"person":            "UPDATE scoring_records SET about_id = 'nobody' WHERE seq = 2",
		"content with more": "UPDATE scoring_records SET content = content || ' {}' WHERE seq = 3",
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			appendScoring(t, s, answered("s", 1, "won"), answered("s", 2, "won again"), answered("s", 3, "once more"))
			require.NoError(t, s.Scoring().Verify(t.Context()))
			require.NoError(t, s.Exec(t.Context(), "DROP TRIGGER scoring_records_are_kept; DROP TRIGGER scoring_records_are_fixed;"+change))
			err := s.Scoring().Verify(t.Context())
			require.ErrorIs(t, err, sqlstore.ErrDamaged)
			if name == "first deleted" || name == "middle deleted" {
				assert.ErrorContains(t, err, "the record before it is missing")
			}
		})
	}
	for name, change := range map[string]string{
		"broken where it is appended":  "UPDATE scoring_records SET content = '{'",
		"missing where it is appended": "DELETE FROM scoring_records WHERE seq = 1",
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			appendScoring(t, s, answered("s", 1, "won"), answered("s", 2, "won again"))
			require.NoError(t, s.Exec(t.Context(), "DROP TRIGGER scoring_records_are_kept; DROP TRIGGER scoring_records_are_fixed;"+change))
			require.ErrorIs(t, s.Scoring().Append(t.Context(), []improve.Record{answered("s", 1, "won")}), sqlstore.ErrDamaged)
		})
	}
}

func TestAppendScoringCancelledAnywhereIsWholeOrAbsent(t *testing.T) {
	s := open(t)
	added := 0
	for n := 1; n <= looks; n++ {
		id := fmt.Sprintf("s-%d", n)
		err := s.Scoring().Append(cancelledAtLook(t, n), []improve.Record{answered(id, 1, "one"), answered(id, 2, "two")})
		want := 2
		if err == nil {
			added++
		} else {
			require.ErrorIs(t, err, context.Canceled, "look %d", n)
			want = 0
		}
		found := 0
		for _, err := range s.Scoring().Records(t.Context(), improve.Query{Streams: []string{id}}) {
			require.NoError(t, err, "look %d", n)
			found++
		}
		assert.Equal(t, want, found, "look %d", n)
	}
	require.NoError(t, s.Scoring().Verify(t.Context()))
	assert.Positive(t, added)
	assert.Less(t, added, looks)
}

func TestReadingScoringCancelledAnywhere(t *testing.T) {
	s := open(t)
	appendScoring(t, s, answered("s", 1, "one"), answered("t", 1, "two"))
	done := 0
	for n := 1; n <= looks; n++ {
		var failed error
		read := 0
		for _, err := range s.Scoring().Records(cancelledAtLook(t, n), improve.Query{}) {
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
	require.Len(t, scoringOf(t, s), 2)
	assert.Positive(t, done)
	assert.Less(t, done, looks)
}

func TestScoringOnAFullOrReadOnlyDisk(t *testing.T) {
	for name, c := range map[string]struct {
		pragma, undo string
		want         error
	}{
		"full":      {"PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1000000", sqlstore.ErrFull},
		"read-only": {"PRAGMA query_only = ON", "PRAGMA query_only = OFF", sqlstore.ErrReadOnly},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			appendScoring(t, s, answered("s", 1, "won"))
			many := make([]improve.Record, 2_000)
			for i := range many {
				many[i] = answered("s", int64(i)+2, "one of many")
			}
			require.NoError(t, s.Exec(t.Context(), c.pragma)) // until the connection is replaced
			err := s.Scoring().Append(t.Context(), many)
			require.ErrorIs(t, err, c.want)
			assert.Contains(t, err.Error(), "kam.db")
			assert.Len(t, scoringOf(t, s), 1)
			require.NoError(t, s.Exec(t.Context(), c.undo))
			appendScoring(t, s, many...)
			assert.Len(t, scoringOf(t, s), 1+len(many))
		})
	}
}

func TestScoringAskedForByNoText(t *testing.T) {
	s := open(t)
	appendScoring(t, s, answered("s", 1, "won"))
	for _, q := range []improve.Query{{Streams: []string{"\xff"}}, {About: kam.Subject{Kind: "agent", ID: "\xff"}}} {
		for r, err := range s.Scoring().Records(t.Context(), q) {
			require.NoError(t, err)
			assert.Fail(t, "found", "%v", r)
		}
	}
}

// The record of a check point is kept once, however often it is appended, and found by whom it is about.
func ExampleStore_Scoring() {
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
	held := improve.Record{
		Stream: "pip/anna", Seq: 1, On: kam.MustDay("2026-01-05"), By: "bo", About: anna,
		PIP: &improve.PIPEvent{Step: improve.PIPHold, On: kam.MustDay("2026-01-05"), By: "bo", Reason: "two new accounts", CheckPoint: kam.MustDay("2026-01-05"), Outcome: improve.OnTrack},
	}
	for range 2 {
		if err := store.Scoring().Append(ctx, []improve.Record{held}); err != nil {
			log.Fatal(err)
		}
	}
	for record, err := range store.Scoring().Records(ctx, improve.Query{About: anna}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(record.Stream, record.Seq, record.Kind(), record.PIP.Outcome)
	}
	// Output:
	// pip/anna 1 pip on-track
}
