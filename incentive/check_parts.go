package incentive

import (
	"fmt"
	"strings"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

func cutPoint(s string) (whole, frac string, found bool) { return strings.Cut(s, ".") }

// credits checks the credit rules.
func (c *checker) credits() {
	for i, r := range c.plan.Credits {
		at := fmt.Sprintf("%s.credits[%d]", c.root, i)
		c.recipient(at, r)
		if r.Share.Rat().Sign() <= 0 {
			c.add(CodeRange, at+".share", say("the share is not positive", "份额不是正数"), say(`credit everything with "share": "1"`, `全额计入请写 "share": "1"`))
		} else if f := r.Share; f.Den > maxDenominator && decimalsOf(f) > maxRateDecimals {
			c.add(CodeRange, at+".share", say("the share %s is too fine", "份额 %s 过细", f.String()),
				say("use at most %d decimals, or a fraction with a denominator up to %d", "最多 %d 位小数，或分母不超过 %d 的分数", maxRateDecimals, maxDenominator))
		}
		if r.Base != CreditGross && r.Base != CreditAfterCap {
			c.oneOf(at, "split", string(r.Split),
				choice{string(SplitCredit), say("divides the deal, then rates each part", "先拆分交易，再分别计提")},
				choice{string(SplitPayout), say("rates the whole deal, then divides the result", "先按全额计提，再拆分结果")})
		}
		c.flag(at, "retires", r.Retires, "the credit counts for quota", "计入指标完成")
		c.flag(at, "pays", r.Pays, "the credit earns commission", "可获得提成")
		if r.Retires != nil && r.Pays != nil && !*r.Retires && !*r.Pays {
			c.add(CodeConflict, at, say("the credit %q neither counts for quota nor pays", "归属规则 %q 既不计入指标也不计提", r.Name),
				say(`set "retires" or "pays" to true`, `请将 "retires" 或 "pays" 设为 true`))
		}
		c.condition(at+".when", r.When, 0)
		c.factor(at+".factor", r.Factor)
	}
}

func decimalsOf(f kam.Fraction) int32 {
	_, frac, _ := cutPoint(f.String())
	if strings.Contains(f.String(), "/") {
		return maxRateDecimals + 1
	}
	return int32(len(frac))
}

// flag asks for a yes or no that changes money.
func (c *checker) flag(at, key string, v *bool, en, zh string) {
	if v != nil {
		return
	}
	c.add(CodeReadingMissing, at+"."+key,
		kam.Text{EN: "the plan does not say whether " + en, ZH: "方案没有写明是否" + zh},
		say(`write "%s": true or "%s": false`, `请写 "%s": true 或 "%s": false`, key, key))
}

func (c *checker) recipient(at string, r CreditRule) {
	ok := c.oneOf(at, "to", string(r.To),
		choice{string(ToOwner), say("credits the deal's owners", "计给交易负责人")},
		choice{string(ToRole), say("credits the participants of one role", "计给指定角色的参与人")},
		choice{string(ToManager), say("credits the owners' manager", "计给负责人的上级")})
	if !ok {
		return
	}
	if (r.To == ToRole) != (r.Role != "") {
		c.add(CodeConflict, at+".role", say("a role belongs to \"to\": \"role\", and only there", "role 仅与 \"to\": \"role\" 搭配使用"),
			say(`write "to": "role", "role": "presales", or remove the role`, `请写 "to": "role", "role": "presales"，或删除 role`))
	}
	if r.To == ToRole && r.Role == roleOwner {
		c.add(CodeConflict, at+".role", say("the role \"owner\" is credited by \"to\": \"owner\"", "角色 \"owner\" 由 \"to\": \"owner\" 计入"), say(`write "to": "owner"`, `请写 "to": "owner"`))
	}
	if r.To != ToManager {
		if r.Level != 0 || r.Vacancy != "" || len(r.Of) > 0 || r.Base != "" && r.Base != CreditAmount {
			c.add(CodeConflict, at, say("level, vacancy, of and a base of commission belong to \"to\": \"manager\"", "level、vacancy、of 及以提成为基数仅与 \"to\": \"manager\" 搭配使用"),
				say("remove them, or credit the manager", "请删除，或改为计给上级"))
		}
		return
	}
	if r.Level < 1 || r.Level > maxDepth {
		c.add(CodeRange, at+".level", say("level %d is out of range", "level %d 超出范围", r.Level),
			say(`count managers upwards from 1, at most %d: "level": 1 is the owner's own`, `自 1 起向上计数，最多 %d："level": 1 为直属上级`, maxDepth))
	}
	c.oneOf(at, "vacancy", string(r.Vacancy),
		choice{string(VacancySkip), say("goes on to the next manager above", "跳到更上一级")},
		choice{string(VacancyHouse), say("goes to the house account", "计入公司账户")})
	if !c.oneOf(at, "base", string(r.Base),
		choice{string(CreditAmount), say("credits the deal", "以交易为基数")},
		choice{string(CreditGross), say("credits the commission before caps", "以封顶前提成为基数")},
		choice{string(CreditAfterCap), say("credits the commission after caps", "以封顶后提成为基数")}) {
		return
	}
	if (r.Base == CreditAmount) != (len(r.Of) == 0) {
		c.add(CodeConflict, at+".of", say("\"of\" names the components whose commission is the base", "“of” 用于指明以哪些组成部分的提成为基数"),
			say(`write "of": ["commission"] with a base of commission, and leave it out with "base": "amount"`, `以提成为基数时请写 "of": ["commission"]；"base": "amount" 时请省略`))
	}
	if r.Base != CreditAmount && (r.Split != "" && r.Split != SplitCredit || r.When != nil || r.Factor != nil) {
		c.add(CodeConflict, at, say("a credit of commission takes no split by payout, condition or factor", "以提成为基数时不能使用 split payout、when 或 factor"), say("remove them", "请删除"))
	}
}

func (c *checker) factor(at string, f *Factor) {
	if f == nil {
		return
	}
	if !c.text(at+".by", f.By) {
		return
	}
	if len(f.Values) == 0 || len(f.Values) > maxParts {
		c.add(CodeRange, at+".values", say("%d values are out of range", "取值数量 %d 超出范围", len(f.Values)), say("list 1 to %d", "请列出 1 至 %d 个", maxParts))
	}
	for _, k := range sortedKeys(f.Values) {
		c.rate(at+".values."+k, f.Values[k])
	}
	switch f.Other {
	case otherRefuse, otherExclude:
	case "":
		c.oneOf(at, "other", "",
			choice{otherRefuse, say("holds the payee", "暂停该人员结算")},
			choice{otherExclude, say("gives no credit", "不计入")},
			choice{"1", say("counts in full; any number is possible", "全额计入；可写任意数字")})
	default:
		if d, err := num.Parse(f.Other); err != nil {
			c.add(CodeUnknownWord, at+".other", say("%q is neither refuse, exclude nor a number", "%q 不是 refuse、exclude 或数字", clip(f.Other)), say(`write "other": "1"`, `请写 "other": "1"`))
		} else {
			c.rate(at+".other", d)
		}
	}
}

// measuresOf checks the measures.
func (c *checker) measuresOf() {
	for i, m := range c.plan.Measures {
		at := fmt.Sprintf("%s.measures[%d]", c.root, i)
		ok := c.oneOf(at, "base", string(m.Base),
			choice{string(BaseAmount), say("adds up amounts", "累计金额")},
			choice{string(BaseMargin), say("adds up margins", "累计毛利")},
			choice{string(BaseUnits), say("adds up units", "累计数量")},
			choice{string(BaseCash), say("adds up cash received", "累计回款")},
			choice{string(BaseCount), say("counts deals", "累计单数")},
			choice{string(BaseObservation), say("reads an observation", "读取观测值")})
		if !ok {
			continue
		}
		if m.Base == BaseObservation {
			if m.Metric == "" || len(m.Credits) > 0 || m.Window != "" && m.Window != PerPeriod || m.Denominator != "" {
				c.add(CodeConflict, at, say("an observation has a metric, no credits and the period as its window", "观测值指标须写 metric，不写 credits，窗口为 period"),
					say(`write {"name": %q, "base": "observation", "metric": "nps"}`, `请写 {"name": %q, "base": "observation", "metric": "nps"}`, m.Name))
			}
			continue
		}
		if m.Metric != "" {
			c.add(CodeConflict, at+".metric", say("a metric belongs to the base observation", "metric 仅与 observation 搭配使用"), say("remove it", "请删除"))
		}
		c.oneOf(at, "window", string(m.Window),
			choice{string(PerTransaction), say("starts anew with each deal", "每笔交易重新累计")},
			choice{string(PerPeriod), say("starts anew with each commission period", "每个结算期重新累计")},
			choice{string(QuarterToDate), say("adds up from the start of the fiscal quarter", "自财季初累计")},
			choice{string(HalfToDate), say("adds up from the start of the fiscal half-year", "自财政半年初累计")},
			choice{string(YearToDate), say("adds up from the start of the fiscal year", "自财年初累计")})
		if m.Window.toDate() && months(m.Window.kind()) < months(c.plan.Period) {
			c.add(CodeConflict, at+".window", say("the window %[1]q is shorter than the commission period, a %[2]s", "窗口 %[1]q 短于一%[3]s的结算期", m.Window, kindText(c.plan.Period).EN, kindUnit(c.plan.Period).ZH),
				say(`write "window": "period"`, `请写 "window": "period"`))
		}
		switch {
		case m.Window.toDate():
			c.oneOf(at, "denominator", string(m.Denominator),
				choice{string(QuotaToDate), say("compares with the quota up to now", "与截至当期的目标比较")},
				choice{string(FullPeriod), say("compares with the quota of the whole stretch", "与整个区间的目标比较")})
		case m.Denominator != "":
			c.add(CodeConflict, at+".denominator", say("a denominator belongs to a to-date window", "denominator 仅与累计窗口搭配使用"), say("remove it", "请删除"))
		}
		if m.ZeroQuota.Valid {
			c.amount(at+".zeroQuota", m.ZeroQuota.Decimal, maxBoundShare, true)
		}
		if len(m.Credits) == 0 {
			c.add(CodeMissing, at+".credits", say("nothing feeds the measure %q", "指标 %q 没有数据来源", m.Name), say(`name credit rules: "credits": ["own"]`, `请引用归属规则："credits": ["own"]`))
		}
		seen := map[string]bool{}
		for j, name := range m.Credits {
			where := fmt.Sprintf("%s.credits[%d]", at, j)
			r, ok := c.rules[name]
			switch {
			case !ok:
				c.add(CodeUnknownName, where, say("there is no credit rule %q", "不存在归属规则 %q", clip(name)), say("use the name of a credit rule", "请使用归属规则的名称"))
			case seen[name]:
				c.add(CodeDuplicateName, where, say("the credit %q is named twice", "归属规则 %q 重复引用", name), say("name it once", "只引用一次"))
			default:
				if b := c.plan.Credits[r].Base; (b == CreditGross || b == CreditAfterCap) && m.Base != BaseAmount {
					c.add(CodeConflict, where, say("a credit of commission is an amount", "以提成为基数的业绩归属是金额"), say(`use "base": "amount"`, `请使用 "base": "amount"`))
				}
			}
			seen[name] = true
		}
	}
}

// text checks a free text such as an attribute's name.
func (c *checker) text(at, s string) bool {
	if s == "" || len(s) > maxID || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		c.add(CodeName, at, say("%q is no valid name", "%q 不是有效名称", clip(s)), say("use 1 to %d bytes without control characters", "请使用 1 至 %d 字节且不含控制字符", maxID))
		return false
	}
	return true
}
