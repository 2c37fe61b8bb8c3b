package incentive

import (
	"context"
	"fmt"
	"iter"
)

// Source is where the transactions of a run come from: [Transactions] that lie in memory, a [Sequence] that is read once, or
// a [Sheet]. The zero value has none.
type Source struct {
	list     []Transaction
	sequence iter.Seq2[Transaction, error]
	sheet    *Sheet
}

// Transactions makes a source of transactions in memory. They are not copied: leave them as they are while a run of theirs,
// or anything that it has handed out, is in use.
func Transactions(transactions []Transaction) Source { return Source{list: transactions} }

// Sequence makes a source of a sequence, which ends with the first error that it yields. A run ranges over it once and
// copies what is yielded, so that the sequence may use its slices and maps again.
func Sequence(sequence iter.Seq2[Transaction, error]) Source { return Source{sequence: sequence} }

// IsZero reports whether the source is the zero value.
func (s Source) IsZero() bool { return s.list == nil && s.sequence == nil && s.sheet == nil }

// All ranges over the transactions. Those of a [Sequence] come once.
func (s Source) All() iter.Seq2[Transaction, error] {
	if s.sequence != nil {
		return s.sequence
	}
	return func(yield func(Transaction, error) bool) {
		all := s.inMemory()
		for row := range uint32(all.count()) {
			if !yield(*all.at(row), nil) {
				return
			}
		}
	}
}

// rows are transactions that can be looked at again, by their places.
type rows interface {
	count() int
	// at returns a transaction, which nobody changes.
	at(row uint32) *Transaction
	// id, reverses and sequenceOf return what the transaction has of that name, without making it.
	id(row uint32) string
	reverses(row uint32) string
	sequenceOf(row uint32) int64
}

// list is a slice of transactions as rows.
type list []Transaction

func (l list) count() int                 { return len(l) }
func (l list) at(row uint32) *Transaction { return &l[row] }
func (l list) id(row uint32) string       { return l[row].ID }
func (l list) reverses(row uint32) string { return l[row].Reverses }

func (l list) sequenceOf(row uint32) int64 { return l[row].Sequence }

// inMemory returns the transactions of a source that is no sequence.
func (s Source) inMemory() rows {
	if s.sheet != nil {
		return s.sheet
	}
	return list(s.list)
}

// rows returns all transactions, those of a sequence read and copied.
func (s Source) rows(ctx context.Context) (rows, error) {
	if s.sequence == nil {
		return s.inMemory(), ctx.Err()
	}
	var all list
	for t, err := range s.sequence {
		if err != nil {
			return nil, fmt.Errorf("incentive: reading transactions: %w", err)
		}
		if len(all)%ctxEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		all = append(all, t.clone())
	}
	return all, nil
}
