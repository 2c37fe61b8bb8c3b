package compare_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/scoring/compare"
)

// values are those of the people a, b and so on.
func values(list ...string) []compare.Value {
	var out []compare.Value
	for i, v := range list {
		out = append(out, compare.Value{Person: string(rune('a' + i)), Value: known(v)})
	}
	return out
}

func found(o *compare.Outliers) []string {
	out := []string{}
	for _, x := range o.Found {
		side := "low"
		if x.High {
			side = "high"
		}
		out = append(out, fmt.Sprintf("%s %s %s", x.Person, side, text(x.ZScore)))
	}
	return out
}

// Of 10, 11, 12, 13, 40 the median is 12, the distances are 2, 1, 0, 1, 28, their median 1: the modified z-scores are
// -1.349, -0.6745, 0, 0.6745 and 18.886. Quartiles are at positions 1, 2, 3: 11, 12, 13, so that the fences are 8 and 16.
func TestFindOutliersByHand(t *testing.T) {
	usual := values("40", "11", "12", "13", "10")
	cases := []struct {
		name   string
		values []compare.Value
		rule   compare.OutlierRule
		want   []string
	}{
		{"median deviation", usual, compare.OutlierRule{Method: compare.MedianDeviation}, []string{"a high 18.886"}},
		{"at the limit it does not stand out", usual, compare.OutlierRule{Method: compare.MedianDeviation, Limit: dec("1.349")}, []string{"a high 18.886"}},
		{"beyond it does", usual, compare.OutlierRule{Method: compare.MedianDeviation, Limit: dec("1.3489")}, []string{"e low -1.349", "a high 18.886"}},
		{"by default the limit is 3.5: 0.6745 * 5.19", values("17.18", "11", "12", "13", "10"), compare.OutlierRule{Method: compare.MedianDeviation}, []string{}},
		{"and just beyond", values("17.19", "11", "12", "13", "10"), compare.OutlierRule{Method: compare.MedianDeviation}, []string{"a high 3.500655"}},
		{"fences", usual, compare.OutlierRule{Method: compare.Fences}, []string{"a high "}},
		{"on the fence", values("16", "11", "12", "13", "8"), compare.OutlierRule{Method: compare.Fences}, []string{}},
		{"beyond the fence", values("16.01", "11", "12", "13", "10"), compare.OutlierRule{Method: compare.Fences}, []string{"a high "}},
		{"below the fence", values("13", "11", "12", "13", "7.99"), compare.OutlierRule{Method: compare.Fences}, []string{"e low "}},
		{"a wider fence", usual, compare.OutlierRule{Method: compare.Fences, Limit: dec("13.5")}, []string{}},
		{"unknown values are left out", append(usual, compare.Value{Person: "u"}), compare.OutlierRule{Method: compare.MedianDeviation}, []string{"a high 18.886"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			o, err := compare.FindOutliers(c.values, c.rule)
			require.NoError(t, err)
			assert.Empty(t, o.Unjudged)
			assert.Equal(t, c.want, found(o))
			assert.Len(t, codesOf(t, o.Findings), len(c.want))
			assert.Equal(t, 5, o.N)
		})
	}
	o, err := compare.FindOutliers(usual, compare.OutlierRule{Method: compare.Fences})
	require.NoError(t, err)
	assert.Equal(t, []string{"8", "16", "1", "12", "1.5"}, []string{text(o.Low), text(o.High), text(o.MAD), text(o.Quartiles.Median), o.Limit.String()})
	assert.Equal(t, []string{"compare.outlier $.values a"}, codesOf(t, o.Findings))
	assert.Equal(t, "40", evidence(o.Findings[0], "value"))
	assert.Equal(t, "16", evidence(o.Findings[0], "high fence"))
}

