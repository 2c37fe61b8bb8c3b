package analysis

import (
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/incentive"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/svg"
	"github.com/kam-go/kam/internal/wording"
)

// Picture says how a curve is drawn. The zero value is a picture in English, 640 pixels wide, that follows the reader's
// preference for light or dark.
type Picture struct {
	// Lang is the language of all texts. Defaults to English.
	Lang kam.Lang
	// Theme fixes the colours. Defaults to [FollowReader].
	Theme Theme
	// Width is in pixels, 320 to 2,000; what lies outside is moved to the nearer end. Defaults to 640.
	Width int
	// ID is the id of the svg element, of which a page has each once: letters, digits, "-" and "_". Defaults to "curve".
	ID string
	// Marks are places that the picture points at, such as where somebody stands, at most 8; more, and those outside the range of the
	// curve, are left out. None by default.
	Marks []Mark
}

// Mark is a place of the axis that a picture points at: the first of a picture with a full mark, the others with rings.
type Mark struct {
	// At is a place as of [Curve.At]. A mark without one is left out.
	At *big.Rat
	// Label stands in the legend.
	Label kam.Text
}

// mostMarks is how many marks a picture has.
const mostMarks = 8

// Theme says for which surroundings the colours are chosen. The zero value is [FollowReader].
type Theme string

// Themes.
const (
	FollowReader Theme = ""      // what the reader's device prefers
	Light        Theme = "light" // light, as for print
	Dark         Theme = "dark"
)

const (
	px     = svg.Pixel
	margin = 16 * px
	// drawnPieces is how many pieces and jumps are drawn at most.
	drawnPieces = 2000
)

var (
	titleFont = svg.Font{Size: 16 * px, Bold: true}
	smallFont = svg.Font{Size: 12 * px}
	tinyFont  = svg.Font{Size: 11 * px}
)

// drawing is a picture in the making.
type drawing struct {
	*Curve
	Picture
	body        svg.Group
	width, y    svg.Px
	across, up  svg.Scale
	left, right svg.Px
	top, bottom svg.Px
}

// SVG draws the curve: pay over the axis. Straight pieces are exact to a hundredth of a pixel, others are drawn through 24
// points each. Where pay jumps, a full mark shows what is paid and a ring what pay only comes close to. Gates, caps and
// floors shade what they change. Equal curves give equal bytes.
func (c *Curve) SVG(p Picture) []byte {
	if p.Width == 0 {
		p.Width = 640
	}
	d := &drawing{Curve: c, Picture: p, width: svg.Px(min(max(p.Width, 320), 2000)) * px, y: margin - 4*px}
	title := c.title().In(p.Lang)
	d.lines(title, titleFont, svg.Ink, 3)
	d.lines(c.subtitle().In(p.Lang), smallFont, svg.Muted, 3)
	d.plot()
	d.legend()
	var facts []string
	for _, t := range append([]kam.Text{c.subtitle()}, c.Conclusions()...) {
		facts = append(facts, t.In(p.Lang))
	}
	for _, f := range facts[1:] {
		d.lines(f, smallFont, svg.Muted, 3)
	}
	lang := kam.English
	if p.Lang == kam.Chinese {
		lang = kam.Chinese
	}
	between := " "
	if lang == kam.Chinese {
		between = ""
	}
	id := p.ID
	if id == "" {
		id = "curve"
	}
	return svg.Document{
		ID: id, Lang: string(lang), Title: title, Description: strings.Join(facts, between),
		Width: d.width, Height: d.y + margin, Theme: svg.Theme(p.Theme), Body: d.body,
	}.SVG()
}

// subtitle says what the axes are.
func (c *Curve) subtitle() kam.Text {
	return say("Pay in %s over %s; %s; before rounding.", "纵轴为支付（%s），横轴为%s；%s；取整前。", string(c.model.plan.Currency), wording.Following(c.basisText()), c.profileText())
}

// lines sets a text below what is there.
func (d *drawing) lines(s string, font svg.Font, fill svg.Colour, most int) {
	for _, line := range font.Wrap(s, d.width-2*margin, most) {
		d.y += font.LineHeight()
		d.draw(svg.Text{At: svg.At(margin, d.y), Content: line, Font: font, Fill: fill, Note: s})
	}
}

func (d *drawing) draw(elements ...svg.Element) { d.body = append(d.body, elements...) }

// shownX is a place of the axis as it is written there: in per cent for attainment.
func (d *drawing) shownX(r *big.Rat) *big.Rat {
	if d.model.q.Axis.Basis == incentive.ByAttainment {
		return new(big.Rat).Mul(r, big.NewRat(100, 1))
	}
	return r
}

