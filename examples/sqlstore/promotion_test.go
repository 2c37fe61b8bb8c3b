package sqlstore_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/careerpathtest"
	"github.com/kam-go/kam/careerpath/promotion"
	"github.com/kam-go/kam/examples/sqlstore"
)

func TestPromotion(t *testing.T) {
	careerpathtest.RunPromotion(t, func(t *testing.T) promotion.Store { return open(t).Promotion() })
}

// entry returns an entry with that text: number 1 is a cycle, the others are events about Anna.
func entry(stream string, seq int64, text string) promotion.Entry {
	e := promotion.Entry{Stream: stream, Seq: seq, Digest: strings.Repeat("0", 64)}
	if seq == 1 {
		e.Cycle = &promotion.Cycle{
			Format: promotion.Format, ID: stream, Version: 1, Contact: kam.Text{EN: text, ZH: text},
			Schedule: promotion.Schedule{Apply: kam.MustPeriod("2026-01-05/2026-01-10")},
		}
		return e
	}
	anna := kam.Subject{Kind: "agent", ID: "anna"}
	e.Event = &promotion.Event{Step: promotion.StepWithdraw, On: kam.MustDay("2026-01-15"), By: anna, Person: anna, Reason: text}
	return e
}

// written returns the text that entry put into e.
func written(e promotion.Entry) string {
	if e.Cycle != nil {
		return e.Cycle.Contact.EN
	}
	return e.Event.Reason
}

// promotionOf checks that all entries are intact and returns them.
func promotionOf(t *testing.T, s *sqlstore.Store) []promotion.Entry {
	t.Helper()
	require.NoError(t, s.Promotion().Verify(t.Context()))
	var found []promotion.Entry
	for e, err := range s.Promotion().Entries(t.Context(), promotion.Query{}) {
		require.NoError(t, err)
		found = append(found, e)
	}
	return found
}

func appendPromotion(t *testing.T, s *sqlstore.Store, entries ...promotion.Entry) {
	t.Helper()
	require.NoError(t, s.Promotion().Append(t.Context(), entries))
}

// appendEvent appends an entry to the one stream that all processes share.
func appendEvent(ctx context.Context, s *sqlstore.Store, run string) (stale bool, err error) {
	seq := int64(1)
	for e, err := range s.Promotion().Entries(ctx, promotion.Query{}) {
		if err != nil {
			return false, err
		}
		seq = e.Seq + 1
	}
	err = s.Promotion().Append(ctx, []promotion.Entry{entry("shared", seq, run)})
	return errors.Is(err, promotion.ErrStale) || errors.Is(err, promotion.ErrConflict), err
}

func TestProcessesAppendPromotionAtOnce(t *testing.T) {
	s, total := atOnce(t, "promotion", 12)
	texts := map[string]bool{}
	for _, e := range promotionOf(t, s) {
		texts[written(e)] = true
	}
	assert.Len(t, texts, total)
}

func TestStoresOfOneFileAppendPromotionAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kam.db")
	one, two := openAt(t, path), openAt(t, path)
	errs := make(chan error, 2)
	for i, s := range []*sqlstore.Store{one, two} {
		go func() {
			errs <- s.Promotion().Append(t.Context(), []promotion.Entry{entry("s", 1, fmt.Sprintf("of store %d", i)), entry("s", 2, "same")})
		}()
	}
	first, second := <-errs, <-errs
	if first != nil {
		first, second = second, first
	}
	require.NoError(t, first)
	require.ErrorIs(t, second, promotion.ErrConflict)
	assert.Len(t, promotionOf(t, two), 2)
}

func TestOpenKeepsPromotions(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kam.db")
	s, err := sqlstore.Open(t.Context(), path)
	require.NoError(t, err)
	appendPromotion(t, s, entry("s", 1, "won 赢单 <b>"), entry("s", 2, "won again"))
	before := promotionOf(t, s)
	require.NoError(t, s.Close())

	s = openAt(t, path)
	assert.Equal(t, before, promotionOf(t, s))
	appendPromotion(t, s, before...) // which changes nothing
	require.ErrorIs(t, s.Promotion().Append(t.Context(), []promotion.Entry{entry("s", 1, "otherwise")}), promotion.ErrConflict)
	require.ErrorIs(t, s.Promotion().Append(t.Context(), []promotion.Entry{entry("s", 4, "too early")}), promotion.ErrStale)
	appendPromotion(t, s, entry("s", 3, "and again"))
	assert.Len(t, promotionOf(t, s), 3)
	require.NoError(t, s.Close())
	require.Error(t, s.Promotion().Append(t.Context(), []promotion.Entry{entry("s", 4, "closed")}))
}

func TestPromotionsRefuseChangesBySQL(t *testing.T) {
	s := open(t)
	appendPromotion(t, s, entry("s", 1, "won"))
	for _, statement := range []string{"DELETE FROM promotion_entries", "UPDATE promotion_entries SET seq = 2"} {
		require.ErrorContains(t, s.Exec(t.Context(), statement), "append-only", statement)
	}
}