func TestOutliersNotJudged(t *testing.T) {
	cases := []struct {
		name   string
		values []compare.Value
		rule   compare.OutlierRule
		want   compare.Unjudged
	}{
		{"none", nil, compare.OutlierRule{Method: compare.MedianDeviation}, compare.TooFewValues},
		{"four", values("1", "2", "3", "40"), compare.OutlierRule{Method: compare.Fences}, compare.TooFewValues},
		{"four known", values("1", "2", "3", "40", ""), compare.OutlierRule{Method: compare.Fences}, compare.TooFewValues},
		{"three when asked", values("1", "2", "3"), compare.OutlierRule{Method: compare.Fences, MinValues: 3}, ""},
		{"no deviation", values("1", "1", "1", "2", "9"), compare.OutlierRule{Method: compare.MedianDeviation}, compare.NoSpread},
		{"no distance of quartiles", values("1", "1", "1", "1", "9"), compare.OutlierRule{Method: compare.Fences}, compare.NoSpread},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			o, err := compare.FindOutliers(c.values, c.rule)
			require.NoError(t, err)
			assert.Equal(t, c.want, o.Unjudged)
			assert.Empty(t, o.Found)
			assert.Empty(t, o.Findings)
			assert.Equal(t, o.N > 0, o.MAD.Valid)
		})
	}
}

func TestFindOutliersFaults(t *testing.T) {
	_, err := compare.FindOutliers(nil, compare.OutlierRule{Limit: dec("-1"), MinValues: 2})
	assert.Equal(t, []string{"compare.method $.method", "compare.limit $.limit", "compare.least $.minValues"}, codes(t, err))
	list := []compare.Value{{Value: decimal.NewNullDecimal(decimal.New(1, 31))}, {Person: "a"}, {Person: "a"}}
	_, err = compare.FindOutliers(list, compare.OutlierRule{Method: compare.Fences, Limit: decimal.New(1, -31)})
	assert.Equal(t, []string{"compare.number $.limit", "compare.name $.values[0].person", "compare.number $.values[0].value", "compare.twice $.values[2].person"}, codes(t, err))
	_, err = compare.FindOutliers(make([]compare.Value, compare.MaxEntries+1), compare.OutlierRule{Method: compare.Fences})
	assert.Equal(t, []string{"compare.size $.values"}, codes(t, err))
}

func TestFindOutliersProperties(t *testing.T) {
	for seed := range uint64(80) {
		r := seeded(seed)
		var list, mirror, moved []compare.Value
		for i := range 5 + r.IntN(30) {
			v := decimal.New(r.Int64N(40), 0)
			if r.IntN(8) == 0 {
				v = v.Mul(dec("7"))
			}
			person := fmt.Sprint(i)
			list = append(list, compare.Value{Person: person, Value: decimal.NewNullDecimal(v)})
			mirror = append(mirror, compare.Value{Person: person, Value: decimal.NewNullDecimal(v.Neg())})
			moved = append(moved, compare.Value{Person: person, Value: decimal.NewNullDecimal(v.Mul(dec("0.3")).Add(dec("1000")))})
		}
		for _, method := range []compare.OutlierMethod{compare.MedianDeviation, compare.Fences} {
			rule := compare.OutlierRule{Method: method, Limit: dec("1.2")}
			o, err := compare.FindOutliers(list, rule)
			require.NoError(t, err)
			again, err := compare.FindOutliers(shuffled(r, list), rule)
			require.NoError(t, err)
			require.Equal(t, asJSON(t, o), asJSON(t, again), "the order of values changes nothing")
			m, err := compare.FindOutliers(mirror, rule)
			require.NoError(t, err)
			require.Len(t, m.Found, len(o.Found), "the other way round the same values stand out")
			s, err := compare.FindOutliers(moved, rule)
			require.NoError(t, err)
			require.Len(t, s.Found, len(o.Found), "so they do in another unit")
			for i, x := range o.Found {
				require.Equal(t, x.Person, s.Found[i].Person)
				require.Equal(t, text(x.ZScore), text(s.Found[i].ZScore))
			}
		}
	}
}
