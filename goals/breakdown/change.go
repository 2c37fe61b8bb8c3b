package breakdown

import (
	"math/big"
	"slices"
)

// lay makes the tree of what the cells down to the level may change by. Closed cells, cells whose limits leave them one
// value, and among others that count by their targets those of the target 0, change by nothing.
func (c *catching) lay() {
	t := c.tree
	until := 1 + c.first + len(c.cells)
	t.cells = slices.Clone(t.cells[:until])
	t.last = c.spec.Carry == ToLast
	now := make([]*big.Rat, until) // what each cell comes to before any change
	byTarget := false
	for i, cell := range c.cells {
		byTarget = byTarget || c.spec.Carry == Proportional && c.actual[i] == nil && !cell.Target.IsZero()
	}
	for i := range t.cells {
		now[i] = new(big.Rat)
	}
	room := new(big.Rat).Abs(c.shortfall) // more than any cell can be asked to rise by
	room.Add(room, big.NewRat(1, 1))
	for at := until - 1; at >= 0; at-- {
		cell := &t.cells[at]
		if i := at - 1 - c.first; i >= 0 {
			now[at] = c.targets[i]
			c.open(cell, at, i, byTarget)
		} else {
			low, high := c.turned(cell.min), c.turned(cell.max)
			if c.sign < 0 {
				low, high = high, low
			}
			cell.min, cell.max, cell.hold = less(low, now[at]), less(high, now[at]), less(c.turned(cell.hold), now[at])
			for _, limit := range []*big.Rat{cell.min, cell.max, cell.hold} {
				if limit != nil {
					room.Add(room, new(big.Rat).Abs(limit))
				}
			}
		}
		if cell.parent >= 0 {
			now[cell.parent].Add(now[cell.parent], now[at])
		}
	}
	for at := range t.cells[1+c.first:] {
		if cell := &t.cells[1+c.first+at]; cell.hold == nil && cell.max == nil {
			cell.max = room
		}
	}
	c.changes = t
}

// less returns a - b; nil when a is nil.
func less(a, b *big.Rat) *big.Rat {
	if a == nil {
		return nil
	}
	return new(big.Rat).Sub(a, b)
}

// open says what cell i of the level, which stands at a place of the tree, may change by.
func (c *catching) open(cell *cell, at, i int, byTarget bool) {
	target := c.targets[i]
	held, free := c.tree.reach(at, c.sign)
	cell.first, cell.end, cell.hold, cell.min, cell.max = 0, 0, nil, nil, nil
	cell.weight = big.NewRat(1, 1)
	if byTarget {
		cell.weight = target
	}
	if c.actual[i] != nil || free.hi != nil && free.lo.Cmp(free.hi) == 0 || cell.weight.Sign() == 0 {
		cell.hold = new(big.Rat)
		return
	}
	cell.min = less(new(big.Rat).Add(held, free.lo), target)
	if free.hi != nil {
		cell.max = less(new(big.Rat).Add(held, free.hi), target)
	}
	if !c.spec.MaxUplift.IsZero() {
		up := floor(new(big.Rat).Mul(target, c.spec.MaxUplift.Rat()))
		if cell.max == nil || up.Cmp(cell.max) < 0 {
			cell.max = up
		}
	}
}

// reach returns what is held at or below cell i, and what its other cells may take besides by the limits at and below
// it, turned by sign and at least 0.
func (t *tree) reach(i, sign int) (held *big.Rat, free bounds) {
	turned := func(r *big.Rat) *big.Rat {
		if r == nil || sign > 0 {
			return r
		}
		return new(big.Rat).Neg(r)
	}
	c := t.cells[i]
	if c.hold != nil {
		return turned(c.hold), bounds{lo: new(big.Rat), hi: new(big.Rat)}
	}
	held, free = new(big.Rat), bounds{lo: new(big.Rat)}
	if c.first != c.end {
		free.hi = new(big.Rat)
	}
	for j := c.first; j < c.end; j++ {
		h, below := t.reach(j, sign)
		held.Add(held, h)
		free.add(below)
	}
	low, high := turned(c.min), turned(c.max)
	if sign < 0 {
		low, high = high, low
	}
	if low != nil {
		free.lo = free.clamp(ceil(less(low, held)))
	}
	if high != nil {
		free.hi = free.clamp(floor(less(high, held)))
	}
	return held, free
}

// add adds the bounds of another cell to b.
func (b *bounds) add(o bounds) {
	b.lo.Add(b.lo, o.lo)
	if b.hi == nil || o.hi == nil {
		b.hi = nil
		return
	}
	b.hi.Add(b.hi, o.hi)
}

// giveWay returns the least and the most that cell i of a tree of changes may change by. Limits of groups that their
// cells cannot keep, because of what is closed or capped, give way to these.
func (t *tree) giveWay(i int) bounds {
	c := &t.cells[i]
	if c.first == c.end {
		if c.hold != nil {
			return bounds{lo: c.hold, hi: c.hold}
		}
		return bounds{lo: c.min, hi: c.max}
	}
	all := bounds{lo: new(big.Rat), hi: new(big.Rat)}
	for j := c.first; j < c.end; j++ {
		all.add(t.giveWay(j))
	}
	if c.hold != nil {
		c.hold = all.clamp(c.hold)
		return bounds{lo: c.hold, hi: c.hold}
	}
	if c.min != nil {
		c.min = all.clamp(c.min)
		all.lo = c.min
	}
	if c.max != nil {
		c.max = all.clamp(c.max)
		all.hi = c.max
	}
	return all
}
