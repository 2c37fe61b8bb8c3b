package chart

import (
	"fmt"
	"math/big"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
	"github.com/kam-go/kam/scoring"
)

// checkResult adds what keeps a result from being drawn. Results of package scoring have none of these faults; those
// that came back from a file may.
func checkResult(found *kam.Findings, place string, r scoring.Result) {
	s := r.Scale
	if num.Check(s.Min) != nil || num.Check(s.Max) != nil || s.Min.Cmp(s.Max) >= 0 {
		found.Add(fault("scale", place+".scale", say("the scale has no range", "量表没有有效的取值范围"), say("state a lowest score below the highest", "最低分须小于最高分")))
	}
	if r.Rounding.Places < 0 || r.Rounding.Places > 9 {
		found.Add(fault("rounding", place+".rounding.places", say("%d decimal places", "小数位数为 %d", r.Rounding.Places), say("state 0 to 9", "请填 0 至 9")))
	}
	if r.Known && (!r.Total.Known() || !bounded(r.Total) || !r.Score.Valid || num.Check(r.Score.Decimal) != nil) {
		found.Add(fault("score", place+".score", say("a known result lacks a usable total or score", "结果已知，但缺少可用的总分或得分"), say("draw the result as it was computed", "请使用原始计算结果")))
	}
	for _, e := range []scoring.Exact{r.Sum, r.Bonus, r.Penalty, r.Adjusted, r.Capped} {
		if !bounded(e) {
			found.Add(fault("score", place, say("a number is beyond the bounds", "有数值超出范围"), say("draw the result as it was computed", "请使用原始计算结果")))
			break
		}
	}
	if len(r.Grades) > scoring.MaxNodes {
		found.Add(fault("grade", place+".grades", say("%d grades", "等级有 %d 个", len(r.Grades)), say("at most %d can be drawn", "最多可绘制 %d 个", scoring.MaxNodes)))
		return
	}
	for i, g := range r.Grades {
		if num.Check(g.From) != nil || num.Check(g.Until) != nil || g.From.Cmp(g.Until) >= 0 {
			found.Add(fault("grade", fmt.Sprintf("%s.grades[%d]", place, i), say("the grade has no range", "等级没有有效的分数区间"), say("state a lower bound below the upper one", "下限须小于上限")))
		}
	}
	w := walk{found: found}
	w.nodes(place+".nodes", r.Nodes, 1)
}

// walk checks a tree of nodes.
type walk struct {
	found *kam.Findings
	seen  int
}

func (w *walk) nodes(place string, nodes []scoring.Node, depth int) {
	w.seen += len(nodes)
	if w.seen > scoring.MaxNodes || depth > scoring.MaxDepth {
		w.found.Add(fault("node", place, say("more than %d parts, or more than %d levels", "组成部分超过 %d 个，或超过 %d 层", scoring.MaxNodes, scoring.MaxDepth),
			say("draw the result as it was computed", "请使用原始计算结果")))
		return
	}
	for i, n := range nodes {
		at := fmt.Sprintf("%s[%d]", place, i)
		if !share(n.Share) || !share(n.Effective) || !n.Contribution.Known() || !bounded(n.Contribution) || !bounded(n.Score) {
			w.found.Add(fault("node", at, say("a share is not between 0 and 1, or a number is missing or beyond the bounds", "占比不在 0 与 1 之间，或数值缺失、超出范围"),
				say("draw the result as it was computed", "请使用原始计算结果")))
		}
		w.nodes(at+".children", n.Children, depth+1)
	}
}

// share reports whether e is a number from 0 to 1.
func share(e scoring.Exact) bool {
	r, known := e.Rat()
	return known && r.Sign() >= 0 && r.Cmp(big.NewRat(1, 1)) <= 0
}

// bounded reports whether e is not known or has at most 34 digits before the point, which leaves room to add them up.
func bounded(e scoring.Exact) bool {
	r, known := e.Rat()
	if !known {
		return true
	}
	limit := new(big.Int).Exp(big.NewInt(10), big.NewInt(34), nil)
	return r.Abs(r).Cmp(new(big.Rat).SetInt(limit)) < 0
}

// partsOf returns the nodes to draw: the first level, or what is below the dimension that the options name.
func partsOf(found *kam.Findings, place string, r scoring.Result, under string) []scoring.Node {
	nodes := r.Nodes
	if under != "" {
		n, ok := r.Node(under)
		if !ok || n.Kind != scoring.DimensionNode {
			found.Add(fault("under", "options.under", say("%q is no dimension of %s", "%q 不是 %s 的维度", short(under), place),
				say("name a dimension of the card, or leave it out for the first level", "请填评分卡中的维度，留空表示第一层")))
			return nil
		}
		nodes = n.Children
	}
	if len(nodes) == 0 {
		found.Add(fault("empty", place+".nodes", say("there is nothing to draw", "没有可绘制的内容"), say("draw a result that has dimensions or measures", "请使用含有维度或指标的结果")))
	}
	return nodes
}
