package scoring

import (
	"fmt"
	"slices"

	"github.com/kam-go/kam"
)

// derivation says what the function saw in the value, with every number of the function that the points come from, so
// that they can be worked out again from the sentence.
func derivation(n *node, out *Node, o outcome) kam.Text {
	m, lower := n.measure, out.Direction == kam.LowerIsBetter
	value, against := m.quantity(out.Value), m.withUnit(inFull(o.against))
	text := say("value %s", "数值 %s", value)
	switch f := n.rule.(type) {
	case pointsRule:
		text = f.derivation(value, out.Value)
	case ratioRule:
		text = f.derivation(value, against, o)
	case lineRule:
		text = f.derivation(value, out.Value, lower)
	case shortfallRule:
		text = f.derivation(value, out.Value)
	case deductionRule:
		text = say("count %s, %s points less %s for each", "计数 %s，满分 %s 分，每项扣 %s 分", value, exactly(f.full), exactly(f.perUnit))
		text = untilNothing(text, f.full.sub(f.perUnit.mul(out.Value)))
	case bandsRule:
		text = say("value %s in the band %s", "数值 %s 落入区间 %s", value, f.band(out.Value))
	case binaryRule:
		side := kam.Text{EN: "meets", ZH: "达到"}
		switch c := out.Value.cmp(f.bound); {
		case lower && c <= 0:
			side = kam.Text{EN: "keeps within", ZH: "未超出"}
		case lower || c < 0:
			side = missing(lower)
		}
		text = say("value %s %s the bound %s (met %s points, missed %s)", "数值 %s %s界限 %s（达标 %s 分，未达标 %s 分）",
			value, side, exactly(f.bound), exactly(f.pass), exactly(f.fail))
	case growthRule:
		each := kam.Text{EN: "plus", ZH: "加"}
		if f.lower {
			each = kam.Text{EN: "less", ZH: "减"}
		}
		text = say("%s on the base %s: growth %s, %s points %s %s for each per cent", "%s 对基数 %s：增长 %s，起点 %s 分，每增长 1%% %s %s 分",
			value, against, percentage(o.detail, 0), exactly(f.start), each, exactly(f.perPercent))
	case percentileRule:
		text = f.derivation(value, out)
	case zScoreRule:
		text = say("%s is %s standard deviations from the mean %s, counted to the better side, %s points and %s for each",
			"%s 距均值 %[3]s 为 %[2]s 个标准差（优于均值为正），均值处 %[4]s 分，每个标准差 %[5]s 分",
			value, shown(o.detail), m.quantity(o.against), exactly(f.centre), exactly(f.perDeviation))
	}
	return tight(text)
}

// inFull writes a number of a card in both languages.
func inFull(e Exact) kam.Text { return say("%s", "%s", exactly(e)) }

// derivation counts the values that the percentile comes from.
func (r percentileRule) derivation(value kam.Text, out *Node) kam.Text {
	side := kam.Text{EN: "above", ZH: "高于"}
	if r.lower {
		side = kam.Text{EN: "below", ZH: "低于"}
	}
	beaten := say("%d", "%d", out.Beaten)
	if out.Beaten == 0 {
		beaten.EN = "none"
	}
	text := say("value %s %s %s of the %s of the cohort", "数值 %s %s对照组 %[4]s中的 %[3]s 个", value, side, beaten, values(out.Cohort))
	if out.Equal > 0 {
		counted := kam.Text{EN: "counted half", ZH: "按一半计"}
		switch r.ties {
		case TiesHigh:
			counted = kam.Text{EN: "counted in full", ZH: "全部计入"}
		case TiesLow:
			counted = kam.Text{EN: "not counted", ZH: "不计入"}
		case TiesMid:
		}
		text = say("%s, equal to %d (%s)", "%s，与 %d 个相同（%s）", text, out.Equal, counted)
	}
	return say("%s: percentile %s, on the scale from %s to %s", "%s：百分位 %s，分值范围 %s 至 %s",
		text, percent(out.Percentile), exactly(r.bottom), exactly(r.bottom.add(r.all)))
}

func (r pointsRule) derivation(value kam.Text, x Exact) kam.Text {
	text := say("value %s", "数值 %s", value)
	switch {
	case x.less(r.floor):
		return say("%s, at least %s points", "%s，最低 %s 分", text, exactly(r.floor))
	case r.cap.less(x):
		return say("%s, at most %s points", "%s，最高 %s 分", text, exactly(r.cap))
	}
	return text
}

func (r ratioRule) derivation(value, target kam.Text, o outcome) kam.Text {
	text := say("%s against the target %s", "%s 对目标 %s", value, target)
	counted := r.cap
	if o.detail.Known() {
		counted = o.detail.within(r.floor, r.cap)
		text = say("%s: attainment %s", "%s：达成率 %s", text, percent(o.detail))
		switch r.lower {
		case LowerInverse:
			text = say("%s (target / value)", "%s（目标 / 数值）", text)
		case LowerMirror:
			text = say("%s (2 - value / target)", "%s（2 - 数值 / 目标）", text)
		}
	} else {
		text = say("%s, the best there is", "%s，已达最优", text)
	}
	if !o.detail.Known() || counted.cmp(o.detail) != 0 {
		text = say("%s, counted as %s", "%s，按 %s 计", text, percent(counted))
	}
	return say("%s, of %s points", "%s，满分 %s 分", text, exactly(r.full))
}

