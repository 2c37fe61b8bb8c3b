package breakdown

import (
	"math/big"

	"github.com/kam-go/kam/goals/spread"
	"github.com/kam-go/kam/internal/num"
)

// region is the part of a tree below one held cell, or the root, that is not held: what the cell holds beyond the held
// cells below it is spread over the free leaves, in whole grains. All numbers are turned so that they are not negative.
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
	limits  map[int]bounds // in whole grains, beside what is held below
	bound   bool           // some cell has a limit
	whole   *big.Rat       // what is to be spread
	odd     *big.Rat       // what the cell oddCell takes besides
	oddCell int            // -1 when there is none

	even  map[int]bool // groups of cells without weight that share evenly what the group must take
	exact map[int]*big.Rat
	parts map[int]*big.Rat
}

func newRegion(t *tree, top int) *region {
	r := &region{
		t: t, top: top, order: []int{top}, oddCell: -1,
		heldIn: map[int]*big.Rat{}, leaves: map[int]int{}, weights: map[int]*big.Rat{}, limits: map[int]bounds{},
		even: map[int]bool{}, exact: map[int]*big.Rat{}, parts: map[int]*big.Rat{},
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
	r.sign, r.nothing = target.Sign(), target.Sign() == 0
	left := r.turned(rest)
	switch {
	case left.Sign() < 0 || r.nothing && rest.Sign() != 0:
		r.t.fault(f, "held", r.top,
			say("what is held sums to %s, beyond %s", "锁定合计 %s，超出 %s", r.t.amount(held), r.t.amount(target)),
			say("let the held values sum to at most %s, or change the total", "请使锁定合计不超过 %s，或调整总额", r.t.amount(target)))
		return false
	case left.Sign() > 0 && len(r.free) == 0:
		r.t.fault(f, "held", r.top,
			say("everything is held at %s together, which is not %s", "全部锁定，合计 %s，不等于 %s", r.t.amount(held), r.t.amount(target)),
			say("free a cell to take the other %s", "请解锁一个单元格以承担其余的 %s", r.t.amount(rest)))
		return false
	}
	r.whole = floor(left)
	if r.odd = new(big.Rat).Sub(left, r.whole); r.odd.Sign() != 0 && !r.chooseOdd(rest, f) {
		return false
	}
	return r.limit(f) && r.weigh(f)
}

// chooseOdd picks the cell that takes what is no whole grain: one that weighs something, and whose maxima, its own and
// those of the cells above it, leave room.
func (r *region) chooseOdd(rest *big.Rat, f *faults) bool {
	if r.t.odd == spread.OddRefused {
		r.t.fault(f, "grain", r.top,
			say("%s is to be spread, which is no multiple of the grain %s", "待分解的 %s 不是最小单位 %s 的整数倍", r.t.amount(rest), num.Format(r.t.grain)),
			say("use a finer grain, or state which cell takes the odd rest: first, last or largest", "请采用更细的最小单位，或指定承担零头的单元格：first、last 或 largest"))
		return false
	}
	for _, i := range r.free {
		if r.weights[i].Sign() == 0 && r.weights[r.top].Sign() != 0 || !r.roomForOdd(i) {
			continue
		}
		chosen := r.oddCell
		if chosen < 0 || r.t.odd == spread.OddToLast || r.t.odd == spread.OddToLargest && r.weights[i].Cmp(r.weights[chosen]) > 0 {
			r.oddCell = i
		}
	}
	if r.oddCell < 0 {
		r.t.fault(f, "bounds", r.top,
			say("no cell has room for the odd %s", "没有单元格可承担零头 %s", show(new(big.Rat).Mul(r.odd, num.Rat(r.t.grain)))),
			say("widen a maximum, or use a finer grain", "请放宽上限，或采用更细的最小单位"))
		return false
	}
	return true
}

// roomForOdd reports whether leaf i may take the odd rest within every maximum from it to the top.
func (r *region) roomForOdd(i int) bool {
	for at := i; at != r.top; at = r.t.cells[at].parent {
		most := r.turned(r.t.cells[at].max)
		if r.sign < 0 {
			most = r.turned(r.t.cells[at].min)
		}
		if most == nil {
			continue
		}
		room := new(big.Rat).Sub(most, r.turned(r.heldIn[at]))
		if room.Cmp(r.odd) < 0 {
			return false
		}
	}
	return true
}

// limit turns the limits of the cells into whole grains, passes those of children on to their parents, and reports
// limits that leave nothing between them.
func (r *region) limit(f *faults) bool {
	good := true
	for at := len(r.order) - 1; at >= 0; at-- {
		i := r.order[at]
		b, stated := r.ownLimits(i)
		r.bound = r.bound || stated
		below := r.limitsBelow(i, b)
		if b.lo == nil || below.lo.Cmp(b.lo) > 0 {
			b.lo = below.lo
		}
		if below.hi != nil && (b.hi == nil || below.hi.Cmp(b.hi) < 0) {
			b.hi = below.hi
		}
		if b.hi != nil && b.hi.Cmp(b.lo) < 0 {
			good = false
			r.t.fault(f, "bounds", i,
				say("at least %s and at most %s are asked for at once", "下限合计 %s 高于上限 %s", r.outward(i, b.lo), r.outward(i, b.hi)),
				say("widen a minimum or a maximum, in whole grains of %s", "请放宽下限或上限，最小单位为 %s", num.Format(r.t.grain)))
			b.hi = b.lo
		}
		r.limits[i] = b
	}
	top := r.limits[r.top]
	if good && (top.lo.Cmp(r.whole) > 0 || top.hi != nil && top.hi.Cmp(r.whole) < 0) {
		good = false
		limit, least := top.lo, say("need at least", "至少需要")
		if limit.Cmp(r.whole) <= 0 {
			limit, least = top.hi, say("can take at most", "至多承担")
		}
		r.t.fault(f, "bounds", r.top,
			say("the cells %s %s of %s", "各单元格%s %s，而总额为 %s", least, r.outward(r.top, limit), r.outward(r.top, r.whole)),
			say("widen minima or maxima, free held cells, or change the total", "请放宽上下限、解锁单元格或调整总额"))
	}
	return good
}

// ownLimits returns the limits stated for cell i beside what is held and odd below it, and whether there are any.
func (r *region) ownLimits(i int) (b bounds, stated bool) {
	if i == r.top {
		return b, false
	}
	c := r.t.cells[i]
	lo, hi := r.turned(c.min), r.turned(c.max)
	if r.sign < 0 {
		lo, hi = hi, lo
	}
	beside := new(big.Rat).Set(r.turned(r.heldIn[i]))
	if r.oddCell >= i && r.contains(i, r.oddCell) {
		beside.Add(beside, r.odd)
	}
	if lo != nil {
		if least := ceil(new(big.Rat).Sub(lo, beside)); least.Sign() > 0 {
			b.lo = least
		}
	}
	if hi != nil {
		b.hi = floor(new(big.Rat).Sub(hi, beside))
	}
	return b, lo != nil || hi != nil
}

// contains reports whether cell i is j or above it.
func (r *region) contains(i, j int) bool {
	for j > i {
		j = r.t.cells[j].parent
	}
	return i == j
}

// limitsBelow returns the sums of the limits of the children of i. A leaf takes at least 0, or the most it may take
// where that is less; where nothing is spread it takes no more either, unless a limit asks for it.
func (r *region) limitsBelow(i int, own bounds) bounds {
	b := bounds{lo: new(big.Rat)}
	c := r.t.cells[i]
	if c.first == c.end {
		if own.hi != nil && own.hi.Sign() < 0 {
			b.lo.Set(own.hi)
		}
		if r.nothing {
			b.hi = new(big.Rat)
			if own.lo != nil {
				b.hi.Set(own.lo)
			}
			if own.hi != nil {
				b.hi = own.hi
			}
		}
		return b
	}
	b.hi = new(big.Rat)
	for j := c.first; j < c.end; j++ {
		if r.t.cells[j].hold != nil {
			continue
		}
		below := r.limits[j]
		b.lo.Add(b.lo, below.lo)
		if b.hi == nil || below.hi == nil {
			b.hi = nil
			continue
		}
		b.hi.Add(b.hi, below.hi)
	}
	return b
}

// outward writes a number of grains at cell i of the region as what it means for the whole cell.
func (r *region) outward(i int, grains *big.Rat) string {
	return r.t.amount(new(big.Rat).Add(r.turned(grains), r.heldIn[i]))
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
				say("%s is to be spread over cells that all weigh nothing", "%s 需分解到权重全为零的单元格", r.outward(i, needs)),
				say("give one of them a weight, or state that such cells are even", "请为其中至少一个设置权重，或声明此时平均分解"))
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
