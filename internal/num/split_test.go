package num_test

import (
	"math/big"
	"testing"
	"testing/quick"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/internal/num"
)

func TestDistribute(t *testing.T) {
	cases := []struct {
		name   string
		total  string
		parts  []string
		places int32
		want   []string
	}{
		{"thirds", "100", []string{"100/3", "100/3", "100/3"}, 2, []string{"33.34", "33.33", "33.33"}},
		{"two units, tie to the earlier", "10", []string{"3.336", "3.338", "3.326"}, 2, []string{"3.34", "3.34", "3.32"}},
		{"remainders before order", "1", []string{"0.333", "0.334", "0.333"}, 2, []string{"0.33", "0.34", "0.33"}},
		{"total rounded down", "0", []string{"0.4"}, 0, []string{"0"}},
		{"total rounded up", "1", []string{"0.4"}, 0, []string{"1"}},
		{"exact parts", "6", []string{"1", "2", "3"}, 2, []string{"1", "2", "3"}},
		{"zero parts get units last", "1", []string{"0", "0.5", "0.5"}, 0, []string{"0", "1", "0"}},
		{"negative parts are floored", "-1", []string{"-0.5", "-0.5"}, 0, []string{"0", "-1"}},
		{"mixed signs", "0", []string{"1/3", "-1/3"}, 2, []string{"0.33", "-0.33"}},
		{"remainders of mixed signs", "0", []string{"0.2", "-0.2"}, 0, []string{"0", "0"}},
		{"more units than parts", "7", []string{"0.5", "0.7", "0.6"}, 0, []string{"2", "3", "2"}},
		{"a unit too many", "5", []string{"2.2", "2.1", "2.3"}, 0, []string{"2", "1", "2"}},
		{"units far too many", "-1", []string{"2", "2", "2"}, 0, []string{"0", "0", "-1"}},
		{"hundreds", "1000", []string{"450", "550"}, -2, []string{"500", "500"}},
		{"hundreds by remainder", "1000", []string{"440", "560"}, -2, []string{"400", "600"}},
		{"a total off the grid stays whole", "1.005", []string{"0.5", "0.505"}, 2, []string{"0.5", "0.505"}},
		{"a total off the grid is floored", "1.007", []string{"0.5", "0.495"}, 2, []string{"0.5", "0.507"}},
		{"a negative total off the grid", "-1.005", []string{"-1", "0"}, 2, []string{"-0.995", "-0.01"}},
		{"one part", "-12.34", []string{"0"}, 2, []string{"-12.34"}},
		{"none", "5", nil, 2, []string{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			parts := rats(t, c.parts...)
			got := num.Distribute(dec(t, c.total), parts, c.places)
			assert.Equal(t, c.want, texts(got))
			for i, part := range rats(t, c.parts...) {
				assert.Zero(t, part.Cmp(parts[i]), "the parts are not changed")
			}
			if len(parts) > 0 {
				equalDecimal(t, c.total, sum(got))
			}
		})
	}
}

func TestDistributeTotalWithOtherExponent(t *testing.T) {
	for _, total := range []decimal.Decimal{decimal.New(1, 2), decimal.New(100, 0), decimal.New(1_000_000, -4)} {
		got := num.Distribute(total, rats(t, "50", "50"), 2)
		assert.Equal(t, []string{"50", "50"}, texts(got))
	}
}

func TestDistributeConservesAndStaysClose(t *testing.T) {
	property := func(f fractions, p uint8, which uint8) bool {
		places, m := int32(p%6)-1, modes[int(which)%len(modes)]
		unit := num.Rat(decimal.New(1, -places))
		exact := f.sum()
		total := num.RoundRat(exact, places, m)
		got := num.Distribute(total, f, places)
		if len(got) != len(f) || !sum(got).Equal(total) {
			return false
		}
		for i, d := range got {
			gap := new(big.Rat).Sub(num.Rat(d), f[i])
			if gap.Abs(gap).Cmp(unit) > 0 || !num.Round(d, places, num.Down).Equal(d) {
				return false
			}
		}
		return true
	}
	require.NoError(t, quick.Check(property, &quick.Config{MaxCount: 3000}))
}

func TestDistributeReachesAnyTotal(t *testing.T) {
	property := func(f fractions, cents int32) bool {
		total := decimal.New(int64(cents), -2)
		return sum(num.Distribute(total, f, 2)).Equal(total)
	}
	require.NoError(t, quick.Check(property, &quick.Config{MaxCount: 1000}))
}

func TestDistributeOrder(t *testing.T) {
	property := func(f fractions) bool {
		total := num.RoundRat(f.sum(), 0, num.HalfUp)
		got := num.Distribute(total, f, 0)
		for i := range f {
			for j := range f {
				up := func(k int) bool { return num.Rat(got[k]).Cmp(oracle(f[k], 0, num.Floor)) > 0 }
				left := func(k int) *big.Rat { return new(big.Rat).Sub(f[k], oracle(f[k], 0, num.Floor)) }
				order := left(i).Cmp(left(j))
				if up(j) && !up(i) && (order > 0 || order == 0 && i < j) {
					return false
				}
			}
		}
		return true
	}
	require.NoError(t, quick.Check(property, &quick.Config{MaxCount: 1000}))
}

