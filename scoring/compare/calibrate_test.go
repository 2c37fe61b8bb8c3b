package compare_test

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/scoring/compare"
)

// byRater are the adjusted scores of a rater.
func byRater(c *compare.Calibration, rater string) []string {
	var out []string
	for _, r := range c.Ratings {
		if r.Rater == rater {
			out = append(out, text(r.Adjusted))
		}
	}
	return out
}

// Rater x gives 2, 3, 4 and y gives 3, 4, 5. All: mean 21/6 = 3.5, sum of squares 5.5, population variance 11/12, sample
// variance 1.1. Each rater: sum of squares 2, population variance 2/3, sample variance 1.
func TestCalibrateByHand(t *testing.T) {
	ratings := append(given("x", "2", "3", "4"), given("y", "3", "4", "5")...)
	cases := []struct {
		name string
		rule compare.CalibrationRule
		x, y []string
		s    string
	}{
		{"population: 3.5 + root(11/8) * -1, 0, 1", zScore(), []string{"2.33", "3.5", "4.67"}, []string{"2.33", "3.5", "4.67"}, "0.957427"},
		{
			"sample: 3.5 + root(1.1) * -1, 0, 1", with(zScore(), func(r *compare.CalibrationRule) { r.Deviation = compare.Sample }),
			[]string{"2.45", "3.5", "4.55"},
			[]string{"2.45", "3.5", "4.55"},
			"1.048809",
		},
		{
			"factor: x * 3.5/3, y * 3.5/4, where 2.625 and 4.375 are halves",
			with(zScore(), func(r *compare.CalibrationRule) { r.Method, r.Deviation = compare.Factor, "" }),
			[]string{"2.33", "3.5", "4.67"},
			[]string{"2.63", "3.5", "4.38"},
			"",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out, err := compare.Calibrate(ratings, c.rule)
			require.NoError(t, err)
			assert.Equal(t, c.x, byRater(out, "x"))
			assert.Equal(t, c.y, byRater(out, "y"))
			assert.Equal(t, "3.5", text(out.All.Mean))
			assert.Equal(t, c.s, text(out.All.Deviation))
			assert.Equal(t, out.All, out.Aim)
			for _, r := range out.Ratings {
				assert.Equal(t, c.rule.Method, r.Method)
				assert.Empty(t, r.Skipped)
			}
		})
	}
}

func TestCalibrateSkips(t *testing.T) {
	few := with(zScore(), func(r *compare.CalibrationRule) { r.MinRatees = 3 })
	ratings := slices.Concat(given("few", "2", "4"), given("flat", "3", "3", "3"), given("good", "3", "4", "5"), given("none", ""))
	out, err := compare.Calibrate(ratings, few)
	require.NoError(t, err)
	skipped := map[string]compare.Skip{}
	for _, r := range out.Raters {
		skipped[r.Rater] = r.Skipped
	}
	assert.Equal(t, map[string]compare.Skip{"few": compare.SkipFew, "flat": compare.SkipNoSpread, "good": "", "none": compare.SkipFew}, skipped)
	for _, r := range out.Ratings {
		want := skipped[r.Rater]
		if r.Rater == "none" {
			want = compare.SkipUnknown
		}
		assert.Equal(t, want, r.Skipped)
		if want != "" {
			assert.Empty(t, r.Method)
			assert.Equal(t, text(r.Raw), text(r.Adjusted), "what is skipped stays")
		}
	}
	assert.Equal(t, 8, out.All.N, "those who are skipped count among all")
	assert.Equal(t, "3.375", text(out.All.Mean))

	t.Run("factor needs a mean above 0 and no spread", func(t *testing.T) {
		rule := with(few, func(r *compare.CalibrationRule) { r.Method, r.Scale.Low = compare.Factor, dec("0") })
		out, err := compare.Calibrate(slices.Concat(given("zero", "0", "0", "0"), given("flat", "3", "3", "3"), given("good", "1", "2", "3")), rule)
		require.NoError(t, err)
		// All: 15/9 = 5/3.
		assert.Equal(t, []string{"0", "0", "0"}, byRater(out, "zero"))
		assert.Equal(t, []string{"1.67", "1.67", "1.67"}, byRater(out, "flat"))
		assert.Equal(t, []string{"0.83", "1.67", "2.5"}, byRater(out, "good"))
		assert.Equal(t, compare.SkipZeroMean, out.Raters[2].Skipped)
	})
	t.Run("by default below ten", func(t *testing.T) {
		rule := with(zScore(), func(r *compare.CalibrationRule) { r.MinRatees = 0 })
		for n, want := range map[int]compare.Skip{9: compare.SkipFew, 10: ""} {
			scores := slices.Repeat([]string{"4"}, n)
			scores[0] = "2"
			out, err := compare.Calibrate(given("x", scores...), rule)
			require.NoError(t, err)
			assert.Equal(t, want, out.Raters[0].Skipped, "%d ratees", n)
		}
	})
	t.Run("one score is no sample", func(t *testing.T) {
		out, err := compare.Calibrate(given("x", "3"), with(zScore(), func(r *compare.CalibrationRule) { r.Deviation = compare.Sample }))
		require.NoError(t, err)
		assert.Equal(t, compare.SkipFew, out.Ratings[0].Skipped)
		assert.Equal(t, "0", text(out.All.Deviation))
	})
	t.Run("nothing known", func(t *testing.T) {
		out, err := compare.Calibrate(given("x", "", ""), zScore())
		require.NoError(t, err)
		assert.False(t, out.All.Mean.Valid)
		assert.False(t, out.Ratings[0].Adjusted.Valid)
		assert.False(t, out.People[0].Adjusted.Valid)
		out, err = compare.Calibrate(nil, zScore())
		require.NoError(t, err)
		assert.Empty(t, out.Ratings)
	})
}

