package chart_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/svg"
	"github.com/kam-go/kam/scoring"
	"github.com/kam-go/kam/scoring/chart"
)

func compared(t testing.TB, a, b scoring.Result, o chart.Options) picture {
	t.Helper()
	svg, err := chart.Compare(a, b, o)
	require.NoError(t, err)
	return texts(t, svg)
}

func TestCompare(t *testing.T) {
	p := compared(t, result(t), changed(t), chart.Options{})
	for _, text := range []string{"75.0 | 77.9 (+2.9)", "82 | 74 (−8)", "91.5 | 95 (+3.5)", "64 | 64 (±0)", "48 | not known"} {
		assert.Contains(t, p.texts, text)
	}
	assert.Equal(t, "anna: 2026-01-01 to 2026-03-31 and 2026-04-01 to 2026-06-30", p.title)
	assert.Contains(t, p.description, "First 2026-01-01 to 2026-03-31, then 2026-04-01 to 2026-06-30. Total: 75.0 | 77.9 (+2.9). Sales growth: 82 | 74 (−8).")
	assert.Contains(t, compared(t, result(t), changed(t), chart.Options{Lang: kam.Chinese}).texts, "75.0 | 77.9（+2.9）")
}

func TestComparePlacesMarks(t *testing.T) {
	// The scale goes from 24 to 616 pixels.
	p := compared(t, scored(t, card(four), four, firstQuarter), scored(t, card(four), with(four, "0", "100", "", "25"), firstQuarter), chart.Options{})
	at := func(list []svg.Point) []svg.Px {
		var out []svg.Px
		for _, c := range list {
			out = append(out, c.X)
		}
		return out
	}
	// A total of 43.75 is shown, and drawn, as 43.8.
	rings, dots := at(p.circles(t, "f-surface s-series-2")), at(p.circles(t, "f-series-1"))
	assert.Equal(t, []svg.Px{0, 28_330, 61_600, 32_000, 2_400, 17_200}, rings, "the first one is in the legend")
	assert.Equal(t, []svg.Px{0, 27_086, 2_400, 61_600, 17_200}, dots)
}

func TestCompareTellsSidesApart(t *testing.T) {
	first := result(t)
	bo, boLater := result(t), changed(t)
	bo.Subject.ID, boLater.Subject.ID = "bo", "bo"
	timeless, second := result(t), result(t)
	timeless.Period = kam.Period{}
	second.Version = 2
	cases := []struct {
		name string
		b    scoring.Result
		want [2]string
	}{
		{"two periods", changed(t), [2]string{"2026-01-01 to 2026-03-31", "2026-04-01 to 2026-06-30"}},
		{"two subjects", bo, [2]string{"anna", "Bo"}},
		{"two subjects and periods", boLater, [2]string{"anna, 2026-01-01 to 2026-03-31", "Bo, 2026-04-01 to 2026-06-30"}},
		{"a period and none", timeless, [2]string{"2026-01-01 to 2026-03-31", "second result"}},
		{"two editions", second, [2]string{"first result", "second result"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := compared(t, first, c.b, chart.Options{Names: map[kam.Subject]string{bo.Subject: "Bo"}})
			assert.Contains(t, p.texts, c.want[0])
			assert.Contains(t, p.texts, c.want[1])
		})
	}
	assert.Contains(t, compared(t, first, second, chart.Options{}).description, "The first result is by edition 1 of the card, the second by edition 2")
	assert.NotContains(t, compared(t, first, bo, chart.Options{}).description, "edition")
}

func TestCompareMatchesPartsByID(t *testing.T) {
	before := []part{{"a", "A", "", "0.5", "10"}, {"gone", "Gone", "", "0.5", "20"}}
	after := []part{{"new", "New", "", "0.5", "30"}, {"a", "A", "", "0.5", "40"}}
	p := compared(t, scored(t, card(before), before, firstQuarter), scored(t, card(after), after, firstQuarter), chart.Options{})
	assert.Contains(t, p.description, "Total: 15.0 | 35.0 (+20). New: not known | 30. A: 10 | 40 (+30). Gone: 20 | not known.")
}

func TestCompareUnknownAndBeyond(t *testing.T) {
	nothing := scored(t, card(profile), with(profile, "", "", "", "", ""), firstQuarter)
	p := compared(t, nothing, result(t), chart.Options{})
	assert.Contains(t, p.texts, "not known | 75.0")
	hidden := result(t)
	hidden.Known = false
	assert.Contains(t, compared(t, hidden, result(t), chart.Options{}).texts, "not known | 75.0", "a result that is not known has no score, whatever stands there")
	c := card(four)
	c.Scale.MeasureMax = opt("150")
	high := scored(t, c, with(four, "150", "50", "0", "25"), firstQuarter)
	p = compared(t, high, high, chart.Options{})
	assert.Contains(t, p.texts, "150 | 150 (±0)")
	assert.Contains(t, p.texts, "Scores beyond the scale are drawn at its edge")
	low := high
	low.Nodes = append([]scoring.Node(nil), high.Nodes...)
	low.Nodes[0].Score = exact("-1")
	assert.Contains(t, compared(t, low, low, chart.Options{}).texts, "Scores beyond the scale are drawn at its edge")
	assert.NotContains(t, compared(t, result(t), result(t), chart.Options{}).texts, "Scores beyond the scale are drawn at its edge")
}

func TestCompareUnderADimension(t *testing.T) {
	p := compared(t, deep(t), deep(t), chart.Options{Under: "sales"})
	assert.Contains(t, p.description, "Total: 75.0 | 75.0 (±0). Growth: 80 | 80 (±0). Margin: 60 | 60 (±0). Market: 40 | 40 (±0).")
	_, err := chart.Compare(deep(t), result(t), chart.Options{Under: "sales"})
	assert.Equal(t, []string{"chart.under $.options.under"}, codes(t, err))
}

func TestCompareFaults(t *testing.T) {
	other := result(t)
	other.Card, other.Scale.Max = "other", dec("120")
	_, err := chart.Compare(result(t), other, chart.Options{})
	assert.Equal(t, []string{"chart.mixed $.second.card", "chart.mixed $.second.scale"}, codes(t, err))
	_, err = chart.Compare(scoring.Result{}, scoring.Result{}, chart.Options{})
	assert.Equal(t, []string{"chart.scale $.first.scale", "chart.scale $.second.scale"}, codes(t, err))
}