// derivation names the two points that the line to the value goes through, or the end that it is beyond.
func (r lineRule) derivation(value kam.Text, x Exact, lower bool) kam.Text {
	last := len(r.points) - 1
	switch {
	case x.less(r.points[0].x):
		return r.outside(value, r.below, 0, 1, lower)
	case r.points[last].x.less(x):
		return r.outside(value, r.over, last, last-1, lower)
	}
	i, exact := slices.BinarySearchFunc(r.points, x, func(p point, x Exact) int { return p.x.cmp(x) })
	if exact {
		return say("value %s at %s", "数值 %s 等于%s", value, r.mark(i, lower))
	}
	return say("value %s between %s and %s", "数值 %s 介于%s与%s之间", value, r.mark(i-1, lower), r.mark(i, lower))
}

// outside tells of a value beyond point i; the line there comes from point next.
func (r lineRule) outside(value kam.Text, e end, i, next int, lower bool) kam.Text {
	switch e.mode {
	case endExtrapolate:
		return say("value %s beyond %s, on the line from %s through it", "数值 %s 在%s之外，取自%s至该点的延长线", value, r.mark(i, lower), r.mark(next, lower))
	case endScore:
		return say("value %s %s %s", "数值 %s %s%s", value, missing(lower), r.mark(i, lower))
	default:
		return say("value %s beyond %s, flat there", "数值 %s 在%s之外，得分不再变化", value, r.mark(i, lower))
	}
}

// mark writes point i as its name, its value and its points.
func (r lineRule) mark(i int, lower bool) kam.Text {
	rank := i // from the poorest
	if lower {
		rank = len(r.points) - 1 - i
	}
	name := kam.Text{EN: "the anchor", ZH: "锚点"}
	switch r.name {
	case "thresholdTargetStretch":
		name = [...]kam.Text{{EN: "the threshold", ZH: "门槛值"}, {EN: "the target", ZH: "目标值"}, {EN: "the stretch", ZH: "挑战值"}}[rank]
	case "minMax":
		name = [...]kam.Text{{EN: "the worst value", ZH: "最差值"}, {EN: "the best value", ZH: "最佳值"}}[rank]
	case "efficacy":
		name = [...]kam.Text{{EN: "the unacceptable value", ZH: "不允许值"}, {EN: "the satisfactory value", ZH: "满意值"}}[rank]
	case "gradedEfficacy":
		name = kam.Text{EN: "the standard", ZH: "标准值"}
	case "rescale":
		name = [...]kam.Text{{EN: "the other scale's minimum", ZH: "原量表最低值"}, {EN: "the other scale's maximum", ZH: "原量表最高值"}}[i]
	}
	return say("%s %s (%s points)", "%s %s（%s 分）", name, exactly(r.points[i].x), exactly(r.points[i].y))
}

func (r shortfallRule) derivation(value kam.Text, x Exact) kam.Text {
	short := func(bound Exact) Exact {
		if r.lower {
			return x.sub(bound)
		}
		return bound.sub(x)
	}
	gap := short(r.standard)
	if gap.sign() <= 0 {
		return say("value %s meets the standard %s, full points", "数值 %s 达到标准 %s，得满分", value, exactly(r.standard))
	}
	if r.floor.Known() && short(r.floor).sign() > 0 {
		return say("value %s %s the floor %s (standard %s)", "数值 %s %s得分底线 %s（标准 %s）", value, missing(r.lower), exactly(r.floor), exactly(r.standard))
	}
	text := say("value %s is %s short of the standard %s, %s points less %s for each", "数值 %s 距标准 %[3]s 差 %[2]s，满分 %[4]s 分，每差 1 扣 %[5]s 分",
		value, observed(gap), exactly(r.standard), exactly(r.full), exactly(r.perUnit))
	if r.lower {
		text = say("value %s is %s above the standard %s, %s points less %s for each", "数值 %s 超出标准 %[3]s 达 %[2]s，满分 %[4]s 分，每超 1 扣 %[5]s 分",
			value, observed(gap), exactly(r.standard), exactly(r.full), exactly(r.perUnit))
	}
	return untilNothing(text, r.full.sub(r.perUnit.mul(gap)))
}

// missing is the verb of what is on the worse side of a bound.
func missing(lower bool) kam.Text {
	if lower {
		return kam.Text{EN: "exceeds", ZH: "超出"}
	}
	return kam.Text{EN: "misses", ZH: "未达"}
}

// untilNothing adds to what is taken off that it stops at 0, where it does.
func untilNothing(text kam.Text, left Exact) kam.Text {
	if left.sign() < 0 {
		return say("%s, not below 0", "%s，扣完为止", text)
	}
	return text
}

// band writes the band that a value falls into, half-open but for a stated end of the last one.
func (r bandsRule) band(x Exact) string {
	i := len(r.starts) - 1
	for i > 0 && x.less(r.starts[i]) {
		i--
	}
	from, until, closing := "(-∞", "∞", ")"
	if r.starts[i].Known() {
		from = "[" + exactly(r.starts[i])
	}
	if i+1 < len(r.starts) {
		until = exactly(r.starts[i+1])
	} else if r.last.Known() {
		until, closing = exactly(r.last), "]"
	}
	return fmt.Sprintf("%s, %s%s", from, until, closing)
}

// span writes the values that a function covers when it does not cover all.
func span(r rule) string {
	switch f := r.(type) {
	case lineRule:
		return fmt.Sprintf("[%s, %s]", exactly(f.points[0].x), exactly(f.points[len(f.points)-1].x))
	case bandsRule:
		from, until := "(-∞", "∞)"
		if f.starts[0].Known() {
			from = "[" + exactly(f.starts[0])
		}
		if f.last.Known() {
			until = exactly(f.last) + "]"
		}
		return from + ", " + until
	}
	return ""
}
