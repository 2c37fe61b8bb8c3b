package scoring

import (
	"fmt"

	"github.com/kam-go/kam"
)

// tree checks and compiles the dimensions and measures.
func (k *checker) tree() {
	p := k.p
	p.nodes = append(p.nodes, node{weight: whole(1), share: whole(1), slot: -1})
	k.level("$", k.card.Dimensions, k.card.Measures, whole(1))
	p.nodes[0].end = len(p.nodes)
}

// level compiles siblings.
func (k *checker) level(place string, dimensions []Dimension, measures []Measure, share Exact) {
	p := k.p
	if len(dimensions)+len(measures) == 0 {
		k.add("card.empty", place, say("there is no dimension and no measure", "没有维度，也没有指标"), say("add what is measured, or leave the dimension out", "请补充指标，或删去该维度"))
		return
	}
	weights := k.weights(place, dimensions, measures)
	for i := range dimensions {
		d := &dimensions[i]
		at := fmt.Sprintf("%s.dimensions[%d]", place, i)
		k.unique(at+".id", d.ID)
		k.texts(at, d.Name)
		index := len(p.nodes)
		whole := share.mul(weights[i])
		p.nodes = append(p.nodes, node{id: d.ID, name: d.Name, weight: weights[i], share: whole, slot: -1})
		k.level(at, d.Dimensions, d.Measures, whole)
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
		if f.Check() != nil || f.Num < 0 {
			good = false
			k.add("card.weight", at, say("%s is no weight", "%s 不是有效的权重", fractionText(f)), say("state a number of at least 0, such as 0.35 or 1/3", "请填不小于 0 的数，如 0.35 或 1/3"))
		} else {
			weight = fromFraction(f)
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
	k.texts(place, m.Name, m.Formula)
	k.source(place, m.Metric, m.Scope, m.Unit, m.Currency, len(p.measures))
	lower := m.Direction == kam.LowerIsBetter
	if m.Direction != kam.HigherIsBetter && !lower {
		k.word("card.direction", place+".direction", string(m.Direction), "higher, lower")
	}
	n := node{
		id: m.ID, name: m.Name, weight: weight, share: share.mul(weight), measure: m, slot: len(p.measures), end: len(p.nodes) + 1,
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
