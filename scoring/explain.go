package scoring

import (
	"strings"

	"github.com/kam-go/kam"
)

// trouble is what a problem arose from; what is not known is the zero value.
type trouble struct {
	rule           rule
	value, against Exact
	members        int // of the cohort
}

// text says what stands between a value and its points.
func (p problem) text(of trouble) kam.Text {
	switch p {
	case noDenominator:
		return say("the ratio has the denominator 0", "比率的分母为 0")
	case noTarget:
		return say("no target is stated", "未填目标")
	case badTarget:
		return say("the target %s is not above 0", "目标 %s 不大于 0，无法计算达成率", observed(of.against))
	case noBase:
		return say("no base is stated", "未填基数")
	case badBase:
		return say("growth on the base %s is not defined, it is not above 0", "基数 %s 不大于 0，增长率没有意义", observed(of.against))
	case noCohort:
		return say("there is no cohort to compare with", "没有对照组")
	case smallCohort:
		return say("the cohort has %d members, at least %d are needed", "对照组仅 %d 人，至少须 %d 人", of.members, leastMembers(of.rule))
	case unevenCohort:
		return say("the values of the cohort are too unlike to be added exactly", "对照组数值的分母过于繁杂，无法精确相加")
	case noSpread:
		return say("everybody in the cohort has the same value", "对照组的数值全部相同")
	case outsideBands:
		return say("the value %s is outside of %s, which the function covers", "数值 %s 超出计分函数的范围 %s", observed(of.value), span(of.rule))
	case negativeCount:
		return say("the count %s is below 0", "计数 %s 为负数", observed(of.value))
	default:
		return say("the value is not known", "数值未知")
	}
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
func (p *Program) reason(n *node, out *Node, o outcome) kam.Text {
	if o.problem != "" {
		return say("%s; %s", "%s；%s", o.problem.text(trouble{n.rule, out.Value, o.against, out.Cohort}), consequence(out))
	}
	seen := derivation(n.rule, out, o)
	seen.ZH = strings.ReplaceAll(seen.ZH, "） ", "）") // a full-width bracket brings its own space
	text := say("%s: %s points", "%s：%s 分", seen, shown(o.raw))
	if o.raw.cmp(out.Score) != 0 {
		text = say("%s, limited to %s", "%s，限为 %s 分", text, shown(out.Score))
	}
	return text
}

// title is what people read, else the ID.
func (n *node) title() kam.Text {
	if n.name == (kam.Text{}) {
		return say("%s", "%s", show(n.id))
	}
	return say("%s", "%s", kam.Text{EN: show(n.name.In(kam.English)), ZH: show(n.name.In(kam.Chinese))})
}

// consequence says what a measure without a score counts as.
func consequence(out *Node) kam.Text {
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
