package scoring_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
)

// messages are the messages of an invalid input.
func messages(t *testing.T, err error) []kam.Text {
	t.Helper()
	var invalid *kam.InvalidError
	require.ErrorAs(t, err, &invalid)
	out := make([]kam.Text, len(invalid.Findings))
	for i, f := range invalid.Findings {
		out[i] = f.Message
	}
	return out
}

// A number out of bounds is told by how much it is, and never written out.
func TestNumbersOutOfBoundsSayHow(t *testing.T) {
	cases := []struct {
		number decimal.Decimal
		want   kam.Text
	}{
		{decimal.New(1, -31), kam.Text{EN: "the number has 31 decimal places, more than 30", ZH: "该数有 31 位小数，超过 30 位"}},
		{decimal.New(1, 50_000_000), kam.Text{EN: "the number has the decimal exponent 50000000, more than 30", ZH: "该数的十进制指数为 50000000，超过 30"}},
		{decimal.RequireFromString("-" + strings.Repeat("9", 39)), kam.Text{EN: "the number has 39 digits, more than 38", ZH: "该数有 39 位数字，超过 38 位"}},
		{decimal.New(123_456_789_012, 30), kam.Text{EN: "the number has 42 digits, more than 38", ZH: "该数有 42 位数字，超过 38 位"}},
		{decimal.RequireFromString(strings.Repeat("9", 30) + "." + strings.Repeat("9", 9)), kam.Text{EN: "the number has 39 digits, more than 38", ZH: "该数有 39 位数字，超过 38 位"}},
	}
	for _, c := range cases {
		k := card(points("a", "1"))
		k.MaxBonus = decimal.NewNullDecimal(c.number)
		_, err := scoring.Compile(k)
		assert.Equal(t, []kam.Text{c.want}, messages(t, err))
		require.Equal(t, []string{"card.number $.maxBonus"}, codes(t, err))

		p := compile(t, card(measure("a", "1", scoring.Function{Ratio: &scoring.Ratio{}})))
		_, err = p.Score(scoring.Inputs{Subject: anna, Period: year, Targets: []scoring.Target{{Measure: "a", Target: decimal.NewNullDecimal(c.number)}}})
		assert.Equal(t, []kam.Text{c.want}, messages(t, err))
		require.Equal(t, []string{"score.number $.targets[0].target"}, codes(t, err))
	}
}

func TestPeriodsAtFaultSayWhy(t *testing.T) {
	day := kam.MustDay
	cases := []struct {
		period kam.Period
		want   kam.Text
	}{
		{kam.Period{}, kam.Text{EN: "no period is stated", ZH: "未填期间"}},
		{kam.Period{Until: day("2026-01-01")}, kam.Text{EN: "the period until 2026-01-01 has no first day", ZH: "止于 2026-01-01 的期间缺少首日"}},
		{kam.Period{From: day("2026-02-01"), Until: day("2026-01-01")}, kam.Text{
			EN: "the period from 2026-02-01 until 2026-01-01 holds no day; the second is the first day after it",
			ZH: "自 2026-02-01 至 2026-01-01 的期间不含任何一天；后者为期间末日的次日",
		}},
	}
	for _, c := range cases {
		_, err := compile(t, card(points("a", "1"))).Score(scoring.Inputs{Subject: anna, Period: c.period})
		assert.Equal(t, []kam.Text{c.want}, messages(t, err))
		require.Equal(t, []string{"score.period $.period"}, codes(t, err))
	}
}

