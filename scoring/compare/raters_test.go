package compare_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/compare"
)

// rated are scores of a rater in one dimension for the people a, b and so on.
func rated(rater, dimension string, scores ...string) []compare.DimensionRating {
	var out []compare.DimensionRating
	for i, s := range scores {
		out = append(out, compare.DimensionRating{Rater: rater, Person: string(rune('a' + i)), Dimension: dimension, Score: known(s)})
	}
	return out
}

func join(lists ...[]compare.DimensionRating) []compare.DimensionRating {
	var out []compare.DimensionRating
	for _, l := range lists {
		out = append(out, l...)
	}
	return out
}

func seen(d compare.RaterDiagnosis) []string {
	return []string{text(d.Shift), text(d.Spread), text(d.OtherSpread), text(d.Halo)}
}

// Raters b and c give 1 to 5, d gives 4, 4, 5, 5, 5. The mean is 53/15, the variance 217/15 - (53/15)^2 = 446/225, the
// deviation 1.407914, and 0.8 of it 1.126. Shift of d is 4.6 - 3 = 1.6, of b 3 - 3.8 = -0.8. Within d the variance is
// 107/5 - 4.6^2 = 0.24, within b and c 2; half of root(2) is 0.707, and root(0.24) 0.490.
func TestDiagnoseRatersByHand(t *testing.T) {
	ratings := join(rated("b", "", "1", "2", "3", "4", "5"), rated("c", "", "1", "2", "3", "4", "5"), rated("d", "", "4", "4", "5", "5", "5"))
	out, err := compare.DiagnoseRaters(ratings, compare.RaterRule{})
	require.NoError(t, err)
	require.Len(t, out.Raters, 3)
	assert.Equal(t, []string{"-0.8", "1.414214", "1.058301", ""}, seen(out.Raters[0]), "the others of b: (10 + 1.2)/10 = 1.12")
	assert.Equal(t, []string{"1.6", "0.489898", "1.414214", ""}, seen(out.Raters[2]))
	assert.Equal(t, []string{"compare.leniency $.ratings d", "compare.central $.ratings d"}, codesOf(t, out.Findings))
	assert.Equal(t, "1.6", evidence(out.Findings[0], "shift"))
	assert.Equal(t, "1.407914", evidence(out.Findings[0], "standard deviation"))
	assert.Equal(t, "5", evidence(out.Findings[0], "people"))
	for _, f := range out.Findings {
		assert.Equal(t, kam.Warning, f.Severity)
	}
}

// Rater x gives 1, 1, 1 and y gives 3, 3, 3: the mean is 2, the variance 1, the shifts -2 and 2.
func TestShiftAtTheLimit(t *testing.T) {
	ratings := join(rated("x", "", "1", "1", "1"), rated("y", "", "3", "3", "3"))
	rule := compare.RaterRule{MinRatees: 3, Shift: dec("2")}
	out, err := compare.DiagnoseRaters(ratings, rule)
	require.NoError(t, err)
	assert.Equal(t, "-2", text(out.Raters[0].Shift))
	assert.Empty(t, out.Findings)
	rule.Shift = dec("1.99")
	out, err = compare.DiagnoseRaters(ratings, rule)
	require.NoError(t, err)
	assert.Equal(t, []string{"compare.severity $.ratings x", "compare.leniency $.ratings y"}, codesOf(t, out.Findings))
	assert.Contains(t, out.Findings[0].Message.EN, "are 2 below")
}

// Rater x gives 2, 3, 4 with the variance 2/3, y gives 1, 3, 5 with 8/3: half the deviation exactly.
func TestSpreadAtTheLimit(t *testing.T) {
	ratings := join(rated("x", "", "2", "3", "4"), rated("y", "", "1", "3", "5"))
	out, err := compare.DiagnoseRaters(ratings, compare.RaterRule{MinRatees: 3})
	require.NoError(t, err)
	assert.Empty(t, out.Findings)
	out, err = compare.DiagnoseRaters(ratings, compare.RaterRule{MinRatees: 3, Narrow: dec("0.501")})
	require.NoError(t, err)
	assert.Equal(t, []string{"compare.central $.ratings x"}, codesOf(t, out.Findings))
}

