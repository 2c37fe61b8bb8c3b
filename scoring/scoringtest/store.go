package scoringtest

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"

	"github.com/kam-go/kam/scoring/improve"
)

// Store is an [improve.Store] that forgets everything with the process: for tests, and as the reference of the rules.
// The zero value is empty and ready to use. It is safe for concurrent use and must not be copied.
type Store struct {
	mu sync.RWMutex
	// streams holds the records of each stream, number 1 first. A list is only ever replaced by a longer one.
	streams map[string][]kept
}

// kept is a record, and its canonical JSON from which copies are made.
type kept struct {
	record improve.Record
	data   []byte
}

var _ improve.Store = (*Store)(nil)

// Records yields the records that q asks for; see [improve.Store].
func (s *Store) Records(ctx context.Context, q improve.Query) iter.Seq2[improve.Record, error] {
	return func(yield func(improve.Record, error) bool) {
		if err := q.Check(); err != nil {
			yield(improve.Record{}, err)
			return
		}
		for _, k := range s.asked(q) {
			r, err := improve.ParseRecord(k.data)
			if err == nil {
				err = live(ctx)
			}
			if err != nil {
				yield(improve.Record{}, err)
				return
			}
			if !yield(r, nil) {
				return
			}
		}
		if err := live(ctx); err != nil {
			yield(improve.Record{}, err)
		}
	}
}

// asked returns the records that q asks for, in order.
func (s *Store) asked(q improve.Query) []kept {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []kept
	for _, name := range slices.Sorted(maps.Keys(s.streams)) {
		for _, k := range s.streams[name] {
			if q.Matches(k.record) {
				out = append(out, k)
			}
		}
	}
	return out
}

// Append adds the records, all of them or none; see [improve.Store].
func (s *Store) Append(ctx context.Context, records []improve.Record) error {
	list := make([]kept, len(records))
	for i, r := range records {
		if err := r.Check(); err != nil {
			return fmt.Errorf("record %d: %w", i, err)
		}
		var err error
		if list[i].data, err = r.Canonical(); err != nil {
			return fmt.Errorf("record %d: %w", i, err)
		}
		if list[i].record, err = improve.ParseRecord(list[i].data); err != nil {
			return fmt.Errorf("record %d: %w", i, err)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := live(ctx); err != nil {
		return err
	}
	changed := map[string][]kept{}
	for _, k := range list {
		name, seq := k.record.Stream, k.record.Seq
		stream, touched := changed[name]
		if !touched {
			stream = slices.Clip(s.streams[name])
		}
		last := int64(len(stream))
		switch {
		case seq <= last && bytes.Equal(stream[seq-1].data, k.data):
		case seq <= last:
			return fmt.Errorf("%w: number %d of %q", improve.ErrConflict, seq, name)
		case seq != last+1:
			return fmt.Errorf("%w: number %d of %q, whose last is %d", improve.ErrStale, seq, name, last)
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
		return fmt.Errorf("scoringtest: %w", err)
	}
	return nil
}
