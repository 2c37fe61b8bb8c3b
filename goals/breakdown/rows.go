package breakdown

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Row is what one part of an organisation has sold, as tables have it: a row for each account, say.
type Row struct {
	// Path names the part by level, from the root down: company, team, person, account. It may end on any level, and levels
	// have no gaps. Names without "/" keep IDs of different paths apart.
	Path []string `json:"path"`
	// History is what it sold, of at least 0.
	History decimal.Decimal `json:"history"`
}

// Nodes returns the nodes of an organisation as its rows name them, with levels as those of [OrgSpec]: the ID of a node is
// its path with "/" between, its history the sum of all rows at or below it, and the order that of the rows, parents before
// their children. Rows of one path add up. A row without a path is passed over, and what a path has beyond the levels
// has no level, which [OverOrganisation] refuses, as it does an ID that comes on two levels.
func Nodes(levels []OrgLevel, rows []Row) []Node {
	var nodes []Node
	type place struct{ id, parent, level string }
	at := map[place]int{}
	for _, r := range rows {
		parent := ""
		for i := range r.Path {
			n := Node{ID: strings.Join(r.Path[:i+1], "/"), Parent: parent}
			if i < len(levels) {
				n.Level = levels[i].Name
			}
			here := place{n.ID, n.Parent, n.Level}
			k, known := at[here]
			if !known {
				k = len(nodes)
				at[here] = k
				nodes = append(nodes, n)
			}
			nodes[k].History = decimal.NewNullDecimal(nodes[k].History.Decimal.Add(r.History))
			parent = n.ID
		}
	}
	return nodes
}

// Grow returns the organisation with the nodes that rows name, as [Nodes] makes them, and as its total what they sold
// plus growth, as [Grown] rounds it to the grain. Rows that name several roots, or none, are an [*kam.InvalidError] with the
// code breakdown.root; other errors are those of Grown.
func (spec OrgSpec) Grow(rows []Row, growth kam.Fraction) (OrgSpec, error) {
	spec.Nodes = Nodes(spec.Levels, rows)
	var history decimal.Decimal
	roots := 0
	for _, n := range spec.Nodes {
		if n.Parent == "" {
			roots++
			history = history.Add(n.History.Decimal)
		}
	}
	if roots == 0 {
		var f faults
		f.add("root", "$.nodes", say("there are no rows to grow from", "没有可供增长的行"), say("give a row for each part that sold something in the time that targets grow from", "请为基期内有销售的每个单位各提供一行"))
		return OrgSpec{}, f.list.Err()
	}
	if roots != 1 {
		var f faults
		f.add("root", "$.nodes", say("%d nodes have no parent; one is the root", "共有 %d 个节点没有上级，应恰有一个根节点", roots), say("begin every path with the same name", "请让所有路径以同一名称开头"))
		return OrgSpec{}, f.list.Err()
	}
	var err error
	spec.Total, err = Grown(history, growth, spec.Grain)
	return spec, err
}
