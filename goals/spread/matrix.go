package spread

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

const (
	// MaxTable is the most cells of a matrix: rows times columns.
	MaxTable = 20_000_000
	// MaxSeed is the largest number in a seed.
	MaxSeed = 1_000_000_000_000
)

// Matrix asks for cells whose rows and columns sum to given totals, such as accounts by weeks. The zero value is
// refused: it has neither a grain nor cells.
type Matrix struct {
	// Grain is the size of one unit, above zero, as in [Request]. All totals and holds are multiples of it.
	Grain decimal.Decimal
	// Rows and Columns are what each row and each column sums to. Both sum to the same total, and no two of them have
	// different signs.
	Rows    []decimal.Decimal
	Columns []decimal.Decimal
	// Seed has one number from 0 to [MaxSeed] for each cell, row by row. Only proportions count: the cells are fitted
	// to the totals with as little change of the proportions as possible. A cell with the seed 0 stays 0, or at the
	// bound that is nearest to 0. Without a seed a cell is in proportion to its row total and its column total.
	Seed [][]int64
	// Cells limits some of the cells, at most once each, in any order.
	Cells []Place
}

// Place limits one cell of a matrix. The zero value leaves the first cell free.
type Place struct {
	// Row and Column count from 0.
	Row    int
	Column int
	Limit
}

// TotalsError says that the rows sum to something else than the columns. It wraps [ErrTotals] and is handed out as a
// pointer.
type TotalsError struct {
	Rows, Columns decimal.Decimal // their sums
	Difference    decimal.Decimal // Rows - Columns
}

// Error returns the condition with its numbers in one English line.
func (e *TotalsError) Error() string {
	return fmt.Sprintf("%v: rows sum to %s, columns to %s, difference %s", ErrTotals, num.Format(e.Rows), num.Format(e.Columns), num.Format(e.Difference))
}

// Unwrap returns [ErrTotals].
func (e *TotalsError) Unwrap() error { return ErrTotals }

// Finding returns the condition as a finding with the code [CodeTotals], for a person who wrote the totals.
func (e *TotalsError) Finding(place string) kam.Finding {
	return fault(CodeTotals, place,
		say("the row totals sum to %s and the column totals to %s, a difference of %s", "行合计为 %s，列合计为 %s，相差 %s", num.Format(e.Rows), num.Format(e.Columns), num.Format(e.Difference)),
		say("change totals until both sums are equal", "请调整行或列的合计，使两者相等"))
}

// frame is a checked matrix in grains, of which no total is negative: a negative matrix is mirrored.
type frame struct {
	grid          grid
	mirrored      bool
	rows, columns []int64
	total         int64
	seed          [][]int64
	limits        []placed // by cell
}

// placed is the limit of one cell, in grains and with the signs of the caller. A hold is both bounds.
type placed struct {
	cell int // row * columns + column
	held bool
	bounds
}

