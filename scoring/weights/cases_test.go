package weights_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/scoring/weights"
)

type published struct {
	Judgements []struct {
		ID          string
		Items       []string
		Matrix      [][]kam.Fraction
		Pairs       []weights.Pair
		RandomIndex weights.RandomIndex
		Three, Four []string
		RatioPlaces int32
		Ratio       string
	}
	Hierarchy struct {
		ID         string
		Candidates []string
		Under      []struct {
			Criterion                    string
			TomDick, TomHarry, DickHarry kam.Fraction
			Ratio2005, Ratio1980         string
		}
		Three, Never []string
	}
}

func cases(t *testing.T) published {
	t.Helper()
	data, err := os.ReadFile("testdata/cases.json")
	require.NoError(t, err)
	var out published
	require.NoError(t, json.Unmarshal(data, &out))
	require.NotEmpty(t, out.Judgements)
	return out
}

func TestPublishedJudgements(t *testing.T) {
	for _, c := range cases(t).Judgements {
		t.Run(c.ID, func(t *testing.T) {
			j := weights.Judgements{Items: c.Items, Matrix: c.Matrix, Pairs: c.Pairs, RandomIndex: c.RandomIndex, Places: 12}
			out := judge(t, j)
			assert.Equal(t, c.Three, shares(out.Weights, 3))
			if c.Four != nil {
				assert.Equal(t, c.Four, shares(out.Weights, 4))
			}
			assert.Equal(t, c.Ratio, num.Format(num.Round(out.Consistency.Ratio, c.RatioPlaces, num.HalfUp)))
		})
	}
}

func TestPublishedHierarchy(t *testing.T) {
	all := cases(t)
	c := all.Hierarchy
	t.Run(c.ID, func(t *testing.T) {
		for _, s := range all.Judgements {
			if s.ID != "S15" {
				continue
			}
			criteria := judge(t, weights.Judgements{Items: s.Items, Pairs: s.Pairs, RandomIndex: s.RandomIndex, Places: 12})
			var branches []weights.Branch
			for _, u := range c.Under {
				j := weights.Judgements{Items: c.Candidates, RandomIndex: weights.Saaty2005, Places: 12, Pairs: []weights.Pair{
					{A: "Tom", B: "Dick", Times: u.TomDick}, {A: "Tom", B: "Harry", Times: u.TomHarry}, {A: "Dick", B: "Harry", Times: u.DickHarry},
				}}
				local := judge(t, j)
				branches = append(branches, weights.Branch{Under: u.Criterion, Weights: local.Weights})
				if u.Ratio2005 == "" {
					continue
				}
				assert.Equal(t, u.Ratio2005, num.Format(num.Round(local.Consistency.Ratio, 3, num.HalfUp)), u.Criterion)
				j.RandomIndex = weights.Saaty1980
				other := judge(t, j)
				assert.Equal(t, u.Ratio1980, num.Format(num.Round(other.Consistency.Ratio, 3, num.HalfUp)), u.Criterion)
				assert.Equal(t, shares(local.Weights, 12), shares(other.Weights, 12))
			}
			out, err := weights.Synthesise(criteria.Weights, branches, 12)
			require.NoError(t, err)
			sumsToOne(t, out)
			assert.Equal(t, c.Three, shares(out, 3))
			assert.NotEqual(t, c.Never, shares(out, 3))
		}
	})
}
