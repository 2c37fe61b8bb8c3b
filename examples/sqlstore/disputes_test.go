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

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/examples/sqlstore"
	"github.com/kam-go/kam/incentive/dispute"
	"github.com/kam-go/kam/incentive/dispute/disputetest"
)

// answering returns an event that answers a dispute with that text.
func answering(id string, seq int64, text string) dispute.Event {
	return dispute.Event{Dispute: id, Seq: int(seq), Step: dispute.StepAnswer, By: "ben", On: kam.MustDay("2026-02-04"), Text: text}
}

// disputes are the events of disputes.
func disputes() streams[dispute.Event] {
	return streams[dispute.Event]{
		process: "disputes", table: "dispute_events", one: "event",
		make: answering,
		text: func(e dispute.Event) string { return e.Text },
		seq:  func(e dispute.Event) int64 { return int64(e.Seq) },
		read: func(ctx context.Context, s *sqlstore.Store, disputes ...string) iter.Seq2[dispute.Event, error] {
			return s.Disputes().Events(ctx, strings.Join(disputes, "")) // one, or all for none
		},
		single: true,
		append: func(ctx context.Context, s *sqlstore.Store, list []dispute.Event) error {
			for _, e := range list {
				if err := s.Disputes().Append(ctx, e); err != nil {
					return err
				}
			}
			return nil
		},
		verify: func(ctx context.Context, s *sqlstore.Store) error { return s.Disputes().Verify(ctx) },
		stale:  dispute.ErrStale, conflict: dispute.ErrConflict,
		damage: map[string]string{
			"step":   "step = 'reject' WHERE seq = 2",
			"day":    "dated = '2025-11-01' WHERE seq = 1",
			"person": "done_by = 'nobody' WHERE seq = 2",
		},
	}
}

func TestDisputeStreams(t *testing.T) { disputes().test(t) }

func TestDisputes(t *testing.T) {
	disputetest.Run(t, func(t *testing.T) dispute.Store { return open(t).Disputes() })
}

// claimed returns the first event of a dispute about 12.50 CNY.
func claimed(id string) dispute.Event {
	return dispute.Event{
		Dispute: id, Seq: 1, Step: dispute.StepOpen, By: "anna", On: kam.MustDay("2026-02-03"), Text: "the deal is missing",
		Claim: &dispute.Claim{
			Payee: "anna", Plan: "ae", Period: kam.MustPeriod("2026-01-01/2026-02-01"), About: dispute.AboutDeal, Subject: "D-1",
			Amount: decimal.NewNullDecimal(decimal.RequireFromString("12.50")), Currency: "CNY",
		},
	}
}

func TestDisputesOfAmountsThatWereChanged(t *testing.T) {
	for _, amount := range []string{"12.51", "1e999999999", "0.125e2", " 12.5", "12.50"} {
		s := open(t)
		disputes().add(t, s, claimed("d"))
		disputes().unguarded(t, s, "UPDATE TABLE SET content = replace(content, '12.5', '"+amount+"')")
		require.ErrorIs(t, disputes().verify(t.Context(), s), sqlstore.ErrDamaged, amount)
	}
}

func TestDisputesAskedForByNoText(t *testing.T) {
	s := open(t)
	disputes().add(t, s, answering("d", 1, "won"))
	for _, id := range []string{"\xff", "d\x00", "D"} {
		for e, err := range s.Disputes().Events(t.Context(), id) {
			require.NoError(t, err)
			assert.Fail(t, "found", "%v", e)
		}
	}
}

// A dispute is judged, kept, and there again when the book is loaded.
func ExampleStore_Disputes() {
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

	fortnight := dispute.Deadline{Days: 14, Count: dispute.CalendarDays}
	rules, err := dispute.Compile(dispute.Policy{
		Open: fortnight, Answer: fortnight, Decide: fortnight, Reopen: fortnight, Withhold: dispute.WholePay,
	}, nil)
	if err != nil {
		log.Fatal(err)
	}
	book, err := rules.Load(ctx, store.Disputes())
	if err != nil {
		log.Fatal(err)
	}
	if _, err = book.Record(ctx, store.Disputes(), claimed("2026-01-anna")); err != nil {
		log.Fatal(err)
	}
	if book, err = rules.Load(ctx, store.Disputes()); err != nil {
		log.Fatal(err)
	}
	for d := range book.Disputes() {
		fmt.Println(d.ID, d.State)
	}
	// Output:
	// 2026-01-anna open
}
