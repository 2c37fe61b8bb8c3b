package scoring

import (
	"fmt"
	"math/big"

	"github.com/kam-go/kam"
)

// tree checks and compiles the dimensions and measures.
func (k *checker) tree() {
	p := k.p
	p.nodes = append(p.nodes, node{weight: whole(1), share: whole(1), slot: -1})
	k.level("$", k.card.Dimensions, k.card.Measures, whole(1), big.NewInt(1))
	p.nodes[0].end = len(p.nodes)
}

// level compiles siblings. Common is the product of the common denominators of the weights above; nil beyond its limit.
func (k *checker) level(place string, dimensions []Dimension, measures []Measure, share Exact, common *big.Int) {
	p := k.p
	if len(dimensions)+len(measures) == 0 {
		k.add("card.empty", place, say("there is no dimension and no measure", "没有维度，也没有指标"), say("add what is measured, or leave the dimension out", "请补充指标，或删去该维度"))
		return
	}
	weights := k.weights(place, dimensions, measures)
	common = k.common(place, common, weights)
	for i := range dimensions {
		d := &dimensions[i]
		at := fmt.Sprintf("%s.dimensions[%d]", place, i)
		k.unique(at+".id", d.ID)
		k.label(at+".name", d.Name)
		index := len(p.nodes)
		whole := share.mul(weights[i])
		p.nodes = append(p.nodes, node{id: d.ID, name: d.Name, place: at, weight: weights[i], share: whole, slot: -1})
		k.level(at, d.Dimensions, d.Measures, whole, common)
		p.nodes[index].end = len(p.nodes)
	}
	for i := range measures {
		k.measure(fmt.Sprintf("%s.measures[%d]", place, i), &measures[i], weights[len(dimensions)+i], share)
	}
}

// weights returns the weights of siblings, which sum to 1, and reports those that do not.
func (k *checker) weights(place string, dimensions []Dimension, measures []Measure) []Exact {
	out := make([]Exact, 0, len(dimensions)+len(measures))
	total, good := whole(0), true
	take := func(at string, f kam.Fraction) {
		weight := whole(0)
		if k.fraction("card.weight", at, f, say("state a number of at least 0, such as 0.35 or 1/3", "请填不小于 0 的数，如 0.35 或 1/3")) {
			weight = fromFraction(f)
		} else {
			good = false
		}
		total = total.add(weight)
		out = append(out, weight)
	}
	for i := range dimensions {
		take(fmt.Sprintf("%s.dimensions[%d].weight", place, i), dimensions[i].Weight)
	}
	for i := range measures {
		take(fmt.Sprintf("%s.measures[%d].weight", place, i), measures[i].Weight)
	}
	if !good {
		return out
	}
	difference := whole(1).sub(total)
	switch {
	case total.sign() == 0:
		k.add("card.weight", place, say("all weights here are 0", "此层权重全部为 0"), say("give at least one of them a weight", "请至少为一项设置权重"))
	case k.card.Weights == WeightsNormalised:
		for i := range out {
			out[i] = out[i].quo(total)
		}
	case difference.sign() != 0:
		k.add("card.weight", place, weightsOff(total, difference),
			say("correct the weights, or state \"weights\": \"normalised\"", "请更正权重，或声明 \"weights\": \"normalised\""))
	}
	return out
}

// maxCommonDigits is the longest product of the common denominators of the weights on the way to a node, in decimal digits.
const maxCommonDigits = 300

// common returns the common denominator of weights multiplied by that of the levels above, and reports one that is too
// long to be computed with; it is then nil, as that of the levels below.
func (k *checker) common(place string, above *big.Int, weights []Exact) *big.Int {
	if above == nil {
		return nil
	}
	common := big.NewInt(1)
	for _, w := range weights {
		d := w.rat().Denom()
		common.Mul(common, new(big.Int).Quo(d, new(big.Int).GCD(nil, nil, common, d)))
	}
	common.Mul(common, above)
	if n := len(common.String()); n > maxCommonDigits {
		k.add("card.weight", place, say("the weights here and on the way here have a common denominator of %d digits, more than %d", "此处及其上各层权重的公分母有 %d 位，超过 %d 位", n, maxCommonDigits),
			say("write the weights with fewer digits, such as 0.35, or as whole numbers under \"weights\": \"normalised\"", "请用较少的位数书写权重，如 0.35；或声明 \"weights\": \"normalised\" 并填写整数"))
		return nil
	}
	return common
}

