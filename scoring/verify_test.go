package scoring_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
)

func TestVerifyResult(t *testing.T) {
	r := whole(t)
	text, err := r.JSON()
	require.NoError(t, err)
	require.NoError(t, scoring.VerifyResult(text))
	again, err := scoring.ParseResult(text)
	require.NoError(t, err)
	canonical, err := again.Canonical()
	require.NoError(t, err)
	want, err := r.Canonical()
	require.NoError(t, err)
	assert.Equal(t, string(want), string(canonical))
}

// Each case forges one figure of a good result.
func TestForgedResults(t *testing.T) {
	first := func(r *scoring.Result) *scoring.Node { return &r.Nodes[0].Children[0] }
	cases := []struct {
		name  string
		forge func(*scoring.Result)
		want  string
	}{
		{"format", func(r *scoring.Result) { r.Format = 2 }, "$.format"},
		{"weight", func(r *scoring.Result) { r.Nodes[0].Weight = exact(t, "0.36") }, "$.nodes"},
		{"share", func(r *scoring.Result) { first(r).Share = exact(t, "0.36") }, "$.nodes[0].children[0].share"},
		{"effective", func(r *scoring.Result) { first(r).Effective = exact(t, "0.36") }, "$.nodes[0].children[0].effective"},
		{"contribution", func(r *scoring.Result) { first(r).Contribution = exact(t, "32") }, "$.nodes[0].children[0].contribution"},
		{"score of a measure", func(r *scoring.Result) { first(r).Score = exact(t, "90") }, "$.nodes[0].children[0].score"},
		{"score of a dimension", func(r *scoring.Result) { r.Nodes[1].Score = exact(t, "71") }, "$.nodes[1].score"},
		{"score of what was left out", func(r *scoring.Result) { r.Nodes[2].Children[1].Score = exact(t, "71") }, "$.nodes[2].children[1].score"},
		{"zero that is none", func(r *scoring.Result) { r.Nodes[3].Children[1].Score = exact(t, "1") }, "$.nodes[3].children[1].score"},
		{"neutral beyond the scale", func(r *scoring.Result) { r.Nodes[3].Children[2].Score = exact(t, "101") }, "$.nodes[3].children[2].score"},
		{"coverage", func(r *scoring.Result) { r.Coverage = exact(t, "0.8") }, "$.coverage"},
		{"minimum coverage", func(r *scoring.Result) { r.MinimumCoverage = exact(t, "0.79") }, "$.unknown"},
		{"sum", func(r *scoring.Result) { r.Sum = exact(t, "60") }, "$.sum"},
		{"points", func(r *scoring.Result) { r.Adjustments[0].Points = exact(t, "4.5") }, "$.adjustments[0].points"},
		{"bonus", func(r *scoring.Result) { r.Bonus = exact(t, "4") }, "$.bonus"},
		{"penalty", func(r *scoring.Result) { r.Penalty = exact(t, "-1") }, "$.penalty"},
		{"penalty limit", func(r *scoring.Result) { r.MaxPenalty = opt("1") }, "$.penalty"},
		{"adjusted", func(r *scoring.Result) { r.Adjusted = exact(t, "61") }, "$.adjusted"},
		{"capped", func(r *scoring.Result) { r.Capped = exact(t, "61") }, "$.capped"},
		{"veto", func(r *scoring.Result) { r.Vetoes[2].State = scoring.VetoClear }, "$.vetoes[2].state"},
		{"tested", func(r *scoring.Result) { r.Vetoes[1].Tested = exact(t, "1") }, "$.vetoes[1].tested"},
		{"total", func(r *scoring.Result) { r.Total = exact(t, "60.4") }, "$.total"},
		{"score", func(r *scoring.Result) { r.Score = opt("60.4") }, "$.score"},
		{"grade", func(r *scoring.Result) { r.Grade = "C" }, "$.grade"},
		{"grade before", func(r *scoring.Result) { r.GradeBefore = "A" }, "$.gradeBefore"},
		{"not known", func(r *scoring.Result) { r.Known = false }, "$.unknown"},
		{"rounding", func(r *scoring.Result) { r.Rounding.Mode = "x" }, "$.rounding"},
		{"a state that scores", func(r *scoring.Result) { r.Nodes[2].Children[1].State = scoring.Scored }, "$.coverage"},
		{"a state that blocks", func(r *scoring.Result) { r.Nodes[2].Children[1].State = scoring.Blocking }, "$.unknown"},
	}
	for _, k := range cases {
		t.Run(k.name, func(t *testing.T) {
			r := whole(t)
			k.forge(&r)
			places := []string{}
			for _, line := range codes(t, r.Verify()) {
				places = append(places, strings.TrimPrefix(line, "result.differs "))
			}
			assert.Contains(t, places, k.want)
		})
	}
}