func TestCalibrateLimits(t *testing.T) {
	rule := zScore()
	rule.Reference = &compare.Reference{Mean: dec("3"), Deviation: dec("3")}
	out, err := compare.Calibrate(given("x", "2", "4"), rule)
	require.NoError(t, err)
	assert.Equal(t, []string{"1", "5"}, byRater(out, "x"), "3 - 3 and 3 + 3 are beyond the scale")
	assert.True(t, out.Ratings[0].Limited)
	assert.True(t, out.Ratings[1].Limited)
	rule.Reference.Deviation = dec("2")
	out, err = compare.Calibrate(given("x", "2", "4"), rule)
	require.NoError(t, err)
	assert.Equal(t, []string{"1", "5"}, byRater(out, "x"), "3 - 2 and 3 + 2 are its ends")
	assert.False(t, out.Ratings[0].Limited)
	assert.False(t, out.Ratings[1].Limited)
	assert.Equal(t, "2", text(out.Aim.Deviation))
	assert.Equal(t, "1", text(out.All.Deviation))
}

// Person a has 2 from x and 3 from y, adjusted 3.5 - root(11/8) twice; person d is rated once, by a rater with one score.
func TestCalibratePeople(t *testing.T) {
	ratings := append(given("x", "2", "3", "4"), given("y", "3", "4", "5")...)
	ratings = append(ratings, compare.Rating{Rater: "z", Person: "d", Score: known("3.5")}, compare.Rating{Rater: "z", Person: "a"})
	out, err := compare.Calibrate(ratings, zScore())
	require.NoError(t, err)
	require.Len(t, out.People, 4)
	a, d := out.People[0], out.People[3]
	assert.Equal(t, []any{"a", 2, 2, "2.5", "2.41"}, []any{a.Person, a.Raters, a.Calibrated, text(a.Raw), text(a.Adjusted)},
		"S is root(5.5/7) with the 3.5 of d, so that 3.5 - root(5.5/7 / (2/3)) = 3.5 - 1.0856 = 2.4144")
	assert.Equal(t, []any{"d", 1, 0, "3.5", "3.5"}, []any{d.Person, d.Raters, d.Calibrated, text(d.Raw), text(d.Adjusted)})

	t.Run("the mean is taken before rounding", func(t *testing.T) {
		rule := with(zScore(), func(r *compare.CalibrationRule) { r.Method, r.Deviation, r.Scale.Places = compare.Factor, "", 0 })
		rule.Reference = &compare.Reference{Mean: dec("3")}
		// Both raters have the mean that is aimed at, so that every score stays but for its rounding.
		out, err := compare.Calibrate(append(given("x", "1.6", "4.4"), given("y", "1.2", "4.8")...), rule)
		require.NoError(t, err)
		assert.Equal(t, []string{"2", "4"}, byRater(out, "x"))
		assert.Equal(t, []string{"1", "5"}, byRater(out, "y"))
		assert.Equal(t, "1", text(out.People[0].Adjusted), "the mean of 1.6 and 1.2 is 1.4, that of 2 and 1 would be written as 2")
		assert.Equal(t, "5", text(out.People[1].Adjusted))
	})
}

