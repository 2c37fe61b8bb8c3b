package scoring_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
)

// digits is a number of n digits that has few factors in common with its neighbours.
func digits(n int, seed int64) *big.Int {
	out := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n-1)), nil)
	return out.Add(out, big.NewInt(2*seed+1))
}

func longRatio(n int, seed int64) scoring.Exact {
	return scoring.ExactOf(new(big.Rat).SetFrac(digits(n, seed), digits(n+1, seed*seed+7)))
}

// quickly fails when f takes longer than a few seconds, which on a slow machine it stays far below.
func quickly(t *testing.T, f func()) {
	t.Helper()
	start := time.Now()
	f()
	assert.Less(t, time.Since(start), 5*time.Second)
}

// A result with weights, or other figures, of more digits than one can have is refused before anything is added up.
func TestForgedResultsOfManyDigits(t *testing.T) {
	var list []scoring.Measure
	var observations []kam.Observation
	for i := range 14 {
		id := fmt.Sprint("m", i)
		list = append(list, points(id, "1"))
		observations = append(observations, observed(id, "50"))
	}
	c := card(list...)
	c.Weights = scoring.WeightsNormalised
	good := score(t, c, observations...)
	cases := []struct {
		name, place string
		digits      int
		forge       func(*scoring.Node, scoring.Exact)
	}{
		{"weight", "weight", 310, func(n *scoring.Node, e scoring.Exact) { n.Weight = e }},
		{"long weight", "weight", 15_000, func(n *scoring.Node, e scoring.Exact) { n.Weight = e }},
		{"share", "share", 310, func(n *scoring.Node, e scoring.Exact) { n.Share = e }},
		{"effective", "effective", 310, func(n *scoring.Node, e scoring.Exact) { n.Effective = e }},
		{"value", "value", 1_240, func(n *scoring.Node, e scoring.Exact) { n.Value = e }},
		{"target", "target", 1_240, func(n *scoring.Node, e scoring.Exact) { n.Target = e }},
		{"base", "base", 1_240, func(n *scoring.Node, e scoring.Exact) { n.Base = e }},
		{"attainment", "attainment", 1_240, func(n *scoring.Node, e scoring.Exact) { n.Attainment = e }},
		{"growth", "growth", 1_240, func(n *scoring.Node, e scoring.Exact) { n.Growth = e }},
		{"percentile", "percentile", 1_240, func(n *scoring.Node, e scoring.Exact) { n.Percentile = e }},
		{"z", "zScore", 1_240, func(n *scoring.Node, e scoring.Exact) { n.ZScore = e }},
		{"raw", "raw", 1_240, func(n *scoring.Node, e scoring.Exact) { n.Raw = e }},
		{"score", "score", 1_240, func(n *scoring.Node, e scoring.Exact) { n.Score = e }},
		{"contribution", "contribution", 160_000, func(n *scoring.Node, e scoring.Exact) { n.Contribution = e }},
	}
	for _, k := range cases {
		t.Run(k.name, func(t *testing.T) {
			r := good
			r.Nodes = append([]scoring.Node(nil), r.Nodes...)
			want := []string{}
			for i := range r.Nodes {
				k.forge(&r.Nodes[i], longRatio(k.digits, int64(i)))
				want = append(want, fmt.Sprintf("result.too-large $.nodes[%d].%s", i, k.place))
			}
			quickly(t, func() { assert.Equal(t, want, codes(t, r.Verify())) })
			if k.digits > 15_000 {
				return
			}
			text, err := r.Canonical()
			require.NoError(t, err)
			require.Less(t, len(text), scoring.MaxResult)
			quickly(t, func() { assert.Equal(t, want, codes(t, scoring.VerifyResult(text))) })
		})
	}
}

func TestForgedSumsOfManyDigits(t *testing.T) {
	c := card(points("a", "1"))
	c.Adjustments = []scoring.Adjustment{{ID: "plus", Metric: "plus", PerUnit: dec("1")}}
	c.Vetoes = []scoring.Veto{{ID: "v", On: "a", Below: opt("1"), Effect: scoring.VetoLowest}}
	r := score(t, c, observed("a", "5"), observed("plus", "1"))
	long, longer := longRatio(1_240, 1), longRatio(160_000, 1)
	r.Adjustments[0].Units, r.Adjustments[0].Points, r.Vetoes[0].Tested = long, long, longer
	r.Coverage, r.MinimumCoverage, r.Sum, r.Bonus, r.Penalty, r.Adjusted, r.Capped, r.Total = longer, longer, longer, longer, longer, longer, longer, longer
	assert.Equal(t, []string{
		"result.too-large $.adjustments[0].units", "result.too-large $.adjustments[0].points", "result.too-large $.vetoes[0].tested",
		"result.too-large $.coverage", "result.too-large $.minimumCoverage", "result.too-large $.sum", "result.too-large $.bonus",
		"result.too-large $.penalty", "result.too-large $.adjusted", "result.too-large $.capped", "result.too-large $.total",
	}, codes(t, r.Verify()))
}

