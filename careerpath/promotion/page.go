package promotion

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/careerpath/criteria"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// document is a page that escapes all it is given.
type document struct{ page.Page }

// heading writes a heading.
func (p *document) heading(level int, t kam.Text) { p.Heading(level, "%s", "%s", p.Escape(t)) }

// item writes an item of a list, a label and its text.
func (p *document) item(label, t kam.Text) { p.Item("%s: %s", "%s：%s", p.Escape(label), p.cell(t)) }

// cell returns a text for a cell, and a dash for nothing.
func (p *document) cell(t kam.Text) string {
	if text := p.Escape(t); text != "" {
		return text
	}
	return "-"
}

// header begins a table.
func (p *document) header(titles ...kam.Text) {
	columns := make([]page.Column, len(titles))
	for i, t := range titles {
		title := p.Escape(t)
		columns[i] = page.Text(title, title)
	}
	p.Header(columns...)
}

// row writes a row of a table.
func (p *document) row(cells ...kam.Text) {
	out := make([]string, len(cells))
	for i, t := range cells {
		out[i] = p.cell(t)
	}
	p.Row(out...)
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
