package chart_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/svg"
	"github.com/kam-go/kam/scoring"
	"github.com/kam-go/kam/scoring/chart"
)

// circles are the marks of a class, as points.
func (p picture) circles(t *testing.T, class string) []svg.Point {
	t.Helper()
	var out []svg.Point
	for _, e := range p.elements {
		for _, a := range e.Attr {
			if e.Name.Local == "circle" && a.Name.Local == "class" && strings.HasPrefix(a.Value, class) {
				out = append(out, svg.At(svg.Px(attribute(t, e, "cx")), svg.Px(attribute(t, e, "cy"))))
			}
		}
	}
	return out
}

// count is how many elements of a name wear a class.
func (p picture) count(name, class string) int {
	n := 0
	for _, e := range p.elements {
		for _, a := range e.Attr {
			if e.Name.Local == name && a.Name.Local == "class" && strings.Contains(" "+a.Value+" ", " "+class+" ") {
				n++
			}
		}
	}
	return n
}

// four are the parts of a card whose axes point up, right, down and left.
var four = []part{
	{"a", "North", "北", "0.25", "100"}, {"b", "East", "东", "0.25", "50"}, {"c", "South", "南", "0.25", "0"}, {"d", "West", "西", "0.25", "25"},
}

func TestRadarPlacesScores(t *testing.T) {
	p := texts(t, draw(t, chart.Radar, scored(t, card(four), four, firstQuarter), chart.Options{}))
	marks := p.circles(t, "f-series-1")
	require.Len(t, marks, 4)
	centre := marks[2] // a score of 0
	assert.Equal(t, svg.Px(32_000), centre.X)
	radius := centre.Y - marks[0].Y
	assert.Equal(t, svg.Px(15_000), radius)
	assert.Equal(t, svg.At(centre.X, centre.Y-radius), marks[0])
	assert.Equal(t, svg.At(centre.X+radius/2, centre.Y), marks[1])
	assert.Equal(t, svg.At(centre.X-radius/4, centre.Y), marks[3])
	assert.Equal(t, 1, p.count("polygon", "f-soft-1"))
	assert.Equal(t, 1, p.count("polygon", "s-series-1"))
	assert.Contains(t, p.description, "North: 100. East: 50. South: 0. West: 25.")
}

func TestRadarStartsAtTheLowestScore(t *testing.T) {
	c := card(four)
	c.Scale, c.Grades = scoring.Scale{Min: dec("1"), Max: dec("5")}, nil
	p := texts(t, draw(t, chart.Radar, scored(t, c, with(four, "1", "5", "3", "2"), firstQuarter), chart.Options{}))
	marks := p.circles(t, "f-series-1")
	radius := marks[1].X - marks[0].X
	assert.Equal(t, svg.Px(15_000), radius)
	assert.Equal(t, radius/2, marks[2].Y-marks[0].Y)
	assert.Equal(t, radius/4, marks[0].X-marks[3].X)
	for _, tick := range []string{"1", "2", "3", "4", "5"} {
		assert.Contains(t, p.texts, tick)
	}
	assert.NotContains(t, p.texts, "0")
}

func TestRadarLeavesGaps(t *testing.T) {
	p := texts(t, draw(t, chart.Radar, scored(t, card(profile), with(profile, "82", "", "64", "48", "75"), firstQuarter), chart.Options{}))
	assert.Zero(t, p.count("polygon", "f-soft-1"), "what is not known has no area")
	assert.Zero(t, p.count("polygon", "s-series-1"))
	assert.Equal(t, 3, p.names["polyline"], "of five sides the two at the gap are missing")
	assert.Len(t, p.circles(t, "f-series-1"), 5, "four marks, and one in the legend")
	assert.Contains(t, p.texts, "?")
	assert.Contains(t, p.texts, "not known")
	assert.Contains(t, p.description, "Customer satisfaction: not known.")
}

func TestRadarMarksPointsByRule(t *testing.T) {
	c := card(profile)
	c.Missing = scoring.Missing{Policy: scoring.MissingNeutral, Neutral: opt("60")}
	p := texts(t, draw(t, chart.Radar, scored(t, c, with(profile, "82", "", "64", "48", "75"), firstQuarter), chart.Options{}))
	assert.Len(t, p.circles(t, "f-surface s-series-1"), 2, "a mark, and one in the legend")
	assert.Equal(t, 1, p.count("polygon", "f-soft-1"))
	assert.Contains(t, p.texts, "value not known, points by rule")
	c.Missing = scoring.Missing{Policy: scoring.MissingZero}
	p = texts(t, draw(t, chart.Radar, scored(t, c, with(profile, "82", "", "64", "48", "75"), firstQuarter), chart.Options{}))
	assert.Len(t, p.circles(t, "f-surface s-series-1"), 2)
}

