package scoring_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
)

func anchor(value, score string) scoring.Anchor {
	return scoring.Anchor{Value: dec(value), Score: dec(score)}
}

// Values and the points they have, one measure at a time on a scale from 0 to 100; "" for no points.
func TestFunctions(t *testing.T) {
	threshold := &scoring.ThresholdTargetStretch{Threshold: anchor("80", "50"), Target: anchor("100", "80"), Stretch: anchor("120", "100")}
	thresholdDown := &scoring.ThresholdTargetStretch{Threshold: anchor("30", "50"), Target: anchor("20", "80"), Stretch: anchor("10", "100"), Below: opt("20")}
	tiers := []scoring.Tier{{dec("20"), dec("1")}, {dec("15"), dec("0.8")}, {dec("10"), dec("0.6")}, {dec("5"), dec("0.4")}, {dec("0"), dec("0.2")}}
	cases := []struct {
		name     string
		lower    bool
		function scoring.Function
		points   map[string]string
	}{
		{"points", false, scoring.Function{Points: &scoring.Points{}}, map[string]string{"0": "0", "33.3": "33.3", "100": "100", "101": "100", "-1": "0"}},
		{"points within own limits", false, scoring.Function{Points: &scoring.Points{Floor: opt("10"), Cap: opt("90")}}, map[string]string{"5": "10", "95": "90", "50": "50"}},
		{"ratio", false, scoring.Function{Ratio: &scoring.Ratio{Target: opt("80")}}, map[string]string{"40": "50", "80": "100", "90": "100", "-8": "0", "1": "1.25"}},
		{"ratio with floor", false, scoring.Function{Ratio: &scoring.Ratio{Target: opt("80"), Floor: opt("0.5"), Full: opt("60"), Cap: opt("1.5")}}, map[string]string{"8": "30", "80": "60", "100": "75", "120": "90", "130": "90"}},
		{"ratio inverse", true, scoring.Function{Ratio: &scoring.Ratio{Target: opt("10"), Lower: scoring.LowerInverse, Full: opt("50"), Cap: opt("2")}}, map[string]string{"20": "25", "10": "50", "5": "100", "1": "100", "0": "100", "-3": "100"}},
		{"ratio mirror", true, scoring.Function{Ratio: &scoring.Ratio{Target: opt("10"), Lower: scoring.LowerMirror, Full: opt("50"), Cap: opt("2")}}, map[string]string{"20": "0", "10": "50", "5": "75", "0": "100", "25": "0", "-5": "100"}},
		{"threshold, target, stretch", false, scoring.Function{ThresholdTargetStretch: threshold}, map[string]string{"79.99": "0", "80": "50", "90": "65", "100": "80", "110": "90", "120": "100", "500": "100"}},
		{"less is better", true, scoring.Function{ThresholdTargetStretch: thresholdDown}, map[string]string{"30.01": "20", "30": "50", "25": "65", "20": "80", "15": "90", "10": "100", "0": "100"}},
		{"anchors flat", false, scoring.Function{Anchors: &scoring.Anchors{Points: []scoring.Anchor{anchor("0", "10"), anchor("10", "30"), anchor("13", "90")}}}, map[string]string{"-5": "10", "0": "10", "5": "20", "10": "30", "11": "50", "13": "90", "20": "90"}},
		{"anchors extrapolated", false, scoring.Function{Anchors: &scoring.Anchors{Points: []scoring.Anchor{anchor("0", "10"), anchor("10", "30"), anchor("13", "90")}, Outside: scoring.OutsideExtrapolate}}, map[string]string{"-2": "6", "13.25": "95", "20": "100", "-100": "0"}},
		{"anchors falling", true, scoring.Function{Anchors: &scoring.Anchors{Points: []scoring.Anchor{anchor("10", "0"), anchor("4", "60"), anchor("0", "80")}}}, map[string]string{"11": "0", "7": "30", "2": "70", "0": "80", "-1": "80"}},
		{"anchors for less is better, rising", true, scoring.Function{Anchors: &scoring.Anchors{Points: []scoring.Anchor{anchor("0", "80"), anchor("4", "60"), anchor("10", "0")}, Outside: scoring.OutsideExtrapolate}}, map[string]string{"7": "30", "-2": "90", "12": "0"}},
		{"min-max", false, scoring.Function{MinMax: &scoring.MinMax{Worst: dec("20"), Best: dec("60")}}, map[string]string{"10": "0", "20": "0", "30": "25", "60": "100", "70": "100"}},
		{"min-max down", true, scoring.Function{MinMax: &scoring.MinMax{Worst: dec("60"), Best: dec("20")}}, map[string]string{"10": "100", "50": "25", "70": "0"}},
		{"shortfall without floor", false, scoring.Function{Shortfall: &scoring.Shortfall{Standard: dec("90"), PerUnit: dec("10")}}, map[string]string{"90": "100", "89.5": "95", "81": "10", "80": "0", "1": "0"}},
		{"shortfall, floor included", false, scoring.Function{Shortfall: &scoring.Shortfall{Standard: dec("90"), PerUnit: dec("2"), Floor: opt("75")}}, map[string]string{"75": "70", "74.99": "0"}},
		{"shortfall down", true, scoring.Function{Shortfall: &scoring.Shortfall{Standard: dec("10"), PerUnit: dec("5"), Floor: opt("20")}}, map[string]string{"9": "100", "12": "90", "20": "50", "21": "0"}},
		{"deduction", true, scoring.Function{Deduction: &scoring.Deduction{PerUnit: dec("15"), Full: opt("40")}}, map[string]string{"0": "40", "1": "25", "2": "10", "3": "0", "9": "0", "-1": ""}},
		{"efficacy held", false, scoring.Function{Efficacy: &scoring.Efficacy{Unacceptable: dec("10"), Satisfactory: dec("20"), Outside: scoring.OutsideFlat}}, map[string]string{"5": "60", "10": "60", "15": "80", "20": "100", "30": "100"}},
		{"efficacy going on", false, scoring.Function{Efficacy: &scoring.Efficacy{Unacceptable: dec("10"), Satisfactory: dec("20"), Outside: scoring.OutsideExtrapolate}}, map[string]string{"5": "40", "-5": "0", "-9": "0", "30": "100"}},
		{"efficacy down", true, scoring.Function{Efficacy: &scoring.Efficacy{Unacceptable: dec("20"), Satisfactory: dec("10"), Base: opt("50"), Span: opt("20"), Outside: scoring.OutsideExtrapolate}}, map[string]string{"20": "50", "15": "60", "10": "70", "0": "90"}},
		{"graded efficacy", false, scoring.Function{GradedEfficacy: &scoring.GradedEfficacy{Tiers: tiers}}, map[string]string{"25": "100", "20": "100", "18": "92", "15": "80", "11": "64", "0": "20", "-1": "0"}},
		{"graded efficacy down", true, scoring.Function{GradedEfficacy: &scoring.GradedEfficacy{Tiers: []scoring.Tier{{dec("9"), dec("0.5")}, {dec("5"), dec("1")}}, Full: opt("80"), Below: opt("10")}}, map[string]string{"10": "10", "9": "40", "7": "60", "5": "80", "0": "80"}},
		{"bands", false, scoring.Function{Bands: &scoring.Bands{Bands: []scoring.Band{{Until: opt("60"), Score: dec("10")}, {From: opt("60"), Until: opt("80"), Score: dec("50")}, {From: opt("80"), Score: dec("90")}}}}, map[string]string{"-9": "10", "59.99": "10", "60": "50", "79.99": "50", "80": "90", "999": "90"}},
		{"bands with ends", true, scoring.Function{Bands: &scoring.Bands{Bands: []scoring.Band{{From: opt("0"), Until: opt("2"), Score: dec("100")}, {From: opt("2"), Until: opt("5"), Score: dec("40")}}}}, map[string]string{"-0.01": "", "0": "100", "2": "40", "5": "40", "5.01": ""}},
		{"binary", false, scoring.Function{Binary: &scoring.Binary{Bound: dec("3")}}, map[string]string{"2.99": "0", "3": "100", "4": "100"}},
		{"binary down", true, scoring.Function{Binary: &scoring.Binary{Bound: dec("3"), Pass: opt("70"), Fail: opt("30")}}, map[string]string{"3.01": "30", "3": "70", "2": "70"}},
		{"rescale", false, scoring.Function{Rescale: &scoring.Rescale{Min: dec("1"), Max: dec("5")}}, map[string]string{"0.99": "", "1": "0", "2": "25", "5": "100", "5.1": ""}},
		{"rescale down", true, scoring.Function{Rescale: &scoring.Rescale{Min: dec("1"), Max: dec("5")}}, map[string]string{"1": "100", "2": "75", "5": "0"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := measure("a", "1", c.function)
			if c.lower {
				m = lower(m)
			}
			for value, want := range c.points {
				r := score(t, card(m), observed("a", value))
				equalExact(t, want, r.Nodes[0].Score)
				equalExact(t, want, r.Total)
				if want == "" {
					listed(t, r.Findings)
					assert.Len(t, r.Findings, 1, value)
				} else {
					assert.Empty(t, r.Findings)
				}
			}
		})
	}
}

