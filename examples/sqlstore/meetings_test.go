package sqlstore_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/sqlstore"
	"github.com/kam-go/kam/goals/meetings"
	"github.com/kam-go/kam/goals/meetings/meetingstest"
)

func TestMeetings(t *testing.T) {
	meetingstest.Run(t, func(t *testing.T) meetings.Store { return open(t).Meetings() })
}

// told returns a revision of a success.
func told(id string, revision int64, text string) meetings.Record {
	return meetings.Record{Revision: revision, Success: &meetings.Success{ID: id, Person: "anna", On: kam.MustDay("2026-01-15"), Text: text}}
}

// recordsOf checks that all records are intact and returns them with their history.
func recordsOf(t *testing.T, s *sqlstore.Store) []meetings.Record {
	t.Helper()
	require.NoError(t, s.Meetings().Verify(t.Context()))
	var found []meetings.Record
	for r, err := range s.Meetings().Records(t.Context(), meetings.Query{History: true}) {
		require.NoError(t, err)
		found = append(found, r)
	}
	return found
}

func saveRecords(t *testing.T, s *sqlstore.Store, records ...meetings.Record) {
	t.Helper()
	require.NoError(t, s.Meetings().Save(t.Context(), records))
}

// saveRevision saves the next revision of the one record that all processes share.
func saveRevision(ctx context.Context, s *sqlstore.Store, run string) (stale bool, err error) {
	next := told("shared", 1, run)
	for r, err := range s.Meetings().Records(ctx, meetings.Query{}) {
		if err != nil {
			return false, err
		}
		next.Revision = r.Revision + 1
	}
	err = s.Meetings().Save(ctx, []meetings.Record{next})
	return errors.Is(err, meetings.ErrStale) || errors.Is(err, meetings.ErrConflict), err
}

func TestProcessesSaveRecordsAtOnce(t *testing.T) {
	s, total := atOnce(t, "meetings", 12)
	texts := map[string]bool{}
	for _, r := range recordsOf(t, s) {
		texts[r.Success.Text] = true
	}
	assert.Len(t, texts, total)
}

func TestStoresOfOneFileSaveRecordsAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kam.db")
	one, two := openAt(t, path), openAt(t, path)
	errs := make(chan error, 2)
	for i, s := range []*sqlstore.Store{one, two} {
		go func() {
			errs <- s.Meetings().Save(t.Context(), []meetings.Record{told("s", 1, fmt.Sprintf("of store %d", i)), told("s", 2, "same")})
		}()
	}
	first, second := <-errs, <-errs
	if first != nil {
		first, second = second, first
	}
	require.NoError(t, first)
	require.ErrorIs(t, second, meetings.ErrConflict)
	assert.Len(t, recordsOf(t, two), 2)
}

func TestOpenKeepsRecords(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kam.db")
	s, err := sqlstore.Open(t.Context(), path)
	require.NoError(t, err)
	saveRecords(t, s, told("s", 1, "won 赢单 <b>"), told("s", 2, "won again"))
	before := recordsOf(t, s)
	require.NoError(t, s.Close())

	s = openAt(t, path)
	assert.Equal(t, before, recordsOf(t, s))
	saveRecords(t, s, before...) // which changes nothing
	require.ErrorIs(t, s.Meetings().Save(t.Context(), []meetings.Record{told("s", 1, "otherwise")}), meetings.ErrConflict)
	require.ErrorIs(t, s.Meetings().Save(t.Context(), []meetings.Record{told("s", 4, "too early")}), meetings.ErrStale)
	saveRecords(t, s, told("s", 3, "and again"))
	assert.Len(t, recordsOf(t, s), 3)
	require.NoError(t, s.Close())
	require.Error(t, s.Meetings().Save(t.Context(), []meetings.Record{told("s", 4, "closed")}))
}

func TestRecordsRefuseChangesBySQL(t *testing.T) {
	s := open(t)
	saveRecords(t, s, told("s", 1, "won"))
	for _, statement := range []string{"DELETE FROM meeting_records", "UPDATE meeting_records SET revision = 2"} {
		require.ErrorContains(t, s.Exec(t.Context(), statement), "append-only", statement)
	}
}

