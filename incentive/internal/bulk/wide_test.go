package bulk_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive/internal/bulk"
	"github.com/kam-go/kam/internal/num"
)

var modes = map[bulk.Rounding]num.Mode{
	bulk.HalfUp: num.HalfUp, bulk.HalfEven: num.HalfEven, bulk.HalfDown: num.HalfDown, bulk.Up: num.Up,
	bulk.Down: num.Down, bulk.Ceil: num.Ceil, bulk.Floor: num.Floor,
}

// anyInt is a number of any size, edges among them.
func anyInt(r *rand.Rand) int64 {
	x := int64(r.Uint64()) >> r.IntN(64)
	switch r.IntN(12) {
	case 0:
		return math.MaxInt64
	case 1:
		return -math.MaxInt64
	case 2:
		return 0
	}
	return max(x, -math.MaxInt64)
}

func TestWide(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200_000 {
		a, b, c, d := anyInt(r), anyInt(r), anyInt(r), anyInt(r)
		x, y := bulk.Product(a, b), bulk.Product(c, d)
		bigX, bigY := new(big.Int).Mul(big.NewInt(a), big.NewInt(b)), new(big.Int).Mul(big.NewInt(c), big.NewInt(d))
		require.Zero(t, bigX.Cmp(x.Int()), "%d × %d", a, b)
		require.Equal(t, bigX.Cmp(bigY), x.Compare(y))
		require.Equal(t, bigX.Sign(), x.Sign())
		require.Zero(t, new(big.Int).Sub(bigX, bigY).Cmp(x.Minus(y).Int()))
		require.Zero(t, new(big.Int).Add(bigX, bigY).Cmp(x.Plus(y).Int()))
		by := max(anyInt(r), 1)
		for mode, name := range modes {
			want := num.RoundRat(new(big.Rat).SetFrac(bigX, big.NewInt(by)), 0, name)
			got, ok := x.Over(uint64(by), mode)
			if !want.BigInt().IsInt64() || want.BigInt().Int64() == math.MinInt64 {
				require.False(t, ok, "%v ÷ %d", bigX, by)
				continue
			}
			require.True(t, ok, "%v ÷ %d", bigX, by)
			require.Truef(t, want.Equal(decimal.New(got, 0)), "%v ÷ %d, %s: %d, want %s", bigX, by, name, got, want)
		}
	}
}