// check returns m ready to be computed, or everything that is wrong with it.
func (m Matrix) check() (*frame, error) {
	var found kam.Findings
	g, f := newGrid(m.Grain)
	if f != nil {
		found.Add(*f)
		g, _ = newGrid(decimal.New(1, 0)) // to go on checking
	}
	out := &frame{grid: g}
	counted := m.counts(&found)
	signs := new(signs)
	var rows, columns *big.Int
	out.rows, rows = g.totals(m.Rows, "$.rows", signs, &found)
	out.columns, columns = g.totals(m.Columns, "$.columns", signs, &found)
	if counted {
		out.seed = m.seed(&found)
		out.limits = m.limits(g, &found)
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	if rows.Cmp(columns) != 0 {
		return nil, &TotalsError{Rows: g.big(rows), Columns: g.big(columns), Difference: g.big(new(big.Int).Sub(rows, columns))}
	}
	if rows.CmpAbs(big.NewInt(maxUnits)) > 0 {
		found.Add(g.complaint(CodeNumber, "$.rows", g.big(rows)))
		return nil, found.Err()
	}
	out.total = rows.Int64()
	if out.total < 0 {
		out.mirror()
	}
	return out, nil
}

// mirror turns a matrix of negative totals into one of positive totals. The limits keep their signs.
func (f *frame) mirror() {
	f.mirrored, f.total = true, -f.total
	for i := range f.rows {
		f.rows[i] = -f.rows[i]
	}
	for j := range f.columns {
		f.columns[j] = -f.columns[j]
	}
}

// counts checks how many rows and columns there are.
func (m Matrix) counts(found *kam.Findings) bool {
	before := len(*found)
	for _, list := range []struct {
		place string
		count int
	}{{"$.rows", len(m.Rows)}, {"$.columns", len(m.Columns)}} {
		if list.count == 0 || list.count > MaxCells {
			found.Add(fault(CodeCount, list.place, say("there are %d totals", "共有 %d 个合计", list.count), say("give 1 to %d", "应为 1 到 %d 个", MaxCells)))
		}
	}
	if len(*found) == before && len(m.Rows)*len(m.Columns) > MaxTable {
		found.Add(fault(CodeCount, "$.rows", say("there are %d × %d cells", "单元格数为 %d × %d", len(m.Rows), len(m.Columns)), say("use at most %d cells", "单元格最多 %d 个", MaxTable)))
	}
	return len(*found) == before
}

// signs remembers the first total that is not zero.
type signs struct {
	sign  int
	value decimal.Decimal
}

// totals returns list in grains and its sum.
func (g grid) totals(list []decimal.Decimal, place string, seen *signs, found *kam.Findings) ([]int64, *big.Int) {
	out, sum := make([]int64, len(list)), new(big.Int)
	part := int64(0) // at most 64 totals, which fit
	for i, d := range list {
		units, code := g.whole(d)
		if code != "" {
			found.Add(g.complaint(code, fmt.Sprintf("%s[%d]", place, i), d))
			continue
		}
		switch sign := cmp.Compare(units, 0); {
		case sign == 0:
		case seen.sign == 0:
			seen.sign, seen.value = sign, d
		case sign != seen.sign:
			found.Add(fault(CodeMargin, fmt.Sprintf("%s[%d]", place, i), say("%s has another sign than the total %s", "%s 与合计 %s 的正负号不同", num.Format(d), num.Format(seen.value)),
				say("spread what is positive and what is negative in matrices of their own", "请将正数与负数分别放在不同的矩阵中分摊")))
		}
		out[i] = units
		part += units
		if i%64 == 63 {
			sum.Add(sum, big.NewInt(part))
			part = 0
		}
	}
	return out, sum.Add(sum, big.NewInt(part))
}

// seed checks the seed and returns it.
func (m Matrix) seed(found *kam.Findings) [][]int64 {
	if m.Seed == nil {
		return nil
	}
	if len(m.Seed) != len(m.Rows) {
		found.Add(fault(CodeCount, "$.seed", say("the seed has %s for %s", "种子有 %s 行，而行合计有 %s 个", counted(len(m.Seed), "row"), counted(len(m.Rows), "row total")), say("give one seed row for each row total", "请为每个行合计提供一行种子")))
		return nil
	}
	for i, row := range m.Seed {
		if len(row) != len(m.Columns) {
			found.Add(fault(CodeCount, fmt.Sprintf("$.seed[%d]", i), say("the seed row has %s for %s", "该种子行有 %s 个数，而列有 %s 个", counted(len(row), "number"), counted(len(m.Columns), "column")), say("give one number for each column", "请为每列提供一个数")))
			continue
		}
		for j, s := range row {
			if s < 0 || s > MaxSeed {
				found.Add(fault(CodeWeight, fmt.Sprintf("$.seed[%d][%d]", i, j), say("the seed is %d", "种子值为 %d", s), say("use 0 to %d", "应为 0 到 %d", int64(MaxSeed))))
			}
		}
	}
	return m.Seed
}

// limits returns the limits in grains, by cell.
func (m Matrix) limits(g grid, found *kam.Findings) []placed {
	out := make([]placed, 0, len(m.Cells))
	for k, c := range m.Cells {
		place := fmt.Sprintf("$.cells[%d]", k)
		if c.Row < 0 || c.Row >= len(m.Rows) || c.Column < 0 || c.Column >= len(m.Columns) {
			found.Add(fault(CodeCell, place, say("there is no cell in row %d, column %d", "没有第 %d 行第 %d 列的单元格（从 0 起）", c.Row, c.Column),
				say("use rows 0 to %d and columns 0 to %d", "行应为 0 到 %d，列应为 0 到 %d", len(m.Rows)-1, len(m.Columns)-1)))
			continue
		}
		p := placed{cell: c.Row*len(m.Columns) + c.Column}
		if c.Hold.Valid {
			g.held(c.Limit, place, found)
			units, code := g.whole(c.Hold.Decimal)
			if code == CodeGrid {
				found.Add(g.complaint(code, place+".hold", c.Hold.Decimal))
			}
			p.held, p.bounds = true, bounds{least: units, most: units, hasLeast: true, hasMost: true}
		} else {
			p.bounds = g.bounds(c.Limit, place, found)
		}
		out = append(out, p)
	}
	slices.SortStableFunc(out, func(a, b placed) int { return cmp.Compare(a.cell, b.cell) })
	for k := 1; k < len(out); k++ {
		if out[k].cell == out[k-1].cell {
			found.Add(fault(CodeCell, "$.cells", say("the cell in row %d, column %d is limited twice", "第 %d 行第 %d 列的单元格被重复限定（从 0 起）", out[k].cell/len(m.Columns), out[k].cell%len(m.Columns)),
				say("state one limit for each cell", "每个单元格只填写一项限定")))
		}
	}
	return out
}