func TestDamagedRecordsAreFound(t *testing.T) {
	for name, change := range map[string]string{
		"content":           "UPDATE meeting_records SET content = replace(content, 'won', 'lost') WHERE revision = 1",
		"no JSON":           "UPDATE meeting_records SET content = '{' WHERE revision = 2",
		"last content":      "UPDATE meeting_records SET content = replace(content, 'once more', 'no more')",
		"digest":            "UPDATE meeting_records SET digest = 'x' WHERE revision = 3",
		"first deleted":     "DELETE FROM meeting_records WHERE revision = 1",
		"middle deleted":    "DELETE FROM meeting_records WHERE revision = 2",
		"renumbered":        "DELETE FROM meeting_records WHERE revision = 2; UPDATE meeting_records SET revision = 2 WHERE revision = 3",
		"other id":          "UPDATE meeting_records SET record = 'x'",
		"kind":              "UPDATE meeting_records SET kind = 'report'",
		"unknown kind":      "UPDATE meeting_records SET kind = 'x'",
		"day":               "UPDATE meeting_records SET filed_on = '2025-11-01' WHERE revision = 1",
		"person":            "UPDATE meeting_records SET person = 'nobody' WHERE revision = 2",
		"content with more": "UPDATE meeting_records SET content = content || ' {}' WHERE revision = 3",
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			saveRecords(t, s, told("s", 1, "won"), told("s", 2, "won again"), told("s", 3, "once more"))
			require.NoError(t, s.Meetings().Verify(t.Context()))
			require.NoError(t, s.Exec(t.Context(), "DROP TRIGGER meeting_records_are_kept; DROP TRIGGER meeting_records_are_fixed;"+change))
			require.ErrorIs(t, s.Meetings().Verify(t.Context()), sqlstore.ErrDamaged)
		})
	}
	for name, change := range map[string]string{
		"broken where it is saved":  "UPDATE meeting_records SET content = '{'",
		"missing where it is saved": "DELETE FROM meeting_records WHERE revision = 1",
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			saveRecords(t, s, told("s", 1, "won"), told("s", 2, "won again"))
			require.NoError(t, s.Exec(t.Context(), "DROP TRIGGER meeting_records_are_kept; DROP TRIGGER meeting_records_are_fixed;"+change))
			require.ErrorIs(t, s.Meetings().Save(t.Context(), []meetings.Record{told("s", 1, "won")}), sqlstore.ErrDamaged)
		})
	}
}

func TestSaveCancelledAnywhereIsWholeOrAbsent(t *testing.T) {
	s := open(t)
	added := 0
	for n := 1; n <= looks; n++ {
		id := fmt.Sprintf("s-%d", n)
		err := s.Meetings().Save(cancelledAtLook(t, n), []meetings.Record{told(id, 1, "one"), told(id, 2, "two")})
		want := 2
		if err == nil {
			added++
		} else {
			require.ErrorIs(t, err, context.Canceled, "look %d", n)
			want = 0
		}
		found := 0
		for _, err := range s.Meetings().Records(t.Context(), meetings.Query{IDs: []string{id}, History: true}) {
			require.NoError(t, err, "look %d", n)
			found++
		}
		assert.Equal(t, want, found, "look %d", n)
	}
	require.NoError(t, s.Meetings().Verify(t.Context()))
	assert.Positive(t, added)
	assert.Less(t, added, looks)
}

func TestReadingRecordsCancelledAnywhere(t *testing.T) {
	s := open(t)
	saveRecords(t, s, told("s", 1, "one"), told("t", 1, "two"))
	done := 0
	for n := 1; n <= looks; n++ {
		var failed error
		read := 0
		for _, err := range s.Meetings().Records(cancelledAtLook(t, n), meetings.Query{}) {
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
	require.Len(t, recordsOf(t, s), 2)
	assert.Positive(t, done)
	assert.Less(t, done, looks)
}

func TestRecordsOnAFullOrReadOnlyDisk(t *testing.T) {
	for name, c := range map[string]struct {
		pragma, undo string
		want         error
	}{
		"full":      {"PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1000000", sqlstore.ErrFull},
		"read-only": {"PRAGMA query_only = ON", "PRAGMA query_only = OFF", sqlstore.ErrReadOnly},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			saveRecords(t, s, told("s", 1, "won"))
			many := make([]meetings.Record, 2_000)
			for i := range many {
				many[i] = told("s", int64(i)+2, "one of many")
			}
			require.NoError(t, s.Exec(t.Context(), c.pragma)) // until the connection is replaced
			err := s.Meetings().Save(t.Context(), many)
			require.ErrorIs(t, err, c.want)
			assert.Contains(t, err.Error(), "kam.db")
			assert.Len(t, recordsOf(t, s), 1)
			require.NoError(t, s.Exec(t.Context(), c.undo))
			saveRecords(t, s, many...)
			assert.Len(t, recordsOf(t, s), 1+len(many))
		})
	}
}

func TestRecordsAskedForByNoText(t *testing.T) {
	s := open(t)
	saveRecords(t, s, told("s", 1, "won"))
	for _, q := range []meetings.Query{{IDs: []string{"\xff"}}, {Persons: []string{"\xff"}}} {
		for r, err := range s.Meetings().Records(t.Context(), q) {
			require.NoError(t, err)
			assert.Fail(t, "found", "%v", r)
		}
	}
}
