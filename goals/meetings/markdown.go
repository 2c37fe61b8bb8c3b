package meetings

import (
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/wording"
)

// page is a Markdown text in one language.
type page struct {
	strings.Builder
	lang   kam.Lang
	titles map[string]int // of an agenda, how many goals are called so
}

// line writes one line from the same data in both languages; texts from outside must be escaped.
func (p *page) line(en, zh string, args ...any) {
	p.WriteString(say(en, zh, args...).In(p.lang))
	p.WriteByte('\n')
}

// heading writes a heading with blank lines around it, the first line of the page excepted.
func (p *page) heading(level int, text string) {
	p.gap()
	p.WriteString(strings.Repeat("#", level))
	p.WriteByte(' ')
	p.WriteString(text)
	p.WriteString("\n\n")
}

// gap writes a blank line unless one is there.
func (p *page) gap() {
	if s := p.String(); s != "" && !strings.HasSuffix(s, "\n\n") {
		p.WriteByte('\n')
	}
}

// row writes a row of a table.
func (p *page) row(cells ...string) { p.WriteString(markdown.Row(cells...)) }

// header writes the first two rows of a table; those whose title ends in a blank are set flush right.
func (p *page) header(titles ...kam.Text) {
	cells, rules := make([]string, len(titles)), make([]string, len(titles))
	for i, t := range titles {
		s := t.In(p.lang)
		cells[i], rules[i] = strings.TrimSuffix(s, " "), "---"
		if strings.HasSuffix(s, " ") {
			rules[i] = "---:"
		}
	}
	p.row(cells...)
	p.row(rules...)
}

// say returns one of two texts.
func (p *page) say(en, zh string, args ...any) string { return say(en, zh, args...).In(p.lang) }

// text returns a text of the host's, escaped.
func (p *page) text(t kam.Text) string { return markdown.Escape(t.In(p.lang)) }

// value returns a number with its unit, or that it is unknown.
func (p *page) value(d decimal.NullDecimal, unit string, currency kam.Currency) string {
	switch {
	case !d.Valid || num.Check(d.Decimal) != nil:
		return p.unknown()
	case currency != "":
		return markdown.Escape(wording.Money(d.Decimal, currency))
	case unit != "":
		return num.Format(d.Decimal) + " " + markdown.Escape(unit)
	default:
		return num.Format(d.Decimal)
	}
}

func (p *page) unknown() string { return p.say("unknown", "未知") }

// percent returns r as a percentage of at most one decimal place, rounded half up and then marked with ≈.
func (p *page) percent(r *big.Rat) string { return percentage(r, p.lang) }

// ratio returns a ratio as a percentage, or that it is unknown.
func (p *page) ratio(d decimal.NullDecimal) string {
	if !d.Valid || num.Check(d.Decimal) != nil {
		return p.unknown()
	}
	return p.percent(num.Rat(d.Decimal))
}

// attainment returns a percentage, or that it is unknown.
func (p *page) attainment(a Attainment) string {
	r, known := a.Exact()
	if !known {
		return p.unknown()
	}
	return p.percent(r)
}

// due returns a due day, or that there is none.
func (p *page) due(d kam.Day) string {
	if !d.IsSet() {
		return p.say("no due date", "无截止日期")
	}
	return p.say("due %s", "截止 %s", d)
}
