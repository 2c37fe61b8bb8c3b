package incentive

import (
	"context"
	"fmt"
	"iter"
)

// Source is where the transactions of a run come from: [Transactions] that lie in memory, or a [Sequence] that is read
// once. The zero value has none.
type Source struct {
	list     []Transaction
	sequence iter.Seq2[Transaction, error]
}

// Transactions makes a source of transactions in memory. They are not copied: leave them as they are while a run of theirs,
// or anything that it has handed out, is in use.
func Transactions(transactions []Transaction) Source { return Source{list: transactions} }

// Sequence makes a source of a sequence, which ends with the first error that it yields. A run ranges over it once and
// copies what is yielded, so that the sequence may use its slices and maps again.
func Sequence(sequence iter.Seq2[Transaction, error]) Source { return Source{sequence: sequence} }

// IsZero reports whether the source is the zero value.
func (s Source) IsZero() bool { return s.list == nil && s.sequence == nil }

// All ranges over the transactions. Those of a [Sequence] come once.
func (s Source) All() iter.Seq2[Transaction, error] {
	return func(yield func(Transaction, error) bool) {
		if s.sequence != nil {
			s.sequence(yield)
			return
		}
		for _, t := range s.list {
			if !yield(t, nil) {
				return
			}
		}
	}
}

// inMemory returns all transactions, those of a sequence read and copied.
func (s Source) inMemory(ctx context.Context) ([]Transaction, error) {
	if s.sequence == nil {
		return s.list, ctx.Err()
	}
	var list []Transaction
	for t, err := range s.sequence {
		if err != nil {
			return nil, fmt.Errorf("incentive: reading transactions: %w", err)
		}
		if len(list)%ctxEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		list = append(list, t.clone())
	}
	return list, nil
}