// near is a rational number as close to n as a picture needs it.
func near(n Number, width *big.Rat) *big.Rat {
	low, high := n.Bounds(width)
	return mean(low, high)
}

// plot draws the axes and the curve.
func (d *drawing) plot() {
	from, until := d.Range()
	low, high := d.shownX(from), d.shownX(until)
	least, most := near(d.Lowest().Pay, big.NewRat(1, 1000)), near(d.Highest().Pay, big.NewRat(1, 1000))
	least = minOf(least, new(big.Rat))
	if most.Cmp(least) <= 0 {
		most = new(big.Rat).Add(least, big.NewRat(1, 1))
	}
	upright := svg.Axis{Ticks: svg.TicksAround(least, most, 7), Font: tinyFont}
	first, last := num.Rat(upright.Ticks[0]), num.Rat(upright.Ticks[len(upright.Ticks)-1])
	d.left, d.right = margin+upright.LabelWidth()+8*px, d.width-margin-8*px
	d.top = d.y + 16*px
	d.bottom = d.top + (d.right-d.left)*11/20
	d.across = svg.Scale{Low: low, High: high, From: d.left, To: d.right}
	d.up = svg.Scale{Low: first, High: last, From: d.bottom, To: d.top}
	upright.Scale = d.up
	d.shade()
	level := svg.Axis{Scale: d.across, Ticks: d.ticks(low, high), Font: tinyFont}
	d.draw(level.Across(d.top, d.bottom), upright.Upright(d.left, d.right))
	if d.model.q.Axis.Basis == incentive.ByAttainment && from.Cmp(one) < 0 && until.Cmp(one) > 0 {
		x := d.across.At(d.shownX(one))
		d.draw(svg.Line{From: svg.At(x, d.top), To: svg.At(x, d.bottom), Stroke: svg.Stroke{Colour: svg.Edge, Dashed: true}})
	}
	d.draw(svg.Line{From: svg.At(d.left, d.up.At(new(big.Rat))), To: svg.At(d.right, d.up.At(new(big.Rat))), Stroke: svg.Stroke{Colour: svg.Edge}})
	d.curve()
	for i, m := range slices.Backward(d.marks()) { // the first one on top
		paid, _ := d.At(m.At)
		x, y := d.across.At(d.shownX(m.At)), d.up.At(paid)
		note := wording.Clip(m.Label.In(d.Lang)) + ": " + d.place(numberOf(place{rat: m.At}))
		d.draw(
			svg.Line{From: svg.At(x, d.top), To: svg.At(x, d.bottom), Stroke: svg.Stroke{Colour: svg.Series3, Dashed: i > 0}},
			svg.Shifted{By: svg.At(x, y), Body: marker(i, note)},
		)
	}
	d.y = d.bottom + 2*tinyFont.LineHeight()
	axis := d.basisText().In(d.Lang)
	if d.model.q.Axis.Basis == incentive.ByAttainment {
		axis += " (%)"
	}
	d.draw(svg.Text{At: svg.At(d.right, d.y), Content: axis, Font: tinyFont, Anchor: svg.End, Fill: svg.Muted})
	d.y += 4 * px
}

// marks are the marks that are drawn.
func (d *drawing) marks() []Mark {
	from, until := d.Range()
	var out []Mark
	for _, m := range d.Marks {
		if len(out) < mostMarks && m.At != nil && m.At.Cmp(from) >= 0 && m.At.Cmp(until) <= 0 {
			out = append(out, m)
		}
	}
	return out
}

// marker is the i-th mark, around the point 0, 0.
func marker(i int, note string) svg.Circle {
	c := svg.Circle{Radius: 6 * px, Fill: svg.Series3, Border: svg.Stroke{Colour: svg.Surface, Width: 2 * px}, Note: note}
	if i > 0 {
		c.Fill, c.Border = svg.Surface, svg.Stroke{Colour: svg.Series3, Width: 3 * px}
	}
	return c
}

var one = big.NewRat(1, 1)

// ticks are those of the level axis, as many as their labels leave room for.
func (d *drawing) ticks(low, high *big.Rat) []decimal.Decimal {
	for most := 9; ; most-- {
		list := svg.Ticks(low, high, most)
		wide := svg.Axis{Ticks: list, Font: tinyFont}.LabelWidth() + 10*px
		if most == 3 || wide*svg.Px(len(list)) <= d.right-d.left {
			return list
		}
	}
}

