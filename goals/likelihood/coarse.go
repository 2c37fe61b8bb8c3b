package likelihood

import (
	"math/big"
	"math/bits"
	"sort"

	"github.com/kam-go/kam"
)

// Bounds of the coarse grid, and what is left to chance in it.
const (
	// maxCells is the largest number of cells, give or take the number of deals.
	maxCells = 1 << 20
	// maxCellSteps bounds the time, in cells computed.
	maxCellSteps = 1 << 27
	// one is the probability 1 in fixed point.
	one = 1 << 63
	// beyond is 10^-12 in fixed point, rounded up.
	beyond = 9_223_373
	// fineBits is the number of binary places that lengths have beyond whole units.
	fineBits = 64
)

// coarseSums bounds the distribution of a sum S = base + T + D. T is the sum of the deals with amounts rounded to whole
// multiples of step, known in fixed point; D is what rounding took away, the sum of d*X over the deals, where X is 1 for
// a deal that is won and 0 otherwise.
//
// By Hoeffding's inequality D exceeds its mean by t with a probability of at most exp(-2 t^2 / sum of d^2), which is
// below 10^-12 for t^2 = 14 times that sum; and it never exceeds the sum of the positive d. So D <= up and D >= -down
// but for a probability of at most upMiss and downMiss, and the events S >= x lie between T >= x-base+down and
// T >= x-base-up but for these.
type coarseSums struct {
	base, step       *big.Int
	upTo             []uint64 // probability of a T of at most i steps, rounded down; with lost it is rounded up
	lost             uint64
	up, down         *big.Int // in units of 2^-fineBits
	upMiss, downMiss uint64
}

// coarsely returns bounds of the distribution of base plus the chances, which are sorted and not empty, on a grid of
// the given step or, when that takes too long, of twice that, four times, and so on.
func coarsely(base *big.Int, chances []chance, step *big.Int) *coarseSums {
	c := &coarseSums{base: base, step: step}
	steps := make([]int, len(chances))
	for {
		rests := make([]*big.Int, len(chances))
		last := 0
		for i, ch := range chances {
			steps[i], rests[i] = c.nearest(ch.amount)
			last += steps[i]
		}
		if c.fill(chances, steps, last) {
			c.bound(chances, rests)
			return c
		}
		c.step.Lsh(c.step, 1)
	}
}

// stepFor returns the width of the grid: a multiple of the greatest common divisor of all amounts, for which there are
// not too many cells in all, and not too many to compute when twenty standard deviations of them matter.
func stepFor(chances []chance) *big.Int {
	divisor, all, variance := new(big.Int), new(big.Int), new(big.Int)
	for _, ch := range chances {
		divisor.GCD(nil, nil, divisor, ch.amount)
		all.Add(all, ch.amount)
		square := new(big.Int).Mul(ch.amount, ch.amount)
		square.Mul(square, new(big.Int).Mul(big.NewInt(ch.win), big.NewInt(ch.den-ch.win)))
		variance.Add(variance, square.Quo(square, new(big.Int).Mul(big.NewInt(ch.den), big.NewInt(ch.den))))
	}
	width := roundedUp(all, big.NewInt(maxCells))
	matter := variance.Sqrt(variance)
	matter.Mul(matter, big.NewInt(20*int64(len(chances))))
	if w := roundedUp(matter, big.NewInt(maxCellSteps)); w.Cmp(width) > 0 {
		width = w
	}
	return divisor.Mul(divisor, roundedUp(width, divisor))
}

// roundedUp returns a/b rounded up, for a >= 0 and b > 0.
func roundedUp(a, b *big.Int) *big.Int {
	n := new(big.Int).Add(a, b)
	return n.Quo(n.Sub(n, big.NewInt(1)), b)
}

// nearest returns amount in whole steps, rounded half up, and what it has beyond them.
func (c *coarseSums) nearest(amount *big.Int) (steps int, rest *big.Int) {
	n := new(big.Int).Lsh(amount, 1)
	n.Quo(n.Add(n, c.step), new(big.Int).Lsh(c.step, 1))
	return int(n.Int64()), new(big.Int).Sub(amount, new(big.Int).Mul(n, c.step))
}

// fill computes the distribution of T, each product rounded down, and reports whether it took few enough steps. Cells
// at either end whose probability is below 2^-63 are 0 and left out.
func (c *coarseSums) fill(chances []chance, steps []int, last int) bool {
	p := make([]uint64, last+1)
	p[0] = one
	from, until, spent := 0, 0, 0
	for i, ch := range chances {
		n := steps[i]
		if n == 0 {
			continue
		}
		win, lose := fixed(ch.win, ch.den), fixed(ch.den-ch.win, ch.den)
		if spent += until - from + n; spent > 2*maxCellSteps {
			return false
		}
		until += n
		for s := until; s >= from+n; s-- {
			p[s] = times(p[s], lose) + times(p[s-n], win)
		}
		for s := from + n - 1; s >= from; s-- {
			p[s] = times(p[s], lose)
		}
		for from < until && p[from] == 0 {
			from++
		}
		for from < until && p[until] == 0 {
			until--
		}
	}
	for s := 1; s <= last; s++ {
		p[s] += p[s-1]
	}
	c.upTo, c.lost = p, one-p[last]
	return true
}

