package trust_test

import (
	"context"
	"iter"

	"github.com/kam-go/kam/incentive"
)

// inMemory has its deals and people from the start.
type inMemory struct{ memory }

func (*inMemory) PutRoster(context.Context, incentive.Roster) error { return nil }

func (*inMemory) PutTransactions(context.Context, iter.Seq2[incentive.Transaction, error]) (int, error) {
	return 0, nil
}

func (*inMemory) Verify(context.Context) error { return nil }
