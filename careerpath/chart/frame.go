package chart

import (
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/svg"
)

// px is one pixel.
const px = svg.Pixel

// margin is the free space on each side.
const margin = 16 * px

// The fonts of a picture.
var (
	titleFont = svg.Font{Size: 16 * px, Bold: true}
	headFont  = svg.Font{Size: 14 * px, Bold: true}
	nameFont  = svg.Font{Size: 13 * px}
	boldFont  = svg.Font{Size: 12 * px, Bold: true}
	smallFont = svg.Font{Size: 12 * px}
	tinyFont  = svg.Font{Size: 11 * px}
)

// frame is a picture in the making: what stands above, what is drawn, what stands below.
type frame struct {
	options Options
	id      string
	width   svg.Px
	y       svg.Px // down to here the picture is full
	title   string
	body    svg.Group
	facts   []kam.Text // the description, a sentence each
}

// open starts a picture with a title and a line of second rank.
func (o Options) open(id string, title, second kam.Text) *frame {
	if o.ID != "" {
		id = o.ID
	}
	if o.Title != (kam.Text{}) {
		title = o.Title
	}
	f := &frame{options: o, id: id, width: o.width(), y: margin - 4*px, title: title.In(o.Lang)}
	f.lines(f.title, titleFont, svg.Ink, 3)
	f.note(second)
	f.y += 10 * px
	return f
}

// in returns t in the language of the picture.
func (f *frame) in(t kam.Text) string { return t.In(f.options.Lang) }

func (f *frame) inner() svg.Px { return f.width - 2*margin }

func (f *frame) draw(elements ...svg.Element) { f.body = append(f.body, elements...) }

// lines sets a text below what is there.
func (f *frame) lines(s string, font svg.Font, fill svg.Colour, most int) {
	for _, line := range font.Wrap(s, f.inner(), most) {
		f.y += font.LineHeight()
		f.draw(svg.Text{At: svg.At(margin, f.y), Content: line, Font: font, Fill: fill, Note: s})
	}
}

// note adds a sentence to what stands there, and to the description.
func (f *frame) note(t kam.Text) {
	f.lines(f.in(t), smallFont, svg.Muted, 4)
	f.facts = append(f.facts, t)
}

// legend sets what the marks mean below what is there.
func (f *frame) legend(entries []svg.Entry) {
	if len(entries) == 0 {
		return
	}
	f.y += 8 * px
	body, height := svg.Legend(entries, svg.At(margin, f.y), f.inner(), smallFont)
	f.draw(body)
	f.y += height
}

// svg returns the finished picture.
func (f *frame) svg() []byte {
	lang := kam.English
	if f.options.Lang == kam.Chinese {
		lang = kam.Chinese
	}
	return svg.Document{
		ID: f.id, Lang: string(lang), Title: f.title, Description: sentences(lang, f.facts),
		Width: f.width, Height: f.y + margin, Theme: svg.Theme(f.options.Theme), Body: f.body,
	}.SVG()
}

// sentences joins the parts of a description.
func sentences(l kam.Lang, parts []kam.Text) string {
	sep, end := ". ", "."
	if l == kam.Chinese {
		sep, end = "。", "。"
	}
	out := make([]string, 0, len(parts))
	for _, p := range parts {
		out = append(out, svg.Clean(p.In(l)))
	}
	return strings.Join(out, sep) + end
}
