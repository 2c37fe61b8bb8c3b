package scoring

import (
	"cmp"

	"github.com/kam-go/kam"
)

// trouble is what a problem arose from; what is not known is the zero value.
type trouble struct {
	rule           rule
	measure        *Measure // nil for an adjustment
	value, against Exact
	members        int // of the cohort
}

// text says what stands between a value and its points.
func (p problem) text(of trouble) kam.Text { return tight(p.words(of)) }

func (p problem) words(of trouble) kam.Text {
	switch p {
	case noDenominator:
		return say("the ratio has the denominator 0", "比率的分母为 0")
	case noTarget:
		return say("no target is stated", "未填目标")
	case badTarget:
		return say("the target %s is not above 0", "目标 %s 不大于 0，无法计算达成率", of.measure.quantity(of.against))
	case noBase:
		return say("no base is stated", "未填基数")
	case badBase:
		return say("growth on the base %s is not defined, it is not above 0", "基数 %s 不大于 0，增长率没有意义", of.measure.quantity(of.against))
	case noCohort:
		return say("there is no cohort to compare with", "没有对照组")
	case smallCohort:
		return say("the cohort has %s, at least %d are needed", "对照组仅 %[1]s，至少须 %[2]d 个", values(of.members), leastMembers(of.rule))
	case unevenCohort:
		return say("the values of the cohort are too unlike to be added exactly", "对照组数值的分母过于繁杂，无法精确相加")
	case noSpread:
		return say("the %s of the cohort are all the same", "对照组的 %s全部相同", values(of.members))
	case outsideBands:
		return say("the value %s is outside of %s, which the function covers", "数值 %s 超出计分函数的范围 %s", of.measure.quantity(of.value), span(of.rule))
	case negativeCount:
		return say("the count %s is below 0", "计数 %s 为负数", of.measure.quantity(of.value))
	default:
		return say("the value is not known", "数值未知")
	}
}

// values counts the values of a cohort.
func values(n int) kam.Text {
	if n == 1 {
		return say("1 value", "1 个数值")
	}
	return say("%d values", "%d 个数值", n)
}

// leastMembers is the smallest cohort that a function compares with.
func leastMembers(r rule) int {
	switch f := r.(type) {
	case percentileRule:
		return f.least
	case zScoreRule:
		return f.least
	}
	return 0
}

// remedy says what would help.
func (p problem) remedy() kam.Text {
	switch p {
	case noDenominator, outsideBands, negativeCount:
		return say("check the value at its source", "请核对数据来源")
	case noTarget, badTarget:
		return say("state a target above 0", "请填大于 0 的目标")
	case noBase, badBase:
		return say("state a base above 0, or score the absolute change instead", "请填大于 0 的基数，或改按绝对变化计分")
	case noCohort, smallCohort, noSpread:
		return say("compare with a larger group, or use a function without a cohort", "请与更大的群体比较，或改用无需对照组的计分函数")
	case unevenCohort:
		return say("round the values of the cohort first", "请先对对照组数值作舍入")
	default:
		return say("observe the value and score again", "请取得该数值后重新评分")
	}
}

// reason says in a sentence how the score of a measure came about.
func (p *Program) reason(n *node, out *Node, o outcome, left remainder) kam.Text {
	if o.problem != "" {
		of := trouble{rule: n.rule, measure: n.measure, value: out.Value, against: o.against, members: out.Cohort}
		return say("%s; %s", "%s；%s", o.problem.text(of), consequence(out, left))
	}
	seen := derivation(n, out, o)
	text := say("%s: %s points", "%s：%s 分", seen, shown(o.raw))
	if o.raw.cmp(out.Score) != 0 {
		text = say("%s, limited to %s", "%s，限为 %s 分", text, shown(out.Score))
	}
	return text
}

// title is what people read, else the ID.
func (n *node) title() kam.Text {
	return titled(n.id, n.name)
}

// titled is a name for people, the ID without one.
func titled(id string, name kam.Text) kam.Text {
	return kam.Text{EN: label(cmp.Or(name.In(kam.English), id)), ZH: label(cmp.Or(name.In(kam.Chinese), id))}
}

// remainder says what is left when a measure is left out.
type remainder uint8

const (
	siblingsLeft  remainder = iota // siblings that take its weight
	dimensionGone                  // nothing in its dimension
	nothingLeft                    // nothing at all
)

// consequence says what a measure without a score counts as.
func consequence(out *Node, left remainder) kam.Text {
	switch {
	case out.State == LeftOut && left == dimensionGone:
		return say("it is left out, and so is its whole dimension", "不计该项，其所属维度亦整体不计")
	case out.State == LeftOut && left == nothingLeft:
		return say("it is left out, and nothing with a weight is left", "不计该项，再无计入权重的项目")
	}
	switch out.State {
	case CountsZero:
		return say("it counts as %s points", "按 %s 分计", shown(out.Score))
	case CountsAs:
		return say("it counts as a neutral %s points", "按中性分 %s 分计", shown(out.Score))
	case Blocking:
		return say("without it there is no result", "缺少该项则无结果")
	case NotCounted:
		return say("it has no weight", "该项不计权重")
	default:
		return say("it is left out and its weight goes to its siblings", "不计该项，其权重由同层各项分摊")
	}
}
