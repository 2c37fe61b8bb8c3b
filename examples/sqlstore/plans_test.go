package sqlstore_test

import (
	"context"
	"fmt"
	"iter"
	"log"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/sqlstore"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/incentive/plandoc"
	"github.com/kam-go/kam/incentive/plandoc/plandoctest"
)

func TestPlans(t *testing.T) {
	plandoctest.Run(t, func(t *testing.T) plandoc.Store { return open(t).Plans() })
}

// returned returns an event that gives a draft back for that reason.
func returned(plan string, seq int64, reason string) plandoc.Event {
	return plandoc.Event{
		Plan: plan, Seq: seq, Step: plandoc.StepReturn, Version: 1, On: kam.MustDay("2026-01-15"), By: "bo",
		Reason: reason, Hash: strings.Repeat("ab", 32),
	}
}

// versions are the events of plans.
func versions() streams[plandoc.Event] {
	return streams[plandoc.Event]{
		process: "plans", table: "plan_events", one: "event",
		make: returned,
		text: func(e plandoc.Event) string { return e.Reason },
		seq:  func(e plandoc.Event) int64 { return e.Seq },
		read: func(ctx context.Context, s *sqlstore.Store, plans ...string) iter.Seq2[plandoc.Event, error] {
			return s.Plans().Events(ctx, strings.Join(plans, "")) // one, or all for none
		},
		append: func(ctx context.Context, s *sqlstore.Store, list []plandoc.Event) error {
			return s.Plans().Append(ctx, list)
		},
		verify: func(ctx context.Context, s *sqlstore.Store) error { return s.Plans().Verify(ctx) },
		stale:  plandoc.ErrStale, conflict: plandoc.ErrConflict,
		damage: map[string]string{
			"step":          "step = 'approve' WHERE seq = 2",
			"day":           "dated = '2025-11-01' WHERE seq = 1",
			"version":       "version = 2 WHERE seq = 2",
			"other version": "version = 2",
		},
	}
}

func TestPlanStreams(t *testing.T) { versions().test(t) }

// A fault of the database in the middle of a loop is not the end of the events.
func TestPlansThatCannotBeReadToTheEnd(t *testing.T) {
	s := open(t)
	versions().add(t, s, returned("p", 1, "won"), returned("p", 2, "lost"), returned("p", 3, "won again"))
	require.NoError(t, s.Exec(t.Context(), `ALTER TABLE plan_events RENAME TO kept;
		CREATE VIEW plan_events AS SELECT stream, seq, dated, step, version, content,
			CASE WHEN seq = 2 THEN json('{') ELSE digest END AS digest FROM kept`))
	read := 0
	var failed error
	for _, err := range s.Plans().Events(t.Context(), "") {
		if failed = err; err == nil {
			read++
		}
	}
	require.ErrorContains(t, failed, "malformed JSON")
	assert.Equal(t, 1, read)
}

func TestPlansAskedForByNoText(t *testing.T) {
	s := open(t)
	versions().add(t, s, returned("p", 1, "won"))
	for _, plan := range []string{"\xff", "p\x00", "P"} {
		for e, err := range s.Plans().Events(t.Context(), plan) {
			require.NoError(t, err)
			assert.Fail(t, "found", "%v", e)
		}
	}
}

// What happened to a version is kept once, however often it is appended, and what may be calculated follows from it.
func ExampleStore_Plans() {
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

	draft := plandoc.Draft(incentive.Plan{Format: 1, ID: "ae", Version: 1, Currency: "CNY"}, "anna", kam.MustDay("2026-01-05"))
	draft.Seq = 1
	for range 2 {
		if err := store.Plans().Append(ctx, []plandoc.Event{draft}); err != nil {
			log.Fatal(err)
		}
	}
	registry, err := plandoc.Load(ctx, store.Plans(), "ae")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(registry.Versions(), registry.Status(1, kam.MustDay("2026-01-06")), registry.Next())
	// Output:
	// [1] draft 2
}
