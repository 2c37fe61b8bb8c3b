package spread

import (
	"math"
	"math/big"
	"math/bits"
)

const (
	fitRounds  = 16      // of rows and columns
	fitSteps   = 3       // of Newton's method for one row in one round
	fitBits    = 32      // most binary places of a fitted part
	factorBits = 58      // binary places of a factor
	maxFactor  = 16      // largest factor of one step
	fitTop     = 1 << 59 // no part is above
)

// fit is a matrix with seed or limits while its parts are fitted.
type fit struct {
	*frame
	least, most []int64 // bounds of each cell, in grains
	places      int     // binary places of a part
	parts       []int64 // exact part of each cell before its bounds are applied, at least 0
}

// fitted returns the cells of a matrix with seed or limits.
func (f *frame) fitted() ([]int64, error) {
	t := &fit{frame: f}
	if err := t.limit(); err != nil {
		return nil, err
	}
	if err := t.reach(); err != nil {
		return nil, err
	}
	t.places = min(fitBits, max(0, 59-bits.Len64(uint64(f.total))))
	t.start()
	for range fitRounds {
		t.fitColumns()
		t.fitRows()
	}
	units, excess := t.round()
	return t.mend(units, excess)
}

// limit sets the bounds of all cells; those not stated are as in a row.
func (t *fit) limit() error {
	n := len(t.columns)
	cells := len(t.rows) * n
	t.least, t.most = make([]int64, cells), make([]int64, cells)
	nothing := t.total == 0
	if !nothing {
		for k := range t.most {
			if t.seed == nil || t.seed[k/n][k%n] > 0 {
				t.most[k] = noLimit
			}
		}
	}
	below := big.NewInt(t.total)
	for _, p := range t.limits {
		b := p.bounds
		if t.mirrored {
			b.least, b.most, b.hasLeast, b.hasMost = -b.most, -b.least, b.hasMost, b.hasLeast
		}
		least, most := b.within(nothing)
		if t.seed != nil && t.seed[p.cell/n][p.cell%n] == 0 {
			most = min(max(0, least), most)
			least = most
		}
		t.least[p.cell], t.most[p.cell] = least, most
		below.Sub(below, big.NewInt(min(least, 0)))
	}
	if !below.IsInt64() || below.Int64() >= noLimit {
		return tooFarBelow()
	}
	return nil
}

// start sets the parts to the seed, each row brought to its total, or to what the totals alone give.
func (t *fit) start() {
	n := len(t.columns)
	t.parts = make([]int64, len(t.least))
	if t.total == 0 {
		return
	}
	for i, total := range t.rows {
		over := uint64(total) << t.places
		weights, sum := t.columns, uint64(t.total)
		if t.seed != nil {
			weights, sum = t.seed[i], 0
			for _, s := range weights {
				sum += uint64(s)
			}
		}
		if total == 0 || sum == 0 {
			continue
		}
		row := t.parts[i*n : (i+1)*n]
		for j, w := range weights {
			hi, lo := bits.Mul64(over, uint64(w))
			quotient, _ := bits.Div64(hi, lo, sum)
			row[j] = int64(quotient)
			if w > 0 {
				row[j] = max(row[j], 1)
			}
		}
	}
}

// part returns the fitted part of cell k within its bounds, in binary fractions, and whether it is free to move.
func (t *fit) part(k int) (part int64, moves bool) {
	least, most := t.within(t.least[k]), t.within(t.most[k])
	switch p := t.parts[k]; {
	case p <= least:
		return least, false
	case p >= most:
		return most, false
	default:
		return p, true
	}
}

// within returns a bound in binary fractions, cut to what matters for the fit.
func (t *fit) within(bound int64) int64 {
	return max(min(bound, t.total), -t.total) << t.places
}

// measure sums a row or a column.
type measure struct {
	sum    int64 // of the parts within their bounds
	moving int64 // of those that are free
	grow   int64 // of those that a larger factor may help, once they are free
	shrink int64 // of those that a smaller factor may help
}

func (t *fit) measure(m *measure, k int) {
	part, moves := t.part(k)
	m.sum = max(min(m.sum+part, 2*fitTop), -2*fitTop)
	switch p := t.parts[k]; {
	case moves:
		m.moving = min(m.moving+p, 2*fitTop)
	case t.least[k] == t.most[k]:
	case p <= t.within(t.least[k]):
		m.grow = min(m.grow+p, 2*fitTop)
	default:
		m.shrink = min(m.shrink+p, 2*fitTop)
	}
}

