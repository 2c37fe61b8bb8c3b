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

// reviews are the records of scoring.
func reviews() streams[improve.Record] {
	return streams[improve.Record]{
		process: "scoring", table: "scoring_records", one: "record",
		make: answered,
		text: func(r improve.Record) string { return r.Response.Document },
		seq:  func(r improve.Record) int64 { return r.Seq },
		read: func(ctx context.Context, s *sqlstore.Store, streams ...string) iter.Seq2[improve.Record, error] {
			return s.Scoring().Records(ctx, improve.Query{Streams: streams})
		},
		append: func(ctx context.Context, s *sqlstore.Store, list []improve.Record) error {
			return s.Scoring().Append(ctx, list)
		},
		verify: func(ctx context.Context, s *sqlstore.Store) error { return s.Scoring().Verify(ctx) },
		stale:  improve.ErrStale, conflict: improve.ErrConflict,
		damage: map[string]string{
			"kind":         "kind = 'result' WHERE seq = 2",
			"unknown kind": "kind = 'x'",
			"day":          "recorded = '2025-11-01' WHERE seq = 1",
			"person":       "about_id = 'nobody' WHERE seq = 2",
		},
	}
}

func TestScoringStreams(t *testing.T) { reviews().test(t) }

func TestScoringAskedForByNoText(t *testing.T) {
	s := open(t)
	reviews().add(t, s, answered("s", 1, "won"), answered("\ufffd", 1, "what JSON puts in the place of other bytes"))
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