// What has no points says which value it is, and which limit it misses.
func TestNoticesNameTheNumbers(t *testing.T) {
	c := card(
		measure("ratio", "0.2", scoring.Function{Ratio: &scoring.Ratio{}}),
		measure("growth", "0.2", scoring.Function{Growth: &scoring.Growth{PerPercent: dec("1")}}),
		measure("z", "0.2", scoring.Function{ZScore: &scoring.ZScore{Centre: dec("60"), PerDeviation: dec("10"), Deviation: scoring.Sample, MinimumCohort: 5}}),
		measure("place", "0.2", scoring.Function{Percentile: &scoring.Percentile{MinimumCohort: 4}}),
		measure("bands", "0.2", scoring.Function{Bands: &scoring.Bands{Bands: []scoring.Band{{From: opt("1"), Score: dec("10")}}}}),
	)
	c.Measures[0].Name = kam.Text{EN: "Won revenue", ZH: "赢单额"}
	c.Adjustments = []scoring.Adjustment{{ID: "late", Metric: "late", PerUnit: dec("-1")}}
	c.Vetoes = []scoring.Veto{{ID: "v", On: "gone", Below: opt("1"), Effect: scoring.VetoLowest}}
	gone := points("gone", "0")
	gone.Name = kam.Text{EN: "Customers kept", ZH: "客户保有率"}
	c.Measures = append(c.Measures, gone)
	cohort := []scoring.Exact{exact(t, "1"), exact(t, "2"), exact(t, "3")}
	r := scoreWith(t, c, scoring.Inputs{
		Observations: []kam.Observation{observed("ratio", "5"), observed("growth", "5"), observed("z", "5"), observed("place", "5"), observed("bands", "-0.5"), observed("late", "-3")},
		Targets:      []scoring.Target{{Measure: "ratio", Target: opt("-2")}, {Measure: "growth", Base: opt("0")}},
		Cohorts:      []scoring.Cohort{{Measure: "z", Values: cohort}, {Measure: "place", Values: cohort}},
	})
	got := []string{}
	for _, f := range r.Findings {
		got = append(got, f.Code+": "+f.Message.EN, f.Message.ZH)
	}
	assert.Equal(t, []string{
		"score.target-sign: measure Won revenue: the target -2 is not above 0", "指标 赢单额：目标 -2 不大于 0，无法计算达成率",
		"score.base-sign: measure growth: growth on the base 0 is not defined, it is not above 0", "指标 growth：基数 0 不大于 0，增长率没有意义",
		"score.small-cohort: measure z: the cohort has 3 values, at least 5 are needed", "指标 z：对照组仅 3 个数值，至少须 5 个",
		"score.small-cohort: measure place: the cohort has 3 values, at least 4 are needed", "指标 place：对照组仅 3 个数值，至少须 4 个",
		"score.outside: measure bands: the value -0.5 is outside of [1, ∞), which the function covers", "指标 bands：数值 -0.5 超出计分函数的范围 [1, ∞)",
		"score.missing: measure Customers kept: the value is not known", "指标 客户保有率：数值未知",
		"score.negative-count: adjustment late: the count -3 is below 0; no points are given or taken", "加减分项 late：计数 -3 为负数；不加分也不扣分",
		"score.veto: veto v: what it tests, Customers kept, is not known; it triggers nothing", "否决项 v：所检验的“客户保有率”未知；不触发",
	}, got)
	text := r.Markdown(kam.Chinese)
	assert.Contains(t, text, "- 指标 赢单额：目标 -2 不大于 0")
	assert.Contains(t, text, "- 加减分项 late：计数 -3 为负数")
	assert.Contains(t, text, "- 否决项 v：所检验的“客户保有率”未知")
	for i, line := range []string{"the cohort has 3 values, at least 5 are needed", "the cohort has 3 values, at least 4 are needed"} {
		assert.Contains(t, r.Nodes[2+i].Reason.EN, line)
	}
}

// What a forged result says is told in words.
func TestForgedResultsInWords(t *testing.T) {
	r := score(t, card(points("a", "1")), observed("a", "5"))
	r.Sum, r.Unknown, r.Grade = scoring.Exact{}, scoring.UnknownBlocked, "A"
	assert.Equal(t, []kam.Text{
		{EN: "it says \"blocked\" and computes as nothing", ZH: "填写为 \"blocked\"，重算为空"},
		{EN: "it says unknown and computes as 5", ZH: "填写为未知，重算为 5"},
		{EN: "it says unknown and computes as 5", ZH: "填写为未知，重算为 5"},
		{EN: "it says \"A\" and computes as nothing", ZH: "填写为 \"A\"，重算为空"},
	}, messages(t, r.Verify()))
}

// Periods are written by their last day, not by the day after it.
func TestMarkdownOfPeriods(t *testing.T) {
	day := kam.MustDay
	cases := []struct {
		period kam.Period
		en, zh string
	}{
		{year, "# card, version 1, 2026-01-01 to 2026-12-31\n", "# card，第 1 版，2026-01-01 至 2026-12-31\n"},
		{kam.Period{From: day("2026-01-01")}, "# card, version 1, from 2026-01-01\n", "# card，第 1 版，自 2026-01-01 起\n"},
		{kam.Period{From: day("2026-01-01"), Until: day("2026-01-02")}, "# card, version 1, 2026-01-01\n", "# card，第 1 版，2026-01-01\n"},
		{kam.Period{From: day("2026-01-01"), Until: day("2026-01-01")}, "# card, version 1\n", "# card，第 1 版\n"},
		{kam.Period{}, "# card, version 1\n", "# card，第 1 版\n"},
	}
	for _, c := range cases {
		r := scoring.Result{Card: "card", Version: 1, Period: c.period}
		assert.True(t, strings.HasPrefix(r.Markdown(kam.English), c.en), r.Markdown(kam.English))
		assert.True(t, strings.HasPrefix(r.Markdown(kam.Chinese), c.zh), r.Markdown(kam.Chinese))
	}
}
