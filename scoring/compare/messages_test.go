package compare_test

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wordtest"
	"github.com/kam-go/kam/scoring/compare"
)

// documented are the codes that the package comment lists.
func documented(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	_, list, ok := strings.Cut(string(data), "# Faults\n")
	require.True(t, ok)
	codes := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?:compare|[ (])\.([a-z]+(?:-[a-z]+)*)`).FindAllStringSubmatch(list, -1) {
		codes["compare."+m[1]] = true
	}
	return slices.Sorted(maps.Keys(codes))
}

// foreign are the Latin words of a Chinese text that are no quoted input, place, keyword of the rules, name or date.
func foreign(zh string) []string {
	zh = regexp.MustCompile(`"[^"]*"|\$[A-Za-z0-9.\[\]]*`).ReplaceAllString(zh, "")
	var out []string
	for _, w := range regexp.MustCompile(`[A-Za-z][A-Za-z-]*`).FindAllString(zh, -1) {
		keyword := slices.Contains([]string{
			"z-score", "factor", "population", "sample", "higher", "lower", "share-better", "split-by-keys", "refuse",
			"median-deviation", "fences", "z", "UTF-", "A", "B", "C",
		}, w)
		if !keyword {
			out = append(out, w)
		}
	}
	return out
}

// everything is a call for each kind of fault and warning.
func everything(t *testing.T) kam.Findings {
	t.Helper()
	huge, long := decimal.New(1, 31), strings.Repeat("a", compare.MaxName+1)
	var all kam.Findings
	fail := func(err error) {
		t.Helper()
		var invalid *kam.InvalidError
		require.ErrorAs(t, err, &invalid)
		all = append(all, invalid.Findings...)
	}
	ratings := func(rule compare.CalibrationRule, list ...compare.Rating) {
		t.Helper()
		_, err := compare.Calibrate(list, rule)
		fail(err)
	}
	ratings(compare.CalibrationRule{})
	ratings(compare.CalibrationRule{Method: "x"})
	ratings(with(zScore(), func(r *compare.CalibrationRule) { r.Deviation = "x" }))
	ratings(with(zScore(), func(r *compare.CalibrationRule) { r.MinRatees = 1 }))
	ratings(with(zScore(), func(r *compare.CalibrationRule) { r.Scale.Places = 7 }))
	ratings(with(zScore(), func(r *compare.CalibrationRule) { r.Scale.Places, r.Scale.Low = 0, dec("0.5") }))
	ratings(with(zScore(), func(r *compare.CalibrationRule) { r.Method, r.Scale.Low = compare.Factor, dec("-1") }))
	ratings(with(zScore(), func(r *compare.CalibrationRule) { r.Scale.High = huge }))
	ratings(with(zScore(), func(r *compare.CalibrationRule) { r.Scale.High = decimal.New(1, -31) }))
	ratings(with(zScore(), func(r *compare.CalibrationRule) { r.Scale.High = dec(strings.Repeat("9", 39)) }))
	ratings(with(zScore(), func(r *compare.CalibrationRule) { r.Reference = &compare.Reference{Mean: dec("9")} }))
	ratings(zScore(), append(given("r", "9"), given("r", "1")...)...)
	ratings(zScore(), make([]compare.Rating, compare.MaxEntries+1)...)
	for _, name := range []string{"", long, "a ", "\xff"} {
		ratings(zScore(), compare.Rating{Rater: name, Person: "a"})
	}

	fail(compare.DistributionRule{Direction: "up"}.Check())
	fail(compare.DistributionRule{Bands: bands(t, "0.5", "0.4"), Ties: "x"}.Check())
	fail(compare.DistributionRule{Ties: compare.SplitByKeys, Bands: []compare.Band{{Key: "A", Share: kam.Fraction{Num: 2, Den: 1}, Least: 3, Most: 2}}}.Check())
	rule := compare.DistributionRule{Bands: limited(t, []string{"0.2", "0.6", "0.2"}, [2]int{}, [2]int{1, 3}, [2]int{1, 1}), Ties: compare.ShareBetter}
	d, err := compare.Distribute(people("9", "8", "7", "7", "7"), rule)
	require.NoError(t, err)
	all = append(all, d.Findings...)
	_, err = rule.BandPlaces(-1)
	fail(err)
	rule.Ties = compare.RefuseTies
	_, err = compare.Distribute(people("9", "8", "7", "7", "7"), rule)
	fail(err)
	rule.Ties, rule.TieKeys = compare.SplitByKeys, []compare.TieKey{{Key: "k"}}
	_, err = compare.Distribute(people("9"), rule)
	fail(err)
	_, err = compare.Distribute(append(people("9"), people("8")...), compare.DistributionRule{Bands: bands(t, "1"), Ties: compare.ShareBetter})
	fail(err)

	_, err = compare.AmongPeers(nil, compare.PeerRule{})
	fail(err)
	_, err = compare.TrendOf([]compare.Point{
		{},
		{Period: kam.Period{From: kam.MustDay("2026-01-01")}},
		{Period: kam.Period{From: kam.MustDay("2026-01-01"), Until: kam.MustDay("2025-01-01")}},
		{Period: kam.MustPeriod("2026-01-01/2026-02-01")},
		{Period: kam.MustPeriod("2026-03-01/2026-04-01")},
		{Period: kam.MustPeriod("2026-03-02/2026-04-01")},
	}, compare.TrendRule{Threshold: dec("-1")})
	fail(err)
	_, err = compare.FindOutliers(nil, compare.OutlierRule{Method: "x", Limit: dec("-1")})
	fail(err)
	for _, method := range []compare.OutlierMethod{compare.MedianDeviation, compare.Fences} {
		o, err := compare.FindOutliers(values("40", "11", "12", "13", "10", "-20"), compare.OutlierRule{Method: method})
		require.NoError(t, err)
		all = append(all, o.Findings...)
	}
	h, err := compare.AgainstHistory(series("0", "1", "3", "4", "7", "9", "29"), compare.HistoryRule{})
	require.NoError(t, err)
	all = append(all, h.Findings...)
	r, err := compare.DiagnoseRaters(join(
		rated("mild", "p", "4", "4", "5", "5", "5"), rated("mild", "q", "4", "4", "5", "5", "5"),
		rated("strict", "p", "1", "2", "1", "1", "3"), rated("strict", "q", "1", "1", "2", "3", "1"),
		rated("z", "p", "1", "5", "3", "2", "5"), rated("z", "q", "5", "1", "3", "4", "1"),
	), compare.RaterRule{Shift: dec("0.7")})
	require.NoError(t, err)
	all = append(all, r.Findings...)
	many := rated("r", "p", "1")
	for i := range compare.MaxDimensions + 1 {
		many = append(many, rated("r", fmt.Sprint("d", i), "1")...)
	}
	_, err = compare.DiagnoseRaters(many, compare.RaterRule{Halo: dec("2")})
	fail(err)
	_, err = compare.DiagnoseRaters(append(rated("r", "p", "1"), rated("r", "p", "2")...), compare.RaterRule{})
	fail(err)
	return all
}

