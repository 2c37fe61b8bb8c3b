package chart_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/svg"
	"github.com/kam-go/kam/scoring"
	"github.com/kam-go/kam/scoring/chart"
)

// label is a text in a picture and the place that it fills, by the estimate of its width.
type label struct {
	text                     string
	left, right, top, bottom svg.Px
}

// labels are the texts of a picture with their places, groups being moved as they say.
func labels(t testing.TB, picture []byte) (out []label, width, height svg.Px) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(picture))
	var moves []svg.Point
	var current *xml.StartElement
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out, width, height
		}
		require.NoError(t, err)
		switch token := token.(type) {
		case xml.StartElement:
			switch token.Name.Local {
			case "svg":
				width, height = svg.Px(attribute(t, token, "width")), svg.Px(attribute(t, token, "height"))
			case "g":
				x, y, ok := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(token.Attr[0].Value, "translate("), ")"), " ")
				require.True(t, ok)
				moves = append(moves, svg.At(svg.Px(dec(x).Shift(2).IntPart()), svg.Px(dec(y).Shift(2).IntPart())))
			}
			c := token.Copy()
			current = &c
		case xml.EndElement:
			if token.Name.Local == "g" {
				moves = moves[:len(moves)-1]
			}
			current = nil
		case xml.CharData:
			if current == nil || current.Name.Local != "text" {
				continue
			}
			font := svg.Font{Size: svg.Px(attribute(t, *current, "font-size"))}
			anchor := ""
			for _, a := range current.Attr {
				font.Bold = font.Bold || a.Name.Local == "font-weight"
				if a.Name.Local == "text-anchor" {
					anchor = a.Value
				}
			}
			l := label{text: string(token), left: svg.Px(attribute(t, *current, "x")), bottom: svg.Px(attribute(t, *current, "y"))}
			for _, m := range moves {
				l.left, l.bottom = l.left+m.X, l.bottom+m.Y
			}
			wide := font.Width(l.text)
			switch anchor {
			case "middle":
				l.left -= wide / 2
			case "end":
				l.left -= wide
			}
			l.right, l.top = l.left+wide, l.bottom-font.Size*3/4
			out = append(out, l)
		}
	}
}

// noOverlap asserts that no two texts of a picture lie over each other and none leaves it.
func noOverlap(t testing.TB, picture []byte) {
	t.Helper()
	list, width, height := labels(t, picture)
	for i, a := range list {
		assert.True(t, a.left >= 0 && a.right <= width && a.top >= 0 && a.bottom <= height, "%q leaves the picture", a.text)
		for _, b := range list[:i] {
			apart := a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top
			assert.True(t, apart, "%q lies over %q", a.text, b.text)
		}
	}
}

func TestTextsStayApartAndInside(t *testing.T) {
	for _, lang := range []kam.Lang{kam.English, kam.Chinese} {
		for _, width := range []int{320, 360, 420, 480, 640, 1000, 2000} {
			o := chart.Options{Lang: lang, Width: width}
			t.Run(fmt.Sprint(lang, width), func(t *testing.T) {
				noOverlap(t, draw(t, chart.Contributions, adjusted(t), o))
				noOverlap(t, draw(t, chart.Contributions, many(t), o))
				svg, err := chart.Compare(result(t), changed(t), o)
				require.NoError(t, err)
				noOverlap(t, svg)
			})
		}
	}
}

func TestLongNumbersStayApart(t *testing.T) {
	c := card(four)
	c.Scale.Max, c.Grades, c.Rounding.Places = dec("1000000000000"), nil, 0
	r := scored(t, c, with(four, "123456789012", "999999999999", "0", "500000000000"), firstQuarter)
	for _, width := range []int{320, 640, 2000} {
		o := chart.Options{Width: width}
		noOverlap(t, draw(t, chart.Contributions, r, o))
		noOverlap(t, must(chart.Compare(r, r, o)))
		noOverlap(t, must(chart.Trend([]scoring.Result{r}, o)))
	}
}

func TestRadarNamesStayApart(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 11))
	words := strings.Fields("sales growth of key accounts customer satisfaction 客户满意度 留存率 市场开拓 团队 retention 知识 NPS")
	for range 300 {
		var parts []part
		for i := range 3 + rng.IntN(14) {
			name := make([]string, 1+rng.IntN(5))
			for k := range name {
				name[k] = words[rng.IntN(len(words))]
			}
			parts = append(parts, part{fmt.Sprint("m", i), strings.Join(name, " "), "", "1", []string{"", "0", "33.3", "100"}[rng.IntN(4)]})
		}
		parts[0].value = "50"
		c := card(parts)
		c.Weights = scoring.WeightsNormalised
		r := scored(t, c, parts, firstQuarter)
		svg := draw(t, chart.Radar, r, chart.Options{Width: 320 + rng.IntN(500)})
		list, width, height := labels(t, svg)
		for i, a := range list {
			assert.True(t, a.left >= 0 && a.right <= width && a.top >= 0 && a.bottom <= height, "%q leaves the picture", a.text)
			for _, b := range list[:i] {
				if inside(a.text) || inside(b.text) {
					continue
				}
				apart := a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top
				assert.True(t, apart, "%q lies over %q", a.text, b.text)
			}
		}
		for _, p := range parts {
			assert.Contains(t, texts(t, svg).description, p.en+": ")
		}
	}
}

