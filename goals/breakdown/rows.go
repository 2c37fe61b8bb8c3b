package breakdown

import (
	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// Row is what one part of an organisation has sold, as tables have it: a row for each account, say.
type Row struct {
	// Path names the part by level, from the root down: company, team, person, account. It may end on any level, and ends
	// before the empty names at its end; levels have no gaps.
	Path []string `json:"path"`
	// History is what it sold, of at least 0.
	History decimal.Decimal `json:"history"`
}

// Nodes returns the nodes of an organisation as its rows name them, with levels as those of [OrgSpec]: the ID of a node is
// that of its path ([PathID]), its history the sum of all rows at or below it, and the order that of the rows, parents before
// their children. Rows of one path add up. A row without a path is passed over, and what a path has beyond the levels
// has no level, which [OverOrganisation] refuses.
func Nodes(levels []OrgLevel, rows []Row) []Node {
	var nodes []Node
	at := map[string]int{} // by ID
	for _, r := range rows {
		path, parent := r.Path, ""
		for len(path) > 0 && path[len(path)-1] == "" {
			path = path[:len(path)-1]
		}
		for i := range path {
			n := Node{ID: PathID(path[:i+1]...), Parent: parent}
			if i < len(levels) {
				n.Level = levels[i].Name
			}
			k, known := at[n.ID]
			if !known {
				k = len(nodes)
				at[n.ID] = k
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
