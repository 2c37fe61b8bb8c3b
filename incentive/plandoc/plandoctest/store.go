package plandoctest

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"

	"github.com/kam-go/kam/incentive/plandoc"
)

// Store is a [plandoc.Store] that forgets everything with the process: for
// tests, and as the reference of the rules. The zero value is empty and ready
// to use. It is safe for concurrent use and must not be copied.
type Store struct {
	mu sync.RWMutex
	// plans holds the events of each plan, number 1 first. A list is only ever replaced by a longer one.
	plans map[string][]plandoc.Event
}

var _ plandoc.Store = (*Store)(nil)

// Events yields the events of a plan, or of all; see [plandoc.Store].
func (s *Store) Events(ctx context.Context, plan string) iter.Seq2[plandoc.Event, error] {
	return func(yield func(plandoc.Event, error) bool) {
		for _, e := range s.asked(plan) {
			if err := live(ctx); err != nil {
				yield(plandoc.Event{}, err)
				return
			}
			if !yield(e, nil) {
				return
			}
		}
		if err := live(ctx); err != nil {
			yield(plandoc.Event{}, err)
		}
	}
}

func (s *Store) asked(plan string) []plandoc.Event {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if plan != "" {
		return s.plans[plan]
	}
	var out []plandoc.Event
	for _, name := range slices.Sorted(maps.Keys(s.plans)) {
		out = append(out, s.plans[name]...)
	}
	return out
}

// Append adds the events, all of them or none; see [plandoc.Store].
func (s *Store) Append(ctx context.Context, events []plandoc.Event) error {
	for i, e := range events {
		if err := e.Check(); err != nil {
			return fmt.Errorf("event %d: %w", i, err)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := live(ctx); err != nil {
		return err
	}
	changed := map[string][]plandoc.Event{}
	for _, e := range events {
		list, touched := changed[e.Plan]
		if !touched {
			list = slices.Clip(s.plans[e.Plan])
		}
		last := int64(len(list))
		switch {
		case e.Seq <= last && list[e.Seq-1].Same(e):
		case e.Seq <= last:
			return fmt.Errorf("%w: number %d of %q", plandoc.ErrConflict, e.Seq, e.Plan)
		case e.Seq != last+1:
			return fmt.Errorf("%w: number %d of %q, whose last is %d", plandoc.ErrStale, e.Seq, e.Plan, last)
		default:
			changed[e.Plan] = append(list, e)
		}
	}
	if s.plans == nil {
		s.plans = map[string][]plandoc.Event{}
	}
	maps.Copy(s.plans, changed)
	return nil
}

// live returns nil while ctx has not ended.
func live(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("plandoctest: %w", err)
	}
	return nil
}
