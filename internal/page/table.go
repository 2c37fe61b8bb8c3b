package page

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
)

// Column is a column of a table. [Text] and [Number] make one; the zero value is a column of texts without a title.
type Column struct {
	title  kam.Text
	number bool
}

// Text returns a column of texts with a title, which is Markdown.
func Text(en, zh string) Column { return Column{title: kam.Text{EN: en, ZH: zh}} }

// Number returns a column that is set flush right, with a title, which is Markdown.
func Number(en, zh string) Column { return Column{title: kam.Text{EN: en, ZH: zh}, number: true} }

// Header writes the first two rows of a table.
func (p *Page) Header(columns ...Column) {
	titles, rules := make([]string, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		titles[i], rules[i] = c.title.In(p.Lang), "---"
		if c.number {
			rules[i] = "---:"
		}
	}
	p.Row(titles...)
	p.Row(rules...)
}

// Row writes a row of a table. Cells are Markdown on one line.
func (p *Page) Row(cells ...string) { p.WriteString(markdown.Row(cells...)) }