// A dimension that is harder for everybody shifts nobody: x rates the hard one only, whose mean is 2, y both.
func TestShiftIsWithinDimensions(t *testing.T) {
	ratings := join(rated("x", "hard", "1", "2", "3"), rated("y", "hard", "1", "2", "3"), rated("y", "easy", "4", "5", "4"))
	out, err := compare.DiagnoseRaters(ratings, compare.RaterRule{MinRatees: 3})
	require.NoError(t, err)
	assert.Equal(t, []string{"0", "0"}, []string{text(out.Raters[0].Shift), text(out.Raters[1].Shift)})
	assert.Equal(t, []int{3, 6}, []int{out.Raters[0].Scores, out.Raters[1].Scores})
	assert.Equal(t, 3, out.Raters[1].People)
}

func TestHalo(t *testing.T) {
	other := rated("z", "p", "1", "2", "3", "4", "5")
	cases := []struct {
		name  string
		list  []compare.DimensionRating
		rule  compare.RaterRule
		pairs int
		halo  string
		want  bool
	}{
		{"the same in both", join(rated("x", "p", "1", "2", "3", "4", "5"), rated("x", "q", "1", "2", "3", "4", "5")), compare.RaterRule{}, 1, "1", true},
		{"the same distances", join(rated("x", "p", "1", "2", "3", "4", "5"), rated("x", "q", "3", "3.5", "4", "4.5", "5")), compare.RaterRule{}, 1, "1", true},
		{"at the limit", join(rated("x", "p", "1", "2", "3", "4", "5"), rated("x", "q", "1", "2", "3", "4", "5")), compare.RaterRule{Halo: dec("1")}, 1, "1", false},
		{"opposite", join(rated("x", "p", "1", "2", "3", "4", "5"), rated("x", "q", "5", "4", "3", "2", "1")), compare.RaterRule{}, 1, "-1", false},
		// Of 1..5 and 2, 1, 4, 3, 5: 5*53 - 15*15 = 40 over 5*55 - 225 = 50.
		{"0.8", join(rated("x", "p", "1", "2", "3", "4", "5"), rated("x", "q", "2", "1", "4", "3", "5")), compare.RaterRule{}, 1, "0.8", false},
		{"above 0.79", join(rated("x", "p", "1", "2", "3", "4", "5"), rated("x", "q", "2", "1", "4", "3", "5")), compare.RaterRule{Halo: dec("0.79")}, 1, "0.8", true},
		// Pairs: p and q 1, p and r 0.8, q and r 0.8.
		{
			"three pairs: 2.6/3", join(rated("x", "p", "1", "2", "3", "4", "5"), rated("x", "q", "1", "2", "3", "4", "5"), rated("x", "r", "2", "1", "4", "3", "5")),
			compare.RaterRule{},
			3, "0.866667", false,
		},
		{"one dimension is the same for all", join(rated("x", "p", "1", "2", "3", "4", "5"), rated("x", "q", "3", "3", "3", "3", "3")), compare.RaterRule{}, 0, "", false},
		{"four people with both", join(rated("x", "p", "1", "2", "3", "4", "5"), rated("x", "q", "1", "2", "3", "4", "")), compare.RaterRule{}, 0, "", false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out, err := compare.DiagnoseRaters(join(c.list, other), c.rule)
			require.NoError(t, err)
			assert.Equal(t, c.pairs, out.Raters[0].Pairs)
			assert.Equal(t, c.halo, text(out.Raters[0].Halo))
			got := false
			for _, code := range codesOf(t, out.Findings) {
				got = got || code == "compare.halo $.ratings x"
			}
			assert.Equal(t, c.want, got)
		})
	}
}

