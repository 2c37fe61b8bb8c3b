package weights_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/scoring/weights"
)

// abc are three items with judgements 2, 4 and 2, which are consistent.
func abc() weights.Judgements {
	return weights.Judgements{
		Items:       []string{"a", "b", "c"},
		Matrix:      rows([]string{"1", "2", "4"}, []string{"1/2", "1", "2"}, []string{"1/4", "1/2", "1"}),
		RandomIndex: weights.Saaty1980,
	}
}

func with[T any](v T, change func(*T)) T {
	change(&v)
	return v
}

func pair(a, b, times string) weights.Pair {
	return weights.Pair{A: a, B: b, Times: kam.MustFraction(times)}
}

func pairsOnly(pairs ...weights.Pair) func(*weights.Judgements) {
	return func(j *weights.Judgements) { j.Matrix, j.Pairs = nil, pairs }
}

func TestJudgementFaults(t *testing.T) {
	many := func(n int) []string {
		out := make([]string, n)
		for i := range out {
			out[i] = "i" + strings.Repeat("x", i)
		}
		return out
	}
	cases := []struct {
		name   string
		change func(*weights.Judgements)
		want   []string
	}{
		{"no items", func(j *weights.Judgements) { *j = weights.Judgements{} }, []string{"weights.count $.items"}},
		{"21 items", func(j *weights.Judgements) { j.Items = many(21) }, []string{"weights.count $.items"}},
		{"empty ID", func(j *weights.Judgements) { j.Items = []string{"a", "", "c"} }, []string{"weights.item $.items[1]"}},
		{"long ID", func(j *weights.Judgements) { j.Items = []string{"a", strings.Repeat("b", 129), "c"} }, []string{"weights.item $.items[1]"}},
		{"ID with a blank", func(j *weights.Judgements) { j.Items = []string{"a", "b ", "c"} }, []string{"weights.item $.items[1]"}},
		{"ID in no UTF-8", func(j *weights.Judgements) { j.Items = []string{"a", "\xff", "c"} }, []string{"weights.item $.items[1]"}},
		{"ID twice", func(j *weights.Judgements) { j.Items = []string{"a", "b", "a"} }, []string{"weights.item $.items[2]"}},
		{"no judgements", func(j *weights.Judgements) { j.Matrix = nil }, []string{"weights.form $.pairs"}},
		{"both forms", func(j *weights.Judgements) { j.Pairs = []weights.Pair{} }, []string{"weights.form $.matrix"}},
		{"two rows", func(j *weights.Judgements) { j.Matrix = j.Matrix[:2] }, []string{"weights.count $.matrix"}},
		{"short row", func(j *weights.Judgements) { j.Matrix[1] = j.Matrix[1][:2] }, []string{"weights.count $.matrix[1]"}},
		{"diagonal", func(j *weights.Judgements) { j.Matrix[1][1] = kam.MustFraction("2") }, []string{"weights.reciprocal $.matrix[1][1]"}},
		{"diagonal missing", func(j *weights.Judgements) { j.Matrix[1][1] = kam.Fraction{} }, []string{"weights.missing $.matrix[1][1]"}},
		{"incomplete", func(j *weights.Judgements) { j.Matrix[0][2], j.Matrix[2][0] = kam.Fraction{}, kam.Fraction{} }, []string{"weights.missing $.matrix[0][2]", "weights.missing $.matrix[2][0]"}},
		{"half a pair", func(j *weights.Judgements) { j.Matrix[2][0] = kam.Fraction{} }, []string{"weights.missing $.matrix[2][0]"}},
		{"no reciprocal, by rounding", func(j *weights.Judgements) {
			j.Matrix = rows([]string{"1", "3", "4"}, []string{"0.333333", "1", "2"}, []string{"1/4", "1/2", "1"})
		}, []string{"weights.reciprocal $.matrix[1][0]"}},
		{"above the scale", func(j *weights.Judgements) {
			j.Matrix[0][1], j.Matrix[1][0] = kam.MustFraction("9.000001"), kam.MustFraction("1/9")
		}, []string{"weights.scale $.matrix[0][1]"}},
		{"below the scale", func(j *weights.Judgements) {
			j.Matrix[0][1], j.Matrix[1][0] = kam.MustFraction("1/10"), kam.MustFraction("9")
		}, []string{"weights.scale $.matrix[0][1]"}},
		{"negative", func(j *weights.Judgements) { j.Matrix[0][1] = kam.MustFraction("-2") }, []string{"weights.scale $.matrix[0][1]"}},
		{"division by zero", func(j *weights.Judgements) { j.Matrix[0][1] = kam.Fraction{Num: 3} }, []string{"weights.scale $.matrix[0][1]"}},
		{"method", func(j *weights.Judgements) { j.Method = "mean" }, []string{"weights.method $.method"}},
		{"no table", func(j *weights.Judgements) { j.RandomIndex = "" }, []string{"weights.random-index $.randomIndex"}},
		{"unknown table", func(j *weights.Judgements) { j.RandomIndex = "saaty" }, []string{"weights.random-index $.randomIndex"}},
		{"table too short", func(j *weights.Judgements) { j.Items, j.RandomIndex, j.Matrix = many(16), weights.Saaty2005, nil }, []string{"weights.random-index $.randomIndex", "weights.form $.pairs"}},
		{"limit below 0", func(j *weights.Judgements) { j.Limit = kam.MustFraction("-0.1") }, []string{"weights.limit $.limit"}},
		{"limit by zero", func(j *weights.Judgements) { j.Limit = kam.Fraction{Num: 1} }, []string{"weights.limit $.limit"}},
		{"places below 0", func(j *weights.Judgements) { j.Places = -1 }, []string{"weights.places $.places"}},
		{"13 places", func(j *weights.Judgements) { j.Places = 13 }, []string{"weights.places $.places"}},
		{"pair missing", pairsOnly(pair("a", "b", "2"), pair("c", "b", "2")), []string{"weights.missing $.pairs"}},
		{"pair twice", pairsOnly(pair("a", "b", "2"), pair("a", "c", "4"), pair("b", "c", "2"), pair("b", "a", "1/2")), []string{"weights.twice $.pairs[3]"}},
		{"pair of strangers", pairsOnly(pair("a", "b", "2"), pair("a", "c", "4"), pair("b", "c", "2"), pair("x", "y", "2")), []string{"weights.item $.pairs[3].a", "weights.item $.pairs[3].b"}},
		{"pair with itself", pairsOnly(pair("a", "b", "2"), pair("a", "c", "4"), pair("b", "c", "2"), pair("b", "b", "1")), []string{"weights.reciprocal $.pairs[3]"}},
		{"pair off the scale", pairsOnly(pair("a", "b", "10"), pair("a", "c", "4"), pair("b", "c", "2")), []string{"weights.scale $.pairs[0].times"}},
		{"pair of zero", pairsOnly(pair("a", "b", "0"), pair("a", "c", "4"), pair("b", "c", "2")), []string{"weights.scale $.pairs[0].times"}},
		{"too many pairs", pairsOnly(make([]weights.Pair, 381)...), []string{"weights.count $.pairs"}},
		{"everything at once", func(j *weights.Judgements) { j.Method, j.Places, j.RandomIndex = "x", 99, "y" }, []string{"weights.method $.method", "weights.random-index $.randomIndex", "weights.places $.places"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := weights.FromJudgements(with(abc(), c.change))
			assert.Equal(t, c.want, codes(t, err))
		})
	}
}