func TestForgedUnknownResult(t *testing.T) {
	c := card(points("a", "1"))
	r := score(t, c)
	r.Total, r.Score, r.Grade = exact(t, "0"), opt("0"), "A"
	assert.Equal(t, []string{"result.differs $.total", "result.differs $.score", "result.differs $.grade"}, codes(t, r.Verify()))
}

func TestForgedCappedGrade(t *testing.T) {
	c := card(points("a", "1"))
	c.Grades = grades()
	c.Vetoes = []scoring.Veto{{ID: "v", On: "a", Above: opt("90"), Effect: scoring.VetoCapGrade, Grade: "B"}, {ID: "w", On: "a", Below: opt("10"), Effect: scoring.VetoLowest}}
	r := score(t, c, observed("a", "95"))
	assert.Equal(t, "B", r.Grade)
	r.Grade, r.GradeBefore = "A", ""
	assert.Equal(t, []string{"result.differs $.grade", "result.differs $.gradeBefore"}, codes(t, r.Verify()))
	r = score(t, c, observed("a", "9"))
	equalExact(t, "0", r.Total)
	assert.Equal(t, "C", r.Grade)
}

func TestVerifyRefusesLongTexts(t *testing.T) {
	err := scoring.VerifyResult(make([]byte, scoring.MaxResult+1))
	assert.Equal(t, []string{"result.too-large $"}, codes(t, err))
	_, err = scoring.ParseResult([]byte(`{"sum": "2/4", "known": "yes"}`))
	assert.Equal(t, []string{"result.text $.sum (1:9)", "result.wrong-type $.known (1:25)"}, codes(t, err))
}

func TestNodeAndMeasures(t *testing.T) {
	r := whole(t)
	_, ok := r.Node("nobody")
	assert.False(t, ok)
	ids := []string{}
	for _, m := range r.Measures() {
		assert.Equal(t, scoring.MeasureNode, m.Kind)
		ids = append(ids, m.ID)
	}
	assert.Equal(t, []string{"sales-growth", "csat", "nps", "gross-retention", "customer-retention", "new-accounts", "new-sectors", "whitespace", "complaints"}, ids)
	assert.Equal(t, kam.HigherIsBetter, r.Measures()[0].Direction)
}

