package likelihood_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/likelihood"
)

const (
	higher = kam.HigherIsBetter
	lower  = kam.LowerIsBetter
)

func values(text string) []decimal.Decimal { return decs(strings.Fields(text)...) }

func TestFromHistory(t *testing.T) {
	cases := []struct {
		name, values, target string
		direction            kam.Direction
		method               likelihood.Method
		want                 string
	}{
		// (k + 1/2) / (n + 1)
		{"share, more is better", "8 1 7 2 6 3 5 4", "6", higher, likelihood.ByShare, "0.388889"},
		{"share, less is better", "8 1 7 2 6 3 5 4", "6", lower, likelihood.ByShare, "0.722222"},
		{"share, between two values", "8 1 7 2 6 3 5 4", "5.5", higher, likelihood.ByShare, "0.388889"},
		{"share, ties have reached it", "5 5 5 5 5 5 5 5", "5.00", higher, likelihood.ByShare, "0.944444"},
		{"share, never reached", "5 5 5 5 5 5 5 5", "5.01", higher, likelihood.ByShare, "0.055556"},
		{"share, negative values", "-1 2 -5 0 -3 1 -4 -2", "-1", higher, likelihood.ByShare, "0.5"},

		// Values that trend: (k + 1/2) / n of the changes.
		{"change, doubling", "10 21 40 82 160 330 640 1290", "1400", higher, likelihood.ByChange, "0.9375"},
		{"change, more than doubling", "10 21 40 82 160 330 640 1290", "2599.35", higher, likelihood.ByChange, "0.5625"}, // 2.015: 21/10, 82/40, 330/160, 1290/640
		{"change, equal to the needed ratio", "10 21 40 82 160 330 640 1290", "2709", higher, likelihood.ByChange, "0.1875"},
		{"change, more than ever", "10 21 40 82 160 330 640 1290", "2709.01", higher, likelihood.ByChange, "0.0625"},
		{"change, falling, less is better", "1290 640 330 160 82 40 21 10", "5", lower, likelihood.ByChange, "0.5625"}, // 1/2: 640/1290, 160/330, 40/82, 10/21
		{"change, falling, more is better", "1290 640 330 160 82 40 21 10", "5", higher, likelihood.ByChange, "0.4375"},
		{"change, differences of negative values", "-5 -4 -3 -2 -1 0 1 2", "3", higher, likelihood.ByChange, "0.9375"},
		{"change, differences to 0", "9 8 7 5 4 3 2 1", "0", lower, likelihood.ByChange, "0.9375"},
		{"change, rank correlation 0.714 of 8", "2 1 4 3 8 7 6 5", "6", higher, likelihood.ByChange, "0.3125"},
		{"share, rank correlation 0.69 of 8", "2 3 1 4 8 7 6 5", "6", higher, likelihood.ByShare, "0.388889"},

		// With two changes a and b, reaching the smaller is 2/3 likely and the larger 1/3: atan(1/root 3) is a sixth of pi.
		{"growth, the smaller change again", "100 110 132", "145.2", higher, likelihood.ByGrowth, "0.666667"},
		{"growth, the larger change again", "100 110 132", "158.4", higher, likelihood.ByGrowth, "0.333333"},
		{"growth, less is better", "100 110 132", "158.4", lower, likelihood.ByGrowth, "0.666667"},
		{"growth, falling", "132 110 100", "100", higher, likelihood.ByGrowth, "0.158304"},
		{"growth, five values", "100 108 121 118 131", "140", higher, likelihood.ByGrowth, "0.505481"},
		{"growth, hardly varying", "100 110 121.000000001", "133.1", higher, likelihood.ByGrowth, "0.833333"},
		{"growth, out of reach", "100 101 102.5 103 104.1 105 106.3", "100000000", higher, likelihood.ByGrowth, "0.000001"},
		{"growth, sure as can be", "100 101 102.5 103 104.1 105 106.3", "0.00001", higher, likelihood.ByGrowth, "0.999999"},

		// With two degrees of freedom it is 1/2 - t / (2 root(2+t^2)), here with t^2 = 3.
		{"level, three values", "-10 0 10", "20", higher, likelihood.ByLevel, "0.112702"},
		{"level, less is better", "-10 0 10", "20", lower, likelihood.ByLevel, "0.887298"},
		{"level, at the mean", "-10 0 10", "0", higher, likelihood.ByLevel, "0.5"},
		{"level, below the mean", "-10 0 10", "-20", higher, likelihood.ByLevel, "0.887298"},
		{"level, six values", "-3 0 4 9 2 5", "7", higher, likelihood.ByLevel, "0.198548"},
		{"level, a target of 0 after growth", "10 20 30", "0", higher, likelihood.ByLevel, "0.887298"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := likelihood.FromHistory(values(c.values), dec(c.target), c.direction)
			require.NoError(t, err)
			equalKnown(t, c.want, got)
			assert.Equal(t, c.method, got.Method)
			assert.Equal(t, len(values(c.values)), got.N)
			assert.Equal(t, kam.Evidence{Name: "target", Value: dec(c.target).String()}, got.Evidence[0])
		})
	}
}

