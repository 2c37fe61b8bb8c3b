package careerpath

import (
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/wording"
)

// document builds a Markdown text in one language.
type document struct {
	strings.Builder
	lang kam.Lang
}

func (d *document) in(en, zh string, args ...any) string {
	return wording.Say(en, zh, args...).In(d.lang)
}

// text returns a text from outside so that it reads as it was written.
func (d *document) text(t kam.Text) string { return markdown.Escape(t.In(d.lang)) }

// heading writes a heading and the blank line after it.
func (d *document) heading(level int, en, zh string, args ...any) {
	d.WriteString(strings.Repeat("#", level) + " " + d.in(en, zh, args...) + "\n\n")
}

// paragraph writes a line and the blank line after it.
func (d *document) paragraph(en, zh string, args ...any) {
	d.WriteString(d.in(en, zh, args...) + "\n\n")
}

// head writes the head of a table; names that begin with > head columns of numbers.
func (d *document) head(names ...kam.Text) {
	cells, rule := make([]string, len(names)), make([]string, len(names))
	for i, n := range names {
		name, number := strings.CutPrefix(n.In(d.lang), ">")
		cells[i], rule[i] = name, "---"
		if number {
			rule[i] = "--:"
		}
	}
	d.row(cells...)
	d.row(rule...)
}

func (d *document) row(cells ...string) { d.WriteString(markdown.Row(cells...)) }

func (d *document) blank() { d.WriteByte('\n') }

// escaped makes a text from outside part of a Markdown sentence.
func escaped(t kam.Text) kam.Text {
	return kam.Text{EN: markdown.Escape(t.In(kam.English)), ZH: markdown.Escape(t.In(kam.Chinese))}
}