func TestFewItemsAreConsistent(t *testing.T) {
	one := judge(t, weights.Judgements{Items: []string{"a"}})
	assert.Equal(t, []string{"1"}, shares(one.Weights, 4))
	assert.True(t, one.Consistency.Ratio.IsZero())
	assert.Zero(t, one.Worst)
	two := judge(t, weights.Judgements{Items: []string{"a", "b"}, Pairs: []weights.Pair{pair("b", "a", "9")}})
	assert.Equal(t, []string{"0.1", "0.9"}, shares(two.Weights, 4))
	assert.True(t, two.Consistency.Ratio.IsZero())
	assert.True(t, two.Consistency.Index.IsZero())
	assert.Equal(t, "2", num.Format(two.Consistency.Lambda))
	assert.Zero(t, two.Worst)
	assert.Equal(t, kam.Text{EN: "a 10 %, b 90 %; up to two items are always consistent", ZH: "a 10%、b 90%；两项以内总是一致"}, two.Explain())
	assert.Equal(t, "nothing was judged", weights.Judged{}.Explain().EN)
}

func TestConsistentMatrixReturnsItsWeights(t *testing.T) {
	cases := []struct{ name, want string }{
		{"halves", "0.5 0.25 0.25"},
		{"tenths", "0.1 0.2 0.3 0.4"},
		{"equal", "0.2 0.2 0.2 0.2 0.2"},
		{"eighths", "0.125 0.125 0.25 0.5"},
		{"wide", "0.05 0.45 0.05 0.45"},
	}
	for _, c := range cases {
		for _, method := range []weights.Method{weights.Eigenvector, weights.GeometricMean} {
			t.Run(c.name+" "+string(method), func(t *testing.T) {
				generating := strings.Fields(c.want)
				j := weights.Judgements{RandomIndex: weights.DoneganDodd1991, Method: method}
				for i, a := range generating {
					j.Items = append(j.Items, "item "+string(rune('a'+i)))
					var row []kam.Fraction
					for _, b := range generating {
						r := kam.MustFraction(a).Rat()
						r.Quo(r, kam.MustFraction(b).Rat())
						row = append(row, kam.MustFraction(r.RatString()))
					}
					j.Matrix = append(j.Matrix, row)
				}
				out := judge(t, j)
				assert.Equal(t, generating, shares(out.Weights, 4))
				assert.True(t, out.Consistency.Ratio.IsZero(), out.Consistency.Ratio)
				assert.True(t, out.Consistency.Index.IsZero())
				assert.Zero(t, out.Worst)
			})
		}
	}
}