// factor returns by what the parts of a line are to be multiplied to come nearer to target, with factorBits places.
func (m *measure) factor(target int64) uint64 {
	difference, base := target-m.sum, m.moving
	switch {
	case difference == 0:
		return 1 << factorBits
	case base == 0 && difference > 0:
		base = m.grow
	case base == 0:
		base = m.shrink
	}
	if base == 0 {
		return 1 << factorBits
	}
	wanted := max(base+difference, base/maxFactor)
	if uint64(wanted)/maxFactor >= uint64(base) {
		return maxFactor << factorBits
	}
	quotient, _ := bits.Div64(uint64(wanted)>>(64-factorBits), uint64(wanted)<<factorBits, uint64(base))
	return quotient
}

// multiply multiplies the part of cell k. A part above zero stays above zero.
func (t *fit) multiply(k int, factor uint64) {
	p := t.parts[k]
	if p == 0 {
		return
	}
	hi, lo := bits.Mul64(uint64(p), factor)
	scaled := hi<<(64-factorBits) | lo>>factorBits
	if hi>>factorBits != 0 || scaled > fitTop {
		scaled = fitTop
	}
	t.parts[k] = int64(max(scaled, 1))
}

// fitRows brings each row near to its total.
func (t *fit) fitRows() {
	n := len(t.columns)
	for i, total := range t.rows {
		target := total << t.places
		for range fitSteps {
			var m measure
			for k := i * n; k < (i+1)*n; k++ {
				t.measure(&m, k)
			}
			if m.sum-target <= int64(n) && target-m.sum <= int64(n) {
				break
			}
			factor := m.factor(target)
			for k := i * n; k < (i+1)*n; k++ {
				t.multiply(k, factor)
			}
		}
	}
}

// fitColumns brings each column nearer to its total.
func (t *fit) fitColumns() {
	n := len(t.columns)
	sums, factors := make([]measure, n), make([]uint64, n)
	for i := range t.rows {
		for j := range sums {
			t.measure(&sums[j], i*n+j)
		}
	}
	for j, total := range t.columns {
		factors[j] = sums[j].factor(total << t.places)
	}
	for i := range t.rows {
		for j, factor := range factors {
			t.multiply(i*n+j, factor)
		}
	}
}

// round returns the fitted parts rounded so that the rows foot, and what each column then has too much.
func (t *fit) round() (units, excess []int64) {
	n := len(t.columns)
	units, excess = make([]int64, len(t.parts)), make([]int64, n)
	claims := newClaims(n, 1<<t.places)
	for i, total := range t.rows {
		row := units[i*n : (i+1)*n]
		missing := total
		for j := range row {
			k := i*n + j
			part, _ := t.part(k)
			row[j] = part >> t.places
			remainder := part & (claims.whole - 1)
			if row[j] < t.least[k] || row[j] >= t.most[k] { // bounds beyond the total, which no part reaches
				row[j], remainder = max(min(row[j], t.most[k]), t.least[k]), 0
			}
			key := claims.short[j] + remainder
			claims.keys[j] = math.MinInt64
			claims.short[j] = key
			if remainder > 0 {
				claims.keys[j] = key
				if key >= claims.half {
					row[j]++
					claims.short[j] -= claims.whole
				}
			}
			missing -= row[j]
		}
		if missing = claims.settle(row, missing); missing != 0 {
			t.force(i, row, missing)
		}
		for j, u := range row {
			excess[j] += u
		}
	}
	for j, total := range t.columns {
		excess[j] -= total
	}
	return units, excess
}

// forceRounds is how often what a row misses is shared out evenly before the first cells take what they can.
const forceRounds = 32

// force makes a row sum to its total within the bounds, which is known to be possible.
func (t *fit) force(i int, row []int64, missing int64) {
	n := len(row)
	least, most := t.least[i*n:(i+1)*n], t.most[i*n:(i+1)*n]
	for round := 0; missing != 0; round++ {
		open := int64(0)
		for j, u := range row {
			if missing > 0 && u < most[j] || missing < 0 && u > least[j] {
				open++
			}
		}
		each := missing
		if round < forceRounds {
			each = missing / open
			if missing%open != 0 {
				each += sign(missing)
			}
		}
		for j, u := range row {
			if missing == 0 {
				return
			}
			move := min(each, most[j]-u, missing)
			if missing < 0 {
				move = max(each, least[j]-u, missing)
			}
			row[j] += move
			missing -= move
		}
	}
}

func sign(n int64) int64 {
	if n < 0 {
		return -1
	}
	return 1
}
