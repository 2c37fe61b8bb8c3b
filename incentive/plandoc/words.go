package plandoc

import (
	"slices"

	"github.com/kam-go/kam"
)

// word is what a key of a plan is called.
type word struct {
	key    string
	en, zh string
}

// vocabulary returns the keys of plans and terms of payment, in the order in which differences are listed.
func vocabulary() []word {
	return []word{
		{"format", "format", "格式"},
		{"id", "id", "编号"},
		{"version", "version", "版本"},
		{"title", "title", "名称"},
		{"en", "English", "英文"},
		{"zh", "Chinese", "中文"},
		{"currency", "currency", "货币"},
		{"readings", "bundle of readings", "约定组合"},
		{"effective", "effective period", "生效期间"},
		{"period", "period", "期间"},
		{"creditDate", "credit date", "计入日期"},
		{"order", "order", "顺序"},
		{"refunds", "refunds", "退款"},
		{"rounding", "rounding", "舍入"},
		{"credits", "credit", "业绩归属"},
		{"measures", "measure", "指标"},
		{"components", "component", "组成部分"},
		{"name", "name", "名称"},
		{"label", "label", "标签"},
		{"measure", "measure", "指标"},
		{"to", "recipient or end", "归属对象或终点"},
		{"role", "role", "角色"},
		{"level", "level", "层级"},
		{"vacancy", "vacancy", "空缺处理"},
		{"base", "base", "基数"},
		{"metric", "metric", "观测指标"},
		{"of", "of", "取自"},
		{"share", "share", "份额"},
		{"split", "split", "拆分方式"},
		{"when", "condition", "条件"},
		{"all", "all", "全部满足"},
		{"any", "any", "任一满足"},
		{"not", "not", "不满足"},
		{"attribute", "attribute", "属性"},
		{"in", "values", "取值"},
		{"number", "number", "数值"},
		{"atLeast", "at least", "不低于"},
		{"moreThan", "more than", "高于"},
		{"atMost", "at most", "不高于"},
		{"below", "below", "低于"},
		{"factor", "factor", "系数"},
		{"values", "values", "取值"},
		{"other", "other values", "其他取值"},
		{"retires", "counts towards quota", "计入目标"},
		{"pays", "pays", "计付"},
		{"window", "window", "累计区间"},
		{"denominator", "quota compared with", "对比目标"},
		{"zeroQuota", "attainment at quota zero", "零目标时的完成率"},
		{"rate", "rate", "提成比例"},
		{"tiers", "tiers", "分档"},
		{"table", "table", "表"},
		{"curve", "curve", "曲线"},
		{"every", "every", "每达一次"},
		{"contest", "contest", "竞赛"},
		{"pool", "pool", "奖金池"},
		{"gates", "gate", "门槛"},
		{"multipliers", "multiplier", "乘数"},
		{"caps", "cap", "封顶"},
		{"floors", "floor", "保底"},
		{"mode", "mode", "方式"},
		{"basis", "basis", "依据"},
		{"on", "on", "参照"},
		{"bands", "band", "档次"},
		{"lost", "when a tier is lost", "失去档次时"},
		{"date", "date", "日期"},
		{"from", "from", "起点"},
		{"until", "until", "止点"},
		{"amount", "amount", "金额"},
		{"dimensions", "dimension", "维度"},
		{"cells", "cell", "单元格"},
		{"days", "days", "天数"},
		{"bounds", "bounds", "界限"},
		{"at", "at", "位置"},
		{"kind", "kind", "类型"},
		{"test", "test", "检验时点"},
		{"failedThenPassed", "failed, then passed", "先未达后达到"},
		{"passedThenLost", "passed, then lost", "先达到后失去"},
		{"per", "per", "范围"},
		{"ofTargetIncentive", "multiple of the target incentive", "目标奖金倍数"},
		{"attainment", "attainment", "完成率"},
		{"excess", "excess", "超出部分"},
		{"shape", "shape", "形状"},
		{"points", "point", "节点"},
		{"beyond", "beyond the last point", "末节点之后"},
		{"each", "each", "每"},
		{"by", "by", "按"},
		{"prizes", "prizes", "奖金"},
		{"then", "tie-break", "并列时比较"},
		{"ties", "ties", "并列"},
		{"fund", "fund", "奖金总额"},
		{"held", "while held", "暂停或暂扣时"},
		{"key", "key", "分配依据"},
		{"apply", "applied to", "作用于"},
		{"step", "step", "步骤"},
		{"places", "decimal places", "小数位数"},
		{"method", "method", "方法"},
		{"policy", "rate policy", "汇率规则"},
		{"partialMonth", "month in part", "不足整月"},
		{"quotas", "quotas", "目标"},
		{"targets", "target incentives", "目标奖金"},
		{"conversion", "conversion", "币种折算"},
		{"proration", "proration", "按比例折算"},
		{"payout", "payout", "发放"},
		{"convert", "payee's currency", "折算为收款货币"},
		{"holdbacks", "holdback", "暂扣"},
		{"parts", "part", "部分"},
		{"sums", "sums", "无交易的金额"},
		{"months", "months", "月数"},
		{"guarantee", "guarantee", "保底收入"},
		{"draw", "draw", "预支"},
		{"for", "stretch", "适用期间"},
		{"monthsFromHire", "months from hire", "入职后月数"},
		{"partial", "period in part", "不足整期"},
		{"against", "compared with", "对比"},
		{"belowZero", "below zero", "低于零时"},
		{"recovery", "recovery", "追收"},
		{"afterMonths", "after months", "若干月后"},
		{"forgive", "forgiveness", "豁免"},
		{"clawback", "clawback", "追回"},
		{"withdrawn", "part when withdrawn", "撤单时的比例"},
		{"position", "position", "先后次序"},
		{"kinds", "kinds of debt", "欠款类型"},
		{"maxShareOfPay", "largest share of pay", "最高扣收比例"},
		{"protectedMinimum", "protected minimum", "最低保留额"},
		{"leavers", "leavers", "离职"},
		{"trailingMonths", "trailing months", "离职后月数"},
		{"debts", "debts", "欠款"},
		{"minimum", "minimum payout", "最低发放额"},
		{"component", "component", "组成部分"},
	}
}

// rank returns the place of a key in the vocabulary; unknown ones stand last.
func rank(key string) int {
	list := vocabulary()
	if i := slices.IndexFunc(list, func(w word) bool { return w.key == key }); i >= 0 {
		return i
	}
	return len(list)
}

// keyWord returns what a key is called; the key itself when it has no name.
func keyWord(key string) kam.Text {
	for _, w := range vocabulary() {
		if w.key == key {
			return kam.Text{EN: w.en, ZH: w.zh}
		}
	}
	return kam.Text{EN: key, ZH: key}
}
