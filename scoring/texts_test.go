package scoring_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
)

// A percentile says how many values it comes from and what ties count, in a reason and as figures.
func TestPercentileShowsItsCounts(t *testing.T) {
	cases := []struct {
		name          string
		lower         bool
		ties          scoring.Ties
		value, points string
		beaten, equal int
		en, zh        string
	}{
		{
			"mid", false, "", "5", "37.5", 1, 1,
			"value 5 above 1 of the 4 values of the cohort, equal to 1 (counted half): percentile 37.5 %, on the scale from 0 to 100: 37.5 points",
			"数值 5 高于对照组 4 个数值中的 1 个，与 1 个相同（按一半计）：百分位 37.5%，分值范围 0 至 100：37.5 分",
		},
		{
			"high", false, scoring.TiesHigh, "5", "50", 1, 1,
			"value 5 above 1 of the 4 values of the cohort, equal to 1 (counted in full): percentile 50 %, on the scale from 0 to 100: 50 points",
			"数值 5 高于对照组 4 个数值中的 1 个，与 1 个相同（全部计入）：百分位 50%，分值范围 0 至 100：50 分",
		},
		{
			"low", false, scoring.TiesLow, "5", "25", 1, 1,
			"value 5 above 1 of the 4 values of the cohort, equal to 1 (not counted): percentile 25 %, on the scale from 0 to 100: 25 points",
			"数值 5 高于对照组 4 个数值中的 1 个，与 1 个相同（不计入）：百分位 25%，分值范围 0 至 100：25 分",
		},
		{
			"less is better", true, "", "5", "62.5", 2, 1,
			"value 5 below 2 of the 4 values of the cohort, equal to 1 (counted half): percentile 62.5 %, on the scale from 0 to 100: 62.5 points",
			"数值 5 低于对照组 4 个数值中的 2 个，与 1 个相同（按一半计）：百分位 62.5%，分值范围 0 至 100：62.5 分",
		},
		{
			"none", false, "", "0", "0", 0, 0,
			"value 0 above none of the 4 values of the cohort: percentile 0 %, on the scale from 0 to 100: 0 points",
			"数值 0 高于对照组 4 个数值中的 0 个：百分位 0%，分值范围 0 至 100：0 分",
		},
	}
	for _, k := range cases {
		t.Run(k.name, func(t *testing.T) {
			m := measure("a", "1", scoring.Function{Percentile: &scoring.Percentile{Ties: k.ties}})
			if k.lower {
				m = lower(m)
			}
			r := scoreWith(t, card(m), scoring.Inputs{Observations: []kam.Observation{observed("a", k.value)}, Cohorts: cohortOf(t, "1", "5", "7", "9")})
			n := r.Nodes[0]
			assert.Equal(t, kam.Text{EN: k.en, ZH: k.zh}, n.Reason)
			equalExact(t, k.points, n.Score)
			assert.Equal(t, []int{4, k.beaten, k.equal}, []int{n.Cohort, n.Beaten, n.Equal})
			assert.Empty(t, r.Findings)

			forged := r
			forged.Nodes = []scoring.Node{n}
			forged.Nodes[0].Beaten++
			assert.Equal(t, []string{"result.differs $.nodes[0].percentile"}, codes(t, forged.Verify()))
			forged.Nodes[0].Beaten, forged.Nodes[0].Equal = 4, 1
			assert.Equal(t, []string{"result.differs $.nodes[0].cohort"}, codes(t, forged.Verify()))
			forged.Nodes[0].Beaten, forged.Nodes[0].Equal = -1, 1
			assert.Equal(t, []string{"result.differs $.nodes[0].cohort"}, codes(t, forged.Verify()))
		})
	}
}

