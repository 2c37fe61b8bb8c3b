package breakdown

import (
	"math/big"

	"github.com/kam-go/kam/goals/spread"
	"github.com/kam-go/kam/internal/num"
)

// region is the part of a tree below one held cell, or the root, that is not held: what the cell holds beyond the held
// cells below it is spread over the free leaves, in whole grains. All numbers are turned so that what is spread is not
// negative.
type region struct {
	t     *tree
	top   int
	order []int // the cells of the region, parents before children, top first
	free  []int // its leaves
	held  []int // the topmost held cells below top

	sign    int
	nothing bool             // neither the cell nor what it leaves has a sign: no cell takes anything unless a limit asks
	heldIn  map[int]*big.Rat // what is held below a cell, not turned
	leaves  map[int]int      // how many free leaves a cell has; a leaf has itself
	weights map[int]*big.Rat
	floors  map[int]*big.Rat // the least of a leaf that states none: 0, or what a bound above it asks for below 0
	limits  map[int]bounds   // in whole grains, beside what is held below
	crossed int              // how many cells have limits that leave nothing between them
	bound   bool             // some cell has a limit
	whole   *big.Rat         // what is to be spread
	odd     *big.Rat         // what the cell oddCell takes besides
	oddCell int              // -1 when there is none

	even  map[int]bool // groups of cells without weight that share evenly what the group must take
	exact map[int]*big.Rat
	parts map[int]*big.Rat
}

func newRegion(t *tree, top int) *region {
	r := &region{
		t: t, top: top, order: []int{top}, oddCell: -1,
		heldIn: map[int]*big.Rat{}, leaves: map[int]int{}, weights: map[int]*big.Rat{}, floors: map[int]*big.Rat{},
		limits: map[int]bounds{}, even: map[int]bool{}, exact: map[int]*big.Rat{}, parts: map[int]*big.Rat{},
	}
	for at := 0; at < len(r.order); at++ {
		c := t.cells[r.order[at]]
		if c.first == c.end {
			r.free = append(r.free, r.order[at])
		}
		for j := c.first; j < c.end; j++ {
			if t.cells[j].hold != nil {
				r.held = append(r.held, j)
				continue
			}
			r.order = append(r.order, j)
		}
	}
	for at := len(r.order) - 1; at >= 0; at-- {
		i := r.order[at]
		sum, weight := new(big.Rat), new(big.Rat)
		if c := t.cells[i]; c.first == c.end {
			weight.Set(c.weight)
			r.leaves[i] = 1
		} else {
			for j := c.first; j < c.end; j++ {
				if hold := t.cells[j].hold; hold != nil {
					sum.Add(sum, hold)
					continue
				}
				r.leaves[i] += r.leaves[j]
				sum.Add(sum, r.heldIn[j])
				weight.Add(weight, r.weights[j])
			}
		}
		r.heldIn[i], r.weights[i] = sum, weight
	}
	return r
}

// turned returns v with the sign of the region.
func (r *region) turned(v *big.Rat) *big.Rat {
	if v == nil || r.sign >= 0 {
		return v
	}
	return new(big.Rat).Neg(v)
}

// prepare finds what is to be spread, within which limits; it reports why it cannot be.
func (r *region) prepare(target *big.Rat, f *faults) bool {
	held := r.heldIn[r.top]
	rest := new(big.Rat).Sub(target, held)
	r.sign = target.Sign()
	against := rest.Sign() != 0 && rest.Sign() != r.sign
	if against {
		r.sign = rest.Sign()
	}
	r.nothing = r.sign == 0
	switch {
	case against && !r.t.either:
		r.t.fault(f, "held", r.top,
			say("what is held sums to %s, beyond %s", "锁定合计 %s，超出 %s", r.t.amount(held), r.t.amount(target)),
			say("let the held values sum to at most %s, or change the total", "请使锁定合计不超过 %s，或调整总额", r.t.amount(target)))
		return false
	case rest.Sign() != 0 && len(r.free) == 0:
		r.t.fault(f, "held", r.top,
			say("everything is held at %s together, which is not %s", "全部锁定，合计 %s，不等于 %s", r.t.amount(held), r.t.amount(target)),
			say("free a cell to take the other %s", "请解锁一个单元格以承担其余的 %s", r.t.amount(rest)))
		return false
	}
	left := r.turned(rest)
	r.whole = floor(left)
	r.odd = new(big.Rat).Sub(left, r.whole)
	r.setFloors()
	if r.odd.Sign() != 0 {
		if r.t.odd == spread.OddRefused {
			r.t.fault(f, "grain", r.top,
				say("%s is to be spread, which is no multiple of the grain %s", "待分解的 %s 不是最小单位 %s 的整数倍", r.t.amount(rest), num.Format(r.t.grain)), oddRemedy())
			return false
		}
		return r.placeOdd(f) && r.weigh(f)
	}
	return r.limit(f) && r.weigh(f)
}

