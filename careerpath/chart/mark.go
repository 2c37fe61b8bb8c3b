package chart

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/internal/svg"
	"github.com/kam-go/kam/internal/wording"
)

// style is how moves of a kind are drawn, so that kinds can be told apart without their colours.
type style struct {
	colour svg.Colour
	dashed bool
	hollow bool // the head of the arrow
	rhomb  bool // the head of the arrow
}

func styleOf(k careerpath.MoveKind) style {
	switch k {
	case careerpath.Lateral:
		return style{colour: svg.Series3, hollow: true}
	case careerpath.CrossDepartment:
		return style{colour: svg.Series3, dashed: true, hollow: true}
	case careerpath.Return:
		return style{colour: svg.Series3, hollow: true, rhomb: true}
	case careerpath.Demotion:
		return style{colour: svg.Series2, dashed: true}
	default:
		return style{colour: svg.Series1}
	}
}

// head is the length of the head of an arrow.
const head = 8 * px

// arrow returns a line through points with its head at the last one; its last stretch is level or upright and longer than
// the head.
func (s style) arrow(points []svg.Point, width svg.Px) svg.Group {
	tip, before := points[len(points)-1], points[len(points)-2]
	x, y := sign(tip.X-before.X), sign(tip.Y-before.Y)
	base := svg.At(tip.X-x*head, tip.Y-y*head)
	line := append(append([]svg.Point(nil), points[:len(points)-1]...), base)
	const half = 4 * px
	corners := []svg.Point{tip, svg.At(base.X-y*half, base.Y+x*half), svg.At(base.X+y*half, base.Y-x*half)}
	if s.rhomb {
		middle := svg.At(tip.X-x*head/2, tip.Y-y*head/2)
		corners = []svg.Point{tip, svg.At(middle.X-y*half, middle.Y+x*half), base, svg.At(middle.X+y*half, middle.Y-x*half)}
	}
	fill := s.colour
	if s.hollow {
		fill = svg.Surface
	}
	return svg.Group{
		svg.Polyline{Points: line, Stroke: svg.Stroke{Colour: s.colour, Width: width, Dashed: s.dashed}},
		svg.Polygon{Points: corners, Fill: fill, Border: svg.Stroke{Colour: s.colour, Width: 3 * px / 2}},
	}
}

func sign(p svg.Px) svg.Px {
	switch {
	case p > 0:
		return 1
	case p < 0:
		return -1
	}
	return 0
}

// watched is the mark of a stage with probation.
func watched(at svg.Point) svg.Element {
	return svg.Circle{Centre: at, Radius: 4 * px, Border: svg.Stroke{Colour: svg.Series2, Width: 3 * px / 2, Dashed: true}}
}

// here is the mark of the stage at which a person stands.
func here(at svg.Point) svg.Element {
	return svg.Circle{Centre: at, Radius: 4 * px, Fill: svg.Series1}
}

// kindEntries is the legend of kinds of moves that are drawn.
func kindEntries(used map[careerpath.MoveKind]bool, lang kam.Lang) []svg.Entry {
	var out []svg.Entry
	for _, k := range []careerpath.MoveKind{careerpath.Promotion, careerpath.Lateral, careerpath.CrossDepartment, careerpath.Return, careerpath.Demotion, careerpath.Probation} {
		if !used[k] {
			continue
		}
		var mark svg.Element = styleOf(k).arrow([]svg.Point{svg.At(-10*px, 0), svg.At(10*px, 0)}, 3*px/2)
		if k == careerpath.Probation {
			mark = watched(svg.Point{})
		}
		out = append(out, svg.Entry{Mark: mark, Label: k.Name().In(lang)})
	}
	return out
}

// moveMark is the sign of the state of a move of a kind, or of a criterion of it, drawn within 5 pixels around a point. That
// a demotion or probation is due is nothing achieved, so that there it is a warning triangle, and else a dash.
func moveMark(k careerpath.MoveKind, s criteria.State, at svg.Point) svg.Element {
	if k != careerpath.Demotion && k != careerpath.Probation || s != criteria.Met && s != criteria.NotMet {
		return stateMark(s, at)
	}
	const r = 4 * px
	if s == criteria.NotMet {
		return svg.Line{From: svg.At(at.X-r, at.Y), To: svg.At(at.X+r, at.Y), Stroke: svg.Stroke{Colour: svg.Muted, Width: 2 * px}}
	}
	corners := []svg.Point{svg.At(at.X, at.Y-r), svg.At(at.X+5*px, at.Y+r), svg.At(at.X-5*px, at.Y+r)}
	return svg.Group{
		svg.Polygon{Points: corners, Fill: svg.Series2, Border: svg.Stroke{Colour: svg.Series2, Width: px}},
		svg.Line{From: svg.At(at.X, at.Y-px), To: svg.At(at.X, at.Y+2*px), Stroke: svg.Stroke{Colour: svg.Surface, Width: 3 * px / 2}},
	}
}

// stateMark is the sign of a state, drawn within 5 pixels around a point: a tick, a cross or a question mark.
func stateMark(s criteria.State, at svg.Point) svg.Element {
	line := func(points ...svg.Point) svg.Element {
		colour := svg.Series3
		if s == criteria.NotMet {
			colour = svg.Series2
		}
		return svg.Polyline{Points: points, Stroke: svg.Stroke{Colour: colour, Width: 2 * px}}
	}
	const r = 4 * px
	switch s {
	case criteria.Met:
		return line(svg.At(at.X-r, at.Y), svg.At(at.X-px, at.Y+3*px), svg.At(at.X+r, at.Y-r))
	case criteria.NotMet:
		return svg.Group{line(svg.At(at.X-r, at.Y-r), svg.At(at.X+r, at.Y+r)), line(svg.At(at.X-r, at.Y+r), svg.At(at.X+r, at.Y-r))}
	default:
		return svg.Text{At: svg.At(at.X, at.Y+4*px), Content: "?", Font: boldFont, Anchor: svg.Middle, Fill: svg.Muted}
	}
}

// shown is a state of a criterion, and whether it is one of a rule on staying.
type shown struct {
	staying bool
	state   criteria.State
}

// stateEntries is the legend of the states that are shown. What is not known has one sign for all.
func stateEntries(used map[shown]bool, lang kam.Lang) []svg.Entry {
	var out []svg.Entry
	for _, s := range []criteria.State{criteria.Met, criteria.NotMet} {
		if used[shown{false, s}] {
			out = append(out, svg.Entry{Mark: stateMark(s, svg.Point{}), Label: s.Name().In(lang)})
		}
	}
	for _, s := range []criteria.State{criteria.Met, criteria.NotMet} {
		if used[shown{true, s}] {
			name := wording.Say("%s of a demotion or probation", "降级或观察期的情形%s", careerpath.Demotion.StateName(s))
			out = append(out, svg.Entry{Mark: moveMark(careerpath.Demotion, s, svg.Point{}), Label: name.In(lang)})
		}
	}
	if used[shown{false, criteria.Unknown}] || used[shown{true, criteria.Unknown}] {
		out = append(out, svg.Entry{Mark: stateMark(criteria.Unknown, svg.Point{}), Label: criteria.Unknown.Name().In(lang)})
	}
	return out
}
