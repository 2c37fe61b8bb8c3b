package spread

import (
	"iter"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/internal/num"
)

// Table is a matrix of cells whose rows and columns sum to their totals. It is immutable and safe for use by several
// goroutines. The zero value has no cells.
//
// Methods that take a row or a column panic, as a slice does, when there is none of that number.
type Table struct {
	grid          grid
	rows, columns []int64
	units         []int64 // row by row
	limits        []placed
}

// Rows returns how many rows there are.
func (t Table) Rows() int { return len(t.rows) }

// Columns returns how many columns there are.
func (t Table) Columns() int { return len(t.columns) }

// Grain returns the size of one unit.
func (t Table) Grain() decimal.Decimal { return t.grid.grain }

// At returns the value of the cell in row i and column j.
func (t Table) At(i, j int) decimal.Decimal { return t.grid.value(t.row(i)[j]) }

// Units returns the value of the cell in row i and column j in grains.
func (t Table) Units(i, j int) int64 { return t.row(i)[j] }

// RowTotal returns what row i sums to.
func (t Table) RowTotal(i int) decimal.Decimal { return t.grid.value(t.rows[i]) }

// ColumnTotal returns what column j sums to.
func (t Table) ColumnTotal(j int) decimal.Decimal { return t.grid.value(t.columns[j]) }

// Row yields the column and the value of each cell of row i, in order of columns.
func (t Table) Row(i int) iter.Seq2[int, decimal.Decimal] {
	row := t.row(i)
	return func(yield func(int, decimal.Decimal) bool) {
		for j, units := range row {
			if !yield(j, t.grid.value(units)) {
				return
			}
		}
	}
}

// Column yields the row and the value of each cell of column j, in order of rows.
func (t Table) Column(j int) iter.Seq2[int, decimal.Decimal] {
	_ = t.columns[j]
	return func(yield func(int, decimal.Decimal) bool) {
		for i := range t.rows {
			if !yield(i, t.grid.value(t.row(i)[j])) {
				return
			}
		}
	}
}

// RowUnits returns the cells of row i in grains as a new slice.
func (t Table) RowUnits(i int) []int64 { return slices.Clone(t.row(i)) }

// AddRowUnits adds the cells of row i, in grains, to the first elements of sums, which are at least as many as there
// are columns. It is for sums over many rows, such as a team by months.
func (t Table) AddRowUnits(sums []int64, i int) {
	row := t.row(i)
	sums = sums[:len(row)]
	for j, units := range row {
		sums[j] += units
	}
}

// Value returns units grains as a decimal.
func (t Table) Value(units int64) decimal.Decimal { return t.grid.value(units) }

// Reason returns why the cell in row i and column j holds what it holds.
func (t Table) Reason(i, j int) Reason {
	units := t.row(i)[j]
	k, found := slices.BinarySearchFunc(t.limits, i*len(t.columns)+j, func(p placed, cell int) int { return p.cell - cell })
	if !found {
		return Spread
	}
	switch p := t.limits[k]; {
	case p.held:
		return Held
	case p.hasLeast && units == p.least:
		return AtMinimum
	case p.hasMost && units == p.most:
		return AtMaximum
	}
	return Spread
}

// AppendText appends the cells to b, one line for each row, with tabs between the values and a line feed after each
// row. Values are in plain notation without trailing zeros. The error is always nil.
func (t Table) AppendText(b []byte) ([]byte, error) {
	for i := range t.rows {
		for j, units := range t.row(i) {
			if j > 0 {
				b = append(b, '\t')
			}
			b = append(b, num.Format(t.grid.value(units))...)
		}
		b = append(b, '\n')
	}
	return b, nil
}

// String returns the text of [Table.AppendText] without the last line feed.
func (t Table) String() string {
	b, _ := t.AppendText(nil)
	return strings.TrimSuffix(string(b), "\n")
}

func (t Table) row(i int) []int64 {
	n := len(t.columns)
	_ = t.rows[i]
	return t.units[i*n : (i+1)*n]
}