func TestSplit(t *testing.T) {
	cases := []struct {
		name    string
		total   string
		weights []string
		places  int32
		want    []string
	}{
		{"thirds", "100", []string{"1", "1", "1"}, 2, []string{"33.34", "33.33", "33.33"}},
		{"thirds, negative", "-100", []string{"1", "1", "1"}, 2, []string{"-33.34", "-33.33", "-33.33"}},
		{"halves of a cent", "0.01", []string{"1", "1"}, 2, []string{"0.01", "0"}},
		{"halves of a negative cent", "-0.01", []string{"1", "1"}, 2, []string{"-0.01", "0"}},
		{"shares", "1000", []string{"1/3", "1/6", "1/2"}, 0, []string{"333", "167", "500"}},
		{"zero weight gets nothing", "0.05", []string{"0", "1", "0"}, 2, []string{"0", "0.05", "0"}},
		{"zero weight after ties", "0.01", []string{"0", "1", "1", "1"}, 2, []string{"0", "0.01", "0", "0"}},
		{"zero total", "0", []string{"1", "2"}, 2, []string{"0", "0"}},
		{"hundreds", "-1000", []string{"1", "2"}, -2, []string{"-300", "-700"}},
		{"large", "99999999999999999999999999999999999.99", []string{"1", "1"}, 2, []string{"50000000000000000000000000000000000", "49999999999999999999999999999999999.99"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := num.Split(dec(t, c.total), rats(t, c.weights...), c.places)
			require.NoError(t, err)
			assert.Equal(t, c.want, texts(got))
			equalDecimal(t, c.total, sum(got))
		})
	}
}

func TestSplitRefuses(t *testing.T) {
	cases := []struct {
		name    string
		total   string
		weights []*big.Rat
		want    string
	}{
		{"none", "1", nil, "cannot split: no weights"},
		{"nil", "1", []*big.Rat{big.NewRat(1, 1), nil}, "cannot split: weight 1 is missing"},
		{"negative", "1", []*big.Rat{big.NewRat(2, 1), big.NewRat(-1, 2)}, "cannot split: weight 1 is negative (-1/2)"},
		{"all zero", "1", []*big.Rat{new(big.Rat), new(big.Rat)}, "cannot split: all 2 weights are zero"},
		{"all zero, zero total", "0", []*big.Rat{new(big.Rat)}, "cannot split: all 1 weights are zero"},
		{"off the grid", "1.005", []*big.Rat{big.NewRat(1, 1)}, "cannot split: the total 1.005 has more than 2 decimal places"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := num.Split(dec(t, c.total), c.weights, 2)
			require.ErrorIs(t, err, num.ErrSplit)
			require.EqualError(t, err, c.want)
			assert.Nil(t, got)
		})
	}
}

func TestSplitProperties(t *testing.T) {
	property := func(f fractions, cents int64) bool {
		exact := new(big.Rat)
		for _, w := range f {
			w.Abs(w)
			exact.Add(exact, w)
		}
		if exact.Sign() == 0 {
			return true
		}
		total := decimal.New(cents, -2)
		got, err := num.Split(total, f, 2)
		mirror, err2 := num.Split(total.Neg(), f, 2)
		if err != nil || err2 != nil || !sum(got).Equal(total) {
			return false
		}
		for i := range got {
			share := new(big.Rat).Mul(num.Rat(total), new(big.Rat).Quo(f[i], exact))
			gap := share.Sub(share, num.Rat(got[i]))
			if gap.Abs(gap).Cmp(big.NewRat(1, 100)) >= 0 || !mirror[i].Equal(got[i].Neg()) {
				return false
			}
			if f[i].Sign() == 0 && !got[i].IsZero() {
				return false
			}
		}
		return true
	}
	require.NoError(t, quick.Check(property, &quick.Config{MaxCount: 2000}))
}

func BenchmarkDistribute(b *testing.B) {
	parts := make([]*big.Rat, 6)
	for i := range parts {
		parts[i] = big.NewRat(int64(1000*i+7), 300)
	}
	total := decimal.New(5014, -2)
	for b.Loop() {
		_ = num.Distribute(total, parts, 2)
	}
}

func BenchmarkSplit(b *testing.B) {
	weights := []*big.Rat{big.NewRat(1, 3), big.NewRat(1, 6), big.NewRat(1, 2)}
	total := decimal.New(123_456, -2)
	for b.Loop() {
		if _, err := num.Split(total, weights, 2); err != nil {
			b.Fatal(err)
		}
	}
}