// A percentile among equals is a score that tells little, and says so.
func TestPercentileWithoutSpread(t *testing.T) {
	c := card(measure("a", "1", scoring.Function{Percentile: &scoring.Percentile{}}))
	r := scoreWith(t, c, scoring.Inputs{Observations: []kam.Observation{observed("a", "5")}, Cohorts: cohortOf(t, "5", "5", "5")})
	equalExact(t, "50", r.Total)
	assert.Equal(t, []string{"score.no-spread $.measures[0]"}, listed(t, r.Findings))
	assert.Equal(t, kam.Text{
		EN: "measure a: the 3 values of the cohort are all the same; a percentile tells little then",
		ZH: "指标 a：对照组的 3 个数值全部相同，此时百分位意义不大",
	}, r.Findings[0].Message)
	r = scoreWith(t, c, scoring.Inputs{Observations: []kam.Observation{observed("a", "5")}, Cohorts: cohortOf(t, "5")})
	assert.Equal(t, kam.Text{EN: "measure a: the cohort has 1 value, at least 2 are needed", ZH: "指标 a：对照组仅 1 个数值，至少须 2 个"}, r.Findings[0].Message)
}

// Why there is no result: nothing is known, what is known has no points, or a measure that must have points has none.
func TestSummaryOfWhatIsNotKnown(t *testing.T) {
	ratio := measure("r", "0.5", scoring.Function{Ratio: &scoring.Ratio{}})
	ratio.Name = kam.Text{EN: "Won revenue", ZH: "赢单额"}
	c := card(ratio, points("b", "0.5"))
	said := func(c scoring.Card, list ...kam.Observation) kam.Text {
		text := score(t, c, list...).Summary()
		return kam.Text{EN: strings.TrimPrefix(text.EN, "agent anna: not known, "), ZH: strings.TrimPrefix(text.ZH, "agent anna：未知，")}
	}
	assert.Equal(t, kam.Text{EN: "none of its measures is known", ZH: "没有任何已知指标"}, said(c))
	assert.Equal(t, kam.Text{EN: "none of its measures with a weight could be scored", ZH: "计入权重的指标均无法计分"}, said(c, observed("r", "5")))

	c.Missing.Policy = scoring.MissingBlock
	for _, list := range [][]kam.Observation{{observed("b", "5")}, {observed("b", "5"), observed("r", "5")}} {
		r := score(t, c, list...)
		assert.Equal(t, scoring.UnknownBlocked, r.Unknown)
		assert.Equal(t, kam.Text{EN: "Won revenue has to be scored and could not be", ZH: "“赢单额”必须计分，但未能计分"}, said(c, list...))
	}
	assert.Equal(t, scoring.UnknownBlocked, score(t, c).Unknown)
	assert.Equal(t, kam.Text{EN: "Won revenue and 1 more have to be scored and could not be", ZH: "“赢单额”等 2 项必须计分，但未能计分"}, said(c))
	assert.Equal(t, "nobody: not known, a measure that has to be scored could not be", scoring.Result{Unknown: scoring.UnknownBlocked}.Summary().EN)

	// What has no weight counts neither way.
	note := points("note", "0")
	c = card(points("a", "1"), note)
	assert.Equal(t, "none of its measures is known", said(c, observed("note", "5")).EN)
}

// What is left out says where its weight goes, and whether there is anywhere to go.
func TestReasonOfWhatIsLeftOut(t *testing.T) {
	c := card(points("c", "0.5"))
	c.Dimensions = []scoring.Dimension{{ID: "d", Weight: kam.MustFraction("0.5"), Measures: []scoring.Measure{points("a", "0.5"), points("b", "0.5")}}}
	reason := func(id string, list ...kam.Observation) kam.Text {
		n, found := score(t, c, list...).Node(id)
		require.True(t, found)
		return n.Reason
	}
	assert.Equal(t, kam.Text{EN: "the value is not known; it is left out and its weight goes to its siblings", ZH: "数值未知；不计该项，其权重由同层各项分摊"}, reason("a", observed("b", "1")))
	assert.Equal(t, kam.Text{EN: "the value is not known; it is left out, and so is its whole dimension", ZH: "数值未知；不计该项，其所属维度亦整体不计"}, reason("a", observed("c", "1")))
	assert.Equal(t, kam.Text{EN: "the value is not known; it is left out and its weight goes to its siblings", ZH: "数值未知；不计该项，其权重由同层各项分摊"}, reason("c", observed("a", "1")))
	assert.Equal(t, kam.Text{EN: "the value is not known; it is left out, and nothing with a weight is left", ZH: "数值未知；不计该项，再无计入权重的项目"}, reason("c"))
}

