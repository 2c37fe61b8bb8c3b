package fairness_test

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/careerpath/fairness"
)

// slowFisher adds up C(n, k) C(m, s-k) / C(n+m, s), each from factorials.
func slowFisher(a, b fairness.Group) fairness.Exact {
	factorial := func(n int) *big.Int { return new(big.Int).MulRange(1, int64(n)) }
	choose := func(n, k int) *big.Rat {
		if k < 0 || k > n {
			return new(big.Rat)
		}
		return new(big.Rat).SetFrac(factorial(n), new(big.Int).Mul(factorial(k), factorial(n-k)))
	}
	selected := a.Selected + b.Selected
	p := func(k int) *big.Rat {
		ways := choose(a.Pool, k)
		ways.Mul(ways, choose(b.Pool, selected-k))
		return ways.Quo(ways, choose(a.Pool+b.Pool, selected))
	}
	out := fairness.Exact{Less: new(big.Rat), More: new(big.Rat), TwoSided: new(big.Rat)}
	seen := p(a.Selected)
	for k := 0; k <= a.Pool; k++ {
		x := p(k)
		if k <= a.Selected {
			out.Less.Add(out.Less, x)
		}
		if k >= a.Selected {
			out.More.Add(out.More, x)
		}
		if x.Cmp(seen) <= 0 {
			out.TwoSided.Add(out.TwoSided, x)
		}
	}
	return out
}

func sameExact(t *testing.T, want, got fairness.Exact) bool {
	t.Helper()
	return assert.Zero(t, want.Less.Cmp(got.Less), "less: %s, %s", want.Less, got.Less) &&
		assert.Zero(t, want.More.Cmp(got.More), "more: %s, %s", want.More, got.More) &&
		assert.Zero(t, want.TwoSided.Cmp(got.TwoSided), "two-sided: %s, %s", want.TwoSided, got.TwoSided)
}

// Every table of at most 30 people; the mirror images of those with the smaller group first are tested by symmetry.
func TestFisherAgreesWithAPlainSum(t *testing.T) {
	const most = 30
	tables := 0
	for n := 0; n <= most; n++ {
		for m := n; n+m <= most; m++ {
			for x := 0; x <= n; x++ {
				for y := 0; y <= m; y++ {
					a, b := group("a", x, n), group("b", y, m)
					got, err := fairness.Fisher(a, b)
					require.NoError(t, err)
					if !sameExact(t, slowFisher(a, b), got) {
						t.Fatalf("%d/%d and %d/%d", x, n, y, m)
					}
					mirror, err := fairness.Fisher(b, a)
					require.NoError(t, err)
					if !sameExact(t, fairness.Exact{Less: got.More, More: got.Less, TwoSided: got.TwoSided}, mirror) {
						t.Fatalf("mirror of %d/%d and %d/%d", x, n, y, m)
					}
					tables++
				}
			}
		}
	}
	assert.Equal(t, 23_936, tables)
}

func TestFisherOneSided(t *testing.T) {
	p, err := fairness.Fisher(group("a", 1, 10), group("b", 11, 14))
	require.NoError(t, err)
	assert.Same(t, p.Less, p.OneSided())
	p, err = fairness.Fisher(group("a", 9, 10), group("b", 3, 14))
	require.NoError(t, err)
	assert.Same(t, p.More, p.OneSided())
	assert.Nil(t, fairness.Exact{}.OneSided())
}

func TestFisherRefuses(t *testing.T) {
	cases := []struct {
		name string
		a, b fairness.Group
		want error
		text string
	}{
		{"negative", group("a", -1, 5), group("b", 1, 5), fairness.ErrCount, `fairness: impossible count: -1 of 5 selected in "a"`},
		{"more than there are", group("a", 1, 5), group("b", 6, 5), fairness.ErrCount, `fairness: impossible count: 6 of 5 selected in "b"`},
		{"negative pool", group("a", 0, -1), group("b", 1, 5), fairness.ErrCount, `fairness: impossible count: 0 of -1 selected in "a"`},
		{"too many", group("a", 1, 10_001), group("b", 1, 10_000), fairness.ErrSize, `fairness: too many to count exactly: 10001 and 10000 people, at most 20000 together`},
		{"too many in the first", group("a", 1, int(^uint(0)>>1)), group("b", 1, 1), fairness.ErrSize, ``},
		{"too many in the second", group("a", 1, 1), group("b", 1, int(^uint(0)>>1)), fairness.ErrSize, ``},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := fairness.Fisher(c.a, c.b)
			require.ErrorIs(t, err, c.want)
			if c.text != "" {
				require.EqualError(t, err, c.text)
			}
		})
	}
}

func TestFisherOfTheLargestTable(t *testing.T) {
	p, err := fairness.Fisher(group("a", 5_000, 10_000), group("b", 5_000, 10_000))
	require.NoError(t, err)
	assert.Zero(t, p.TwoSided.Cmp(big.NewRat(1, 1)), "nothing is likelier than equal rates")
	assert.Zero(t, p.Less.Cmp(p.More))
}
