package feedback

import (
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
)

// page is a Markdown text in one language.
type page struct {
	strings.Builder
	lang kam.Lang
}

// line writes one line from the same data in both languages; texts from outside must be escaped.
func (p *page) line(en, zh string, args ...any) {
	p.WriteString(say(en, zh, args...).In(p.lang))
	p.WriteByte('\n')
}

// heading writes a heading with blank lines around it, the first line of the page excepted.
func (p *page) heading(level int, text string) {
	if p.Len() > 0 {
		p.WriteByte('\n')
	}
	p.WriteString(strings.Repeat("#", level))
	p.WriteByte(' ')
	p.WriteString(text)
	p.WriteString("\n\n")
}

// row writes a row of a table.
func (p *page) row(cells []string) {
	p.WriteString(markdown.Row(cells...))
}

// say returns one of two texts.
func (p *page) say(en, zh string, args ...any) string { return say(en, zh, args...).In(p.lang) }

// text returns a text of the host's, escaped.
func (p *page) text(t kam.Text) string { return markdown.Escape(t.In(p.lang)) }
