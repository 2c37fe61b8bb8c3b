package breakdown

import (
	"math/big"
	"slices"

	"github.com/kam-go/kam/goals/spread"
	"github.com/kam-go/kam/internal/num"
)

// stated returns the bounds of cell i, turned; nil where there is none. The top has its target and no bounds.
func (r *region) stated(i int) (least, most *big.Rat) {
	if i == r.top {
		return nil, nil
	}
	least, most = r.turned(r.t.cells[i].min), r.turned(r.t.cells[i].max)
	if r.sign < 0 {
		least, most = most, least
	}
	return least, most
}

// setFloors finds the least of leaves that state none. It is 0, unless a bound of the leaf, or else of the nearest cell
// above it that has a minimum or a maximum below 0, asks for less.
func (r *region) setFloors() {
	for _, i := range r.order {
		least, most := r.stated(i)
		r.bound = r.bound || least != nil || most != nil
		switch {
		case least != nil && least.Sign() < 0:
			r.floors[i] = ceil(new(big.Rat).Sub(least, r.turned(r.heldIn[i])))
		case least == nil && most != nil && most.Sign() < 0:
			r.floors[i] = floor(new(big.Rat).Sub(most, r.turned(r.heldIn[i])))
		case least != nil || i == r.top:
			r.floors[i] = new(big.Rat)
		default:
			r.floors[i] = r.floors[r.t.cells[i].parent]
		}
	}
}

// limit turns the limits of the cells into whole grains, passes those of children on to their parents, and reports
// limits that leave nothing between them.
func (r *region) limit(f *faults) bool {
	r.crossed = 0
	for at := len(r.order) - 1; at >= 0; at-- {
		i := r.order[at]
		b := r.leave(i)
		if b.crossed() {
			r.crossed++
			r.t.fault(f, "bounds", i,
				say("at least %s and at most %s are asked for at once", "下限合计 %s 高于上限 %s", r.outward(i, b.lo), r.outward(i, b.hi)),
				say("widen a minimum or a maximum, in whole grains of %s", "请放宽下限或上限，最小单位为 %s", num.Format(r.t.grain)))
		}
		r.limits[i] = b
	}
	if r.crossed > 0 {
		return false
	}
	if r.reaches() {
		return true
	}
	limit, least := r.limits[r.top].lo, say("need at least", "至少需要")
	if limit.Cmp(r.whole) <= 0 {
		limit, least = r.limits[r.top].hi, say("can take at most", "至多承担")
	}
	r.t.fault(f, "bounds", r.top,
		say("the cells %s %s of %s", "各单元格%s %s，而总额为 %s", least, r.outward(r.top, limit), r.outward(r.top, new(big.Rat).Add(r.whole, r.odd))),
		say("widen minima or maxima, free held cells, or change the total", "请放宽上下限、解锁单元格或调整总额"))
	return false
}

// reaches reports whether the limits let the cells sum to what is to be spread.
func (r *region) reaches() bool {
	top := r.limits[r.top]
	return top.lo.Cmp(r.whole) <= 0 && (top.hi == nil || top.hi.Cmp(r.whole) >= 0)
}

// crossed reports whether the minimum is above the maximum.
func (b bounds) crossed() bool { return b.lo != nil && b.hi != nil && b.lo.Cmp(b.hi) > 0 }

// leave returns what the limits of cell i and those of its children leave it.
func (r *region) leave(i int) bounds {
	b := r.own(i)
	below := r.limitsBelow(i, b)
	if b.lo == nil || below.lo.Cmp(b.lo) > 0 {
		b.lo = below.lo
	}
	if below.hi != nil && (b.hi == nil || below.hi.Cmp(b.hi) < 0) {
		b.hi = below.hi
	}
	return b
}

