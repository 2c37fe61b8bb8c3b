package scoring_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/scoring"
)

// The card's block does not apply to what has no weight; one that the measure states does.
func TestBlockWithoutWeight(t *testing.T) {
	c := card(points("a", "1"), points("b", "0"))
	c.Missing.Policy = scoring.MissingBlock
	equalExact(t, "7", score(t, c, observed("a", "7")).Total)
	assert.False(t, score(t, c, observed("b", "7")).Known)
	c.Measures[1].Missing.Policy = scoring.MissingBlock
	assert.False(t, score(t, c, observed("a", "7")).Known)
}

// Two readers of one metric and scope cannot both be satisfied in different units.
func TestOneMetricInTwoUnits(t *testing.T) {
	a, b := points("a", "0.5"), points("b", "0.5")
	b.Metric, b.Unit = a.Metric, "pieces"
	_, err := scoring.Compile(card(a, b))
	assert.Equal(t, []string{"card.unit $.measures[1]"}, codes(t, err))
	require.ErrorContains(t, err, "$.measures[0]")
	b.Unit, b.Currency = "", "CNY"
	_, err = scoring.Compile(card(a, b))
	assert.Equal(t, []string{"card.unit $.measures[1]"}, codes(t, err))
	b.Scope = "north"
	compile(t, card(a, b))
}

// A veto does not punish the better value.
func TestVetoAgainstTheDirection(t *testing.T) {
	c := card(lower(measure("a", "1", scoring.Function{Deduction: &scoring.Deduction{PerUnit: dec("20")}})))
	c.Vetoes = []scoring.Veto{{ID: "v", On: "a", Below: opt("3"), Effect: scoring.VetoLowest}}
	_, err := scoring.Compile(c)
	assert.Equal(t, []string{"card.direction $.vetoes[0].below"}, codes(t, err))
	c.Vetoes[0].Below, c.Vetoes[0].Above = c.Vetoes[0].Above, c.Vetoes[0].Below
	compile(t, c)
}

func TestForgedRoundingInChinese(t *testing.T) {
	r := whole(t)
	r.Rounding.Mode = "x"
	var invalid *kam.InvalidError
	require.ErrorAs(t, r.Verify(), &invalid)
	assert.Contains(t, invalid.In(kam.Chinese), "不是有效的舍入规则")
}

func TestChineseFaultsAreChinese(t *testing.T) {
	c := card(points("a", "1"))
	c.Measures[0].Currency = "x"
	_, err := scoring.Compile(c)
	var invalid *kam.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.Contains(t, invalid.In(kam.Chinese), "不是有效的币种代码")
	assert.NotContains(t, invalid.In(kam.Chinese), "currency:")
}
