package weights

import (
	"fmt"
	"math/big"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Branch is what hangs below one item of a hierarchy: the local weights of its parts, which sum to exactly 1. An item
// may be a part of several others: a candidate is weighed under every criterion.
type Branch struct {
	Under   string   `json:"under"`
	Weights []Weight `json:"weights"`
}

// Synthesise returns the global weights of the items at the bottom of a hierarchy: of each, the sum over all ways from
// the top of the product of the local weights along the way. They come in the order in which top and branches first
// mention them and sum to exactly 1 at the stated decimal places, 1 to [MaxPlaces], 0 standing for 4; the one rounding
// is by the largest remainder, ties to the earlier item.
//
// Branches may come in any order. There are at most [MaxShares] weights in all and [MaxDepth] levels. Faults come all at
// once in a [*kam.InvalidError]: weights.count, .item, .twice, .share, .sum, .number, .places, .branch, .depth.
func Synthesise(top []Weight, branches []Branch, places int32) ([]Weight, error) {
	var found kam.Findings
	places = placesOf(&found, "$.places", places)
	h := plant(top, branches, &found)
	if err := found.Err(); err != nil {
		return nil, err
	}
	h.sort(branches, &found)
	if err := found.Err(); err != nil {
		return nil, err
	}
	var ids []string
	var shares []*big.Rat
	for i, id := range h.ids {
		if h.branch[i] < 0 {
			ids, shares = append(ids, id), append(shares, h.share[i])
		}
	}
	return whole(ids, shares, places), nil
}

// hierarchy holds the items of all levels by the order of their first mention.
type hierarchy struct {
	ids     []string
	index   map[string]int
	branch  []int // the branch below an item, -1 at the bottom
	waiting []int // how often an item is mentioned by branches that have not been weighed
	level   []int
	share   []*big.Rat
}

// plant reads the items and their branches.
func plant(top []Weight, branches []Branch, found *kam.Findings) *hierarchy {
	h := &hierarchy{index: make(map[string]int)}
	total := len(top)
	for _, b := range branches {
		total += len(b.Weights)
	}
	if !count(found, "$.top", len(top), 1, MaxShares) || !count(found, "$.branches", max(total, len(branches)), 1, MaxShares) {
		return h
	}
	h.siblings("$.top", top, found)
	for i, b := range branches {
		h.siblings(fmt.Sprintf("$.branches[%d].weights", i), b.Weights, found)
	}
	refused := found.Err() != nil
	for i, b := range branches {
		place := fmt.Sprintf("$.branches[%d].under", i)
		at, known := h.index[b.Under]
		switch {
		case !known:
			found.Add(fault("branch", place, say("%q is no item of the hierarchy", "层级中没有 %q", show(b.Under)),
				say("use an ID from the top or from another branch", "请使用顶层或其他分支中的标识")))
		case h.branch[at] >= 0:
			found.Add(fault("twice", place, say("%q has a branch already", "%q 已有分支", show(b.Under)),
				say("state all parts of an item in one branch", "请将同一项的各部分写在同一分支")))
		default:
			h.branch[at] = i
		}
	}
	for _, b := range branches {
		for _, w := range b.Weights {
			if at, known := h.index[w.ID]; known {
				h.waiting[at]++
			}
		}
	}
	if refused {
		return h
	}
	for _, w := range top {
		if at, known := h.index[w.ID]; known {
			h.share[at] = num.Rat(w.Share)
		}
	}
	return h
}

// siblings checks weights that belong together and mentions their items.
func (h *hierarchy) siblings(place string, ws []Weight, found *kam.Findings) {
	ids := make([]string, len(ws))
	sum, good := new(big.Rat), len(ws) > 0
	for i, w := range ws {
		ids[i] = w.ID
		if number(found, "share", fmt.Sprintf("%s[%d].share", place, i), w.Share) {
			sum.Add(sum, num.Rat(w.Share))
		} else {
			good = false
		}
	}
	count(found, place, len(ws), 1, MaxShares)
	index := names(found, place, ids)
	if one := big.NewRat(1, 1); good && sum.Cmp(one) != 0 {
		found.Add(fault("sum", place, say("the weights sum to %s", "权重合计为 %s", decimalText(sum)),
			say("make them sum to exactly 1; the difference is %s", "请使其合计恰为 1，差额为 %s", decimalText(new(big.Rat).Sub(one, sum)))))
	}
	for _, id := range ids {
		if _, named := index[id]; !named {
			continue
		}
		if _, known := h.index[id]; known {
			continue
		}
		h.index[id] = len(h.ids)
		h.ids = append(h.ids, id)
		h.branch, h.waiting, h.level = append(h.branch, -1), append(h.waiting, 0), append(h.level, 1)
		h.share = append(h.share, new(big.Rat))
	}
}

// sort hands the share of every item down to its parts, each item after all that mention it.
func (h *hierarchy) sort(branches []Branch, found *kam.Findings) {
	var ready []int
	for i, n := range h.waiting {
		if n == 0 {
			ready = append(ready, i)
		}
	}
	done := 0
	for ; done < len(ready); done++ {
		at := ready[done]
		if h.branch[at] < 0 {
			continue
		}
		if h.level[at] == MaxDepth {
			found.Add(fault("depth", fmt.Sprintf("$.branches[%d].under", h.branch[at]), say("%q is on level %d, the last one, and has parts", "%q 已在最末的第 %d 层，却仍有下级", show(h.ids[at]), MaxDepth),
				say("use at most %d levels", "最多 %d 层", MaxDepth)))
			return
		}
		for _, w := range branches[h.branch[at]].Weights {
			part := h.index[w.ID]
			local := num.Rat(w.Share)
			h.share[part].Add(h.share[part], local.Mul(local, h.share[at]))
			h.level[part] = max(h.level[part], h.level[at]+1)
			if h.waiting[part]--; h.waiting[part] == 0 {
				ready = append(ready, part)
			}
		}
	}
	if done == len(h.ids) {
		return
	}
	for i, b := range branches {
		if at := h.index[b.Under]; h.waiting[at] > 0 {
			found.Add(fault("branch", fmt.Sprintf("$.branches[%d].under", i), say("%q is above itself, or below what is", "%q 位于自身之上，或处于循环之下", show(b.Under)),
				say("let every branch lead downwards", "请使各分支逐级向下")))
		}
	}
}

// decimalText returns a sum of decimals as text.
func decimalText(r *big.Rat) string {
	places, _ := r.FloatPrec()
	return num.Format(num.RoundRat(r, int32(places), num.HalfUp))
}
