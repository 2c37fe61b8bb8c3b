package scoring_test

import (
	"context"
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
)

// plainZ is the definition on big.Rat: the largest whole number m with (m - 1/2) * 10^-6 at most the distance in
// deviations, compared by squares, so that no root is taken. It is false without spread.
func plainZ(values []*big.Rat, x *big.Rat, sample bool) (*big.Rat, bool) {
	n := big.NewRat(int64(len(values)), 1)
	mean := new(big.Rat)
	for _, v := range values {
		mean.Add(mean, v)
	}
	mean.Quo(mean, n)
	variance := new(big.Rat)
	for _, v := range values {
		d := new(big.Rat).Sub(v, mean)
		variance.Add(variance, d.Mul(d, d))
	}
	if variance.Sign() == 0 {
		return nil, false
	}
	if sample {
		n.Sub(n, big.NewRat(1, 1))
	}
	variance.Quo(variance, n)
	distance := new(big.Rat).Sub(x, mean)
	square := new(big.Rat).Mul(distance, distance)
	square.Quo(square, variance)
	reached := func(m *big.Int) bool { // m - 1/2 units are at most the root
		edge := new(big.Rat).SetFrac(new(big.Int).Sub(new(big.Int).Lsh(m, 1), big.NewInt(1)), big.NewInt(2_000_000))
		return edge.Sign() < 0 || edge.Mul(edge, edge).Cmp(square) <= 0
	}
	low, high := new(big.Int), big.NewInt(1)
	for reached(high) {
		low.Set(high)
		high.Lsh(high, 1)
	}
	for one := big.NewInt(1); new(big.Int).Sub(high, low).Cmp(one) > 0; {
		middle := new(big.Int).Add(low, high)
		if middle.Rsh(middle, 1); reached(middle) {
			low = middle
		} else {
			high = middle
		}
	}
	z := new(big.Rat).SetFrac(low, big.NewInt(1_000_000))
	if distance.Sign() < 0 {
		z.Neg(z)
	}
	return z, true
}

func TestZScoreAgainstTheDefinition(t *testing.T) {
	fixed, exactly := 0, 0
	for seed := range uint64(250) {
		random := rand.New(rand.NewPCG(seed, 17))
		var values []*big.Rat
		kind, shift := random.IntN(5), big.NewRat(random.Int64N(3)*1_000_000_007, 1)
		size := 1 + random.IntN(30)
		if seed%4 == 0 {
			size = 2
		}
		for range size {
			var v *big.Rat
			switch kind {
			case 0:
				v = big.NewRat(random.Int64N(7)-3, 1)
			case 1:
				v = big.NewRat(random.Int64N(20_000)-10_000, 100)
			case 2:
				v = big.NewRat(random.Int64N(1_000), 1+random.Int64N(1_000))
			case 3: // beyond machine integers
				v = ratio(random)
			default: // close together
				v = new(big.Rat).SetFrac(big.NewInt(random.Int64N(5)), new(big.Int).Exp(big.NewInt(10), big.NewInt(20), nil))
			}
			values = append(values, v.Add(v, shift))
		}
		c := make([]scoring.Exact, len(values))
		for i, v := range values {
			c[i] = scoring.ExactOf(v)
		}
		xs := append([]*big.Rat{new(big.Rat), big.NewRat(1, 3), ratio(random)}, values...)
		if size == 2 { // their deviation is a ratio: in the middle between two units of z
			half := new(big.Rat).Mul(new(big.Rat).Sub(values[1], values[0]), big.NewRat(1, 2))
			middle := new(big.Rat).Add(values[0], half)
			xs = append(xs, middle, half.Add(middle, half.Mul(half, big.NewRat(2*random.Int64N(1_000_000)-999_999, 1_000_000*2))))
		}
		for _, sample := range []bool{false, true} {
			for _, x := range xs {
				want, ok := plainZ(values, x, sample)
				got, known, way := scoring.Z(c, scoring.ExactOf(x), sample)
				require.Equal(t, ok, known, "seed %d", seed)
				if !ok {
					continue
				}
				require.Equal(t, scoring.ExactOf(want), got, "seed %d: %s", seed, x)
				if way {
					exactly++
				} else {
					fixed++
				}
			}
		}
	}
	assert.Greater(t, fixed, 5_000)
	assert.Greater(t, exactly, 10, "some lie in the middle between two units")
}