// What a value was compared with is worked out again where all of it is stated.
func TestForgedComparisons(t *testing.T) {
	ratio := func(l scoring.LowerRatio) scoring.Measure {
		m := measure("a", "1", scoring.Function{Ratio: &scoring.Ratio{Target: opt("100"), Lower: l}})
		if l != "" {
			m = lower(m)
		}
		return m
	}
	cases := []struct {
		name    string
		measure scoring.Measure
		value   string
		forge   func(*scoring.Node)
		want    []string
	}{
		{"ratio", ratio(""), "80", func(n *scoring.Node) { n.Attainment = exact(t, "0.81") }, []string{"attainment"}},
		{"its value", ratio(""), "80", func(n *scoring.Node) { n.Value = exact(t, "81") }, []string{"attainment"}},
		{"its target", ratio(""), "80", func(n *scoring.Node) { n.Target = exact(t, "90") }, []string{"attainment"}},
		{"none", ratio(""), "80", func(n *scoring.Node) { n.Attainment = scoring.Exact{} }, []string{"attainment"}},
		{"a mirror of more", ratio(""), "80", func(n *scoring.Node) { n.Attainment = exact(t, "1.2") }, []string{"attainment"}},
		{"inverse", ratio(scoring.LowerInverse), "80", func(n *scoring.Node) { n.Attainment = exact(t, "1.26") }, []string{"attainment"}},
		{"inverse without value", ratio(scoring.LowerInverse), "80", func(n *scoring.Node) { n.Value = scoring.Exact{} }, []string{"attainment"}},
		{"inverse of nothing", ratio(scoring.LowerInverse), "0", func(n *scoring.Node) { n.Attainment = exact(t, "1") }, []string{"attainment"}},
		{"inverse that has one", ratio(scoring.LowerInverse), "80", func(n *scoring.Node) { n.Attainment = scoring.Exact{} }, []string{"attainment"}},
		{"mirror", ratio(scoring.LowerMirror), "80", func(n *scoring.Node) { n.Attainment = exact(t, "1.19") }, []string{"attainment"}},
		{"mirror of nothing", ratio(scoring.LowerMirror), "0", func(n *scoring.Node) { n.Attainment = exact(t, "1.9") }, []string{"attainment"}},
		{"a growth of a ratio", ratio(""), "80", func(n *scoring.Node) { n.Growth = exact(t, "1") }, []string{"growth"}},
		{"a percentile of a ratio", ratio(""), "80", func(n *scoring.Node) { n.Percentile = exact(t, "1") }, []string{"percentile"}},
		{"growth", measure("a", "1", scoring.Function{Growth: &scoring.Growth{PerPercent: dec("1")}}), "80", func(n *scoring.Node) { n.Growth = exact(t, "61") }, []string{"growth"}},
		{"its base", measure("a", "1", scoring.Function{Growth: &scoring.Growth{PerPercent: dec("1")}}), "80", func(n *scoring.Node) { n.Base = exact(t, "51") }, []string{"growth"}},
	}
	for _, k := range cases {
		t.Run(k.name, func(t *testing.T) {
			in := scoring.Inputs{Observations: []kam.Observation{observed("a", k.value)}}
			if k.measure.Function.Growth != nil {
				in.Targets = []scoring.Target{{Measure: "a", Base: opt("50")}}
			}
			r := scoreWith(t, card(k.measure), in)
			k.forge(&r.Nodes[0])
			want := make([]string, len(k.want))
			for i, place := range k.want {
				want[i] = "result.differs $.nodes[0]." + place
			}
			assert.Equal(t, want, codes(t, r.Verify()))
		})
	}
}

// A figure that is wrong is told once, and not again by what follows from it.
func TestForgedFiguresAreToldOnce(t *testing.T) {
	cases := map[string]func(*scoring.Result){
		"$.adjusted":           func(r *scoring.Result) { r.Adjusted = exact(t, "61") },
		"$.capped":             func(r *scoring.Result) { r.Capped = exact(t, "61") },
		"$.total":              func(r *scoring.Result) { r.Total = exact(t, "57") },
		"$.score":              func(r *scoring.Result) { r.Score = opt("57") },
		"$.bonus":              func(r *scoring.Result) { r.Bonus = exact(t, "2") },
		"$.penalty":            func(r *scoring.Result) { r.Penalty = exact(t, "-1") },
		"$.nodes[0].share":     func(r *scoring.Result) { r.Nodes[0].Share = exact(t, "1/3") },
		"$.nodes[0].effective": func(r *scoring.Result) { r.Nodes[0].Effective = exact(t, "1/3") },
	}
	for place, forge := range cases {
		r := whole(t)
		forge(&r)
		assert.Equal(t, []string{"result.differs " + place}, codes(t, r.Verify()))
	}
}
