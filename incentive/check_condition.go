package incentive

import (
	"fmt"

	"github.com/shopspring/decimal"
)

// condition checks a condition and those in it.
func (c *checker) condition(at string, k *Condition, depth int) {
	if k == nil {
		return
	}
	if depth > maxDepth {
		c.add(CodeRange, at, say("conditions are nested more than %d deep", "条件嵌套超过 %d 层", maxDepth), say("make them flatter", "请减少嵌套"))
		return
	}
	bounds := 0
	for _, b := range []decimal.NullDecimal{k.AtLeast, k.MoreThan, k.AtMost, k.Below} {
		if b.Valid {
			bounds++
			c.amount(at, b.Decimal, maxRateDecimals, false)
		}
	}
	forms, dated := 0, k.From.IsSet() || k.Until.IsSet()
	for _, used := range []bool{len(k.All) > 0, len(k.Any) > 0, k.Not != nil, k.Attribute != "", k.Number != "", k.Date != ""} {
		if used {
			forms++
		}
	}
	switch {
	case forms == 1 && k.Date != "" && !dated && bounds == 0 && len(k.In) == 0:
		c.add(CodeOneOf, at, say("the condition on the date %q has no day", "关于日期 %q 的条件没有写明日期", clip(string(k.Date))),
			say(`state "from", the first day that counts, "until", the first that does not any more, or both`, `请写明 "from"（计入的第一天）、"until"（不再计入的第一天），或两者`))
		return
	case forms == 0 && dated && bounds == 0 && len(k.In) == 0:
		c.add(CodeOneOf, at, say("the condition does not say of which date the days are", "条件没有写明所指的日期"),
			say(`state "date": "booked", "invoiced", "cash" or "delivered"`, `请写明 "date"："booked"、"invoiced"、"cash" 或 "delivered"`))
		return
	}
	if forms != 1 || (k.Attribute != "") != (len(k.In) > 0) || (k.Number != "") != (bounds > 0) || (k.Date != "") != dated {
		c.add(CodeOneOf, at, say("a condition has exactly one form", "条件必须且只能使用一种形式"),
			say(`write one of {"all": […]}, {"any": […]}, {"not": {…}}, {"attribute": "product", "in": ["A"]}, {"number": "amount", "atLeast": "1000"}, {"date": "booked", "from": "2026-07-01", "until": "2027-01-01"}`,
				`请使用其一：{"all": […]}、{"any": […]}、{"not": {…}}、{"attribute": "product", "in": ["A"]}、{"number": "amount", "atLeast": "1000"}、{"date": "booked", "from": "2026-07-01", "until": "2027-01-01"}`))
		return
	}
	if len(k.All)+len(k.Any)+len(k.In) > maxParts {
		c.add(CodeRange, at, say("the condition lists too much", "条件列举过多"), say("use at most %d", "最多 %d 项", maxParts))
		return
	}
	c.dated(at, k)
	for i := range k.All {
		c.condition(fmt.Sprintf("%s.all[%d]", at, i), &k.All[i], depth+1)
	}
	for i := range k.Any {
		c.condition(fmt.Sprintf("%s.any[%d]", at, i), &k.Any[i], depth+1)
	}
	c.condition(at+".not", k.Not, depth+1)
}

// dated checks a condition on a date of the deal.
func (c *checker) dated(at string, k *Condition) {
	if k.Date == "" {
		return
	}
	c.dateName(at+".date", k.Date)
	if k.From.IsSet() && k.Until.IsSet() && !k.From.Before(k.Until) {
		c.add(CodeRange, at, say("no day is from %s and before %s", "没有既不早于 %s 又早于 %s 的日期", k.From.String(), k.Until.String()),
			say(`"until" is the first day that does not count any more`, `"until" 为不再计入的第一天`))
	}
}

// dateName checks the name of a date of deals.
func (c *checker) dateName(at string, n DateName) {
	if n != Booked && n != Invoiced && n != CashReceived && n != Delivered {
		c.add(CodeUnknownWord, at, say("%q is no date of a deal", "%q 不是交易日期", clip(string(n))), say("use booked, invoiced, cash or delivered", "请使用 booked、invoiced、cash 或 delivered"))
	}
}
