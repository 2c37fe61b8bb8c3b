package fairness

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/page"
)

// document is a page on groups.
type document struct{ page.Page }

// findings writes a list of findings below a heading.
func (p *document) findings(list kam.Findings) {
	if len(list) > 0 {
		p.Heading(2, "Findings", "发现")
		p.Findings(list)
	}
}

// notes writes a list of findings below a table.
func (p *document) notes(list kam.Findings) {
	if len(list) > 0 {
		p.WriteByte('\n')
		p.Findings(list)
	}
}
