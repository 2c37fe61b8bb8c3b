package chart_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
	"github.com/kam-go/kam/scoring/chart"
)

func TestPublishedContributions(t *testing.T) {
	data, err := os.ReadFile("testdata/cases.json")
	require.NoError(t, err)
	var cases []struct {
		ID, Source, What, Max, Sum       string
		Places                           int32
		Weights, Values, Shown, Possible []string
	}
	require.NoError(t, json.Unmarshal(data, &cases))
	require.Len(t, cases, 3)
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			var parts []part
			for i, w := range c.Weights {
				parts = append(parts, part{id: string(rune('a' + i)), weight: w, value: c.Values[i]})
			}
			spec := card(parts)
			spec.Scale.Max, spec.Rounding.Places, spec.Grades = dec(c.Max), c.Places, nil
			svg, err := chart.Contributions(scored(t, spec, parts, firstQuarter), chart.Options{})
			require.NoError(t, err)
			p := texts(t, svg)
			sum := decimal.Zero
			for i := range c.Weights {
				want := "not known, left out"
				if c.Shown[i] != "" {
					want = c.Shown[i] + " of " + c.Possible[i]
					sum = sum.Add(dec(c.Shown[i]))
				}
				assert.Contains(t, p.texts, want)
			}
			assert.True(t, sum.Equal(dec(c.Sum)), "%s", sum)
		})
	}
}

// bars are the rectangles of a fill that have a height of 14 pixels.
func (p picture) bars(t *testing.T, class string) [][2]int64 {
	t.Helper()
	var out [][2]int64
	for _, e := range p.elements {
		if e.Name.Local != "rect" || attribute(t, e, "height") != 1400 {
			continue
		}
		for _, a := range e.Attr {
			if a.Name.Local == "class" && strings.Fields(a.Value)[0] == class {
				out = append(out, [2]int64{attribute(t, e, "x"), attribute(t, e, "width")})
			}
		}
	}
	return out
}

func TestBarsAreWhatTheySay(t *testing.T) {
	// 0.3*82 = 24.6 of 30 and so on; the scale goes from 0 to 30 over 608 pixels from 16 on.
	svg, err := chart.Contributions(result(t), chart.Options{})
	require.NoError(t, err)
	p := texts(t, svg)
	assert.Equal(t, [][2]int64{{1600, 49856}, {1600, 46360}, {1600, 25941}, {1600, 14592}, {1600, 15200}}, p.bars(t, "f-series-1"))
	assert.Equal(t, [][2]int64{{51456, 10944}, {47960, 4307}, {27541, 14592}, {16192, 15808}, {16800, 5067}}, p.bars(t, "f-soft-1"))
	assert.Empty(t, p.bars(t, "f-series-2"))
	assert.NotContains(t, p.description, "Weighted sum", "there is nothing to explain")
}

func TestBonusPenaltyAndVeto(t *testing.T) {
	svg, err := chart.Contributions(adjusted(t), chart.Options{})
	require.NoError(t, err)
	p := texts(t, svg)
	zero := int64(1600 + 60800*5/35)
	assert.InDelta(t, zero, p.bars(t, "f-series-3")[0][0], 1)
	assert.InDelta(t, 60800*5/35, p.bars(t, "f-series-3")[0][1], 1)
	penalty := p.bars(t, "f-series-2")[0]
	assert.InDelta(t, zero, penalty[0]+penalty[1], 1, "a penalty goes to the left of zero")
	assert.InDelta(t, 60800*4/35, penalty[1], 1)
	assert.Contains(t, p.texts, "+5")
	assert.Contains(t, p.texts, "−4")
	assert.Contains(t, p.description, "Weighted sum 75, with bonus and penalty points 76, after vetoes 69.9. Veto: market development below 50.")
	chinese, err := chart.Contributions(adjusted(t), chart.Options{Lang: kam.Chinese})
	require.NoError(t, err)
	assert.Contains(t, texts(t, chinese).description, "加权合计 75，加减分后 76，一票否决后 69.9。一票否决：市场开拓低于 50 分。")
}

func TestCappedScoreAndGrade(t *testing.T) {
	c := card(profile)
	c.Adjustments = []scoring.Adjustment{{ID: "ideas", Metric: "ideas", PerUnit: dec("10")}}
	c.Vetoes = []scoring.Veto{{ID: "calm", On: "market", Below: opt("50"), Effect: scoring.VetoCapGrade, Grade: "C"}}
	c.Vetoes = append(c.Vetoes, scoring.Veto{ID: "quiet", On: "team", Below: opt("50"), Effect: scoring.VetoLowest})
	svg, err := chart.Contributions(scored(t, c, append(with(profile), part{id: "ideas", value: "3"}), firstQuarter), chart.Options{})
	require.NoError(t, err)
	p := texts(t, svg)
	assert.Contains(t, p.description, "Weighted sum 75, with bonus and penalty points 105, within the scale 100. Veto: calm. Without the vetoes the grade would be A.")
	assert.Contains(t, p.texts, "100.0 of 100 · C fair")
	assert.NotContains(t, p.description, "quiet", "a veto that did nothing")
}

