package scoring_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
)

func TestZeroCard(t *testing.T) {
	_, err := scoring.Compile(scoring.Card{})
	assert.Equal(t, []string{
		"card.format $.format", "card.id $.id", "card.version $.version", "card.rounding $.rounding.mode", "card.scale $.scale",
		"card.missing $.missing", "card.empty $",
	}, codes(t, err))
}

// Each case spoils a good card in one way.
func TestCardFaults(t *testing.T) {
	function := func(f scoring.Function) func(*scoring.Card) {
		return func(c *scoring.Card) { c.Measures[0].Function = f }
	}
	downward := func(f scoring.Function) func(*scoring.Card) {
		return func(c *scoring.Card) { c.Measures[0].Function = f; c.Measures[0].Direction = kam.LowerIsBetter }
	}
	const at = "$.measures[0].function"
	cases := []struct {
		name  string
		spoil func(*scoring.Card)
		want  []string
	}{
		{"format", func(c *scoring.Card) { c.Format = 2 }, []string{"card.format $.format"}},
		{"version", func(c *scoring.Card) { c.Version = 0 }, []string{"card.version $.version"}},
		{"long ID", func(c *scoring.Card) { c.ID = strings.Repeat("x", 129) }, []string{"card.id $.id"}},
		{"ID not UTF-8", func(c *scoring.Card) { c.ID = "\xff" }, []string{"card.id $.id"}},
		{"ID with a line break", func(c *scoring.Card) { c.ID = "a\nb" }, []string{"card.id $.id"}},
		{"texts", func(c *scoring.Card) {
			c.Name, c.Measures[0].Formula, c.Grades = kam.Text{ZH: "\xff"}, kam.Text{EN: strings.Repeat("x", 4097)}, grades()
			c.Grades[1].Name = kam.Text{EN: "\xff"}
		}, []string{"card.text $.name.zh", "card.text $.measures[0].formula.en", "card.text $.grades[1].name.en"}},
		{"unit", func(c *scoring.Card) { c.Measures[0].Unit = "\xff" }, []string{"card.unit $.measures[0].unit"}},
		{"rounding places", func(c *scoring.Card) { c.Rounding.Places = 10 }, []string{"card.rounding $.rounding.places"}},
		{"rounding places below", func(c *scoring.Card) { c.Rounding.Places = -1 }, []string{"card.rounding $.rounding.places"}},
		{"rounding mode", func(c *scoring.Card) { c.Rounding.Mode = "nearest" }, []string{"card.rounding $.rounding.mode"}},
		{"scale of nothing", func(c *scoring.Card) { c.Scale.Max = dec("0") }, []string{"card.scale $.scale"}},
		{"scale number", func(c *scoring.Card) { c.Scale.Max = decimal.New(1, 99) }, []string{"card.number $.scale.max"}},
		{"scale off the grid", func(c *scoring.Card) { c.Scale.Max = dec("100.05") }, []string{"card.scale $.scale.max"}},
		{"narrow measure", func(c *scoring.Card) { c.Scale.MeasureMax = opt("90") }, []string{"card.scale $.scale"}},
		{"weight rule", func(c *scoring.Card) { c.Weights = "any" }, []string{"card.weights $.weights"}},
		{"weights 0.99", func(c *scoring.Card) { c.Measures[1].Weight = kam.MustFraction("0.49") }, []string{"card.weight $"}},
		{"weights 1.01", func(c *scoring.Card) { c.Measures[1].Weight = kam.MustFraction("0.51") }, []string{"card.weight $"}},
		{"negative weight", func(c *scoring.Card) { c.Measures[1].Weight = kam.Fraction{Num: -1, Den: 2} }, []string{"card.weight $.measures[1].weight"}},
		{"weight over zero", func(c *scoring.Card) { c.Measures[1].Weight = kam.Fraction{Num: 1} }, []string{"card.weight $.measures[1].weight"}},
		{"weights all zero", func(c *scoring.Card) {
			c.Weights = scoring.WeightsNormalised
			c.Measures[0].Weight, c.Measures[1].Weight = kam.Fraction{}, kam.Fraction{}
		}, []string{"card.weight $"}},
		{"weights of a dimension", func(c *scoring.Card) {
			c.Dimensions = []scoring.Dimension{{ID: "d", Measures: []scoring.Measure{points("c", "0.9")}}}
		}, []string{"card.weight $.dimensions[0]"}},
		{"empty dimension", func(c *scoring.Card) { c.Dimensions = []scoring.Dimension{{ID: "d"}} }, []string{"card.empty $.dimensions[0]"}},
		{"missing policy", func(c *scoring.Card) { c.Missing.Policy = "guess" }, []string{"card.missing $.missing.policy"}},
		{"neutral without a score", func(c *scoring.Card) { c.Missing.Policy = scoring.MissingNeutral }, []string{"card.missing $.missing.neutral"}},
		{"neutral beyond the scale", func(c *scoring.Card) {
			c.Missing = scoring.Missing{Policy: scoring.MissingNeutral, Neutral: opt("101")}
		}, []string{"card.score $.missing.neutral"}},
		{"a score without neutral", func(c *scoring.Card) {
			c.Measures[0].Missing = scoring.Missing{Policy: scoring.MissingZero, Neutral: opt("1")}
		}, []string{"card.missing $.measures[0].missing.neutral"}},
		{"a score without a policy", func(c *scoring.Card) { c.Measures[0].Missing = scoring.Missing{Neutral: opt("1")} }, []string{"card.missing $.measures[0].missing.policy"}},
		{"coverage", func(c *scoring.Card) { c.MinimumCoverage = kam.MustFraction("1.1") }, []string{"card.coverage $.minimumCoverage"}},
		{"coverage below", func(c *scoring.Card) { c.MinimumCoverage = kam.Fraction{Num: -1, Den: 2} }, []string{"card.coverage $.minimumCoverage"}},
		{"one ID twice", func(c *scoring.Card) { c.Measures[1].ID = "a" }, []string{"card.id $.measures[1].id"}},
		{"no metric", func(c *scoring.Card) { c.Measures[0].Metric = "" }, []string{"card.metric $.measures[0].metric"}},
		{"scope", func(c *scoring.Card) { c.Measures[0].Scope = " x" }, []string{"card.metric $.measures[0].scope"}},
		{"currency", func(c *scoring.Card) { c.Measures[0].Currency = "RMB" }, []string{"card.unit $.measures[0].currency"}},
		{"unit and currency", func(c *scoring.Card) { c.Measures[0].Currency = "CNY"; c.Measures[0].Unit = "deals" }, []string{"card.unit $.measures[0].unit"}},
		{"direction", func(c *scoring.Card) { c.Measures[0].Direction = "up" }, []string{"card.direction $.measures[0].direction"}},
		{"no function", function(scoring.Function{}), []string{"card.function " + at}},
		{"two functions", function(scoring.Function{Points: &scoring.Points{}, Binary: &scoring.Binary{}}), []string{"card.function " + at}},
		{"points downward", downward(scoring.Function{Points: &scoring.Points{}}), []string{"card.direction " + at + ".points"}},
		{"floor above cap", function(scoring.Function{Points: &scoring.Points{Floor: opt("9"), Cap: opt("8")}}), []string{"card.number " + at + ".points"}},
		{"ratio method missing", downward(scoring.Function{Ratio: &scoring.Ratio{}}), []string{"card.function " + at + ".ratio.lower"}},
		{"ratio method too much", function(scoring.Function{Ratio: &scoring.Ratio{Lower: scoring.LowerMirror}}), []string{"card.function " + at + ".ratio.lower"}},
		{"ratio target", function(scoring.Function{Ratio: &scoring.Ratio{Target: opt("0")}}), []string{"card.number " + at + ".ratio.target"}},
		{"ratio full", function(scoring.Function{Ratio: &scoring.Ratio{Full: opt("-1")}}), []string{"card.number " + at + ".ratio.full"}},
		{"ratio limits", function(scoring.Function{Ratio: &scoring.Ratio{Floor: opt("0.8"), Cap: opt("0.5")}}), []string{"card.number " + at + ".ratio"}},
		{"stretch the wrong way", function(scoring.Function{ThresholdTargetStretch: &scoring.ThresholdTargetStretch{Threshold: anchor("3", "1"), Target: anchor("2", "2"), Stretch: anchor("1", "3")}}), []string{"card.direction " + at + ".thresholdTargetStretch", "card.direction " + at + ".thresholdTargetStretch"}},
		{"stretch out of order", function(scoring.Function{ThresholdTargetStretch: &scoring.ThresholdTargetStretch{Threshold: anchor("1", "1"), Target: anchor("3", "2"), Stretch: anchor("2", "3")}}), []string{"card.order " + at + ".thresholdTargetStretch.stretch"}},
		{"more below than at the threshold", function(scoring.Function{ThresholdTargetStretch: &scoring.ThresholdTargetStretch{Threshold: anchor("1", "1"), Target: anchor("2", "2"), Stretch: anchor("3", "3"), Below: opt("2")}}), []string{"card.order " + at + ".thresholdTargetStretch.below"}},
		{"one anchor", function(scoring.Function{Anchors: &scoring.Anchors{Points: []scoring.Anchor{anchor("1", "1")}}}), []string{"card.count " + at + ".anchors.points"}},
		{"an anchor twice", function(scoring.Function{Anchors: &scoring.Anchors{Points: []scoring.Anchor{anchor("1", "1"), anchor("1", "2")}}}), []string{"card.order " + at + ".anchors.points[1]"}},
		{"a dent", function(scoring.Function{Anchors: &scoring.Anchors{Points: []scoring.Anchor{anchor("1", "1"), anchor("2", "3"), anchor("3", "2")}}}), []string{"card.direction " + at + ".anchors"}},
		{"anchor beyond the scale", function(scoring.Function{Anchors: &scoring.Anchors{Points: []scoring.Anchor{anchor("1", "1"), anchor("2", "101")}}}), []string{"card.score " + at + ".anchors.points[1].score"}},
		{"outside", function(scoring.Function{Anchors: &scoring.Anchors{Points: []scoring.Anchor{anchor("1", "1"), anchor("2", "2")}, Outside: "x"}}), []string{"card.function " + at + ".anchors.outside"}},
		{"min is max", function(scoring.Function{MinMax: &scoring.MinMax{}}), []string{"card.order " + at + ".minMax"}},
		{"best is worst", function(scoring.Function{MinMax: &scoring.MinMax{Worst: dec("2"), Best: dec("1")}}), []string{"card.direction " + at + ".minMax"}},
		{"shortfall floor", function(scoring.Function{Shortfall: &scoring.Shortfall{Standard: dec("90"), PerUnit: dec("2"), Floor: opt("91")}}), []string{"card.order " + at + ".shortfall.floor"}},
		{"shortfall floor downward", downward(scoring.Function{Shortfall: &scoring.Shortfall{Standard: dec("9"), PerUnit: dec("2"), Floor: opt("8")}}), []string{"card.order " + at + ".shortfall.floor"}},
		{"shortfall gives", function(scoring.Function{Shortfall: &scoring.Shortfall{PerUnit: dec("-2")}}), []string{"card.number " + at + ".shortfall.perUnit"}},
		{"deduction upward", function(scoring.Function{Deduction: &scoring.Deduction{PerUnit: dec("2")}}), []string{"card.direction " + at + ".deduction"}},
		{"deduction of nothing", downward(scoring.Function{Deduction: &scoring.Deduction{}}), []string{"card.number " + at + ".deduction.perUnit"}},
		{"efficacy without a policy", function(scoring.Function{Efficacy: &scoring.Efficacy{Satisfactory: dec("1")}}), []string{"card.function " + at + ".efficacy.outside"}},
		{"efficacy beyond the scale", function(scoring.Function{Efficacy: &scoring.Efficacy{Satisfactory: dec("1"), Span: opt("41"), Outside: scoring.OutsideFlat}}), []string{"card.score " + at + ".efficacy.span"}},
		{"efficacy without span", function(scoring.Function{Efficacy: &scoring.Efficacy{Satisfactory: dec("1"), Span: opt("0"), Outside: scoring.OutsideFlat}}), []string{"card.number " + at + ".efficacy.span"}},
		{"tiers out of order", function(scoring.Function{GradedEfficacy: &scoring.GradedEfficacy{Tiers: []scoring.Tier{{dec("1"), dec("0.5")}, {dec("2"), dec("0.4")}}}}), []string{"card.direction " + at + ".gradedEfficacy"}},
		{"one tier", function(scoring.Function{GradedEfficacy: &scoring.GradedEfficacy{Tiers: []scoring.Tier{{}}}}), []string{"card.count " + at + ".gradedEfficacy.tiers"}},
		{"coefficient above 1", function(scoring.Function{GradedEfficacy: &scoring.GradedEfficacy{Tiers: []scoring.Tier{{dec("1"), dec("0.5")}, {dec("2"), dec("1.4")}}}}), []string{"card.score " + at + ".gradedEfficacy.tiers[1].coefficient"}},
		{"no bands", function(scoring.Function{Bands: &scoring.Bands{}}), []string{"card.count " + at + ".bands.bands"}},
		{"hole between bands", function(scoring.Function{Bands: &scoring.Bands{Bands: []scoring.Band{{Until: opt("2.4"), Score: dec("1")}, {From: opt("2.5"), Score: dec("2")}}}}), []string{"card.bands " + at + ".bands.bands[1].from"}},
		{"overlap of bands", function(scoring.Function{Bands: &scoring.Bands{Bands: []scoring.Band{{Until: opt("2.6"), Score: dec("1")}, {From: opt("2.5"), Score: dec("2")}}}}), []string{"card.bands " + at + ".bands.bands[1].from"}},
		{"band without an end", function(scoring.Function{Bands: &scoring.Bands{Bands: []scoring.Band{{Score: dec("1")}, {From: opt("2.5"), Score: dec("2")}}}}), []string{"card.bands " + at + ".bands.bands[0].until"}},
		{"band without a beginning", function(scoring.Function{Bands: &scoring.Bands{Bands: []scoring.Band{{Until: opt("1"), Score: dec("1")}, {Score: dec("2")}}}}), []string{"card.bands " + at + ".bands.bands[1].from"}},
		{"band turned round", function(scoring.Function{Bands: &scoring.Bands{Bands: []scoring.Band{{From: opt("2"), Until: opt("1"), Score: dec("1")}}}}), []string{"card.bands " + at + ".bands.bands[0]"}},
		{"bands the wrong way", function(scoring.Function{Bands: &scoring.Bands{Bands: []scoring.Band{{Until: opt("1"), Score: dec("2")}, {From: opt("1"), Score: dec("1")}}}}), []string{"card.direction " + at + ".bands"}},
		{"binary turned round", function(scoring.Function{Binary: &scoring.Binary{Pass: opt("1"), Fail: opt("2")}}), []string{"card.order " + at + ".binary.fail"}},
		{"growth of nothing", function(scoring.Function{Growth: &scoring.Growth{}}), []string{"card.number " + at + ".growth.perPercent"}},
		{"rescale of nothing", function(scoring.Function{Rescale: &scoring.Rescale{}}), []string{"card.order " + at + ".rescale"}},
		{"percentile ties", function(scoring.Function{Percentile: &scoring.Percentile{Ties: "x"}}), []string{"card.function " + at + ".percentile.ties"}},
		{"cohort of one", function(scoring.Function{Percentile: &scoring.Percentile{MinimumCohort: 1}}), []string{"card.number " + at + ".percentile.minimumCohort"}},
		{"deviation", function(scoring.Function{ZScore: &scoring.ZScore{PerDeviation: dec("1")}}), []string{"card.function " + at + ".zScore.deviation"}},
		{"no points per deviation", function(scoring.Function{ZScore: &scoring.ZScore{Deviation: scoring.Sample}}), []string{"card.number " + at + ".zScore.perDeviation"}},
		{"number of a function", function(scoring.Function{MinMax: &scoring.MinMax{Best: decimal.New(1, -99)}}), []string{"card.number " + at + ".minMax.best"}},
		{"adjustment of nothing", func(c *scoring.Card) { c.Adjustments = []scoring.Adjustment{{ID: "x", Metric: "x"}} }, []string{"card.number $.adjustments[0].perUnit"}},
		{"adjustment limit", func(c *scoring.Card) {
			c.Adjustments = []scoring.Adjustment{{ID: "x", Metric: "x", PerUnit: dec("1"), Max: opt("0")}}
		}, []string{"card.number $.adjustments[0].max"}},
		{"adjustment ID", func(c *scoring.Card) {
			c.Adjustments = []scoring.Adjustment{{ID: "a", Metric: "x", PerUnit: dec("1")}}
		}, []string{"card.id $.adjustments[0].id"}},
		{"bonus limit", func(c *scoring.Card) { c.MaxBonus, c.MaxPenalty = opt("-1"), opt("-1") }, []string{"card.number $.maxBonus", "card.number $.maxPenalty"}},
		{"veto on nothing", func(c *scoring.Card) {
			c.Vetoes = []scoring.Veto{{ID: "v", On: "x", Below: opt("1"), Effect: scoring.VetoLowest}}
		}, []string{"card.veto $.vetoes[0].on"}},
		{"veto without bound", func(c *scoring.Card) { c.Vetoes = []scoring.Veto{{ID: "v", On: "a", Effect: scoring.VetoLowest}} }, []string{"card.veto $.vetoes[0]"}},
		{"veto on everything", func(c *scoring.Card) {
			c.Vetoes = []scoring.Veto{{ID: "v", On: "a", Below: opt("2"), Above: opt("1"), Effect: scoring.VetoLowest}}
		}, []string{"card.veto $.vetoes[0]"}},
		{"veto effect", func(c *scoring.Card) { c.Vetoes = []scoring.Veto{{ID: "v", On: "a", Below: opt("2")}} }, []string{"card.veto $.vetoes[0].effect"}},
		{"veto score missing", func(c *scoring.Card) {
			c.Vetoes = []scoring.Veto{{ID: "v", On: "a", Below: opt("2"), Effect: scoring.VetoCapScore}}
		}, []string{"card.veto $.vetoes[0].score"}},
		{"veto score off the grid", func(c *scoring.Card) {
			c.Vetoes = []scoring.Veto{{ID: "v", On: "a", Below: opt("2"), Effect: scoring.VetoCapScore, Score: opt("59.99")}}
		}, []string{"card.veto $.vetoes[0].score"}},
		{"veto score off the scale", func(c *scoring.Card) {
			c.Vetoes = []scoring.Veto{{ID: "v", On: "a", Below: opt("2"), Effect: scoring.VetoCapScore, Score: opt("101")}}
		}, []string{"card.veto $.vetoes[0].score"}},
		{"veto grade", func(c *scoring.Card) {
			c.Vetoes = []scoring.Veto{{ID: "v", On: "a", Below: opt("2"), Effect: scoring.VetoCapGrade, Grade: "Z"}}
		}, []string{"card.veto $.vetoes[0].grade"}},
		{"veto with too much", func(c *scoring.Card) {
			c.Vetoes = []scoring.Veto{{ID: "v", On: "a", Below: opt("2"), Effect: scoring.VetoLowest, Grade: "A", Score: opt("1")}}
		}, []string{"card.veto $.vetoes[0].score", "card.veto $.vetoes[0].grade"}},
		{"grades begin late", func(c *scoring.Card) { c.Grades = grades()[1:] }, []string{"card.grades $.grades[0].from"}},
		{"grades end early", func(c *scoring.Card) { c.Grades = grades()[:2] }, []string{"card.grades $.grades[1].until"}},
		{"grades overlap", func(c *scoring.Card) { c.Grades = grades(); c.Grades[1].From = dec("59") }, []string{"card.grades $.grades[1].from"}},
		{"grade turned round", func(c *scoring.Card) { c.Grades = grades(); c.Grades[1].Until = dec("59") }, []string{"card.grades $.grades[1]"}},
		{"grade key", func(c *scoring.Card) { c.Grades = grades(); c.Grades[1].Key, c.Grades[2].Key = "C", "" }, []string{"card.grades $.grades[1].key", "card.grades $.grades[2].key"}},
		{"too many measures", func(c *scoring.Card) { c.Measures = make([]scoring.Measure, scoring.MaxNodes+1) }, []string{"card.too-many $.dimensions"}},
		{"too many grades", func(c *scoring.Card) { c.Grades = make([]scoring.Grade, scoring.MaxNodes+1) }, []string{"card.too-many $.grades"}},
		{"too deep", func(c *scoring.Card) { c.Dimensions = nested(scoring.MaxDepth) }, []string{"card.too-many $.dimensions"}},
	}
	for _, k := range cases {
		t.Run(k.name, func(t *testing.T) {
			c := card(points("a", "0.5"), points("b", "0.5"))
			require.NotNil(t, compile(t, c))
			k.spoil(&c)
			_, err := scoring.Compile(c)
			assert.Equal(t, k.want, codes(t, err))
		})
	}
}

