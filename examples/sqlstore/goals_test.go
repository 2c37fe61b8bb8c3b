package sqlstore_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/sqlstore"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/goalstest"
)

func TestGoals(t *testing.T) {
	goalstest.Run(t, func(t *testing.T) goals.Store { return open(t).Goals() })
}

// setting returns the entry that sets a goal for the year, with a target of a million.
func setting(id string, owners ...string) goals.Entry {
	return goals.Entry{Goal: id, Seq: 1, On: kam.MustDay("2025-12-01"), By: "chen", Set: &goals.Goal{
		ID: id, Owners: owners, Statement: "1,000,000 CNY <won> in 2026 赢单", Metric: "won-revenue", Scope: goals.All,
		Direction: kam.HigherIsBetter, Baseline: decimal.NewNullDecimal(decimal.RequireFromString("900000.5")),
		Target: decimal.NewFromInt(1_000_000), Currency: "CNY", Tracking: goals.Flow, Period: year,
		Share: kam.MustFraction("1/3"), Parent: "company",
	}}
}

// moving returns an entry with a move of the assigner.
func moving(id string, seq int64, reason string) goals.Entry {
	return goals.Entry{Goal: id, Seq: seq, On: kam.MustDay("2025-12-02"), By: "chen", Move: &goals.Move{
		Act: goals.Counter, On: kam.MustDay("2025-12-02"), By: "chen", Role: goals.Assigner,
		Value: decimal.NewNullDecimal(decimal.NewFromInt(seq)), Reason: reason,
	}}
}

// entriesOf checks that all goals are intact and returns the entries of one.
func entriesOf(t *testing.T, s *sqlstore.Store, id string) []goals.Entry {
	t.Helper()
	require.NoError(t, s.Goals().Verify(t.Context()))
	var found []goals.Entry
	for e, err := range s.Goals().Entries(t.Context(), goals.Query{Goals: []string{id}}) {
		require.NoError(t, err)
		found = append(found, e)
	}
	return found
}

func appendEntries(t *testing.T, s *sqlstore.Store, entries ...goals.Entry) {
	t.Helper()
	require.NoError(t, s.Goals().Append(t.Context(), entries))
}

// appendMove appends a move to the one goal that all processes share.
func appendMove(ctx context.Context, s *sqlstore.Store, run string) (stale bool, err error) {
	entry := setting("shared", "anna")
	for e, err := range s.Goals().Entries(ctx, goals.Query{}) {
		if err != nil {
			return false, err
		}
		entry = moving("shared", e.Seq+1, run)
	}
	if entry.Set != nil {
		err := s.Goals().Append(ctx, []goals.Entry{entry})
		return err == nil, err // and then the move
	}
	err = s.Goals().Append(ctx, []goals.Entry{entry})
	return errors.Is(err, goals.ErrStale) || errors.Is(err, goals.ErrConflict), err
}

func TestProcessesAppendGoalsAtOnce(t *testing.T) {
	s, total := atOnce(t, "goals", 12)
	reasons := map[string]bool{}
	for _, e := range entriesOf(t, s, "shared")[1:] {
		reasons[e.Move.Reason] = true
	}
	assert.Len(t, reasons, total)
}

func TestStoresOfOneFileAppendGoalsAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kam.db")
	one, two := openAt(t, path), openAt(t, path)
	appendEntries(t, one, setting("g", "anna"))
	errs := make(chan error, 2)
	for i, s := range []*sqlstore.Store{one, two} {
		go func() {
			errs <- s.Goals().Append(t.Context(), []goals.Entry{moving("g", 2, fmt.Sprintf("of store %d", i)), moving("g", 3, "same")})
		}()
	}
	first, second := <-errs, <-errs
	if first != nil {
		first, second = second, first
	}
	require.NoError(t, first)
	require.ErrorIs(t, second, goals.ErrConflict)
	assert.Len(t, entriesOf(t, two, "g"), 3)
}