func TestRatioToAStatedTarget(t *testing.T) {
	c := card(measure("a", "1", scoring.Function{Ratio: &scoring.Ratio{Target: opt("100")}}))
	cases := []struct{ target, want, finding string }{
		{"", "80", ""}, {"160", "50", ""}, {"0", "", "score.target-sign"}, {"-5", "", "score.target-sign"},
	}
	for _, k := range cases {
		in := scoring.Inputs{Observations: []kam.Observation{observed("a", "80")}}
		if k.target != "" {
			in.Targets = []scoring.Target{{Measure: "a", Target: opt(k.target)}}
		}
		r := scoreWith(t, c, in)
		equalExact(t, k.want, r.Total)
		if k.finding != "" {
			assert.Equal(t, []string{k.finding + " $.measures[0]"}, listed(t, r.Findings))
		}
	}
	c.Measures[0].Function.Ratio.Target = opt("")
	r := score(t, c, observed("a", "80"))
	assert.Equal(t, []string{"score.no-target $.measures[0]"}, listed(t, r.Findings))
	assert.Equal(t, scoring.UnknownNothing, r.Unknown)
	equalExact(t, "80", r.Nodes[0].Value)
}

// A ratio stays two numbers: a third has no decimal.
func TestRatiosAreExact(t *testing.T) {
	r := score(t, card(measure("a", "1", scoring.Function{Ratio: &scoring.Ratio{Target: opt("1")}})), ratioOf("a", "1", "3"))
	equalExact(t, "100/3", r.Total)
	assert.Equal(t, "33.3", format(r.Score))
	r = score(t, card(points("a", "1")), ratioOf("a", "1", "0"))
	assert.Equal(t, []string{"score.denominator $.measures[0]"}, listed(t, r.Findings))
}