// Reasons and findings name units and currencies, in the language that they are of.
func TestReasonsNameUnits(t *testing.T) {
	ratio := scoring.Function{Ratio: &scoring.Ratio{Target: opt("900000")}}
	cases := []struct {
		name     string
		currency kam.Currency
		unit     string
		unitName kam.Text
		en, zh   string
	}{
		{"currency", "CNY", "", kam.Text{}, "800000 CNY against the target 900000 CNY: attainment", "800000 CNY 对目标 900000 CNY：达成率"},
		{"named", "", "deals", kam.Text{EN: "deals", ZH: "笔"}, "800000 deals against the target 900000 deals: attainment", "800000 笔对目标 900000 笔：达成率"},
		{"English", "", "deals", kam.Text{}, "800000 deals against the target 900000 deals: attainment", "800000 对目标 900000：达成率"},
		{"Chinese", "", "家", kam.Text{}, "800000 against the target 900000: attainment", "800000 家对目标 900000 家：达成率"},
		{"a sign", "", "%", kam.Text{}, "800000 % against the target 900000 %: attainment", "800000% 对目标 900000%：达成率"},
		{"none", "", "", kam.Text{}, "800000 against the target 900000: attainment", "800000 对目标 900000：达成率"},
	}
	for _, k := range cases {
		t.Run(k.name, func(t *testing.T) {
			m := measure("a", "1", ratio)
			m.Currency, m.Unit, m.UnitName = k.currency, k.unit, k.unitName
			o := observed("a", "800000")
			o.Currency, o.Unit = k.currency, k.unit
			reason := score(t, card(m), o).Nodes[0].Reason
			assert.Contains(t, reason.EN, k.en)
			assert.Contains(t, reason.ZH, k.zh)
		})
	}
	m := lower(measure("a", "1", scoring.Function{Deduction: &scoring.Deduction{PerUnit: dec("1")}}))
	m.Unit, m.UnitName = "complaints", kam.Text{EN: "complaints", ZH: "件"}
	o := ratioOf("a", "7", "3")
	o.Unit = "complaints"
	assert.Equal(t, "计数 7/3（≈2.3333）件，满分 100 分，每项扣 1 分：≈97.6667 分", score(t, card(m), o).Nodes[0].Reason.ZH)
	o = observed("a", "-2")
	o.Unit = "complaints"
	assert.Equal(t, kam.Text{EN: "measure a: the count -2 complaints is below 0", ZH: "指标 a：计数 -2 件为负数"}, score(t, card(m), o).Findings[0].Message)
}