// randomRatings are scores from 2 to 4 in tenths, of some raters who do not all rate all.
func randomRatings(seed uint64) []compare.Rating {
	r := seeded(seed)
	var out []compare.Rating
	for i := range 2 + r.IntN(4) {
		for j := range 30 {
			if r.IntN(3) > 0 {
				out = append(out, compare.Rating{
					Rater: fmt.Sprintf("rater %d", i), Person: fmt.Sprintf("person %02d", j),
					Score: decimal.NewNullDecimal(decimal.New(20+r.Int64N(21), -1)),
				})
			}
		}
	}
	return out
}

func TestCalibrateProperties(t *testing.T) {
	for seed := range uint64(60) {
		ratings := randomRatings(seed)
		for _, method := range []compare.CalibrationMethod{compare.ZScore, compare.Factor} {
			rule := zScore()
			rule.Method, rule.Scale = method, compare.Scale{Low: dec("0"), High: dec("100"), Places: 6}
			out, err := compare.Calibrate(ratings, rule)
			require.NoError(t, err)
			again, err := compare.Calibrate(shuffled(seeded(seed+1000), ratings), rule)
			require.NoError(t, err)
			require.Equal(t, asJSON(t, out), asJSON(t, again), "the order of ratings changes nothing")

			half := big.NewRat(1, 2_000_000)
			exact := new(big.Rat)
			for _, r := range ratings {
				exact.Add(exact, rat(r.Score))
			}
			exact.Quo(exact, big.NewRat(int64(len(ratings)), 1))
			for _, rater := range out.Raters {
				require.Empty(t, rater.Skipped)
				sum, n := new(big.Rat), int64(0)
				var mine []compare.AdjustedRating
				for _, r := range out.Ratings {
					if r.Rater == rater.Rater {
						require.False(t, r.Limited)
						sum.Add(sum, rat(r.Adjusted))
						mine, n = append(mine, r), n+1
					}
				}
				gap := sum.Sub(sum.Quo(sum, big.NewRat(n, 1)), exact)
				require.LessOrEqual(t, gap.Abs(gap).Cmp(half), 0, "the mean is the aim but for the rounding of each score")
				slices.SortFunc(mine, func(a, b compare.AdjustedRating) int { return a.Raw.Decimal.Cmp(b.Raw.Decimal) })
				for i := 1; i < len(mine); i++ {
					order := mine[i].Raw.Decimal.Cmp(mine[i-1].Raw.Decimal)
					require.Equal(t, order, mine[i].Adjusted.Decimal.Cmp(mine[i-1].Adjusted.Decimal), "no two change places")
				}
			}
		}
	}
}

// The plain reference computes with 200 decimal places, by the formula as it is written.
func TestCalibrateAgainstReference(t *testing.T) {
	precise := func(r *big.Rat) *big.Float { return new(big.Float).SetPrec(700).SetRat(r) }
	for seed := range uint64(20) {
		ratings := randomRatings(seed)
		rule := with(zScore(), func(r *compare.CalibrationRule) { r.Deviation, r.Scale.Places = compare.Sample, 6 })
		out, err := compare.Calibrate(ratings, rule)
		require.NoError(t, err)
		moments := func(in func(compare.Rating) bool) (mean *big.Rat, deviation *big.Float) {
			var xs []*big.Rat
			mean = new(big.Rat)
			for _, r := range ratings {
				if in(r) {
					xs = append(xs, rat(r.Score))
					mean.Add(mean, rat(r.Score))
				}
			}
			mean.Quo(mean, big.NewRat(int64(len(xs)), 1))
			sum := new(big.Rat)
			for _, x := range xs {
				d := x.Sub(x, mean)
				sum.Add(sum, d.Mul(d, d))
			}
			sum.Quo(sum, big.NewRat(int64(len(xs)-1), 1))
			return mean, new(big.Float).Sqrt(precise(sum))
		}
		m, s := moments(func(compare.Rating) bool { return true })
		for _, r := range out.Ratings {
			own, spread := moments(func(x compare.Rating) bool { return x.Rater == r.Rater })
			x := precise(new(big.Rat).Sub(rat(r.Raw), own))
			x.Mul(x, s).Quo(x, spread).Add(x, precise(m))
			exact, _ := x.Rat(nil)
			for _, bound := range []string{"1", "5"} {
				if b := num.Rat(dec(bound)); exact.Cmp(b) == map[string]int{"1": -1, "5": 1}[bound] {
					exact = b
				}
			}
			require.True(t, num.RoundRat(exact, 6, num.HalfUp).Equal(r.Adjusted.Decimal), "%s is not %s", text(r.Adjusted), exact.FloatString(9))
		}
	}
}