// The mean of -1 and 1 is 0 and their deviation 1, so that half a millionth is in the middle, and goes away from zero.
func TestZScoreInTheMiddle(t *testing.T) {
	pair := []scoring.Exact{exact(t, "-1"), exact(t, "1")}
	for x, want := range map[string]string{
		"0.0000005": "1/1000000", "-0.0000005": "-1/1000000", "0.000000499999999999999999999999": "0", "-0.000000499999999999999999999999": "0",
		"0.0000015": "1/500000", "0": "0", "2.5": "5/2", "0.12345650000000000000000000000000000000000001": "123457/1000000",
	} {
		got, known, _ := scoring.Z(pair, exact(t, x), false)
		require.True(t, known)
		assert.Equal(t, want, got.String(), x)
	}
}

// apart is a cohort of ratios whose denominators have little in common.
func apart(size int) []scoring.Exact {
	random := rand.New(rand.NewPCG(5, 6))
	out := make([]scoring.Exact, size)
	for i := range out {
		out[i] = scoring.ExactOf(big.NewRat(random.Int64N(900_000), 100_000+random.Int64N(900_000)))
	}
	return out
}

// Ten thousand ratios of six digits are added exactly, and compared with exactly.
func TestZScoreOfManyRatios(t *testing.T) {
	values := apart(10_000)
	z, known, _ := scoring.Z(values, values[0], true)
	require.True(t, known)
	few := values[:400]
	rats := make([]*big.Rat, len(few))
	for i, v := range few {
		rats[i], _ = v.Rat()
	}
	want, _ := plainZ(rats, rats[7], true)
	got, _, _ := scoring.Z(few, few[7], true)
	assert.Equal(t, scoring.ExactOf(want), got)
	assert.False(t, z.IsZero())
}

// A mean of many digits is shown as a rounded number all the same.
func TestMeanOfManyDigits(t *testing.T) {
	p, in := ratios(t, 60_000)
	s, err := p.ScoreAll(context.Background(), in, scoring.Options{})
	require.NoError(t, err)
	total := new(big.Rat)
	for _, v := range in.Cohorts[0].Values {
		r, _ := v.Rat()
		total.Add(total, r.SetFrac(new(big.Int).Quo(new(big.Int).Mul(r.Num(), big.NewInt(1_000_000_000_000)), r.Denom()), big.NewInt(1_000_000_000_000)))
	}
	mean := total.Quo(total, big.NewRat(60_000, 1)).FloatString(4)
	reason := s.Result(0).Nodes[0].Reason
	assert.Contains(t, reason.EN, "the mean ≈"+mean)
	assert.Contains(t, reason.ZH, "均值 ≈"+mean)
}

// ratios is a batch of people, each with a ratio, compared with all of them.
func ratios(t testing.TB, size int) (*scoring.Program, scoring.Batch) {
	t.Helper()
	p := compile(t, deviations())
	random := rand.New(rand.NewPCG(5, 6))
	in := scoring.Batch{Period: year}
	for i := range size {
		o := observedOf(kam.Subject{Kind: "agent", ID: fmt.Sprintf("%06d", i)}, "z", "")
		o.Numerator, o.Denominator = decimal.NewNullDecimal(decimal.New(random.Int64N(900_000), 0)), decimal.NewNullDecimal(decimal.New(100_000+random.Int64N(900_000), 0))
		in.Observations = append(in.Observations, o)
	}
	in.Cohorts = p.Cohorts(in.Observations)
	return p, in
}

func BenchmarkZScore(b *testing.B) {
	for _, size := range []int{1_000, 10_000} {
		p, in := ratios(b, size)
		b.Run(fmt.Sprintf("cohort=%d", size), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s, err := p.ScoreAll(context.Background(), in, scoring.Options{Workers: 1})
				require.NoError(b, err)
				require.True(b, s.Total(0).Known())
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(size), "ns/subject")
		})
	}
}
