package analysis_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive/analysis"
)

// BenchmarkPayout derives the curve of the package example, and that of a plan with a cap per deal for a list of 100 deals.
func BenchmarkPayout(b *testing.B) {
	run := func(b *testing.B, text string, deals int) {
		program := compiled(text)
		q, err := analysis.Ask(program, "revenue", analysis.Terms{Quotas: map[string]decimal.Decimal{"revenue": decimal.NewFromInt(1_000_000)}})
		require.NoError(b, err)
		q.Deals = analysis.EqualDeals(deals)
		for i := range q.Deals {
			q.Deals[i].Amount = decimal.NewFromInt(int64(i%7 + 1))
		}
		for b.Loop() {
			_, err := analysis.Payout(program, q)
			require.NoError(b, err)
		}
	}
	b.Run("one deal", func(b *testing.B) { run(b, plan, 1) })
	b.Run("a hundred deals", func(b *testing.B) {
		run(b, planOf(`"tiers": {"mode": "marginal", "basis": "attainment", "bands": [{"from": "0", "rate": "0.02"}, {"from": "0.5", "rate": "0.04"}, {"from": "1", "rate": "0.06"}]}, "caps": [{"per": "credit", "amount": "800"}]`), 100)
	})
}