// nested is n dimensions inside each other with a measure at the bottom.
func nested(n int) []scoring.Dimension {
	d := scoring.Dimension{ID: fmt.Sprint("d", n), Weight: kam.Whole(), Measures: []scoring.Measure{points("deep", "1")}}
	for i := n - 1; i > 0; i-- {
		d = scoring.Dimension{ID: fmt.Sprint("d", i), Weight: kam.Whole(), Dimensions: []scoring.Dimension{d}}
	}
	return []scoring.Dimension{d}
}

func TestDeepestCard(t *testing.T) {
	c := card()
	c.Dimensions = nested(scoring.MaxDepth - 1)
	equalExact(t, "70", score(t, c, observed("deep", "70")).Total)
}

// A card that contains itself is refused, not walked for ever.
func TestCardInsideItself(t *testing.T) {
	list := make([]scoring.Dimension, 3)
	for i := range list {
		list[i] = scoring.Dimension{ID: fmt.Sprint("d", i), Dimensions: list}
	}
	c := card()
	c.Dimensions = list
	_, err := scoring.Compile(c)
	assert.Equal(t, []string{"card.too-many $.dimensions"}, codes(t, err))
}

func TestWeightsSayTheDifference(t *testing.T) {
	_, err := scoring.Compile(card(points("a", "0.5"), points("b", "0.49")))
	require.ErrorContains(t, err, "the weights here sum to 0.99, 0.01 short of 1")
	var invalid *kam.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.Contains(t, invalid.In(kam.Chinese), "此层权重合计 0.99，距 1 尚缺 0.01")
	_, err = scoring.Compile(card(points("a", "0.5"), points("b", "2/3")))
	require.ErrorContains(t, err, "the weights here sum to 7/6, 1/6 more than 1")
}

