package scoring_test

import (
	"encoding/json"
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/scoring"
)

// edgy returns integers near the bounds of machine arithmetic as often as small ones.
func edgy(random *rand.Rand) int64 {
	var n int64
	switch random.IntN(5) {
	case 0:
		n = random.Int64N(20)
	case 1:
		n = random.Int64N(1_000_000)
	case 2:
		n = math.MaxInt64 - random.Int64N(5)
	case 3:
		n = 1<<random.IntN(63) - random.Int64N(2)
	default:
		n = random.Int64()
	}
	if random.IntN(2) == 0 {
		return -n
	}
	return n
}

func ratio(random *rand.Rand) *big.Rat {
	d := edgy(random)
	if d == 0 {
		d = 1
	}
	r := big.NewRat(edgy(random), d)
	if random.IntN(20) == 0 {
		return r.Mul(r, new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), 70)))
	}
	return r
}

func TestArithmeticAgainstBigRat(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 11))
	small, large := 0, 0
	check := func(want *big.Rat, got scoring.Exact, what string, a, b *big.Rat) {
		t.Helper()
		r, known := got.Rat()
		require.True(t, known)
		require.Zero(t, want.Cmp(r), "%s %s %s: got %s, want %s", a, what, b, r, want)
		require.Equal(t, scoring.ExactOf(want), got, "one form for one number")
		if scoring.IsBig(got) {
			large++
		} else {
			small++
		}
	}
	for range 60_000 {
		a, b := ratio(random), ratio(random)
		x, y := scoring.ExactOf(a), scoring.ExactOf(b)
		check(new(big.Rat).Add(a, b), scoring.Add(x, y), "+", a, b)
		check(new(big.Rat).Mul(a, b), scoring.Mul(x, y), "*", a, b)
		if b.Sign() != 0 {
			check(new(big.Rat).Quo(a, b), scoring.Quo(x, y), "/", a, b)
		}
		c, known := x.Cmp(y)
		require.True(t, known)
		require.Equal(t, a.Cmp(b), c, "%s against %s", a, b)
		require.Equal(t, c < 0, scoring.Less(x, y))
	}
	assert.Positive(t, small)
	assert.Positive(t, large)
}

func TestOneFormOfZero(t *testing.T) {
	zero := scoring.ExactOf(new(big.Rat))
	for _, s := range []string{"7/3", "-0.01", "123456789012345678901234567891/10"} {
		x := exact(t, s)
		minus := scoring.Mul(x, exact(t, "-1"))
		assert.Equal(t, zero, scoring.Add(x, minus))
		assert.Equal(t, x, scoring.Add(x, zero))
		assert.Equal(t, x, scoring.Add(zero, x))
		assert.Equal(t, zero, scoring.Mul(x, zero))
	}
	assert.Equal(t, zero, scoring.ExactDecimal(opt("0.00")))
}

func TestRoundingAgainstNum(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 5))
	modes := []scoring.RoundingMode{scoring.HalfUp, scoring.HalfEven, scoring.HalfDown, scoring.Up, scoring.Down, scoring.Ceil, scoring.Floor}
	for i := range 20_000 {
		r := ratio(random)
		if i%2 == 0 { // halves
			r = big.NewRat(random.Int64N(2001)-1000, 2*[]int64{1, 10, 100, 5, 3}[random.IntN(5)])
		}
		for _, mode := range modes {
			places := int32(random.IntN(10))
			got, known := scoring.Round(scoring.ExactOf(r), scoring.Rounding{Places: places, Mode: mode}).Rat()
			require.True(t, known)
			require.Zero(t, num.Rat(num.RoundRat(r, places, num.Mode(mode))).Cmp(got), "%s to %d places %s: %s", r, places, mode, got)
		}
	}
}

func TestExactText(t *testing.T) {
	for _, text := range []string{"", "0", "42", "-42", "23/25", "-1/3", "123456789012345678901234567891/10"} {
		var e scoring.Exact
		require.NoError(t, e.UnmarshalText([]byte(text)))
		got, err := e.MarshalText()
		require.NoError(t, err)
		assert.Equal(t, text, string(got))
		assert.Equal(t, text != "", e.Known())
	}
	for _, text := range []string{"2/4", "1/0", "0/1", "-0", "1.5", "1e3", "+1", " 1", "1/-2", "a", "0x1", "01", "1_0", "/", "-", strings.Repeat("1", 1<<16+1)} {
		e := scoring.ExactOf(big.NewRat(7, 1))
		require.ErrorIs(t, e.UnmarshalText([]byte(text)), scoring.ErrExact, text)
		assert.Equal(t, "7", e.String(), "it stays as it was")
	}
}

func TestExactUnknown(t *testing.T) {
	var e scoring.Exact
	assert.Equal(t, "unknown", e.String())
	assert.False(t, e.Round(2).Valid)
	_, known := e.Rat()
	assert.False(t, known)
	_, known = e.Cmp(exact(t, "1"))
	assert.False(t, known)
	_, known = exact(t, "1").Cmp(e)
	assert.False(t, known)
	assert.Equal(t, e, scoring.ExactOf(nil))
	assert.Equal(t, e, scoring.ExactDecimal(opt("")))
	assert.Equal(t, exact(t, "0"), scoring.ExactDecimal(opt("0")), "zero is known")
	text, err := json.Marshal(struct {
		A scoring.Exact `json:"a,omitzero"`
		B scoring.Exact `json:"b,omitzero"`
	}{B: exact(t, "0")})
	require.NoError(t, err)
	assert.JSONEq(t, `{"b": "0"}`, string(text))
}

func TestExactIsImmutable(t *testing.T) {
	given := new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), 80))
	e := scoring.ExactOf(given)
	given.SetInt64(1)
	out, _ := e.Rat()
	out.SetInt64(2)
	assert.Equal(t, "1208925819614629174706176", e.String())
}

func TestExactRounds(t *testing.T) {
	assert.Equal(t, "0.67", format(exact(t, "2/3").Round(2)))
	assert.Equal(t, "-0.67", format(exact(t, "-2/3").Round(2)))
	assert.Equal(t, "0.13", format(exact(t, "0.125").Round(2)))
}

func FuzzExactText(f *testing.F) {
	for _, s := range []string{"", "1/3", "-7", "2/4", "1/0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var e scoring.Exact
		if e.UnmarshalText([]byte(s)) != nil {
			return
		}
		got, err := e.MarshalText()
		require.NoError(t, err)
		require.Equal(t, s, string(got))
	})
}