// Long figures that a result may have are compared in a moment, whether they agree or not.
func TestLongForgedFiguresAreCompared(t *testing.T) {
	var dimensions []scoring.Dimension
	var observations []kam.Observation
	for i := range 120 {
		id := fmt.Sprint("m", i)
		dimensions = append(dimensions, scoring.Dimension{ID: "d" + id, Weight: kam.MustFraction("1/120"), Measures: []scoring.Measure{points(id, "1")}})
		observations = append(observations, observed(id, "50"))
	}
	c := card()
	c.Dimensions = dimensions
	r := score(t, c, observations...)
	for i := range r.Nodes {
		r.Nodes[i].Score = longRatio(15_000, int64(i))
	}
	for _, stated := range []scoring.Exact{{}, exact(t, "1")} {
		r.Sum, r.Adjusted, r.Capped, r.Total = stated, stated, stated, stated
		text, err := r.Canonical()
		require.NoError(t, err)
		require.Less(t, len(text), scoring.MaxResult)
		quickly(t, func() {
			err := scoring.VerifyResult(text)
			assert.Contains(t, codes(t, err), "result.differs $.nodes[24].score")
			for _, m := range messages(t, err) {
				assert.Less(t, len(m.EN), 3_000)
			}
		})
	}
}

// Weights that do not sum to 1 are all that is told, at each level.
func TestWeightsAreCheckedFirst(t *testing.T) {
	r := whole(t)
	r.Nodes[0].Weight, r.Nodes[1].Children[0].Weight = exact(t, "0.36"), exact(t, "0.6")
	assert.Equal(t, []string{"result.differs $.nodes[1].children", "result.differs $.nodes"}, codes(t, r.Verify()))
	assert.Equal(t, []kam.Text{
		{EN: "it says 11/10 and computes as 1", ZH: "填写为 11/10，重算为 1"},
		{EN: "it says 101/100 and computes as 1", ZH: "填写为 101/100，重算为 1"},
	}, messages(t, r.Verify()))
}

func TestForgedResultsOfManyParts(t *testing.T) {
	r := score(t, card(points("a", "1")), observed("a", "5"))
	for range scoring.MaxNodes {
		r.Nodes = append(r.Nodes, r.Nodes[0])
		r.Adjustments = append(r.Adjustments, scoring.AdjustmentResult{})
		r.Vetoes = append(r.Vetoes, scoring.VetoResult{})
		r.Grades = append(r.Grades, scoring.Grade{})
	}
	assert.Equal(t, []string{"result.too-large $.nodes"}, codes(t, r.Verify()))
	r.Nodes = r.Nodes[:1]
	r.Adjustments, r.Vetoes, r.Grades = append(r.Adjustments, r.Adjustments[0]), append(r.Vetoes, r.Vetoes[0]), append(r.Grades, r.Grades[0])
	assert.Equal(t, []string{"result.too-large $.adjustments", "result.too-large $.vetoes", "result.too-large $.grades"}, codes(t, r.Verify()))

	r = score(t, card(points("a", "1")), observed("a", "5"))
	for range scoring.MaxDepth {
		inner := r.Nodes
		r.Nodes = []scoring.Node{{Kind: scoring.DimensionNode, ID: "d", Weight: exact(t, "1"), Children: inner}}
	}
	assert.Equal(t, []string{"result.too-large $.nodes"}, codes(t, r.Verify()))
}

// A result that cannot be written is no result that can be verified.
func TestVerifyOfANumberOutOfBounds(t *testing.T) {
	r := score(t, card(points("a", "1")), observed("a", "5"))
	r.Scale.Max = decimal.New(1, 2_000_000_000)
	quickly(t, func() { require.Error(t, r.Verify()) })
}