func TestOpenKeepsGoals(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kam.db")
	s, err := sqlstore.Open(t.Context(), path)
	require.NoError(t, err)
	appendEntries(t, s, setting("g", "anna", "bo"), moving("g", 2, "the market shrinks"))
	before := entriesOf(t, s, "g")
	require.NoError(t, s.Close())

	s = openAt(t, path)
	after := entriesOf(t, s, "g")
	require.Len(t, after, len(before))
	for i := range after {
		assert.True(t, before[i].Same(after[i]), "entry %d", i)
	}
	appendEntries(t, s, before...) // which changes nothing
	appendEntries(t, s, moving("g", 3, "and grows"))
	assert.Len(t, entriesOf(t, s, "g"), 3)
	require.ErrorIs(t, s.Goals().Append(t.Context(), []goals.Entry{moving("g", 3, "otherwise")}), goals.ErrConflict)
	require.ErrorIs(t, s.Goals().Append(t.Context(), []goals.Entry{moving("g", 5, "too early")}), goals.ErrStale)
	require.NoError(t, s.Close())
	require.Error(t, s.Goals().Append(t.Context(), []goals.Entry{moving("g", 4, "closed")}))
}

func TestGoalsRefuseChangesBySQL(t *testing.T) {
	s := open(t)
	appendEntries(t, s, setting("g", "anna"))
	for _, statement := range []string{
		"DELETE FROM goal_entries", "UPDATE goal_entries SET seq = 2", "DELETE FROM goal_owners", "UPDATE goal_owners SET owner = 'bo'",
	} {
		require.ErrorContains(t, s.Exec(t.Context(), statement), "append-only", statement)
	}
}

func TestDamagedGoalsAreFound(t *testing.T) {
	for name, change := range map[string]string{
		"content":           "UPDATE goal_entries SET content = replace(content, '1000000', '1000001') WHERE seq = 1",
		"no JSON":           "UPDATE goal_entries SET content = '{' WHERE seq = 2",
		"last content":      "UPDATE goal_entries SET content = replace(content, 'shrinks', 'grows')",
		"digest":            "UPDATE goal_entries SET digest = 'x' WHERE seq = 3",
		"first deleted":     "DELETE FROM goal_owners; DELETE FROM goal_entries WHERE seq = 1; INSERT INTO goal_entries SELECT 9, goal, 9, recorded, recorded_by, 'set', '2026-01-01', '2027-01-01', content, digest FROM goal_entries WHERE seq = 2",
		"middle deleted":    "DELETE FROM goal_entries WHERE seq = 2",
		"renumbered":        "DELETE FROM goal_entries WHERE seq = 2; UPDATE goal_entries SET seq = 2 WHERE seq = 3",
		"other goal":        "DELETE FROM goal_owners; UPDATE goal_entries SET goal = 'h'",
		"day":               "UPDATE goal_entries SET recorded = '2025-11-01' WHERE seq = 1",
		"person":            "UPDATE goal_entries SET recorded_by = 'nobody' WHERE seq = 1",
		"period":            "UPDATE goal_entries SET period_until = '2028-01-01' WHERE seq = 1",
		"period of a move":  "UPDATE goal_entries SET period_until = '2028-01-01' WHERE seq = 2",
		"kind":              "UPDATE goal_entries SET kind = 'closed' WHERE seq = 2",
		"owner changed":     "UPDATE goal_owners SET owner = 'someone' WHERE owner = 'anna'",
		"owner deleted":     "DELETE FROM goal_owners WHERE owner = 'anna'",
		"owner of a move":   "INSERT INTO goal_owners VALUES ('anna', 'g', 2)",
		"content with more": "UPDATE goal_entries SET content = content || ' {}' WHERE seq = 3",
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			appendEntries(t, s, setting("g", "anna", "bo"), moving("g", 2, "the market shrinks"), moving("g", 3, "a lot"))
			require.NoError(t, s.Goals().Verify(t.Context()))
			require.NoError(t, s.Exec(t.Context(), `PRAGMA foreign_keys = OFF; DROP TRIGGER goal_entries_are_kept; DROP TRIGGER goal_entries_are_fixed;
				DROP TRIGGER goal_owners_are_kept; DROP TRIGGER goal_owners_are_fixed;`+change))
			err := s.Goals().Verify(t.Context())
			require.ErrorIs(t, err, sqlstore.ErrDamaged)
			if name == "middle deleted" {
				assert.ErrorContains(t, err, "it follows entry 1")
			}
		})
	}
	t.Run("where it is appended", func(t *testing.T) {
		s := open(t)
		appendEntries(t, s, setting("g", "anna"))
		require.NoError(t, s.Exec(t.Context(), "DROP TRIGGER goal_entries_are_fixed; UPDATE goal_entries SET content = '{'"))
		require.ErrorIs(t, s.Goals().Append(t.Context(), []goals.Entry{setting("g", "anna")}), sqlstore.ErrDamaged)
	})
}