func TestEveryCodeSpeaksChinese(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range everything(t) {
		seen[f.Code] = true
		for _, text := range []kam.Text{f.Message, f.Remedy} {
			assert.NotEmpty(t, text.EN, f.Code)
			assert.NotEmpty(t, text.ZH, f.Code)
			assert.Empty(t, foreign(text.ZH), "%s: %s", f.Code, text.ZH)
			wordtest.Formatted(t, text.EN+text.ZH)
			assert.NotRegexp(t, `[一-龥][,;:!?]|[,;:]\s*[一-龥]`, text.ZH, "half-width marks")
		}
	}
	assert.Equal(t, documented(t), slices.Sorted(maps.Keys(seen)), "the codes of the package comment")
}

func TestNumbersBeyondTheBoundsAreNamed(t *testing.T) {
	cases := []struct {
		name   string
		number decimal.Decimal
		want   kam.Text
	}{
		{"places", decimal.New(1, -31), kam.Text{EN: "the number has 31 decimal places, more than 30", ZH: "数值有 31 位小数，超过 30 位"}},
		{"exponent", decimal.New(1, 2_000_000_000), kam.Text{EN: "the number has the decimal exponent 2000000000, above 30", ZH: "数值的十进制指数为 2000000000，超过 30"}},
		{"exponent at the bound", decimal.New(1, 31), kam.Text{EN: "the number has the decimal exponent 31, above 30", ZH: "数值的十进制指数为 31，超过 30"}},
		{"digits", dec(strings.Repeat("9", 39)), kam.Text{EN: "the number has more than 38 digits", ZH: "数值超过 38 位数字"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := compare.FindOutliers([]compare.Value{{Person: "a", Value: decimal.NewNullDecimal(c.number)}}, compare.OutlierRule{Method: compare.Fences})
			var invalid *kam.InvalidError
			require.ErrorAs(t, err, &invalid)
			require.Len(t, invalid.Findings, 1)
			assert.Equal(t, c.want, invalid.Findings[0].Message)
		})
	}
}

