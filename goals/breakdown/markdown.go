package breakdown

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/markdown"
	"github.com/kam-go/kam/internal/wording"
)

// Markdown returns what each node of the organisation is to bring in each cell of level k, as a table in one language:
// nodes depth first with a dot for each level above them, then the cells, then their sum, by which rows and columns foot.
// It is what the nodes without children bring, at or below a node; where over-assignment makes that more than the node's own
// target, a last column has that. Nodes go by their names, which are escaped, else by their IDs. A cell that is no whole week,
// month or quarter is headed with its first and last day. Where the time has no level k the text is empty.
func (g Grid) Markdown(lang kam.Lang, k kam.PeriodKind, names kam.Names) string {
	cells := g.Time().Cells(k)
	if len(cells) == 0 {
		return ""
	}
	head, rule := []string{say("part", "单位").In(lang)}, []string{"---"}
	for _, c := range cells {
		head, rule = append(head, markdown.Escape(headed(c))), append(rule, "--:")
	}
	head, rule = append(head, say("sum", "合计").In(lang)), append(rule, "--:")
	nodes := g.org.Nodes()
	over := g.overAssigned()
	if over {
		head, rule = append(head, say("own target", "自身目标").In(lang)), append(rule, "--:")
	}
	var b strings.Builder
	b.WriteString(markdown.Row(head...) + markdown.Row(rule...))
	depth := map[string]int{}
	for _, n := range nodes {
		if n.Parent != "" {
			depth[n.ID] = depth[n.Parent] + 1
		}
		row := []string{strings.Repeat("· ", depth[n.ID]) + markdown.Escape(names.Of(n.ID))}
		sum := decimal.Zero
		for _, s := range g.Steps(n.ID, k) {
			row = append(row, shown(s.Target))
			sum = sum.Add(s.Target)
		}
		row = append(row, shown(sum))
		if over {
			row = append(row, shown(n.Own))
		}
		b.WriteString(markdown.Row(row...))
	}
	return b.String()
}

// headed returns what a column is headed with: the label of its cell, and its days where that is an interval of days.
func headed(c TimeCell) string {
	if c.Label != c.Period.String() {
		return c.Label
	}
	first, last := c.Period.From.String(), c.Period.Until.AddDays(-1).String()
	if first == last {
		return first
	}
	if first[:4] == last[:4] {
		last = last[5:]
	}
	return first + " – " + last
}

// overAssigned tells whether some node's own target is not what the nodes without children bring at or below it.
func (g Grid) overAssigned() bool {
	for _, n := range g.org.nodes {
		if assigned, ok := g.org.Assigned(n.ID); ok && !assigned.Equal(n.Own) {
			return true
		}
	}
	return false
}

// shown writes an amount with its thousands apart.
func shown(d decimal.Decimal) string { return wording.Amount(d, 0) }
