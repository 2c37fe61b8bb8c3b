package ledger_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive/ledger"
)

// thousands are the entries of 2,000 payees.
func thousands() []ledger.Entry {
	var entries []ledger.Entry
	for i := range 2_000 {
		e := entry("", "12.34")
		e.Payee = fmt.Sprintf("payee-%04d", i)
		entries = append(entries, ledger.Move(e, ledger.ExpenseAccount, ledger.PayeeAccount, e.Amount)...)
	}
	return entries
}

func BenchmarkMemoryAppend(b *testing.B) {
	entries := thousands()
	ctx := context.Background()
	for b.Loop() {
		_, err := (&ledger.Memory{}).Append(ctx, ledger.Batch{Run: "run", Period: january, Entries: entries})
		require.NoError(b, err)
	}
}

func BenchmarkConserved(b *testing.B) {
	book := &ledger.Memory{}
	_, err := book.Append(context.Background(), ledger.Batch{Run: "run", Period: january, Entries: thousands()})
	require.NoError(b, err)
	s, err := book.Snapshot(context.Background(), january)
	require.NoError(b, err)
	for b.Loop() {
		require.NoError(b, ledger.Conserved(s.Posted))
	}
}
