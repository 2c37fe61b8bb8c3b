package likelihood_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/likelihood"
	"github.com/kam-go/kam/internal/num"
)

// equals is a number of like deals in the file of cases.
type equals struct {
	Count  int
	Amount decimal.Decimal
	Win    kam.Fraction
}

func (e equals) deals() []likelihood.Deal {
	out := make([]likelihood.Deal, e.Count)
	for i := range out {
		out[i] = likelihood.Deal{Amount: e.Amount, Win: e.Win}
	}
	return out
}

type published struct {
	ID, Source, What  string
	Coverage          likelihood.Pipeline
	Velocity          []likelihood.Flow
	Normal            likelihood.Normal
	Many, One         equals
	Deals             []likelihood.Deal
	Expected, Refuted map[string]string
	Shares            []struct {
		Yes, Answers int64
		Low, High    string
	}
}

func TestPublishedCases(t *testing.T) {
	text, err := os.ReadFile("testdata/cases.json")
	require.NoError(t, err)
	var cases []published
	require.NoError(t, json.Unmarshal(text, &cases))
	check := map[string]func(*testing.T, published){
		"G17": checkCoverage, "G23": checkCoverage, "G27": checkVelocity, "G42": checkLevels,
		"G43": checkManyAndOne, "G44": checkThreeDeals, "W1998": checkShares,
	}
	require.Len(t, cases, len(check))
	for _, c := range cases {
		require.Contains(t, check, c.ID)
		t.Run(c.ID, func(t *testing.T) { check[c.ID](t, c) })
	}
}

func checkCoverage(t *testing.T, c published) {
	got, err := likelihood.Cover(c.Coverage)
	require.NoError(t, err)
	for name, want := range c.Expected {
		equalDecimal(t, want, map[string]decimal.Decimal{
			"needed": got.Needed, "weighted": got.Weighted, "gap": got.Gap, "required": got.Required, "ratio": got.Ratio,
		}[name])
	}
}

func checkVelocity(t *testing.T, c published) {
	first, err := likelihood.Velocity(c.Velocity[0])
	require.NoError(t, err)
	second, err := likelihood.Velocity(c.Velocity[1])
	require.NoError(t, err)
	equalDecimal(t, c.Expected["first"], first)
	equalDecimal(t, c.Expected["second"], second)
	assert.False(t, dec(c.Refuted["second"]).Equal(second))
}

func checkLevels(t *testing.T, c published) {
	got, err := c.Normal.Levels(likelihood.Bands{}, kam.HigherIsBetter, 2)
	require.NoError(t, err)
	equalDecimal(t, c.Expected["threshold"], got.Threshold)
	equalDecimal(t, c.Expected["target"], got.Target)
	equalDecimal(t, c.Expected["stretch"], got.Stretch)
}

func checkManyAndOne(t *testing.T, c published) {
	many, one := fromDeals(t, c.Many.deals()...), fromDeals(t, c.One.deals()...)
	require.True(t, many.Exact())
	equalDecimal(t, c.Expected["mean"], many.Mean(0))
	equalDecimal(t, c.Expected["mean"], one.Mean(0))
	four := func(e likelihood.Estimate) decimal.Decimal { return num.Round(e.Probability.Decimal, 4, num.HalfUp) }
	equalDecimal(t, c.Expected["atLeast40000"], four(atLeast(t, many, "40000")))
	equalDecimal(t, c.Expected["moreThan60000"], four(moreThan(t, many, "60000")))
	equalKnown(t, c.Expected["oneAtLeast40000"], atLeast(t, one, "40000"))
}

func checkThreeDeals(t *testing.T, c published) {
	d := fromDeals(t, c.Deals...)
	equalDecimal(t, c.Expected["mean"], d.Mean(4))
	equalDecimal(t, c.Expected["sd"], d.SD(3))
	q, err := d.Quantile(frac(4, 5))
	require.NoError(t, err)
	assert.True(t, q.Exact())
	equalDecimal(t, c.Expected["q80"], q.Low)
	equalKnown(t, c.Expected["atLeastMean"], atLeast(t, d, c.Expected["mean"]))
}

func checkShares(t *testing.T, c published) {
	require.NotEmpty(t, c.Shares)
	for _, s := range c.Shares {
		got, err := likelihood.ShareInterval(s.Yes, s.Answers)
		require.NoError(t, err)
		equalDecimal(t, s.Low, num.Round(got.Low, 4, num.HalfUp))
		equalDecimal(t, s.High, num.Round(got.High, 4, num.HalfUp))
	}
}
