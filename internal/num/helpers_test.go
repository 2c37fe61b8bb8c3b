package num_test

import (
	"math/big"
	"math/rand"
	"reflect"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/internal/num"
)

// dec reads a literal without the bounds of the package under test.
func dec(t testing.TB, s string) decimal.Decimal {
	t.Helper()
	d, err := decimal.NewFromString(s)
	require.NoError(t, err)
	return d
}

func equalDecimal(t testing.TB, want string, got decimal.Decimal) {
	t.Helper()
	if !dec(t, want).Equal(got) {
		t.Errorf("got %s, want %s", got, want)
	}
}

func rats(t testing.TB, list ...string) []*big.Rat {
	t.Helper()
	out := make([]*big.Rat, len(list))
	for i, s := range list {
		r, ok := new(big.Rat).SetString(s)
		require.True(t, ok, s)
		out[i] = r
	}
	return out
}

func texts(list []decimal.Decimal) []string {
	out := make([]string, len(list))
	for i, d := range list {
		out[i] = num.Format(d)
	}
	return out
}

func sum(list []decimal.Decimal) decimal.Decimal {
	total := decimal.Zero
	for _, d := range list {
		total = total.Add(d)
	}
	return total
}

var modes = []num.Mode{num.HalfUp, num.HalfEven, num.HalfDown, num.Up, num.Down, num.Ceil, num.Floor}

// usable is a random number within the bounds, with halves and grid points far more often than chance gives them.
type usable struct{ decimal.Decimal }

func (usable) Generate(r *rand.Rand, _ int) reflect.Value {
	places := int32(r.Intn(num.MaxExponent + 1))
	coefficient := new(big.Int).Rand(r, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(r.Intn(num.MaxDigits)+1)), nil))
	switch r.Intn(4) {
	case 0:
		coefficient = big.NewInt(int64(r.Intn(4000)) * 5)
		places = int32(r.Intn(4))
	case 1:
		coefficient = big.NewInt(int64(r.Intn(10)))
	}
	if r.Intn(2) == 0 {
		coefficient.Neg(coefficient)
	}
	return reflect.ValueOf(usable{decimal.NewFromBigInt(coefficient, -places)})
}

// fractions is a random list of exact ratios, short denominators first, so that ties are common.
type fractions []*big.Rat

func (fractions) Generate(r *rand.Rand, _ int) reflect.Value {
	list := make(fractions, 1+r.Intn(9))
	for i := range list {
		denominator := int64(1 + r.Intn(12))
		if r.Intn(4) == 0 {
			denominator = 1 + r.Int63n(1_000_000_000_000)
		}
		list[i] = big.NewRat(r.Int63n(2_000_000)-1_000_000, denominator)
	}
	return reflect.ValueOf(list)
}

func (f fractions) sum() *big.Rat {
	total := new(big.Rat)
	for _, r := range f {
		total.Add(total, r)
	}
	return total
}
