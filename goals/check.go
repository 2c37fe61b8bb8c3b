package goals

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Bounds of the lists of a goal, inclusive.
const (
	maxOwners     = 100
	maxMilestones = 1000
	maxAmendments = 1000
)

// Check returns nil when g can be computed with, else an [*kam.InvalidError] with every fault: no ID, metric or closed
// period, a number out of bounds, an unknown word, a share or weight outside 0 to 1, a unit beside a currency, lists
// that are too long or out of order. What is merely not stated is no fault here but one of [Check].
func (g Goal) Check() error {
	var f faults
	g.check(&f, "$")
	return f.list.Err()
}

// check adds every fault of g, the paths beginning with at.
func (g Goal) check(f *faults, at string) {
	f.name("id", at+".id", g.ID)
	f.name("metric", at+".metric", g.Metric)
	f.optionalName("scope", at+".scope", g.Scope)
	f.optionalName("unit", at+".unit", g.Unit)
	f.optionalName("source", at+".source", g.Source)
	f.prose("statement", at+".statement", g.Statement, maxStatement, false)
	g.checkTitle(f, at+".title")
	g.checkOwners(f, at+".owners")
	g.checkWords(f, at)
	f.number(at+".target", g.Target)
	if g.Baseline.Valid {
		f.number(at+".baseline", g.Baseline.Decimal)
	}
	g.checkUnit(f, at)
	f.period(at+".period", g.Period)
	if f.optionalName("parent", at+".parent", g.Parent); g.Parent != "" && g.Parent == g.ID {
		f.add("parent", at+".parent", say("%q is its own parent", "%q 以自身为上级目标", clip(g.ID)),
			say("name the goal above it, or leave it out", "请填写上一级目标，或删去该项"))
	}
	f.part(at+".share", g.Share)
	f.part(at+".weight", g.Weight)
	if g.Survey != nil {
		g.Survey.check(f, at+".survey")
	}
	g.checkMilestones(f, at+".milestones")
	g.checkAmendments(f, at+".amendments")
}

func (g Goal) checkTitle(f *faults, at string) {
	f.prose("title", at+".en", g.Title.EN, maxStatement, false)
	f.prose("title", at+".zh", g.Title.ZH, maxStatement, false)
}

func (g Goal) checkOwners(f *faults, at string) {
	if !f.atMost("owner", at, len(g.Owners), maxOwners) {
		return
	}
	seen := make(map[string]bool, len(g.Owners))
	for i, o := range g.Owners {
		place := fmt.Sprintf("%s[%d]", at, i)
		if f.name("owner", place, o) && seen[o] {
			f.add("owner", place, say("%q stands twice", "%q 重复", clip(o)), say("name each owner once", "每位负责人只列一次"))
		}
		seen[o] = true
	}
}

// checkWords reports words that are none of their kind; empty ones are not stated.
func (g Goal) checkWords(f *faults, at string) {
	switch g.Direction {
	case "", kam.HigherIsBetter, kam.LowerIsBetter:
	default:
		f.add("direction", at+".direction", say("unknown direction %q", "未知的方向 %q", clip(string(g.Direction))),
			say("use higher or lower, whichever is better", "请填较好的一侧：higher 或 lower"))
	}
	switch g.Tracking {
	case "", Flow, Stock:
	default:
		f.add("tracking", at+".tracking", say("unknown tracking %q", "未知的累计方式 %q", clip(string(g.Tracking))),
			say("use flow for what adds up, stock for a level", "可累加的填 flow，取期末水平的填 stock"))
	}
	if g.Cadence != "" && !g.Cadence.Valid() {
		f.add("cadence", at+".cadence", say("unknown cadence %q", "未知的测量频率 %q", clip(string(g.Cadence))),
			say("use week, month, quarter, half-year or year", "请用 week、month、quarter、half-year 或 year"))
	}
}

func (g Goal) checkUnit(f *faults, at string) {
	if g.Currency == "" {
		return
	}
	if _, err := kam.ParseCurrency(string(g.Currency)); err != nil {
		f.add("currency", at+".currency", say("%q is no active ISO 4217 code", "%q 不是有效的 ISO 4217 币种代码", clip(string(g.Currency))),
			say("use a code such as CNY or USD", "请用 CNY、USD 等代码"))
	}
	if g.Unit != "" {
		f.add("unit", at+".unit", say("unit and currency are both stated", "单位与币种同时填写"),
			say("state a currency for money, a unit for anything else", "金额只填币种，其他只填单位"))
	}
}

