package breakdown

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/spread"
	"github.com/kam-go/kam/internal/num"
)

// Bounds of an organisation, inclusive.
const (
	maxNodes  = 1_000_000
	maxLevels = 32
	maxBases  = 100
)

// OrgSpec says how a total is handed down an organisation. It is plain data; [ParseOrgSpec] reads it from JSON. The
// zero value is refused.
type OrgSpec struct {
	// Total is the target of the root. It may be negative or zero.
	Total decimal.Decimal `json:"total"`
	// Grain is the size of which every target is a whole multiple, above 0.
	Grain decimal.Decimal `json:"grain"`
	// Odd says which of the nodes of one parent takes what is no multiple of Grain. Defaults to none: it is refused.
	Odd spread.Odd `json:"odd,omitempty"`
	// Levels go from coarse to fine, such as region, team, manager, account, product.
	Levels []OrgLevel `json:"levels"`
	// Basis says what nodes weigh among those of the same parent, for levels that state none. Shares sum to exactly 1.
	Basis []OrgBasis `json:"basis,omitempty"`
	// Nodes are the parts of the organisation in any order; those of one parent are on one level. Earlier ones come
	// first wherever equal claims are decided.
	Nodes []Node `json:"nodes"`
	// Method says how exact shares become whole grains: [spread.LargestRemainder] or [spread.Divisor]. Defaults to the
	// first.
	Method spread.Method `json:"method,omitempty"`
	// Zero says what happens where nodes of one parent all weigh nothing and something is left for them. Defaults to
	// refusing them.
	Zero spread.Zero `json:"zero,omitempty"`
}

// OrgLevel is one level of an organisation. The zero value is refused.
type OrgLevel struct {
	// Name is that of the level, unique.
	Name string `json:"name"`
	// OverAssign is by how much the nodes of this level hand down more than their own target, at least 0: with 0.1 the
	// children of each sum to 110 % of it. Defaults to 0.
	OverAssign kam.Fraction `json:"overAssign,omitzero"`
	// Basis says what the nodes of this level weigh among those of the same parent. Defaults to that of [OrgSpec].
	Basis []OrgBasis `json:"basis,omitempty"`
}

// Source names what a node weighs by. The zero value is not stated.
type Source string

// Sources of weights.
const (
	// ByEven: each node the same.
	ByEven Source = "even"
	// ByHistory: [Node.History].
	ByHistory Source = "history"
	// ByPotential: [Node.Potential].
	ByPotential Source = "potential"
	// ByShare: [Node.Share]; those of one parent sum to exactly 1.
	ByShare Source = "share"
)

// OrgBasis is one source of weights and the share that it counts for: each source is brought to the sum 1 among the
// nodes of a parent first. The zero value is refused.
type OrgBasis struct {
	By    Source       `json:"by"`
	Share kam.Fraction `json:"share"`
}

// Node is one part of an organisation. The zero value is refused.
type Node struct {
	// ID is the host's name of the node, unique; 1 to 128 bytes.
	ID string `json:"id"`
	// Parent is the ID of the node above; empty of the root, of which there is one.
	Parent string `json:"parent,omitempty"`
	// Level is the name of its level, finer than that of its parent.
	Level string `json:"level"`
	// History and Potential are weights of at least 0. A weight that a basis asks for and that is not known is refused:
	// a new account has the history 0.
	History   decimal.NullDecimal `json:"history,omitzero"`
	Potential decimal.NullDecimal `json:"potential,omitzero"`
	// Share is a fixed share of what the parent hands down.
	Share kam.Fraction `json:"share,omitzero"`
	// Hold is the target that the node keeps; then neither Min nor Max is stated. The root has none of the three.
	Hold decimal.NullDecimal `json:"hold,omitzero"`
	// Min and Max are the least and the most it may have, both inclusive.
	Min decimal.NullDecimal `json:"min,omitzero"`
	Max decimal.NullDecimal `json:"max,omitzero"`
}

// weight returns the weight of n by a source, and false when it is not known.
func (n Node) weight(by Source) (*big.Rat, bool) {
	switch by {
	case ByHistory:
		return ratOf(n.History)
	case ByPotential:
		return ratOf(n.Potential)
	case ByShare:
		return n.Share.Rat(), true
	default:
		return big.NewRat(1, 1), true
	}
}

// chart is a checked organisation.
type chart struct {
	spec     OrgSpec
	levels   map[string]int
	order    []int // nodes depth first, parents before children, in the order of the spec
	parents  []int // -1 of the root
	children [][]int
	level    []int
	index    map[string]int // of the nodes by their IDs
}

