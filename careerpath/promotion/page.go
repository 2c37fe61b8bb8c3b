package promotion

import (
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/wording"
)

// page is a Markdown text in one language.
type page struct {
	strings.Builder
	lang kam.Lang
}

// heading writes a heading with blank lines around it, the first line of the page excepted. The text is escaped.
func (p *page) heading(level int, t kam.Text) {
	if p.Len() > 0 {
		p.WriteByte('\n')
	}
	p.WriteString(strings.Repeat("#", level) + " " + p.text(t) + "\n\n")
}

// item writes a line of a list, a label and its text; both are escaped.
func (p *page) item(label, t kam.Text) {
	colon := ": "
	if p.lang == kam.Chinese {
		colon = "："
	}
	p.WriteString("- " + p.text(label) + colon + p.cell(t) + "\n")
}

// text returns t in the language of the page, escaped.
func (p *page) text(t kam.Text) string { return markdown.Escape(t.In(p.lang)) }

// cell is [page.text], and a dash for nothing.
func (p *page) cell(t kam.Text) string {
	if text := p.text(t); text != "" {
		return text
	}
	return "-"
}

// header begins a table.
func (p *page) header(titles ...kam.Text) {
	cells, rules := make([]string, len(titles)), make([]string, len(titles))
	for i, t := range titles {
		cells[i], rules[i] = p.text(t), "---"
	}
	p.WriteString(markdown.Row(cells...) + markdown.Row(rules...))
}

// row writes a row of a table; the cells are escaped.
func (p *page) row(cells ...kam.Text) {
	out := make([]string, len(cells))
	for i, t := range cells {
		out[i] = p.cell(t)
	}
	p.WriteString(markdown.Row(out...))
}

// plain is a text that reads alike in both languages.
func plain(s string) kam.Text { return wording.Same(s) }

// rat returns the number in e, nil when it is not known.
func rat(e criteria.Exact) *big.Rat {
	r, _ := e.Rat()
	return r
}

// exact writes a number, nothing when it is not known.
func exact(e criteria.Exact) kam.Text {
	if !e.Known() {
		return kam.Text{}
	}
	return plain(wording.Number(rat(e)))
}

func optional(d decimal.NullDecimal) kam.Text {
	if !d.Valid {
		return kam.Text{}
	}
	return plain(wording.Decimal(d.Decimal))
}

func day(d kam.Day) kam.Text {
	if !d.IsSet() {
		return kam.Text{}
	}
	return plain(d.String())
}

func yes(b bool) kam.Text {
	if b {
		return say("yes", "是")
	}
	return kam.Text{}
}

// count writes a whole number, nothing for 0.
func count(n int) kam.Text {
	if n == 0 {
		return kam.Text{}
	}
	return say("%d", "%d", n)
}

// or returns the name, and the ID when there is none.
func or(name, id string) kam.Text {
	if name == "" {
		return plain(id)
	}
	return plain(name)
}
