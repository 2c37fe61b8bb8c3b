package likelihood_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/likelihood"
	"github.com/kam-go/kam/internal/num"
)

func deal(amount string, win kam.Fraction) likelihood.Deal {
	return likelihood.Deal{Amount: dec(amount), Win: win}
}

func TestDistribution(t *testing.T) {
	half := frac(1, 2)
	cases := []struct {
		name              string
		deals             []likelihood.Deal
		x                 string
		atLeast, moreThan string
	}{
		{"no deals reach 0", nil, "0", "1", "0"},
		{"no deals reach no more", nil, "0.01", "0", "0"},
		{"no deals are above a loss", nil, "-1", "1", "1"},
		{"one deal, at its amount", []likelihood.Deal{deal("10", half)}, "10", "0.5", "0"},
		{"one deal, just above", []likelihood.Deal{deal("10", half)}, "10.0000001", "0", "0"},
		{"one deal, just below", []likelihood.Deal{deal("10", half)}, "9.9999999", "0.5", "0.5"},
		{"won for certain", []likelihood.Deal{deal("10", kam.Whole()), deal("5", half)}, "10", "1", "0.5"},
		{"never won", []likelihood.Deal{deal("10", kam.Fraction{}), deal("5", half)}, "5", "0.5", "0"},
		{"a deal of nothing", []likelihood.Deal{deal("0", half), deal("5", half)}, "5", "0.5", "0"},
		{"negative amounts", []likelihood.Deal{deal("-4", frac(1, 4)), deal("10", half)}, "10", "0.375", "0"},
		{"a loss", []likelihood.Deal{deal("-4", frac(1, 4)), deal("10", half)}, "0", "0.875", "0.5"},
		{"a loss for certain", []likelihood.Deal{deal("-4", kam.Whole()), deal("10", half)}, "6", "0.5", "0"},
		{"two ways to a sum", []likelihood.Deal{deal("3", half), deal("2", half), deal("1", half)}, "3", "0.625", "0.375"},
		{"terms not lowest", []likelihood.Deal{deal("3", frac(2, 4))}, "3", "0.5", "0"},
		{"thirds", []likelihood.Deal{deal("3", frac(1, 3))}, "1", "0.333333", "0.333333"},
		{"cents and exponents", []likelihood.Deal{{Amount: decimal.New(1, 3), Win: half}, deal("0.01", half)}, "1000.01", "0.25", "0"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := fromDeals(t, c.deals...)
			require.True(t, d.Exact())
			equalKnown(t, c.atLeast, atLeast(t, d, c.x))
			equalKnown(t, c.moreThan, moreThan(t, d, c.x))
			assert.Equal(t, len(c.deals), d.N())
		})
	}
}

func TestZeroDistribution(t *testing.T) {
	var d likelihood.Distribution
	assert.True(t, d.Exact())
	equalKnown(t, "1", atLeast(t, &d, "0"))
	equalKnown(t, "0", moreThan(t, &d, "0"))
	equalDecimal(t, "0", d.Mean(2))
	equalDecimal(t, "0", d.Variance(2))
	equalDecimal(t, "0", d.SD(2))
	q, err := d.Quantile(frac(1, 2))
	require.NoError(t, err)
	equalDecimal(t, "0", q.Low)
	equalDecimal(t, "0", q.High)
	sums := 0
	for sum, p := range d.All() {
		equalDecimal(t, "0", sum)
		assert.Equal(t, "1/1", p.String())
		sums++
	}
	assert.Equal(t, 1, sums)
}

