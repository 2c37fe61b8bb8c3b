package compare_test

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/scoring/compare"
)

func TestTrendByHand(t *testing.T) {
	lower := compare.TrendRule{Direction: kam.LowerIsBetter}
	cases := []struct {
		name     string
		values   []string
		rule     compare.TrendRule
		tendency compare.Tendency
		slope    string
		row      [2]int // improvements, worsenings
		against  string
	}{
		{"2, 4, 6: slope 2, last 6 - 3", []string{"2", "4", "6"}, compare.TrendRule{}, compare.Improving, "2", [2]int{2, 0}, "3"},
		{"a gap: (3*21 - 5*9) / (3*13 - 25) = 18/14", []string{"1", "", "3", "5"}, compare.TrendRule{}, compare.Improving, "1.285714", [2]int{1, 0}, "3"},
		{"lower is better", []string{"2", "4", "6"}, lower, compare.Worsening, "2", [2]int{0, 2}, "3"},
		{"lower is better, falling", []string{"6", "4", "2"}, lower, compare.Improving, "-2", [2]int{2, 0}, "-3"},
		{"flat", []string{"5", "5", "5"}, compare.TrendRule{}, compare.Steady, "0", [2]int{0, 0}, "0"},
		{"a slope at the threshold is steady", []string{"2", "4", "6"}, compare.TrendRule{Threshold: dec("2")}, compare.Steady, "2", [2]int{2, 0}, "3"},
		{"beyond it", []string{"2", "4", "6"}, compare.TrendRule{Threshold: dec("1.99")}, compare.Improving, "2", [2]int{2, 0}, "3"},
		{"down at the threshold", []string{"6", "4", "2"}, compare.TrendRule{Threshold: dec("2")}, compare.Steady, "-2", [2]int{0, 2}, "-3"},
		{"down beyond it", []string{"6", "4", "2"}, compare.TrendRule{Threshold: dec("1.99")}, compare.Worsening, "-2", [2]int{0, 2}, "-3"},
		{"the row breaks: 1, 2, 1, 2, 3: (5*22 - 10*9) / (5*30 - 100) = 20/50", []string{"1", "2", "1", "2", "3"}, compare.TrendRule{}, compare.Improving, "0.4", [2]int{2, 0}, "1.5"},
		{"an equal ends the row", []string{"1", "2", "2"}, compare.TrendRule{}, compare.Improving, "0.5", [2]int{0, 0}, "0.5"},
		{"an equal earlier ends it", []string{"2", "2", "3"}, compare.TrendRule{}, compare.Improving, "0.5", [2]int{1, 0}, "1"},
		{"unknown at the end: last is 4", []string{"2", "3", "4", ""}, compare.TrendRule{}, compare.Improving, "1", [2]int{2, 0}, "1.5"},
		{"too few", []string{"2", "", "4"}, compare.TrendRule{}, compare.TendencyUnknown, "", [2]int{0, 0}, "2"},
		{"two when asked", []string{"2", "", "4"}, compare.TrendRule{MinPoints: 2}, compare.Improving, "1", [2]int{0, 0}, "2"},
		{"one", []string{"", "2"}, compare.TrendRule{}, compare.TendencyUnknown, "", [2]int{0, 0}, ""},
		{"none", nil, compare.TrendRule{}, compare.TendencyUnknown, "", [2]int{0, 0}, ""},
		{"nobody knows", []string{"", ""}, compare.TrendRule{}, compare.TendencyUnknown, "", [2]int{0, 0}, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := compare.TrendOf(series(c.values...), c.rule)
			require.NoError(t, err)
			assert.Equal(t, c.tendency, got.Tendency)
			assert.Equal(t, c.slope, text(got.Slope))
			row := [2]int{got.Improvements, got.Worsenings}
			assert.Equal(t, c.row, row)
			assert.Equal(t, c.against, text(got.AgainstMean))
			exact, ok := got.ExactSlope()
			assert.Equal(t, c.slope != "", ok)
			if ok {
				assert.True(t, num.RoundRat(exact, 6, num.HalfUp).Equal(got.Slope.Decimal))
			} else {
				assert.Nil(t, exact)
			}
			assert.NotEmpty(t, got.Text.EN)
			assert.NotEmpty(t, got.Text.ZH)
		})
	}
}

func TestExactSlopeIsACopy(t *testing.T) {
	got, err := compare.TrendOf(series("1", "", "3", "5"), compare.TrendRule{})
	require.NoError(t, err)
	first, _ := got.ExactSlope()
	assert.Equal(t, "9/7", first.String())
	first.SetInt64(0)
	second, _ := got.ExactSlope()
	assert.Equal(t, "9/7", second.String())
}

