package incentive

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Bounds on what a plan may state; see the package documentation.
const (
	maxPlaces       = 6
	maxRateDecimals = 6
	maxRate         = 1000
	maxBoundShare   = 4
	maxDecimals     = 4
	maxDigits       = 15
	maxDenominator  = 10_000
	maxParts        = 500
	maxCells        = 100_000
	maxDepth        = 20
	maxName         = 64
	maxID           = 128
)

// checker finds every fault of one plan.
type checker struct {
	faults
	plan     Plan
	root     string
	rules    map[string]int
	measures map[string]int
}

// checkPlan reports the faults of an expanded plan; root is its JSON path.
func checkPlan(p Plan, root string) kam.Findings {
	c := &checker{plan: p, root: root, rules: map[string]int{}, measures: map[string]int{}}
	c.header()
	c.readings()
	for i, r := range p.Credits {
		c.name(c.rules, i, r.Name, fmt.Sprintf("%s.credits[%d]", root, i))
	}
	for i, m := range p.Measures {
		c.name(c.measures, i, m.Name, fmt.Sprintf("%s.measures[%d]", root, i))
	}
	c.labels()
	if len(p.Credits) > 0 || slices.ContainsFunc(p.Measures, func(m Measure) bool { return m.Base != BaseObservation }) || len(p.Measures) == 0 {
		c.count("credits", len(p.Credits)) // a plan of observations alone credits no deal
	}
	c.count("measures", len(p.Measures))
	c.count("components", len(p.Components))
	c.credits()
	c.measuresOf()
	c.components()
	c.planCaps()
	c.conversion()
	c.proration()
	c.payout()
	c.unused()
	return c.list
}

func (c *checker) header() {
	p := c.plan
	if p.Format != Format {
		c.add(CodeRange, c.root+".format", say("format %d is not known", "不支持格式 %d", p.Format),
			say(`write "format": %d`, `请写 "format": %d`, Format))
	}
	if !validName(p.ID) {
		c.add(CodeName, c.root+".id", say("the plan's id %q is no valid name", "方案编号 %q 不是有效名称", clip(p.ID)), nameRemedy())
	}
	if p.Version < 1 {
		c.add(CodeRange, c.root+".version", say("version %d is not positive", "版本号 %d 不是正数", p.Version),
			say(`count versions from 1: "version": 1`, `版本号从 1 开始："version": 1`))
	}
	if _, err := kam.ParseCurrency(string(p.Currency)); err != nil {
		c.add(CodeUnknownWord, c.root+".currency", say("%q is no ISO 4217 currency", "%q 不是 ISO 4217 货币代码", clip(string(p.Currency))),
			say(`write a code such as "currency": "CNY"`, `请写货币代码，例如 "currency": "CNY"`))
	}
	if p.Readings != "" {
		c.add(CodeUnknownWord, c.root+".readings", say("%q is no known bundle of readings", "%q 不是已知的约定组合", clip(p.Readings)),
			say(`write "readings": %q, or leave it out and state each reading`, `请写 "readings": %q，或删除该项并逐一写明`, Standard1))
	}
	if p.Effective.IsZero() {
		c.add(CodeMissing, c.root+".effective", say("the plan does not say when it may be used", "方案没有写明生效期间"),
			say(`write a half-open period: "effective": "2026-01-01/2027-01-01"`, `请写半开区间："effective": "2026-01-01/2027-01-01"`))
	}
	c.oneOf(c.root, "period", string(p.Period),
		choice{"month", say("calculates each month", "按月计算")},
		choice{"quarter", say("calculates each quarter", "按季度计算")},
		choice{"half-year", say("calculates each half-year", "按半年计算")},
		choice{"year", say("calculates each year", "按年计算")})
}

func nameRemedy() kam.Text {
	return say("use 1 to 64 letters, digits, '-', '_' or '.'", "请使用 1 至 64 个字母、数字、“-”、“_” 或 “.”")
}

