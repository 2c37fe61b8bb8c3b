package develop

import "math"

// assign gives each row at most one column, and each column at most as many rows as it has room for, so that the gains sum
// to the most there is. A gain of 0 or less is no pair. It returns the column of each row, -1 for none; of equal sums always
// the same.
//
// Rows come one after the other. Each is placed by the cheapest chain of moves that makes room for it, found by Dijkstra's
// algorithm on costs that potentials keep from being negative: the method of Hungarian, with columns that hold several rows.
func assign(gains [][]int64, room []int) []int {
	columns := len(room) + 1 // the last one is to stay without, which is free and has room for all
	a := assignment{
		gains: gains, room: room, none: len(room), column: make([]int, len(gains)),
		rows: make([][]int, columns), row: make([]int64, len(gains)), potential: make([]int64, columns),
	}
	for i := range gains {
		a.column[i] = -1
	}
	for i := range gains {
		a.place(i)
	}
	for i, c := range a.column {
		if c == a.none {
			a.column[i] = -1
		}
	}
	return a.column
}

type assignment struct {
	gains  [][]int64
	room   []int
	none   int
	column []int   // of each row
	rows   [][]int // in each column
	// row and potential keep cost - row - potential at 0 or more, and at 0 for every pair.
	row, potential []int64
}

// unreached is more than any chain of moves costs.
const unreached = math.MaxInt64 / 2

// cost returns what it costs to put row i into column c, and whether it may be.
func (a *assignment) cost(i, c int) (int64, bool) {
	if c == a.none {
		return 0, true
	}
	gain := a.gains[i][c]
	return -gain, gain > 0
}

func (a *assignment) free(c int) bool { return c == a.none || len(a.rows[c]) < a.room[c] }

// place finds a column for a row, and moves others where that is worth it.
func (a *assignment) place(i int) {
	n := len(a.potential)
	far, from, seen := make([]int64, n), make([]int, n), make([]bool, n)
	for c := range far {
		far[c] = unreached
	}
	// The potential of the new row makes its cheapest way 0.
	a.row[i] = 0
	least := int64(unreached)
	for c := range n {
		if cost, ok := a.cost(i, c); ok {
			least = min(least, cost-a.potential[c])
		}
	}
	a.row[i] = least
	a.relax(i, 0, far, from)
	end, reach := -1, int64(0)
	for end < 0 {
		next := -1
		for c := range n {
			if !seen[c] && far[c] < unreached && (next < 0 || far[c] < far[next]) {
				next = c
			}
		}
		seen[next], reach = true, far[next]
		if a.free(next) {
			end = next
			break
		}
		for _, held := range a.rows[next] {
			a.relax(held, reach, far, from)
		}
	}
	a.row[i] += reach
	for c := range n {
		if !seen[c] || c == end {
			continue
		}
		a.potential[c] -= reach - far[c]
		for _, held := range a.rows[c] {
			a.row[held] += reach - far[c]
		}
	}
	for c := end; ; {
		mover := from[c]
		before := a.column[mover]
		a.column[mover] = c
		a.rows[c] = insert(a.rows[c], mover)
		if mover == i {
			return
		}
		a.rows[before] = remove(a.rows[before], mover)
		c = before
	}
}

// relax notes where a row could go at less than known so far.
func (a *assignment) relax(i int, reach int64, far []int64, from []int) {
	for c := range far {
		cost, ok := a.cost(i, c)
		if !ok {
			continue
		}
		if way := reach + cost - a.row[i] - a.potential[c]; way < far[c] {
			far[c], from[c] = way, i
		}
	}
}

// insert puts a row into a list that is in rising order.
func insert(list []int, row int) []int {
	at := len(list)
	for at > 0 && list[at-1] > row {
		at--
	}
	list = append(list, 0)
	copy(list[at+1:], list[at:])
	list[at] = row
	return list
}

func remove(list []int, row int) []int {
	for at, r := range list {
		if r == row {
			return append(list[:at], list[at+1:]...)
		}
	}
	return list
}
