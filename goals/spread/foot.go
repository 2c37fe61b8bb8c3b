package spread

import (
	"math"
	"math/bits"
	"slices"
)

// Foot returns cells that sum to every row total and to every column total of m exactly.
//
// Without seed and limits the exact part of a cell is row total × column total / total. Every cell is that part rounded
// down or up to the grain, so it is less than one grain away and never of the wrong sign; such cells always exist.
// Within a row the cells with the largest claims are rounded up, where a claim is the remainder of the cell plus what
// its column is short of so far; equal claims are decided for the earlier column. So the same matrix always gives the same
// cells, and one with its rows or columns in another order may round other cells up. Time and memory are linear in the
// number of cells.
//
// With a seed or limits the exact parts are fitted: cells keep the form row factor × column factor × seed within their
// bounds, by a fixed number of rounds of proportional fitting in binary fractions. Then they are rounded, and what rows
// and columns still lack is moved along the cells that are nearest to their fitted parts. That rows and columns foot,
// that bounds and holds are kept, and that a solution is found when there is one is certain. How near the cells are to
// the ideal fit is not promised: a cell is usually a rounding away, and farther where limits bind in many places.
//
// A matrix of negative totals gives the negatives of what the positive one gives with its limits mirrored.
//
// Errors: an [*kam.InvalidError] with everything that is wrong with m; [*TotalsError] when rows and columns sum to
// different totals; [*CutError] when limits and zeros of the seed let no cells meet the totals, with the rows and
// columns that show it.
func Foot(m Matrix) (Table, error) {
	f, err := m.check()
	if err != nil {
		return Table{}, err
	}
	var units []int64
	if f.seed == nil && len(f.limits) == 0 {
		units = f.rankOne()
	} else if units, err = f.fitted(); err != nil {
		return Table{}, err
	}
	if f.mirrored {
		f.mirror()
		for k := range units {
			units[k] = -units[k]
		}
	}
	return Table{grid: f.grid, rows: f.rows, columns: f.columns, units: units, limits: f.limits}, nil
}

// rankOne returns the cells of a matrix without seed and limits.
func (f *frame) rankOne() []int64 {
	n := len(f.columns)
	units := make([]int64, len(f.rows)*n)
	claims := newClaims(n, f.total)
	for i, total := range f.rows {
		row := units[i*n : (i+1)*n]
		switch total {
		case 0:
		case f.total:
			copy(row, f.columns)
		default:
			claims.settle(row, total-f.floors(row, claims, total))
		}
	}
	f.exchange(units, claims.short)
	return units
}

// floors rounds the exact parts of a row with the given total to row, up where the claim reaches one half, and returns
// the sum. 0 < total < f.total.
//
// With ratio = floor(2^64 * total / f.total) the upper half of ratio * column is the floor of the exact part or one
// less, because column < 2^57; the remainder, found in wrapping arithmetic, tells which.
func (f *frame) floors(row []int64, claims *claims, total int64) int64 {
	t, whole := uint64(total), uint64(f.total)
	ratio, _ := bits.Div64(t, 0, whole)
	columns := f.columns[:len(row)]
	short, keys := claims.short[:len(row)], claims.keys[:len(row)]
	half := claims.half
	sum := int64(0)
	for j := range row {
		c := uint64(columns[j])
		floor, _ := bits.Mul64(ratio, c)
		over := int64(t*c - floor*whole - whole) // remainder - whole, when floor is right
		wrong := over >> 63                      // -1 when floor is right, else 0
		remainder := over + f.total&wrong
		units := int64(floor) + 1 + wrong

		some := -remainder >> 63 // -1 when there is a remainder
		key := short[j] + remainder
		up := ^(key - half) >> 63 & some // -1 when the cell is rounded up
		keys[j] = key&some | math.MinInt64&^some
		short[j] = key - f.total&up
		row[j] = units - up
		sum += units - up
	}
	return sum
}

// part returns the exact part of a cell as floor and remainder over f.total.
func (f *frame) part(i, j int) (floor, remainder int64) {
	if f.total == 0 {
		return 0, 0
	}
	hi, lo := bits.Mul64(uint64(f.rows[i]), uint64(f.columns[j]))
	q, r := bits.Div64(hi, lo, uint64(f.total))
	return int64(q), int64(r)
}

