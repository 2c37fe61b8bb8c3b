package sqlstore

import (
	"context"
	"iter"

	"github.com/kam-go/kam/examples/internal/stream"
	"github.com/kam-go/kam/incentive/plandoc"
)

// Plans is a store's versions of plans, event by event: a [plandoc.Store]. Get it from [Store.Plans]; the zero value is of
// no use. It is safe for concurrent use.
type Plans struct {
	events journal[plandoc.Event]
}

var _ plandoc.Store = Plans{}

// Plans returns the versions of plans in the store's file. It is of use until the store is closed.
func (s *Store) Plans() Plans {
	return Plans{journal[plandoc.Event]{
		store: s, table: "plan_events", records: "events of plans",
		columns: []string{"dated", "step", "version"},
		Kind:    stream.Plans(),
	}}
}

// Append adds the events, all of them or none; see [plandoc.Store].
func (p Plans) Append(ctx context.Context, events []plandoc.Event) error {
	return p.events.append(ctx, events)
}

// Events yields the events of a plan, or with the empty name of every plan; see [plandoc.Store]. An event that is not what
// was appended is an error that wraps [ErrDamaged].
func (p Plans) Events(ctx context.Context, plan string) iter.Seq2[plandoc.Event, error] {
	return p.events.stream(ctx, plan)
}

// Verify returns nil when every plan's events are what was appended and none is missing between them, and the columns that
// queries use agree with them. Otherwise the error wraps [ErrDamaged] and names the first event that is not. Events removed
// from the end of a plan do not show; [plandoc.Load] tells whether what was appended is a record.
func (p Plans) Verify(ctx context.Context) error { return p.events.verify(ctx) }
