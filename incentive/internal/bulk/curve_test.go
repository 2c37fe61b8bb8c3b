package bulk_test

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive/internal/bulk"
)

// TestCurve holds the curve to a walk in single steps.
func TestCurve(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var c bulk.Curve
	for range 20_000 {
		c.Reset(r.Int64N(5))
		at, rates := []int64{}, []int64{c.Rate[0]}
		for range r.IntN(5) {
			at = append(at, r.Int64N(41)-20)
		}
		slices.Sort(at)
		for _, x := range at {
			rates = append(rates, r.Int64N(7)-1)
			c.From(x, rates[len(rates)-1])
		}
		from, until := int64(bulk.Least), int64(bulk.Most)
		if r.IntN(2) == 0 {
			from = r.Int64N(41) - 20
		}
		if r.IntN(2) == 0 {
			until = r.Int64N(41) - 20
		}
		if from != bulk.Least || until != bulk.Most {
			c.Between(from, until)
		}
		c.Close()
		require.True(t, slices.IsSorted(c.At))
		require.Len(t, c.Rate, len(c.At)+1)
		step := func(x int64) int64 { // what the way from x to x+1 earns
			if x < from || x >= until {
				return 0
			}
			i := 0
			for i < len(at) && at[i] <= x {
				i++
			}
			return rates[i]
		}
		want := int64(0)
		for x := int64(0); x <= 30; x++ {
			require.Zero(t, big.NewInt(want).Cmp(c.To(x).Int()), "to %d", x)
			want += step(x)
		}
		want = 0
		for x := int64(0); x >= -30; x-- {
			require.Zero(t, big.NewInt(want).Cmp(c.To(x).Int()), "to %d", x)
			want -= step(x - 1)
		}
	}
}
