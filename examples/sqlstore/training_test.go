package sqlstore_test

import (
	"context"
	"fmt"
	"iter"
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

// attendances are the entries of training.
func attendances() streams[training.Entry] {
	return streams[training.Entry]{
		process: "training", table: "training_entries", one: "entry",
		make: attended,
		text: func(e training.Entry) string { return e.Record.Reason },
		seq:  func(e training.Entry) int64 { return e.Seq },
		read: func(ctx context.Context, s *sqlstore.Store, streams ...string) iter.Seq2[training.Entry, error] {
			return s.Training().Entries(ctx, training.Query{Streams: streams})
		},
		append: func(ctx context.Context, s *sqlstore.Store, list []training.Entry) error {
			return s.Training().Append(ctx, list)
		},
		verify: func(ctx context.Context, s *sqlstore.Store) error { return s.Training().Verify(ctx) },
		stale:  training.ErrStale, conflict: training.ErrConflict,
		damage: map[string]string{
			"state":    "state = 'absent' WHERE seq = 2",
			"offering": "offering = 'x'",
			"day":      "dated = '2025-11-01' WHERE seq = 1",
			"person":   "person_id = 'nobody' WHERE seq = 2",
		},
	}
}

func TestTrainingStreams(t *testing.T) { attendances().test(t) }

func TestTrainingAskedForByNoText(t *testing.T) {
	s := open(t)
	attendances().add(t, s, attended("s", 1, "won"), attended("\ufffd", 1, "what JSON puts in the place of other bytes"))
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