func TestPlus(t *testing.T) {
	d := fromDeals(t, deal("10", frac(1, 2)), deal("20", frac(1, 5)))
	won, err := d.Plus(dec("7.125"))
	require.NoError(t, err)
	equalDecimal(t, "9", d.Mean(2))
	equalDecimal(t, "16.13", won.Mean(2))
	equalDecimal(t, d.Variance(6).String(), won.Variance(6))
	equalDecimal(t, "7.125", won.Least())
	equalDecimal(t, "37.125", won.Most())
	equalKnown(t, "0.6", atLeast(t, won, "17.125"))
	equalKnown(t, "0.2", moreThan(t, won, "17.125"))
	equalKnown(t, "0.2", atLeast(t, won, "17.1250001"))
	again, err := won.Plus(dec("-7.125"))
	require.NoError(t, err)
	equalKnown(t, "0.6", atLeast(t, again, "10"))
	_, err = d.Plus(decimal.New(1, 31))
	require.ErrorIs(t, err, kam.ErrNumber)
	_, err = d.AtLeast(decimal.New(1, 31))
	require.ErrorIs(t, err, kam.ErrNumber)
	_, err = d.MoreThan(decimal.New(1, -31))
	require.ErrorIs(t, err, kam.ErrNumber)
	most, err := d.Plus(dec("9" + strings.Repeat("0", 37)))
	require.NoError(t, err)
	_, err = most.Plus(dec("9" + strings.Repeat("0", 37)))
	require.ErrorIs(t, err, kam.ErrNumber)
}

func TestMoments(t *testing.T) {
	d := fromDeals(t, deal("-10", frac(1, 3)), deal("0.5", frac(1, 7)))
	// mean -10/3 + 1/14 = -137/42; variance 100*2/9 + 0.25*6/49
	equalDecimal(t, "-3.2619", d.Mean(4))
	equalDecimal(t, "22.252834", d.Variance(6))
	equalDecimal(t, "4.7173", d.SD(4))
	equalDecimal(t, "-3", d.Mean(0))
	equalDecimal(t, "-3", d.Mean(-5))
	equalDecimal(t, d.Mean(12).String(), d.Mean(40))
	equalDecimal(t, "3", fromDeals(t, deal("5", frac(1, 2))).Mean(0)) // 2.5, half up
	equalDecimal(t, "3", fromDeals(t, deal("5", frac(1, 2))).SD(0))
	equalDecimal(t, "-3", fromDeals(t, deal("-5", frac(1, 2))).Mean(0))
}

// Against all 2^n ways in which n deals can end.
func TestExactAgainstEnumeration(t *testing.T) {
	r := rand.New(rand.NewPCG(44, 1))
	for round := range 120 {
		deals := some(r, r.IntN(11))
		d := fromDeals(t, deals...)
		require.True(t, d.Exact())
		all := enumerate(deals)
		mean, square := new(big.Rat), new(big.Rat)
		for _, o := range all {
			s := num.Rat(o.sum)
			mean.Add(mean, new(big.Rat).Mul(s, o.p))
			square.Add(square, new(big.Rat).Mul(new(big.Rat).Mul(s, s), o.p))
		}
		variance := new(big.Rat).Sub(square, new(big.Rat).Mul(mean, mean))
		equalDecimal(t, num.RoundRat(mean, 6, num.HalfUp).String(), d.Mean(6))
		equalDecimal(t, num.RoundRat(variance, 6, num.HalfUp).String(), d.Variance(6))

		total, before := new(big.Rat), d.Least().Sub(dec("1"))
		for sum, p := range d.All() {
			assert.True(t, before.LessThan(sum), "rising")
			before = sum
			assert.Equal(t, 0, p.Cmp(share(all, sum.Equal)), "round %d: P(%s)", round, sum)
			total.Add(total, p)
			contains(t, atLeast(t, d, sum.String()), share(all, sum.LessThanOrEqual))
			contains(t, moreThan(t, d, sum.String()), share(all, sum.LessThan))
		}
		assert.Equal(t, "1/1", total.String())

		q := frac(1+r.Int64N(99), 100)
		got, err := d.Quantile(q)
		require.NoError(t, err)
		require.True(t, got.Exact())
		assert.GreaterOrEqual(t, share(all, got.Low.GreaterThanOrEqual).Cmp(q.Rat()), 0)
		assert.Negative(t, share(all, got.Low.GreaterThan).Cmp(q.Rat()))
		assert.Positive(t, share(all, got.Low.Equal).Sign(), "a quantile is a sum that occurs")
	}
}