func TestDamagedPromotionIsFound(t *testing.T) {
	for name, change := range map[string]string{
		"content":           "UPDATE promotion_entries SET content = replace(content, 'won', 'lost') WHERE seq = 1",
		"no JSON":           "UPDATE promotion_entries SET content = '{' WHERE seq = 2",
		"last content":      "UPDATE promotion_entries SET content = replace(content, 'once more', 'no more')",
		"digest":            "UPDATE promotion_entries SET digest = 'x' WHERE seq = 3",
		"first deleted":     "DELETE FROM promotion_entries WHERE seq = 1",
		"middle deleted":    "DELETE FROM promotion_entries WHERE seq = 2",
		"renumbered":        "DELETE FROM promotion_entries WHERE seq = 2; UPDATE promotion_entries SET seq = 2 WHERE seq = 3",
		"other id":          "UPDATE promotion_entries SET stream = 'x'",
		"step":              "UPDATE promotion_entries SET step = 'decide' WHERE seq = 2",
		"unknown step":      "UPDATE promotion_entries SET step = 'x'",
		"day":               "UPDATE promotion_entries SET dated = '2025-11-01' WHERE seq = 1",
		"person":            "UPDATE promotion_entries SET about_id = 'nobody' WHERE seq = 2",
		"content with more": "UPDATE promotion_entries SET content = content || ' {}' WHERE seq = 3",
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			appendPromotion(t, s, entry("s", 1, "won"), entry("s", 2, "won again"), entry("s", 3, "once more"))
			require.NoError(t, s.Promotion().Verify(t.Context()))
			require.NoError(t, s.Exec(t.Context(), "DROP TRIGGER promotion_entries_are_kept; DROP TRIGGER promotion_entries_are_fixed;"+change))
			err := s.Promotion().Verify(t.Context())
			require.ErrorIs(t, err, sqlstore.ErrDamaged)
			if name == "first deleted" || name == "middle deleted" {
				assert.ErrorContains(t, err, "the entry before it is missing")
			}
		})
	}
	for name, change := range map[string]string{
		"broken where it is appended":  "UPDATE promotion_entries SET content = '{'",
		"missing where it is appended": "DELETE FROM promotion_entries WHERE seq = 1",
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			appendPromotion(t, s, entry("s", 1, "won"), entry("s", 2, "won again"))
			require.NoError(t, s.Exec(t.Context(), "DROP TRIGGER promotion_entries_are_kept; DROP TRIGGER promotion_entries_are_fixed;"+change))
			require.ErrorIs(t, s.Promotion().Append(t.Context(), []promotion.Entry{entry("s", 1, "won")}), sqlstore.ErrDamaged)
		})
	}
}

func TestAppendPromotionCancelledAnywhereIsWholeOrAbsent(t *testing.T) {
	s := open(t)
	added := 0
	for n := 1; n <= looks; n++ {
		id := fmt.Sprintf("s-%d", n)
		err := s.Promotion().Append(cancelledAtLook(t, n), []promotion.Entry{entry(id, 1, "one"), entry(id, 2, "two")})
		want := 2
		if err == nil {
			added++
		} else {
			require.ErrorIs(t, err, context.Canceled, "look %d", n)
			want = 0
		}
		found := 0
		for _, err := range s.Promotion().Entries(t.Context(), promotion.Query{Streams: []string{id}}) {
			require.NoError(t, err, "look %d", n)
			found++
		}
		assert.Equal(t, want, found, "look %d", n)
	}
	require.NoError(t, s.Promotion().Verify(t.Context()))
	assert.Positive(t, added)
	assert.Less(t, added, looks)
}

func TestReadingPromotionsCancelledAnywhere(t *testing.T) {
	s := open(t)
	appendPromotion(t, s, entry("s", 1, "one"), entry("t", 1, "two"))
	done := 0
	for n := 1; n <= looks; n++ {
		var failed error
		read := 0
		for _, err := range s.Promotion().Entries(cancelledAtLook(t, n), promotion.Query{}) {
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
	require.Len(t, promotionOf(t, s), 2)
	assert.Positive(t, done)
	assert.Less(t, done, looks)
}

func TestPromotionsOnAFullOrReadOnlyDisk(t *testing.T) {
	for name, c := range map[string]struct {
		pragma, undo string
		want         error
	}{
		"full":      {"PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1000000", sqlstore.ErrFull},
		"read-only": {"PRAGMA query_only = ON", "PRAGMA query_only = OFF", sqlstore.ErrReadOnly},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			appendPromotion(t, s, entry("s", 1, "won"))
			many := make([]promotion.Entry, 2_000)
			for i := range many {
				many[i] = entry("s", int64(i)+2, "one of many")
			}
			require.NoError(t, s.Exec(t.Context(), c.pragma)) // until the connection is replaced
			err := s.Promotion().Append(t.Context(), many)
			require.ErrorIs(t, err, c.want)
			assert.Contains(t, err.Error(), "kam.db")
			assert.Len(t, promotionOf(t, s), 1)
			require.NoError(t, s.Exec(t.Context(), c.undo))
			appendPromotion(t, s, many...)
			assert.Len(t, promotionOf(t, s), 1+len(many))
		})
	}
}

func TestPromotionsAskedForByNoText(t *testing.T) {
	s := open(t)
	appendPromotion(t, s, entry("s", 1, "won"))
	for _, q := range []promotion.Query{{Streams: []string{"\xff"}}, {About: kam.Subject{Kind: "agent", ID: "\xff"}}} {
		for e, err := range s.Promotion().Entries(t.Context(), q) {
			require.NoError(t, err)
			assert.Fail(t, "found", "%v", e)
		}
	}
}

// What happened in a cycle is kept once, however often it is saved, and found by whom it is about.
func ExampleStore_Promotion() {
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
	happened := []promotion.Entry{entry("2026-spring", 1, "room 2.14"), entry("2026-spring", 2, "moves abroad")}
	for range 2 {
		if err := store.Promotion().Append(ctx, happened); err != nil {
			log.Fatal(err)
		}
	}
	for e, err := range store.Promotion().Entries(ctx, promotion.Query{About: anna}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(e.Stream, e.Seq, e.Step(), e.Event.Reason)
	}
	// Output:
	// 2026-spring 2 withdraw moves abroad
}