// inside reports whether a text may be one inside the radar: a tick, a score or a mark.
func inside(s string) bool { return s == "?" || strings.Trim(s, "0123456789.") == "" }

func TestSameInputSameBytes(t *testing.T) {
	for range 5 {
		a, err := chart.Trend(quarters(t), chart.Options{})
		require.NoError(t, err)
		b, err := chart.Trend(quarters(t), chart.Options{})
		require.NoError(t, err)
		require.True(t, bytes.Equal(a, b))
	}
	stored, err := adjusted(t).JSON()
	require.NoError(t, err)
	back, err := scoring.ParseResult(stored)
	require.NoError(t, err)
	assert.Equal(t, draw(t, chart.Contributions, adjusted(t), chart.Options{}), draw(t, chart.Contributions, back, chart.Options{}),
		"a result that was read back gives the same picture")
}

// The contributions shown always sum to the sum shown.
func TestShownContributionsAddUp(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 9))
	for range 200 {
		var parts []part
		for i := range 1 + rng.IntN(9) {
			parts = append(parts, part{id: fmt.Sprint("m", i), weight: fmt.Sprint(1 + rng.IntN(9)), value: fmt.Sprintf("%d.%03d", rng.IntN(100), rng.IntN(1000))})
		}
		c := card(parts)
		c.Weights, c.Rounding.Places = scoring.WeightsNormalised, int32(rng.IntN(6))
		r := scored(t, c, parts, firstQuarter)
		sum := dec("0")
		for _, text := range texts(t, draw(t, chart.Contributions, r, chart.Options{})).texts {
			if shown, _, ok := strings.Cut(text, " of "); ok && !strings.Contains(text, "·") && !strings.Contains(text, "score") {
				sum = sum.Add(dec(shown))
			}
		}
		want := r.Sum.Round(min(max(c.Rounding.Places, 1), 4)).Decimal
		assert.True(t, want.Equal(sum), "%s, want %s", sum, want)
	}
}

// Any text in any place gives well-formed XML or a fault.
func FuzzNames(f *testing.F) {
	for _, s := range []string{"客户", "</svg>", "]]>", "a\x00\xff", "<script>", "&amp;", "\u202e", "", strings.Repeat("长", 3000)} {
		f.Add(s, 640)
	}
	f.Fuzz(func(t *testing.T, s string, width int) {
		r := result(t)
		r.Name, r.Card, r.Subject.ID = kam.Text{EN: s}, s, s
		r.Nodes[0].Name, r.Nodes[1].ID, r.Nodes[1].Name = kam.Text{EN: s}, s, kam.Text{}
		r.Grades[2].Name = kam.Text{EN: s}
		o := chart.Options{Width: width, Title: kam.Text{ZH: s}, Names: map[kam.Subject]string{r.Subject: s}}
		for _, draw := range []func() ([]byte, error){
			func() ([]byte, error) { return chart.Radar(r, o) },
			func() ([]byte, error) { return chart.Contributions(r, o) },
			func() ([]byte, error) { return chart.Trend([]scoring.Result{r}, o) },
			func() ([]byte, error) { return chart.Compare(r, r, o) },
		} {
			svg, err := draw()
			if width != 0 && (width < chart.MinWidth || width > chart.MaxWidth) {
				assert.Equal(t, []string{"chart.width $.options.width"}, codes(t, err))
				continue
			}
			require.NoError(t, err)
			texts(t, svg)
			assert.NotContains(t, string(svg), "<script")
		}
	})
}

// Whatever a stored result says, there is a picture or a fault.
func FuzzResult(f *testing.F) {
	for _, r := range []scoring.Result{result(f), adjusted(f), many(f), deep(f)} {
		stored, err := r.JSON()
		require.NoError(f, err)
		f.Add(stored)
	}
	f.Fuzz(func(t *testing.T, stored []byte) {
		r, err := scoring.ParseResult(stored)
		if err != nil {
			return
		}
		for _, draw := range []func() ([]byte, error){
			func() ([]byte, error) { return chart.Radar(r, chart.Options{}) },
			func() ([]byte, error) { return chart.Contributions(r, chart.Options{Width: 360}) },
			func() ([]byte, error) { return chart.Trend([]scoring.Result{r}, chart.Options{}) },
			func() ([]byte, error) { return chart.Compare(r, r, chart.Options{}) },
		} {
			if svg, err := draw(); err == nil {
				texts(t, svg)
			} else {
				codes(t, err)
			}
		}
	})
}

func BenchmarkRadar(b *testing.B) {
	r := result(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := chart.Radar(r, chart.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTrend(b *testing.B) {
	list := quarters(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := chart.Trend(list, chart.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
