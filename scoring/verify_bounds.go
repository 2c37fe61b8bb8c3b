package scoring

import (
	"fmt"

	"github.com/kam-go/kam"
)

// Longest numerators and denominators of a result, in bits, so that to work it out again takes no longer than a moment.
// A program gives none beyond them: they follow from the digits of a card's weights, the bounds of the library, the
// bound of cohorts and [MaxNodes].
const (
	maxWeightBits  = 1 << 10 // of weights and shares
	maxMeasureBits = 1 << 12 // of what is known of a measure or an adjustment
	maxTotalBits   = 1 << 19 // of all that is added up from them
)

// bounds reports what is too large to be worked out again, and returns whether nothing is.
func (v *verifier) bounds() bool {
	r := &v.r
	for _, list := range []struct {
		place string
		n     int
	}{{"$.adjustments", len(r.Adjustments)}, {"$.vetoes", len(r.Vetoes)}, {"$.grades", len(r.Grades)}} {
		v.many(list.place, list.n)
	}
	nodes, deep := 0, false
	var walk func(place string, list []Node, depth int)
	walk = func(place string, list []Node, depth int) {
		nodes += len(list)
		if deep = deep || depth > MaxDepth; deep || nodes > MaxNodes {
			return
		}
		for i := range list {
			at := fmt.Sprintf("%s[%d]", place, i)
			v.node(at, &list[i])
			if len(list[i].Children) > 0 {
				walk(at+".children", list[i].Children, depth+1)
			}
		}
	}
	walk("$.nodes", r.Nodes, 1)
	v.many("$.nodes", nodes)
	if deep {
		v.tooLarge("$.nodes", say("the result has more than %d levels", "结果超过 %d 层", MaxDepth))
	}
	for i := range r.Adjustments {
		at := fmt.Sprintf("$.adjustments[%d]", i)
		v.short(at+".units", r.Adjustments[i].Units, maxMeasureBits)
		v.short(at+".points", r.Adjustments[i].Points, maxMeasureBits)
	}
	for i := range r.Vetoes {
		v.short(fmt.Sprintf("$.vetoes[%d].tested", i), r.Vetoes[i].Tested, maxTotalBits)
	}
	for _, part := range []struct {
		key string
		e   Exact
	}{
		{"coverage", r.Coverage},
		{"minimumCoverage", r.MinimumCoverage},
		{"sum", r.Sum},
		{"bonus", r.Bonus},
		{"penalty", r.Penalty},
		{"adjusted", r.Adjusted},
		{"capped", r.Capped},
		{"total", r.Total},
	} {
		v.short("$."+part.key, part.e, maxTotalBits)
	}
	return !v.found.HasErrors()
}

func (v *verifier) node(place string, n *Node) {
	score := maxTotalBits
	if n.Kind != DimensionNode {
		score = maxMeasureBits
	}
	for _, part := range []struct {
		key  string
		e    Exact
		most int
	}{
		{".weight", n.Weight, maxWeightBits},
		{".share", n.Share, maxWeightBits},
		{".effective", n.Effective, maxWeightBits},
		{".score", n.Score, score},
		{".contribution", n.Contribution, maxTotalBits},
		{".value", n.Value, maxMeasureBits},
		{".target", n.Target, maxMeasureBits},
		{".base", n.Base, maxMeasureBits},
		{".attainment", n.Attainment, maxMeasureBits},
		{".growth", n.Growth, maxMeasureBits},
		{".percentile", n.Percentile, maxMeasureBits},
		{".zScore", n.ZScore, maxMeasureBits},
		{".raw", n.Raw, maxMeasureBits},
	} {
		v.short(place+part.key, part.e, part.most)
	}
}

// short reports a number that is too long.
func (v *verifier) short(place string, e Exact, most int) {
	if n := e.bits(); n > most {
		v.tooLarge(place, say("numerator or denominator has %d binary digits, more than %d", "分子或分母有 %d 个二进制位，超过 %d 个", n, most))
	}
}

// many reports a list that is longer than that of a card may be.
func (v *verifier) many(place string, n int) {
	if n > MaxNodes {
		v.tooLarge(place, say("there are more than %d", "数量超过 %d", MaxNodes))
	}
}

func (v *verifier) tooLarge(place string, message kam.Text) {
	v.found.Add(fault("result.too-large", place, message, say("score the card again; do not use this result", "请重新评分；请勿使用此结果")))
}
