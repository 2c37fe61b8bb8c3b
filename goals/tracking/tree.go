package tracking

import (
	"cmp"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// tree is a forest on the way to its result.
type tree struct {
	nodes    []Node
	rule     RollUpRule
	children [][]int
	order    []int // parents before children
	sums     []sum // of the leaves below
	out      []Rolled
	work     int // steps of big arithmetic that are left
	found    kam.Findings
}

// sum is what combined attainment is made of. Denominators are powers of ten and that of the cap, so it stays short.
type sum struct {
	top, bottom *big.Rat
	unknown     bool // a leaf below makes it unknown
}

// plant checks the nodes and orders them.
func plant(nodes []Node, rule RollUpRule, found *kam.Findings) *tree {
	if len(nodes) > MaxNodes {
		found.Add(tooMany("$.nodes", len(nodes), MaxNodes))
		return nil
	}
	t := &tree{
		nodes: nodes, rule: rule, children: make([][]int, len(nodes)), order: make([]int, 0, len(nodes)),
		sums: make([]sum, len(nodes)), out: make([]Rolled, len(nodes)), work: maxWork,
	}
	byID := make(map[string]int, len(nodes))
	for i, n := range nodes {
		n.check(found, fmt.Sprintf("$.nodes[%d]", i))
		if first, twice := byID[n.ID]; twice {
			found.Add(fault("node", fmt.Sprintf("$.nodes[%d].id", i), say("node %d has the ID %q already", "第 %d 项已使用标识 %q", first, show(n.ID)),
				say("give each node an ID of its own", "每个节点请使用不同的标识")))
			continue
		}
		byID[n.ID] = i
	}
	var tops []int
	for i, n := range nodes {
		if n.Parent == "" {
			tops = append(tops, i)
			continue
		}
		parent, known := byID[n.Parent]
		if !known {
			found.Add(fault("parent", fmt.Sprintf("$.nodes[%d].parent", i), say("there is no node %q", "没有节点 %q", show(n.Parent)),
				say("name a node of the tree, or leave it out at the top", "请填写树中的节点；顶层节点请删去")))
			tops = append(tops, i) // so that what hangs below is not called a cycle
			continue
		}
		t.children[parent] = append(t.children[parent], i)
	}
	t.sort(tops, found)
	for i, n := range nodes {
		if len(t.children[i]) > 0 && (n.Numerator.Valid || n.Denominator.Valid) {
			found.Add(fault("node", fmt.Sprintf("$.nodes[%d]", i), say("%q has children and parts of its own", "%q 既有下级又有自身数值", show(n.ID)),
				say("move its own parts to a leaf below it", "请将自身数值移至其下的叶节点")))
		}
	}
	return t
}

// sort sets the order, and reports nodes that are above themselves or below such a one.
func (t *tree) sort(tops []int, found *kam.Findings) {
	seen := make([]bool, len(t.nodes))
	t.order = append(t.order, tops...)
	for i := 0; i < len(t.order); i++ {
		seen[t.order[i]] = true
		t.order = append(t.order, t.children[t.order[i]]...)
	}
	for i, n := range t.nodes {
		if !seen[i] {
			found.Add(fault("parent", fmt.Sprintf("$.nodes[%d].parent", i), say("going up from %q never ends", "从 %q 向上不会到达顶层", show(n.ID)),
				say("break the circle of parents", "请断开上级之间的循环")))
		}
	}
}

// grow sets the result of node i from those of its children.
func (t *tree) grow(i int) {
	n := t.nodes[i]
	if len(t.children[i]) == 0 {
		t.leaf(i)
		return
	}
	out, s := &t.out[i], &t.sums[i]
	out.ID = n.ID
	*s = sum{top: new(big.Rat), bottom: new(big.Rat)}
	for _, c := range t.children[i] {
		out.Leaves += t.out[c].Leaves
		out.Known += t.out[c].Known
		if t.out[c].On.After(out.On) {
			out.On = t.out[c].On
		}
		s.top.Add(s.top, t.sums[c].top)
		s.bottom.Add(s.bottom, t.sums[c].bottom)
		s.unknown = s.unknown || t.sums[c].unknown
	}
	switch cmp.Or(n.Method, t.rule.Method, Combined) {
	case Mean:
		t.average(i, func(int) *big.Rat { return big.NewRat(1, 1) })
	case Weighted:
		alike := !slices.ContainsFunc(t.children[i], func(c int) bool { return !t.nodes[c].Weight.IsZero() })
		t.average(i, func(c int) *big.Rat {
			if alike {
				return big.NewRat(1, 1)
			}
			return t.nodes[c].Weight.Rat()
		})
	case Latest:
		t.newest(i)
	default:
		if !s.unknown {
			out.Attainment = over(own(s.top), own(s.bottom))
		}
	}
}

// leaf sets the result of a leaf and what it adds to sums.
func (t *tree) leaf(i int) {
	n, out, s := t.nodes[i], &t.out[i], &t.sums[i]
	*out = Rolled{ID: n.ID, Leaves: 1, On: n.On}
	*s = sum{top: new(big.Rat), bottom: new(big.Rat)}
	if !n.Numerator.Valid || !n.Denominator.Valid || n.Denominator.Decimal.IsZero() {
		switch t.rule.Unknown {
		case UnknownZero:
			out.Attainment = own(new(big.Rat))
			if n.Denominator.Valid {
				s.bottom = num.Rat(n.Denominator.Decimal)
			}
		case UnknownExcluded:
		default:
			s.unknown = true
		}
		return
	}
	out.Known = 1
	s.top, s.bottom = num.Rat(n.Numerator.Decimal), num.Rat(n.Denominator.Decimal)
	if t.rule.Floor && s.top.Sign() < 0 {
		s.top.SetInt64(0)
	}
	if limit := t.rule.Cap; !limit.IsZero() {
		if most := new(big.Rat).Mul(limit.Rat(), s.bottom); s.top.Cmp(most) > 0 {
			s.top = most
		}
	}
	out.Attainment = over(own(s.top), own(s.bottom))
}

// average sets node i to the mean of its children by weight, and what each of them adds to it.
func (t *tree) average(i int, weight func(child int) *big.Rat) {
	var counted, idle []int // idle ones count for nothing, known or not
	for _, c := range t.children[i] {
		switch {
		case weight(c).Sign() == 0:
			idle = append(idle, c)
		case t.out[c].Attainment.Known(), t.rule.Unknown == UnknownZero:
			counted = append(counted, c)
		case t.rule.Unknown == UnknownExcluded:
		default:
			return
		}
	}
	weights, parts := make([]*big.Rat, len(counted)), make([]*big.Rat, len(counted))
	for k, c := range counted {
		weights[k], parts[k] = weight(c), new(big.Rat)
		if r := t.out[c].Attainment.r; r != nil && t.afford(i, bits(r)) {
			parts[k].Mul(weights[k], r)
		}
	}
	whole, part := t.total(i, weights), t.total(i, parts)
	if whole == nil || part == nil || whole.Sign() == 0 {
		return
	}
	t.out[i].Attainment = t.short(i, over(own(part), own(whole)))
	for k, c := range counted {
		if t.afford(i, bits(whole)+bits(parts[k])) {
			t.out[c].Contribution = t.short(i, over(own(parts[k]), own(whole)))
		}
	}
	for _, c := range idle {
		t.out[c].Contribution = own(new(big.Rat))
	}
}

// short returns e, and what is not known with a fault of node i where its text could not be read again.
func (t *tree) short(i int, e Exact) Exact {
	if bits(e.r) <= maxExactBits {
		return e
	}
	t.tooLong(i)
	return Exact{}
}

// newest sets node i to the child with the latest day.
func (t *tree) newest(i int) {
	best := -1
	for _, c := range t.children[i] {
		if !t.out[c].Attainment.Known() && t.rule.Unknown == UnknownExcluded {
			continue
		}
		if best < 0 || t.out[c].On.After(t.out[best].On) {
			best = c
		}
	}
	if best < 0 {
		return
	}
	zero := own(new(big.Rat))
	value := func(c int) Exact {
		if r := t.out[c].Attainment; r.Known() || t.rule.Unknown != UnknownZero {
			return r
		}
		return zero
	}
	t.out[i].Attainment = value(best)
	for _, c := range t.children[i] {
		if t.out[c].On != t.out[best].On || !t.out[c].Attainment.Known() && t.rule.Unknown == UnknownExcluded {
			continue
		}
		if same, known := value(c).Cmp(value(best)); known && same != 0 || value(c).Known() != value(best).Known() {
			t.found.Add(fault("tie", fmt.Sprintf("$.nodes[%d]", i), say("%q and %q are both the latest and differ", "%q 与 %q 同为最新但数值不同", show(t.nodes[best].ID), show(t.nodes[c].ID)),
				say("state the day of each, or use another method", "请填写各自的日期，或改用其他方法")))
			return
		}
	}
}

// maxWork bounds the time of one roll-up, in products of machine words.
const maxWork = 200_000_000

// afford takes the cost of one operation on a number of n bits for node i, and reports whether that was left.
func (t *tree) afford(i, n int) bool {
	words := n/64 + 1
	if words*words > t.work {
		t.tooLong(i)
		return false
	}
	t.work -= words * words
	return true
}

// tooLong reports node i, once, and ends the arithmetic of all.
func (t *tree) tooLong(i int) {
	if t.work < 0 {
		return
	}
	t.work = -1
	t.found.Add(fault("size", fmt.Sprintf("$.nodes[%d]", i), say("below %q are too many different denominators for an exact mean", "%q 之下的分母种类过多，无法精确求平均", show(t.nodes[i].ID)),
		say("use combined, or fewer nodes", "请改用 combined，或减少节点数")))
}

// bits returns the length of r.
func bits(r *big.Rat) int { return r.Num().BitLen() + r.Denom().BitLen() }

// total returns the exact sum of list, nil when it would be too long. Numbers with one denominator are added first, the
// rest in pairs, so that the length grows only where it must.
func (t *tree) total(i int, list []*big.Rat) *big.Rat {
	group := make(map[string]*big.Rat)
	for _, r := range list {
		key := string(r.Denom().Bytes())
		if group[key] == nil {
			group[key] = new(big.Rat)
		}
		if !t.afford(i, bits(r)) {
			return nil
		}
		group[key].Add(group[key], r)
	}
	sums := make([]*big.Rat, 0, len(group))
	length := 0
	for _, key := range slices.Sorted(maps.Keys(group)) {
		sums = append(sums, group[key])
		length += bits(group[key])
	}
	if !t.afford(i, length) {
		return nil
	}
	if len(sums) == 0 {
		return new(big.Rat)
	}
	for len(sums) > 1 {
		half := (len(sums) + 1) / 2
		for k := range len(sums) / 2 {
			sums[k].Add(sums[k], sums[half+k])
		}
		sums = sums[:half]
	}
	return sums[0]
}