// Findings lead to the place on the card and name in words what is there.
func TestPlacesOfFindings(t *testing.T) {
	c := card()
	name := kam.Text{EN: strings.Repeat("Long name ", 20) + ".", ZH: strings.Repeat("长名称", 40)}
	m := points("a", "1")
	m.Name = name
	c.Dimensions = []scoring.Dimension{{ID: "d", Weight: kam.Whole(), Dimensions: []scoring.Dimension{{ID: "e", Weight: kam.Whole(), Measures: []scoring.Measure{points("b", "0"), m}}}}}
	c.Adjustments = []scoring.Adjustment{{ID: "plus", Metric: "plus", PerUnit: dec("1"), Name: name}}
	c.Vetoes = []scoring.Veto{{ID: "v", On: "a", Below: opt("1"), Effect: scoring.VetoLowest, Name: name}}
	r := score(t, c)
	assert.Equal(t, []string{
		"score.missing $.dimensions[0].dimensions[0].measures[0]", "score.missing $.dimensions[0].dimensions[0].measures[1]",
		"score.missing $.adjustments[0]", "score.veto $.vetoes[0]",
	}, listed(t, r.Findings))
	assert.Equal(t, "$.adjustments[0]：加减分项 "+name.ZH+"：数值未知；不加分也不扣分（请取得该数值后重新评分）", r.Findings[2].In(kam.Chinese))
	text := r.Markdown(kam.Chinese)
	assert.Contains(t, text, "\n- 指标 "+name.ZH+"：数值未知（")
	assert.Contains(t, text, "\n- 否决项 "+name.ZH+"：所检验的“"+name.ZH+"”未知")
	assert.NotContains(t, text, "$")
}

// Names are in both languages and printable; explanations may have lines.
func TestNamesOfACard(t *testing.T) {
	both := func(s string) kam.Text { return kam.Text{EN: s, ZH: s} }
	cases := []struct {
		name  string
		spoil func(*scoring.Card)
		want  []string
	}{
		{"English only", func(c *scoring.Card) { c.Name.EN = "x" }, []string{"card.text $.name.zh"}},
		{"Chinese only", func(c *scoring.Card) { c.Measures[0].Name.ZH = "甲" }, []string{"card.text $.measures[0].name.en"}},
		{"blank", func(c *scoring.Card) { c.Dimensions[0].Name = kam.Text{EN: "x", ZH: " "} }, []string{"card.text $.dimensions[0].name.zh"}},
		{"line break", func(c *scoring.Card) { c.Measures[0].Name = both("a\nb") }, []string{"card.text $.measures[0].name.en"}},
		{"turned writing", func(c *scoring.Card) { c.Adjustments[0].Name = both("a\u202eb") }, []string{"card.text $.adjustments[0].name.en"}},
		{"paragraph", func(c *scoring.Card) { c.Vetoes[0].Name = kam.Text{EN: "a", ZH: "a\u2029"} }, []string{"card.text $.vetoes[0].name.zh"}},
		{"grade", func(c *scoring.Card) { c.Grades[0].Name.EN = "x" }, []string{"card.text $.grades[0].name.zh"}},
		{"too long", func(c *scoring.Card) { c.Measures[0].Name = both(strings.Repeat("x", 513)) }, []string{"card.text $.measures[0].name.en"}},
		{"unit in one language", func(c *scoring.Card) { c.Measures[0].Unit, c.Measures[0].UnitName.ZH = "x", "件" }, []string{"card.text $.measures[0].unitName.en"}},
		{"name of no unit", func(c *scoring.Card) { c.Measures[0].UnitName = both("x") }, []string{"card.unit $.measures[0].unitName"}},
		{"ID that turns the writing", func(c *scoring.Card) { c.Dimensions[0].ID = "a\u202e" }, []string{"card.id $.dimensions[0].id"}},
		{"source", func(c *scoring.Card) { c.Source.EN = "a\x00" }, []string{"card.text $.source.en"}},
		{"formula", func(c *scoring.Card) { c.Measures[0].Formula.ZH = "a\u2066" }, []string{"card.text $.measures[0].formula.zh"}},
		{"longest and lines", func(c *scoring.Card) {
			c.Name, c.Source, c.Measures[0].Formula = both(strings.Repeat("x", 512)), kam.Text{EN: "a\n\tb"}, kam.Text{ZH: "甲\n乙"}
		}, nil},
	}
	for _, k := range cases {
		t.Run(k.name, func(t *testing.T) {
			c := card(points("b", "0.5"))
			c.Dimensions = []scoring.Dimension{{ID: "d", Weight: kam.MustFraction("0.5"), Measures: []scoring.Measure{points("a", "1")}}}
			c.Adjustments = []scoring.Adjustment{{ID: "plus", Metric: "plus", PerUnit: dec("1")}}
			c.Vetoes = []scoring.Veto{{ID: "v", On: "b", Below: opt("1"), Effect: scoring.VetoLowest}}
			c.Grades = grades()
			k.spoil(&c)
			_, err := scoring.Compile(c)
			if k.want == nil {
				require.NoError(t, err)
				return
			}
			assert.Equal(t, k.want, codes(t, err))
		})
	}
}

