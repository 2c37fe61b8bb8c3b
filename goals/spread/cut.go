package spread

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// CutError says that limits, and zeros of the seed, let no cells meet the totals of a matrix, and names rows and columns
// that show it. It wraps [ErrReach] and is handed out as a pointer.
//
// One row without columns, or one column without rows, cannot reach its own total within the bounds of its cells.
// Rows together with columns: the cells of these rows outside of these columns have maxima, and the cells of these
// columns in other rows have minima, so that these columns must take more than their totals in sum.
type CutError struct {
	Rows, Columns []int               // counted from 0, ascending
	Total         decimal.Decimal     // sum of the totals of the columns, or of the row when there are no columns
	Least         decimal.NullDecimal // the least their cells can sum to; not valid when there is no bound
	Most          decimal.NullDecimal // the most their cells can sum to; not valid when there is no bound
}

// Error returns the condition with its numbers in one English line.
func (e *CutError) Error() string {
	return fmt.Sprintf("%v: %s", ErrReach, e.text().EN)
}

// Unwrap returns [ErrReach].
func (e *CutError) Unwrap() error { return ErrReach }

// Finding returns the condition as a finding with the code [CodeReach], for a person who wrote the limits.
func (e *CutError) Finding(place string) kam.Finding {
	return fault(CodeReach, place, e.text(), say("release holds, widen bounds or seed further cells there, or change the totals", "请在这些行列中解除锁定、放宽上下限或补充种子，或调整合计"))
}

func (e *CutError) text() kam.Text {
	rows, columns, total := list(e.Rows), list(e.Columns), num.Format(e.Total)
	low, high := bound(e.Least), bound(e.Most)
	switch {
	case len(e.Columns) == 0:
		return say("row %s can sum to %s at least and %s at most, not to %s", "第 %s 行（从 0 起）合计下限为 %s、上限为 %s，无法达到 %s", rows, low, high, total)
	case len(e.Rows) == 0:
		return say("column %s can sum to %s at least and %s at most, not to %s", "第 %s 列（从 0 起）合计下限为 %s、上限为 %s，无法达到 %s", columns, low, high, total)
	case e.Least.Valid:
		return say("with the totals of rows %s, columns %s must take %s at least, not %s", "受第 %s 行合计所限，第 %s 列（均从 0 起）合计至少为 %s，而非 %s", rows, columns, low, total)
	default:
		return say("with the totals of rows %s, columns %s can take %s at most, not %s", "受第 %s 行合计所限，第 %s 列（均从 0 起）合计至多为 %s，而非 %s", rows, columns, high, total)
	}
}

// list writes up to eight numbers and how many more there are.
func list(numbers []int) string {
	const most = 8
	var b strings.Builder
	for k, n := range numbers {
		if k == most {
			fmt.Fprintf(&b, " (+%d)", len(numbers)-most)
			break
		}
		if k > 0 {
			b.WriteString(", ")
		}
		b.WriteString(strconv.Itoa(n))
	}
	return b.String()
}

// beyond is more than any sum of cells that counts.
const beyond = 4 * noLimit

// reach returns an error when a row or a column cannot reach its total whatever the others do.
func (t *fit) reach() error {
	n := len(t.columns)
	for i, total := range t.rows {
		if low, high := t.span(i*n, 1, n); total < low || total > high {
			return t.lineCut([]int{i}, nil, total, i*n, 1, n)
		}
	}
	for j, total := range t.columns {
		if low, high := t.span(j, n, len(t.rows)); total < low || total > high {
			return t.lineCut(nil, []int{j}, total, j, n, len(t.rows))
		}
	}
	return nil
}

// span returns what count cells from first on, step apart, sum to at least and at most; beyond stands for more. Sums that
// were cut to beyond stay out of reach, because minima below zero sum to less than noLimit.
func (t *fit) span(first, step, count int) (low, high int64) {
	for k := first; count > 0; k, count = k+step, count-1 {
		low = min(low+t.least[k], beyond)
		high = min(high+t.most[k], beyond)
	}
	return low, high
}

// lineCut is the error about one row or column.
func (t *fit) lineCut(rows, columns []int, total int64, first, step, count int) error {
	low, high, endless := new(big.Int), new(big.Int), false
	for k := first; count > 0; k, count = k+step, count-1 {
		low.Add(low, big.NewInt(t.least[k]))
		high.Add(high, big.NewInt(t.most[k]))
		endless = endless || t.most[k] == noLimit
	}
	e := &CutError{Rows: rows, Columns: columns, Total: t.grid.value(total), Least: decimal.NewNullDecimal(t.grid.big(low))}
	if !endless {
		e.Most = decimal.NewNullDecimal(t.grid.big(high))
	}
	return t.signed(e)
}

// cut is the error about the rows and columns that b reached from columns with too much.
func (t *fit) cut(b *balance) error {
	n := len(t.columns)
	low, total := new(big.Int), new(big.Int)
	e := &CutError{}
	for j, level := range b.columnLevel {
		if level >= 0 {
			e.Columns = append(e.Columns, j)
			total.Add(total, big.NewInt(t.columns[j]))
		}
	}
	for i, level := range b.rowLevel {
		inside := level >= 0
		if inside {
			e.Rows = append(e.Rows, i)
			low.Add(low, big.NewInt(t.rows[i]))
		}
		for j, level := range b.columnLevel {
			switch {
			case inside && level < 0:
				low.Sub(low, big.NewInt(t.most[i*n+j]))
			case !inside && level >= 0:
				low.Add(low, big.NewInt(t.least[i*n+j]))
			}
		}
	}
	e.Total, e.Least = t.grid.big(total), decimal.NewNullDecimal(t.grid.big(low))
	return t.signed(e)
}

// signed gives e the signs of the caller.
func (t *fit) signed(e *CutError) error {
	if t.mirrored {
		e.Total = e.Total.Neg()
		e.Least, e.Most = opposite(e.Most), opposite(e.Least)
	}
	return e
}

// mend moves what columns have too much to those that lack it: first along cells that stay within a rounding of their
// fitted parts, then ever farther, at last as far as the bounds let them.
func (t *fit) mend(units, excess []int64) ([]int64, error) {
	slack := int64(0)
	b := newBalance(len(t.rows), len(t.columns), units, excess, nil)
	b.room = func(i, j int) (down, up int64) {
		k := i*b.columns + j
		part, _ := t.part(k)
		floor := part >> t.places
		ceiling := floor
		if floor<<t.places != part {
			ceiling++
		}
		at := units[k]
		return at - max(t.least[k], floor-slack), min(t.most[k], ceiling+slack) - at
	}
	for !b.run() {
		switch {
		case slack > noLimit:
			return nil, t.cut(b)
		case slack == 0:
			slack = 1
		case slack > noLimit/2:
			slack = 2 * noLimit
		default:
			slack *= 2
		}
	}
	return units, nil
}
