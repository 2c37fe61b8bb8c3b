package spread

import (
	"cmp"
	"container/heap"
	"math/big"
	"math/bits"
	"slices"
)

// remainders rounds by [LargestRemainder].
func (l *line) remainders() {
	if l.least == nil && l.sum.IsInt64() && l.sum.Sign() > 0 {
		l.shortRemainders()
		return
	}
	type claim struct {
		cell      int
		remainder *big.Int
	}
	left := l.rest
	claims := make([]claim, 0, len(l.cells))
	for k := range l.cells {
		floor, remainder := l.part(k)
		l.units[k] = floor
		left -= floor
		if remainder.Sign() > 0 {
			claims = append(claims, claim{k, remainder})
		}
	}
	slices.SortStableFunc(claims, func(a, b claim) int { return b.remainder.Cmp(a.remainder) })
	for _, c := range claims[:left] {
		l.units[c.cell]++
	}
}

// shortRemainders is remainders for weights that 64 bits hold together, without bounds. A part is weight * rest / sum.
func (l *line) shortRemainders() {
	type claim struct {
		cell      int
		remainder uint64
	}
	left, sum := l.rest, l.sum.Uint64()
	claims := make([]claim, 0, len(l.cells))
	for k, w := range l.weight {
		hi, lo := bits.Mul64(w.Uint64(), uint64(l.rest))
		floor, remainder := bits.Div64(hi, lo, sum) // no weight is above sum, so the quotient is at most rest
		l.units[k] = int64(floor)
		left -= l.units[k]
		if remainder > 0 {
			claims = append(claims, claim{k, remainder})
		}
	}
	slices.SortFunc(claims, func(a, b claim) int {
		return cmp.Or(cmp.Compare(b.remainder, a.remainder), cmp.Compare(a.cell, b.cell))
	})
	for _, c := range claims[:left] {
		l.units[c.cell]++
	}
}

// accumulate rounds by [Cumulative].
func (l *line) accumulate() {
	running, half := new(big.Int), new(big.Int) // the remainders summed, in 1/under
	twice := new(big.Int).Lsh(l.under, 1)
	given := int64(0)
	for k := range l.cells {
		floor, remainder := l.part(k)
		running.Add(running, remainder)
		half.Lsh(running, 1)
		half.Add(half, l.under)
		upTo := half.Div(half, twice).Int64()
		l.units[k] = floor + upTo - given
		given = upTo
	}
}

// divide rounds by [Divisor]. It starts from the exact parts rounded to the nearest unit, which is what the method gives
// for a total nearby, and moves the few units that are missing or too many.
func (l *line) divide() {
	left := l.rest
	twice := new(big.Int).Lsh(l.under, 1)
	q := &queue{line: l}
	for k := range l.cells {
		l.units[k] = l.nearest(k, twice)
		left -= l.units[k]
	}
	q.down = left < 0
	for k, w := range l.weight {
		if w.Sign() > 0 && q.open(k) {
			q.cells = append(q.cells, k)
		}
	}
	heap.Init(q)
	for left != 0 {
		k := q.cells[0]
		if q.down {
			l.units[k]--
			left++
		} else {
			l.units[k]++
			left--
		}
		if q.open(k) {
			heap.Fix(q, 0)
		} else {
			heap.Pop(q)
		}
	}
}

// nearest returns the exact part of cell k rounded half up and clamped.
func (l *line) nearest(k int, twice *big.Int) int64 {
	if l.weight[k].Sign() == 0 {
		floor, _ := l.part(k)
		return floor
	}
	doubled := new(big.Int).Mul(l.weight[k], l.over)
	doubled.Lsh(doubled, 1)
	doubled.Add(doubled, l.under)
	rounded := doubled.Div(doubled, twice)
	if l.least == nil {
		return rounded.Int64()
	}
	switch {
	case rounded.Cmp(big.NewInt(l.least[k])) < 0:
		return l.least[k]
	case rounded.Cmp(big.NewInt(l.most[k])) > 0:
		return l.most[k]
	}
	return rounded.Int64()
}

// queue orders cells by their claim to the next unit, or by how little claim they have to their last one.
type queue struct {
	line  *line
	cells []int
	down  bool
}

// open tells whether cell k may take another unit, or give one.
func (q *queue) open(k int) bool {
	l := q.line
	switch {
	case l.least == nil:
		return true // a cell without units is the last to give one
	case q.down:
		return l.units[k] > l.least[k]
	default:
		return l.units[k] < l.most[k]
	}
}

func (q *queue) Len() int      { return len(q.cells) }
func (q *queue) Swap(i, j int) { q.cells[i], q.cells[j] = q.cells[j], q.cells[i] }
func (q *queue) Push(x any)    { q.cells = append(q.cells, x.(int)) }

// Pop removes the last cell; which one it was is known.
func (q *queue) Pop() any {
	q.cells = q.cells[:len(q.cells)-1]
	return nil
}

// Less compares (2*units ± 1) / weight: the smallest takes the next unit, the largest gives its last one back.
func (q *queue) Less(i, j int) bool {
	a, b := q.cells[i], q.cells[j]
	step := int64(1)
	if q.down {
		step = -1
	}
	l := q.line
	order := scaled(2*l.units[a]+step, l.weight[b]).Cmp(scaled(2*l.units[b]+step, l.weight[a]))
	if q.down {
		return order > 0 || order == 0 && a > b
	}
	return order < 0 || order == 0 && a < b
}
