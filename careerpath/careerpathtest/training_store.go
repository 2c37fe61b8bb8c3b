package careerpathtest

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"

	"github.com/kam-go/kam/careerpath/training"
)

// TrainingStore is a [training.Store] that forgets everything with the process: for tests, and as the reference of the
// rules. The zero value is empty and ready to use. It is safe for concurrent use and must not be copied.
type TrainingStore struct {
	mu sync.RWMutex
	// streams holds the entries of each stream, number 1 first. A list is only ever replaced by a longer one.
	streams map[string][]noted
}

// noted is an entry, and its canonical JSON, by which entries are compared. An entry shares no memory with its copies.
type noted struct {
	entry training.Entry
	data  []byte
}

var _ training.Store = (*TrainingStore)(nil)

// Entries yields the entries that q asks for; see [training.Store].
func (s *TrainingStore) Entries(ctx context.Context, q training.Query) iter.Seq2[training.Entry, error] {
	return func(yield func(training.Entry, error) bool) {
		if err := q.Check(); err != nil {
			yield(training.Entry{}, err)
			return
		}
		for _, n := range s.asked(q) {
			e, err := training.ParseEntry(n.data)
			if err == nil {
				err = live(ctx)
			}
			if err != nil {
				yield(training.Entry{}, err)
				return
			}
			if !yield(e, nil) {
				return
			}
		}
		if err := live(ctx); err != nil {
			yield(training.Entry{}, err)
		}
	}
}

// asked returns the entries that q asks for, in order.
func (s *TrainingStore) asked(q training.Query) []noted {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []noted
	for _, name := range slices.Sorted(maps.Keys(s.streams)) {
		for _, n := range s.streams[name] {
			if q.Matches(n.entry) {
				out = append(out, n)
			}
		}
	}
	return out
}

// Append adds the entries, all of them or none; see [training.Store].
func (s *TrainingStore) Append(ctx context.Context, entries []training.Entry) error {
	list := make([]noted, len(entries))
	for i, e := range entries {
		err := e.Check()
		if err == nil {
			list[i].data, err = e.Canonical()
		}
		if err == nil {
			list[i].entry, err = training.ParseEntry(list[i].data)
		}
		if err != nil {
			return fmt.Errorf("entry %d: %w", i, err)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := live(ctx); err != nil {
		return err
	}
	changed := map[string][]noted{}
	for _, n := range list {
		name, seq := n.entry.Stream, n.entry.Seq
		stream, touched := changed[name]
		if !touched {
			stream = slices.Clip(s.streams[name])
		}
		last := int64(len(stream))
		switch {
		case seq <= last && bytes.Equal(stream[seq-1].data, n.data):
		case seq <= last:
			return fmt.Errorf("%w: number %d of %q", training.ErrConflict, seq, name)
		case seq != last+1:
			return fmt.Errorf("%w: number %d of %q, whose last is %d", training.ErrStale, seq, name, last)
		default:
			changed[name] = append(stream, n)
		}
	}
	if s.streams == nil {
		s.streams = map[string][]noted{}
	}
	maps.Copy(s.streams, changed)
	return nil
}
