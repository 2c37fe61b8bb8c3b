package ledger

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sync"

	"github.com/kam-go/kam"
)

// Memory is a [Ledger] that forgets everything with the process: for tests,
// previews and as the reference of the rules. The zero value is an empty
// ledger, ready to use. It is safe for concurrent use and must not be copied.
type Memory struct {
	mu      sync.RWMutex
	records []Record  // only ever appended to, so a part of it may be read without the lock
	changes []Changed // likewise
	runs    map[string]posting
	head    Head
}

// posting is what a ledger remembers of a run.
type posting struct {
	digest  string
	receipt Receipt
}

var _ Ledger = (*Memory)(nil)

// Snapshot returns what was posted for the periods inside the window; see [Ledger].
func (m *Memory) Snapshot(ctx context.Context, window kam.Period) (Snapshot, error) {
	head, records, changes := m.state()
	posted, err := Sum(inside(ctx, records, window))
	if err != nil {
		return Snapshot{}, err
	}
	changes = slices.DeleteFunc(slices.Clone(changes), func(c Changed) bool { return !window.ContainsPeriod(c.Period) })
	return Snapshot{Head: head, Posted: posted, Periods: Lives(changes)}, nil
}

// Append adds the batch whole or not at all; see [Ledger].
func (m *Memory) Append(ctx context.Context, batch Batch) (Receipt, error) {
	if err := batch.Check(); err != nil {
		return Receipt{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := live(ctx); err != nil {
		return Receipt{}, err
	}
	digest := batch.Digest()
	if old, posted := m.runs[batch.Run]; posted {
		if old.digest != digest {
			return Receipt{}, fmt.Errorf("%w: run %q has digest %s there and %s here",
				ErrConflict, batch.Run, old.digest, digest)
		}
		old.receipt.Repeated = true
		return old.receipt, nil
	}
	if batch.Empty() {
		return Receipt{Run: batch.Run, Head: m.head, Empty: true}, nil
	}
	if batch.Head != m.head {
		return Receipt{}, fmt.Errorf("%w: it is %q, and the batch of run %q has %q", ErrStale, m.head, batch.Run, batch.Head)
	}
	change, err := m.life(batch.Period).Next(batch)
	if err != nil {
		return Receipt{}, err
	}
	if change != nil {
		m.changes = append(m.changes, Changed{Period: batch.Period, Change: *change})
	}
	for _, e := range batch.Entries {
		m.records = append(m.records, Record{Run: batch.Run, Number: int64(len(m.records)) + 1, Into: batch.Period, Entry: e})
	}
	m.head = batch.NextHead()
	receipt := Receipt{Run: batch.Run, Head: m.head, Entries: len(batch.Entries)}
	if m.runs == nil {
		m.runs = map[string]posting{}
	}
	m.runs[batch.Run] = posting{digest: digest, receipt: receipt}
	return receipt, nil
}

// Entries yields the entries for the periods inside the window in the order appended; see [Ledger].
func (m *Memory) Entries(ctx context.Context, window kam.Period) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		_, records, _ := m.state()
		inside(ctx, records, window)(yield)
	}
}

func (m *Memory) state() (Head, []Record, []Changed) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.head, m.records, m.changes
}

// life returns the present life of a period.
func (m *Memory) life(p kam.Period) PeriodState {
	for _, state := range Lives(m.changes) {
		if state.Period == p {
			return state
		}
	}
	return PeriodState{Period: p}
}

// inside yields the records inside the window, or why it stopped.
func inside(ctx context.Context, records []Record, window kam.Period) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		if err := CheckWindow(window); err != nil {
			yield(Record{}, err)
			return
		}
		if err := live(ctx); err != nil {
			yield(Record{}, err)
			return
		}
		for _, r := range records {
			if !window.ContainsPeriod(r.Period) {
				continue
			}
			if err := live(ctx); err != nil {
				yield(Record{}, err)
				return
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}

// live returns nil while ctx has not ended.
func live(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	return nil
}
