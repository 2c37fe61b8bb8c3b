package breakdown

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam/goals/spread"
	"github.com/kam-go/kam/internal/num"
)

// OrgPlan is a total handed down an organisation. It is immutable and safe for concurrent use. The zero value is no
// plan.
type OrgPlan struct {
	grain  decimal.Decimal
	levels []OrgLevel
	nodes  []NodePlan // depth first
	below  []int      // for each node the place after its last descendant
	index  map[string]int
}

// NodePlan is the target of one node. The zero value is none.
type NodePlan struct {
	ID     string `json:"id"`
	Parent string `json:"parent,omitempty"`
	Level  string `json:"level"`
	// Own is what the node itself is measured by.
	Own decimal.Decimal `json:"own"`
	// Children is what the nodes right below sum to, and Cushion how much that is more than Own; not valid of a node
	// without children.
	Children decimal.NullDecimal `json:"children,omitzero"`
	Cushion  decimal.NullDecimal `json:"cushion,omitzero"`
	// History is that of the node in the spec; not valid where it states none.
	History decimal.NullDecimal `json:"history,omitzero"`
	Reason  Reason              `json:"reason"`
}

// LevelPlan sums the nodes of one level. The zero value is none.
type LevelPlan struct {
	Name string `json:"name"`
	// Own is what the targets of its nodes sum to, Children what they hand down, and Cushion the difference over the
	// nodes that hand down.
	Own      decimal.Decimal `json:"own"`
	Children decimal.Decimal `json:"children"`
	Cushion  decimal.Decimal `json:"cushion"`
}

// OverOrganisation returns the total of spec handed down from the root to the finest nodes: the nodes of one parent
// share what it hands down, which is its own target times 1 + the over-assignment of its level, rounded half away from
// zero to the grain. They sum to that exactly.
//
// A held or bounded node moves only the nodes of the same parent, as long as these can make up for it; when they
// cannot, their parent is raised or lowered as far as needed, at the cost of its own like.
//
// All faults of spec come at once in one [*kam.InvalidError]; the codes are listed in the package documentation.
func OverOrganisation(spec OrgSpec) (OrgPlan, error) {
	var f faults
	c := spec.check(&f)
	if err := f.list.Err(); err != nil {
		return OrgPlan{}, err
	}
	h := newHanding(c)
	h.bound(&f)
	if err := f.list.Err(); err != nil {
		return OrgPlan{}, err
	}
	h.handDown(&f)
	if err := f.list.Err(); err != nil {
		return OrgPlan{}, err
	}
	return h.plan(), nil
}

// handing is a chart on its way to a plan. Limits are in grains and turned so that the total is not negative.
type handing struct {
	*chart
	sign    int
	grain   *big.Rat
	limits  []bounds
	own     []decimal.Decimal
	sums    []decimal.NullDecimal
	reasons []Reason
}

func newHanding(c *chart) *handing {
	n := len(c.spec.Nodes)
	h := &handing{
		chart: c, sign: 1, grain: num.Rat(c.spec.Grain), limits: make([]bounds, n),
		own: make([]decimal.Decimal, n), sums: make([]decimal.NullDecimal, n), reasons: make([]Reason, n),
	}
	if c.spec.Total.IsNegative() {
		h.sign = -1
	}
	return h
}

// factor returns 1 + the over-assignment of the level of node i.
func (h *handing) factor(i int) *big.Rat {
	r := h.spec.Levels[h.level[i]].OverAssign.Rat()
	return r.Add(r, big.NewRat(1, 1))
}

// turned returns an amount in grains with the sign of the total; nil when it is not stated.
func (h *handing) turned(d decimal.NullDecimal) *big.Rat {
	r, ok := ratOf(d)
	if !ok {
		return nil
	}
	r.Quo(r, h.grain)
	if h.sign < 0 {
		r.Neg(r)
	}
	return r
}

// ratOf returns d as an exact ratio, and false when it is not valid.
func ratOf(d decimal.NullDecimal) (*big.Rat, bool) {
	if !d.Valid {
		return nil, false
	}
	return num.Rat(d.Decimal), true
}