// The bounds of every grid contain the exact probability and the exact quantile.
func TestGridContainsExact(t *testing.T) {
	r := rand.New(rand.NewPCG(44, 2))
	narrow := 0
	for range 150 {
		deals := some(r, 1+r.IntN(11))
		d := fromDeals(t, deals...)
		grid := likelihood.OnGrid(deals, 1+r.Int64N(1+r.Int64N(400_000)))
		all := enumerate(deals)
		for range 12 {
			x := all[r.IntN(len(all))].sum.Add(decimal.New(r.Int64N(3)-1, -2))
			low, err := grid.AtLeast(x)
			require.NoError(t, err)
			contains(t, low, share(all, x.LessThanOrEqual))
			high, err := grid.MoreThan(x)
			require.NoError(t, err)
			contains(t, high, share(all, x.LessThan))
			q := frac(1+r.Int64N(999), 1000)
			exact, err := d.Quantile(q)
			require.NoError(t, err)
			bounds, err := grid.Quantile(q)
			require.NoError(t, err)
			assert.True(t, bounds.Low.LessThanOrEqual(exact.Low), "low %s, exact %s", bounds.Low, exact.Low)
			assert.True(t, bounds.High.GreaterThanOrEqual(exact.Low), "high %s, exact %s", bounds.High, exact.Low)
			if !grid.Exact() && low.Probability.Valid {
				narrow++
			}
		}
	}
	assert.Positive(t, narrow, "some grids are fine enough to settle a probability")
}

// Equal deals that are all rounded the same way shift the sum by what was rounded away, for which the bounds allow.
func TestGridAllowsForRoundingOneWay(t *testing.T) {
	for amount, win := range map[string]kam.Fraction{"14": frac(1, 2), "16": frac(1, 2), "4": frac(9, 10), "19": frac(1, 10)} {
		deals := make([]likelihood.Deal, 400)
		for i := range deals {
			deals[i] = deal(amount, win)
		}
		d, grid := fromDeals(t, deals...), likelihood.OnGrid(deals, 10)
		require.True(t, d.Exact())
		require.False(t, grid.Exact())
		sd := d.SD(0)
		for i := int64(-3); i <= 3; i++ {
			x := d.Mean(0).Add(sd.Mul(decimal.New(i, 0)))
			want, err := d.AtLeast(x)
			require.NoError(t, err)
			got, err := grid.AtLeast(x)
			require.NoError(t, err)
			assert.True(t, got.Low.Decimal.LessThanOrEqual(want.High.Decimal), "%s at %s", amount, x)
			assert.True(t, got.High.Decimal.GreaterThanOrEqual(want.Low.Decimal), "%s at %s", amount, x)
		}
	}
}

// Where every amount is a whole step nothing is lost but the last digits of the fixed point.
func TestGridOfTheAmountsIsNearlyExact(t *testing.T) {
	deals := []likelihood.Deal{deal("30", frac(1, 3)), deal("20", frac(1, 7)), deal("50", frac(2, 5)), deal("-10", frac(1, 9))}
	d, grid := fromDeals(t, deals...), likelihood.OnGrid(deals, 10)
	for x := int64(-20); x <= 110; x += 5 {
		want, err := d.AtLeast(decimal.New(x, 0))
		require.NoError(t, err)
		got, err := grid.AtLeast(decimal.New(x, 0))
		require.NoError(t, err)
		equalKnown(t, want.Probability.Decimal.String(), got)
	}
	for q := int64(1); q < 50; q++ {
		want, err := d.Quantile(frac(q, 50))
		require.NoError(t, err)
		got, err := grid.Quantile(frac(q, 50))
		require.NoError(t, err)
		equalDecimal(t, want.Low.String(), got.Low)
		above, err := d.MoreThan(want.Low)
		require.NoError(t, err)
		if !above.Probability.Decimal.Equal(decimal.New(50-q, 0).DivRound(decimal.New(50, 0), likelihood.Places)) {
			assert.True(t, got.Exact(), "quantile %d/50: %s to %s", q, got.Low, got.High) // elsewhere it hangs on the last digit
		}
	}
}

