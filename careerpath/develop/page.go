package develop

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/page"
	"github.com/kam-go/kam/internal/wording"
)

// document is a page on plans.
type document struct{ page.Page }

func newDocument(l kam.Lang) *document { return &document{page.Page{Lang: l}} }

// list strings IDs together; a dash for none.
func (p *document) list(ids []string) string {
	if len(ids) == 0 {
		return "-"
	}
	escaped := make([]string, len(ids))
	for i, id := range ids {
		escaped[i] = markdown.Escape(id)
	}
	return wording.Words(escaped).In(p.Lang)
}

// limit returns a limit, and that there is none.
func (p *document) limit(d decimal.NullDecimal, text string) string {
	if !d.Valid {
		return p.Say("none", "不限")
	}
	return text
}