func TestAppendGoalsCancelledAnywhereIsWholeOrAbsent(t *testing.T) {
	s := open(t)
	added := 0
	for n := 1; n <= looks; n++ {
		id := fmt.Sprintf("g-%d", n)
		err := s.Goals().Append(cancelledAtLook(t, n), []goals.Entry{setting(id, "anna"), moving(id, 2, "two")})
		want := 2
		if err == nil {
			added++
		} else {
			require.ErrorIs(t, err, context.Canceled, "look %d", n)
			want = 0
		}
		found := 0
		for _, err := range s.Goals().Entries(t.Context(), goals.Query{Goals: []string{id}}) {
			require.NoError(t, err, "look %d", n)
			found++
		}
		assert.Equal(t, want, found, "look %d", n)
	}
	require.NoError(t, s.Goals().Verify(t.Context()))
	assert.Positive(t, added)
	assert.Less(t, added, looks)
}

func TestReadingGoalsCancelledAnywhere(t *testing.T) {
	s := open(t)
	appendEntries(t, s, setting("g", "anna"), moving("g", 2, "one"))
	done := 0
	for n := 1; n <= looks; n++ {
		var failed error
		read := 0
		for _, err := range s.Goals().Entries(cancelledAtLook(t, n), goals.Query{}) {
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
	require.Len(t, entriesOf(t, s, "g"), 2)
	assert.Positive(t, done)
	assert.Less(t, done, looks)
}

func TestGoalsOnAFullOrReadOnlyDisk(t *testing.T) {
	for name, c := range map[string]struct {
		pragma, undo string
		want         error
	}{
		"full":      {"PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1000000", sqlstore.ErrFull},
		"read-only": {"PRAGMA query_only = ON", "PRAGMA query_only = OFF", sqlstore.ErrReadOnly},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			appendEntries(t, s, setting("g", "anna"))
			many := make([]goals.Entry, 2_000)
			for i := range many {
				many[i] = moving("g", int64(i)+2, "one of many")
			}
			require.NoError(t, s.Exec(t.Context(), c.pragma)) // until the connection is replaced
			err := s.Goals().Append(t.Context(), many)
			require.ErrorIs(t, err, c.want)
			assert.Contains(t, err.Error(), "kam.db")
			assert.Len(t, entriesOf(t, s, "g"), 1)
			require.NoError(t, s.Exec(t.Context(), c.undo))
			appendEntries(t, s, many...)
			assert.Len(t, entriesOf(t, s, "g"), 1+len(many))
		})
	}
}

// The owner and the period of the goal as last set are asked for, and ids that are nowhere are no error.
func TestGoalsAskedFor(t *testing.T) {
	s := open(t)
	appendEntries(t, s, setting("g", "anna"), setting("h", "anna", "bo"), setting("i", "cy"))
	again := setting("h", "bo")
	again.Seq = 2
	again.Set.Period = kam.MustPeriod("2027-01-01/2028-01-01")
	appendEntries(t, s, again)
	for name, c := range map[string]struct {
		query goals.Query
		want  []string
	}{
		"all":              {goals.Query{}, []string{"g 1", "h 1", "h 2", "i 1"}},
		"owner":            {goals.Query{Owner: "anna"}, []string{"g 1"}},
		"later owner":      {goals.Query{Owner: "bo"}, []string{"h 1", "h 2"}},
		"goals":            {goals.Query{Goals: []string{"i", "nowhere", "g", "i"}}, []string{"g 1", "i 1"}},
		"no UTF-8":         {goals.Query{Goals: []string{"\xff"}}, nil},
		"period":           {goals.Query{Overlapping: kam.MustPeriod("2027-12-31/..")}, []string{"h 1", "h 2"}},
		"period before":    {goals.Query{Overlapping: kam.MustPeriod("2025-01-01/2026-01-01")}, nil},
		"first day":        {goals.Query{Overlapping: kam.MustPeriod("2025-01-01/2026-01-02")}, []string{"g 1", "i 1"}},
		"all held at once": {goals.Query{Goals: []string{"g", "h"}, Owner: "bo", Overlapping: kam.MustPeriod("2026-01-01/2027-01-01")}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for e, err := range s.Goals().Entries(t.Context(), c.query) {
				require.NoError(t, err)
				got = append(got, fmt.Sprintf("%s %d", e.Goal, e.Seq))
			}
			assert.Equal(t, c.want, got)
		})
	}
}
