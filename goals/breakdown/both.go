package breakdown

import (
	"errors"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/spread"
	"github.com/kam-go/kam/internal/num"
)

// BothSpec says how a total is broken down over an organisation and over time at once. It is plain data;
// [ParseBothSpec] reads it from JSON. The zero value is refused.
type BothSpec struct {
	// Org hands the total down.
	Org OrgSpec `json:"org"`
	// Time divides what all nodes without children sum to; its own Total is left out, and so may be its Grain, which is
	// that of Org.
	Time TimeSpec `json:"time"`
	// Grid says what single nodes have of their own.
	Grid GridSpec `json:"grid,omitzero"`
}

// GridSpec says what single nodes have of their own in a grid of nodes by periods. The zero value is nothing: every
// node follows the course of the whole.
type GridSpec struct {
	// Seasons are courses of their own.
	Seasons []Season `json:"seasons,omitempty"`
	// Limits hold or bound single cells.
	Limits []GridLimit `json:"limits,omitempty"`
}

// Season is the course of a node over the cells of the finest level, and of all nodes below it that have none nearer.
// The zero value is refused.
type Season struct {
	Node string `json:"node"`
	// Weights holds a whole number from 0 to [spread.MaxSeed] for each cell; only their proportions count. The course
	// gives way where the period totals ask for it. A cell of weight 0 stays 0.
	Weights []int64 `json:"weights"`
}

// GridLimit holds one cell of a grid, or bounds it. The zero value is refused.
type GridLimit struct {
	// Node is the ID of a node without children, and Cell a cell of the finest level as [kam.Calendar.Parse] reads it.
	Node string `json:"node"`
	Cell string `json:"cell"`
	// Hold is the value that the cell keeps, a multiple of the grain; then neither Min nor Max is stated.
	Hold decimal.NullDecimal `json:"hold,omitzero"`
	// Min and Max are the least and the most it may have, both inclusive.
	Min decimal.NullDecimal `json:"min,omitzero"`
	Max decimal.NullDecimal `json:"max,omitzero"`
}

// OverBoth returns the total of spec handed down the organisation and divided over time, so that the cells of each node
// without children sum to its target, and the cells of each period to the target of the period, exactly. It is
// [OverOrganisation], [OverTime] and [Cross] in one; errors are those of the three, with places below $.org, $.time
// and $.grid. Time and memory grow linearly with the number of cells.
func OverBoth(spec BothSpec, cal *kam.Calendar) (Grid, error) {
	var f faults
	if !spec.Time.Total.IsZero() {
		f.add("total", "$.time.total", say("it is stated, and follows from the organisation", "该总额由组织分解得出，不应填写"), say("leave it out", "请删去该项"))
	}
	org, err := OverOrganisation(spec.Org)
	if err != nil {
		f.adopt("$.org", err)
	}
	if spec.Time.Grain.IsZero() {
		spec.Time.Grain = spec.Org.Grain
	}
	if err == nil {
		spec.Time.Total, _ = org.Assigned(org.nodes[0].ID)
	}
	time, err := OverTime(spec.Time, cal)
	if _, invalid := errors.AsType[*kam.InvalidError](err); err != nil && !invalid {
		return Grid{}, err
	}
	if err != nil {
		f.adopt("$.time", err)
	}
	if err := f.list.Err(); err != nil {
		return Grid{}, err
	}
	grid, err := Cross(org, time, spec.Grid)
	if err != nil {
		f.adopt("$.grid", err)
		return Grid{}, f.list.Err()
	}
	return grid, nil
}

// Cross returns the grid of a plan over the organisation and one over time: of each node without children a cell for
// each period of the finest level. The nodes sum to what the periods sum to, both in whole multiples of one grain and
// of one sign; otherwise it is a fault, and so are limits that no cells can meet.
//
// Without seasons and limits each cell is its exact share, node by period by total, rounded down or up to the grain.
// All faults come at once in one [*kam.InvalidError].
func Cross(org OrgPlan, time TimePlan, spec GridSpec) (Grid, error) {
	var f faults
	if len(org.nodes) == 0 || len(time.layers) == 0 {
		f.add("count", "$", say("one of the plans is empty", "其中一个计划为空"), say("hand over two plans that were made", "请传入两个已生成的计划"))
		return Grid{}, f.list.Err()
	}
	if !org.grain.Equal(time.spec.Grain) {
		f.add("grain", "$", say("the plans have the grains %s and %s", "两个计划的最小单位为 %s 与 %s", num.Format(org.grain), num.Format(time.spec.Grain)), say("use one grain", "请使用同一最小单位"))
		return Grid{}, f.list.Err()
	}
	g := newGrid(org, time)
	m := spread.Matrix{Grain: org.grain, Rows: make([]decimal.Decimal, 0, len(g.leaves))}
	for _, n := range g.leaves {
		m.Rows = append(m.Rows, org.nodes[n].Own)
	}
	for _, c := range time.finest() {
		m.Columns = append(m.Columns, c.Target)
	}
	if len(m.Rows)*len(m.Columns) > spread.MaxTable {
		f.add("count", "$", say("%d nodes by %d periods", "%d 个节点 × %d 个期间", len(m.Rows), len(m.Columns)), say("use at most %d cells", "单元格最多 %d 个", spread.MaxTable))
		return Grid{}, f.list.Err()
	}
	m.Seed = g.seed(spec.Seasons, m.Columns, &f)
	m.Cells = g.limits(spec.Limits, &f)
	if err := f.list.Err(); err != nil {
		return Grid{}, err
	}
	table, err := spread.Foot(m)
	if err != nil {
		g.cannot(err, &f)
		return Grid{}, f.list.Err()
	}
	g.table = table
	return g, nil
}

