package improve

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/scoring"
)

// document is a page on the figures of scorecards.
type document struct{ page.Page }

// name returns the name of something, escaped, and its ID when it has none.
func (p *document) name(name kam.Text, id string) string {
	if text := name.In(p.Lang); text != "" {
		return markdown.Escape(text)
	}
	return markdown.Escape(id)
}

// points returns an exact number with at most two decimal places, rounded half away from zero and then marked with ≈.
func (p *document) points(e scoring.Exact) string {
	r, known := e.Rat()
	if !known {
		return p.Say("unknown", "未知")
	}
	rounded := num.RoundRat(r, 2, num.HalfUp)
	if num.Rat(rounded).Cmp(r) != 0 {
		return "≈" + num.Format(rounded)
	}
	return num.Format(rounded)
}

// signed returns what [document.points] does, with a plus sign before the figure of what is above zero, and a dash for what
// is not known.
func (p *document) signed(e scoring.Exact) string {
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
func (p *document) percent(e scoring.Exact) string {
	r, known := e.Rat()
	if !known {
		return p.points(e)
	}
	return p.points(scoring.ExactOf(r.Mul(r, num.Rat(decimal.New(100, 0))))) + p.Say(" %%", "%%")
}

// days lists days.
func (p *document) days(list []kam.Day) string {
	texts := make([]string, len(list))
	for i, d := range list {
		texts[i] = d.String()
	}
	return strings.Join(texts, p.Say(", ", "、"))
}

// between writes a period with both its days, the last one included, and a dash for none.
func (p *document) between(period kam.Period) string {
	switch {
	case period.IsZero():
		return "-"
	case period.IsOpen():
		return p.Say("from %s", "%s 起", period.From)
	}
	return p.Say("%s to %s", "%s 至 %s", period.From, period.Until.AddDays(-1))
}