func TestPeriodsSayWhatTheyLack(t *testing.T) {
	day := kam.MustDay("2026-01-01")
	cases := []struct {
		name   string
		period kam.Period
		want   kam.Text
	}{
		{"none", kam.Period{}, kam.Text{EN: "the period has no first day", ZH: "期间没有首日"}},
		{"open", kam.Period{From: day}, kam.Text{EN: "the period from 2026-01-01 has no end", ZH: "自 2026-01-01 起的期间没有止日"}},
		{"empty", kam.Period{From: day, Until: day}, kam.Text{
			EN: "the period from 2026-01-01 does not end after its first day but on 2026-01-01", ZH: "自 2026-01-01 起的期间，止日 2026-01-01 不在首日之后",
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := compare.TrendOf([]compare.Point{{Period: c.period}}, compare.TrendRule{})
			var invalid *kam.InvalidError
			require.ErrorAs(t, err, &invalid)
			assert.Equal(t, c.want, invalid.Findings[0].Message)
		})
	}
}

func TestRatedTwiceNamesAll(t *testing.T) {
	_, err := compare.DiagnoseRaters(append(rated("r", "p", "1"), rated("r", "p", "2")...), compare.RaterRule{})
	var invalid *kam.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.Equal(t, kam.Text{EN: `"r" has rated "a" already in "p"`, ZH: `"r" 已在 "p" 维度评过 "a"`}, invalid.Findings[0].Message)
	_, err = compare.DiagnoseRaters(append(rated("r", "", "1"), rated("r", "", "2")...), compare.RaterRule{})
	require.ErrorAs(t, err, &invalid)
	assert.Equal(t, kam.Text{EN: `"r" has rated "a" already`, ZH: `"r" 已评过 "a"`}, invalid.Findings[0].Message)
}

func TestBandLimitSaysTheLimit(t *testing.T) {
	cases := []struct {
		name   string
		limits [2]int
		en, zh string
	}{
		{"at most", [2]int{0, 3}, "shared ties leave 4 people in band B, which is to have at most 3", "并列使 B 等级有 4 人，而限定至多 3 人"},
		{"from to", [2]int{2, 3}, "shared ties leave 4 people in band B, which is to have 2 to 3", "并列使 B 等级有 4 人，而限定为 2 至 3 人"},
		{"exactly", [2]int{3, 3}, "shared ties leave 4 people in band B, which is to have exactly 3", "并列使 B 等级有 4 人，而限定恰为 3 人"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			rule := compare.DistributionRule{Bands: limited(t, []string{"0.2", "0.6", "0.2"}, [2]int{}, c.limits, [2]int{1, 0}), Ties: compare.ShareBetter}
			d, err := compare.Distribute(people("9", "8", "7", "7", "7"), rule)
			require.NoError(t, err)
			limit := func(band string) kam.Text {
				i := slices.IndexFunc(d.Findings, func(f kam.Finding) bool {
					return f.Code == "compare.band-limit" && f.Place == map[string]string{"B": "$.bands[1]", "C": "$.bands[2]"}[band]
				})
				require.GreaterOrEqual(t, i, 0)
				return d.Findings[i].Message
			}
			assert.Equal(t, kam.Text{EN: c.en, ZH: c.zh}, limit("B"))
			assert.Equal(t, kam.Text{EN: "shared ties leave 0 people in band C, which is to have at least 1", ZH: "并列使 C 等级有 0 人，而限定至少 1 人"}, limit("C"))
		})
	}
}

func TestTendencyNames(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range []compare.Tendency{compare.Improving, compare.Steady, compare.Worsening, compare.TendencyUnknown} {
		name := c.Name()
		assert.NotEmpty(t, name.EN, c)
		assert.Empty(t, foreign(name.ZH), c)
		assert.False(t, seen[name.ZH], "%s is taken", name.ZH)
		seen[name.ZH] = true
	}
	assert.Empty(t, compare.Tendency("").Name())
	assert.Empty(t, compare.Tendency("x").Name())
	trend, err := compare.TrendOf(series("5", "3", "1"), compare.TrendRule{})
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(trend.Text.ZH, trend.Tendency.Name().ZH+"："), trend.Text.ZH)
}
