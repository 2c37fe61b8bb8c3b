package meetings

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/kam-go/kam"
	"github.com/kam-go/kam/internal/num"
)

// Limits of what is read, in bytes and elements. All are inclusive.
const (
	// MaxID is the length of the longest id.
	MaxID = 128
	// MaxText is the length of the longest text that a person writes.
	MaxText = 8000
	// MaxList is the length of the longest list inside one value.
	MaxList = 1000
)

// checker collects the faults of one value.
type checker struct {
	found kam.Findings
}

func (c *checker) add(code, place string, message, remedy kam.Text) {
	c.found.Add(kam.Finding{
		Code: "meetings." + code, Severity: kam.Error, Place: place, Message: message, Remedy: remedy,
	})
}

// say returns a text in both languages from the same data.
func say(en, zh string, args ...any) kam.Text {
	if len(args) == 0 {
		return kam.Text{EN: en, ZH: zh}
	}
	return kam.Text{EN: fmt.Sprintf(en, args...), ZH: fmt.Sprintf(zh, args...)}
}

// id checks a name that must be stated.
func (c *checker) id(place, id string) {
	if id == "" {
		c.add("id", place, say("the id is empty", "标识为空"), idRemedy())
		return
	}
	c.optionalID(place, id)
}

// optionalID checks a name that may be left out.
func (c *checker) optionalID(place, id string) {
	if fault, faulty := textFault(id, MaxID, false); faulty {
		c.add("id", place, fault, idRemedy())
	}
}

func idRemedy() kam.Text {
	return say("use 1 to %d bytes of UTF-8 without control characters", "请使用 1 到 %d 字节、不含控制字符的 UTF-8 文本", MaxID)
}

// text checks what a person wrote and must not leave out.
func (c *checker) text(place, s string) {
	if strings.TrimSpace(s) == "" {
		c.add("text", place, say("the text is empty", "文本为空"), textRemedy())
		return
	}
	c.optionalText(place, s)
}

func (c *checker) optionalText(place, s string) {
	if fault, faulty := textFault(s, MaxText, true); faulty {
		c.add("text", place, fault, textRemedy())
	}
}

// title checks a text in two languages of which one must be there.
func (c *checker) title(place string, t kam.Text) {
	if strings.TrimSpace(t.EN) == "" && strings.TrimSpace(t.ZH) == "" {
		c.add("text", place, say("the text is empty", "文本为空"), textRemedy())
		return
	}
	c.optionalText(place+".en", t.EN)
	c.optionalText(place+".zh", t.ZH)
}

func textRemedy() kam.Text {
	return say("write 1 to %d bytes of UTF-8 without control characters other than line breaks and tabs",
		"请填写 1 到 %d 字节的 UTF-8 文本，除换行和制表符外不含控制字符", MaxText)
}

// textFault returns what is wrong with a text; an empty one is right.
func textFault(s string, limit int, lines bool) (kam.Text, bool) {
	switch {
	case len(s) > limit:
		return say("the text is %d bytes long", "文本长 %d 字节", len(s)), true
	case !utf8.ValidString(s):
		return say("the text is not UTF-8: %s", "文本不是 UTF-8：%s", quote(s)), true
	case hasControl(s, lines):
		return say("the text has control characters: %s", "文本含有控制字符：%s", quote(s)), true
	}
	return kam.Text{}, false
}

// hasControl tells of control characters and line separators; lines allows line breaks and tabs.
func hasControl(s string, lines bool) bool {
	for _, r := range s {
		if lines && (r == '\n' || r == '\r' || r == '\t') {
			continue
		}
		if unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp) {
			return true
		}
	}
	return false
}

// list tells whether a list of n elements may be read.
func (c *checker) list(place string, n int) bool {
	if n <= MaxList {
		return true
	}
	c.add("list", place,
		say("the list has %d elements", "列表有 %d 个元素", n),
		say("use at most %d", "最多 %d 个", MaxList))
	return false
}

// unique checks that an id is not in seen yet.
func (c *checker) unique(place, id string, seen map[string]bool) {
	if seen[id] {
		c.add("twice", place,
			say("%s stands twice", "%s 重复", quote(id)),
			say("list each once", "每项只列一次"))
	}
	seen[id] = true
}

// day checks a day that must be stated.
func (c *checker) day(place string, d kam.Day) {
	if !d.IsSet() {
		c.add("day", place, say("the day is not stated", "未填写日期"), say("write it as 2026-01-31", "请填写，例如 2026-01-31"))
	}
}

// notBefore checks that d, when it is stated, is not before first.
func (c *checker) notBefore(place string, d, first kam.Day, what kam.Text) {
	if d.IsSet() && first.IsSet() && d.Before(first) {
		c.add("day", place,
			say("%s is before %s", "%s 早于 %s", d, first),
			kam.Text{
				EN: fmt.Sprintf("state a day on or after %s, %s", first, what.EN),
				ZH: fmt.Sprintf("请填写%s（%s）当天或之后的日期", what.ZH, first),
			})
	}
}

