package crm

import (
	"context"
	"fmt"
	"slices"
	"sync"
)

// Memory is a [Store] in memory, the reference for others. Its zero value is empty and ready to use.
type Memory struct {
	mu        sync.RWMutex
	records   map[Ref]Record
	positions map[Ref]Position // by system and kind
}

// NewMemory returns an empty store.
func NewMemory() *Memory { return new(Memory) }

var _ Store = (*Memory)(nil)

// Position is as [Store] says.
func (m *Memory) Position(ctx context.Context, system System, kind Kind) (Position, error) {
	if err := ctx.Err(); err != nil {
		return Position{}, err
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.positions[Ref{System: system, Kind: kind}], nil
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
	if m.records == nil {
		m.records, m.positions = map[Ref]Record{}, map[Ref]Position{}
	}
	at := Ref{System: b.System, Kind: b.Kind}
	if has := m.positions[at].Version; has != b.Before {
		return fmt.Errorf("%w: it is at %d, the batch was made on %d", ErrConflict, has, b.Before)
	}
	for _, r := range b.Records {
		if before, ok := m.records[r.Ref]; !ok || Replaces(before, r) {
			m.records[r.Ref] = r.Clone()
		}
	}
	for _, id := range b.Forgotten {
		ref := Ref{System: b.System, Kind: b.Kind, ID: id}
		if before, ok := m.records[ref]; ok && !before.Deleted && !before.Modified.After(b.At) {
			m.records[ref] = Record{Ref: ref, Modified: b.At, Deleted: true}
		}
	}
	m.positions[at] = Position{Version: b.Before + 1, State: b.State}
	return nil
}

// Records is as [RecordReader] says.
func (m *Memory) Records(ctx context.Context, refs []Ref) ([]Record, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(refs) > MaxBatch {
		return nil, fmt.Errorf("%w: %d refs are more than %d", ErrBatch, len(refs), MaxBatch)
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	refs = slices.Clone(refs)
	slices.SortFunc(refs, Ref.Compare)
	var found []Record
	for _, ref := range slices.Compact(refs) {
		if r, ok := m.records[ref]; ok {
			found = append(found, r.Clone())
		}
	}
	return found, nil
}

// Changes is as [ChangeReader] says.
func (m *Memory) Changes(ctx context.Context, system System, kind Kind, after Mark, limit int) ([]Record, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if limit < 1 || limit > MaxBatch {
		return nil, fmt.Errorf("%w: a limit of %d is not 1 to %d", ErrBatch, limit, MaxBatch)
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	var found []Record
	for ref, r := range m.records {
		if ref.System == system && ref.Kind == kind && MarkOf(r).Compare(after) > 0 {
			found = append(found, r)
		}
	}
	slices.SortFunc(found, func(a, b Record) int { return MarkOf(a).Compare(MarkOf(b)) })
	found = found[:min(limit, len(found))]
	for i := range found {
		found[i] = found[i].Clone()
	}
	return found, nil
}