// shade marks where gates, caps and floors change pay.
func (d *drawing) shade() {
	for _, b := range d.Bindings() {
		for i, s := range b.Stretches {
			if i == drawnPieces {
				break
			}
			from, until := d.x(s.From), d.x(s.Until)
			note := wording.Clip(d.limitText(b.Limit).In(d.Lang)) + ": " + d.place(s.From) + " – " + d.place(s.Until)
			d.draw(svg.Rect{At: svg.At(from, d.top), Width: until - from, Height: d.bottom - d.top, Fill: svg.Band2, Note: note})
		}
	}
}

func (d *drawing) x(n Number) svg.Px { return d.across.At(d.shownX(near(n, tiny))) }

func (d *drawing) pay(n Number) svg.Px { return d.up.At(near(n, tiny)) }

var tiny = big.NewRat(1, 1_000_000)

// curve draws the pieces, then the jumps between them.
func (d *drawing) curve() {
	stroke := svg.Stroke{Colour: svg.Series1, Width: 2 * px}
	var run []svg.Point
	flush := func() {
		d.draw(svg.Polyline{Points: run, Stroke: stroke})
		run = nil
	}
	for i, s := range d.spans {
		if i == drawnPieces {
			break
		}
		from, until := d.points[i].at, d.points[i+1].at
		start := numberAt(s.pay.pay, from)
		if i > 0 && numberAt(d.spans[i-1].pay.pay, from).Cmp(start) != 0 {
			flush()
		}
		if len(run) == 0 {
			run = append(run, svg.At(d.x(numberOf(from)), d.pay(start)))
		}
		if s.pay.pay.Degree() > 1 {
			low, high := near(numberOf(from), tiny), near(numberOf(until), tiny)
			for n := int64(1); n < 24; n++ {
				x := new(big.Rat).Sub(high, low)
				x.Add(x.Mul(x, big.NewRat(n, 24)), low)
				run = append(run, svg.At(d.across.At(d.shownX(x)), d.up.At(s.pay.pay.At(x))))
			}
		}
		run = append(run, svg.At(d.x(numberOf(until)), d.pay(numberAt(s.pay.pay, until))))
	}
	flush()
	for i, j := range d.Jumps() {
		if i == drawnPieces {
			break
		}
		d.jump(j)
	}
}

// jump marks one jump: a full mark where pay is, rings where it only comes close.
func (d *drawing) jump(j Jump) {
	x := d.x(j.At)
	before, paid, after := d.pay(j.Before), d.pay(j.Pay), d.pay(j.After)
	high, low := min(before, paid, after), max(before, paid, after)
	note := d.place(j.At) + ": " + d.amount(j.Before) + " → " + d.amount(j.After)
	d.draw(svg.Line{From: svg.At(x, high), To: svg.At(x, low), Stroke: svg.Stroke{Colour: svg.Series2, Dashed: true}})
	for _, y := range []svg.Px{before, after} {
		if y != paid {
			d.draw(svg.Circle{Centre: svg.At(x, y), Radius: 4 * px, Fill: svg.Surface, Border: svg.Stroke{Colour: svg.Series2, Width: 2 * px}, Note: note})
		}
	}
	d.draw(svg.Circle{Centre: svg.At(x, paid), Radius: 4 * px, Fill: svg.Series2, Note: note})
}

// legend says what the marks mean.
func (d *drawing) legend() {
	stroke := svg.Stroke{Colour: svg.Series1, Width: 2 * px}
	entries := []svg.Entry{{Mark: svg.Line{From: svg.At(-10*px, 0), To: svg.At(10*px, 0), Stroke: stroke}, Label: say("pay", "支付").In(d.Lang)}}
	if len(d.Jumps()) > 0 {
		entries = append(entries,
			svg.Entry{Mark: svg.Circle{Radius: 4 * px, Fill: svg.Series2}, Label: say("paid at a jump", "跳变处实付").In(d.Lang)},
			svg.Entry{Mark: svg.Circle{Radius: 4 * px, Fill: svg.Surface, Border: svg.Stroke{Colour: svg.Series2, Width: 2 * px}}, Label: say("not reached", "趋近而未达").In(d.Lang)})
	}
	if len(d.Bindings()) > 0 {
		entries = append(entries, svg.Entry{Mark: svg.Rect{At: svg.At(-10*px, -6*px), Width: 20 * px, Height: 12 * px, Fill: svg.Band2}, Label: say("a gate, cap or floor changes pay", "门槛、封顶或保底生效").In(d.Lang)})
	}
	for i, m := range d.marks() {
		entries = append(entries, svg.Entry{Mark: marker(i, ""), Label: m.Label.In(d.Lang)})
	}
	body, height := svg.Legend(entries, svg.At(margin, d.y), d.width-2*margin, smallFont)
	d.draw(body)
	d.y += height + 2*px
}
