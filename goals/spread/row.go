package spread

import (
	"iter"

	"github.com/shopspring/decimal"
)

// Row is a total spread over cells. It is immutable and safe for use by several goroutines. The zero value has no cells.
type Row struct {
	grid    grid
	total   decimal.Decimal
	units   []int64
	exact   map[int]decimal.Decimal // cells that are no multiple of the grain or were held
	reasons map[int]Reason          // of cells that are not simply spread
}

// Len returns how many cells there are.
func (r Row) Len() int { return len(r.units) }

// Total returns what the cells sum to: the total of the request.
func (r Row) Total() decimal.Decimal { return r.total }

// Part returns what cell i holds. As with a slice, an i outside of 0 to Len()-1 is a programming error that panics.
func (r Row) Part(i int) decimal.Decimal {
	units := r.units[i]
	if d, ok := r.exact[i]; ok {
		return d
	}
	return r.grid.value(units)
}

// Parts returns what all cells hold, in order, as a new slice.
func (r Row) Parts() []decimal.Decimal {
	out := make([]decimal.Decimal, len(r.units))
	for i := range out {
		out[i] = r.Part(i)
	}
	return out
}

// All yields the index and the value of each cell, in order.
func (r Row) All() iter.Seq2[int, decimal.Decimal] {
	return func(yield func(int, decimal.Decimal) bool) {
		for i := range r.units {
			if !yield(i, r.Part(i)) {
				return
			}
		}
	}
}

// Reason returns why cell i holds what it holds, and panics as [Row.Part] does.
func (r Row) Reason(i int) Reason {
	_ = r.units[i]
	if why, ok := r.reasons[i]; ok {
		return why
	}
	return Spread
}