func TestRadarBeyondTheScale(t *testing.T) {
	c := card(four)
	c.Scale.MeasureMin, c.Scale.MeasureMax = opt("-20"), opt("150")
	p := texts(t, draw(t, chart.Radar, scored(t, c, with(four, "150", "50", "0", "-20"), firstQuarter), chart.Options{}))
	marks := p.circles(t, "f-series-1")
	assert.Equal(t, svg.Px(15_000), marks[2].Y-marks[0].Y, "at the rim")
	assert.Equal(t, marks[2], marks[3], "in the middle")
	assert.Contains(t, p.texts, "150")
	assert.Contains(t, p.texts, "−20")
	assert.Contains(t, p.texts, "Scores beyond the scale are drawn at its edge")
	p = texts(t, draw(t, chart.Radar, scored(t, c, with(four, "100", "50", "0", "0"), firstQuarter), chart.Options{}))
	assert.NotContains(t, p.texts, "Scores beyond the scale are drawn at its edge", "the ends belong to the scale")
}

func TestRadarNumbersAxesWhereNamesDoNotFit(t *testing.T) {
	wide := texts(t, draw(t, chart.Radar, result(t), chart.Options{}))
	narrow := texts(t, draw(t, chart.Radar, result(t), chart.Options{Width: 340}))
	assert.NotContains(t, wide.texts, "1")
	for _, name := range []string{"1", "5", "1  Sales growth", "5  Teamwork and knowledge sharing"} {
		assert.Contains(t, narrow.texts, name)
	}
	assert.Contains(t, wide.texts, "Sales growth")
	assert.Equal(t, wide.description, narrow.description)
}

func TestRadarHasThreeToTwentyFourAxes(t *testing.T) {
	of := func(n int) error {
		var parts []part
		for i := range n {
			parts = append(parts, part{id: strings.Repeat("x", i+1), weight: "1", value: "50"})
		}
		c := card(parts)
		c.Weights = scoring.WeightsNormalised
		_, err := chart.Radar(scored(t, c, parts, firstQuarter), chart.Options{})
		return err
	}
	require.NoError(t, of(3))
	require.NoError(t, of(24))
	assert.Equal(t, []string{"chart.axes $.result.nodes"}, codes(t, of(2)))
	assert.Equal(t, []string{"chart.axes $.result.nodes"}, codes(t, of(25)))
}

func TestTitleAndNames(t *testing.T) {
	o := chart.Options{Names: map[kam.Subject]string{anna: "Anna Li 李安娜"}, ID: "q1"}
	picture := string(draw(t, chart.Radar, result(t), o))
	assert.Contains(t, picture, `<title id="q1-title">Profile of Anna Li 李安娜, 2026-01-01 to 2026-03-31</title>`)
	o.Title = kam.Text{EN: "Mine", ZH: "我的"}
	assert.Equal(t, "Mine", texts(t, draw(t, chart.Radar, result(t), o)).title)
	o.Lang = kam.Chinese
	assert.Equal(t, "我的", texts(t, draw(t, chart.Radar, result(t), o)).title)
	assert.Contains(t, string(draw(t, chart.Radar, result(t), o)), `lang="zh-CN"`)
	unnamed := result(t)
	unnamed.Name = kam.Text{}
	assert.Contains(t, texts(t, draw(t, chart.Radar, unnamed, chart.Options{})).texts, "kam-card")
	unnamed.Grades = nil
	assert.Contains(t, texts(t, draw(t, chart.Radar, unnamed, chart.Options{})).texts, "75.0 of 100 · B", "a grade that is not listed is shown by its key")
	unnamed.Known, unnamed.Unknown = false, scoring.UnknownCoverage
	assert.Contains(t, texts(t, draw(t, chart.Radar, unnamed, chart.Options{})).texts, "Not known: too little weight is known")
	unnamed.Unknown, unnamed.Period = "", kam.Period{From: kam.MustDay("2026-01-05")}
	p := texts(t, draw(t, chart.Radar, unnamed, chart.Options{}))
	assert.Contains(t, p.texts, "Not known: no reason is given")
	assert.Contains(t, p.title, "from 2026-01-05")
	unnamed.Period = kam.Period{}
	assert.Equal(t, "Profile of anna", texts(t, draw(t, chart.Radar, unnamed, chart.Options{})).title)
}
