package awards

import (
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/svg"
	"github.com/kam-go/kam/internal/wording"
)

// Certificate is what a person is shown of an award. [Program.Certificate] makes one; the zero value is an empty one.
type Certificate struct {
	// ID is that of the award.
	ID string
	// Title is what it is, such as "Certificate".
	Title kam.Text
	// Recipient is who it is for.
	Recipient string
	// For says what it is for, and By who gave it and why; empty: nobody in particular.
	For kam.Text
	By  kam.Text
	On  kam.Day
	// Issuer and Signatory stand at the foot; empty ones are left out.
	Issuer    kam.Text
	Signatory string
	// Badge draws a smaller picture.
	Badge bool
	// Revoked says on which day it was taken back; unset: it was not.
	Revoked kam.Day
}

// Theme says for which surroundings the colours are chosen. The zero value is [FollowReader].
type Theme string

// Themes.
const (
	FollowReader Theme = ""      // what the reader's device prefers
	Light        Theme = "light" // light, as for print
	Dark         Theme = "dark"
)

// Certificate returns the certificate of an award of this catalogue, for a person. An award of another one is an
// [*kam.InvalidError].
func (p *Program) Certificate(a Award, person Person) (Certificate, error) {
	f := &checker{Faults: wording.Faults{Prefix: prefix}}
	c := Certificate{ID: a.ID, Recipient: person.Name, On: a.On}
	if strings.TrimSpace(c.Recipient) == "" {
		c.Recipient = person.ID
	}
	if a.Payee != person.ID {
		f.Add("person", "person.id", wording.Say("the award is %s's and not %s's", "该奖项属于 %s，而非 %s", wording.Quote(a.Payee), wording.Quote(person.ID)), wording.Say("pass the person of the award", "请传入获奖人"))
	}
	if a.Revoked != nil {
		c.Revoked = a.Revoked.On
	}
	if a.By != "" {
		c.By = wording.Say("given by %s", "由 %s 授予", a.By)
	}
	if a.Reason != "" {
		c.By = wording.Say("%s: %s", "%s：%s", c.By, a.Reason)
	}
	known := a.Catalogue == p.c.ID && a.ID == a.id()
	switch a.Kind {
	case OfBenefit:
		b, ok := p.benefit(a.Item)
		known = known && ok
		c.Title, c.For = kam.Text{EN: "Award", ZH: "奖励证书"}, b.Name
	case OfRecognition:
		r, ok := p.recognition(a.Item)
		known = known && ok
		c.Title, c.For, c.Badge = r.Kind.title(), r.Name, r.Kind == Badge
		if r.Citation != (kam.Text{}) {
			c.For = wording.Say("%s: %s", "%s：%s", r.Name, r.Citation)
		}
	case OfInnovation:
		t, ok := p.tier(a.Tier)
		known = known && (ok || a.Revoked != nil)
		c.Title, c.For = kam.Text{EN: "Innovation award", ZH: "创新奖证书"}, t.Name
		if t.Gift != (kam.Text{}) {
			c.For = wording.Say("%s and %s", "%s及%s", t.Name, t.Gift)
		}
	default:
		known = false
	}
	if !known {
		f.Add("award", "award", wording.Say("%s is no award of catalogue %s", "%s 不是目录 %s 的奖项", wording.Quote(a.ID), wording.Quote(p.c.ID)), wording.Say("pass an award that this catalogue gave", "请传入本目录授予的奖项"))
	}
	if err := f.Err(); err != nil {
		return Certificate{}, err
	}
	return c, nil
}

func (k RecognitionKind) title() kam.Text {
	switch k {
	case Badge:
		return kam.Text{EN: "Badge", ZH: "徽章"}
	case Commendation:
		return kam.Text{EN: "Commendation", ZH: "表扬状"}
	default:
		return kam.Text{EN: "Certificate", ZH: "荣誉证书"}
	}
}

// awardedTo is the sentence that introduces the recipient.
func (c Certificate) awardedTo() kam.Text { return wording.Say("awarded to", "授予") }

// foot are the lines below: day, ID, and that it was revoked, which is the third.
func (c Certificate) foot() []kam.Text {
	out := []kam.Text{wording.Same(page.Day(c.On)), wording.Say("award %s", "编号 %s", c.ID)}
	if c.Revoked.IsSet() {
		out = append(out, wording.Say("revoked on %s", "已于 %s 撤销", c.Revoked))
	}
	return out
}

// Markdown returns the certificate as a page in a language.
func (c Certificate) Markdown(lang kam.Lang) string {
	p := &page.Page{Lang: lang}
	p.Heading(1, "%s", "%s", page.Escaped(c.Title))
	p.Paragraph("%s", "%s", c.awardedTo())
	p.Paragraph("**%s**", "**%s**", markdown.Escape(c.Recipient))
	p.Paragraph("for %s", "%s", page.Escaped(c.For))
	if c.By != (kam.Text{}) {
		p.Paragraph("%s", "%s", page.Escaped(c.By))
	}
	for _, line := range c.foot() {
		p.Paragraph("%s", "%s", page.Escaped(line))
	}
	if c.Issuer != (kam.Text{}) {
		p.Paragraph("%s", "%s", page.Escaped(c.Issuer))
	}
	if c.Signatory != "" {
		p.Paragraph("%s", "%s", markdown.Escape(c.Signatory))
	}
	return strings.TrimRight(p.String(), "\n") + "\n"
}

