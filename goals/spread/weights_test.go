package spread_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/spread"
)

func rats(w spread.Weights) []string {
	out := make([]string, len(w))
	for i, r := range w {
		out[i] = r.RatString()
	}
	return out
}

func TestProfile(t *testing.T) {
	w, err := spread.Profile(weights(t, "1/3", "0.5", "1/6"))
	require.NoError(t, err)
	assert.Equal(t, []string{"1/3", "1/2", "1/6"}, rats(w))

	months := make([]string, 12)
	for i := range months {
		months[i] = "0.083333"
	}
	_, err = spread.Profile(weights(t, months...))
	assert.Equal(t, []string{"spread.share $.weights"}, codes(t, err))
	var invalid *kam.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.Equal(t, []kam.Evidence{{Name: "sum", Value: "0.999996"}, {Name: "difference", Value: "-0.000004"}}, invalid.Findings[0].Evidence)
	assert.Contains(t, err.Error(), "the shares sum to 0.999996, which is -0.000004 from 1")

	_, err = spread.Profile(weights(t, "1/3", "1/3", "1/7"))
	require.ErrorContains(t, err, "the shares sum to 17/21, which is -4/21 from 1")
	_, err = spread.Profile(weights(t, "1/100000000000000000000000000000000000000001", "1/3"))
	require.ErrorContains(t, err, "≈ 0.333333333333")
	_, err = spread.Profile(nil)
	assert.Equal(t, []string{"spread.count $.weights"}, codes(t, err))
}

func TestProfileIsApartFromItsSource(t *testing.T) {
	source := weights(t, "1/2", "1/2")
	w, err := spread.Profile(source)
	require.NoError(t, err)
	source[0] = nil
	assert.Equal(t, []string{"1/2", "1/2"}, rats(w))
}

func TestBlend(t *testing.T) {
	history := spread.FromInts(300, 100)
	potential := weights(t, "0.2", "0.8")
	w, err := spread.Blend(
		spread.Part{Weights: history, Share: kam.MustFraction("0.7")},
		spread.Part{Weights: potential, Share: kam.MustFraction("0.3")},
		spread.Part{Weights: spread.FromInts(0, 0)},
	)
	require.NoError(t, err)
	assert.Equal(t, []string{"117/200", "83/200"}, rats(w))
	_, err = spread.Profile(w)
	require.NoError(t, err)
}

func TestBlendRefuses(t *testing.T) {
	half, third := kam.MustFraction("1/2"), kam.MustFraction("1/3")
	cases := []struct {
		name  string
		parts []spread.Part
		want  []string
	}{
		{"nothing", nil, []string{"spread.count $.parts"}},
		{"shares that do not sum to 1", []spread.Part{{Weights: spread.Even(2), Share: half}, {Weights: spread.Even(2), Share: third}}, []string{"spread.share $.parts"}},
		{"negative and malformed shares", []spread.Part{{Weights: spread.Even(2), Share: kam.Fraction{Num: -1, Den: 2}}, {Weights: spread.Even(2), Share: kam.Fraction{Num: 3, Den: 0}}}, []string{"spread.share $.parts[0].share", "spread.share $.parts[1].share"}},
		{"different lengths", []spread.Part{{Weights: spread.Even(2), Share: half}, {Weights: spread.Even(3), Share: half}}, []string{"spread.count $.parts[1].weights"}},
		{"zero weights with a share", []spread.Part{{Weights: spread.Even(2), Share: half}, {Weights: spread.FromInts(0, 0), Share: half}}, []string{"spread.weight $.parts[1].weights"}},
		{"faulty weights", []spread.Part{{Weights: spread.FromInts(1, -1), Share: half}, {Share: half}}, []string{"spread.weight $.parts[0].weights[1]", "spread.count $.parts[1].weights"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := spread.Blend(c.parts...)
			assert.Equal(t, c.want, codes(t, err))
		})
	}
}

func TestWeightsFromNumbers(t *testing.T) {
	w, err := spread.FromDecimals(decs("0", "1.5", "99999999999999999999999999999999999999"))
	require.NoError(t, err)
	assert.Equal(t, []string{"0", "3/2", "99999999999999999999999999999999999999"}, rats(w))
	_, err = spread.FromDecimals([]decimal.Decimal{dec("-1"), decimal.New(1, 50_000_000), dec("1")})
	assert.Equal(t, []string{"spread.weight $.weights[0]", "spread.number $.weights[1]"}, codes(t, err))

	w, err = spread.FromFractions([]kam.Fraction{{}, {Num: 2, Den: 6}})
	require.NoError(t, err)
	assert.Equal(t, []string{"0", "1/3"}, rats(w))
	_, err = spread.FromFractions([]kam.Fraction{{Num: -1, Den: 3}, {Num: 1, Den: 0}})
	assert.Equal(t, []string{"spread.weight $.weights[0]", "spread.weight $.weights[1]"}, codes(t, err))
}

func TestPaths(t *testing.T) {
	line, err := spread.StraightLine(dec("10"), dec("8"), 4, 1)
	require.NoError(t, err)
	assert.Equal(t, []string{"10", "9.3", "8.7", "8"}, texts(line))
	line, err = spread.StraightLine(dec("1.25"), dec("2.5"), 2, 1)
	require.NoError(t, err)
	assert.Equal(t, []string{"1.3", "2.5"}, texts(line))

	// 10 % on 5 is 5.5, 6.05, 6.655: each is rounded from what was not rounded.
	growth, err := spread.Compound(dec("5"), dec("0.1"), 4, 0)
	require.NoError(t, err)
	assert.Equal(t, []string{"5", "6", "6", "7"}, texts(growth))
	growth, err = spread.Compound(dec("80"), dec("-0.5"), 3, 2)
	require.NoError(t, err)
	assert.Equal(t, []string{"80", "40", "20"}, texts(growth))
	growth, err = spread.Compound(dec("80"), dec("-1"), 2, 2)
	require.NoError(t, err)
	assert.Equal(t, []string{"80", "0"}, texts(growth))
	growth, err = spread.Compound(dec("1"), dec("0.000000000000000000000000000001"), spread.MaxSteps, 30)
	require.NoError(t, err)
	assert.Len(t, growth, spread.MaxSteps)
}

func TestPathsRefuse(t *testing.T) {
	far := decimal.New(1, 50_000_000)
	_, err := spread.StraightLine(far, far, 1, 31)
	assert.Equal(t, []string{"spread.number $.from", "spread.number $.to", "spread.path $.n", "spread.path $.places"}, codes(t, err))
	_, err = spread.StraightLine(dec("1"), dec("2"), spread.MaxCells+1, -1)
	assert.Equal(t, []string{"spread.path $.n", "spread.path $.places"}, codes(t, err))
	_, err = spread.Compound(far, dec("-1.1"), 0, 0)
	assert.Equal(t, []string{"spread.number $.from", "spread.path $.n", "spread.path $.rate"}, codes(t, err))
	_, err = spread.Compound(dec("1"), far, spread.MaxSteps+1, 0)
	assert.Equal(t, []string{"spread.number $.rate", "spread.path $.n"}, codes(t, err))
	_, err = spread.Compound(dec("1"), dec("9"), 100, 0)
	assert.Equal(t, []string{"spread.number $[38]"}, codes(t, err))
}