// seed returns the seed of the matrix; nil without seasons.
func (g Grid) seed(seasons []Season, columns []decimal.Decimal, f *faults) [][]int64 {
	if len(seasons) == 0 {
		return nil
	}
	own := make(map[int][]int64, len(seasons)) // by node
	for i, s := range seasons {
		place := fmt.Sprintf("$.seasons[%d]", i)
		at, known := g.org.index[s.Node]
		switch {
		case !known:
			f.add("node", place+".node", say("there is no node %q", "没有节点 %q", clip(s.Node)), say("name a node of the organisation", "请填写组织中的节点"))
		case own[at] != nil:
			f.add("node", place+".node", say("%q has two seasons", "%q 有两条季节曲线", clip(s.Node)), say("keep one", "只保留一条"))
		case g.season(s.Weights, len(columns), place+".weights", f):
			own[at] = s.Weights
		}
	}
	common := shape(columns)
	seed := make([][]int64, len(g.leaves))
	course := make([][]int64, len(g.org.nodes))
	row := 0
	for at, n := range g.org.nodes {
		course[at] = common
		if n.Parent != "" {
			course[at] = course[g.org.index[n.Parent]]
		}
		if own[at] != nil {
			course[at] = own[at]
		}
		if row < len(g.leaves) && g.leaves[row] == at {
			seed[row] = course[at]
			row++
		}
	}
	return seed
}

// season reports weights that are no season, and whether they are one.
func (g Grid) season(weights []int64, n int, place string, f *faults) bool {
	if len(weights) != n {
		f.add("count", place, say("it has %s for %s", "共 %s 个权重，而有 %s 个期间", counted(len(weights), "weight"), counted(n, "period")), say("give one for each cell of the finest level", "请为最细层级的每个单元格各填一个"))
		return false
	}
	good, some := true, false
	for i, w := range weights {
		some = some || w > 0
		if w < 0 || w > spread.MaxSeed {
			good = false
			f.add("weight", fmt.Sprintf("%s[%d]", place, i), say("the weight is %d", "权重为 %d", w), say("use a whole number from 0 to %d", "请用 0 至 %d 的整数", int64(spread.MaxSeed)))
		}
	}
	if good && !some {
		f.add("zero", place, say("all weights are 0", "权重全为 0"), say("give one of the periods a weight", "请至少为一个期间设置权重"))
	}
	return good && some
}

// shape returns whole numbers in the proportions of the columns; any column that is not 0 is at least 1.
func shape(columns []decimal.Decimal) []int64 {
	most := decimal.Zero
	for _, c := range columns {
		most = decimal.Max(most, c.Abs())
	}
	out := make([]int64, len(columns))
	for i, c := range columns {
		if c.IsZero() {
			continue
		}
		r := num.Rat(c.Abs().Mul(decimal.New(spread.MaxSeed, 0)))
		out[i] = max(1, num.RoundRat(r.Quo(r, num.Rat(most)), 0, num.Down).IntPart())
	}
	return out
}

// limits returns the limits of the matrix.
func (g Grid) limits(list []GridLimit, f *faults) []spread.Place {
	places := make([]spread.Place, 0, len(list))
	seen := make(map[[2]int]bool, len(list))
	labels := make(map[string]int)
	for i, l := range list {
		place := fmt.Sprintf("$.limits[%d]", i)
		good := checkLimit(l.Hold, l.Min, l.Max, g.org.grain, place, f)
		row, known := g.rowOf(l.Node)
		if !known {
			f.add("node", place+".node", say("%q is no node without children", "%q 不是末级节点", clip(l.Node)), say("name a node at the end of the organisation", "请填写组织的末级节点"))
		}
		column, read := labels[l.Cell]
		if !read {
			column = g.columnOf(l.Cell)
			labels[l.Cell] = column
		}
		if column < 0 {
			f.add("cell", place+".cell", say("%q is no cell of the finest level", "%q 不是最细层级的单元格", clip(l.Cell)), say("name one of its periods", "请填写最细层级的期间"))
		}
		if !good || !known || column < 0 {
			continue
		}
		if seen[[2]int{row, column}] {
			f.add("cell", place, say("the cell of %q in %q is limited twice", "%q 在 %q 的单元格重复设置限额", clip(l.Node), clip(l.Cell)), say("limit each cell once", "每个单元格只设一次限额"))
			continue
		}
		seen[[2]int{row, column}] = true
		places = append(places, spread.Place{Row: row, Column: column, Limit: spread.Limit{Hold: l.Hold, Min: l.Min, Max: l.Max}})
	}
	return places
}

// cannot reports why no grid meets the totals, with the names of the nodes and periods that show it.
func (g Grid) cannot(err error, f *faults) {
	cut, isCut := errors.AsType[*spread.CutError](err)
	totals, isTotals := errors.AsType[*spread.TotalsError](err)
	var found kam.Finding
	switch {
	case isTotals:
		found = totals.Finding("$")
		found.Code = codePrefix + ".total"
	case isCut:
		found = cut.Finding("$.limits")
		found.Code = codePrefix + ".bounds"
		names := make([]string, 0, len(cut.Rows))
		for _, i := range cut.Rows {
			names = append(names, g.org.nodes[g.leaves[i]].ID)
		}
		labels := make([]string, 0, len(cut.Columns))
		for _, j := range cut.Columns {
			labels = append(labels, g.time.finest()[j].Label)
		}
		found.Evidence = []kam.Evidence{{Name: "nodes", Value: strings.Join(names, ", ")}, {Name: "periods", Value: strings.Join(labels, ", ")}}
	default:
		f.adopt("$", err)
		return
	}
	f.list.Add(found)
}
