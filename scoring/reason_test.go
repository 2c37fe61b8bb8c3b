package scoring_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
)

// Each reason names every number of its function that the points come from.
func TestReasons(t *testing.T) {
	stretch := scoring.Function{ThresholdTargetStretch: &scoring.ThresholdTargetStretch{Threshold: anchor("60", "50"), Target: anchor("80", "70"), Stretch: anchor("120", "100"), Below: opt("10")}}
	stretchDown := scoring.Function{ThresholdTargetStretch: &scoring.ThresholdTargetStretch{Threshold: anchor("9", "50"), Target: anchor("6", "70"), Stretch: anchor("3", "100")}}
	flat := scoring.Function{Anchors: &scoring.Anchors{Points: []scoring.Anchor{anchor("0", "20"), anchor("10", "60")}}}
	going := scoring.Function{Anchors: &scoring.Anchors{Points: []scoring.Anchor{anchor("0", "20"), anchor("10", "60")}, Outside: scoring.OutsideExtrapolate}}
	minMax := scoring.Function{MinMax: &scoring.MinMax{Worst: dec("10"), Best: dec("50")}}
	minMaxDown := scoring.Function{MinMax: &scoring.MinMax{Worst: dec("50"), Best: dec("10")}}
	short := scoring.Function{Shortfall: &scoring.Shortfall{Standard: dec("90"), PerUnit: dec("2"), Floor: opt("75"), Full: opt("15")}}
	shortDown := scoring.Function{Shortfall: &scoring.Shortfall{Standard: dec("10"), PerUnit: dec("5"), Floor: opt("20")}}
	deduction := scoring.Function{Deduction: &scoring.Deduction{PerUnit: dec("15"), Full: opt("40")}}
	efficacy := scoring.Function{Efficacy: &scoring.Efficacy{Unacceptable: dec("10"), Satisfactory: dec("20"), Outside: scoring.OutsideFlat}}
	efficacyOn := scoring.Function{Efficacy: &scoring.Efficacy{Unacceptable: dec("20"), Satisfactory: dec("10"), Base: opt("50"), Span: opt("20"), Outside: scoring.OutsideExtrapolate}}
	graded := scoring.Function{GradedEfficacy: &scoring.GradedEfficacy{Tiers: []scoring.Tier{{dec("20"), dec("1")}, {dec("15"), dec("0.8")}, {dec("10"), dec("0.6")}}, Below: opt("5")}}
	bands := scoring.Function{Bands: &scoring.Bands{Bands: []scoring.Band{{Until: opt("60"), Score: dec("10")}, {From: opt("60"), Until: opt("80"), Score: dec("50")}, {From: opt("80"), Score: dec("90")}}}}
	ended := scoring.Function{Bands: &scoring.Bands{Bands: []scoring.Band{{From: opt("0"), Until: opt("2"), Score: dec("100")}, {From: opt("2"), Until: opt("5"), Score: dec("40")}}}}
	binary := scoring.Function{Binary: &scoring.Binary{Bound: dec("3"), Pass: opt("70"), Fail: opt("30")}}
	growth := scoring.Function{Growth: &scoring.Growth{PerPercent: dec("2"), Start: opt("50")}}
	rescale := scoring.Function{Rescale: &scoring.Rescale{Min: dec("1"), Max: dec("3")}}
	percentile := scoring.Function{Percentile: &scoring.Percentile{MinimumCohort: 3}}
	z := scoring.Function{ZScore: &scoring.ZScore{Centre: dec("60"), PerDeviation: dec("10"), Deviation: scoring.Population}}
	limited := scoring.Function{Points: &scoring.Points{Floor: opt("10"), Cap: opt("90")}}
	ratio := func(lower scoring.LowerRatio) scoring.Function {
		return scoring.Function{Ratio: &scoring.Ratio{Target: opt("100"), Lower: lower, Full: opt("80"), Floor: opt("0.3"), Cap: opt("1.25")}}
	}
	cases := []struct {
		name     string
		lower    bool
		function scoring.Function
		value    string
		en, zh   string
	}{
		{
			"points", false, limited, "65",
			"value 65: 65 points",
			"数值 65：65 分",
		},
		{
			"points low", false, limited, "6",
			"value 6, at least 10 points: 10 points",
			"数值 6，最低 10 分：10 分",
		},
		{
			"points high", false, limited, "96",
			"value 96, at most 90 points: 90 points",
			"数值 96，最高 90 分：90 分",
		},
		{
			"ratio", false, ratio(""), "80",
			"80 against the target 100: attainment 80 %, of 80 points: 64 points",
			"80 对目标 100：达成率 80%，满分 80 分：64 分",
		},
		{
			"ratio capped", false, ratio(""), "150",
			"150 against the target 100: attainment 150 %, counted as 125 %, of 80 points: 100 points",
			"150 对目标 100：达成率 150%，按 125% 计，满分 80 分：100 分",
		},
		{
			"ratio floor", false, ratio(""), "20",
			"20 against the target 100: attainment 20 %, counted as 30 %, of 80 points: 24 points",
			"20 对目标 100：达成率 20%，按 30% 计，满分 80 分：24 分",
		},
		{
			"ratio inverse", true, ratio(scoring.LowerInverse), "160",
			"160 against the target 100: attainment 62.5 % (target / value), of 80 points: 50 points",
			"160 对目标 100：达成率 62.5%（目标 / 数值），满分 80 分：50 分",
		},
		{
			"ratio inverse best", true, ratio(scoring.LowerInverse), "0",
			"0 against the target 100, the best there is, counted as 125 %, of 80 points: 100 points",
			"0 对目标 100，已达最优，按 125% 计，满分 80 分：100 分",
		},
		{
			"ratio mirror", true, ratio(scoring.LowerMirror), "80",
			"80 against the target 100: attainment 120 % (2 - value / target), of 80 points: 96 points",
			"80 对目标 100：达成率 120%（2 - 数值 / 目标），满分 80 分：96 分",
		},
		{
			"threshold between", false, stretch, "75",
			"value 75 between the threshold 60 (50 points) and the target 80 (70 points): 65 points",
			"数值 75 介于门槛值 60（50 分）与目标值 80（70 分）之间：65 分",
		},
		{
			"threshold second", false, stretch, "100",
			"value 100 between the target 80 (70 points) and the stretch 120 (100 points): 85 points",
			"数值 100 介于目标值 80（70 分）与挑战值 120（100 分）之间：85 分",
		},
		{
			"threshold at", false, stretch, "80",
			"value 80 at the target 80 (70 points): 70 points",
			"数值 80 等于目标值 80（70 分）：70 分",
		},
		{
			"threshold below", false, stretch, "59",
			"value 59 misses the threshold 60 (50 points): 10 points",
			"数值 59 未达门槛值 60（50 分）：10 分",
		},
		{
			"threshold beyond", false, stretch, "200",
			"value 200 beyond the stretch 120 (100 points), flat there: 100 points",
			"数值 200 在挑战值 120（100 分）之外，得分不再变化：100 分",
		},
		{
			"threshold down between", true, stretchDown, "7.5",
			"value 7.5 between the target 6 (70 points) and the threshold 9 (50 points): 60 points",
			"数值 7.5 介于目标值 6（70 分）与门槛值 9（50 分）之间：60 分",
		},
		{
			"threshold down second", true, stretchDown, "4",
			"value 4 between the stretch 3 (100 points) and the target 6 (70 points): 90 points",
			"数值 4 介于挑战值 3（100 分）与目标值 6（70 分）之间：90 分",
		},
		{
			"threshold down below", true, stretchDown, "10",
			"value 10 exceeds the threshold 9 (50 points): 0 points",
			"数值 10 超出门槛值 9（50 分）：0 分",
		},
		{
			"threshold down beyond", true, stretchDown, "1",
			"value 1 beyond the stretch 3 (100 points), flat there: 100 points",
			"数值 1 在挑战值 3（100 分）之外，得分不再变化：100 分",
		},
		{
			"anchors", false, flat, "5",
			"value 5 between the anchor 0 (20 points) and the anchor 10 (60 points): 40 points",
			"数值 5 介于锚点 0（20 分）与锚点 10（60 分）之间：40 分",
		},
		{
			"anchors ratio", false, flat, "10/3",
			"value 10/3 (≈3.3333) between the anchor 0 (20 points) and the anchor 10 (60 points): ≈33.3333 points",
			"数值 10/3（≈3.3333）介于锚点 0（20 分）与锚点 10（60 分）之间：≈33.3333 分",
		},
		{
			"anchors flat", false, flat, "-1",
			"value -1 beyond the anchor 0 (20 points), flat there: 20 points",
			"数值 -1 在锚点 0（20 分）之外，得分不再变化：20 分",
		},
		{
			"anchors going on", false, going, "15",
			"value 15 beyond the anchor 10 (60 points), on the line from the anchor 0 (20 points) through it: 80 points",
			"数值 15 在锚点 10（60 分）之外，取自锚点 0（20 分）至该点的延长线：80 分",
		},
		{
			"anchors going on below", false, going, "-2",
			"value -2 beyond the anchor 0 (20 points), on the line from the anchor 10 (60 points) through it: 12 points",
			"数值 -2 在锚点 0（20 分）之外，取自锚点 10（60 分）至该点的延长线：12 分",
		},
		{
			"minMax", false, minMax, "20",
			"value 20 between the worst value 10 (0 points) and the best value 50 (100 points): 25 points",
			"数值 20 介于最差值 10（0 分）与最佳值 50（100 分）之间：25 分",
		},
		{
			"minMax down", true, minMaxDown, "20",
			"value 20 between the best value 10 (100 points) and the worst value 50 (0 points): 75 points",
			"数值 20 介于最佳值 10（100 分）与最差值 50（0 分）之间：75 分",
		},
		{
			"minMax beyond", true, minMaxDown, "60",
			"value 60 beyond the worst value 50 (0 points), flat there: 0 points",
			"数值 60 在最差值 50（0 分）之外，得分不再变化：0 分",
		},
		{
			"shortfall met", false, short, "95",
			"value 95 meets the standard 90, full points: 15 points",
			"数值 95 达到标准 90，得满分：15 分",
		},
		{
			"shortfall", false, short, "85",
			"value 85 is 5 short of the standard 90, 15 points less 2 for each: 5 points",
			"数值 85 距标准 90 差 5，满分 15 分，每差 1 扣 2 分：5 分",
		},
		{
			"shortfall to nothing", false, short, "80",
			"value 80 is 10 short of the standard 90, 15 points less 2 for each, not below 0: 0 points",
			"数值 80 距标准 90 差 10，满分 15 分，每差 1 扣 2 分，扣完为止：0 分",
		},
		{
			"shortfall to just nothing", false, short, "82.5",
			"value 82.5 is 7.5 short of the standard 90, 15 points less 2 for each: 0 points",
			"数值 82.5 距标准 90 差 7.5，满分 15 分，每差 1 扣 2 分：0 分",
		},
		{
			"shortfall down at the floor", true, shortDown, "20",
			"value 20 is 10 above the standard 10, 100 points less 5 for each: 50 points",
			"数值 20 超出标准 10 达 10，满分 100 分，每超 1 扣 5 分：50 分",
		},
		{
			"shortfall floor", false, short, "70",
			"value 70 misses the floor 75 (standard 90): 0 points",
			"数值 70 未达得分底线 75（标准 90）：0 分",
		},
		{
			"shortfall down", true, shortDown, "12",
			"value 12 is 2 above the standard 10, 100 points less 5 for each: 90 points",
			"数值 12 超出标准 10 达 2，满分 100 分，每超 1 扣 5 分：90 分",
		},
		{
			"shortfall down floor", true, shortDown, "21",
			"value 21 exceeds the floor 20 (standard 10): 0 points",
			"数值 21 超出得分底线 20（标准 10）：0 分",
		},
		{
			"deduction", true, deduction, "2",
			"count 2, 40 points less 15 for each: 10 points",
			"计数 2，满分 40 分，每项扣 15 分：10 分",
		},
		{
			"deduction to nothing", true, deduction, "3",
			"count 3, 40 points less 15 for each, not below 0: 0 points",
			"计数 3，满分 40 分，每项扣 15 分，扣完为止：0 分",
		},
		{
			"efficacy", false, efficacy, "15",
			"value 15 between the unacceptable value 10 (60 points) and the satisfactory value 20 (100 points): 80 points",
			"数值 15 介于不允许值 10（60 分）与满意值 20（100 分）之间：80 分",
		},
		{
			"efficacy held", false, efficacy, "5",
			"value 5 beyond the unacceptable value 10 (60 points), flat there: 60 points",
			"数值 5 在不允许值 10（60 分）之外，得分不再变化：60 分",
		},
		{
			"efficacy on", true, efficacyOn, "15",
			"value 15 between the satisfactory value 10 (70 points) and the unacceptable value 20 (50 points): 60 points",
			"数值 15 介于满意值 10（70 分）与不允许值 20（50 分）之间：60 分",
		},
		{
			"efficacy going on", true, efficacyOn, "5",
			"value 5 beyond the satisfactory value 10 (70 points), on the line from the unacceptable value 20 (50 points) through it: 80 points",
			"数值 5 在满意值 10（70 分）之外，取自不允许值 20（50 分）至该点的延长线：80 分",
		},
		{
			"graded", false, graded, "18",
			"value 18 between the standard 15 (80 points) and the standard 20 (100 points): 92 points",
			"数值 18 介于标准值 15（80 分）与标准值 20（100 分）之间：92 分",
		},
		{
			"graded below", false, graded, "9",
			"value 9 misses the standard 10 (60 points): 5 points",
			"数值 9 未达标准值 10（60 分）：5 分",
		},
		{
			"graded beyond", false, graded, "25",
			"value 25 beyond the standard 20 (100 points), flat there: 100 points",
			"数值 25 在标准值 20（100 分）之外，得分不再变化：100 分",
		},
		{
			"bands first", false, bands, "59",
			"value 59 in the band (-∞, 60): 10 points",
			"数值 59 落入区间 (-∞, 60)：10 分",
		},
		{
			"bands", false, bands, "75",
			"value 75 in the band [60, 80): 50 points",
			"数值 75 落入区间 [60, 80)：50 分",
		},
		{
			"bands last", false, bands, "80",
			"value 80 in the band [80, ∞): 90 points",
			"数值 80 落入区间 [80, ∞)：90 分",
		},
		{
			"bands with an end", true, ended, "5",
			"value 5 in the band [2, 5]: 40 points",
			"数值 5 落入区间 [2, 5]：40 分",
		},
		{
			"outside of bands", true, ended, "5.5",
			"the value 5.5 is outside of [0, 5], which the function covers; it is left out, and nothing with a weight is left",
			"数值 5.5 超出计分函数的范围 [0, 5]；不计该项，再无计入权重的项目",
		},
		{
			"binary met", false, binary, "3",
			"value 3 meets the bound 3 (met 70 points, missed 30): 70 points",
			"数值 3 达到界限 3（达标 70 分，未达标 30 分）：70 分",
		},
		{
			"binary missed", false, binary, "2",
			"value 2 misses the bound 3 (met 70 points, missed 30): 30 points",
			"数值 2 未达界限 3（达标 70 分，未达标 30 分）：30 分",
		},
		{
			"binary down met", true, binary, "3",
			"value 3 keeps within the bound 3 (met 70 points, missed 30): 70 points",
			"数值 3 未超出界限 3（达标 70 分，未达标 30 分）：70 分",
		},
		{
			"binary down missed", true, binary, "4",
			"value 4 exceeds the bound 3 (met 70 points, missed 30): 30 points",
			"数值 4 超出界限 3（达标 70 分，未达标 30 分）：30 分",
		},
		{
			"growth", false, growth, "110",
			"110 on the base 100: growth 10 %, 50 points plus 2 for each per cent: 70 points",
			"110 对基数 100：增长 10%，起点 50 分，每增长 1% 加 2 分：70 分",
		},
		{
			"growth down", true, growth, "110",
			"110 on the base 100: growth 10 %, 50 points less 2 for each per cent: 30 points",
			"110 对基数 100：增长 10%，起点 50 分，每增长 1% 减 2 分：30 分",
		},
		{
			"rescale", false, rescale, "2.5",
			"value 2.5 between the other scale's minimum 1 (0 points) and the other scale's maximum 3 (100 points): 75 points",
			"数值 2.5 介于原量表最低值 1（0 分）与原量表最高值 3（100 分）之间：75 分",
		},
		{
			"rescale down", true, rescale, "2.5",
			"value 2.5 between the other scale's minimum 1 (100 points) and the other scale's maximum 3 (0 points): 25 points",
			"数值 2.5 介于原量表最低值 1（100 分）与原量表最高值 3（0 分）之间：25 分",
		},
		{
			"off the other scale", false, rescale, "4",
			"the value 4 is outside of [1, 3], which the function covers; it is left out, and nothing with a weight is left",
			"数值 4 超出计分函数的范围 [1, 3]；不计该项，再无计入权重的项目",
		},
		{
			"percentile", false, percentile, "4",
			"value 4 above 1 of the 8 values of the cohort, equal to 3 (counted half): percentile 31.25 %, on the scale from 0 to 100: 31.25 points",
			"数值 4 高于对照组 8 个数值中的 1 个，与 3 个相同（按一半计）：百分位 31.25%，分值范围 0 至 100：31.25 分",
		},
		{
			"zScore", false, z, "9",
			"9 is 2 standard deviations from the mean 5, counted to the better side, 60 points and 10 for each: 80 points",
			"9 距均值 5 为 2 个标准差（优于均值为正），均值处 60 分，每个标准差 10 分：80 分",
		},
		{
			"count", true, deduction, "-1",
			"the count -1 is below 0; it is left out, and nothing with a weight is left",
			"计数 -1 为负数；不计该项，再无计入权重的项目",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := measure("a", "1", c.function)
			if c.lower {
				m = lower(m)
			}
			top, bottom, isRatio := strings.Cut(c.value, "/")
			o := observed("a", top)
			if isRatio {
				o = ratioOf("a", top, bottom)
			}
			in := scoring.Inputs{Observations: []kam.Observation{o}}
			switch {
			case c.function.Growth != nil:
				in.Targets = []scoring.Target{{Measure: "a", Base: opt("100")}}
			case c.function.Percentile != nil, c.function.ZScore != nil:
				in.Cohorts = cohortOf(t, "2", "4", "4", "4", "5", "5", "7", "9")
			}
			reason := scoreWith(t, card(m), in).Nodes[0].Reason
			assert.Equal(t, c.en, reason.EN)
			assert.Equal(t, c.zh, reason.ZH)
		})
	}
}
