package svg

import "strings"

// Element is a part of a picture: one of the types of this package. A nil element is passed over.
type Element interface{ draw(p *page) }

// Group is elements one over the other, the first one at the bottom.
type Group []Element

// Shifted is an element moved by By.
type Shifted struct {
	By   Point
	Body Element
}

// Rect is a rectangle. Negative sizes read as 0.
type Rect struct {
	// At is the upper left corner.
	At            Point
	Width, Height Px
	// Radius rounds the corners.
	Radius Px
	Fill   Colour
	Border Stroke
	// Note is what a pointing device shows.
	Note string
}

// Circle is a circle. A negative radius reads as 0.
type Circle struct {
	Centre Point
	Radius Px
	Fill   Colour
	Border Stroke
	// Note is what a pointing device shows.
	Note string
}

// Line is a straight line.
type Line struct {
	From, To Point
	Stroke   Stroke
}

// Polyline is straight lines from point to point. With fewer than two points there is nothing to see.
type Polyline struct {
	Points []Point
	Stroke Stroke
}

// Polygon is an area between straight lines, closed from the last point to the first.
type Polygon struct {
	Points []Point
	Fill   Colour
	Border Stroke
	// Note is what a pointing device shows.
	Note string
}

// Stroke is how a line is drawn. The zero value draws none.
type Stroke struct {
	Colour Colour
	// Width defaults to one pixel.
	Width  Px
	Dashed bool
}

// Anchor says which end of a text stands at its place. The zero value is [Start].
type Anchor string

// Anchors.
const (
	Start  Anchor = "start"
	Middle Anchor = "middle"
	End    Anchor = "end"
)

// Text is one line of text.
type Text struct {
	// At is the place of the anchor on the baseline.
	At      Point
	Content string
	Font    Font
	Anchor  Anchor
	// Fill defaults to [Ink].
	Fill Colour
	// Halo surrounds the letters with the colour of the surface, to be read over lines.
	Halo bool
	// Note is what a pointing device shows, such as the whole of a shortened text.
	Note string
}

// page is a picture in the making.
type page struct {
	b    strings.Builder
	used map[use]bool
}

// class writes the class attribute for colours worn, and remembers them.
func (p *page) class(worn ...use) {
	sep := ` class="`
	for _, u := range worn {
		if light, _ := u.colour.Hex(); light == "" {
			continue
		}
		p.used[u] = true
		p.b.WriteString(sep + u.class + "-" + string(u.colour))
		sep = " "
	}
	if sep == " " {
		p.b.WriteByte('"')
	}
}

// paint writes the attributes of an area and its outline.
func (p *page) paint(fill Colour, s Stroke) {
	if light, _ := fill.Hex(); light == "" {
		p.b.WriteString(` fill="none"`)
	}
	p.class(use{fill, "f"}, use{s.Colour, "s"})
	if light, _ := s.Colour.Hex(); light == "" {
		return
	}
	if s.Width > 0 && s.Width != Pixel {
		p.length("stroke-width", s.Width)
	}
	if s.Dashed {
		p.b.WriteString(` stroke-dasharray="5 4"`)
	}
}

func (p *page) length(name string, v Px) {
	p.b.WriteString(" " + name + `="` + v.String() + `"`)
}

// end closes the element name, with what a pointing device shows.
func (p *page) end(name, note string) {
	if note = Clean(note); note == "" {
		p.b.WriteString("/>\n")
		return
	}
	p.b.WriteString("><title>" + escape(note) + "</title></" + name + ">\n")
}

func (g Group) draw(p *page) {
	for _, e := range g {
		if e != nil {
			e.draw(p)
		}
	}
}

func (s Shifted) draw(p *page) {
	if s.Body == nil {
		return
	}
	p.b.WriteString(`<g transform="translate(` + s.By.X.String() + " " + s.By.Y.String() + ")\">\n")
	s.Body.draw(p)
	p.b.WriteString("</g>\n")
}

func (r Rect) draw(p *page) {
	p.b.WriteString("<rect")
	p.length("x", r.At.X)
	p.length("y", r.At.Y)
	p.length("width", max(r.Width, 0))
	p.length("height", max(r.Height, 0))
	if r.Radius > 0 {
		p.length("rx", r.Radius)
	}
	p.paint(r.Fill, r.Border)
	p.end("rect", r.Note)
}

func (c Circle) draw(p *page) {
	p.b.WriteString("<circle")
	p.length("cx", c.Centre.X)
	p.length("cy", c.Centre.Y)
	p.length("r", max(c.Radius, 0))
	p.paint(c.Fill, c.Border)
	p.end("circle", c.Note)
}

func (l Line) draw(p *page) {
	p.b.WriteString("<line")
	p.length("x1", l.From.X)
	p.length("y1", l.From.Y)
	p.length("x2", l.To.X)
	p.length("y2", l.To.Y)
	p.paint("", l.Stroke)
	p.end("line", "")
}

func (l Polyline) draw(p *page) {
	if len(l.Points) < 2 {
		return
	}
	p.b.WriteString("<polyline")
	p.points(l.Points)
	p.b.WriteString(` stroke-linejoin="round" stroke-linecap="round"`)
	p.paint("", l.Stroke)
	p.end("polyline", "")
}

func (g Polygon) draw(p *page) {
	p.b.WriteString("<polygon")
	p.points(g.Points)
	p.b.WriteString(` stroke-linejoin="round"`)
	p.paint(g.Fill, g.Border)
	p.end("polygon", g.Note)
}

func (p *page) points(list []Point) {
	p.b.WriteString(` points="`)
	for i, at := range list {
		if i > 0 {
			p.b.WriteByte(' ')
		}
		p.b.WriteString(at.X.String() + "," + at.Y.String())
	}
	p.b.WriteByte('"')
}

func (t Text) draw(p *page) {
	content := Clean(t.Content)
	if content == "" {
		return
	}
	p.b.WriteString("<text")
	p.length("x", t.At.X)
	p.length("y", t.At.Y)
	p.length("font-size", t.Font.size())
	if t.Font.Bold {
		p.b.WriteString(` font-weight="600"`)
	}
	if t.Anchor == Middle || t.Anchor == End {
		p.b.WriteString(` text-anchor="` + string(t.Anchor) + `"`)
	}
	fill := t.Fill
	if fill == "" {
		fill = Ink
	}
	worn := []use{{fill, "f"}}
	if t.Halo {
		worn = append(worn, use{Surface, "h"})
	}
	p.class(worn...)
	p.b.WriteByte('>')
	if note := Clean(t.Note); note != "" && note != content {
		p.b.WriteString("<title>" + escape(note) + "</title>")
	}
	p.b.WriteString(escape(content) + "</text>\n")
}
