package verify_test

import (
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/incentive/internal/verify"
	"github.com/kam-go/kam/internal/num"
)

// TestOwnArithmetic compares the package's rounding and largest remainders with those of the engine, which they do not share.
func TestOwnArithmetic(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	draw := func() *big.Rat {
		return big.NewRat(rnd.Int64N(4001)-2000, []int64{1, 2, 3, 7, 20, 200, 400}[rnd.IntN(7)])
	}
	modes := []num.Mode{num.HalfUp, num.HalfEven, num.HalfDown, num.Up, num.Down, num.Ceil, num.Floor}
	for range 20_000 {
		places, mode, x := rnd.IntN(4), modes[rnd.IntN(len(modes))], draw()
		want := num.Rat(num.RoundRat(x, int32(places), mode))
		require.Zero(t, want.Cmp(verify.Round(places, string(mode), x)), "%s at %d places, %s", x, places, mode)

		parts := make([]*big.Rat, 1+rnd.IntN(6))
		sum := new(big.Rat)
		for i := range parts {
			parts[i] = draw()
			sum.Add(sum, parts[i])
		}
		total := num.RoundRat(sum, int32(places), mode)
		if rnd.IntN(3) == 0 { // a total that is not that of the parts
			total = num.RoundRat(draw(), int32(places), mode)
		}
		for i, d := range num.Distribute(total, parts, int32(places)) {
			got := verify.Spread(places, num.Rat(total), parts)
			require.Zero(t, num.Rat(d).Cmp(got[i]), "part %d of %v, total %s", i, parts, total)
		}
	}
	assert.Empty(t, verify.Spread(2, new(big.Rat), nil))
}

func TestExactNumbers(t *testing.T) {
	for _, s := range []string{"0", "1", "-1", "12.5", "-0.0001", "1000/3", "-1/7", "123456789012345678901234567890", strings.Repeat("7", 4096)} {
		x, ok := verify.Read(s)
		require.True(t, ok, s)
		assert.Equal(t, s, verify.Text(x))
	}
	for _, s := range []string{"", "-", "+1", "-0", "00", "01", "1.", ".5", "1.50", "2/4", "1/0", "4/2", "1/2/3", "1.5/2", "1e3", "0x10", " 1", "1 ", "١", "1/-2", "--1", "Inf", "1_000", strings.Repeat("7", 4097)} {
		_, ok := verify.Read(s)
		assert.False(t, ok, s)
	}
}
