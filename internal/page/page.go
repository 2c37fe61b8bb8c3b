// Package page writes the Markdown pages of the library: headings, lines, lists and tables in one language.
//
// # Contract
//
// A page is written from the top to the bottom, and the same calls give the same bytes. Texts come in both languages; the
// language of the page decides which is written, as [kam.Text.In] does.
//
// # Escaping
//
// Formats, titles and cells are Markdown already, and so are their arguments: what comes from outside has gone through
// [markdown.Escape], [Page.Escape], [Escaped] or [Page.Name] before. The page itself escapes in [Page.Escape], [Escaped],
// [Page.Name] and [Page.Findings] only.
package page

import (
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/wording"
)

// Page is a Markdown text in one language. The zero value is an empty page in English. It must not be copied once
// something is written, and is not safe for concurrent use.
type Page struct {
	strings.Builder
	// Lang is the language of the page. Any other than [kam.Chinese] reads as [kam.English].
	Lang kam.Lang
}

// Say returns the text that [wording.Say] makes, in the language of the page. It writes nothing.
func (p *Page) Say(en, zh string, args ...any) string { return wording.Say(en, zh, args...).In(p.Lang) }

// Heading writes a heading and the blank lines around it; the first line of a page has none above it.
func (p *Page) Heading(level int, en, zh string, args ...any) {
	if p.Len() > 0 {
		p.WriteByte('\n')
	}
	p.WriteString(strings.Repeat("#", level) + " " + p.Say(en, zh, args...) + "\n\n")
}

// Line writes a line.
func (p *Page) Line(en, zh string, args ...any) { p.WriteString(p.Say(en, zh, args...) + "\n") }

// Paragraph writes a line and the blank line below it.
func (p *Page) Paragraph(en, zh string, args ...any) { p.WriteString(p.Say(en, zh, args...) + "\n\n") }

// Item writes an item of a list.
func (p *Page) Item(en, zh string, args ...any) { p.WriteString("- " + p.Say(en, zh, args...) + "\n") }

// Findings writes an item for each finding: how much it weighs and, escaped, what it says. Places are left out.
func (p *Page) Findings(list kam.Findings) {
	for _, f := range list {
		weight := p.Say("Note", "提示")
		if f.Severity == kam.Warning {
			weight = p.Say("Warning", "警告")
		}
		f.Place = ""
		p.Item("**%s**: %s", "**%s**：%s", weight, markdown.Escape(f.In(p.Lang)))
	}
}

// Escape returns a text from outside in the language of the page, escaped. It writes nothing.
func (p *Page) Escape(t kam.Text) string { return markdown.Escape(t.In(p.Lang)) }

// Escaped returns a text from outside, escaped in both languages, to be an argument of a text on a page.
func Escaped(t kam.Text) kam.Text {
	return kam.Text{EN: markdown.Escape(t.In(kam.English)), ZH: markdown.Escape(t.In(kam.Chinese))}
}

// Name returns the name of something, escaped, and its ID when the name is blank. It writes nothing.
func (p *Page) Name(name kam.Text, id string) string {
	if s := name.In(p.Lang); strings.TrimSpace(s) != "" {
		return markdown.Escape(s)
	}
	return markdown.Escape(id)
}

// Day returns a day as YYYY-MM-DD, and a dash for none.
func Day(d kam.Day) string {
	if !d.IsSet() {
		return "-"
	}
	return d.String()
}
