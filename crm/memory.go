package crm

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Memory is a [Store] in memory, the reference for others. Its zero value is empty and ready to use.
type Memory struct {
	mu     sync.Mutex
	copies map[copyOf]*kept
}

// copyOf is what has a position.
type copyOf struct {
	system System
	kind   Kind
}

// kept is the copy of one system and kind.
type kept struct {
	position Position
	records  map[string]Record
	// marks and ids are those of all and of the live records, sorted; nil until they are asked for again after a change.
	marks []Mark
	ids   []string
}

// NewMemory returns an empty store.
func NewMemory() *Memory { return new(Memory) }

var _ Store = (*Memory)(nil)

// of returns the copy of a system and kind, for the time that the lock is held.
func (m *Memory) of(system System, kind Kind) *kept {
	k := m.copies[copyOf{system, kind}]
	if k == nil {
		return new(kept)
	}
	return k
}

// Position is as [Store] says.
func (m *Memory) Position(ctx context.Context, system System, kind Kind) (Position, error) {
	if err := ctx.Err(); err != nil {
		return Position{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.of(system, kind).position, nil
}

// Apply is as [Store] says.
func (m *Memory) Apply(ctx context.Context, b Batch) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := b.Check(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	k := m.of(b.System, b.Kind)
	if k.position.Version != b.Before {
		return fmt.Errorf("%w: it is at %d, the batch was made on %d", ErrConflict, k.position.Version, b.Before)
	}
	if m.copies == nil {
		m.copies = map[copyOf]*kept{}
	}
	m.copies[copyOf{b.System, b.Kind}] = k
	for _, r := range b.Records {
		if before, ok := k.records[r.Ref.ID]; !ok || Replaces(before, r) {
			k.put(r.Clone())
		}
	}
	for _, id := range b.Forgotten {
		if before, ok := k.records[id]; ok && !before.Deleted && !before.Modified.After(b.At) {
			k.put(Record{Ref: before.Ref, Modified: b.At, Deleted: true})
		}
	}
	k.position = Position{Version: b.Before + 1, State: b.State}
	return nil
}

func (k *kept) put(r Record) {
	if k.records == nil {
		k.records = map[string]Record{}
	}
	r.Modified = r.Modified.UTC()
	k.records[r.Ref.ID] = r
	k.marks, k.ids = nil, nil
}

// Records is as [RecordReader] says.
func (m *Memory) Records(ctx context.Context, refs []Ref) ([]Record, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(refs) > MaxBatch {
		return nil, fmt.Errorf("%w: %d refs are more than %d", ErrBatch, len(refs), MaxBatch)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	refs = slices.Clone(refs)
	slices.SortFunc(refs, Ref.Compare)
	var found []Record
	for _, ref := range slices.Compact(refs) {
		if r, ok := m.of(ref.System, ref.Kind).records[ref.ID]; ok {
			found = append(found, r.Clone())
		}
	}
	return found, nil
}

// Changes is as [ChangeReader] says.
func (m *Memory) Changes(ctx context.Context, system System, kind Kind, after Mark, limit int) ([]Record, error) {
	if err := checkLimit(ctx, limit); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	k := m.of(system, kind)
	if k.marks == nil {
		for _, r := range k.records {
			k.marks = append(k.marks, MarkOf(r))
		}
		slices.SortFunc(k.marks, Mark.Compare)
	}
	marks := behind(k.marks, after, limit, Mark.Compare)
	found := make([]Record, len(marks))
	for i, mark := range marks {
		found[i] = k.records[mark.ID].Clone()
	}
	return found, nil
}

// IDs is as [Store] says.
func (m *Memory) IDs(ctx context.Context, system System, kind Kind, after string, limit int) ([]string, error) {
	if err := checkLimit(ctx, limit); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	k := m.of(system, kind)
	if k.ids == nil {
		for id, r := range k.records {
			if !r.Deleted {
				k.ids = append(k.ids, id)
			}
		}
		slices.Sort(k.ids)
	}
	return slices.Clone(behind(k.ids, after, limit, strings.Compare)), nil
}

// behind returns at most limit of a sorted list that come after one.
func behind[T any](sorted []T, after T, limit int, compare func(a, b T) int) []T {
	i, found := slices.BinarySearchFunc(sorted, after, compare)
	if found {
		i++
	}
	return sorted[i:min(i+limit, len(sorted))]
}

func checkLimit(ctx context.Context, limit int) error {
	if limit < 1 || limit > MaxBatch {
		return fmt.Errorf("%w: a limit of %d is not 1 to %d", ErrBatch, limit, MaxBatch)
	}
	return ctx.Err()
}
