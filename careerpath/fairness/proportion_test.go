package fairness_test

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/careerpath/fairness"
	"github.com/kam-go/kam/internal/num"
)

func TestRatesThatAreNotKnown(t *testing.T) {
	nobody, none, some, all := group("", 0, 0), group("", 0, 5), group("", 2, 5), group("", 5, 5)
	_, ok := nobody.Rate()
	assert.False(t, ok)
	for _, c := range []struct {
		name             string
		group, reference fairness.Group
		ratio, odds, z   bool
	}{
		{"both", some, some, true, true, true},
		{"empty group", nobody, some, false, false, false},
		{"empty reference", some, nobody, false, false, false},
		{"nobody of the reference", some, none, false, false, true},
		{"nobody of the group", none, some, true, false, true},
		{"all of the reference", some, all, true, false, true},
		{"all of the group", all, some, true, false, true},
		{"nobody at all", none, none, false, false, false},
		{"everybody", all, all, true, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, ratio := fairness.ImpactRatio(c.group, c.reference)
			_, odds := fairness.OddsRatio(c.group, c.reference)
			_, z := fairness.ZOf(c.group, c.reference)
			assert.Equal(t, c.ratio, ratio, "ratio")
			assert.Equal(t, c.odds, odds, "odds")
			assert.Equal(t, c.z, z, "z")
		})
	}
	assert.False(t, fairness.FourFifths(nobody, some))
	assert.False(t, fairness.FourFifths(some, nobody))
	assert.True(t, fairness.FourFifths(none, some))
}

func TestOddsRatio(t *testing.T) {
	odds, ok := fairness.OddsRatio(group("", 14, 24), group("", 21, 24))
	require.True(t, ok)
	assert.Equal(t, "1/5", odds.String(), "14:10 by 21:3")
}

// The shortage is the least number that passes, found by trying.
func TestShortageIsTheLeastThatPasses(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	short := 0
	for range 20_000 {
		g, reference := group("g", 0, 1+r.IntN(60)), group("r", 0, 1+r.IntN(60))
		g.Selected, reference.Selected = r.IntN(g.Pool+1), r.IntN(reference.Pool+1)
		want := 0
		for more := g; fairness.FourFifths(more, reference); more.Selected++ {
			want++
		}
		require.Equal(t, want, fairness.Shortage(g, reference), "%v %v", g, reference)
		short += min(want, 1)
	}
	assert.Greater(t, short, 1_000)
}

// Four fifths in integers is four fifths in ratios; in binary floating point it is not, as C22 shows.
func TestFourFifthsIsExact(t *testing.T) {
	boundary := 0
	for n := 1; n < 40; n++ {
		for m := 1; m < 40; m++ {
			for a := 0; a <= n; a++ {
				for b := 0; b <= m; b++ {
					g, reference := group("", b, m), group("", a, n)
					limit := big.NewRat(4*int64(a), 5*int64(n))
					order := big.NewRat(int64(b), int64(m)).Cmp(limit)
					if fairness.FourFifths(g, reference) != (order < 0) {
						t.Fatalf("%d/%d of %d/%d", b, m, a, n)
					}
					if order == 0 && a > 0 {
						boundary++
					}
				}
			}
		}
	}
	assert.Greater(t, boundary, 1_000)
}

func TestFlipFlop(t *testing.T) {
	for _, c := range []struct {
		name             string
		group, reference fairness.Group
		want             bool
	}{
		{"one changes it", group("", 1, 10), group("", 3, 20), true},
		{"equal after one", group("", 1, 10), group("", 3, 10), false},
		{"not behind", group("", 2, 10), group("", 2, 10), false},
		{"ahead", group("", 3, 10), group("", 2, 10), false},
		{"nobody of the reference", group("", 0, 10), group("", 0, 10), false},
		{"none and one", group("", 0, 10), group("", 1, 10), true},
		{"nobody there", group("", 0, 0), group("", 1, 10), false},
	} {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.want, fairness.FlipFlop(c.group, c.reference)) })
	}
}