// Fifty deals have too many sums; a plain count of the subsets in an array gives the exact answer.
func TestManySumsAgainstPlainCount(t *testing.T) {
	r := rand.New(rand.NewPCG(44, 3))
	deals := make([]likelihood.Deal, 50)
	amounts := make([]int, len(deals))
	total := 0
	for i := range deals {
		amounts[i] = 20_000 + r.IntN(60_000)
		total += amounts[i]
		deals[i] = likelihood.Deal{Amount: decimal.New(int64(amounts[i]), -2), Win: frac(1, 2)}
	}
	ways := make([]uint64, total+1)
	ways[0] = 1
	for _, a := range amounts {
		for s := total; s >= a; s-- {
			ways[s] += ways[s-a]
		}
	}
	d := fromDeals(t, deals...)
	require.False(t, d.Exact())
	for range d.All() {
		t.Fatal("a distribution on a grid lists no sums")
	}
	atMost := make([]uint64, total+1)
	for s, w := range ways {
		atMost[s] = w
		if s > 0 {
			atMost[s] += atMost[s-1]
		}
	}
	all := int64(1) << len(deals)
	for _, permille := range []int{0, 100, 350, 450, 490, 500, 505, 520, 600, 800, 1000} {
		x := total * permille / 1000
		above := big.NewRat(all-int64(atMost[x]), all)
		e, err := d.MoreThan(decimal.New(int64(x), -2))
		require.NoError(t, err)
		contains(t, e, above)
		width := e.High.Decimal.Sub(e.Low.Decimal)
		assert.True(t, width.LessThan(dec("0.001")), "%s wide at %d", width, x)
		e, err = d.AtLeast(decimal.New(int64(x), -2))
		require.NoError(t, err)
		contains(t, e, above.Add(above, new(big.Rat).SetFrac64(int64(ways[x]), all)))
	}
	for q := int64(1); q < 20; q++ {
		got, err := d.Quantile(frac(q, 20))
		require.NoError(t, err)
		exact, _ := slices.BinarySearchFunc(atMost, q, func(n uint64, q int64) int {
			return big.NewRat(int64(n), all).Cmp(big.NewRat(q, 20))
		})
		assert.LessOrEqual(t, num.Rat(got.Low).Cmp(big.NewRat(int64(exact), 100)), 0)
		assert.GreaterOrEqual(t, num.Rat(got.High).Cmp(big.NewRat(int64(exact), 100)), 0)
		assert.True(t, got.High.Sub(got.Low).LessThan(dec("20")), "%s to %s", got.Low, got.High)
	}
}

func TestFallsAsTheTargetRises(t *testing.T) {
	r := rand.New(rand.NewPCG(44, 4))
	for range 40 {
		deals := some(r, r.IntN(30))
		for _, d := range []*likelihood.Distribution{fromDeals(t, deals...), likelihood.OnGrid(deals, 1+r.Int64N(10_000))} {
			var last likelihood.Estimate
			for i := range int64(40) {
				x := d.Least().Add(d.Most().Sub(d.Least()).Mul(decimal.New(i, 0)).DivRound(decimal.New(39, 0), 4))
				e, err := d.AtLeast(x)
				require.NoError(t, err)
				if i > 0 {
					assert.True(t, e.Low.Decimal.LessThanOrEqual(last.Low.Decimal))
					assert.True(t, e.High.Decimal.LessThanOrEqual(last.High.Decimal))
				}
				above, err := d.MoreThan(x)
				require.NoError(t, err)
				assert.True(t, above.High.Decimal.LessThanOrEqual(e.High.Decimal))
				last = e
			}
		}
	}
}

func TestOrderOfDealsChangesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(44, 5))
	for _, n := range []int{6, 40} {
		deals := some(r, n)
		before := slices.Clone(deals)
		d := fromDeals(t, deals...)
		assert.Equal(t, fmt.Sprint(before), fmt.Sprint(deals), "the deals stay as they were")
		r.Shuffle(len(deals), func(i, j int) { deals[i], deals[j] = deals[j], deals[i] })
		again := fromDeals(t, deals...)
		for range 20 {
			x := d.Least().Add(decimal.New(r.Int64N(1+d.Most().Sub(d.Least()).IntPart()*100), -2))
			one, err := d.AtLeast(x)
			require.NoError(t, err)
			two, err := again.AtLeast(x)
			require.NoError(t, err)
			assert.Equal(t, one.Text, two.Text)
			equalDecimal(t, one.Low.Decimal.String(), two.Low.Decimal)
			equalDecimal(t, one.High.Decimal.String(), two.High.Decimal)
		}
	}
}