const px = svg.Pixel

// SVG returns the certificate as a picture in a language, to be stored as a file of the type image/svg+xml or placed in a
// page. Its size is fixed, 640 pixels wide and a badge 320, with the height that the texts need. The same certificate gives
// the same bytes.
func (c Certificate) SVG(lang kam.Lang, theme Theme) []byte {
	d := &drawing{lang: lang, width: 640 * px}
	if c.Badge {
		d.width = 320 * px
	}
	d.y = 40 * px
	if c.Badge {
		d.y = 32 * px
		d.rosette()
	}
	d.lines(c.Title.In(lang), svg.Font{Size: 26 * px, Bold: true}, svg.Series1, 2)
	d.y += 12 * px
	d.lines(c.awardedTo().In(lang), svg.Font{Size: 13 * px}, svg.Muted, 1)
	d.y += 8 * px
	d.lines(c.Recipient, svg.Font{Size: 22 * px, Bold: true}, svg.Ink, 3)
	rule := svg.Stroke{Colour: svg.Grid, Width: px}
	d.y += 12 * px
	d.body = append(d.body, svg.Line{From: svg.At(d.width/4, d.y), To: svg.At(3*d.width/4, d.y), Stroke: rule})
	d.y += 8 * px
	d.lines(c.For.In(lang), svg.Font{Size: 15 * px}, svg.Ink, 4)
	d.lines(c.By.In(lang), svg.Font{Size: 13 * px}, svg.Ink, 5)
	d.y += 16 * px
	d.lines(c.Issuer.In(lang), svg.Font{Size: 13 * px, Bold: true}, svg.Ink, 2)
	d.lines(c.Signatory, svg.Font{Size: 13 * px}, svg.Ink, 2)
	facts := []string{c.Title.In(lang), c.Recipient, c.For.In(lang)}
	for i, line := range c.foot() {
		fill := svg.Muted
		if i == 2 {
			fill = svg.Series2
		}
		d.lines(line.In(lang), svg.Font{Size: 12 * px, Bold: i == 2}, fill, 2)
		facts = append(facts, line.In(lang))
	}
	height := d.y + 36*px
	frame := svg.Group{
		svg.Rect{At: svg.At(8*px, 8*px), Width: d.width - 16*px, Height: height - 16*px, Radius: 8 * px, Border: svg.Stroke{Colour: svg.Series1, Width: 3 * px}},
		svg.Rect{At: svg.At(14*px, 14*px), Width: d.width - 28*px, Height: height - 28*px, Radius: 5 * px, Border: svg.Stroke{Colour: svg.Grid, Width: px}},
	}
	code := kam.English
	end := ". "
	if lang == kam.Chinese {
		code, end = kam.Chinese, "。"
	}
	return svg.Document{
		ID: "award-" + strings.ToLower(c.ID), Lang: string(code), Title: c.Title.In(lang) + " " + c.ID,
		Description: strings.TrimSpace(strings.Join(facts, end) + end),
		Width:       d.width, Height: height, Theme: svg.Theme(theme), Body: append(svg.Group{frame}, d.body...),
	}.SVG()
}

// drawing is a picture in the making; down to y it is full.
type drawing struct {
	lang  kam.Lang
	width svg.Px
	y     svg.Px
	body  svg.Group
}

// lines sets a text in the middle below what is there.
func (d *drawing) lines(s string, font svg.Font, fill svg.Colour, most int) {
	for _, line := range font.Wrap(s, d.width-64*px, most) {
		d.y += font.LineHeight()
		d.body = append(d.body, svg.Text{At: svg.At(d.width/2, d.y), Content: line, Font: font, Anchor: svg.Middle, Fill: fill, Note: s})
	}
}

// rosette draws the mark of a badge.
func (d *drawing) rosette() {
	centre := svg.At(d.width/2, d.y+28*px)
	points := make([]svg.Point, 0, 32)
	for k := range 32 {
		radius := 30 * px
		if k%2 == 1 {
			radius = 25 * px
		}
		points = append(points, svg.Polar(centre, radius, k, 32))
	}
	star := make([]svg.Point, 0, 10)
	for k := range 10 {
		radius := 15 * px
		if k%2 == 1 {
			radius = 6 * px
		}
		star = append(star, svg.Polar(centre, radius, k, 10))
	}
	d.body = append(d.body,
		svg.Polygon{Points: points, Fill: svg.Soft1, Border: svg.Stroke{Colour: svg.Series1, Width: 2 * px}},
		svg.Polygon{Points: star, Fill: svg.Series1},
	)
	d.y += 64 * px
}
