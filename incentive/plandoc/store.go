package plandoc

import (
	"context"
	"errors"
	"iter"
)

// Conditions of a [Store] that callers tell apart with errors.Is.
var (
	// ErrStale says that an event's number is not the one after the plan's last:
	// something was appended since it was read. Load the registry again.
	ErrStale = errors.New("plandoc: the number is not the next of its plan")
	// ErrConflict says that the plan has an event of that number with other content.
	ErrConflict = errors.New("plandoc: the number is taken by another event")
)

// Store is where the versions of plans are kept, event by event, and nothing
// is ever changed or removed. Every method may be called from many goroutines
// at once. Package plandoctest has a reference in memory, and tests that every store passes.
//
// Texts are kept byte for byte. A context that has ended gives an error that
// wraps its Err, and nothing is changed.
type Store interface {
	// Events yields all events of a plan in the order of their numbers; with
	// the empty name those of every plan, in the order of plans byte by byte.
	//
	// The sequence shows the store of the moment the loop starts; the loop may
	// append. It stops at the first error, which it yields last with an empty
	// event. A loop may be left at any time. Nothing found is no error.
	Events(ctx context.Context, plan string) iter.Seq2[Event, error]

	// Append adds the events in their order, all of them or none, and once it
	// returns without error they outlive the process. First every event must
	// pass [Event.Check]; else that error. Then for each event, the ones before
	// it in the list being there already, the first that holds decides:
	//
	//  1. The plan has an event of that number that is the same by [Event.Same]: nothing is to be done.
	//  2. The plan has another event of that number: [ErrConflict].
	//  3. The number is not the one after the plan's last, which is 0 of a new plan: [ErrStale].
	//  4. The event is added.
	//
	// An empty list changes nothing. The store does not judge whether a step
	// is allowed: that is for [Registry.Apply] before it is appended.
	Append(ctx context.Context, events []Event) error
}

// Load returns the registry of a plan as the store has it; a plan that is not
// there has an empty one. Errors are the store's, or those of [Registry.Apply]
// when the record contradicts itself.
func Load(ctx context.Context, store Store, plan string) (*Registry, error) {
	r := NewRegistry(plan)
	for e, err := range store.Events(ctx, plan) {
		if err != nil {
			return nil, err
		}
		if r, err = r.Apply(e); err != nil {
			return nil, err
		}
	}
	return r, nil
}
