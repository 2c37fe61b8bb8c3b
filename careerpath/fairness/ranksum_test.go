package fairness_test

import (
	"math/big"
	"math/bits"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/careerpath/fairness"
)

// slowRankSum hands out the values in every way.
func slowRankSum(a, b []*big.Rat) fairness.Exact {
	all := append(append([]*big.Rat{}, a...), b...)
	ranks := make([]*big.Rat, len(all))
	for i, x := range all {
		below, equal := 0, 0
		for _, y := range all {
			switch {
			case y.Cmp(x) < 0:
				below++
			case y.Cmp(x) == 0:
				equal++
			}
		}
		ranks[i] = big.NewRat(int64(2*below+equal+1), 2)
	}
	sum := func(set uint) *big.Rat {
		total := new(big.Rat)
		for i := range all {
			if set>>i&1 == 1 {
				total.Add(total, ranks[i])
			}
		}
		return total
	}
	seen := sum(1<<len(a) - 1)
	mean := new(big.Rat).Mul(big.NewRat(int64(len(a)), 2), big.NewRat(int64(len(all)+1), 1))
	apart := func(r *big.Rat) *big.Rat { d := new(big.Rat).Sub(r, mean); return d.Abs(d) }
	var ways, less, more, both int64
	for set := uint(0); set < 1<<len(all); set++ {
		if bits.OnesCount(set) != len(a) {
			continue
		}
		s := sum(set)
		ways++
		if s.Cmp(seen) <= 0 {
			less++
		}
		if s.Cmp(seen) >= 0 {
			more++
		}
		if apart(s).Cmp(apart(seen)) >= 0 {
			both++
		}
	}
	return fairness.Exact{Less: big.NewRat(less, ways), More: big.NewRat(more, ways), TwoSided: big.NewRat(both, ways)}
}

func TestRankSumAgreesWithEveryWay(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	values := func(n int) []*big.Rat {
		out := make([]*big.Rat, n)
		for i := range out {
			out[i] = big.NewRat(int64(r.IntN(7)-3), int64(1+r.IntN(2)))
		}
		return out
	}
	for range 150 {
		a, b := values(r.IntN(6)), values(r.IntN(6))
		got, err := fairness.RankSum(a, b)
		require.NoError(t, err)
		if !sameExact(t, slowRankSum(a, b), got) {
			t.Fatalf("%v and %v", a, b)
		}
	}
}

func TestRankSumBounds(t *testing.T) {
	many := func(n, from int) []*big.Rat {
		out := make([]*big.Rat, n)
		for i := range out {
			out[i] = big.NewRat(int64(from+i), 1)
		}
		return out
	}
	p, err := fairness.RankSum(many(60, 0), many(60, 60))
	require.NoError(t, err)
	ways := new(big.Int).Binomial(120, 60)
	assert.Zero(t, p.Less.Cmp(new(big.Rat).SetFrac(big.NewInt(1), ways)), "one way is the lowest")
	assert.Zero(t, p.TwoSided.Cmp(new(big.Rat).SetFrac(big.NewInt(2), ways)))
	_, err = fairness.RankSum(many(61, 0), many(60, 0))
	require.ErrorIs(t, err, fairness.ErrSize)
	require.EqualError(t, err, "fairness: too many to count exactly: 61 and 60 values, at most 120 together")
	p, err = fairness.RankSum(nil, nil)
	require.NoError(t, err)
	assert.Zero(t, p.TwoSided.Cmp(big.NewRat(1, 1)))
}