// bound computes how far D reaches.
func (c *coarseSums) bound(chances []chance, rests []*big.Int) {
	low, high := new(big.Int), new(big.Int) // bounds of the mean of D
	most, least, squares := new(big.Int), new(big.Int), new(big.Int)
	for i, ch := range chances {
		d := rests[i]
		part := new(big.Int).Mul(d, big.NewInt(ch.win))
		floor, rest := new(big.Int).DivMod(part.Lsh(part, fineBits), big.NewInt(ch.den), new(big.Int))
		low.Add(low, floor)
		high.Add(high, floor)
		if rest.Sign() != 0 {
			high.Add(high, big.NewInt(1))
		}
		if d.Sign() > 0 {
			most.Add(most, d)
		} else {
			least.Sub(least, d)
		}
		squares.Add(squares, new(big.Int).Mul(d, d))
	}
	reach := squares.Mul(squares, big.NewInt(14))
	reach.Sqrt(reach.Lsh(reach, 2*fineBits))
	reach.Add(reach, big.NewInt(1))
	c.up, c.upMiss = lesser(high.Add(high, reach), most.Lsh(most, fineBits))
	c.down, c.downMiss = lesser(low.Sub(reach, low), least.Lsh(least, fineBits))
}

// lesser returns the bound that holds but for a small probability, or the certain one when that is no wider.
func lesser(likely, certain *big.Int) (bound *big.Int, miss uint64) {
	if certain.Cmp(likely) <= 0 {
		return certain, 0
	}
	return likely, beyond
}

// reach returns bounds of the probability that S is x or more.
func (c *coarseSums) reach(x *big.Int) (low, high *big.Rat) {
	y := new(big.Int).Sub(x, c.base)
	y.Lsh(y, fineBits)
	least := c.tail(c.cell(new(big.Int).Add(y, c.down)))
	most := c.tail(c.cell(y.Sub(y, c.up)))
	least -= min(least, c.downMiss)
	most += min(one-most, c.lost+c.upMiss)
	return ofFixed(least), ofFixed(most)
}

// cell returns the first cell that is at least the length, or one past the last.
func (c *coarseSums) cell(length *big.Int) int {
	wide := new(big.Int).Lsh(c.step, fineBits)
	n, rest := new(big.Int).DivMod(length, wide, new(big.Int))
	if rest.Sign() != 0 {
		n.Add(n, big.NewInt(1))
	}
	return int(within(n, new(big.Int), big.NewInt(int64(len(c.upTo)))).Int64())
}

// tail returns the probability of a T in the cell or above, rounded down.
func (c *coarseSums) tail(cell int) uint64 {
	if cell == 0 {
		return one
	}
	return c.upTo[len(c.upTo)-1] - c.upTo[cell-1]
}

// quantile returns bounds of the smallest sum for which the probability of at most it is q or more, for 0 < q < 1.
// The upper one is nil when any sum may be it.
func (c *coarseSums) quantile(q kam.Fraction) (low, high *big.Int) {
	r := q.Rat()
	floor := fixed(r.Num().Int64(), r.Denom().Int64())
	last := len(c.upTo) - 1
	early := sort.Search(last, func(i int) bool { return c.upTo[i]+c.lost+c.downMiss >= floor })
	low = c.length(early)
	low.Rsh(low.Sub(low, c.down), fineBits) // rounded down
	low.Add(low, c.base)
	late := sort.Search(len(c.upTo), func(i int) bool { return c.upTo[i] > floor+c.upMiss })
	if late > last {
		return low, nil
	}
	high = c.length(late)
	high.Neg(high.Add(high, c.up))
	high.Neg(high.Rsh(high, fineBits)) // rounded up
	return low, high.Add(high, c.base)
}

// length returns how long that many steps are.
func (c *coarseSums) length(steps int) *big.Int {
	n := new(big.Int).Mul(c.step, big.NewInt(int64(steps)))
	return n.Lsh(n, fineBits)
}

// fixed returns over/under in fixed point, rounded down, for 0 <= over < under.
func fixed(over, under int64) uint64 {
	high, low := bits.Mul64(uint64(over), one)
	quotient, _ := bits.Div64(high, low, uint64(under))
	return quotient
}

// times returns a*b in fixed point, rounded down, for a and b of at most one.
func times(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return high<<1 | low>>63
}

func ofFixed(p uint64) *big.Rat {
	return new(big.Rat).SetFrac(new(big.Int).SetUint64(p), new(big.Int).SetUint64(one))
}