func TestRatersNotJudged(t *testing.T) {
	out, err := compare.DiagnoseRaters(join(rated("few", "", "1", "2", "3", "4", ""), rated("x", "", "5", "5", "5", "5", "5")), compare.RaterRule{})
	require.NoError(t, err)
	assert.Equal(t, []bool{false, true}, []bool{out.Raters[0].Judged, out.Raters[1].Judged})
	assert.Equal(t, 4, out.Raters[0].People)
	assert.False(t, out.Raters[0].Shift.Valid)
	out, err = compare.DiagnoseRaters(rated("only", "", "1", "2", "3", "4", "5"), compare.RaterRule{})
	require.NoError(t, err)
	assert.False(t, out.Raters[0].Judged)
	out, err = compare.DiagnoseRaters(rated("none", "", "", ""), compare.RaterRule{})
	require.NoError(t, err)
	assert.Equal(t, []compare.RaterDiagnosis{{Rater: "none"}}, out.Raters)
	out, err = compare.DiagnoseRaters(nil, compare.RaterRule{})
	require.NoError(t, err)
	assert.Empty(t, out.Raters)
}

func TestDiagnoseRatersFaults(t *testing.T) {
	_, err := compare.DiagnoseRaters(nil, compare.RaterRule{MinRatees: 2, Shift: dec("-1"), Narrow: dec("1.01"), Halo: dec("-0.1")})
	assert.Equal(t, []string{"compare.least $.minRatees", "compare.limit $.shift", "compare.limit $.narrow", "compare.limit $.halo"}, codes(t, err))
	list := []compare.DimensionRating{{Dimension: " "}, {Rater: "r", Person: "p", Score: decimal.NewNullDecimal(decimal.New(1, 31))}, {Rater: "r", Person: "p"}}
	_, err = compare.DiagnoseRaters(list, compare.RaterRule{})
	assert.Equal(t, []string{
		"compare.name $.ratings[0].rater", "compare.name $.ratings[0].person", "compare.name $.ratings[0].dimension",
		"compare.number $.ratings[1].score", "compare.twice $.ratings[2].person",
	}, codes(t, err))
	var many []compare.DimensionRating
	for i := range compare.MaxDimensions + 1 {
		many = append(many, compare.DimensionRating{Rater: "r", Person: "p", Dimension: fmt.Sprint(i)})
	}
	_, err = compare.DiagnoseRaters(many, compare.RaterRule{})
	assert.Equal(t, []string{"compare.size $.ratings"}, codes(t, err))
	_, err = compare.DiagnoseRaters(many[1:], compare.RaterRule{})
	require.NoError(t, err)
	_, err = compare.DiagnoseRaters(make([]compare.DimensionRating, compare.MaxEntries+1), compare.RaterRule{})
	assert.Equal(t, []string{"compare.size $.ratings"}, codes(t, err))
}

func TestDiagnoseRatersProperties(t *testing.T) {
	for seed := range uint64(40) {
		r := seeded(seed)
		var list, moved []compare.DimensionRating
		for i := range 4 {
			for j := range 8 {
				for k := range 3 {
					if r.IntN(6) == 0 {
						continue
					}
					x := compare.DimensionRating{Rater: fmt.Sprint(i), Person: fmt.Sprint(j), Dimension: fmt.Sprint("d", k)}
					v := decimal.New(10+r.Int64N(41), -1)
					x.Score = decimal.NewNullDecimal(v)
					list = append(list, x)
					x.Score = decimal.NewNullDecimal(v.Add(decimal.New(int64(k)*10, 0)))
					moved = append(moved, x)
				}
			}
		}
		out, err := compare.DiagnoseRaters(list, compare.RaterRule{Shift: dec("0.1"), Narrow: dec("0.95"), Halo: dec("0.1")})
		require.NoError(t, err)
		again, err := compare.DiagnoseRaters(shuffled(r, list), compare.RaterRule{Shift: dec("0.1"), Narrow: dec("0.95"), Halo: dec("0.1")})
		require.NoError(t, err)
		require.Equal(t, asJSON(t, out), asJSON(t, again), "the order of ratings changes nothing")
		shifted, err := compare.DiagnoseRaters(moved, compare.RaterRule{Shift: dec("0.1"), Narrow: dec("0.95"), Halo: dec("0.1")})
		require.NoError(t, err)
		require.Equal(t, asJSON(t, out), asJSON(t, shifted), "a dimension that is higher for all changes nothing")
	}
}
