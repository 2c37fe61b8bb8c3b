package scoring

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
)

// bonuses checks and compiles the adjustments.
func (k *checker) bonuses() {
	p := k.p
	for i := range k.card.Adjustments {
		a := &k.card.Adjustments[i]
		place := fmt.Sprintf("$.adjustments[%d]", i)
		k.unique(place+".id", a.ID)
		k.label(place+".name", a.Name)
		k.source(place, a.Metric, a.Scope, a.Unit, a.Currency, len(p.measures)+i)
		perUnit, ok := k.number(place+".perUnit", a.PerUnit)
		if ok && perUnit.sign() == 0 {
			k.add("card.number", place+".perUnit", say("0 points for each unit change nothing", "每单位 0 分不起作用"), say("state the points: above 0 a bonus, below 0 a penalty", "请填分数：大于 0 为加分，小于 0 为扣分"))
		}
		limit, ok := k.numberOr(place+".max", a.Max, Exact{})
		if ok && limit.Known() {
			k.positive(place+".max", limit)
		}
		p.adjustments = append(p.adjustments, adjustment{spec: a, place: place, perUnit: perUnit, max: limit})
	}
	p.maxBonus = k.limit("$.maxBonus", k.card.MaxBonus)
	p.maxPenalty = k.limit("$.maxPenalty", k.card.MaxPenalty)
}

// limit reads a limit of at least 0 that may be left out.
func (k *checker) limit(place string, d decimal.NullDecimal) Exact {
	e, ok := k.numberOr(place, d, Exact{})
	if ok && e.Known() && e.sign() < 0 {
		k.add("card.number", place, say("%s is below 0", "%s 小于 0", plain(e)), say("state points of at least 0", "请填不小于 0 的分数"))
	}
	return e
}

// bands checks the grades and puts them in rising order.
func (k *checker) bands() {
	if len(k.card.Grades) == 0 || !k.sane {
		return
	}
	type placed struct {
		spec  Grade
		place string
		grade
	}
	list := make([]placed, len(k.card.Grades))
	good := true
	keys := map[string]string{}
	for i, g := range k.card.Grades {
		place := fmt.Sprintf("$.grades[%d]", i)
		if why := badName(g.Key); why != (kam.Text{}) {
			k.add("card.grades", place+".key", why, say("give a key of 1 to %d bytes", "请填 1 至 %d 字节的键", maxName))
		} else if first, taken := keys[g.Key]; taken {
			k.add("card.grades", place+".key", say("%q is the key of %s too", "%q 与 %s 的键相同", show(g.Key), first), say("give each grade a key of its own", "各等级的键须互不相同"))
		} else {
			keys[g.Key] = place
		}
		k.label(place+".name", g.Name)
		from, ok1 := k.number(place+".from", g.From)
		until, ok2 := k.number(place+".until", g.Until)
		if good = good && ok1 && ok2; good && !from.less(until) {
			k.add("card.grades", place, say("the grade runs from %s to %s", "该等级为 %s 至 %s", plain(from), plain(until)), say("end it after it begins", "区间的止点须大于起点"))
			good = false
		}
		list[i] = placed{spec: g, place: place, grade: grade{from, until}}
	}
	if !good {
		return
	}
	slices.SortStableFunc(list, func(a, b placed) int { return cmp.Or(a.from.cmp(b.from), a.until.cmp(b.until)) })
	k.edge(list[0].place+".from", list[0].from, k.p.low, "begin", "起点")
	for i := 1; i < len(list); i++ {
		if list[i].from.cmp(list[i-1].until) != 0 {
			k.seam("card.grades", list[i].place+".from", list[i-1].until, list[i].from)
		}
	}
	k.edge(list[len(list)-1].place+".until", list[len(list)-1].until, k.p.high, "end", "止点")
	k.card.Grades = slices.Clone(k.card.Grades)
	for i, g := range list {
		k.card.Grades[i] = g.spec
		k.p.grades = append(k.p.grades, g.grade)
	}
}