// bound finds for every node the least and the most that its own limits and those below it leave.
func (h *handing) bound(f *faults) {
	if !slices.ContainsFunc(h.spec.Nodes, Node.limited) {
		return
	}
	for at := len(h.order) - 1; at >= 0; at-- {
		i := h.order[at]
		b := h.needs(i)
		own := h.stated(i)
		if b.lo == nil || own.lo != nil && own.lo.Cmp(b.lo) > 0 {
			b.lo = own.lo
		}
		if b.hi == nil || own.hi != nil && own.hi.Cmp(b.hi) < 0 {
			b.hi = own.hi
		}
		if b.lo == nil && b.hi != nil && b.hi.Sign() < 0 {
			b.lo = b.hi
		}
		least := b.lo
		if least == nil {
			least = new(big.Rat)
		}
		if b.hi != nil && b.hi.Cmp(least) < 0 {
			f.add("bounds", fmt.Sprintf("$.nodes[%d]", i),
				say("%q has at least %s and at most %s by its own limits and those below it", "%q 受自身及下级限额约束，下限 %s 高于上限 %s", clip(h.spec.Nodes[i].ID), h.amount(least), h.amount(b.hi)),
				say("widen a limit of the node, or of a node below it", "请放宽该节点或其下级的限额"))
			b.hi = least
		}
		h.limits[i] = b
	}
}

// stated returns the limits of node i itself, in whole grains unless it is held; of the root they are the total.
func (h *handing) stated(i int) bounds {
	n := h.spec.Nodes[i]
	if h.parents[i] < 0 {
		total := h.turned(decimal.NewNullDecimal(h.spec.Total))
		return bounds{lo: total, hi: total}
	}
	if n.Hold.Valid {
		hold := h.turned(n.Hold)
		return bounds{lo: hold, hi: hold}
	}
	least, most := h.turned(n.Min), h.turned(n.Max)
	if h.sign < 0 {
		least, most = most, least
	}
	var b bounds
	if least != nil {
		b.lo = ceil(least)
	}
	if most != nil {
		b.hi = floor(most)
	}
	return b
}

// needs returns what the limits of its children leave node i; nil on a side without a limit.
func (h *handing) needs(i int) bounds {
	children := h.children[i]
	if len(children) == 0 {
		return bounds{}
	}
	sum, limited := bounds{lo: new(big.Rat), hi: new(big.Rat)}, false
	for _, j := range children {
		b := h.limits[j]
		if b.lo != nil {
			limited = true
			sum.lo.Add(sum.lo, b.lo)
		}
		if sum.hi == nil || b.hi == nil {
			sum.hi = nil
			continue
		}
		sum.hi.Add(sum.hi, b.hi)
	}
	if !limited {
		sum.lo = nil
	}
	factor := h.factor(i)
	if factor.Cmp(big.NewRat(1, 1)) == 0 {
		if sum.lo != nil && (sum.hi == nil || sum.lo.Cmp(sum.hi) != 0) {
			sum.lo = ceil(sum.lo)
			if sum.hi != nil {
				sum.hi = floor(sum.hi)
			}
		}
		return sum
	}
	// What i hands down is rounded: the least n with n*factor rounding to lo or more, the most to hi or less.
	half := big.NewRat(1, 2)
	if sum.lo != nil {
		least := new(big.Rat).Sub(ceil(sum.lo), half)
		sum.lo = ceil(least.Quo(least, factor))
	}
	if sum.hi != nil {
		most := new(big.Rat).Add(floor(sum.hi), half)
		sum.hi = new(big.Rat).Sub(ceil(most.Quo(most, factor)), big.NewRat(1, 1))
	}
	return sum
}

// amount writes a number of turned grains as what it stands for.
func (h *handing) amount(grains *big.Rat) string { return show(h.real(grains)) }

// real turns a number of grains back into an amount.
func (h *handing) real(grains *big.Rat) *big.Rat {
	r := new(big.Rat).Mul(grains, h.grain)
	if h.sign < 0 {
		r.Neg(r)
	}
	return r
}