// check returns the organisation of spec, after reporting everything that is wrong with it.
func (spec OrgSpec) check(f *faults) *chart {
	checkGrain(spec.Total, spec.Grain, f)
	checkWords(spec.Odd, spec.Method, spec.Zero, f)
	if num.Check(spec.Grain) != nil || !spec.Grain.IsPositive() {
		spec.Grain = decimal.New(1, 0) // to go on checking
	}
	c := &chart{spec: spec, levels: map[string]int{}}
	if len(spec.Levels) == 0 || len(spec.Levels) > maxLevels {
		f.add("level", "$.levels", say("%d levels", "共 %d 个层级", len(spec.Levels)), say("state 1 to %d levels from coarse to fine", "请由粗到细列出 1 至 %d 个层级", maxLevels))
		return nil
	}
	if len(spec.Nodes) == 0 || len(spec.Nodes) > maxNodes {
		f.add("node", "$.nodes", say("%d nodes", "共 %d 个节点", len(spec.Nodes)), say("state 1 to %d nodes", "请列出 1 至 %d 个节点", maxNodes))
		return nil
	}
	c.checkLevels(f)
	c.checkNodes(f)
	c.link(f)
	c.checkWeighed(f)
	return c
}

// checkWeighed reports levels of which nothing says what their nodes weigh.
func (c *chart) checkWeighed(f *faults) {
	if len(c.spec.Basis) > 0 {
		return
	}
	weighed := make([]bool, len(c.spec.Levels)) // or reported
	for i, p := range c.parents {
		at := c.level[i]
		if p < 0 || at < 0 || weighed[at] || len(c.spec.Levels[at].Basis) > 0 {
			continue
		}
		weighed[at] = true
		f.add("basis", "$.basis", say("nothing says what nodes of level %q weigh", "未说明层级 %q 的节点按何权重分解", clip(c.spec.Levels[at].Name)), say("state a basis for the level, or for all", "请为该层级或全部层级填写依据"))
	}
}

func (c *chart) checkLevels(f *faults) {
	checkBases(c.spec.Basis, "$.basis", f)
	for i, l := range c.spec.Levels {
		place := fmt.Sprintf("$.levels[%d]", i)
		if f.name("level", place+".name", l.Name) {
			if _, twice := c.levels[l.Name]; twice {
				f.add("level", place+".name", say("%q stands twice", "%q 重复", clip(l.Name)), say("name each level once", "每个层级只列一次"))
			} else {
				c.levels[l.Name] = i
			}
		}
		if f.fraction("over-assign", place+".overAssign", l.OverAssign) && l.OverAssign.Num < 0 {
			f.add("over-assign", place+".overAssign", say("the rate %s is negative", "超分配率 %s 为负", l.OverAssign), say("10 %% over is written 0.1", "超分配 10%% 写作 0.1"))
		}
		checkBases(l.Basis, place+".basis", f)
	}
}

// checkBases reports sources that are none, and shares that do not sum to 1.
func checkBases(list []OrgBasis, place string, f *faults) {
	if len(list) == 0 {
		return
	}
	if len(list) > maxBases {
		f.add("basis", place, say("%d bases, at most %d are blended", "共 %d 个依据，上限为 %d 个", len(list), maxBases), say("leave some out", "请减少依据"))
		return
	}
	sum, good := new(big.Rat), true
	for i, b := range list {
		at := fmt.Sprintf("%s[%d]", place, i)
		switch b.By {
		case ByEven, ByHistory, ByPotential, ByShare:
		default:
			f.add("basis", at+".by", say("unknown source %q", "未知的权重来源 %q", clip(string(b.By))), say("use even, history, potential or share", "请用 even、history、potential 或 share"))
		}
		if !f.fraction("share", at+".share", b.Share) {
			good = false
			continue
		}
		if b.Share.Num < 0 {
			f.add("share", at+".share", say("the share %s is negative", "占比 %s 为负", b.Share), say("use a share of at least 0", "占比须不小于 0"))
		}
		sum.Add(sum, b.Share.Rat())
	}
	if good && sum.Cmp(big.NewRat(1, 1)) != 0 {
		f.notOne(place, sum)
	}
}

func (c *chart) checkNodes(f *faults) {
	c.level = make([]int, len(c.spec.Nodes))
	for i := range c.spec.Nodes {
		n := &c.spec.Nodes[i]
		at, known := c.levels[n.Level]
		if !known {
			at = -1
		}
		c.level[i] = at
		var found faults // places are written out for nodes that have a fault only
		if c.checkNode(n, "", known, &found); len(found.list) > 0 {
			c.checkNode(n, fmt.Sprintf("$.nodes[%d]", i), known, f)
		}
	}
}

// checkNode reports what is wrong with a node by itself.
func (c *chart) checkNode(n *Node, place string, known bool, f *faults) {
	f.name("id", place+".id", n.ID)
	if !known {
		f.add("level", place+".level", say("unknown level %q", "未知的层级 %q", clip(n.Level)), say("name one of $.levels", "请填写 $.levels 中的层级"))
	}
	f.weight(place+".history", n.History)
	f.weight(place+".potential", n.Potential)
	if f.fraction("share", place+".share", n.Share) && n.Share.Num < 0 {
		f.add("share", place+".share", say("the share %s is negative", "占比 %s 为负", n.Share), say("use a share of at least 0", "占比须不小于 0"))
	}
	if !n.limited() {
		return
	}
	if n.Parent == "" {
		f.add("limit", place, say("the root has a limit; its target is the total", "根节点设有限额，其目标即总额"), say("leave hold, min and max out", "请删去 hold、min 与 max"))
	} else {
		checkLimit(n.Hold, n.Min, n.Max, c.spec.Grain, place, f)
	}
}

