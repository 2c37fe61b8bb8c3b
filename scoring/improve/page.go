package improve

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/scoring"
)

// page is a Markdown text in one language.
type page struct {
	strings.Builder
	lang kam.Lang
}

// line writes one line in the language of the page; texts from outside must be escaped.
func (p *page) line(t kam.Text) {
	p.WriteString(t.In(p.lang))
	p.WriteByte('\n')
}

// heading writes a heading with blank lines around it, the first line of the page excepted.
func (p *page) heading(level int, t kam.Text) {
	if p.Len() > 0 {
		p.WriteByte('\n')
	}
	p.WriteString(strings.Repeat("#", level))
	p.WriteByte(' ')
	p.line(t)
	p.WriteByte('\n')
}

// row writes a row of a table.
func (p *page) row(cells ...string) {
	p.WriteString(markdown.Row(cells...))
}

// column is a column of a table; numbers are set flush right.
type column struct {
	title  kam.Text
	number bool
}

// header writes the first two rows of a table.
func (p *page) header(columns ...column) {
	titles, rules := make([]string, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		titles[i], rules[i] = c.title.In(p.lang), "---"
		if c.number {
			rules[i] = "---:"
		}
	}
	p.row(titles...)
	p.row(rules...)
}

// name returns the name of something, escaped, and its ID when it has none.
func (p *page) name(name kam.Text, id string) string {
	if text := name.In(p.lang); text != "" {
		return markdown.Escape(text)
	}
	return markdown.Escape(id)
}

// points returns an exact number with at most two decimal places, rounded half away from zero and then marked with ≈.
func (p *page) points(e scoring.Exact) string {
	r, known := e.Rat()
	if !known {
		return say("unknown", "未知").In(p.lang)
	}
	rounded := num.RoundRat(r, 2, num.HalfUp)
	if num.Rat(rounded).Cmp(r) != 0 {
		return "≈" + num.Format(rounded)
	}
	return num.Format(rounded)
}

// signed returns what [page.points] does, with a plus sign before the figure of what is above zero, and a dash for what
// is not known.
func (p *page) signed(e scoring.Exact) string {
	r, known := e.Rat()
	if !known {
		return "-"
	}
	text := p.points(e)
	if r.Sign() <= 0 {
		return text
	}
	if figure, rounded := strings.CutPrefix(text, "≈"); rounded {
		return "≈+" + figure
	}
	return "+" + text
}

// percent returns a share as a percentage.
func (p *page) percent(e scoring.Exact) string {
	r, known := e.Rat()
	if !known {
		return p.points(e)
	}
	return p.points(scoring.ExactOf(r.Mul(r, num.Rat(decimal.New(100, 0))))) + say(" %%", "%%").In(p.lang)
}

// day returns a day, and a dash for none.
func (p *page) day(d kam.Day) string {
	if !d.IsSet() {
		return "-"
	}
	return d.String()
}

// days lists days.
func (p *page) days(list []kam.Day) string {
	texts := make([]string, len(list))
	for i, d := range list {
		texts[i] = d.String()
	}
	return strings.Join(texts, say(", ", "、").In(p.lang))
}

// between writes a period with both its days, the last one included, and a dash for none.
func (p *page) between(period kam.Period) string {
	switch {
	case period.IsZero():
		return "-"
	case period.IsOpen():
		return say("from %s", "%s 起", period.From).In(p.lang)
	}
	return say("%s to %s", "%s 至 %s", period.From, period.Until.AddDays(-1)).In(p.lang)
}