// Weights over a denominator of up to 300 digits are computed with, on the whole way to a measure; longer ones are refused.
func TestWeightsOfManyDigits(t *testing.T) {
	level := func(n int) []scoring.Measure {
		var list []scoring.Measure
		for i := range n {
			m := points(fmt.Sprint("m", n, "-", i), "1")
			m.Weight = kam.Fraction{Num: 1, Den: 1_000_000_000_000 - int64(i*i) - 1}
			list = append(list, m)
		}
		return list
	}
	c := card(level(20)...)
	c.Weights = scoring.WeightsNormalised
	require.NoError(t, score(t, c, observed("m20-3", "5")).Verify())
	c.Measures = level(256)
	_, err := scoring.Compile(c)
	assert.Equal(t, []string{"card.weight $"}, codes(t, err))
	require.ErrorContains(t, err, "digits, more than 300")

	c.Measures = []scoring.Measure{points("a", "1")}
	deep := scoring.Dimension{ID: "inner", Weight: kam.Whole(), Measures: level(20)}
	c.Dimensions = []scoring.Dimension{{ID: "outer", Weight: kam.Whole(), Dimensions: []scoring.Dimension{deep}, Measures: level(19)}}
	_, err = scoring.Compile(c)
	assert.Equal(t, []string{"card.weight $.dimensions[0].dimensions[0]"}, codes(t, err))
}

// The longest figures that a card and its inputs can make: all levels, the most measures, numbers of the most digits
// that have nothing in common. The result verifies, as text too unless it is longer than that may be.
func TestLongestResultsVerify(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const measures = 120
	top := scoring.Dimension{ID: "d0", Weight: kam.Whole()}
	in := scoring.Inputs{Subject: anna, Period: year}
	for i := range measures {
		id := fmt.Sprint("m", i)
		top.Measures = append(top.Measures, measure(id, "1", scoring.Function{Growth: &scoring.Growth{PerPercent: dec("0." + strings.Repeat("0", 20) + "1234567891"), Start: opt("50.000000000000000000000000000001")}}))
		in.Observations = append(in.Observations, kam.Observation{
			Subject: anna, Metric: id, Period: year,
			Numerator: decimal.NewNullDecimal(decimal.NewFromBigInt(digits(38, int64(i)), -30)), Denominator: decimal.NewNullDecimal(decimal.NewFromBigInt(digits(38, int64(1000+i*i)), -1)),
		})
		in.Targets = append(in.Targets, scoring.Target{Measure: id, Base: decimal.NewNullDecimal(decimal.NewFromBigInt(digits(38, int64(90_000+3*i)), -30))})
	}
	for i := 1; i < scoring.MaxDepth-1; i++ {
		top = scoring.Dimension{ID: fmt.Sprint("d", i), Weight: kam.Whole(), Dimensions: []scoring.Dimension{top}, Measures: []scoring.Measure{points(fmt.Sprint("p", i), "1/7")}}
	}
	c := card()
	c.Weights, c.Dimensions = scoring.WeightsNormalised, []scoring.Dimension{top}
	p := compile(t, c)
	for i := range scoring.MaxDepth - 2 {
		in.Observations = append(in.Observations, observed(fmt.Sprint("p", i+1), "71.3"))
	}
	r, err := p.Score(in)
	require.NoError(t, err)
	require.True(t, r.Known)
	quickly(t, func() { require.NoError(t, r.Verify()) })
	r.Nodes[0].Score = longRatio(300, 1)
	require.Error(t, r.Verify())
}

func TestCohortValuesAreBounded(t *testing.T) {
	for _, f := range []scoring.Function{{Percentile: &scoring.Percentile{}}, {ZScore: &scoring.ZScore{Centre: dec("50"), PerDeviation: dec("10"), Deviation: scoring.Sample}}} {
		p := compile(t, card(measure("a", "1", f)))
		in := scoring.Inputs{Subject: anna, Period: year, Observations: []kam.Observation{observed("a", "5")}}
		in.Cohorts = []scoring.Cohort{{Measure: "a", Values: []scoring.Exact{exact(t, "1"), longRatio(307, 1), exact(t, "3")}}}
		r, err := p.Score(in)
		require.NoError(t, err)
		require.NoError(t, r.Verify())
		in.Cohorts[0].Values[1] = longRatio(310, 1)
		_, err = p.Score(in)
		assert.Equal(t, []string{"score.number $.cohorts[0].values[1]"}, codes(t, err))
	}
}