// Raters whose means have no denominator in common, all of one person: exact sums would grow with every rater.
func TestCalibrateByFactorOfManyRatersOfOnePerson(t *testing.T) {
	const raters = 8_000
	var ratings []compare.Rating
	for i := range raters {
		rater := fmt.Sprint("r", i)
		ratings = append(ratings,
			compare.Rating{Rater: rater, Person: "all", Score: decimal.NewNullDecimal(decimal.New(int64(100_000+2*i), -4))},
			compare.Rating{Rater: rater, Person: fmt.Sprint("p", i), Score: decimal.NewNullDecimal(decimal.New(int64(100_001+4*i), -4))})
	}
	rule := compare.CalibrationRule{
		Method: compare.Factor, MinRatees: 2,
		Scale: compare.Scale{High: decimal.New(100, 0), Places: 2},
	}
	c, err := compare.Calibrate(ratings, rule)
	require.NoError(t, err)
	require.Equal(t, raters, c.People[0].Calibrated)
}

// The deviations of these raters are ratios with nothing in common: (a, -a, b, -b) with a^2 + b^2 = 2*(p^2 + q^2)^2. Each
// z-score is a few millionths above 1, so that coarse rounding of each shows in the mean.
func TestCalibrateByZScoreOfManyRatersOfOnePerson(t *testing.T) {
	const raters, q = 10_000, 7
	score := func(v int64) decimal.NullDecimal {
		return decimal.NewNullDecimal(decimal.New(1_000_000_000_000_000+v, -6))
	}
	var ratings []compare.Rating
	for i := range int64(raters) {
		p := i + 5_000_000
		a, b := p*p+2*p*q-q*q, p*p-2*p*q-q*q
		for j, v := range []int64{a, -a, b, -b} {
			person := fmt.Sprint("p", i, "-", j)
			if j == 0 {
				person = "all"
			}
			ratings = append(ratings, compare.Rating{Rater: fmt.Sprint("r", i), Person: person, Score: score(v)})
		}
	}
	rule := compare.CalibrationRule{
		Method: compare.ZScore, Deviation: compare.Population, MinRatees: 2,
		Scale:     compare.Scale{High: decimal.New(5_000_000_000, 0), Places: 6},
		Reference: &compare.Reference{Mean: decimal.New(2500, 0), Deviation: decimal.New(1, 0)},
	}
	c, err := compare.Calibrate(ratings, rule)
	require.NoError(t, err)
	require.Equal(t, raters, c.People[0].Calibrated)
	sum := new(big.Int)
	places := new(big.Int).Exp(big.NewInt(10), big.NewInt(40), nil)
	for i := range int64(raters) {
		p := big.NewInt(i + 5_000_000)
		over := new(big.Int).Mul(p, big.NewInt(2*q))
		square := new(big.Int).Mul(p, p)
		over.Add(over, square).Sub(over, big.NewInt(q*q))
		sum.Add(sum, over.Mul(over, places).Quo(over, square.Add(square, big.NewInt(q*q))))
	}
	mean := new(big.Rat).SetFrac(sum, places.Mul(places, big.NewInt(raters)))
	require.Equal(t, text(decimal.NewNullDecimal(num.RoundRat(mean.Add(mean, big.NewRat(2500, 1)), 6, num.HalfUp))), text(c.People[0].Adjusted))
}

// Three scores of 1/3 and one of 1 have the mean 1/2, which no decimals of thirds add up to.
func TestCalibrateMeansOfAPersonAreExact(t *testing.T) {
	var ratings []compare.Rating
	for _, rater := range []string{"u", "v", "w"} {
		ratings = append(ratings, given(rater, "1", "-1", "1", "-1", "5", "-5")...)
	}
	ratings = append(ratings, given("x", "1", "-1")...)
	rule := with(zScore(), func(r *compare.CalibrationRule) {
		r.Scale = compare.Scale{Low: dec("-9"), High: dec("9")}
		r.Reference = &compare.Reference{Deviation: dec("1")}
	})
	c, err := compare.Calibrate(ratings, rule)
	require.NoError(t, err)
	require.Equal(t, "a", c.People[0].Person)
	require.Equal(t, 4, c.People[0].Calibrated)
	require.Equal(t, "1", text(c.People[0].Adjusted), "a half is a half")
	require.Equal(t, "-1", text(c.People[1].Adjusted))
}