// period checks a period that must have an end, and tells whether it does.
func (c *checker) period(place string, p kam.Period) bool {
	var fault kam.Text
	switch err := p.Check(); {
	case p.IsZero():
		fault = say("the period is not stated", "未填写期间")
	case !p.From.IsSet():
		fault = say("the period has no first day", "期间没有开始日")
	case err != nil:
		fault = say("the period %s to %s ends before it begins, or is empty", "期间 %s 至 %s 为空，或结束早于开始", p.From, p.Until)
	case p.IsOpen():
		fault = say("the period %s has no end", "期间 %s 没有结束日", p)
	default:
		return true
	}
	c.add("period", place, fault, say("state both days, such as 2026-01-01/2026-02-01", "请写明起止两日，例如 2026-01-01/2026-02-01"))
	return false
}

// number checks a number that may be unknown, and tells whether it may be computed with.
func (c *checker) number(place string, d decimal.NullDecimal) bool {
	if !d.Valid {
		return false
	}
	if num.Check(d.Decimal) != nil {
		c.add("number", place, outOfBounds(d.Decimal),
			say("use at most %d digits and %d decimal places", "最多 %d 位数字、%d 位小数", num.MaxDigits, num.MaxExponent))
		return false
	}
	return true
}

// outOfBounds says which bound a number breaks.
func outOfBounds(d decimal.Decimal) kam.Text {
	switch exponent := d.Exponent(); {
	case exponent < -num.MaxExponent:
		return say("the number has %d decimal places", "数字有 %d 位小数", -int64(exponent))
	case exponent > num.MaxExponent:
		return say("the number has the decimal exponent %d", "数字的十进制指数为 %d", exponent)
	default:
		return say("the number has more than %d digits", "数字超过 %d 位", num.MaxDigits)
	}
}

// share checks a fraction of at least 0.
func (c *checker) share(place string, f kam.Fraction) {
	var fault kam.Text
	switch err := f.Check(); {
	case err != nil && f.Den == 0:
		fault = say("the fraction %d/0 divides by zero", "分数 %d/0 的分母为零", f.Num)
	case err != nil && f.Den < 0:
		fault = say("the denominator of %d/%d is negative", "分数 %d/%d 的分母为负数", f.Num, f.Den)
	case err != nil:
		fault = say("the terms of %d/%d are too large", "分数 %d/%d 的分子或分母过大", f.Num, f.Den)
	case f.Num < 0:
		fault = say("the fraction %s is out of range", "分数 %s 超出范围", f)
	default:
		return
	}
	c.add("fraction", place, fault, say("write a fraction of at least 0, such as 1/4 or 0.25", "请填写不小于 0 的分数，例如 1/4 或 0.25"))
}

// unit checks that a value has a unit, or a currency, but not both.
func (c *checker) unit(place, unit string, currency kam.Currency) {
	c.optionalID(place+".unit", unit)
	c.currency(place+".currency", currency)
	if unit != "" && currency != "" {
		c.add("unit", place+".unit",
			say("the value has a unit and a currency", "同一数值既有单位又有币种"),
			say("state the currency of money, else the unit", "金额填写币种，其他数值填写单位"))
	}
}

// currency checks a currency that may be left out.
func (c *checker) currency(place string, code kam.Currency) {
	if code == "" {
		return
	}
	if _, err := kam.ParseCurrency(string(code)); err != nil {
		c.add("currency", place,
			say("%s is no currency", "%s 不是货币代码", quote(string(code))),
			say("use an ISO 4217 code such as CNY", "请使用 ISO 4217 代码，例如 CNY"))
	}
}

// kind reports a kind that is none of those listed.
func (c *checker) kind(place, kind string, known ...string) {
	c.add("kind", place,
		say("%s is not known", "%s 未知", quote(kind)),
		say("use one of %s", "请使用以下之一：%s", strings.Join(known, ", ")))
}

// merge takes over findings of another check under a place of this one.
func (c *checker) merge(place string, err error) {
	invalid, ok := errors.AsType[*kam.InvalidError](err)
	if !ok {
		return
	}
	for _, f := range invalid.Findings {
		f.Place = place + strings.TrimPrefix(f.Place, "$")
		c.found.Add(f)
	}
}

func at(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }

// clip shortens a text from outside to what a message can carry.
func clip(s string) string {
	if len(s) <= MaxID {
		return s
	}
	return strings.ToValidUTF8(s[:MaxID], "") + "..."
}

func quote(s string) string { return strconv.Quote(clip(s)) }
