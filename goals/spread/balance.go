package spread

// balance moves units between columns, within rows, until no column has an excess: Dinic's method for the largest flow,
// on a graph whose nodes are columns and rows and whose edges are the cells. Rows keep their sums.
type balance struct {
	rows, columns int
	units         []int64
	excess        []int64                         // of each column: what it has too much
	room          func(i, j int) (down, up int64) // how much a cell may lose and gain

	columnLevel, rowLevel []int32 // distance from the columns with an excess; -1 when not reached
	columnArc, rowArc     []int32 // edges before these lead nowhere
}

func newBalance(rows, columns int, units, excess []int64, room func(i, j int) (down, up int64)) *balance {
	return &balance{
		rows: rows, columns: columns, units: units, excess: excess, room: room,
		columnLevel: make([]int32, columns), rowLevel: make([]int32, rows),
		columnArc: make([]int32, columns), rowArc: make([]int32, rows),
	}
}

// run moves what can be moved and tells whether no excess is left. If some is left, the levels say which rows and
// columns are reached from it: a smallest cut.
func (b *balance) run() bool {
	for {
		left := false
		for _, e := range b.excess {
			left = left || e > 0
		}
		if !left {
			return true
		}
		if !b.search() {
			return false
		}
		for a := range b.columns {
			for b.excess[a] > 0 && b.columnLevel[a] == 0 {
				moved := b.fromColumn(a, b.excess[a])
				if moved == 0 {
					break
				}
				b.excess[a] -= moved
			}
		}
	}
}

// search sets the levels and tells whether a column that lacks something is reached.
func (b *balance) search() bool {
	frontier := make([]int, 0, b.columns)
	var newColumns, oldColumns []int // reached, not reached
	for j, e := range b.excess {
		b.columnLevel[j], b.columnArc[j] = -1, 0
		if e > 0 {
			b.columnLevel[j] = 0
			frontier = append(frontier, j)
		} else {
			oldColumns = append(oldColumns, j)
		}
	}
	open := make([]int, b.rows)
	for i := range open {
		open[i] = i
		b.rowLevel[i], b.rowArc[i] = -1, 0
	}
	reached := false
	for level := int32(1); len(frontier) > 0 && !reached; level += 2 {
		var lines []int
		for _, a := range frontier {
			still := open[:0]
			for _, i := range open {
				if down, _ := b.room(i, a); down > 0 {
					b.rowLevel[i] = level
					lines = append(lines, i)
				} else {
					still = append(still, i)
				}
			}
			open = still
		}
		newColumns = newColumns[:0]
		for _, i := range lines {
			still := oldColumns[:0]
			for _, j := range oldColumns {
				if _, up := b.room(i, j); up > 0 {
					b.columnLevel[j] = level + 1
					newColumns = append(newColumns, j)
					reached = reached || b.excess[j] < 0
				} else {
					still = append(still, j)
				}
			}
			oldColumns = still
		}
		frontier, newColumns = newColumns, frontier
	}
	return reached
}

// fromColumn moves up to amount out of column a and returns how much.
func (b *balance) fromColumn(a int, amount int64) int64 {
	if b.excess[a] < 0 {
		taken := min(amount, -b.excess[a])
		b.excess[a] += taken
		return taken
	}
	for ; int(b.columnArc[a]) < b.rows; b.columnArc[a]++ {
		i := int(b.columnArc[a])
		if b.rowLevel[i] != b.columnLevel[a]+1 {
			continue
		}
		down, _ := b.room(i, a)
		if down <= 0 {
			continue
		}
		if moved := b.fromRow(i, min(amount, down)); moved > 0 {
			b.units[i*b.columns+a] -= moved
			return moved
		}
	}
	return 0
}

// fromRow moves up to amount to another column within row i and returns how much.
func (b *balance) fromRow(i int, amount int64) int64 {
	for ; int(b.rowArc[i]) < b.columns; b.rowArc[i]++ {
		j := int(b.rowArc[i])
		if b.columnLevel[j] != b.rowLevel[i]+1 {
			continue
		}
		_, up := b.room(i, j)
		if up <= 0 {
			continue
		}
		if moved := b.fromColumn(j, min(amount, up)); moved > 0 {
			b.units[i*b.columns+j] += moved
			return moved
		}
	}
	return 0
}