func (g Goal) checkMilestones(f *faults, at string) {
	if !f.atMost("milestone", at, len(g.Milestones), maxMilestones) {
		return
	}
	last := kam.Day{}
	for i, m := range g.Milestones {
		place := fmt.Sprintf("%s[%d]", at, i)
		f.number(place+".value", m.Value)
		if !m.Day.IsSet() {
			f.add("milestone", place+".day", say("it has no day", "没有日期"), say("state its day as YYYY-MM-DD", "请按 YYYY-MM-DD 填写日期"))
			continue
		}
		if last.IsSet() && !m.Day.After(last) {
			f.add("milestone", place+".day", say("%s is not after %s", "%s 不晚于 %s", m.Day, last),
				say("list the milestones in order of days, one a day", "请按日期先后排列，每天一个"))
		}
		last = m.Day
	}
}

// check adds every fault of s.
func (s Survey) check(f *faults, at string) {
	if s.Invited < 0 || s.Responses < 0 {
		f.add("survey", at, say("%d invited and %d responses: fewer than none", "邀请数 %d、答复数 %d 为负", s.Invited, s.Responses),
			say("state counts of at least 0", "请填不小于 0 的数"))
	}
	if s.Invited > 0 && s.Responses > s.Invited {
		f.add("survey", at+".responses", say("%d responses of %d invited", "答复数 %d 多于邀请数 %d", s.Responses, s.Invited),
			say("expect at most one response of each", "每个受邀者至多一份答复"))
	}
	if !s.Spread.Valid {
		return
	}
	if f.number(at+".spread", s.Spread.Decimal) && s.Spread.Decimal.IsNegative() {
		f.add("survey", at+".spread", say("the spread %s is negative", "离散程度 %s 为负", num.Format(s.Spread.Decimal)),
			say("state the standard deviation of one answer", "请填写单份答复的标准差"))
	}
}

// number reports a number out of bounds, and whether it is within.
func (f *faults) number(place string, d decimal.Decimal) bool {
	err := num.Check(d)
	if err != nil {
		f.add("number", place, say("the number is out of bounds", "数值超出范围"),
			say("use at most %d digits, %d of them after the point", "最多 %d 位数字，其中小数不超过 %d 位", num.MaxDigits, num.MaxExponent))
	}
	return err == nil
}

// period reports what is no closed period, and whether p is one.
func (f *faults) period(place string, p kam.Period) bool {
	remedy := say("write the first day and the first day after it, as in 2026-01-01/2027-01-01", "请写首日与结束后的次日，如 2026-01-01/2027-01-01")
	switch {
	case !p.From.IsSet():
		f.add("period", place, say("the period has no first day", "期间没有首日"), remedy)
	case p.Until == p.From:
		f.add("period", place, say("the period is empty: %s is its first day and the first one after it", "期间为空：%s 既是首日又是结束后的次日", p.From), remedy)
	case p.Until.IsSet() && p.Until.Before(p.From):
		f.add("period", place, say("the period ends before it begins: %s is before %s", "期间的结束早于开始：%s 早于 %s", p.Until, p.From), remedy)
	case p.IsOpen():
		f.add("period", place, say("%s has no end", "期间 %s 没有结束日", p), remedy)
	default:
		return true
	}
	return false
}

// part reports a fraction outside 0 to 1.
func (f *faults) part(place string, part kam.Fraction) {
	if part.Check() != nil {
		f.add("share", place, say("%d/%d is no fraction", "%d/%d 不是有效分数", part.Num, part.Den), say("write 1/3, 0.35 or 1", "请写成 1/3、0.35 或 1"))
		return
	}
	if part.Cmp(kam.Fraction{}) < 0 || part.Cmp(kam.Whole()) > 0 {
		f.add("share", place, say("%s is not between 0 and 1", "%s 不在 0 与 1 之间", part), say("35 %% is written 0.35", "35%% 写作 0.35"))
	}
}

// atMost reports a list that is too long, and whether it is not.
func (f *faults) atMost(code, place string, n, limit int) bool {
	if n <= limit {
		return true
	}
	f.add(code, place, say("%d entries, at most %d are read", "共 %d 项，上限为 %d 项", n, limit), say("leave some out", "请减少条目"))
	return false
}
