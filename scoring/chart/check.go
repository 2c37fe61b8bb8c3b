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
		found.Add(fault("scale", place+".scale", say("the scale from %s to %s has no range", "量表 %s 至 %s 没有取值范围", write(s.Min), write(s.Max)),
			say("state a lowest score below the highest, both of at most %d digits", "最低分须低于最高分，且均不超过 %d 位数字", num.MaxDigits)))
	}
	if r.Rounding.Places < 0 || r.Rounding.Places > 9 {
		found.Add(fault("rounding", place+".rounding.places", say("the %d decimal places are not from 0 to 9", "小数位数 %d 不在 0 至 9 之间", r.Rounding.Places),
			say("state 0 to 9", "请填 0 至 9")))
	}
	if r.Known && (!r.Total.Known() || !bounded(r.Total) || !r.Score.Valid || num.Check(r.Score.Decimal) != nil) {
		found.Add(fault("score", place+".score", say("a known result lacks a usable total or score", "结果已知，但缺少可用的总分或得分"), say("draw the result as it was computed", "请使用原始计算结果")))
	}
	for _, e := range []scoring.Exact{r.Sum, r.Bonus, r.Penalty, r.Adjusted, r.Capped} {
		if !bounded(e) {
			found.Add(fault("score", place, say("a sum, or bonus or penalty points, have more than %d digits before the point", "合计或加减分的整数部分超过 %d 位", maxDigits), say("draw the result as it was computed", "请使用原始计算结果")))
			break
		}
	}
	if len(r.Grades) > scoring.MaxNodes {
		found.Add(fault("grade", place+".grades", say("there are %d grades, more than %d", "等级有 %d 个，超过 %d 个", len(r.Grades), scoring.MaxNodes), say("at most %d can be drawn", "最多可绘制 %d 个", scoring.MaxNodes)))
		return
	}
	for i, g := range r.Grades {
		if num.Check(g.From) != nil || num.Check(g.Until) != nil || g.From.Cmp(g.Until) >= 0 {
			found.Add(fault("grade", fmt.Sprintf("%s.grades[%d]", place, i), say("the grade from %s to %s has no range", "等级 %s 至 %s 没有分数区间", write(g.From), write(g.Until)),
				say("state a lower bound below the upper one, both of at most %d digits", "下限须低于上限，且均不超过 %d 位数字", num.MaxDigits)))
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
			w.found.Add(fault("node", at, say("a share is not from 0 to 1, the contribution is missing, or a number has more than %d digits before the point", "占比不在 0 至 1 之间，或缺少贡献值，或有数值的整数部分超过 %d 位", maxDigits),
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

// maxDigits are the digits before the point of a number that is drawn, which leaves room to add numbers up.
const maxDigits = 34

// bounded reports whether e is not known or has at most maxDigits digits before the point.
func bounded(e scoring.Exact) bool {
	r, known := e.Rat()
	if !known {
		return true
	}
	limit := new(big.Int).Exp(big.NewInt(10), big.NewInt(maxDigits), nil)
	return r.Abs(r).Cmp(new(big.Rat).SetInt(limit)) < 0
}

// partsOf returns the nodes to draw: the first level, or what is below the dimension that the options name.
func partsOf(found *kam.Findings, place string, r scoring.Result, under string) []scoring.Node {
	nodes := r.Nodes
	if under != "" {
		n, ok := r.Node(under)
		if !ok || n.Kind != scoring.DimensionNode {
			found.Add(fault("under", "$.options.under", say("%q is no dimension in %s", "%[2]s 中没有维度 %[1]q", short(under), place),
				say("name a dimension of the card, or leave it out for the first level", "请填写评分卡中的维度，留空表示第一层")))
			return nil
		}
		nodes = n.Children
	}
	if len(nodes) == 0 {
		found.Add(fault("empty", place+".nodes", say("there is nothing to draw", "没有可绘制的内容"), say("draw a result that has dimensions or measures", "请使用含有维度或指标的结果")))
	}
	return nodes
}
