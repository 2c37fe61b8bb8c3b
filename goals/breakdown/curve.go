package breakdown

import (
	"math/big"
	"slices"
)

// curve says what a cell, or a group of cells, takes at a level of filling: a continuous, piecewise linear function
// of the level that never falls. A single cell of weight w between lo and hi takes the level times w, but at least lo
// and at most hi; the level is below 0 only where a lo is. The cells of a tree share one level wherever no limit parts them, and that makes
// the shares under limits unique.
type curve struct {
	start *big.Rat // at every level up to the first kink
	kinks []kink   // in order of at, each at once
}

// kink is where the slope of a curve changes by turn.
type kink struct{ at, turn *big.Rat }

// bounds are the least and the most that a cell may take; nil is no bound.
type bounds struct{ lo, hi *big.Rat }

// clamp returns v within b.
func (b bounds) clamp(v *big.Rat) *big.Rat {
	if b.hi != nil && v.Cmp(b.hi) > 0 {
		return b.hi
	}
	if b.lo != nil && v.Cmp(b.lo) < 0 {
		return b.lo
	}
	return v
}

// cellCurve returns the curve of a single cell, whose bounds have a minimum. Without weight it stays as near to 0 as
// they let it.
func cellCurve(weight *big.Rat, b bounds) curve {
	if weight.Sign() == 0 {
		return curve{start: b.clamp(new(big.Rat))}
	}
	c := curve{start: b.lo}
	if b.hi != nil && b.hi.Cmp(c.start) <= 0 {
		return c
	}
	c.kinks = append(c.kinks, kink{at: new(big.Rat).Quo(c.start, weight), turn: weight})
	if b.hi != nil {
		c.kinks = append(c.kinks, kink{at: new(big.Rat).Quo(b.hi, weight), turn: new(big.Rat).Neg(weight)})
	}
	return c
}

// sumCurves returns what all of list take together.
func sumCurves(list []curve) curve {
	sum := curve{start: new(big.Rat)}
	var all []kink
	for _, c := range list {
		sum.start.Add(sum.start, c.start)
		all = append(all, c.kinks...)
	}
	slices.SortStableFunc(all, func(a, b kink) int { return a.at.Cmp(b.at) })
	for _, k := range all {
		if n := len(sum.kinks); n > 0 && sum.kinks[n-1].at.Cmp(k.at) == 0 {
			sum.kinks[n-1].turn = new(big.Rat).Add(sum.kinks[n-1].turn, k.turn)
			continue
		}
		sum.kinks = append(sum.kinks, k)
	}
	return sum
}

// clamped returns c kept within b.
func (c curve) clamped(b bounds) curve {
	out := curve{start: b.clamp(c.start)}
	value, slope, drawn := c.start, new(big.Rat), new(big.Rat)
	for i, k := range c.kinks {
		if i > 0 {
			value = along(value, slope, c.kinks[i-1].at, k.at)
		}
		slope = new(big.Rat).Add(slope, k.turn)
		var next *big.Rat // what c takes where this stretch ends; nil when it never ends
		if i+1 < len(c.kinks) {
			next = along(value, slope, k.at, c.kinks[i+1].at)
		}
		from, until := k.at, (*big.Rat)(nil)
		if b.lo != nil && value.Cmp(b.lo) < 0 {
			if slope.Sign() == 0 || next != nil && next.Cmp(b.lo) <= 0 {
				continue
			}
			from = reached(b.lo, value, slope, k.at)
		}
		if b.hi != nil && slope.Sign() != 0 && (next == nil || next.Cmp(b.hi) > 0) {
			if value.Cmp(b.hi) >= 0 {
				out.turn(k.at, drawn, new(big.Rat))
				return out
			}
			until = reached(b.hi, value, slope, k.at)
		}
		out.turn(from, drawn, slope)
		if until != nil {
			out.turn(until, drawn, new(big.Rat))
			return out
		}
	}
	return out
}

// turn makes c go on from at with a slope; drawn is the slope so far and is kept up to date.
func (c *curve) turn(at, drawn, slope *big.Rat) {
	change := new(big.Rat).Sub(slope, drawn)
	if change.Sign() == 0 {
		return
	}
	drawn.Set(slope)
	c.kinks = append(c.kinks, kink{at: at, turn: change})
}

// along returns the value at level to of a line that has value at from.
func along(value, slope, from, to *big.Rat) *big.Rat {
	step := new(big.Rat).Sub(to, from)
	return step.Add(step.Mul(step, slope), value)
}

// reached returns the level at which a rising line that has value at from takes target.
func reached(target, value, slope, from *big.Rat) *big.Rat {
	step := new(big.Rat).Sub(target, value)
	return step.Add(step.Quo(step, slope), from)
}

// at returns what c takes at a level.
func (c curve) at(level *big.Rat) *big.Rat {
	value, step := new(big.Rat).Set(c.start), new(big.Rat)
	for _, k := range c.kinks {
		if k.at.Cmp(level) >= 0 {
			break
		}
		step.Sub(level, k.at)
		value.Add(value, step.Mul(step, k.turn))
	}
	return value
}

// level returns a level at which c takes target, and false when there is none.
func (c curve) level(target *big.Rat) (*big.Rat, bool) {
	value, slope := c.start, new(big.Rat)
	switch order := target.Cmp(value); {
	case order < 0:
		return nil, false
	case order == 0 && len(c.kinks) == 0:
		return new(big.Rat), true
	case order == 0:
		return c.kinks[0].at, true
	}
	for i, k := range c.kinks {
		if i > 0 {
			value = along(value, slope, c.kinks[i-1].at, k.at)
		}
		slope = new(big.Rat).Add(slope, k.turn)
		if slope.Sign() == 0 {
			if target.Cmp(value) == 0 {
				return k.at, true
			}
			continue
		}
		at := reached(target, value, slope, k.at)
		if i+1 == len(c.kinks) || at.Cmp(c.kinks[i+1].at) <= 0 {
			return at, true
		}
	}
	return nil, false
}
