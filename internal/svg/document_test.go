package svg_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kam-go/kam/internal/svg"
)

// everything is a picture with every element in every form.
func everything() svg.Document {
	line := svg.Stroke{Colour: svg.Series1, Width: 2 * px}
	axis := svg.Axis{
		Ticks: []decimal.Decimal{decimal.New(-5, 0), decimal.New(0, 0), decimal.New(25, -1)},
		Scale: svg.Scale{Low: decimal.New(-5, 0).Rat(), High: decimal.New(25, -1).Rat(), From: 40 * px, To: 280 * px},
	}
	legend, _ := svg.Legend([]svg.Entry{{Mark: svg.Circle{Radius: 4 * px, Fill: svg.Series1}, Label: "value"}}, svg.At(10*px, 200*px), 280*px, svg.Font{})
	return svg.Document{
		ID: "all", Lang: "en", Title: "Everything", Description: "Each element once.", Width: 300 * px, Height: 240 * px,
		Body: []svg.Element{
			svg.Rect{At: svg.At(5*px, 5*px), Width: 100 * px, Height: 12345, Radius: 3 * px, Fill: svg.Band2, Border: svg.Stroke{Colour: svg.Edge}},
			svg.Line{From: svg.At(0, 0), To: svg.At(1050, -50), Stroke: svg.Stroke{Colour: svg.Grid, Dashed: true}},
			svg.Polyline{Points: []svg.Point{{X: 1, Y: 2}, {X: 300, Y: 400}}, Stroke: line},
			svg.Polygon{Points: []svg.Point{{}, {X: 500}, {Y: 500}}, Fill: svg.Soft1, Border: line, Note: "a < b"},
			svg.Shifted{By: svg.At(50*px, 60*px), Body: svg.Group{svg.Circle{Radius: 4 * px, Fill: svg.Series2, Note: "one"}, nil}},
			svg.Text{At: svg.At(10*px, 20*px), Content: "Text", Anchor: svg.Middle, Font: svg.Font{Size: 15 * px, Bold: true}, Halo: true, Note: "Text in full"},
			svg.Text{At: svg.At(10*px, 40*px), Content: "客户", Anchor: svg.End, Fill: svg.Muted, Note: "客户"},
			axis.Across(100*px, 150*px), axis.Upright(40*px, 280*px), legend, nil,
		},
	}
}

func TestEverything(t *testing.T) {
	for _, theme := range []svg.Theme{svg.FollowReader, svg.Light, svg.Dark} {
		d := everything()
		d.Theme = theme
		picture := d.SVG()
		decode(t, picture)
		name := string(theme)
		if theme == svg.FollowReader {
			name = "follow"
		}
		golden(t, "everything."+name+".svg", picture)
		assert.Equal(t, string(picture), string(d.SVG()), "the same bytes")
	}
}

func TestThemes(t *testing.T) {
	of := func(theme svg.Theme) string {
		return string(svg.Document{Theme: theme, Body: []svg.Element{svg.Text{Content: "a"}}}.SVG())
	}
	light, dark := svg.Ink.Hex()
	assert.Contains(t, of(svg.FollowReader), "prefers-color-scheme:dark")
	assert.Contains(t, of(svg.FollowReader), dark)
	assert.Contains(t, of(svg.FollowReader), "fill:"+light+";", "programs without custom properties show the light colour")
	assert.NotContains(t, of(svg.Light), "prefers-color-scheme")
	assert.NotContains(t, of(svg.Light), dark)
	assert.NotContains(t, of(svg.Dark), "prefers-color-scheme")
	assert.NotContains(t, of(svg.Dark), light)
	assert.Contains(t, of(svg.Dark), "fill:"+dark+";")
	assert.Equal(t, of(svg.FollowReader), of("blue"))
}

func TestOnlyColoursUsedAreInTheSheet(t *testing.T) {
	picture := string(svg.Document{Body: []svg.Element{svg.Rect{Fill: svg.Series3}}}.SVG())
	assert.Contains(t, picture, ".f-series-3{")
	assert.NotContains(t, picture, "series-1")
	assert.NotContains(t, picture, ".s-series-3{")
}

