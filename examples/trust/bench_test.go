package trust_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive/ledger"
)

// BenchmarkAppend appends runs of so many entries one after the other, each on the disk before the next.
func BenchmarkAppend(b *testing.B) {
	for _, k := range kinds {
		for _, entries := range []int{100, 10_000} {
			b.Run(fmt.Sprintf("%s/%d", k.name, entries), func(b *testing.B) {
				store, end, err := k.open(b.Context(), k.make(b))
				require.NoError(b, err)
				next := ledger.Batch{Period: months[0]}
				for i := range entries / 2 {
					next.Entries = append(next.Entries, ledger.Move(ledger.Entry{
						Payee: fmt.Sprintf("p%05d", i), Plan: "kam", Version: 1, Component: "commission", Kind: ledger.Earning,
						Period: months[0], Currency: "CNY",
					}, ledger.ExpenseAccount, ledger.PayeeAccount, decimal.New(int64(i)+101, -2))...)
				}
				runs := 0
				for b.Loop() {
					runs++
					next.Run = fmt.Sprintf("run %d", runs)
					receipt, err := store.Append(b.Context(), next)
					require.NoError(b, err)
					next.Head = receipt.Head
				}
				b.ReportMetric(float64(runs*entries)/b.Elapsed().Seconds(), "entries/s")
				require.NoError(b, end())
			})
		}
	}
}
