package dispute

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"
)

// Conditions of a [Store] that callers tell apart with errors.Is.
var (
	// ErrStale says that an event's number is not the one after the dispute's last. Load the book again.
	ErrStale = errors.New("dispute: the number is not the next of the dispute")
	// ErrConflict says that the dispute has an event of that number with other content.
	ErrConflict = errors.New("dispute: the number is taken by another event")
)

// Store is where events are kept, and nothing is ever changed or removed. Every method may be called from many goroutines
// at once. Package disputetest has tests that every store passes; [Memory] is the reference.
//
// Texts are kept byte for byte and amounts exactly. A context that has ended gives an error that wraps its Err, and
// nothing is changed.
type Store interface {
	// Events yields the events of a dispute in the order of their numbers; with the empty id those of every dispute, in
	// the order of ids byte by byte. The sequence shows the store of the moment the loop starts; the loop may append. It
	// stops at the first error, which it yields last with an empty event. Nothing found is no error.
	Events(ctx context.Context, dispute string) iter.Seq2[Event, error]

	// Append adds an event, and once it returns without error the event outlives the process. The first that holds decides:
	//
	//  1. The event fails [Event.Check]: that error.
	//  2. The dispute has an event of that number that is the same by [Event.Same]: nothing is to be done.
	//  3. The dispute has another event of that number: [ErrConflict].
	//  4. The number is not the one after the dispute's last, which is 0 of a new dispute: [ErrStale].
	//  5. The event is added.
	//
	// The store does not judge whether a step is allowed: [Book.Record] does before it appends.
	Append(ctx context.Context, event Event) error
}

// Load returns the book of everything that a store has.
func (r *Rules) Load(ctx context.Context, store Store) (*Book, error) {
	return r.Replay(store.Events(ctx, ""))
}

// Record judges an event as [Book.Apply] does, appends it, and returns the book with it. After [ErrStale] or [ErrConflict]
// somebody else was faster: load the book again.
func (b *Book) Record(ctx context.Context, store Store, e Event) (*Book, error) {
	after, err := b.Apply(e)
	if err != nil {
		return nil, err
	}
	if err := store.Append(ctx, e); err != nil {
		return nil, err
	}
	return after, nil
}

// Memory is a [Store] that forgets everything with the process: for tests, and as the reference of the rules. The zero
// value is empty and ready to use. It is safe for concurrent use and must not be copied.
type Memory struct {
	mu sync.RWMutex
	// disputes holds the events of each dispute. A list is only ever replaced by a longer one.
	disputes map[string][]Event
}

// Events yields the events of a dispute, or of all; see [Store].
func (m *Memory) Events(ctx context.Context, dispute string) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		for _, e := range m.asked(dispute) {
			if err := live(ctx); err != nil {
				yield(Event{}, err)
				return
			}
			if !yield(e.clone(), nil) {
				return
			}
		}
		if err := live(ctx); err != nil {
			yield(Event{}, err)
		}
	}
}

func (m *Memory) asked(dispute string) []Event {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if dispute != "" {
		return m.disputes[dispute]
	}
	var out []Event
	for _, id := range slices.Sorted(maps.Keys(m.disputes)) {
		out = append(out, m.disputes[id]...)
	}
	return out
}

// Append adds an event; see [Store].
func (m *Memory) Append(ctx context.Context, e Event) error {
	if err := e.Check(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := live(ctx); err != nil {
		return err
	}
	list := m.disputes[e.Dispute]
	switch {
	case e.Seq <= len(list) && list[e.Seq-1].Same(e):
		return nil
	case e.Seq <= len(list):
		return fmt.Errorf("%w: number %d of %q", ErrConflict, e.Seq, e.Dispute)
	case e.Seq != len(list)+1:
		return fmt.Errorf("%w: number %d of %q, whose last is %d", ErrStale, e.Seq, e.Dispute, len(list))
	}
	if m.disputes == nil {
		m.disputes = map[string][]Event{}
	}
	m.disputes[e.Dispute] = append(slices.Clip(list), e.clone())
	return nil
}

// live returns nil while ctx has not ended.
func live(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("dispute: %w", err)
	}
	return nil
}
