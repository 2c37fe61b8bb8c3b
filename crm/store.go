package crm

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// Mark is a place in the changes of a kind, which are ordered by time of modification and then by id as bytes: behind
// everything up to it. The zero value is before all.
type Mark struct {
	At time.Time `json:"at"`
	ID string    `json:"id,omitempty"`
}

// Compare orders marks.
func (m Mark) Compare(o Mark) int {
	if c := m.At.Compare(o.At); c != 0 {
		return c
	}
	return strings.Compare(m.ID, o.ID)
}

// MarkOf returns the mark right behind a record.
func MarkOf(r Record) Mark { return Mark{At: r.Modified, ID: r.Ref.ID} }

// ChangeReader reads records by when they changed.
type ChangeReader interface {
	// Changes returns records of a system and kind behind a mark, ascending by [MarkOf], at most limit of them (1 to
	// 10,000, else [ErrBatch]); fewer: there are no more. Deleted records are among them where they are known, without
	// data. The order is that of the systems' own times: what arrives late, as deletions do, may stand before a mark that
	// was read already.
	Changes(ctx context.Context, system System, kind Kind, after Mark, limit int) ([]Record, error)
}

// RecordReader reads records by what they are called.
type RecordReader interface {
	// Records returns those that are known of at most 10,000 refs (else [ErrBatch]), each once, ordered by ref. A store has
	// deleted records among them; a system does not.
	Records(ctx context.Context, refs []Ref) ([]Record, error)
}

// TaskWriter puts tasks before the people who are to do them.
type TaskWriter interface {
	// WriteTasks writes tasks and returns what became of each, in the order of tasks. A task that was written before under
	// its id is not written twice. A fault of one task is in its row; the error is for what concerns all.
	WriteTasks(ctx context.Context, tasks []kam.Task) ([]WrittenTask, error)
}

// WrittenTask is what became of a task.
type WrittenTask struct {
	// ID is the task's own id, Ref what the system calls it.
	ID  string
	Ref Ref
	// Err says why it was not written; nil: it was.
	Err error
}

// Store is the local copy of several systems, as the host implements it. Methods may be called from several goroutines at
// once; each sees batches whole or not at all. An error because the context has ended wraps the context's. What is handed
// in and what is returned is shared with nobody.
type Store interface {
	ChangeReader
	RecordReader
	// IDs returns the ids of records of a system and kind that are not deleted, behind one, ascending as bytes, at most
	// limit of them (1 to 10,000, else [ErrBatch]); fewer: there are no more.
	IDs(ctx context.Context, system System, kind Kind, after string, limit int) ([]string, error)
	// Position returns how far the reading of a system and kind has come; the zero value when it has not begun.
	Position(ctx context.Context, system System, kind Kind) (Position, error)
	// Apply does all of a batch or nothing.
	//
	// A record replaces what the store has under its ref, unless that has a later time of modification: then it is passed
	// over, and the batch goes on; [Replaces] says it in full. A record equal to what is stored changes nothing, so that a
	// batch may come twice. Refs in Forgotten become deleted records with the time of the batch, without a revision, unless
	// what is stored is later or deleted, or nothing is. The position gets the batch's state, and a version that is one
	// higher, also by a batch without records.
	//
	// It returns [ErrBatch] or an [*kam.InvalidError] when the batch is unfit, as [Batch.Check] says, otherwise
	// [ErrConflict] when the position is not the one that the batch was made on.
	Apply(ctx context.Context, b Batch) error
}

// Position is how far the reading of a system and kind has come.
type Position struct {
	// Version grows by one with every batch; 0: nothing was read yet.
	Version int64
	// State is the reader's own note, at most 64 KiB of UTF-8 without NUL; stores keep it as it is.
	State string
}

// Batch is what a reading adds to the copy of one system and kind.
type Batch struct {
	System System
	Kind   Kind
	// Records are of that system and kind, each ref once; at most 10,000.
	Records []Record
	// Forgotten are ids that the system has no more, found by looking for them; At is when.
	Forgotten []string
	At        time.Time
	// Before is the version of the position that the batch was made on; State the reader's note after it.
	Before int64
	State  string
}

// Conditions of a store.
var (
	// ErrConflict says that another reading was faster: read the position anew.
	ErrConflict = errors.New("crm: the position has moved on")
	// ErrBatch says that a batch is unfit (of another system or kind, a ref twice, or too long), or that too much is asked
	// for at once.
	ErrBatch = errors.New("crm: unfit batch")
)

// MaxBatch is the most records of a batch and the most that are read at once.
const MaxBatch = 10_000

// Check returns nil for a batch that a store can apply, [ErrBatch] for one that is unfit, and a [*kam.InvalidError] for
// records that are.
func (b Batch) Check() error {
	if !isSystem(b.System) || !b.Kind.Valid() {
		return fmt.Errorf("%w: %q and %q are no system and kind", ErrBatch, b.System, b.Kind)
	}
	if !utf8.ValidString(b.State) || strings.ContainsRune(b.State, 0) {
		return fmt.Errorf("%w: its state is not UTF-8, or has a NUL in it", ErrBatch)
	}
	if len(b.Records) > MaxBatch || len(b.Forgotten) > MaxBatch || len(b.State) > MaxText {
		return fmt.Errorf("%w: %d records, %d forgotten and %d bytes of state; at most %d, %d and %d", ErrBatch, len(b.Records), len(b.Forgotten), len(b.State), MaxBatch, MaxBatch, MaxText)
	}
	if len(b.Forgotten) > 0 && (b.At.IsZero() || !writable(b.At)) {
		return fmt.Errorf("%w: it forgets records and does not say when", ErrBatch)
	}
	seen := make(map[string]bool, len(b.Records)+len(b.Forgotten))
	var found kam.Findings
	for i, r := range b.Records {
		if r.Ref.System != b.System || r.Ref.Kind != b.Kind {
			return fmt.Errorf("%w: record %d is %s, not of %s:%s", ErrBatch, i, r.Ref, b.System, b.Kind)
		}
		if seen[r.Ref.ID] {
			return fmt.Errorf("%w: %s is in it twice", ErrBatch, r.Ref)
		}
		seen[r.Ref.ID] = true
		var wrong *kam.InvalidError
		if errors.As(r.Check(), &wrong) {
			for _, f := range wrong.Findings {
				f.Place = fmt.Sprintf("$.records[%d]", i) + strings.TrimPrefix(f.Place, "$")
				found.Add(f)
			}
		}
	}
	for _, id := range b.Forgotten {
		if !wording.IsName(id) {
			return fmt.Errorf("%w: %q is no id", ErrBatch, id)
		}
		if seen[id] {
			return fmt.Errorf("%w: %s is in it twice", ErrBatch, Ref{b.System, b.Kind, id})
		}
		seen[id] = true
	}
	return found.Err()
}

// Replaces reports whether a store that has before takes now in its place: now is not older, and not the same. Of two
// that were modified at the same instant, the one that comes later stays.
func Replaces(before, now Record) bool {
	if now.Modified.Before(before.Modified) {
		return false
	}
	return !now.Modified.Equal(before.Modified) || now.Revision != before.Revision || now.Hash() != before.Hash()
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
