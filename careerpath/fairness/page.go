package fairness

import (
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/wording"
)

// page is a Markdown text in one language.
type page struct {
	strings.Builder
	lang kam.Lang
}

// line writes one line from the same data in both languages; texts from outside must be escaped.
func (p *page) line(en, zh string, args ...any) {
	p.WriteString(p.say(en, zh, args...))
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

// table writes the titles of a table, the first column of text and the others of numbers.
func (p *page) table(titles ...string) {
	rule := make([]string, len(titles))
	for i := range rule {
		rule[i] = "---:"
	}
	rule[0] = "---"
	p.row(titles...)
	p.row(rule...)
}

func (p *page) row(cells ...string) { p.WriteString(markdown.Row(cells...)) }

// say returns one of two texts.
func (p *page) say(en, zh string, args ...any) string { return wording.Say(en, zh, args...).In(p.lang) }

// findings writes a list of findings below a heading.
func (p *page) findings(list kam.Findings) {
	if len(list) > 0 {
		p.heading(2, p.say("Findings", "发现"))
		p.list(list)
	}
}

// notes writes a list of findings below a table.
func (p *page) notes(list kam.Findings) {
	if len(list) > 0 {
		p.WriteByte('\n')
		p.list(list)
	}
}

func (p *page) list(list kam.Findings) {
	for _, f := range list {
		weight := p.say("Note", "提示")
		if f.Severity == kam.Warning {
			weight = p.say("Warning", "警告")
		}
		f.Place = ""
		p.line("- **%s**: %s", "- **%s**：%s", weight, markdown.Escape(f.In(p.lang)))
	}
}