func TestGrowth(t *testing.T) {
	up := card(measure("a", "1", scoring.Function{Growth: &scoring.Growth{PerPercent: dec("2"), Start: opt("50")}}))
	down := card(lower(up.Measures[0]))
	cases := []struct{ value, base, up, down, finding string }{
		{"110", "100", "70", "30", ""},
		{"95", "100", "40", "60", ""},
		{"300", "100", "100", "0", ""},
		{"100", "0", "", "", "score.base-sign"},
		{"100", "-50", "", "", "score.base-sign"},
		{"100", "", "", "", "score.no-base"},
	}
	for _, k := range cases {
		in := scoring.Inputs{Observations: []kam.Observation{observed("a", k.value)}}
		if k.base != "" {
			in.Targets = []scoring.Target{{Measure: "a", Base: opt(k.base)}}
		}
		r := scoreWith(t, up, in)
		equalExact(t, k.up, r.Total)
		equalExact(t, k.down, scoreWith(t, down, in).Total)
		if k.finding != "" {
			assert.Equal(t, []string{k.finding + " $.measures[0]"}, listed(t, r.Findings))
		}
	}
}

func cohortOf(t *testing.T, values ...string) []scoring.Cohort {
	t.Helper()
	c := scoring.Cohort{Measure: "a"}
	for _, v := range values {
		c.Values = append(c.Values, exact(t, v))
	}
	return []scoring.Cohort{c}
}

func TestPercentile(t *testing.T) {
	cohort := []string{"10", "20", "20", "30", "40"}
	cases := []struct {
		ties  scoring.Ties
		lower bool
		value string
		want  string
	}{
		{"", false, "20", "40"},
		{scoring.TiesMid, false, "20", "40"},
		{scoring.TiesLow, false, "20", "20"},
		{scoring.TiesHigh, false, "20", "60"},
		{"", false, "5", "0"},
		{"", false, "50", "100"},
		{"", false, "25", "60"},
		{"", false, "40", "90"},
		{"", true, "20", "60"},
		{scoring.TiesLow, true, "20", "40"},
		{scoring.TiesHigh, true, "20", "80"},
		{"", true, "5", "100"},
	}
	for _, k := range cases {
		m := measure("a", "1", scoring.Function{Percentile: &scoring.Percentile{Ties: k.ties}})
		if k.lower {
			m = lower(m)
		}
		r := scoreWith(t, card(m), scoring.Inputs{Observations: []kam.Observation{observed("a", k.value)}, Cohorts: cohortOf(t, cohort...)})
		equalExact(t, k.want, r.Total)
		assert.Equal(t, 5, r.Nodes[0].Cohort)
	}
}

