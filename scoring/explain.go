package scoring

import (
	"math/big"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// text says what stands between a value and its points.
func (p problem) text() kam.Text {
	switch p {
	case noDenominator:
		return say("the ratio has the denominator 0", "比率的分母为 0")
	case noTarget:
		return say("no target is stated", "未填目标")
	case badTarget:
		return say("a target of 0 or less is no measure", "目标为 0 或负数，无法计算达成率")
	case noBase:
		return say("no base is stated", "未填基数")
	case badBase:
		return say("growth on a base of 0 or less is not defined", "基数为 0 或负数，增长率没有意义")
	case noCohort:
		return say("there is no cohort to compare with", "没有对照组")
	case smallCohort:
		return say("the cohort is too small to compare with", "对照组人数不足")
	case unevenCohort:
		return say("the values of the cohort are too unlike to be added exactly", "对照组数值的分母过于繁杂，无法精确相加")
	case noSpread:
		return say("everybody in the cohort has the same value", "对照组的数值全部相同")
	case outsideBands:
		return say("the value is outside of what the function covers", "数值超出计分函数的范围")
	case negativeCount:
		return say("a count below 0 is no count", "计数不能为负")
	default:
		return say("the value is not known", "数值未知")
	}
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
		return say("round the values of the cohort first", "请先对对照组数值取整")
	default:
		return say("observe the value and score again", "请取得该数值后重新评分")
	}
}

// reason says in a sentence how the score of a measure came about.
func (p *Program) reason(n *node, out *Node, o outcome) kam.Text {
	if o.problem != "" {
		return say("%s; %s", "%s；%s", o.problem.text(), consequence(out))
	}
	text := say("%s: %s points", "%s：%s 分", derivation(n.rule, out, o), shown(o.raw))
	if o.raw.cmp(out.Score) != 0 {
		text = say("%s, limited to %s", "%s，限为 %s 分", text, shown(out.Score))
	}
	return text
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

// derivation says what the function saw in the value.
func derivation(r rule, out *Node, o outcome) kam.Text {
	value := shown(out.Value)
	switch f := r.(type) {
	case ratioRule:
		if !o.detail.Known() {
			return say("%s against the target %s, the best there is", "%s 对目标 %s，已达最优", value, shown(o.against))
		}
		text := say("%s against the target %s: attainment %s", "%s 对目标 %s：达成率 %s", value, shown(o.against), percent(o.detail))
		if limited := o.detail.within(f.floor, f.cap); limited.cmp(o.detail) != 0 {
			return say("%s, counted as %s", "%s，按 %s 计", text, percent(limited))
		}
		return text
	case growthRule:
		return say("%s on the base %s: growth %s %%", "%s 对基数 %s：增长 %s%%", value, shown(o.against), shownTo(o.detail, 2))
	case percentileRule:
		return say("%s beats %s of a cohort of %d", "%s 超过对照组 %[3]d 人中的 %[2]s", value, percent(o.detail), out.Cohort)
	case zScoreRule:
		return say("%s is %s standard deviations from the mean %s, counted to the better side", "%s 距均值 %[3]s 为 %[2]s 个标准差（优于均值为正）", value, shown(o.detail), shown(o.against))
	case shortfallRule:
		return say("%s against the standard %s", "%s 对标准 %s", value, shown(o.against))
	case binaryRule:
		return say("%s against the bound %s", "%s 对界限 %s", value, shown(o.against))
	}
	return say("value %s", "数值 %s", value)
}

// shown writes a number for people: exactly when four decimal places are enough, else rounded half away from zero and
// marked ≈.
func shown(e Exact) string { return shownTo(e, 4) }

func shownTo(e Exact, places int32) string {
	if !e.Known() {
		return "?"
	}
	r := e.rat()
	d := num.RoundRat(r, places, num.HalfUp)
	if num.Rat(d).Cmp(r) == 0 {
		return num.Format(d)
	}
	return "≈" + num.Format(d)
}

// percent writes a ratio in per cent, as [shown] does to two places.
func percent(e Exact) string {
	return shownTo(fromRat(new(big.Rat).Mul(e.rat(), big.NewRat(100, 1))), 2) + " %"
}
