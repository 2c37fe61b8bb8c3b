package likelihood_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/likelihood"
)

func normal(mean, sd string) likelihood.Normal {
	return likelihood.Normal{Mean: dec(mean), SD: dec(sd)}
}

func TestNormalLevel(t *testing.T) {
	cases := []struct {
		name      string
		p         kam.Fraction
		direction kam.Direction
		places    int32
		want      string
	}{
		{"half", frac(1, 2), higher, 2, "100"},
		{"likely", frac(4, 5), higher, 4, "91.5838"},
		{"likely, less is better", frac(4, 5), lower, 4, "108.4162"},
		{"stretch", frac(1, 5), higher, 0, "108"},
		{"95 %", frac(19, 20), higher, 6, "83.551464"},
		{"97.5 %, less is better", frac(39, 40), lower, 6, "119.59964"},
		{"rarest", frac(1, 1_000_000_000_000), higher, 3, "170.345"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := normal("100", "10").Level(c.p, c.direction, c.places)
			require.NoError(t, err)
			equalDecimal(t, c.want, got)
		})
	}
}

func TestNormalReach(t *testing.T) {
	cases := []struct {
		name, target string
		direction    kam.Direction
		want         string
	}{
		{"mean", "100", higher, "0.5"},
		{"half a deviation above", "105", higher, "0.308538"},
		{"half a deviation above, less is better", "105", lower, "0.691462"},
		{"far above", "1000", higher, "0.000001"},
		{"far below", "-1000", higher, "0.999999"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := normal("100", "10").Reach(dec(c.target), c.direction)
			require.NoError(t, err)
			equalKnown(t, c.want, got)
			assert.Equal(t, likelihood.ByNormal, got.Method)
		})
	}
}

// A level asked for with a probability is reached with that probability.
func TestLevelAndReachAgree(t *testing.T) {
	for _, direction := range []kam.Direction{higher, lower} {
		for p := int64(1); p < 100; p++ {
			at, err := normal("-3.5", "0.25").Level(frac(p, 100), direction, 12)
			require.NoError(t, err)
			back, err := normal("-3.5", "0.25").Reach(at, direction)
			require.NoError(t, err)
			equalKnown(t, decimal.New(p, -2).String(), back)
		}
	}
}

func TestLevels(t *testing.T) {
	n := normal("100", "10")
	standard, err := n.Levels(likelihood.StandardBands(), higher, 2)
	require.NoError(t, err)
	unset, err := n.Levels(likelihood.Bands{}, higher, 2)
	require.NoError(t, err)
	assert.Equal(t, standard, unset)
	ellig, err := n.Levels(likelihood.ElligBands(), lower, 2)
	require.NoError(t, err)
	equalDecimal(t, "112.82", ellig.Threshold)
	equalDecimal(t, "100", ellig.Target)
	equalDecimal(t, "89.64", ellig.Stretch)
	require.NoError(t, likelihood.ElligBands().Check())
	require.NoError(t, likelihood.Bands{}.Check())
}

func TestNormalOf(t *testing.T) {
	n, err := likelihood.NormalOf(values("2 4 4 4 5 5 7 9"))
	require.NoError(t, err)
	equalDecimal(t, "5", n.Mean)
	equalDecimal(t, "2.13809", n.SD) // root of 32/7
	_, err = likelihood.NormalOf(values("5"))
	assert.Equal(t, []string{"likelihood.values $.values"}, findings(t, err))
	_, err = likelihood.NormalOf(values("5 5 5"))
	assert.Equal(t, []string{"likelihood.sd $.sd"}, findings(t, err))
	_, err = likelihood.NormalOf([]decimal.Decimal{decimal.New(1, 31)})
	assert.Equal(t, []string{"likelihood.number $.values[0]", "likelihood.values $.values"}, findings(t, err))
}

func TestFaultyNormal(t *testing.T) {
	assert.Equal(t, []string{"likelihood.sd $.sd"}, findings(t, likelihood.Normal{}.Check()))
	bad := likelihood.Normal{Mean: decimal.New(1, 31), SD: dec("-1")}
	_, err := bad.Level(kam.Whole(), "", 13)
	assert.Equal(t, []string{
		"likelihood.number $.mean", "likelihood.sd $.sd", "likelihood.probability $.p", "likelihood.direction $.direction", "likelihood.places $.places",
	}, findings(t, err))
	_, err = bad.Reach(decimal.New(1, 31), "sideways")
	assert.Equal(t, []string{
		"likelihood.number $.mean", "likelihood.sd $.sd", "likelihood.number $.target", "likelihood.direction $.direction",
	}, findings(t, err))
	_, err = normal("1", "1").Levels(likelihood.Bands{Threshold: kam.Whole(), Target: frac(1, 2)}, higher, -1)
	assert.Equal(t, []string{
		"likelihood.band $.bands.threshold", "likelihood.band $.bands.stretch", "likelihood.places $.places",
	}, findings(t, err))
	for _, b := range []likelihood.Bands{
		{Threshold: frac(1, 2), Target: frac(1, 2), Stretch: frac(1, 5)},
		{Threshold: frac(1, 5), Target: frac(1, 2), Stretch: frac(4, 5)},
		{Threshold: frac(4, 5), Target: frac(1, 5), Stretch: frac(2, 10)},
	} {
		assert.Equal(t, []string{"likelihood.band-order $.bands"}, findings(t, b.Check()))
	}
}