// The cohort 2 4 4 4 5 5 7 9 has the mean 5 and the population deviation 2.
func TestZScore(t *testing.T) {
	cohort := []string{"2", "4", "4", "4", "5", "5", "7", "9"}
	cases := []struct {
		deviation   scoring.Deviation
		lower       bool
		value, z, p string
	}{
		{scoring.Population, false, "9", "2", "80"},
		{scoring.Population, false, "4", "-1/2", "55"},
		{scoring.Population, true, "9", "-2", "40"},
		{scoring.Population, true, "4", "1/2", "65"},
		{scoring.Population, false, "5", "0", "60"},
		{scoring.Population, false, "99", "47", "100"},
		{scoring.Sample, false, "9", "1.870829", "78.70829"}, // 4 / sqrt(32/7) = 1.8708286...
	}
	for _, k := range cases {
		m := measure("a", "1", scoring.Function{ZScore: &scoring.ZScore{Centre: dec("60"), PerDeviation: dec("10"), Deviation: k.deviation}})
		if k.lower {
			m = lower(m)
		}
		r := scoreWith(t, card(m), scoring.Inputs{Observations: []kam.Observation{observed("a", k.value)}, Cohorts: cohortOf(t, cohort...)})
		equalExact(t, k.z, r.Nodes[0].ZScore)
		equalExact(t, k.p, r.Total)
	}
}

func TestCohortsThatCannotBeComparedWith(t *testing.T) {
	z := measure("a", "1", scoring.Function{ZScore: &scoring.ZScore{Centre: dec("60"), PerDeviation: dec("10"), Deviation: scoring.Population, MinimumCohort: 3}})
	p := measure("a", "1", scoring.Function{Percentile: &scoring.Percentile{}})
	cases := []struct {
		name    string
		measure scoring.Measure
		cohort  []string
		finding string
	}{
		{"none", z, nil, "score.no-cohort"},
		{"none for the percentile", p, nil, "score.no-cohort"},
		{"one", p, []string{"5"}, "score.small-cohort"},
		{"fewer than asked for", z, []string{"5", "6"}, "score.small-cohort"},
		{"no spread", z, []string{"5", "5", "5"}, "score.no-spread"},
	}
	for _, k := range cases {
		t.Run(k.name, func(t *testing.T) {
			in := scoring.Inputs{Observations: []kam.Observation{observed("a", "5")}}
			if k.cohort != nil {
				in.Cohorts = cohortOf(t, k.cohort...)
			}
			r := scoreWith(t, card(k.measure), in)
			assert.False(t, r.Known)
			assert.Equal(t, []string{k.finding + " $.measures[0]"}, listed(t, r.Findings))
		})
	}
}

// Thousands of unlike ratios have no common denominator in reach.
func TestCohortOfUnlikeRatios(t *testing.T) {
	c := scoring.Cohort{Measure: "a"}
	start := exact(t, "1000000000000000000000000000000000000000003")
	for i := int64(1); i <= 20_000; i++ {
		c.Values = append(c.Values, scoring.Quo(exact(t, "1"), scoring.Add(start, scoring.Mul(exact(t, "7919"), scoring.ExactOf(ratOf(i))))))
	}
	m := measure("a", "1", scoring.Function{ZScore: &scoring.ZScore{Centre: dec("60"), PerDeviation: dec("10"), Deviation: scoring.Sample}})
	r := scoreWith(t, card(m), scoring.Inputs{Observations: []kam.Observation{observed("a", "5")}, Cohorts: []scoring.Cohort{c}})
	assert.Equal(t, []string{"score.cohort-digits $.measures[0]"}, listed(t, r.Findings))

	m = measure("a", "1", scoring.Function{Percentile: &scoring.Percentile{}})
	r = scoreWith(t, card(m), scoring.Inputs{Observations: []kam.Observation{observed("a", "5")}, Cohorts: []scoring.Cohort{c}})
	equalExact(t, "100", r.Total)
}

func TestScoresBeyondTheScale(t *testing.T) {
	c := card(measure("a", "0.5", scoring.Function{Ratio: &scoring.Ratio{Target: opt("100"), Cap: opt("1.2")}}), points("b", "0.5"))
	_, err := scoring.Compile(c)
	require.Equal(t, []string{"card.score $.measures[0].function.ratio.cap"}, codes(t, err))
	c.Scale.MeasureMax = opt("120")
	equalExact(t, "85", score(t, c, observed("a", "150"), observed("b", "50")).Total)
	equalExact(t, "100", score(t, c, observed("a", "150"), observed("b", "100")).Total)
}
