package chart

import (
	"fmt"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/svg"
	"github.com/kam-go/kam/scoring"
)

// Axes of a radar, both inclusive.
const (
	minAxes = 3
	maxAxes = 24
)

// Radar draws the scores of the first level of a card, or of what is below [Options].Under, on axes from the lowest
// score of the scale in the middle to the highest at the rim. The first axis points up, the others follow clockwise in
// the order of the card. Where names do not fit around the radar, the axes are numbered and the names stand below.
//
// A part that is not known leaves a gap in the outline. Faults are listed in the package comment.
func Radar(r scoring.Result, opt Options) ([]byte, error) {
	var found kam.Findings
	opt.check(&found)
	checkResult(&found, "$.result", r)
	if err := found.Err(); err != nil {
		return nil, err
	}
	nodes := partsOf(&found, "$.result", r, opt.Under)
	if n := len(nodes); n > 0 && n < minAxes || n > maxAxes {
		found.Add(fault("axes", "$.result.nodes", say("%d parts give no readable radar", "%d 个部分无法绘成清晰的雷达图", n),
			say("draw %d to %d, or use Contributions", "请绘制 %d 至 %d 个部分，或改用构成图（Contributions）", minAxes, maxAxes)))
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	f := opt.open("radar", dated(say("Profile of %s", "%s 的得分雷达图", opt.nameOf(r.Subject)), r.Period), cardName(r, opt.Under), headline(r))
	spider := newSpider(f, r, nodes)
	spider.draw()
	return f.svg(), nil
}

// cardName returns the name of the card, and of the dimension that is drawn.
func cardName(r scoring.Result, under string) kam.Text {
	name := r.Name
	if name == (kam.Text{}) {
		name = say("%s", "%s", r.Card)
	}
	if n, ok := r.Node(under); ok && under != "" {
		return say("%s: %s", "%s：%s", name, kam.Text{EN: nameOf(n, kam.English), ZH: nameOf(n, kam.Chinese)})
	}
	return name
}

// spider is the drawing of a radar.
type spider struct {
	frame  *frame
	result scoring.Result
	nodes  []scoring.Node
	values []string // the score of each node as text
	radius svg.Px
	centre svg.Point
}

func newSpider(f *frame, r scoring.Result, nodes []scoring.Node) *spider {
	s := &spider{frame: f, result: r, nodes: nodes}
	for _, n := range nodes {
		text := say("not known", "未知")
		if d, known := shown(n.Score, places(r)); known {
			text = say("%s", "%s", figure(d))
		}
		s.values = append(s.values, f.in(text))
		name := kam.Text{EN: nameOf(n, kam.English), ZH: nameOf(n, kam.Chinese)}
		f.facts = append(f.facts, say("%s: %s", "%s：%s", name, text))
	}
	return s
}

// draw draws the names around the radar when they fit, and numbers otherwise.
func (s *spider) draw() {
	f := s.frame
	labels, ok := s.around()
	if !ok {
		s.radius = min(f.inner()/2-24*px, maxRadius)
		s.centre = svg.At(f.width/2, f.y+24*px+s.radius)
		labels = s.numbers()
		f.y = s.centre.Y + s.radius + 24*px
	}
	used := s.web()
	f.draw(labels)
	if !ok {
		f.y += 4 * px
		for i, n := range s.nodes {
			f.row(fmt.Sprintf("%d  %s", i+1, nameOf(n, f.options.Lang)), s.values[i], false)
		}
	}
	f.legend(used.entries(f.options.Lang))
	if beyond(s.nodes, s.result.Scale) {
		f.note(atEdge())
	}
}

// box is a stretch of a picture that a label fills.
type box struct{ left, top, right, bottom svg.Px }

func (b box) meets(o box) bool {
	return b.left < o.right && o.left < b.right && b.top < o.bottom && o.top < b.bottom
}

// Radius of a radar with names around it.
const (
	minRadius = 84 * px
	maxRadius = 150 * px
)

// around lays the names around the largest radar that leaves them room, and sets its radius and centre. It reports
// false when there is none.
func (s *spider) around() (svg.Group, bool) {
	for s.radius = maxRadius; s.radius >= minRadius; s.radius -= 6 * px {
		if labels, ok := s.names(); ok {
			return labels, true
		}
	}
	return nil, false
}

// names lays the names around a radar of the radius that is set, and sets its centre. It reports false when they do not
// fit.
func (s *spider) names() (svg.Group, bool) {
	f := s.frame
	s.centre = svg.At(f.width/2, 0)

	var labels svg.Group
	var boxes []box
	for i, n := range s.nodes {
		drawn, b, whole := s.label(i, nameOf(n, f.options.Lang))
		for _, other := range boxes {
			whole = whole && !b.meets(other)
		}
		if !whole {
			return nil, false
		}
		labels, boxes = append(labels, drawn), append(boxes, b)
	}
	top, bottom := -s.radius, s.radius
	for _, b := range boxes {
		top, bottom = min(top, b.top), max(bottom, b.bottom)
	}
	down := f.y - top
	s.centre.Y = down
	f.y = down + bottom
	return svg.Group{svg.Shifted{By: svg.At(0, down), Body: labels}}, true
}

// label lays the name and the score of axis i beside its end. It reports false when the name has to be shortened.
func (s *spider) label(i int, name string) (svg.Group, box, bool) {
	n := len(s.nodes)
	end := svg.Polar(s.centre, s.radius+10*px, i, n)
	away := end.X - s.centre.X
	anchor, room := svg.Middle, s.frame.inner()*45/100
	switch {
	case away > 2*px:
		anchor, room = svg.Start, s.frame.width-margin/2-end.X
	case away < -2*px:
		anchor, room = svg.End, end.X-margin/2
	}
	lines := nameFont.Wrap(name, room, 2)
	line := nameFont.LineHeight()
	height := line * svg.Px(len(lines)+1)
	// The label stands above the upper end, below the lower one, and beside the others.
	top := end.Y - height/2 - (s.centre.Y-end.Y)*height/2/(s.radius+10*px)
	widest := valueFont.Width(s.values[i])
	var out svg.Group
	for k, text := range lines {
		widest = max(widest, nameFont.Width(text))
		out = append(out, svg.Text{At: svg.At(end.X, top+line*svg.Px(k+1)-4*px), Content: text, Font: nameFont, Anchor: anchor, Note: name})
	}
	out = append(out, svg.Text{At: svg.At(end.X, top+height-4*px), Content: s.values[i], Font: valueFont, Anchor: anchor})

	b := box{left: end.X, right: end.X + widest, top: top, bottom: top + height}
	switch anchor {
	case svg.Middle:
		b.left, b.right = end.X-widest/2, end.X+widest/2
	case svg.End:
		b.left, b.right = end.X-widest, end.X
	default: // the place is the left end
	}
	whole := nameFont.Width(name) <= room || len(lines) == 2 && lines[1][max(len(lines[1])-len("…"), 0):] != "…"
	return out, b, whole && widest <= room
}

// numbers returns the number of each axis beyond its end.
func (s *spider) numbers() svg.Group {
	var out svg.Group
	for i := range s.nodes {
		at := svg.Polar(s.centre, s.radius+13*px, i, len(s.nodes))
		out = append(out, svg.Text{At: svg.At(at.X, at.Y+4*px), Content: fmt.Sprint(i + 1), Font: svg.Font{Size: 12 * px, Bold: true}, Anchor: svg.Middle})
	}
	return out
}

// web draws rings, axes, outline and marks, and returns the marks used.
func (s *spider) web() marks {
	f, n := s.frame, len(s.nodes)
	low, high := num.Rat(s.result.Scale.Min), num.Rat(s.result.Scale.Max)
	out := svg.Scale{Low: low, High: high, From: 0, To: s.radius}
	ring := func(r svg.Px) []svg.Point {
		list := make([]svg.Point, n)
		for i := range list {
			list[i] = svg.Polar(s.centre, r, i, n)
		}
		return list
	}
	ends, at := ring(s.radius), make([]svg.Point, n)
	all := true
	for i, node := range s.nodes {
		v, known := node.Score.Rat()
		all = all && known
		at[i] = svg.Polar(s.centre, out.At(v), i, n)
	}
	if all {
		f.draw(svg.Polygon{Points: at, Fill: svg.Soft1})
	}
	ticks := svg.Ticks(low, high, 6)
	for _, t := range ticks {
		f.draw(svg.Polygon{Points: ring(out.At(num.Rat(t))), Border: svg.Stroke{Colour: svg.Grid}})
	}
	for i, node := range s.nodes {
		f.draw(svg.Line{From: s.centre, To: ends[i], Stroke: svg.Stroke{Colour: svg.Grid, Dashed: !node.Score.Known()}})
	}
	f.draw(svg.Polygon{Points: ends, Border: svg.Stroke{Colour: svg.Edge}})
	f.draw(s.outline(at, all)...)

	used := marks{}
	for i, node := range s.nodes {
		m := markOf(node)
		used[m] = true
		place := at[i]
		if m == missing {
			place = svg.Polar(s.centre, s.radius*55/100, i, n)
		}
		f.draw(m.draw(place, nameOf(node, f.options.Lang)+" "+s.values[i]))
	}
	for _, t := range ticks {
		y := s.centre.Y - out.At(num.Rat(t))
		f.draw(svg.Text{At: svg.At(s.centre.X-6*px, y+4*px), Content: figure(t), Font: tinyFont, Anchor: svg.End, Fill: svg.Muted, Halo: true})
	}
	return used
}

// outline returns the lines from known score to known score around the radar.
func (s *spider) outline(at []svg.Point, all bool) []svg.Element {
	stroke := svg.Stroke{Colour: svg.Series1, Width: 2 * px}
	if all {
		return []svg.Element{svg.Polygon{Points: at, Border: stroke}}
	}
	var out []svg.Element
	for i := range at {
		next := (i + 1) % len(at)
		if s.nodes[i].Score.Known() && s.nodes[next].Score.Known() {
			out = append(out, svg.Polyline{Points: []svg.Point{at[i], at[next]}, Stroke: stroke})
		}
	}
	return out
}

// beyond reports whether a score lies outside the scale.
func beyond(nodes []scoring.Node, s scoring.Scale) bool {
	low, high := num.Rat(s.Min), num.Rat(s.Max)
	return slices.ContainsFunc(nodes, func(n scoring.Node) bool {
		v, known := n.Score.Rat()
		return known && (v.Cmp(low) < 0 || v.Cmp(high) > 0)
	})
}

// atEdge is the note about such scores.
func atEdge() kam.Text {
	return say("Scores beyond the scale are drawn at its edge", "超出量表的得分绘于边缘")
}