// limited reports whether n is held or bounded.
func (n Node) limited() bool { return n.Hold.Valid || n.Min.Valid || n.Max.Valid }

// weight reports a weight that is negative or out of bounds.
func (f *faults) weight(place string, d decimal.NullDecimal) {
	if f.optional(place, d) && d.Valid && d.Decimal.IsNegative() {
		f.add("weight", place, say("the weight is negative", "权重为负"), say("use a weight of at least 0", "权重须不小于 0"))
	}
}

// link finds the parents and the order of the nodes.
func (c *chart) link(f *faults) {
	nodes := c.spec.Nodes
	index := make(map[string]int, len(nodes))
	c.index = index
	for i := range nodes {
		n := &nodes[i]
		if first, twice := index[n.ID]; twice && n.ID != "" {
			f.add("id", fmt.Sprintf("$.nodes[%d].id", i), say("%q is the ID of node %d too", "%q 与第 %d 个节点的标识相同", clip(n.ID), first), say("give each node an ID of its own", "每个节点须有各自的标识"))
			continue
		}
		index[n.ID] = i
	}
	c.parents, c.children = make([]int, len(nodes)), make([][]int, len(nodes))
	counts := make([]int, len(nodes))
	for i := range nodes {
		c.parents[i] = -1
		if p, known := index[nodes[i].Parent]; known && nodes[i].Parent != "" {
			c.parents[i] = p
			counts[p]++
		}
	}
	all := make([]int, 0, len(nodes)) // the lists of children, one after the other
	for i, n := range counts {
		c.children[i] = all[len(all) : len(all) : len(all)+n]
		all = all[:len(all)+n]
	}
	root, lost := -1, false
	for i := range nodes {
		n := &nodes[i]
		place := func() string { return fmt.Sprintf("$.nodes[%d].parent", i) }
		if n.Parent == "" {
			if root >= 0 {
				f.add("root", place(), say("%q has no parent, and neither has %q", "%q 与 %q 均无上级", clip(n.ID), clip(nodes[root].ID)), say("keep one root", "只保留一个根节点"))
			} else {
				root = i
			}
			continue
		}
		p := c.parents[i]
		if p < 0 {
			lost = true
			f.add("parent", place(), say("there is no node %q", "没有节点 %q", clip(n.Parent)), say("name a node of the list", "请填写列表中的节点"))
			continue
		}
		if c.level[i] >= 0 && c.level[p] >= 0 && c.level[i] <= c.level[p] {
			f.add("level", fmt.Sprintf("$.nodes[%d].level", i), say("level %q of %q is not below level %q of its parent %q", "层级 %q（节点 %q）不低于其上级层级 %q（节点 %q）", clip(n.Level), clip(n.ID), clip(nodes[p].Level), clip(nodes[p].ID)),
				say("put it on a finer level", "请改用更细的层级"))
		}
		if first := c.children[p]; len(first) > 0 && c.level[first[0]] != c.level[i] {
			f.add("level", fmt.Sprintf("$.nodes[%d].level", i), say("%q is on another level than %q, which has the same parent", "%q 与同一上级的 %q 不在同一层级", clip(n.ID), clip(nodes[first[0]].ID)),
				say("put the nodes of one parent on one level", "同一上级的节点须在同一层级"))
		}
		c.children[p] = append(c.children[p], i)
	}
	if root < 0 {
		f.add("root", "$.nodes", say("every node has a parent", "每个节点都有上级"), say("leave the parent of the root out", "根节点不填上级"))
	}
	c.walk(root, lost, f)
}

// walk orders the nodes depth first and reports those that go round in circles.
func (c *chart) walk(root int, lost bool, f *faults) {
	seen := make([]bool, len(c.parents))
	for i, p := range c.parents {
		if p < 0 && !seen[i] {
			c.descend(i, seen)
		}
	}
	for i := range seen {
		if seen[i] {
			continue
		}
		// Follow the parents into the circle and report it once.
		at, on := i, map[int]bool{}
		for !on[at] {
			on[at] = true
			at = c.parents[at]
		}
		f.add("cycle", fmt.Sprintf("$.nodes[%d].parent", at), say("%q is above itself", "%q 为自身的上级", clip(c.spec.Nodes[at].ID)), say("give one node of the circle another parent", "请更改循环中某个节点的上级"))
		c.descend(at, seen)
	}
	if root < 0 || lost {
		c.order = nil
	}
}

// descend adds a node and all below it that are not seen yet, children in their order.
func (c *chart) descend(top int, seen []bool) {
	stack := []int{top}
	for len(stack) > 0 {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if seen[i] {
			continue
		}
		seen[i] = true
		c.order = append(c.order, i)
		for k := len(c.children[i]) - 1; k >= 0; k-- {
			stack = append(stack, c.children[i][k])
		}
	}
}
