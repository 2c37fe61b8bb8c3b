package svg

import "strings"

// Colour is a role that the style sheet of a picture gives a colour, one for light and one for dark surroundings.
// The zero value paints nothing, and so does every value that is none of the constants.
//
// The three series can be told apart without seeing red and green, after Okabe and Ito, Color Universal Design (2008),
// darkened or lightened until they have a contrast of at least 3 to the surface and to the bands. Text in [Ink] and
// [Muted] has one of at least 4.5 there.
type Colour string

// The roles.
const (
	Surface Colour = "surface" // what everything stands on
	Band1   Colour = "band-1"  // a stretch of background
	Band2   Colour = "band-2"  // the next stretch
	Grid    Colour = "grid"    // lines that guide the eye
	Edge    Colour = "edge"    // outlines and axes
	Muted   Colour = "muted"   // text of second rank
	Ink     Colour = "ink"     // text
	Series1 Colour = "series-1"
	Series2 Colour = "series-2"
	Series3 Colour = "series-3"
	Soft1   Colour = "soft-1" // an area that belongs to the first series
	Soft2   Colour = "soft-2"
)

// swatches are all roles with their colours, in the order of the style sheet.
var swatches = []struct {
	role        Colour
	light, dark string
}{
	{Surface, "#ffffff", "#14181d"},
	{Band1, "#f5f7f9", "#191f25"},
	{Band2, "#e7ecf2", "#232b34"},
	{Grid, "#d5dce3", "#3a434d"},
	{Edge, "#7d8793", "#7c8793"},
	{Muted, "#555f6a", "#aab4bf"},
	{Ink, "#1b1f24", "#e9ecef"},
	{Series1, "#0072b2", "#5bb3e8"},
	{Series2, "#c24e00", "#ff9d57"},
	{Series3, "#00795a", "#3fc39a"},
	{Soft1, "#d3e6f3", "#1d3a50"},
	{Soft2, "#f8dfce", "#4d3220"},
}

// Hex returns the colours of c in light and in dark surroundings, such as "#0072b2"; both are empty for no role.
func (c Colour) Hex() (light, dark string) {
	for _, s := range swatches {
		if s.role == c {
			return s.light, s.dark
		}
	}
	return "", ""
}

// Theme says for which surroundings the colours are chosen. The zero value is [FollowReader], and so is every value
// that is none of the constants.
type Theme string

// Themes.
const (
	FollowReader Theme = ""      // whichever the reader's device prefers
	Light        Theme = "light" // always for light ones, as for print
	Dark         Theme = "dark"
)

// fonts lists typefaces of the usual systems with Latin letters, then such with Simplified Chinese ones.
const fonts = `system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Noto Sans",` +
	`"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC",sans-serif`

// use is one way in which an element wears a colour.
type use struct {
	colour Colour
	class  string // f, s or h
}

// sheet returns the rules for the colours that are used.
func (t Theme) sheet(id string, used map[use]bool) string {
	var light, dark, rules strings.Builder
	for _, s := range swatches {
		worn := false
		for _, kind := range []struct{ class, property string }{{"f", "fill"}, {"s", "stroke"}, {"h", "stroke"}} {
			if !used[use{s.role, kind.class}] {
				continue
			}
			worn = true
			plain := s.light
			if t == Dark {
				plain = s.dark
			}
			rules.WriteString("#" + id + " ." + kind.class + "-" + string(s.role) + "{" +
				kind.property + ":" + plain + ";" + kind.property + ":var(--kam-" + string(s.role) + ")")
			if kind.class == "h" {
				rules.WriteString(";stroke-width:4;stroke-linejoin:round;paint-order:stroke")
			}
			rules.WriteString("}\n")
		}
		if worn {
			light.WriteString("--kam-" + string(s.role) + ":" + s.light + ";")
			dark.WriteString("--kam-" + string(s.role) + ":" + s.dark + ";")
		}
	}
	first, rest := light.String(), ""
	switch t {
	case Dark:
		first = dark.String()
	case Light:
	default:
		rest = "@media (prefers-color-scheme:dark){#" + id + "{" + dark.String() + "}}\n"
	}
	return "#" + id + "{" + first + "max-width:100%;height:auto;font-family:" + fonts +
		";font-variant-numeric:tabular-nums}\n" + rest + rules.String()
}
