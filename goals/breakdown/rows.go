package breakdown

import (
	"github.com/shopspring/decimal"
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
		path, parent := named(r.Path), ""
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

// named returns a path before the empty names at its end.
func named(path []string) []string {
	for len(path) > 0 && path[len(path)-1] == "" {
		path = path[:len(path)-1]
	}
	return path
}