func TestPictureIsAccessible(t *testing.T) {
	list := decode(t, everything().SVG())
	root := list[0]
	assert.Equal(t, "img", root.attr["role"])
	assert.Equal(t, "all-title all-desc", root.attr["aria-labelledby"])
	assert.Equal(t, "en", root.attr["lang"])
	assert.Equal(t, "0 0 300 240", root.attr["viewBox"])
	assert.Equal(t, "title", list[1].name)
	assert.Equal(t, "all-title", list[1].attr["id"])
	assert.Equal(t, "Everything", list[1].text)
	assert.Equal(t, "desc", list[2].name)
	assert.Equal(t, "all-desc", list[2].attr["id"])
}

func TestPictureID(t *testing.T) {
	cases := []struct{ name, id, want string }{
		{"none", "", "picture"},
		{"good", "radar-1_A", "radar-1_A"},
		{"digit first", "1a", "picture"},
		{"hyphen first", "-a", "picture"},
		{"other signs are left out", `a"b<c d客`, "abcd"},
		{"nothing left", "客户", "picture"},
		{"64 bytes at most", strings.Repeat("a", 100), strings.Repeat("a", 64)},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, decode(t, svg.Document{ID: c.id}.SVG())[0].attr["id"])
		})
	}
}

func TestSizesBelowZero(t *testing.T) {
	list := decode(t, svg.Document{Width: -1, Height: -1, Body: []svg.Element{
		svg.Rect{Width: -5, Height: -5, Radius: -1},
		svg.Circle{Radius: -5},
		svg.Text{Content: "a", Font: svg.Font{Size: -1}},
		svg.Polyline{Points: []svg.Point{{}}},
		svg.Text{Content: " \n"},
		svg.Shifted{},
	}}.SVG())
	assert.Equal(t, "0", list[0].attr["width"])
	assert.Equal(t, "0", named(list, "rect")[1].attr["width"])
	assert.Equal(t, "0", named(list, "circle")[0].attr["r"])
	assert.Equal(t, "12", named(list, "text")[0].attr["font-size"])
	assert.Empty(t, named(list, "polyline"))
	assert.Len(t, named(list, "text"), 1, "an empty text is not drawn")
	assert.Empty(t, named(list, "g"))
}

func TestLongDescription(t *testing.T) {
	list := decode(t, svg.Document{Description: strings.Repeat("客", 20_001)}.SVG())
	desc := named(list, "desc")[0].text
	assert.Equal(t, 20_000, strings.Count(desc, "")-1)
	assert.True(t, strings.HasSuffix(desc, "客…"))
}

func TestLegendBreaksIntoRows(t *testing.T) {
	font := svg.Font{Size: 10 * px}
	entry := svg.Entry{Mark: svg.Circle{Radius: px, Fill: svg.Ink}, Label: "客户满意"} // 26 + 40 pixels
	cases := []struct {
		name    string
		entries int
		width   svg.Px
		height  svg.Px
	}{
		{"none", 0, 100 * px, 0},
		{"one row", 2, 146 * px, 18 * px},
		{"one hundredth too narrow", 2, 146*px - 1, 36 * px},
		{"shortened", 2, 50 * px, 36 * px},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			entries := make([]svg.Entry, c.entries)
			for i := range entries {
				entries[i] = entry
			}
			body, height := svg.Legend(entries, svg.At(5*px, 7*px), c.width, font)
			assert.Equal(t, c.height, height)
			list := decode(t, svg.Document{Body: []svg.Element{body}}.SVG())
			assert.Len(t, named(list, "text"), c.entries)
			assert.Len(t, named(list, "circle"), c.entries)
			if c.name == "shortened" {
				assert.Equal(t, "客…", named(list, "text")[0].text)
				assert.Contains(t, named(list, "title")[1].text, "客户满意", "the whole stands in the note")
			}
		})
	}
}

