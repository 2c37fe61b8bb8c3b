package pgstore_test

import (
	"context"
	"fmt"
	"iter"
	"log"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/pgstore"
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
		read: func(ctx context.Context, s *pgstore.Store, plan string) iter.Seq2[plandoc.Event, error] {
			return s.Plans().Events(ctx, plan)
		},
		append: func(ctx context.Context, s *pgstore.Store, list []plandoc.Event) error {
			return s.Plans().Append(ctx, list)
		},
		verify: func(ctx context.Context, s *pgstore.Store) error { return s.Plans().Verify(ctx) },
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

func TestPlansOfFarDays(t *testing.T) {
	s := open(t)
	for i, day := range []string{"0001-01-01", "9999-12-31"} {
		e := returned("far", int64(i)+1, "far away")
		e.On = kam.MustDay(day)
		versions().add(t, s, e)
	}
	all := versions().all(t, s)
	require.Len(t, all, 2)
	assert.Equal(t, "9999-12-31", all[1].On.String())
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

// What happened to a version is kept once, however often it is appended, and what may be calculated follows from it. It
// needs a server, so it is not run here.
func ExampleStore_Plans() {
	ctx := context.Background()
	store, err := pgstore.Open(ctx, "postgres://payroll@db.example/kam")
	if err != nil {
		log.Fatal(err)
	}
	defer store.Close()

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
}
