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
// of the sets that it looks for combinations in.
type guard struct {
	thresholds Thresholds
	ids        map[cell]int
	raters     map[string]int
	rater      []int // of each cell
	need       []int // of each cell, the threshold; 1 for what is known
	open       sets  // of the anonymous answers of everything published
	whole      sets  // of all answers of what was published with its figure
	figures    []figure
}

func newGuard(t Thresholds) *guard {
	return &guard{thresholds: t, ids: map[cell]int{}, raters: map[string]int{}}
}

// sets are sets of answers, each the ascending numbers of its cells.
type sets struct {
	rows [][]int
	in   [][]int // of each cell, the rows it is in
}

// holding returns the rows that a cell is in.
func (s *sets) holding(cell int) []int {
	if cell >= len(s.in) {
		return nil
	}
	return s.in[cell]
}

// find returns the place of a row that was added before, and -1 for one that was not.
func (s *sets) find(row []int) int {
	if len(row) == 0 {
		return -1
	}
	for _, i := range s.holding(row[0]) {
		if slices.Equal(s.rows[i], row) {
			return i
		}
	}
	return -1
}

// add adds a row unless it is there or empty, and tells whether it did.
func (s *sets) add(row []int) bool {
	if len(row) == 0 || s.find(row) >= 0 {
		return false
	}
	for len(s.in) <= row[len(row)-1] {
		s.in = append(s.in, nil)
	}
	for _, c := range row {
		s.in[c] = append(s.in[c], len(s.rows))
	}
	s.rows = append(s.rows, row)
	return true
}

// touching returns the places of the rows that share answers with row, or with rows that do.
func (s *sets) touching(row []int) []int {
	var found []int
	taken := map[int]bool{}
	queue := [][]int{row}
	for len(queue) > 0 {
		next := queue[0]
		queue = queue[1:]
		for _, c := range next {
			for _, i := range s.holding(c) {
				if !taken[i] {
					taken[i] = true
					found = append(found, i)
					queue = append(queue, s.rows[i])
				}
			}
		}
	}
	return found
}

// cells returns the numbers of all answers of a, in order.
func (g *guard) cells(a Aggregate) []int {
	all := make([]int, 0, a.raters())
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
				g.rater, g.need = append(g.rater, rater), append(g.need, need)
			}
			all = append(all, id)
		}
	}
	slices.Sort(all)
	return all
}

// hidden returns the anonymous ones of some answers.
func (g *guard) hidden(cells []int) []int {
	return slices.DeleteFunc(slices.Clone(cells), func(id int) bool { return g.need[id] == 1 })
}

// signature returns a text that equal lists share, and no others.
func signature(numbers []int) string {
	var b []byte
	for _, n := range numbers {
		b = binary.AppendUvarint(b, uint64(n))
	}
	return string(b)
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
	if len(row) == 0 || g.open.find(row) >= 0 {
		return true
	}
	var rows [][]int
	for _, i := range g.open.touching(row) {
		rows = append(rows, g.open.rows[i])
	}
	matrix, classes := g.matrix(append(rows, row))
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

// matrix returns rows by the classes of their answers.
func (g *guard) matrix(rows [][]int) ([]sparse, []class) {
	classes := g.classes(rows)
	matrix := make([]sparse, len(rows))
	for col, c := range classes {
		for _, i := range c.rows {
			matrix[i] = append(matrix[i], entry{col, one})
		}
	}
	return matrix, classes
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