// edge reports grades that do not begin or end where the scale does.
func (k *checker) edge(place string, got, want Exact, en, zh string) {
	if got.cmp(want) == 0 {
		return
	}
	k.add("card.grades", place, kam.Text{
		EN: fmt.Sprintf("the grades %s at %s, the scale at %s", en, plain(got), plain(want)),
		ZH: fmt.Sprintf("等级的%s为 %s，分值范围的%s为 %s", zh, plain(got), zh, plain(want)),
	}, say("state %s", "请填 %s", plain(want)))
}

// vetoes checks and compiles the vetoes.
func (k *checker) vetoes() {
	for i := range k.card.Vetoes {
		v := &k.card.Vetoes[i]
		place := fmt.Sprintf("$.vetoes[%d]", i)
		k.unique(place+".id", v.ID)
		k.label(place+".name", v.Name)
		out := veto{spec: v, place: place, node: slices.IndexFunc(k.p.nodes, func(n node) bool { return n.id == v.On && v.On != "" }), grade: -1}
		if out.node < 0 {
			k.add("card.veto", place+".on", say("no dimension and no measure has the ID %q", "没有标识为 %q 的维度或指标", show(v.On)), say("state the ID of one", "请填已有维度或指标的标识"))
		}
		var ok1, ok2 bool
		out.below, ok1 = k.numberOr(place+".below", v.Below, Exact{})
		out.above, ok2 = k.numberOr(place+".above", v.Above, Exact{})
		switch {
		case !v.Below.Valid && !v.Above.Valid:
			k.add("card.veto", place, say("no bound is stated", "未填界限"), say("state below, above or both", "请填 below、above 或两者"))
		case ok1 && ok2 && v.Below.Valid && v.Above.Valid && out.above.less(out.below):
			k.add("card.veto", place, say("everything is below %s or above %s", "任何数值都低于 %s 或高于 %s", plain(out.below), plain(out.above)), say("state a below of at most above", "below 不得大于 above"))
		}
		if m := k.vetoed(out.node); m != nil && m.Direction == kam.LowerIsBetter && v.Below.Valid {
			k.add("card.direction", place+".below", say("of measure %q less is better, and the veto is on less", "指标 %q 越低越好，而该否决针对较低的数值", show(v.On)),
				say("state above, or correct the direction of the measure", "请改填 above，或更正指标的方向"))
		}
		k.effect(place, v, &out)
		k.p.vetoes = append(k.p.vetoes, out)
	}
}

// effect checks what a veto does.
func (k *checker) effect(place string, v *Veto, out *veto) {
	switch v.Effect {
	case VetoLowest:
	case VetoCapScore:
		if !v.Score.Valid {
			k.add("card.veto", place+".score", say("the highest score is not stated", "未填最高分"), say("state a score on the scale", "请填分值范围内的分数"))
			break
		}
		e, ok := k.number(place+".score", v.Score.Decimal)
		if !ok || !k.sane {
			break
		}
		if out.score = e; e.less(k.p.low) || k.p.high.less(e) {
			k.add("card.veto", place+".score", say("%s is off the scale", "%s 超出分值范围", plain(e)), say("state a score from %s to %s", "请填 %s 至 %s 之间的分数", plain(k.p.low), plain(k.p.high)))
		}
		k.onGrid("card.veto", place+".score", v.Score.Decimal)
	case VetoCapGrade:
		out.grade = slices.IndexFunc(k.card.Grades, func(g Grade) bool { return g.Key == v.Grade })
		if out.grade < 0 {
			k.add("card.veto", place+".grade", say("no grade has the key %q", "没有键为 %q 的等级", show(v.Grade)), say("state the key of a grade", "请填已有等级的键"))
		}
	default:
		k.word("card.veto", place+".effect", string(v.Effect), "lowest, cap-score, cap-grade")
	}
	if v.Score.Valid && v.Effect != VetoCapScore {
		k.add("card.veto", place+".score", say("a score is stated that the effect does not use", "填写了此效果用不到的分数"), say("leave it out", "请删去"))
	}
	if v.Grade != "" && v.Effect != VetoCapGrade {
		k.add("card.veto", place+".grade", say("a grade is stated that the effect does not use", "填写了此效果用不到的等级"), say("leave it out", "请删去"))
	}
}

// vetoed returns the measure that a veto is on; nil when it is on none.
func (k *checker) vetoed(node int) *Measure {
	if node < 0 {
		return nil
	}
	return k.p.nodes[node].measure
}