// own returns the limits stated for cell i in whole grains, beside what is held and odd below it.
func (r *region) own(i int) bounds {
	var b bounds
	least, most := r.stated(i)
	if least == nil && most == nil {
		return b
	}
	beside := new(big.Rat).Set(r.turned(r.heldIn[i]))
	if r.takesOdd(i) {
		beside.Add(beside, r.odd)
	}
	if least != nil {
		b.lo = ceil(new(big.Rat).Sub(least, beside))
	}
	if most != nil {
		b.hi = floor(new(big.Rat).Sub(most, beside))
		if least == nil && most.Sign() < 0 {
			b.lo = r.floors[i]
		}
	}
	return b
}

// limitsBelow returns the sums of the limits of the children of i. Where nothing is spread a leaf takes nothing, unless
// a limit asks for it.
func (r *region) limitsBelow(i int, own bounds) bounds {
	c := r.t.cells[i]
	if c.first == c.end {
		b := bounds{lo: r.floors[i]}
		if r.nothing && own.hi == nil {
			b.hi = new(big.Rat)
			if own.lo != nil && own.lo.Sign() > 0 {
				b.hi = own.lo
			}
		}
		return b
	}
	b := bounds{lo: new(big.Rat), hi: new(big.Rat)}
	for _, j := range r.freeChildren(i) {
		below := r.limits[j]
		b.lo.Add(b.lo, below.lo)
		switch {
		case b.hi == nil || below.hi == nil:
			b.hi = nil
		case below.crossed():
			b.hi.Add(b.hi, below.lo) // the fault is that of the child
		default:
			b.hi.Add(b.hi, below.hi)
		}
	}
	return b
}

// takesOdd reports whether the odd rest is at cell i or below it.
func (r *region) takesOdd(i int) bool { return r.oddCell >= i && r.contains(i, r.oddCell) }

// placeOdd gives the odd rest to the first cell, in the order that is asked for, whose limits and those above it leave
// room for it. Without one it reports why there is none.
func (r *region) placeOdd(f *faults) bool {
	var silent faults
	good := r.limit(&silent)
	for _, i := range r.oddOrder(good) {
		if r.fitsOdd(i) {
			return true
		}
	}
	if !good {
		return r.limit(f)
	}
	r.t.fault(f, "bounds", r.top,
		say("no cell has room for the odd %s", "没有单元格可承担零头 %s", show(new(big.Rat).Mul(r.odd, num.Rat(r.t.grain)))),
		say("widen a maximum, or use a finer grain", "请放宽上限，或采用更细的最小单位"))
	return false
}

// oddOrder returns the leaves that may take the odd rest, in the order that is asked for: those that weigh something, or
// all when none does. Possible says whether whole grains can be spread without it.
func (r *region) oddOrder(possible bool) []int {
	order := slices.DeleteFunc(slices.Clone(r.free), func(i int) bool { return r.weights[i].Sign() == 0 })
	if len(order) == 0 {
		order = slices.Clone(r.free)
	}
	if r.t.odd == spread.OddToLast {
		slices.Reverse(order)
	}
	if r.t.odd == spread.OddToLargest {
		size := r.weights
		var silent faults
		if possible && r.weigh(&silent) && r.solve(&silent) {
			size = r.parts
		}
		slices.SortStableFunc(order, func(a, b int) int { return size[b].Cmp(size[a]) })
	}
	return order
}

// fitsOdd gives the odd rest to leaf i when the limits allow it, and reports whether they do.
func (r *region) fitsOdd(i int) bool {
	r.oddCell = i
	r.follow(i)
	if r.crossed == 0 && r.reaches() {
		return true
	}
	r.oddCell = -1
	r.follow(i)
	return false
}

// follow finds the limits of a leaf and of the cells above it anew.
func (r *region) follow(leaf int) {
	for i := leaf; ; i = r.t.cells[i].parent {
		if r.limits[i].crossed() {
			r.crossed--
		}
		b := r.leave(i)
		if b.crossed() {
			r.crossed++
		}
		r.limits[i] = b
		if i == r.top {
			return
		}
	}
}