// weigh makes cells even that all weigh nothing and must take something, or reports them.
func (r *region) weigh(f *faults) bool {
	good := true
	for _, i := range r.order {
		needs := r.limits[i].lo
		if i == r.top {
			needs = r.whole
		}
		if needs.Sign() <= 0 || r.weights[i].Sign() != 0 || r.t.cells[i].first == r.t.cells[i].end {
			continue
		}
		if r.limitsBelow(i, bounds{}).lo.Cmp(needs) >= 0 {
			continue
		}
		if r.t.zero != spread.ZeroEven {
			good = false
			r.t.fault(f, "zero", i,
				say("%s is to be spread over cells that all weigh nothing", "%s 需分解到权重全为零的单元格", r.outward(i, needs)), zeroRemedy())
			continue
		}
		r.even[i] = true
		for _, leaf := range r.free {
			if !r.contains(i, leaf) {
				continue
			}
			for at := leaf; at > i; at = r.t.cells[at].parent {
				r.weights[at] = new(big.Rat).Add(r.weights[at], big.NewRat(1, 1))
			}
			if i == r.top {
				r.weights[i] = new(big.Rat).Add(r.weights[i], big.NewRat(1, 1))
			}
		}
	}
	return good
}

// contains reports whether cell i is j or above it.
func (r *region) contains(i, j int) bool {
	for j > i {
		j = r.t.cells[j].parent
	}
	return i == j
}

// outward writes a number of grains at cell i of the region as what it means for the whole cell.
func (r *region) outward(i int, grains *big.Rat) string {
	return r.t.amount(new(big.Rat).Add(r.turned(grains), r.heldIn[i]))
}

// write stores what the cells of the region got.
func (r *region) write(out *filled) {
	capped := r.capped()
	for _, i := range r.order[1:] {
		value := new(big.Rat).Set(r.parts[i])
		reason := Spread
		b := r.limits[i]
		least, _ := r.stated(i)
		atLeast := (least != nil || b.lo.Sign() > 0) && value.Cmp(b.lo) == 0
		atMost := capped[i] && value.Cmp(b.hi) == 0
		if r.sign < 0 {
			atLeast, atMost = atMost, atLeast
		}
		switch {
		case r.leaves[i] == 0:
			reason = Held
		case atLeast:
			reason = AtMinimum
		case atMost:
			reason = AtMaximum
		}
		if r.takesOdd(i) {
			value.Add(value, r.odd)
			if i == r.oddCell && reason == Spread {
				reason = Odd
			}
		}
		out.values[i] = value.Add(r.turned(value), r.heldIn[i])
		out.reasons[i] = reason
	}
}

// capped returns the cells whose most follows from stated bounds.
func (r *region) capped() map[int]bool {
	out := make(map[int]bool, len(r.order))
	for at := len(r.order) - 1; at >= 0; at-- {
		i := r.order[at]
		own, most := r.own(i), r.limits[i].hi
		if most == nil {
			continue
		}
		out[i] = own.hi != nil && own.hi.Cmp(most) == 0
		if c := r.t.cells[i]; !out[i] && c.first != c.end {
			out[i] = true
			for _, j := range r.freeChildren(i) {
				out[i] = out[i] && out[j]
			}
		}
	}
	return out
}
