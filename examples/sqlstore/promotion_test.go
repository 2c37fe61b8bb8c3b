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

// cycles are the entries of promotion cycles.
func cycles() streams[promotion.Entry] {
	return streams[promotion.Entry]{
		process: "promotion", table: "promotion_entries", one: "entry",
		make: entry,
		text: written,
		seq:  func(e promotion.Entry) int64 { return e.Seq },
		read: func(ctx context.Context, s *sqlstore.Store, streams ...string) iter.Seq2[promotion.Entry, error] {
			return s.Promotion().Entries(ctx, promotion.Query{Streams: streams})
		},
		append: func(ctx context.Context, s *sqlstore.Store, list []promotion.Entry) error {
			return s.Promotion().Append(ctx, list)
		},
		verify: func(ctx context.Context, s *sqlstore.Store) error { return s.Promotion().Verify(ctx) },
		stale:  promotion.ErrStale, conflict: promotion.ErrConflict,
		damage: map[string]string{
			"step":         "step = 'decide' WHERE seq = 2",
			"unknown step": "step = 'x'",
			"day":          "dated = '2025-11-01' WHERE seq = 1",
			"person":       "about_id = 'nobody' WHERE seq = 2",
		},
	}
}

func TestPromotionStreams(t *testing.T) { cycles().test(t) }

func TestPromotionsAskedForByNoText(t *testing.T) {
	s := open(t)
	cycles().add(t, s, entry("s", 1, "won"), entry("\ufffd", 1, "what JSON puts in the place of other bytes"))
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
