package careerpath

import (
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/page"
)

// document is a page on which every block ends with a blank line.
type document struct{ page.Page }

func newDocument(lang kam.Lang) *document { return &document{page.Page{Lang: lang}} }

// heading writes a heading and the blank line after it.
func (d *document) heading(level int, en, zh string, args ...any) {
	marks := strings.Repeat("#", level) + " "
	d.Paragraph(marks+en, marks+zh, args...)
}

// head writes the head of a table; names that begin with > head columns of numbers.
func (d *document) head(names ...kam.Text) {
	cells, rule := make([]string, len(names)), make([]string, len(names))
	for i, n := range names {
		name, number := strings.CutPrefix(n.In(d.Lang), ">")
		cells[i], rule[i] = name, "---"
		if number {
			rule[i] = "--:"
		}
	}
	d.Row(cells...)
	d.Row(rule...)
}

func (d *document) blank() { d.WriteByte('\n') }