// handDown spreads level by level.
func (h *handing) handDown(f *faults) {
	root := h.order[0]
	h.own[root], h.reasons[root] = h.spec.Total, Total
	for _, i := range h.order {
		children := h.children[i]
		if len(children) == 0 {
			continue
		}
		total := h.own[i]
		if factor := h.factor(i); factor.Cmp(big.NewRat(1, 1)) != 0 {
			units := factor.Mul(factor, num.Rat(total))
			total = num.RoundRat(units.Quo(units, h.grain), 0, num.HalfUp).Mul(h.spec.Grain)
		}
		place := fmt.Sprintf("$.nodes[%d]", i) // of those that hand down
		if !f.number(place, total) || tooFine(total, h.spec.Grain, place, f) {
			return
		}
		weights := h.weights(children, h.settled(children, total), place, f)
		if weights == nil {
			continue
		}
		row, err := spread.Parts(spread.Request{
			Total: total, Grain: h.spec.Grain, Weights: weights, Cells: h.cells(children),
			Method: h.spec.Method, Odd: h.spec.Odd, Zero: h.spec.Zero,
		})
		if err != nil {
			f.impossible(place, err)
			continue
		}
		h.sums[i] = decimal.NewNullDecimal(total)
		for k, j := range children {
			h.own[j] = row.Part(k)
			h.reasons[j] = h.reason(j, Reason(row.Reason(k)))
		}
	}
}

// settled reports whether nothing is left to spread over the children once their holds are taken off total, so that it
// does not matter what they weigh.
func (h *handing) settled(children []int, total decimal.Decimal) bool {
	rest := num.Rat(total)
	for _, j := range children {
		if b := h.limits[j]; b.lo != nil && b.hi != nil && b.lo.Cmp(b.hi) == 0 {
			rest.Sub(rest, h.real(b.lo))
		}
	}
	return rest.Sign() == 0
}

// reason returns why node j has its target, given what the spread says.
func (h *handing) reason(j int, told Reason) Reason {
	if told == Held && !h.spec.Nodes[j].Hold.Valid {
		return AtMinimum // all below it is held
	}
	return told
}

// cells returns the limits of the nodes of one parent.
func (h *handing) cells(children []int) []spread.Cell {
	var cells []spread.Cell
	for k, j := range children {
		b := h.limits[j]
		var l spread.Limit
		switch {
		case b.lo == nil && b.hi == nil:
			continue
		case b.lo != nil && b.hi != nil && b.lo.Cmp(b.hi) == 0:
			l = spread.Hold(exactDecimal(h.real(b.lo)))
		default:
			if b.lo != nil {
				l.Min = decimal.NewNullDecimal(exactDecimal(h.real(b.lo)))
			}
			if b.hi != nil {
				l.Max = decimal.NewNullDecimal(exactDecimal(h.real(b.hi)))
			}
			if h.sign < 0 {
				l.Min, l.Max = l.Max, l.Min
			}
		}
		cells = append(cells, spread.Cell{Index: k, Limit: l})
	}
	return cells
}

// plan returns the result, depth first.
func (h *handing) plan() OrgPlan {
	p := OrgPlan{
		grain: h.spec.Grain, levels: slices.Clone(h.spec.Levels), nodes: make([]NodePlan, len(h.order)),
		below: make([]int, len(h.order)), index: h.index,
	}
	for i := range p.levels {
		p.levels[i].Basis = nil
	}
	place := make([]int, len(h.order))
	for at, i := range h.order {
		n, node := &h.spec.Nodes[i], &p.nodes[at]
		node.ID, node.Parent, node.Level, node.Own, node.Children, node.Reason = n.ID, n.Parent, n.Level, h.own[i], h.sums[i], h.reasons[i]
		node.History = n.History
		if node.Children.Valid {
			node.Cushion = decimal.NewNullDecimal(node.Children.Decimal.Sub(node.Own))
		}
		place[i] = at
	}
	for id, i := range p.index {
		p.index[id] = place[i]
	}
	for at := len(h.order) - 1; at >= 0; at-- {
		i := h.order[at]
		p.below[at] = max(p.below[at], at+1)
		if parent := h.parents[i]; parent >= 0 {
			up := place[parent]
			p.below[up] = max(p.below[up], p.below[at])
		}
	}
	return p
}
