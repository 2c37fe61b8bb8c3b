package svg_test

import (
	"math/big"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/internal/stat"
	"github.com/kam-go/kam/internal/svg"
)

// luminance is the relative luminance of a colour by WCAG 2.2, with 0.04045 as in sRGB.
func luminance(t *testing.T, hex string) *big.Rat {
	t.Helper()
	require.Regexp(t, "^#[0-9a-f]{6}$", hex)
	total := new(big.Rat)
	for i, weight := range []string{"0.2126", "0.7152", "0.0722"} {
		n, err := strconv.ParseInt(hex[1+2*i:3+2*i], 16, 64)
		require.NoError(t, err)
		c := big.NewRat(n, 255)
		if c.Cmp(rat(t, "0.04045")) <= 0 {
			c.Quo(c, rat(t, "12.92"))
		} else {
			c.Quo(c.Add(c, rat(t, "0.055")), rat(t, "1.055"))
			ln, err := stat.Ln(c)
			require.NoError(t, err)
			c, err = stat.Exp(ln.Mul(ln, rat(t, "2.4")))
			require.NoError(t, err)
		}
		total.Add(total, c.Mul(c, rat(t, weight)))
	}
	return total
}

func contrast(t *testing.T, a, b string) *big.Rat {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	if x.Cmp(y) < 0 {
		x, y = y, x
	}
	return new(big.Rat).Quo(x.Add(x, rat(t, "0.05")), y.Add(y, rat(t, "0.05")))
}

func TestContrastByWCAG(t *testing.T) {
	assert.Equal(t, "21.00", contrast(t, "#000000", "#ffffff").FloatString(2))
	assert.Equal(t, "4.54", contrast(t, "#767676", "#ffffff").FloatString(2))
}

func TestColoursAreReadable(t *testing.T) {
	cases := []struct {
		colours, on []svg.Colour
		least       string
	}{
		{[]svg.Colour{svg.Ink, svg.Muted}, []svg.Colour{svg.Surface, svg.Band1, svg.Band2}, "4.5"},
		{[]svg.Colour{svg.Series1, svg.Series2, svg.Series3}, []svg.Colour{svg.Surface, svg.Band1, svg.Band2}, "3"},
		{[]svg.Colour{svg.Edge}, []svg.Colour{svg.Surface}, "3"},
		{[]svg.Colour{svg.Series1}, []svg.Colour{svg.Soft1}, "3"},
		{[]svg.Colour{svg.Series2}, []svg.Colour{svg.Soft2}, "3"},
	}
	for _, c := range cases {
		for _, a := range c.colours {
			for _, b := range c.on {
				light, dark := a.Hex()
				lightOn, darkOn := b.Hex()
				for name, pair := range map[string][2]string{"light": {light, lightOn}, "dark": {dark, darkOn}} {
					got := contrast(t, pair[0], pair[1])
					assert.GreaterOrEqual(t, got.Cmp(rat(t, c.least)), 0, "%s on %s, %s: %s", a, b, name, got.FloatString(2))
				}
			}
		}
	}
}

func TestNoColour(t *testing.T) {
	for _, c := range []svg.Colour{"", "red", "url(http://example.com)"} {
		light, dark := c.Hex()
		assert.Empty(t, light)
		assert.Empty(t, dark)
		picture := svg.Document{Body: []svg.Element{svg.Circle{Radius: px, Fill: c, Border: svg.Stroke{Colour: c}}}}.SVG()
		circle := named(decode(t, picture), "circle")[0]
		assert.Equal(t, map[string]string{"cx": "0", "cy": "0", "r": "1", "fill": "none"}, circle.attr)
	}
}