func TestAllFaultsAtOnce(t *testing.T) {
	c := card(points("a", "0.5"), points("a", "0.49"))
	c.Rounding.Mode, c.Measures[0].Direction, c.Grades = "x", "", grades()[:1]
	_, err := scoring.Compile(c)
	assert.Equal(t, []string{
		"card.rounding $.rounding.mode", "card.weight $", "card.direction $.measures[0].direction", "card.id $.measures[1].id", "card.grades $.grades[0].until",
	}, codes(t, err))
}

// What the host does with its card afterwards, and with the copy it gets, changes no score.
func TestProgramKeepsNoHoldOfTheCard(t *testing.T) {
	c := card(measure("a", "1", scoring.Function{Anchors: &scoring.Anchors{Points: []scoring.Anchor{anchor("0", "0"), anchor("1", "100")}}}))
	c.Grades = grades()
	p := compile(t, c)
	for _, own := range []scoring.Card{c, p.Card()} {
		own.Measures[0].Metric = "other"
		own.Measures[0].Function.Anchors.Points[1].Score = dec("50")
		own.Grades[0].Key = "Z"
	}
	r, err := p.Score(scoring.Inputs{Subject: anna, Period: year, Observations: []kam.Observation{observed("a", "0.5")}})
	require.NoError(t, err)
	equalExact(t, "50", r.Total)
	assert.Equal(t, "C", r.Grade)
	assert.Equal(t, []string{"a"}, p.MeasureIDs())
	kept := p.Card()
	assert.Equal(t, "a", kept.Measures[0].Metric)
	assert.Equal(t, "100", kept.Measures[0].Function.Anchors.Points[1].Score.String())
	assert.Equal(t, "C", kept.Grades[0].Key)
}
