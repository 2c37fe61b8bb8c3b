package chart

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/svg"
	"github.com/kam-go/kam/scoring"
)

// mark says how a point is drawn.
type mark string

const (
	measured mark = "measured" // from observed values
	assumed  mark = "assumed"  // by the card's rule for what is not known
	vetoed   mark = "vetoed"   // limited by a veto
	missing  mark = "missing"  // not known
)

// markOf returns how a node is drawn.
func markOf(n scoring.Node) mark {
	switch {
	case !n.Score.Known():
		return missing
	case n.State == scoring.CountsZero || n.State == scoring.CountsAs:
		return assumed
	}
	return measured
}

// draw returns the mark at a point.
func (m mark) draw(at svg.Point, note string) svg.Element {
	const r = 4 * px
	outline := svg.Stroke{Colour: svg.Series1, Width: 2 * px}
	switch m {
	case assumed:
		return svg.Circle{Centre: at, Radius: r, Fill: svg.Surface, Border: outline, Note: note}
	case vetoed:
		d := r + 2*px
		return svg.Polygon{
			Points: []svg.Point{svg.At(at.X, at.Y-d), svg.At(at.X+d, at.Y), svg.At(at.X, at.Y+d), svg.At(at.X-d, at.Y)},
			Fill:   svg.Series2, Border: svg.Stroke{Colour: svg.Surface}, Note: note,
		}
	case missing:
		return svg.Text{At: svg.At(at.X, at.Y+4*px), Content: "?", Font: valueFont, Anchor: svg.Middle, Fill: svg.Muted, Note: note}
	default:
		return svg.Circle{Centre: at, Radius: r, Fill: svg.Series1, Border: svg.Stroke{Colour: svg.Surface}, Note: note}
	}
}

// meaning is the entry of a legend.
func (m mark) meaning() kam.Text {
	switch m {
	case assumed:
		return say("value not known, points by rule", "数值未知，按规则计分")
	case vetoed:
		return say("limited by a veto", "被一票否决限制")
	case missing:
		return say("not known", "未知")
	default:
		return say("from values", "按实际数值计分")
	}
}

// marks is the set of marks that a picture uses.
type marks map[mark]bool

// entries returns the legend: none when all marks are plain.
func (m marks) entries(l kam.Lang) []svg.Entry {
	var out []svg.Entry
	for _, kind := range []mark{measured, assumed, vetoed, missing} {
		if m[kind] {
			out = append(out, svg.Entry{Mark: kind.draw(svg.Point{}, ""), Label: kind.meaning().In(l)})
		}
	}
	if len(out) == 1 && m[measured] {
		return nil
	}
	return out
}
