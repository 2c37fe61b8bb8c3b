package feedback

import (
	"math/big"
	"slices"
)

// MaxWork is how many steps of arithmetic and search a candidate may take. One that would take more is withheld: the
// guarantee never rests on a search that was cut short. Rounds with a dozen reports about one subject take some hundreds.
const MaxWork = 1 << 18

// entry is a coefficient that is not zero; sparse is a row of them. After [arrange] the columns ascend.
type entry struct {
	col int
	val *big.Rat // never changed
}

type sparse []entry

var one = big.NewRat(1, 1)

// isolates tells whether there is a combination of rows that depends on an answer with the threshold k, or a larger one,
// and on answers of less than k raters. When work falls below 0 what it tells means nothing.
//
// A class with at least k raters cannot be part of one. Elimination in the columns of those classes leaves the
// combinations of all others, mostly none; in what is left, every set of less than k raters is tried that is made up of
// classes and that no further class fits into.
func isolates(rows []sparse, classes []class, k int, work *int) bool {
	protected := func(col int) bool { return classes[col].most() >= k }
	small := map[int]bool{}
	for col, c := range classes {
		small[col] = len(c.raters) < k
	}
	rest := confined(rows, small, work)
	if !touches(rest, protected) {
		return false
	}
	s := search{rest: reduced(rest, work), classes: classes, k: k, protected: protected, tried: map[string]bool{}, work: work}
	for _, row := range s.rest {
		for _, e := range row {
			s.cols = append(s.cols, e.col)
		}
	}
	slices.Sort(s.cols)
	s.cols = slices.Compact(s.cols)
	return s.from(nil)
}

// search tries sets of less than k raters.
type search struct {
	rest      []sparse // in reduced echelon form
	cols      []int    // those that are in rest
	classes   []class
	k         int
	protected func(col int) bool
	tried     map[string]bool
	work      *int
}

// from adds classes to a set of raters, and tells whether a combination depends on no others.
func (s *search) from(raters []int) bool {
	key := signature(raters)
	if *s.work--; *s.work < 0 || s.tried[key] {
		return false
	}
	s.tried[key] = true
	full := true
	within := map[int]bool{}
	for _, col := range s.cols {
		if *s.work -= 1 + len(raters); *s.work < 0 {
			return false
		}
		joined := union(raters, s.classes[col].raters)
		switch {
		case len(joined) == len(raters):
			within[col] = true
			continue
		case len(joined) >= s.k:
			continue
		}
		full = false
		if s.from(joined) {
			return true
		}
	}
	if !full {
		return false
	}
	// A combination that is zero outside of within takes no row whose pivot is outside.
	var rows []sparse
	for _, row := range s.rest {
		if within[row[0].col] {
			rows = append(rows, row)
		}
	}
	return touches(confined(rows, within, s.work), s.protected)
}

// union returns the elements of two ordered lists, in order.
func union(a, b []int) []int {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

func touches(rows []sparse, protected func(col int) bool) bool {
	return slices.ContainsFunc(rows, func(row sparse) bool {
		return slices.ContainsFunc(row, func(e entry) bool { return protected(e.col) })
	})
}

// confined returns rows that span all combinations of rows that are zero outside the columns of within: it eliminates in
// the columns outside, and returns what is left of rows without a pivot.
func confined(rows []sparse, within map[int]bool, work *int) []sparse {
	pivots := map[int]sparse{}
	var rest []sparse
	for _, row := range rows {
		row = arrange(row, within)
		for len(row) > 0 && !within[row[0].col] {
			pivot, ok := pivots[row[0].col]
			if !ok {
				pivots[row[0].col] = row
				row = nil
				break
			}
			if *work -= len(row) + len(pivot); *work < 0 {
				return nil
			}
			row = without(row, 0, pivot, within)
		}
		if len(row) > 0 {
			rest = append(rest, row)
		}
	}
	return rest
}

// reduced returns the reduced echelon form of rows but for the scale of each: ascending columns, and each first column,
// the pivot, in no other row.
func reduced(rows []sparse, work *int) []sparse {
	var out []sparse
	cleared := func(row, pivot sparse) sparse {
		i := slices.IndexFunc(row, func(e entry) bool { return e.col == pivot[0].col })
		if i < 0 || *work < 0 {
			return row
		}
		*work -= len(row) + len(pivot)
		return without(row, i, pivot, nil)
	}
	for _, row := range rows {
		row = arrange(row, nil)
		for _, pivot := range out {
			row = cleared(row, pivot)
		}
		if len(row) == 0 {
			continue
		}
		for i := range out {
			out[i] = cleared(out[i], row)
		}
		out = append(out, row)
	}
	return out
}

// arrange returns a row with the columns outside of within first, and ascending in both parts.
func arrange(row sparse, within map[int]bool) sparse {
	row = slices.Clone(row)
	slices.SortFunc(row, func(x, y entry) int { return order(x.col, y.col, within) })
	return row
}

func order(x, y int, within map[int]bool) int {
	switch {
	case within[x] == within[y]:
		return x - y
	case within[x]:
		return 1
	default:
		return -1
	}
}

// without returns row less the multiple of pivot that leaves nothing of its entry at. Pivot begins with that column, and
// both are arranged.
func without(row sparse, at int, pivot sparse, within map[int]bool) sparse {
	factor := new(big.Rat).Quo(row[at].val, pivot[0].val)
	out := make(sparse, 0, len(row)+len(pivot)-2)
	i, j := 0, 0
	for i < len(row) || j < len(pivot) {
		switch {
		case j == len(pivot) || i < len(row) && order(row[i].col, pivot[j].col, within) < 0:
			out = append(out, row[i])
			i++
		case i == len(row) || order(row[i].col, pivot[j].col, within) > 0:
			out = append(out, entry{pivot[j].col, new(big.Rat).Neg(new(big.Rat).Mul(factor, pivot[j].val))})
			j++
		default:
			d := new(big.Rat).Sub(row[i].val, new(big.Rat).Mul(factor, pivot[j].val))
			if d.Sign() != 0 {
				out = append(out, entry{row[i].col, d})
			}
			i++
			j++
		}
	}
	return out
}
