package store_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/console/store"
	"github.com/kam-go/kam/examples/internal/pgtest"
)

// each runs a test on SQLite and, where there is a server, on PostgreSQL.
func each(t *testing.T, test func(t *testing.T, s *store.Store)) {
	t.Run("sqlite", func(t *testing.T) {
		s, err := store.SQLite(t.Context(), filepath.Join(t.TempDir(), "console.db"))
		require.NoError(t, err)
		t.Cleanup(func() { assert.NoError(t, s.Close()) })
		test(t, s)
	})
	t.Run("postgres", func(t *testing.T) {
		s, err := store.PostgreSQL(t.Context(), pgtest.Schema(t))
		require.NoError(t, err)
		t.Cleanup(func() { assert.NoError(t, s.Close()) })
		test(t, s)
	})
}

func TestViews(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := s.Writer()
		key := store.Key{Kind: "statement", Of: "run|anna", Number: 1}
		require.NoError(t, w.Put(t.Context(), key, map[string]string{"total": "1.50"}))
		var got map[string]string
		found, err := s.View(t.Context(), key, &got)
		require.NoError(t, err)
		assert.False(t, found, "not before Flush")
		require.NoError(t, w.Flush(t.Context()))
		require.NoError(t, w.Put(t.Context(), key, map[string]string{"total": "2.50"}))
		require.NoError(t, w.Flush(t.Context()))
		found, err = s.View(t.Context(), key, &got)
		require.NoError(t, err)
		assert.True(t, found)
		assert.Equal(t, map[string]string{"total": "2.50"}, got, "the last one counts")
		found, err = s.View(t.Context(), store.Key{Kind: "statement", Of: "run|anna"}, &got)
		require.NoError(t, err)
		assert.False(t, found)
	})
}

func TestNotes(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		at := time.Date(2026, 9, 18, 8, 0, 0, 0, time.UTC)
		require.NoError(t, s.AddNote(t.Context(), "anna", "acme", store.Note{At: at, By: "anna", Text: "first"}))
		require.NoError(t, s.AddNote(t.Context(), "anna", "acme", store.Note{At: at.Add(time.Hour), By: "boss", Text: "'); DROP TABLE console_note; --"}))
		require.NoError(t, s.AddNote(t.Context(), "ben", "acme", store.Note{At: at, By: "ben", Text: "another's"}))
		notes, err := s.Notes(t.Context(), "anna")
		require.NoError(t, err)
		assert.Equal(t, map[string][]store.Note{"acme": {
			{At: at.Add(time.Hour), By: "boss", Text: "'); DROP TABLE console_note; --"}, {At: at, By: "anna", Text: "first"},
		}}, notes)
	})
}

func TestAudit(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		for _, object := range []string{"a", "b", "c"} {
			require.NoError(t, s.Record(t.Context(), store.Event{At: time.Unix(0, 0), Person: "anna", Role: "salesperson", Method: "GET", Route: "/x", Object: object, Outcome: "seen"}))
		}
		page, err := s.Audit(t.Context(), store.Which{}, 0, 2)
		require.NoError(t, err)
		require.Len(t, page, 2)
		assert.Equal(t, []string{"c", "b"}, []string{page[0].Object, page[1].Object})
		page, err = s.Audit(t.Context(), store.Which{}, page[1].Number, 2)
		require.NoError(t, err)
		require.Len(t, page, 1)
		assert.Equal(t, "a", page[0].Object)
	})
}

func TestAuditOfSomebodyAndOfADay(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		at := time.Date(2026, 9, 17, 23, 59, 59, 0, time.UTC)
		for i, e := range []store.Event{
			{Person: "anna", About: "anna"}, {Person: "boss", About: "anna"}, {Person: "boss", About: "annabel"}, {Person: "boss"}, {Person: "", About: "anna"},
		} {
			e.At, e.Role, e.Method, e.Route, e.Outcome = at.Add(time.Duration(i/2)*time.Second), "r", "GET", "/x", "seen"
			require.NoError(t, s.Record(t.Context(), e))
		}
		numbers := func(w store.Which, before int64) (out []int64) {
			rows, err := s.Audit(t.Context(), w, before, 10)
			require.NoError(t, err)
			for _, e := range rows {
				out = append(out, e.Number)
			}
			return out
		}
		assert.Equal(t, []int64{5, 4, 3, 2, 1}, numbers(store.Which{}, 0))
		assert.Equal(t, []int64{4, 3, 2}, numbers(store.Which{By: "boss"}, 0))
		assert.Equal(t, []int64{3, 2}, numbers(store.Which{By: "boss"}, 4))
		assert.Equal(t, []int64{5, 2, 1}, numbers(store.Which{About: "anna"}, 0))
		assert.Equal(t, []int64{2, 1}, numbers(store.Which{Day: kam.MustDay("2026-09-17")}, 0), "in UTC")
		assert.Equal(t, []int64{4, 3}, numbers(store.Which{By: "boss", Day: kam.MustDay("2026-09-18")}, 0))
		assert.Empty(t, numbers(store.Which{By: "' OR 1 = 1 --"}, 0))
	})
}

func TestRemove(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store) {
		w := s.Writer()
		for _, of := range []string{"run1|anna", "run1|ben", "run10|anna", "run2|anna"} {
			for number := range 600 { // more than one statement removes
				require.NoError(t, w.Put(t.Context(), store.Key{Kind: "lines", Of: of, Number: number}, number))
			}
		}
		require.NoError(t, w.Put(t.Context(), store.Key{Kind: "other", Of: "run1|anna"}, 1))
		require.NoError(t, w.Flush(t.Context()))
		require.NoError(t, s.Remove(t.Context(), "lines", "run1|"))
		require.NoError(t, s.Remove(t.Context(), "lines", "run1|"), "once more")
		of, err := s.Of(t.Context(), "lines")
		require.NoError(t, err)
		assert.Equal(t, []string{"run10|anna", "run2|anna"}, of)
		of, err = s.Of(t.Context(), "other")
		require.NoError(t, err)
		assert.Equal(t, []string{"run1|anna"}, of)
		assert.Error(t, s.Remove(t.Context(), "lines", ""))
	})
}
