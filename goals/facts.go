package goals

import (
	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/wording"
)

// factName returns the name of a piece of evidence in l. Names that are not of this package stay as they are.
func factName(name string, l kam.Lang) string {
	if l != kam.Chinese {
		return name
	}
	switch name {
	case "accounts":
		return "客户数"
	case "as of":
		return "判定日"
	case "at quota":
		return "达标人数"
	case "band":
		return "判定区间"
	case "baseline":
		return "基线"
	case "before":
		return "前值"
	case "cadence":
		return "频率"
	case "children":
		return "下级目标数"
	case "coverage":
		return "覆盖倍数"
	case "coverage needed":
		return "所需倍数"
	case "correlation":
		return "相关系数"
	case "day":
		return "日期"
	case "days":
		return "天数"
	case "days available":
		return "可用天数"
	case "days needed":
		return "所需天数"
	case "deals":
		return "商机数"
	case "degrees of freedom":
		return "自由度"
	case "first":
		return "前者"
	case "gap":
		return "缺口"
	case "given":
		return "提供的"
	case "goal":
		return "目标"
	case "goals":
		return "目标数"
	case "highest":
		return "最高"
	case "last":
		return "最近值"
	case "least":
		return "下限"
	case "linked":
		return "关联的"
	case "lowest":
		return "最低"
	case "margin of error":
		return "误差范围"
	case "mean":
		return "均值"
	case "mean log growth":
		return "对数增长均值"
	case "median cycle":
		return "周期中位数"
	case "members":
		return "客户数"
	case "metric":
		return "指标"
	case "metrics":
		return "指标数"
	case "missing":
		return "差额"
	case "most":
		return "上限"
	case "move":
		return "变动"
	case "owners":
		return "负责人数"
	case "parent's metric":
		return "上级指标"
	case "parent's period":
		return "上级期间"
	case "parent's target":
		return "上级目标值"
	case "peers":
		return "同事数"
	case "people":
		return "人数"
	case "percentile":
		return "百分位"
	case "period":
		return "期间"
	case "reached":
		return "达成数"
	case "readings":
		return "读数次数"
	case "responses":
		return "答复数"
	case "scope":
		return "范围"
	case "second":
		return "后者"
	case "share":
		return "份额"
	case "spread":
		return "离散程度"
	case "standard deviation":
		return "标准差"
	case "standard deviation of log growth":
		return "对数增长标准差"
	case "sum":
		return "合计"
	case "target":
		return "目标值"
	case "value":
		return "数值"
	case "values":
		return "历史数值数"
	case "weight":
		return "权重"
	case "won already":
		return "已成交"
	case "words":
		return "词语"
	case "working days left":
		return "剩余工作日"
	default:
		return name
	}
}

// factValue returns a fact as people write it in l: a kind of period in words, a period by its first and last day.
func factValue(name, value string, l kam.Lang) string {
	switch name {
	case "cadence":
		return kindName(kam.PeriodKind(value)).In(l)
	case "period", "parent's period":
		if p, err := kam.ParsePeriod(value); err == nil {
			return wording.Days(p).In(l)
		}
	}
	return value
}
