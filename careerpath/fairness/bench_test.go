package fairness_test

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/careerpath/fairness"
	"github.com/kam-go/kam/careerpath/promotion"
)

func BenchmarkFisher(b *testing.B) {
	for _, c := range []struct {
		name         string
		first, other fairness.Group
	}{
		{"48 people", group("", 21, 24), group("", 14, 24)},
		{"2000 people", group("", 400, 1000), group("", 500, 1000)},
		{"20000 people", group("", 4900, 10_000), group("", 5100, 10_000)},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := fairness.Fisher(c.first, c.other); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkRankSum(b *testing.B) {
	for _, n := range []int{40, fairness.MaxRanked} {
		values := make([]*big.Rat, n)
		for i := range values {
			values[i] = big.NewRat(int64(i*7919%104_729), 10)
		}
		b.Run(big.NewInt(int64(n)).String()+" values", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := fairness.RankSum(values[:n/2], values[n/2:]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCompare(b *testing.B) {
	groups := []fairness.Group{group("a", 40, 60), group("b", 20, 40), group("c", 14, 26), group("d", 3, 9)}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := fairness.Compare(groups, fairness.Rule{}); err != nil {
			b.Fatal(err)
		}
	}
}

// An audit of 40 candidates, 5 judges, 2 exercises and 2 criteria; most of it is replaying the record.
func BenchmarkAudit(b *testing.B) {
	record, groups := scenario{seed: 1, proxy: true, bias: 12, screening: promotion.ScreenAfter}.run(b)
	b.ReportAllocs()
	for b.Loop() {
		_, err := fairness.Audit(record, groups, fairness.Rule{})
		require.NoError(b, err)
	}
}