func TestMovingAverage(t *testing.T) {
	got, err := compare.TrendOf(series("1", "2", "4", "", "1", "2", "2"), compare.TrendRule{})
	require.NoError(t, err)
	var means []string
	for i, p := range got.Moving {
		means = append(means, text(p.Value))
		assert.Equal(t, series("1", "2", "4", "", "1", "2", "2")[i].Period, p.Period)
	}
	assert.Equal(t, []string{"", "", "2.333333", "", "", "", "1.666667"}, means)
	assert.Equal(t, "2", text(got.Last.Value))
	assert.Equal(t, "2", text(got.EarlierMean), "(1 + 2 + 4 + 1 + 2) / 5")
	assert.Equal(t, "0", text(got.AgainstMean))

	got, err = compare.TrendOf(series("1", "2", "4"), compare.TrendRule{Window: 2})
	require.NoError(t, err)
	assert.Equal(t, []string{"", "1.5", "3"}, []string{text(got.Moving[0].Value), text(got.Moving[1].Value), text(got.Moving[2].Value)})
}

func TestTrendFaults(t *testing.T) {
	_, err := compare.TrendOf(nil, compare.TrendRule{Direction: "x", Threshold: dec("-0.1"), MinPoints: 1, Window: 1})
	assert.Equal(t, []string{"compare.direction $.direction", "compare.threshold $.threshold", "compare.least $.minPoints", "compare.least $.window"}, codes(t, err))
	_, err = compare.TrendOf(nil, compare.TrendRule{Threshold: decimal.New(1, 31)})
	assert.Equal(t, []string{"compare.number $.threshold"}, codes(t, err))
	points := series("1", "2", "3")
	gap := []compare.Point{points[0], points[2]}
	_, err = compare.TrendOf(gap, compare.TrendRule{})
	assert.Equal(t, []string{"compare.period $.points"}, codes(t, err))
	require.ErrorContains(t, err, "a gap between")
	_, err = compare.TrendOf([]compare.Point{points[0], points[0]}, compare.TrendRule{})
	assert.Equal(t, []string{"compare.period $.points"}, codes(t, err))
	require.ErrorContains(t, err, "an overlap between")
	points[0].Period, points[1].Period.Until, points[2].Value.Decimal = kam.Period{}, kam.Day{}, decimal.New(1, 31)
	_, err = compare.TrendOf(points, compare.TrendRule{})
	assert.Equal(t, []string{"compare.period $.points[0].period", "compare.period $.points[1].period", "compare.number $.points[2].value"}, codes(t, err))
	_, err = compare.TrendOf(make([]compare.Point, compare.MaxEntries+1), compare.TrendRule{})
	assert.Equal(t, []string{"compare.size $.points"}, codes(t, err))
}

func TestTrendProperties(t *testing.T) {
	for seed := range uint64(100) {
		r := seeded(seed)
		var values []string
		for range 3 + r.IntN(20) {
			v := ""
			if r.IntN(5) > 0 {
				v = fmt.Sprintf("%d.%d", r.IntN(50), r.IntN(10))
			}
			values = append(values, v)
		}
		points := series(values...)
		got, err := compare.TrendOf(points, compare.TrendRule{})
		require.NoError(t, err)
		again, err := compare.TrendOf(shuffled(r, points), compare.TrendRule{})
		require.NoError(t, err)
		require.Equal(t, asJSON(t, got), asJSON(t, again), "the order of points changes nothing")
		exact, ok := got.ExactSlope()
		if !ok {
			continue
		}
		// The definition: sum((x - mean x)(y - mean y)) / sum((x - mean x)^2).
		mx, my, n := new(big.Rat), new(big.Rat), new(big.Rat)
		for i, p := range points {
			if p.Value.Valid {
				mx.Add(mx, big.NewRat(int64(i), 1))
				my.Add(my, rat(p.Value))
				n.Add(n, big.NewRat(1, 1))
			}
		}
		mx.Quo(mx, n)
		my.Quo(my, n)
		over, under := new(big.Rat), new(big.Rat)
		for i, p := range points {
			if p.Value.Valid {
				dx, dy := new(big.Rat).Sub(big.NewRat(int64(i), 1), mx), new(big.Rat).Sub(rat(p.Value), my)
				over.Add(over, dy.Mul(dy, dx))
				under.Add(under, dx.Mul(dx, dx))
			}
		}
		require.Zero(t, over.Quo(over, under).Cmp(exact))
	}
}

func TestTrendWithoutAPeriodNamesGapsToo(t *testing.T) {
	_, err := compare.TrendOf([]compare.Point{
		{}, {Period: kam.MustPeriod("2026-01-01/2026-02-01")}, {Period: kam.MustPeriod("2026-03-01/2026-04-01")},
	}, compare.TrendRule{})
	assert.Equal(t, []string{"compare.period $.points[0].period", "compare.period $.points"}, codes(t, err))
}
