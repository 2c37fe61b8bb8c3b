package bulk

import "math"

// Curve is what the way to a position earns: between two break points every unit of the axis earns the same. A credit earns
// the difference between where it ends and where it starts, so that a walk of a million credits looks at each break once.
type Curve struct {
	// At are the break points, ascending.
	At []int64
	// Rate has the rate below the first break point, then from each break point to the next.
	Rate []int64
	// sum is what lies between zero and each break point, below zero for those below it.
	sum []Wide
}

// Reset empties the curve; its memory stays.
func (c *Curve) Reset(below int64) {
	c.At, c.Rate = c.At[:0], append(c.Rate[:0], below)
}

// From adds a break point above those before it, and the rate from there on. At the same point, the later rate holds.
func (c *Curve) From(at, rate int64) {
	if n := len(c.At); n > 0 && c.At[n-1] == at {
		c.Rate[n] = rate
		return
	}
	c.At, c.Rate = append(c.At, at), append(c.Rate, rate)
}

// Between sets the rate to zero before one position and from another one on, wherever the break points are.
func (c *Curve) Between(from, until int64) {
	if until <= from {
		c.Reset(0)
		return
	}
	var at, rate [maxBreaks + 2]int64
	n := 0
	put := func(x, r int64) {
		if n > 0 && at[n-1] == x {
			rate[n] = r
			return
		}
		at[n], rate[n+1] = x, r
		n++
	}
	if from == Least {
		rate[0] = c.Rate[0]
	}
	open := from == Least
	for i, x := range c.At {
		if !open && from <= x {
			put(from, c.Rate[i])
			open = true
		}
		if until <= x {
			break
		}
		if open {
			put(x, c.Rate[i+1])
		}
	}
	if !open {
		put(from, c.rateAt(from))
	}
	if until != Most {
		put(until, 0)
	}
	c.At, c.Rate = append(c.At[:0], at[:n]...), append(c.Rate[:0], rate[:n+1]...)
}

// Least and Most stand for no limit; maxBreaks is more than the break points of any curve.
const (
	Least     = -1 << 62
	Most      = 1 << 62
	maxBreaks = 64
)

// Close computes what lies between zero and the break points, once all of them are there.
func (c *Curve) Close() {
	c.sum = grown(c.sum, len(c.At))
	zero := c.piece(0)
	total := Wide{}
	for i := zero; i < len(c.At); i++ { // upwards from zero
		from := int64(0)
		if i > zero {
			from = c.At[i-1]
		}
		total = total.Plus(Product(c.At[i]-from, c.Rate[i]))
		c.sum[i] = total
	}
	total = Wide{}
	for i := zero - 1; i >= 0; i-- { // and downwards
		until := int64(0)
		if i+1 < zero {
			until = c.At[i+1]
		}
		total = total.Minus(Product(until-c.At[i], c.Rate[i+1]))
		c.sum[i] = total
	}
}

// piece returns the number of break points at or below a position: the index of the rate that holds from there on.
func (c *Curve) piece(x int64) int {
	i := 0
	for i < len(c.At) && c.At[i] <= x {
		i++
	}
	return i
}

// stretch is one piece of a curve in 64 bits: a position x from low up to high, exclusive, has earned base + x × rate. Base
// and product may each be off by a multiple of 2⁶⁴, which their sum is not as long as it fits.
type stretch struct {
	low, high, base, rate int64
	piece                 uint8
}

func (s stretch) upTo(x int64) int64 { return s.base + x*s.rate }

// stretchAt returns the piece of a position.
func (c *Curve) stretchAt(x int64) stretch {
	i := c.piece(x)
	s := stretch{low: math.MinInt64, high: math.MaxInt64, rate: c.Rate[i], piece: uint8(i)}
	if i < len(c.At) {
		s.high = c.At[i]
	}
	switch {
	case i > 0:
		s.low = c.At[i-1]
		s.base = int64(c.sum[i-1].lo) - s.low*s.rate
	case len(c.At) > 0:
		s.base = int64(c.sum[0].lo) - s.high*s.rate
	}
	return s
}

// pieces returns the pieces in which a way between two positions starts and ends. A way that ends on a break point does not
// enter what lies behind it.
func (c *Curve) pieces(from, until int64) (first, last uint8) {
	low, high := min(from, until), max(from, until)
	below := c.piece(low)
	above := below
	for above < len(c.At) && c.At[above] < high {
		above++
	}
	if from <= until {
		return uint8(below), uint8(above)
	}
	return uint8(above), uint8(below)
}

func (c *Curve) rateAt(x int64) int64 { return c.Rate[c.piece(x)] }

// To returns what lies between zero and a position.
func (c *Curve) To(x int64) Wide {
	switch i := c.piece(x); {
	case i == 0 && len(c.At) == 0:
		return Product(x, c.Rate[0])
	case i == 0:
		return c.sum[0].Minus(Product(c.At[0]-x, c.Rate[0]))
	default:
		return c.sum[i-1].Plus(Product(x-c.At[i-1], c.Rate[i]))
	}
}
