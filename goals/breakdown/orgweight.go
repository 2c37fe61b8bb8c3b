package breakdown

import (
	"fmt"
	"math/big"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/goals/spread"
)

// weights returns what the nodes of one parent weigh; nil after a fault.
func (h *handing) weights(children []int, settled bool, place string, f *faults) spread.Weights {
	level := h.spec.Levels[h.level[children[0]]]
	bases := level.Basis
	if len(bases) == 0 {
		bases = h.spec.Basis
	}
	var parts []spread.Part
	for _, b := range bases {
		if b.Share.IsZero() {
			continue
		}
		w := h.source(children, b.By, settled, place, f)
		if w == nil {
			return nil
		}
		parts = append(parts, spread.Part{Weights: w, Share: b.Share})
	}
	if len(parts) == 1 {
		return parts[0].Weights
	}
	w, err := spread.Blend(parts...)
	if err != nil {
		f.adopt(place, err)
		return nil
	}
	return w
}

// source returns what the nodes of one parent weigh by a single source. Settled says that nothing is left to spread.
func (h *handing) source(children []int, by Source, settled bool, place string, f *faults) spread.Weights {
	if w := h.whole(children, by); w != nil {
		return w
	}
	w, sum, good := make(spread.Weights, len(children)), new(big.Rat), true
	for k, j := range children {
		weight, known := h.spec.Nodes[j].weight(by)
		if !known {
			good = false
			f.add("weight", fmt.Sprintf("$.nodes[%d].%s", j, by), say("the %s of %q is not known", "缺少%s（节点 %q）", sourceName(by), clip(h.spec.Nodes[j].ID)), say("state it; nothing is written 0", "请填写，没有则填 0"))
			continue
		}
		w[k] = weight
		sum.Add(sum, weight)
	}
	if !good {
		return nil
	}
	if one := big.NewRat(1, 1); by == ByShare && sum.Cmp(one) != 0 {
		f.notOne(place, sum)
		return nil
	}
	if sum.Sign() != 0 {
		return w
	}
	if h.spec.Zero == spread.ZeroEven || settled {
		return spread.Even(len(children))
	}
	f.add("zero", place, say("the nodes below %q all have no %s", "%[1]q 的下级节点%[2]s全为零", clip(h.spec.Nodes[h.parents[children[0]]].ID), sourceName(by)),
		say("give one of them a weight, or state that such nodes are even", "请为其中至少一个设置权重，或声明此时平均分解"))
	return nil
}

// whole returns the weights of nodes that have them as decimals of one exponent that 64 bits hold, as whole numbers: only
// proportions count. It is nil for others, for unknown ones, and when all are 0.
func (h *handing) whole(children []int, by Source) spread.Weights {
	if by != ByHistory && by != ByPotential {
		return nil
	}
	list, some := make([]int64, len(children)), false
	for k, j := range children {
		n := &h.spec.Nodes[j]
		d, first := n.History, h.spec.Nodes[children[0]].History
		if by == ByPotential {
			d, first = n.Potential, h.spec.Nodes[children[0]].Potential
		}
		if !d.Valid || d.Decimal.Exponent() != first.Decimal.Exponent() || d.Decimal.NumDigits() > shortDigits {
			return nil
		}
		list[k] = d.Decimal.CoefficientInt64()
		some = some || list[k] > 0
	}
	if !some {
		return nil
	}
	return spread.FromInts(list...)
}

// sourceName returns a source in words.
func sourceName(by Source) kam.Text {
	switch by {
	case ByHistory:
		return kam.Text{EN: "history", ZH: "历史业绩"}
	case ByPotential:
		return kam.Text{EN: "potential", ZH: "潜力"}
	case ByShare:
		return kam.Text{EN: "share", ZH: "占比"}
	default:
		return kam.Text{EN: "even weight", ZH: "平均权重"}
	}
}