// A weight at fault says which part of it.
func TestWeightsAtFault(t *testing.T) {
	cases := []struct {
		weight kam.Fraction
		want   kam.Text
	}{
		{kam.Fraction{Num: 1}, kam.Text{EN: "1/0 divides by 0", ZH: "1/0 的分母为 0"}},
		{kam.Fraction{Num: 1, Den: -2}, kam.Text{EN: "the denominator of 1/-2 is below 0", ZH: "1/-2 的分母为负"}},
		{kam.Fraction{Num: 2e12, Den: 2e12}, kam.Text{EN: "2000000000000/2000000000000 has a part beyond 10^12", ZH: "2000000000000/2000000000000 的分子或分母超过 10 的 12 次方"}},
		{kam.Fraction{Num: -1, Den: 2}, kam.Text{EN: "-0.5 is below 0", ZH: "-0.5 小于 0"}},
	}
	for _, k := range cases {
		c := card(points("a", "1"))
		c.Measures[0].Weight = k.weight
		_, err := scoring.Compile(c)
		assert.Equal(t, []kam.Text{k.want}, messages(t, err))
	}
	c := card(points("a", "1"))
	c.MinimumCoverage = kam.MustFraction("1.5")
	_, err := scoring.Compile(c)
	assert.Equal(t, []kam.Text{{EN: "1.5 is more than all of the weight", ZH: "1.5 超过全部权重"}}, messages(t, err))
	_, err = scoring.ParseCard([]byte(`{"measures": [{"weight": "1/0"}]}`))
	assert.Contains(t, messages(t, err)[0].ZH, "分母不为 0")
}

// JSON that states no weight is refused, whatever the rule of weights; 0 is a weight.
func TestWeightsAreStated(t *testing.T) {
	const text = `{"weights": "normalised", "dimensions": [{"id": "d", "measures": [{"id": "a", "weight": "0"}, {"id": "b"}], "dimensions": [{"id": "e"}]}], "measures": [{"id": "c", "weight": "3"}, {"id": "f"}]}`
	_, err := scoring.ParseCard([]byte(text))
	assert.Equal(t, []string{
		"card.weight $.dimensions[0].weight", "card.weight $.dimensions[0].dimensions[0].weight", "card.weight $.dimensions[0].measures[1].weight", "card.weight $.measures[1].weight",
	}, codes(t, err))
	_, err = scoring.ParseCard([]byte(`{"measures": [{"weight": "0"}], "x": 1}`))
	assert.Equal(t, []string{"card.unknown-key $.x (1:33)"}, codes(t, err))
	_, err = scoring.ParseCard([]byte(`{"measures": [{"id": "a"}], "x": 1}`))
	assert.Equal(t, []string{"card.unknown-key $.x (1:29)", "card.weight $.measures[0].weight"}, codes(t, err))
}

func TestProgramWithoutACard(t *testing.T) {
	var none *scoring.Program
	for _, p := range []*scoring.Program{{}, none} {
		_, err := p.Score(scoring.Inputs{Subject: anna, Period: year})
		require.ErrorIs(t, err, scoring.ErrProgram)
		_, err = p.ScoreAll(context.Background(), scoring.Batch{Subjects: []kam.Subject{anna}, Period: year}, scoring.Options{})
		require.ErrorIs(t, err, scoring.ErrProgram)
	}
}