func TestAxis(t *testing.T) {
	axis := svg.Axis{
		Ticks: []decimal.Decimal{decimal.New(-10, 0), decimal.New(0, 0)}, Font: svg.Font{Size: 10 * px},
		Scale: svg.Scale{Low: rat(t, "-10"), High: rat(t, "10"), From: 0, To: 200 * px},
	}
	assert.Equal(t, svg.Font{Size: 10 * px}.Width("−10"), axis.LabelWidth())
	across := decode(t, svg.Document{Body: []svg.Element{axis.Across(10*px, 90*px)}}.SVG())
	lines, texts := named(across, "line"), named(across, "text")
	require.Len(t, lines, 2)
	assert.Equal(t, "100", lines[1].attr["x1"])
	assert.Equal(t, "100", lines[1].attr["x2"])
	assert.Equal(t, "10", lines[1].attr["y1"])
	assert.Equal(t, "90", lines[1].attr["y2"])
	assert.Equal(t, "−10", texts[0].text)
	assert.Equal(t, "middle", texts[0].attr["text-anchor"])
	axis.Ticks = []decimal.Decimal{decimal.New(-10, 0), decimal.New(10, 0), decimal.New(1, 0)}
	axis.Font.Size = 40 * px // "−10" is 91.2 pixels wide, "10" 51.2
	moved := named(decode(t, svg.Document{Body: []svg.Element{axis.Across(10*px, 90*px)}}.SVG()), "text")
	assert.Equal(t, "33.6", moved[0].attr["x"])
	assert.Equal(t, "186.4", moved[1].attr["x"])
	assert.Equal(t, "110", moved[2].attr["x"])
	axis.Font.Size, axis.Ticks = 10*px, axis.Ticks[:0]
	axis.Ticks = append(axis.Ticks, decimal.New(-10, 0), decimal.New(0, 0))
	upright := decode(t, svg.Document{Body: []svg.Element{axis.Upright(30*px, 90*px)}}.SVG())
	assert.Equal(t, "100", named(upright, "line")[1].attr["y1"])
	assert.Equal(t, "100", named(upright, "line")[1].attr["y2"])
	assert.Equal(t, "end", named(upright, "text")[1].attr["text-anchor"])
	assert.Equal(t, "24", named(upright, "text")[1].attr["x"])
}

// Whatever a text is, the picture is well-formed XML that says what Clean makes of it, and nothing more.
func FuzzText(f *testing.F) {
	for _, s := range []string{
		"Sales growth", "客户满意度", "", " ", "]]>", "</svg>", "<script>alert(1)</script>", "&lt;&#0;", `" onload="x`, "'", "a\x00b\x08\x1b",
		"\xff\xfe", "\xed\xa0\x80", "\ufffe\uffff", "\u202e", "e\u0301\u200d", "\U0001F469\u200D\U0001F4BB", "--><!--", "<![CDATA[", "<?xml?>", "}#x{",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		body := []svg.Element{
			svg.Text{Content: s, Note: s},
			svg.Rect{Note: s, Fill: svg.Colour(s)},
			svg.Circle{Note: s},
			svg.Polygon{Note: s},
			svg.Text{Content: "a", Anchor: svg.Anchor(s), Fill: svg.Colour(s)},
		}
		legend, _ := svg.Legend([]svg.Entry{{Label: s}}, svg.Point{}, 100*px, svg.Font{})
		for _, line := range (svg.Font{}).Wrap(s, 50*px, 3) {
			body = append(body, svg.Text{Content: line})
		}
		list := decode(t, svg.Document{ID: s, Lang: s, Title: s, Description: s, Theme: svg.Theme(s), Body: append(body, legend)}.SVG())
		clean := svg.Clean(s)
		assert.Equal(t, clean, list[1].text)
		if clean != "" {
			assert.Equal(t, clean, named(list, "text")[0].text)
		}
		for _, e := range list {
			assert.Contains(t, []string{"svg", "title", "desc", "style", "rect", "circle", "polygon", "text", "g"}, e.name)
			for name := range e.attr {
				assert.False(t, strings.HasPrefix(name, "on"), "a handler: %s", name)
			}
		}
	})
}

func BenchmarkSVG(b *testing.B) {
	d := everything()
	b.ReportAllocs()
	for b.Loop() {
		d.SVG()
	}
}