func TestContributionsOfWhatIsNotKnown(t *testing.T) {
	p := texts(t, draw(t, chart.Contributions, many(t), chart.Options{}))
	assert.Contains(t, p.texts, "not known, left out")
	assert.Contains(t, p.texts, "0 of 11.1, by rule")
	assert.Len(t, p.bars(t, "f-series-1"), 8)
	assert.Len(t, p.bars(t, "f-surface"), 1, "points by rule are hollow")
	assert.Len(t, p.bars(t, "f-soft-1"), 8)

	c := card(profile)
	c.Missing.Policy = scoring.MissingBlock
	c.Measures[4].Weight, c.Measures[0].Weight = kam.MustFraction("0"), kam.MustFraction("0.4")
	blocked := scored(t, c, with(profile, "82", "91.5", "64", ""), firstQuarter)
	p = texts(t, draw(t, chart.Contributions, blocked, chart.Options{}))
	assert.Contains(t, p.texts, "Not known: a value that must be known is missing")
	assert.Contains(t, p.texts, "not known")
	assert.Contains(t, p.texts, "of no weight")
	assert.Len(t, p.bars(t, "f-series-1"), 3)

	nothing := scored(t, card(profile), with(profile, "", "", "", "", ""), firstQuarter)
	p = texts(t, draw(t, chart.Contributions, nothing, chart.Options{}))
	assert.Contains(t, p.texts, "Not known: no value is known")
	assert.Empty(t, p.bars(t, "f-series-1"))
}

// draw draws a result that has no faults.
func draw(t testing.TB, f func(scoring.Result, chart.Options) ([]byte, error), r scoring.Result, o chart.Options) []byte {
	t.Helper()
	svg, err := f(r, o)
	require.NoError(t, err)
	return svg
}

// deep is a card of two dimensions.
func deep(t testing.TB) scoring.Result {
	t.Helper()
	c := card(nil)
	c.Dimensions = []scoring.Dimension{
		{ID: "sales", Name: kam.Text{EN: "Sales", ZH: "销售"}, Weight: kam.MustFraction("0.6"), Measures: card([]part{
			{"growth", "Growth", "增长", "0.5", ""}, {"margin", "Margin", "毛利", "0.25", ""}, {"market", "Market", "市场", "0.25", ""},
		}).Measures},
		{ID: "people", Name: kam.Text{EN: "People", ZH: "People"}, Weight: kam.MustFraction("0.4"), Measures: card([]part{{"team", "", "", "1", ""}}).Measures},
	}
	return scored(t, c, []part{{id: "growth", value: "80"}, {id: "margin", value: "60"}, {id: "market", value: "40"}, {id: "team", value: "90"}}, firstQuarter)
}

func TestUnderADimension(t *testing.T) {
	p := texts(t, draw(t, chart.Contributions, deep(t), chart.Options{}))
	assert.Contains(t, p.description, "Sales: 39 of 60. People: 36 of 40.")
	p = texts(t, draw(t, chart.Contributions, deep(t), chart.Options{Under: "sales"}))
	assert.Contains(t, p.description, "Key-account manager: Sales. 75.0 of 100 · B good. Growth: 24 of 30. Margin: 9 of 15. Market: 6 of 15.")
	p = texts(t, draw(t, chart.Contributions, deep(t), chart.Options{Under: "people", Lang: kam.Chinese}))
	assert.Contains(t, p.description, "大客户经理：People。75.0 / 100 · B 良好。team：36 / 40。", "a name in one language is shown in both, and none is the ID")
	bonus := deep(t)
	bonus.Bonus, bonus.Adjusted = exact("5"), exact("80")
	assert.Contains(t, texts(t, draw(t, chart.Contributions, bonus, chart.Options{})).description, "Bonus points")
	p = texts(t, draw(t, chart.Contributions, bonus, chart.Options{Under: "sales"}))
	assert.NotContains(t, p.texts, "Bonus points", "they belong to the whole")
	assert.NotContains(t, p.description, "Weighted sum")
	p = texts(t, draw(t, chart.Radar, deep(t), chart.Options{Under: "sales"}))
	assert.Contains(t, p.description, "Growth: 80. Margin: 60. Market: 40.")
}

// Thirds of 100 are shown as 33.4 and twice 33.3 so that they sum to 100; none is more than what was possible.
func TestNoPartBringsMoreThanIsPossible(t *testing.T) {
	parts := []part{{"a", "", "", "1/3", "100"}, {"b", "", "", "1/3", "100"}, {"c", "", "", "1/3", "100"}}
	svg, err := chart.Contributions(scored(t, card(parts), parts, firstQuarter), chart.Options{})
	require.NoError(t, err)
	assert.Subset(t, texts(t, svg).texts, []string{"33.4 of 33.4", "33.3 of 33.3"})

	beyond := card(parts) // a measure may go beyond the scale, and then it does bring more
	beyond.Scale.MeasureMax = opt("120")
	svg, err = chart.Contributions(scored(t, beyond, with(parts, "120"), firstQuarter), chart.Options{})
	require.NoError(t, err)
	assert.Contains(t, texts(t, svg).texts, "40 of 33.3")
}