func TestZDecimal(t *testing.T) {
	z, ok := fairness.ZOf(group("", 3, 4), group("", 1, 4))
	require.True(t, ok)
	assert.Equal(t, "2", z.Square.RatString(), "(3*4-1*4)^2 * 8 / (4*4*16)")
	assert.Equal(t, "1.4", z.Decimal(1).StringFixed(1))
	assert.Equal(t, "1", z.Decimal(0).StringFixed(0))
	assert.Equal(t, "1", z.Decimal(-7).StringFixed(0), "no fewer than 0 places")
	assert.Equal(t, "1.414213562373095048801688724210", z.Decimal(30).StringFixed(30))
	assert.Equal(t, z.Decimal(30).StringFixed(30), z.Decimal(99).StringFixed(30))
	assert.Equal(t, 1, z.Sign)
	assert.True(t, z.Beyond(1))
	assert.False(t, z.Beyond(2))
	zero := fairness.PooledZ{}
	assert.True(t, zero.Decimal(2).IsZero())
	assert.False(t, zero.Beyond(0))
	two := fairness.PooledZ{Square: big.NewRat(4, 1), Sign: -1}
	assert.False(t, two.Beyond(2), "exactly two is not beyond")
	assert.Equal(t, "-2", num.Format(two.Decimal(4)))
	half := fairness.PooledZ{Square: big.NewRat(1, 4), Sign: 1}
	assert.Equal(t, "1", num.Format(half.Decimal(0)), "a half goes up")
}

// Its square, by the definition: difference of the rates by the pooled standard error.
func TestZAgreesWithItsDefinition(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 2_000 {
		a, b := group("a", 0, 1+r.IntN(1000)), group("b", 0, 1+r.IntN(1000))
		a.Selected, b.Selected = r.IntN(a.Pool+1), r.IntN(b.Pool+1)
		z, ok := fairness.ZOf(a, b)
		if !ok {
			continue
		}
		p := big.NewRat(int64(a.Selected+b.Selected), int64(a.Pool+b.Pool))
		q := new(big.Rat).Sub(big.NewRat(1, 1), p)
		error2 := new(big.Rat).Add(big.NewRat(1, int64(a.Pool)), big.NewRat(1, int64(b.Pool)))
		error2.Mul(error2, p.Mul(p, q))
		d := new(big.Rat).Sub(big.NewRat(int64(a.Selected), int64(a.Pool)), big.NewRat(int64(b.Selected), int64(b.Pool)))
		require.Equal(t, d.Sign(), z.Sign)
		require.Zero(t, d.Mul(d, d).Quo(d, error2).Cmp(z.Square), "%v %v", a, b)
		next := new(big.Rat).Set(num.Rat(z.Decimal(6).Abs()))
		half := big.NewRat(1, 2_000_000)
		low, high := new(big.Rat).Sub(next, half), new(big.Rat).Add(next, half)
		require.True(t, z.Square.Cmp(low.Mul(low, low)) >= 0 || low.Sign() < 0)
		require.Negative(t, z.Square.Cmp(high.Mul(high, high)))
	}
}

func TestHolmIsMonotone(t *testing.T) {
	assert.Empty(t, fairness.Holm(nil))
	ps := rats(t, "0.5", "0.01", "0.4", "1")
	before := ps[0].String()
	got := fairness.Holm(ps)
	assert.Equal(t, before, ps[0].String(), "what is handed in stays as it is")
	texts := []string{}
	for _, p := range got {
		texts = append(texts, p.RatString())
	}
	assert.Equal(t, []string{"1", "1/25", "1", "1"}, texts, "at most 1, and never below the one before")
	equal := fairness.Holm(rats(t, "0.1", "0.1"))
	equal[0].SetInt64(7)
	assert.Equal(t, "1/5", equal[1].String(), "each is its own")
}
