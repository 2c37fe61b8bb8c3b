package careerpathtest

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"

	"github.com/kam-go/kam/careerpath/promotion"
)

// PromotionStore is a [promotion.Store] that forgets everything with the process: for tests, and as the reference of the rules.
// The zero value is empty and ready to use. It is safe for concurrent use and must not be copied.
type PromotionStore struct {
	mu sync.RWMutex
	// streams holds the entries of each stream, number 1 first. A list is only ever replaced by a longer one.
	streams map[string][]kept
}

// kept is an entry, and its canonical JSON from which copies are made.
type kept struct {
	entry promotion.Entry
	data  []byte
}

var _ promotion.Store = (*PromotionStore)(nil)

// Entries yields the entries that q asks for; see [promotion.Store].
func (s *PromotionStore) Entries(ctx context.Context, q promotion.Query) iter.Seq2[promotion.Entry, error] {
	return func(yield func(promotion.Entry, error) bool) {
		if err := q.Check(); err != nil {
			yield(promotion.Entry{}, err)
			return
		}
		for _, k := range s.asked(q) {
			r, err := promotion.ParseEntry(k.data)
			if err == nil {
				err = live(ctx)
			}
			if err != nil {
				yield(promotion.Entry{}, err)
				return
			}
			if !yield(r, nil) {
				return
			}
		}
		if err := live(ctx); err != nil {
			yield(promotion.Entry{}, err)
		}
	}
}

// asked returns the entries that q asks for, in order.
func (s *PromotionStore) asked(q promotion.Query) []kept {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []kept
	for _, name := range slices.Sorted(maps.Keys(s.streams)) {
		for _, k := range s.streams[name] {
			if q.Matches(k.entry) {
				out = append(out, k)
			}
		}
	}
	return out
}

// Append adds the entries, all of them or none; see [promotion.Store].
func (s *PromotionStore) Append(ctx context.Context, entries []promotion.Entry) error {
	list := make([]kept, len(entries))
	for i, r := range entries {
		if err := r.Check(); err != nil {
			return fmt.Errorf("entry %d: %w", i, err)
		}
		var err error
		if list[i].data, err = r.Canonical(); err != nil {
			return fmt.Errorf("entry %d: %w", i, err)
		}
		if list[i].entry, err = promotion.ParseEntry(list[i].data); err != nil {
			return fmt.Errorf("entry %d: %w", i, err)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := live(ctx); err != nil {
		return err
	}
	changed := map[string][]kept{}
	for _, k := range list {
		name, seq := k.entry.Stream, k.entry.Seq
		stream, touched := changed[name]
		if !touched {
			stream = slices.Clip(s.streams[name])
		}
		last := int64(len(stream))
		switch {
		case seq <= last && bytes.Equal(stream[seq-1].data, k.data):
		case seq <= last:
			return fmt.Errorf("%w: number %d of %q", promotion.ErrConflict, seq, name)
		case seq != last+1:
			return fmt.Errorf("%w: number %d of %q, whose last is %d", promotion.ErrStale, seq, name, last)
		default:
			changed[name] = append(stream, k)
		}
	}
	if s.streams == nil {
		s.streams = map[string][]kept{}
	}
	maps.Copy(s.streams, changed)
	return nil
}

// live returns nil while ctx has not ended.
func live(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("careerpathtest: %w", err)
	}
	return nil
}
