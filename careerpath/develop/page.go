package develop

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/wording"
)

// page is a Markdown text in one language.
type page struct {
	strings.Builder
	lang kam.Lang
}

func (p *page) say(en, zh string, args ...any) string { return wording.Say(en, zh, args...).In(p.lang) }

func (p *page) heading(level int, en, zh string, args ...any) {
	if p.Len() > 0 {
		p.WriteByte('\n')
	}
	p.WriteString(strings.Repeat("#", level) + " " + p.say(en, zh, args...) + "\n\n")
}

func (p *page) item(en, zh string, args ...any) {
	p.WriteString("- " + p.say(en, zh, args...) + "\n")
}

// column is a column of a table; numbers are set flush right.
type column struct {
	title  kam.Text
	number bool
}

func (p *page) table(columns ...column) {
	titles, rules := make([]string, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		titles[i], rules[i] = c.title.In(p.lang), "---"
		if c.number {
			rules[i] = "---:"
		}
	}
	p.WriteString(markdown.Row(titles...) + markdown.Row(rules...))
}

func (p *page) row(cells ...string) { p.WriteString(markdown.Row(cells...)) }

// name returns a host's text for a cell, its ID when it has none.
func (p *page) name(t kam.Text, id string) string {
	if s := t.In(p.lang); strings.TrimSpace(s) != "" {
		return markdown.Escape(s)
	}
	return markdown.Escape(id)
}

// list strings IDs together; a dash for none.
func (p *page) list(ids []string) string {
	if len(ids) == 0 {
		return "-"
	}
	escaped := make([]string, len(ids))
	for i, id := range ids {
		escaped[i] = markdown.Escape(id)
	}
	return wording.Words(escaped).In(p.lang)
}

func money(d decimal.Decimal, c kam.Currency) string {
	return kam.Money{Amount: d, Currency: c}.String()
}

// limit returns a limit, and that there is none.
func (p *page) limit(d decimal.NullDecimal, text string) string {
	if !d.Valid {
		return p.say("none", "不限")
	}
	return text
}
