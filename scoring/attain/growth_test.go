package attain_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring/attain"
)

func TestGrowth(t *testing.T) {
	cases := []struct {
		name, now, before string
		rule              attain.BaseRule
		want              string
	}{
		{"up", "125", "100", "", "1/4"},
		{"down", "75", "100", attain.PositiveBase, "-1/4"},
		{"level", "100", "100", "", "0"},
		{"to below zero", "-50", "100", "", "-3/2"},
		{"from zero", "50", "0", "", "zero-base"},
		{"from zero to zero", "0", "0", "", "zero-base"},
		{"from zero, by amount", "50", "0", attain.AbsoluteBase, "zero-base"},
		{"from a loss", "50", "-100", attain.PositiveBase, "negative-base"},
		{"from a loss, by amount", "50", "-100", attain.AbsoluteBase, "3/2"},
		{"to a smaller loss, by amount", "-50", "-100", attain.AbsoluteBase, "1/2"},
		{"to a greater loss, by amount", "-150", "-100", attain.AbsoluteBase, "-1/2"},
		{"from above zero, by amount", "150", "100", attain.AbsoluteBase, "1/2"},
		{"unknown now", "", "100", "", "unknown-input"},
		{"unknown before", "100", "", "", "unknown-input"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r, err := attain.Growth(known(c.now), known(c.before), c.rule)
			require.NoError(t, err)
			equal(t, c.want, r)
		})
	}
	half, err := attain.Growth(known("50"), known("100"), "")
	require.NoError(t, err)
	assert.Equal(t, kam.Text{EN: "growth from 100 to 50: -50 %", ZH: "由 100 变为 50，增长率：-50%"}, half.Explain())
	_, err = attain.Growth(known("1e40"), known("1"), "log")
	assert.Equal(t, []string{"attain.rule $.rule", "attain.number $.now"}, codes(t, err))
	r, err := attain.Growth(known("50"), known("-100"), "")
	require.NoError(t, err)
	o, err := r.Observation(observed())
	require.NoError(t, err)
	assert.False(t, o.IsRatio(), "a growth without meaning is handed on as unknown")
}

func TestChangeOf(t *testing.T) {
	of := func(a, b string) attain.Ratio {
		r, err := attain.RatioOf(known(a), known(b))
		require.NoError(t, err)
		return r
	}
	cases := []struct {
		name             string
		before, after    attain.Ratio
		points, relative string
		en, zh           string
	}{
		{"up", of("60", "100"), of("66", "100"), "3/50", "1/10", "from 60 % to 66 %: +6 percentage points, which is +10 % of the value before", "由 60% 到 66%：+6 个百分点，即相对变动 +10%"},
		{"down", of("1", "2"), of("1", "4"), "-1/4", "-1/2", "from 50 % to 25 %: -25 percentage points, which is -50 % of the value before", "由 50% 到 25%：-25 个百分点，即相对变动 -50%"},
		{"from zero", of("0", "2"), of("1", "4"), "1/4", "zero-base", "from 0 % to 25 %: +25 percentage points", "由 0% 到 25%：+25 个百分点"},
		{"from below zero", of("-1", "2"), of("1", "4"), "3/4", "negative-base", "from -50 % to 25 %: +75 percentage points", "由 -50% 到 25%：+75 个百分点"},
		{"unknown", attain.Ratio{}, of("1", "4"), "unknown-input", "unknown-input", "not known: a value is not known", "未知：有数值未知"},
		{"level", of("1", "4"), of("1", "4"), "0", "0", "from 25 % to 25 %: 0 percentage points, which is 0 % of the value before", "由 25% 到 25%：0 个百分点，即相对变动 0%"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out := attain.ChangeOf(c.before, c.after)
			equal(t, c.points, out.Points)
			equal(t, c.relative, out.Relative)
			assert.Equal(t, c.en, out.Explain().EN)
			assert.Equal(t, c.zh, out.Explain().ZH)
		})
	}
}