func weightsOff(total, difference Exact) kam.Text {
	if difference.sign() < 0 {
		return say("the weights here sum to %s, %s more than 1", "此层权重合计 %s，超出 1 共 %s", plain(total), plain(difference.neg()))
	}
	return say("the weights here sum to %s, %s short of 1", "此层权重合计 %s，距 1 尚缺 %s", plain(total), plain(difference))
}

// measure compiles a leaf.
func (k *checker) measure(place string, m *Measure, weight, share Exact) {
	p := k.p
	k.unique(place+".id", m.ID)
	k.label(place+".name", m.Name)
	k.label(place+".unitName", m.UnitName)
	if m.Unit == "" && m.UnitName != (kam.Text{}) {
		k.add("card.unit", place+".unitName", say("a unit is named, but none is stated", "填写了单位名称，但未填单位"), say("state the unit, or leave its name out", "请填写单位，或删去其名称"))
	}
	k.prose(place+".formula", m.Formula)
	k.source(place, m.Metric, m.Scope, m.Unit, m.Currency, len(p.measures))
	lower := m.Direction == kam.LowerIsBetter
	if m.Direction != kam.HigherIsBetter && !lower {
		k.word("card.direction", place+".direction", string(m.Direction), "higher, lower")
	}
	n := node{
		id: m.ID, name: m.Name, place: place, weight: weight, share: share.mul(weight), measure: m, slot: len(p.measures), end: len(p.nodes) + 1,
		rule: k.function(place+".function", m.Function, lower),
	}
	if m.Missing == (Missing{}) {
		n.missing = k.card.Missing.Policy
		if d := k.card.Missing.Neutral; d.Valid {
			n.neutral = ExactDecimal(d)
		}
	} else {
		n.missing, n.neutral = k.missing(place+".missing", m.Missing)
	}
	p.byID[m.ID] = len(p.measures)
	p.measures = append(p.measures, len(p.nodes))
	p.nodes = append(p.nodes, n)
}

// source checks what an observation is about and registers its reader.
func (k *checker) source(place, metric, scope, unit string, currency kam.Currency, slot int) {
	remedy := say("state 1 to %d bytes", "请填 1 至 %d 字节", maxName)
	if why := badName(metric); why != (kam.Text{}) {
		k.add("card.metric", place+".metric", why, remedy)
	}
	if why := badName(scope); scope != "" && why != (kam.Text{}) {
		k.add("card.metric", place+".scope", why, remedy)
	}
	if why := badName(unit); unit != "" && why != (kam.Text{}) {
		k.add("card.unit", place+".unit", why, remedy)
	}
	if currency != "" {
		if _, err := kam.ParseCurrency(string(currency)); err != nil {
			k.add("card.unit", place+".currency", say("%q is no currency code", "%q 不是有效的币种代码", show(string(currency))), say("state an ISO 4217 code such as CNY", "请填 ISO 4217 代码，如 CNY"))
		}
		if unit != "" {
			k.add("card.unit", place+".unit", say("unit and currency are both stated", "单位与币种同时填写"), say("keep one of them", "请只保留一项"))
		}
	}
	s := source{metric, scope}
	index, known := k.p.sources[s]
	if !known {
		index = len(k.p.readers)
		k.p.sources[s] = index
		k.p.sourceList = append(k.p.sourceList, s)
		k.p.readers = append(k.p.readers, nil)
	}
	k.p.sourceOf = append(k.p.sourceOf, index)
	if known {
		if first := k.p.readers[index][0]; first.unit != unit || first.currency != currency {
			k.add("card.unit", place, say("%s reads the same metric and scope in another unit or currency", "%s 以不同的单位或币种读取同一指标与范围", first.place),
				say("state the same unit and currency at both places", "请在两处填写相同的单位与币种"))
		}
	}
	k.p.readers[index] = append(k.p.readers[index], reader{slot: slot, unit: unit, currency: currency, place: place})
}