// readings checks the words of the plan as a whole.
func (c *checker) readings() {
	p := c.plan
	at := c.root + ".rounding"
	c.oneOf(at, "step", string(p.Rounding.Step),
		choice{string(RoundSlice), say("rounds each tier slice", "按每个分档金额舍入")},
		choice{string(RoundCredit), say("rounds each line", "按每一行金额舍入")},
		choice{string(RoundComponent), say("rounds each component's sum", "按每个组成部分合计舍入")},
		choice{string(RoundStatement), say("rounds the statement's sum", "按结算单合计舍入")})
	ok := c.oneOf(at, "mode", p.Rounding.Mode,
		choice{"half-up", say("takes halves away from zero", "四舍五入（逢五远离零）")},
		choice{"half-even", say("takes halves to the even digit", "四舍六入五成双")},
		choice{"half-down", say("takes halves towards zero", "五舍六入")},
		choice{"up", say("away from zero", "远离零进位")},
		choice{"down", say("towards zero", "向零截断")},
		choice{"ceil", say("upwards; refunds may not cancel", "向上取整；退款可能无法完全抵销")},
		choice{"floor", say("downwards; refunds may not cancel", "向下取整；退款可能无法完全抵销")})
	if ok && !num.Mode(p.Rounding.Mode).Symmetric() {
		c.warn(CodeAsymmetricRounding, at+".mode",
			say("%q rounds a refund differently from its sale, so that the two may not cancel", "%q 对退款与销售的舍入不对称，两者可能无法完全抵销", p.Rounding.Mode),
			say(`"mode": "half-up" treats both alike`, `"mode": "half-up" 对两者一致`))
	}
	if p.Rounding.Places != nil && (*p.Rounding.Places < 0 || *p.Rounding.Places > maxPlaces) {
		c.add(CodeRange, at+".places", say("%d places are out of range", "小数位数 %d 超出范围", *p.Rounding.Places),
			say("use 0 to %d, or leave it out for the currency's own", "请使用 0 至 %d，或省略以采用货币本身的位数", maxPlaces))
	}
	c.oneOf(c.root, "creditDate", string(p.CreditDate),
		choice{string(Booked), say("a deal counts when it is booked", "按签约日期计入")},
		choice{string(Invoiced), say("a deal counts when it is invoiced", "按开票日期计入")},
		choice{string(CashReceived), say("a deal counts when cash arrives", "按回款日期计入")},
		choice{string(Delivered), say("a deal counts when it is delivered", "按交付日期计入")})
	c.oneOf(c.root, "order", string(p.Order),
		choice{string(BySequence), say("deals of a day count in order of their sequence number", "同日交易按序号排列")},
		choice{string(ByID), say("deals of a day count in order of their id as text", "同日交易按编号文本排列")},
		choice{string(ByNumericID), say("deals of a day count in order of their id as a number", "同日交易按编号数值排列")})
	at = c.root + ".refunds"
	c.oneOf(at, "method", string(p.Refunds.Method),
		choice{string(Recalculate), say("pays as if the refunded part had never been sold", "按从未售出重新计算")},
		choice{string(Mirror), say("takes back exactly what the refunded part earned", "按原交易实际所得扣回")})
	c.oneOf(at, "period", string(p.Refunds.Period),
		choice{string(Origin), say("reduces the measure on the original's date", "在原交易日期处冲减业绩")},
		choice{string(Current), say("reduces the measure on the refund's own date", "在退款日期处冲减业绩")})
	c.oneOf(at, "below", string(p.Refunds.Below),
		choice{string(CarryNegative), say("earns nothing below zero until it is refilled within the window of the measure; the next window begins at zero", "低于零的部分不计，须在指标的同一区间内补足后再计；下一区间自零起算")},
		choice{string(FirstRate), say("takes the part below zero back at the first rate", "低于零的部分按第一档扣回")},
		choice{string(Refuse), say("holds the payee", "暂停该人员结算")})
}

// count limits the number of parts and asks for at least one.
func (c *checker) count(key string, n int) {
	at := c.root + "." + key
	if n == 0 {
		c.add(CodeMissing, at, say("the plan has no %s", "方案缺少 %s", key), say("state at least one", "请至少写一个"))
	}
	if n > maxParts {
		c.add(CodeRange, at, say("%d %s are too many", "%[2]s 数量 %[1]d 过多", n, key), say("use at most %d", "最多 %d 个", maxParts))
	}
}

