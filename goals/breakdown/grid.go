package breakdown

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals"
	"github.com/kam-go/kam/goals/spread"
)

// Grid holds what each node without children is to bring in each period of the finest level. Everything above is a sum
// of these cells, so that any team by any quarter foots. It is immutable and safe for concurrent use. The zero value is
// no grid.
type Grid struct {
	org    OrgPlan
	time   TimePlan
	leaves []int // the rows, as places in org.nodes
	rows   []int // for each place in org.nodes, and one beyond, how many rows stand before it
	table  spread.Table
}

func newGrid(org OrgPlan, time TimePlan) Grid {
	g := Grid{org: org, time: time, rows: make([]int, len(org.nodes)+1)}
	for at := range org.nodes {
		g.rows[at] = len(g.leaves)
		if !org.nodes[at].Children.Valid {
			g.leaves = append(g.leaves, at)
		}
	}
	g.rows[len(org.nodes)] = len(g.leaves)
	return g
}

// Org returns the plan over the organisation.
func (g Grid) Org() OrgPlan { return g.org }

// Time returns the plan over time, whose total is what all nodes without children sum to.
func (g Grid) Time() TimePlan { return g.time }

// Rows returns how many nodes without children there are.
func (g Grid) Rows() int { return len(g.leaves) }

// Columns returns how many periods of the finest level there are.
func (g Grid) Columns() int { return len(g.time.finest()) }

// Node returns the node of row i, in the order of [OrgPlan.Leaves]. As with a slice, an i outside 0 to Rows()-1 panics;
// so it is in the methods that take a row or a column.
func (g Grid) Node(i int) NodePlan { return g.org.nodes[g.leaves[i]] }

// Period returns the period of column j, in order of days.
func (g Grid) Period(j int) TimeCell { return g.time.finest()[j] }

// At returns the cell in row i and column j.
func (g Grid) At(i, j int) decimal.Decimal { return g.table.At(i, j) }

// Reason returns why the cell in row i and column j has its value.
func (g Grid) Reason(i, j int) Reason { return Reason(g.table.Reason(i, j)) }

// rowOf returns the row of a node without children.
func (g Grid) rowOf(id string) (int, bool) {
	at, ok := g.org.index[id]
	if !ok || g.org.nodes[at].Children.Valid {
		return 0, false
	}
	return g.rows[at], true
}

// columnOf returns the column of a cell of the finest level; -1 when there is none.
func (g Grid) columnOf(label string) int {
	p, err := g.time.cal.Parse(label)
	if err != nil {
		return -1
	}
	from, until, ok := g.time.columns(p)
	if !ok || until != from+1 {
		return -1
	}
	return from
}

// In returns what the nodes without children at or below the node with an ID are to bring in a period that is made of
// whole cells of the finest level, and false when there is no such node or period.
func (g Grid) In(id string, period kam.Period) (decimal.Decimal, bool) {
	at, known := g.org.index[id]
	from, until, ok := g.time.columns(period)
	if !known || !ok {
		return decimal.Zero, false
	}
	total := int64(0)
	for _, units := range g.sums(at)[from:until] {
		total += units
	}
	return g.table.Value(total), true
}

// Steps returns what the nodes without children at or below the node with an ID are to bring in each cell of level k,
// as steps of a goal; none when there is no such node or level.
func (g Grid) Steps(id string, k kam.PeriodKind) []goals.Step {
	at, known := g.org.index[id]
	if !known {
		return nil
	}
	sums := g.sums(at)
	var steps []goals.Step
	for _, c := range g.time.Cells(k) {
		steps = append(steps, goals.Step{Period: c.Period, Target: g.table.Value(g.over(sums, c.Period))})
	}
	return steps
}

// sums returns the sum of the rows at or below a place, column by column, in grains.
func (g Grid) sums(at int) []int64 {
	sums := make([]int64, g.Columns())
	for i := g.rows[at]; i < g.rows[g.org.below[at]]; i++ {
		g.table.AddRowUnits(sums, i)
	}
	return sums
}

// over returns the sum of the columns that make up a cell of the plan over time.
func (g Grid) over(sums []int64, p kam.Period) int64 {
	from, until, _ := g.time.columns(p)
	total := int64(0)
	for _, units := range sums[from:until] {
		total += units
	}
	return total
}

// GridTable is one level of an organisation by one level of time. The zero value is empty.
type GridTable struct {
	// Nodes names the rows and Labels the columns; Cells holds a value for each, row by row.
	Nodes  []string            `json:"nodes"`
	Labels []string            `json:"labels"`
	Cells  [][]decimal.Decimal `json:"cells"`
}

// Table returns what the nodes of one level of the organisation are to bring in each cell of level k, in one pass over
// the grid. Nodes that are not on the level, because a branch skips it, have no row. It is false when there is no such
// level on either side.
func (g Grid) Table(level string, k kam.PeriodKind) (GridTable, bool) {
	cells := g.time.Cells(k)
	known := slices.ContainsFunc(g.org.levels, func(l OrgLevel) bool { return l.Name == level })
	if !known || len(cells) == 0 {
		return GridTable{}, false
	}
	var t GridTable
	for _, c := range cells {
		t.Labels = append(t.Labels, c.Label)
	}
	for at, n := range g.org.nodes {
		if n.Level != level {
			continue
		}
		sums := g.sums(at)
		row := make([]decimal.Decimal, len(cells))
		for j, c := range cells {
			row[j] = g.table.Value(g.over(sums, c.Period))
		}
		t.Nodes = append(t.Nodes, n.ID)
		t.Cells = append(t.Cells, row)
	}
	return t, true
}