func TestRoundingTiesGoToTheEarlierItem(t *testing.T) {
	j := abc()
	j.Matrix = rows([]string{"1", "1", "1"}, []string{"1", "1", "1"}, []string{"1", "1", "1"})
	assert.Equal(t, []string{"0.3334", "0.3333", "0.3333"}, shares(judge(t, j).Weights, 4))
	j = weights.Judgements{
		Items: []string{"a", "b", "c"}, RandomIndex: weights.Saaty1980, Places: 2,
		Pairs: []weights.Pair{pair("a", "b", "1/3"), pair("a", "c", "1/4"), pair("b", "c", "3/4")},
	}
	assert.Equal(t, []string{"0.13", "0.37", "0.5"}, shares(judge(t, j).Weights, 2), "1/8 and 3/8 tie")
	j.Items = []string{"b", "a", "c"}
	assert.Equal(t, []string{"0.38", "0.12", "0.5"}, shares(judge(t, j).Weights, 2))
}

func TestInconsistentNamesTheWorst(t *testing.T) {
	j := weights.Judgements{
		Items: []string{"a", "b", "c", "d"}, RandomIndex: weights.Saaty2005,
		Pairs: []weights.Pair{pair("a", "b", "2"), pair("a", "c", "4"), pair("d", "a", "5"), pair("b", "c", "2"), pair("b", "d", "4"), pair("c", "d", "2")},
	}
	out, err := weights.FromJudgements(j)
	require.ErrorIs(t, err, weights.ErrInconsistent)
	assert.Zero(t, out)
	var bad *weights.InconsistentError
	require.ErrorAs(t, err, &bad)
	w := bad.Worst
	assert.Equal(t, "$.pairs[2].times", w.Place)
	assert.Equal(t, "d", w.A)
	assert.Equal(t, "a", w.B)
	assert.Equal(t, kam.MustFraction("5"), w.Times)
	assert.True(t, w.Fits.LessThan(dec("2")), w.Fits)
	assert.True(t, w.Fits.GreaterThan(dec("0.1")), w.Fits)
	f := bad.Finding()
	speaks(t, f)
	assert.Equal(t, "weights.inconsistent", f.Code)
	assert.Equal(t, w.Place, f.Place)
	assert.Contains(t, err.Error(), `"d" against "a" is 5`)

	j.Limit = kam.MustFraction("2")
	accepted := judge(t, j)
	assert.Equal(t, w, accepted.Worst)
	assert.Equal(t, j.Limit, accepted.Consistency.Limit)

	j.Pairs[2] = pair("d", "a", "1/8")
	j.Limit = kam.Fraction{}
	assert.True(t, judge(t, j).Consistency.Ratio.LessThan(dec("0.1")), "the rest agrees")
}