// claims chooses the cells of a row that are rounded up.
type claims struct {
	whole int64   // a remainder of this is one unit
	half  int64   // keys of at least this are rounded up at first
	short []int64 // what each column is short of after the rows so far
	keys  []int64 // of the row at hand: remainder + short; math.MinInt64 without a remainder
	open  []int64 // keys to choose from, for reuse
}

func newClaims(n int, whole int64) *claims {
	return &claims{whole: whole, half: (whole + 1) / 2, short: make([]int64, n), keys: make([]int64, n)}
}

// fewFlips is up to how many cells are searched one by one; more are sorted.
const fewFlips = 3

// settle rounds missing further cells of the row up, the largest keys first, or -missing cells back down, the smallest
// keys first. It returns what is still missing when cells with a remainder run out.
func (c *claims) settle(row []int64, missing int64) int64 {
	if missing > fewFlips || missing < -fewFlips {
		return c.settleMany(row, missing)
	}
	for ; missing > 0; missing-- {
		best, most := -1, int64(math.MinInt64)
		for j, key := range c.keys {
			if key < c.half && key > most {
				best, most = j, key
			}
		}
		if best < 0 {
			return missing
		}
		c.flip(row, best, 1)
	}
	for ; missing < 0; missing++ {
		best, least := -1, int64(math.MaxInt64)
		for j, key := range c.keys {
			if key >= c.half && key <= least {
				best, least = j, key
			}
		}
		if best < 0 {
			return missing
		}
		c.flip(row, best, -1)
	}
	return 0
}

// settleMany is settle by sorting: the key of the last cell that is flipped tells which others are. Of those with just
// that key the first are rounded up, and the last rounded down.
func (c *claims) settleMany(row []int64, missing int64) int64 {
	up := missing > 0
	c.open = c.open[:0]
	for _, key := range c.keys {
		if key != math.MinInt64 && key < c.half == up {
			c.open = append(c.open, key)
		}
	}
	step := int64(1)
	if !up {
		step = -1
	}
	n := int(min(int64(len(c.open)), step*missing))
	if n == 0 {
		return missing
	}
	slices.Sort(c.open)
	last := c.open[n-1]
	if up {
		last = c.open[len(c.open)-n]
	}
	equal := n
	for j, key := range c.keys {
		if key != math.MinInt64 && key < c.half == up && (up && key > last || !up && key < last) {
			c.flip(row, j, step)
			equal--
		}
	}
	if up {
		for j := 0; equal > 0; j++ {
			if c.keys[j] == last {
				c.flip(row, j, step)
				equal--
			}
		}
	} else {
		for j := len(row) - 1; equal > 0; j-- {
			if c.keys[j] == last {
				c.flip(row, j, step)
				equal--
			}
		}
	}
	return missing - step*int64(n)
}

// flip moves a cell by one unit and takes it out of the choice for the other direction's end of the order.
func (c *claims) flip(row []int64, j int, step int64) {
	row[j] += step
	c.short[j] -= step * c.whole
	c.keys[j] = math.MaxInt64
	if step < 0 {
		c.keys[j] = math.MinInt64
	}
}

// exchange mends the columns that are short of a few units, or have a few too many, by swapping a rounded-up and a
// rounded-down cell of one row. What direct swaps leave is moved along longer ways.
func (f *frame) exchange(units, short []int64) {
	n := len(f.columns)
	excess := make([]int64, n)
	var over, under []int // columns with too much, with too little
	for j, s := range short {
		if s == 0 {
			continue
		}
		excess[j] = -s / f.total
		if excess[j] > 0 {
			over = append(over, j)
		} else {
			under = append(under, j)
		}
	}
	for i := len(f.rows) - 1; i >= 0 && len(over) > 0; i-- {
		row := units[i*n : (i+1)*n]
		over = slices.DeleteFunc(over, func(a int) bool {
			if floor, _ := f.part(i, a); row[a] == floor {
				return false
			}
			for k, b := range under {
				if floor, remainder := f.part(i, b); remainder == 0 || row[b] != floor {
					continue
				}
				row[a]--
				row[b]++
				excess[a]--
				if excess[b]++; excess[b] == 0 {
					under = slices.Delete(under, k, k+1)
				}
				break
			}
			return excess[a] == 0
		})
	}
	if len(over) == 0 {
		return
	}
	b := newBalance(len(f.rows), n, units, excess, func(i, j int) (down, up int64) {
		floor, remainder := f.part(i, j)
		ceiling := floor
		if remainder > 0 {
			ceiling++
		}
		at := units[i*n+j]
		return at - floor, ceiling - at
	})
	b.run()
}
