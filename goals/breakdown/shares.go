package breakdown

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/goals/spread"
	"github.com/kam-go/kam/internal/num"
)

// solve finds the exact shares and then whole grains.
func (r *region) solve(f *faults) bool {
	switch {
	case r.t.last:
		r.fillLast()
		return true
	case r.t.method == spread.Divisor:
		return r.divide(f)
	case !r.share(f):
		return false
	}
	r.parts[r.top] = r.whole
	for _, i := range r.order {
		children := r.freeChildren(i)
		shares := make([]*big.Rat, len(children))
		for k, j := range children {
			shares[k] = r.exact[j]
		}
		units := num.Distribute(decimal.NewFromBigInt(r.parts[i].Num(), 0), shares, 0)
		for k, j := range children {
			r.parts[j] = num.Rat(units[k])
		}
	}
	return true
}

// divide gives whole grains parent by parent with the divisor method, so that no cell falls when the total rises.
func (r *region) divide(f *faults) bool {
	r.parts[r.top] = r.whole
	for _, i := range r.order {
		children := r.freeChildren(i)
		if len(children) == 0 {
			continue
		}
		request := spread.Request{
			Total: exactDecimal(r.parts[i]), Grain: decimal.New(1, 0), Method: spread.Divisor,
			Weights: make(spread.Weights, len(children)),
		}
		for k, j := range children {
			request.Weights[k] = r.weights[j]
			limit := spread.AtLeast(exactDecimal(r.limits[j].lo))
			if hi := r.limits[j].hi; hi != nil {
				limit.Max = decimal.NewNullDecimal(exactDecimal(hi))
			}
			if r.bound {
				request.Cells = append(request.Cells, spread.Cell{Index: k, Limit: limit})
			}
		}
		row, err := spread.Parts(request)
		if err != nil {
			r.unplaced(i, r.parts[i], f) // limits were found to leave room, so it is weights that are missing
			return false
		}
		for k, j := range children {
			r.parts[j] = num.Rat(row.Part(k))
		}
	}
	return true
}

// freeChildren returns the children of i that are not held.
func (r *region) freeChildren(i int) []int {
	var list []int
	for j := r.t.cells[i].first; j < r.t.cells[i].end; j++ {
		if r.t.cells[j].hold == nil {
			list = append(list, j)
		}
	}
	return list
}

// share finds the exact share of every cell: in proportion to the weights, and where limits bind at one level of
// filling for all cells that none of them parts.
func (r *region) share(f *faults) bool {
	if !r.bound {
		total := r.weights[r.top]
		for _, i := range r.order {
			part := new(big.Rat).Mul(r.whole, r.weights[i])
			if total.Sign() != 0 {
				part.Quo(part, total)
			}
			r.exact[i] = part
		}
		return true
	}
	inner, outer := map[int]curve{}, map[int]curve{}
	for at := len(r.order) - 1; at >= 0; at-- {
		i := r.order[at]
		if c := r.t.cells[i]; c.first == c.end {
			outer[i] = cellCurve(r.weights[i], r.limits[i])
			continue
		}
		var below []curve
		for _, j := range r.freeChildren(i) {
			below = append(below, outer[j])
		}
		inner[i] = sumCurves(below)
		if outer[i] = inner[i].clamped(r.limits[i]); r.even[i] {
			outer[i] = curve{start: r.limits[i].lo} // it weighs nothing among its like
		}
	}
	r.exact[r.top] = r.whole
	for _, i := range r.order {
		children := r.freeChildren(i)
		if len(children) == 0 {
			continue
		}
		level, ok := inner[i].level(r.exact[i])
		if !ok {
			r.unplaced(i, r.exact[i], f)
			return false
		}
		for _, j := range children {
			r.exact[j] = outer[j].at(level)
		}
	}
	return true
}

// unplaced reports that the cells below i that have room for what it holds weigh nothing.
func (r *region) unplaced(i int, grains *big.Rat, f *faults) {
	r.t.fault(f, "zero", i,
		say("%s cannot be placed: cells that could take it weigh nothing", "%s 无处可放：可承担的单元格权重为零", r.outward(i, grains)),
		say("give these cells a weight, or widen the limits of the others", "请为这些单元格设置权重，或放宽其他单元格的限额"))
}

// fillLast gives each cell the least change from 0 that its limits ask for, and all else to the last cells with room.
func (r *region) fillLast() {
	r.parts[r.top] = r.whole
	zero := new(big.Rat)
	for _, i := range r.order {
		children := r.freeChildren(i)
		left := new(big.Rat).Set(r.parts[i])
		for _, j := range children {
			r.parts[j] = r.limits[j].clamp(zero)
			left.Sub(left, r.parts[j])
		}
		for _, j := range slices.Backward(children) {
			part := r.limits[j].clamp(new(big.Rat).Add(r.parts[j], left))
			left.Sub(left, new(big.Rat).Sub(part, r.parts[j]))
			r.parts[j] = part
		}
	}
}