func TestUnknownHistory(t *testing.T) {
	cases := []struct {
		name, values, target string
		ask                  func([]decimal.Decimal, decimal.Decimal, kam.Direction) (likelihood.Estimate, error)
		because              string
	}{
		{"no values", "", "5", likelihood.FromHistory, "fewer than 3"},
		{"two values", "5 6", "5", likelihood.FromHistory, "fewer than 3"},
		{"growth of two values", "5 6", "5", likelihood.FromGrowth, "fewer than 3"},
		{"constant growth", "100 110 121 133.1", "140", likelihood.FromHistory, "growth was constant"},
		{"constant growth but for nothing", "100 110 121.0000000000001", "140", likelihood.FromHistory, "growth was constant"},
		{"no change", "7 7 7", "7", likelihood.FromHistory, "growth was constant"},
		{"all 0", "0 0 0", "7", likelihood.FromHistory, "all the same"},
		{"growth from 0", "0 1 2 3 4 5 6 7 8", "7", likelihood.FromGrowth, "above 0"},
		{"growth to 0", "1 2 3 4 5 6 7 8", "0", likelihood.FromGrowth, "above 0"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := c.ask(values(c.values), dec(c.target), higher)
			require.NoError(t, err)
			assert.False(t, got.Known())
			assert.False(t, got.Probability.Valid)
			assert.Empty(t, got.Method)
			assert.Contains(t, got.Text.EN, c.because)
			assert.NotEmpty(t, got.Text.ZH)
			assert.Equal(t, len(values(c.values)), got.N)
		})
	}
	assert.False(t, likelihood.Estimate{}.Known())
}

func TestFromGrowthKnowsTheTrend(t *testing.T) {
	history := values("100 108 121 118 131 140 150 149 170")
	counted, err := likelihood.FromHistory(history, dec("185"), higher)
	require.NoError(t, err)
	equalKnown(t, "0.388889", counted) // 3 of 8 changes were enough
	assert.Equal(t, likelihood.ByChange, counted.Method)
	assert.Contains(t, counted.Evidence, kam.Evidence{Name: "reached", Value: "0"})
	grown, err := likelihood.FromGrowth(history, dec("185"), higher)
	require.NoError(t, err)
	equalKnown(t, "0.383544", grown)
}

// From the seventh to the eighth value the method changes, and a target that only asks for less than the trend stays
// likely.
func TestTrendHasNoCliff(t *testing.T) {
	seven, err := likelihood.FromHistory(values("10 21 40 82 160 330 640"), dec("700"), higher)
	require.NoError(t, err)
	equalKnown(t, "0.999984", seven)
	eight, err := likelihood.FromHistory(values("10 21 40 82 160 330 640 1290"), dec("1400"), higher)
	require.NoError(t, err)
	equalKnown(t, "0.9375", eight)
	assert.Equal(t, "93.8 % likely: the past values trend, and 7 of their 7 changes were enough to reach 1400 from the last, 1290", eight.Text.EN)
	assert.Equal(t, "可能性 93.8%：历史数值呈趋势变化，7 次变动中有 7 次足以从最近值 1290 达到 1400", eight.Text.ZH)
}

func TestLikelinessFallsAsTheTargetRises(t *testing.T) {
	for _, history := range []string{"100 108 121 118", "-4 5 3", "3 5 9 1 2 8 4 4 7", "3 5 6 7 9 8 11 12", "-3 5 6 7 9 8 11 12"} {
		last := dec("1")
		for x := int64(1); x < 200; x += 3 {
			up, err := likelihood.FromHistory(values(history), decimal.New(x, 0), higher)
			require.NoError(t, err)
			assert.True(t, up.Probability.Decimal.LessThanOrEqual(last), "%s at %d", history, x)
			last = up.Probability.Decimal
			down, err := likelihood.FromHistory(values(history), decimal.New(x, 0), lower)
			require.NoError(t, err)
			if up.Method != likelihood.ByShare && up.Method != likelihood.ByChange {
				equalDecimal(t, "1", up.Probability.Decimal.Add(down.Probability.Decimal))
			}
		}
	}
}

func TestFaultyHistory(t *testing.T) {
	bad := []decimal.Decimal{dec("1"), decimal.New(1, 31), dec("3"), decimal.New(1, -31)}
	for _, ask := range []func([]decimal.Decimal, decimal.Decimal, kam.Direction) (likelihood.Estimate, error){likelihood.FromHistory, likelihood.FromGrowth} {
		_, err := ask(bad, decimal.New(1, 99), "up")
		assert.Equal(t, []string{
			"likelihood.number $.values[1]", "likelihood.number $.values[3]", "likelihood.number $.target", "likelihood.direction $.direction",
		}, findings(t, err))
		_, err = ask(make([]decimal.Decimal, likelihood.MaxValues+1), dec("1"), "")
		assert.Equal(t, []string{"likelihood.too-many $.values", "likelihood.direction $.direction"}, findings(t, err))
	}
}

func TestExtremeHistory(t *testing.T) {
	least, most := decimal.New(1, -30), dec(strings.Repeat("9", 38))
	for _, history := range [][]decimal.Decimal{{least, most, least}, {most, least, most, most}, {least, least, most}, {most.Neg(), least, most}} {
		for _, target := range []decimal.Decimal{least, most, most.Neg()} {
			got, err := likelihood.FromHistory(history, target, higher)
			require.NoError(t, err)
			assert.True(t, got.Known(), got.Text.EN)
		}
	}
	long := make([]decimal.Decimal, likelihood.MaxValues)
	for i := range long {
		long[i] = decimal.New(int64(i*i%997)+1, int32(i%7)-3)
	}
	got, err := likelihood.FromGrowth(long, dec("5"), higher)
	require.NoError(t, err)
	assert.True(t, got.Known())
}