func TestSixteenDealsAreAlwaysExact(t *testing.T) {
	deals := make([]likelihood.Deal, 16)
	for i := range deals {
		deals[i] = likelihood.Deal{Amount: decimal.New(7<<(2*i), -30), Win: frac(int64(i)+1, 999_999_999_989-int64(i))}
	}
	d := fromDeals(t, deals...)
	require.True(t, d.Exact())
	sums := 0
	for range d.All() {
		sums++
	}
	assert.Equal(t, likelihood.MaxSums, sums)
	assert.False(t, fromDeals(t, append(deals, deal("0.3", frac(1, 2)))...).Exact())
}

func TestHostileDealsAreBounded(t *testing.T) {
	big38 := "9999999999999999999999999999999999999"
	cases := map[string]func(i int) likelihood.Deal{
		"long amounts and denominators": func(i int) likelihood.Deal {
			return likelihood.Deal{Amount: dec(big38).Sub(decimal.New(int64(i), 0)), Win: frac(int64(i)+1, 999_999_999_989-int64(i))}
		},
		"every exponent": func(i int) likelihood.Deal {
			return likelihood.Deal{Amount: decimal.New(int64(i)%7+1, int32(i%61)-30), Win: frac(1, int64(i)+2)}
		},
		"hardly ever won": func(i int) likelihood.Deal {
			return likelihood.Deal{Amount: decimal.New(1_000_000+int64(i)*int64(i), -2), Win: frac(1, 1_000_000_000_000)}
		},
		"equal": func(int) likelihood.Deal { return deal("0.01", frac(999_999_999_988, 999_999_999_989)) },
		"distinct cents": func(i int) likelihood.Deal {
			return likelihood.Deal{Amount: decimal.New(1_000_003+7919*int64(i), -2), Win: frac(int64(i)%99+1, 100)}
		},
		"powers of two": func(i int) likelihood.Deal {
			return likelihood.Deal{Amount: decimal.New(1<<(i%60), 0), Win: frac(1, 3)}
		},
	}
	for name, make1 := range cases {
		t.Run(name, func(t *testing.T) {
			deals := make([]likelihood.Deal, likelihood.MaxDeals)
			for i := range deals {
				deals[i] = make1(i)
			}
			start := time.Now()
			d := fromDeals(t, deals...)
			mean := d.Mean(12)
			e, err := d.AtLeast(num.Round(mean, 2, num.HalfUp))
			require.NoError(t, err)
			_, err = d.Quantile(frac(4, 5))
			require.NoError(t, err)
			assert.True(t, e.Known())
			assert.True(t, e.Low.Decimal.LessThanOrEqual(e.High.Decimal))
			t.Logf("%v, exact %t, %s to %s", time.Since(start), d.Exact(), e.Low.Decimal, e.High.Decimal)
			assert.Less(t, time.Since(start), 20*time.Second)
		})
	}
}

func TestFaultyDeals(t *testing.T) {
	_, err := likelihood.FromDeals([]likelihood.Deal{
		{ID: "a", Amount: decimal.New(1, 40), Win: frac(3, 2)},
		{ID: "b", Amount: dec("5"), Win: frac(-1, 2)},
		{ID: "b", Amount: dec("5"), Win: frac(1, 0)},
		{ID: string([]byte{0xff}), Amount: dec("5"), Win: frac(1, -2)},
		{Amount: dec("5"), Win: frac(1, 2)},
		{Amount: dec("5"), Win: frac(1, 2)},
	})
	assert.Equal(t, []string{
		"likelihood.number $[0].amount", "likelihood.win $[0].win", "likelihood.win $[1].win", "likelihood.win $[2].win",
		"likelihood.deal-twice $[2].id", "likelihood.win $[3].win", "likelihood.deal-id $[3].id",
	}, findings(t, err))
	_, err = likelihood.FromDeals(make([]likelihood.Deal, likelihood.MaxDeals+1))
	assert.Equal(t, []string{"likelihood.too-many $"}, findings(t, err))
	d := fromDeals(t, deal("1", frac(1, 2)))
	for _, q := range []kam.Fraction{{}, kam.Whole(), frac(3, 2), frac(-1, 2), frac(1, 0)} {
		_, err := d.Quantile(q)
		assert.Equal(t, []string{"likelihood.quantile $.q"}, findings(t, err))
	}
}