// name checks a part's name and remembers where it is.
func (c *checker) name(seen map[string]int, i int, name, at string) {
	if !validName(name) {
		c.add(CodeName, at+".name", say("%q is no valid name", "%q 不是有效名称", clip(name)), nameRemedy())
		return
	}
	if first, ok := seen[name]; ok {
		c.add(CodeDuplicateName, at+".name", say("the name %q is used twice", "名称 %q 重复", name),
			say("rename this one; the first is number %d", "请改名；首次出现在第 %d 项", first))
		return
	}
	seen[name] = i
}

func validName(s string) bool {
	if s == "" || len(s) > maxName {
		return false
	}
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_', r == '.':
		default:
			return false
		}
	}
	return true
}

// unused reports credit rules and measures that lead nowhere.
func (c *checker) unused() {
	fed, used := map[string]bool{}, map[string]bool{}
	for _, m := range c.plan.Measures {
		for _, r := range m.Credits {
			fed[r] = true
		}
	}
	for _, k := range c.plan.Components {
		used[k.Measure] = true
		if k.Tiers != nil {
			used[k.Tiers.On] = true
		}
		if k.Table != nil {
			for _, d := range k.Table.Dimensions {
				used[d.On] = true
			}
		}
		for _, g := range k.Gates {
			used[g.Measure] = true
		}
		k.named(used)
	}
	for i, r := range c.plan.Credits {
		if r.Name != "" && !fed[r.Name] {
			c.add(CodeUnused, fmt.Sprintf("%s.credits[%d]", c.root, i), say("the credit %q feeds no measure", "归属规则 %q 没有任何指标使用", r.Name),
				say("name it in a measure's credits, or remove it", "请在某个指标的 credits 中引用，或删除"))
		}
	}
	for i, m := range c.plan.Measures {
		if m.Name != "" && !used[m.Name] {
			c.add(CodeUnused, fmt.Sprintf("%s.measures[%d]", c.root, i), say("no component uses the measure %q", "没有组成部分使用指标 %q", m.Name),
				say("use it in a component, or remove it", "请在组成部分中使用，或删除"))
		}
	}
}

// amount checks a number against decimals and magnitude and reports what is wrong.
func (c *checker) amount(at string, d decimal.Decimal, places int32, nonNegative bool) bool {
	if err := num.Check(d); err != nil {
		c.add(CodeRange, at, say("the number is out of bounds", "数字超出允许范围"),
			say("use at most %d digits and %d decimals", "最多 %d 位数字、%d 位小数", maxDigits, places))
		return false
	}
	switch {
	case decimals(d) > places || digits(d) > maxDigits:
		c.add(CodeRange, at, say("%s has too many digits", "%s 位数过多", clip(num.Format(d))),
			say("use at most %d digits and %d decimals", "最多 %d 位数字、%d 位小数", maxDigits, places))
	case nonNegative && d.IsNegative():
		c.add(CodeRange, at, say("%s is negative", "%s 为负数", num.Format(d)), say("use zero or more", "请使用零或正数"))
	default:
		return true
	}
	return false
}

// rate checks a rate or factor: below 1000 on both sides of zero, at most 6 decimals.
func (c *checker) rate(at string, d decimal.Decimal) {
	if !c.amount(at, d, maxRateDecimals, false) {
		return
	}
	if d.Abs().Cmp(decimal.NewFromInt(maxRate)) >= 0 {
		c.add(CodeRange, at, say("%s is no rate", "%s 不是有效的提成比例", num.Format(d)),
			say("a rate is a share (0.05 = 5 %%) below %d", "提成比例写为小数（0.05 即 5 %%），须小于 %d", maxRate))
	}
}

// decimals returns the number of decimal places that d needs.
func decimals(d decimal.Decimal) int32 {
	_, frac, _ := cutPoint(num.Format(d))
	return int32(len(frac))
}

// digits returns the number of significant digits of d.
func digits(d decimal.Decimal) int {
	whole, frac, _ := cutPoint(num.Format(d.Abs()))
	n := len(frac)
	if whole != "0" {
		n += len(whole)
	}
	return n
}
