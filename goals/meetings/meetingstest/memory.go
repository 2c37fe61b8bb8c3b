package meetingstest

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sync"

	"github.com/kam-go/kam/goals/meetings"
)

// Memory is a [meetings.Store] that forgets everything with the process: for tests, previews and as the reference of
// the rules. The zero value is an empty store, ready to use. It is safe for concurrent use and must not be copied.
type Memory struct {
	mu      sync.RWMutex
	history map[meetings.Key][]kept // the revisions of each record, from 1
}

// kept is a revision as it was saved; it is never changed.
type kept struct {
	record meetings.Record
	digest string
}

var _ meetings.Store = (*Memory)(nil)

// Records yields the records that fit the query; see [meetings.Store].
func (m *Memory) Records(ctx context.Context, query meetings.Query) iter.Seq2[meetings.Record, error] {
	return func(yield func(meetings.Record, error) bool) {
		if err := query.Check(); err != nil {
			yield(meetings.Record{}, err)
			return
		}
		if err := live(ctx); err != nil {
			yield(meetings.Record{}, err)
			return
		}
		for _, r := range m.fitting(query) {
			if err := live(ctx); err != nil {
				yield(meetings.Record{}, err)
				return
			}
			if !yield(r.Clone(), nil) {
				return
			}
		}
	}
}

// fitting returns what fits the query at this moment, in order.
func (m *Memory) fitting(query meetings.Query) []meetings.Record {
	m.mu.RLock()
	defer m.mu.RUnlock()
	var found []meetings.Record
	for _, revisions := range m.history {
		if !query.History {
			revisions = revisions[len(revisions)-1:]
		}
		for _, k := range revisions {
			if query.Fits(k.record) {
				found = append(found, k.record)
			}
		}
	}
	slices.SortFunc(found, meetings.CompareRecords)
	return found
}

// Save keeps all of the records or none; see [meetings.Store].
func (m *Memory) Save(ctx context.Context, records []meetings.Record) error {
	if err := meetings.CheckRecords(records); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := live(ctx); err != nil {
		return err
	}
	fresh := map[meetings.Key][]kept{} // what this call adds, after what is there
	for _, r := range records {
		key := r.Key()
		last := int64(len(m.history[key]) + len(fresh[key]))
		add, err := meetings.Next(r, last, m.digest(key, fresh[key], r.Revision))
		if err != nil {
			return err
		}
		if add {
			fresh[key] = append(fresh[key], kept{r.Clone(), r.Digest()})
		}
	}
	if m.history == nil {
		m.history = map[meetings.Key][]kept{}
	}
	for key, revisions := range fresh {
		m.history[key] = append(m.history[key], revisions...)
	}
	return nil
}

// digest returns the digest of a revision, among those kept and those about to be, or "" when there is none.
func (m *Memory) digest(key meetings.Key, fresh []kept, revision int64) string {
	old := m.history[key]
	switch i := revision - 1; {
	case i < int64(len(old)):
		return old[i].digest
	case i < int64(len(old)+len(fresh)):
		return fresh[i-int64(len(old))].digest
	default:
		return ""
	}
}

// live returns nil while ctx has not ended.
func live(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("meetingstest: %w", err)
	}
	return nil
}
