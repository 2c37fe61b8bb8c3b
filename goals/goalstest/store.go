package goalstest

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"

	"github.com/kam-go/kam/goals"
)

// Store is a [goals.Store] that forgets everything with the process: for tests, and as the reference of the rules. The
// zero value is empty and ready to use. It is safe for concurrent use and must not be copied.
type Store struct {
	mu sync.RWMutex
	// files holds the entries of each goal, number 1 first. A list is only ever replaced by a longer one.
	files map[string][]goals.Entry
}

var _ goals.Store = (*Store)(nil)

// Entries yields the entries of the goals that q asks for; see [goals.Store].
func (s *Store) Entries(ctx context.Context, q goals.Query) iter.Seq2[goals.Entry, error] {
	return func(yield func(goals.Entry, error) bool) {
		if err := q.Check(); err != nil {
			yield(goals.Entry{}, err)
			return
		}
		for _, file := range s.asked(q) {
			for _, e := range file {
				if err := live(ctx); err != nil {
					yield(goals.Entry{}, err)
					return
				}
				if !yield(e.Clone(), nil) {
					return
				}
			}
		}
		if err := live(ctx); err != nil {
			yield(goals.Entry{}, err)
		}
	}
}

// asked returns the files of the goals that q asks for, in the order of their IDs.
func (s *Store) asked(q goals.Query) [][]goals.Entry {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out [][]goals.Entry
	for _, id := range slices.Sorted(maps.Keys(s.files)) {
		file := s.files[id]
		last := goals.Goal{ID: id} // a goal that was never set has no owner and no period
		for _, e := range slices.Backward(file) {
			if e.Set != nil {
				last = *e.Set
				break
			}
		}
		if q.Matches(last) {
			out = append(out, file)
		}
	}
	return out
}

// Append adds the entries, all of them or none; see [goals.Store].
func (s *Store) Append(ctx context.Context, entries []goals.Entry) error {
	for i, e := range entries {
		if err := e.Check(); err != nil {
			return fmt.Errorf("entry %d: %w", i, err)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := live(ctx); err != nil {
		return err
	}
	changed := map[string][]goals.Entry{}
	for _, e := range entries {
		file, touched := changed[e.Goal]
		if !touched {
			file = slices.Clip(s.files[e.Goal])
		}
		last := int64(len(file))
		switch {
		case e.Seq <= last && file[e.Seq-1].Same(e):
		case e.Seq <= last:
			return fmt.Errorf("%w: number %d of %q", goals.ErrConflict, e.Seq, e.Goal)
		case e.Seq != last+1:
			return fmt.Errorf("%w: number %d of %q, whose last is %d", goals.ErrStale, e.Seq, e.Goal, last)
		default:
			changed[e.Goal] = append(file, e.Clone())
		}
	}
	if s.files == nil {
		s.files = map[string][]goals.Entry{}
	}
	maps.Copy(s.files, changed)
	return nil
}

// live returns nil while ctx has not ended.
func live(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("goalstest: %w", err)
	}
	return nil
}