func TestWorstOfThreeIsTheFirst(t *testing.T) {
	j := abc()
	j.Matrix = rows([]string{"1", "2", "9"}, []string{"1/2", "1", "2"}, []string{"1/9", "1/2", "1"})
	j.Limit = kam.MustFraction("1")
	out := judge(t, j)
	assert.Equal(t, "$.matrix[0][1]", out.Worst.Place, "of three items all three deviate alike")
	require.Len(t, out.Alike, 2)
	assert.Equal(t, "$.matrix[0][2] $.matrix[1][2]", out.Alike[0].Place+" "+out.Alike[1].Place)
	strict := j
	strict.Limit = kam.MustFraction("0.001")
	_, err := weights.FromJudgements(strict)
	var bad *weights.InconsistentError
	require.ErrorAs(t, err, &bad)
	assert.Equal(t, out.Alike, bad.Alike)
	assert.Contains(t, err.Error(), "; as far off, $.matrix[0][2]: ")
	assert.Contains(t, bad.Finding().Message.ZH, "偏差相同")
	speaks(t, bad.Finding())
	j.Items = []string{"c", "b", "a"}
	j.Matrix = rows([]string{"1", "1/2", "1/9"}, []string{"2", "1", "1/2"}, []string{"9", "2", "1"})
	assert.Equal(t, "$.matrix[0][1]", judge(t, j).Worst.Place)
	assert.Equal(t, out.Worst.Deviation, judge(t, j).Worst.Deviation)
}

func TestNearestStepOfTheScale(t *testing.T) {
	cases := []struct{ name, ab, ac, bc, fits, nearest string }{
		// Of three items the fitting value is the cube root of ab^2 * ac / bc.
		{"whole", "1", "8", "1", "2", "2"},
		{"one", "1/2", "4", "1", "1", "1"},
		{"half", "1", "1/8", "1", "0.5", "1/2"},
		{"beyond", "9", "9", "1/9", "18.7208", "9"},
		{"far below", "1/9", "1/9", "9", "0.0534", "1/9"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			j := weights.Judgements{
				Items: []string{"a", "b", "c"}, RandomIndex: weights.Saaty2005, Limit: kam.MustFraction("100"),
				Pairs: []weights.Pair{pair("a", "b", c.ab), pair("a", "c", c.ac), pair("b", "c", c.bc)},
			}
			w := judge(t, j).Worst
			assert.Equal(t, "$.pairs[0].times", w.Place)
			assert.Equal(t, c.fits, num.Format(w.Fits))
			assert.Equal(t, kam.MustFraction(c.nearest), w.Nearest)
		})
	}
}

func TestLimitIsInclusive(t *testing.T) {
	j := weights.Judgements{
		Items: []string{"a", "b", "c"}, RandomIndex: weights.Saaty1980, Limit: kam.MustFraction("100"),
		Pairs: []weights.Pair{pair("a", "b", "1"), pair("a", "c", "8"), pair("b", "c", "1")},
	}
	// The eigenvalue of three items is 1 + q + 1/q with q the cube root of ab*bc/ac; here 3.5, so CI is 1/4.
	c := judge(t, j).Consistency
	assert.Equal(t, "3.5", num.Format(c.Lambda))
	assert.Equal(t, "0.25", num.Format(c.Index))
	j.Limit = kam.MustFraction("25/58")
	judge(t, j)
	j.Limit = kam.MustFraction("2499/5800")
	_, err := weights.FromJudgements(j)
	require.ErrorIs(t, err, weights.ErrInconsistent)
}

func TestRandomIndexTables(t *testing.T) {
	cases := []struct {
		table weights.RandomIndex
		last  int
		ends  string
	}{{weights.Saaty1980, 15, "1.59"}, {weights.Saaty2005, 15, "1.59"}, {weights.DoneganDodd1991, 20, "1.5371"}}
	for _, c := range cases {
		t.Run(c.table.String(), func(t *testing.T) {
			for n := -1; n <= c.last+1; n++ {
				index, ok := c.table.Of(n)
				assert.Equal(t, n >= 3 && n <= c.last, ok, n)
				if n == c.last {
					assert.Equal(t, c.ends, num.Format(index))
				}
			}
		})
	}
	_, ok := weights.RandomIndex("saaty").Of(3)
	assert.False(t, ok)
	assert.Equal(t, "saaty", weights.RandomIndex("saaty").String())
}

func TestShortRowHidesNoOtherFault(t *testing.T) {
	j := abc()
	j.Matrix = rows([]string{"1", "2"}, []string{"1/2", "1", "20"}, []string{"1/9", "1/2", "2"})
	_, err := weights.FromJudgements(j)
	assert.Equal(t, []string{
		"weights.count $.matrix[0]", "weights.reciprocal $.matrix[2][2]", "weights.scale $.matrix[1][2]",
	}, codes(t, err))
}
