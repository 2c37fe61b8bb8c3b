package ledger

import (
	"errors"
	"fmt"
	"iter"
)

// ErrUnknownRun says that a run has no entry among the records looked at.
var ErrUnknownRun = errors.New("ledger: the run has no entries here")

// AsOf returns the snapshot as it was right after a run: what the records up to the last one of the run, whose records stand together, sum to, in the
// order and form of [Snapshot.Posted]. The records are those of [Ledger.Entries], in the order appended; those after
// the run do not matter. The snapshot has no head, so that nothing can be appended on it, and no periods. A run
// without an entry among the records is [ErrUnknownRun]; an error of the sequence is returned as it is.
func AsOf(records iter.Seq2[Record, error], run string) (Snapshot, error) {
	found := false
	posted, err := Sum(func(yield func(Record, error) bool) {
		for r, err := range records {
			if err != nil {
				yield(Record{}, err)
				return
			}
			switch {
			case r.Run == run:
				found = true
			case found:
				return // a run's entries stand together
			}
			if !yield(r, nil) {
				return
			}
		}
	})
	if err != nil {
		return Snapshot{}, err
	}
	if !found {
		return Snapshot{}, fmt.Errorf("%w: %q", ErrUnknownRun, run)
	}
	return Snapshot{Posted: posted}, nil
}
