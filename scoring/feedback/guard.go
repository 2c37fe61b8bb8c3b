package feedback

import (
	"encoding/binary"
	"slices"
)

// cell names a variable: what of one rater's answer is told.
type cell struct {
	kind                     Kind
	subject, question, rater string
}

// guard decides what may be added to what was published. Answers of groups with the threshold 1 are known and left out
// of its rows.
type guard struct {
	thresholds Thresholds
	ids        map[cell]int
	raters     map[string]int
	rater      []int // of each cell
	need       []int // of each cell, the threshold; 1 for what is known
	rows       [][]int
	in         [][]int // of each cell, the rows it is in
	sums       map[string]string
}

func newGuard(t Thresholds) *guard {
	return &guard{thresholds: t, ids: map[cell]int{}, raters: map[string]int{}, sums: map[string]string{}}
}

// cells returns the numbers of all answers of a, in order.
func (g *guard) cells(a Aggregate) []int {
	all := make([]int, 0, a.size())
	for _, p := range a.Parts {
		need := g.thresholds[p.Group]
		if need > 1 && a.Kind == KindSquares {
			need = max(need, SpreadFrom)
		}
		for _, name := range p.Raters {
			c := cell{a.Kind, p.Subject, p.Question, name}
			id, ok := g.ids[c]
			if !ok {
				rater, ok := g.raters[name]
				if !ok {
					rater = len(g.raters)
					g.raters[name] = rater
				}
				id = len(g.ids)
				g.ids[c] = id
				g.rater, g.need, g.in = append(g.rater, rater), append(g.need, need), append(g.in, nil)
			}
			all = append(all, id)
		}
	}
	slices.Sort(all)
	return all
}

// row returns the numbers of the anonymous answers of a, in order.
func (g *guard) row(a Aggregate) []int {
	return slices.DeleteFunc(g.cells(a), func(id int) bool { return g.need[id] == 1 })
}

// key returns a text that aggregates of the same answers share.
func (g *guard) key(a Aggregate) string { return signature(g.cells(a)) }

func signature(numbers []int) string {
	var b []byte
	for _, n := range numbers {
		b = binary.AppendUvarint(b, uint64(n))
	}
	return string(b)
}

// has tells whether a row was added before.
func (g *guard) has(row []int) bool {
	return len(row) == 0 || slices.ContainsFunc(g.in[row[0]], func(i int) bool { return slices.Equal(g.rows[i], row) })
}

func (g *guard) add(row []int) {
	if g.has(row) {
		return
	}
	for _, c := range row {
		g.in[c] = append(g.in[c], len(g.rows))
	}
	g.rows = append(g.rows, row)
}

// few tells whether a row is of less raters than one of its answers asks for.
func (g *guard) few(row []int) bool {
	need := 0
	for _, c := range row {
		need = max(need, g.need[c])
	}
	return len(g.ratersOf(row)) < need
}

// ratersOf returns who gave some answers, each once, in order.
func (g *guard) ratersOf(cells []int) []int {
	all := make([]int, len(cells))
	for i, c := range cells {
		all[i] = g.rater[c]
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// safe tells whether the guarantee holds when a row is added to those that were.
func (g *guard) safe(row []int) bool {
	if g.has(row) {
		return true
	}
	rows := append(g.touching(row), row)
	classes := g.classes(rows)
	matrix := make([]sparse, len(rows))
	for col, c := range classes {
		for _, i := range c.rows {
			matrix[i] = append(matrix[i], entry{col, one})
		}
	}
	var levels []int
	for _, c := range classes {
		levels = append(levels, c.needs...)
	}
	slices.Sort(levels)
	work := MaxWork
	for _, k := range slices.Compact(levels) {
		if isolates(matrix, classes, k, &work) || work < 0 {
			return false
		}
	}
	return true
}

// touching returns the rows that share answers with row, or with rows that do.
func (g *guard) touching(row []int) [][]int {
	var found [][]int
	taken := map[int]bool{}
	queue := [][]int{row}
	for len(queue) > 0 {
		next := queue[0]
		queue = queue[1:]
		for _, c := range next {
			for _, i := range g.in[c] {
				if !taken[i] {
					taken[i] = true
					found = append(found, g.rows[i])
					queue = append(queue, g.rows[i])
				}
			}
		}
	}
	return found
}

// class is the answers that stand in the same rows: a combination of rows depends on all of them or on none.
type class struct {
	rows   []int
	raters []int // each once, in order
	needs  []int // thresholds, each once, in order
}

// most returns the largest threshold of a class.
func (c class) most() int { return c.needs[len(c.needs)-1] }

// classes returns those of some rows, in the order of their first answer.
func (g *guard) classes(rows [][]int) []class {
	in := map[int][]int{}
	var order []int
	for i, row := range rows {
		for _, c := range row {
			if in[c] == nil {
				order = append(order, c)
			}
			in[c] = append(in[c], i)
		}
	}
	places := map[string]int{}
	var members [][]int
	var out []class
	for _, c := range order {
		key := signature(in[c])
		place, ok := places[key]
		if !ok {
			place = len(out)
			places[key] = place
			out, members = append(out, class{rows: in[c]}), append(members, nil)
		}
		members[place] = append(members[place], c)
	}
	for i, m := range members {
		out[i].raters = g.ratersOf(m)
		for _, c := range m {
			out[i].needs = append(out[i].needs, g.need[c])
		}
		slices.Sort(out[i].needs)
		out[i].needs = slices.Compact(out[i].needs)
	}
	return out
}
