package feedback

import (
	"crypto/sha256"
	"encoding/hex"
	"math/big"
	"slices"

	"github.com/kam-go/kam/internal/num"
)

// digestDigits is the length of a digest of a comment.
const digestDigits = 32

// digest returns what a ledger keeps of a comment without names.
func digest(c Comment) string {
	sum := sha256.Sum256([]byte(c.Question + "\x00" + normal(c.Text)))
	return hex.EncodeToString(sum[:digestDigits/2])
}

func isDigest(s string) bool {
	if len(s) != digestDigits {
		return false
	}
	for _, r := range []byte(s) {
		if (r < '0' || r > '9') && (r < 'a' || r > 'f') {
			return false
		}
	}
	return true
}

// figure is what an aggregate tells, and of which answers.
type figure struct {
	cells   []int
	kind    Kind
	value   *big.Rat // nil where the host does not keep it
	written []string
}

// figure returns what a tells. Comments add up as the sum of their digests, read as whole numbers.
func (g *guard) figure(a Aggregate) figure {
	f := figure{cells: g.cells(a), kind: a.Kind, written: a.Written}
	switch {
	case a.Kind == KindComments:
		total, one := new(big.Int), new(big.Int)
		for _, w := range a.Written {
			one.SetString(w, 16)
			total.Add(total, one)
		}
		f.value = new(big.Rat).SetInt(total)
	case a.Sum.Valid:
		f.value = num.Rat(a.Sum.Decimal)
	}
	return f
}

// keep notes what was published, for others to agree with.
func (g *guard) keep(f figure) {
	if f.value != nil && g.whole.add(f.cells) {
		g.figures = append(g.figures, f)
	}
}

// agreement says how a figure stands to those that were published. The zero value says that nothing contradicts it.
type agreement int

const (
	agreed agreement = iota
	repeated
	changed
	unproven
)

// repeats compares a figure with that of the same answers.
func (g *guard) repeats(f figure) agreement {
	i := g.whole.find(f.cells)
	switch {
	case i < 0 || f.value == nil:
		return agreed
	case f.value.Cmp(g.figures[i].value) == 0:
		return repeated
	default:
		return changed
	}
}

// agrees compares a figure with all that were published: with that of the same answers, with comments of more or fewer
// raters, and with the combinations that make it up.
func (g *guard) agrees(f figure) agreement {
	if how := g.repeats(f); how != agreed || f.value == nil {
		return how
	}
	if f.kind == KindComments && !g.included(f) {
		return changed
	}
	var rows [][]int
	var values []*big.Rat
	for _, i := range g.whole.touching(f.cells) {
		rows, values = append(rows, g.whole.rows[i]), append(values, g.figures[i].value)
	}
	matrix, classes := g.matrix(append(rows, f.cells))
	alone := lonely(matrix, classes)
	if alone[len(rows)] {
		return agreed
	}
	for i, row := range alone {
		if row {
			matrix[i] = nil
		}
	}
	work := MaxWork
	return consistent(matrix, append(values, f.value), &work)
}

// lonely returns which rows have a part in no combination that leaves nothing: those with a class that no other row has, then
// those for whom that comes true without the ones that were found.
func lonely(matrix []sparse, classes []class) []bool {
	out := make([]bool, len(matrix))
	left := make([]int, len(classes)) // of each class, the rows that may have a part
	for i, c := range classes {
		left[i] = len(c.rows)
	}
	for found := true; found; {
		found = false
		for i, row := range matrix {
			if out[i] || !slices.ContainsFunc(row, func(e entry) bool { return left[e.col] == 1 }) {
				continue
			}
			out[i], found = true, true
			for _, e := range row {
				left[e.col]--
			}
		}
	}
	return out
}

// included tells whether comments hold all those that were published of a part of their raters, and are all among those of
// more raters.
func (g *guard) included(f figure) bool {
	var near []int
	for _, c := range f.cells {
		near = append(near, g.whole.holding(c)...)
	}
	slices.Sort(near)
	for _, i := range slices.Compact(near) {
		o := g.figures[i]
		if contains(f.cells, o.cells) && !contains(f.written, o.written) || contains(o.cells, f.cells) && !contains(o.written, f.written) {
			return false
		}
	}
	return true
}

// contains tells whether an ordered list holds all of another, what stands there twice at least twice.
func contains[T int | string](all, some []T) bool {
	for _, x := range some {
		i, found := slices.BinarySearch(all, x)
		if !found {
			return false
		}
		all = all[i+1:]
	}
	return true
}

// consistent tells whether every combination of rows that leaves nothing leaves nothing of their values either. Empty rows
// are left out. The work depends on the rows only.
func consistent(rows []sparse, values []*big.Rat, work *int) agreement {
	pivots := map[int]int{} // by first column
	for i := range rows {
		if len(rows[i]) == 0 {
			continue
		}
		row, value := arrange(rows[i], nil), new(big.Rat).Set(values[i])
		for len(row) > 0 {
			p, ok := pivots[row[0].col]
			if !ok {
				pivots[row[0].col] = i
				break
			}
			if *work -= len(row) + len(rows[p]); *work < 0 {
				return unproven
			}
			factor := new(big.Rat).Quo(row[0].val, rows[p][0].val)
			value.Sub(value, factor.Mul(factor, values[p]))
			row = without(row, 0, rows[p], nil)
		}
		if len(row) == 0 && value.Sign() != 0 {
			return changed
		}
		rows[i], values[i] = row, value
	}
	return agreed
}
