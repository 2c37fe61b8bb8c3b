package sqlstore

import (
	"context"
	"iter"

	"github.com/kam-go/kam/examples/internal/stream"
	"github.com/kam-go/kam/incentive/dispute"
)

// Disputes is a store's disputes of pay, event by event: a [dispute.Store]. Get it from [Store.Disputes]; the zero value is
// of no use. It is safe for concurrent use.
type Disputes struct {
	events journal[dispute.Event]
}

var _ dispute.Store = Disputes{}

// Disputes returns the disputes in the store's file. It is of use until the store is closed.
func (s *Store) Disputes() Disputes {
	return Disputes{journal[dispute.Event]{
		store: s, table: "dispute_events", records: "events of disputes",
		columns: []string{"dated", "step", "done_by"},
		Kind:    stream.Disputes(),
	}}
}

// Append adds an event; see [dispute.Store].
func (d Disputes) Append(ctx context.Context, event dispute.Event) error {
	return d.events.append(ctx, []dispute.Event{event})
}

// Events yields the events of a dispute, or with the empty id of every dispute; see [dispute.Store]. An event that is not
// what was appended is an error that wraps [ErrDamaged].
func (d Disputes) Events(ctx context.Context, id string) iter.Seq2[dispute.Event, error] {
	return d.events.stream(ctx, id)
}

// Verify returns nil when every dispute's events are what was appended and none is missing between them, and the columns
// agree with them. Otherwise the error wraps [ErrDamaged] and names the first event that is not. Events removed from the
// end of a dispute do not show; [dispute.Rules.Load] tells whether what was appended was allowed.
func (d Disputes) Verify(ctx context.Context) error { return d.events.verify(ctx) }
