package svg_test

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/internal/stat"
	"github.com/kam-go/kam/internal/svg"
)

// unit is a radius on which a coordinate tells sine and cosine to nine places.
const unit svg.Px = 1_000_000_000

func TestPolar(t *testing.T) {
	root := func(s string) *big.Rat {
		r, err := stat.Sqrt(rat(t, s))
		require.NoError(t, err)
		return r
	}
	half := big.NewRat(1, 2)
	mul := func(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
	// cos 72 = (sqrt 5 - 1) / 4, sin 72 = sqrt(10 + 2 sqrt 5) / 4
	five := root("5")
	cos72 := mul(new(big.Rat).Sub(five, big.NewRat(1, 1)), big.NewRat(1, 4))
	sin72, err := stat.Sqrt(new(big.Rat).Add(big.NewRat(10, 1), mul(five, big.NewRat(2, 1))))
	require.NoError(t, err)
	sin72 = mul(sin72, big.NewRat(1, 4))
	zero, one := new(big.Rat), big.NewRat(1, 1)
	neg := func(a *big.Rat) *big.Rat { return new(big.Rat).Neg(a) }
	cases := []struct {
		name     string
		k, n     int
		sin, cos *big.Rat
	}{
		{"up", 0, 5, zero, one},
		{"right", 1, 4, one, zero},
		{"down", 2, 4, zero, neg(one)},
		{"left", 3, 4, neg(one), zero},
		{"30 degrees", 1, 12, half, mul(root("3"), half)},
		{"45 degrees", 1, 8, mul(root("2"), half), mul(root("2"), half)},
		{"60 degrees", 1, 6, mul(root("3"), half), half},
		{"72 degrees", 1, 5, sin72, cos72},
		{"120 degrees", 1, 3, mul(root("3"), half), neg(half)},
		{"135 degrees", 3, 8, mul(root("2"), half), neg(mul(root("2"), half))},
		{"225 degrees", 5, 8, neg(mul(root("2"), half)), neg(mul(root("2"), half))},
		{"288 degrees", 4, 5, neg(sin72), cos72},
		{"more than a turn", 6, 5, sin72, cos72},
		{"backwards", -1, 5, neg(sin72), cos72},
		{"a quarter backwards", -1, 4, neg(one), zero},
		{"two turns and a quarter backwards", -9, 4, neg(one), zero},
		{"no steps", 1, 0, zero, one},
		{"many steps", 1 << 59, 1 << 62, mul(root("2"), half), mul(root("2"), half)},
	}
	near := func(t *testing.T, want *big.Rat, got svg.Px) {
		t.Helper()
		off := new(big.Rat).Sub(new(big.Rat).SetFrac64(int64(got), int64(unit)), want)
		assert.LessOrEqual(t, off.Abs(off).Cmp(big.NewRat(1, 100_000_000)), 0, "got %d", got)
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := svg.Polar(svg.Point{}, unit, c.k, c.n)
			near(t, c.sin, p.X)
			near(t, c.cos, -p.Y)
		})
	}
}

func TestPolarQuartersAreExact(t *testing.T) {
	centre := svg.At(100, 200)
	assert.Equal(t, svg.At(100, 150), svg.Polar(centre, 50, 0, 4))
	assert.Equal(t, svg.At(150, 200), svg.Polar(centre, 50, 1, 4))
	assert.Equal(t, svg.At(100, 250), svg.Polar(centre, 50, 2, 4))
	assert.Equal(t, svg.At(50, 200), svg.Polar(centre, 50, 3, 4))
	assert.Equal(t, svg.At(1, -1), svg.Polar(svg.Point{}, 1, 1, 8), "0.7 is rounded to 1")
	assert.Equal(t, svg.At(-1, -1), svg.Polar(svg.Point{}, 1, 7, 8), "and so is its mirror image")
}

// The sum of squares is 1 and opposite points mirror each other, all around.
func TestPolarStaysOnTheCircle(t *testing.T) {
	square := func(v svg.Px) *big.Int { return new(big.Int).Mul(big.NewInt(int64(v)), big.NewInt(int64(v))) }
	one := square(unit)
	tolerance := new(big.Int).Div(one, big.NewInt(20_000_000))
	for n := 1; n <= 120; n++ {
		for k := range n {
			p := svg.Polar(svg.Point{}, unit, k, n)
			off := new(big.Int).Add(square(p.X), square(p.Y))
			off.Sub(off, one)
			require.LessOrEqual(t, off.CmpAbs(tolerance), 0, "%d of %d", k, n)
			require.Equal(t, svg.At(-p.X, p.Y), svg.Polar(svg.Point{}, unit, n-k, n), "%d of %d", k, n)
		}
	}
}
